"""Merging, splitting and notes: nothing is left pointing at a mention that went, and undo brings everything back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Comment, Document, Entity, Event, Mention, Relation, Span
from annotator.operations import Change, Operation, Record, encode_changes, references
from annotator.schema import load_preset

NEWS = load_preset("news")
TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء  ."
DOCUMENT = Document(1, b"k" * 16, "d", TEXT)
KINDS = {Mention: "mention", Event: "event", Entity: "entity", Relation: "relation", Comment: "comment"}


def perform(layer: Layer, draft: edits.Draft) -> None:
    n = layer._last[0] + 1
    layer.apply(Operation("a", n, n, n, draft.gesture, draft.undoes, 0, encode_changes(draft.changes)))


def undo(layer: Layer) -> None:
    inverse = layer.undo()
    perform(layer, edits.Draft("undo", tuple(inverse.changes), inverse.undoes.name))


def layer_of(*records: Record) -> Layer:
    layer = Layer(1, "سلمى")
    perform(layer, edits.Draft("import", tuple(Change(KINDS[type(r)], r.id, r) for r in records)))
    return layer


def mention(id: str, start: int, end: int, label: str = "PERS") -> Mention:
    return Mention(id, (Span(start, end),), label)


def test_neighbours_merge_into_one_stretch_and_distant_ones_in_parts() -> None:
    layer = layer_of(mention("m1", 4, 8), mention("m2", 9, 16), mention("m3", 31, 34, "LOC"))
    perform(layer, edits.merge(layer, DOCUMENT, NEWS, "m2", "m1"))
    assert layer.mentions["m2"].spans == (Span(4, 16),)
    perform(layer, edits.merge(layer, DOCUMENT, NEWS, "m2", "m3"))
    assert layer.mentions["m2"].spans == (Span(4, 16), Span(31, 34))
    assert list(layer.mentions) == ["m2"]
    with pytest.raises(EditError):
        edits.merge(layer, DOCUMENT, NEWS, "m2", "m2")


def test_what_pointed_at_the_mention_that_goes_points_at_the_other() -> None:
    layer = layer_of(
        mention("m1", 4, 8),
        mention("m2", 9, 16),
        mention("m3", 20, 25, "Conflict.Attack"),
        mention("m4", 26, 30, "Conflict.Attack"),
        Entity("n1", "", "", ("m1", "m2")),
        Relation("r1", "near", "m1", "m2"),
        Relation("r2", "near", "m2", "m3"),
        Event("e1", "Conflict.Attack", "m3", (Argument("who", mention="m2"),)),
        Event("e2", "Conflict.Attack", "m4", (Argument("who", mention="m1"), Argument("when", value={"a": 1}))),
        Comment("c1", "أول", "m1"),
        Comment("c2", "ثان", "m2"),
    )
    state = layer.state()
    perform(layer, edits.merge(layer, DOCUMENT, NEWS, "m1", "m2"))
    assert layer.entities["n1"].mentions == ("m1",)
    assert [(r.source, r.target) for r in layer.relations.values()] == [("m1", "m3")]
    assert layer.events["e1"].arguments == (Argument("who", mention="m1"),)
    assert edits.note_of(layer, "m1").body == "أول\nثان"
    perform(layer, edits.merge(layer, DOCUMENT, NEWS, "m3", "m4"))
    assert list(layer.events) == ["e1"]
    assert layer.events["e1"].arguments == (Argument("who", mention="m1"), Argument("when", value={"a": 1}))
    undo(layer)
    undo(layer)
    perform(layer, edits.remove(layer, ["m4"]))
    undo(layer)
    assert layer.status == "todo"
    assert layer.state() == state


def test_splitting_leaves_the_spaces_out_and_gives_an_event_to_both() -> None:
    layer = layer_of(mention("m1", 4, 16), mention("m2", 20, 30, "Conflict.Attack"))
    perform(layer, edits.split(layer, DOCUMENT, NEWS, "m1", 8))
    assert sorted(m.spans for m in layer.mentions.values())[:2] == [(Span(4, 8),), (Span(9, 16),)]
    perform(layer, edits.split(layer, DOCUMENT, NEWS, "m2", 26))
    assert len(layer.events) == 1
    for at in (4, 16, 0):
        with pytest.raises(EditError):
            edits.split(layer, DOCUMENT, NEWS, "m1", at)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), min_size=2, max_size=6), st.data())
def test_merge_and_split_keep_the_letters_and_undo_restores(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    layer = Layer(1, "سلمى")
    for start, length in pairs:
        try:
            perform(layer, edits.mark(layer, DOCUMENT, NEWS, [Span(start, start + length)], "PERS"))
        except EditError:
            continue
    ids = sorted(layer.mentions)
    assume(ids)
    a, b = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    at = data.draw(st.integers(0, len(TEXT)))
    state = layer.state()
    for edit, last in ((edits.merge, b), (edits.split, at)):
        letters = {i for m in (layer.mentions[a], layer.mentions[b]) for s in m.spans for i in range(*s)}
        try:
            draft = edit(layer, DOCUMENT, NEWS, a, last)
        except EditError:
            continue
        perform(layer, draft)
        now = {i for m in layer.mentions.values() for s in m.spans for i in range(*s)}
        assert {i for i in letters if TEXT[i].strip()} <= now
        for kind in layer.kinds:
            for record in layer.records(kind).values():
                assert all(layer.get(key) for key in references(kind, record))
        undo(layer)
        assert layer.state() == state


def test_a_note_is_written_changed_and_taken_away_and_goes_with_its_mention() -> None:
    layer = layer_of(mention("m1", 4, 8))
    perform(layer, edits.set_note(layer, "m1", " يُسأل عنه "))
    assert edits.note_of(layer, "m1").body == "يُسأل عنه"
    with pytest.raises(EditError):
        edits.set_note(layer, "m1", "يُسأل عنه")
    perform(layer, edits.set_note(layer, "m1", "حُسم"))
    assert len(layer.comments) == 1
    perform(layer, edits.remove(layer, ["m1"]))
    assert not layer.comments
    undo(layer)
    assert edits.note_of(layer, "m1").body == "حُسم"
    perform(layer, edits.set_note(layer, "m1", "  "))
    assert not layer.comments
    assert layer.status == "todo"
