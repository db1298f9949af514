"""Disks that misbehave: the real writer on a file system of SQLite's that records, or refuses, each write and sync.

apsw brings a SQLite of its own, in which a file system can be written in Python; an adapter makes its connection look
like one of the standard library. Both never have the same file open at once: they would break each other's locks.
"""

from __future__ import annotations

import sqlite3
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotator import edits
from annotator.layer import Layer
from annotator.model import Document, Span
from annotator.operations import Operation, encode_changes
from annotator.schema import load_preset
from annotator.store import database, writer
from annotator.store.journal import Entry, Summary, new_actor
from annotator.store.reads import Reader
from annotator.store.writer import Writer

apsw = pytest.importorskip("apsw", reason="apsw, with which a disk can be simulated, is not installed")
RAISED = {"IOError": "SQLITE_IOERR", "FullError": "SQLITE_FULL"}
"""What an error is called that a disk of ours has raised itself."""
NAMES: dict[int, str] = {
    code: name
    for table in (apsw.mapping_result_codes, apsw.mapping_extended_result_codes)
    for code, name in table.items()
    if isinstance(code, int) and isinstance(name, str)
}


class Adapter:
    """An apsw connection that speaks as sqlite3's does, as far as the store needs it."""

    def __init__(self, path: Path, vfs: str) -> None:
        self._connection = apsw.Connection(str(path), vfs=vfs)
        # A file system in Python has no shared memory; alone on the file, SQLite does not need it.
        self.execute("PRAGMA locking_mode = EXCLUSIVE")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        with _translated():
            rows = self._connection.execute(sql, tuple(values)).fetchall()
        return Rows(rows, self._connection.last_insert_rowid())

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with _translated():
            self._connection.executemany(sql, [tuple(row) for row in rows])

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def close(self) -> None:
        with _translated():
            self._connection.close(True)


class Rows:
    def __init__(self, rows: list[Any], lastrowid: int) -> None:
        self._rows, self.lastrowid = rows, lastrowid

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Any]:
        return self._rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        told = sqlite3.OperationalError(str(error))
        known = NAMES.get(getattr(error, "extendedresult", 0), "SQLITE_ERROR")
        told.sqlite_errorname = RAISED.get(type(error).__name__, known)
        raise told from error


class Disk(apsw.VFS):
    """A file system that hands each write, truncation and sync to `happened` before it does it."""

    def __init__(self, name: str, happened: Callable[[tuple[Any, ...]], None]) -> None:
        self.happened = happened
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        self.happened(("delete", Path(name).name))
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.happened(("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.happened(("truncate", self._name, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.happened(("sync", self._name))
        super().xSync(flags)


@contextmanager
def disk(monkeypatch: pytest.MonkeyPatch, happened: Callable[[tuple[Any, ...]], None], *more: str) -> Iterator[None]:
    """While inside, `open_writer` opens files on a disk that reports to `happened`; `more`: pragmas to set last."""
    name = f"disk {id(happened)}"
    there = Disk(name, happened)

    def connect(path: Any, **options: Any) -> Any:
        return sqlite3.connect(path, **options) if options.get("uri") else Adapter(Path(path), name)

    shim = types.SimpleNamespace(**{**vars(sqlite3), "connect": connect})
    real = database.open_writer

    def open_writer(path: Path) -> Any:
        connection = real(path)
        for pragma in more:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database, "sqlite3", shim)
        patch.setattr(writer, "open_writer", open_writer)
        yield
    there.unregister()


class Work:
    """Marks in one document, as the project hands them to the writer."""

    def __init__(self, path: Path) -> None:
        reader = Reader(path)
        document = reader.document(1)
        assert document is not None
        self.document: Document = document
        self.layer: Layer = reader.layer(1, "سلمى")
        self._lamport = reader.lamport()
        reader.close()
        self._schema = load_preset("news")
        self._actor, self._seq = new_actor(), 0
        self.names: list[str] = []

    def step(self) -> tuple[Entry, ...]:
        """The next step: a mark, or the removal of the last one."""
        self._seq += 1
        if self._seq % 4 == 0:
            draft = edits.remove(self.layer, [max(self.layer.mentions)])
        else:
            span = Span(self._seq % 60, self._seq % 60 + 2 + self._seq // 60)
            draft = edits.mark(self.layer, self.document, self._schema, [span], "PERS")
        changes = encode_changes(draft.changes)
        operation = Operation(
            self._actor, self._seq, self._lamport + self._seq, self._seq, draft.gesture, None, 0, changes
        )
        touched = self.layer.apply(operation)
        self.names.append(operation.name)
        return (Entry(self.document, "سلمى", "project", operation, touched, Summary.of(self.layer)),)


def a_writer(path: Path, saved: Callable[[list[str]], None], failed: Callable[[Exception], None]) -> Writer:
    """The real writer, without a project around it."""
    return Writer(
        path,
        guard=lambda: None,
        on_saved=lambda steps: saved([entry.operation.name for step in steps for entry in step]),
        on_failed=failed,
    )


def steps_in(path: Path) -> list[str]:
    """Names of the steps in a file, as another program reads it."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT key || ':' || (operation.id & 1099511627775) FROM operation JOIN actor ON actor.id = operation.id >> 40"
            " ORDER BY operation.id"
        )
        return [row[0] for row in rows]
    finally:
        connection.close()
