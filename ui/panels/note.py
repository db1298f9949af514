"""The note about the selected mention: a field that grows with its words and keeps them by itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from ui.look import BODY, Look
from ui.widgets.paint import text_direction
from ui.widgets.text import write_from

_PAUSE = 500
"""Milliseconds without a key after which the words are kept."""
_LINES = 4


class NoteField(QPlainTextEdit):
    """`written(mention, words)` after a pause, when the keyboard leaves, and before another mention is shown. `left`: Esc
    or Ctrl+Enter."""

    written = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._mention, self._kept = "", ""
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.keep)
        self.textChanged.connect(self._on_typed)
        self.textChanged.connect(lambda: write_from(self, text_direction(self.toPlainText())))
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFont(self._look.font(BODY))
        self.setPlaceholderText(self._look.tr("note.add"))
        self.setAccessibleName(self._look.tr("note.name"))
        self.document().setDocumentMargin(self._look.px(5))
        self._fit()

    def _fit(self) -> None:
        lines = min(_LINES, max(1, self.document().blockCount(), round(self.document().size().height())))
        full = lines == _LINES
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        height = lines * self.fontMetrics().lineSpacing() + 2 * self._look.px(5) + 2
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self._look.px(160), self.height())

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_note(self, mention: str, words: str, *, writable: bool) -> None:
        """Shows the note about a mention; what was typed about the one before is kept first."""
        if mention != self._mention:
            self.keep()
        elif words == self._kept:
            self.setReadOnly(not writable)
            return
        self._mention, self._kept = mention, words
        if self.toPlainText() != words:
            self.blockSignals(True)
            self.setPlainText(words)
            self.blockSignals(False)
            self._fit()
        self.setReadOnly(not writable)

    def _on_typed(self) -> None:
        self._fit()
        self._timer.start()

    def keep(self) -> None:
        """Tells what was typed, if it is something else than what is kept."""
        self._timer.stop()
        words = self.toPlainText()
        if self._mention and words.strip() != self._kept.strip():
            self._kept = words
            self.written.emit(self._mention, words)

    # -- events -------------------------------------------------------------------------------------------------------
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keeps the words."""
        super().focusOutEvent(event)
        self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, and Ctrl+Enter, go back to the article."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.keep()
            self.left.emit()
            return
        super().keyPressEvent(event)
