"""Writes steps: each operation with the records that follow from it, in one transaction."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import msgspec

from annotator.layer import Layer
from annotator.model import PROJECT, Document, Event, Mention, Status, StatusRecord
from annotator.operations import (
    STATUS_ID,
    Change,
    DocumentInfo,
    Operation,
    Record,
    RecordKey,
    argument_row,
    chain_hash,
    encode_changes,
    to_row,
)
from annotator.store.bulk_rows import FirstLayer, FirstLayers, NewDocument, Numbers
from annotator.store.database import transaction
from annotator.store.tables import operation_id

_ROWS: Final = 24
_WIDTH: Final = 7
_BASE32: Final = b"abcdefghijklmnopqrstuvwxyz234567"


class Summary(msgspec.Struct, frozen=True):
    """What the layer's own row says after a step."""

    status: Status
    records: int
    mentions: int
    events: int

    @classmethod
    def of(cls, layer: Layer) -> Summary:
        """The summary of a layer as it is now."""
        records = sum(len(layer.records(kind)) for kind in layer.kinds)
        return cls(layer.status, records, len(layer.mentions), len(layer.events))

    @classmethod
    def of_records(cls, records: Mapping[RecordKey, Record]) -> Summary:
        """The summary of a layer that holds these records."""
        status = records.get(RecordKey("status", STATUS_ID))
        kinds = [kind for kind, _ in records]
        value: Status = status.value if isinstance(status, StatusRecord) else "todo"
        return cls(value, len(records), kinds.count("mention"), kinds.count("event"))


class Entry(msgspec.Struct, frozen=True):
    """One operation on its way to the disk, with the records it touched as they are after it (None: dropped)."""

    document: Document | None
    owner: str
    person: str
    operation: Operation
    touched: Mapping[RecordKey, Record | None]
    summary: Summary


def new_actor() -> str:
    """A key for an actor: random, so that no two are ever equal."""
    return bytes(_BASE32[byte % 32] for byte in os.urandom(10)).decode()


def first_entries(
    actor: str, records: Mapping[RecordKey, Record], layer: Layer | None = None, latest: int = 0
) -> list[Entry]:
    """Operations by which `actor` puts records into the project's own layer, of a new project or, with `layer` and the
    `latest` lamport number, of one that has some."""
    layer, entries = layer or Layer(0, PROJECT), []
    now = time.time_ns() // 1_000_000
    for seq, (key, record) in enumerate(records.items(), start=1):
        changes = encode_changes([Change(key.kind, key.id, record)])
        operation = Operation(actor, seq, latest + seq, seq, key.kind, None, now, changes)
        touched = layer.apply(operation)
        entries.append(Entry(None, PROJECT, PROJECT, operation, touched, Summary.of(layer)))
    return entries


class Journal:
    """The only writer of a project file. Made, used and closed on one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.forget()

    def forget(self) -> None:
        """Drops what is remembered of the file (after a rollback: numbers given in it are free again)."""
        self._actors: dict[str, int] = {}
        self._owners: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._layers: dict[tuple[int | None, str], int] = {}
        self._tips: dict[tuple[int, int], bytes] = {}
        self._latest: dict[int, int] = {}
        self._new_documents: set[int] = set()
        self._gathered = FirstLayers(self._connection, Numbers(self._owner, self._actor, self._label))

    def append(self, entries: Iterable[Entry]) -> None:
        """Writes all of them in one transaction; all or nothing. Entries that are there already (a commit that came
        through although an error was reported) are passed over."""
        try:
            with transaction(self._connection):
                self.add(entries)
        except BaseException:
            self.forget()
            raise

    def add(self, entries: Iterable[Entry]) -> None:
        """Writes entries inside a transaction that the caller holds."""
        self.flush()
        for entry in entries:
            self._add(entry)

    def add_document(self, key: bytes, name: str, sha256: bytes, title: str, text: str) -> int:
        """Writes a document (inside the caller's transaction) and returns its local number."""
        self.flush()
        found = self._connection.execute(
            "INSERT INTO document(key, name, sha256, title, text) VALUES (?, ?, ?, ?, ?)",
            (key, name, sha256, title, text),
        )
        number = int(found.lastrowid or 0)
        self._new_documents.add(number)
        return number

    def gather(self, new: NewDocument, first: FirstLayer) -> int:
        """Takes a new document with its first layer, to be written with others at the next `flush`, or at what else is
        written (inside the caller's transaction). Returns the document's local number. The operation must be new."""
        return self._gathered.add(new, first)

    def flush(self) -> None:
        """Writes what was gathered."""
        self._gathered.flush()

    # -- one entry ----------------------------------------------------------------------------------------------------
    def _add(self, entry: Entry) -> None:
        operation, document = entry.operation, entry.document
        actor = self._actor(operation.actor, entry.person)
        row_id = operation_id(actor, operation.seq)
        if self._is_there(actor, row_id, operation):
            return
        layer = self._known_layer(document.id if document else None, entry.owner)
        fresh = layer is None
        if layer is None:
            layer = self._new_layer(document.id if document else None, entry.owner, entry.summary)
        key = document.key if document else b""
        tip = chain_hash(b"" if fresh else self._tip(actor, layer), operation, key, entry.owner)
        if not fresh:
            self._tips[actor, layer] = tip
        self._connection.execute(
            "INSERT INTO operation(id, step, lamport, layer, gesture, undoes, time, changes, hash) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                row_id,
                operation.step,
                operation.lamport,
                layer,
                operation.gesture,
                operation.undoes,
                operation.time,
                operation.changes,
                tip,
            ),
        )
        self.put_records(layer, row_id, document, entry.touched)
        if not fresh:
            summary = entry.summary
            self._connection.execute(
                "UPDATE layer SET status = ?, records = ?, mentions = ?, events = ? WHERE id = ?",
                (summary.status, summary.records, summary.mentions, summary.events, layer),
            )

    def _is_there(self, actor: int, row_id: int, operation: Operation) -> bool:
        if actor not in self._latest:
            (latest,) = self._connection.execute(
                "SELECT max(id) FROM operation WHERE id < ?", (operation_id(actor + 1, 0),)
            ).fetchone()
            self._latest[actor] = latest or 0
        if row_id > self._latest[actor]:
            self._latest[actor] = row_id
            return False
        found = self._connection.execute("SELECT changes FROM operation WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            return False
        if found[0] != operation.changes:
            raise RuntimeError(f"operation {operation.name} is in the file with other content")
        return True

    def put_records(
        self, layer: int, row_id: int, document: Document | None, touched: Mapping[RecordKey, Record | None]
    ) -> None:
        """Brings the tables of current records in line with what an operation touched."""
        mentions: list[Mention] = []
        events: list[tuple[Any, ...]] = []
        others: list[tuple[Any, ...]] = []
        dropped: list[RecordKey] = []
        for key, record in touched.items():
            if record is None:
                dropped.append(key)
            elif isinstance(record, Mention):
                mentions.append(record)
            elif isinstance(record, Event):
                events.append(self._event_row(layer, row_id, record))
            elif isinstance(record, DocumentInfo) and document is not None:
                self._put_info(document.id, row_id, record)
            else:
                others.append((layer, key.kind, key.id, row_id, _json(to_row(key.kind, key.id, record))))
        for key in dropped:
            self._drop(layer, document, key)
        self._put_mentions(layer, row_id, document, mentions)
        run = self._connection.executemany
        if events:
            run("INSERT OR REPLACE INTO event VALUES (?,?,?,?,?,?,?)", events)
        if others:
            run("INSERT OR REPLACE INTO record VALUES (?,?,?,?,?)", others)

    def _put_mentions(self, layer: int, row_id: int, document: Document | None, mentions: Sequence[Mention]) -> None:
        if not mentions:
            return
        if document is None:
            raise RuntimeError("a mention needs a document")
        text, labels = document.text, self._labels
        flat: list[Any] = []
        for m in mentions:
            label = labels.get(m.label) or self._label(m.label)
            if len(m.spans) > 1 or m.attributes:
                self._put_rich_mention(layer, row_id, label, text, m)
                continue
            start, end = m.spans[0]
            flat += (layer, m.id, start, end, label, text[start:end], row_id)
        for at in range(0, len(flat), _ROWS * _WIDTH):
            part = flat[at : at + _ROWS * _WIDTH]
            self._connection.execute(_insert_mentions(len(part) // _WIDTH), part)

    def _put_rich_mention(self, layer: int, row_id: int, label: int, text: str, m: Mention) -> None:
        parts = _json(m.spans) if len(m.spans) > 1 else None
        attributes = _json(m.attributes) if m.attributes else None
        self._connection.execute(
            "INSERT OR REPLACE INTO mention VALUES (?,?,?,?,?,?,?,?,?)",
            (layer, m.id, m.start, m.end, label, text[m.start : m.end], row_id, parts, attributes),
        )

    def _event_row(self, layer: int, row_id: int, event: Event) -> tuple[Any, ...]:
        arguments = _json([argument_row(a) for a in event.arguments]) if event.arguments else None
        attributes = _json(event.attributes) if event.attributes else None
        return (layer, event.id, self._label(event.label), event.trigger, row_id, arguments, attributes)

    def _put_info(self, document: int, row_id: int, info: DocumentInfo) -> None:
        meta = _json(info.meta) if info.meta else None
        self._connection.execute(
            "INSERT OR REPLACE INTO document_info VALUES (?,?,?,?)", (document, row_id, meta, int(info.withdrawn))
        )

    def _drop(self, layer: int, document: Document | None, key: RecordKey) -> None:
        if key.kind in ("mention", "event"):
            self._connection.execute(f"DELETE FROM {key.kind} WHERE layer = ? AND id = ?", (layer, key.id))
        elif key.kind == "document" and document is not None:
            self._connection.execute("DELETE FROM document_info WHERE document = ?", (document.id,))
        else:
            self._connection.execute("DELETE FROM record WHERE layer = ? AND kind = ? AND id = ?", (layer, *key))

    # -- local numbers ------------------------------------------------------------------------------------------------
    def _number(self, cache: dict[str, int], select: str, insert: str, key: str, *more: str) -> int:
        if key not in cache:
            found = self._connection.execute(select, (key,)).fetchone()
            cache[key] = found[0] if found else self._insert(insert, (key, *more))
        return cache[key]

    def _insert(self, sql: str, values: Sequence[Any]) -> int:
        return int(self._connection.execute(sql, values).lastrowid or 0)

    def _actor(self, key: str, person: str) -> int:
        insert = "INSERT INTO actor(key, person) VALUES (?, ?)"
        return self._number(self._actors, "SELECT id FROM actor WHERE key = ?", insert, key, person)

    def _owner(self, key: str) -> int:
        return self._number(
            self._owners, "SELECT id FROM owner WHERE key = ?", "INSERT INTO owner(key) VALUES (?)", key
        )

    def _label(self, name: str) -> int:
        return self._number(
            self._labels, "SELECT id FROM label WHERE name = ?", "INSERT INTO label(name) VALUES (?)", name
        )

    def _known_layer(self, document: int | None, owner: str) -> int | None:
        """The number of a layer, or None when it is not there yet."""
        if (document, owner) in self._layers:
            return self._layers[document, owner]
        if document in self._new_documents:
            # Its first layer comes with it, as a rule; then there is nothing to look for and nothing to remember.
            self._new_documents.discard(document)
            return None
        found = self._connection.execute(
            "SELECT id FROM layer WHERE document IS ? AND owner = ?", (document, self._owner(owner))
        ).fetchone()
        if found is None:
            return None
        self._layers[document, owner] = found[0]
        return self._layers[document, owner]

    def _new_layer(self, document: int | None, owner: str, summary: Summary) -> int:
        return self._insert(
            "INSERT INTO layer(document, owner, status, records, mentions, events) VALUES (?, ?, ?, ?, ?, ?)",
            (document, self._owner(owner), summary.status, summary.records, summary.mentions, summary.events),
        )

    def _tip(self, actor: int, layer: int) -> bytes:
        if (actor, layer) not in self._tips:
            found = self._connection.execute(
                "SELECT hash FROM operation WHERE layer = ? AND id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1",
                (layer, operation_id(actor, 0), operation_id(actor + 1, 0) - 1),
            ).fetchone()
            self._tips[actor, layer] = found[0] if found else b""
        return self._tips[actor, layer]


@cache
def _insert_mentions(rows: int) -> str:
    """Several rows for each statement: a statement for each row takes a third more time in an import."""
    values = ",".join(["(?,?,?,?,?,?,?)"] * rows)
    return f'INSERT OR REPLACE INTO mention(layer, id, "start", "end", label, surface, operation) VALUES {values}'


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
