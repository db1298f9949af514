"""Whether the hands rest: what can wait does so until then, and no key press meets it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer

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
