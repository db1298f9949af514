"""One block of text laid out: lines, exact rectangles, cells for hit-testing. Positions in here are local code points.

The text's formats are never touched: nothing that is drawn about a mention can change shaping or line breaks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextLine, QTextOption

from annotator.text.graphemes import boundaries
from annotator.text.offsets import OffsetMap
from ui.article.blocks import display_text
from ui.article.metrics import Zones

JOIN: Final = 1.5
"""Visual pieces closer than this are one box (px)."""


class Piece(NamedTuple):
    """A box on one line: number of the line in the block, left and right edge from the column's left edge."""

    line: int
    left: float
    right: float


class Cell(NamedTuple):
    """A grapheme as it stands on a line; `rtl` tells on which side it starts."""

    left: float
    right: float
    start: int
    end: int
    rtl: bool


class Caret(NamedTuple):
    """Where a caret stands: line, x, the direction of the text behind it, and whether two directions meet here."""

    line: int
    x: float
    rtl: bool
    meets: bool


@dataclass
class Line:
    """A visual line: local code points [start, end), where it stands in the block, and how many lanes it holds."""

    start: int
    end: int
    qt: QTextLine
    lanes: int = 0
    top: float = 0.0
    baseline: float = 0.0
    bottom: float = 0.0
    cells: list[Cell] | None = field(default=None, repr=False)


def text_option() -> QTextOption:
    """How every block is set: forced right to left, flush right (Qt's default is left), a long word may break."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class BlockLayout:
    """A block of text broken into lines of `width` px. Shaping happens once, in here."""

    def __init__(self, text: str, font: QFont, width: float, zones: Zones) -> None:
        self.text = text
        self.zones = zones
        self.width = width
        self.offsets = OffsetMap(text)
        self._graphemes: list[int] | None = None
        self.qt = QTextLayout(display_text(text), font)
        self.qt.setTextOption(text_option())
        self.qt.setCacheEnabled(True)
        self.lines = self._break_lines()
        self._starts = [line.start for line in self.lines]
        self.place()

    def _break_lines(self) -> list[Line]:
        lines: list[Line] = []
        back = self.offsets.from_utf16
        self.qt.beginLayout()
        while (line := self.qt.createLine()).isValid():
            line.setLineWidth(self.width)
            start = line.textStart()
            lines.append(Line(back(start), back(start + line.textLength()), line))
        self.qt.endLayout()
        return lines or [Line(0, 0, QTextLine())]

    def place(self, lanes: list[int] | None = None) -> None:
        """Stack the lines; `lanes` counts the lanes of bars of each line. Nothing is shaped again."""
        top = 0.0
        for number, line in enumerate(self.lines):
            line.lanes = lanes[number] if lanes else line.lanes
            line.top = top
            line.baseline = top + self.zones.above
            top += self.zones.pitch(line.lanes)
            line.bottom = top
            if line.qt.isValid():
                line.qt.setPosition(QPointF(0, line.baseline - line.qt.ascent()))

    @property
    def height(self) -> float:
        """Height of all lines, without the gap after the paragraph."""
        return self.lines[-1].bottom

    @property
    def graphemes(self) -> list[int]:
        """Local grapheme boundaries, both ends included."""
        if self._graphemes is None:
            self._graphemes = boundaries(self.text) if self.text else [0]
        return self._graphemes

    def line_at(self, position: int) -> int:
        """Number of the line on which a local position stands; at a break the later line."""
        return max(0, bisect_right(self._starts, position) - 1)

    def line_at_y(self, y: float) -> int:
        """Number of the line at a height in the block; the nearest one outside."""
        for number, line in enumerate(self.lines):
            if y < line.bottom:
                return number
        return len(self.lines) - 1

    def snap(self, start: int, end: int) -> tuple[int, int]:
        """The stretch widened to whole graphemes."""
        if self.text.isascii():
            return start, end
        edges = self.graphemes
        low = max(0, bisect_right(edges, start) - 1)
        high = max(low, min(bisect_left(edges, end), len(edges) - 1))
        return edges[low], edges[high]

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Exact boxes of a local stretch, line by line, from right to left; spaces that hang over an edge give none."""
        if end <= start:
            return []
        start, end = self.snap(start, end)
        found: list[Piece] = []
        for number in range(self.line_at(start), self.line_at(end - 1) + 1):
            line = self.lines[number]
            extents = self._extents(line, max(start, line.start), min(end, line.end))
            found.extend(Piece(number, left, right) for left, right in reversed(extents))
        return found

    def _extents(self, line: Line, start: int, end: int) -> list[tuple[float, float]]:
        """Boxes of a stretch of one line, from left to right, joined where they touch."""
        first, last = self.offsets.utf16(start), self.offsets.utf16(end)
        edges = sorted(
            (box.left(), box.right())
            for run in line.qt.glyphRuns(first, last - first)
            if (box := run.boundingRect()).width() > 0
        )
        joined: list[tuple[float, float]] = []
        for left, right in edges:
            if joined and left - joined[-1][1] < JOIN:
                joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
            else:
                joined.append((left, right))
        return joined

    def cells(self, number: int) -> list[Cell]:
        """Every grapheme of a line that takes room, from left to right. Built when first asked for (~8 us a cell)."""
        line = self.lines[number]
        if line.cells is None:
            edges = self.graphemes
            low, high = bisect_right(edges, line.start) - 1, bisect_right(edges, line.end) - 1
            made = (self._cell(line, edges[i], edges[i + 1]) for i in range(low, high))
            line.cells = sorted(cell for cell in made if cell is not None)
        return line.cells

    def _cell(self, line: Line, start: int, end: int) -> Cell | None:
        first, last = self.offsets.utf16(start), self.offsets.utf16(end)
        runs = [run for run in line.qt.glyphRuns(first, last - first) if run.boundingRect().width() > 0]
        if runs:
            boxes = [run.boundingRect() for run in runs]
            return Cell(
                min(b.left() for b in boxes), max(b.right() for b in boxes), start, end, runs[0].isRightToLeft()
            )
        if self.text[start] != "\t":
            return None
        before, after = line.qt.cursorToX(first)[0], line.qt.cursorToX(last)[0]
        return Cell(min(before, after), max(before, after), start, end, before > after)

    def position_at(self, number: int, x: float) -> int:
        """The caret position nearest to `x` on a line: right of the text its start, left of it the end that is seen."""
        line, cells = self.lines[number], self.cells(number)
        if not cells or x >= cells[-1].right:
            return line.start
        if x < cells[0].left:
            return self.visible_end(number)
        cell = self.cell_at(number, x)
        assert cell is not None
        return cell.start if (x >= (cell.left + cell.right) / 2) == cell.rtl else cell.end

    def cell_at(self, number: int, x: float) -> Cell | None:
        """The grapheme under `x`, or None outside the text of the line."""
        cells = self.cells(number)
        if not cells or not cells[0].left <= x < cells[-1].right:
            return None
        return cells[max(0, bisect_right(cells, x, key=lambda cell: cell.left) - 1)]

    def visible_end(self, number: int) -> int:
        """Local end of a line without the spaces that hang over its edge when it is wrapped."""
        line = self.lines[number]
        if number == len(self.lines) - 1:
            return line.end
        return line.start + len(self.text[line.start : line.end].rstrip(" \u1680\u2000\u2001\u2002\u2003\u2009\u200a"))

    def caret(self, position: int) -> Caret:
        """Where the caret of a local position stands: before the grapheme that starts there, else after the last."""
        number = self.line_at(position)
        cells = self.cells(number)
        after = next((cell for cell in cells if cell.start == position), None)
        before = next((cell for cell in cells if cell.end == position), None)
        meets = after is not None and before is not None and after.rtl != before.rtl
        if after is not None:
            return Caret(number, after.right if after.rtl else after.left, after.rtl, meets)
        if before is not None:
            return Caret(number, before.left if before.rtl else before.right, before.rtl, not before.rtl)
        if not cells:
            return Caret(number, self.width, True, False)
        behind = position <= self.lines[number].start
        return Caret(number, cells[-1].right if behind else cells[0].left, True, False)

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF) -> None:
        """Draw the lines that meet `clip` with the painter's pen."""
        self.qt.draw(painter, origin, [], clip)
