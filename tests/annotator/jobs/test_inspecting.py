"""Counts and the state of a project; one article for a terminal."""

from __future__ import annotations

import pytest

from annotator import edits
from annotator.errors import DataError
from annotator.jobs.inspecting import find_document, info, show_text
from annotator.jobs.reverting import withdraw
from annotator.model import Span
from annotator.project import Project
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, line, state, take_in


def test_counts(project: Project) -> None:
    take_in(
        project,
        line(mentions=[NAME, BLOW], events=[ATTACK], status="done"),
        line(annotator="نور", mentions=[PLACE]),
        line(id="d2", annotator="نور", mentions=[]),
        line(id="d3"),
        line(id="d4", mentions=[NAME]),
    )
    withdraw(project, ["d4"])
    found = info(project)
    assert (found["documents"], found["documents_untouched"], found["documents_withdrawn"]) == (3, 1, 1)
    assert (found["layers"], found["mentions"]) == (3, 3)
    assert found["status"] == {"todo": 0, "in_progress": 2, "done": 1, "locked": 0}
    assert found["labels"] == {"Conflict.Attack": 1, "LOC": 1, "PERS": 1}
    by_name = {person["name"]: person for person in found["people"]}
    assert by_name["سلمى"]["labels"] == {"Conflict.Attack": 1, "PERS": 1}
    assert by_name["نور"]["status"] == {"todo": 0, "in_progress": 2, "done": 0, "locked": 0}
    assert found["gold"] is False


def test_the_state_is_of_the_content_not_of_the_way_there(project: Project) -> None:
    take_in(project, line(mentions=[NAME]))
    project.work_as("سلمى")
    before = state(project)
    project.perform(1, edits.relabel(project.layer(1), project.schema, "m1", "ORG"))
    project.flush()
    changed = state(project)
    assert changed != before
    project.undo(1)
    project.flush()
    assert state(project) == before
    project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(0, 3)], "ORG"))
    project.flush()
    assert state(project) not in (before, changed)


def test_looking_at_an_untouched_layer_makes_none(project: Project) -> None:
    take_in(project, line())
    before = info(project)
    project.work_as("سلمى")
    project.flush()
    people = info(project)
    assert project.layer(1).is_empty
    assert info(project) == people
    assert people["layers"] == before["layers"] == 0


def test_a_document_is_found_by_its_name_or_its_beginning(project: Project) -> None:
    take_in(project, {"id": "news", "text": "1"}, {"id": "news-2", "text": "2"}, {"id": "other", "text": "3"})
    assert find_document(project, "news").text == "1"
    assert find_document(project, "oth").text == "3"
    for name in ("news-3", "new", ""):
        with pytest.raises(DataError):
            find_document(project, name)


def test_an_article_for_a_terminal(project: Project) -> None:
    take_in(project, line(text="سليم\nقال", mentions=[{"start": 0, "end": 4, "label": "PERS"}], status="done"))
    document = project.document(1)
    lines = show_text(project, document, visual=False, width=40)
    assert lines == ["d1", "", "سليم", "قال", "", "سلمى (done)", "  0-4 PERS: سليم"]
    assert all(len(row) <= 40 for row in show_text(project, document, visual=True, width=40))
