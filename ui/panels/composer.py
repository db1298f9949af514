"""A field to write a question or a note in, with what it is about above it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.look import BODY, SMALL, Look
from ui.widgets.buttons import Button
from ui.widgets.paint import text_direction
from ui.widgets.text import Text, write_from

_LINES = 3


class _Words(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a line, Esc goes away."""

    sent = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(lambda: write_from(self, text_direction(self.toPlainText())))

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(self._look.px(160), _LINES * self.fontMetrics().lineSpacing() + 2 * self._look.px(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Composer(QWidget):
    """Asks: `written(record id or "", words, is a question)` for something new, `changed(comment id, words)`,
    `answered(question's key, words)` for a question of somebody else, `left`."""

    written = Signal(str, str, bool)
    changed = Signal(str, str)
    answered = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._about, self._surface, self._comment, self._asker = "", "", "", ""
        self.heading = Text(look, self._heading_words, size=SMALL, bold=True, wrap=True)
        self.words = _Words(look)
        self.words.sent.connect(lambda: self._send(question=True))
        self.words.left.connect(self.close_)
        self.ask = Button(look, self._ask_words, kind="main", keys="Enter", small=True)
        self.ask.clicked.connect(lambda: self._send(question=True))
        self.note = Button(look, lambda: look.tr("remark.only_note"), small=True)
        self.note.clicked.connect(lambda: self._send(question=False))
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._row.addWidget(self.ask)
        self._row.addWidget(self.note)
        self._row.addStretch(1)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.words)
        self._column.addLayout(self._row)
        self.setFocusProxy(self.words)
        self.hide()
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))
        self.words.setFont(self._look.font(BODY))
        self._name_field()
        self.words.updateGeometry()

    def _name_field(self) -> None:
        words = self._look.tr("answer.placeholder" if self._asker else "remark.placeholder")
        self.words.setPlaceholderText(words)
        self.words.setAccessibleName(words)

    def _heading_words(self) -> str:
        if self._asker:
            return self._look.tr("answer.to", who=self._asker)
        if self._comment:
            return self._look.tr("remark.change")
        if self._surface:
            return self._look.tr("remark.about", surface=self._surface)
        return self._look.tr("remark.about_document")

    def _ask_words(self) -> str:
        if self._asker:
            return self._look.tr("answer.give")
        return self._look.tr("remark.keep" if self._comment else "action.ask")

    def open_for(self, about: str, surface: str, begin: str = "") -> None:
        """Something new about a record, or about the document; `begin` stands there already."""
        self._open(about, surface, "", begin)

    def open_to_change(self, comment: str, body: str) -> None:
        """Changes what a comment says."""
        self._open("", "", comment, body)

    def open_to_answer(self, question: str, asker: str, answer: str) -> None:
        """Answers a question that `asker` has asked, or changes the answer."""
        self._open("", "", question, answer, asker)

    def _open(self, about: str, surface: str, comment: str, begin: str, asker: str = "") -> None:
        self._about, self._surface, self._comment = about, " ".join(surface.split()), comment
        self._asker = asker
        self._name_field()
        self.heading.refresh()
        self.ask.refresh()
        self.note.setVisible(not comment)
        self.words.setPlainText(begin)
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _send(self, *, question: bool) -> None:
        words = self.words.toPlainText()
        if self._comment:
            (self.answered if self._asker else self.changed).emit(self._comment, words)
            self.close_()
        elif words.strip():
            self.written.emit(self._about, words, question)
            self.close_()

    def close_(self) -> None:
        """Goes away and gives the keyboard back."""
        self.words.clear()
        self.hide()
        self.left.emit()
