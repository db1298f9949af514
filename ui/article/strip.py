"""The overview strip beside the scroll bar: where mentions, problems and search hits lie in the whole article. A click
goes there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from ui.article.marks import Mark
from ui.article.scene import Scene
from ui.theme import Theme

WIDTH: Final = 12
STEP: Final = 2.5
"""Height of a tick (px)."""
SLICE: Final = 0.001
"""Seconds in which places are worked out before the view may work again."""
PAUSE: Final = 15
"""Milliseconds between two slices."""
FEW: Final = 500
"""Up to so many marks all places are worked out at once."""


class Tick(NamedTuple):
    """What one place of the strip shows."""

    y: float
    color: QColor
    hollow: bool
    problem: bool


class OverviewStrip(QWidget):
    """12 px wide, as tall as the view. Keeps one tick for each place, not one for each mark: ticks are worked out after
    the view has painted, for many marks in pauses.
    """

    went_to = Signal(float)
    """A part of the article (0 to 1) that was clicked."""

    def __init__(self, scene: Scene, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._theme = theme
        self._shown: dict[int, Tick] = {}
        self._todo: list[int] = []
        self._hits: Sequence[Span] = ()
        self._current: int | None = None
        self._pointer: float | None = None
        self._picture: QPixmap | None = None
        self._touched: set[int] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._follow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._collect)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else all that lies under it is painted too

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.changed()

    def changed(self) -> None:
        """All marks or many heights changed: work the ticks out again, in slices."""
        self._todo = list(range(self._row(float(self.height())), -1, -1))
        self._timer.start(0 if len(self._scene.marks) < FEW else PAUSE)

    def change(self, marks: Iterable[Mark]) -> None:
        """These marks came or went; the strip follows when the article has been painted."""
        self._touched.update(mark.start for mark in marks)
        self._later.start()

    def _follow(self) -> None:
        touched, self._touched = self._touched, set()
        for row in {self._row(self._height_of(start)) for start in touched if start <= len(self._scene.text)}:
            before = self._shown.get(row)
            self._work_out(row)
            if before != self._shown.get(row):
                self._redraw(row)

    def set_hits(self, hits: Sequence[Span], current: int | None) -> None:
        """Show where the search has found something (sorted spans); `current` is the number of the one gone to."""
        self._hits, self._current = hits, current
        self._repaint()

    def point_to(self, position: int | None) -> None:
        """Show the pointer at a place of the text (code points), or none."""
        before, self._pointer = self._pointer, None if position is None else self._height_of(position)
        for y in (before, self._pointer):
            if y is not None and before != self._pointer:
                self.update(0, int(y) - 6, WIDTH, 12)

    def ticks(self) -> list[Tick]:
        """What is shown, from top to bottom. In each place the most important mark shows."""
        return [self._shown[row] for row in sorted(self._shown)]

    def hit_heights(self) -> list[float]:
        """Where search hits show, from top to bottom; hits nearer than a pixel are one."""
        heights = sorted({round(self._height_of(hit.start)) for hit in _thinned(self._hits)})
        return [float(y) for y in heights]

    # --- working out ---

    def _height_of(self, position: int) -> float:
        """Height of a place of the text in the strip: exact to the block, by letters inside it."""
        number = self._scene.flow.index_of(position)
        top, per_letter = self._scale_of(number)
        return top + (position - self._scene.blocks[number].start) * per_letter

    def _scale_of(self, number: int) -> tuple[float, float]:
        """Where a block begins in the strip, and how much of its height a letter of it takes."""
        flow, block = self._scene.flow, self._scene.blocks[number]
        scale = self.height() / self._whole
        return flow.top(number) * scale, flow.height(number) * scale / max(1, block.next - block.start)

    @property
    def _whole(self) -> float:
        return max(1, self._scene.flow.total, self.height())

    @staticmethod
    def _row(y: float) -> int:
        return round(y / STEP)

    def _work_out(self, row: int) -> None:
        """Find the most important mark that begins at a place of the strip."""
        scene = self._scene
        scale = self._whole / max(1, self.height())
        first, last = (scene.flow.index_at(edge * STEP * scale) for edge in (row - 0.5, row + 0.5))
        best: Mark | None = None
        weight = -1
        for number in range(first, last + 1):
            start, (top, per_letter) = scene.blocks[number].start, self._scale_of(number)
            for mark in scene.marks.in_block(number):
                heavy, into = _weight(mark), mark.spans[0][0] - start
                if heavy > weight and into >= 0 and self._row(top + into * per_letter) == row:
                    best, weight = mark, heavy
        if best is None:
            self._shown.pop(row, None)
            return
        self._shown[row] = self._tick(row, best)

    def _collect(self) -> None:
        """Work out some ticks; the rest in the next slice. Few marks are gone through themselves, at once."""
        if len(self._scene.marks) < FEW:
            self._todo.clear()
            self._shown = self._ticks_of_few()
            self._repaint()
            return
        until = perf_counter() + SLICE
        while self._todo and perf_counter() < until:
            self._work_out(self._todo.pop())
        if self._todo:
            self._timer.start(PAUSE)
        else:
            last = self._row(float(self.height()))
            self._shown = {row: tick for row, tick in self._shown.items() if row <= last}
            self._repaint()

    def _ticks_of_few(self) -> dict[int, Tick]:
        best: dict[int, Mark] = {}
        for mark in self._scene.marks.ordered():
            row = self._row(self._height_of(mark.start))
            if row not in best or _weight(mark) > _weight(best[row]):
                best[row] = mark
        return {row: self._tick(row, mark) for row, mark in best.items()}

    def _tick(self, row: int, mark: Mark) -> Tick:
        color = self._theme.warning if mark.problem else mark.look.hue.strong
        return Tick(row * STEP, color, mark.suggestion, mark.problem)

    def _repaint(self) -> None:
        self._picture = None
        self.update()

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticks, which are kept as a picture, and the pointer."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != self.size() * ratio:
            self._picture = self._drawn(ratio)
        painter.drawPixmap(0, 0, self._picture)
        if self._pointer is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_pointer(painter, self._pointer)

    def _drawn(self, ratio: float) -> QPixmap:
        picture = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        self._draw(picture, sorted(self._shown), QRectF(self.rect()))
        return picture

    def _redraw(self, row: int) -> None:
        """Draw one place of the picture again, with what reaches into it."""
        if self._picture is None or self._hits:
            self._repaint()
            return
        near = [other for other in range(row - 4, row + 5) if other in self._shown]
        area = QRectF(0, row * STEP - 5, WIDTH, 10)
        self._draw(self._picture, near, area)
        self.update(area.toAlignedRect())

    def _draw(self, picture: QPixmap, rows: Iterable[int], area: QRectF) -> None:
        painter = QPainter(picture)
        painter.setClipRect(area)
        painter.fillRect(area, self._theme.panel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in rows:
            self._draw_tick(painter, self._shown[row])
        for y in self.hit_heights():
            painter.fillRect(QRectF(0, y - 0.75, WIDTH, 1.5), self._theme.accent)
        if self._current is not None and self._current < len(self._hits):
            y = round(self._height_of(self._hits[self._current].start))
            painter.fillRect(QRectF(0, y - 2, WIDTH, 4), self._theme.accent)
        painter.end()

    @staticmethod
    def _draw_tick(painter: QPainter, tick: Tick) -> None:
        y = tick.y
        if tick.problem:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tick.color)
            painter.drawPolygon(QPolygonF([QPointF(6, y - 3.5), QPointF(9.5, y + 2.5), QPointF(2.5, y + 2.5)]))
        elif tick.hollow:
            painter.setPen(QPen(tick.color, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(3.5, y - 1.5, 5, 2.5))
        else:
            painter.fillRect(QRectF(3, y - 1.25, 6, 2.5), tick.color)

    def _draw_pointer(self, painter: QPainter, y: float) -> None:
        """The place of the selection: a small arrow at the side of the article."""
        left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        base, tip = (0.0, 4.0) if left else (float(WIDTH), WIDTH - 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        painter.drawPolygon(QPolygonF([QPointF(base, y - 4), QPointF(tip, y), QPointF(base, y + 4)]))

    # --- the mouse ---

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


def _thinned(hits: Sequence[Span], most: int = 2000) -> Iterable[Span]:
    """At most so many of the hits, spread evenly over the text: more than there are pixels show nothing more."""
    if len(hits) <= most:
        return hits
    last = hits[-1].start
    places = {bisect_left(hits, (last * number // most,)) for number in range(most)}
    return [hits[place] for place in sorted(places) if place < len(hits)]
