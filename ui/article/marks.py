"""What the article shows over its text: marks, and which of them touch a stretch of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Mark:
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


def reading_order(mark: Mark) -> tuple[int, int, str]:
    """Sort key: by start, the longer first."""
    return mark.start, -mark.end, mark.id


class MarkIndex:
    """All marks of an article by id, and by the block of text that they touch.

    `starts` are the starts of the blocks, in code points; the first is 0.
    """

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts
        self._marks: dict[str, Mark] = {}
        self._blocks: dict[int, dict[str, Mark]] = {}
        self._order: list[tuple[int, int, str]] = []

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
        insort(self._order, reading_order(mark))
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks.setdefault(block, {})[mark.id] = mark
        return touched

    def drop(self, mark_id: str) -> range:
        """Take a mark out; the blocks that it touched (none if it was not there)."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return range(0)
        del self._order[bisect_left(self._order, reading_order(mark))]
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks[block].pop(mark_id, None)
        return touched

    def replace_all(self, marks: Iterable[Mark]) -> None:
        """Forget every mark and take these."""
        self._marks = {mark.id: mark for mark in marks}
        self._order = sorted([(mark.spans[0][0], -mark.spans[-1][1], mark.id) for mark in self._marks.values()])
        blocks: dict[int, dict[str, Mark]] = {}
        starts, block, last = self._starts, 0, len(self._starts) - 1
        for start, minus_end, mark_id in self._order:
            while block < last and starts[block + 1] <= start:
                block += 1
            mark = self._marks[mark_id]
            blocks.setdefault(block, {})[mark_id] = mark
            other = block
            while other < last and starts[other + 1] < -minus_end:
                other += 1
                blocks.setdefault(other, {})[mark_id] = mark
        self._blocks = blocks

    def in_block(self, block: int) -> list[Mark]:
        """Marks whose hull touches the block, in no order."""
        return list(self._blocks.get(block, {}).values())

    def at(self, position: int) -> list[Mark]:
        """Marks with a part over the code point at a position, innermost (shortest) first."""
        block = max(0, bisect_right(self._starts, position) - 1)
        here = (mark for mark in self._blocks.get(block, {}).values())
        found = [mark for mark in here if any(part.start <= position < part.end for part in mark.spans)]
        return sorted(found, key=lambda mark: (mark.end - mark.start, mark.start, mark.id))

    def ordered(self) -> Iterator[Mark]:
        """Every mark in reading order."""
        return (self._marks[mark_id] for _, _, mark_id in self._order)

    def neighbour(self, mark_id: str | None, position: int, forward: bool) -> Mark | None:
        """The next or the previous mark in reading order, from a mark or else from a position (code points)."""
        mark = self.get(mark_id)
        if mark is not None:
            here = bisect_left(self._order, reading_order(mark)) + (1 if forward else -1)
        else:
            here = bisect_left(self._order, (position,)) - (0 if forward else 1)
        return self._marks[self._order[here][2]] if 0 <= here < len(self._order) else None
