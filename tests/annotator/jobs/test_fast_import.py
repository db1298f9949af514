"""Lines that are taken fast leave the very file that they leave when they go the long way."""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from annotator.errors import DataError
from annotator.jobs import importing
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store import bulk_rows
from annotator.store.check import check_file
from tests.annotator.formats.common import common_lines, encoded
from tests.annotator.helpers import NAME, PLACE, TEXT, line, lines_of, take_in, taken_out

TABLES = {
    "document": "*",
    "owner": "*",
    "actor": "id, person",
    "layer": "*",
    "operation": "id, step, lamport, layer, gesture, undoes, changes",
    "label": "*",
    "mention": "*",
    "event": "*",
    "record": "*",
    "document_info": "*",
}
"""All that an import writes, but for what chance and the clock put there: keys of actors, times and so hashes."""


def outcome(folder: Path, files: list[Path], options: ImportOptions) -> tuple[Any, ...]:
    """What imports into a new project report and leave there."""
    path = folder / "work.hashiya"
    project = Project.create(path, load_preset("news"))
    reports: list[Any] = []
    for file in files:
        try:
            reports.append(dataclasses.asdict(import_paths(project, [file], options)) | {"step": None})
        except DataError as error:
            reports.append((str(error), error.problems))
    project.close()
    assert check_file(path, deep=True) == []
    with closing(sqlite3.connect(path)) as file_:
        rows = {table: file_.execute(f"SELECT {what} FROM {table}").fetchall() for table, what in TABLES.items()}
        actors = file_.execute("SELECT id, key FROM actor").fetchall()
    rows["operation"] = [(*row, _by_number(changes, actors)) for *row, changes in rows["operation"]]
    return reports, rows


def _by_number(changes: str, actors: list[tuple[int, str]]) -> str:
    """Changes in which actors go by their numbers: another schema names the step whose schema it replaces."""
    for number, key in actors:
        changes = changes.replace(f'"{key}:', f'"actor {number}:')
    return changes


def long_way() -> Any:
    return mock.patch.object(importing, "read_common", return_value=None)


options = st.builds(
    ImportOptions,
    annotator=st.sampled_from([None, None, "سلمى", "gold"]),
    replace=st.booleans(),
    add_labels=st.booleans(),
    skip_bad=st.sampled_from([True, True, False]),
)
files = st.lists(st.lists(common_lines().flatmap(encoded), max_size=8), min_size=1, max_size=2)


@settings(max_examples=60)
@given(files, options, st.sampled_from([1, 2, 3, 64]))
def test_both_ways_leave_the_same_file(contents: list[list[bytes]], chosen: ImportOptions, batch: int) -> None:
    with tempfile.TemporaryDirectory() as name, mock.patch.object(bulk_rows, "BATCH", batch):
        paths = [Path(name) / f"in{number}.jsonl" for number in range(len(contents))]
        for path, lines in zip(paths, contents, strict=True):
            path.write_bytes(b"\n".join(lines))
        found = []
        for way in (ExitStack(), long_way()):
            with tempfile.TemporaryDirectory(dir=name) as inner, way:
                found.append(outcome(Path(inner), paths, chosen))
        event(f"layers: {min(4, len(found[0][1]['layer']))}")
        assert found[0] == found[1]


def never(why: str) -> Callable[..., Any]:
    return mock.Mock(side_effect=AssertionError(why))


def test_common_lines_and_our_own_exports_go_the_fast_way(project: Project, project_path: Path, tmp_path: Path) -> None:
    with mock.patch.object(importing, "read_line", never("a common line was handed over")):
        take_in(project, line(mentions=[NAME]), line(id="d2", status="done", mentions=[PLACE, NAME]))
        other = Project.create(tmp_path / "other.hashiya", project.schema)
        with closing(other):
            (tmp_path / "again.jsonl").write_bytes(taken_out(project))
            import_paths(other, [tmp_path / "again.jsonl"], ImportOptions())
            assert taken_out(other) == taken_out(project)


def test_a_document_is_there_for_the_next_line(project: Project) -> None:
    """It may still wait to be written when a line speaks of it again."""
    first = line(mentions=[NAME])
    report = take_in(project, first, first, line(annotator="نور", mentions=[PLACE]), line(id="d2", mentions=[NAME]))
    assert (report.documents_new, report.documents_known, report.layers_new) == (2, 2, 3)
    assert [(found["id"], found["annotator"]) for found in lines_of(project, source="all")] == [
        ("d1", "سلمى"),
        ("d1", "نور"),
        ("d2", "سلمى"),
    ]
    with pytest.raises(DataError, match="says something else"):
        take_in(project, line(id="d3", mentions=[NAME]), line(id="d3", mentions=[PLACE]))
    assert len(project.document_rows()) == 2
    take_in(project, line(id="d3", mentions=[NAME]), line(id="d4", text=TEXT + "!", mentions=[]))
    assert len(project.document_rows()) == 4
