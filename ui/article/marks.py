"""What the article shows over its text: marks, and which of them touch a stretch of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.model import Span
from ui.theme import Hue


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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
        self._ordered: list[Mark] | None = None

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
        self._ordered = None
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks.setdefault(block, {})[mark.id] = mark
        return touched

    def drop(self, mark_id: str) -> range:
        """Take a mark out; the blocks that it touched (none if it was not there)."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return range(0)
        self._ordered = None
        touched = self.blocks_of(mark)
        for block in touched:
            self._blocks[block].pop(mark_id, None)
        return touched

    def replace_all(self, marks: Iterable[Mark]) -> None:
        """Forget every mark and take these."""
        self._marks.clear()
        self._blocks.clear()
        for mark in marks:
            self.put(mark)

    def in_block(self, block: int) -> list[Mark]:
        """Marks whose hull touches the block, in reading order."""
        return sorted(self._blocks.get(block, {}).values(), key=reading_order)

    def touching(self, span: Span) -> list[Mark]:
        """Marks with a part that overlaps the span, innermost (shortest) first."""
        blocks = self.blocks_of(Mark("", (span,), _NO_LOOK))
        found: dict[str, Mark] = {}
        for block in blocks:
            for mark in self._blocks.get(block, {}).values():
                if any(part.start < span.end and span.start < part.end for part in mark.spans):
                    found[mark.id] = mark
        return sorted(found.values(), key=lambda mark: (mark.end - mark.start, mark.start, mark.id))

    def ordered(self) -> list[Mark]:
        """Every mark in reading order. Sorted anew only after a change."""
        if self._ordered is None:
            self._ordered = sorted(self._marks.values(), key=reading_order)
        return self._ordered


_NO_LOOK = MarkLook("", "", Hue(None, None, None))  # type: ignore[arg-type]
