"""What could fill a role of an event: the mentions and entities that fit, nearest first, and where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Final, Literal, NamedTuple

from annotator.layer import Layer
from annotator.model import Argument, Document, Event, Mention, Span
from annotator.schema import Role, Schema
from annotator.text.paragraphs import Paragraph, index_at, split
from annotator.text.sentences import sentence_at

Nearness = Literal["sentence", "paragraph", "far"]
LOOKED_AT: Final = 3000
"""So many mentions on each side of the trigger are looked at: farther ones are no help, and a long article waits."""


class Filler(NamedTuple):
    """Something that fits: as the argument it would be, with the mention that shows it in the text.

    `paragraph` counts from 1.
    """

    argument: Argument
    span: Span
    label: str
    nearness: Nearness
    paragraph: int


class Places:
    """The paragraphs and sentences of a text. Made once for a document: a long one has thousands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraphs: Sequence[Paragraph] = split(text)
        filled = [bool(text[p.start : p.end].strip()) for p in self._paragraphs]
        self._numbers: list[int] = []
        for full in filled:
            self._numbers.append((self._numbers[-1] if self._numbers else 0) + full)

    def paragraph(self, position: int) -> int:
        """The number of the paragraph at a position, as a reader counts them: from 1, empty ones left out."""
        return max(1, self._numbers[index_at(self._paragraphs, position)])

    def sentence(self, position: int) -> Span:
        """The sentence at a position."""
        start, end, _ = self._paragraphs[index_at(self._paragraphs, position)]
        return sentence_at(self._text, Span(start, end), position)


def fillers(
    layer: Layer, document: Document, schema: Schema, event: Event, role: Role, places: Places, *, most: int = 25
) -> list[Filler]:
    """At most so many mentions and entities that fit a role of an event and do not fill it yet. First those of the
    trigger's sentence, then the others, each time the nearest first (in code points between the two).

    An entity of several mentions follows its nearest mention.
    """
    trigger = layer.mentions.get(event.trigger)
    if trigger is None or not role.takes_mentions:
        return []
    taken = {(a.mention, a.entity) for a in event.arguments if a.role == role.key}
    sentence = places.sentence(trigger.start)
    entities = {
        id: entity.id for entity in layer.entities.values() if len(entity.mentions) > 1 for id in entity.mentions
    }
    fits: dict[str, bool] = {}

    def away(mention: Mention) -> int:
        return max(mention.start - trigger.end, trigger.start - mention.end, 0)

    inside: list[Mention] = []
    outside: list[Mention] = []
    for mention in _outwards(layer, trigger):
        if mention.label not in fits:
            fits[mention.label] = schema.fits(role, mention.label)
        if fits[mention.label] and mention.id != trigger.id:
            near = sentence.start <= mention.start < sentence.end
            (inside if near else outside).append(mention)
            if len(outside) >= most:
                break
    here = places.paragraph(trigger.start)
    found: list[Filler] = []
    for mention in [*sorted(inside, key=away), *sorted(outside, key=away)]:
        number = places.paragraph(mention.start)
        near = sentence.start <= mention.start < sentence.end
        nearness: Nearness = "sentence" if near else "paragraph" if number == here else "far"
        entity = entities.get(mention.id)
        for argument in (
            Argument(role.key, mention=mention.id),
            *([Argument(role.key, entity=entity)] if entity is not None else []),
        ):
            if (argument.mention, argument.entity) not in taken:
                taken.add((argument.mention, argument.entity))
                found.append(Filler(argument, mention.hull, mention.label, nearness, number))
    return found[:most]


def _outwards(layer: Layer, trigger: Mention) -> Iterator[Mention]:
    """The mentions around a trigger, the nearest first."""
    mentions, places = layer.mentions, layer.places
    middle = bisect_left(places, (trigger.start,))

    def side(rows: Iterator[int]) -> Iterator[tuple[int, int]]:
        for row in islice(rows, LOOKED_AT):
            start, minus_end, _ = places[row]
            yield max(start - trigger.end, trigger.start + minus_end, 0), row

    after, before = side(iter(range(middle, len(places)))), side(iter(range(middle - 1, -1, -1)))
    for _, row in merge(before, after):
        yield mentions[places[row][2]]
