"""Writes new documents, each with its first layer, many at a time.

A statement for each row takes most of the time of a long import. A new document's layer has no history to look up and
no rows to replace, so its numbers are known beforehand and its rows can wait for those of others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from annotator.model import Status, StatusRecord
from annotator.operations import STATUS_ID, MentionRow, Operation, chain_hash, to_row
from annotator.store.tables import operation_id
from annotator.text.titles import title_of

BATCH: Final = 64
"""Documents that wait together."""
_HEAVY: Final = 1_000_000
"""Characters of text that wait together: there is memory for one long article, not for 64."""
_MENTION: Final = 50
"""As many characters a mention weighs."""
_ROWS: Final = 24
_WIDTH: Final = 7


class NewDocument(NamedTuple):
    """A document that the project does not have."""

    key: bytes
    name: str
    sha256: bytes
    text: str


class FirstLayer(NamedTuple):
    """The only operation of a new layer, and what it puts there."""

    owner: str
    person: str
    operation: Operation
    status: Status
    mentions: Sequence[MentionRow]


class Numbers(NamedTuple):
    """Where the local numbers of names come from."""

    owner: Callable[[str], int]
    actor: Callable[[str, str], int]
    label: Callable[[str], int]


class FirstLayers:
    """What waits to be written. Inside one transaction, in which nobody else writes documents or layers meanwhile."""

    def __init__(self, connection: sqlite3.Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers
        self._labels: dict[str, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._documents: list[tuple[Any, ...]] = []
        self._layers: list[tuple[Any, ...]] = []
        self._operations: list[tuple[Any, ...]] = []
        self._records: list[tuple[Any, ...]] = []
        self._mentions: list[Any] = []
        self._weight = 0

    def add(self, new: NewDocument, first: FirstLayer) -> int:
        """Takes a document and its layer; returns the document's local number."""
        if not self._documents:
            self._document, self._layer = self._last("document"), self._last("layer")
        self._document += 1
        self._layer += 1
        document, layer, operation = self._document, self._layer, first.operation
        row = operation_id(self._numbers.actor(operation.actor, first.person), operation.seq)
        self._documents.append((document, *new, title_of(new.text)))
        count = len(first.mentions)
        self._layers.append((layer, document, self._numbers.owner(first.owner), first.status, count + 1, count))
        self._records.append((layer, STATUS_ID, row, _status(first.status)))
        self._operations.append(_operation_row(row, layer, operation, chain_hash(b"", operation, new.key, first.owner)))
        self._add_mentions(layer, row, new.text, first.mentions)
        self._weight += len(new.text) + _MENTION * count
        if len(self._documents) >= BATCH or self._weight >= _HEAVY:
            self.flush()
        return document

    def _add_mentions(self, layer: int, row: int, text: str, mentions: Sequence[MentionRow]) -> None:
        labels, flat = self._labels, self._mentions
        for id, start, end, label in mentions:
            number = labels.get(label)
            if number is None:
                number = labels[label] = self._numbers.label(label)
            flat += (layer, id, start, end, number, text[start:end], row)

    def _last(self, table: str) -> int:
        (number,) = self._connection.execute(f"SELECT max(id) FROM {table} NOT INDEXED").fetchone()
        return number or 0

    def flush(self) -> None:
        """Writes all that waits."""
        if not self._documents:
            return
        run = self._connection.executemany
        run("INSERT INTO document(id, key, name, sha256, text, title) VALUES (?,?,?,?,?,?)", self._documents)
        run("INSERT INTO layer(id, document, owner, status, records, mentions) VALUES (?,?,?,?,?,?)", self._layers)
        run("INSERT INTO operation VALUES (?,?,?,?,?,?,?,?,?)", self._operations)
        run("INSERT INTO record(layer, kind, id, operation, value) VALUES (?,'status',?,?,?)", self._records)
        for at in range(0, len(self._mentions), _ROWS * _WIDTH):
            part = self._mentions[at : at + _ROWS * _WIDTH]
            self._connection.execute(_insert_mentions(len(part) // _WIDTH), part)
        self._forget()


def _operation_row(row: int, layer: int, operation: Operation, tip: bytes) -> tuple[Any, ...]:
    step, lamport, gesture, undoes = operation.step, operation.lamport, operation.gesture, operation.undoes
    return (row, step, lamport, layer, gesture, undoes, operation.time, operation.changes, tip)


@cache
def _status(status: Status) -> str:
    return msgspec.json.encode(to_row("status", STATUS_ID, StatusRecord(status))).decode()


@cache
def _insert_mentions(rows: int) -> str:
    values = ",".join(["(?,?,?,?,?,?,?)"] * rows)
    return f'INSERT INTO mention(layer, id, "start", "end", label, surface, operation) VALUES {values}'
