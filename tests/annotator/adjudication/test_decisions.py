"""Decisions: what becomes gold, what is asked again, and that undo brings back exactly what was."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication import rulings
from annotator.adjudication.rulings import Ruling
from annotator.edits import decide
from annotator.errors import EditError
from annotator.model import (
    Argument,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Relation,
    Span,
)
from annotator.operations import Record, RecordKey
from annotator.schema import Schema
from tests.annotator.adjudication.worlds import DOCUMENT, PEOPLE, Desk, Marks, crowds, side, sides

A = (4, 16, "PERS")
SHORT = (4, 8, "PERS")
BLOW = (20, 25, "Conflict.Attack")
PLACE = (31, 42, "LOC")


def settle(desk: Desk, ruling: Ruling | None = None) -> None:
    """Answers the next question: with its first candidate, where no ruling is given."""
    item = desk.case().open()[0]
    desk.take(decide(desk.gold, DOCUMENT, desk.schema, item, ruling or rulings.accepted(item.cluster, [1])))


def event(role: str, mention: str, **attributes: object) -> dict[RecordKey, Record]:
    """An attack on the mention `m1`, at `m2`."""
    return {
        RecordKey("event", "e1"): Event("e1", "Conflict.Attack", "m1", (Argument(role, mention=mention),), attributes)
    }


def test_a_candidate_becomes_gold_with_its_provenance(news: Schema) -> None:
    desk = Desk(news, sides([A], [A], [SHORT]))
    settle(desk, rulings.accepted(desk.case().items[0].cluster, [1]).because("precedent", "الاسم كاملاً"))
    assert desk.places() == {A}
    (decision,) = desk.gold.decisions.values()
    (origin,) = decision.origins
    assert (origin.votes, origin.annotators, origin.method) == (2, 3, "adjudicated")
    assert {source.annotator for source in origin.sources} == set(PEOPLE[:2])
    assert all(source.operation.endswith(":1") for source in origin.sources)
    assert (decision.reason, decision.note, decision.annotators) == ("precedent", "الاسم كاملاً", tuple(sorted(PEOPLE)))
    assert desk.case().is_decided
    assert desk.gold.status == "in_progress"


def test_nobody_is_right(news: Schema) -> None:
    desk = Desk(news, sides([A], [SHORT]))
    settle(desk, rulings.rejected())
    assert desk.places() == set()
    assert desk.case().is_decided


def test_whole_side_union_and_words_of_ones_own(news: Schema) -> None:
    nested = [PLACE, (35, 42, "LOC")]
    desk = Desk(news, sides(nested, [PLACE]))
    cluster = desk.case().items[0].cluster
    settle(desk, rulings.whole_side(cluster, PEOPLE[1]))
    assert desk.places() == {PLACE}
    for ruling, expected in (
        (rulings.union(cluster), set(nested)),
        (rulings.changed(cluster, [(Mention("", (Span(37, 42),), "LOC"), 2)]), {(37, 42, "LOC")}),
        (rulings.whole_side(cluster, "nobody"), set()),
    ):
        desk.take(decide(desk.gold, DOCUMENT, news, desk.case().items[0], ruling))
        assert desk.places() == expected
    with pytest.raises(EditError):
        rulings.accepted(cluster, [3])


def test_an_edited_boundary_is_new_and_names_what_it_was_made_from(news: Schema) -> None:
    desk = Desk(news, sides([A], [SHORT]))
    cluster = desk.case().items[0].cluster
    settle(desk, rulings.changed(cluster, [(Mention("", (Span(0, 16),), "PERS"), 1)]))
    (origin,) = next(iter(desk.gold.decisions.values())).origins
    assert (origin.method, origin.votes, len(origin.sources)) == ("new", 0, 2)


def test_a_boundary_that_is_a_candidate_after_all_is_that_candidate(news: Schema) -> None:
    desk = Desk(news, sides([A], [SHORT]))
    settle(desk, rulings.changed(desk.case().items[0].cluster, [(Mention("", (Span(4, 8),), "PERS"), 1)]))
    (origin,) = next(iter(desk.gold.decisions.values())).origins
    assert (origin.method, origin.votes) == ("adjudicated", 1)


def test_trigger_then_arguments(news: Schema) -> None:
    desk = Desk(
        news,
        [
            side(PEOPLE[0], [A, BLOW, PLACE], event("Place", "m2", tense="past")),
            side(PEOPLE[1], [A, BLOW, PLACE], event("Target", "m2")),
            side(PEOPLE[2], [A, PLACE]),
        ],
    )
    for _ in range(3):
        assert desk.case().open()[0].cluster.stage == "mention"
        settle(desk)
    stages = [(item.cluster.stage, item.cluster.types, item.cluster.voters) for item in desk.case().open()]
    crew = tuple(sorted(PEOPLE[:2]))
    assert sorted(stages) == [("event", ("attribute", "missing"), crew), ("event", ("role",), crew)]
    while desk.case().open():
        settle(desk)
    (made,) = desk.gold.events.values()
    (argument,) = made.arguments
    assert argument.role == "Place"
    assert desk.gold.mentions[argument.mention or ""].hull == Span(31, 42)
    assert made.attributes == {"tense": "past"}


def test_arguments_of_rejected_mentions_are_not_asked(news: Schema) -> None:
    both = [side(name, [A, BLOW, PLACE], event("Place", "m2")) for name in PEOPLE[:2]]
    desk = Desk(news, both)
    settle(desk)
    settle(desk)
    settle(desk, rulings.rejected())
    assert desk.case().is_decided
    assert [len(made.arguments) for made in desk.gold.events.values()] == [0]


def test_relations_entities_and_document_labels(news: Schema) -> None:
    def more(name: str, source: str, target: str, topic: list[str]) -> dict[RecordKey, Record]:
        return {
            RecordKey("relation", "r1"): Relation("r1", "AT", source, target),
            RecordKey("entity", "n1"): Entity("n1", name, "", ("m0", "m1")),
            RecordKey("label", "topic"): DocumentLabel("topic", topic),
        }

    marks = [A, PLACE]
    desk = Desk(
        news,
        [
            side(PEOPLE[0], marks, more("سليم", "m0", "m1", ["b", "a"])),
            side(PEOPLE[1], marks, more("هاشم", "m1", "m0", ["a", "b"])),
        ],
    )
    settle(desk)
    settle(desk)
    left = [(item.cluster.stage, item.cluster.types) for item in desk.case().open()]
    assert left == [("entity", ("entity",)), ("relation", ("relation",)), ("label", ())]
    while desk.case().open():
        settle(desk)
    assert [len(entity.mentions) for entity in desk.gold.entities.values()] == [2]
    assert len(desk.gold.relations) == 1
    assert desk.gold.labels["topic"].value == ["a", "b"]


def test_attributes_on_which_all_agree_come_with_the_mention_others_are_asked(news: Schema) -> None:
    def marked(name: str, number: int) -> object:
        there = Mention("m0", (Span(4, 16),), "PERS", {"sure": True, "n": number})
        return side(name, [], {RecordKey("mention", "m0"): there})

    desk = Desk(news, [marked(PEOPLE[0], 1), marked(PEOPLE[1], 2)])  # type: ignore[list-item]
    settle(desk)
    (mention,) = desk.gold.mentions.values()
    assert mention.attributes == {"sure": True}
    (item,) = desk.case().open()
    assert item.cluster.types == ("attribute",)
    settle(desk)
    (mention,) = desk.gold.mentions.values()
    assert mention.attributes == {"sure": True, "n": 1}


def test_only_what_changed_is_asked_again_and_what_stays_true_stays(news: Schema) -> None:
    desk = Desk(news, [side(name, [A, BLOW, PLACE], event("Place", "m2")) for name in PEOPLE[:2]])
    while desk.case().open():
        settle(desk)
    desk.everybody[1] = side(PEOPLE[1], [A, BLOW, (31, 42, "GPE")], event("Place", "m2"))
    (item,) = desk.case().open()
    assert item.cluster.place == Span(31, 42)
    assert len(item.earlier) == 1
    settle(desk, rulings.accepted(item.cluster, [2]))
    assert (31, 42, "LOC") in desk.places(), "candidates by place, then label: GPE, LOC"
    assert desk.case().is_decided, "the argument is the same mention as before"
    assert [len(made.arguments) for made in desk.gold.events.values()] == [1]
    assert len(desk.gold.decisions) == 4


def test_another_answer_lets_fall_what_hung_on_the_first(news: Schema) -> None:
    desk = Desk(news, [side(name, [A, BLOW, PLACE], event("Place", "m2")) for name in PEOPLE[:2]])
    while desk.case().open():
        settle(desk)
    item = next(item for item in desk.case().items if item.cluster.place == Span(31, 42))
    cluster = item.cluster
    desk.take(
        decide(desk.gold, DOCUMENT, news, item, rulings.changed(cluster, [(Mention("", (Span(35, 42),), "LOC"), 1)]))
    )
    (left,) = desk.case().open()
    assert left.cluster.stage == "event"
    settle(desk)
    (made,) = desk.gold.events.values()
    assert [desk.gold.mentions[a.mention or ""].start for a in made.arguments] == [35]


def test_what_nobody_says_any_more_is_asked_once(news: Schema) -> None:
    desk = Desk(news, sides([A, PLACE], [A, PLACE]))
    while desk.case().open():
        settle(desk)
    desk.everybody = sides([A], [A])
    (item,) = desk.case().open()
    assert item.cluster.types == ("gone",)
    settle(desk, rulings.accepted(item.cluster, [1]))
    assert desk.places() == {A, PLACE}
    assert desk.case().is_decided
    desk.everybody = sides([A, PLACE], [A])
    (item,) = desk.case().open()
    settle(desk, rulings.rejected())
    assert desk.places() == {A}
    assert desk.case().is_decided


def test_later_comes_last_and_a_third_opinion_comes_back_when_there_is_one(news: Schema) -> None:
    desk = Desk(news, sides([A, PLACE], [SHORT, PLACE]))
    settle(desk, rulings.later("؟"))
    assert [(i.cluster.place, i.state) for i in desk.case().open()] == [(Span(31, 42), "open"), (Span(4, 16), "later")]
    first = desk.case().open()[1]
    desk.take(decide(desk.gold, DOCUMENT, news, first, rulings.ask("نور")))
    assert desk.case().open()[1].state == "asked"
    desk.everybody = sides([A, PLACE], [SHORT, PLACE], [PLACE])
    assert desk.case().open()[0].cluster.place == Span(4, 16), "the third has marked nothing here: that is an opinion"


def test_what_the_schema_does_not_allow_cannot_be_gold(news: Schema) -> None:
    import msgspec

    strict = msgspec.structs.replace(news, overlap="none")
    desk = Desk(strict, sides([PLACE, (35, 42, "LOC")], [PLACE]))
    item = desk.case().open()[0]
    with pytest.raises(EditError, match="overlap"):
        decide(desk.gold, DOCUMENT, strict, item, rulings.union(item.cluster))
    ruling = rulings.changed(item.cluster, [(Mention("", (Span(0, 2),), "NOPE"), None)])
    with pytest.raises(EditError, match="no label"):
        decide(desk.gold, DOCUMENT, strict, item, ruling)


def test_the_same_decision_twice_is_refused(news: Schema) -> None:
    desk = Desk(news, sides([A], [A]))
    settle(desk)
    item = desk.case().items[0]
    with pytest.raises(EditError, match="already"):
        decide(desk.gold, DOCUMENT, news, item, rulings.accepted(item.cluster, [1]))


@settings(max_examples=25)
@given(crowds(), crowds(), st.randoms())
def test_decided_is_not_asked_again_undo_restores_exactly_and_gold_has_no_loose_ends(
    news: Schema, everybody: list[Marks], changed: list[Marks], chance: random.Random
) -> None:
    desk = Desk(news, sides(*everybody))
    states = [desk.gold.state()]
    for round_ in (everybody, changed):
        desk.everybody = sides(*round_)
        while (waiting := desk.case().open()) and waiting[0].state == "open":
            item = chance.choice([w for w in waiting if w.state == "open"])
            numbers = [c.number for c in item.cluster.candidates if chance.random() < 0.5]
            ruling = rulings.accepted(item.cluster, numbers) if numbers else rulings.rejected()
            desk.take(decide(desk.gold, DOCUMENT, news, item, ruling))
            states.append(desk.gold.state())
            again = desk.case().item(item.cluster.key)
            assert again is None or again.state == "decided"
        for record in desk.gold.events.values():
            assert record.trigger in desk.gold.mentions
        made = {o.id for d in desk.gold.decisions.values() for o in d.origins if o.kind == "mention"}
        assert made == set(desk.gold.mentions)
    for state in states[-2::-1]:
        assert desk.undo()
        assert desk.gold.state() == state
    assert not desk.undo()
