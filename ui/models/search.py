"""Finding words: in the open article at once, in all documents a few at a time."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.errors import UserError
from annotator.model import Span
from annotator.search import Searchable
from ui.desk import Desk
from ui.models.documents import DocumentModel

Index = QModelIndex | QPersistentModelIndex
FoundRole = Qt.ItemDataRole.UserRole + 1
MOST: Final = 1000
"""Places that a search through all documents stops at."""
_AROUND: Final = 40
_PORTION: Final = 16
_SLICE: Final = 0.008


class Finder(QObject):
    """The places of a query in the open article. `changed`: other places, or another one is the current."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._text: Searchable | None = None
        self.query, self.exact = "", False
        self.hits: list[Span] = []
        self.current = -1
        desk.turned.connect(self._on_turned)
        desk.opened.connect(self._on_turned)

    def _on_turned(self) -> None:
        document = self._desk.document
        if self._text is None or document is None or document.text != self._text.text:
            self._text = Searchable(document.text) if document else None
            self.search(self.query, exact=self.exact)

    def search(self, query: str, *, exact: bool) -> None:
        """Looks for `query`; no place is the current one yet."""
        self.query, self.exact, self.current = query, exact, -1
        self.hits = self._text.find(query, exact=exact) if self._text is not None and query.strip() else []
        self.changed.emit()

    def go(self, at: int, *, forward: bool) -> Span | None:
        """Makes the next place from a code point on the current one, or the one before; round at the ends."""
        if not self.hits:
            return None
        if forward:
            self.current = bisect_left(self.hits, Span(at, 0)) % len(self.hits)
        else:
            self.current = (bisect_right(self.hits, Span(at, -1)) - 1) % len(self.hits)
        self.changed.emit()
        return self.hits[self.current]

    def step(self, step: int) -> Span | None:
        """The place after or before the current one."""
        if not self.hits:
            return None
        self.current = (self.current + step) % len(self.hits)
        self.changed.emit()
        return self.hits[self.current]


class Found(NamedTuple):
    """A row: a place with its surroundings on one line, or (`span` is None) a document with the number of its places."""

    document: int
    title: str
    span: Span | None = None
    before: str = ""
    surface: str = ""
    after: str = ""
    count: int = 0


class Everywhere(QAbstractListModel):
    """Places in all documents, a heading above those of each. `progressed`: more were looked through."""

    progressed = Signal()

    def __init__(self, desk: Desk, documents: DocumentModel) -> None:
        super().__init__(desk)
        self._desk, self._documents = desk, documents
        self.rows: list[Found] = []
        self.query, self.exact = "", False
        self.places = 0
        self._next = self._last = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_on)
        desk.opened.connect(self.clear)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a place and one a document."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == FoundRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.title if row.span is None else f"{row.before}{row.surface}{row.after}"
        return None

    @property
    def running(self) -> bool:
        """Whether documents are still being looked through."""
        return self._timer.isActive()

    @property
    def share(self) -> float:
        """How much has been looked through, 0 to 1."""
        return min(1.0, (self._next - 1) / self._last) if self._last else 1.0

    @property
    def documents(self) -> int:
        """How many documents have places."""
        return sum(1 for row in self.rows if row.span is None)

    def clear(self) -> None:
        """Forgets everything."""
        self.search("", exact=False)

    def search(self, query: str, *, exact: bool) -> None:
        """Begins to look for `query` in all documents."""
        self._timer.stop()
        self.beginResetModel()
        self.rows, self.places, self.query, self.exact = [], 0, query, exact
        self.endResetModel()
        self._next, self._last = 1, max((row.id for row in self._documents.rows), default=0)
        if query.strip() and self._desk.project is not None:
            self._timer.start()
        self.progressed.emit()

    def _read_on(self) -> None:
        project, until = self._desk.project, time.monotonic() + _SLICE
        while project is not None and self._next <= self._last and self.places < MOST and time.monotonic() < until:
            first, self._next = self._next, self._next + _PORTION
            try:
                texts = project.texts(first, self._next - 1)
            except UserError:
                texts = []  # told of where such a document is opened
            for id, title, text in texts:
                self._look_into(id, title, text)
        if project is None or self._next > self._last or self.places >= MOST:
            self._timer.stop()
        self.progressed.emit()

    def _look_into(self, id: int, title: str, text: str) -> None:
        spans = Searchable(text).find(self.query, exact=self.exact)[: MOST - self.places]
        if not spans:
            return
        new = [Found(id, title, count=len(spans)), *(_found(id, title, text, span) for span in spans)]
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(new) - 1)
        self.rows += new
        self.places += len(spans)
        self.endInsertRows()


def _found(id: int, title: str, text: str, span: Span) -> Found:
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    if span.start > _AROUND:
        before = f"…{before[before.find(' ') :]}"
    return Found(id, title, span, _line(before), _line(text[span.start : span.end]), _line(after))


def _line(text: str) -> str:
    return text.translate(_SPACES)


_SPACES: Final = str.maketrans(dict.fromkeys("\n\r\t\x85\u2028\u2029", " "))
