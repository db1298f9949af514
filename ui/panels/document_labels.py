"""What is said about the document as a whole: the schema's document labels as a form beside the text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from annotator import edits
from annotator.project import Change
from ui.desk import Desk
from ui.look import Look
from ui.panels.field_form import FieldForm
from ui.widgets.text import Text


class DocumentLabels(QScrollArea):
    """Edits the document labels of the shown layer. `left`: back to the article; `counted`: another number are given."""

    left = Signal()
    counted = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.form = FieldForm(look)
        self.form.changed.connect(self._on_changed)
        self.form.left.connect(self.left)
        self._none = Text(look, lambda: look.tr("document_labels.none"), ink="ink_second", wrap=True)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.addWidget(self._none)
        self._column.addWidget(self.form)
        self._column.addStretch(1)
        self.setWidget(body)
        body.setAutoFillBackground(False)  # a scroll area gives its widget a ground
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setFocusProxy(self.form)
        desk.opened.connect(self.refresh)
        desk.turned.connect(self.refresh)
        desk.turning.connect(self.form.keep)
        desk.changed.connect(self._on_step)
        look.changed.connect(self._relook)
        self._relook()

    @property
    def wanted(self) -> bool:
        """Whether the schema asks for anything, or the layer says something all the same."""
        layer = self._desk.layer
        return self._desk.session is not None and bool(self._desk.schema.document_labels or (layer and layer.labels))

    @property
    def count(self) -> int:
        """How many labels the document has."""
        return len(self._desk.layer.labels) if self._desk.layer else 0

    def take_focus(self, name: str) -> None:
        """The keyboard goes to a label, or to the first."""
        editor = self.form.editors.get(name)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(editor)
        else:
            self.form.take_focus()

    def _relook(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self.setAccessibleName(self._look.tr("document_labels.name"))
        self.refresh()

    def refresh(self) -> None:
        """Reads the layer that is shown now."""
        desk, layer = self._desk, self._desk.layer
        fields = desk.schema.document_labels if desk.session else ()
        self.form.show_fields(fields)
        self._none.setVisible(not fields)
        values = {name: record.value for name, record in layer.labels.items()} if layer else {}
        about = (desk.document.id, desk.owner) if desk.document else None
        self.form.show_values(about, values, writable=desk.writable)
        self.counted.emit()

    def _on_step(self, change: Change) -> None:
        if change.gesture == "schema" or (self._desk.shows(change) and any(k.kind == "label" for k in change.after)):
            self.refresh()

    def _on_changed(self, name: str, value: object) -> None:
        desk = self._desk
        if desk.layer is not None and desk.edit(edits.set_document_label, desk.layer, desk.schema, name, value) is None:
            editor = self.form.editors.get(name)
            if editor is not None and editor.line is not None:
                editor.refused()
