"""Problems of a layer: each code, and the overlap policies against brute force."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.draft import Draft
from annotator.layer import Layer
from annotator.model import Document, Event, Mention, Span
from annotator.operations import Change, Operation, Record, encode_changes
from annotator.schema import OverlapPolicy, Schema, load_preset
from annotator.validate import Clash, clash, problems, span_fault

TEXT = "قال سليم الهاشمي، والأمم المتحدة بمُحَمَّد."


def layer_of(*records: Record) -> Layer:
    layer = Layer(1, "سلمى")
    kinds = {Mention: "mention", Event: "event"}
    draft = Draft("import", tuple(Change(kinds[type(record)], record.id, record) for record in records))
    layer.apply(Operation("a", 1, 1, 1, draft.gesture, None, 0, encode_changes(draft.changes)))
    return layer


def found(layer: Layer, schema: Schema, text: str = TEXT) -> list[tuple[str, str]]:
    listed = problems(layer, Document(1, b"", "d", text), schema)
    assert all(str(problem) for problem in listed)
    return [(problem.code, problem.record) for problem in listed]


def mention(id: str, start: int, end: int, label: str = "PERS") -> Mention:
    return Mention(id, (Span(start, end),), label)


def test_a_sound_layer_has_none(news: Schema) -> None:
    assert found(layer_of(mention("m", 4, 16)), news) == []


def test_edges(news: Schema) -> None:
    assert found(layer_of(mention("m", 3, 16)), news) == [("edge", "m")]
    assert found(layer_of(mention("m", 4, 17)), news) == [("edge", "m")]
    quoted = "«الحياة» #غزة 50% (x)"
    marks = [mention(f"m{start}", start, end) for start, end in ((0, 8), (9, 13), (14, 17), (18, 21))]
    assert found(layer_of(*marks), news, quoted) == []


def test_cut_letters(news: Schema) -> None:
    start = TEXT.index("بمُ")
    assert ("grapheme", "m") in found(layer_of(mention("m", start, start + 2)), news)


def test_clitics_where_the_schema_wants_stems(news: Schema) -> None:
    start = TEXT.index("والأمم")
    layer = layer_of(mention("m", start, start + 14, "ORG"))
    (problem,) = problems(layer, Document(1, b"", "d", TEXT), news)
    assert (problem.code, problem.detail) == ("clitic", "الأمم المتحدة")
    for boundary in ("word", "free"):
        assert found(layer, msgspec.structs.replace(news, boundary=boundary)) == []


def test_labels_triggers_and_events(news: Schema) -> None:
    assert found(layer_of(mention("m", 4, 8, "NO")), news) == [("label", "m")]
    assert found(layer_of(mention("m", 4, 8, "Life.Die")), news) == [("event", "m")]
    die = Event("e", "Life.Die", "m")
    assert found(layer_of(mention("m", 4, 8, "Life.Die"), die), news) == []
    assert found(layer_of(mention("m", 4, 8), die), news) == [("trigger", "e")]
    assert found(layer_of(die), news) == [("trigger", "e")]


def test_twins_overlaps_and_crossings(news: Schema) -> None:
    twins = layer_of(mention("a", 4, 8), mention("b", 4, 8))
    assert found(twins, news) == [("twin", "b")]
    nested = layer_of(mention("a", 4, 16), mention("b", 9, 16, "ORG"))
    crossing = layer_of(mention("a", 0, 8), mention("b", 4, 16, "ORG"))
    for policy, codes in {"any": [[], []], "nested": [[], ["crossing"]], "none": [["overlap"], ["overlap"]]}.items():
        schema = msgspec.structs.replace(news, overlap=policy)
        assert [[code for code, _ in found(layer, schema)] for layer in (nested, crossing)] == codes


SPANS = st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def brute_force(a: Mention, b: Mention, policy: OverlapPolicy) -> Clash | None:
    """What two mentions are to each other, by the sets of their letters."""
    one, two = (set(range(m.start, m.end)) for m in (a, b))
    if not one & two:
        return None
    if a.spans == b.spans and a.label == b.label:
        return Clash.TWIN
    if policy == "none":
        return Clash.OVERLAP
    if policy == "nested" and not (one <= two or two <= one):
        return Clash.CROSSING
    return None


@given(st.lists(st.tuples(SPANS, st.sampled_from(("A", "B"))), max_size=7), st.sampled_from(("none", "nested", "any")))
def test_policies_against_brute_force(items: list[tuple[Span, str]], policy: OverlapPolicy) -> None:
    mentions = [Mention(f"m{number}", (span,), label) for number, (span, label) in enumerate(items)]
    for new in mentions:
        wanted = {brute_force(other, new, policy) for other in mentions if other is not new}
        result = clash(mentions, new, policy)
        assert result in wanted or (result is None and wanted <= {None})
        assert (result is None) == (wanted <= {None})
    schema = msgspec.structs.replace(load_preset("news"), overlap=policy, boundary="free")
    listed = problems(layer_of(*mentions), Document(1, b"", "d", "x" * 20), schema)
    flagged = {problem.record for problem in listed if problem.code in {code.value for code in Clash}}
    pairs = [(a, b) for a in mentions for b in mentions if a.id < b.id and brute_force(a, b, policy)]
    # Each clash shows at one of its two mentions at least, and nothing is flagged without one.
    assert all(a.id in flagged or b.id in flagged for a, b in pairs)
    assert flagged <= {m.id for pair in pairs for m in pair}


@given(st.integers(0, 9), st.lists(st.tuples(st.integers(-2, 11), st.integers(-2, 11)), max_size=3))
def test_places_against_brute_force(length: int, places: list[tuple[int, int]]) -> None:
    spans = [Span(*place) for place in places]
    letters = [set(range(start, end)) for start, end in spans]
    inside = all(0 <= start < end <= length for start, end in spans)
    apart = all(max(a) + 1 < min(b) for a, b in pairwise(letters) if a and b)
    assert (span_fault(length, spans) is None) == (bool(spans) and inside and apart)


@pytest.mark.parametrize("boundary", ["stem", "word", "free"])
def test_the_whole_text_may_be_one_mention(boundary: str, news: Schema) -> None:
    schema = msgspec.structs.replace(news, boundary=boundary)
    for text in ("ا", "و", "👩\u200d👩\u200d👧", "\n", "12"):
        assert isinstance(found(layer_of(mention("m", 0, len(text))), schema, text), list)
