"""The fields of the forms: a heading above, something to fill in below, perhaps a line that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.look import BODY, SMALL, Look
from ui.pages.schema.words import HUES
from ui.theme import Hue
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.text import Text, write_from

Choice = tuple[str, str]
"""A value and its words."""


class Field(QWidget):
    """A heading and, below it, whatever `body` lays out."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__()
        self.look, self.words = look, words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(3))
        self.head = Text(look, self.name, size=SMALL, bold=True, ink="ink_second")
        self._column.addWidget(self.head)

    def name(self) -> str:
        """The heading."""
        return self.look.tr(self.words)


class TextField(Field):
    """One line. `typed(text)` at each letter; with `needed`, an empty line says so and is not told."""

    typed = Signal(str)

    def __init__(self, look: Look, words: str, *, arabic: bool = False, needed: bool = False) -> None:
        super().__init__(look, words)
        self._needed = needed
        self.line = QLineEdit()
        self.line.setFont(look.font(BODY))
        self.line.setAccessibleName(self.name())
        self.line.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        self.line.textEdited.connect(self._on_typed)
        self.fault = Text(look, lambda: look.tr("schema_editor.needed"), size=SMALL, ink="error")
        self.fault.hide()
        self._column.addWidget(self.line)
        self._column.addWidget(self.fault)

    def show_text(self, text: str) -> None:
        """Shows a text, unless it is the one being typed."""
        if self.line.text().strip() != text.strip():
            self.line.setText(text)
        self.fault.setVisible(False)

    def _on_typed(self, text: str) -> None:
        missing = self._needed and not text.strip()
        self.fault.setVisible(missing)
        if not missing:
            self.typed.emit(text.strip())


class _Editor(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Paragraph(Field):
    """Several lines. `typed(text)` at each letter."""

    typed = Signal(str)

    def __init__(self, look: Look, words: str, *, arabic: bool = False, lines: int = 2) -> None:
        super().__init__(look, words)
        self.edit = _Editor()
        self.edit.setFont(look.font(BODY))
        self.edit.setAccessibleName(self.name())
        self.edit.setTabChangesFocus(True)
        self.edit.setLayoutDirection(Qt.LayoutDirection.RightToLeft if arabic else Qt.LayoutDirection.LeftToRight)
        write_from(self.edit, self.edit.layoutDirection())
        self.edit.setFixedHeight(look.px(12) + lines * look.line_height(BODY))
        self.edit.textChanged.connect(self._on_typed)
        self._showing = False
        self._column.addWidget(self.edit)

    def show_text(self, text: str) -> None:
        """Shows a text, unless it is the one being typed."""
        if self.edit.toPlainText() != text:
            self._showing = True
            self.edit.setPlainText(text)
            self._showing = False

    def _on_typed(self) -> None:
        if not self._showing:
            self.typed.emit(self.edit.toPlainText())


class Pick(Field):
    """One of several, from a menu. `picked(value)`."""

    picked = Signal(str)

    def __init__(self, look: Look, words: str, choices: Callable[[], Sequence[Choice]]) -> None:
        super().__init__(look, words)
        self._choices, self._value = choices, ""
        self.button = Button(look, self._shown, icon="down")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self._column.addLayout(row)

    def _shown(self) -> str:
        return dict(self._choices()).get(self._value, self.look.tr("schema_editor.none"))

    def show_value(self, value: str) -> None:
        """Shows a value."""
        self._value = value
        self.button.refresh()
        self.button.setAccessibleName(f"{self.name()}: {self._shown()}")

    def _open(self) -> None:
        menu = _menu(self.look, self)
        for value, words in self._choices():
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.triggered.connect(lambda *_, value=value: self.picked.emit(value))
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))


class PickMany(Field):
    """Any number of several, from a menu that stays open. `picked(values)`; nothing chosen reads `nothing`."""

    picked = Signal(tuple)

    def __init__(self, look: Look, words: str, choices: Callable[[], Sequence[Choice]], nothing: str) -> None:
        super().__init__(look, words)
        self._choices, self._nothing = choices, nothing
        self._values: tuple[str, ...] = ()
        self.button = Button(look, self._shown, icon="down")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self._column.addLayout(row)

    def _shown(self) -> str:
        names = [words for value, words in self._choices() if value in self._values]
        if not names:
            return self.look.tr(self._nothing)
        more = len(names) - 4
        shown = self.look.words.joined(*names[:4])
        return shown if more <= 0 else self.look.tr("schema_editor.and_more", names=shown, n=more)

    def show_values(self, values: Sequence[str]) -> None:
        """Shows what is chosen."""
        self._values = tuple(values)
        self.button.refresh()
        self.button.setAccessibleName(f"{self.name()}: {self._shown()}")

    def _open(self) -> None:
        menu = _StayingMenu(self.look, self)
        for value, words in self._choices():
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in self._values)
            action.setData(value)
            action.toggled.connect(lambda on, value=value: self._toggle(value, on=on))
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    def _toggle(self, value: str, *, on: bool) -> None:
        chosen = {*self._values, value} if on else {*self._values} - {value}
        self._values = tuple(each for each, _ in self._choices() if each in chosen)
        self.picked.emit(self._values)


class _StayingMenu(QMenu):
    """A menu in which several entries can be ticked before it closes."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(look.font())
        self.aboutToHide.connect(self.deleteLater)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.toggle()
        return True

    def mouseReleaseEvent(self, event) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        taken = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (taken and self._tick(self.activeAction())):
            super().keyPressEvent(event)


def _menu(look: Look, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setFont(look.font())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


class Toggles(Field):
    """Things that are so or not, side by side. `switched(name, on)`."""

    switched = Signal(str, bool)

    def __init__(self, look: Look, words: str, names: Sequence[Choice]) -> None:
        super().__init__(look, words)
        self.buttons: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        for name, label in names:
            button = Button(look, lambda label=label: look.tr(label), small=True)
            button.setCheckable(True)
            button.clicked.connect(lambda on, name=name: self.switched.emit(name, bool(on)))
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    def show_value(self, name: str, *, on: bool) -> None:
        """Shows whether one of them is so."""
        self.buttons[name].setChecked(on)


class _Swatch(QAbstractButton):
    """One colour."""

    def __init__(self, look: Look, hue: Callable[[], Hue]) -> None:
        super().__init__()
        self._look, self._hue = look, hue
        self.setCheckable(True)
        self.setFixedSize(look.px(26), look.px(26))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(26), self._look.px(26))

    def nextCheckState(self) -> None:
        """A click asks; who listens decides."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, hue = self._look.px, self._hue()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(px(4), px(4), -px(4), -px(4))
        if self.isChecked():
            painter.setPen(QPen(self._look.theme.ink, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue.fill)
        painter.drawRoundedRect(body, px(4), px(4))
        painter.fillRect(QRect(px(4), self.height() - px(9), self.width() - px(8), px(5)), hue.strong)


class Swatches(Field):
    """The named colours. `picked(name)`. With `own`, a button after them asks for colours of one's own: `own_wanted`."""

    picked = Signal(str)
    own_wanted = Signal()

    def __init__(self, look: Look, words: str, hues: Sequence[str], *, own: bool = False) -> None:
        super().__init__(look, words)
        self.buttons: dict[str, _Swatch] = {}
        colours = QWidget()
        row = Flow(colours)
        row.set_gaps(look.px(2), look.px(2))
        for name in hues:
            button = _Swatch(look, lambda name=name: look.theme.hue(name))
            button.setAccessibleName(look.tr(HUES[name]))
            button.setToolTip(look.tr(HUES[name]))
            button.clicked.connect(lambda *_, name=name: self.picked.emit(name))
            self.buttons[name] = button
            row.addWidget(button)
        self.own = Button(look, lambda: look.tr("own_colour.title"), small=True)
        self.own.setCheckable(True)
        self.own.clicked.connect(self.own_wanted)
        row.addWidget(self.own)
        if not own:
            self.own.hide()
        self._warning = ""
        self.warning = Text(look, lambda: self._warning, size=SMALL, ink="warning", wrap=True)
        self.warning.hide()
        self._column.addWidget(colours)
        self._column.addWidget(self.warning)

    def show_value(self, name: str, warning: str = "") -> None:
        """Ticks a colour, with a warning below."""
        for each, button in self.buttons.items():
            button.setChecked(each == name)
        self.own.setChecked(not name)
        self._warning = warning
        self.warning.refresh()
        self.warning.setVisible(bool(warning))
