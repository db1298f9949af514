"""A matrix of numbers in colour: names at the reading side and above, the number in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.look import BODY, SMALL, Look
from ui.pages.agreement import ink
from ui.pages.agreement.plot import Plot, Spot
from ui.widgets.paint import text_width

Face = Literal["heat", "own", "nothing", "undefined", "empty"]


class Cell(NamedTuple):
    """One cell. `share`: how strong its colour is, 0 to 1. `own`: where all agree; `nothing`: a
    count of 0; `empty`: where somebody meets themselves."""

    shown: str
    share: float = 0.0
    face: Face = "heat"
    said: str = ""
    asks: object | None = None


class Heat(Plot):
    """A square of cells, [row][column] from the reading side."""

    def __init__(self, look: Look, *, largest: int = 46, smallest: int = 28) -> None:
        super().__init__(look)
        self.largest, self._smallest = largest, smallest
        self.cells: list[list[Cell]] = []
        self.rows: list[str] = []
        self.heads: list[str] = []
        self.legend = ""
        self._legend_ends = ("", "")
        self._names, self._side, self._tops = 0, 0, 0

    def show_cells(
        self, rows: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[Cell]], title: str, legend: str = ""
    ) -> None:
        """Shows a matrix; `heads` stand above the columns, `legend` below."""
        self.rows, self.heads, self.title, self.legend = list(rows), list(heads), title, legend
        self.cells = [list(row) for row in cells]
        self.renew()

    def lay_out(self, width: int) -> int:
        """Cells as large as fit, never larger than the design's."""
        px, look = self.look.px, self.look
        n = max(1, len(self.heads))
        names = max((text_width(look.font(BODY), name) for name in self.rows), default=0)
        self._names = min(names, max(px(64), round(width * 0.3)))
        room = (width - self._names - px(10)) / n
        self._side = int(min(px(self.largest), max(px(self._smallest), room)))
        self._tops = px(22)
        self.spots = [
            Spot(self._cell(row, column), row, column, cell.said, cell.asks)
            for row, line in enumerate(self.cells)
            for column, cell in enumerate(line)
            if cell.face != "empty"
        ]
        return self._tops + self._side * len(self.rows) + (px(26) if self.legend else px(4))

    def _cell(self, row: int, column: int) -> QRectF:
        side = self._side
        return self.from_start(self._names + self.look.px(10) + column * side, side, self._tops + row * side, side)

    def draw(self, painter: QPainter) -> None:
        """Names, cells, legend."""
        look, px, theme = self.look, self.look.px, self.look.theme
        for column, head in enumerate(self.heads):
            box = self._cell(0, column)
            box = QRectF(box.left() + 1, 0, box.width() - 2, self._tops - px(2))
            ink.words(painter, box, head, look.font(SMALL), theme.ink_second, look.direction, "center")
        for row, name in enumerate(self.rows):
            box = self.from_start(0, self._names, self._tops + row * self._side, self._side)
            ink.words(painter, box, name, look.font(BODY), theme.ink, look.direction)
            for column, cell in enumerate(self.cells[row]):
                self._draw_cell(painter, self._cell(row, column).adjusted(1, 1, -1, -1), cell)
        if self.legend:
            top = self._tops + self._side * len(self.rows)
            self._draw_legend(painter, top + px(8))

    def _draw_cell(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        look, theme = self.look, self.look.theme
        radius = look.px(3)
        if cell.face == "undefined":
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.ink_quiet, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.restore()
        else:
            others = {"own": theme.sunken, "nothing": theme.panel, "empty": theme.panel}
            ground = others.get(cell.face) or ink.heat(theme, cell.share)
            ink.rounded(painter, rect, radius, ground)
        if cell.shown:
            small = cell.face == "undefined" or self._side < look.px(40)
            font = look.font(SMALL if small else BODY, bold=cell.face == "heat")
            color = theme.ink if cell.face == "heat" else theme.ink_second
            ink.words(painter, rect, cell.shown, font, color, look.direction, "center")

    def _draw_legend(self, painter: QPainter, top: float) -> None:
        look, px = self.look, self.look.px
        step = px(14)
        start = self._names + px(10)
        for n in range(5):
            ink.rounded(
                painter, self.from_start(start + n * step, step, top + px(3), px(10)), 0, ink.heat(look.theme, n / 4)
            )
        start += 5 * step + px(8)
        box = self.from_start(start, max(px(40), self._inner - start), top, px(16))
        ink.words(painter, box, self.legend, look.font(SMALL), look.theme.ink_second, look.direction)

    def draw_under(self, painter: QPainter, spot: Spot) -> None:
        """Nothing under a cell: it is full of its own colour."""
