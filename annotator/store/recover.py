"""Brings everything that is whole out of a damaged project file into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from annotator.errors import DataError
from annotator.layer import Layer
from annotator.model import Document
from annotator.operations import Operation, chain_hash, decode_changes
from annotator.store.database import create, open_writer, translated
from annotator.store.journal import Entry, Journal, Summary
from annotator.store.tables import SEQ_BITS
from annotator.text.exact import document_key, sha256_of

_GAP: Final = 100_000
"""How many row numbers are tried one by one behind a damaged place."""


@dataclass
class RecoverReport:
    """What came over and what did not."""

    documents: int = 0
    steps: int = 0
    lost: list[str] = field(default_factory=list)


def recover(source: Path, target: Path) -> RecoverReport:
    """Reads row by row around the damage, keeps each document whose text has its hash and each operation whose hash
    stands in the chain, and writes them to a new project at `target`. `source` is not changed.

    Raises DataError when nothing can be read, UnavailableError when `target` exists.
    """
    report = RecoverReport()
    connection = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        found = _Found(connection, report)
    except sqlite3.DatabaseError as error:
        raise DataError(
            f"Nothing in {source} can be read any more; restore a backup with `hashiya restore`. It was left as it is."
        ) from error
    finally:
        connection.close()
    create(target)
    with translated(target):
        writer = open_writer(target)
        try:
            journal = Journal(writer)
            writer.execute("BEGIN IMMEDIATE")
            _write(journal, found, report)
            writer.execute("COMMIT")
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            writer.close()
    return report


class _Found:
    """All that is whole in the damaged file."""

    def __init__(self, connection: sqlite3.Connection, report: RecoverReport) -> None:
        self.actors: dict[int, tuple[str, str]] = {
            id: (key, person) for id, key, person in _rows(connection, "actor", "id, key, person")
        }
        self.owners: dict[int, str] = dict(_rows(connection, "owner", "id, key"))
        self.documents = dict(self._documents(connection, report))
        self.layers: dict[int, tuple[int | None, int]] = {
            id: (document, owner) for id, document, owner in _rows(connection, "layer", "id, document, owner")
        }
        self.operations = self._operations(connection, report)

    @staticmethod
    def _documents(
        connection: sqlite3.Connection, report: RecoverReport
    ) -> Iterator[tuple[int, tuple[str, str, bytes]]]:
        for id, key, name, sha256, text in _rows(connection, "document", "id, key, name, sha256, text"):
            if isinstance(text, str) and sha256_of(text) == sha256 and document_key(name, sha256) == key:
                yield id, (name, text, sha256)
            else:
                report.lost.append(f"document {name!r}: its text or name is damaged")

    def _operations(
        self, connection: sqlite3.Connection, report: RecoverReport
    ) -> dict[int, list[tuple[str, Operation]]]:
        """Whole operations by layer, each with the person's key."""
        chains: dict[tuple[int, int], list[_Link]] = {}
        seen: set[int] = set()
        columns = "id, layer, lamport, step, gesture, undoes, time, changes, hash"
        for id, layer, lamport, step, gesture, undoes, time, changes, stored in sorted(
            _rows(connection, "operation", columns)
        ):
            seen.add(id)
            actor, seq = id >> SEQ_BITS, id & ((1 << SEQ_BITS) - 1)
            key, person = self.actors.get(actor, ("", ""))
            operation = Operation(key, seq, lamport, step, gesture, undoes, time, changes)
            if self._place(layer) is None or not key:
                report.lost.append(f"step {key or actor}:{seq}: what it belongs to is damaged")
            else:
                chains.setdefault((actor, layer), []).append(_Link(id, person, operation, stored))
        whole: dict[int, list[tuple[str, Operation]]] = {}
        for (_, layer), links in chains.items():
            document_key_, owner = self._place(layer) or (b"", "")
            for link in _whole(links, document_key_, owner, seen, report):
                whole.setdefault(layer, []).append((link.person, link.operation))
        return whole

    def _place(self, layer: int) -> tuple[bytes, str] | None:
        """Key of the document (empty: none) and owner of a layer, or None when either is damaged."""
        document, owner = self.layers.get(layer, (None, 0))
        if owner not in self.owners:
            return None
        if document is None:
            return b"", self.owners[owner]
        fact = self.documents.get(document)
        return (document_key(fact[0], fact[2]), self.owners[owner]) if fact else None


class _Link(NamedTuple):
    id: int
    person: str
    operation: Operation
    stored: bytes


def _whole(links: Sequence[_Link], key: bytes, owner: str, seen: set[int], report: RecoverReport) -> Iterator[_Link]:
    """The operations of one chain that are as they were written.

    An operation is proved by the hash before it and its own. Where only a stored hash is hurt, the next operation
    proves the one before; where the one before cannot be read at all, an operation that reads well is believed.
    """
    tips: tuple[bytes, ...] = (b"",)
    doubtful: _Link | None = None
    last = 0
    for link in links:
        computed = {tip: chain_hash(tip, link.operation, key, owner) for tip in tips}
        proof = next((tip for tip, value in computed.items() if value == link.stored), None)
        unreadable = any(id not in seen for id in range(max(last + 1, link.id - _GAP), link.id)) if last else False
        if proof is None and unreadable and _reads_well(link.operation):
            proof = link.stored
        if doubtful is not None and proof not in (None, doubtful.stored):
            yield doubtful
        elif doubtful is not None:
            report.lost.append(
                f"step {doubtful.operation.name} ({doubtful.operation.gesture}): it is not as it was written"
            )
        if proof is None:
            doubtful, tips = link, (link.stored, *computed.values())
        else:
            yield link
            doubtful, tips = None, (link.stored,)
        last = link.id
    if doubtful is not None:
        report.lost.append(
            f"step {doubtful.operation.name} ({doubtful.operation.gesture}): it is not as it was written"
        )


def _reads_well(operation: Operation) -> bool:
    try:
        return bool(decode_changes(operation.changes))
    except (ValueError, TypeError, KeyError, IndexError):
        return False


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> list[Any]:
    """All rows of a table that can be read: forward, then backward, then one by one in between."""
    found: dict[int, Any] = {}
    for order in ("ASC", "DESC"):
        try:
            for row in connection.execute(f"SELECT {columns} FROM {table} ORDER BY id {order}"):
                if row[0] in found:
                    break
                found[row[0]] = row
        except sqlite3.DatabaseError:
            continue
        else:
            return list(found.values())
    for number in _gaps(sorted(found)):
        try:
            row = connection.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (number,)).fetchone()
        except sqlite3.DatabaseError:
            continue
        if row is not None:
            found[number] = row
    return list(found.values())


def _gaps(known: Sequence[int]) -> Iterator[int]:
    for before, after in zip([0, *known], known, strict=False):
        yield from range(before + 1, min(after, before + _GAP))


def _write(journal: Journal, found: _Found, report: RecoverReport) -> None:
    documents: dict[int, Document] = {}
    for id, (name, text, sha256) in sorted(found.documents.items()):
        title = _title(text)
        key = document_key(name, sha256)
        documents[id] = Document(journal.add_document(key, name, sha256, title, text), key, name, text)
        report.documents += 1
    for layer_id, operations in sorted(found.operations.items()):
        document_id, owner = found.layers[layer_id]
        document = documents[document_id] if document_id is not None else None
        layer = Layer(document.id if document else 0, found.owners[owner])
        for person, operation in sorted(operations, key=lambda pair: pair[1].order):
            touched = layer.apply(operation)
            journal.add([Entry(document, layer.owner, person, operation, touched, Summary.of(layer))])
            report.steps += 1


def _title(text: str) -> str:
    return next((line.strip()[:160] for line in text[:4000].splitlines() if line.strip()), "")
