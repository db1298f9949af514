"""Painting of plots that is the same on screen, in PNG and in SVG. In SVG, letters become outlines: Arabic stays shaped
and in order whatever fonts the reader has."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
    QTransform,
)

from ui.look import Look
from ui.theme import Theme, mixed
from ui.widgets.paint import Align, draw_line, rounded

_HEAT = {False: ("#eaf2f4", "#73adbd"), True: ("#2a3236", "#366a79")}
_SECONDARY = 0.78


def heat(theme: Theme, share: float) -> QColor:
    """The colour of a cell, `share` 0 to 1. The theme's ink can be read on every one of them."""
    low, high = (QColor(name) for name in _HEAT[theme.dark])
    return mixed(low, high, min(max(share, 0.0), 1.0))


def secondary(theme: Theme, color: QColor) -> QColor:
    """The colour of a bar that is not the first."""
    return mixed(theme.page, color, _SECONDARY)


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    direction: Qt.LayoutDirection,
    align: Align = "start",
) -> None:
    """One line of text, centred in height, shortened where it does not fit."""
    box = QRect(round(rect.left()), round(rect.top()), round(rect.width()), round(rect.height()))
    engine = painter.paintEngine()
    if engine is None or engine.type() != QPaintEngine.Type.SVG:
        draw_line(painter, box, text, font, color, direction=direction, align=align)
        return
    _outlined(painter, box, text, font, color, direction, align)


def _outlined(
    painter: QPainter, box: QRect, text: str, font: QFont, color: QColor, direction: Qt.LayoutDirection, align: Align
) -> None:
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    layout = QTextLayout(shown, font)
    option = QTextOption()
    option.setTextDirection(direction)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # joined letters lie over each other
    for run in layout.glyphRuns():
        face = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(QTransform.fromTranslate(at.x(), at.y()).map(face.pathForGlyph(glyph)))
    left, width = path.boundingRect().left(), line.naturalTextWidth()
    right = direction == Qt.LayoutDirection.RightToLeft
    start = box.left() if (align == "start") != right else box.right() + 1 - width
    if align == "center":
        start = box.left() + (box.width() - width) / 2
    if not path.isEmpty():
        top = box.top() + (box.height() - line.height()) / 2
        runs_left = min(min((p.x() for p in run.positions()), default=0.0) for run in layout.glyphRuns())
        path.translate(start - min(left, runs_left), top)
        painter.fillPath(path, color)


def lines_of(text: str, font: QFont, width: float) -> list[str]:
    """A sentence broken into lines of at most `width`."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20.0, width))
        start = line.textStart()
        found.append(text.encode("utf-16-le")[2 * start : 2 * (start + line.textLength())].decode("utf-16-le").strip())
    layout.endLayout()
    return found


def whisker(painter: QPainter, theme: Theme, x0: float, x1: float, y: float, half: float, width: float) -> None:
    """An interval: a line with ends in ink, in a halo of the page."""
    low, high = sorted((x0, x1))
    path = QPainterPath(QPointF(low, y))
    path.lineTo(high, y)
    for x in (low, high):
        path.moveTo(x, y - half)
        path.lineTo(x, y + half)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, thick in ((theme.page, width + 2), (theme.ink, width)):
        painter.setPen(QPen(color, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawPath(path)
    painter.restore()


def ring(painter: QPainter, look: Look, rect: QRectF) -> None:
    """The focus ring, two pixels away from what has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.theme.accent, 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.px(5), look.px(5))
    painter.restore()


__all__ = ["heat", "lines_of", "ring", "rounded", "secondary", "whisker", "words"]
