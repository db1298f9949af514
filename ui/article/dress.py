"""What is drawn about the marks of one block: which lines they touch, in which lanes, and, line by line, their boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotator.model import Span
from ui.article.blocks import Block
from ui.article.lanes import Extent, lanes_of
from ui.article.layout import BlockLayout, Piece
from ui.article.marks import Mark


class Box(NamedTuple):
    """A piece of a mark on a line. `opens`: the mention came from the line before; `continues`: it goes on below."""

    mark: Mark
    piece: Piece
    opens: bool
    continues: bool


@dataclass(frozen=True)
class LineDress:
    """One line's share. `boxes` run from the longest mark to the shortest, so that the innermost is painted last.

    `threads` lie between the parts of discontinuous marks. `chips` are the marks that begin here and, for each, the
    stretch from its start to the leftmost of its boxes.
    """

    boxes: tuple[Box, ...]
    threads: tuple[tuple[Mark, Piece], ...]
    chips: tuple[tuple[Mark, Piece], ...]


class Dress:
    """The marks of one block on one layout. Boxes are worked out when a line is first looked at."""

    def __init__(self, block: Block, layout: BlockLayout, marks: Iterable[Mark]) -> None:
        self._block = block
        self._layout = layout
        hulls = sorted((_hull(mark) for mark in marks), key=_longest_first)
        self.marks = [mark for _, _, mark in hulls]
        self.lanes = lanes_of([Extent(mark.id, start, end) for start, end, mark in reversed(hulls)])
        self._lines: dict[int, LineDress] = {}

    @cached_property
    def by_line(self) -> list[list[Mark]]:
        """The marks whose hull touches each line, the longest first."""
        starts = [self._block.start + line.start for line in self._layout.lines]
        found: list[list[Mark]] = [[] for _ in starts]
        for mark in self.marks:
            start, end, _ = _hull(mark)
            first = bisect_right(starts, start) - 1
            if first < 0:
                first = 0
            found[first].append(mark)
            for number in range(first + 1, bisect_left(starts, end)):
                found[number].append(mark)
        return found

    @property
    def counts(self) -> list[int]:
        """How many lanes each line needs."""
        lanes = self.lanes
        return [max([lanes[mark.id] for mark in marks], default=0) for marks in self.by_line]

    def follow(self, before: Dress) -> list[int]:
        """Lines that look different from another dress of the same lines; what is known of the others is taken over."""
        changed = []
        moved = {id for id, _ in self.lanes.items() ^ before.lanes.items()}
        for number, (new, old) in enumerate(zip(self.by_line, before.by_line, strict=True)):
            if not _look_alike(new, old) or any(mark.id in moved for mark in new):
                changed.append(number)
            elif number in before._lines:
                self._lines[number] = before._lines[number]
        return changed

    def line(self, number: int) -> LineDress:
        """What is drawn on a line."""
        dress = self._lines.get(number)
        if dress is None:
            dress = self._lines[number] = self._dress_line(number)
        return dress

    def _dress_line(self, number: int) -> LineDress:
        boxes: list[Box] = []
        threads: list[tuple[Mark, Piece]] = []
        chips: list[tuple[Mark, Piece]] = []
        for mark in self.by_line[number]:
            here = line_boxes(mark, mark.spans, number, self._block, self._layout)
            boxes.extend(here)
            if here and self._first_line(mark) == number:
                pieces = [box.piece for box in here]
                left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
                chips.append((mark, Piece(number, left, right)))
            for i in range(len(mark.spans) - 1):
                gap = Span(mark.spans[i].end, mark.spans[i + 1].start)
                threads.extend((mark, piece) for piece in line_pieces(gap, number, self._block, self._layout))
        return LineDress(tuple(boxes), tuple(threads), tuple(chips))

    def _first_line(self, mark: Mark) -> int:
        """The line with the mention's first box; not in this block: -1."""
        local = mark.start - self._block.start
        if local < 0:
            return -1
        number = self._layout.line_at(local)
        hangs = local >= self._layout.visible_end(number) and number < len(self._layout.lines) - 1
        return number + 1 if hangs else number


def _hull(mark: Mark) -> tuple[int, int, Mark]:
    """Start and end of a mark: read once, for a long block asks for them many times."""
    spans = mark.spans
    return spans[0][0], spans[-1][1], mark


def _longest_first(hull: tuple[int, int, Mark]) -> tuple[int, int, str]:
    start, end, mark = hull
    return start - end, start, mark.id


def _look_alike(new: list[Mark], old: list[Mark]) -> bool:
    return new == old or (
        len(new) == len(old) and all(mark.looks_like(other) for mark, other in zip(new, old, strict=True))
    )


def line_pieces(span: Span, number: int, block: Block, layout: BlockLayout) -> list[Piece]:
    """The boxes of a span (code points of the article) on one line, from right to left."""
    line = layout.lines[number]
    return layout.pieces_on(number, max(span.start - block.start, line.start), min(span.end - block.start, line.end))


def line_boxes(mark: Mark, spans: Sequence[Span], number: int, block: Block, layout: BlockLayout) -> list[Box]:
    """The boxes of a mark's spans on one line in reading order, with the ends that are open at the line's edge."""
    line = layout.lines[number]
    start, end = block.start + line.start, block.start + line.end
    boxes: list[Box] = []
    for span in spans:
        if span.start < end and start < span.end:
            pieces = line_pieces(span, number, block, layout)
            last = len(pieces) - 1
            after = block.next if number == len(layout.lines) - 1 else end
            boxes.extend(
                Box(mark, piece, i == 0 and span.start < start, i == last and span.end > after)
                for i, piece in enumerate(pieces)
            )
    return boxes


def local(block: Block, span: Span) -> tuple[int, int]:
    """A span clipped to the block and counted from its start."""
    return max(span.start, block.start) - block.start, min(span.end, block.end) - block.start
