"""Reading a whole project without making anybody wait: on a thread of its own, the results handed to the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from annotator.errors import StoppedError, UserError

Job = Callable[[Callable[[], bool]], object]
"""Reads something; asks now and then whether it is to stop, and then raises StoppedError."""


class Survey(QObject):
    """`read(name, found)`: what a job has read. `ended`: all is read, or something could not be. Both on the window's
    thread, and never of a run that was stopped."""

    read = Signal(str, object)
    ended = Signal()
    _told = Signal(object, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether something is still being read, or has not been handed over yet."""
        return self._run is not None

    def start(self, jobs: Mapping[str, Job]) -> None:
        """Does the jobs one after another. What was running is stopped first."""
        self.stop()
        self._run = _Run(jobs, self._told.emit)
        self._run.start()

    def stop(self) -> None:
        """Stops reading, and waits until nothing of the project is open. Nothing is said of it any more."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()

    def _hear(self, run: _Run, name: str, found: object) -> None:
        if run is not self._run:
            return
        if name:
            self.read.emit(name, found)
        else:
            self._run = None
            self.ended.emit()


class _Run(threading.Thread):
    """One run: tells (itself, name, found) of each job, and (itself, "", None) at the end, however it ends."""

    def __init__(self, jobs: Mapping[str, Job], tell: Callable[[Any, str, object], None]) -> None:
        super().__init__(name="survey", daemon=True)
        self._jobs, self._tell = jobs, tell
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def run(self) -> None:
        try:
            for name, job in self._jobs.items():
                self._tell(self, name, job(self._stopped.is_set))
        except (StoppedError, UserError):
            pass  # what was known before stays
        finally:
            self._tell(self, "", None)
