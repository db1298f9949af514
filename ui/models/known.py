"""The names that the working person has marked in this project, read a few documents at a time while the hands
rest, and kept up with the work."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.model import Mention, Rejection
from annotator.operations import Record
from annotator.project import Change
from annotator.suggest.names import Names
from ui.desk import Desk
from ui.models.documents import DocumentModel
from ui.rest import Chore

_PORTION: Final = 100
"""Documents that are read in one go."""
_REST, _PAUSE = 300, 10
"""Milliseconds after a project was opened before the reading begins, and between two portions."""


class KnownNames(QObject):
    """`names` grows while documents are read; `complete()` when all of them are."""

    complete = Signal()

    def __init__(self, desk: Desk, documents: DocumentModel) -> None:
        super().__init__(desk)
        self._desk, self._documents = desk, documents
        self.names = Names()
        self._of: tuple[object, str] = (None, "")
        self._next = self._last = 0
        self._timer = Chore(desk.rest, _PAUSE, self._read_on, self)
        desk.turned.connect(self._on_turned)
        desk.opened.connect(self._on_turned)
        desk.changed.connect(self._on_changed)
        documents.modelReset.connect(self._restart)

    @property
    def is_complete(self) -> bool:
        """Whether every document has been read."""
        return not self._timer.isActive()

    def _on_turned(self) -> None:
        if (self._desk.session, self._desk.person) != self._of:
            self._restart()

    def _restart(self) -> None:
        """Another project or person, or documents that came in."""
        self._of = (self._desk.session, self._desk.person)
        self.names = Names()
        self._timer.stop()
        self._next, self._last = 1, max((row.id for row in self._documents.rows), default=0)
        if self._desk.person and self._last:
            self._timer.start(_REST)

    def _read_on(self) -> None:
        project = self._desk.project
        if project is None or project.person is None:
            return
        first, self._next = self._next, self._next + _PORTION
        try:
            rows = project.names(first, self._next - 1)
        except UserError:
            rows = []  # a damaged file is told of where it is opened; proposals are only a help
        for surface, label, marked, rejected in rows:
            self.names.count(surface, label, marked, rejected)
        if self._next > self._last:
            self.complete.emit()
        else:
            self._timer.go_on()

    def _on_changed(self, change: Change) -> None:
        project = self._desk.project
        if project is None or change.owner != self._desk.person or not 0 < change.document_id < self._next:
            return
        document = self._desk.document
        text = document.text if document and document.id == change.document_id else ""
        text = text or project.document(change.document_id).text
        for records, step in ((change.before, -1), (change.after, 1)):
            for record in records.values():
                self._count(text, record, step)

    def _count(self, text: str, record: Record | None, step: int) -> None:
        if isinstance(record, Mention) and len(record.spans) == 1:
            self.names.count(text[record.start : record.end], record.label, marked=step)
        elif isinstance(record, Rejection):
            self.names.count(text[record.span.start : record.span.end], record.label, rejected=step)
