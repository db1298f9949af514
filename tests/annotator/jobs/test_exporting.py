"""What goes out: whose, of which status, whole or not at all, and of one moment."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator import edits
from annotator.errors import DataError, EditError, UnavailableError
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.inspecting import info
from annotator.jobs.reverting import withdraw
from annotator.model import Span
from annotator.project import Project
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, line, lines_of, take_in, taken_out


@pytest.fixture
def filled(project: Project) -> Project:
    take_in(
        project,
        line(id="b", mentions=[NAME], status="done"),
        line(id="b", annotator="نور", mentions=[PLACE]),
        line(id="a", mentions=[BLOW], events=[ATTACK], status="todo"),
        line(id="c"),
    )
    return project


def heads(project: Project, **options: str) -> list[tuple[str, str | None]]:
    return [(found["id"], found.get("annotator")) for found in lines_of(project, **options)]


def test_whose_layers_go_out(filled: Project) -> None:
    everything = [("a", "سلمى"), ("b", "سلمى"), ("b", "نور"), ("c", None)]
    assert heads(filled) == heads(filled, source="all") == everything
    assert heads(filled, source="نور") == [("a", None), ("b", "نور"), ("c", None)]
    assert heads(filled, source="gold") == []
    take_in(filled, line(id="c", annotator="gold", mentions=[NAME]))
    assert heads(filled) == [("c", "gold")]
    with pytest.raises(DataError, match="Nobody named 'سارة' works in this project"):
        taken_out(filled, source="سارة")
    with pytest.raises(EditError):
        taken_out(filled, source="project")


def test_of_which_status_they_go_out(filled: Project) -> None:
    assert heads(filled, status="done") == [("b", "سلمى")]
    assert heads(filled, status="in_progress") == [("b", "نور")]
    assert heads(filled, status="todo") == [("a", "سلمى")]


def test_the_report_counts_what_went_out(filled: Project, tmp_path: Path) -> None:
    target = tmp_path / "o.jsonl"
    seen: list[tuple[int, int]] = []
    report = export_jsonl(filled, target, progress=lambda done, total: seen.append((done, total)))
    assert (report.lines, report.untouched, report.mentions, report.events) == (4, 1, 3, 1)
    assert report.statuses == {"todo": 1, "in_progress": 1, "done": 1, "locked": 0}
    assert report.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert seen == [(0, 3)]


def test_withdrawn_documents_stay_at_home(filled: Project) -> None:
    withdraw(filled, ["b"])
    assert heads(filled) == [("a", "سلمى"), ("c", None)]
    assert info(filled)["documents_withdrawn"] == 1


def test_an_older_export_is_replaced_and_nothing_else_is_left(filled: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "o.jsonl").write_bytes(b"old")
    export_jsonl(filled, folder / "o.jsonl")
    assert [path.name for path in folder.iterdir()] == ["o.jsonl"]
    assert (folder / "o.jsonl").read_bytes() == taken_out(filled)


@pytest.mark.parametrize("target", ["missing/o.jsonl", "."])
def test_a_place_that_cannot_be_written_is_named(target: str, filled: Project, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UnavailableError, match=r"cannot be written|is a folder"):
        export_jsonl(filled, folder / target)
    assert list(folder.iterdir()) == []


def test_an_export_is_of_the_proved_log_not_of_tables_that_were_altered(filled: Project, tmp_path: Path) -> None:
    target = tmp_path / "o.jsonl"
    export_jsonl(filled, target)
    before = target.read_bytes()
    filled.close()
    with sqlite3.connect(filled.path) as connection:
        connection.execute("""UPDATE mention SET surface = 'x', "start" = 0, label = label + 1 WHERE id = 'm3'""")
    connection.close()
    opened = Project.open(filled.path, write=False)
    try:
        export_jsonl(opened, target)
    finally:
        opened.close()
    assert target.read_bytes() == before


def test_a_text_that_was_altered_stops_the_export(filled: Project, tmp_path: Path) -> None:
    filled.close()
    connection = sqlite3.connect(filled.path)
    connection.execute("DROP TRIGGER document_is_immutable")
    connection.execute("UPDATE document SET text = text || '.' WHERE name = 'c'")
    connection.commit()
    connection.close()
    opened = Project.open(filled.path, write=False)
    try:
        with pytest.raises(DataError, match="The text of 'c' is damaged"):
            export_jsonl(opened, tmp_path / "o.jsonl")
    finally:
        opened.close()
    assert not (tmp_path / "o.jsonl").exists()


def look_again_and_again(path: Path, end: threading.Event, faults: list[str]) -> None:
    """Exports and counts in a second opening of the project, and notes what cannot be of one moment."""
    reader = Project.open(path, write=False)
    try:
        while not end.is_set():
            target = path.with_name("beside.jsonl")
            report = export_jsonl(reader, target)
            found = [json.loads(data) for data in target.read_bytes().split(b"\n")[:-1]]
            mentions = [(item["id"], m["id"]) for item in found for m in item.get("mentions", ()) if "." in m["label"]]
            triggers = [(item["id"], event["trigger"]) for item in found for event in item.get("events", ())]
            if sorted(mentions) != sorted(triggers):
                faults.append("a trigger without its event, or an event without its trigger")
            if report.statuses["done"] != sum(item.get("status") == "done" for item in found):
                faults.append("the statuses are of another moment than the lines")
            counts = info(reader)
            if counts["mentions"] != sum(person["mentions"] for person in counts["people"]):
                faults.append("the counts are of several moments")
    except Exception as error:  # noqa: BLE001 - told by the test
        faults.append(repr(error))
    finally:
        reader.close()


def test_an_export_beside_work_is_of_one_moment(filled: Project) -> None:
    filled.work_as("سلمى")
    document, schema = filled.document(1), filled.schema
    end = threading.Event()
    faults: list[str] = []
    thread = threading.Thread(target=look_again_and_again, args=(filled.path, end, faults))
    thread.start()
    for number in range(200):
        layer = filled.layer(1)
        filled.perform(1, edits.mark(layer, document, schema, [Span(number % 30, number % 30 + 3)], "Life.Die"))
        newest = list(layer.mentions)[-1]
        assert filled.flush()
        filled.perform(1, edits.set_status(layer, filled.document(1), filled.schema, "done"))
        assert filled.flush()
        filled.perform(1, edits.remove(layer, [newest]))
        assert filled.flush()
    end.set()
    thread.join()
    assert faults == []


def test_only_what_is_on_the_disk_goes_out(filled: Project) -> None:
    filled.work_as("سلمى")
    filled.perform(1, edits.mark(filled.layer(1), filled.document(1), filled.schema, [Span(0, 3)], "ORG"))
    (found,) = (item for item in lines_of(filled, source="سلمى") if item["id"] == "b")
    assert [mention["label"] for mention in found["mentions"]] == ["ORG", "PERS"]


# --- gold: provenance, and everybody's view --------------------------------------------------------------------------

SOURCED = {**NAME, "votes": 2, "n_annotators": 3, "method": "rule"}
GIVEN = {"votes": 1, "n_annotators": 2, "method": "adjudicated"}


def gold_line(**fields: Any) -> dict[str, Any]:
    place = {"role": "Place", "mention": "m3", **GIVEN}
    events = [{**ATTACK, "arguments": [place], **GIVEN}]
    return line(annotator="gold", status="locked", mentions=[SOURCED, BLOW, PLACE], events=events, **fields)


def test_provenance_goes_out_on_request_and_comes_in_again(project: Project, tmp_path: Path) -> None:
    take_in(project, gold_line())
    (plain,) = lines_of(project)
    assert plain["mentions"][0] == NAME
    data = taken_out(project, provenance=True)
    (full,) = [json.loads(data)]
    assert (full["mentions"][0], full["mentions"][1]) == (SOURCED, BLOW)
    assert full["events"][0]["arguments"][0] == {"role": "Place", "mention": "m3", **GIVEN}
    other = Project.create(tmp_path / "other.hashiya", project.schema)
    take_in(other, data.rstrip(b"\n"))
    assert taken_out(other, provenance=True) == data
    assert take_in(other, data.rstrip(b"\n")).layers_equal == 1
    assert take_in(other, taken_out(other).rstrip(b"\n")).layers_equal == 1, "provenance is no part of what is compared"
    other.close()


def test_locked_gold_is_not_replaced(project: Project) -> None:
    take_in(project, gold_line())
    with pytest.raises(DataError, match="locked"):
        take_in(project, line(annotator="gold", mentions=[]), replace=True)


def test_everybodys_view_has_no_names_no_comments_and_the_same_bytes(project: Project) -> None:
    notes = [{"id": "c1", "body": "سلمى تسأل"}]
    for name in ("سلمى", "هادي", "نور"):
        mentions = [NAME] if name == "هادي" else [NAME, BLOW]
        status = "in_progress" if name == "نور" else "done"
        take_in(project, line(annotator=name, status=status, mentions=mentions, comments=notes), name=f"{name}.jsonl")
    take_in(project, line(annotator="gold", mentions=[NAME]), name="g.jsonl")
    data = taken_out(project, soft=True)
    found = [json.loads(row) for row in data.splitlines()]
    assert [row["annotator"] for row in found] == ["A01", "A02"]
    assert sorted(len(row["mentions"]) for row in found) == [1, 2]
    assert not any("comments" in row for row in found)
    assert "سلمى".encode() not in data
    assert taken_out(project, soft=True) == data


def test_a_long_history_in_turns_is_not_called_damaged(project_path: Path) -> None:
    """Numbers of operations are large (actor << 40): their sums must be exact, in whatever order the rows come."""
    with closing(sqlite3.connect(project_path)) as file:
        file.execute("INSERT INTO actor(id, key, person) VALUES (?, 'earlier', 'project')", (2**13,))
        file.commit()
    with closing(Project.open(project_path)) as project:
        take_in(project, *({"id": f"d{n}", "text": TEXT} for n in range(3)))
        project.work_as("سلمى")
        for at in range(30):
            document = project.document(at * at % 3 + 1)
            spans = [Span(at, at + 9)]
            layer = project.layer(document.id)
            project.perform(document.id, edits.mark(layer, document, project.schema, spans, "PERS"))
        assert project.flush()
        assert [len(row["mentions"]) for row in lines_of(project)[:2]] == [10, 20]
