"""The article view: reads, selects and chooses marks in Arabic text. Offsets are code points of the whole article."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimerEvent, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.model import Span
from ui.article.accessibility import AccessibleArticle, install, tell
from ui.article.canvas import Canvas
from ui.article.clipboard import copy_exact
from ui.article.hover import Hover
from ui.article.keys import movement_of
from ui.article.mouse import Edge, Mouse, handle_areas, limited
from ui.article.painter import State
from ui.article.selection import Mover, Selection, Unit, WordHook
from ui.theme import Theme


class ArticleView(Canvas):
    """One article with its marks. What a gesture means for the project is for the shell to decide: this view only
    tells what is chosen and selected, and shows what it is given.
    """

    selection_changed = Signal()
    """The caret, the selection or the chosen mark changed."""
    mark_chosen = Signal(str)
    """Another mark is chosen, by whatever way; "" for none."""
    edge_dragged = Signal(str, int, int)
    """A handle was let go: the mark's id, its new start and end. The mark itself stays until it is changed."""
    context_menu_wanted = Signal(QPoint)
    """At a global position; what stands there is chosen before."""
    zoom_wanted = Signal(int)
    """Ctrl and the wheel: steps of text size, positive for larger."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.mover = Mover(self.scene)
        self._current = Selection.at(0)
        self._read_only = False
        self._mouse = Mouse(self)
        self._hover = Hover(self, theme)
        self.accessible: AccessibleArticle | None = None
        install()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    # --- what is shown ---

    def set_article(self, text: str) -> None:
        """Show another article, without marks, from its beginning; the caret stands there."""
        chosen = self.state.selected
        self._mouse.cancel()
        self._hover.leave()
        self._current = Selection.at(0)
        self.mover.goal = None
        super().set_article(text)
        self._strip.point_to(None)
        if chosen is not None:
            self.mark_chosen.emit("")
        self.selection_changed.emit()

    def _marks_changed(self) -> None:
        super()._marks_changed()
        if self.state.hovered not in self.scene.marks:
            self._hover.leave()
        if self.state.selected is not None and self.state.selected not in self.scene.marks:
            self._take(self._current, None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours. Marks carry their own: hand them in anew."""
        super().set_theme(theme)
        self._hover.card.set_theme(theme)

    def set_read_only(self, read_only: bool) -> None:
        """Whether edges can be dragged. Reading, selecting and copying always work."""
        self._read_only = read_only
        self.state.handles = not read_only
        self.viewport().update()

    def set_hover_card(self, shown: bool) -> None:
        """Whether a card explains the mention under the mouse."""
        self._hover.enabled = shown
        self._hover.rest()

    @property
    def card_text(self) -> Callable[[str], Sequence[str]] | None:
        """Gives the lines under the surface on the hover card, in plain text; without it, the label's name."""
        return self._hover.text_of

    @card_text.setter
    def card_text(self, text_of: Callable[[str], Sequence[str]] | None) -> None:
        self._hover.text_of = text_of

    @property
    def word_hook(self) -> WordHook | None:
        """Asked which part of a word is taken when a word is chosen (the policy about clitics)."""
        return self.mover.word_hook

    @word_hook.setter
    def word_hook(self, hook: WordHook | None) -> None:
        self.mover.word_hook = hook

    # --- selection ---

    @property
    def current(self) -> Selection:
        """The selection with its origin and the side of the caret."""
        return self._current

    @property
    def selection(self) -> Span | None:
        """What is selected, or None."""
        return self._current.span

    @property
    def caret(self) -> int:
        """Where the caret is."""
        return self._current.focus

    @property
    def selected_mark(self) -> str | None:
        """The id of the mark that is chosen, or None. A mark and a selection exclude each other."""
        return self.state.selected

    def select(self, span: Span | None, *, caret_at_end: bool = True) -> None:
        """Select a span, or nothing (the caret stays)."""
        self.mover.goal = None
        self.choose(Selection.at(self.caret) if span is None else Selection.of(Span(*span), caret_at_end=caret_at_end))

    def select_all(self) -> None:
        """Select the whole article."""
        self.select(Span(0, len(self.text)))

    def select_mark(self, mark_id: str | None, *, reveal: bool = True) -> None:
        """Choose a mark, or none; `reveal` scrolls to it. An id that is not shown chooses none."""
        self.choose_mark(mark_id, reveal=reveal)

    def choose(self, selection: Selection) -> None:
        """Take a selection; no mark is chosen any more."""
        self._take(selection, None)

    def choose_mark(
        self, mark_id: str | None, *, caret: int | None = None, reveal: bool = False, ring: bool = False
    ) -> None:
        """Choose a mark; the caret goes to `caret` (a click) or to the mark's start. `ring`: the keyboard did it."""
        mark = self.scene.marks.get(mark_id)
        self.mover.goal = None
        if mark is None:
            self._take(Selection.at(self.caret), None)
            return
        self._take(Selection.at(mark.start if caret is None else caret), mark.id, ring=ring)
        if reveal:
            self.ensure_visible(Span(mark.start, mark.end))

    def choose_neighbour(self, forward: bool) -> None:
        """Choose the next or the previous mark in reading order, from the chosen one or from the caret."""
        position = self.selection.start if self.selection else self.caret
        mark = self.scene.marks.neighbour(self.selected_mark, position, forward)
        if mark is not None:
            self.choose_mark(mark.id, reveal=True, ring=True)

    def _take(self, selection: Selection, mark_id: str | None, *, ring: bool = False) -> None:
        before = self.state
        if selection == self._current and mark_id == before.selected:
            return
        self._hover.rest()
        self._scroller.hold()
        self._update_chosen()
        self._current = selection
        self.state = State(selection.span, selection.focus, mark_id, before.hovered, ring)
        self.state.hollow, self.state.handles, self.state.hit = before.hollow, before.handles, before.hit
        self.state.event = before.event
        self._update_chosen()
        self._strip.point_to(selection.focus if mark_id or selection.span else None)
        if mark_id != before.selected:
            self._describe()
        tell(self)
        if mark_id != before.selected:
            self.mark_chosen.emit(mark_id or "")
        self.selection_changed.emit()

    def make_accessible(self) -> AccessibleArticle:
        """What assistive technology sees of this view; kept here, for Qt does not keep it."""
        self.accessible = AccessibleArticle(self)
        return self.accessible

    def _describe(self) -> None:
        """Name the chosen mark for screen readers."""
        mark = self.scene.marks.get(self.selected_mark)
        self.setAccessibleDescription("" if mark is None else f"{self.text[mark.start : mark.end]}: {mark.look.name}")

    def _update_chosen(self) -> None:
        """Paint again where the selection, the caret and the chosen mark are now."""
        mark = self.scene.marks.get(self.selected_mark)
        if mark is not None:
            self.update_mark(mark)
        else:
            self.update_span(Span(self.caret, self.caret))
        if self.selection is not None:
            self.update_span(self.selection)
        self._update_candidates()

    def _update_candidates(self) -> None:
        if len(self.state.candidates) > 1:
            self.update_span(Span(self.state.candidates[0], self.state.candidates[-1]))

    def set_candidates(self, starts: Sequence[int]) -> None:
        """Show dashed boxes between these places where a mention could start; gone with the next selection."""
        self._update_candidates()
        self.state.candidates = tuple(sorted(starts))
        self._update_candidates()

    def move(self, unit: Unit, forward: bool, *, extend: bool = False) -> None:  # type: ignore[override]
        """Move the caret in reading order; `extend` keeps what is selected and adds to it.

        Hides the QWidget's own `move`, which only a layout calls, from C++.
        """
        base, now = self.selection, self._current
        mark = self.scene.marks.get(self.selected_mark)
        if mark is not None:
            base = Span(mark.start, mark.end)
            now = Selection.of(base) if extend else now
        page = max(40.0, self.viewport().height() - 2.0 * self.scene.flow.zones.pitch(1))
        self.choose(self.mover.move(now, base, unit, forward, extend, page))
        self.ensure_visible(Span(self.caret, self.caret))

    def copy(self) -> None:
        """Put the selected text, or the chosen mark's, on the clipboard, exactly as it stands in the article."""
        mark = self.scene.marks.get(self.selected_mark)
        span = self.selection or (Span(mark.start, mark.end) if mark else None)
        if span is not None:
            copy_exact(self.text[span.start : span.end])

    # --- edges ---

    def edge_at(self, point: QPointF) -> Edge | None:
        """The handle of the chosen mark under a point of the viewport."""
        mark = self.scene.marks.get(self.selected_mark)
        if mark is None or mark.suggestion or self._read_only or self.state.event is not None:
            return None
        first, last = self.rects(mark.spans[0]), self.rects(mark.spans[-1])
        if not first or not last:
            return None
        areas = handle_areas(first[0], last[-1])
        found = [
            (abs(parts[1].center().x() - point.x()), edge)
            for edge, parts in areas.items()
            if any(part.contains(point) for part in parts)
        ]
        return min(found)[1] if found else None

    def preview_edge(self, edge: Edge, position: int) -> None:
        """Show the chosen mark with an edge at another place while it is dragged."""
        mark = self.scene.marks.get(self.selected_mark)
        if mark is not None:
            self._update_chosen()
            self.state.preview = limited(self.text, Span(mark.start, mark.end), edge, position)
            self._update_chosen()

    def drop_edge(self) -> None:
        """The handle was let go: tell it if the edge has moved."""
        mark, hull = self.scene.marks.get(self.selected_mark), self.state.preview
        self._update_chosen()
        self.state.preview = None
        if mark is not None and hull is not None and hull != (mark.start, mark.end):
            self.edge_dragged.emit(mark.id, hull.start, hull.end)

    # --- events ---

    def hover_at(self, point: QPointF) -> None:
        """The mouse rests or moves over a point without a button."""
        self._hover.at(point)
        edge = self.edge_at(point) if self.selected_mark else None
        shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _moved(self, by: int | None = None) -> None:
        super()._moved(by)
        self._hover.rest()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._hover.rest()
        self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._mouse.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._mouse.release(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        """A drag is held outside of the view."""
        if event.timerId() == self._mouse.timer.timerId():
            self._mouse.tick()
        else:
            super().timerEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, ask for another size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            if steps:
                self.zoom_wanted.emit(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Movements and copying; every other key is the shell's."""
        self._hover.rest()
        movement = movement_of(event)
        if movement is not None:
            self.move(movement.unit, movement.forward, extend=movement.extend)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose what was clicked, unless it is chosen already, then ask for the menu."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._mouse.choose_for_menu(QPointF(event.pos()))
            self.context_menu_wanted.emit(event.globalPos())
        else:
            rect = self.scene.line_rect(self.caret).translated(self.origin())
            self.context_menu_wanted.emit(self.viewport().mapToGlobal(rect.bottomRight().toPoint()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The caret comes."""
        super().focusInEvent(event)
        self._update_chosen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The caret goes."""
        super().focusOutEvent(event)
        self._update_chosen()

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover.leave()
        return super().viewportEvent(event)
