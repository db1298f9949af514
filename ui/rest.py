"""When work is done: while the hands rest, so that no key press meets it, or once for all that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

REST: Final = 0.25
"""Seconds after a gesture from which on the hands count as resting."""


class Rest(QObject):
    """One for each window. `touch` is connected to what comes while somebody works."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = 0.0

    def touch(self, *_: object) -> None:
        """A gesture."""
        self._last = monotonic()

    @property
    def seconds(self) -> float:
        """For how long the hands have rested."""
        return monotonic() - self._last


class Chore(QTimer):
    """Work in portions of a few milliseconds, each `pause` ms after the one before, only while the hands rest."""

    def __init__(self, rest: Rest, pause: int, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._rest, self._pause, self._act = rest, pause, act
        self.setSingleShot(True)
        self.timeout.connect(self._on_time)

    def go_on(self) -> None:
        """One more portion is wanted."""
        self.start(self._pause)

    def _on_time(self) -> None:
        left = REST - self._rest.seconds
        if left > 0:
            self.start(round(left * 1000) + 1)
        else:
            self._act()


class Once(QObject):
    """Something that many ask for, done once for all of them: when the event at hand is over, before the next frame."""

    _asked = Signal()

    def __init__(self, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._act, self._due = act, False
        # a queued call comes before painting, as a timer does not
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def ask(self, *_: object) -> None:
        """It is wanted."""
        if not self._due:
            self._due = True
            self._asked.emit()

    def _do(self) -> None:
        self._due = False
        self._act()
