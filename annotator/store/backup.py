"""Verified copies of a project file, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from annotator.errors import DataError, UnavailableError
from annotator.store.database import check_header, open_reader, translated
from annotator.store.journal import Entry, Journal
from annotator.store.lock import ProjectLock

_STAMP: Final = "%Y-%m-%d_%H-%M-%S"
HOURLY: Final = 24
DAILY: Final = 14
MONTHLY: Final = 12


class Backup(NamedTuple):
    """A copy: where it is, when it was made (UTC), and what is in it."""

    path: Path
    made: datetime
    documents: int
    layers: int
    steps: int


def project_id(path: Path) -> str:
    """What is the same for a project file and all its copies: the key of the actor who made it."""
    connection = open_reader(path)
    try:
        row = connection.execute("SELECT key FROM actor ORDER BY id LIMIT 1").fetchone()
    finally:
        connection.close()
    return row[0] if row else "empty"


def make_backup(path: Path, folder: Path, now: datetime | None = None) -> Backup | None:
    """Copies a project, also one that is being worked in, into `folder`, verifies the copy and thins the older ones.

    None when nothing has changed since the newest copy. Raises UnavailableError or DataError when the copy could not be
    made or is not good; nothing half-made stays behind.
    """
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    folder.mkdir(parents=True, exist_ok=True)
    with translated(path):
        source = open_reader(path)
        try:
            source.execute("BEGIN")  # one state of the file from here on, whatever is written meanwhile
            steps = _count(source)[2]
            newest = next(iter(list_backups(folder)), None)
            if newest is not None and newest.steps == steps:
                return None
            target = folder / f"{made.strftime(_STAMP)}.hashiya"
            temporary = target.with_suffix(f".{os.getpid()}.tmp")
            try:
                _copy(source, temporary)
                _verify(temporary, steps)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
        finally:
            source.close()
    thin(folder, made)
    return read_backup(target)


def _copy(source: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        source.backup(copy)
        # A copy lies alone: it must be complete without a -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_with(source: Path, target: Path, steps: Iterable[Iterable[Entry]]) -> None:
    """A whole copy of a project at `target`, with further steps that its own disk did not take."""
    if target.exists():
        raise UnavailableError(f"{target} exists already. Nothing was changed; choose another name.")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with translated(target):
            connection = open_reader(source)
            try:
                _copy(connection, temporary)
            finally:
                connection.close()
            _append(temporary, steps)
        temporary.replace(target)
    except OSError as error:
        raise UnavailableError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def _append(path: Path, steps: Iterable[Iterable[Entry]]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        Journal(connection).append(entry for step in steps for entry in step)
    finally:
        connection.close()


def _verify(path: Path, steps: int) -> None:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok" or _count(connection)[2] < steps:
            raise DataError(f"A copy of the project came out damaged and was thrown away ({found}).")
    finally:
        connection.close()


def _count(connection: sqlite3.Connection) -> tuple[int, int, int]:
    row = connection.execute(
        "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM layer WHERE records > 0), "
        "(SELECT count(*) FROM operation)"
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def read_backup(path: Path) -> Backup:
    """What is in a copy. Raises DataError when it is not a good one."""
    try:
        made = datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise DataError(f"{path} is not a backup of Hashiya's.") from error
    check_header(path)
    with translated(path):
        connection = open_reader(path)
        try:
            return Backup(path, made, *_count(connection))
        finally:
            connection.close()


def list_backups(folder: Path) -> list[Backup]:
    """The copies in a folder that can be read, newest first."""
    found = []
    for path in sorted(folder.glob("*.hashiya"), reverse=True):
        try:
            found.append(read_backup(path))
        except (DataError, UnavailableError):
            continue  # not one of ours, or damaged: it is not offered
    return found


def keep(times: Sequence[datetime]) -> set[datetime]:
    """Which of the copies made at `times` stay: the newest of each of the last 24 hours, 14 days and 12 months that have
    one."""
    kept: set[datetime] = set()
    for form, number in (("%Y%m%d%H", HOURLY), ("%Y%m%d", DAILY), ("%Y%m", MONTHLY)):
        newest: dict[str, datetime] = {}
        for time in sorted(times):
            newest[time.strftime(form)] = time
        kept |= {newest[key] for key in sorted(newest)[-number:]}
    return kept


def thin(folder: Path, newest: datetime) -> None:
    """Removes the copies that `keep` lets go; the newest always stays."""
    found = {backup.made: backup.path for backup in list_backups(folder)}
    for made in found.keys() - keep(list(found)) - {newest}:
        found[made].unlink(missing_ok=True)


def restore(path: Path, backup: Path, now: datetime | None = None) -> Path | None:
    """Puts a copy in the place of the project; returns where the present file was set aside (None: there was none).

    The -wal of the present file goes with it: beside an older file it would destroy it. Raises LockedError when somebody
    works in the project, DataError when the copy is not good; then nothing was changed.
    """
    read_backup(backup)
    with translated(backup):
        _verify(backup, 0)
    lock = ProjectLock(path)
    try:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            shutil.copyfile(backup, temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            aside = _set_aside(path, now or datetime.now(UTC))
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"{path} could not be restored: {error.strerror}. The copy is still at {backup}."
        ) from error
    finally:
        lock.release()
    return aside


def _set_aside(path: Path, now: datetime) -> Path | None:
    if not path.exists():
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return None
    aside = path.with_name(f"{path.stem}.before-restore-{now.strftime(_STAMP)}{path.suffix}")
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        wal.replace(aside.with_name(aside.name + "-wal"))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    path.replace(aside)
    return aside
