"""What points at a record stays what a search through all records would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.layer import Layer
from annotator.model import Argument, Entity, Event, Relation
from annotator.operations import Change, Operation, Record, RecordKey, encode_changes, references

MENTIONS = st.sampled_from(("m1", "m2", "m3"))
RECORDS = st.one_of(
    st.builds(Entity, st.just("x"), mentions=st.lists(MENTIONS, max_size=3).map(tuple)),
    st.builds(Relation, st.just("x"), st.just("near"), MENTIONS, MENTIONS),
    st.builds(
        Event,
        st.just("x"),
        st.just("Attack"),
        MENTIONS,
        st.lists(
            st.one_of(
                st.builds(Argument, st.just("who"), mention=MENTIONS),
                st.builds(Argument, st.just("who"), entity=st.just("x1")),
                st.builds(Argument, st.just("how many"), value=st.integers()),
            ),
            max_size=3,
        ).map(tuple),
    ),
)
KINDS = {Entity: "entity", Relation: "relation", Event: "event"}


@given(st.lists(st.tuples(st.integers(1, 3), RECORDS, st.booleans()), max_size=20), st.integers(0, 20))
def test_the_pointers_follow_every_step(steps: list[tuple[int, Record, bool]], first: int) -> None:
    layer = Layer(1, "a")
    for number, (which, record, drops) in enumerate(steps, 1):
        key = RecordKey(KINDS[type(record)], f"x{which}")
        changes = encode_changes([Change(*key, None if drops else record, layer.base(key))])
        layer.apply(Operation("actor", number, number, number, "mark", None, 0, changes))
        if number >= first:
            layer.pointing_at(RecordKey("mention", "m1"))  # they are there from now on, and kept
    for target in (*(RecordKey("mention", f"m{n}") for n in (1, 2, 3)), RecordKey("entity", "x1")):
        wanted = [
            RecordKey(kind, id)
            for kind in ("entity", "event", "relation")
            for id, record in layer.records(kind).items()
            if target in references(kind, record)
        ]
        assert layer.pointing_at(target) == sorted(wanted)
