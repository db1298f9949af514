"""Mentions in reading order: which of them touch a stretch of the text is asked at every mark."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from annotator.model import Mention, Span

Place = tuple[int, int, str]
"""Start, end negated (the longer first), id: sorts mentions in reading order."""


def place_of(mention: Mention) -> Place:
    """Where a mention stands in reading order."""
    spans = mention.spans
    return spans[0][0], -spans[-1][1], mention.id


class ReadingOrder:
    """The places of many mentions, sorted. One more or one less costs a search, not a sort.

    `longest` is the length in code points of the longest mention that was ever there.
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.places: list[Place] = sorted([(m.spans[0][0], -m.spans[-1][1], m.id) for m in mentions])
        self._longest = max([-end - start for start, end, _ in self.places], default=0)

    def change(self, before: Mention | None, after: Mention | None) -> None:
        """A mention came (`before` is None), changed or went (`after` is None)."""
        old = None if before is None else place_of(before)
        new = None if after is None else place_of(after)
        if old == new:
            return
        if old is not None:
            del self.places[bisect_left(self.places, old)]
        if new is not None:
            insort(self.places, new)
            self._longest = max(self._longest, -new[1] - new[0])

    def over(self, span: Span) -> list[str]:
        """Ids of the mentions whose hull has a code point in common with `span`, in reading order."""
        start, end = span
        low = bisect_left(self.places, (start - self._longest,))
        high = bisect_left(self.places, (end,), low)
        return [id for _, minus_end, id in self.places[low:high] if -minus_end > start]
