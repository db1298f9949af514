"""Events of two annotators, the differences behind the numbers, and why boundaries differ in Arabic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.boundaries import CAUSES, cause
from annotator.agreement.differences import differences, event_differences
from annotator.agreement.events import LEVELS, ArgumentView, EventView, compare, views
from annotator.model import Argument, Entity, Event, Mention, Span
from tests.annotator.agreement.helpers import TEXT, Marks, column, marks, mentions, statistics

TRIGGERS = st.sampled_from([(Span(0, 4),), (Span(5, 9),), (Span(10, 14),)])
FILLERS = st.sampled_from([("mention", (Span(20, 24),)), ("mention", (Span(25, 29),)), ("value", '"x"')])
ARGUMENTS = st.builds(ArgumentView, st.sampled_from(["who", "where"]), FILLERS)
EVENTS = st.lists(
    st.builds(EventView, TRIGGERS, st.sampled_from(["Attack", "Die"]), st.lists(ARGUMENTS, max_size=3).map(tuple)),
    max_size=4,
)


def f1(counts: tuple[int, int, int]) -> float:
    return 2 * counts[0] / (counts[1] + counts[2])


@given(EVENTS, EVENTS)
def test_levels_are_symmetric_and_in_order(a: list[EventView], b: list[EventView]) -> None:
    there, back = compare(a, b), compare(b, a)
    assert [(both, n_b, n_a) for both, n_a, n_b in there.counts] == list(back.counts)
    assert {(y, x): n for (x, y), n in there.roles.items()} == dict(back.roles)
    found = dict(zip(LEVELS, there.counts, strict=True))
    assert found["trigger_class"][0] <= max(found["trigger_class"][1:])
    assert found["argument_class_attached"][0] == found["argument_class_given_trigger"][0]
    assert found["argument_class"][0] <= found["argument_class"][1]


@given(EVENTS)
def test_equal_events_agree_on_every_level(a: list[EventView]) -> None:
    assert all(both == n_a == n_b for both, n_a, n_b in compare(a, a).counts)
    assert event_differences(a, a) == []


def test_a_missed_trigger_does_not_count_for_its_arguments() -> None:
    who = ArgumentView("who", ("mention", (Span(20, 24),)))
    first, second = EventView((Span(0, 4),), "Attack", (who,)), EventView((Span(5, 9),), "Attack", (who,))
    found = dict(zip(LEVELS, compare([first, second], [first]).counts, strict=True))
    assert f1(found["trigger_id"]) == pytest.approx(2 / 3)
    assert f1(found["argument_class_attached"]) == pytest.approx(2 / 3)
    assert f1(found["argument_class_given_trigger"]) == 1.0
    assert f1(found["argument_id"]) == 1.0


def test_roles_of_one_filler_stand_against_each_other() -> None:
    place = ("mention", (Span(20, 24),))
    a = EventView((Span(0, 4),), "Attack", (ArgumentView("who", place),))
    b = EventView((Span(0, 4),), "Attack", (ArgumentView("where", place),))
    assert dict(compare([a], [b]).roles) == {("who", "where"): 1}
    (difference,) = event_differences([a], [b])
    assert (difference.kind, difference.said_a, difference.said_b) == ("role", "who", "where")


def test_events_are_compared_without_their_ids() -> None:
    found = {id: Mention(id, (Span(at, at + 4),), label) for id, at, label in (("m1", 0, "Die"), ("m2", 5, "PERS"))}
    entity = {"n1": Entity("n1", "", "", ("m2", "gone"))}
    filled = (Argument("who", mention="m2"), Argument("where", mention="gone"), Argument("group", entity="n1"))
    (view,) = views([Event("e1", "Die", "m1", filled), Event("e2", "Die", "gone")], found, entity)
    assert view.trigger == (Span(0, 4),)
    assert [x.filler for x in view.arguments] == [("entity", ((Span(5, 9),),)), ("mention", (Span(5, 9),))]
    (bare,) = views([], found, {}, [found["m1"]])
    assert bare == EventView((Span(0, 4),), "Die", ())


@given(marks(), marks())
def test_the_differences_listed_are_those_counted(a: Marks, b: Marks) -> None:
    listed = differences(TEXT, mentions(sorted(set(a), key=repr)), mentions(sorted(set(b), key=repr)))
    found = statistics([{0: a, 1: b}])
    kinds = [difference.kind for difference in listed]
    assert kinds.count("label") == column(found, "boundary") - column(found, "exact")
    assert kinds.count("boundary") + kinds.count("boundary_label") == column(found, "near")
    paired = 2 * (column(found, "boundary") + column(found, "near"))
    assert kinds.count("missing") == column(found, "n_a") + column(found, "n_b") - paired
    for name in CAUSES:
        assert sum(d.cause == name for d in listed) == column(found, f"cause_{name}")


NEWS = "وقال والرئيس أحمد الدالي، في المدينـةَ وكتابه «القمر» للأمم المتحدة بالقاهرة"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("والرئيس أحمد", "الرئيس أحمد", "clitic"),
        ("للأمم المتحدة", "لأمم المتحدة", "clitic"),
        ("بالقاهرة", "القاهرة", "clitic"),
        ("وكتابه", "وكتاب", "clitic"),
        ("والرئيس أحمد", "رئيس أحمد", "article"),
        ("الرئيس أحمد", "رئيس أحمد", "article"),
        ("بالقاهرة", "قاهرة", "article"),
        ("أحمد الدالي", "أحمد الدالي،", "punctuation"),
        ("«القمر»", "القمر", "punctuation"),
        ("المدينـةَ", "المدينـة", "tatweel_vowels"),
        ("أحمد", "أحمد الدالي", "length"),
        ("أحمد الدالي", "الرئيس أحمد الدالي", "length"),
        ("بالقاهرة", "بالقاهر", "other"),
        ("والرئيس أحمد", "الرئيس أحمد الدالي", "length"),
    ],
)
def test_a_cause_is_named(one: str, other: str, expected: str) -> None:
    places = [(Span(NEWS.index(x), NEWS.index(x) + len(x)),) for x in (one, other)]
    assert cause(NEWS, *places) == expected
    assert cause(NEWS, *reversed(places)) == expected
