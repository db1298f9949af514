"""Scrolling over blocks whose heights are first estimated: what a reader looks at never jumps when they turn exact."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from annotator.model import Span
from ui.article.scene import Scene

SLICE: Final = 0.004
"""Seconds of layout in one idle step."""
PAUSE: Final = 12
"""Milliseconds between idle steps."""
HOLD: Final = 250
"""Milliseconds without idle work after a gesture."""
_ROUNDS: Final = 40


class Anchor(NamedTuple):
    """A place that stays where it is: a code point, and how far its line lies below the view's upper edge (px)."""

    position: int
    offset: float


class Scroller(QObject):
    """Keeps the scroll bar true to the flow, settles what is visible, and lays out the rest while nothing happens."""

    settled = Signal()
    """Every height is exact now."""

    def __init__(self, area: QAbstractScrollArea, scene: Scene, moved: Callable[[int | None], None]) -> None:
        super().__init__(area)
        self._area = area
        self._bar = area.verticalScrollBar()
        self._seen: tuple[object, range] = (None, range(0))
        self._fitted: object = None
        self._scene = scene
        self._moved = moved
        self._first = 0
        self._last_value = 0
        self._busy = False
        self._kept: Anchor | None = None
        self._next_idle = 0
        self._idle = QTimer(self)
        self._idle.setInterval(PAUSE)
        self._idle.timeout.connect(self._idle_step)

    @property
    def y(self) -> int:
        """Upper edge of the view in the content."""
        return self._bar.value()

    @property
    def height(self) -> int:
        """Height of the view."""
        return self._area.viewport().height()

    def visible(self) -> range:
        """Numbers of the blocks in view, and of one that ends just above it: its handles may hang into view."""
        flow, y, height = self._scene.flow, self.y, self.height
        state = (flow, flow.changes, y, height)
        if self._seen[0] != state:
            above = y - flow.headline_zones.handle_bottom
            self._seen = state, range(flow.index_at(above), flow.index_at(y + height) + 1)
        return self._seen[1]

    def restart(self) -> None:
        """Another article or another style: everything is estimated again."""
        self._first = 0
        self._next_idle = 0
        self._idle.stop()

    def scrolled(self) -> None:
        """The scroll bar was moved by the person or by code."""
        if self._busy:
            return
        self._kept = None
        self.hold()
        before, wanted = self._last_value, self.y
        if abs(wanted - before) > self.height:
            self._first = self._scene.flow.index_at(wanted)
        changed = self.settle()
        self._moved(None if changed else before - wanted)

    def settle(self, *, paint: bool = True) -> bool:
        """Make all visible heights exact; blocks above the first visible one push the scroll bar, not the text.

        Returns whether anything changed; then everything is painted again, unless the caller sees to it (`paint`).
        """
        if self._busy or not self._area.isVisible():
            return False
        scene, changed = self._scene, False
        for _ in range(_ROUNDS):
            for number in self.visible():
                scene.settle(number)
            grown = scene.take_growth()
            if not grown:
                break
            changed = True
            self._apply(self._shift(grown))
        if changed and paint:
            self._area.viewport().update()
        if not changed:
            self._apply(0.0)
        self._first = scene.flow.index_at(self.y)
        self._last_value = self.y
        if len(scene.flow.exact) < len(scene.blocks) and not self._idle.isActive():
            self._idle.start(HOLD)
        return changed

    def _shift(self, grown: list[tuple[int, float]]) -> float:
        """How far blocks that grew above the first visible one push what is in view."""
        return sum(delta for number, delta in grown if number < self._first)

    def _apply(self, shift: float) -> None:
        bar, flow = self._bar, self._scene.flow
        fitting = (flow, flow.changes, self.height)
        if fitting == self._fitted and not round(shift):
            return
        self._fitted = fitting
        self._busy = True
        try:
            wanted = bar.value() + round(shift)
            bar.setPageStep(self.height)
            bar.setSingleStep(flow.zones.pitch(1))
            bar.setRange(0, max(0, flow.total - self.height))
            bar.setValue(wanted)
        finally:
            self._busy = False

    # --- places ---

    def anchor(self) -> Anchor:
        """What stands at the upper edge of the view now; the same through a series of changes of size."""
        if self._kept is not None:
            return self._kept
        scene = self._scene
        number = scene.flow.index_at(self.y)
        layout, top = scene.layout(number), scene.top(number)
        line = layout.lines[layout.line_at_y(self.y - top)]
        return Anchor(scene.blocks[number].start + line.start, top + line.top - self.y)

    def restore(self, anchor: Anchor) -> None:
        """Bring a place back to where it stood."""
        scene = self._scene
        scene.settle(scene.flow.index_of(anchor.position))
        line = scene.line_rect(anchor.position)
        self._jump(line.top() - anchor.offset)
        self._kept = anchor

    def _jump(self, y: float) -> None:
        self._kept = None
        self._first = self._scene.flow.index_at(y)
        self._apply(0.0)
        self._busy = True
        self._bar.setValue(round(y))
        self._busy = False
        self.settle()
        self._moved(None)

    def go_to(self, part: float) -> None:
        """Show a part of the article (0 to 1) in the middle of the view."""
        self._jump(part * self._scene.flow.total - self.height / 2)

    def ensure_visible(self, span: Span) -> None:
        """Scroll as little as is needed to show a span with a line of room; to the upper third when it is far away."""
        for _ in range(3):
            scene = self._scene
            first, last = scene.line_rect(span.start), scene.line_rect(max(span.start, span.end - 1))
            room = min(first.height(), self.height / 4)
            top, bottom = first.top() - room, last.bottom() + room
            if top >= self.y and bottom <= self.y + self.height:
                return
            far = bottom < self.y - self.height or top > self.y + 2 * self.height
            if far:
                y = first.top() - self.height / 3
            elif top < self.y or bottom - top > self.height:
                y = top
            else:
                y = bottom - self.height
            before = self.y
            self._jump(max(0.0, y))
            if self.y == before:
                return

    # --- idle ---

    def hold(self) -> None:
        """A gesture: no idle work until the hands rest."""
        if self._idle.isActive():
            self._idle.start(HOLD)

    def _idle_step(self) -> None:
        """Make some more heights exact, first those after the view, then those before it."""
        self._idle.setInterval(PAUSE)
        scene, until = self._scene, perf_counter() + SLICE
        count = len(scene.blocks)
        start = self._first
        while self._next_idle < count:
            number = (start + self._next_idle) % count
            self._next_idle += 1
            if number not in scene.flow.exact:
                scene.measure(number)
                if perf_counter() > until:
                    break
        else:
            self._next_idle = 0
            if len(scene.flow.exact) >= count:
                self._idle.stop()
                self.settled.emit()
        self._apply(self._shift(scene.take_growth()))
        self._last_value = self.y
