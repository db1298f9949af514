"""Catches faults of the program wherever they come up, keeps a report, and tells the person once."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QWidget

from annotator.crash import crash_report, write_report
from ui.desk import Desk
from ui.look import Look

if TYPE_CHECKING:
    from ui.dialogs.crash import CrashDialog


def report_folder() -> Path:
    """Where reports are kept."""
    return user_data_path("hashiya", appauthor=False) / "reports"


class CrashGuard(QObject):
    """Stands behind one window. `install` takes over the hooks of Python and of its threads, `remove` gives them back."""

    _caught = Signal(str)

    def __init__(self, look: Look, desk: Desk, window: QWidget, folder: Path | None = None) -> None:
        super().__init__(window)
        self._look, self._desk, self._window = look, desk, window
        self._folder = folder or report_folder()
        self._dialog: CrashDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        # A fault in the writer's thread is told on the window's.
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on nothing that goes wrong is only a line on a terminal."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Gives the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._caught.emit(crash_report(kind, trace, facts={"qt": qVersion()}))

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if not issubclass(arguments.exc_type, SystemExit):
            self._caught.emit(crash_report(arguments.exc_type, arguments.exc_traceback, facts={"qt": qVersion()}))

    def _tell(self, report: str) -> None:
        path = write_report(report, self._folder)
        if self._dialog is not None:
            return  # one at a time; the reports are kept all the same
        from ui.dialogs.crash import CrashDialog

        project = self._desk.project
        self._dialog = CrashDialog(self._look, report, path, project.unsaved if project else 0, self._window)
        self._dialog.destroyed.connect(self._forget)
        self._dialog.show()

    def _forget(self) -> None:
        self._dialog = None
