"""What the command palette offers: for the selected mention, commands, labels, documents; matched in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.text.normalise import key, normalise
from ui.actions import ACTIONS, Action, Actions
from ui.desk import Desk
from ui.i18n import Language, Phrase, Translator
from ui.look import Look
from ui.models.documents import DocumentModel
from ui.models.labels import Labels

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole.UserRole + 1
_MOST: Final = {"mention": 5, "commands": 7, "labels": 6, "documents": 6}
"""How many rows a group shows."""
GROUPS: Final = {
    "mention": "palette.mention",
    "commands": "palette.commands",
    "labels": "palette.labels",
    "documents": "palette.documents",
}
STATES: Final = {"todo": "state-todo", "in_progress": "state-progress", "done": "state-done"}


class Item(NamedTuple):
    """A row. Without `group` it is a heading. `match` is where the typed words stand in `words`, in characters."""

    words: str
    group: str = ""
    other: str = ""
    keys: str = ""
    icon: str = ""
    label: str = ""
    user_text: bool = False
    run: Callable[[], None] | None = None
    match: tuple[int, int] = (0, 0)


class PaletteModel(QAbstractListModel):
    """Rows for what was typed. `on_label(key)`, `on_document(number)` and `on_every(label)` are called when such a row is
    taken."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, documents: DocumentModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._desk, self._labels, self._documents = look, desk, labels, documents
        self.actions: Actions | None = None
        self.rows: list[Item] = []
        self.shown = self.all = 0
        self.has_mention: Callable[[], bool] = lambda: False
        self.on_label: Callable[[str], None] = lambda _label: None
        self.on_document: Callable[[int], None] = lambda _document: None
        self.on_every: Callable[[str], None] = lambda _label: None
        self._titles: dict[str, str] = {}

    # -- Qt's model ---------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows and headings."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be taken."""
        return super().flags(index) if self.rows[index.row()].group else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        item = self.rows[index.row()]
        if role == ItemRole:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.words}, {self._look.key(item.keys)}" if item.keys else item.words
        return item.words if role == Qt.ItemDataRole.DisplayRole else None

    # -- what there is ------------------------------------------------------------------------------------------------
    def search(self, text: str) -> None:
        """Shows what fits `text`; something of everything when it is empty."""
        needle = key(text.strip())
        self.beginResetModel()
        self.rows, self.shown, self.all = [], 0, 0
        for group, title in GROUPS.items():
            found = self._of(group, needle)
            if found:
                self.rows += [Item(self._look.tr(title)), *found]
                self.shown += len(found)
        self.endResetModel()

    def _of(self, group: str, needle: str) -> list[Item]:
        ranked = []
        for place, item in enumerate(self._items(group)):
            self.all += 1
            rank, match = _fits(item, needle)
            if rank < 3:
                ranked.append((rank, place, item._replace(match=match)))
        return [item for _, _, item in sorted(ranked, key=lambda row: row[:2])[: _MOST[group]]]

    def _items(self, group: str) -> Iterator[Item]:
        if self._desk.document is not None and group in ("mention", "labels"):
            if (group == "mention") == self.has_mention():
                yield from self._label_items(group)
            if group == "mention" and self.has_mention():
                yield from (self._command(a, group) for a in ACTIONS if a.when == "mention" and self._possible(a))
            if group == "labels":
                yield from self._every_items()
        elif group == "commands":
            yield from (self._command(a, group) for a in ACTIONS if a.when != "mention" and self._possible(a))
        elif group == "documents":
            yield from self._document_items()

    def _possible(self, action: Action) -> bool:
        return action.id not in ("escape", "palette") and (
            self.actions is not None and self.actions.all[action.id].isEnabled()
        )

    def _command(self, action: Action, group: str) -> Item:
        words, other = self._both(action.text)
        if action.sub:
            sub, other_sub = self._both(action.sub)
            words, other = f"{sub}: {words}", f"{other_sub}: {other}"
        keys = action.id if self._look.keymap[action.id] else ""
        assert self.actions is not None
        return Item(words, group, other, keys, action.icon or "next", run=self.actions.all[action.id].trigger)

    def _both(self, message: str) -> tuple[str, str]:
        """A message in the window's language and in the other one."""
        other: Language = "en" if self._look.words.language == "ar" else "ar"
        return self._look.tr(message), Translator(other).tr(message)

    def _label_items(self, group: str) -> Iterator[Item]:
        if not self._desk.writable:
            return
        language: Language = self._look.words.language
        other: Language = "en" if language == "ar" else "ar"
        words = "palette.relabel" if group == "mention" else "palette.mark"
        for label in self._labels.all:
            yield Item(
                self._look.tr(words, label=Phrase(label.name(language))),
                group,
                label.name(other),
                label.position or "",
                label=label.key,
                run=lambda key=label.key: self.on_label(key),
            )

    def _every_items(self) -> Iterator[Item]:
        used = {mention.label for mention in self._desk.layer.mentions.values()} if self._desk.layer else set()
        for label in used:
            words = self._look.tr("palette.every", label=Phrase(self._labels.name(label)))
            found = self._desk.schema.label(label)
            other = found.name("en" if self._look.words.language == "ar" else "ar") if found else label
            yield Item(words, "labels", other, icon="list", run=lambda key=label: self.on_every(key))

    def _document_items(self) -> Iterator[Item]:
        for row in self._documents.rows:
            icon = STATES[row.status]
            run = lambda id=row.id: self.on_document(id)  # noqa: E731
            yield Item(row.title, "documents", row.name, icon=icon, user_text=True, run=run)


def _fits(item: Item, needle: str) -> tuple[int, tuple[int, int]]:
    """How well an item fits: 0 a word of it begins so, 1 it holds it, 2 its other words do, 3 not at all; and where."""
    if not needle:
        return 1, (0, 0)
    folded = key(item.words)
    at = folded.find(needle)
    if at < 0:
        other = key(item.other)
        return (2, (0, 0)) if needle in other else (3, (0, 0))
    begins = at == 0 or folded[at - 1] == " "
    if not begins and f" {needle}" in folded:
        at, begins = folded.index(f" {needle}") + 1, True
    span = normalise(item.words).source(at, at + len(needle))
    return (0 if begins else 1), (span.start, span.end)
