"""Every refusal of an import: named as FILE:LINE: reason, and the project as it was, byte for byte."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import DataError, UnavailableError
from annotator.formats import jsonl_reading
from annotator.jobs import sources
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from tests.annotator.formats.test_jsonl import REFUSED
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, line, state, take_in, taken_out, write_lines


def content(path: Path) -> bytes:
    """The project's bytes: the file and its -wal."""
    wal = path.with_name(path.name + "-wal")
    return path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


@pytest.fixture
def filled(project: Project) -> Iterator[Project]:
    """A project with two documents and a layer, opened anew: its writer has nothing to move into the file in a quiet
    moment, which on a slow machine comes in the middle of a test."""
    take_in(project, line(mentions=[NAME]), {"id": "d2", "text": "نص آخر"})
    project.close()
    opened = Project.open(project.path)
    yield opened
    opened.close()


def refused(project: Project, *items: Any, **options: Any) -> list[str]:
    """The problems, after looking that nothing has changed."""
    before, was = content(project.path), state(project)
    with pytest.raises(DataError) as refusal:
        take_in(project, *items, **options)
    assert content(project.path) == before
    assert state(project) == was
    assert "Nothing was imported" in str(refusal.value)
    assert "لم يُستورد شيء" in refusal.value.arabic
    assert not set(refusal.value.arabic_problems) & set(refusal.value.problems)
    return refusal.value.problems


AGAINST_PROJECT = {
    "an unknown label": (line(id="n", mentions=[{**NAME, "label": "WHO"}]), "the schema has no label 'WHO'"),
    "an entity's label on an event": (
        line(id="n", mentions=[NAME], events=[{"label": "PERS", "trigger": "m1"}]),
        "'PERS' is the label of an entity, not of an event",
    ),
    "nobody's annotations": (line(id="n", without=["annotator"], mentions=[]), "nobody's: say whose with --annotator"),
    "a reserved annotator": (line(id="n", annotator="project", mentions=[]), "has a meaning of its own"),
    "an empty annotator": (line(id="n", annotator=" ", mentions=[]), "A name is needed"),
    "an annotator whom nobody sees": (line(id="n", annotator="\u200b\u202e \u064e", mentions=[]), "A name is needed"),
    "a known id with another text": (
        {"id": "d2", "text": "نص آخر."},
        "the document 'd2' is there already with another text",
    ),
    "a known layer that differs": (line(mentions=[PLACE]), "سلمى's layer of 'd1' holds something else"),
    "an empty id": ({"id": " ", "text": "x"}, "its id is empty"),
    "an id of 1,001 characters": ({"id": "x" * 1001, "text": "x"}, "its id is longer than 1,000 characters"),
    "an id that commands the terminal": ({"id": "a\x9b2J", "text": "x"}, "its id holds a control character"),
    "an id with a line break": ({"id": "a\nb", "text": "x"}, "its id holds a control character"),
}


@pytest.mark.parametrize("case", [*REFUSED, *AGAINST_PROJECT])
def test_each_refusal_names_file_line_and_reason_and_changes_nothing(case: str, filled: Project) -> None:
    data, reason = (REFUSED | AGAINST_PROJECT)[case]
    found = refused(filled, {"id": "good", "text": "x"}, data)
    place = f"{filled.path.with_name('in.jsonl')}:2: "
    assert found
    assert all(problem.startswith(place) for problem in found)
    assert any(reason in problem for problem in found), found


def test_a_bad_line_is_left_out_when_that_is_asked_for(filled: Project) -> None:
    bad = [data for data, _ in (REFUSED | AGAINST_PROJECT).values()]
    report = take_in(filled, {"id": "first", "text": "1"}, *bad, {"id": "last", "text": "2"}, skip_bad=True)
    assert (report.documents_new, report.skipped, report.lines) == (2, len(bad), len(bad) + 2)
    for number in range(2, len(bad) + 2):
        assert any(f"in.jsonl:{number}: " in problem for problem in report.problems)
    assert [row.name for row in filled.document_rows()] == ["d1", "d2", "first", "last"]


def test_several_problems_in_several_files_are_all_listed(filled: Project, tmp_path: Path) -> None:
    one = write_lines(tmp_path / "one.jsonl", {"id": "a"}, {"id": "b", "text": "x"}, b"{")
    two = write_lines(tmp_path / "two.jsonl", line(id="c", mentions=[{**NAME, "end": 99}, {**PLACE, "label": "NO"}]))
    (tmp_path / "three.txt").write_bytes(b"ok\n\x00\n\xff\n")
    with pytest.raises(DataError) as refusal:
        import_paths(filled, [one, two, tmp_path / "three.txt"], ImportOptions())
    problems = refusal.value.problems
    assert [problem.removeprefix(f"{tmp_path}/").partition(": ")[0] for problem in problems] == [
        "one.jsonl:1",
        "one.jsonl:3",
        "two.jsonl:1",
        "two.jsonl:1",
        "three.txt:2",
        "three.txt:3",
    ]
    assert len(filled.document_rows()) == 2


def test_a_bad_annotator_does_not_hide_what_else_is_wrong(filled: Project) -> None:
    assert len(refused(filled, line(id="n", annotator="all", mentions=[{**NAME, "end": 99}]))) == 2


def test_the_same_id_twice_in_one_file_with_two_texts(filled: Project) -> None:
    (problem,) = refused(filled, {"id": "n", "text": "1"}, {"id": "n", "text": "2"})
    assert problem.endswith("in.jsonl:2: the document 'n' is there already with another text")


def test_two_readings_of_one_layer_in_one_file(filled: Project) -> None:
    (problem,) = refused(filled, line(id="n", mentions=[NAME]), line(id="n", mentions=[PLACE]))
    assert "in.jsonl:2: it says something else about the same layer than " in problem
    assert problem.endswith("in.jsonl:1")
    # Said twice in the same way is no problem.
    report = take_in(filled, line(id="n", mentions=[NAME]), line(id="n", mentions=[NAME]))
    assert (report.documents_new, report.documents_known, report.layers_new) == (1, 1, 1)


def test_other_metadata_is_refused_unless_it_may_replace(filled: Project) -> None:
    take_in(filled, {"id": "d2", "text": "نص آخر", "meta": {"source": "a", "n": 1}})
    (problem,) = refused(filled, {"id": "d2", "text": "نص آخر", "meta": {"source": "b", "n": 1}})
    assert problem.endswith("the document 'd2' is there already with other `meta`")
    # To Python 1 and true are equal; to a reader of the file they are not.
    assert refused(filled, {"id": "d2", "text": "نص آخر", "meta": {"source": "a", "n": True}})
    take_in(filled, {"id": "d2", "text": "نص آخر", "meta": {"n": 1, "source": "a"}})
    take_in(filled, {"id": "d2", "text": "نص آخر"})
    take_in(filled, {"id": "d2", "text": "نص آخر", "meta": {"source": "b"}}, replace=True)
    assert b'"meta":{"source":"b"}' in taken_out(filled)


@pytest.mark.parametrize(("old", "new"), [(1, True), (1, 1.0), (0, False), ([1], [1.0])])
def test_a_layer_that_differs_only_in_the_kind_of_a_number_differs(old: Any, new: Any, filled: Project) -> None:
    take_in(filled, line(id="n", mentions=[{**NAME, "attributes": {"a": old}}]))
    assert refused(filled, line(id="n", mentions=[{**NAME, "attributes": {"a": new}}]))
    report = take_in(filled, line(id="n", mentions=[{**NAME, "attributes": {"a": new}}]), replace=True)
    assert report.layers_replaced == 1
    assert f'"attributes":{{"a":{json.dumps(new)}}}'.encode() in taken_out(filled)


@pytest.mark.parametrize("label", ["شخص", "two words", "", "1st", "x" * 65, "a/b"])
def test_a_label_that_no_schema_could_hold_is_not_added(label: str, filled: Project) -> None:
    (problem,) = refused(filled, line(id="n", mentions=[{**NAME, "label": label}]), add_labels=True)
    assert "cannot be added as a label" in problem


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_added_labels_are_of_events_where_any_line_uses_them_so(order: tuple[int, int], filled: Project) -> None:
    strike = {**BLOW, "label": "Strike"}
    both = [
        line(id="n1", mentions=[strike], events=[{**ATTACK, "label": "Strike"}]),
        line(id="n2", mentions=[strike, {**NAME, "label": "Hero"}]),
    ]
    assert refused(filled, *both)
    report = take_in(filled, *(both[number] for number in order), add_labels=True)
    assert report.added == {"labels": ["Hero", "Strike"]}
    assert filled.schema.is_event("Strike")
    assert filled.schema.label("Hero") is not None
    assert not filled.schema.is_event("Hero")
    assert filled.schema.version == 2


def test_withdrawn_documents_do_not_come_back_by_an_import(filled: Project) -> None:
    from annotator.jobs.reverting import revert, withdraw

    withdraw(filled, ["d2"])
    (problem,) = refused(filled, {"id": "d2", "text": "نص آخر"})
    said, _, step = problem.partition("`hashiya revert PROJECT ")
    assert "the document 'd2' was withdrawn; bring it back first" in said
    revert(filled, step.rstrip("`"))
    assert take_in(filled, {"id": "d2", "text": "نص آخر"}).documents_known == 1
    # A corrected text may take the name.
    withdraw(filled, ["d2"])
    assert take_in(filled, {"id": "d2", "text": "نص مصحح"}).documents_new == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("nul.txt", b"one\ntwo\0", ":2: NUL"),
        ("latin.txt", b"one\r\ntwo\r\n\xe9", ":3: byte E9 is not UTF-8"),
        ("surrogate.txt", b"\xed\xa0\xbd", ":1: a lone surrogate"),
        ("wide.txt", "قال".encode("utf-16"), ":1: the text is UTF-16"),
    ],
)
def test_texts_that_are_no_text(name: str, data: bytes, reason: str, filled: Project, tmp_path: Path) -> None:
    folder = tmp_path / "a: b"
    folder.mkdir()
    (folder / name).write_bytes(data)
    before = content(filled.path)
    with pytest.raises(DataError) as refusal:
        import_paths(filled, [folder], ImportOptions())
    assert refusal.value.problems[0].startswith(f"{folder / name}{reason}")
    assert content(filled.path) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a file name be any bytes")
def test_a_file_name_that_is_not_text(filled: Project, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    try:
        Path(os.fsdecode(bytes(folder) + b"/\xff.txt")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only text as names")
    with pytest.raises(DataError) as refusal:
        import_paths(filled, [folder], ImportOptions())
    assert "its id is not text" in refusal.value.problems[0]


def test_paths_that_cannot_be_imported(filled: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "table.csv").write_text("a,b")
    for path, kind in (("empty", DataError), ("table.csv", DataError), ("nowhere", UnavailableError)):
        with pytest.raises(kind) as refusal:
            import_paths(filled, [tmp_path / path], ImportOptions())
        assert "Nothing was imported" in str(refusal.value)
        assert "لم يُستورد شيء" in refusal.value.arabic


def test_a_bad_name_for_annotator_is_refused_before_anything(filled: Project) -> None:
    for name in ("", " ", "all", "project"):
        with pytest.raises(Exception, match=r"name"):
            take_in(filled, line(id="n", mentions=[]), annotator=name)
    assert TEXT in filled.document(1).text


def test_the_rest_of_a_line_that_is_too_long_is_no_line(
    filled: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_LINE", 1000)
    monkeypatch.setattr(sources, "_BUFFER", 64)
    monkeypatch.setattr(jsonl_reading, "MAX_LINE", 1000)
    long = b'{"id":"long","text":"' + b"a" * (1002 - 21) + b'{"id":"smuggled","text":"x"}'
    good = b'{"id":"good","text":"x"}'
    report = take_in(filled, good.replace(b"good", b"first"), long, good, long, b"{", long, skip_bad=True)
    assert [problem.rpartition("in.jsonl:")[2] for problem in report.problems] == [
        "2: the line is longer than 256 MiB",
        "4: the line is longer than 256 MiB",
        "5: the line ends in the middle (column 2)",
        "6: the line is longer than 256 MiB",
    ]
    assert [row.name for row in filled.document_rows()] == ["d1", "d2", "first", "good"]
