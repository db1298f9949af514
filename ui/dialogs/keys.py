"""Keys of one's own: every action with its chords; a click waits for another key and shows what it collides with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.text.normalise import key
from ui.actions import ACTIONS, MENUS, Action
from ui.keys import chord
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.remapping import Remapping
from ui.widgets.buttons import Button
from ui.widgets.room import over
from ui.widgets.text import Text


class KeyButton(Button):
    """Shows a chord; pressed, it waits for another. `caught(chord)`; Esc leaves it as it is, Backspace takes it away."""

    caught = Signal(str)
    emptied = Signal()

    def __init__(self, look: Look, keys: str) -> None:
        self.waiting = False
        self.chord = keys
        super().__init__(look, self._now)
        self.clicked.connect(lambda: self._wait(True))

    def _now(self) -> str:
        if self.waiting:
            return self._look.tr("keys.press")
        # Keys are written from the left in both languages.
        return f"\u2066{self._look.key(self.chord)}\u2069" if self.chord else self._look.tr("keys.none")

    def _wait(self, waiting: bool) -> None:
        self.waiting = waiting
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._relook()

    def event(self, event: QEvent) -> bool:
        """While it waits, no key means anything else."""
        if self.waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.waiting and event.type() == QEvent.Type.FocusOut:
            self._wait_no_more()
        if self.waiting and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._catch(event)
            return True
        return super().event(event)

    def _wait_no_more(self) -> None:
        self.waiting = False
        self._relook()

    def _catch(self, event: QKeyEvent) -> None:
        caught = chord(event)
        if caught is None:
            return  # a modifier alone: the rest follows
        self._wait_no_more()
        if caught == "Backspace" and self.chord:
            self.emptied.emit()
        elif caught not in ("Escape", "Backspace"):
            self.caught.emit(caught)


class _Row(QWidget):
    """One action: its words, its keys, what collides, back to the table."""

    def __init__(self, look: Look, action: Action, keys: Remapping, label_name: Callable[[str], str]) -> None:
        super().__init__()
        self._look, self.action, self._keys, self._label_name = look, action, keys, label_name
        self._wanted, self._instead = "", ""
        self.buttons: list[KeyButton] = []
        tr = look.tr
        self.name = Text(look, lambda: tr(action.text))
        self.back = Button(look, lambda: tr("keys.reset"), kind="quiet", small=True)
        self.back.clicked.connect(lambda: keys.reset(action.id))
        self.warning = Text(look, self._warning_words, size=SMALL, ink="warning", wrap=True)
        self.take = Button(look, lambda: tr("keys.take"), small=True)
        self.take.clicked.connect(lambda: keys.give(action.id, self._wanted, self._instead))
        self._line = QHBoxLayout()
        self._line.addWidget(self.name, 1)
        self._line.addWidget(self.back)
        self._below = QHBoxLayout()
        self._below.addWidget(self.warning, 1)
        self._below.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(2), look.px(8), look.px(2))
        column.setSpacing(look.px(2))
        column.addLayout(self._line)
        column.addLayout(self._below)
        self.refresh()

    def refresh(self) -> None:
        """Shows the chords as they are now."""
        self._wanted = ""
        for button in self.buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for keys in self._keys.keys(self.action.id) or ("",):
            button = KeyButton(self._look, keys)
            button.setAccessibleDescription(self._look.tr(self.action.text))
            button.caught.connect(lambda caught, old=keys: self._on_caught(caught, old))
            button.emptied.connect(lambda old=keys: self._keys.take_away(self.action.id, old))
            self._line.addWidget(button)
            self.buttons.append(button)
        self.back.setVisible(self._keys.is_own(self.action.id))
        self._show_warning()

    def _on_caught(self, caught: str, old: str) -> None:
        if caught == old:
            return
        self._wanted, self._instead = caught, old
        if self._keys.collision(self.action.id, caught):
            self._show_warning()
        else:
            self._keys.give(self.action.id, caught, old)

    def _show_warning(self) -> None:
        shown = bool(self._wanted)
        self.warning.setVisible(shown)
        found = self._keys.collision(self.action.id, self._wanted) if shown else None
        self.take.setVisible(found is not None and bool(found.actions) and not (found.label or found.reserved))
        self.warning.refresh()

    def _warning_words(self) -> str:
        if not self._wanted:
            return ""
        tr, found = self._look.tr, self._keys.collision(self.action.id, self._wanted)
        shown = self._look.key(self._wanted)
        if found.reserved:
            return tr("keys.reserved", key=shown)
        if found.label:
            return tr("keys.label", key=shown, label=self._label_name(found.label))
        names = self._look.words.joined(*(tr(each.text) for each in ACTIONS if each.id in found.actions))
        return tr("keys.taken", key=shown, action=names)


class KeysDialog(QDialog):
    """Not modal. What is changed counts at once."""

    def __init__(self, look: Look, keys: Remapping, label_name: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._keys = look, keys
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("keys.title"))
        self.setLayoutDirection(look.direction)
        px = look.px
        self.field = QLineEdit()
        self.field.setFont(look.font(BODY))
        self.field.setPlaceholderText(look.tr("keys.filter"))
        self.field.setAccessibleName(look.tr("keys.filter"))
        self.field.textChanged.connect(self._narrow)
        self.reset = Button(look, lambda: look.tr("keys.reset_all"))
        self.reset.clicked.connect(keys.reset_all)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setSpacing(px(2))
        self.rows: list[_Row] = []
        self._headings: list[tuple[str, Text]] = []
        for menu, text in MENUS.items():
            heading = Text(look, lambda text=text: look.tr(text), size=SMALL, bold=True, ink="ink_second")
            self._headings.append((menu, heading))
            self._column.addWidget(heading)
            for action in (each for each in ACTIONS if each.menu == menu and not each.check):
                self.rows.append(_Row(look, action, keys, label_name))
                self._column.addWidget(self.rows[-1])
        self._column.addStretch(1)
        self._frame(body)
        look.changed.connect(self._refresh)
        self._refresh()
        self.resize(over(parent, px(640), px(640)))

    def _frame(self, body: QWidget) -> None:
        look, px = self._look, self._look.px
        area = QScrollArea()
        area.setAccessibleName(look.tr("keys.title"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setWidgetResizable(True)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        close = Button(look, lambda: look.tr("dialog.close"), keys="Escape")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        whole.setSpacing(px(12))
        whole.addWidget(Text(look, lambda: look.tr("keys.title"), size=TITLE, bold=True))
        whole.addWidget(Text(look, lambda: look.tr("keys.how"), ink="ink_second", wrap=True))
        whole.addWidget(self.field)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _refresh(self) -> None:
        for row in self.rows:
            row.refresh()
        self.reset.setEnabled(self._keys.any_own)

    def _narrow(self, text: str) -> None:
        needle = key(text.strip())
        for row in self.rows:
            row.setVisible(needle in key(self._look.tr(row.action.text)))
        for menu, heading in self._headings:
            heading.setVisible(any(not row.isHidden() and row.action.menu == menu for row in self.rows))

    def row(self, id: str) -> _Row:
        """The row of an action."""
        return next(row for row in self.rows if row.action.id == id)
