"""One block of text laid out: lines, exact rectangles, cells for hit-testing. Positions in here are local code points.

The text's formats are never touched: nothing that is drawn about a mention can change shaping or line breaks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QTextLayout, QTextLine, QTextOption

from annotator.text.graphemes import boundaries
from annotator.text.offsets import OffsetMap
from ui.article.blocks import display_text
from ui.article.metrics import Zones

JOIN: Final = 1.5
"""Visual pieces closer than this are one box (px)."""


_SPLIT: Final = QGlyphRun.GlyphRunFlag.SplitLigature


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


class Cluster(NamedTuple):
    """Graphemes that share their ink, and where it stands; `edges` are their boundaries in order."""

    start: int
    end: int
    left: float
    right: float
    rtl: bool
    edges: tuple[int, ...]


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
        self._known: dict[tuple[int, int, int], list[Piece]] = {}
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
        if lanes:
            if all(line.lanes == count for line, count in zip(self.lines, lanes, strict=True)):
                return
            for line, count in zip(self.lines, lanes, strict=True):
                line.lanes = count
        top = 0.0
        after = [line.lanes for line in self.lines[1:]]
        for line, below in zip(self.lines, [*after, 0], strict=True):
            line.top = top
            line.baseline = top + self.zones.above
            last = line is self.lines[-1]
            top += self.zones.pitch(line.lanes, roomy=below > 0 or (line.lanes > 0 and not last))
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
            found.extend(self._pieces(number, max(start, line.start), min(end, line.end)))
        return found

    def pieces_on(self, number: int, start: int, end: int) -> list[Piece]:
        """The boxes of a stretch of one line, from right to left."""
        return self._pieces(number, *self.snap(start, end)) if start < end else []

    def _pieces(self, number: int, start: int, end: int) -> list[Piece]:
        key = (number, start, end)
        found = self._known.get(key)
        if found is None:
            extents = self._extents(self.lines[number], start, end)
            found = self._known[key] = [Piece(number, left, right) for left, right in reversed(extents)]
        return found

    def _extents(self, line: Line, start: int, end: int) -> list[tuple[float, float]]:
        """Boxes of a stretch of one line, from left to right, joined where they touch."""
        edges: list[tuple[float, float]] = []
        head, tail = self._cluster(line, start), self._cluster(line, end)
        if head is not None:
            edges.append(_slice(head, start, min(end, head.end)))
            start = head.end
        if tail is not None and tail != head:
            edges.append(_slice(tail, tail.start, end))
        if tail is not None:
            end = tail.start
        if start < end:
            edges.extend((box.left(), box.right()) for box in self._boxes(line, start, end))
        joined: list[tuple[float, float]] = []
        for left, right in sorted(edges):
            if joined and left - joined[-1][1] < JOIN:
                joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
            else:
                joined.append((left, right))
        return joined

    def _runs(self, line: Line, start: int, end: int) -> list[QGlyphRun]:
        first = self.offsets.utf16(start)
        return line.qt.glyphRuns(first, self.offsets.utf16(end) - first)

    def _boxes(self, line: Line, start: int, end: int) -> list[QRectF]:
        """Boxes of the glyph runs of a stretch that begins and ends between clusters."""
        return [box for run in self._runs(line, start, end) if (box := run.boundingRect()).width() > 0]

    # --- clusters: several graphemes in one glyph (الله), or one glyph over another (لا) ---

    def _is_inside(self, line: Line, position: int) -> bool:
        """Whether a grapheme boundary on a line lies inside a cluster."""
        if not line.start < position < line.end:
            return False
        after = self.graphemes[bisect_right(self.graphemes, position)]
        runs = self._runs(line, position, after)
        if any(run.flags() & _SPLIT for run in runs):
            return any(run.flags() & _SPLIT for run in self._runs(line, position, line.end))
        return self.text[position].isalpha() and bool(runs) and not any(run.boundingRect().width() > 0 for run in runs)

    def _cluster(self, line: Line, position: int) -> Cluster | None:
        """The cluster around a grapheme boundary, or None where a box can simply end."""
        if not self._is_inside(line, position):
            return None
        edges = self.graphemes
        low = high = bisect_left(edges, position)
        while self._is_inside(line, edges[low]):
            low -= 1
        while self._is_inside(line, edges[high]):
            high += 1
        boxes = self._boxes(line, edges[low], edges[high])
        runs = self._runs(line, edges[low], edges[high])
        left = min((box.left() for box in boxes), default=0.0)
        right = max((box.right() for box in boxes), default=0.0)
        return Cluster(
            edges[low], edges[high], left, right, bool(runs) and runs[0].isRightToLeft(), tuple(edges[low : high + 1])
        )

    # --- cells ---

    def cells(self, number: int) -> list[Cell]:
        """Every grapheme of a line that takes room, from left to right. Built when first asked for (~10 us a cell)."""
        line = self.lines[number]
        if line.cells is None:
            line.cells = sorted(self._cells_between(line, line.start, line.end))
        return line.cells

    def _cells_between(self, line: Line, first: int, last: int) -> Iterator[Cell]:
        """The cells of a line that begin from `first` to before `last`, both boundaries of clusters, in logical order."""
        edges = self.graphemes
        low, high = bisect_right(edges, first) - 1, bisect_right(edges, last) - 1
        while low < high:
            cluster = self._cluster(line, edges[low + 1])
            if cluster is None:
                cell = self._cell(line, edges[low], edges[low + 1])
                if cell is not None:
                    yield cell
                low += 1
                continue
            for start, end in pairwise(cluster.edges):
                yield Cell(*_slice(cluster, start, end), start, end, cluster.rtl)
            low += len(cluster.edges) - 1

    def _beside(self, number: int, position: int) -> list[Cell]:
        """The cells before and after a grapheme boundary of a line. Whoever wants no more is spared a whole line's."""
        line, edges = self.lines[number], self.graphemes
        if line.cells is not None:
            return [cell for cell in line.cells if position in (cell.start, cell.end)]
        low = high = bisect_left(edges, position)
        low, high = max(low - 1, 0), min(high + 1, len(edges) - 1)
        while self._is_inside(line, edges[low]):
            low -= 1
        while self._is_inside(line, edges[high]):
            high += 1
        around = self._cells_between(line, max(edges[low], line.start), min(edges[high], line.end))
        return [cell for cell in around if position in (cell.start, cell.end)]

    def _cell(self, line: Line, start: int, end: int) -> Cell | None:
        runs = self._runs(line, start, end)
        boxes = [box for run in runs if (box := run.boundingRect()).width() > 0]
        if boxes:
            rtl = runs[0].isRightToLeft()
            return Cell(min(box.left() for box in boxes), max(box.right() for box in boxes), start, end, rtl)
        if self.text[start] != "\t":
            return None
        ends: list[Any] = [line.qt.cursorToX(self.offsets.utf16(place)) for place in (start, end)]
        (before, _), (after, _) = ends
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
        beside = self._beside(number, position)
        after = next((cell for cell in beside if cell.start == position), None)
        before = next((cell for cell in beside if cell.end == position), None)
        meets = after is not None and before is not None and after.rtl != before.rtl
        if after is not None:
            return Caret(number, after.right if after.rtl else after.left, after.rtl, meets)
        if before is not None:
            return Caret(number, before.left if before.rtl else before.right, before.rtl, not before.rtl)
        cells = self.cells(number)
        if not cells:
            return Caret(number, self.width, True, False)
        behind = position <= self.lines[number].start
        return Caret(number, cells[-1].right if behind else cells[0].left, True, False)

    def draw(self, painter: QPainter, origin: QPointF, clip: QRectF) -> None:
        """Draw the lines that meet `clip` with the painter's pen."""
        self.qt.draw(painter, origin, [], clip)


def _slice(cluster: Cluster, start: int, end: int) -> tuple[float, float]:
    """The part of a cluster that some of its graphemes are given: each the same width."""
    step = (cluster.right - cluster.left) / (len(cluster.edges) - 1)
    first, last = cluster.edges.index(start) * step, cluster.edges.index(end) * step
    return (cluster.right - last, cluster.right - first) if cluster.rtl else (cluster.left + first, cluster.left + last)
