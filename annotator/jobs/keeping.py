"""Backups while somebody works, their list, restoring one, and recovering what is whole of a damaged file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from annotator.errors import DataError, UserError
from annotator.store import backup as backups
from annotator.store.backup import Backup
from annotator.store.recover import RecoverReport
from annotator.store.recover import recover as recover_file

EVERY_SECONDS: Final = 30 * 60


def backup_root() -> Path:
    """Where backups are kept: outside the projects' folders."""
    return user_data_path("hashiya", appauthor=False) / "backups"


def backup_folder(project: Path, root: Path | None = None) -> Path:
    """The folder of a project's backups. A damaged project is found by its file name, which is kept beside them."""
    root = root or backup_root()
    try:
        return root / f"{project.stem}-{backups.project_id(project)}"
    except UserError:
        found = sorted(root.glob(f"{project.stem}-*"), key=lambda folder: folder.stat().st_mtime)
        return found[-1] if found else root / project.stem


def list_backups(project: Path, root: Path | None = None) -> list[Backup]:
    """A project's backups, newest first."""
    folder = backup_folder(project, root)
    return backups.list_backups(folder) if folder.is_dir() else []


def restore(project: Path, chosen: Path | None = None, root: Path | None = None) -> tuple[Backup, Path | None]:
    """Puts a backup (the newest, if none is chosen) in the place of the project.

    Returns it and where the present file was set aside. Raises DataError when there is none.
    """
    if chosen is None:
        found = list_backups(project, root)
        if not found:
            raise DataError(f"There is no backup of {project}. Nothing was changed.")
        backup = found[0]
    else:
        backup = backups.read_backup(chosen)
    return backup, backups.restore(project, backup.path)


def recover(project: Path, target: Path) -> RecoverReport:
    """Brings all undamaged documents and steps of a project into a new file."""
    return recover_file(project, target)


class BackupKeeper:
    """Makes a backup at the start, every 30 minutes in which something was saved, and at the end.

    `on_failed(error)` is called on the keeper's thread when one could not be made; the next turn tries again.
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
        self._folder = backup_folder(project, root)
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
            backups.make_backup(self._project, self._folder)
        except UserError as error:
            self._on_failed(error)
        except OSError as error:
            self._on_failed(UserError(f"No backup could be made in {self._folder}: {error.strerror}."))

    def stop(self) -> None:
        """Makes the last backup (after the project was closed) and ends the thread."""
        self._stop.set()
        self._thread.join()
        self._make()
