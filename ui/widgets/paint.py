"""Drawing that several widgets share: lines of text, key hints, chips, swatches, icons. Nothing here keeps state but
measures of text: shaping Arabic is dear, and every list and label asks for the same lines again and again."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from ui.look import SMALL, Look
from ui.theme import Hue

Align = Literal["start", "end", "center"]
_KEPT: Final = 4000
"""Measured lines of text that are remembered."""
_LINE: Final = (
    Qt.AlignmentFlag.AlignAbsolute.value
    | Qt.AlignmentFlag.AlignVCenter.value
    | Qt.TextFlag.TextSingleLine.value
    | Qt.TextFlag.TextDontClip.value
)
_LEFT: Final = _LINE | Qt.AlignmentFlag.AlignLeft.value
_RIGHT: Final = _LINE | Qt.AlignmentFlag.AlignRight.value
_CENTER: Final = _LINE | Qt.AlignmentFlag.AlignHCenter.value


def text_direction(text: str) -> Qt.LayoutDirection:
    """Direction of a user's text by its first strong letter; without one, that of the articles."""
    for letter in text:
        strong = unicodedata.bidirectional(letter)
        if strong in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
        if strong == "L":
            return Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.RightToLeft


@lru_cache(_KEPT)
def text_width(font: QFont, text: str) -> int:
    """Width of a line of text, rounded up."""
    return QFontMetrics(font).horizontalAdvance(text) + 1


@lru_cache(_KEPT)
def _shortened(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def draw_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    color: QColor,
    *,
    direction: Qt.LayoutDirection,
    align: Align = "start",
) -> None:
    """One line of text, centred in height, shortened with an ellipsis at its logical end where it does not fit."""
    painter.save()
    painter.setFont(font)
    painter.setPen(color)
    painter.setLayoutDirection(direction)
    right = direction == Qt.LayoutDirection.RightToLeft
    flags = _CENTER if align == "center" else _RIGHT if (align == "start") == right else _LEFT
    shown = text if text_width(font, text) <= rect.width() else _shortened(font, text, rect.width())
    painter.drawText(rect, flags, shown)
    painter.restore()


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, line: QColor | None = None) -> None:
    """A rounded box with an optional one-pixel border inside its edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, 1) if line is not None else Qt.PenStyle.NoPen)
    inset = 0.5 if line is not None else 0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def draw_icon(painter: QPainter, look: Look, name: str, color: QColor, rect: QRect, size: int = 16) -> None:
    """An icon of the set, centred in `rect`."""
    ratio = painter.device().devicePixelRatioF()
    pixmap = look.pixmap(name, color, size, ratio)
    side = look.px(size)
    painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, pixmap)


def key_size(look: Look, text: str) -> QSize:
    """Size of a key hint."""
    width = max(look.px(18), text_width(look.font(SMALL), text) + look.px(10))
    return QSize(width, look.px(18))


def draw_key(painter: QPainter, look: Look, rect: QRect, text: str, *, on_accent: bool = False) -> None:
    """A key hint: a small key cap, always left to right."""
    theme = look.theme
    ink = theme.page if on_accent else theme.ink_second
    box = QRectF(rect)
    radius = look.px(4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = theme.page if on_accent else theme.line
    rounded(painter, box, radius, line)
    ground = theme.accent if on_accent else theme.page
    rounded(painter, box.adjusted(1, 1, -1, -2), radius - 1, ground)
    painter.restore()
    inner = rect.adjusted(0, 0, 0, -1)
    draw_line(painter, inner, text, look.font(SMALL), ink, direction=Qt.LayoutDirection.LeftToRight, align="center")


def draw_diamond(painter: QPainter, center: QPointF, half: float, color: QColor) -> None:
    """The sign of an event."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    x, y = center.x(), center.y()
    points = (QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y))
    painter.drawPolygon(QPolygonF(points))
    painter.restore()


def draw_swatch(painter: QPainter, look: Look, rect: QRect, color: QColor, *, event: bool) -> None:
    """The colour of a label: a square for an entity, a diamond for an event."""
    if event:
        draw_diamond(painter, QRectF(rect).center(), look.px(5.5), color)
        return
    side = look.px(10)
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(rect).center())
    rounded(painter, box, look.px(2.5), color)


def chip_size(look: Look, text: str, *, event: bool = False, problem: bool = False) -> QSize:
    """Size of a label's chip in a list."""
    width = text_width(look.font(SMALL, bold=True), text) + look.px(12) + (look.px(11) if event or problem else 0)
    return QSize(width, look.px(18))


def draw_chip(
    painter: QPainter,
    look: Look,
    rect: QRect,
    text: str,
    hue: Hue,
    *,
    event: bool = False,
    solid: bool = False,
) -> None:
    """A label's chip: soft in lists, solid for the selected mention; a diamond before the word of an event."""
    letters = look.theme.on_strong if solid else hue.text
    rounded(painter, QRectF(rect), look.px(3), hue.strong if solid else hue.fill)
    inner = rect.adjusted(look.px(6), 0, -look.px(6), 0)
    right = look.words.right_to_left
    if event:
        step = look.px(11)
        x = inner.right() - look.px(3) if right else inner.left() + look.px(3)
        draw_diamond(painter, QPointF(x, QRectF(rect).center().y()), look.px(3.5), letters)
        inner.adjust(*((0, 0, -step, 0) if right else (step, 0, 0, 0)))
    draw_line(painter, inner, text, look.font(SMALL, bold=True), letters, direction=look.direction, align="center")
