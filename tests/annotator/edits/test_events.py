"""Edits of events and attributes: roles filled and emptied, what is refused, what goes with what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotator import edits
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Comment, Entity, Event, Relation, Span
from annotator.operations import RecordKey
from annotator.schema import Field, Option
from annotator.validate import value_fault
from tests.annotator.rich import DOCUMENT, RICH, layer_of, mention, perform, undo

ABOUT_TWENTY = {"value": 20, "precision": "about"}


@pytest.fixture
def layer() -> Layer:
    return layer_of(
        mention("m1", 4, 16),
        mention("m2", 20, 25, "Attack"),
        mention("m3", 31, 42, "LOC"),
        mention("m4", 43, 48, "Die"),
        Event("e1", "Attack", "m2"),
        Event("e2", "Die", "m4"),
        Entity("n1", "سليم", "", ("m1",)),
    )


def refused(code: str, edit: Callable[[], Any]) -> None:
    with pytest.raises(EditError) as caught:
        edit()
    assert caught.value.code == code


def filled(layer: Layer, event: str, *arguments: Argument) -> tuple[Argument, ...]:
    for argument in arguments:
        perform(layer, edits.fill(layer, RICH, event, argument))
    return layer.events[event].arguments


def test_roles_take_mentions_entities_and_values(layer: Layer) -> None:
    state = layer.state()
    by_mention, by_entity = Argument("Attacker", mention="m1"), Argument("Attacker", entity="n1")
    count = Argument("Killed", value=ABOUT_TWENTY)
    assert filled(layer, "e1", by_mention, by_entity, count) == (by_mention, by_entity, count)
    assert layer.status == "in_progress"
    perform(layer, edits.empty(layer, "e1", 1))
    assert layer.events["e1"].arguments == (by_mention, count)
    for _ in range(4):
        undo(layer)
    assert layer.state() == state


def test_a_role_of_one_filler_gets_it_replaced_in_its_place(layer: Layer) -> None:
    place, other = Argument("Place", mention="m3"), Argument("Place", mention="m1")
    count = Argument("Killed", value=3)
    assert filled(layer, "e1", place, count, other) == (other, count)


def test_a_filler_that_does_not_fit_is_taken(layer: Layer) -> None:
    assert filled(layer, "e2", Argument("Place", mention="m1")) == (Argument("Place", mention="m1"),)


def test_what_cannot_fill_a_role(layer: Layer) -> None:
    filled(layer, "e1", Argument("Attacker", mention="m1"), Argument("Killed", value=20))
    for code, argument in {
        "unknown_role": Argument("Cause", mention="m2"),
        "mention_gone": Argument("Attacker", mention="m9"),
        "entity_gone": Argument("Attacker", entity="n9"),
        "role_takes_value": Argument("Killed", mention="m1"),
        "role_takes_mention": Argument("Place", value="هنا"),
        "value_number": Argument("Killed", value="عشرون"),
        "same_argument": Argument("Attacker", mention="m1"),
        "bad_argument": Argument("Attacker", mention="m1", entity="n1"),
    }.items():
        refused(code, lambda argument=argument: edits.fill(layer, RICH, "e1", argument))
    refused("bad_argument", lambda: edits.fill(layer, RICH, "e1", Argument("Attacker")))
    refused("event_gone", lambda: edits.fill(layer, RICH, "e9", Argument("Attacker", mention="m1")))
    refused("argument_gone", lambda: edits.empty(layer, "e1", 2))
    refused("argument_gone", lambda: edits.empty(layer, "e1", -1))


def test_a_new_span_goes_straight_into_a_role(layer: Layer) -> None:
    state = layer.state()
    perform(layer, edits.fill_new(layer, DOCUMENT, RICH, "e1", "Place", [Span(35, 42)], "Town"))
    (argument,) = layer.events["e1"].arguments
    assert layer.mentions[argument.mention or ""].spans == (Span(35, 42),)
    undo(layer)
    assert layer.state() == state
    perform(layer, edits.fill_new(layer, DOCUMENT, RICH, "e1", "Place", [Span(31, 42)], "FAC"))
    assert layer.events["e1"].arguments == (Argument("Place", mention="m3"),)  # FAC is read as LOC: it is there
    assert len(layer.mentions) == 4
    refused("unknown_role", lambda: edits.fill_new(layer, DOCUMENT, RICH, "e1", "Cause", [Span(35, 42)], "Town"))
    refused("bad_span", lambda: edits.fill_new(layer, DOCUMENT, RICH, "e1", "Place", [Span(35, 999)], "Town"))
    refused("retired_label", lambda: edits.fill_new(layer, DOCUMENT, RICH, "e1", "Place", [Span(35, 42)], "OLD"))


def test_a_new_trigger_in_a_role_has_its_event(layer: Layer) -> None:
    perform(layer, edits.fill_new(layer, DOCUMENT, RICH, "e2", "Cause", [Span(26, 30)], "Attack"))
    (argument,) = layer.events["e2"].arguments
    assert argument.mention in {event.trigger for event in layer.events.values()}


def test_the_label_of_a_new_span_in_a_role() -> None:
    labels = {role.key: edits.fill_label(RICH, role) for role in RICH.roles}
    assert labels == {"Attacker": None, "Place": "LOC", "Killed": None, "Cause": "Attack"}


def test_several_events_share_a_trigger_and_the_last_takes_it_along(layer: Layer) -> None:
    perform(layer, edits.add_event(layer, RICH, "m2"))
    (second,) = (id for id, event in layer.events.items() if event.trigger == "m2" and id != "e1")
    perform(layer, edits.relate(layer, RICH, "near", "m2", "m3"))
    filled(layer, "e2", Argument("Cause", mention="m2"))
    perform(layer, edits.remove_event(layer, "e1"))
    assert "m2" in layer.mentions
    state = layer.state()
    assert edits.falls_with(layer, [RecordKey("event", second)])[0] == RecordKey("mention", "m2")
    assert edits.loses_with(layer, [RecordKey("event", second)]) == [RecordKey("event", "e2")]
    perform(layer, edits.remove_event(layer, second))
    assert "m2" not in layer.mentions
    assert not layer.relations
    assert layer.events["e2"].arguments == ()
    undo(layer)
    assert layer.state() == state
    refused("not_a_trigger", lambda: edits.add_event(layer, RICH, "m1"))


def test_comments_fall_with_what_they_are_about(layer: Layer) -> None:
    perform(layer, edits.comment(layer, "e1", "أهو هجوم؟", question=True))
    perform(layer, edits.set_unsure(layer, "n1", True))
    perform(layer, edits.comment(layer, "", "عن المستند"))
    state = layer.state()
    kinds = [key.kind for key in edits.falls_with(layer, [RecordKey("mention", "m1"), RecordKey("mention", "m2")])]
    assert kinds == ["comment", "comment", "entity", "event"]
    perform(layer, edits.remove(layer, ["m1", "m2"]))
    assert [comment.body for comment in layer.comments.values()] == ["عن المستند"]
    undo(layer)
    assert layer.state() == state
    perform(layer, edits.relabel(layer, RICH, "m2", "PERS"))
    assert "m2" in layer.mentions
    assert {comment.about for comment in layer.comments.values()} == {"n1", ""}


def test_an_id_that_two_records_have_keeps_its_comments() -> None:
    layer = layer_of(mention("1", 4, 8), mention("2", 9, 16), Entity("1", "س", "", ("2",)), Comment("c", "؟", "1"))
    assert edits.falls_with(layer, [RecordKey("mention", "1")]) == []


def test_relabelling_takes_all_events_of_the_trigger_along(layer: Layer) -> None:
    perform(layer, edits.add_event(layer, RICH, "m2"))
    perform(layer, edits.relabel(layer, RICH, "m2", "Die"))
    assert {event.label for event in layer.events.values()} == {"Die"}
    refused("retired_label", lambda: edits.relabel(layer, RICH, "m1", "OLD"))
    refused("twin", lambda: edits.mark(layer, DOCUMENT, RICH, [Span(31, 42)], "FAC"))


def test_merging_mentions_of_two_entities_leaves_one_of_them() -> None:
    layer = layer_of(
        mention("m1", 4, 8),
        mention("m2", 9, 16),
        mention("m3", 20, 25, "Attack"),
        Entity("n1", "سليم", "", ("m1",)),
        Entity("n2", "الهاشمي", "", ("m2",)),
        Event("e1", "Attack", "m3", (Argument("Attacker", entity="n1"), Argument("Attacker", entity="n2"))),
        Relation("r1", "near", "m1", "m3"),
        Relation("r2", "near", "m3", "m2"),
        Comment("c1", "عن الكيان", "n2"),
        Comment("c2", "؟", "m2", attributes={"question": True}),
        Comment("c3", "عن العلاقة", "r2"),
    )
    state = layer.state()
    perform(layer, edits.merge(layer, DOCUMENT, RICH, "m1", "m2"))
    assert {entity.id: entity.mentions for entity in layer.entities.values()} == {"n1": ("m1",)}
    assert layer.events["e1"].arguments == (Argument("Attacker", entity="n1"),)
    assert list(layer.relations) == ["r1"]
    assert {id: comment.about for id, comment in layer.comments.items()} == {"c1": "n1", "c2": "m1"}
    undo(layer)
    assert layer.state() == state


def test_attributes_are_set_and_taken_away(layer: Layer) -> None:
    state = layer.state()
    for key, name, value in (
        (RecordKey("mention", "m1"), "level", "NAM"),
        (RecordKey("event", "e1"), "polarity", "neg"),
        (RecordKey("event", "e1"), "day", "2026-11"),
    ):
        perform(layer, edits.set_attribute(layer, RICH, key, name, value))
        assert layer.get(key).attributes[name] == value
        refused(
            "same_value", lambda key=key, name=name, value=value: edits.set_attribute(layer, RICH, key, name, value)
        )
        perform(layer, edits.set_attribute(layer, RICH, key, name, None))
    assert not layer.events["e1"].attributes
    for _ in range(6):
        undo(layer)
    assert layer.state() == state


def test_attributes_that_are_refused(layer: Layer) -> None:
    for code, key, name, value in (
        ("unknown_attribute", RecordKey("event", "e2"), "day", "2026"),
        ("unknown_attribute", RecordKey("mention", "m2"), "level", "NAM"),
        ("unknown_attribute", RecordKey("mention", "m1"), "polarity", "pos"),
        ("value_choice", RecordKey("event", "e1"), "polarity", "perhaps"),
        ("value_date", RecordKey("event", "e1"), "day", "2026-02-30"),
        ("record_gone", RecordKey("event", "e9"), "polarity", "pos"),
        ("record_gone", RecordKey("entity", "n1"), "level", "NAM"),
        ("same_value", RecordKey("event", "e1"), "polarity", None),
    ):
        refused(code, lambda key=key, name=name, value=value: edits.set_attribute(layer, RICH, key, name, value))


OPTIONS = (Option("a", "A", "أ"), Option("b", "B", "ب", parent="a"))


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field("f", "F", "ح", "choice", OPTIONS), ["a", "b"], ["c", "", 1, ["a"], True]),
        (
            Field("f", "F", "ح", "choice", OPTIONS, multiple=True),
            [["a"], ["b", "a"], ("a",)],
            ["a", [], ["a", "a"], ["c"], [1], [["a"]], {}],
        ),
        (Field("f", "F", "ح", "text"), ["نص", "x y"], ["", "  ", 1, ["a"], True]),
        (Field("f", "F", "ح", "number"), [0, -3, 2.5], ["3", True, float("nan"), float("inf"), ABOUT_TWENTY]),
        (
            Field("f", "F", "ح", "number", precision=True),
            [20, ABOUT_TWENTY, {"precision": "more_than", "value": 1.5}],
            [
                {"value": 20},
                {"value": "20", "precision": "about"},
                {"value": 20, "precision": "roughly"},
                {"value": 20, "precision": ["about"]},
                {**ABOUT_TWENTY, "x": 1},
            ],
        ),
        (
            Field("f", "F", "ح", "date"),
            ["2026", "2026-11", "2026-11-28", "2024-02-29"],
            ["2026-13", "2025-02-29", "0000", "2026-1-1", "28/11/2026", 2026, "٢٠٢٦", "2026-11-28T00:00"],
        ),
        (Field("f", "F", "ح", "flag"), [True], [False, 1, "true", "yes"]),
    ],
)
def test_values_of_each_kind(field: Field, good: list[Any], bad: list[Any]) -> None:
    assert [value_fault(field, value) for value in good] == [None] * len(good)
    assert all(value_fault(field, value) for value in bad)
