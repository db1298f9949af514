"""Asks once for the name of the person who works on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.look import BODY, SMALL, TITLE, Look
from ui.widgets.buttons import Button
from ui.widgets.float import Floating
from ui.widgets.text import Text


class PersonCard(Floating):
    """A card in the middle of the window. `named(name)` when one was given; it stays until the name was taken."""

    named = Signal(str)

    def __init__(self, look: Look, known: Callable[[], Sequence[str]], parent: QWidget) -> None:
        super().__init__(look, parent)
        self._known = known
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.people = Text(look, self._known_words, size=SMALL, ink="ink_second", wrap=True)
        self.start = Button(look, lambda: look.tr("dialog.ok"), kind="main", keys="Enter")
        self.start.clicked.connect(self._give)
        column = QVBoxLayout(self)
        column.addWidget(Text(look, lambda: look.tr("person.ask_title"), size=TITLE, bold=True))
        column.addWidget(Text(look, lambda: look.tr("person.ask"), wrap=True))
        column.addWidget(self.field)
        column.addWidget(self.people)
        column.addWidget(Text(look, lambda: look.tr("person.later"), size=SMALL, ink="ink_second", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.start)
        column.addLayout(row)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.layout().setContentsMargins(px(24), px(20), px(24), px(20))
        self.layout().setSpacing(px(10))
        self.field.setFont(self.look.font(BODY))
        self.field.setAccessibleName(self.look.tr("person.label"))

    def _known_words(self) -> str:
        names = self._known()
        return self.look.tr("person.known", names=self.look.words.joined(*names)) if names else ""

    def open_with(self, name: str) -> None:
        """Shows the card in the middle of its parent with a name to start from."""
        self.people.refresh()
        self.people.setVisible(bool(self._known()))
        self.field.setText(name)
        self.field.selectAll()
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Puts the card in the middle of the window."""
        width = self.look.px(400)
        height = max(self.layout().totalHeightForWidth(width), self.layout().totalMinimumSize().height())
        area = self.parentWidget().rect()
        self.setGeometry((area.width() - width) // 2, max(0, (area.height() - height) // 3), width, height)

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter gives the name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
            return True
        return False

    def _give(self) -> None:
        if self.field.text().strip():
            self.named.emit(self.field.text())
