"""Projects as files: new, open, import, export, close; and what is said when the disk refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import UserError
from annotator.project import Project
from ui.commands.marking import Say
from ui.commands.reading import Reading
from ui.desk import Desk
from ui.dialogs.boxes import Box
from ui.look import Look
from ui.settings import Settings
from ui.troubles import problems_for, words_for

if TYPE_CHECKING:
    from annotator.jobs.importing import BadLinesError

SUFFIX = ".hashiya"


class Files(QObject):
    """Handlers of the file menu. Questions and file choosers belong to `window`."""

    def __init__(self, look: Look, desk: Desk, reading: Reading, settings: Settings, window: QWidget, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._reading = look, desk, reading
        self._settings, self._window, self._say = settings, window, say
        self.offer_backup: Callable[[Path, UserError], bool] = lambda _path, _error: False
        """Asked when a project cannot be opened: whether a backup was put in its place and opened."""

    # -- projects -----------------------------------------------------------------------------------------------------
    def open_path(self, path: Path, person: str = "") -> bool:
        """Opens a project file, for reading only where it must be; tells and returns False when it cannot be opened."""
        now = self._desk.project
        if now is not None and not now.read_only and now.path.resolve() == path.resolve():
            # Opened a second time it would find itself in the way, and could only be read.
            self._say(self._look.tr("dialog.open_already"))
            return True
        if now is not None and not self.may_leave():
            return False
        name = person or self._settings.person
        try:
            project = Project.open_somehow(path, person=name or None)
        except UserError as error:
            if self.offer_backup(path, error):
                return True
            self.tell(self._look.tr("dialog.could_not_open"), error)
            return False
        if name:
            try:
                project.work_as(name)
            except UserError as error:
                self._say(words_for(self._look, error))
        self._desk.open(project)
        self._settings.add_recent(path)
        if person:
            self._settings.set("person/name", person)
        self._reading.open_first()
        if not self._desk.person:
            self._reading.ask()
        return True

    def open_sample(self) -> None:
        """Opens the person's copy of the sample project, made at the first time."""
        from annotator.jobs.samples import demo_project

        try:
            path = demo_project()
        except UserError as error:
            self.tell(self._look.tr("dialog.could_not_open"), error)
            return
        self.open_path(path)

    def open_project(self) -> None:
        """Asks for a project file."""
        name, _ = QFileDialog.getOpenFileName(self._window, "", "", self._look.tr("dialog.project_files"))
        if name:
            self.open_path(Path(name))

    def close_project(self) -> None:
        """Back to the welcome page."""
        if self.may_leave():
            self._desk.close()

    def quit(self) -> None:
        """Closes the window."""
        self._window.close()

    def check_again(self) -> None:
        """Opens the same project again, in the hope that nobody else holds it."""
        project = self._desk.project
        if project is not None:
            self.open_path(project.path, self._desk.person)

    def may_leave(self) -> bool:
        """Waits for the writer; asks where something cannot be saved. False: stay."""
        project = self._desk.project
        if project is None or project.flush(5.0):
            return True
        tr = self._look.tr
        unsaved = tr("dialog.unsaved", n=project.unsaved)
        box = Box(self._look, self._window, "problem", tr("dialog.unsaved_title"), unsaved)
        leave = box.offer(tr("dialog.leave"), "danger")
        box.offer(tr("dialog.wait"), "main")
        if box.ask() is leave:
            return True
        project.retry()
        return False

    # -- in and out ---------------------------------------------------------------------------------------------------
    def import_files(self) -> None:
        """Asks for articles and takes them in."""
        names, _ = QFileDialog.getOpenFileNames(self._window, "", "", self._look.tr("dialog.text_files"))
        if names:
            self.import_these([Path(name) for name in names])

    def import_these(self, paths: Sequence[Path], *, skip_bad: bool = False) -> None:
        """Takes files and folders in, all or nothing; where some of it cannot be taken, offers the others (`skip_bad`)."""
        project = self._desk.project
        if project is None:
            return
        from annotator.jobs.importing import BadLinesError, ImportOptions, import_paths
        from ui.dialogs.progress import Progress

        progress = Progress(self._look, self._look.tr("progress.importing"), self._window)
        project.waiting = progress.wait_for
        try:
            report = import_paths(project, paths, ImportOptions(skip_bad=skip_bad), progress.advance)
        except BadLinesError as error:
            if self._wants_the_others(error):
                self.import_these(paths, skip_bad=True)
            return
        except UserError as error:
            self.tell(self._look.tr("dialog.could_not_import"), error)
            return
        except KeyboardInterrupt:
            self._say(self._look.tr("progress.stopped"))
            return
        self._desk.refresh()
        self._reading.refresh()
        self._say(self._look.tr("dialog.imported", n=report.documents_new))

    def _wants_the_others(self, error: BadLinesError) -> bool:
        """Lists what cannot be taken, and asks whether the others shall come in without it."""
        tr = self._look.tr
        headline = tr("dialog.bad_lines", n=error.bad, all=error.lines)
        problems = tuple(problems_for(self._look, error))
        box = Box(self._look, self._window, "problem", headline, tr("dialog.could_not_import"), problems)
        some = error.bad < error.lines
        box.offer(tr("dialog.close"), "plain" if some else "main")
        others = box.offer(tr("dialog.import_others"), "main") if some else None
        return box.ask() is others and others is not None

    def export(self) -> None:
        """Asks where and writes all layers as JSONL."""
        project = self._desk.project
        if project is None:
            return
        suggestion = str(project.path.with_suffix(".jsonl"))
        name, _ = QFileDialog.getSaveFileName(self._window, "", suggestion, self._look.tr("dialog.jsonl_files"))
        if not name:
            return
        from annotator.jobs.exporting import export_jsonl

        try:
            with _busy():
                project.flush()
                report = export_jsonl(project, Path(name))
        except UserError as error:
            self.tell(self._look.tr("dialog.could_not_export"), error)
            return
        self._say(self._look.tr("dialog.exported", n=report.lines - report.untouched, file=Path(name).name))

    def save(self) -> None:
        """Says that everything is saved; waits a moment for the writer, so that it is true."""
        project = self._desk.project
        if project is not None and project.flush(2.0):
            time = self._look.words.digits_of(datetime.now().strftime("%H:%M"))
            self._say(self._look.tr("saved.all", time=time))
        elif project is not None:
            self._say(self._look.tr("saved.not", n=project.unsaved))

    # -- bad news -----------------------------------------------------------------------------------------------------
    def tell(self, headline: str, error: UserError) -> None:
        """Shows what went wrong, with the list of problems where there is one."""
        words = words_for(self._look, error).splitlines()[-1]
        box = Box(self._look, self._window, "problem", headline, words, tuple(problems_for(self._look, error)))
        box.offer(self._look.tr("dialog.close"), "main")
        box.ask()


@contextmanager
def _busy() -> Iterator[None]:
    """The waiting pointer while the disk works."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
