"""The overview strip beside the scroll bar: where mentions and problems lie in the whole article. A click goes there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.article.marks import Mark
from ui.article.scene import Scene
from ui.theme import Theme

WIDTH: Final = 12
STEP: Final = 2.5
"""Height of a tick (px)."""
SLICE: Final = 300
"""Marks that are placed before the view may work again (about 1 ms)."""
PAUSE: Final = 15
"""Milliseconds between two slices."""


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
        self._rows: dict[int, dict[str, Mark]] = {}
        self._row_of: dict[str, int] = {}
        self._shown: dict[int, Tick] = {}
        self._dirty: set[int] = set()
        self._todo: list[Mark] | None = None
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
        """All marks or many heights changed: work the ticks out again, in slices."""
        self._todo = None
        self._timer.start(0 if len(self._scene.marks) < SLICE else PAUSE)

    def change(self, gone: Iterable[str], put: Iterable[Mark]) -> None:
        """Some marks came or went."""
        for mark_id in gone:
            self._drop(mark_id)
        for mark in put:
            self._drop(mark.id)
            self._put(mark)
        self.update()

    def point_to(self, position: int | None) -> None:
        """Show the pointer at a place of the text (code points), or none."""
        before, self._pointer = self._pointer, None if position is None else self._height_of(position)
        if before != self._pointer:
            self.update()

    def ticks(self) -> list[Tick]:
        """What is shown, from top to bottom. In each place the most important mark shows."""
        for row in self._dirty:
            marks = self._rows.get(row)
            if marks:
                mark = max(marks.values(), key=_weight)
                color = self._theme.warning if mark.problem else mark.look.hue.strong
                self._shown[row] = Tick(row * STEP, color, mark.suggestion, mark.problem)
            else:
                self._shown.pop(row, None)
                self._rows.pop(row, None)
        self._dirty.clear()
        return [self._shown[row] for row in sorted(self._shown)]

    def _height_of(self, position: int) -> float:
        """Height of a place of the text in the strip: exact to the block, by letters inside it."""
        scene = self._scene
        flow = scene.flow
        number = flow.index_of(position)
        block = scene.blocks[number]
        part = (position - block.start) / max(1, block.next - block.start)
        whole = max(1, flow.total, self.height())
        return (flow.top(number) + part * flow.height(number)) / whole * self.height()

    def _put(self, mark: Mark) -> None:
        row = round(self._height_of(mark.start) / STEP)
        self._row_of[mark.id] = row
        self._rows.setdefault(row, {})[mark.id] = mark
        self._dirty.add(row)

    def _drop(self, mark_id: str) -> None:
        row = self._row_of.pop(mark_id, None)
        if row is not None:
            self._rows[row].pop(mark_id, None)
            self._dirty.add(row)

    def _collect(self) -> None:
        """Work out some ticks; the rest in the next slice."""
        if self._todo is None:
            self._todo = list(self._scene.marks.ordered())[::-1]
            for known in (self._rows, self._row_of, self._shown, self._dirty):
                known.clear()
        for _ in range(min(SLICE, len(self._todo))):
            mark = self._todo.pop()
            if mark.id not in self._row_of and mark.id in self._scene.marks:
                self._put(mark)
        if self._todo:
            self._timer.start(PAUSE)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticks and the pointer."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tick in self.ticks():
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was ours, so is this."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)


def _weight(mark: Mark) -> int:
    return 2 if mark.problem else 0 if mark.suggestion else 1
