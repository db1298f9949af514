"""What an export may trust: documents and layers from the log alone, each proved by its hash while it is read.

A wrong bit in the tables of current records would go out unseen; here it cannot, since they are not asked. What the
tables do say (which layers there are, their status and counts) must agree with the log, and where a row is missing from
a table or an index, the hashes of the others do not show it: so the two are compared.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import DataError
from annotator.layer import Layer
from annotator.model import PROJECT, Status
from annotator.operations import DocumentInfo, Operation, RecordKey, chain_hash
from annotator.store.database import in_words
from annotator.store.reads import DocumentFact, Reader
from annotator.text.exact import document_key

_INFO = RecordKey("document", "document")


class ProvedLayer(NamedTuple):
    """A layer that may go out: whose, its log, and the counts that its records must have."""

    owner: str
    operations: Sequence[Operation]
    status: Status
    records: int
    mentions: int
    events: int


class ProvedDocument(NamedTuple):
    """A document that may go out: its text, what the project says about it, its layers by owner."""

    text: str
    info: DocumentInfo
    layers: list[ProvedLayer]


class ProvedReader:
    """Reads documents for an export, within one snapshot."""

    def __init__(self, reader: Reader, path: Path) -> None:
        self._connection = reader.connection_for_checks()
        self._path = path

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise in_words(self._path, error) from error

    def refuse_what_is_missing(self) -> None:
        """Raises DataError where a table and its index differ in their rows, or rows point at none."""
        for question in _PAIRS:
            if len(set(self._rows(question))) != 1:
                raise self._damage("A list of rows")
        for question in _LOOSE:
            if self._rows(question):
                raise self._damage("What belongs to what")

    def documents(self, facts: Sequence[DocumentFact]) -> Iterator[tuple[DocumentFact, ProvedDocument]]:
        """Documents with all their layers, in the order asked for. Raises DataError where something is not as it was
        written."""
        for start in range(0, len(facts), _BATCH):
            batch = facts[start : start + _BATCH]
            asked = [fact.id for fact in batch] + [-1] * (_BATCH - len(batch))
            texts = dict(self._rows(_TEXTS, asked))
            rows = self._rows(_LAYERS, asked)
            layers = {number: list(group) for number, group in groupby(rows, key=itemgetter(0))}
            for fact in batch:
                yield fact, self._document(fact, texts.get(fact.id), layers.get(fact.id, []))

    def _document(self, fact: DocumentFact, raw: bytes | None, rows: Sequence[Any]) -> ProvedDocument:
        if raw is None or hashlib.sha256(raw).digest() != fact.sha256:
            raise self._damage(f"The text of {fact.name!r}")
        if document_key(fact.name, fact.sha256) != fact.key:
            raise self._damage(f"The name {fact.name!r}")
        info, layers = DocumentInfo(), []
        for _, group in groupby(rows, key=itemgetter(1)):
            layer = self._layer(fact, list(group))
            if layer.owner == PROJECT:
                found = self.replayed(fact, layer).get(_INFO)
                info = found if isinstance(found, DocumentInfo) else info
            else:
                layers.append(layer)
        if info.withdrawn != fact.withdrawn:
            raise self._damage(f"Whether {fact.name!r} is withdrawn")
        return ProvedDocument(raw.decode(), info, sorted(layers, key=lambda layer: layer.owner))

    def replayed(self, fact: DocumentFact, proved: ProvedLayer) -> Layer:
        """A layer replayed from its log. Raises DataError where its counts are others than the project says."""
        try:
            layer = Layer(fact.id, proved.owner, proved.operations)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise self._damage(f"{proved.owner}'s layer of {fact.name!r}") from error
        records = sum(len(layer.records(kind)) for kind in layer.kinds)
        if (layer.status, records, len(layer.mentions), len(layer.events)) != proved[2:]:
            raise self._damage(f"The status or the counts of {proved.owner}'s layer of {fact.name!r}")
        return layer

    def _layer(self, fact: DocumentFact, rows: Sequence[Any]) -> ProvedLayer:
        owner, *counts = rows[0][2:7]
        tips: dict[str, bytes] = {}
        operations = []
        for row in rows:
            operation = Operation(*row[7:15])
            actor = operation.actor
            stored = row[15]
            if owner is None or chain_hash(tips.get(actor, b""), operation, fact.key, owner) != stored:
                raise self._damage(f"The history of {owner}'s layer of {fact.name!r}")
            tips[actor] = stored
            operations.append(operation)
        return ProvedLayer(owner, operations, *counts)

    def _damage(self, what: str) -> DataError:
        return DataError(
            f"{what} is damaged. Nothing was written; run `hashiya check --deep`. ({self._path})", code="damaged"
        )


_BATCH = 16
"""Documents asked for at once: fewer questions; more would only take memory."""
_ASKED = ",".join("?" * _BATCH)
_TEXTS = f"SELECT id, CAST(text AS BLOB) FROM document WHERE id IN ({_ASKED})"
_LAYERS = f"""SELECT layer.document, layer.id, owner.key, status, records, mentions, events,
        actor.key, operation.id & 1099511627775, lamport, step, gesture, undoes, time, changes, hash
    FROM layer LEFT JOIN owner ON owner.id = layer.owner
    LEFT JOIN operation ON operation.layer = layer.id LEFT JOIN actor ON actor.id = operation.id >> 40
    WHERE layer.document IN ({_ASKED}) ORDER BY layer.document, layer.id, lamport, actor.key, operation.id"""
_PAIRS = (
    """SELECT count(*), total(id) FROM document NOT INDEXED
    UNION ALL SELECT count(*), total(rowid) FROM document INDEXED BY document_name""",
    # Numbers of operations (actor << 40 | seq) are summed in two halves: whole ones would not fit, and floats round.
    """SELECT count(*), sum(id & 1073741823), sum(id >> 30), total(layer) FROM operation NOT INDEXED
    UNION ALL SELECT count(*), sum(rowid & 1073741823), sum(rowid >> 30), total(layer) FROM operation
    INDEXED BY operation_layer""",
    """SELECT count(*), total(id), total(document), total(owner) FROM layer NOT INDEXED
    UNION ALL SELECT count(*), total(rowid), total(document), total(owner) FROM layer
    INDEXED BY sqlite_autoindex_layer_1""",
)
_LOOSE = (
    "SELECT 1 FROM layer WHERE document IS NOT NULL AND document NOT IN (SELECT id FROM document) LIMIT 1",
    "SELECT 1 FROM operation WHERE layer NOT IN (SELECT id FROM layer) LIMIT 1",
    "SELECT 1 FROM layer WHERE id NOT IN (SELECT layer FROM operation) LIMIT 1",
    """SELECT 1 FROM document_info WHERE document NOT IN (SELECT document FROM layer JOIN owner ON owner.id = layer.owner
    WHERE document IS NOT NULL AND key = 'project') LIMIT 1""",
)
