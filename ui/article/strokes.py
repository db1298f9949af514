"""Bars, threads, chevrons, outlines and handles: the small shapes that are drawn about a mention."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.article.marks import Mark
from ui.article.metrics import Zones
from ui.theme import Theme


def nearer(color: QColor, to: QColor, part: float) -> QColor:
    """`color` moved towards `to` by a part (0 to 1)."""
    pairs = (color.red(), to.red()), (color.green(), to.green()), (color.blue(), to.blue())
    return QColor(*(round(a + (b - a) * part) for a, b in pairs))


def draw_bar(painter: QPainter, mark: Mark, box: QRectF, zones: Zones, theme: Theme, *, hollow: bool) -> None:
    """The bar under one piece of a mark, in `box`: what kind it is shows its states. A problem wins over everything."""
    strong = mark.look.hue.strong
    if mark.problem:
        _wave(painter, box, theme.warning)
    elif mark.suggestion:
        _dashes(painter, box, strong)
    elif hollow:
        painter.setPen(QPen(strong, 1))
        painter.setBrush(theme.page)
        painter.drawRect(QRectF(box.left() + 0.5, box.top() + 0.5, box.width() - 1, zones.bar_height))
    elif mark.look.event:
        thin = zones.bar_height / 2
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), thin), strong)
        painter.fillRect(QRectF(box.left(), box.top() + thin + 1, box.width(), thin), strong)
        _ticks(painter, mark, box, zones, strong)
    else:
        painter.fillRect(box, strong)
        if mark.look.cycle == 2 and box.width() > 10:
            painter.fillRect(QRectF(round(box.center().x()) - 2, box.top(), 4, box.height()), theme.page)
        _ticks(painter, mark, box, zones, strong)


def _ticks(painter: QPainter, mark: Mark, box: QRectF, zones: Zones, strong: QColor) -> None:
    """The end ticks of the second round of hues, 4 px high."""
    if mark.look.cycle != 1:
        return
    for x in (box.left(), box.right() - zones.bar_height):
        painter.fillRect(QRectF(x, box.center().y() - 2, zones.bar_height, 4), strong)


_WAVE: Final = 6
"""Period of the wave (px); it is 3 high."""


def _wave(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """A wave in place of the bar, from a picture of one period: curves are dear, and problems may be many."""
    ratio = painter.device().devicePixelRatioF()
    place = QRectF(box.left(), int(box.center().y()) - _WAVE, box.width(), 2 * _WAVE)
    painter.drawTiledPixmap(place, _wave_picture(ink.rgba(), ratio))


@cache
def _wave_picture(ink: int, ratio: float) -> QPixmap:
    """One period, in the middle of a picture 12 px high."""
    picture = QPixmap(QSize(round(_WAVE * ratio), round(2 * _WAVE * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    path = QPainterPath(QPointF(-_WAVE, _WAVE))
    for x in range(-_WAVE, 2 * _WAVE, _WAVE):
        path.quadTo(QPointF(x + 1.5, _WAVE - 3), QPointF(x + 3, _WAVE))
        path.quadTo(QPointF(x + 4.5, _WAVE + 3), QPointF(x + 6, _WAVE))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(QColor.fromRgba(ink), 1.4))
    painter.end()
    return picture


_DASH: Final = 7
"""Period of the dashes of a suggestion (px): 4 on, 3 off."""
_LONGEST: Final = 200 * _DASH
"""No line of text is longer (px)."""


def _dashes(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Dashes in place of the bar, from the right; cut from a picture of a long line, for suggestions may be many."""
    ratio = painter.device().devicePixelRatioF()
    width = min(box.width(), _LONGEST)
    picture = _dash_picture(ink.rgba(), round(box.height()), ratio)
    source = QRectF((_LONGEST - width) * ratio, 0, width * ratio, picture.height())
    painter.drawPixmap(QRectF(box.right() - width, box.top(), width, box.height()), picture, source)


@cache
def _dash_picture(ink: int, height: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(_LONGEST * ratio), round(height * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for right in range(_DASH, _LONGEST + 1, _DASH):
        painter.fillRect(QRectF(right - 4, 0, 4, height), QColor.fromRgba(ink))
    painter.end()
    return picture


def draw_thread(painter: QPainter, left: float, right: float, top: float, zones: Zones, ink: QColor) -> None:
    """The dotted thread between the parts of a discontinuous mention: 1.5 on, 2.5 off."""
    x = right - 2.5
    while x - 1.5 > left:
        painter.fillRect(QRectF(x - 1.5, top, 1.5, zones.bar_height), ink)
        x -= 4


def draw_chevron(painter: QPainter, x: float, middle: float, ink: QColor, *, outside: bool) -> None:
    """The open end of a mention at a line's edge, 3 x 8, along the reading direction. `outside`: right of `x`."""
    left = x + 2 if outside else x - 5
    pen = QPen(ink, 1.3)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(left + 3, middle - 4), QPointF(left, middle), QPointF(left + 3, middle + 4)])
    )


def draw_outline(painter: QPainter, box: QRectF, ink: QColor, width: float, radius: float = 2.0) -> None:
    """An outline along the edges of `box`."""
    painter.setPen(QPen(ink, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def draw_handle(painter: QPainter, x: float, baseline: float, zones: Zones, ink: QColor, page: QColor) -> None:
    """A handle at an edge: stem 2 wide, knob 8."""
    bottom = baseline + zones.handle_bottom
    painter.fillRect(QRectF(x - 1, baseline + zones.handle_top, 2, zones.handle_bottom - zones.handle_top - 4), ink)
    painter.setPen(QPen(page, 1))
    painter.setBrush(QBrush(ink))
    painter.drawEllipse(QRectF(x - 4.5, bottom - 8.5, 9, 9))


def draw_candidate(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """The dashed box round letters that would come in or go: 3 on, 2 off.

    Dashes of a pen would begin elsewhere when only a part is painted again.
    """
    x = box.left()
    while x < box.right():
        width = min(3.0, box.right() - x)
        painter.fillRect(QRectF(x, box.top(), width, 1), ink)
        painter.fillRect(QRectF(x, box.bottom() - 1, width, 1), ink)
        x += 5
    y = box.top()
    while y < box.bottom():
        height = min(3.0, box.bottom() - y)
        painter.fillRect(QRectF(box.left(), y, 1, height), ink)
        painter.fillRect(QRectF(box.right() - 1, y, 1, height), ink)
        y += 5


def draw_hit(painter: QPainter, box: QRectF, theme: Theme, *, current: bool) -> None:
    """A place that a search has found: square corners, a line of the accent; the current one stronger."""
    ground = QColor(theme.accent)
    ground.setAlphaF(0.34 if current else 0.14)
    painter.fillRect(box, ground)
    width = 2 if current else 1
    for side in (
        QRectF(box.left(), box.top(), box.width(), width),
        QRectF(box.left(), box.bottom() - width, box.width(), width),
        QRectF(box.left(), box.top(), width, box.height()),
        QRectF(box.right() - width, box.top(), width, box.height()),
    ):
        painter.fillRect(side, theme.accent)


def draw_caret(painter: QPainter, x: float, top: float, bottom: float, ink: QColor, *, rtl: bool, flag: bool) -> None:
    """The caret, 2 wide; the flag (5 x 4) at its top points along the reading direction."""
    painter.fillRect(QRectF(x - 1, top, 2, bottom - top), ink)
    if flag:
        tip = x - 6 if rtl else x + 6
        base = x - 1 if rtl else x + 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([QPointF(base, top), QPointF(tip, top + 2), QPointF(base, top + 4)]))
