"""The lists of a layer under their tabs: mentions (filtered and sorted on request), events, problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look import BODY, Look
from ui.models.labels import Labels
from ui.models.problem_words import PROBLEM_WORDS, said
from ui.models.problems import Problems
from ui.models.records import Entry, LayerModels, RecordModel
from ui.panels.record_rows import RecordRows
from ui.rest import Once
from ui.widgets.buttons import Button
from ui.widgets.frame import Rule
from ui.widgets.room import Pages
from ui.widgets.tabs import TabRow, TabWords

_ORDERS: Final = ("inspector.by_place", "inspector.by_words", "inspector.by_label")


class RecordLists(QWidget):
    """`mention_wanted(id)` when a row is chosen, `problem_wanted(id)` for a problem; `turned` when another page is."""

    mention_wanted = Signal(str)
    problem_wanted = Signal(str)
    turned = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels, models: LayerModels, problems: Problems) -> None:
        super().__init__()
        self._look, self._labels = look, labels
        kinds: tuple[tuple[RecordModel, str], ...] = (
            (models.mentions, "mentions"),
            (models.events, "events"),
            (problems.list, "problems"),
        )
        self.stack = Pages(look)
        self.lists: list[RecordRows] = []
        for model, kind in kinds:
            rows = RecordRows(look, desk, labels, model, kind)
            rows.mention_wanted.connect(self.mention_wanted)
            rows.problem_wanted.connect(self.problem_wanted)
            self.lists.append(rows)
            self.stack.addWidget(rows)
        self.lists[-1].sentence = lambda entry: _sentence(look, desk, problems, entry)
        self.tabs = TabRow(
            look,
            [
                TabWords(lambda: look.tr("inspector.mentions"), "mention", lambda: len(models.mentions)),
                TabWords(lambda: look.tr("inspector.events"), "event", lambda: len(models.events)),
                TabWords(lambda: look.tr("inspector.problems"), "problem", lambda: len(problems.list)),
            ],
            one_line=True,
        )
        self._wanted: dict[int, Callable[[], bool]] = {}
        self.tools = self._build_tools()
        self.tabs.chosen.connect(self._on_tab)
        self.counts = Once(self.recount, self)
        for model, _ in kinds:
            model.counted.connect(self.counts.ask)
        self._build()
        desk.opened.connect(self.field.clear)
        look.changed.connect(self._relook)
        self._relook()

    def _build_tools(self) -> QWidget:
        look = self._look
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self._icon = self.field.addAction(look.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(lambda text: self.lists[0].narrow(text))
        self.field.installEventFilter(self)
        self._order = 0
        self.order = Button(look, lambda: look.tr(_ORDERS[self._order]), kind="quiet", icon="sort", small=True)
        self.order.clicked.connect(self.next_order)
        tools = QWidget()
        self._tools_row = QHBoxLayout(tools)
        self._tools_row.addWidget(self.field, 1)
        self._tools_row.addWidget(self.order)
        return tools

    def add_page(self, words: TabWords, page: QWidget, wanted: Callable[[], bool] | None = None) -> int:
        """One more tab, with a page of its own; it is there while `wanted` says so. Its number."""
        self.stack.addWidget(page)
        place = self.tabs.add(words)
        if wanted is not None:
            self._wanted[place] = wanted
        return place

    def recount(self) -> None:
        """The tabs say their counts anew; those come and go that are wanted or not."""
        self.tabs.refresh()
        for place, wanted in self._wanted.items():
            self.tabs.show_tab(place, shown=wanted())

    def cover(self, widget: QWidget) -> None:
        """Shows something before the page of the chosen tab: a question that wants an answer."""
        self.tools.hide()
        self.stack.setCurrentWidget(widget)
        self.turned.emit()

    def back(self) -> None:
        """Shows the page of the chosen tab again, where something stands before it."""
        self._on_tab(self.tabs.current)

    def open_page(self, place: int) -> None:
        """Turns to a page, and gives it the keyboard."""
        self.tabs.show_tab(place, shown=True)
        self.tabs.choose(place)
        self.stack.widget(place).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        box = QWidget()
        self._tabs_row = QHBoxLayout(box)
        self._tabs_row.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(box)
        column.addWidget(Rule(self._look))
        column.addWidget(self.tools)
        column.addWidget(self.stack, 1)

    def _relook(self) -> None:
        px = self._look.px
        self._tabs_row.setContentsMargins(px(16), px(4), px(16), 0)
        self._tools_row.setContentsMargins(px(16), px(6), px(16), px(2))
        self._tools_row.setSpacing(px(4))
        self.field.setFont(self._look.font(BODY))
        self.field.setPlaceholderText(self._look.tr("inspector.filter"))
        self.field.setAccessibleName(self._look.tr("inspector.filter"))
        self._icon.setIcon(self._look.icon("filter"))
        for button in self.field.findChildren(QWidget):
            button.setAccessibleName(self._look.tr("inspector.filter"))

    def _on_tab(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.tools.setVisible(place == 0)
        self.turned.emit()

    @property
    def on_page(self) -> bool:
        """Whether a page with more than a list is chosen: it needs the room."""
        return self.stack.currentIndex() >= len(self.lists)

    def next_order(self) -> None:
        """In the order of the text, by words, by label, and round."""
        self._order = (self._order + 1) % len(_ORDERS)
        self.order.refresh()
        self.lists[0].order_by(("place", "words", "label")[self._order])

    def show_only(self, label: str) -> None:
        """Shows the mentions of one label."""
        self.tabs.choose(0)
        self.field.setText(self._labels.name(label))
        self.lists[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list, Esc empties the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.lists[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)


def _sentence(look: Look, desk: Desk, problems: Problems, entry: Entry) -> str:
    """A problem in words, with the names that the schema gives."""
    problem = problems.problem(entry.id)
    return said(look, desk.schema, problem) if problem is not None else look.tr(PROBLEM_WORDS[entry.label])
