"""Releases: the same bytes for the same gold, whole or found out, nobody's name, no twin on both sides."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.rules import Rule
from annotator.errors import DataError, UnavailableError
from annotator.jobs.adjudication_rules import RuleOptions, apply_rule
from annotator.jobs.releasing import ReleaseOptions, ReleaseReport, release
from annotator.jobs.reverting import withdraw
from annotator.jobs.verifying import verify_release
from annotator.model import GOLD
from annotator.project import Project
from annotator.release.duplicates import near_duplicates
from annotator.release.splitting import parse_split, split, together
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, line, lines_of, take_in

PEOPLE = ("Anneliese", "Bartholomew", "Cunegonde")
WORDS = [
    "مدينة",
    "نهر",
    "جسر",
    "وزير",
    "شرطة",
    "مطر",
    "ميناء",
    "سفينة",
    "قمح",
    "طريق",
    "مدرسة",
    "مشفى",
    "سوق",
    "حديقة",
    "جبل",
    "بحر",
]


def article(n: int) -> str:
    """An article unlike the others, which begins with the usual sentence."""
    rest = " ".join(WORDS[(n * 7 + k * (n % 5 + 1)) % len(WORDS)] + str(n * k) for k in range(40))
    return f"{TEXT} {rest}"


def fill(project: Project, documents: int = 12, twins: bool = True) -> None:
    lines = []
    for n in range(documents):
        text = article(n - 1) + " اليوم" if twins and n % 6 == 1 else article(n)
        for who, name in enumerate(PEOPLE):
            mentions = [NAME, BLOW, *([PLACE] if who != n % 3 else [])]
            base = line(id=f"d{n:02}", annotator=name, status="done", mentions=mentions, events=[ATTACK])
            comments = [{"body": f"ask {name}"}]
            lines.append({**base, "text": text, "meta": {"source": f"s{n % 4}"}, "comments": comments})
    take_in(project, *lines)
    project.work_as("Cunegonde")
    apply_rule(project, Rule("majority"), RuleOptions(close=True))


def released(project: Project, folder: str = "r", **options: Any) -> tuple[Path, ReleaseReport]:
    target = project.path.with_name(folder)
    return target, release(project, target, ReleaseOptions(**{"version": "1.0", **options}))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_is_whole_and_holds_what_gold_holds(project: Project) -> None:
    fill(project)
    folder, report = released(project, shares=(80, 10, 10), seed=3)
    assert sum(report.documents.values()) == 12
    found = verify_release(folder)
    assert (found.release, found.documents) == (report.release, 12)
    there = content(folder)
    assert set(there) == {
        "README.md",
        "README.ar.md",
        "agreement.json",
        "data/dev.jsonl",
        "data/test.jsonl",
        "data/train.jsonl",
        "duplicates.json",
        "guidelines.ar.md",
        "guidelines.en.md",
        "manifest.json",
        "schema.toml",
        "statistics.json",
    }
    lines = [json.loads(row) for name in there if name.endswith(".jsonl") for row in there[name].splitlines()]
    assert {row["annotator"] for row in lines} == {GOLD}
    votes = {(m["votes"], m["n_annotators"], m["method"]) for row in lines for m in row["mentions"]}
    assert votes == {(3, 3, "unanimous"), (2, 3, "rule")}
    again = sorted(lines_of(project, source=GOLD, provenance=True), key=lambda row: row["id"])
    assert sorted(lines, key=lambda row: row["id"]) == again


def test_near_duplicates_and_groups_stay_on_one_side(project: Project) -> None:
    fill(project, 18)
    folder, report = released(project, shares=(50, 50), group_by="source")
    assert len(report.duplicates) == 3
    side = {
        json.loads(row)["id"]: (name, json.loads(row)["meta"]["source"])
        for name in ("train", "test")
        for row in (folder / "data" / f"{name}.jsonl").read_bytes().splitlines()
    }
    for a, b, similarity in report.duplicates:
        assert side[a][0] == side[b][0]
        assert similarity >= 0.5
    for name, source in side.values():
        assert {other for other, its in side.values() if its == source} == {name}


def test_no_name_of_a_person_stands_in_any_byte_unless_asked_for(project: Project) -> None:
    fill(project, 4, twins=False)
    for options, expected in (({}, 0), ({"names": True}, 3)):
        folder, _ = released(project, folder=f"r{expected}", **options)
        everything = b"".join(content(folder).values())
        assert sum(name.encode() in everything for name in PEOPLE) == expected


def test_the_hash_is_the_same_in_other_processes_with_other_hash_seeds(project: Project) -> None:
    fill(project, 4)
    _, first = released(project)
    project.close()
    command = (
        "import sys; from pathlib import Path; from annotator.project import Project; "
        "from annotator.jobs.releasing import *; "
        "p = Project.open(Path(sys.argv[1]), write=False); "
        "print(release(p, Path(sys.argv[2]), ReleaseOptions('1.0')).release)"
    )
    for seed in ("1", "77"):
        target = project.path.with_name(f"again{seed}")
        run = subprocess.run(
            [sys.executable, "-c", command, str(project.path), str(target)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == first.release


@settings(max_examples=60)
@given(st.data())
def test_one_flipped_bit_anywhere_is_found(sealed: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(path for path in sealed.rglob("*") if path.is_file())))
    whole = file.read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    try:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        with pytest.raises(DataError):
            verify_release(sealed)
    finally:
        file.write_bytes(whole)
    verify_release(sealed)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, news: Any) -> Path:
    project = Project.create(tmp_path_factory.mktemp("release") / "p.hashiya", news)
    fill(project, 3, twins=False)
    folder, _ = released(project)
    project.close()
    return folder


def test_missing_strange_and_hostile_files_are_found(sealed: Path) -> None:
    (sealed / "more.txt").write_text("x")
    with pytest.raises(DataError, match="not part"):
        verify_release(sealed)
    (sealed / "more.txt").unlink()
    schema = (sealed / "schema.toml").read_bytes()
    (sealed / "schema.toml").unlink()
    with pytest.raises(DataError, match="missing"):
        verify_release(sealed)
    (sealed / "schema.toml").write_bytes(schema)
    with pytest.raises(UnavailableError, match="no release"):
        verify_release(sealed / "data")
    verify_release(sealed)


def test_what_is_not_closed_is_left_out_and_nothing_is_half_written(project: Project) -> None:
    fill(project, 2, twins=False)
    take_in(project, line(id="open", annotator=GOLD, mentions=[NAME]), name="g.jsonl")
    folder, report = released(project)
    assert (report.documents, report.open) == ({"gold": 2}, 1)
    with pytest.raises(UnavailableError, match="already"):
        released(project)
    with pytest.raises(DataError, match="Nothing is left for"):
        released(project, folder="thirds", shares=(98, 1, 1))
    assert sorted(path.name for path in folder.parent.iterdir() if path.is_dir()) == ["r"]


def test_the_card_says_no_more_than_is_known(project: Project) -> None:
    fill(project, 2, twins=False)
    blind, seen, alone = (
        "None of them saw the marks of another",
        "Annotators: 3. Where they differed",
        "holds no marks of",
    )
    folder, _ = released(project)
    assert f"Annotators: 3. {blind}." in (folder / "README.md").read_text("utf-8")
    assert "over all pairs together" in (folder / "README.md").read_text("utf-8")
    project.set_layers_visible(visible=True)
    project.flush()
    folder, _ = released(project, folder="seen")
    assert seen in (folder / "README.md").read_text("utf-8")
    withdraw(project, ["d00", "d01"])
    take_in(project, line(id="g", annotator=GOLD, status="done", mentions=[NAME]), name="g.jsonl")
    card = (released(project, folder="alone")[0] / "README.md").read_text("utf-8")
    assert alone in card
    assert blind not in card


@pytest.mark.parametrize("version", ["", " ", "1\n---\n", "\x1b[2J", "v" * 101])
def test_a_version_is_a_short_line(project: Project, version: str) -> None:
    with pytest.raises(DataError, match="short line"):
        released(project, version=version)


def test_a_release_without_gold_is_refused(project: Project) -> None:
    with pytest.raises(DataError, match="No gold"):
        released(project)


@pytest.mark.parametrize("wrong", ["", "80", "80/10", "80/10/10/0", "a/b", "80/-10/30", "50/50/0", "1e2/1"])
def test_splits_are_two_or_three_shares(wrong: str) -> None:
    if wrong == "80/10":
        assert parse_split(wrong) == (80, 10)
        return
    with pytest.raises(DataError):
        parse_split(wrong)


@given(st.integers(1, 60), st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=20), st.integers())
def test_splits_hold_everything_once_and_groups_whole(size: int, links: list[tuple[int, int]], seed: int) -> None:
    links = [(a % size, b % size) for a, b in links]
    groups = together(size, links, [None] * size)
    assert sorted(at for group in groups for at in group) == list(range(size))
    names = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(size)]
    found = split(names, groups, (80, 10, 10), seed)
    assert all(found[a] == found[b] for a, b in links)
    again = split(names, [list(reversed(group)) for group in reversed(groups)], (80, 10, 10), seed)
    assert found == again
    if not links:
        assert abs(found.count(0) - 0.8 * size) <= 1


def test_near_duplicates_see_through_vowels_and_not_through_other_news() -> None:
    first = "وصل الوزير إلى المدينة صباح اليوم واجتمع بأهلها في الساحة الكبرى ثم عاد مساءً إلى العاصمة بالقطار"
    vowels = first.replace("الوزير", "الوَزِير").replace("إلى", "الى")
    other = "هطل المطر ليلاً على الجبال العالية وفاض النهر فأغرق الحقول القريبة من القرية وقطع الطريق إلى الشمال"
    ((a, b, similarity),) = near_duplicates([first, other, vowels])
    assert (a, b, similarity) == (0, 2, 1.0)
    assert near_duplicates(["", "", "كلمة"]) == []
