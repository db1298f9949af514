"""The queue at the start of the page: documents with most disagreement first, and what can be settled at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from annotator.jobs.adjudication_queue import QueueRow
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import STANDINGS, AdjudicationWords
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress, Rule
from ui.widgets.paint import draw_icon, draw_line, text_direction, text_width
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.tabs import TabRow
from ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex
QueueRole = Qt.ItemDataRole.UserRole + 1
_ICONS = {"waiting": "state-todo", "begun": "state-progress", "closed": "star", "locked": "lock"}
_FILTERS: tuple[tuple[str, Callable[[QueueRow], bool]], ...] = (
    ("adjudication.to_do", lambda row: row.standing in ("waiting", "begun")),
    ("adjudication.asked", lambda row: bool(row.asked or row.answers)),
    ("adjudication.changed", lambda row: row.since is not None),
    ("adjudication.closed", lambda row: row.standing in ("closed", "locked")),
)


class QueueModel(QAbstractListModel):
    """The rows that the filter leaves."""

    def __init__(self, look: Look, model: AdjudicationModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._model = look, model
        self.shown: list[QueueRow] = []
        self.filter = 0
        model.queued.connect(self.refresh)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row, or its title with how far it is."""
        if not index.isValid():
            return None
        row = self.shown[index.row()]
        if role == QueueRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.words.joined(row.title, self._look.tr(STANDINGS[row.standing]))
        return None

    def refresh(self) -> None:
        """Takes the rows of the model that the filter leaves."""
        new = [row for row in self._model.rows if _FILTERS[self.filter][1](row)]
        if new != self.shown:
            self.beginResetModel()
            self.shown = new
            self.endResetModel()

    def row_of(self, document: int) -> int:
        """Where a document stands; -1 for nowhere."""
        return next((n for n, row in enumerate(self.shown) if row.document == document), -1)


class _Delegate(RowDelegate):
    """State, title, what is to be expected."""

    def __init__(self, view: Rows, model: AdjudicationModel, words: AdjudicationWords) -> None:
        self._words = words
        chosen = lambda index: index.data(QueueRole).document == model.document  # noqa: E731
        super().__init__(view.look, view, 56, chosen)

    def key(self, index: Index) -> object:
        return index.data(QueueRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        row: QueueRow = index.data(QueueRole)
        icon, ink = (_ICONS[row.standing], theme.ink_second) if row.since is None else ("history", theme.warning)
        draw_icon(painter, look, icon, ink, self.at_start(rect, 16, px(16)))
        number = look.words.number(row.expected.disputed) if row.expected is not None else ""
        wide = text_width(look.font(SMALL), number)
        place = self.at_end(rect, 16, wide)
        place.setHeight(px(32))
        draw_line(painter, place, number, look.font(SMALL), theme.ink_second, direction=look.direction)
        body = self.inside(rect, 40, round(24 + wide / theme.scale))
        above = QRect(body.left(), rect.top() + px(6), body.width(), px(22))
        below = QRect(body.left(), rect.top() + px(29), body.width(), px(18))
        side = text_direction(row.title)
        align = "start" if side == look.direction else "end"
        draw_line(painter, above, row.title, look.font(BODY), theme.ink, direction=side, align=align)
        draw_line(painter, below, self._state(row), look.font(SMALL), theme.ink_second, direction=look.direction)

    def _state(self, row: QueueRow) -> str:
        tr, words = self.look.tr, self.look.words
        if row.since is not None:
            return self._words.since(row.since)
        if row.answers:
            return words.joined(tr("opinion.has_come"), tr(STANDINGS[row.standing]))
        if row.asked:
            names = words.joined(*(name or tr("opinion.whoever") for name in row.asked))
            return tr("opinion.waits_for", names=names)
        layers = tr("adjudication.layers", n=row.annotators)
        if row.is_unanimous and row.standing == "waiting":
            return self.look.words.joined(layers, tr("adjudication.unanimous"))
        return self.look.words.joined(layers, tr(STANDINGS[row.standing]))


class Queue(Pane):
    """`wanted(document)`: this one. `rule_wanted(kind)`: let a rule settle what it can."""

    wanted = Signal(int)
    rule_wanted = Signal(str)
    take_back_wanted = Signal()

    def __init__(self, look: Look, model: AdjudicationModel, words: AdjudicationWords) -> None:
        super().__init__(look)
        self._model = model
        tr = look.tr
        self.title = Text(look, lambda: tr("adjudication.queue"), size=TITLE, bold=True)
        self.order = Text(look, lambda: tr("adjudication.queue_order"), size=SMALL, ink="ink_second")
        self.tabs = TabRow(look, [lambda words=words: tr(words) for words, _ in _FILTERS], small=True)
        self.tabs.chosen.connect(self._on_filter)
        self.model = QueueModel(look, model, self)
        self.list = Rows(look, empty=lambda: tr("adjudication.queue_empty"))
        self.list.setModel(self.model)
        _Delegate(self.list, model, words)
        self.list.activated.connect(lambda index: self.wanted.emit(index.data(QueueRole).document))
        self.list.clicked.connect(lambda index: self.wanted.emit(index.data(QueueRole).document))
        self.progress = Text(look, self._progress_words, size=SMALL, ink="ink_second")
        self.bar = Progress(look, self._share)
        self.unanimous = Text(look, self._unanimous_words, size=SMALL, ink="ink_second", wrap=True)
        self.settle = Button(look, lambda: tr("adjudication.accept_unanimous"), icon="check")
        self.settle.clicked.connect(lambda: self.rule_wanted.emit("unanimous"))
        self.rule = Button(look, lambda: tr("adjudication.rule_majority"), icon="scales")
        self.rule.clicked.connect(lambda: self.rule_wanted.emit("majority"))
        self.take_back = Button(look, lambda: tr("adjudication.rule_take_back"), icon="undo")
        self.take_back.clicked.connect(self.take_back_wanted)
        self.take_back.hide()
        self._column = QVBoxLayout(self)
        self._foot = QVBoxLayout()
        for widget in (self.progress, self.bar, self.unanimous, self.settle, self.rule, self.take_back):
            self._foot.addWidget(widget)
        self._head = QVBoxLayout()
        for widget in (self.title, self.order, self.tabs):
            self._head.addWidget(widget)
        self._column.addLayout(self._head)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(Rule(look))
        self._column.addLayout(self._foot)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._head.setSpacing(px(6))
        self._foot.setContentsMargins(px(16), px(12), px(16), px(12))
        self._foot.setSpacing(px(8))
        self.list.setAccessibleName(self.look.tr("adjudication.queue"))

    def _closed(self) -> int:
        return sum(row.standing in ("closed", "locked") for row in self._model.rows)

    def _share(self) -> float:
        return self._closed() / len(self._model.rows) if self._model.rows else 0.0

    def _progress_words(self) -> str:
        number = self.look.words.number
        return self.look.tr("adjudication.progress", n=number(self._closed()), all=number(len(self._model.rows)))

    def _unanimous_words(self) -> str:
        n = sum(row.is_unanimous and row.standing in ("waiting", "begun") for row in self._model.rows)
        return self.look.tr("adjudication.unanimous_count", n=n)

    def _on_filter(self, place: int) -> None:
        self.model.filter = place
        self.model.refresh()

    def refresh(self) -> None:
        """Shows which document is in hand."""
        for widget in (self.progress, self.bar, self.unanimous):
            widget.refresh()
        row = self.model.row_of(self._model.document)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.viewport().update()
        for button in (self.settle, self.rule):
            button.setEnabled(bool(self._model.rows))
