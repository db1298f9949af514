"""What is proposed, and which places are taken already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple, TypeVar

from annotator.model import Mention, Span
from annotator.schema import OverlapPolicy

_Found = TypeVar("_Found")
Steps = Generator[None, None, _Found]
"""Looking in steps, for who must not wait: what was found comes with the end."""


def run(steps: Steps[_Found]) -> _Found:
    """Takes all steps in one go."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: _Found = end.value
            return found


class Place(NamedTuple):
    """A place that a label is proposed for.

    `prefix` is what is joined before it in its word and stays outside; `relabels` the mention that is there now with
    another label, or empty.
    """

    span: Span
    label: str
    prefix: str = ""
    relabels: str = ""


class Taken:
    """Mentions, asked which of them touch a place."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._reach = list(accumulate((mention.end for mention in self._mentions), max))

    def touching(self, span: Span) -> Iterator[Mention]:
        """The mentions whose hull has a character in common with `span`."""
        at = bisect_left(self._starts, span.end)
        while at > 0 and self._reach[at - 1] > span.start:
            at -= 1
            if self._mentions[at].end > span.start:
                yield self._mentions[at]


def encloses(outer: Span, inner: Span) -> bool:
    """Whether `outer` holds `inner` and more."""
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def is_inside_a_name(span: Span, others: Iterable[Mention]) -> bool:
    """Whether a longer mention holds the place."""
    return any(encloses(other.hull, span) for other in others)


def is_barred(span: Span, others: Iterable[Mention], policy: OverlapPolicy) -> bool:
    """Whether the mentions that touch a place leave no room for another: one stands exactly there, crosses it, or the
    schema allows no overlap."""
    return any(policy == "none" or not (encloses(other.hull, span) or encloses(span, other.hull)) for other in others)
