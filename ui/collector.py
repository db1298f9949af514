"""Python's garbage collector, kept out of the hands' way.

A full collection looks at every object there is: with 50,000 mentions in memory that is a tenth of a second, and by
default it comes in the middle of a key press. Here young objects are looked at seldom, and the whole heap only while
nobody touches anything. What a document brought is set aside (`gc.freeze`) soon after it was opened, so that later
collections are short. Nothing depends on it: objects without cycles go at once, as always.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, SignalInstance

YOUNG: Final = 20_000
"""New objects before the youngest are looked at (about 1 ms)."""
_NEVER: Final = 1_000_000
QUIET: Final = 2.0
"""Seconds without work before a collection."""
ABSENT: Final = 60.0
"""Seconds after which nobody is thought to be there: time for a look at everything, once."""
_EVERY: Final = 1000
_SOON: Final = 400
"""Milliseconds after a document was opened until its objects are set aside."""


class Collector(QObject):
    """Collects for the process as long as it lives. `opened` tells that much was read: a document, a project. `hands`
    are signals that come while somebody works.
    """

    def __init__(self, opened: SignalInstance, hands: Iterable[SignalInstance], parent: QObject) -> None:
        super().__init__(parent)
        self._last = monotonic()
        self._looked_at_all = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._set_aside)
        opened.connect(self._on_opened)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        gc.set_threshold(YOUNG, 100, _NEVER)
        for signal in hands:
            signal.connect(self._on_hands)

    def _on_hands(self) -> None:
        self._last = monotonic()

    def _on_opened(self) -> None:
        self._looked_at_all = False
        self._soon.start()

    @staticmethod
    def _set_aside() -> None:
        gc.freeze()

    def _look(self) -> None:
        quiet = monotonic() - self._last
        if quiet >= ABSENT and not self._looked_at_all:
            self._looked_at_all = True
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif quiet >= QUIET and gc.get_count()[0] > YOUNG // 20:
            gc.collect()
