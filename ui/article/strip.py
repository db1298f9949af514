"""The overview strip beside the scroll bar: where mentions and problems lie in the whole article. A click goes there."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.article.marks import Mark
from ui.article.scene import Scene
from ui.theme import Theme

WIDTH: Final = 12
_MANY: Final = 2000
_PAUSE: Final = 200


class Tick(NamedTuple):
    """What one place of the strip shows."""

    y: float
    color: QColor
    hollow: bool
    problem: bool


class OverviewStrip(QWidget):
    """12 px wide, as tall as the view. Ticks are worked out after the view has painted, for many marks in pauses."""

    went_to = Signal(float)
    """A part of the article (0 to 1) that was clicked."""

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._theme = theme
        self._ticks: list[Tick] = []
        self._pointer: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._collect)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.changed()

    def changed(self) -> None:
        """Marks or heights changed: work the ticks out again soon."""
        if not self._timer.isActive():
            self._timer.start(_PAUSE if len(self._scene.marks) > _MANY else 0)

    def point_to(self, position: int | None) -> None:
        """Show the pointer at a place of the text (code points), or none."""
        before, self._pointer = self._pointer, None if position is None else self._height_of(position)
        if before != self._pointer:
            self.update()

    def ticks(self) -> list[Tick]:
        """What is shown, from top to bottom."""
        return self._ticks

    def _height_of(self, position: int) -> float:
        """Height of a place of the text in the strip: exact to the block, by letters inside it."""
        scene = self._scene
        flow = scene.flow
        number = flow.index_of(position)
        block = scene.blocks[number]
        part = (position - block.start) / max(1, block.next - block.start)
        whole = max(1, flow.total, self.height())
        return (flow.top(number) + part * flow.height(number)) / whole * self.height()

    def _collect(self) -> None:
        rows: dict[int, tuple[int, Mark]] = {}
        for mark in self._scene.marks.ordered():
            row = round(self._height_of(mark.start) / 2.5)
            weight = 2 if mark.problem else 0 if mark.suggestion else 1
            if row not in rows or rows[row][0] < weight:
                rows[row] = weight, mark
        self._ticks = [
            Tick(
                row * 2.5,
                self._theme.warning if mark.problem else mark.look.hue.strong,
                mark.suggestion,
                mark.problem,
            )
            for row, (_, mark) in sorted(rows.items())
        ]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticks and the pointer."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tick in self._ticks:
            if not event.rect().top() - 6 <= tick.y <= event.rect().bottom() + 6:
                continue
            if tick.problem:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tick.color)
                y = tick.y
                painter.drawPolygon(QPolygonF([QPointF(6, y - 3.5), QPointF(9.5, y + 2.5), QPointF(2.5, y + 2.5)]))
            elif tick.hollow:
                painter.setPen(QPen(tick.color, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(3.5, tick.y - 1.5, 5, 2.5))
            else:
                painter.fillRect(QRectF(3, tick.y - 1.25, 6, 2.5), tick.color)
        if self._pointer is not None:
            self._draw_pointer(painter, self._pointer)

    def _draw_pointer(self, painter: QPainter, y: float) -> None:
        """The place of the selection: a small arrow at the side of the article."""
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        base, tip = (0.0, 4.0) if left else (float(WIDTH), WIDTH - 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        painter.drawPolygon(QPolygonF([QPointF(base, y - 4), QPointF(tip, y), QPointF(base, y + 4)]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place that was pressed."""
        self.went_to.emit(min(max(event.position().y() / max(1, self.height()), 0.0), 1.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
