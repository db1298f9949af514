"""When the process is told to end (Ctrl+C in the terminal, the end of a session): the window closes as by its own cross."""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier, QThread, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from ui.window import Window

_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_AGAIN_MS: Final = 20
_FLUSH: Final = 5.0
"""Seconds that the disk is given before somebody is asked."""


class Told(QObject):
    """Hears the signals from `listen` to `remove`. The first closes the window, a second ends the process at once.

    `number` is the signal that was heard, 0 before, and again when somebody chose to stay because of unsaved steps.
    """

    def __init__(self, running: QApplication) -> None:
        super().__init__(running)
        self.number = 0
        self._window: Window | None = None
        self._before: dict[int, Any] = {}
        # While Qt's loop waits no Python runs, and so no handler: the byte that Python's own handler writes wakes it.
        self._wakes, self._woken = socket.socketpair()
        self._wakes.setblocking(False)
        self._woken.setblocking(False)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        running.commitDataRequest.connect(self._on_commit)

    def listen(self) -> None:
        """From now on. Signals that whoever started the process wants ignored (nohup) stay so."""
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        for number in _SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)

    def watch(self, window: Window) -> None:
        """Which window to close."""
        self._window = window

    def remove(self) -> None:
        """Gives the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._wakes.close()
        self._woken.close()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        for each in self._before:
            signal.signal(each, signal.SIG_DFL)

    def _on_woken(self) -> None:
        self._woken.recv(64)
        if self.number:
            self._close()

    def _close(self) -> None:
        """What lies over the window goes first, and what waits for an answer comes to its end."""
        over = QApplication.activeModalWidget()
        if over is not None:
            over.close()
        if over is not None or QThread.currentThread().loopLevel() > 1:
            QTimer.singleShot(_AGAIN_MS, self._close)
        elif self._window is not None and not self._window.close():
            self.number = 0
            for number in self._before:
                signal.signal(number, self._on_signal)

    def _on_commit(self, manager: QSessionManager) -> None:
        """The session is about to end, but may yet go on: all is kept, and nothing is closed."""
        if self._window is None:
            return
        self._window.keep()
        project = self._window.desk.project
        if project is not None and not project.flush(_FLUSH) and manager.allowsInteraction():
            if not self._window.files.may_leave():
                manager.cancel()
            manager.release()
