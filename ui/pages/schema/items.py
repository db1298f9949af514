"""The items of one table of the draft, as a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter

from annotator.schema import ColorPair, Label
from annotator.schema.changing import Table, items
from annotator.text.normalise import key as folded
from ui.look import BODY, SMALL, Look
from ui.models.schema_draft import SchemaDraft
from ui.theme import Hue, own_hue
from ui.widgets.paint import draw_key, draw_line, draw_swatch, key_size, text_width
from ui.widgets.rows import RowDelegate, Rows

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole.UserRole + 1


class ItemModel(QAbstractListModel):
    """Names, in the window's language, of what a table holds; `filter` leaves those that have some letters."""

    def __init__(self, look: Look, draft: SchemaDraft, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._draft = look, draft
        self.table: Table = "labels"
        self._needle = ""
        self._items: list[Any] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item, or its name with what happened to it."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ItemRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.words.joined(item.name(self._look.words.language), self.state(item))
        return None

    def state(self, item: Any) -> str:
        """«merged into …», «no longer offered», or nothing."""
        if not isinstance(item, Label):
            return ""
        if item.into is not None:
            other = self._draft.item("labels", item.into)
            name = other.name(self._look.words.language) if other else item.into
            return self._look.tr("schema_editor.is_merged", name=name)
        return self._look.tr("schema_editor.is_retired") if item.retired else ""

    def show_table(self, table: Table, needle: str = "") -> None:
        """Shows another table, or what of it has some letters."""
        self.table, self._needle = table, folded(needle.strip())
        self.refresh()

    def refresh(self) -> None:
        """Reads the draft again; rows that stay are only told to be painted."""
        schema = self._draft.schema
        found = [item for item in items(schema, self.table) if self._fits(item)] if schema is not None else []
        if [item.key for item in found] == [item.key for item in self._items]:
            self._items = found
            if found:
                self.dataChanged.emit(self.index(0), self.index(len(found) - 1))
            return
        self.beginResetModel()
        self._items = found
        self.endResetModel()

    def _fits(self, item: Any) -> bool:
        return not self._needle or any(self._needle in folded(name) for name in (item.ar, item.en, item.key))

    def row_of(self, key: str) -> int:
        """Where an item stands; -1 for nowhere."""
        return next((row for row, item in enumerate(self._items) if item.key == key), -1)

    def key_at(self, row: int) -> str:
        """The key of the item in a row; empty for none."""
        return str(self._items[row].key) if 0 <= row < len(self._items) else ""


class ItemDelegate(RowDelegate):
    """Swatch, name, what happened to it, its key."""

    def __init__(self, look: Look, view: Rows, model: ItemModel) -> None:
        chosen = lambda index: index.row() == view.currentIndex().row()  # noqa: E731
        super().__init__(look, view, 34, chosen)
        self._model = model

    def key(self, index: Index) -> object:
        """All of the item, and the words beside its name."""
        item = index.data(ItemRole)
        return repr(item), self._model.state(item)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """One row."""
        look, item = self.look, index.data(ItemRole)
        start, scale = 16, look.theme.scale
        hue = _hue(look, item)
        if hue is not None:
            event = isinstance(item, Label) and item.is_event
            draw_swatch(painter, look, self.at_start(rect, 16, look.px(12)), hue.strong, event=event)
            start = 38
        end = 12.0
        hint = look.key(item.position) if isinstance(item, Label) and item.position else ""
        if hint:
            size = key_size(look, hint)
            place = self.at_end(rect, 12, size.width())
            place.setHeight(size.height())
            place.moveTop(rect.top() + (rect.height() - size.height()) // 2)
            draw_key(painter, look, place, hint)
            end += size.width() / scale + 8
        name = item.name(look.words.language)
        gone = isinstance(item, Label) and not item.offered
        ink = look.theme.ink_second if gone else look.theme.ink
        width = min(text_width(look.font(BODY), name), self.inside(rect, start, round(end)).width())
        draw_line(painter, self.at_start(rect, start, width), name, look.font(BODY), ink, direction=look.direction)
        rest = self.inside(rect, round(start + width / scale + 8), round(end))
        state = self._model.state(item)
        if state and rest.width() > look.px(24):
            draw_line(painter, rest, state, look.font(SMALL), look.theme.ink_second, direction=look.direction)


def _hue(look: Look, item: Any) -> Hue | None:
    color = getattr(item, "color", None)
    if isinstance(color, ColorPair):
        return own_hue(color.light, color.dark, look.theme)
    return look.theme.hue(color) if color else None
