"""Closed gold behind which something has changed: found exactly, listed, and nothing else is asked again."""

from __future__ import annotations

import json

import msgspec
import pytest

from annotator import edits
from annotator.adjudication import rulings
from annotator.adjudication.rules import Rule, majority
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_changes import changed_since_closed
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import RuleOptions, apply_rule
from annotator.jobs.schema_changes import put_in_force
from annotator.model import Span
from annotator.project import Project
from tests.annotator.helpers import BLOW, NAME, PLACE, line, take_in
from tests.annotator.test_cli import Runner

ME = "سلمى"


@pytest.fixture
def closed(project: Project) -> Project:
    """Two documents that two have done alike; gold of both is closed."""
    for name in ("d1", "d2"):
        for who in (ME, "هادي"):
            take_in(
                project, line(id=name, annotator=who, status="done", mentions=[NAME, BLOW, PLACE]), name=f"{who}.jsonl"
            )
    project.work_as("القاضية")
    assert apply_rule(project, Rule("unanimous"), RuleOptions(close=True)).closed == 2
    assert changed_since_closed(project.path) == {}
    return project


def change(project: Project, status: str = "done") -> None:
    """Salma takes the name out of the first document again."""
    project.work_as(ME)
    project.perform(1, edits.remove(project.layer(1), ["m1"]))
    if status == "done":
        project.perform(1, edits.set_status(project.layer(1), project.document(1), project.schema, "done"))
    project.flush()


def test_only_changed_questions_come_back(closed: Project) -> None:
    change(closed)
    (found,) = changed_since_closed(closed.path).values()
    assert (found.name, found.questions, found.layers, found.under_way, found.labels) == ("d1", 1, (ME,), (), ())
    closed.work_as("القاضية")
    work = Adjudication(closed)
    (item,) = work.case(1).open()
    assert item.cluster.place == Span(4, 16)
    work.decide(1, item, majority(item.cluster) or rulings.accepted(item.cluster, [1]))
    work.close(1)
    closed.flush()
    assert changed_since_closed(closed.path) == {}


def test_what_is_changed_back_or_only_remarked_is_no_change(closed: Project) -> None:
    closed.work_as(ME)
    closed.perform(1, edits.comment(closed.layer(1), "m1", "انظر"))
    closed.flush()
    assert changed_since_closed(closed.path) == {}
    change(closed, status="in_progress")
    (found,) = changed_since_closed(closed.path).values()
    assert (found.questions, found.under_way) == (0, (ME,))
    closed.undo(1)
    closed.flush()
    assert changed_since_closed(closed.path) == {}


def test_locking_hides_no_change_and_unlocking_signs_nothing_off(closed: Project) -> None:
    change(closed)
    closed.work_as("القاضية")
    work = Adjudication(closed)
    for act in (work.lock, work.unlock):
        act(1)
        closed.flush()
        assert changed_since_closed(closed.path)[1].questions == 1


def test_guidelines_that_changed_flag_the_gold_that_uses_them(closed: Project) -> None:
    schema = closed.schema
    for wanted, changes in ((set(), {"en": "Name"}), ({"PERS"}, {"guide_en": "Titles stay outside."})):
        labels = tuple(
            msgspec.structs.replace(label, **changes) if label.key == "PERS" else label for label in schema.labels
        )
        put_in_force(closed, msgspec.structs.replace(closed.schema, labels=labels))
        closed.flush()
        found = changed_since_closed(closed.path)
        assert {label for since in found.values() for label in since.labels} == wanted
    assert {since.questions for since in found.values()} == {0}
    assert [row.since is not None for row in queue(closed.path, changed=found)] == [True, True]
    closed.work_as("القاضية")
    work = Adjudication(closed)
    work.reopen(1)
    work.close(1)
    closed.flush()
    assert set(changed_since_closed(closed.path)) == {2}


def test_the_command_line_lists_what_waits_and_what_changed(
    closed: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    change(closed)
    closed.work_as("نور")
    take_in(closed, line(id="d3", annotator=ME, status="done", mentions=[NAME]), name="a.jsonl")
    take_in(closed, line(id="d3", annotator="هادي", status="done", mentions=[]), name="b.jsonl")
    closed.work_as("القاضية")
    work = Adjudication(closed)
    (item,) = work.case(3).open()
    work.decide(3, item, rulings.ask("نور"))
    closed.flush()
    closed.close()
    run = Runner(capsys)
    found = json.loads(run("adjudicate", closed.path, "--status", "--json").out)
    assert found["standing"] == {"waiting": 0, "begun": 1, "closed": 2, "locked": 0}
    assert found["opinions"] == [{"document": "d3", "person": "نور", "answered": False}]
    assert [(since["name"], since["questions"]) for since in found["changed"]] == [("d1", 1)]
    said = run("adjudicate", closed.path, "--status").out
    assert "opinion    d3: waits for نور" in said
    assert "changed    d1: questions open again: 1, after changes by سلمى" in said
    for wrong in ([], ["--status", "--rule", "majority"], ["--status", "--dry-run"]):
        assert run("adjudicate", closed.path, *wrong).code == 2
