"""What the text and the schema allow: faults that are refused, problems that are listed with a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from annotator.layer import Layer
from annotator.model import Document, Mention, Span
from annotator.schema import OverlapPolicy, Schema
from annotator.text.clitics import propose
from annotator.text.graphemes import snap
from annotator.text.words import word_at
from annotator.validate.values import attributes_for as attributes_for
from annotator.validate.values import value_fault as value_fault


class Clash(StrEnum):
    """How two mentions can be at odds."""

    TWIN = "twin"
    OVERLAP = "overlap"
    CROSSING = "crossing"


class Problem(msgspec.Struct, frozen=True):
    """Something a person should look at. `code` is worded by whoever shows it (`WORDS` in English)."""

    code: str
    record: str
    span: Span | None
    detail: str = ""

    def __str__(self) -> str:
        return WORDS[self.code].format(detail=self.detail)


WORDS = {
    "edge": "the mention begins or ends with a space or a punctuation mark",
    "grapheme": "the mention cuts a letter from its marks",
    "clitic": "the mention begins with what looks like a prefix; without it: {detail}",
    "twin": "another mention has the same place and label",
    "overlap": "the mention overlaps another; the schema allows no overlap",
    "crossing": "the mention crosses another; the schema allows nested ones only",
    "label": "the schema has no label {detail}",
    "trigger": "the event's trigger is not a mention with its label",
    "event": "the trigger has no event",
}


def span_fault(length: int, spans: Sequence[Span]) -> str | None:
    """Why `spans` cannot be a mention of a text of `length` code points; None when they can."""
    if not spans:
        return "it has no place in the text"
    previous = -1
    for start, end in spans:
        if start < 0 or end > length:
            return f"the place {start} to {end} is outside the text, which has {length} characters"
        if start >= end:
            return f"the place {start} to {end} is empty"
        if start <= previous:
            return "its parts are not in order, apart from each other"
        previous = end
    return None


def clash(
    mentions: Iterable[Mention], new: Mention, policy: OverlapPolicy, read: Callable[[str], str] = str
) -> Clash | None:
    """How `new` is at odds with the others (itself, by id, left out) under the schema's overlap policy.

    `read` says as what a label is read (`Schema.resolve`): twins are those whose labels are read the same.
    """
    for other in mentions:
        if other.id == new.id or other.start >= new.end or new.start >= other.end:
            continue
        if other.spans == new.spans and read(other.label) == read(new.label):
            return Clash.TWIN
        if policy == "none":
            return Clash.OVERLAP
        if policy == "nested" and _crosses(other.hull, new.hull):
            return Clash.CROSSING
    return None


def _crosses(a: Span, b: Span) -> bool:
    (_, first_end), (second_start, second_end) = sorted((a, b), key=lambda span: (span.start, -span.end))
    return second_start < first_end < second_end


def problems(layer: Layer, document: Document, schema: Schema) -> list[Problem]:
    """All problems of a layer, in the order of the text."""
    found: list[Problem] = []
    ordered = sorted(layer.mentions.values(), key=lambda m: (m.start, -m.end, m.id))
    reached: list[Mention] = []
    triggers = {event.trigger for event in layer.events.values()}
    for mention in ordered:
        reached = [other for other in reached if other.end > mention.start]
        found += mention_problems(mention, document, schema)
        against = clash(reached, mention, schema.overlap)
        if against is not None:
            found.append(Problem(against.value, mention.id, mention.hull))
        if schema.is_event(mention.label) and mention.id not in triggers:
            found.append(Problem("event", mention.id, mention.hull))
        reached.append(mention)
    for event in layer.events.values():
        trigger = layer.mentions.get(event.trigger)
        if trigger is None or trigger.label != event.label:
            found.append(Problem("trigger", event.id, trigger.hull if trigger else None))
    return found


def mention_problems(mention: Mention, document: Document, schema: Schema) -> Iterator[Problem]:
    """The problems that a mention has by itself."""
    text = document.text
    hull = mention.hull
    if schema.label(mention.label) is None:
        yield Problem("label", mention.id, hull, mention.label)
    if any(_is_edge(text[span.start]) or _is_edge(text[span.end - 1]) for span in mention.spans):
        yield Problem("edge", mention.id, hull)
    if any(snap(text, span) != span for span in mention.spans):
        yield Problem("grapheme", mention.id, hull)
    if schema.boundary == "stem":
        word = word_at(text, mention.start)
        if word is not None and word.start == mention.start:
            offset = propose(text[word.start : word.end], frozenset())
            if 0 < offset < mention.end - mention.start:
                yield Problem("clitic", mention.id, hull, text[mention.start + offset : mention.end])


_OPENING = frozenset("«“\"'([{#@-+")
_CLOSING = frozenset("»”\"')]}%")


def _is_edge(letter: str) -> bool:
    """Whether a mention should not begin or end with this letter: spaces and the marks that end sentences and clauses.
    Quotes, brackets, # and % belong to some names."""
    if letter in _OPENING or letter in _CLOSING:
        return False
    return unicodedata.category(letter) in ("Zs", "Zl", "Zp", "Cc", "Po")
