"""Choosing one of many things by keyboard: a heading, a field that filters, the rows. It stands where the lists are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.text.normalise import key
from ui.article.marks import MarkLook
from ui.keys import position
from ui.look import BODY, SMALL, Look
from ui.widgets.buttons import Button
from ui.widgets.frame import Rule
from ui.widgets.paint import chip_size, draw_chip, draw_key, draw_line, key_size, text_direction, text_width
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex


class ChoiceRow(NamedTuple):
    """Something to choose: `words` (of the article, or of the window), the chip of its label, a note at the end."""

    key: str
    words: str
    face: MarkLook | None = None
    note: str = ""
    more: str = ""
    """What else it is found by."""


@dataclass(frozen=True)
class Question:
    """What is asked. `pick` is called with the key of the chosen row, `point` when the keyboard comes to one ("" when the
    question is put away), `take` with the mention that was clicked in the article instead. `numbered`: digits choose, and
    nothing is typed. `search` gives the rows for what is typed, where there are more than can be shown."""

    heading: Callable[[], str]
    rows: Sequence[ChoiceRow]
    pick: Callable[[str], object]
    point: Callable[[str], object] = str
    take: Callable[[str], object] = str
    hint: Callable[[], str] = str
    numbered: bool = False
    search: Callable[[str], Sequence[ChoiceRow]] | None = None


_NOTHING: Final = Question(str, (), str)


class _Choices(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: Sequence[ChoiceRow] = ()
        self.rows: list[ChoiceRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ": ".join(filter(None, (row.words, row.face.name if row.face else "", row.note)))
        return None

    def show(self, rows: Sequence[ChoiceRow], needle: str = "") -> None:
        self.beginResetModel()
        self.all, wanted = rows, key(needle.strip())
        self.rows = [row for row in rows if not wanted or wanted in key(f"{row.words} {row.more}")]
        self.endResetModel()


class _Delegate(RowDelegate):
    """Digit, words, chip, note."""

    def __init__(self, view: Rows, model: _Choices, numbered: Callable[[], bool]) -> None:
        super().__init__(view.look, view, 36, lambda index: index.row() == view.currentIndex().row())
        self._model, self._numbered = model, numbered

    def key(self, index: Index) -> object:
        row = self._model.rows[index.row()]
        label = (row.face.name, row.face.hue.fill.rgb()) if row.face is not None else None
        return row.words, row.note, label, index.row() if self._numbered() else -1

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px = self.look, self.look.px
        row = self._model.rows[index.row()]
        start, end = 16, px(16)
        if self._numbered() and index.row() < 9:
            digit = str(index.row() + 1)
            cap = self.at_start(rect, start, key_size(look, digit).width())
            cap.setHeight(px(18))
            cap.moveTop(rect.top() + (rect.height() - px(18)) // 2)
            draw_key(painter, look, cap, digit)
            start += 28
        if row.note:
            width = min(text_width(look.font(SMALL), row.note), rect.width() // 3)
            place = self.at_end(rect, 16, width)
            draw_line(painter, place, row.note, look.font(SMALL), look.theme.ink_second, direction=look.direction)
            end += width + px(8)
        if row.face is not None:
            size = chip_size(look, row.face.name, event=row.face.event)
            right = look.words.right_to_left
            left = rect.left() + end if right else rect.right() + 1 - end - size.width()
            chip = QRect(left, rect.top() + (rect.height() - size.height()) // 2, size.width(), size.height())
            draw_chip(painter, look, chip, row.face.name, row.face.hue, event=row.face.event)
            end += size.width() + px(8)
        body = self.at_start(rect, start, rect.width() - px(start) - end)
        direction = text_direction(row.words)
        # In the English window the words stand where its rows begin, though they read from the right.
        align = "start" if (direction == look.direction) else "end"
        draw_line(painter, body, row.words, look.naskh(15), look.theme.ink, direction=direction, align=align)


class Chooser(QWidget):
    """Asks one `Question` at a time. `left`: Esc."""

    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.question = _NOTHING
        self.heading = Text(look, lambda: self.question.heading(), bold=True, wrap=True)
        self.hint = Text(look, lambda: self.question.hint(), size=SMALL, ink="ink_second", wrap=True)
        self.cancel = Button(look, lambda: look.tr("chooser.cancel"), kind="quiet", keys="Escape", small=True)
        self.cancel.clicked.connect(self.left)
        self.field = QLineEdit()
        self._icon = self.field.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textEdited.connect(self._narrow)
        self.field.installEventFilter(self)
        self._choices = _Choices(self)
        self.list = Rows(look, empty=lambda: look.tr("chooser.none"))
        self.list.setModel(self._choices)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._delegate = _Delegate(self.list, self._choices, lambda: self.question.numbered)
        self.list.clicked.connect(self._on_row)
        self.list.activated.connect(self._on_row)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.setFocusProxy(self.field)
        self._build()
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        self._head, row = QVBoxLayout(), QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(row)
        self._head.addWidget(self.hint)
        self._head.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule(self._look))
        column.addWidget(self.list, 1)

    def _relook(self) -> None:
        px = self._look.px
        self._head.setContentsMargins(px(16), px(10), px(16), px(8))
        self._head.setSpacing(px(6))
        self.field.setFont(self._look.font(BODY))
        self.field.setPlaceholderText(self._look.tr("chooser.filter"))
        self.field.setAccessibleName(self._look.tr("chooser.filter"))
        self._icon.setIcon(self._look.icon("search"))

    # -- asking -------------------------------------------------------------------------------------------------------
    def ask(self, question: Question) -> None:
        """Shows its rows; the first is the current one."""
        self.question = question
        self.heading.refresh()
        self.hint.refresh()
        self.hint.setVisible(bool(self.hint.text()))
        self.list.setAccessibleName(self.heading.text())
        self.field.clear()
        self.field.setVisible(not question.numbered)
        self._choices.show(question.rows)
        self.setFocusProxy(self.list if question.numbered else self.field)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._go_to(0)

    def forget(self) -> None:
        """Nothing is asked any more."""
        question, self.question = self.question, _NOTHING
        question.point("")

    @property
    def keys(self) -> list[str]:
        """The keys of the rows, in their order."""
        return [row.key for row in self._choices.rows]

    @property
    def current(self) -> str:
        """The key of the row the keyboard is on; empty for none."""
        index = self.list.currentIndex()
        return self._choices.rows[index.row()].key if 0 <= index.row() < len(self._choices.rows) else ""

    def _narrow(self, text: str) -> None:
        if self.question.search is not None:
            self._choices.show(self.question.search(text))
        else:
            self._choices.show(self._choices.all, text)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        if self._choices.rows:
            self.list.setCurrentIndex(self._choices.index(min(max(row, 0), len(self._choices.rows) - 1)))

    def _on_current(self, index: QModelIndex) -> None:
        self.list.viewport().update()
        if index.isValid() and not self.isHidden():
            self.question.point(self.current)

    def _on_row(self, index: Index) -> None:
        self.question.pick(self._choices.rows[index.row()].key)

    # -- keys ---------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move, Enter and digits choose, Esc leaves, wherever the keyboard is."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        row = self.list.currentIndex().row()
        place = position(event) or ""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go_to(row + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current:
                self.question.pick(self.current)
        elif self.question.numbered and place.startswith("Digit"):
            number = int(place[-1]) - 1
            if 0 <= number < len(self._choices.rows):
                self.question.pick(self._choices.rows[number].key)
        else:
            return False
        return True
