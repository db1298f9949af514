"""Finds what is wrong with a project file. Changes not one byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.layer import Layer
from annotator.model import PROJECT, Document, Event, Mention
from annotator.operations import DocumentInfo, Operation, RecordKey, argument_row, chain_hash, to_row
from annotator.store import migrations, tables
from annotator.store.database import NewerFileError, in_words, version_of
from annotator.store.journal import Summary
from annotator.store.reads import Reader
from annotator.text.exact import document_key, sha256_of
from annotator.text.titles import title_of


def check_file(path: Path, *, deep: bool) -> list[str]:
    """What is wrong, in words, each with its place; empty when all is well.

    Always: the header, the tables and guards, SQLite's own quick check. `deep`: every stored value. Texts against their
    hashes, the log against its hash chain, the tables against the replay of the log, indexes against their tables.
    Raises UnavailableError or DataError when the file cannot be looked at at all.
    """
    if version_of(path) > tables.VERSION:
        raise NewerFileError(f"{path} needs a newer Hashiya to be checked.", code="newer")
    reader = Reader(path)
    reader.read_damaged()
    connection = reader.connection_for_checks()
    parts: list[Callable[[], Iterator[str]]] = [lambda: _pages(connection, deep=deep), lambda: _structure(connection)]
    if deep:
        parts += [lambda: unproved(connection), lambda: _links(connection), lambda: _replay(reader, connection)]
    findings: list[str] = []
    try:
        for part in parts:
            findings += _told(path, part)
    finally:
        reader.close()
    return findings


def _told(path: Path, part: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What one part finds; that it could not come to its end is a finding as well, and the other parts go on."""
    try:
        yield from part()
    except sqlite3.DatabaseError as error:
        yield str(in_words(path, error))
    except UserError as error:
        yield str(error)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        yield f"what is stored cannot be read as it should ({type(error).__name__})"


def _pages(connection: sqlite3.Connection, *, deep: bool) -> Iterator[str]:
    # The quick check does not compare indexes with their tables; a step that an index lost is not replayed.
    for row in connection.execute("PRAGMA integrity_check" if deep else "PRAGMA quick_check"):
        if row[0] != "ok":
            yield f"the file is damaged: {row[0]}"


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, triggers and views must be those of this version, to the letter."""
    missing, strange = tables.compare(row[0] for row in connection.execute(tables.LIST))
    yield from (f"missing or altered in the file: {' '.join(statement.split()[:3])}" for statement in missing)
    yield from (f"not of this program: {' '.join(statement.split()[:3])}" for statement in strange)
    for kind, name, table, sql in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"):
        if sql is not None and (name not in sql or table not in sql or kind.upper() not in sql):
            yield f"the list of tables has a wrong name: {name}"
    steps = [row[0] for row in connection.execute("SELECT migration_set || ' ' || name FROM _sqlite_migrations")]
    if sorted(steps) != sorted(f"hashiya {step.__name__}" for step in migrations.STEPS):
        yield "the list of migrations is not that of this version"


# --- the truth: texts and log ----------------------------------------------------------------------------------------


def unproved(connection: sqlite3.Connection) -> Iterator[str]:
    """Every text and every step that is not, by its hash, what was written."""
    yield from _texts(connection)
    yield from _chains(connection)


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    for key, name, sha256, title, text in connection.execute("SELECT key, name, sha256, title, text FROM document"):
        if sha256_of(text) != sha256:
            yield f"document {name!r}: the text is not the one that was imported"
        elif document_key(name, sha256) != key:
            yield f"document {name!r}: its key does not match its name and text"
        elif title_of(text) != title:
            yield f"document {name!r}: its title does not match its text"


def _chains(connection: sqlite3.Connection) -> Iterator[str]:
    tips: dict[tuple[int, int], bytes] = {}
    rows = connection.execute(
        """SELECT operation.id >> 40, operation.layer, operation.hash, layer.document, document.key, owner.key,
            actor.key, operation.id & 1099511627775, lamport, step, gesture, undoes, time, changes
        FROM operation LEFT JOIN actor ON actor.id = operation.id >> 40 LEFT JOIN layer ON layer.id = operation.layer
        LEFT JOIN owner ON owner.id = layer.owner LEFT JOIN document ON document.id = layer.document
        ORDER BY operation.id"""
    )
    for actor, layer, stored, document, key, owner, *fields in rows:
        operation = Operation(*fields)
        known = None not in (owner, operation.actor) and (key is not None) == (document is not None)
        previous, tips[actor, layer] = tips.get((actor, layer), b""), stored
        if not known or chain_hash(previous, operation, key or b"", owner) != stored:
            yield f"history: the step {operation.name} ({operation.gesture}) is not as it was written"


# --- what hangs together ---------------------------------------------------------------------------------------------


def _links(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows that point at rows that are not there, and rows that nothing needs."""
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"a row of the table {table} points at a row of {parent} that is not there"
    for what, question in _LOOSE.items():
        number = connection.execute(f"SELECT count(*) FROM {question}").fetchone()[0]
        if number:
            yield f"{what}: {number}"


_LOOSE = {
    "mentions of a layer that is not there": "mention WHERE layer NOT IN (SELECT id FROM layer)",
    "events of a layer that is not there": "event WHERE layer NOT IN (SELECT id FROM layer)",
    "records of a layer that is not there": "record WHERE layer NOT IN (SELECT id FROM layer)",
    "metadata of a document that is not there": "document_info WHERE document NOT IN (SELECT id FROM document)",
    "layers without a history": "layer WHERE id NOT IN (SELECT layer FROM operation)",
    "owners without a layer": "owner WHERE id NOT IN (SELECT owner FROM layer)",
    "actors without a step": "actor WHERE id NOT IN (SELECT id >> 40 FROM operation)",
    # Somebody who has worked is a person of the project.
    "actors of a person whom nobody knows": f"""actor WHERE person != '{PROJECT}' AND person NOT IN (SELECT record.id
        FROM record JOIN layer ON layer.id = record.layer WHERE kind = 'person' AND document IS NULL)""",
    "labels that were never used": """label WHERE id NOT IN (SELECT label FROM mention UNION SELECT label FROM event)
        AND NOT EXISTS (SELECT 1 FROM operation WHERE instr(changes, json_quote(name)))""",
}


# --- the tables against the log --------------------------------------------------------------------------------------


def _replay(reader: Reader, connection: sqlite3.Connection) -> Iterator[str]:
    actors = {row[1]: row[0] for row in connection.execute("SELECT id, key FROM actor")}
    rows = connection.execute(
        """SELECT layer.id, layer.document, owner.key, status, records, mentions, events
        FROM layer JOIN owner ON owner.id = layer.owner ORDER BY layer.id"""
    ).fetchall()
    for id, document_id, owner, *counts in rows:
        document = reader.document(document_id) if document_id is not None else None
        here = f"{owner}'s layer of {document.name!r}" if document else f"the layer {owner!r}"
        try:
            layer = reader.layer(document_id, owner)
        except UserError as error:
            yield f"{here}: {error}"
            continue
        yield from (f"{here}: {words}" for words in _compare(layer, document, _stored(connection, id, layer), actors))
        if Summary.of(layer) != Summary(*counts):
            yield f"{here}: status or counts differ from its history"


def _compare(
    layer: Layer, document: Document | None, stored: dict[RecordKey, tuple[Any, ...]], actors: dict[str, int]
) -> Iterator[str]:
    expected = _expected(layer, document)
    disputed = layer.conflicts()
    for key in sorted(expected.keys() | stored.keys()):
        operation, *row = stored.get(key, (None,))
        if tuple(row) != expected.get(key, ()):
            yield f"the {key.kind} {key.id!r} differs from its history"
            continue
        makers = {head.operation for head in disputed[key]} if key in disputed else set(layer.base(key))
        if operation not in {_row_id(name, actors) for name in makers}:
            yield f"the {key.kind} {key.id!r} names another step than the one that made it"


def _row_id(name: str, actors: dict[str, int]) -> int | None:
    actor, _, seq = name.rpartition(":")
    return tables.operation_id(actors[actor], int(seq)) if actor in actors else None


def _expected(layer: Layer, document: Document | None) -> dict[RecordKey, tuple[Any, ...]]:
    """The rows that a layer's records must have in the tables."""
    rows: dict[RecordKey, tuple[Any, ...]] = {}
    text = document.text if document else ""
    for kind in layer.kinds:
        for id, r in layer.records(kind).items():
            key = RecordKey(kind, id)
            if isinstance(r, Mention):
                parts = _json(r.spans) if len(r.spans) > 1 else None
                rows[key] = (r.start, r.end, r.label, text[r.start : r.end], parts, _filled(r.attributes))
            elif isinstance(r, Event):
                arguments = _json([argument_row(a) for a in r.arguments]) if r.arguments else None
                rows[key] = (r.label, r.trigger, arguments, _filled(r.attributes))
            elif isinstance(r, DocumentInfo):
                rows[key] = (_filled(r.meta), int(r.withdrawn))
            else:
                rows[key] = (_json(to_row(kind, id, r)),)
    return rows


def _stored(connection: sqlite3.Connection, id: int, layer: Layer) -> dict[RecordKey, tuple[Any, ...]]:
    """The rows that the tables have for a layer, each after the operation that made it."""
    found: dict[RecordKey, tuple[Any, ...]] = {}
    for key, *row in connection.execute(
        """SELECT mention.id, operation, "start", "end", label.name, surface, parts, attributes
        FROM mention LEFT JOIN label ON label.id = mention.label WHERE layer = ?""",
        (id,),
    ):
        found[RecordKey("mention", key)] = tuple(row)
    for key, *row in connection.execute(
        """SELECT event.id, operation, label.name, "trigger", arguments, attributes
        FROM event LEFT JOIN label ON label.id = event.label WHERE layer = ?""",
        (id,),
    ):
        found[RecordKey("event", key)] = tuple(row)
    for kind, key, *row in connection.execute("SELECT kind, id, operation, value FROM record WHERE layer = ?", (id,)):
        found[RecordKey(kind, key)] = tuple(row)
    if layer.owner == PROJECT and layer.document_id:
        info = connection.execute(
            "SELECT operation, meta, withdrawn FROM document_info WHERE document = ?", (layer.document_id,)
        ).fetchone()
        if info is not None:
            found[RecordKey("document", "document")] = info
    return found


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _filled(value: Any) -> str | None:
    return _json(value) if value else None
