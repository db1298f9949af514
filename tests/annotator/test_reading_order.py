"""The order of a layer's mentions stays what a sort and a search through all of them would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.layer import Layer
from annotator.model import Mention, Span
from annotator.operations import Change, Operation, RecordKey, encode_changes

PLACES = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda place: Span(place[0], place[0] + place[1]))
STEPS = st.lists(st.tuples(st.integers(0, 7), st.one_of(st.none(), PLACES)), max_size=40)


@given(steps=STEPS, asked=PLACES, first=st.integers(0, 40))
def test_the_order_follows_every_step(steps: list[tuple[int, Span | None]], asked: Span, first: int) -> None:
    layer = Layer(1, "a")
    for number, (which, span) in enumerate(steps, 1):
        key = RecordKey("mention", f"m{which}")
        value = None if span is None else Mention(key.id, (span,), "PERS")
        changes = encode_changes([Change(*key, value, layer.base(key))])
        layer.apply(Operation("actor", number, number, number, "mark", None, 0, changes))
        if number >= first:
            assert len(layer.places) == len(layer.mentions)  # the order is there from now on, and kept
    mentions = layer.mentions.values()
    assert list(layer.places) == sorted((m.start, -m.end, m.id) for m in mentions)
    wanted = {m.id for m in mentions if m.start < asked.end and asked.start < m.end}
    found = [mention.id for mention in layer.over(asked)]
    assert set(found) == wanted
    assert len(found) == len(wanted)
