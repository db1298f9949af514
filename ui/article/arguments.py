"""The event that is shown in the article: its arguments in the colours of their roles, and the lines that lead to them.

y counts from the top of the content, x from the left edge of the column, as in the scene. The article is read from the
right: lines leave the column at its right edge, where its lines begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.article.dress import line_boxes
from ui.article.marks import Mark
from ui.article.metrics import paragraph_gap
from ui.article.scene import Scene
from ui.theme import interface_font

MOST_LINES: Final = 8
"""With more arguments than this only those of the slot in focus draw their lines."""
_CHANNEL: Final = 10.5
_CHANNEL_STEP: Final = 6.0
"""The first channel's distance from the column, and from each to the next (px)."""
_LEVEL_STEP: Final = 2.5
_CORNER: Final = 4.0
_DOT: Final = 2.5
_ROW: Final = 14.0
"""Height of a pointer's number (px)."""
_NUMBER_ROOM: Final = 40.0


class Argument(NamedTuple):
    """An argument as it is drawn: `mark` has the role's name and colour, and is a suggestion for a candidate."""

    mark: Mark
    line: bool = True


@dataclass(frozen=True)
class EventView:
    """What is drawn of one event. `count` writes a number in the language of the window."""

    trigger: Mark
    arguments: tuple[Argument, ...] = ()
    count: Callable[[int], str] = field(default=str, compare=False)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Trigger and arguments as marks."""
        return (self.trigger, *(argument.mark for argument in self.arguments))


class _End(NamedTuple):
    """Where a mark stands: its line's baseline, its first box, its bar's lower edge, all in the content. `seen` is
    false for a place that is not laid out; then only `baseline` counts, and that nearly."""

    baseline: float
    left: float = 0.0
    right: float = 0.0
    bar: float = 0.0
    seen: bool = True


class Connector(NamedTuple):
    """A line from the trigger to an argument. Where the argument is out of view, `tip` is where its pointer stands,
    and `beyond` how many lines away (negative: above)."""

    points: tuple[QPointF, ...]
    color: QColor
    dashed: bool
    dot: QPointF | None = None
    tip: QPointF | None = None
    beyond: int = 0


def connectors(scene: Scene, view: EventView, top: float, height: float) -> list[Connector]:
    """The lines of an event while the content is seen from `top` over `height`."""
    trigger = _end(scene, view.trigger, top, height)
    ends = [(argument.mark, _end(scene, argument.mark, top, height)) for argument in view.arguments if argument.line]
    beside = [(mark, end) for mark, end in ends if _on_one_line(trigger, end)]
    above = sorted(
        ((mark, end) for mark, end in ends if not _on_one_line(trigger, end) and end.baseline < trigger.baseline),
        key=lambda pair: (-pair[1].baseline, -pair[1].right),
    )
    below = sorted(
        ((mark, end) for mark, end in ends if not _on_one_line(trigger, end) and end.baseline > trigger.baseline),
        key=lambda pair: (pair[1].baseline, -pair[1].right),
    )
    route = _Route(scene, trigger, top, height)
    found = [route.beside(mark, end, level) for level, (mark, end) in enumerate(beside)]
    for channel, (mark, end) in enumerate(above):
        found.append(route.around(mark, end, len(beside) + channel, channel))
    for channel, (mark, end) in enumerate(below):  # the nearest is the lowest, so that no two cross
        found.append(route.around(mark, end, len(beside) + len(above) + len(below) - 1 - channel, channel))
    return found


def _on_one_line(trigger: _End, end: _End) -> bool:
    return trigger.seen and end.seen and abs(trigger.baseline - end.baseline) < 1


def _end(scene: Scene, mark: Mark, top: float, height: float) -> _End:
    number = scene.flow.index_of(mark.start)
    upper = scene.top(number)
    if upper + scene.flow.height(number) < top or upper > top + height:
        block = scene.blocks[number]
        part = (mark.start - block.start) / max(1, block.next - block.start)
        return _End(upper + part * scene.flow.height(number), seen=False)
    layout, dress = scene.layout(number), scene.shown_dress(number)
    first = layout.line_at(min(mark.start, scene.blocks[number].end) - scene.blocks[number].start)
    for line in range(first, min(first + 2, len(layout.lines))):
        boxes = line_boxes(mark, mark.spans, line, scene.blocks[number], layout)
        if boxes:
            base = upper + layout.lines[line].baseline
            bar = base + layout.zones.bar(dress.lanes.get(mark.id, 1)) + layout.zones.bar_height
            return _End(base, min(box.piece.left for box in boxes), max(box.piece.right for box in boxes), bar)
    return _End(upper + layout.lines[first].baseline, seen=False)


class _Route:
    """Lays the lines of one event."""

    def __init__(self, scene: Scene, trigger: _End, top: float, height: float) -> None:
        self._scene, self._trigger = scene, trigger
        self._top, self._bottom = top, top + height
        self._edge = float(scene.flow.style.width)
        self._pitch = scene.flow.zones.pitch(1)
        self._taken: dict[int, int] = {}
        self._pointers: dict[bool, int] = {}

    def _level(self, level: int) -> float:
        """Height of the stretch along the bottom of the trigger's line."""
        zones = self._scene.flow.zones
        return self._trigger.baseline + zones.bar_top + zones.bar_height + 0.5 + _LEVEL_STEP * level

    def beside(self, mark: Mark, end: _End, level: int) -> Connector:
        """To an argument on the trigger's own line."""
        trigger, y = self._trigger, self._level(level)
        leftward = end.right <= trigger.right and end.left < trigger.left
        start, goal = (trigger.left + 4, end.right) if leftward else (trigger.right - 4, end.left)
        if (goal > start) == leftward:  # one lies over the other
            goal = end.right if leftward else end.left
            start = goal
        dot = QPointF(goal - 1.5 if leftward else goal + 1.5, max(y, end.bar - 1))
        points = [QPointF(start, y), QPointF(dot.x(), y), dot]
        return Connector(_without_repeats(points), mark.look.hue.strong, mark.suggestion, dot)

    def around(self, mark: Mark, end: _End, level: int, channel: int) -> Connector:
        """To an argument on another line: out to the margin, along a channel, in at the argument's bar."""
        x = self._edge + _CHANNEL + _CHANNEL_STEP * channel
        points = self._beginning(level, x, end)
        ink, dashed = mark.look.hue.strong, mark.suggestion
        upwards = end.baseline < self._top
        if upwards or end.baseline - self._scene.flow.zones.size > self._bottom or not end.seen:
            row = self._pointers[upwards] = self._pointers.get(upwards, -1) + 1
            tip = QPointF(x, self._top + 4 + _ROW * row if upwards else self._bottom - 4 - _ROW * row)
            return Connector((*points, tip), ink, dashed, tip=tip, beyond=self._lines_to(end, upwards=upwards))
        line = round(end.baseline)
        place = self._taken[line] = self._taken.get(line, -1) + 1
        y = end.bar - 1 if not place else end.bar + 0.5 + 3 * place
        dot = QPointF(end.right, end.bar - 1)
        return Connector(_without_repeats([*points, QPointF(x, y), QPointF(end.right, y), dot]), ink, dashed, dot)

    def _lines_to(self, end: _End, *, upwards: bool) -> int:
        """About how many lines an argument is away from the edge of the view; the gaps of paragraphs do not count."""
        edge, flow = self._top if upwards else self._bottom, self._scene.flow
        here, there = flow.index_at(edge), flow.index_at(end.baseline)
        gaps = paragraph_gap(flow.style.size) * abs(there - here)
        lines = max(1, round((abs(end.baseline - edge) - gaps) / self._pitch))
        return -lines if upwards else lines

    def _beginning(self, level: int, x: float, end: _End) -> tuple[QPointF, ...]:
        trigger = self._trigger
        y = self._level(level)
        if trigger.seen and self._top < y < self._bottom:
            return (QPointF(trigger.right - 4, y), QPointF(x, y))
        above = trigger.baseline < (self._top + self._bottom) / 2
        return (QPointF(x, self._top if above else self._bottom),)


def _without_repeats(points: list[QPointF]) -> tuple[QPointF, ...]:
    kept = points[:1]
    for point in points[1:]:
        if (point - kept[-1]).manhattanLength() > 0.5:
            kept.append(point)
    return tuple(kept)


def draw_connectors(painter: QPainter, found: Sequence[Connector], view: EventView, above: float, below: float) -> None:
    """The lines with their dots and pointers, as far as they lie between two heights."""
    outermost = max((point.x() for connector in found for point in connector.points), default=0.0)
    for connector in found:
        heights = [point.y() for point in connector.points]
        if min(heights) - _ROW > below or max(heights) + _ROW < above:
            continue
        pen = QPen(connector.color, 1)
        if connector.dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_rounded(connector.points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(connector.color)
        if connector.dot is not None:
            painter.drawEllipse(connector.dot, _DOT, _DOT)
        if connector.tip is not None:
            _draw_pointer(painter, connector, view, outermost)


def _draw_pointer(painter: QPainter, connector: Connector, view: EventView, outermost: float) -> None:
    """An arrow at the edge of the view and the number of lines to go."""
    tip, up = connector.tip, connector.beyond < 0
    assert tip is not None
    base = tip.y() + 6 if up else tip.y() - 6
    painter.drawPolygon(QPolygonF([tip, QPointF(tip.x() - 3.5, base), QPointF(tip.x() + 3.5, base)]))
    painter.setPen(connector.color)
    painter.setFont(interface_font(11, bold=True))
    place = QRectF(outermost + 6, tip.y() - (3 if up else _ROW - 3), _NUMBER_ROOM, _ROW)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags | Qt.TextFlag.TextDontClip, view.count(abs(connector.beyond)))


def _rounded(points: tuple[QPointF, ...]) -> QPainterPath:
    """A path of straight stretches with round corners."""
    path = QPainterPath(points[0])
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(_CORNER, _length(before, here) / 2, _length(here, after) / 2)
        path.lineTo(_towards(here, before, reach))
        path.quadTo(here, _towards(here, after, reach))
    path.lineTo(points[-1])
    return path


def _length(a: QPointF, b: QPointF) -> float:
    return (b - a).manhattanLength()


def _towards(a: QPointF, b: QPointF, by: float) -> QPointF:
    length = _length(a, b)
    return a if not length else a + (b - a) * (by / length)
