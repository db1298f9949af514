"""The attributes of the selected mention: level, subtype, whatever the schema gives its label."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator import edits
from annotator.operations import RecordKey
from annotator.schema import Field
from annotator.validate import attributes_for
from ui.desk import Desk
from ui.look import SMALL, Look
from ui.panels.field_form import FieldForm
from ui.widgets.frame import Rule
from ui.widgets.text import Text


class MentionAttributes(QWidget):
    """Shows and edits them; away where there are none. `left`: back to the article."""

    left = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._mention = ""
        self.form = FieldForm(look)
        self.form.changed.connect(self._on_changed)
        self.form.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._inner = QVBoxLayout()
        self._inner.addWidget(Text(look, lambda: look.tr("attributes.name"), size=SMALL, bold=True))
        self._inner.addWidget(self.form)
        column.addWidget(Rule(look))
        column.addLayout(self._inner)
        desk.turning.connect(self.form.keep)
        look.changed.connect(self._relook)
        self._relook()
        self.hide()

    def _relook(self) -> None:
        px = self._look.px
        self._inner.setContentsMargins(px(16), px(8), px(16), px(8))
        self._inner.setSpacing(px(6))

    def show_mention(self, id: str) -> None:
        """The mention that is selected now; empty for none."""
        layer, desk = self._desk.layer, self._desk
        if id != self._mention:
            self.form.keep()
        mention = layer.mentions.get(id) if layer else None
        self._mention = id if mention else ""
        fields: tuple[Field, ...] = attributes_for(desk.schema, mention) if mention else ()
        self.setVisible(bool(fields))
        if mention is not None and fields:
            self.form.show_fields(fields)
            self.form.show_values(id, mention.attributes, writable=desk.writable)

    def take_focus(self) -> bool:
        """The keyboard goes to the first of them; False where there is none."""
        return not self.isHidden() and self.form.take_focus()

    def _on_changed(self, key: str, value: object) -> None:
        desk = self._desk
        if desk.layer is None or self._mention not in desk.layer.mentions:
            return
        record = RecordKey("mention", self._mention)
        if desk.edit(edits.set_attribute, desk.layer, desk.schema, record, key, value) is None:
            editor = self.form.editors.get(key)
            if editor is not None and editor.line is not None:
                editor.refused()
