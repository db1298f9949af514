"""Questions and bad news in a box over the window: plain text, in the window's letters, with buttons in its words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.look import BODY, TITLE, Look
from ui.widgets.buttons import Button, Kind
from ui.widgets.paint import text_direction
from ui.widgets.signs import Sign
from ui.widgets.text import Ink, Text, write_from

_SIGNS: Final[dict[str, Ink]] = {"problem": "warning", "help": "accent", "information": "accent"}
"""The signs that a box may have, and their colours."""
_LINES: Final = 8
"""So many lines of a list are in view."""


class Box(QDialog):
    """One sentence, what else there is to say below it, perhaps a list to read and copy. Buttons are the caller's.

    `ask` shows it until it is answered. Esc and the window's own cross are no answer: `chosen` stays None.
    """

    def __init__(
        self, look: Look, window: QWidget, sign: str, text: str, more: str = "", details: tuple[str, ...] = ()
    ) -> None:
        super().__init__(window)
        self._look = look
        self.text, self.more, self.details = text, more, details
        self.buttons: list[Button] = []
        self.chosen: Button | None = None
        self.setWindowTitle(look.tr("app.name"))
        self.setLayoutDirection(look.direction)
        self.setAccessibleName(text)
        px = look.px
        whole, head, words = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        whole.setContentsMargins(px(24), px(20), px(24), px(16))
        whole.setSpacing(px(16))
        head.setSpacing(px(12))
        words.setSpacing(px(6))
        head.addWidget(Sign(look, lambda: (sign, _SIGNS[sign])), 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(Text(look, lambda: self.text, size=TITLE if more else BODY, bold=bool(more), wrap=True))
        if more:
            words.addWidget(Text(look, lambda: self.more, wrap=True))
        head.addLayout(words, 1)
        whole.addLayout(head)
        if details:
            whole.addWidget(self._list())
        self._row = QHBoxLayout()
        self._row.setSpacing(px(8))
        if details:
            copy = Button(look, lambda: look.tr("dialog.copy_list"), kind="quiet", icon="copy")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(self.details)))
            self._row.addWidget(copy)
        self._row.addStretch(1)
        whole.addLayout(self._row)
        self.setMinimumWidth(px(600 if details else 440))

    def _list(self) -> QPlainTextEdit:
        """The lines of the list: read by eyes and keyboard, never changed."""
        field = QPlainTextEdit("\n".join(self.details))
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setFont(self._look.font(BODY))
        field.setAccessibleName(self.text)
        write_from(field, text_direction(self.details[0]))
        lines = min(max(len(self.details), 2), _LINES)
        field.document().setDocumentMargin(self._look.px(6))  # marks above the first line are seen whole
        field.setFixedHeight(lines * self._look.line_height(BODY) + self._look.px(20))
        return field

    def offer(self, words: str, kind: Kind = "plain") -> Button:
        """One more button at the end; the one that does what the box is about is `main`, and has the keyboard."""
        button = Button(self._look, lambda: words, kind=kind)
        button.clicked.connect(lambda: self._choose(button))
        self.buttons.append(button)
        self._row.addWidget(button)
        return button

    def _choose(self, button: Button) -> None:
        self.chosen = button
        self.accept()

    def ask(self) -> Button | None:
        """Shows the box until it is answered; the button that was pressed."""
        if self.buttons:
            main = next((button for button in self.buttons if button.kind == "main"), self.buttons[-1])
            main.setFocus(Qt.FocusReason.TabFocusReason)
        self.exec()
        return self.chosen
