"""The entities of the shown layer as rows, and names that are written the same and could be one."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.model import Entity, Mention
from annotator.project import Change
from annotator.suggest.coreference import Names
from ui.desk import Desk
from ui.look import Look

Index = QModelIndex | QPersistentModelIndex
EntityRole = Qt.ItemDataRole.UserRole + 1
_PAUSE = 100
"""Milliseconds after a step before the rows follow it."""


class EntityRow(NamedTuple):
    """An entity, or names that are proposed as one (`id` is empty). `name` is what it is called, or its longest mention."""

    id: str
    name: str
    link: str
    label: str
    mentions: tuple[str, ...]


class Entities(QAbstractListModel):
    """Rows in the order of their first mentions, then what is proposed. `counted`: they are others now.

    `proposing` is set while somebody looks: names are compared then only.
    """

    counted = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(desk)
        self._look, self._desk = look, desk
        self.rows: list[EntityRow] = []
        self._proposing = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self.reload)
        desk.turned.connect(self.reload)
        desk.opened.connect(self.reload)
        desk.changed.connect(self._on_changed)

    # -- Qt's model ---------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row an entity and one a proposal."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, its name for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == EntityRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}: {self.below(row)}"
        return None

    def below(self, row: EntityRow) -> str:
        """The second line of a row: how many mentions, and the link; or that it is proposed."""
        tr = self._look.tr
        count = tr("count.mentions", n=len(row.mentions))
        return self._look.words.joined(*(["" if row.id else tr("entity.proposed")]), count, row.link)

    # -- content ------------------------------------------------------------------------------------------------------
    def propose(self, *, wanted: bool) -> None:
        """Whether names that are written the same are looked for."""
        if wanted != self._proposing:
            self._proposing = wanted
            self.reload()

    @property
    def count(self) -> int:
        """How many entities there are."""
        return len(self._desk.layer.entities) if self._desk.layer else 0

    @property
    def proposals(self) -> list[EntityRow]:
        """The rows that are proposed."""
        return [row for row in self.rows if not row.id]

    def place(self, id: str) -> int:
        """Number of the row of an entity; -1 if it is not there."""
        return next((number for number, row in enumerate(self.rows) if id and row.id == id), -1)

    def place_with(self, mention: str) -> int:
        """Number of the row of the entity that holds a mention; -1 if there is none."""
        return next((n for n, row in enumerate(self.rows) if row.id and mention in row.mentions), -1)

    def members(self, row: EntityRow) -> list[Mention]:
        """The mentions of a row, in the order of the text."""
        layer = self._desk.layer
        found = [layer.mentions[id] for id in row.mentions if id in layer.mentions] if layer else []
        return sorted(found, key=lambda mention: (mention.start, -mention.end, mention.id))

    def surface(self, mention: Mention) -> str:
        """The words of a mention on one line."""
        document = self._desk.document
        return " ".join(document.text[mention.start : mention.end].split()) if document else ""

    def reload(self) -> None:
        """Reads the layer that is shown now."""
        self._later.stop()
        layer, document = self._desk.layer, self._desk.document
        rows: list[EntityRow] = []
        if layer is not None and document is not None:
            rows = [self._row(entity) for entity in layer.entities.values()]
            first = {row.id: min((m.start for m in self.members(row)), default=len(document.text)) for row in rows}
            rows.sort(key=lambda row: (first[row.id], row.id))
            if self._proposing and self._desk.writable:
                names = Names(document.text, layer, self._desk.schema).same()
                rows += [self._row(Entity("", mentions=ids)) for ids in names]
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        self.counted.emit()

    def _row(self, entity: Entity) -> EntityRow:
        row = EntityRow(entity.id, entity.name, entity.link, "", entity.mentions)
        members = self.members(row)
        longest = max(members, key=lambda mention: mention.end - mention.start, default=None)
        name = entity.name or (self.surface(longest) if longest else self._look.tr("entity.empty"))
        return row._replace(name=name, label=longest.label if longest else "")

    def _on_changed(self, change: Change) -> None:
        if self._desk.shows(change) and any(key.kind in ("entity", "mention") for key in change.after):
            self._later.start()
