"""The page under the annotator's hands: shows an article with its marks, scrolls it, and answers where things are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.model import Span
from ui.article.arguments import EventView, connectors
from ui.article.flow import Style
from ui.article.marks import Mark
from ui.article.metrics import BESIDE, LARGEST, MARGIN, SMALLEST, column_width
from ui.article.painter import ArticlePainter, Colours, State
from ui.article.scene import Scene
from ui.article.scroller import Scroller
from ui.article.strip import WIDTH as STRIP
from ui.article.strip import OverviewStrip
from ui.article.unsaved import Unsaved
from ui.theme import Theme, article_font

DEFAULT_SIZE: Final = 20.0
_LEAST: Final = 12
"""Room (px) that stays at the end of the lines while the view is narrowed."""
_UNDER: Final = 30
"""So far (px) the lines of an event run under their line at most."""
RING: Final = 8
"""So far (px) the ring of the keyboard stands over a line."""
SIDE: Final = 4
"""Nothing but an event's pointers is drawn nearer (px) to the sides of the view. What is scrolled leaves them out: the
handles of a splitter lie over them, and where anything lies over it Qt paints the whole view anew instead of moving it."""


class Canvas(QAbstractScrollArea):
    """Text, marks, layout and paint. Points and boxes are in coordinates of the viewport, offsets are code points."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.scene = Scene(Style(article_font(DEFAULT_SIZE), DEFAULT_SIZE, column_width(848, DEFAULT_SIZE)))
        self.state = State()
        self._fresh = True
        self._narrowed = 0
        self._painter = ArticlePainter(self.scene, theme)
        self._scroller = Scroller(self, self.scene, self._moved)
        self._unsaved = Unsaved(self, self._show_hollow)
        self._strip = OverviewStrip(self.scene, theme, self)
        self._strip.went_to.connect(self._scroller.go_to)
        self._scroller.settled.connect(self._strip.changed)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._set_margins()
        viewport = self.viewport()
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        viewport.setMouseTracking(True)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)

    # --- what is shown ---

    @property
    def text(self) -> str:
        """The article, exactly."""
        return self.scene.text

    def set_article(self, text: str) -> None:
        """Show another article, without marks, from its beginning."""
        self._unsaved.clear()
        self.state = State(handles=self.state.handles)  # also without the event
        self._fresh = True
        self.scene.set_text(text)
        self._strip.set_hits((), None)
        self._scroller.restart()  # laid out when it is painted: its marks come before
        self._strip.changed()
        self.viewport().update()
        self.verticalScrollBar().setValue(0)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show exactly these marks. The first set after an article decides how far apart its lines stand."""
        marks = list(marks)
        anchor = self._scroller.anchor() if self.isVisible() and self._scroller.y > 0 else None
        self.scene.set_marks(marks)
        if self._fresh and marks:
            self._fresh = False
            if self.scene.is_dense():
                self.scene.set_style(replace(self.scene.flow.style, dense=True))
                self._scroller.restart()
        self._unsaved.clear()
        self._unsaved.watch(marks)
        if anchor is not None:
            self._scroller.restore(anchor)
        else:
            self._scroller.settle()
        self.viewport().update()
        self._strip.changed()
        self._marks_changed()

    def change_marks(self, gone: Iterable[str], put: Iterable[Mark]) -> None:
        """Take marks out by id and put marks in; only the lines that look different are painted again."""
        put, gone = [mark for mark in put if not self._only_saved(mark)], list(gone)
        if not put and not gone:
            return
        before = [mark for mark in map(self.scene.marks.get, [*gone, *(mark.id for mark in put)]) if mark is not None]
        self._update_chosen_mark(before, put)
        changes = self.scene.change_marks(gone, put)
        self._unsaved.drop(gone)
        self._unsaved.watch(put)
        seen = [number for number in sorted(changes) if number in self._scroller.visible()]
        edges = [line.bottom for line in self.scene.flow.layout(seen[0]).lines] if len(seen) == 1 else []
        if seen and self._scroller.settle(paint=False) and not self._push_down(seen[0], edges):
            self.update_block(seen[0], below=True)
        for number in seen:
            self._update_lines(number, changes[number])
        self._update_chosen_mark(before, put)
        self._strip.change([*before, *put])
        self._marks_changed()

    def _only_saved(self, mark: Mark) -> bool:
        """Whether a mark differs from the one shown at most in being saved: nothing is laid out anew for that."""
        shown = self.scene.marks.get(mark.id)
        if shown is None or shown.unsaved == mark.unsaved or not mark.looks_like(shown):
            return False
        self.scene.marks.put(mark)
        self._unsaved.watch([mark])
        return True

    def _update_chosen_mark(self, before: Iterable[Mark], put: Iterable[Mark]) -> None:
        """Paint the chosen mark again, with handles and ring, if marks of its paragraphs change: its lane may too."""
        chosen = self.scene.marks.get(self.state.selected)
        if chosen is not None:
            blocks = set(self.scene.marks.blocks_of(chosen))
            if any(blocks.intersection(self.scene.marks.blocks_of(mark)) for mark in (*before, *put)):
                self.update_mark(chosen)

    def _push_down(self, number: int, before: list[float]) -> bool:
        """When lines became taller, move what is painted below them instead of painting it again.

        `before` are the lower edges of the block's lines as they were (px from its top). Whether that was possible.
        """
        top, lines = self.scene.top(number), self.scene.layout(number).lines
        if len(before) != len(lines):
            return False
        grown = [
            line.bottom - line.top - (bottom - above)
            for line, above, bottom in zip(lines, [0.0, *before], before, strict=False)
        ]
        taller = [(i, round(by)) for i, by in enumerate(grown) if by]
        if not taller or any(by < 0 for _, by in taller):
            return False
        viewport = self.viewport()
        for i, by in reversed(taller):  # from below: each also moves what was moved before
            edge = round(top - self._scroller.y + before[i])
            if edge <= 0:
                return False
            if edge < viewport.height():
                viewport.scroll(0, by, viewport.rect().adjusted(SIDE, edge, -SIDE, 0))
        for i, _ in taller:
            self._update_rows(top + lines[i].top, top + lines[i].bottom + self._overhang)
        return True

    def _marks_changed(self) -> None:
        """Marks came or went; subclasses let go of those that are no more."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours. Marks carry their own: hand them in anew."""
        self.theme = theme
        self._painter.theme = theme
        self._strip.set_theme(theme)
        self.viewport().update()

    @property
    def text_size(self) -> float:
        """Size of the letters in px."""
        return self.scene.flow.style.size

    def set_text_size(self, px: float) -> None:
        """Change the size of the letters (14 to 40 px); the first line in view stays."""
        px = float(min(max(round(px), SMALLEST), LARGEST))
        if px != self.text_size:
            style = self.scene.flow.style
            self._restyle(
                replace(style, font=article_font(px, style.face), size=px).widened(self.width() + self._narrowed)
            )

    def set_face(self, face: str | None) -> None:
        """Set the article in another face of the system; None for the best one that is there."""
        style = self.scene.flow.style
        if face != style.face:
            self._restyle(replace(style, font=article_font(style.size, face), face=face))

    def set_spacing(self, factor: float) -> None:
        """Multiply the distance of lines (1.0 as designed); chips and bars keep their room."""
        factor = min(max(factor, 0.7), 2.0)
        if factor != self.scene.flow.style.spacing:
            self._restyle(replace(self.scene.flow.style, spacing=factor))

    def set_column(self, width: int | None) -> None:
        """Set the width of the column, in px at text size 20; None for what suits the view. Margins stay."""
        if width != self.scene.flow.style.column:
            self._restyle(replace(self.scene.flow.style, column=width).widened(self.width() + self._narrowed))

    def set_hits(self, hits: Sequence[Span], current: int | None = None) -> None:
        """Show where a search found something (code points, in order), here and on the strip; `current` is the number of
        the one that was gone to. They go with the article.
        """
        self.scene.hits = [Span(*hit) for hit in hits]
        self.state.hit = current
        self._strip.set_hits(self.scene.hits, current)
        self.viewport().update()

    def set_event(self, event: EventView | None) -> None:
        """Show one event alone: its arguments in the colours of their roles with lines to them, all else stepped back.
        None: all marks alike.
        """
        before = self.state.event
        if event == before:
            return
        self.state.event = event
        self.scene.set_event(event.marks if event is not None else ())
        if event is None or before is None:
            self.viewport().update()
            return
        changed = [each.mark for each in before.arguments if each not in event.arguments]
        changed += [each.mark for each in event.arguments if each not in before.arguments]
        for mark in (before.trigger, event.trigger, *changed):
            if self._is_near(mark):
                first, last = self.scene.line_rect(mark.start), self.scene.line_rect(max(mark.start, mark.end - 1))
                self._update_rows(first.top(), last.bottom() + _UNDER)
        self._update_margin()

    def _is_near(self, mark: Mark) -> bool:
        """Whether a mark touches a paragraph in view: nothing is laid out for one that does not."""
        visible = self._scroller.visible()
        return any(number in visible for number in self.scene.marks.blocks_of(mark))

    def _update_margin(self) -> None:
        """Paint the margin again in which the lines of the event run."""
        viewport = self.viewport()
        right = round(self.origin().x() + self.scene.flow.style.width) + 8
        viewport.update(QRect(right, 0, viewport.width() - right, viewport.height()))

    def set_chips(self, shown: bool) -> None:
        """Whether marks carry their names in the text; without them lines stand closer."""
        if shown != self.scene.flow.style.chips:
            self._restyle(replace(self.scene.flow.style, chips=shown))

    def _restyle(self, style: Style) -> None:
        anchor = self._scroller.anchor() if self.isVisible() and self._scroller.y > 0 else None
        self.scene.set_style(style)
        self._restart()
        if anchor is not None:
            self._scroller.restore(anchor)

    def _restart(self) -> None:
        self._scroller.restart()
        self._scroller.settle()
        self._strip.changed()
        self.viewport().update()

    def _show_hollow(self, hollow: set[str]) -> None:
        """Other marks count as unsaved for so long that it shows."""
        changed, self.state.hollow = hollow ^ self.state.hollow, hollow
        for mark in map(self.scene.marks.get, changed):
            if mark is not None:
                self.update_mark(mark)

    # --- where things are ---

    def origin(self) -> QPointF:
        """The upper left corner of the column in the viewport."""
        view, column = self.viewport().width(), self.scene.flow.style.width
        left = (view + self._narrowed - column) // 2
        if self._narrowed:
            left -= self._narrowed if self.isRightToLeft() else 0
            left = max(min(left, view - column - MARGIN), min(_LEAST, (view - column) // 2))
        return QPointF(left, -self._scroller.y)

    def set_narrowed(self, by: int) -> None:
        """The view is so many px narrower for a while, on the side of its scroll bar: the text stays as it is and where
        it is, as far as there is room. To be told before it becomes narrower and after it is wide again.
        """
        if by != self._narrowed:
            self._narrowed = by
            if not by:
                self._fit_column()
            self.viewport().update()

    def to_content(self, point: QPointF) -> QPointF:
        """A point of the viewport in the content."""
        return point - self.origin()

    def rects(self, span: Span) -> list[QRectF]:
        """Exact boxes of a span in reading order, one for each line and visual piece, as high as a fill."""
        self.scene.rects(Span(*span))
        self._scroller.settle()
        return [box.translated(self.origin()) for box in self.scene.rects(Span(*span))]

    def position_at(self, point: QPointF) -> int:
        """The caret position between graphemes that is nearest to a point."""
        return self.scene.position_at(self.to_content(QPointF(point)))

    def grapheme_at(self, point: QPointF) -> Span | None:
        """The grapheme under a point, or None beside the text."""
        return self.scene.grapheme_at(self.to_content(QPointF(point)))

    def marks_at(self, point: QPointF) -> list[str]:
        """Ids of the marks under a point, innermost first; on a chip, the chip's mark alone."""
        content = self.to_content(QPointF(point))
        number, line = self.scene.place_at(content)
        chips = self._painter.chip_rects(number, self.state, lines=(line,))
        on_chip = [mark_id for mark_id, rect in chips if rect.contains(content) and mark_id in self.scene.marks]
        return on_chip or self.scene.marks_at(content)

    def chip_rects(self) -> list[tuple[str, QRectF]]:
        """The chips in view and where they stand."""
        chips = [pair for number in self._scroller.visible() for pair in self._painter.chip_rects(number, self.state)]
        return [(mark_id, rect.translated(self.origin())) for mark_id, rect in chips]

    def line_breaks(self) -> list[int]:
        """Starts of the visual lines of all that is laid out at the moment."""
        flow = self.scene.flow
        return [flow.starts[n] + line.start for n in flow.laid_out() for line in flow.layout(n).lines]

    def ensure_visible(self, span: Span) -> None:
        """Scroll to a span if it is not in view."""
        self._scroller.ensure_visible(Span(*span))

    # --- painting ---

    @property
    def _overhang(self) -> int:
        """How far handles and rings may reach under their line (px)."""
        return self.scene.flow.headline_zones.handle_bottom

    def update_span(self, span: Span) -> None:
        """Paint the lines of a span again, where they are in view."""
        flow, visible = self.scene.flow, self._scroller.visible()
        if flow.index_of(span.end) < visible.start or flow.index_of(span.start) >= visible.stop:
            return
        first, last = self.scene.line_rect(span.start), self.scene.line_rect(max(span.start, span.end - 1))
        tight = self.scene.blocks[flow.index_of(span.start)].headline
        self._update_rows(first.top(), last.bottom() + (self._overhang if tight else 0))

    def update_mark(self, mark: Mark) -> None:
        """Paint the lines of a mark again, also where one of its edges is being dragged to."""
        dragged = mark.id == self.state.selected and self.state.preview is not None
        shown = self.state.preview if dragged and self.state.preview else mark
        span = Span(min(mark.start, shown.start), max(mark.end, shown.end))
        self.update_span(span)
        flow, visible = self.scene.flow, self._scroller.visible()
        if mark.id != self.state.selected:
            return
        if flow.index_of(span.end) < visible.start or flow.index_of(span.start) >= visible.stop:
            return
        if dragged or self.state.ring:
            last = self.scene.line_rect(max(span.start, span.end - 1))
            first = self.scene.line_rect(span.start)
            self._update_rows(first.top() - RING, last.bottom() + self._overhang)
            return
        for box in (box for part in mark.spans for box in self.scene.rects(part)):
            below = box.translated(self.origin()).adjusted(-12, box.height(), 12, self._overhang)
            self.viewport().update(below.toAlignedRect())

    def update_block(self, number: int, *, below: bool = False) -> None:
        """Paint a paragraph again, or everything from it on."""
        top = self.scene.top(number)
        bottom = self.scene.flow.total if below else top + self.scene.flow.height(number)
        self._update_rows(top, bottom)

    def _update_lines(self, number: int, lines: list[int] | None) -> None:
        """Paint some lines of a paragraph again, or all."""
        if lines is None:
            self.update_block(number)
            return
        top, layout = self.scene.top(number), self.scene.layout(number)
        for line in (layout.lines[i] for i in lines):
            ink = line.baseline + layout.zones.below(line.lanes) + 2  # waves and double lines reach over a bar
            self._update_rows(top + line.top, top + max(line.bottom, ink))

    def _update_rows(self, top: float, bottom: float) -> None:
        top, bottom = top - self._scroller.y, bottom - self._scroller.y
        viewport = self.viewport()
        if bottom >= 0 and top <= viewport.height():
            above, under = max(0, int(top)), min(viewport.height(), int(bottom) + 1)
            viewport.update(QRect(0, above, viewport.width(), under - above))

    def _colours(self) -> Colours:
        focus = self.hasFocus()
        group = QPalette.ColorGroup.Active if focus else QPalette.ColorGroup.Inactive
        palette = self.palette()
        selection = palette.color(group, QPalette.ColorRole.Highlight)
        return Colours(selection, palette.color(group, QPalette.ColorRole.HighlightedText), focus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the event asks for."""
        self._scroller.settle()
        painter = QPainter(self.viewport())
        colours = self._colours()
        if self.state.event is not None:
            self.state.connectors = tuple(
                connectors(self.scene, self.state.event, self._scroller.y, self._scroller.height)
            )
        for rect in _joined(cast("Iterable[QRect]", event.region())):
            painter.setClipRect(rect)
            painter.fillRect(rect, self.theme.page)
            painter.translate(self.origin())
            self._paint(painter, QRectF(rect).translated(-self.origin()), colours)
            painter.resetTransform()
        painter.end()
        self._scroller.settle()

    def _paint(self, painter: QPainter, clip: QRectF, colours: Colours) -> None:
        """Paint the blocks in `clip`, then what may stand over their edges, in coordinates of the content."""
        flow = self.scene.flow
        numbers = range(flow.index_at(clip.top() - self._overhang), flow.index_at(clip.bottom()) + 1)
        for number in numbers:
            self._painter.paint(painter, number, self.state, colours, clip)
        for number in numbers:
            self._painter.paint_over(painter, number, self.state, colours, clip)

    # --- size and scrolling ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew if the column has another width; the first line in view stays."""
        super().resizeEvent(event)
        self._place_strip()
        if not self._fit_column():
            self._scroller.settle()
            self._strip.changed()

    def _fit_column(self) -> bool:
        """Gives the column the width that suits the view; whether lines had to be broken anew."""
        style = self.scene.flow.style
        width = column_width(self.width() + self._narrowed, style.size, style.column)
        if self._narrowed:
            width = min(width, max(120, self.width() - BESIDE - MARGIN - _LEAST))
        if width == style.width:
            return False
        self._restyle(replace(style, width=width))
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what comes into view."""
        super().showEvent(event)
        self._scroller.settle()

    def changeEvent(self, event: QEvent) -> None:
        """The side of the scroll bar follows the direction of the interface."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()
            self._place_strip()
        elif event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ActivationChange):
            self.viewport().update()

    def _set_margins(self) -> None:
        """Room for the strip between the text and the scroll bar. Qt mirrors the scroll bar, but not the margins."""
        if self.isRightToLeft():
            self.setViewportMargins(STRIP, 0, 0, 0)
        else:
            self.setViewportMargins(0, 0, STRIP, 0)

    def _place_strip(self) -> None:
        beside = self.viewport().geometry()
        left = beside.left() - STRIP if self.isRightToLeft() else beside.right() + 1
        self._strip.setGeometry(left, beside.top(), STRIP, beside.height())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The scroll bar moved: keep what stays in view, paint only what comes into view."""
        self._scroller.scrolled()

    def _moved(self, by: int | None = None) -> None:
        """The content moved by so many px, or other lines stand in view."""
        viewport = self.viewport()
        if by is None or abs(by) >= viewport.height():
            viewport.update()
        else:
            viewport.scroll(0, by, viewport.rect().adjusted(SIDE, 0, -SIDE, 0))
            if self.state.event is not None:  # pointers stand at the edges of the view, and lines may end there
                self._update_margin()
                viewport.update(QRect(0, 0, SIDE, viewport.height()))


def _joined(rects: Iterable[QRect]) -> list[QRect]:
    """Areas to paint: those that touch are one, for what is drawn on their lines is drawn once then. A narrow one stays
    alone: hardly anything stands in it.
    """
    found: list[QRect] = []
    for rect in rects:  # from top to bottom
        if found and rect.top() <= found[-1].bottom() + 1 and 3 * rect.width() > found[-1].width():
            found[-1] = found[-1].united(rect)
        else:
            found.append(rect)
    return found
