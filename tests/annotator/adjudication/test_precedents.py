"""Precedents: what a decision leaves behind, how it is found again, and that deciding likewise is the same decision."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.adjudication import precedents as of
from annotator.adjudication import rulings
from annotator.adjudication.precedents import Kind, Precedents, kind_named, kinds, likewise, precedents
from annotator.adjudication.rules import Rule, settle
from annotator.edits import decide
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_precedents import read_precedents
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import apply_rule
from annotator.project import Project
from annotator.schema import Schema
from tests.annotator.adjudication.worlds import DOCUMENT, TEXT, Desk, Marks, crowds, sides
from tests.annotator.helpers import NAME, PLACE, line, take_in

A, SHORT = (4, 16, "PERS"), (4, 8, "PERS")
LOC, FAC = (31, 42, "LOC"), (31, 42, "FAC")


def of_first(schema: Schema, *everybody: Marks) -> tuple[Desk, list[Kind]]:
    desk = Desk(schema, sides(*everybody))
    return desk, [kind for kind, _ in kinds(TEXT, desk.case().items[0].cluster)]


def test_kinds_name_words_labels_causes_and_what_not_all_marked(news: Schema) -> None:
    words = Kind(of.SURFACE, ("حي الزهراء",))
    assert of_first(news, [LOC], [FAC])[1] == [words, Kind(of.LABELS, ("FAC", "LOC"))]
    assert of_first(news, [LOC], [])[1] == [words, Kind(of.MISSING, ("LOC",))]
    assert of_first(news, [A], [SHORT])[1][1:] == [Kind(of.CAUSE, ("length",))]
    assert of_first(news, [A], [A])[1] == []
    assert all(kind_named(kind.name) == kind for kind in (words, Kind(of.MISSING, ("role", "Place"))))


def test_a_person_leaves_precedents_and_a_rule_none(news: Schema) -> None:
    desk, _ = of_first(news, [A], [SHORT], [A])
    cluster = desk.case().items[0].cluster
    short = next(c.number for c in cluster.candidates if c.value.end == 8)
    left = dict(precedents(TEXT, cluster, rulings.accepted(cluster, [short])))
    assert left[Kind(of.CAUSE, ("length",)).name] == of.SHORTER
    assert set(dict(precedents(TEXT, cluster, rulings.rejected())).values()) == {of.NOTHING}
    ruling = settle(Rule("majority"), cluster)
    assert ruling is not None
    assert precedents(TEXT, cluster, ruling) == precedents(TEXT, cluster, rulings.later()) == ()


@given(crowds(), st.integers())
def test_deciding_likewise_is_the_same_decision(news: Schema, everybody: list[Marks], seed: int) -> None:
    chance = random.Random(seed)
    case = Desk(news, sides(*everybody)).case()
    for item in case.items:
        cluster = item.cluster
        numbers = [c.number for c in cluster.candidates if chance.random() < 0.5]
        ruling = rulings.accepted(cluster, numbers) if numbers else rulings.rejected()
        for (kind, row), (name, outcome) in zip(kinds(TEXT, cluster), precedents(TEXT, cluster, ruling), strict=True):
            assert kind_named(name) == kind
            again = likewise(TEXT, cluster, kind, row, outcome)
            if again is not None:
                assert again.reason == "precedent"
                assert dict(precedents(TEXT, cluster, again))[name] == outcome


@given(crowds())
def test_what_was_taken_in_and_taken_back_is_forgotten(news: Schema, everybody: list[Marks]) -> None:
    desk, index = Desk(news, sides(*everybody)), Precedents()
    for item in desk.case().open():
        if item.cluster.stage == "mention" and not item.cluster.question.about:
            desk.take(decide(desk.gold, DOCUMENT, news, item, rulings.rejected()))
            index.take(1, item.cluster.key, desk.gold.decisions[item.cluster.key])
            assert not [b for b in index.before(TEXT, item.cluster, 1) if item.cluster.key in str(b.places)]
            for before in index.before(TEXT, item.cluster, 2):
                assert sum(n for _, n in before.outcomes) >= 1
                assert before.places[0].decision == item.cluster.key
    for key in desk.gold.decisions:
        index.take(1, key, None)
    assert len(index) == 0


def test_a_project_is_read_as_its_people_decided(project: Project) -> None:
    other = {**PLACE, "label": "FAC"}
    for n in range(4):
        text = {"id": f"d{n}", "text": f"{TEXT} {n}", "status": "done"}
        take_in(
            project,
            line(**text, annotator="سلمى", mentions=[NAME, PLACE]),
            line(**text, annotator="هادي", mentions=[NAME, other]),
            name=f"{n}.jsonl",
        )
    project.work_as("لينا")
    apply_rule(project, Rule("unanimous"))
    work = Adjudication(project)
    documents = [row.document for row in queue(Path(project.path))]
    for document, label in zip(documents[:3], ("LOC", "LOC", "FAC"), strict=True):
        (item,) = work.case(document).open()
        number = next(c.number for c in item.cluster.candidates if c.value.label == label)
        work.decide(document, item, rulings.accepted(item.cluster, [number]))
    project.flush()
    (item,) = work.case(documents[3]).open()
    words, labels = read_precedents(project.path).before(TEXT, item.cluster, documents[3])
    assert (words.kind.of, [n for _, n in words.outcomes]) == (of.SURFACE, [2, 1])
    assert (labels.kind, labels.outcomes) == (Kind(of.LABELS, ("FAC", "LOC")), [("LOC", 2), ("FAC", 1)])
    assert {place.document for place in labels.places} == set(documents[:3])
    for before in (words, labels):
        ruling = likewise(TEXT, item.cluster, before.kind, before.row, before.outcomes[0][0])
        assert ruling is not None
        assert [pick.value.label for pick in ruling.picks] == ["LOC"]
    work.undo(documents[0])
    project.flush()
    assert len(read_precedents(project.path)) == 2
