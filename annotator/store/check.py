"""Finds what is wrong with a project file. Changes not one byte."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.layer import Layer
from annotator.model import PROJECT, Document, Mention
from annotator.operations import Operation, Record, RecordKey, chain_hash
from annotator.store import tables
from annotator.store.database import check_header, in_words
from annotator.store.journal import Summary
from annotator.store.reads import Reader
from annotator.text.exact import document_key, sha256_of


def check_file(path: Path, *, deep: bool) -> list[str]:
    """What is wrong, in words, each with its place; empty when all is well.

    Always: the header, the tables and guards, SQLite's own quick check. `deep`: every text against its hash, every
    surface against its text, the hash chain of the log, and its replay against the tables.
    """
    check_header(path)
    reader = Reader(path)
    reader.read_damaged()
    findings: list[str] = []
    try:
        for finding in _findings(reader, deep=deep):
            findings.append(finding)  # noqa: PERF402 - what was found stays when the rest cannot be read
    except sqlite3.DatabaseError as error:
        words = in_words(path, error)
        if not isinstance(words, UserError):
            raise
        findings.append(str(words))
    except UserError as error:
        findings.append(str(error))
    finally:
        reader.close()
    return findings


def _findings(reader: Reader, *, deep: bool) -> Iterator[str]:
    connection = reader.connection_for_checks()
    problems = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    yield from (f"the file is damaged: {problem}" for problem in problems)
    yield from _structure(connection)
    if deep and not problems:
        yield from _texts(reader)
        yield from _chains(connection)
        yield from _replay(reader, connection)


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, triggers and views must be those of this version, to the letter."""
    expected = {*tables.TRUTH, *tables.RECORDS, *tables.VIEWS}
    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    for statement in sorted(expected - found):
        yield f"missing or altered in the file: {' '.join(statement.split()[:3])}"
    for statement in sorted(found - expected):
        if "_sqlite_migrations" not in statement:
            yield f"not of this program: {' '.join(statement.split()[:3])}"


def _texts(reader: Reader) -> Iterator[str]:
    for fact in reader.facts():
        document = reader.document(fact.id)
        if document is None or sha256_of(document.text) != fact.sha256:
            yield f"document {fact.name!r}: the text is not the one that was imported"
        elif document_key(fact.name, fact.sha256) != fact.key:
            yield f"document {fact.name!r}: its key does not match its name and text"


def _chains(connection: sqlite3.Connection) -> Iterator[str]:
    tips: dict[tuple[int, int], bytes] = {}
    rows = connection.execute(
        """SELECT operation.id >> 40, operation.layer, operation.hash, coalesce(document.key, x''), owner.key,
            actor.key, operation.id & 1099511627775, lamport, step, gesture, undoes, time, changes
        FROM operation JOIN actor ON actor.id = operation.id >> 40 JOIN layer ON layer.id = operation.layer
        JOIN owner ON owner.id = layer.owner LEFT JOIN document ON document.id = layer.document ORDER BY operation.id"""
    )
    for actor, layer, stored, key, owner, *fields in rows:
        operation = Operation(*fields)
        tip = chain_hash(tips.get((actor, layer), b""), operation, key, owner)
        if tip != stored:
            yield f"history: the step {operation.name} ({operation.gesture}) is not as it was written"
        tips[actor, layer] = stored


def _replay(reader: Reader, connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute(
        """SELECT layer.id, layer.document, owner.key, status, records, mentions, events
        FROM layer JOIN owner ON owner.id = layer.owner ORDER BY layer.id"""
    ).fetchall()
    for id, document_id, owner, *counts in rows:
        document = reader.document(document_id) if document_id is not None else None
        here = f"{owner}'s layer of {document.name!r}" if document else f"the layer {owner!r}"
        try:
            layer = reader.layer(document_id, owner)
            stored = _stored(reader, id, document_id, owner)
        except UserError as error:
            yield f"{here}: {error}"
            continue
        replayed = {RecordKey(kind, i): record for kind in layer.kinds for i, record in layer.records(kind).items()}
        yield from (f"{here}: {words}" for words in _compare(replayed, stored))
        yield from (f"{here}: {words}" for words in _surfaces(layer, document, reader.surfaces(id)))
        if Summary.of(layer) != Summary(*counts):
            yield f"{here}: status or counts differ from its history"


def _stored(reader: Reader, layer: int, document: int | None, owner: str) -> dict[RecordKey, Record]:
    stored = reader.records(layer)
    info = reader.info_record(document) if document is not None and owner == PROJECT else None
    if info is not None:
        stored[RecordKey("document", "document")] = info
    return stored


def _compare(replayed: dict[RecordKey, Record], stored: dict[RecordKey, Record]) -> Iterator[str]:
    for key in sorted(replayed.keys() | stored.keys()):
        if replayed.get(key) != stored.get(key):
            yield f"the {key.kind} {key.id!r} differs from its history"


def _surfaces(layer: Layer, document: Document | None, stored: dict[str, str]) -> Iterator[str]:
    text = document.text if document else ""
    for id, record in layer.records("mention").items():
        if isinstance(record, Mention) and stored.get(id) != text[record.start : record.end]:
            yield f"the mention {id!r} does not match the text"
