"""Verified copies of a project file, and putting one back."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from platformdirs import user_data_path

from annotator.errors import DataError, UnavailableError, UserError
from annotator.store import database
from annotator.store.check import unproved
from annotator.store.database import give_name, open_reader, sync_folder, translated
from annotator.store.journal import Entry, Journal
from annotator.store.lock import ProjectLock

_STAMP: Final = "%Y-%m-%d_%H-%M-%S"
_WHERE: Final = "project.txt"
"""Beside the backups: the path of the project they are of, for the day when it can't say so itself."""
_ROOM: Final = 64 * 1024 * 1024
"""Bytes that a backup leaves free on its disk: backups must not fill what the work needs."""
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


# --- where they are kept ---------------------------------------------------------------------------------------------


def backup_root() -> Path:
    """Where backups are kept: outside the projects' folders."""
    return user_data_path("hashiya", appauthor=False) / "backups"


def backup_folder(project: Path, root: Path | None = None) -> Path:
    """The folder of a project's backups, which may not be there yet.

    It goes by what the project is and where it lies: a moved project takes its backups along, a copy gets a folder of
    its own, a damaged or missing project is known by its path.
    """
    root = root or backup_root()
    here = os.path.realpath(project)
    try:
        id = project_id(project)
    except UserError:
        found = [folder for folder in root.glob("*/") if _place_of(folder) == here]
        return max(found, key=_newest_name, default=root / project.stem)
    known = sorted(root.glob(f"*-{id}*/"))
    for folder in known:
        if _place_of(folder) == here:
            return folder
    for folder in known:
        place = _place_of(folder)
        if place is not None and not os.path.exists(place):
            return folder
    plain = f"{project.stem}-{id}"
    folders = (root / (plain if number == 1 else f"{plain}-{number}") for number in count(1))
    # Another thread may have made the folder since it was looked for.
    return next(folder for folder in folders if not folder.exists() or _place_of(folder) == here)


def _place_of(folder: Path) -> str | None:
    try:
        return (folder / _WHERE).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def _newest_name(folder: Path) -> str:
    return max((path.name for path in folder.glob("*.hashiya")), default="")


def project_id(path: Path) -> str:
    """What is the same for a project file and all its copies: the key of the actor who made it."""
    with translated(path):
        connection = open_reader(path, any_version=True)
        try:
            row = connection.execute("SELECT key FROM actor ORDER BY id LIMIT 1").fetchone()
        finally:
            connection.close()
    return str(row[0]) if row else "empty"


# --- making ----------------------------------------------------------------------------------------------------------


def make_backup(path: Path, folder: Path, now: datetime | None = None) -> Backup | None:
    """Copies a project, also one that is being worked in, into `folder`, verifies the copy and thins the older ones.

    None when nothing has changed since the newest copy. Raises UnavailableError or DataError when the copy could not be
    made or the project itself turns out to be damaged; nothing half-made stays behind, and no older copy goes.
    """
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = _after_all(folder, made)
        target = _copy_if_new(path, folder, made)
        (folder / _WHERE).write_text(os.path.realpath(path), encoding="utf-8", errors="surrogateescape")
        if target is None:
            return None
        sync_folder(folder)
        thin(folder, made)
    except OSError as error:
        raise UnavailableError(
            f"No backup could be made in {folder}: {error.strerror}. The project itself is as it was.", code="backup"
        ) from error
    return read_backup(target)


def _after_all(folder: Path, made: datetime) -> datetime:
    """A time for a copy by which it is the newest, also when two are made in one second or the clock was set back.

    (A copy from more than a day ahead is of a clock that was wrong: were it followed, all later ones would fall into one
    hour and take each other's place.)
    """
    ahead = [time for time in _copies(folder) if made <= time < made + timedelta(days=1)]
    return max(ahead) + timedelta(seconds=1) if ahead else made


def _copies(folder: Path) -> dict[datetime, Path]:
    """The copies in a folder by the time in their names; every other file is left out."""
    found: dict[datetime, Path] = {}
    for path in folder.glob("*.hashiya"):
        with contextlib.suppress(ValueError):
            found[datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)] = path
    return found


def _copy_if_new(path: Path, folder: Path, made: datetime) -> Path | None:
    with translated(path):
        source = open_reader(path, any_version=True)
        try:
            source.execute("BEGIN")  # one state of the file from here on, whatever is written meanwhile
            state = _state(source)
            newest = next(iter(list_backups(folder)), None)
            if newest is not None and _state_of(newest.path) == state:
                return None
            _refuse_without_room(path, folder)
            target = _named(folder, made)
            temporary = target.with_suffix(f".{os.getpid()}.tmp")
            try:
                _copy(source, temporary)
                _verify(temporary, state)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
        finally:
            source.close()
    return target


def _named(folder: Path, made: datetime) -> Path:
    return folder / f"{made.strftime(_STAMP)}.hashiya"


def _refuse_without_room(path: Path, folder: Path) -> None:
    size = path.stat().st_size
    if shutil.disk_usage(folder).free < size + _ROOM:
        raise UnavailableError(
            f"There is no room for a backup in {folder}: it would take {size // 1_000_000 + 1} MB. The project itself is "
            "as it was.",
            code="backup_room",
        )


def _copy(source: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        copy.execute("PRAGMA synchronous = FULL")
        source.backup(copy)
        # A copy lies alone: it must be complete without a -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    _sync_file(target)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


_State = tuple[int, int, bytes]


def _state(connection: sqlite3.Connection) -> _State:
    """What tells two states of a project apart: documents, and number and hash of the newest operation."""
    documents = connection.execute("SELECT count(*) FROM document").fetchone()[0]
    newest = connection.execute("SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1").fetchone()
    return (documents, *(newest or (0, b"")))


def _state_of(path: Path) -> _State:
    connection = open_reader(path, any_version=True)
    try:
        return _state(connection)
    finally:
        connection.close()


def _verify(path: Path, state: _State | None) -> None:
    """Raises DataError unless a copy is sound in itself: its pages, every text, the chain of its history."""
    with translated(path):
        connection = open_reader(path, any_version=True)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            words = None if found == "ok" else str(found)
            words = words or next(unproved(connection), None)
            if words is None and state not in (None, _state(connection)):
                words = "it is not what was copied"
        finally:
            connection.close()
    if words is not None:
        raise DataError(
            f"A copy of the project is not sound and was thrown away ({words}). Older backups are all kept; "
            "`hashiya check --deep` tells whether the project itself is damaged.",
            code="damaged",
        )


def copy_with(source: Path, target: Path, steps: Iterable[Iterable[Entry]]) -> None:
    """A whole copy of a project at `target`, with further steps that its own disk did not take."""
    there = f"{target} exists already. Nothing was changed; choose another name."
    if target.exists():
        raise UnavailableError(there, code="exists")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with translated(target):
            connection = open_reader(source)
            try:
                _copy(connection, temporary)
            finally:
                connection.close()
            _append(temporary, steps)
        give_name(temporary, target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise UnavailableError(there, code="exists") from error
    except OSError as error:
        raise UnavailableError(f"{target} cannot be written: {error.strerror}.", code="not_writable") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _append(path: Path, steps: Iterable[Iterable[Entry]]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        Journal(connection).append(entry for step in steps for entry in step)
    finally:
        connection.close()


def bring_up_to_date(path: Path, root: Path | None = None) -> None:
    """Makes a backup of an older project, then applies the migrations that it lacks. Call it under the lock.

    Raises what `make_backup` raises; the project is then as it was.
    """
    make_backup(path, backup_folder(path, root))
    database.bring_up_to_date(path)


# --- listing and thinning --------------------------------------------------------------------------------------------


def read_backup(path: Path) -> Backup:
    """What is in a copy, or in any project file. Raises DataError or UnavailableError when it is not a good one."""
    try:
        made = datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        made = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    with translated(path):
        connection = open_reader(path, any_version=True)
        try:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM layer WHERE records > 0), "
                "(SELECT count(*) FROM operation)"
            ).fetchone()
        finally:
            connection.close()
    return Backup(path, made, *map(int, row))


def list_backups(folder: Path) -> list[Backup]:
    """The copies in a folder that can be read, newest first."""
    found = []
    for path in folder.glob("*.hashiya"):
        try:
            found.append(read_backup(path))
        except (DataError, UnavailableError, FileNotFoundError):
            continue  # not one of ours, damaged, or gone by now: it is not offered
    return sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True)


def newest_good_backup(folder: Path) -> Backup | None:
    """The newest copy that is sound to the last text and step."""
    for backup in list_backups(folder):
        with contextlib.suppress(DataError, UnavailableError):
            _verify(backup.path, None)
            return backup
    return None


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
    """Removes the copies that `keep` lets go; the newest always stays, and so does every file that is not a copy."""
    found = _copies(folder)
    for made in found.keys() - keep(list(found)) - {newest}:
        found[made].unlink(missing_ok=True)


# --- putting one back ------------------------------------------------------------------------------------------------


def restore(path: Path, backup: Path, now: datetime | None = None) -> Path | None:
    """Puts a copy in the place of the project; returns where the present file was set aside (None: there was none).

    The -wal of the present file goes with it: beside an older file it would destroy it. Killed at any moment, this
    leaves the old project or the new one, and the old one whole beside it. Raises LockedError when somebody works in the
    project, DataError when the copy is not good; then nothing was changed.
    """
    read_backup(backup)
    lock = ProjectLock(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with translated(backup):
            connection = open_reader(backup, any_version=True)
            try:
                _copy(connection, temporary)
            finally:
                connection.close()
        _verify(temporary, None)
        aside = _set_aside(path, now or datetime.now(UTC))
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise UnavailableError(
            f"{path} could not be restored: {error.strerror}. The copy is still at {backup}.", code="not_writable"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        lock.release()
    return aside


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Keeps the present file, and its -wal, under another name, and leaves no -wal where the copy will lie."""
    stamp = now.strftime(_STAMP)
    aside = path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.before-restore-{stamp}-{number}{path.suffix}")
    wal, shm = path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
    if path.exists():
        _double(path, aside)
    if wal.exists() and wal.stat().st_size:
        _double(wal, aside.with_name(aside.name + "-wal"))
    sync_folder(path.parent)
    for left in (wal, shm):
        left.unlink(missing_ok=True)
    return aside if aside.exists() else None


def _double(path: Path, second: Path) -> None:
    """A second name for a file, or a copy of it where the file system has no second names."""
    try:
        os.link(path, second)
    except OSError:
        shutil.copy2(path, second)
        _sync_file(second)
