"""The relations of the layer: a list, and what can be done with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator import edits
from annotator.operations import RecordKey
from ui.desk import Desk
from ui.keys import position
from ui.look import Look
from ui.models.records import Entry, EntryRole
from ui.models.relations import Relations
from ui.panels.field_form import FieldForm
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.frame import Rule
from ui.widgets.paint import chip_size, draw_chip, draw_icon, draw_line, text_direction
from ui.widgets.rows import RowDelegate, Rows

Index = QModelIndex | QPersistentModelIndex


class _Delegate(RowDelegate):
    """The source and the relation's chip; below it the target."""

    def __init__(self, view: RelationRows, model: Relations) -> None:
        super().__init__(view.look, view, 60, lambda index: index.row() == view.currentIndex().row())
        self._model = model

    def key(self, index: Index) -> object:
        entry: Entry = index.data(EntryRole)
        return entry.text, entry.label

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, entry = self.look, self.look.px, index.data(EntryRole)
        ends, known = self._model.ends(entry.id), self._model.type_of(entry.label)
        if ends is None:
            return
        face = self._model.face(entry.label)
        size = chip_size(look, face.name)
        chip = self.at_end(rect, 16, size.width())
        chip.setHeight(size.height())
        chip.moveTop(rect.top() + px(8))
        draw_chip(painter, look, chip, face.name, face.hue)
        top = self.at_start(rect, 16, rect.width() - px(16 + 16 + 8) - size.width())
        top.setTop(rect.top() + px(4))
        top.setHeight(px(26))
        self._words(painter, top, self._model.surface(ends[0]))
        below = self.inside(rect, 40, 16)
        below.setTop(rect.top() + px(30))
        below.setHeight(px(26))
        sign = self.at_start(rect, 18, px(16))
        sign.setTop(below.top())
        sign.setHeight(below.height())
        icon = "relation" if known is not None and known.symmetric else "next"
        draw_icon(painter, look, icon, look.theme.ink_second, sign)
        self._words(painter, below, self._model.surface(ends[1]))

    def _words(self, painter: QPainter, rect: QRect, words: str) -> None:
        look, direction = self.look, text_direction(words)
        align = "start" if direction == look.direction else "end"
        draw_line(painter, rect, words, look.naskh(15), look.theme.ink, direction=direction, align=align)


class RelationRows(Rows):
    """The list. `key_pressed(position)`: a key for what can be done with a row."""

    key_pressed = Signal(str)

    def __init__(self, look: Look, model: Relations) -> None:
        super().__init__(look, empty=lambda: look.tr("relation.none", keys=look.key("relate")))
        self.setModel(model.list)
        _Delegate(self, model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T turns, R relabels, Delete removes."""
        place = position(event) or ""
        if place in ("KeyT", "KeyR", "Delete") and self.currentIndex().isValid() and not event.modifiers():
            self.key_pressed.emit(place)
        else:
            super().keyPressEvent(event)


class RelationsPanel(QWidget):
    """Asks: `place_wanted(mention)`, `turn_wanted`, `relabel_wanted`, `remove_wanted` (each with the relation), `left`."""

    place_wanted = Signal(str)
    turn_wanted = Signal(str)
    relabel_wanted = Signal(str)
    remove_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look, desk: Desk, model: Relations) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model
        self.list = RelationRows(look, model)
        self.form = FieldForm(look)
        self.form.changed.connect(self._set_attribute)
        self.form.left.connect(self.left)
        self.turn = Button(look, lambda: look.tr("relation.turn"), kind="quiet", keys="KeyT", small=True)
        self.relabel = Button(look, lambda: look.tr("relation.relabel"), kind="quiet", keys="KeyR", small=True)
        self.remove = Button(look, lambda: look.tr("relation.remove"), kind="quiet", keys="Delete", small=True)
        self._acts = {"KeyT": self.turn_wanted, "KeyR": self.relabel_wanted, "Delete": self.remove_wanted}
        self._build()
        self.setFocusProxy(self.list)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.key_pressed.connect(self._on_key)
        for place, button in (("KeyT", self.turn), ("KeyR", self.relabel), ("Delete", self.remove)):
            button.clicked.connect(lambda *_, place=place: self._on_key(place))
        self.list.selectionModel().currentChanged.connect(self.refresh)
        for signal in (model.list.modelReset, model.list.dataChanged, model.list.rowsRemoved):
            signal.connect(self.refresh)
        desk.turning.connect(self.form.keep)
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        self._foot, buttons = QWidget(), QWidget()
        foot, self._inner, self._flow = QVBoxLayout(self._foot), QVBoxLayout(), Flow(buttons)
        for button in (self.turn, self.relabel, self.remove):
            self._flow.addWidget(button)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Rule(self._look))
        foot.addLayout(self._inner)
        self._inner.addWidget(self.form)
        self._inner.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)

    def _relook(self) -> None:
        px = self._look.px
        self._inner.setContentsMargins(px(8), px(6), px(8), px(6))
        self._inner.setSpacing(px(4))
        self._flow.set_gaps(px(2), px(2))
        self.list.setAccessibleName(self._look.tr("relation.list"))
        self.refresh()

    # -- the chosen one -----------------------------------------------------------------------------------------------
    @property
    def chosen(self) -> str:
        """The id of the chosen relation; empty for none."""
        row = self.list.currentIndex().row()
        return self._model.list.places[row][2] if 0 <= row < len(self._model.list) else ""

    def choose(self, id: str) -> None:
        """Makes a relation the chosen one."""
        row = self._model.list.place(id)
        if row >= 0:
            self.list.setCurrentIndex(self._model.list.index(row))

    def refresh(self, *_: object) -> None:
        """Shows the chosen relation as it is now."""
        relation, desk = self._model.relation(self.chosen), self._desk
        self._foot.setVisible(relation is not None)
        fields = desk.schema.attributes_of("relation", relation.label) if relation else ()
        self.form.setVisible(bool(fields))
        if relation is not None:
            known = self._model.type_of(relation.label)
            self.turn.setVisible(known is None or not known.symmetric)
            for button in (self.turn, self.relabel, self.remove):
                button.setEnabled(desk.writable)
            self.form.show_fields(fields)
            self.form.show_values(relation.id, relation.attributes, writable=desk.writable)
        self.list.viewport().update()

    def _go(self, index: Index) -> None:
        self.place_wanted.emit(index.data(EntryRole).mention)

    def _on_key(self, place: str) -> None:
        if self.chosen:
            self._acts[place].emit(self.chosen)

    def _set_attribute(self, key: str, value: object) -> None:
        desk = self._desk
        if self.chosen:
            record = RecordKey("relation", self.chosen)
            desk.edit(edits.set_attribute, desk.layer, desk.schema, record, key, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
