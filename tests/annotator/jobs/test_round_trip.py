"""Export, import, export: the same bytes, whatever stands in texts and records."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import info
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store.check import check_file
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, encode, line, lines_of, state, take_in, taken_out
from tests.annotator.text.strategies import shared, texts

HARD = {
    "emoji": "خبر 😀 عاجل",
    "joined emoji": "👩\u200d👩\u200d👧 و🏽",
    "combining marks": "مُحَمَّدٌ e\u0301",
    "CRLF": "سطر\r\nآخر\rثالث\n",
    "byte-order mark": "\ufeffبداية\ufeffوسط",
    "NBSP": "خمسة\u00a0آلاف",
    "ZWNJ": "می\u200cخواهم",
    "direction marks": "\u200fقال\u200e (\u2067x\u2069) \u061c",
    "line separators": "أ\u2028ب\u2029ج\x85د",
    "tatweel": "الــــعرب",
    "not composed": "آ \u0627\u0653 \ufefb",
    "spaces around": " \t نص \n",
    "JSON itself": '{"text":"a\\u0000","x":[1,2]} \\ / "',
    "control characters": "\x01\x0b\x0c\x1b\x7f",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "empty": "",
}
FULL = line(
    status="done",
    meta={"z": 1, "a": {"y": [1.0, True, None], "b": "ي"}},
    mentions=[
        {**PLACE, "attributes": {"sure": False, "n": 1.0}},
        {**NAME, "parts": [[4, 8], [9, 16]]},
        BLOW,
        {"id": "a1", "start": 4, "end": 8, "label": "PERS", "text": "سليم"},
    ],
    events=[
        {
            **ATTACK,
            "arguments": [
                {"role": "Attacker", "mention": "m1"},
                {"role": "Place", "entity": "n1"},
                {"role": "Time", "value": {"year": 2016, "about": False}},
                {"role": "Number", "value": 0},
            ],
            "attributes": {"realis": "actual"},
        }
    ],
    relations=[
        {"id": "r2", "label": "PART-WHOLE", "source": "m1", "target": "m3", "attributes": {"x": ["y"]}},
        {"id": "r1", "label": "PART-WHOLE", "source": "m3", "target": "m3"},
    ],
    entities=[{"id": "n1", "name": "سليم", "link": "Q1", "mentions": ["m1", "a1"]}, {"id": "n0", "mentions": ["m3"]}],
    labels={"topic": ["war", "peace"], "kind": 0},
    comments=[
        {"id": "c1", "body": "لماذا؟\n", "about": "m1", "resolved": True, "attributes": {"by": "نور"}},
        {"id": "c0", "body": ""},
    ],
)


def again(project: Project, folder: Path) -> bytes:
    """What comes out after what came out went into a new project; that project must be sound and say the same."""
    first = taken_out(project)
    (folder / "again.jsonl").write_bytes(first)
    other = Project.create(folder / "again.hashiya", project.schema)
    try:
        import_paths(other, [folder / "again.jsonl"], ImportOptions())
        second = taken_out(other)
        assert info(other) == info(project)
    finally:
        other.close()
    assert check_file(other.path, deep=True) == []
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    return second


def test_hard_texts_with_marks_at_every_place(project: Project, tmp_path: Path) -> None:
    items = []
    for name, text in HARD.items():
        marks = [
            {"id": f"m{start}-{end}", "start": start, "end": end, "label": "PERS", "text": text[start:end]}
            for start in range(len(text))
            for end in (start + 1, len(text))
            if start < end
        ]
        unique = {mark["id"]: mark for mark in marks}
        items.append({"id": name, "text": text, "annotator": "سلمى", "mentions": list(unique.values())})
    take_in(project, *items)
    found = {item["id"]: item for item in map(json.loads, again(project, tmp_path).split(b"\n")[:-1])}
    for name, text in HARD.items():
        assert found[name]["text"] == text
        assert all(text[m["start"] : m["end"]] == m["text"] for m in found[name]["mentions"])


def test_everything_that_a_line_can_hold(project: Project, tmp_path: Path) -> None:
    take_in(project, FULL)
    (found,) = (json.loads(data) for data in again(project, tmp_path).split(b"\n")[:-1])
    # The same content, in the order and with the keys that the format fixes.
    assert found.pop("meta") == FULL["meta"]
    for kind in ("mentions", "relations", "entities", "comments"):
        assert sorted(found[kind], key=lambda item: item["id"]) == sorted(FULL[kind], key=lambda item: item["id"]), kind
    for same in ("id", "text", "annotator", "status", "events", "labels"):
        assert found[same] == FULL[same], same
    places = [(mention["start"], mention["end"]) for mention in found["mentions"]]
    assert places == sorted(places)
    assert list(found) == [
        "id",
        "text",
        "annotator",
        "status",
        "mentions",
        "events",
        "relations",
        "entities",
        "labels",
        "comments",
    ]
    # Said in another order it is the same.
    shuffled = {**FULL, **{kind: FULL[kind][::-1] for kind in ("mentions", "relations", "entities", "comments")}}
    assert take_in(project, dict(reversed(shuffled.items()))).layers_equal == 1


@settings(max_examples=25)
@given(st.lists(st.tuples(texts(12), st.data()), max_size=4), texts(4))
def test_any_texts_and_any_marks(documents: list[tuple[str, st.DataObject]], odd: str) -> None:
    items: list[dict[str, Any]] = []
    for number, (text, data) in enumerate(documents):
        item: dict[str, Any] = {"id": str(number), "text": text, "meta": {odd: odd}}
        if text:
            starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=3))
            ends = [data.draw(st.integers(start + 1, len(text))) for start in starts]
            places = list(zip(starts, ends, strict=True))
            mentions = [{"start": a, "end": b, "label": "ORG", "attributes": {odd: a}} for a, b in places]
            item |= {"annotator": "سلمى", "mentions": mentions}
        items.append(item)
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder, "p.hashiya"), load_preset("news"))
        try:
            take_in(project, *items)
            again(project, Path(folder))
        finally:
            project.close()


def test_the_same_content_gives_the_same_bytes_under_any_hash_seed(project: Project, tmp_path: Path) -> None:
    take_in(project, FULL, line(annotator="نور", mentions=[PLACE, NAME]), {"id": "b", "text": "x"})
    wanted = taken_out(project)
    project.close()
    for seed in ("0", "1", "77"):
        target = tmp_path / f"{seed}.jsonl"
        subprocess.run(
            [sys.executable, "-m", "annotator.cli", "export", str(project.path), "-o", str(target)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "HOME": str(tmp_path)},
            check=True,
            capture_output=True,
        )
        assert target.read_bytes() == wanted


def test_ids_that_were_missing_stay_what_they_became(project: Project, tmp_path: Path) -> None:
    plain = [{key: value for key, value in mark.items() if key != "id"} for mark in (PLACE, NAME)]
    take_in(project, {"text": TEXT, "annotator": "سلمى", "mentions": plain})
    (found,) = (json.loads(data) for data in again(project, tmp_path).split(b"\n")[:-1])
    assert found["id"] == "in.jsonl:1"
    assert [mention["id"] for mention in found["mentions"]] == ["m2", "m1"]


def test_the_five_articles_come_back_to_the_byte(project: Project) -> None:
    folder = shared("articles")
    import_paths(project, [folder], ImportOptions())
    for found in lines_of(project):
        assert found["text"].encode() == (folder / found["id"]).read_bytes()


@pytest.mark.parametrize("part", [("--docs", "60"), ("--tricky",)])
def test_the_made_corpus_comes_back_to_the_byte(part: tuple[str, ...], project: Project, tmp_path: Path) -> None:
    generator = shared("bench", "workload.py")
    command = [sys.executable, str(generator), "--seeds", str(shared("articles")), "--out", str(tmp_path)]
    subprocess.run([*command, *part, "--formats", "hashiya"], check=True, capture_output=True)
    (file,) = tmp_path.glob("*.hashiya.jsonl")
    report = import_paths(project, [file], ImportOptions(annotator="سلمى"))
    assert report.layers_new == report.lines > 50
    sources = {item["id"]: item for item in map(json.loads, file.read_bytes().split(b"\n")[:-1])}
    for found in lines_of(project):
        source = sources.pop(found["id"])
        assert found["text"] == source["text"]
        wanted = sorted((m["start"], m["end"], m["label"]) for m in source["mentions"])
        assert [(m["start"], m["end"], m["label"]) for m in found["mentions"]] == wanted
    assert not sources
    again(project, tmp_path)


def test_real_tweets_with_places_as_their_makers_counted_them(project: Project, tmp_path: Path) -> None:
    files = sorted(shared("corpora", "idrisi_ar").glob("*-json.jsonl"))
    mentions, items, types = 0, [], set()
    for file in files:
        for tweet in (json.loads(data) for data in file.read_bytes().split(b"\n") if data):
            marks = [
                {"start": m["startIdx"], "end": m["endIdx"], "label": m["type"], "text": m["text"]}
                for m in tweet["location_mentions"]
            ]
            types |= {mark["label"] for mark in marks}
            mentions += len(marks)
            items.append({"id": tweet["tweet_id"], "text": tweet["text"], "annotator": "idrisi", "mentions": marks})
    assert mentions > 400
    report = take_in(project, *items, add_labels=True)
    assert set(report.added["labels"]) == types - {label.key for label in load_preset("news").labels}
    assert info(project)["mentions"] == mentions
    again(project, tmp_path)


def test_a_line_that_goes_out_comes_in_again_unchanged(project: Project) -> None:
    take_in(project, FULL)
    before, was = state(project), taken_out(project)
    assert take_in(project, was.rstrip(b"\n")).step is None
    assert (state(project), taken_out(project)) == (before, was)
    assert encode(FULL)


def test_a_layer_that_holds_a_comment_alone_comes_in_again(project: Project) -> None:
    """Nobody has said how far it is: the line says `todo`, and that is the same."""
    take_in(project, line(without=("annotator",)))
    project.work_as("سلمى")
    (row,) = project.document_rows()
    project.perform(row.id, edits.comment(project.layer(row.id), "", "من أين النص؟"))
    project.flush()
    report = take_in(project, *lines_of(project))
    assert (report.layers_equal, report.layers_new, report.layers_replaced) == (1, 0, 0)
