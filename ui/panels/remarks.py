"""The remarks in the layer: a list, what the chosen one says, and what can be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.keys import position
from ui.look import SMALL, Look
from ui.models.records import Entry, EntryRole
from ui.models.remarks import Remarks, kind_of
from ui.panels.composer import Composer
from ui.widgets.buttons import Button
from ui.widgets.frame import Rule
from ui.widgets.paint import draw_icon, draw_line, text_direction
from ui.widgets.room import Yielding
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex
REMARK_ICONS: Final = {
    "question": ("flag", "warning"),
    "unsure": ("help", "warning"),
    "note": ("comment", "ink_second"),
    "answered": ("comment", "good"),
    "settled": ("check", "good"),
}
"""Icon and colour role of each kind of remark."""
REMARK_WORDS: Final = {
    "question": "remark.question",
    "unsure": "remark.unsure",
    "note": "remark.note",
    "answered": "remark.answered",
    "settled": "remark.settled",
}


class _Delegate(RowDelegate):
    """What it is about, and below it what it says."""

    def __init__(self, view: RemarkRows) -> None:
        super().__init__(view.look, view, 52, view.is_chosen)
        self._view = view

    def key(self, index: Index) -> object:
        entry: Entry = index.data(EntryRole)
        return entry.text, entry.label, self._view.body(entry.id)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, entry = self.look, self.look.px, index.data(EntryRole)
        icon, role = REMARK_ICONS[entry.label]
        draw_icon(painter, look, icon, getattr(look.theme, role), self.at_start(rect, 16, px(16)))
        body = self.inside(rect, 40, 16)
        top = QRect(body.left(), rect.top() + px(6), body.width(), px(22))
        below = QRect(body.left(), rect.top() + px(28), body.width(), px(18))
        ink = look.theme.ink_second if entry.label == "settled" else look.theme.ink
        if entry.mention:
            words = " ".join(entry.text.split())
            draw_line(painter, top, words, look.naskh(15), ink, direction=text_direction(words))
        else:
            draw_line(painter, top, look.tr("remark.whole"), look.font(), ink, direction=look.direction)
        said = " ".join(self._view.body(entry.id).split()) or look.tr(REMARK_WORDS[entry.label])
        draw_line(painter, below, said, look.font(SMALL), look.theme.ink_second, direction=text_direction(said))


class RemarkRows(Rows):
    """The list. Enter and a click go to the place, Space settles, F2 changes, Delete removes, A answers."""

    settle_wanted = Signal()
    change_wanted = Signal()
    remove_wanted = Signal()
    answer_wanted = Signal()

    own_keys = frozenset({Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_Delete})

    def __init__(self, look: Look, model: Remarks) -> None:
        super().__init__(look, empty=lambda: look.tr("remark.none", keys=look.key("ask")))
        self._remarks = model
        model.list.label_name = lambda kind: look.tr(REMARK_WORDS[kind])
        self.setModel(model.list)
        _Delegate(self)

    def body(self, id: str) -> str:
        """What a comment says."""
        comment = self._remarks.comment(id)
        return comment.body if comment else ""

    def is_chosen(self, index: Index) -> bool:
        """Whether the row is the current one."""
        return index.row() == self.currentIndex().row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a row."""
        wanted = {
            "Space": self.settle_wanted,
            "F2": self.change_wanted,
            "Delete": self.remove_wanted,
            "KeyA": self.answer_wanted,
        }.get(position(event) or "")
        if wanted is not None and self.currentIndex().isValid():
            wanted.emit()
        else:
            super().keyPressEvent(event)


class RemarksPanel(QWidget):
    """Asks: `place_wanted(mention)`, `settle_wanted(comment, settled)`, `remove_wanted(comment)`, and what the composer
    asks: `written(record, words, question)`, `changed(comment, words)`, `answered(comment, words)`, `left`."""

    place_wanted = Signal(str)
    settle_wanted = Signal(str, bool)
    remove_wanted = Signal(str)
    written = Signal(str, str, bool)
    changed = Signal(str, str)
    answered = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look, desk: Desk, model: Remarks) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model
        self.composer = Composer(look)
        self.composer.written.connect(self.written)
        self.composer.changed.connect(self.changed)
        self.composer.answered.connect(self.answered)
        self.composer.left.connect(self.left)
        self.list = RemarkRows(look, model)
        self.body = Text(look, lambda: self._said(), wrap=True)
        self.said = Text(look, lambda: self._model.answers.words(self._model.key(self.chosen)), ink="good", wrap=True)
        self.answer = Button(look, self._answer_words, keys="KeyA", small=True)
        self.settle = Button(look, self._settle_words, keys="Space", small=True)
        self.change = Button(look, lambda: look.tr("remark.edit"), kind="quiet", keys="F2", small=True)
        self.remove = Button(look, lambda: look.tr("remark.remove"), kind="quiet", keys="Delete", small=True)
        self._build()
        self.setFocusProxy(self.list)
        self._connect()
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        self._foot = QWidget()
        foot, self._buttons = QVBoxLayout(self._foot), QHBoxLayout()
        self._inner = QVBoxLayout()
        for button in (self.answer, self.settle, self.change, self.remove):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._inner.addWidget(self.body)
        self._inner.addWidget(self.said)
        self._inner.addLayout(self._buttons)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Rule(self._look))
        foot.addLayout(self._inner)
        self._lowest = Yielding(self._look, self._foot, 72)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.composer)
        column.addWidget(self.list, 1)
        column.addWidget(self._lowest)

    def _connect(self) -> None:
        self.list.clicked.connect(lambda index: self.place_wanted.emit(index.data(EntryRole).mention))
        self.list.activated.connect(lambda index: self.place_wanted.emit(index.data(EntryRole).mention))
        self.list.selectionModel().currentChanged.connect(self._show)
        for signal in (self._model.list.modelReset, self._model.list.dataChanged, self._model.list.rowsRemoved):
            signal.connect(self._show)
        for rows, button, act in (
            (self.list.settle_wanted, self.settle, self._settle),
            (self.list.change_wanted, self.change, self._change),
            (self.list.remove_wanted, self.remove, self._remove),
            (self.list.answer_wanted, self.answer, self.answer_chosen),
        ):
            rows.connect(act)
            button.clicked.connect(act)

    def _relook(self) -> None:
        px = self._look.px
        self._inner.setContentsMargins(px(16), px(8), px(16), px(8))
        self._inner.setSpacing(px(6))
        self._buttons.setSpacing(px(4))
        self.list.setAccessibleName(self._look.tr("remark.list"))
        self._show()

    # -- the chosen one -----------------------------------------------------------------------------------------------
    @property
    def chosen(self) -> str:
        """The id of the chosen comment; empty for none."""
        index = self.list.currentIndex()
        return self._model.list.places[index.row()][2] if 0 <= index.row() < len(self._model.list) else ""

    def _said(self) -> str:
        comment = self._model.comment(self.chosen)
        return comment.body if comment else ""

    def _settle_words(self) -> str:
        comment = self._model.comment(self.chosen)
        return self._look.tr("remark.reopen" if comment and comment.resolved else "remark.settle")

    def _show(self, *_: object) -> None:
        self._lowest.setVisible(bool(self.chosen))
        self.body.refresh()
        self.body.setVisible(bool(self.body.text()))
        self.said.refresh()
        self.said.setVisible(bool(self.said.text()))
        self.settle.refresh()
        self.answer.refresh()
        self.answer.setVisible(self.can_answer)
        for button in (self.settle, self.change, self.remove):
            button.setEnabled(self._desk.writable)
            button.setVisible(self._desk.is_own)
        self.list.viewport().update()

    def choose(self, id: str) -> None:
        """Makes a comment the chosen one."""
        self.list.setCurrentIndex(self._model.list.index(self._model.list.place(id)))

    @property
    def can_answer(self) -> bool:
        """Whether the chosen one is somebody else's question, which the person working may answer."""
        comment = self._model.comment(self.chosen)
        asked = comment is not None and kind_of(comment) == "question" and not comment.resolved
        return asked and not self._desk.is_own and self._model.answers.possible

    def _answer_words(self) -> str:
        return self._look.tr("answer.change" if self._model.answers.of(self._model.key(self.chosen)) else "answer.give")

    def answer_chosen(self) -> None:
        """Opens the field for the answer to the chosen question."""
        if self.can_answer:
            key = self._model.key(self.chosen)
            answer = self._model.answers.of(key)
            self.composer.open_to_answer(key, self._desk.owner, answer.body if answer else "")

    def _settle(self) -> None:
        comment = self._model.comment(self.chosen)
        if comment is not None:
            self.settle_wanted.emit(comment.id, not comment.resolved)

    def _change(self) -> None:
        comment = self._model.comment(self.chosen)
        if comment is not None and self._desk.writable:
            self.composer.open_to_change(comment.id, comment.body)

    def _remove(self) -> None:
        if self.chosen:
            self.remove_wanted.emit(self.chosen)
