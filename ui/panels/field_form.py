"""Fields of the schema as rows of a form: the name, a star where it is required, and the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.schema import Field
from ui.look import BODY, Look
from ui.panels.fields import FieldEditor
from ui.widgets.text import Text


class FieldForm(QWidget):
    """Asks: `changed(key of the field, value or None)`, `left`. Up and down go from field to field."""

    changed = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._fields: tuple[Field, ...] = ()
        self._shown: tuple[object, Mapping[str, Any], bool] = (None, {}, False)
        self.editors: dict[str, FieldEditor] = {}
        self._parts: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        look.changed.connect(self._rebuild)

    def show_fields(self, fields: Sequence[Field]) -> None:
        """These are the rows; nothing happens when they are the same."""
        if tuple(fields) != self._fields:
            self.keep()
            self._fields = tuple(fields)
            self._rebuild()

    def show_values(self, about: object, values: Mapping[str, Any], *, writable: bool) -> None:
        """Shows what a record says, by key of the field."""
        self._shown = (about, values, writable)
        for key, editor in self.editors.items():
            editor.show_value(about, values.get(key), writable=writable)

    def keep(self) -> None:
        """Tells what was typed."""
        for editor in self.editors.values():
            editor.keep()

    def take_focus(self) -> bool:
        """The keyboard goes to the first field; False where there is none."""
        editor = next(iter(self.editors.values()), None)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return editor is not None

    def _rebuild(self) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.editors = [], {}
        px = self._look.px
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(0, px(64))
        for row, field in enumerate(self._fields):
            self._add(row, field)
        self.setFocusProxy(next(iter(self.editors.values()), None))
        self.show_values(*self._shown[:2], writable=self._shown[2])

    def _add(self, row: int, field: Field) -> None:
        look, language = self._look, self._look.words.language
        star = look.tr("field.required") if field.required else ""
        name = Text(look, lambda: f"{field.name(language)}{star}", size=BODY, ink="ink_second", wrap=True)
        name.setMaximumWidth(look.px(104))
        name.setMinimumHeight(look.px(26))
        name.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        name.setToolTip((field.help_ar if language == "ar" else field.help_en) or field.name(language))
        editor = FieldEditor(look, field)
        editor.setToolTip(name.toolTip())
        editor.changed.connect(lambda value, key=field.key: self.changed.emit(key, value))
        editor.left.connect(self.left)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, row, 1)
        self._parts += [name, editor]
        self.editors[field.key] = editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down."""
        step = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}.get(Qt.Key(event.key()))
        editors = list(self.editors.values())
        here = next((n for n, each in enumerate(editors) if each.isAncestorOf(self.focusWidget() or self)), -1)
        if step is not None and here >= 0 and 0 <= here + (1 if step else -1) < len(editors):
            editors[here + (1 if step else -1)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()
