"""The mouse in the article: clicks choose marks or set the caret, drags select by grapheme or move an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QBasicTimer, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.sentences import sentence_at
from annotator.text.words import word_at
from ui.article.selection import Selection
from ui.article.units import paragraph_at

if TYPE_CHECKING:
    from ui.article.view import ArticleView

Edge = Literal["start", "end"]
SLACK: Final = 3
"""A press that moves less than this (px) is a click."""
STEM: Final = 3
"""So much of a mention's edge (px) is its handle."""
SCROLL_EVERY: Final = 40
"""Milliseconds between steps of scrolling while a drag is held outside of the view."""


class Mouse:
    """What a press, a drag and a release mean. The view hands its events in and keeps all state that is drawn."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._pressed: QPointF | None = None
        self._dragging = False
        self._edge: Edge | None = None
        self._by_word = False
        self._clicks = 0
        self._last_click = (0, QPointF())
        self._at = QPointF()
        self.timer = QBasicTimer()

    # --- events ---

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._count(event.timestamp(), point)
        self._begin(point)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._clicks >= 3:
            self._more(point)
        elif shift:
            self._view.choose(self._base().to(self._view.position_at(point)))
            self._dragging = True
        else:
            self._edge = self._view.edge_at(point)

    def double_click(self, event: QMouseEvent) -> None:
        """The second press of a double click: Qt reports it instead of a press."""
        if event.button() == Qt.MouseButton.LeftButton:
            fourth = self._clicks >= 3 and self._repeats(event.timestamp(), event.position())
            self._clicks = 4 if fourth else 2
            self._last_click = (event.timestamp(), event.position())
            self._begin(event.position())
            if fourth:
                self._more(event.position())
            else:
                self._double(event.position())

    def move(self, event: QMouseEvent) -> None:
        """The mouse moves, with or without a button."""
        self._at = event.position()
        if self._pressed is None:
            self._view.hover_at(event.position())
            return
        if not self._dragging:
            if (event.position() - self._pressed).manhattanLength() < SLACK:
                return
            self._dragging = True
            if self._edge is None and not self._by_word:
                self._view.choose(Selection.at(self._view.position_at(self._pressed)))
        self._follow(event.position())
        inside = self._view.viewport().rect().contains(event.position().toPoint())
        if inside:
            self.timer.stop()
        elif not self.timer.isActive():
            self.timer.start(SCROLL_EVERY, self._view)

    def release(self, event: QMouseEvent) -> None:
        """A button went up: the end of a drag, or a click."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        pressed, dragging, edge = self._pressed, self._dragging, self._edge
        self.cancel()
        if dragging and edge is not None:
            self._view.drop_edge()
        elif not dragging and self._clicks == 1:
            self._click(pressed)

    def cancel(self) -> None:
        """Forget a press that was not finished."""
        self._pressed = None
        self._dragging = False
        self._edge = None
        self._by_word = False
        self.timer.stop()

    def tick(self) -> None:
        """Scroll while a drag is held outside of the view."""
        height = self._view.viewport().height()
        beyond = min(self._at.y(), 0.0) + max(self._at.y() - height, 0.0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond / 3))
        self._follow(QPointF(self._at.x(), min(max(self._at.y(), 1.0), height - 2.0)))

    # --- meaning ---

    def _repeats(self, time: int, point: QPointF) -> bool:
        """Whether a press at that time and place belongs to the clicks before it."""
        before, where = self._last_click
        near = (point - where).manhattanLength() <= QApplication.startDragDistance()
        return near and 0 <= time - before <= QApplication.doubleClickInterval()

    def _count(self, time: int, point: QPointF) -> None:
        """Count a press that Qt does not report as a double click: the first, the third."""
        self._clicks = min(self._clicks + 1, 4) if self._clicks >= 2 and self._repeats(time, point) else 1
        self._last_click = (time, point)

    def _begin(self, point: QPointF) -> None:
        self._pressed = self._at = point
        self._dragging = False
        self._edge = None
        self._by_word = False

    def _base(self) -> Selection:
        """What a shift-click extends: the selection, or the mark that is chosen."""
        mark = self._view.scene.marks.get(self._view.selected_mark)
        if mark is not None:
            return Selection.of(Span(mark.start, mark.end))
        now = self._view.current
        return now if now.span is None else now.anchored()

    def _double(self, point: QPointF) -> None:
        view = self._view
        grapheme = view.grapheme_at(point)
        word = word_at(view.scene.text, grapheme.start if grapheme else view.position_at(point))
        if word is None or (grapheme is not None and not word.start <= grapheme.start < word.end):
            taken = Selection.of(grapheme) if grapheme else Selection.at(view.position_at(point))
        else:
            taken = view.mover.take(word)
        self._by_word = True
        view.choose(taken)

    def _more(self, point: QPointF) -> None:
        """A third click takes the sentence, a fourth the paragraph."""
        scene = self._view.scene
        number, _ = scene.place_at(self._view.to_content(point))
        paragraph = paragraph_at(scene.blocks, number)
        if self._clicks == 3:
            self._view.select(sentence_at(scene.text, paragraph, self._view.position_at(point)))
        else:
            self._view.select(paragraph)
        self._dragging = True

    def _follow(self, point: QPointF) -> None:
        view = self._view
        position = view.position_at(point)
        if self._edge is not None:
            view.preview_edge(self._edge, position)
            return
        now = view.current
        if self._by_word:
            position = self._word_edge(now, position)
        if self._clicks < 3:
            view.choose(now.to(position))

    def _word_edge(self, now: Selection, position: int) -> int:
        """The end of the word at `position` that lies away from where the drag began."""
        if now.origin.start <= position <= now.origin.end:
            return now.origin.end
        word = word_at(self._view.scene.text, position)
        if word is None or not word.start < position < word.end:
            return position
        return word.end if position > now.origin.end else word.start

    def _click(self, point: QPointF) -> None:
        """A click on a mark chooses the innermost one there, the next click the one around it; else it sets the caret."""
        view = self._view
        found = view.marks_at(point)
        position = view.position_at(point)
        if not found:
            view.choose(Selection.at(position))
            return
        chosen = found[0]
        if view.selected_mark in found:
            chosen = found[(found.index(view.selected_mark) + 1) % len(found)]
        view.choose_mark(chosen, caret=position)

    def choose_for_menu(self, point: QPointF) -> None:
        """A menu is wanted at a point: choose what is there, unless it is selected or chosen already."""
        view = self._view
        found, selection = view.marks_at(point), view.selection
        if view.selected_mark is not None and view.selected_mark in found:
            return
        grapheme = view.grapheme_at(point)
        if selection and grapheme and selection.start <= grapheme.start < selection.end:
            return
        if found:
            view.choose_mark(found[0], caret=view.position_at(point))
        else:
            view.choose(Selection.at(view.position_at(point)))


def limited(text: str, hull: Span, edge: Edge, position: int) -> Span:
    """The hull with one edge moved to a position; at least one grapheme remains."""
    if edge == "start":
        return Span(min(position, previous_boundary(text, hull.end)), hull.end)
    return Span(hull.start, max(position, next_boundary(text, hull.start)))


def handle_areas(first: QRectF, last: QRectF) -> dict[Edge, tuple[QRectF, QRectF]]:
    """Where the handles of a mention can be caught: at the right of its first box, at the left of its last.

    Beside the letters only the stem, on the mention's own side, so that a drag which begins in the next letter selects;
    below them the knob, with room for a hand.
    """
    areas: dict[Edge, tuple[QRectF, QRectF]] = {}
    for edge, box in (("start", first), ("end", last)):
        x = box.right() if edge == "start" else box.left()
        stem = QRectF(x - STEM if edge == "start" else x, box.top() - 2, STEM, box.height() + 2)
        knob = QRectF(x - 8, box.bottom(), 16, box.height() * 10 / 27 + 3)
        areas[edge] = stem, knob  # type: ignore[index]
    return areas
