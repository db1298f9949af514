"""The mentions, events and problems of the shown layer as rows in reading order. A step inserts, changes or removes
the rows that it touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.model import Event, Mention, Span
from annotator.project import Change
from annotator.validate import Problem, problems
from ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
EntryRole = Qt.ItemDataRole.UserRole + 1


class Entry(NamedTuple):
    """One row: sorted by place, then id. `mention` is what a click selects."""

    start: int
    end: int
    id: str
    mention: str
    text: str
    label: str


class RecordModel(QAbstractListModel):
    """Entries in reading order; `put` and `drop` touch single rows."""

    counted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._by_id: dict[str, Entry] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a record."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry for the delegate, its surface for everybody else."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == EntryRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}: {self.label_name(entry)}"
        return None

    def label_name(self, entry: Entry) -> str:
        """What the second column says; overridden where names are known."""
        return entry.label

    def get(self, id: str) -> Entry | None:
        """The entry of that record."""
        return self._by_id.get(id)

    def place(self, id: str) -> int:
        """Number of the row of a record; -1 if it is not there."""
        entry = self._by_id.get(id)
        return -1 if entry is None else bisect_left(self.entries, _order(entry), key=_order)

    def reset_to(self, entries: Iterable[Entry]) -> None:
        """Another layer: all rows are new."""
        self.beginResetModel()
        self.entries = sorted(entries, key=_order)
        self._by_id = {entry.id: entry for entry in self.entries}
        self.endResetModel()
        self.counted.emit()

    def put(self, entry: Entry) -> None:
        """Adds or changes one row; it moves when its place in the text did."""
        old = self._by_id.get(entry.id)
        if old == entry:
            return
        if old is not None and _order(old) == _order(entry):
            row = self.place(entry.id)
            self.entries[row] = self._by_id[entry.id] = entry
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        if old is not None:
            self.drop(entry.id)
        row = bisect_left(self.entries, _order(entry), key=_order)
        self.beginInsertRows(QModelIndex(), row, row)
        self.entries.insert(row, entry)
        self._by_id[entry.id] = entry
        self.endInsertRows()
        self.counted.emit()

    def drop(self, id: str) -> None:
        """Removes one row."""
        row = self.place(id)
        if row < 0:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.entries[row]
        del self._by_id[id]
        self.endRemoveRows()
        self.counted.emit()


def _order(entry: Entry) -> tuple[int, int, str]:
    return entry.start, -entry.end, entry.id


class LayerModels(QObject):
    """The three lists of the shown layer, kept true by the desk's signals."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.mentions = RecordModel(self)
        self.events = RecordModel(self)
        self.problems = ProblemModel(self)
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(_CHECK_AFTER)
        self._check.timeout.connect(self._find_problems)
        desk.turned.connect(self.reload)
        desk.opened.connect(self.reload)
        desk.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Reads the layer that is shown now."""
        layer = self._desk.layer
        mentions = layer.mentions.values() if layer else ()
        events = layer.events.values() if layer else ()
        self.mentions.reset_to(self._mention(mention) for mention in mentions)
        self.events.reset_to(entry for event in events if (entry := self._event(event)))
        self._find_problems()

    def _on_changed(self, change: Change) -> None:
        if not self._desk.shows(change):
            return
        for (kind, id), record in change.after.items():
            if kind == "mention":
                _apply(self.mentions, id, record, self._mention)
            elif kind == "event":
                _apply(self.events, id, record, self._event)
        self._check.start()

    def _surface(self, span: Span) -> str:
        document = self._desk.document
        return document.text[span.start : span.end] if document else ""

    def _mention(self, mention: Mention) -> Entry:
        surface = self._surface(mention.hull)
        return Entry(mention.start, mention.end, mention.id, mention.id, surface, mention.label)

    def _event(self, event: Event) -> Entry | None:
        layer = self._desk.layer
        trigger = layer.mentions.get(event.trigger) if layer else None
        if trigger is None:
            return None
        return Entry(trigger.start, trigger.end, event.id, trigger.id, self._surface(trigger.hull), event.label)

    def _find_problems(self) -> None:
        layer, document = self._desk.layer, self._desk.document
        self._check.stop()
        found = problems(layer, document, self._desk.schema) if layer and document else []
        self.problems.show(found, self._surface)


_CHECK_AFTER: Final = 200
"""Milliseconds of rest after a step before the layer is looked over for problems."""


def _apply(model: RecordModel, id: str, record: Any, entry_of: Callable[[Any], Entry | None]) -> None:
    entry = entry_of(record) if record is not None else None
    if entry is None:
        model.drop(id)
    else:
        model.put(entry)


class ProblemModel(RecordModel):
    """What validation found; `troubled` are the mentions to be drawn with a wave."""

    shown = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: dict[str, Problem] = {}
        self.troubled: frozenset[str] = frozenset()

    def show(self, found: list[Problem], surface: Callable[[Span], str]) -> None:
        """Shows these problems; rows that stay are not touched. `shown` tells which mentions changed."""
        new = {f"{problem.code}:{problem.record}": problem for problem in found}
        for id in [id for id in self.found if id not in new]:
            self.drop(id)
        self.found = new
        for id, problem in new.items():
            span = problem.span or Span(0, 0)
            self.put(Entry(span.start, span.end, id, problem.record, surface(span), problem.code))
        troubled = frozenset(problem.record for problem in found)
        touched = troubled ^ self.troubled
        self.troubled = troubled
        self.shown.emit(touched)
