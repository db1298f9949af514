"""Opening a project file: header first, then pragmas, then migrations. Errors of the disk become words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from annotator.errors import DataError, UnavailableError
from annotator.store import tables
from annotator.store.migrations import migrate

BUSY_MS: Final = 5000
_NO_ROOM_BESIDE: Final = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR_SHM", "SQLITE_FULL")
"""What SQLite says when it cannot make the -shm file beside a project."""


class NewerFileError(UnavailableError):
    """The file was made by a newer Hashiya; it may be read, not written."""


class OlderFileError(UnavailableError):
    """The file was made by an older Hashiya and must be brought up to date before it is read or written."""


def _refuse_what_is_no_file(path: Path) -> None:
    """By the name alone: the file itself is opened by SQLite only.

    Opening and closing it ourselves would drop the locks that this process holds on it (POSIX), and another program
    could then take the -wal away under a window that is at work.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise UnavailableError(f"There is no project at {path}.", code="no_file") from error
    except OSError as error:
        raise UnavailableError(f"{path} cannot be read: {error.strerror}.", code="cannot_open") from error
    if not stat.S_ISREG(found.st_mode):
        raise UnavailableError(f"{path} cannot be read: it is not a file.", code="cannot_open")
    if not found.st_size:  # to SQLite this is a good, empty database
        raise DataError(f"{path} is empty: it is not a project. The file was left as it is.", code="empty_file")
    if found.st_size < 100:
        raise DataError(f"{path} is not a Hashiya project. The file was left as it is.", code="foreign_file")


def _refuse_what_is_not_ours(path: Path, connection: sqlite3.Connection) -> None:
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_NOTADB":
            raise DataError(
                f"{path} is not a Hashiya project. The file was left as it is.", code="foreign_file"
            ) from error
        if error.sqlite_errorname in ("SQLITE_CORRUPT", "SQLITE_IOERR_SHORT_READ"):
            raise DataError(
                f"{path} is damaged, or is cut short. The file was left as it is.", code="damaged"
            ) from error
        raise
    if application != tables.APPLICATION_ID:
        raise DataError(f"{path} is a database of another program. The file was left as it is.", code="foreign_file")


def _size_of_wal(path: Path) -> int | None:
    """How much is in the -wal beside the file (together they are the project); None where there is none."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return None


class _Reading(sqlite3.Connection):
    """A connection that only reads, and leaves nothing beside the project that it has made there.

    SQLite makes an empty -wal, and its index, for whoever reads; only a connection that may write takes them away, at
    its end and when it is the last one. So one is opened for nothing else, where the -wal holds nothing that it could
    move into the file. SQLite's own locks decide who is the last: files that somebody uses stay.
    """

    path: Path | None = None

    def close(self) -> None:
        """Closes, and takes the empty -wal away."""
        super().close()
        path, self.path = self.path, None
        if path is None or _size_of_wal(path) != 0 or path.with_name(path.name + "-journal").exists():
            return
        with contextlib.suppress(sqlite3.Error):
            last = sqlite3.connect(f"{_address(path)}?mode=rw", uri=True, isolation_level=None)
            try:
                last.execute("PRAGMA query_only = ON")
                last.execute("PRAGMA user_version").fetchone()  # only who has read looks after the -wal
            finally:
                last.close()


def _address(path: Path) -> str:
    return path.resolve().as_uri()


def version_of(path: Path) -> int:
    """The `user_version` of a project. Changes nothing.

    Raises UnavailableError when there is no such file, DataError when it is something else than a project.
    """
    with translated(path):
        connection = _connect_reading(path)
        try:
            return _version(connection)
        finally:
            connection.close()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_to_make(path: Path) -> None:
    """Raises UnavailableError where a new project cannot be: something is there, or there is no folder for it."""
    if path.exists():
        raise _is_there(path)
    if not path.parent.is_dir():
        raise UnavailableError(f"{path} cannot be made: there is no folder {path.parent}.", code="not_writable")


def _is_there(path: Path) -> UnavailableError:
    return UnavailableError(f"{path} exists already. Nothing was changed; choose another name.", code="exists")


def create(path: Path, fill: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Makes a new project file; `fill` writes what it is to hold from the first moment on.

    Another opener sees the whole file or none. Raises UnavailableError when something is there already or the disk
    refuses; then nothing is left behind.
    """
    refuse_to_make(path)
    # Built aside and given its name when it is whole.
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        temporary.touch(exist_ok=False)
        with translated(path):
            _build(temporary, fill)
        give_name(temporary, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        raise UnavailableError(f"{path} cannot be made: {error.strerror}.", code="not_writable") from error
    finally:
        with contextlib.suppress(OSError):
            for left in (temporary, *(temporary.with_name(temporary.name + end) for end in ("-wal", "-shm"))):
                left.unlink(missing_ok=True)


def _build(path: Path, fill: Callable[[sqlite3.Connection], None] | None) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        migrate(connection)
        if fill is not None:
            fill(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def give_name(temporary: Path, path: Path) -> None:
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
    else:
        temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Makes new names durable, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes. Call it under the lock and use it on one thread.

    Raises NewerFileError or OlderFileError for a file of another version, DataError for tables that are not ours; all
    before anything is written.
    """
    version = version_of(path)
    if version > tables.VERSION:
        raise NewerFileError(f"{path} needs a newer Hashiya. It opens for reading only.", code="newer")
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _harden(connection)
            _refuse_other_version(path, connection)
            _refuse_strange_tables(path, connection)
            _refuse_read_only(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA wal_autocheckpoint = 1000")
            connection.execute("PRAGMA journal_size_limit = 16777216")
            if sys.platform == "darwin":
                connection.execute("PRAGMA fullfsync = 1")
                connection.execute("PRAGMA checkpoint_fullfsync = 1")
        except BaseException:
            connection.close()
            raise
    return connection


def _refuse_read_only(connection: sqlite3.Connection) -> None:
    """SQLite opens a file that cannot be written for reading, and would say so at the first step only."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def bring_up_to_date(path: Path) -> None:
    """Applies the migrations that an older file lacks, all or nothing. Call it under the lock, after a backup."""
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _harden(connection)
            connection.execute("PRAGMA synchronous = FULL")
            migrate(connection)
        finally:
            connection.close()


def open_reader(path: Path, *, any_version: bool = False) -> sqlite3.Connection:
    """A connection that only reads. Works beside a writer, and on media that cannot be written.

    Raises OlderFileError for an older file, unless `any_version`; a newer one is read as far as it can be understood.
    """
    with translated(path):
        connection = _connect_reading(path)
        try:
            if not any_version:
                _refuse_other_version(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect_reading(path: Path) -> sqlite3.Connection:
    """A reading connection to what is a project, of whatever version."""
    _refuse_what_is_no_file(path)
    connection = sqlite3.connect(f"{_address(path)}?mode=ro", uri=True, isolation_level=None, factory=_Reading)
    connection.path = path.resolve()
    try:
        try:
            _refuse_what_is_not_ours(path, connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if _size_of_wal(path) or not (error.sqlite_errorname or "").startswith(_NO_ROOM_BESIDE):
                raise
            # A folder that cannot be written has no room for the -shm file: read the lone file as it is.
            connection = sqlite3.connect(
                f"{_address(path)}?immutable=1", uri=True, isolation_level=None, factory=_Reading
            )
            _refuse_what_is_not_ours(path, connection)
        _harden(connection)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_other_version(path: Path, connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version < tables.VERSION:
        raise OlderFileError(
            f"{path} was made by an older Hashiya. Open it for work once: it is then brought up to date, after a backup.",
            code="older",
        )


def _refuse_strange_tables(path: Path, connection: sqlite3.Connection) -> None:
    """A trigger or table that is not ours could do anything while we write; one that is missing makes it fail."""
    missing, strange = tables.compare(row[0] for row in connection.execute(tables.LIST))
    if missing or strange:
        names = ", ".join(" ".join(statement.split()[:3]) for statement in [*missing, *strange][:3])
        raise DataError(
            f"{path} does not have the tables of a project ({'missing' if missing else 'not ours'}: {names}). "
            "It opens for reading only; the file was left as it is.",
            code="tables",
        )


def _harden(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
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
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise in_words(path, error) from error


_WORDS: Final = (
    ("SQLITE_FULL", "disk_full", "The disk is full."),
    ("SQLITE_BUSY", "busy", "Another program holds the project file."),
    ("SQLITE_PROTOCOL", "busy", "Another program holds the project file."),
    ("SQLITE_LOCKED", "busy", "Another program holds the project file."),
    ("SQLITE_READONLY", "not_writable", "The project file cannot be written: it, or its folder, is read-only."),
    ("SQLITE_PERM", "not_writable", "There is no permission to write the project file."),
    ("SQLITE_CANTOPEN", "cannot_open", "The project file cannot be opened."),
    ("SQLITE_IOERR", "disk_error", "The disk reports an error."),
    ("SQLITE_CORRUPT", "damaged", "The project file is damaged."),
    ("SQLITE_NOTADB", "damaged", "The project file is damaged, or is not a project."),
)


def in_words(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> Exception:
    """The UserError for a failure of the disk or the file; `error` itself when it is a fault of the program.

    (A UnicodeDecodeError comes where SQLite quotes the damaged bytes in its message.)
    """
    name = getattr(error, "sqlite_errorname", "") or ""
    if isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode to UTF-8"):
        name = "SQLITE_CORRUPT"
    if str(error).startswith(("no such table", "no such column")):
        return DataError(f"{path} does not have the tables of a project. The file was left as it is.", code="tables")
    for start, code, words in _WORDS:
        if name.startswith(start):
            kind = DataError if code == "damaged" else UnavailableError
            return kind(f"{words} ({path})", code=code)
    return error
