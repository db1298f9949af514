"""The documents with the most differences, as rows that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QPainter

from ui.look import BODY, SMALL, Look
from ui.pages.agreement import ink
from ui.pages.agreement.plot import Plot, Spot
from ui.widgets.paint import Align, text_direction, text_width


class Row(NamedTuple):
    """A document: its title, then short cells; the first of them is bold."""

    title: str
    cells: tuple[str, ...]
    said: str = ""
    asks: object | None = None


class Table(Plot):
    """Rows of 30 under a head, a line below each."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.heads: tuple[str, ...] = ()
        self.rows: list[Row] = []
        self._widths: list[int] = []

    def show_rows(self, heads: Sequence[str], rows: Sequence[Row], title: str) -> None:
        """Shows these rows; the first of `heads` is that of the titles."""
        self.heads, self.rows, self.title = tuple(heads), list(rows), title
        self.renew()

    def lay_out(self, width: int) -> int:
        """Short columns as wide as they need; the titles have the rest."""
        px, look = self.look.px, self.look
        self._widths = []
        for column, head in enumerate(self.heads[1:]):
            words = [text_width(look.font(BODY, bold=not column), row.cells[column]) for row in self.rows]
            self._widths.append(max([text_width(look.font(SMALL, bold=True), head), *words]) + px(16))
        top = px(26)
        height = px(30)
        self.spots = [
            Spot(self.across(top + n * height, height), n, 0, row.said or row.title, row.asks)
            for n, row in enumerate(self.rows)
        ]
        return top + height * len(self.rows) + 1 if self.heads else 0

    def draw(self, painter: QPainter) -> None:
        """Head and rows."""
        look, px, theme = self.look, self.look.px, self.look.theme
        if not self.heads:
            return
        self._draw_row(painter, 0, px(24), self.heads, head=True)
        painter.fillRect(self.from_start(0, self._inner, px(25), 1), theme.line)
        for spot, row in zip(self.spots, self.rows, strict=True):
            self._draw_row(painter, spot.rect.top(), spot.rect.height(), (row.title, *row.cells), head=False)
            painter.fillRect(self.from_start(0, self._inner, spot.rect.bottom(), 1), look.theme.line)

    def _draw_row(self, painter: QPainter, top: float, height: float, cells: Sequence[str], *, head: bool) -> None:
        look, theme = self.look, self.look.theme
        rest = sum(self._widths)
        title = self.from_start(0, self._inner - rest, top, height)
        font = look.font(SMALL if head else BODY, bold=head)
        direction = look.direction if head else text_direction(cells[0])
        align: Align = "start" if direction == look.direction else "end"
        ink.words(painter, title, cells[0], font, theme.ink_second if head else theme.ink, direction, align)
        start = self._inner - rest
        for column, (cell, width) in enumerate(zip(cells[1:], self._widths, strict=True)):
            box = self.from_start(start, width, top, height)
            font = look.font(SMALL if head else BODY, bold=head or not column)
            color = theme.ink if not head and not column else theme.ink_second
            ink.words(painter, box, cell, font, color, look.direction, "end")
            start += width
