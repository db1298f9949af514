"""Words of the article quoted in a panel: with their surroundings, as a choice, and the label's chip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.text.offsets import OffsetMap
from ui.look import SMALL, Look
from ui.theme import Hue
from ui.widgets.paint import Align, chip_size, draw_chip, draw_line, rounded, text_direction, text_width

_NAMELESS = "\ufeff\ufffe"


class _Face(Protocol):
    """What a chip needs to know of a label."""

    @property
    def name(self) -> str: ...
    @property
    def hue(self) -> Hue: ...
    @property
    def event(self) -> bool: ...


class ChipLabel(QWidget):
    """The solid chip of the selected mention."""

    def __init__(self, look: Look, face: Callable[[], _Face]) -> None:
        super().__init__()
        self._look, self._face = look, face
        self._shown: _Face | None = None
        look.changed.connect(self._forget)

    def _forget(self) -> None:
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        """Asks for the label again."""
        face = self._face()
        if face == self._shown:
            return
        self._shown = face
        self.setFixedSize(chip_size(self._look, face.name, event=face.event))
        self.setAccessibleName(face.name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip."""
        face = self._face()
        draw_chip(QPainter(self), self._look, QRect(self.rect()), face.name, face.hue, event=face.event, solid=True)


class Context(QWidget):
    """A few words before and after a mention, the mention itself darker and underlined. Painted, never formatted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = ("", "", "")
        self._from, self._length = 0, 0
        self._color = QColor()
        self._shown: tuple[object, ...] = ()
        self._layout = QTextLayout()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        look.changed.connect(self._lay_out)

    def show_text(self, before: str, surface: str, after: str, color: QColor) -> None:
        """Shows these words; `color` underlines the middle. What does not go into two lines is left out of the words
        around it."""
        if (before, surface, after, color) == self._shown:
            return
        self._shown = (before, surface, after, color)
        self._words, self._color = (before, surface, after), color
        self.setAccessibleName(before + surface + after)
        self._lay_out()

    def _lay_out(self) -> None:
        before, surface, after = self._words
        while self._lay(before, surface, after) > 2 and max(before.count(" "), after.count(" ")) > 1:
            if after.count(" ") >= before.count(" "):
                after = f"{after.rsplit(' ', 1)[0].rstrip('…')}…"
            else:
                before = f"…{before.lstrip('…').split(' ', 1)[1]}"
        self.update()

    def _lay(self, before: str, surface: str, after: str) -> int:
        """Lays these words out; how many lines they take."""
        text = before + surface + after
        offsets = OffsetMap(text)
        self._from = offsets.utf16(len(before))
        self._length = offsets.utf16(len(before) + len(surface)) - self._from
        # Qt drops these at the start of a string, which would move everything by one.
        text = "\u200b" + text[1:] if text[:1] and text[0] in _NAMELESS else text
        layout = QTextLayout(text.replace("\n", " "), self._look.naskh(15))
        option = QTextOption(Qt.AlignmentFlag.AlignRight)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y, pitch = 0, self._look.px(28)
        # Always room for two lines, so that nothing below moves from one mention to the next.
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40, self.width()))
            line.setPosition(QPointF(0, y + (pitch - line.height()) / 2))
            y += pitch
        layout.endLayout()
        self._layout = layout
        self.setFixedHeight(max(y, 2 * pitch))
        return layout.lineCount()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps anew at another width."""
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words; the middle in full ink over a line."""
        painter = QPainter(self)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            start = max(self._from, line.textStart())
            end = min(self._from + self._length, line.textStart() + line.textLength())
            if start < end:
                for run in line.glyphRuns(start, end - start):
                    box = run.boundingRect()
                    y = line.y() + line.ascent() + self._look.px(7)
                    painter.fillRect(QRectF(box.left(), y, box.width(), self._look.px(2)), self._color)
        ink = QTextCharFormat()
        ink.setForeground(self._look.theme.ink)
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = self._from, self._length, ink
        painter.setPen(self._look.theme.ink_second)
        self._layout.draw(painter, QPointF(0, 0), [span])


class Choice(QAbstractButton):
    """A radio row: the words of the article it stands for, and in which way they are cut."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._surface, self._meaning = look, "", ""
        self._shown: tuple[object, ...] = ()
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_choice(self, surface: str, meaning: str, *, chosen: bool) -> None:
        """What the row says."""
        if (surface, meaning, chosen) == self._shown:
            return
        self._shown = (surface, meaning, chosen)
        self._surface, self._meaning = " ".join(surface.split()), meaning
        self.setChecked(chosen)
        self.setAccessibleName(f"{self._surface}: {meaning}")
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; who listens decides what is chosen."""

    def sizeHint(self) -> QSize:
        """32 high."""
        return QSize(self._look.px(120), self._look.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Radio, words, meaning."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        if self.isChecked():
            rounded(painter, QRectF(self.rect()), px(6), theme.accent_soft)
        elif self.underMouse():
            rounded(painter, QRectF(self.rect()), px(6), theme.sunken)
        right = look.words.right_to_left
        self._draw_radio(painter, right)
        meaning = text_width(look.font(SMALL), self._meaning)
        width = self.width() - px(8 + 16 + 12 + 8 + 8) - meaning
        x = px(8) if right else self.width() - px(8) - meaning
        place = QRect(x, 0, meaning, self.height())
        draw_line(painter, place, self._meaning, look.font(SMALL), theme.ink_second, direction=look.direction)
        words = QRect(px(16) + meaning if right else px(36), 0, width, self.height())
        # In the English window the words stand beside their radio, though they read from the right.
        align: Align = "start" if right or text_direction(self._surface) == Qt.LayoutDirection.LeftToRight else "end"
        direction = text_direction(self._surface)
        draw_line(painter, words, self._surface, look.naskh(17), theme.ink, direction=direction, align=align)

    def _draw_radio(self, painter: QPainter, right: bool) -> None:
        px, theme = self._look.px, self._look.theme
        side = px(12)
        x = self.width() - px(10) - side if right else px(10)
        circle = QRectF(x, (self.height() - side) / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.ink_quiet, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            inner = px(3)
            painter.drawEllipse(circle.adjusted(inner, inner, -inner, -inner))
