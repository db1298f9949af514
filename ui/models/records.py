"""The mentions, events and problems of the shown layer as rows in reading order. A step inserts, changes or removes
the rows that it touched; what a row says is looked up when it is drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.model import Argument, Event, Mention, Span
from annotator.project import Change
from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
EntryRole = Qt.ItemDataRole.UserRole + 1
Place = tuple[int, int, str]
"""Start, end negated (the longer first), id: sorts rows in reading order."""


class Entry(NamedTuple):
    """What a row says: its record, the mention that a click selects, the words of the article, the label or code; of an
    event also what fills its roles, as (role, words)."""

    id: str
    mention: str
    text: str
    label: str
    roles: tuple[tuple[str, str], ...] = ()


class RecordModel(QAbstractListModel):
    """Places in reading order; `put` and `drop` touch single rows. `entry_of(id)` tells what a row says."""

    counted = Signal()

    def __init__(self, entry_of: Callable[[str], Entry | None], parent: QObject) -> None:
        super().__init__(parent)
        self._entry_of = entry_of
        self.places: list[Place] = []
        self._by_id: dict[str, Place] = {}
        self.is_filling = False
        """Rows come by themselves: whoever brings them emits `counted` when it is time."""
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self.counted)

    # -- Qt's model ---------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a record."""
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        if role == EntryRole:
            return self.entry(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.entry(index.row()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            entry = self.entry(index.row())
            return ", ".join([f"{entry.text}: {self.label_name(entry.label)}", *(words for _, words in entry.roles)])
        return None

    label_name: Callable[[str], str] = staticmethod(str)
    """How a label or code is called for a screen reader; set by whoever knows the names."""

    # -- reading ------------------------------------------------------------------------------------------------------
    def __len__(self) -> int:
        return len(self.places)

    def entry(self, row: int) -> Entry:
        """What a row says."""
        id = self.places[row][2]
        return self._entry_of(id) or Entry(id, "", "", "")

    def place(self, id: str) -> int:
        """Number of the row of a record; -1 if it is not there."""
        place = self._by_id.get(id)
        return -1 if place is None else bisect_left(self.places, place)

    def span_of(self, id: str) -> Span | None:
        """Where a record stands, as this list knows it."""
        place = self._by_id.get(id)
        return None if place is None else Span(place[0], -place[1])

    # -- changing -----------------------------------------------------------------------------------------------------
    def reset_to(self, places: Iterable[Place]) -> None:
        """Another layer: all rows are new."""
        self.beginResetModel()
        self.places = sorted(places)
        self._by_id = {place[2]: place for place in self.places}
        self.endResetModel()
        self.counted.emit()

    def put(self, place: Place) -> None:
        """Adds or changes one row; it moves when its place in the text did."""
        id = place[2]
        old = self._by_id.get(id)
        if old == place:
            index = self.index(bisect_left(self.places, place))
            self.dataChanged.emit(index, index)
            return
        if old is not None:
            self.drop(id)
        row = bisect_left(self.places, place)
        self.beginInsertRows(QModelIndex(), row, row)
        self.places.insert(row, place)
        self._by_id[id] = place
        self.endInsertRows()
        self._count()

    def drop(self, id: str) -> None:
        """Removes one row."""
        row = self.place(id)
        if row < 0:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.places[row]
        del self._by_id[id]
        self.endRemoveRows()
        self._count()

    def _count(self) -> None:
        """Has it counted soon, never at once: the article shows a mark before the tabs count it."""
        if not self.is_filling:
            self._counting.start()


class LayerModels(QObject):
    """The lists of mentions and events of the shown layer, kept true by the desk's signals."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.mentions = RecordModel(self._mention_entry, self)
        self.events = RecordModel(self._event_entry, self)
        desk.turned.connect(self.reload)
        desk.opened.connect(self.reload)
        desk.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Reads the layer that is shown now."""
        layer = self._desk.layer
        events = layer.events.values() if layer else ()
        self.mentions.reset_to(layer.places if layer else ())
        placed = ((event.id, layer.mentions.get(event.trigger)) for event in events) if layer else ()
        self.events.reset_to(place_of(trigger.hull, id) for id, trigger in placed if trigger)

    def _on_changed(self, change: Change) -> None:
        if not self._desk.shows(change):
            return
        for (kind, id), record in change.after.items():
            if kind == "mention":
                self._take(self.mentions, id, place_of(record.hull, id) if isinstance(record, Mention) else None)
            elif kind == "event":
                self._take(self.events, id, self._event_place(record) if isinstance(record, Event) else None)

    @staticmethod
    def _take(model: RecordModel, id: str, place: Place | None) -> None:
        if place is None:
            model.drop(id)
        else:
            model.put(place)

    def surface(self, span: Span) -> str:
        """Words of the open article."""
        document = self._desk.document
        return document.text[span.start : span.end] if document else ""

    def _trigger(self, event: Event) -> Mention | None:
        layer = self._desk.layer
        return layer.mentions.get(event.trigger) if layer else None

    def _event_place(self, event: Event) -> Place | None:
        trigger = self._trigger(event)
        return place_of(trigger.hull, event.id) if trigger else None

    def _mention_entry(self, id: str) -> Entry | None:
        layer = self._desk.layer
        mention = layer.mentions.get(id) if layer is not None else None
        return Entry(id, id, self.surface(mention.hull), mention.label) if mention is not None else None

    def _event_entry(self, id: str) -> Entry | None:
        event = self._desk.layer.events.get(id) if self._desk.layer else None
        trigger = self._trigger(event) if event else None
        if event is None or trigger is None:
            return None
        roles = tuple((argument.role, self._filler(argument)) for argument in event.arguments)
        return Entry(id, trigger.id, self.surface(trigger.hull), event.label, roles)

    def _filler(self, argument: Argument) -> str:
        """The words of what fills a role."""
        layer = self._desk.layer
        entity = layer.entities.get(argument.entity or "") if layer else None
        if entity is not None and entity.name:
            return entity.name
        known = argument.mention or next(iter(entity.mentions if entity else ()), "")
        mention = layer.mentions.get(known) if layer else None
        if mention is not None:
            return self.surface(mention.hull)
        value = argument.value
        return str(value.get("value", "")) if isinstance(value, Mapping) else str(value or "")


def place_of(span: Span, id: str) -> Place:
    """Where a record stands in reading order."""
    return span.start, -span.end, id
