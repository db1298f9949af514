"""What could be the same thing as a mention, and which names of a layer are written the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from annotator.layer import Layer
from annotator.model import Mention, Span
from annotator.schema import Schema
from annotator.text.normalise import key

FARTHEST: Final = 400
"""So many mentions on each side are looked at for something that is not named the same."""


class Candidate(NamedTuple):
    """An entity, or a mention that is in none (`entity` is empty). `span` is the mention of it that stands nearest;
    `named` tells whether the names are the same, or one is part of the other."""

    entity: str
    mention: str
    span: Span
    label: str
    named: bool


class Names:
    """The mentions of a layer that name entities, folded as in search. Triggers of events are no part of it."""

    def __init__(self, text: str, layer: Layer, schema: Schema) -> None:
        self._layer = layer
        self._order = [id for _, _, id in layer.places if not schema.is_event(layer.mentions[id].label)]
        self._place = {id: number for number, id in enumerate(self._order)}
        self._keys = {id: name_key(text, layer.mentions[id]) for id in self._order}
        self._entity = {id: entity.id for entity in layer.entities.values() for id in entity.mentions}

    def candidates(self, mention_id: str, *, most: int = 60) -> list[Candidate]:
        """What could be the same thing as a mention: what is named the same first, then what has the same label, then
        the rest; each time the nearest in the text first. An entity stands where its nearest mention does."""
        mention = self._layer.mentions[mention_id]
        words, own = self._keys.get(mention_id, ""), self._entity.get(mention_id)
        place = self._place.get(mention_id, len(self._order))
        ranked = []
        for number, id in enumerate(self._order):
            if id == mention_id or (own is not None and self._entity.get(id) == own):
                continue
            named = is_named_alike(words, self._keys[id])
            if named or abs(number - place) <= FARTHEST:
                other = self._layer.mentions[id]
                ranked.append((not named, other.label != mention.label, _away(mention, other), number))
        found: dict[str, Candidate] = {}
        for unnamed, _, _, number in sorted(ranked):
            other = self._layer.mentions[self._order[number]]
            entity = self._entity.get(other.id, "")
            thing = entity or other.id
            if thing not in found:
                found[thing] = Candidate(entity, other.id, other.hull, other.label, not unnamed)
                if len(found) == most:
                    break
        return list(found.values())

    def same(self) -> list[tuple[str, ...]]:
        """Mentions that are written the same and have the same label, where they are not one entity yet; those of each
        name in the order of the text, the names by their first mention."""
        groups: dict[tuple[str, str], list[str]] = {}
        for id in self._order:
            groups.setdefault((self._keys[id], self._layer.mentions[id].label), []).append(id)
        return [tuple(ids) for (words, _), ids in groups.items() if words and self._are_apart(ids)]

    def _are_apart(self, ids: Iterable[str]) -> bool:
        """Whether they are no single entity, and at most one of them is in any: what people put into two stays in two."""
        entities = [self._entity.get(id) for id in ids]
        known = {entity for entity in entities if entity is not None}
        return len(entities) > 1 and len(known) < 2 and None in entities


def name_key(text: str, mention: Mention) -> str:
    """The words of a mention as they are compared: folded, single spaces, without the article of the first word."""
    words = " ".join(" ".join(text[span.start : span.end] for span in mention.spans).split())
    folded = key(words).strip()
    return folded[2:] if folded.startswith("ال") and len(folded) > 4 else folded


def is_named_alike(first: str, second: str) -> bool:
    """Whether two name keys are equal, or all words of one are words of the other («الهاشمي», «سليم الهاشمي»)."""
    if not first or not second:
        return False
    if first == second:
        return True
    one, other = ({_bare(word) for word in words.split()} for words in (first, second))
    return one <= other or other <= one


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _away(first: Mention, second: Mention) -> int:
    return max(second.start - first.end, first.start - second.end, 0)
