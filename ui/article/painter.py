"""Paints one block: fills, bars, selection, text, chips, outlines, caret. The text is drawn once, without any format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from annotator.model import Span
from ui.article.arguments import Connector, EventView, draw_connectors
from ui.article.chip_face import ChipFaces
from ui.article.chips import Chip, Wish, place_chips
from ui.article.dress import Box, Dress, line_boxes, local
from ui.article.layout import BlockLayout, Piece
from ui.article.marks import Mark, MarkLook
from ui.article.metrics import Zones
from ui.article.scene import Scene
from ui.article.strokes import (
    draw_bar,
    draw_candidate,
    draw_caret,
    draw_chevron,
    draw_handle,
    draw_hit,
    draw_outline,
    draw_thread,
    nearer,
)
from ui.theme import Theme

_BACK: Final = 0.55
"""So much nearer to the page are the fills of what does not belong to the event that is shown."""
_KEPT: Final = 1000
_BESIDE: Final = 8
"""So far (px) marks reach over the edge of the column where lines begin: open ends, outlines."""
SPILL: Final = 4
"""So far (px) a bar may hang into the line below."""


@dataclass(frozen=True)
class Colours:
    """The platform's selection and whether the view has the keyboard."""

    selection: QColor
    selected_text: QColor
    focus: bool


@dataclass
class State:
    """What is chosen, hovered and dragged. Spans and positions are code points of the article."""

    selection: Span | None = None
    caret: int = 0
    selected: str | None = None
    hovered: str | None = None
    ring: bool = False
    candidates: tuple[int, ...] = ()
    preview: Span | None = None
    hollow: set[str] = field(default_factory=set)
    handles: bool = True
    hit: int | None = None
    event: EventView | None = None
    """The event that is shown alone."""
    connectors: tuple[Connector, ...] = ()
    """Its lines, as they run in what is painted now."""

    @property
    def chosen(self) -> str | None:
        """The mark that is drawn as selected: also the trigger of the event, while text for it is selected."""
        return self.selected or (self.event.trigger.id if self.event is not None else None)

    def first(self) -> tuple[str | None, str | None]:
        """The marks whose chips never yield."""
        return self.chosen, self.hovered


@dataclass
class _Place:
    """A block while it is painted."""

    number: int
    layout: BlockLayout
    dress: Dress
    zones: Zones
    top: float
    lines: range
    clip: QRectF

    def baseline(self, line: int) -> float:
        return self.top + self.layout.lines[line].baseline

    def shows(self, piece: Piece) -> bool:
        return piece.line in self.lines

    def fill(self, piece: Piece) -> QRectF:
        left, right = round(piece.left), round(piece.right)
        y = self.baseline(piece.line)
        return QRectF(left, y + self.zones.fill_top, max(right - left, 1), self.zones.fill_bottom - self.zones.fill_top)


class ArticlePainter:
    """Paints blocks of a scene with a theme."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.scene = scene
        self.theme = theme
        self.faces = ChipFaces()
        self._chips: dict[tuple[int, int], tuple[object, list[str], list[Chip]]] = {}
        self._pales: dict[tuple[int, bool], tuple[MarkLook, QColor]] = {}

    def paint(self, painter: QPainter, number: int, state: State, colours: Colours, clip: QRectF) -> None:
        """Paint one block without what stands over it; `clip` is in the content's coordinates, like the painter."""
        place = self._place(number, clip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if clip.left() >= place.layout.width + _BESIDE:  # the margin: only lines of an event run there
            self._lines(painter, place, state)
            return
        self._spill(painter, place, clip, state)
        if not place.lines:
            return
        shown = [(box, place.fill(box.piece)) for box in self._shown(place, state)]
        if state.event is not None:
            self._step_back(painter, place, state)
        if clip.width() < place.layout.width:
            shown = [pair for pair in shown if pair[1].left() - 8 < clip.right() and clip.left() < pair[1].right() + 8]
        self._fills(painter, shown, state)
        self._bars(painter, place, shown, state)
        self._lines(painter, place, state)
        self._hits(painter, place, state)
        self._text(painter, place, state, colours, clip)
        self._signs(painter, place, shown)
        self._chip_row(painter, place, state)

    def paint_over(self, painter: QPainter, number: int, state: State, colours: Colours, clip: QRectF) -> None:
        """Paint what may stand over the edge of a block: outlines, handles, candidate boxes, caret."""
        place = self._place(number, clip, reach=self.scene.flow.headline_zones.handle_bottom)
        self._selected(painter, place, state, colours)
        self._candidates(painter, place, state)
        if colours.focus and state.selected is None:
            self._caret(painter, place, state)

    def _place(self, number: int, clip: QRectF, reach: float = 0.0) -> _Place:
        """The lines of a block that meet `clip`; with `reach`, also those from which something stands over so far."""
        layout, dress = self.scene.layout(number), self.scene.shown_dress(number)
        top = self.scene.top(number)
        if layout.zones.tight:  # fills and caret of the title are higher than its lines
            reach = max(reach, layout.zones.handle_bottom)
        above, below = clip.top() - top - reach, clip.bottom() - top + reach
        lines = layout.lines
        first = next((i for i, line in enumerate(lines) if line.bottom > above), len(lines))
        last = first
        while last < len(lines) and lines[last].top < below:
            last += 1
        return _Place(number, layout, dress, layout.zones, top, range(first, last), clip)

    def _spill(self, painter: QPainter, place: _Place, clip: QRectF, state: State) -> None:
        """What the bars of the line above `clip` let hang into it: waves, double lines and ticks reach over a bar."""
        line = place.lines.start - 1
        if line < 0 or place.top + place.layout.lines[line].bottom + SPILL <= clip.top():
            return
        above = replace(place, lines=range(line, line + 1))
        shown = [(box, above.fill(box.piece)) for box in self._shown(above, state)]
        self._bars(painter, above, shown, state)

    def _shown(self, place: _Place, state: State) -> list[Box]:
        """Boxes on the painted lines, from the longest mark to the shortest; a mark whose edge is dragged shows as
        it will be.
        """
        boxes = [box for line in place.lines for box in place.dress.line(line).boxes]
        mark = self.scene.shown_mark(state.selected)
        if mark is None or state.preview is None:
            return boxes
        spans, block = moved_spans(mark, state.preview), self.scene.blocks[place.number]
        moved = (box for line in place.lines for box in line_boxes(mark, spans, line, block, place.layout))
        return [*(box for box in boxes if box.mark.id != mark.id), *moved]

    def _step_back(self, painter: QPainter, place: _Place, state: State) -> None:
        """The fills of all that does not belong to the event: paler, without bars and chips."""
        dress, own = self.scene.dress(place.number), {mark.id for mark in self.scene.event_marks}
        for box in (box for line in place.lines for box in dress.line(line).boxes):
            if not box.mark.suggestion and box.mark.id not in own:
                painter.fillRect(place.fill(box.piece), self._pale(box.mark.look, hovered=box.mark.id == state.hovered))

    def _pale(self, look: MarkLook, *, hovered: bool) -> QColor:
        """The fill of what has stepped back."""
        known = self._pales.get((id(look), hovered))
        if known is None:
            if len(self._pales) > _KEPT:
                self._pales.clear()
            fill = nearer(look.hue.fill, look.hue.strong, 0.16) if hovered else look.hue.fill
            # the look is kept with it, so that its id stays its own
            known = self._pales[id(look), hovered] = look, nearer(fill, self.theme.page, _BACK)
        return known[1]

    def _lines(self, painter: QPainter, place: _Place, state: State) -> None:
        """The lines of the event, as far as they run beside and under this block: each stretch is painted once."""
        if state.event is None or not state.connectors:
            return
        below = self.scene.top(place.number + 1) if place.number + 1 < len(self.scene.blocks) else 1e9
        above = place.top if place.number else -1e9
        painter.save()
        painter.setClipRect(QRectF(-1e5, above, 2e5, below - above), Qt.ClipOperation.IntersectClip)
        draw_connectors(painter, state.connectors, state.event, above, below)
        painter.restore()

    def _fills(self, painter: QPainter, shown: list[tuple[Box, QRectF]], state: State) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for box, fill in shown:
            if box.mark.suggestion and box.mark.id not in state.first() and state.event is None:
                continue
            hue = box.mark.look.hue
            painter.setBrush(nearer(hue.fill, hue.strong, 0.16) if box.mark.id == state.hovered else hue.fill)
            painter.drawRoundedRect(fill, 2, 2)
            if not box.opens:
                painter.drawRect(QRectF(fill.right() - 2, fill.top(), 2, 2))  # the chip stands flush on this corner

    def _bars(self, painter: QPainter, place: _Place, shown: list[tuple[Box, QRectF]], state: State) -> None:
        zones, lanes = place.zones, place.dress.lanes
        for box, fill in shown:
            top = place.baseline(box.piece.line) + zones.bar(lanes.get(box.mark.id, 1))
            where = QRectF(fill.left(), top, max(fill.width(), 2.0), zones.bar_height)
            draw_bar(painter, box.mark, where, zones, self.theme, hollow=box.mark.id in state.hollow)
        for line in place.lines:
            for mark, piece in place.dress.line(line).threads:
                top = place.baseline(line) + zones.bar(lanes[mark.id])
                draw_thread(painter, piece.left, piece.right, top, zones, mark.look.hue.strong)

    def _hits(self, painter: QPainter, place: _Place, state: State) -> None:
        """What a search has found: a frame in the accent colour, which no mention has; the current one is filled."""
        block = self.scene.blocks[place.number]
        for number, hit in self.scene.hits_in(place.number) if self.scene.hits else ():
            for piece in place.layout.pieces(*local(block, hit)):
                if place.shows(piece):
                    box = place.fill(piece)
                    draw_hit(painter, box, self.theme, current=number == state.hit)

    def _text(self, painter: QPainter, place: _Place, state: State, colours: Colours, clip: QRectF) -> None:
        origin = QPointF(0, place.top)
        selected = [place.fill(piece) for piece in self._selection(place, state)]
        for box in selected:
            painter.fillRect(box, colours.selection)
        painter.setPen(self.theme.ink)
        place.layout.draw(painter, origin, clip)
        if selected:
            path = QPainterPath()
            for box in selected:
                path.addRect(box)
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.setPen(colours.selected_text)
            place.layout.draw(painter, origin, clip)
            painter.restore()

    def _selection(self, place: _Place, state: State) -> list[Piece]:
        if state.selection is None:
            return []
        start, end = local(self.scene.blocks[place.number], state.selection)
        return [piece for piece in place.layout.pieces(start, end) if place.shows(piece)] if start < end else []

    def _signs(self, painter: QPainter, place: _Place, shown: list[tuple[Box, QRectF]]) -> None:
        for box, _ in shown:
            if not (box.opens or box.continues):
                continue
            middle = place.baseline(box.piece.line) + place.zones.fill_top * 0.35
            strong = box.mark.look.hue.strong
            if box.continues:
                draw_chevron(painter, box.piece.left, middle, strong, outside=False)
            if box.opens:
                draw_chevron(painter, box.piece.right, middle, strong, outside=True)

    # --- chips ---

    def chips(self, number: int, line: int, state: State) -> list[Chip]:
        """The chips of one line of a block, placed; they move only with what is selected and hovered."""
        layout, dress = self.scene.layout(number), self.scene.shown_dress(number)
        here = dress.line(line).chips
        if not here or not layout.zones.chip_height:
            return []
        first = [mark_id for mark_id in state.first() if mark_id and any(mark.id == mark_id for mark, _ in here)]
        kept = self._chips.get((number, line))
        if kept is not None and kept[0] is here and kept[1] == first:
            return kept[2]
        wishes = [
            Wish(
                mark.id,
                round(piece.left),
                round(piece.right),
                mark.end - mark.start,
                self.faces.widths(mark, layout.zones),
                first=mark.id in first,
            )
            for mark, piece in here
        ]
        if len(self._chips) > 2000:
            self._chips.clear()
        placed = place_chips(wishes)
        self._chips[number, line] = (here, first, placed)
        return placed

    def chip_rects(self, number: int, state: State, lines: Sequence[int] | None = None) -> list[tuple[str, QRectF]]:
        """The chips of a block, or of some of its lines, and where they stand, in the content."""
        layout, top = self.scene.layout(number), self.scene.top(number)
        rise, height = layout.zones.chip_top, layout.zones.chip_height
        return [
            (chip.id, QRectF(chip.left, top + layout.lines[line].baseline + rise, chip.right - chip.left, height))
            for line in (range(len(layout.lines)) if lines is None else lines)
            for chip in self.chips(number, line, state)
        ]

    def _chip_row(self, painter: QPainter, place: _Place, state: State) -> None:
        left, right = place.clip.left(), place.clip.right()
        for line in place.lines:
            for chip in self.chips(place.number, line, state):
                mark = self.scene.shown_mark(chip.id)
                if mark is not None and chip.left < right and left < chip.right:
                    solid = mark.id == state.chosen
                    self.faces.draw(painter, mark, chip, place.baseline(line), place.zones, self.theme, solid=solid)

    # --- what is chosen ---

    def _selected(self, painter: QPainter, place: _Place, state: State, colours: Colours) -> None:
        mark = self.scene.shown_mark(state.chosen)
        if mark is None or (state.preview is None and place.number not in self.scene.marks.blocks_of(mark)):
            return
        boxes = [box for box in self._shown(place, state) if box.mark.id == mark.id]
        lane = place.dress.lanes.get(mark.id, 1)
        strong = mark.look.hue.strong
        for box in boxes:
            outline = place.fill(box.piece)
            outline.setBottom(place.baseline(box.piece.line) + place.zones.bar(lane) + place.zones.bar_height)
            draw_outline(painter, outline, strong, 1.5)
            if state.ring and colours.focus:
                draw_outline(painter, outline.adjusted(-5, -5, 5, 5), self.theme.accent, 2, 5)
        if state.ring and colours.focus:
            lines = [box.piece.line for box in boxes]
            ringed = range(min(lines, default=0), max(lines, default=-1) + 1)
            self._chip_row(painter, replace(place, lines=ringed), state)  # the ring runs behind the chips
        if not state.handles or mark.suggestion or state.event is not None:
            return
        for x, line in self._edges(place, mark, boxes, state):
            draw_handle(painter, x, place.baseline(line), place.zones, strong, self.theme.page)

    def _edges(self, place: _Place, mark: Mark, boxes: list[Box], state: State) -> Iterator[tuple[float, int]]:
        """Where the handles stand in this block: the right edge of the first box, the left edge of the last."""
        block = self.scene.blocks[place.number]
        hull = state.preview or Span(mark.start, mark.end)
        if boxes and hull.start >= block.start and not boxes[0].opens:
            yield round(boxes[0].piece.right), boxes[0].piece.line
        if boxes and hull.end <= block.next and not boxes[-1].continues:
            yield round(boxes[-1].piece.left), boxes[-1].piece.line

    def _candidates(self, painter: QPainter, place: _Place, state: State) -> None:
        block = self.scene.blocks[place.number]
        if state.event is not None and state.selected is not None:
            return  # the form of an event says nothing of boundaries
        for start, end in zip(state.candidates, state.candidates[1:], strict=False):
            if not (block.start <= start < end <= block.end):
                continue
            for piece in place.layout.pieces(*local(block, Span(start, end))):
                if place.shows(piece):
                    y, zones = place.baseline(piece.line), place.zones
                    left, right = round(piece.left), round(piece.right)
                    box = QRectF(left, y + zones.box_top, right - left, zones.box_bottom - zones.box_top)
                    draw_candidate(painter, box, self.theme.accent)

    def _caret(self, painter: QPainter, place: _Place, state: State) -> None:
        if self.scene.flow.index_of(state.caret) != place.number:
            return
        _, caret = self.scene.caret(state.caret)
        if caret.line in place.lines:
            y, zones = place.baseline(caret.line), place.zones
            x = min(max(round(caret.x), 1), round(place.layout.width) - 1)
            draw_caret(
                painter,
                x,
                y + zones.fill_top,
                y + zones.fill_bottom,
                self.theme.accent,
                rtl=caret.rtl,
                flag=caret.meets,
            )


def moved_spans(mark: Mark, hull: Span) -> tuple[Span, ...]:
    """The mark's parts when its first start and its last end are moved to those of `hull`."""
    parts = [part for part in mark.spans if part.start < hull.end and hull.start < part.end]
    if not parts:
        return (hull,)
    if len(parts) == 1:
        return (hull,)
    return (Span(hull.start, parts[0].end), *parts[1:-1], Span(parts[-1].start, hull.end))
