"""Opening a project file: header first, then pragmas, then migrations. Errors of the disk become words."""

from __future__ import annotations

import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from annotator.errors import DataError, UnavailableError
from annotator.store import tables
from annotator.store.migrations import migrate

_MAGIC: Final = b"SQLite format 3\x00"
_BUSY_MS: Final = 5000


class NewerFileError(UnavailableError):
    """The file was made by a newer Hashiya; it may be read, not written."""


def check_header(path: Path) -> int:
    """Looks at the first 100 bytes, changes nothing; returns the file's `user_version`.

    Raises UnavailableError when there is no such file, DataError when it is something else than a project.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise UnavailableError(f"There is no project at {path}.") from error
    except OSError as error:
        raise UnavailableError(f"{path} cannot be read: {error.strerror}.") from error
    if not header:
        raise DataError(f"{path} is empty: it is not a project. The file was left as it is.")
    if header[:16] != _MAGIC or len(header) < 100:
        raise DataError(f"{path} is not a Hashiya project. The file was left as it is.")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if path.stat().st_size < (65536 if page == 1 else page) * pages:
        raise DataError(
            f"{path} is cut short: a part of it is missing. The file was left as it is; put a backup in its place with "
            "`hashiya restore`, or save what is whole with `hashiya recover`."
        )
    if int.from_bytes(header[68:72], "big") != tables.APPLICATION_ID:
        raise DataError(f"{path} is a database of another program. The file was left as it is.")
    return int.from_bytes(header[60:64], "big")


def create(path: Path) -> None:
    """Makes a new project file. Raises UnavailableError when something is there already or the disk refuses."""
    there = f"{path} exists already. Nothing was changed; choose another name."
    if path.exists():
        raise UnavailableError(there)
    # Built aside and given its name when it is whole: another opener sees a project or nothing.
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.touch(exist_ok=False)
        with translated(path):
            _build(temporary)
        _give_name(temporary, path)
    except FileExistsError as error:
        raise UnavailableError(there) from error
    except OSError as error:
        raise UnavailableError(f"{path} cannot be made: {error.strerror}.") from error
    finally:
        for left in (temporary, *(temporary.with_name(temporary.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def _build(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _give_name(temporary: Path, path: Path) -> None:
    """Renames without ever replacing: raises FileExistsError when somebody was faster."""
    if os.name == "nt":
        temporary.rename(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links (FAT, some network drives): the narrow gap is accepted there.
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes; migrates an older file first. Call it under the lock and use it on one thread."""
    version = check_header(path)
    if version > tables.VERSION:
        raise NewerFileError(f"{path} needs a newer Hashiya. It opens for reading only.", code="newer")
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        _harden(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 1000")
        connection.execute("PRAGMA journal_size_limit = 16777216")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = 1")
            connection.execute("PRAGMA checkpoint_fullfsync = 1")
        if version < tables.VERSION:
            migrate(connection)
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Works beside a writer, and on media that cannot be written."""
    check_header(path)
    with translated(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            # A folder that cannot be written has no room for the -shm file: read the lone file as it is.
            connection.close()
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
        _harden(connection)
        connection.execute("PRAGMA query_only = ON")
    return connection


def _harden(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE ... COMMIT; rolls back when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk or an I/O error SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite says about the disk into words for the person."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise in_words(path, error) from error


_WORDS: Final = (
    ("SQLITE_FULL", "disk_full", "The disk is full."),
    ("SQLITE_BUSY", "busy", "Another program holds the project file."),
    ("SQLITE_LOCKED", "busy", "Another program holds the project file."),
    ("SQLITE_READONLY", "not_writable", "The project file cannot be written: it, or its folder, is read-only."),
    ("SQLITE_PERM", "not_writable", "There is no permission to write the project file."),
    ("SQLITE_CANTOPEN", "cannot_open", "The project file cannot be opened."),
    ("SQLITE_IOERR", "disk_error", "The disk reports an error."),
    ("SQLITE_CORRUPT", "damaged", "The project file is damaged."),
    ("SQLITE_NOTADB", "damaged", "The project file is damaged, or is not a project."),
)


def in_words(path: Path, error: sqlite3.Error) -> Exception:
    """The UserError for a failure of the disk or the file; `error` itself when it is a fault of the program."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if str(error).startswith("Could not decode to UTF-8"):
        name = "SQLITE_CORRUPT"
    for start, code, words in _WORDS:
        if name.startswith(start):
            kind = DataError if code == "damaged" else UnavailableError
            return kind(f"{words} ({path})", code=code)
    return error
