"""What the article shows over its text: marks, and which of them touch a stretch of it."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

from annotator.model import Span
from ui.theme import Hue


@dataclass(frozen=True, slots=True)
class MarkLook:
    """How a label looks: its full name in the interface's language, its two or three letters, its colours.

    `cycle` is 0, 1 or 2: the second and the third round of hues have bars with ticks and with a gap. An `event` has a
    double line and a diamond.
    """

    name: str
    short: str
    hue: Hue
    cycle: int = 0
    event: bool = False


class Mark(Struct, frozen=True, gc=False):
    """One mention as it is drawn. `spans` are code points of the article, in order; several make it discontinuous."""

    id: str
    spans: tuple[Span, ...]
    look: MarkLook
    problem: bool = False
    suggestion: bool = False
    unsaved: bool = False

    @property
    def start(self) -> int:
        """Start of the hull, in code points."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """End of the hull, in code points, exclusive."""
        return self.spans[-1].end

    def looks_like(self, other: Mark) -> bool:
        """Whether it is drawn as another one: whether the disk has it shows only where that takes long."""
        return self is other or (
            (self.id, self.spans, self.problem, self.suggestion)
            == (other.id, other.spans, other.problem, other.suggestion)
            and self.look == other.look
        )


def reading_order(mark: Mark) -> tuple[int, int, str]:
    """Sort key: by start, the longer first."""
    return mark.start, -mark.end, mark.id


class MarkIndex:
    """All marks of an article by id, and by the block of text that they touch.

    `starts` are the starts of the blocks, in code points; the first is 0. Nothing is sorted but within a block, when it
    is asked: 50,000 marks come and go at once.
    """

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts
        self._marks: dict[str, Mark] = {}
        self._blocks: dict[int, dict[str, Mark]] = {}

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, mark_id: object) -> bool:
        return mark_id in self._marks

    def get(self, mark_id: str | None) -> Mark | None:
        """The mark of that id, if it is there."""
        return None if mark_id is None else self._marks.get(mark_id)

    def blocks_of(self, mark: Mark) -> range:
        """Numbers of the blocks that the mark's hull touches."""
        first = bisect_right(self._starts, mark.start) - 1
        last = bisect_right(self._starts, max(mark.start, mark.end - 1)) - 1
        return range(max(first, 0), max(last, 0) + 1)

    def put(self, mark: Mark) -> range:
        """Add a mark or replace the one of its id (take that out first to know what it touched)."""
        self._marks[mark.id] = mark
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks.setdefault(block, {})[mark.id] = mark
        return touched

    def drop(self, mark_id: str) -> range:
        """Take a mark out; the blocks that it touched (none if it was not there)."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return range(0)
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks[block].pop(mark_id, None)
        return touched

    def replace_all(self, marks: Iterable[Mark]) -> None:
        """Forget every mark and take these."""
        self._marks = {mark.id: mark for mark in marks}
        blocks: dict[int, dict[str, Mark]] = {}
        starts, low, high = [*self._starts, sys.maxsize], 0, -1
        block: dict[str, Mark] = {}
        for mark_id, mark in self._marks.items():
            spans = mark.spans
            start, end = spans[0][0], spans[-1][1]
            if not low <= start < high:  # most marks stand in the block of the one before
                number = max(0, bisect_right(self._starts, start) - 1)
                low, high = starts[number], starts[number + 1]
                block = blocks.setdefault(number, {})
            block[mark_id] = mark
            if end > high:
                for number in self.blocks_of(mark)[1:]:
                    blocks.setdefault(number, {})[mark_id] = mark
        self._blocks = blocks

    def in_block(self, block: int) -> Collection[Mark]:
        """Marks whose hull touches the block, in no order."""
        return self._blocks.get(block, {}).values()

    def at(self, position: int) -> list[Mark]:
        """Marks with a part over the code point at a position, innermost (shortest) first."""
        block = max(0, bisect_right(self._starts, position) - 1)
        here = (mark for mark in self._blocks.get(block, {}).values())
        found = [mark for mark in here if any(part.start <= position < part.end for part in mark.spans)]
        return sorted(found, key=lambda mark: (mark.end - mark.start, mark.start, mark.id))

    def __iter__(self) -> Iterator[Mark]:
        """Every mark, in no order."""
        return iter(self._marks.values())

    def ordered(self) -> list[Mark]:
        """Every mark in reading order; sorts them all."""
        return sorted(self._marks.values(), key=reading_order)

    def _beginning_in(self, block: int) -> list[Mark]:
        """The marks that begin in a block, in reading order."""
        start = self._starts[block] if block else -1
        return sorted((mark for mark in self.in_block(block) if mark.start >= start), key=reading_order)

    def neighbour(self, mark_id: str | None, position: int, forward: bool) -> Mark | None:
        """The next or the previous mark in reading order, from a mark or else from a position (code points)."""
        mark = self.get(mark_id)
        here: tuple[int, int, str] | tuple[int] = (position,) if mark is None else reading_order(mark)
        block = max(0, bisect_right(self._starts, here[0]) - 1)
        for number in range(block, len(self._starts)) if forward else range(block, -1, -1):
            found = self._beginning_in(number)
            if forward:
                after = (other for other in found if reading_order(other) >= here and other.id != mark_id)
            else:
                after = (other for other in reversed(found) if reading_order(other) < here)
            next_one = next(after, None)
            if next_one is not None:
                return next_one
        return None
