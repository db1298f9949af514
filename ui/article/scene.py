"""The article without its widget: text, blocks, flow and marks, with every question of geometry answered.

y counts from the top of the content, x from the left edge of the column. Offsets are code points of the article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from annotator.model import Span
from ui.article.blocks import Block, blocks_of
from ui.article.dress import Dress, local
from ui.article.flow import Flow, Style
from ui.article.layout import BlockLayout, Caret, Cell
from ui.article.marks import Mark, MarkIndex

DENSE: Final = 0.2
"""When more than this part of the words carries marks, lines stand further apart."""


class Scene:
    """One article under one style with its marks."""

    def __init__(self, style: Style) -> None:
        self.text = ""
        self.blocks: list[Block] = blocks_of("")
        self.flow = Flow("", self.blocks, style)
        self.marks = MarkIndex(self.flow.starts)
        self.hits: list[Span] = []
        self.event_marks: tuple[Mark, ...] = ()
        """Trigger and arguments of the event that is shown alone; empty when all marks are shown alike."""
        self._event_dresses: dict[int, tuple[BlockLayout, Dress]] = {}
        self._dresses: dict[int, tuple[BlockLayout, Dress]] = {}
        self._stale: set[int] = set()
        self._grown: list[tuple[int, float]] = []

    # --- what is shown ---

    def set_text(self, text: str) -> None:
        """Show another article, without marks."""
        self.text = text
        self.hits = []
        self.set_event(())
        self.blocks = blocks_of(text)
        self.marks = MarkIndex([block.start for block in self.blocks])
        self.set_style(replace(self.flow.style, dense=False))

    def set_style(self, style: Style) -> None:
        """Lay everything out anew: another font, size or width."""
        self.flow = Flow(self.text, self.blocks, style)
        self._dresses.clear()
        self._stale.clear()
        self._grown.clear()

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show exactly these marks. Lines may move together again."""
        self.marks.replace_all(marks)
        self._dresses.clear()
        self._stale.update(self.flow.exact)
        self.flow.forget_lanes()

    def change_marks(self, gone: Iterable[str], put: Iterable[Mark]) -> dict[int, list[int] | None]:
        """Take marks out and put marks in. The blocks that are touched, and in each the lines that look different
        (None where the block was not dressed, so that it was not seen).
        """
        touched: set[int] = set()
        for mark_id in gone:
            touched.update(self.marks.drop(mark_id))
        for mark in put:
            touched.update(self.marks.drop(mark.id))
            touched.update(self.marks.put(mark))
        self._stale.update(touched & self.flow.exact)
        changes: dict[int, list[int] | None] = {}
        for number in touched:
            before = self._dresses.pop(number, None)
            after = None if before is None else self._dressed(number, before[0])
            changes[number] = None if before is None or after is None else after.follow(before[1])
        return changes

    def set_event(self, marks: tuple[Mark, ...]) -> None:
        """Show these marks of one event over all others, which step back; none: all alike."""
        self.event_marks = marks
        self._event_dresses.clear()

    def shown_mark(self, mark_id: str | None) -> Mark | None:
        """A mark as it is shown: of the event, where one is shown alone."""
        if self.event_marks:
            return next((mark for mark in self.event_marks if mark.id == mark_id), None)
        return self.marks.get(mark_id)

    def is_dense(self) -> bool:
        """Whether so many words carry marks that lines should stand further apart."""
        covered = sum([end - start for mark in self.marks for start, end in mark.spans])
        return covered > DENSE * len(self.text) and len(self.marks) > 2

    def hits_in(self, number: int) -> Iterator[tuple[int, Span]]:
        """The search hits that touch a block, with their numbers."""
        block = self.blocks[number]
        first = bisect_left(self.hits, (block.start,))
        if first and self.hits[first - 1].end > block.start:
            first -= 1
        for i in range(first, len(self.hits)):
            if self.hits[i].start >= block.end:
                return
            yield i, self.hits[i]

    # --- layout ---

    def settle(self, number: int) -> None:
        """Make a block's height exact if it is not."""
        if number in self.flow.exact and number not in self._stale:
            return
        layout = self.flow.layout(number)
        self._settle(number, layout, self._dressed(number, layout))

    def measure(self, number: int) -> None:
        """The same as `settle`, but the layout is not kept: for blocks that nobody looks at."""
        layout = self.flow.make(number)
        self._settle(number, layout, Dress(self.blocks[number], layout, self.marks.in_block(number)))

    def _settle(self, number: int, layout: BlockLayout, dress: Dress) -> None:
        self._stale.discard(number)
        delta = self.flow.settle(number, dress.counts, layout)
        if delta:
            self._grown.append((number, delta))

    def take_growth(self) -> list[tuple[int, float]]:
        """Which blocks became how much taller (px) since this was last asked. Whoever scrolls must ask, so that
        nothing in view moves when a block above it turns exact, for whatever reason.
        """
        grown, self._grown = self._grown, []
        return grown

    def _dressed(self, number: int, layout: BlockLayout) -> Dress:
        kept = self._dresses.get(number)
        if kept is not None and kept[0] is layout:
            return kept[1]
        dress = Dress(self.blocks[number], layout, self.marks.in_block(number))
        if len(self._dresses) > 400:
            self._dresses.clear()
        self._dresses[number] = (layout, dress)
        return dress

    def layout(self, number: int) -> BlockLayout:
        """The layout of a block, settled."""
        self.settle(number)
        return self.flow.layout(number)

    def dress(self, number: int) -> Dress:
        """What is drawn about the marks of a block."""
        return self._dressed(number, self.layout(number))

    def shown_dress(self, number: int) -> Dress:
        """What is drawn with bars and chips: of the event, where one is shown alone, else of all marks."""
        if not self.event_marks:
            return self.dress(number)
        layout = self.layout(number)
        kept = self._event_dresses.get(number)
        if kept is not None and kept[0] is layout:
            return kept[1]
        block = self.blocks[number]
        here = [mark for mark in self.event_marks if mark.start < block.next and block.start < mark.end]
        dress = Dress(block, layout, here)
        self._event_dresses[number] = (layout, dress)
        return dress

    def top(self, number: int) -> float:
        """Upper edge of a block in the content."""
        return self.flow.top(number)

    # --- geometry ---

    def rects(self, span: Span) -> list[QRectF]:
        """Exact boxes of a span, in reading order, as high as a fill."""
        return [rect for number in self._numbers(span) for rect in self._rects_in(number, span)]

    def _numbers(self, span: Span) -> range:
        last = max(span.start, span.end - 1)
        return range(self.flow.index_of(span.start), self.flow.index_of(last) + 1)

    def _rects_in(self, number: int, span: Span) -> Iterator[QRectF]:
        layout, zones = self.layout(number), self.flow.layout(number).zones
        top = self.top(number)
        for piece in layout.pieces(*local(self.blocks[number], span)):
            y = top + layout.lines[piece.line].baseline
            yield QRectF(piece.left, y + zones.fill_top, piece.right - piece.left, zones.fill_bottom - zones.fill_top)

    def caret(self, position: int) -> tuple[int, Caret]:
        """The block and the place in it where the caret of a position stands."""
        number = self.flow.index_of(position)
        block = self.blocks[number]
        return number, self.layout(number).caret(min(position, block.end) - block.start)

    def line_span(self, position: int) -> Span:
        """The visual line that holds a position: its start and the end that is seen."""
        number = self.flow.index_of(position)
        block, layout = self.blocks[number], self.layout(number)
        line = layout.line_at(min(position, block.end) - block.start)
        return Span(block.start + layout.lines[line].start, block.start + layout.visible_end(line))

    def line_rect(self, position: int) -> QRectF:
        """The whole line on which a position stands, as wide as the column."""
        number = self.flow.index_of(position)
        block, layout = self.blocks[number], self.layout(number)
        line = layout.lines[layout.line_at(min(position, block.end) - block.start)]
        return QRectF(0, self.top(number) + line.top, layout.width, line.bottom - line.top)

    def place_at(self, point: QPointF) -> tuple[int, int]:
        """Block and line at a point, the nearest ones outside of the text."""
        number = self.flow.index_at(point.y())
        layout = self.layout(number)
        return number, layout.line_at_y(point.y() - self.top(number))

    def position_at(self, point: QPointF) -> int:
        """The caret position nearest to a point, between graphemes."""
        number, line = self.place_at(point)
        return self.blocks[number].start + self.layout(number).position_at(line, point.x())

    def grapheme_at(self, point: QPointF) -> Span | None:
        """The grapheme under a point."""
        number, line = self.place_at(point)
        layout = self.layout(number)
        cell: Cell | None = layout.cell_at(line, point.x())
        start = self.blocks[number].start
        return None if cell is None else Span(start + cell.start, start + cell.end)

    def marks_at(self, point: QPointF) -> list[str]:
        """Ids of the marks whose boxes and bars hold a point, innermost first."""
        number, line = self.place_at(point)
        layout = self.layout(number)
        below = point.y() - self.top(number) - layout.lines[line].baseline
        dress, zones = self.dress(number), layout.zones
        found = {
            box.mark.id: (box.mark.end - box.mark.start, dress.lanes[box.mark.id])
            for box in dress.line(line).boxes
            if box.piece.left - 0.5 <= point.x() < box.piece.right + 0.5
            and zones.fill_top <= below < zones.bar(dress.lanes[box.mark.id]) + zones.lane_step
        }
        return sorted(found, key=found.__getitem__)
