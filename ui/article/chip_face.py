"""What a chip shows: signs and letters, measured once and drawn often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTextLayout, QTextOption

from ui.article.chips import DOT, Chip, Form
from ui.article.marks import Mark
from ui.article.metrics import Zones
from ui.theme import Theme, interface_font

_PADDING: Final = 4.0
_SIGN_GAP: Final = 3.0
_KEPT: Final = 400
_Shape = Callable[[QPainter, QRectF, QColor], None]


class ChipFaces:
    """Measures and draws chips. Letters are shaped once per text; the cache is per view."""

    def __init__(self) -> None:
        self._layouts: dict[tuple[str, int], QTextLayout] = {}
        self._paths: dict[tuple[float, float], QPainterPath] = {}

    def _letters(self, text: str, pixels: int) -> QTextLayout:
        key = (text, pixels)
        layout = self._layouts.get(key)
        if layout is None:
            layout = QTextLayout(text, interface_font(pixels, bold=True))
            option = QTextOption()
            option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            layout.setTextOption(option)
            layout.setCacheEnabled(True)
            layout.beginLayout()
            line = layout.createLine()
            if line.isValid():
                line.setNumColumns(len(text) + 1)
                line.setPosition(QPointF(0, 0))
            layout.endLayout()
            if len(self._layouts) > _KEPT:
                self._layouts.clear()
            self._layouts[key] = layout
        return layout

    def _shape(self, width: float, height: float) -> QPainterPath:
        path = self._paths.get((width, height))
        if path is None:
            path = self._paths[width, height] = _top_rounded(QRectF(0, 0, width, height), 3.0)
        return path

    def widths(self, mark: Mark, zones: Zones) -> tuple[float, float]:
        """Widths of the mark's full chip and of the short one, in whole px."""
        return self._width(mark, mark.look.name, zones), self._width(mark, mark.look.short, zones)

    def _width(self, mark: Mark, text: str, zones: Zones) -> float:
        line = self._letters(caption(mark, text), zones.chip_font).lineAt(0)
        letters = line.naturalTextWidth() if line.isValid() else 0.0
        signs = sum(sign + _SIGN_GAP for sign in _signs(mark, zones))
        return float(-(-(letters + signs + 2 * _PADDING) // 1))

    def draw(
        self, painter: QPainter, mark: Mark, chip: Chip, baseline: float, zones: Zones, theme: Theme, *, solid: bool
    ) -> None:
        """Draw a placed chip over its line. `solid`: in the mark's strong colour."""
        hue = mark.look.hue
        if chip.form is Form.DOT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hue.strong)
            painter.drawEllipse(QRectF(chip.left, baseline + zones.fill_top - DOT - 1, DOT, DOT))
            return
        box = QRectF(chip.left, baseline + zones.chip_top, chip.right - chip.left, zones.chip_height)
        if mark.suggestion and not solid:
            _dashed(painter, box, hue.strong, theme.page)
        else:
            painter.translate(box.topLeft())
            painter.fillPath(self._shape(box.width(), box.height()), hue.strong if solid else hue.fill)
            painter.translate(-box.topLeft())
        ink = theme.on_strong if solid else hue.text
        x = box.right() - _PADDING
        for shape, width in zip(_shapes(mark), _signs(mark, zones), strict=True):
            warn = theme.on_strong if solid else theme.warning
            shape(
                painter,
                QRectF(x - width, box.center().y() - width / 2, width, width),
                warn if shape is _triangle else ink,
            )
            x -= width + _SIGN_GAP
        text = mark.look.name if chip.form is Form.FULL else mark.look.short
        layout = self._letters(caption(mark, text), zones.chip_font)
        line = layout.lineAt(0)
        if line.isValid():
            painter.setPen(ink)
            rise = baseline + zones.fill_top - round(zones.chip_height * 0.25) - line.ascent()
            layout.draw(painter, QPointF(x - line.naturalTextWidth() - line.x(), rise))


def caption(mark: Mark, text: str) -> str:
    """The words of a chip: a suggestion asks."""
    if not mark.suggestion:
        return text
    return text + ("؟" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "?")


def _signs(mark: Mark, zones: Zones) -> list[float]:
    big = zones.chip_height > 14
    widths = []
    if mark.problem:
        widths.append(11.0 if big else 9.0)
    if mark.look.event:
        widths.append(9.0 if big else 7.0)
    return widths


def _shapes(mark: Mark) -> list[_Shape]:
    return [*([_triangle] if mark.problem else []), *([_diamond] if mark.look.event else [])]


def _diamond(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    c = box.center()
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(c.x(), box.top()),
                QPointF(box.right(), c.y()),
                QPointF(c.x(), box.bottom()),
                QPointF(box.left(), c.y()),
            ]
        )
    )


def _triangle(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """The sign of a problem: a triangle with a stroke and a point inside."""
    pen = QPen(ink, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    body = box.adjusted(0.4, 0.6, -0.4, -0.8)
    painter.drawPolygon(QPolygonF([QPointF(body.center().x(), body.top()), body.bottomRight(), body.bottomLeft()]))
    middle = body.center().x()
    painter.drawLine(
        QPointF(middle, body.top() + body.height() * 0.42), QPointF(middle, body.top() + body.height() * 0.62)
    )
    painter.drawPoint(QPointF(middle, body.top() + body.height() * 0.82))


def _top_rounded(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath(box.bottomLeft())
    path.lineTo(box.left(), box.top() + radius)
    path.quadTo(box.topLeft(), QPointF(box.left() + radius, box.top()))
    path.lineTo(box.right() - radius, box.top())
    path.quadTo(box.topRight(), QPointF(box.right(), box.top() + radius))
    path.lineTo(box.bottomRight())
    path.closeSubpath()
    return path


def _dashed(painter: QPainter, box: QRectF, ink: QColor, page: QColor) -> None:
    pen = QPen(ink, 1)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(page)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
