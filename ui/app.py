"""The application: one window on one project. `build` makes it without entering the event loop."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator import DISTRIBUTION
from ui.collector import Collector
from ui.commands.viewing import first_look
from ui.crash_guard import CrashGuard
from ui.settings import Settings
from ui.told import Told
from ui.window import Window


def application() -> QApplication:
    """The running application, or a new one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication(sys.argv[:1])
    made.setApplicationName(DISTRIBUTION)
    made.setApplicationDisplayName("Hashiya")
    made.setDesktopFileName(DISTRIBUTION)
    made.setStyle(QStyleFactory.create("Fusion"))
    return made


def build(path: Path | None = None, person: str | None = None, *, settings: Settings | None = None) -> Window:
    """The window, not yet shown: on the project at `path` (for reading only where it must be), or the welcome page.

    `person` says who is working; otherwise the name last given on this computer, or the window asks.
    """
    application()
    settings = settings or Settings()
    window = Window(first_look(settings), settings)
    article = window.article
    desk = window.desk
    for gesture in (article.selection_changed, article.verticalScrollBar().valueChanged, desk.changed, desk.turned):
        gesture.connect(desk.rest.touch)
    Collector(desk.turned, desk.rest, window)
    if path is not None:
        window.files.open_path(path, person or "")
    elif person:
        settings.set("person/name", person)
        window.welcome.refresh()
    return window


def run(path: Path | None = None, person: str | None = None, *, settings: Settings | None = None) -> int:
    """Shows the window until it is closed; the exit code of the process: 128 and its number after a signal."""
    running = application()
    told = Told(running)
    told.listen()
    try:
        window = build(path, person, settings=settings)
        told.watch(window)
        guard = CrashGuard(window.look, window.desk, window)
        guard.install()
        try:
            if told.number:  # before there was a window, perhaps while a box said why a project does not open
                window.close()
                return 128 + told.number
            window.show()
            window.safety.keep_backups()
            code = running.exec()
            return 128 + told.number if told.number else code
        finally:
            guard.remove()
    finally:
        told.remove()
