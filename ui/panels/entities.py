"""The entities of the layer: a list with what is proposed, and the chosen one with its name, link and mentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model import Mention
from ui.desk import Desk
from ui.keys import position
from ui.look import BODY, SMALL, Look
from ui.models.entities import Entities, EntityRole, EntityRow
from ui.models.labels import Labels
from ui.panels.chooser import ChoiceRow
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.frame import Rule
from ui.widgets.paint import chip_size, draw_chip, draw_icon, draw_line, text_direction
from ui.widgets.room import Yielding
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex
_MEMBER: Final = 28
_MEMBERS: Final = 5
"""So many mentions of the chosen entity are in view."""
_MentionRole: Final = Qt.ItemDataRole.UserRole + 2


class _Delegate(RowDelegate):
    """Name and chip; below how many mentions, and the link. What is proposed has a lamp before it."""

    def __init__(self, view: EntityRows, model: Entities, labels: Labels) -> None:
        super().__init__(view.look, view, 48, lambda index: index.row() == view.currentIndex().row())
        self._model, self._labels = model, labels

    def key(self, index: Index) -> object:
        return index.data(EntityRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px = self.look, self.look.px
        row: EntityRow = index.data(EntityRole)
        start = 16
        if not row.id:
            draw_icon(painter, look, "suggestion", look.theme.accent, self.at_start(rect, 16, px(16)))
            start = 40
        end = px(16)
        if row.label:
            face = self._labels.look(row.label)
            size = chip_size(look, face.name)
            chip = self.at_end(rect, 16, size.width())
            chip.setHeight(size.height())
            chip.moveTop(rect.top() + px(7))
            draw_chip(painter, look, chip, face.name, face.hue)
            end += size.width() + px(8)
        top = self.at_start(rect, start, rect.width() - px(start) - end)
        top.setTop(rect.top() + px(4))
        top.setHeight(px(24))
        direction = text_direction(row.name)
        align = "start" if direction == look.direction else "end"
        draw_line(painter, top, row.name, look.naskh(16), look.theme.ink, direction=direction, align=align)
        below = self.inside(rect, start, 16)
        below.setTop(rect.top() + px(27))
        below.setHeight(px(18))
        words = self._model.below(row)
        draw_line(painter, below, words, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class EntityRows(Rows):
    """The list of entities. `key_pressed(position)`: a key for what can be done with a row."""

    key_pressed = Signal(str)
    own_keys = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Delete})

    def __init__(self, look: Look, model: Entities, labels: Labels) -> None:
        super().__init__(look, empty=lambda: look.tr("entity.none", keys=look.key("same_entity")))
        self.setModel(model)
        _Delegate(self, model, labels)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, F2 and Delete are for what can be done with a row."""
        place = position(event) or ""
        if place in ("F2", "Delete", "KeyM") and self.currentIndex().isValid() and not event.modifiers():
            self.key_pressed.emit(place)
        else:
            super().keyPressEvent(event)


class _Members(QAbstractListModel):
    """The mentions of one entity."""

    def __init__(self, model: Entities, spoken: Callable[[str], str], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._spoken = model, spoken
        self.mentions: list[Mention] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.mentions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        mention = self.mentions[index.row()]
        if role == _MentionRole:
            return mention
        if role == Qt.ItemDataRole.DisplayRole:
            return self._model.surface(mention)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._model.surface(mention)}: {self._spoken(mention.label)}"
        return None

    def show(self, mentions: list[Mention]) -> None:
        if mentions != self.mentions:
            self.beginResetModel()
            self.mentions = mentions
            self.endResetModel()


class _MemberDelegate(RowDelegate):
    """Words of a mention."""

    def __init__(self, view: Rows, model: Entities) -> None:
        super().__init__(view.look, view, _MEMBER, lambda index: view.selectionModel().isSelected(index))
        self._model = model

    def key(self, index: Index) -> object:
        return index.data(Qt.ItemDataRole.DisplayRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        words = index.data(Qt.ItemDataRole.DisplayRole)
        direction = text_direction(words)
        align = "start" if direction == self.look.direction else "end"
        body = self.inside(rect, 16, 16)
        draw_line(painter, body, words, self.look.naskh(15), self.look.theme.ink, direction=direction, align=align)


class MemberRows(Rows):
    """The mentions of the chosen entity; several can be selected. `out_wanted`: Delete was pressed."""

    out_wanted = Signal()

    def __init__(self, look: Look, model: _Members, entities: Entities) -> None:
        super().__init__(look)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        _MemberDelegate(self, entities)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes out."""
        if event.key() == Qt.Key.Key_Delete:
            self.out_wanted.emit()
        else:
            super().keyPressEvent(event)


class EntitiesPanel(QWidget):
    """Asks what its signals say. `shown(row or None)`: another entity is the chosen one."""

    shown = Signal(object)
    place_wanted = Signal(str)
    accept_wanted = Signal(object)
    rename_wanted = Signal(str, str)
    link_wanted = Signal(str, str)
    find_wanted = Signal(str)
    merge_wanted = Signal(str)
    split_wanted = Signal(str, object)
    out_wanted = Signal(object)
    remove_wanted = Signal(str)
    left = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels, model: Entities) -> None:
        super().__init__()
        self._look, self._desk, self._model = look, desk, model
        self.has_knowledge: Callable[[], bool] = lambda: False
        self._shown: EntityRow | None = None
        self.offer = Text(look, self._offer_words, size=SMALL, ink="ink_second", wrap=True)
        self.offer.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.all = Button(look, lambda: look.tr("entity.accept_all"), small=True)
        self.list = EntityRows(look, model, labels)
        self._members = _Members(model, labels.name, self)
        self.members = MemberRows(look, self._members, model)
        self.name, self.link = QLineEdit(), QLineEdit()
        self.find = Button(look, lambda: look.tr("entity.find"), icon="search", icon_only=True)
        self._make_buttons()
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        look.changed.connect(self._relook)
        self._relook()

    def _make_buttons(self) -> None:
        look = self._look
        self.accept = Button(look, lambda: look.tr("entity.accept"), keys="Enter", small=True)
        self.merge = Button(look, lambda: look.tr("entity.merge"), kind="quiet", keys="KeyM", small=True)
        self.split = Button(look, lambda: look.tr("entity.split"), kind="quiet", small=True)
        self.out = Button(look, lambda: look.tr("entity.out"), kind="quiet", small=True)
        self.remove = Button(look, lambda: look.tr("entity.remove"), kind="quiet", keys="Delete", small=True)

    def _build(self) -> None:
        self._offer_box, self._foot, self._fields = QWidget(), QWidget(), QWidget()
        self._offer_row, foot, self._inner = QHBoxLayout(self._offer_box), QVBoxLayout(self._foot), QVBoxLayout()
        self._offer_row.addWidget(self.offer, 1)
        self._offer_row.addWidget(self.all)
        fields, row = QVBoxLayout(self._fields), QHBoxLayout()
        row.addWidget(self.link, 1)
        row.addWidget(self.find)
        for layout in (fields, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(self._look.px(4))
        fields.addWidget(self.name)
        fields.addLayout(row)
        self._inner.addWidget(self._fields)
        buttons = QWidget()
        self._buttons = Flow(buttons)
        for button in (self.accept, self.merge, self.split, self.out, self.remove):
            self._buttons.addWidget(button)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Rule(self._look))
        foot.addLayout(self._inner)
        foot.addWidget(self.members)
        self._lower = QVBoxLayout()
        self._lower.addWidget(buttons)
        foot.addLayout(self._lower)
        self._lowest = Yielding(self._look, self._foot, 72)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self._offer_box, 0), (self.list, 1), (self._lowest, 0)):
            column.addWidget(widget, stretch)

    def _connect(self) -> None:
        self._model.modelReset.connect(self._restore)
        self._model.modelReset.connect(self._refresh)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._on_enter)
        self.list.key_pressed.connect(self._on_key)
        self.members.clicked.connect(lambda index: self.place_wanted.emit(index.data(_MentionRole).id))
        self.members.activated.connect(lambda index: self.place_wanted.emit(index.data(_MentionRole).id))
        self.members.out_wanted.connect(self._take_out)
        self.members.selectionModel().selectionChanged.connect(lambda *_: self._refresh_buttons())
        self.all.clicked.connect(lambda: self.accept_wanted.emit([row.mentions for row in self._model.proposals]))
        self.accept.clicked.connect(self._accept)
        self.merge.clicked.connect(lambda: self._on_key("KeyM"))
        self.split.clicked.connect(lambda: self.split_wanted.emit(self._id, self.selected))
        self.out.clicked.connect(self._take_out)
        self.remove.clicked.connect(lambda: self._on_key("Delete"))
        self.find.clicked.connect(lambda: self.find_wanted.emit(self._id))
        self.name.editingFinished.connect(self._keep_name)
        self.link.editingFinished.connect(self._keep_link)

    def _relook(self) -> None:
        look, px = self._look, self._look.px
        self._offer_row.setContentsMargins(px(16), px(6), px(16), px(6))
        self._inner.setContentsMargins(px(16), px(8), px(16), px(4))
        self._lower.setContentsMargins(px(8), px(4), px(8), px(8))
        self._buttons.set_gaps(px(2), px(2))
        for field, words in ((self.name, "entity.name"), (self.link, "entity.link")):
            field.setFont(look.font(BODY))
            field.setPlaceholderText(look.tr(words))
            field.setAccessibleName(look.tr(words))
        self.list.setAccessibleName(look.tr("entity.list"))
        self.members.setAccessibleName(look.tr("entity.members"))
        self._refresh()

    # -- the chosen one -----------------------------------------------------------------------------------------------
    @property
    def current(self) -> EntityRow | None:
        """The chosen row."""
        row = self.list.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    @property
    def _id(self) -> str:
        return self.current.id if self.current else ""

    @property
    def selected(self) -> list[str]:
        """The mentions that are selected in the list of the chosen entity."""
        return [index.data(_MentionRole).id for index in self.members.selectionModel().selectedRows()]

    def row_at(self, place: QPoint) -> int:
        """The row at a global position; -1 for none."""
        at = self.list.viewport().mapFromGlobal(place)
        inside = self.list.isVisible() and self.list.viewport().rect().contains(at)
        return self.list.indexAt(at).row() if inside else -1

    def choose(self, row: int) -> None:
        """Makes a row the chosen one."""
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def _restore(self) -> None:
        """The rows are others: the chosen entity stays the chosen one."""
        before = self._shown
        if before is not None:
            row = self._model.place(before.id)
            row = row if row >= 0 else self._model.place_with(next(iter(before.mentions), ""))
            self.list.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _on_current(self, *_: object) -> None:
        self._refresh()
        self.shown.emit(self.current)

    def _refresh(self) -> None:
        row, writable = self.current, self._desk.writable
        same = row is not None and self._shown is not None and row.id == self._shown.id
        self._shown = row
        self.offer.refresh()
        self._offer_box.setVisible(bool(self._model.proposals))
        self._lowest.setVisible(row is not None)
        self._fields.setVisible(bool(row and row.id))
        members = self._model.members(row) if row else []
        self._members.show(members)
        self.members.setFixedHeight(self._look.px(_MEMBER) * min(max(len(members), 1), _MEMBERS))
        layer = self._desk.layer
        entity = layer.entities.get(row.id) if layer and row else None
        for field, words in ((self.name, entity.name if entity else ""), (self.link, entity.link if entity else "")):
            field.setReadOnly(not writable)
            if not (same and field.hasFocus()):
                field.setText(words)
        self._refresh_buttons()
        self.list.viewport().update()

    def follow_knowledge(self) -> None:
        """Another knowledge base is there, or one at all."""
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        row, writable = self.current, self._desk.writable
        entity, chosen = bool(row and row.id), len(self.selected)
        self.accept.setVisible(bool(row) and not entity)
        for button in (self.merge, self.remove):
            button.setVisible(entity)
            button.setEnabled(writable)
        self.split.setVisible(entity and 0 < chosen < len(self._members.mentions))
        self.out.setVisible(entity and chosen > 0)
        self.find.setVisible(writable and self.has_knowledge())

    def _offer_words(self) -> str:
        return self._look.tr("entity.same_names", n=len(self._model.proposals))

    # -- asking -------------------------------------------------------------------------------------------------------
    def _go(self, index: Index) -> None:
        members = self._model.members(self._model.rows[index.row()])
        if members:
            self.place_wanted.emit(members[0].id)

    def _on_enter(self, index: Index) -> None:
        if self._model.rows[index.row()].id:
            self._go(index)
        else:
            self._accept()

    def _accept(self) -> None:
        if self.current is not None and not self.current.id:
            self.accept_wanted.emit([self.current.mentions])

    def _on_key(self, place: str) -> None:
        if not self._id:
            return
        if place == "F2":
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif place == "KeyM":
            self.merge_wanted.emit(self._id)
        else:
            self.remove_wanted.emit(self._id)

    def _take_out(self) -> None:
        if self.selected:
            self.out_wanted.emit(self.selected)

    def _keep_name(self) -> None:
        self._keep(self.name, self.rename_wanted)

    def _keep_link(self) -> None:
        self._keep(self.link, self.link_wanted)

    def _keep(self, field: QLineEdit, wanted: Any) -> None:
        layer = self._desk.layer
        entity = layer.entities.get(self._id) if layer else None
        if entity is not None and not field.isReadOnly():
            before = entity.name if field is self.name else entity.link
            if field.text().strip() != before:
                wanted.emit(entity.id, field.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def entity_choices(model: Entities, labels: Labels, without: str) -> list[ChoiceRow]:
    """The entities as rows to choose from, but for one."""
    return [
        ChoiceRow(row.id, row.name, labels.look(row.label) if row.label else None, model.below(row), row.link)
        for row in model.rows
        if row.id and row.id != without
    ]
