"""What keeps the work safe: backups, going on elsewhere when the disk refuses, moving out of a shared folder, a check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import UserError
from ui.commands.files import SUFFIX, Files
from ui.commands.marking import Say
from ui.desk import Desk
from ui.dialogs.boxes import Box
from ui.look import Look
from ui.troubles import words_for

if TYPE_CHECKING:
    from annotator.jobs.keeping import BackupKeeper

Ask = Callable[[str, str], bool]
"""Asks a question (text, words of the button that does it); whether to do it."""


class Safety(QObject):
    """Handlers of the actions about safety. Backups are kept while `keep_backups` is on."""

    _backup_failed = Signal(object)

    def __init__(
        self, look: Look, desk: Desk, files: Files, window: QWidget, say: Say, root: Path | None = None
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._files, self._window, self._say = look, desk, files, window, say
        self._root = root
        self._keeping = False
        self._keeper: BackupKeeper | None = None
        self.ask: Ask = self._ask_in_a_box
        files.offer_backup = self.offer_backup
        desk.opened.connect(self._on_opened)
        desk.leaving.connect(self._on_leaving)
        self._backup_failed.connect(self._tell_backup_failed, Qt.ConnectionType.QueuedConnection)

    # -- backups ------------------------------------------------------------------------------------------------------
    def keep_backups(self) -> None:
        """From now on each project that is opened for work is backed up at its start, its end and every 30 minutes."""
        self._keeping = True
        self._on_opened()

    def _on_opened(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.stop()  # the last copy, of the project that was closed just now
        project = self._desk.project
        if self._keeping and project is not None and not project.read_only:
            from annotator.jobs.keeping import BackupKeeper

            self._keeper = BackupKeeper(project.path, self._backup_failed.emit, root=self._root)

    def _on_leaving(self) -> None:
        if self._keeper is not None:
            self._keeper.rest()

    def _tell_backup_failed(self, error: UserError) -> None:
        self._say(self._look.tr("backups.failed", reason=words_for(self._look, error)))

    def backups(self) -> None:
        """Lists the project's backups and puts one back where that is wanted."""
        project = self._desk.project
        if project is None:
            return
        from annotator.jobs import keeping
        from ui.dialogs.backups import BackupsDialog

        dialog = BackupsDialog(self._look, keeping.list_backups(project.path, self._root), self._window)
        if dialog.exec() and dialog.chosen is not None:
            self._restore(project.path, dialog.chosen)

    def _restore(self, path: Path, backup: Path) -> None:
        from annotator.jobs import keeping

        person = self._desk.person
        if self._desk.project is not None:
            if not self._files.may_leave():
                return
            if self._keeper is not None:
                # No last copy now: it could crowd out the very one that was chosen. The present file is kept anyway.
                self._keeper.rest()
                self._keeper = None
            self._desk.close()
        try:
            _, aside = keeping.restore(path, backup, self._root)
        except UserError as error:
            self._files.tell(self._look.tr("backups.could_not_restore"), error)
            aside = None
        if self._files.open_path(path, person) and aside is not None:
            self._say(self._look.tr("backups.restored", file=aside.name))

    def offer_backup(self, path: Path, error: UserError) -> bool:
        """For a project that cannot be opened because of what is in its file: offers the newest good backup."""
        from annotator.jobs import keeping

        newest = keeping.newest_good_backup(path, self._root) if error.code in keeping.HURT else None
        if newest is None:
            return False
        tr = self._look.tr
        made = self._look.words.digits_of(newest.made.astimezone().strftime("%Y-%m-%d %H:%M"))
        if not self.ask(f"{words_for(self._look, error)}\n\n{tr('backups.offer', made=made)}", tr("backups.restore")):
            return False
        self._restore(path, newest.path)
        return True

    # -- elsewhere ----------------------------------------------------------------------------------------------------
    def save_elsewhere(self) -> None:
        """Writes a whole copy with the unsaved steps to another disk and goes on there."""
        project = self._desk.project
        if project is None:
            return
        target = self._ask_target(project.path)
        if target is None:
            return
        person = self._desk.person
        try:
            project.save_elsewhere(target)
        except UserError as error:
            self._files.tell(self._look.tr("elsewhere.failed"), error)
            return
        self._desk.close()  # what it could not save is in the copy
        if self._files.open_path(target, person):
            self._say(self._look.tr("elsewhere.done", file=target.name))

    def _ask_target(self, path: Path) -> Path | None:
        filter_ = self._look.tr("dialog.project_files")
        name, _ = QFileDialog.getSaveFileName(self._window, "", str(Path.home() / path.name), filter_)
        if not name:
            return None
        return Path(name) if name.endswith(SUFFIX) else Path(name + SUFFIX)

    # -- looking ------------------------------------------------------------------------------------------------------
    def check(self) -> None:
        """Compares every value of the project with its history, and says what was found."""
        project = self._desk.project
        if project is None:
            return
        project.flush()
        from annotator.jobs import inspecting

        findings = inspecting.check(project.path, deep=True)
        if not findings:
            self._say(self._look.tr("check.well"))
            return
        found = self._look.tr("check.found", n=len(findings))
        box = Box(self._look, self._window, "problem", found, details=tuple(findings))
        box.offer(self._look.tr("dialog.close"), "main")
        box.ask()

    def _ask_in_a_box(self, text: str, words: str) -> bool:
        box = Box(self._look, self._window, "help", text)
        box.offer(self._look.tr("dialog.close"))
        do = box.offer(words, "main")
        return box.ask() is do
