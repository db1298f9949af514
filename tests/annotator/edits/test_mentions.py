"""Edits of mentions: what they make, what falls with what, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import edits
from annotator.edits.draft import put
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Document, Entity, Event, Mention, Relation, Span
from annotator.operations import Change, Operation, Record, RecordKey, encode_changes
from annotator.schema import Schema, load_preset
from tests.annotator.histories import Drawn, dangling, draft_of, hung

T = TypeVar("T")
TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء  ."
DOCUMENT = Document(1, b"k" * 16, "d", TEXT)


def perform(layer: Layer, draft: edits.Draft) -> None:
    number = layer._last[0] + 1
    text = encode_changes(draft.changes)
    layer.apply(Operation("a", number, number, number, draft.gesture, draft.undoes, 0, text))


def layer_of(*records: Record) -> Layer:
    layer = Layer(1, "سلمى")
    kinds = {Mention: "mention", Event: "event", Entity: "entity", Relation: "relation"}
    changes = tuple(Change(kinds[type(record)], record.id, record) for record in records)
    perform(layer, edits.Draft("import", changes))
    return layer


def mention(id: str, start: int, end: int, label: str = "PERS") -> Mention:
    return Mention(id, (Span(start, end),), label)


def test_an_event_label_makes_a_trigger_and_its_event(news: Schema) -> None:
    layer = Layer(1, "سلمى")
    perform(layer, edits.mark(layer, DOCUMENT, news, [Span(20, 25)], "Conflict.Attack"))
    (trigger,), (event,) = layer.mentions.values(), layer.events.values()
    assert (event.trigger, event.label, trigger.label) == (trigger.id, "Conflict.Attack", "Conflict.Attack")
    assert layer.status == "in_progress"


def test_relabelling_moves_the_event_along(news: Schema) -> None:
    layer = Layer(1, "سلمى")
    perform(layer, edits.mark(layer, DOCUMENT, news, [Span(20, 25)], "Conflict.Attack"))
    (id,), (event,) = layer.mentions, layer.events
    perform(layer, edits.relabel(layer, news, id, "Life.Die"))
    assert layer.events[event].label == "Life.Die"
    perform(layer, edits.relabel(layer, news, id, "PERS"))
    assert not layer.events
    perform(layer, edits.relabel(layer, news, id, "Life.Die"))
    assert [e.trigger for e in layer.events.values()] == [id]


def test_removing_takes_along_what_cannot_stand_alone() -> None:
    layer = layer_of(
        mention("m1", 4, 8),
        mention("m2", 9, 16),
        mention("m3", 20, 25, "Conflict.Attack"),
        Entity("n1", "سليم", "", ("m1", "m2")),
        Relation("r1", "near", "m1", "m3"),
        Relation("r2", "near", "m2", "m3"),
        Event("e1", "Conflict.Attack", "m3", (Argument("who", mention="m1"), Argument("where", value="حي"))),
    )
    perform(layer, edits.remove(layer, ["m1"]))
    assert sorted(layer.mentions) == ["m2", "m3"]
    assert layer.entities["n1"].mentions == ("m2",)
    assert sorted(layer.relations) == ["r2"]
    assert layer.events["e1"].arguments == (Argument("where", value="حي"),)
    perform(layer, edits.remove(layer, ["m3"]))
    assert not layer.events
    assert not layer.relations


def test_an_entity_that_loses_its_last_mention_leaves_no_argument_behind() -> None:
    layer = layer_of(
        mention("m1", 4, 8),
        mention("m2", 20, 25, "Conflict.Attack"),
        Entity("n1", "سليم", "", ("m1",)),
        Event("e1", "Conflict.Attack", "m2", (Argument("who", entity="n1"),)),
    )
    perform(layer, edits.remove(layer, ["m1"]))
    assert not layer.entities
    assert layer.events["e1"].arguments == ()


@given(st.data())
def test_no_edit_leaves_anything_that_points_at_nothing(data: st.DataObject) -> None:
    news = load_preset("news")
    layer = Layer(1, "سلمى")
    chooser = Drawn(data)
    for action in data.draw(st.lists(st.sampled_from(("mark", "mark", "hang", "relabel", "remove")), max_size=14)):
        try:
            perform(layer, draft_of(action, chooser, layer, DOCUMENT, news))
        except EditError:
            continue
        assert not dangling(layer)


def test_every_change_names_what_it_replaces(news: Schema) -> None:
    layer = layer_of(mention("m1", 4, 8), mention("m2", 9, 16))
    perform(layer, edits.Draft("x", (hung(Fixed(), layer),)))
    for draft in (
        edits.relabel(layer, news, "m1", "ORG"),
        edits.move(layer, DOCUMENT, news, "m1", [Span(4, 16)]),
        edits.remove(layer, ["m1"]),
    ):
        known = [change for change in draft.changes if layer.get(change.key) is not None]
        assert known
        assert all(change.base == layer.base(change.key) != () for change in known)


class Fixed:
    """The first of everything."""

    def integer(self, low: int, _high: int) -> int:
        return low

    def choice(self, items: Sequence[T]) -> T:
        return items[0]


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([], "no place"),
        ([Span(-1, 3)], "outside the text"),
        ([Span(40, 47)], "outside the text"),
        ([Span(4, 4)], "is empty"),
        ([Span(8, 4)], "is empty"),
        ([Span(9, 16), Span(4, 8)], "not in order"),
        ([Span(4, 8), Span(8, 16)], "apart"),
        ([Span(42, 44)], "nothing but space"),
    ],
)
def test_places_that_cannot_be_marked(spans: list[Span], reason: str, news: Schema) -> None:
    layer = Layer(1, "سلمى")
    with pytest.raises(EditError, match=reason):
        edits.mark(layer, DOCUMENT, news, spans, "PERS")
    assert layer.is_empty


def test_edits_that_are_refused(news: Schema) -> None:
    layer = layer_of(mention("m1", 4, 8), mention("m2", 4, 8, "ORG"))
    for reason, edit in {
        "no label 'NO'": lambda: edits.mark(layer, DOCUMENT, news, [Span(0, 3)], "NO"),
        "has that label already": lambda: edits.mark(layer, DOCUMENT, news, [Span(4, 8)], "PERS"),
        "this label already": lambda: edits.relabel(layer, news, "m1", "PERS"),
        "place has that label": lambda: edits.relabel(layer, news, "m1", "ORG"),
        "not there any more": lambda: edits.relabel(layer, news, "m9", "ORG"),
        "boundaries are there": lambda: edits.move(layer, DOCUMENT, news, "m1", [Span(4, 8)]),
        "not there any": lambda: edits.remove(layer, ["m9"]),
    }.items():
        with pytest.raises(EditError, match=reason):
            edit()


def test_a_done_layer_that_is_edited_is_in_progress_again(news: Schema) -> None:
    layer = layer_of(mention("m1", 4, 8))
    perform(layer, edits.set_status(layer, DOCUMENT, news, "done"))
    assert layer.status == "done"
    with pytest.raises(EditError):
        edits.set_status(layer, DOCUMENT, news, "done")
    perform(layer, edits.relabel(layer, news, "m1", "ORG"))
    assert layer.status == "in_progress"
    inverse = layer.undo()
    assert inverse is not None
    perform(layer, edits.Draft("undo", tuple(inverse.changes), undoes=inverse.undoes.name))
    assert layer.status == "done"


def test_ids_of_hand_made_records_do_not_repeat(news: Schema) -> None:
    layer = Layer(1, "سلمى")
    ids = {edits.mark(layer, DOCUMENT, news, [Span(0, 3)], "PERS").changes[0].id for _ in range(500)}
    assert len(ids) == 500
    assert all(id[0] == "m" and len(id) == 8 for id in ids)


def test_a_put_names_all_heads_of_the_value_shown() -> None:
    layer = Layer(1, "سلمى")
    same = encode_changes([Change("mention", "m1", mention("m1", 4, 8))])
    layer.apply(Operation("a", 1, 1, 1, "import", None, 0, same))
    layer.apply(Operation("b", 1, 2, 1, "import", None, 0, same))
    assert put(layer, "mention", "m1", None).base == ("a:1", "b:1")
    assert layer.get(RecordKey("mention", "m1")) is not None
    assert not layer.conflicts()
