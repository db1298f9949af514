"""Taking documents out and taking steps back."""

from __future__ import annotations

import time

import pytest

from annotator import edits
from annotator.errors import DataError
from annotator.jobs.inspecting import info
from annotator.jobs.reverting import revert, withdraw
from annotator.model import Span
from annotator.project import Project
from annotator.store.check import check_file
from tests.annotator.helpers import BLOW, NAME, PLACE, TEXT, line, lines_of, state, take_in


def test_a_withdrawal_comes_back(project: Project) -> None:
    take_in(project, line(mentions=[NAME]), line(id="d2"), line(id="d3"))
    before = state(project)
    step = withdraw(project, ["d1", "d3", "d1"])
    assert step is not None
    assert [row.name for row in project.document_rows()] == ["d2"]
    assert info(project)["documents_withdrawn"] == 2
    assert state(project) != before
    revert(project, step)
    assert state(project) == before


def test_a_name_that_is_not_there_withdraws_nothing(project: Project) -> None:
    take_in(project, line(), line(id="d2"))
    with pytest.raises(DataError) as refusal:
        withdraw(project, ["d1", "x", "y"])
    assert refusal.value.problems == ["the project has no document 'x'", "the project has no document 'y'"]
    assert len(project.document_rows()) == 2


def test_metadata_stays_with_a_withdrawn_document(project: Project) -> None:
    take_in(project, line(meta={"a": 1}))
    step = withdraw(project, ["d1"])
    assert step is not None
    revert(project, step)
    assert lines_of(project)[0]["meta"] == {"a": 1}


@pytest.mark.parametrize("step", ["", "x", "x:1", ":", "a:b", "abc:²", "x:99999999999999999999", "x:-1", "x:٣"])
def test_a_step_that_is_not_there(step: str, project: Project) -> None:
    with pytest.raises(DataError, match="has no step"):
        revert(project, step)


def test_the_first_schema_cannot_be_taken_back(project: Project) -> None:
    (operation, *_) = project.reader.operations(None, "project")
    with pytest.raises(DataError, match="A project needs a schema"):
        revert(project, operation.name)
    assert project.schema.name == "news"


def test_layers_that_were_worked_on_are_left_and_named(project: Project) -> None:
    report = take_in(project, line(mentions=[NAME]), line(id="d2", mentions=[NAME]))
    project.work_as("سلمى")
    project.perform(1, edits.relabel(project.layer(1), project.schema, "m1", "ORG"))
    assert report.step is not None
    taken = revert(project, report.step)
    assert taken.left == ["سلمى's layer of 'd1'"]
    assert taken.layers == 1
    assert (project.owners(1), project.owners(2)) == (["سلمى"], [])
    # Her layer is still hers: the person whom the import brought stays, for there is work of hers.
    assert [person.name for person in project.people()] == ["سلمى"]
    project.undo(1)
    assert project.layer(1).mentions["m1"].label == "PERS"
    revert(project, report.step)
    assert project.owners(1) == []


def test_people_go_with_the_import_that_brought_them_unless_they_have_worked(project: Project) -> None:
    before = state(project)
    first = take_in(project, line(mentions=[NAME]), line(annotator="نور", mentions=[PLACE]))
    take_in(project, line(id="d2", annotator="نور", mentions=[NAME]))
    assert first.step is not None
    revert(project, first.step)
    assert [person.name for person in project.people()] == ["نور"]
    assert lines_of(project, source="نور")
    assert before != state(project)


def test_labels_in_use_stay_in_the_schema(project: Project) -> None:
    report = take_in(project, line(mentions=[{**NAME, "label": "Hero"}, {**PLACE, "label": "Ruin"}]), add_labels=True)
    project.work_as("نور")
    project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(0, 3)], "Hero"))
    assert report.step is not None
    taken = revert(project, report.step)
    assert taken.left == ["the schema: marks carry its labels Hero"]
    assert project.schema.label("Hero") is not None
    project.undo(1)
    revert(project, report.step)
    assert project.schema.label("Hero") is None
    assert project.schema.version == 1


def test_an_import_that_was_taken_back_can_be_brought_back_and_taken_back_again(project: Project) -> None:
    report = take_in(project, line(mentions=[NAME], meta={"a": 1}))
    states = [state(project)]
    step = report.step
    for _ in range(4):
        assert step is not None
        step = revert(project, step).step
        states.append(state(project))
    assert states[0] == states[2] == states[4] != states[1] == states[3]
    project.close()
    assert check_file(project.path, deep=True) == []


def test_a_step_is_not_taken_back_twice(project: Project) -> None:
    report = take_in(project, line(mentions=[NAME]))
    assert report.step is not None
    revert(project, report.step)
    with pytest.raises(DataError, match="edited since"):
        revert(project, report.step)


def test_work_below_a_reverted_import_can_be_undone_again(project: Project) -> None:
    take_in(project, line())
    project.work_as("سلمى")
    project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(4, 16)], "PERS"))
    report = take_in(project, line(mentions=[BLOW]), replace=True)
    assert project.undo(1) is None
    assert report.step is not None
    revert(project, report.step)
    assert project.undo(1) is not None
    assert project.layer(1).is_empty


def test_a_hand_made_step_that_was_reverted_is_passed_over_by_undo(project: Project) -> None:
    take_in(project, line())
    project.work_as("سلمى")
    first = project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(0, 3)], "ORG"))
    project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(4, 8)], "PERS"))
    last = project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(9, 16)], "PERS"))
    revert(project, last.step)
    assert len(project.layer(1).mentions) == 2
    change = project.undo(1)
    assert change is not None
    assert change.passed_over == 1
    assert [m.label for m in project.layer(1).mentions.values()] == ["ORG"]
    assert first.step


def test_another_document_may_have_the_name_by_now(project: Project) -> None:
    take_in(project, {"id": "d", "text": "old", "meta": {"a": 1}})
    gone = withdraw(project, ["d"])
    corrected = take_in(project, {"id": "d", "text": "new", "meta": {"a": 1}})
    assert gone is not None
    with pytest.raises(DataError, match="Another document is called 'd' now"):
        revert(project, gone)
    # Taking back what concerns the living one is no such case.
    assert corrected.step is not None
    revert(project, corrected.step)
    assert lines_of(project) == [{"id": "d", "text": "new"}]


def test_reverting_takes_time_in_proportion(project: Project) -> None:
    """A thousand documents with metadata: work that grew with their square took minutes."""
    report = take_in(project, *({"id": str(n), "text": TEXT, "meta": {"n": n}} for n in range(1000)))
    assert report.step is not None
    start = time.process_time()
    assert revert(project, report.step).layers == 1000
    assert time.process_time() - start < 5
