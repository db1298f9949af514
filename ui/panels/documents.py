"""The documents: a filter, states, a row a document, how far the work is. Folds to a rail of states."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.model import DocumentRow, Status
from ui.desk import Desk
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.documents import DocumentFilter, DocumentModel, RowRole, summary
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress, Rule
from ui.widgets.paint import draw_icon, draw_line, text_direction
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.tabs import TabRow, TabWords
from ui.widgets.text import Line, Text

Index = QModelIndex | QPersistentModelIndex
STATE_ICONS: Final[dict[Status, tuple[str, str]]] = {
    "todo": ("state-todo", "ink_quiet"),
    "in_progress": ("state-progress", "accent"),
    "done": ("state-done", "good"),
}
"""Icon and colour role of each state."""
_FILTERS: Final[tuple[Status | Literal["question"] | None, ...]] = (None, "todo", "in_progress", "done", "question")
_QUESTIONS: Final = len(_FILTERS) - 1


def _sign(look: Look, row: DocumentRow) -> tuple[str, QColor]:
    """Icon and colour of a row: an answer that has come before an open question, and that before the state."""
    asked = ("comment", "accent") if row.answered else ("flag", "warning")
    icon, role = asked if row.questions else STATE_ICONS[row.status]
    return icon, getattr(look.theme, role)


class _Delegate(RowDelegate):
    """State icon; title by its own direction; below it counts or state."""

    def key(self, index: Index) -> object:
        return index.data(RowRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px = self.look, self.look.px
        row: DocumentRow = index.data(RowRole)
        icon, color = _sign(look, row)
        draw_icon(painter, look, icon, color, self.at_start(rect, 16, px(16)))
        body = self.inside(rect, 40, 16)
        top = rect.top() + (rect.height() - px(40)) // 2
        title = QRect(body.left(), top, body.width(), px(22))
        font = look.font(BODY, bold=self.chosen(index))
        draw_line(painter, title, row.title, font, look.theme.ink, direction=text_direction(row.title))
        below = QRect(body.left(), top + px(22), body.width(), px(18))
        draw_line(painter, below, summary(look, row), look.font(SMALL), look.theme.ink_second, direction=look.direction)


class _StateDelegate(RowDelegate):
    """Only the state, for the rail."""

    def key(self, index: Index) -> object:
        return _sign(self.look, index.data(RowRole))[0]

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        icon, color = _sign(self.look, index.data(RowRole))
        draw_icon(painter, self.look, icon, color, rect)


class _DocumentRows(Rows):
    """Rows of which the open document is the chosen one."""

    wanted = Signal(int)

    def __init__(self, look: Look, desk: Desk, model: DocumentFilter, *, rail: bool = False) -> None:
        super().__init__(look, empty=None if rail else self._empty_words)
        self._desk, self._filter = desk, model
        self.setModel(model)
        delegate = _StateDelegate if rail else _Delegate
        delegate(look, self, 40 if rail else 56, self._is_open)
        self.clicked.connect(self._activate)
        self.activated.connect(self._activate)
        desk.turned.connect(self.follow)

    def _empty_words(self) -> str:
        return self.look.tr("documents.none_match" if self._filter.documents.rows else "documents.none")

    def _is_open(self, index: Index) -> bool:
        document = self._desk.document
        return document is not None and index.data(RowRole).id == document.id

    def _activate(self, index: Index) -> None:
        self.wanted.emit(index.data(RowRole).id)

    def follow(self) -> None:
        """Brings the open document's row into view."""
        document = self._desk.document
        place = self._filter.documents.place(document.id) if document else -1
        index = self._filter.mapFromSource(self._filter.documents.index(place)) if place >= 0 else QModelIndex()
        self.update(self.currentIndex())
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if index.isValid():
            self.scrollTo(index)
        self.update(index)


class DocumentsPanel(Pane):
    """The whole panel. `wanted` asks for a document by number."""

    wanted = Signal(int)

    def __init__(self, look: Look, desk: Desk, model: DocumentFilter) -> None:
        super().__init__(look)
        self._desk, self._filter, self._model = desk, model, model.documents
        self.title = Text(look, lambda: look.tr("documents.title"), size=TITLE, bold=True)
        self.progress_text = Line(look, self._progress_words)
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self._field_icon = self.field.addAction(look.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.tabs = TabRow(look, self._tab_words(), small=True, one_line=True)
        self.list = _DocumentRows(look, desk, model)
        self.list.wanted.connect(self.wanted)
        self.done_text = Line(look, lambda: look.tr("count.documents_done", n=self._model.count("done")))
        self.share_text = Line(look, self._share_words)
        self.bar = Progress(look, self._share)
        self._build()
        self.field.textChanged.connect(model.set_needle)
        self.tabs.chosen.connect(lambda place: model.set_status(_FILTERS[place]))
        for signal in (self._model.dataChanged, self._model.modelReset):
            signal.connect(self._recount)
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        self._head, self._foot = QVBoxLayout(), QVBoxLayout()
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.title, 1)
        first.addWidget(self.progress_text)
        self._head.addLayout(first)
        self._head.addWidget(self.field)
        self._head.addWidget(self.tabs)
        last.addWidget(self.done_text, 1)
        last.addWidget(self.share_text)
        self._foot.addLayout(last)
        self._foot.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule(self.look))
        column.addWidget(self.list, 1)
        column.addWidget(Rule(self.look))
        column.addLayout(self._foot)

    def _relook(self) -> None:
        px = self.look.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._head.setSpacing(px(8))
        self._foot.setContentsMargins(px(16), px(12), px(16), px(12))
        self._foot.setSpacing(px(8))
        self.field.setFont(self.look.font(BODY))
        self.field.setPlaceholderText(self.look.tr("documents.filter"))
        self.field.setAccessibleName(self.look.tr("documents.filter"))
        self.list.setAccessibleName(self.look.tr("documents.title"))
        self._field_icon.setIcon(self.look.icon("filter"))
        for button in self.field.findChildren(QToolButton):
            button.setAccessibleName(self.look.tr("documents.filter"))
        self._recount()

    def _recount(self) -> None:
        self.tabs.show_tab(_QUESTIONS, shown=self._model.asking() > 0)
        for part in (self.progress_text, self.tabs, self.done_text, self.share_text, self.bar):
            part.refresh()

    def _progress_words(self) -> str:
        if not self._model.count():
            return ""
        return self.look.tr("documents.done_of", done=self._model.count("done"), all=self._model.count())

    def _tab_words(self) -> list[TabWords]:
        look, count = self.look, self._model.count
        return [
            TabWords(lambda: look.tr("documents.all")),
            TabWords(lambda: look.tr("documents.todo"), count=lambda: count("todo")),
            TabWords(lambda: look.tr("documents.open"), count=lambda: count("in_progress")),
            TabWords(lambda: look.tr("documents.done"), count=lambda: count("done")),
            TabWords(lambda: look.tr("documents.asking"), "flag", self._model.asking),
        ]

    def _share(self) -> float:
        return self._model.count("done") / self._model.count() if self._model.count() else 0.0

    def _share_words(self) -> str:
        return self.look.words.percent(int(self._share() * 100)) if self._model.count() else ""


class DocumentsRail(Pane):
    """The folded panel: states only. `unfold` asks for the whole panel over the page."""

    wanted = Signal(int)
    unfold = Signal()

    def __init__(self, look: Look, desk: Desk, model: DocumentFilter) -> None:
        super().__init__(look)
        self._model: DocumentModel = model.documents
        self.button = Button(look, lambda: look.tr("documents.show"), kind="quiet", icon="list", icon_only=True)
        self.button.clicked.connect(self.unfold)
        self.list = _DocumentRows(look, desk, model, rail=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.wanted.connect(self.wanted)
        self.share = Line(
            look, lambda: look.words.percent(100 * self._model.count("done") // max(1, self._model.count()))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._top)
        column.addWidget(Rule(look))
        column.addWidget(self.list, 1)
        column.addWidget(Rule(look))
        column.addWidget(self.share, 0, Qt.AlignmentFlag.AlignHCenter)
        for signal in (self._model.dataChanged, self._model.modelReset):
            signal.connect(self.share.refresh)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedWidth(self.look.px(48))
        self._top.setFixedHeight(self.look.px(44))
        self.share.setFixedHeight(self.look.px(32))
        self.list.setAccessibleName(self.look.tr("documents.title"))
