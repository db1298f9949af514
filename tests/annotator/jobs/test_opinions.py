"""Third opinions: asked of a person, seen by nobody else, given blind, and back as a candidate among the others."""

from __future__ import annotations

import pytest

from annotator import edits
from annotator.adjudication import rulings
from annotator.adjudication.rules import Rule
from annotator.errors import EditError
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import apply_rule
from annotator.model import Request, Span
from annotator.project import Project
from annotator.text.sentences import sentences_around
from tests.annotator.helpers import BLOW, NAME, PLACE, TEXT, line, lines_of, take_in

SHORT = {**NAME, "end": 8, "text": "سليم"}
LEAD, THIRD = "القاضية", "نور"


@pytest.fixture
def work(project: Project) -> Adjudication:
    """Two who differ about a name; a lead; somebody who has marked nothing."""
    take_in(
        project,
        line(annotator="سلمى", status="done", mentions=[NAME, BLOW, PLACE]),
        line(annotator="هادي", status="done", mentions=[SHORT, BLOW, PLACE]),
    )
    project.work_as(THIRD)
    project.work_as(LEAD)
    return Adjudication(project)


def ask(project: Project, work: Adjudication, person: str = THIRD) -> None:
    item = next(item for item in work.case(1).open() if "boundary" in item.cluster.types)
    work.decide(1, item, rulings.ask(person, "الاسم كله؟"))
    project.flush()


def asked_of(project: Project, person: str) -> list[Request]:
    project.work_as(person)
    return project.requests()


def answer(project: Project, *marks: Span) -> None:
    """The third person marks these as names, and says so."""
    (request,) = asked_of(project, THIRD)
    for span in marks:
        document, layer = project.document(1), project.layer(1)
        project.perform(1, edits.mark(layer, document, project.schema, (span,), "PERS"))
    project.perform(1, edits.give_opinion(project.layer(1), request))
    project.flush()


def test_who_can_be_asked_is_whoever_was_not_heard(work: Adjudication) -> None:
    assert work.others(work.case(1).open()[0].cluster) == [THIRD]


def test_only_who_is_asked_sees_it_and_no_candidates(project: Project, work: Adjudication) -> None:
    ask(project, work)
    (request,) = asked_of(project, THIRD)
    assert (request.person, request.note, request.place) == (THIRD, "الاسم كله؟", Span(4, 16))
    assert [asked_of(project, name) for name in ("سلمى", "هادي", LEAD)] == [[], [], []]
    assert sentences_around(TEXT, Span(4, 16)) == Span(0, len(TEXT))
    (row,) = queue(project.path)
    assert (row.asked, row.answers) == ((THIRD,), 0)


@pytest.mark.parametrize("end", [16, 8, None])
def test_an_opinion_comes_back_as_a_vote(project: Project, work: Adjudication, end: int | None) -> None:
    ask(project, work)
    before = {item.cluster.key for item in work.case(1).items if "boundary" not in item.cluster.types}
    answer(project, *([Span(4, end)] if end else []))
    project.work_as(LEAD)
    case = work.case(1)
    item = next(item for item in case.items if item.cluster.place == Span(4, 16))
    assert item.state == "open"
    assert item.cluster.voters == tuple(sorted([THIRD, "سلمى", "هادي"]))
    said = [c for c in item.cluster.candidates if THIRD in c.voters]
    assert [c.value.end for c in said] == ([end] if end else [])
    # Nobody has asked them about the rest: their silence there is no vote, and nothing else is another question.
    others = [i for i in case.items if i is not item]
    assert {i.cluster.key for i in others} == before
    assert not any(THIRD in i.cluster.voters for i in others)
    (row,) = queue(project.path)
    assert (row.asked, row.answers) == ((), 1)
    work.decide(1, item, rulings.rejected())
    project.flush()
    assert queue(project.path)[0].answers == 0
    assert work.case(1).item(item.cluster.key).decision.verdict == "reject"
    assert asked_of(project, THIRD) == []


def test_rules_hear_opinions_too_and_exports_do_not(project: Project, work: Adjudication) -> None:
    ask(project, work)
    answer(project, Span(4, 16))
    project.work_as(LEAD)
    exported = lines_of(project, source=THIRD)
    assert "opinion" not in str(exported)
    apply_rule(project, Rule("majority"))
    assert {(m.start, m.end) for m in work.gold(1).mentions.values()} >= {(4, 16)}
    assert not work.case(1).open()


def test_a_layer_that_is_done_is_an_answer_as_well(project: Project, work: Adjudication) -> None:
    ask(project, work, person="")
    assert len(asked_of(project, THIRD)) == 1
    document = project.document(1)
    project.perform(1, edits.set_status(project.layer(1), document, project.schema, "done"))
    project.flush()
    (row,) = queue(project.path)
    assert (row.asked, row.answers) == ((), 1)
    assert asked_of(project, THIRD) == []


def test_an_answer_is_given_once_and_taken_back(project: Project, work: Adjudication) -> None:
    ask(project, work)
    (request,) = asked_of(project, THIRD)
    project.perform(1, edits.give_opinion(project.layer(1), request))
    assert project.layer(1).status == "in_progress"
    with pytest.raises(EditError, match="already"):
        edits.give_opinion(project.layer(1), request)
    project.undo(1)
    project.flush()
    assert asked_of(project, THIRD) == [request]
    assert project.layer(1).is_empty
