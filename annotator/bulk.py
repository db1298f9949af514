"""Longer pieces of work on a project (imports, adjudication by a rule ...): one transaction, one step, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from annotator.clock import Clock
from annotator.errors import StoppedError
from annotator.layer import Layer
from annotator.model import Document, Status
from annotator.operations import (
    Change,
    MentionRow,
    Operation,
    Record,
    RecordKey,
    encode_changes,
    encode_first,
    encode_puts,
)
from annotator.store.bulk_rows import FirstLayer, NewDocument
from annotator.store.journal import Entry, Journal, Summary
from annotator.store.reads import Reader
from annotator.text.exact import document_key
from annotator.text.titles import title_of

T = TypeVar("T")


class Bulk:
    """What a longer piece of work may use: reads and writes in one transaction, all of it one step."""

    def __init__(self, person: str, clock: Clock, reader: Reader, journal: Journal, stop: threading.Event) -> None:
        self._person = person
        self._clock = clock
        self._reader = reader
        self._journal = journal
        self._stop = stop
        self._step: int | None = None
        self.step_name: str | None = None

    def run(self, work: Callable[[Bulk], T]) -> T:
        """What `work` returns, when all that it wrote is in the transaction."""
        result = work(self)
        self._journal.flush()
        return result

    @property
    def reader(self) -> Reader:
        """Reads what was there and what was written since."""
        self._journal.flush()
        return self._reader

    def check_stop(self) -> None:
        """Raises StoppedError when the person has asked to stop. Call it now and then."""
        if self._stop.is_set():
            raise StoppedError

    def add_document(self, name: str, text: str, sha256: bytes) -> Document:
        """Adds an immutable document."""
        key = document_key(name, sha256)
        return Document(self._journal.add_document(key, name, sha256, title_of(text), text), key, name, text)

    def write(
        self,
        document: Document | None,
        layer: Layer,
        gesture: str,
        changes: Iterable[Change],
        undoes: str | None = None,
    ) -> Operation:
        """Takes changes into `layer` and writes them; the first call gives the step its name."""
        operation = self._operation(gesture, encode_changes(changes), undoes)
        touched = layer.apply(operation)
        self._journal.add([Entry(document, layer.owner, self._person, operation, touched, Summary.of(layer))])
        return operation

    def write_first(
        self, document: Document, owner: str, gesture: str, records: Mapping[RecordKey, Record]
    ) -> Operation:
        """Writes the records of a layer that nobody has said anything in: there is nothing to replay, nor to replace."""
        operation = self._operation(gesture, encode_puts(records))
        self._journal.add([Entry(document, owner, self._person, operation, records, Summary.of_records(records))])
        return operation

    def add_annotated(
        self, new: NewDocument, owner: str, gesture: str, status: Status, mentions: Sequence[MentionRow]
    ) -> int:
        """Adds a new document with `owner`'s layer, which holds plain mentions that have been checked. Much faster than
        `add_document` and `write_first`, and the file is the same. Returns the document's local number."""
        operation = self._operation(gesture, encode_first(status, mentions))
        first = FirstLayer(owner, self._person, operation, status, mentions)
        return self._journal.gather(new, first)

    def _operation(self, gesture: str, changes: str, undoes: str | None = None) -> Operation:
        operation = self._clock.operation(gesture, changes, undoes=undoes, step=self._step)
        if self._step is None:
            self._step, self.step_name = operation.step, operation.name
        return operation
