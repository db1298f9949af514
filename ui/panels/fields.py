"""An editor for one value of the schema: options, a tree of them, a line to type in, a number and how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.schema import PRECISIONS, Field
from ui.look import BODY, SMALL, Look
from ui.models.values import PRECISION_WORDS, number_parts, read, signed, typed, with_precision
from ui.widgets.options import Item, Options, Pick
from ui.widgets.text import Text

_FEW: Final = 6
"""Up to so many options stand side by side; more, and trees, open from a field."""
_PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept."""
_EMPTY: Final = {"number": "field.number", "date": "field.date", "text": "field.text"}


class FieldEditor(QWidget):
    """Shows a value and tells another one: `changed(value)`, None for none. `left`: Esc was pressed.

    What is typed is told when the keyboard leaves, at Enter, before another value is shown, and a text after a pause.
    `about` is whatever the value belongs to: the same value of another record is another value.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, look: Look, field: Field) -> None:
        super().__init__()
        self.look, self.field = look, field
        self._about: object = None
        self._value: Any = None
        self.options: Options | None = None
        self.pick: Pick | None = None
        self.line: QLineEdit | None = None
        self.precision: Pick | None = None
        self.fault = Text(look, self._fault_words, size=SMALL, ink="warning", wrap=True)
        self._is_faulty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        column.addWidget(self._build())
        column.addWidget(self.fault)
        self.fault.hide()

    # -- building -----------------------------------------------------------------------------------------------------
    def _build(self) -> QWidget:
        if self.field.kind == "flag":
            return self._build_options([Item("yes", self.look.tr("value.yes"))])
        if self.field.kind == "choice":
            items = option_items(self.look, self.field)
            if len(items) <= _FEW and not any(item.depth for item in items):
                return self._build_options(items)
            return self._build_pick(items)
        if self.field.kind == "number" and self.field.precision:
            return self._build_number()
        return self._build_line()

    def _name(self) -> str:
        return self.field.name(self.look.words.language)

    def _build_options(self, items: Sequence[Item]) -> QWidget:
        several = self.field.multiple or self.field.kind == "flag"
        self.options = Options(self.look, items, several=several)
        for button in self.options.buttons:
            button.setAccessibleName(f"{self._name()}: {button.text()}")
            button.installEventFilter(self)
        self.options.picked.connect(self._on_picked)
        self.setFocusProxy(self.options)
        return self.options

    def _build_pick(self, items: Sequence[Item]) -> QWidget:
        none = self.look.tr("value.none")
        self.pick = Pick(self.look, items, self._name(), none=none, several=self.field.multiple)
        self.pick.picked.connect(self._on_picked)
        self.pick.installEventFilter(self)
        self.setFocusProxy(self.pick)
        return self.pick

    def _build_line(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setFont(self.look.font(BODY))
        self.line.setPlaceholderText(self.look.tr(_EMPTY[self.field.kind]))
        self.line.setAccessibleName(self._name())
        self.line.textEdited.connect(self._on_typed)
        self.line.editingFinished.connect(self.keep)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        return self.line

    def _build_number(self) -> QWidget:
        items = [Item(key, self.look.tr(PRECISION_WORDS[key])) for key in PRECISIONS]
        name = self.look.tr("precision.of", name=self._name())
        self.precision = Pick(self.look, items, name)
        self.precision.picked.connect(self._on_precision)
        self.precision.installEventFilter(self)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(4))
        row.addWidget(self.precision, 1)
        row.addWidget(self._build_line(), 1)
        return box

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_value(self, about: object, value: Any, *, writable: bool = True) -> None:
        """Shows the value that `about` has; what was typed for another one is told before."""
        if about != self._about:
            self.keep()
        same = (about, value) == (self._about, self._value)
        self._about, self._value = about, value
        for part in (self.options, self.pick, self.precision):
            if part is not None:
                part.setEnabled(writable)
        keys = (
            [str(key) for key in (value if isinstance(value, list | tuple) else [value])] if value is not None else []
        )
        if self.options is not None:
            self.options.show_chosen(["yes"] if value is True else keys)
        if self.pick is not None:
            self.pick.show_chosen(keys)
        number, precision = number_parts(value)
        if self.precision is not None and not same:
            self.precision.show_chosen([precision])
        if self.line is not None:
            self.line.setReadOnly(not writable)
            if not same:
                self.line.setText(typed(self.look, self.field, number))
                self._show_fault(faulty=False)

    def _show_fault(self, *, faulty: bool) -> None:
        self._is_faulty = faulty
        self.fault.refresh()
        self.fault.setVisible(faulty)

    def _fault_words(self) -> str:
        return self.look.tr("field.not_number" if self.field.kind == "number" else "field.not_date")

    # -- changing -----------------------------------------------------------------------------------------------------
    def _on_picked(self, key: str) -> None:
        if self.field.kind == "flag":
            self._tell(None if self._value is True else True)
        elif self.field.multiple:
            before = list(self._value or ())
            kept = [each for each in before if each != key] if key in before else [*before, key]
            order = [option.key for option in self.field.options]
            kept.sort(key=lambda each: order.index(each) if each in order else len(order))
            self._tell(kept or None)
        else:
            self._tell(None if key in ("", self._value) else key)

    def _on_precision(self, key: str) -> None:
        if self.precision is not None:
            self.precision.show_chosen([key])
        self.keep()

    def _on_typed(self) -> None:
        self._show_fault(faulty=False)
        if self.field.kind == "text":
            self._timer.start()

    def keep(self) -> None:
        """Tells what was typed, if it is another value."""
        self._timer.stop()
        if self.line is None or self.line.isReadOnly():
            return
        text = self.line.text()
        if self.precision is not None:
            precision, text = signed(text)
            if precision:
                self.precision.show_chosen([precision])
                self.line.setText(text)
        try:
            value = read(self.field, text)
        except ValueError:
            self._show_fault(faulty=True)
            return
        if self.precision is not None:
            value = with_precision(value, next(iter(self.precision.chosen()), "exactly"))
        if value != self._value:
            self._tell(value)

    def _tell(self, value: Any) -> None:
        if self.line is not None:
            self._value = value  # a choice shows only what has become true
        self.changed.emit(value)

    def refused(self) -> None:
        """What was told could not be kept: it stays in the field, with the reason below."""
        self._show_fault(faulty=True)

    # -- events -------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc goes back to the article with what was typed kept. Backspace empties a choice."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.keep()
                self.left.emit()
                return True
            emptied = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
            if emptied and watched not in (self.line, self.precision) and self._value is not None:
                self._tell(None)
                return True
        return super().eventFilter(watched, event)


def option_items(look: Look, field: Field) -> list[Item]:
    """The options of a field with those below others after them, as far in as they are deep."""
    language = look.words.language
    below: dict[str | None, list[Any]] = {}
    keys = {option.key for option in field.options}
    for option in field.options:
        below.setdefault(option.parent if option.parent in keys else None, []).append(option)
    found: list[Item] = []

    def walk(parent: str | None, depth: int) -> None:
        for option in below.get(parent, ()):
            found.append(Item(option.key, option.name(language), depth))
            walk(option.key, depth + 1)

    walk(None, 0)
    return found
