"""The hover card: what a mention is, in plain text. The only thing that covers the article unasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from ui.theme import Theme, article_font, interface_font

WIDTH: Final = 280
_PADDING: Final = 12
_LONGEST: Final = 200


class HoverCard(QWidget):
    """The surface in the article's letters, then a few lines in the interface's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[tuple[QTextLayout, float]] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours from now on."""
        self._theme = theme

    def show_lines(self, surface: str, lines: Sequence[str], anchor: QRect) -> None:
        """Show the card 8 px under `anchor` (the mention, in the parent's coordinates), or above where there is no room."""
        self._lines = []
        y = float(_PADDING)
        fonts = [article_font(18), *(interface_font(13) for _ in lines)]
        for text, font in zip([surface, *lines], fonts, strict=True):
            short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
            layout = QTextLayout(" ".join(short.split()), font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            rtl = layout.text().isascii() is False and font is fonts[0]
            direction = (
                Qt.LayoutDirection.RightToLeft if rtl or self.isRightToLeft() else Qt.LayoutDirection.LeftToRight
            )
            option.setTextDirection(direction)
            option.setAlignment(Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft)
            layout.setTextOption(option)
            layout.beginLayout()
            top = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(WIDTH - 2 * _PADDING)
                line.setPosition(QPointF(0, top))
                top += max(line.height(), 20.0)
            layout.endLayout()
            self._lines.append((layout, y))
            y += top + 2
        size = QSize(WIDTH, round(y + _PADDING - 2))
        self.setGeometry(QRect(self._place(size, anchor), size))
        self.show()
        self.raise_()

    def _place(self, size: QSize, anchor: QRect) -> QPoint:
        parent = self.parentWidget()
        room = (parent or self).rect().adjusted(4, 4, -4, -4)
        x = min(max(anchor.right() - size.width() + 1, room.left()), max(room.left(), room.right() - size.width()))
        y = anchor.bottom() + 8
        if y + size.height() > room.bottom():
            y = anchor.top() - 8 - size.height() - 16
        return QPoint(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.line, 1))
        painter.setBrush(self._theme.panel)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        for number, (layout, y) in enumerate(self._lines):
            painter.setPen(self._theme.ink if number == 0 else self._theme.ink_second)
            layout.draw(painter, QPointF(_PADDING, y))
