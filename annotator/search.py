"""Finding in Arabic as people mean it: through vowels, tatweel, hamza forms, digits and joined prefixes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final, NamedTuple

from annotator.text.clitics import candidates
from annotator.text.graphemes import snap
from annotator.text.normalise import Normalised, key, normalise
from annotator.text.spans import Span
from annotator.text.words import word_at

_PORTION: Final = 32
"""Places that are looked at in one go (about 1 ms)."""
_FOLDED: Final = 20_000
"""Code points that are folded in one go (about 2 ms)."""


class Hit(NamedTuple):
    """A place where a name occurs; `prefix` is what is joined before it in its word, or empty."""

    span: Span
    prefix: str


class Searchable:
    """A text that is folded once and searched often."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: Normalised | None = None

    @property
    def folded(self) -> Normalised:
        """The folded text with its way back."""
        for _ in self.folding():
            pass
        assert self._folded is not None
        return self._folded

    def folding(self) -> Iterator[None]:
        """Folds the text in portions of a few milliseconds, so that a caller may stop in between."""
        if self._folded is not None:
            return
        parts, origin = [], array("I")
        for start in range(0, len(self.text), _FOLDED):
            part = normalise(self.text[start : start + _FOLDED], start)
            parts.append(part.text)
            origin += part.origin
            yield
        self._folded = Normalised("".join(parts), origin)

    def find(self, query: str, *, exact: bool = False) -> list[Span]:
        """Where `query` stands, also inside words, in the order of the text; hits do not overlap.

        Folded as a rule; `exact` compares character by character. An empty query, and one of which folding leaves
        nothing, is found nowhere.
        """
        if exact:
            return [Span(at, at + len(query)) for at in _positions(self.text, query)]
        wanted = key(query).strip()
        folded = self.folded
        return [snap(self.text, folded.source(at, at + len(wanted))) for at in _positions(folded.text, wanted)]

    def occurrences(self, surface: str) -> list[Hit]:
        """Where the name `surface` stands as whole words, alone or after joined prefixes (و ف ب ل ك س).

        A name that begins with the article is found after ل too, which swallows its alef (للأمم المتحدة): the hit then
        begins at the second ل.
        """
        return sorted(chain.from_iterable(self.portions(surface)))

    def portions(self, surface: str) -> Iterator[list[Hit]]:
        """`occurrences` from a few places at a time, in no order, so that a caller may stop in between."""
        wanted = key(surface).strip()
        for form in forms_of(wanted):
            places = _positions(self.folded.text, form)
            while portion := list(islice(places, _PORTION)):
                hits = (self.whole(at, form) for at in portion)
                yield [hit for hit in hits if hit and (form == wanted or _is_swallowed(self.text, hit))]

    def whole(self, at: int, form: str) -> Hit | None:
        """The hit of a folded form that stands at a place of the folded text, if it is whole words there."""
        text = self.text
        span = snap(text, self.folded.source(at, at + len(form)))
        last = word_at(text, span.end)
        if last is not None and last.start < span.end < last.end:
            return None  # the word goes on: another word, or a suffix
        first = word_at(text, span.start)
        if first is None or first.start == span.start or first.end <= span.start:
            return Hit(span, "")
        if span.start - first.start in _after_prefixes(text[first.start : first.end]):
            return Hit(span, text[first.start : span.start])
        return None


def forms_of(wanted: str) -> list[str]:
    """A folded name as it may stand in a text: behind ل the article loses its alef."""
    return [wanted, wanted[1:]] if wanted.startswith("ال") and len(wanted) > 3 else [wanted]


def _after_prefixes(word: str) -> set[int]:
    """Where a name may begin in a word; behind the article it would be another name."""
    return {place.offset for place in candidates(word) if place.clitic != "ال"}


def _positions(text: str, wanted: str) -> Iterator[int]:
    if not wanted:
        return
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + len(wanted))


def _is_swallowed(text: str, hit: Hit) -> bool:
    """Whether a hit without its alef stands after the ل that swallowed it."""
    return key(hit.prefix).endswith("ل") and key(text[hit.span.start : hit.span.end]).startswith("ل")
