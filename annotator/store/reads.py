"""Reading a project file: documents, layers, rows for lists, streams for export. Changes not one byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import starmap
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from annotator.errors import DataError
from annotator.layer import Layer
from annotator.model import (
    EMPTY,
    GOLD,
    PROJECT,
    Asked,
    Comment,
    Decision,
    Document,
    DocumentRow,
    Event,
    Mention,
    Request,
    Span,
    Status,
    question_key,
)
from annotator.operations import DocumentInfo, Operation, Record, RecordKey, argument_of, from_row
from annotator.store.database import in_words, open_reader, translated

_OPERATION = """SELECT actor.key, operation.id & 1099511627775, lamport, step, gesture, undoes, time, changes
    FROM operation JOIN actor ON actor.id = operation.id >> 40"""


class LayerRef(NamedTuple):
    """Where a layer stands: row numbers, the document's name, the owner, the status and what it holds."""

    layer: int
    document: int
    name: str
    owner: str
    status: Status
    records: int


class DocumentFact(NamedTuple):
    """A document without its text."""

    id: int
    key: bytes
    name: str
    sha256: bytes
    withdrawn: bool


class Reader:
    """Questions to a project file, on one thread."""

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        self._owned = isinstance(source, Path)
        self._path = source if isinstance(source, Path) else Path("the project file")
        self._connection = open_reader(source) if isinstance(source, Path) else source
        self._labels: dict[int, str] = {}

    def close(self) -> None:
        """Closes the connection, if this reader opened it."""
        if self._owned:
            self._connection.close()

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[Any]:
        try:
            return iter(self._connection.execute(sql, values).fetchall())
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise in_words(self._path, error) from error

    def read_damaged(self) -> None:
        """From now on bytes that are not UTF-8 are read as U+FFFD: for checks, which then find that a hash is wrong."""
        self._connection.text_factory = lambda data: data.decode("utf-8", "replace")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whoever writes meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    # -- documents ----------------------------------------------------------------------------------------------------
    def document(self, id: int) -> Document | None:
        """The document with that local number."""
        row = next(
            self._rows(
                """SELECT key, name, text, meta, coalesce(withdrawn, 0) FROM document
                LEFT JOIN document_info ON document = id WHERE id = ?""",
                (id,),
            ),
            None,
        )
        if row is None:
            return None
        meta = msgspec.json.decode(row[3]) if row[3] else EMPTY
        return Document(id, row[0], row[1], row[2], meta, bool(row[4]))

    def facts(self) -> list[DocumentFact]:
        """All documents, in the order of arrival, also those that were withdrawn."""
        rows = self._rows(_FACTS)
        return [DocumentFact(id, key, name, sha256, bool(gone)) for id, key, name, sha256, gone in rows]

    def document_rows(self, owner: str | None) -> list[DocumentRow]:
        """What a list shows, in the order of arrival, with the counts of `owner`'s layers."""
        with translated(self._path):
            return list(starmap(DocumentRow, self._connection.execute(_DOCUMENT_ROWS, (owner,))))

    def texts(self, first: int, last: int) -> list[tuple[int, str, str]]:
        """(number, title, text) of the documents whose local numbers lie from `first` to `last`, both included; those
        that were withdrawn left out."""
        rows = self._rows(
            """SELECT id, title, text FROM document LEFT JOIN document_info ON document = id
            WHERE id BETWEEN ? AND ? AND coalesce(withdrawn, 0) = 0 ORDER BY id""",
            (first, last),
        )
        return [tuple(row) for row in rows]

    # -- layers -------------------------------------------------------------------------------------------------------
    def layers(self, owner: str | None = None, document: int | None = None) -> list[LayerRef]:
        """All layers of documents that hold something, sorted by document name and owner; those withdrawn left out."""
        rows = self._rows(
            """SELECT layer.id, document.id, document.name, owner.key, layer.status, layer.records
            FROM layer JOIN document ON document.id = layer.document JOIN owner ON owner.id = layer.owner
            LEFT JOIN document_info ON document_info.document = document.id
            WHERE records > 0 AND coalesce(withdrawn, 0) = 0 AND owner.key != 'project'
            AND (:owner IS NULL OR owner.key = :owner) AND (:document IS NULL OR document.id = :document)""",
            {"owner": owner, "document": document},
        )
        return sorted((LayerRef(*row) for row in rows), key=lambda ref: (ref.name, ref.document, ref.owner))

    def owners_of(self, document: int) -> list[str]:
        """Whose layers of a document hold something, by name; the project's own left out."""
        rows = self._rows(
            """SELECT owner.key FROM layer JOIN owner ON owner.id = layer.owner
            WHERE document = ? AND records > 0 AND owner.key != 'project' ORDER BY owner.key""",
            (document,),
        )
        return [row[0] for row in rows]

    def owners(self) -> set[str]:
        """Whoever has a layer that holds something, be its document withdrawn or not."""
        rows = self._rows("SELECT DISTINCT owner.key FROM layer JOIN owner ON owner.id = layer.owner WHERE records > 0")
        return {row[0] for row in rows}

    def all_layers(self) -> list[tuple[int | None, str]]:
        """(document, owner) of every layer there ever was, also empty ones and the project's own."""
        return list(self._rows("SELECT document, owner.key FROM layer JOIN owner ON owner.id = layer.owner"))

    def operations(self, document: int | None, owner: str) -> list[Operation]:
        """The log of one layer, in its order."""
        rows = self._rows(
            f"""{_OPERATION} WHERE layer =
            (SELECT layer.id FROM layer JOIN owner ON owner.id = layer.owner WHERE document IS ? AND owner.key = ?)
            ORDER BY lamport, actor.key, operation.id""",
            (document, owner),
        )
        return [Operation(*row) for row in rows]

    def layer(self, document: int | None, owner: str) -> Layer:
        """One layer, replayed from the log, with its stacks for undo and redo."""
        operations = self.operations(document, owner)
        with _damage(f"the history of {owner}'s layer"):
            return Layer(document or 0, owner, operations)

    def steps(self, name: str) -> list[tuple[int | None, str, Operation]]:
        """All operations of the step that the operation `name` (actor:seq) belongs to, with document and owner."""
        actor, _, seq = name.rpartition(":")
        if not (seq.isascii() and seq.isdecimal() and len(seq) <= 12):
            return []
        rows = self._rows(
            """SELECT layer.document, owner.key, actor.key, operation.id & 1099511627775, lamport, step, gesture, undoes,
                time, changes
            FROM operation JOIN actor ON actor.id = operation.id >> 40 JOIN layer ON layer.id = operation.layer
            JOIN owner ON owner.id = layer.owner
            WHERE actor.key = :actor AND step = (SELECT step FROM operation JOIN actor ON actor.id = operation.id >> 40
                WHERE actor.key = :actor AND operation.id & 1099511627775 = :seq) ORDER BY operation.id""",
            {"actor": actor, "seq": int(seq)},
        )
        return [(row[0], row[1], Operation(*row[2:])) for row in rows]

    def person_of(self, actor: str) -> str | None:
        """Whose work the operations of an actor are; None for one that is not in the file (yet)."""
        found = next(self._rows("SELECT person FROM actor WHERE key = ?", (actor,)), None)
        return None if found is None else str(found[0])

    def lamport(self) -> int:
        """The highest lamport number in the file: that of some actor's last operation, since an actor's only rise."""
        with _damage("the history"):
            (highest,) = next(
                self._rows(
                    """SELECT coalesce(max(lamport), 0) FROM operation WHERE id IN
                    (SELECT (SELECT max(id) FROM operation WHERE id < (actor.id + 1) << 40) FROM actor)"""
                )
            )
            return int(highest)

    # -- current records ----------------------------------------------------------------------------------------------
    def label_names(self) -> Mapping[int, str]:
        """Names of labels by their local numbers."""
        return {row[0]: row[1] for row in self._rows("SELECT id, name FROM label")}

    def _label(self, number: int) -> str:
        if number not in self._labels:
            self._labels.update(self.label_names())
        return self._labels[number]

    def records(self, layer: int) -> dict[RecordKey, Record]:
        """The current records of one layer (by its row number), from the tables."""
        with _damage("a layer"):
            return self._records(layer)

    def _records(self, layer: int) -> dict[RecordKey, Record]:
        found: dict[RecordKey, Record] = {}
        for id, start, end, label, parts, attributes in self._rows(
            'SELECT id, "start", "end", label, parts, attributes FROM mention WHERE layer = ?', (layer,)
        ):
            spans = tuple(Span(a, b) for a, b in msgspec.json.decode(parts)) if parts else (Span(start, end),)
            found[RecordKey("mention", id)] = Mention(id, spans, self._label(label), _decoded(attributes))
        for id, label, trigger, arguments, attributes in self._rows(
            'SELECT id, label, "trigger", arguments, attributes FROM event WHERE layer = ?', (layer,)
        ):
            filled = tuple(map(argument_of, msgspec.json.decode(arguments))) if arguments else ()
            found[RecordKey("event", id)] = Event(id, self._label(label), trigger, filled, _decoded(attributes))
        for kind, id, value in self._rows("SELECT kind, id, value FROM record WHERE layer = ?", (layer,)):
            found[RecordKey(kind, id)] = from_row(kind, msgspec.json.decode(value))
        return found

    def surfaces(self, layer: int) -> dict[str, str]:
        """The surface of each mention of a layer, as the table keeps it."""
        return dict(self._rows("SELECT id, surface FROM mention WHERE layer = ?", (layer,)))

    def info_record(self, document: int) -> DocumentInfo | None:
        """What the project says about a document, as the table keeps it."""
        row = next(self._rows("SELECT meta, withdrawn FROM document_info WHERE document = ?", (document,)), None)
        return None if row is None else DocumentInfo(_decoded(row[0]), bool(row[1]))

    def names(self, owner: str, first: int, last: int) -> list[tuple[str, str, int, int]]:
        """(surface, label, how often marked, how often rejected) in one owner's layers of the documents whose local
        numbers lie from `first` to `last`, both included; those that were withdrawn left out."""
        rows = self._rows(
            """WITH mine AS (
                SELECT layer.id, layer.document FROM layer JOIN owner ON owner.id = layer.owner
                LEFT JOIN document_info ON document_info.document = layer.document
                WHERE owner.key = ? AND layer.document BETWEEN ? AND ? AND coalesce(withdrawn, 0) = 0)
            SELECT surface, label.name, count(*), 0 FROM mine JOIN mention ON mention.layer = mine.id
                JOIN label ON label.id = mention.label WHERE parts IS NULL GROUP BY 1, 2
            UNION ALL
            SELECT substr(text, json_extract(value, '$[1]') + 1, json_extract(value, '$[2]') - json_extract(value, '$[1]')),
                json_extract(value, '$[3]'), 0, 1 FROM mine JOIN record ON record.layer = mine.id JOIN document ON document.id = mine.document
                WHERE kind = 'rejection' ORDER BY 1, 2, 4""",
            (owner, first, last),
        )
        return [tuple(row) for row in rows]

    def questions(self, owner: str | None = None) -> list[Asked]:
        """The questions for the lead in all layers of documents (or those of one owner), settled ones too, in the order of
        the documents; those that were withdrawn left out."""
        rows = self._rows(
            """WITH asked AS (
                SELECT layer.id AS layer, layer.document, owner.key AS owner, record.id, value,
                    coalesce((SELECT "trigger" FROM event WHERE event.layer = record.layer
                        AND event.id = json_extract(value, '$[2].about')), json_extract(value, '$[2].about')) AS mention
                FROM record JOIN layer ON layer.id = record.layer JOIN owner ON owner.id = layer.owner
                WHERE kind = 'comment' AND json_extract(value, '$[2].attributes.question')
                AND (:owner IS NULL OR owner.key = :owner))
            SELECT document.id, document.key, title, asked.owner, value, coalesce(surface, '') FROM asked
            JOIN document ON document.id = asked.document
            LEFT JOIN mention ON mention.layer = asked.layer AND mention.id = asked.mention
            LEFT JOIN document_info ON document_info.document = document.id
            WHERE coalesce(withdrawn, 0) = 0 ORDER BY document.id, asked.owner, "start", asked.id""",
            {"owner": owner},
        )
        found = []
        with _damage("a question"):
            for id, key, title, who, value, surface in rows:
                comment = from_row("comment", msgspec.json.decode(value))
                if isinstance(comment, Comment):
                    found.append(Asked(id, title, who, comment, question_key(key, who, comment.id), surface))
        return found

    def opinion_layers(self) -> set[int]:
        """The row numbers of layers that are not done and hold third opinions."""
        rows = self._rows(
            """SELECT id FROM layer WHERE status IN ('todo', 'in_progress') AND records > 0
            AND EXISTS (SELECT 1 FROM record WHERE record.layer = layer.id AND kind = 'opinion')"""
        )
        return {row[0] for row in rows}

    def requests(self) -> list[Request]:
        """The third opinions that adjudication has asked for and not yet decided about, in the order of the documents;
        those of withdrawn documents left out."""
        rows = self._rows(
            """SELECT layer.document, title, record.value FROM layer
            CROSS JOIN record AS asks ON asks.layer = layer.id AND asks.kind = 'request' -- CROSS: in this order
            CROSS JOIN record ON record.layer = layer.id AND record.kind = 'decision' AND record.id = asks.id
            CROSS JOIN document ON document.id = layer.document
            WHERE owner = (SELECT id FROM owner WHERE key = ?) AND status = 'in_progress'
            AND layer.document NOT IN (SELECT document FROM document_info WHERE withdrawn)
            ORDER BY layer.document, record.id""",
            (GOLD,),
        )
        found = []
        with _damage("a question of adjudication"):
            for document, title, value in rows:
                asks = from_row("decision", msgspec.json.decode(value))
                if isinstance(asks, Decision):
                    answered = self._is_answered(document, asks)
                    place = asks.place if asks.stage == "mention" and not asks.about else None
                    found.append(
                        Request(
                            document,
                            title,
                            asks.id,
                            asks.asked,
                            asks.stage,
                            place,
                            asks.note,
                            asks.annotators,
                            answered,
                        )
                    )
        return found

    def _is_answered(self, document: int, asks: Decision) -> bool:
        rows = self._rows(
            """SELECT owner.key, status IN ('done', 'locked') OR EXISTS (
                SELECT 1 FROM record WHERE record.layer = layer.id AND kind = 'opinion' AND record.id = ?)
            FROM layer JOIN owner ON owner.id = layer.owner WHERE document = ? AND records > 0""",
            (asks.id, document),
        )
        heard = {owner for owner, said in rows if said} - {GOLD, *asks.annotators}
        return asks.asked in heard if asks.asked else bool(heard)

    # -- counts -------------------------------------------------------------------------------------------------------
    def label_counts(self) -> dict[str, dict[str, int]]:
        """How many mentions each owner has of each label, without withdrawn documents."""
        counts: dict[str, dict[str, int]] = {}
        for owner, label, n in self._rows(
            """SELECT owner.key, label.name, count(*) FROM mention JOIN layer ON layer.id = mention.layer
            JOIN owner ON owner.id = layer.owner JOIN label ON label.id = mention.label
            LEFT JOIN document_info ON document_info.document = layer.document
            WHERE coalesce(withdrawn, 0) = 0 GROUP BY 1, 2 ORDER BY 1, 2"""
        ):
            counts.setdefault(owner, {})[label] = n
        return counts

    def record_counts(self) -> list[tuple[str, str, int]]:
        """(kind, label, how many) of events, relations, entities, document labels and comments in the layers of documents
        that are not withdrawn. The label of an entity is empty, of a document label its name, of a comment `question` or
        `unsure` while it is one that is not settled."""
        return list(self._rows(_RECORD_COUNTS))

    def project_records(self) -> dict[RecordKey, Record]:
        """Records that belong to no document: people, schema, settings."""
        row = next(
            self._rows(
                """SELECT layer.id FROM layer JOIN owner ON owner.id = layer.owner
                WHERE document IS NULL AND owner.key = ?""",
                (PROJECT,),
            ),
            None,
        )
        return self.records(row[0]) if row else {}

    def connection_for_checks(self) -> sqlite3.Connection:
        """The connection itself, for `annotator.store.check` alone."""
        return self._connection


# What an export relies on comes out of the table itself: an index may lack a row.
_FACTS: Final = """SELECT id, key, name, sha256, coalesce(withdrawn, 0) FROM document NOT INDEXED
    LEFT JOIN document_info ON document = id ORDER BY id"""
# Titles come out of the index `document_list`, and questions are looked for once, not in each layer.
_DOCUMENT_ROWS: Final = """
    WITH asked AS (
        SELECT layer, count(*) AS n FROM record WHERE kind = 'comment'
        AND json_extract(value, '$[2].attributes.question') AND NOT coalesce(json_extract(value, '$[2].resolved'), 0)
        GROUP BY layer)
    SELECT document.id, name, title, coalesce(status, 'todo'), coalesce(mentions, 0), coalesce(events, 0), coalesce(n, 0)
    FROM document
    LEFT JOIN layer ON layer.document = document.id AND layer.owner = (SELECT id FROM owner WHERE key = ?)
    LEFT JOIN asked ON asked.layer = layer.id
    WHERE document.id NOT IN (SELECT document FROM document_info WHERE withdrawn) ORDER BY document.id"""
_LIVE: Final = """JOIN layer ON layer.id = what.layer LEFT JOIN document_info ON document_info.document = layer.document
    WHERE layer.document IS NOT NULL AND coalesce(withdrawn, 0) = 0"""
_RECORD_COUNTS: Final = f"""
    SELECT 'event', label.name, count(*) FROM event AS what JOIN label ON label.id = what.label {_LIVE} GROUP BY 2
    UNION ALL SELECT kind, CASE
        WHEN kind = 'relation' THEN json_extract(value, '$[1]')
        WHEN kind = 'label' THEN what.id
        WHEN kind = 'entity' OR json_extract(value, '$[2].resolved') THEN ''
        WHEN json_extract(value, '$[2].attributes.question') THEN 'question'
        WHEN json_extract(value, '$[2].attributes.unsure') THEN 'unsure'
        ELSE '' END, count(*)
    FROM record AS what {_LIVE} AND kind IN ('relation', 'entity', 'label', 'comment') GROUP BY 1, 2 ORDER BY 1, 2"""


@contextmanager
def _damage(what: str) -> Iterator[None]:
    """What is stored no longer reads as it was written: says so, instead of failing somewhere in between."""
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(
            f"{what} in the project file is damaged. Nothing was changed; `hashiya check --deep` tells what is whole, "
            "`hashiya recover` saves it."
        ) from error


def _decoded(text: str | None) -> Mapping[str, Any]:
    return msgspec.json.decode(text) if text else EMPTY
