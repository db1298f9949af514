"""Feedback from gold: only of closed documents, with the reason, and the gaps that it shows."""

from __future__ import annotations

import pytest

from annotator.adjudication import rulings
from annotator.adjudication.rulings import Ruling
from annotator.errors import EditError, StoppedError
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.feedback import guideline_gaps, mine_and_gold, over_time
from annotator.model import Span
from annotator.project import Project
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, line, take_in

MINE, OTHER = "سلمى", "هادي"
SHORT = {**NAME, "end": 8, "text": "سليم"}
GPE = {**PLACE, "label": "GPE"}


def argument(role: str) -> dict[str, object]:
    return {**ATTACK, "arguments": [{"role": role, "mention": "m3"}]}


@pytest.fixture
def closed(project: Project) -> Project:
    """A document that is closed with the other's marks, and one that is not."""
    for id in ("d1", "d2"):
        take_in(
            project,
            line(id=id, annotator=MINE, status="done", mentions=[SHORT, BLOW, GPE], events=[argument("Target")]),
            line(id=id, annotator=OTHER, status="done", mentions=[NAME, BLOW, PLACE], events=[argument("Place")]),
            name=f"{id}.jsonl",
        )
    project.work_as("القاضية")
    work = Adjudication(project)
    while waiting := work.case(1).open():
        cluster = waiting[0].cluster
        ruling: Ruling = rulings.whole_side(cluster, OTHER)
        reason = "slip" if cluster.place == Span(4, 16) else "guideline_gap"
        work.decide(1, waiting[0], ruling.because(reason, "انظر الدليل"))
    work.close(1)
    project.flush()
    return project


def test_mine_and_gold_with_the_reasons(closed: Project) -> None:
    found = mine_and_gold(closed, 1, MINE)
    assert (found.mine, found.gold, found.same) == (3, 3, 1)
    said = {
        remark.difference.kind: (remark.decision.reason, remark.decision.note) if remark.decision else None
        for remark in found.remarks
    }
    assert said == {
        "boundary": ("slip", "انظر الدليل"),
        "label": ("guideline_gap", "انظر الدليل"),
        "role": ("guideline_gap", "انظر الدليل"),
    }
    assert mine_and_gold(closed, 1, OTHER).remarks == []


def test_nothing_is_told_before_a_document_is_closed(closed: Project) -> None:
    with pytest.raises(EditError, match="not closed"):
        mine_and_gold(closed, 2, MINE)


def test_precision_and_recall_by_month(closed: Project) -> None:
    (period,) = over_time(closed.path, MINE)
    assert period.documents == 1
    scores = {label: (score.precision, score.recall) for label, score in period.labels.items()}
    assert scores == {"PERS": (0.0, 0.0), "Conflict.Attack": (1.0, 1.0), "GPE": (0.0, None), "LOC": (None, 0.0)}
    with pytest.raises(StoppedError):
        over_time(closed.path, MINE, cancelled=lambda: True)


def test_gaps_that_leads_called_so_come_first_and_open_their_places(closed: Project) -> None:
    gaps = guideline_gaps(closed.path)
    told = [(gap.kind, gap.said, gap.gold, gap.cause, gap.count, gap.flagged) for gap in gaps]
    assert told == [
        ("label", "GPE", "LOC", "", 1, 1),
        ("role", "Target", "Place", "", 1, 1),
        ("boundary", "PERS", "PERS", "length", 1, 0),
    ]
    (example,) = gaps[0].examples
    assert (example.document, example.name, example.annotator, example.surface) == (1, "d1", MINE, "حيّ الزهراء")
