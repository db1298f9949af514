"""Backups while somebody works, their list, restoring one, and recovering what is whole of a damaged file."""

from __future__ import annotations

import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from annotator.errors import DataError, UserError, counted
from annotator.store import backup as backups
from annotator.store.backup import Backup, backup_folder
from annotator.store.recover import RecoverReport, read
from annotator.store.recover import recover as recover_file

EVERY_SECONDS: Final = 30 * 60
HURT: Final = ("damaged", "empty_file", "foreign_file", "no_file", "tables")
"""Codes of the errors for which a backup is the answer: what is wrong is in the file."""


def list_backups(project: Path, root: Path | None = None) -> list[Backup]:
    """A project's backups, newest first."""
    folder = backup_folder(project, root)
    return backups.list_backups(folder) if folder.is_dir() else []


def newest_good_backup(project: Path, root: Path | None = None) -> Backup | None:
    """The newest backup of a project that is sound to the last text and step."""
    folder = backup_folder(project, root)
    return backups.newest_good_backup(folder) if folder.is_dir() else None


@contextmanager
def advised(project: Path, root: Path | None = None) -> Iterator[None]:
    """Adds to an error about what is in a project's file what can be done now, and the commands to type."""
    try:
        yield
    except UserError as error:
        if error.code in HURT:
            error.args = ("\n".join([str(error.args[0]), *_advice(project, error, root)]),)
        raise


def _advice(project: Path, error: UserError, root: Path | None) -> list[str]:
    lines = []
    found = newest_good_backup(project, root)
    if found is not None:
        made = found.made.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        lines.append(
            f"The newest good backup is of {made} ({counted(found.documents, 'document')}, {counted(found.steps, 'step')}). "
            "To put it in the place of this file, which is kept beside it:"
        )
        lines.append(f"    hashiya restore {_quoted(project)}")
    # Bytes at the start that are no project's may be damage, too; a large stranger's file is not read through for that.
    ours = error.code in ("damaged", "tables") or (error.code == "foreign_file" and project.suffix == ".hashiya")
    if ours and project.exists():
        documents, steps = read(project)[1].counted
        if documents or steps:
            lines.append(
                f"{counted(documents, 'document')} and {counted(steps, 'step')} in it are whole. To save them into a new file:"
            )
            lines.append(
                f"    hashiya recover {_quoted(project)} -o {_quoted(project.with_suffix('.recovered.hashiya'))}"
            )
    return lines


def _quoted(path: Path) -> str:
    words = str(path)
    return f'"{words}"' if sys.platform == "win32" else shlex.quote(words)


def restore(project: Path, chosen: Path | None = None, root: Path | None = None) -> tuple[Backup, Path | None]:
    """Puts a backup (the newest good one, if none is chosen) in the place of the project.

    Returns it and where the present file was set aside. Raises DataError when there is none.
    """
    if chosen is not None:
        backup: Backup | None = backups.read_backup(chosen)
    else:
        backup = newest_good_backup(project, root)
    if backup is None:
        raise DataError(f"There is no backup of {project}. Nothing was changed.", code="no_backup")
    return backup, backups.restore(project, backup.path)


def recover(project: Path, target: Path) -> RecoverReport:
    """Brings all undamaged documents and steps of a project into a new file."""
    return recover_file(project, target)


class BackupKeeper:
    """Makes a backup at the start, every 30 minutes in which something was saved, and at the end.

    `on_failed(error)` is called on the keeper's thread when one could not be made; the next turn tries again. A
    DataError says that the project itself is damaged.
    """

    def __init__(
        self,
        project: Path,
        on_failed: Callable[[UserError], None],
        *,
        root: Path | None = None,
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._project = project
        self._root = root
        self._on_failed = on_failed
        self._every = every_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hashiya-backups", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._make()
        while not self._stop.wait(self._every):
            self._make()

    def _make(self) -> None:
        try:
            backups.make_backup(self._project, backup_folder(self._project, self._root))
        except UserError as error:
            self._on_failed(error)

    def rest(self) -> None:
        """Lets the backup that is being made come to its end and makes no more. Call it before the project is closed:
        whoever reads keeps the file from being made complete."""
        self._stop.set()
        self._thread.join()

    def stop(self) -> None:
        """Makes the last backup. Call it after the project was closed."""
        self.rest()
        self._make()
