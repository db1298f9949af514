"""Where the parts of the window stand: panes side by side, folded to a rail, as drawers over the page, or all away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.panels.documents import DocumentsRail
from ui.panels.event_form import WIDTH
from ui.panels.labels import LabelBar
from ui.panels.margin import Margin
from ui.panels.side import Side
from ui.settings import Settings
from ui.widgets.float import Floating
from ui.widgets.frame import Splitter

FOLD, DRAWER = 1200, 960
"""Widths (design pixels) below which the documents fold and the inspector becomes a drawer."""
_DOCUMENTS: Final = {FOLD: 272, 1800: 320}
_INSPECTOR: Final = {0: 288, FOLD: 320, 1800: 400}


class Sheet(Floating):
    """A drawer over the page that holds a panel for as long as it is out."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)

    def hold(self, panel: QWidget) -> None:
        """Takes a panel in."""
        self._column.addWidget(panel)
        panel.show()


class Arrangement(QObject):
    """Moves the panels between splitter, rail and drawers as width and modes ask. Handlers of the actions on panes."""

    focus_changed = Signal()
    narrowed = Signal(int)
    """The centre is so many pixels narrower for as long as a form is open."""

    def __init__(
        self,
        look: Look,
        settings: Settings,
        documents: Side,
        rail: DocumentsRail,
        centre: QWidget,
        inspector: Margin,
        labels: LabelBar,
    ) -> None:
        super().__init__()
        self._look, self._settings = look, settings
        self.documents, self.rail, self.centre = documents, rail, centre
        self.inspector, self.labels = inspector, labels
        self.body = QWidget()
        self.splitter = Splitter(look)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(self.splitter, 1)
        for panel in (documents, centre, inspector):
            self.splitter.addWidget(panel)
        self.splitter.setStretchFactor(1, 1)
        self.documents_sheet, self.inspector_sheet = Sheet(look, self.body), Sheet(look, self.body)
        self.documents_sheet.left.connect(self._focus_article)
        self.inspector_sheet.left.connect(self._focus_article)
        self.focus_mode = False
        self._hidden = {"documents": False, "inspector": False}
        self._mode = (-1, False, False)
        self._form, self._room = False, 0
        self._store = QTimer(self)
        self._store.setSingleShot(True)
        self._store.setInterval(400)
        self._store.timeout.connect(self._remember)
        self.splitter.splitterMoved.connect(lambda *_: self._store.start())
        self.splitter.reset_wanted.connect(self.reset)
        rail.unfold.connect(self.toggle_documents)
        self.body.installEventFilter(self)
        look.changed.connect(self.arrange)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arranges anew when the window has another width."""
        if event.type() == QEvent.Type.Resize:
            self.arrange()
        return super().eventFilter(watched, event)

    # -- the width ----------------------------------------------------------------------------------------------------
    @property
    def width(self) -> float:
        """Width of the window in design pixels."""
        return self.body.width() / self._look.theme.scale

    @property
    def folded(self) -> bool:
        """Whether the documents are a rail."""
        return self.width < FOLD

    @property
    def drawer(self) -> bool:
        """Whether the inspector is a drawer."""
        return self.width < DRAWER

    def arrange(self) -> None:
        """Puts every part where width and modes want it."""
        if self.body.width() < 100:
            return
        folded, drawer, focus = self.folded, self.drawer, self.focus_mode
        for name, panel, away, index in (
            ("documents", self.documents, folded, 0),
            ("inspector", self.inspector, drawer, self.splitter.count()),
        ):
            if away and panel.parentWidget() is self.splitter:
                self._sheet(name).hold(panel)
            elif not away and panel.parentWidget() is not self.splitter:
                self._sheet(name).hide()
                self.splitter.insertWidget(index, panel)
            if not away:
                panel.setVisible(not focus and not self._hidden[name])
        self.rail.setVisible(folded and not focus)
        self.labels.set_compact(folded)
        self.labels.setVisible(not focus)
        self._place_sheets()
        mode = (0 if drawer else 1 if folded else 3 if self.width >= 1800 else 2, folded, drawer)
        if mode != self._mode:
            self._mode = mode
            self._make_room(0)
            self._restore()
        self.show_form(self._form)

    def _sheet(self, name: str) -> Sheet:
        return self.documents_sheet if name == "documents" else self.inspector_sheet

    def _place_sheets(self) -> None:
        px, area, right = self._look.px, self.body.rect(), self._look.words.right_to_left
        rail = self.rail.width() if self.folded else 0
        for sheet, width, at_start in (
            (self.documents_sheet, px(288), True),
            (self.inspector_sheet, px(304), False),
        ):
            left = at_start != right
            x = (rail if at_start else 0) if left else area.width() - width - (rail if at_start else 0)
            sheet.setGeometry(QRect(x, 0, width, area.height()))

    # -- sizes --------------------------------------------------------------------------------------------------------
    def reset(self) -> None:
        """The widths of the design."""
        px = self._look.px
        documents = next(value for key, value in reversed(_DOCUMENTS.items()) if self.width >= key or key == FOLD)
        inspector = next(value for key, value in reversed(_INSPECTOR.items()) if self.width >= key)
        sizes = {self.documents: px(documents), self.inspector: px(inspector)}
        rest = self.splitter.width() - sum(
            size for panel, size in sizes.items() if panel.parentWidget() is self.splitter
        )
        widths = [sizes.get(self.splitter.widget(place), rest) for place in range(self.splitter.count())]
        self.splitter.setSizes(widths)
        self._store.start()

    def _restore(self) -> None:
        self.documents.setMinimumWidth(self._look.px(200))
        self.inspector.setMinimumWidth(self._look.px(260))
        self.centre.setMinimumWidth(self._look.px(360))
        state = self._settings.state(f"splitter{self._mode[0]}")
        if state is None or not self.splitter.restoreState(state):
            self.reset()
        self.splitter.setHandleWidth(1)

    def _remember(self) -> None:
        if not self.focus_mode and not any(self._hidden.values()) and not self._room:
            self._settings.set_state(f"splitter{self._mode[0]}", self.splitter.saveState())

    def show_form(self, shown: bool) -> None:
        """Shows the form of an event in the inspector's place and makes room for it, or gives the room back."""
        self._form = shown
        self.inspector.show_form(shown)
        place = self.splitter.indexOf(self.inspector)
        if place < 0 or self.inspector.isHidden():
            self._make_room(0)
            return
        wanted = self._look.px(next(value for key, value in reversed(WIDTH.items()) if self.width >= key))
        self._make_room(max(0, wanted - self.splitter.sizes()[place] + self._room) if shown else 0)

    def _make_room(self, room: int) -> None:
        """Takes so many pixels from the centre for the form."""
        more, place = room - self._room, self.splitter.indexOf(self.inspector)
        if not more:
            return
        self._room = room
        if more > 0:
            self.narrowed.emit(room)
        if place >= 0:
            sizes = self.splitter.sizes()
            sizes[place] += more
            sizes[self.splitter.indexOf(self.centre)] -= more
            self.splitter.setSizes(sizes)
        if more < 0:
            self.narrowed.emit(room)

    # -- handlers -----------------------------------------------------------------------------------------------------
    def toggle_documents(self) -> None:
        """Shows or hides the documents; folded, opens them over the page."""
        self._toggle("documents", self.documents.list, drawer=self.folded)

    def show_documents(self) -> None:
        """Brings the side of the documents into view; the keyboard stays where it is."""
        if self.focus_mode:
            self.toggle_focus_mode()
        if not self.documents.isVisible():
            self.toggle_documents()

    def show_inspector(self) -> None:
        """Brings the inspector into view."""
        if self.focus_mode:
            self.toggle_focus_mode()
        if not self.inspector.isVisible():
            self.toggle_inspector()

    def toggle_inspector(self) -> None:
        """Shows or hides the inspector; in a narrow window, opens it over the page."""
        self._toggle("inspector", self.inspector.pane, drawer=self.drawer)

    def _toggle(self, name: str, first: QWidget, *, drawer: bool) -> None:
        if not drawer:
            self._hidden[name] = not self._hidden[name]
            self.arrange()
            return
        sheet = self._sheet(name)
        if sheet.isVisible():
            sheet.leave()
        else:
            self._place_sheets()
            sheet.show()
            sheet.raise_()
            first.setFocus()

    def toggle_focus_mode(self) -> None:
        """Only the article and the status bar, or everything."""
        self.focus_mode = not self.focus_mode
        self.arrange()
        self.focus_changed.emit()

    def next_pane(self) -> None:
        """Gives the keyboard to the next part of the window."""
        self._turn_panes(1)

    def previous_pane(self) -> None:
        """Gives the keyboard to the part before."""
        self._turn_panes(-1)

    def _turn_panes(self, step: int) -> None:
        article = self.centre.focusProxy() or self.centre
        panes = [self.documents.list, article, self.inspector.pane, *self.labels.keys[:1]]
        shown = [pane for pane in panes if pane.isVisible()]
        focus = self.body.window().focusWidget()
        here = next((n for n, pane in enumerate(shown) if pane is focus or (focus and pane.isAncestorOf(focus))), 0)
        if shown:
            shown[(here + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def close_sheets(self) -> bool:
        """Puts drawers away; whether one was out."""
        out = [sheet for sheet in (self.documents_sheet, self.inspector_sheet) if sheet.isVisible()]
        for sheet in out:
            sheet.leave()
        return bool(out)

    def _focus_article(self) -> None:
        self.centre.setFocus()
