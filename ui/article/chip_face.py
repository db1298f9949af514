"""What a chip shows: signs and letters, measured once and drawn often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTextLayout, QTextOption

from ui.article.chips import DOT, Chip, Form
from ui.article.marks import Mark, MarkLook
from ui.article.metrics import Zones
from ui.theme import Theme, interface_font

_PADDING: Final = 4.0
_SIGN_GAP: Final = 3.0
_DEEP: Final = 4
_KEPT: Final = 400
_Shape = Callable[[QPainter, QRectF, QColor], None]


class ChipFaces:
    """Measures and draws chips. Letters are shaped once per text; the cache is per view."""

    def __init__(self) -> None:
        self._layouts: dict[tuple[str, int], QTextLayout] = {}
        self._pictures: dict[tuple[object, ...], tuple[MarkLook, QPixmap]] = {}
        self._widths: dict[tuple[object, ...], tuple[MarkLook, tuple[float, float]]] = {}

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

    def widths(self, mark: Mark, zones: Zones) -> tuple[float, float]:
        """Widths of the mark's full chip and of the short one, in whole px."""
        look = mark.look
        key = (id(look), mark.problem, mark.suggestion, zones.chip_font, zones.chip_height)
        known = self._widths.get(key)
        if known is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            both = self._width(mark, look.name, zones), self._width(mark, look.short, zones)
            known = self._widths[key] = look, both  # the look is kept with it, so that its id stays its own
        return known[1]

    def _width(self, mark: Mark, text: str, zones: Zones) -> float:
        line = self._letters(caption(mark, text), zones.chip_font).lineAt(0)
        letters = line.naturalTextWidth() if line.isValid() else 0.0
        signs = sum(sign + _SIGN_GAP for sign in _signs(mark, zones))
        return float(-(-(letters + signs + 2 * _PADDING) // 1))

    def draw(
        self, painter: QPainter, mark: Mark, chip: Chip, baseline: float, zones: Zones, theme: Theme, *, solid: bool
    ) -> None:
        """Draw a placed chip over its line. `solid`: in the mark's strong colour."""
        if chip.form is Form.DOT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark.look.hue.strong)
            painter.drawEllipse(QRectF(chip.left, baseline + zones.fill_top - DOT - 1, DOT, DOT))
            return
        face = _Face(mark, mark.look.name if chip.form is Form.FULL else mark.look.short, solid)
        place = QPointF(chip.left, baseline + zones.chip_top)
        ratio = painter.device().devicePixelRatio()
        if ratio == int(ratio):
            painter.drawPixmap(place, self._picture(face, chip.right - chip.left, zones, theme, int(ratio)))
        else:  # a picture would be blurred
            painter.translate(place)
            self._paint(painter, face, chip.right - chip.left, zones, theme)
            painter.translate(-place)

    def _picture(self, face: _Face, width: float, zones: Zones, theme: Theme, ratio: int) -> QPixmap:
        """The chip as a picture: most chips of an article look alike."""
        mark = face.mark
        look = mark.look
        key = (
            id(look),
            face.text,
            face.solid,
            mark.problem,
            mark.suggestion,
            width,
            zones.chip_height,
            id(theme),
            ratio,
        )
        known = self._pictures.get(key)
        if known is None:
            picture = QPixmap(QSize(int(width), zones.chip_height + _DEEP) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, face, width, zones, theme)
            painter.end()
            if len(self._pictures) > _KEPT:
                self._pictures.clear()
            known = self._pictures[key] = look, picture
        return known[1]

    def _paint(self, painter: QPainter, face: _Face, width: float, zones: Zones, theme: Theme) -> None:
        """Paint a chip whose upper left corner is the origin."""
        mark, hue = face.mark, face.mark.look.hue
        box = QRectF(0, 0, width, zones.chip_height)
        if mark.suggestion and not face.solid:
            _dashed(painter, box, hue.strong, theme.page)
        else:
            painter.fillPath(_top_rounded(box, 3.0), hue.strong if face.solid else hue.fill)
        ink = theme.on_strong if face.solid else hue.text
        x = box.right() - _PADDING
        for shape, size in zip(_shapes(mark), _signs(mark, zones), strict=True):
            color = theme.warning if shape is _triangle and not face.solid else ink
            shape(painter, QRectF(x - size, box.center().y() - size / 2, size, size), color)
            x -= size + _SIGN_GAP
        layout = self._letters(caption(mark, face.text), zones.chip_font)
        line = layout.lineAt(0)
        if line.isValid():
            painter.setPen(ink)
            rise = box.bottom() - round(zones.chip_height * 0.25) - line.ascent()
            layout.draw(painter, QPointF(x - line.naturalTextWidth() - line.x(), rise))


class _Face(NamedTuple):
    """What decides how a chip looks."""

    mark: Mark
    text: str
    solid: bool


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
