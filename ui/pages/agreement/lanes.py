"""An article with the layers of several people as lanes under its text, to be read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from annotator.model import Span
from ui.article.view import ArticleView
from ui.theme import Theme, mixed

_BASELINE_TO_FILL = 9
_FIRST, _STEP, _HIGH = 12, 6, 4
_LINE, _DENSE_LINE = 38, 50
"""Distance of lines at size 20 without lanes, and in a dense article: lanes of two people fit there."""


class Piece(NamedTuple):
    """A mention in a lane: 0 for the first person, 1 for the second ... `inner`: it lies within another of the lane."""

    spans: tuple[Span, ...]
    lane: int
    color: QColor
    name: str
    inner: bool = False


class LanesView(ArticleView):
    """The article, a lane for each person under every line, the boxes of what is chosen, ticks on what is settled.

    `place_chosen(offset)`: somebody clicked into the text there (code points).
    """

    place_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.set_read_only(True)
        self.set_hover_card(False)
        self.pieces: list[Piece] = []
        self._marked: tuple[Span, ...] = ()
        self._settled: tuple[Span, ...] = ()
        self._lanes = 0
        self._set_lanes(2)

    def _set_lanes(self, lanes: int) -> None:
        """Lines as far apart as the lanes under them ask for."""
        if lanes != self._lanes:
            self._lanes = lanes
            wider = max(1.0, (_LINE + _STEP * lanes) / _DENSE_LINE)
            self.scene.set_style(replace(self.scene.flow.style, dense=True, spacing=wider))

    def show_lanes(self, text: str, pieces: Sequence[Piece], lanes: int = 2, settled: Sequence[Span] = ()) -> None:
        """Shows an article with these lanes; `settled` are the places that are decided."""
        if text != self.text:
            self.set_article(text)
        self._set_lanes(lanes)
        self._settled = tuple(settled)
        self.pieces = sorted(pieces, key=lambda piece: (piece.inner, piece.spans))
        self._marked = ()
        self.viewport().update()

    def mark(self, spans: Sequence[Span]) -> None:
        """Boxes what is chosen, and brings it into view."""
        self._marked = tuple(spans)
        if spans:
            self.ensure_visible(Span(spans[0].start, spans[-1].end))
        self.viewport().update()

    # -- paint --------------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, then lanes and boxes."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._seen()
        self._draw_guides(painter)
        for piece in self.pieces:
            if piece.spans[0].start < last and piece.spans[-1].end > first:
                self._draw_piece(painter, piece)
        for span in self._settled:
            if span.start < last and span.end > first:
                self._draw_settled(painter, span)
        for span in self._marked:
            if span.start < last and span.end > first:
                self._draw_box(painter, span)

    def _seen(self) -> tuple[int, int]:
        """Code points of the blocks in view."""
        flow, visible = self.scene.flow, self._scroller.visible()
        starts = [*flow.starts, len(self.text)]
        return starts[visible.start], starts[min(visible.stop, len(starts) - 1)]

    @property
    def _unit(self) -> float:
        return self.text_size / 20

    def _draw_guides(self, painter: QPainter) -> None:
        """Faint lines through the column, so that an empty lane is seen as one."""
        flow, origin = self.scene.flow, self.origin()
        faint = mixed(self.theme.page, self.theme.line, 0.7)
        for number in self._scroller.visible():
            layout, top = self.scene.layout(number), self.scene.top(number) + origin.y()
            size = layout.zones.size / 20
            for line in layout.lines:
                if line.end <= line.start:
                    continue
                for lane in range(self._lanes):
                    y = top + line.baseline + _FIRST * size + (lane * _STEP + _HIGH / 2) * self._unit
                    painter.fillRect(QRectF(origin.x(), y - 0.5, flow.style.width, 1), faint)

    def _lane(self, box: QRectF, lane: int) -> QRectF:
        """A lane under a box of letters."""
        unit = self._unit
        headline = box.height() > (18 + _BASELINE_TO_FILL + 2) * unit
        size = unit * (1.25 if headline else 1)
        top = box.bottom() + (_FIRST - _BASELINE_TO_FILL) * size + lane * _STEP * unit
        return QRectF(box.left(), top, box.width(), _HIGH * unit)

    def _draw_piece(self, painter: QPainter, piece: Piece) -> None:
        for span in piece.spans:
            for box in self.rects(span):
                bar = self._lane(box, piece.lane)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(piece.color)
                if piece.inner:
                    painter.setPen(QPen(piece.color, 1))
                    painter.setBrush(self.theme.page)
                    bar = bar.adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(bar, 1.5, 1.5)

    def _draw_box(self, painter: QPainter, span: Span) -> None:
        soft = QColor(self.theme.accent)
        soft.setAlphaF(0.14)
        for box in self.rects(span):
            below = self._lane(box, self._lanes - 1).bottom() + 3
            whole = QRectF(box.left() - 3, box.top(), box.width() + 6, below - box.top())
            painter.setBrush(soft)
            painter.setPen(QPen(self.theme.accent, 1.5))
            painter.drawRoundedRect(whole, 4, 4)

    def _draw_settled(self, painter: QPainter, span: Span) -> None:
        """A soft ground in the colour of what is good, and a tick where it begins."""
        soft = QColor(self.theme.good)
        soft.setAlphaF(0.14)
        boxes = self.rects(span)
        for box in boxes:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawRoundedRect(box, 2, 2)
        if boxes:
            unit, corner = self._unit, boxes[0].topRight()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.good, 1.6 * unit))
            x, y = corner.x() - 9 * unit, corner.y() - 1 * unit
            tick = [QPointF(x, y), QPointF(x + 3 * unit, y + 3 * unit), QPointF(x + 9 * unit, y - 4 * unit)]
            painter.drawPolyline(tick)

    # -- mouse --------------------------------------------------------------------------------------------------------
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses what differs there."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.selection is None:
            self.place_chosen.emit(self.position_at(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:
        """The tip of the mouse names the mentions there."""
        if event.type() == QEvent.Type.ToolTip:
            at = self.grapheme_at(event.pos().toPointF())
            names = [p.name for p in self.pieces if at and any(s.start <= at.start < s.end for s in p.spans)]
            if names:
                QToolTip.showText(event.globalPos(), "\n".join(names), self)
            return True
        return super().viewportEvent(event)
