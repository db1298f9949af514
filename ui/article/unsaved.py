"""Marks that the disk does not have yet: shown as such only when that takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from ui.article.marks import Mark

AFTER: Final = 500
"""Milliseconds until a mark that is not saved is drawn with a hollow bar."""


class Unsaved(QObject):
    """Watches unsaved marks and tells which of them have been so for long."""

    def __init__(self, parent: QObject, changed: Callable[[set[str]], None]) -> None:
        super().__init__(parent)
        self._changed = changed
        self._since: dict[str, int] = {}
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def watch(self, marks: Iterable[Mark]) -> None:
        """Take note of marks as they are now."""
        before = len(self._since)
        for mark in marks if before else [mark for mark in marks if mark.unsaved]:
            if mark.unsaved:
                self._since.setdefault(mark.id, self._clock.elapsed())
            else:
                self._since.pop(mark.id, None)
        if before or self._since:
            self._look()

    def drop(self, ids: Iterable[str]) -> None:
        """Forget marks that are gone."""
        for mark_id in ids:
            self._since.pop(mark_id, None)

    def clear(self) -> None:
        """Forget all."""
        self._since.clear()
        self._timer.stop()

    def _look(self) -> None:
        now = self._clock.elapsed()
        self._changed({mark_id for mark_id, since in self._since.items() if now - since >= AFTER})
        waiting = [AFTER - (now - since) for since in self._since.values() if now - since < AFTER]
        if waiting:
            self._timer.start(max(1, min(waiting)))
