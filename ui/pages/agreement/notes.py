"""What to keep in mind: warnings in words, with a sign, and a way to what they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ui.look import BODY, Look
from ui.pages.agreement import ink
from ui.pages.agreement.plot import Plot, Spot
from ui.widgets.paint import draw_icon


class Note(NamedTuple):
    """One sentence. `serious`: a warning, not only something to know. `link`: words of what opening it does."""

    words: str
    serious: bool = False
    link: str = ""
    asks: object | None = None


class Notes(Plot):
    """Sentences below each other with a line between."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.notes: list[Note] = []
        self._lines: list[list[str]] = []

    def show_notes(self, notes: Sequence[Note], title: str) -> None:
        """Shows these sentences."""
        self.notes, self.title = list(notes), title
        self.renew()

    def lay_out(self, width: int) -> int:
        """Each as high as its words."""
        px, font = self.look.px, self.look.font(BODY)
        y, self.spots, self._lines = 0, [], []
        for number, note in enumerate(self.notes):
            lines = ink.lines_of(note.words, font, width - px(28))
            self._lines.append(lines)
            height = px(20) * (len(lines) + bool(note.link)) + px(16)
            said = f"{note.words} {note.link}".strip()
            self.spots.append(Spot(self.across(y, height), number, 0, said, note.asks))
            y += height
        return y

    def draw(self, painter: QPainter) -> None:
        """Signs, words, links."""
        look, px, theme = self.look, self.look.px, self.look.theme
        font = look.font(BODY)
        for spot, note, lines in zip(self.spots, self.notes, self._lines, strict=True):
            y = spot.rect.top() + px(8)
            box = self.from_start(0, px(16), y, px(20))
            name, color = ("problem", theme.warning) if note.serious else ("information", theme.accent)
            draw_icon(painter, look, name, color, QRect(round(box.left()), round(box.top()), px(16), px(20)))
            for line in lines:
                place = self.from_start(px(28), self._inner - px(28), y, px(20))
                ink.words(painter, place, line, font, theme.ink, look.direction)
                y += px(20)
            if note.link:
                place = self.from_start(px(28), self._inner - px(28), y, px(20))
                ink.words(painter, place, note.link, font, theme.accent, look.direction)
            if spot is not self.spots[-1]:
                painter.fillRect(self.from_start(0, self._inner, spot.rect.bottom() - 1, 1), theme.line)
