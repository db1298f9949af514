"""The words of one disagreement at 24, and under them what each person said, with the names of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model import Span
from ui.look import BODY, SMALL, Look
from ui.pages.agreement import ink
from ui.pages.agreement.context import WordLine, window
from ui.theme import Hue
from ui.widgets.paint import text_width


class Said(NamedTuple):
    """What one person said about some words: a label or a role by its name."""

    spans: tuple[Span, ...]
    lane: int
    name: str
    short: str
    hue: Hue


class Readings(QWidget):
    """One line of words with a lane of 20 px for each person under it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text, self._span = "", Span(0, 0)
        self._names: tuple[str, ...] = ("", "")
        self._said: list[Said] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedHeight(self._look.px(8 + 44 + len(self._names) * 26 + 2))
        self.update()

    def show_readings(self, text: str, span: Span, names: tuple[str, ...], said: Sequence[Said]) -> None:
        """Shows the words around `span`; `names` are those of the people, a lane each."""
        if len(names) != len(self._names):
            self._names = names
            self._relook()
        self._text, self._span, self._names = text, span, names
        self._said = sorted(said, key=lambda each: -(each.spans[-1].end - each.spans[0].start))
        lines = [self._spoken(lane) for lane in range(len(names))]
        self.setAccessibleName("\n".join([text[span.start : span.end], *lines]))
        self.update()

    def _spoken(self, lane: int) -> str:
        parts = [
            f"{self._text[each.spans[0].start : each.spans[-1].end]} ({each.name})"
            for each in self._said
            if each.lane == lane and each.spans[0].start < self._span.end and each.spans[-1].end > self._span.start
        ]
        return f"{self._names[lane]}: {'، '.join(parts) or self._look.tr('agreement.behind.nothing')}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, names, lanes."""
        if not self._text:
            return
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = min(px(120), max(text_width(look.font(BODY, bold=True), name) for name in self._names))
        room = QRectF(px(24) + names + px(16), px(8), self.width() - names - px(64), px(44))
        if look.words.right_to_left:
            room.moveLeft(px(24))
        font = look.naskh(24)
        seen = window(self._text, self._span, font, room.width())
        line = WordLine(self._text[seen.start : seen.end].replace("\n", " "), font)
        # From the right, as the article reads; a place that is wider than the room shows its beginning.
        left = room.right() - line.width
        top = room.top() + (room.height() - line.height) / 2
        painter.setClipRect(QRectF(room.left(), 0, room.width(), self.height()))
        chosen = Span(self._span.start - seen.start, self._span.end - seen.start)
        line.draw(painter, QPointF(left, top), theme.ink_second, [(chosen, theme.ink)])
        for lane in range(len(self._names)):
            y = room.bottom() + lane * px(26)
            painter.fillRect(QRectF(room.left(), y + px(10), room.width(), 1), theme.line)
            mine = [each for each in self._said if each.lane == lane]
            drawn = [self._draw_said(painter, each, mine, line, seen, QPointF(left, y)) for each in mine]
            if not any(drawn):
                boxes = line.boxes(chosen) or [(0.0, line.width)]
                self._draw_nothing(painter, left + (boxes[0][0] + boxes[-1][1]) / 2, y, room)
        painter.setClipping(False)
        for lane, name in enumerate(self._names):
            x = self.width() - px(24) - names if look.words.right_to_left else px(24)
            box = QRectF(x, room.bottom() + lane * px(26), names, px(20))
            ink.words(painter, box, name, look.font(BODY, bold=True), theme.ink, look.direction)

    def _draw_said(
        self, painter: QPainter, said: Said, mine: Sequence[Said], line: WordLine, seen: Span, at: QPointF
    ) -> bool:
        look, px = self._look, self._look.px
        inside = [other for other in mine if other is not said and _within(said, other)]
        near = False
        for span in said.spans:
            start, end = max(span.start, seen.start), min(span.end, seen.end)
            if start >= end:
                continue
            near = near or (start < self._span.end and end > self._span.start)
            for a, b in line.boxes(Span(start - seen.start, end - seen.start)):
                inset = px(3) if inside else 0
                box = QRectF(at.x() + a, at.y() + inset, b - a, px(20) - 2 * inset)
                ink.rounded(painter, box, px(3), said.hue.fill, said.hue.strong)
                font = look.font(SMALL, bold=True)
                for name in (said.name, said.short):
                    if text_width(font, name) + px(6) <= box.width():
                        ink.words(painter, box, name, font, said.hue.text, look.direction, "center")
                        break
        return near

    def _draw_nothing(self, painter: QPainter, middle: float, y: float, room: QRectF) -> None:
        """Under the words in question."""
        look, px = self._look, self._look.px
        words = look.tr("agreement.behind.nothing")
        wide = text_width(look.font(SMALL), words) + px(12)
        left = min(max(middle - wide / 2, room.left()), room.right() - wide)
        box = QRectF(left, y, wide, px(20))
        painter.fillRect(box, look.theme.panel)
        ink.words(painter, box, words, look.font(SMALL), look.theme.ink_second, look.direction, "center")


def _within(said: Said, other: Said) -> bool:
    mine, theirs = (said.spans[0].start, said.spans[-1].end), (other.spans[0].start, other.spans[-1].end)
    return theirs[0] <= mine[0] and mine[1] <= theirs[1] and mine != theirs
