"""Python's garbage collector, kept out of the hands' way.

A full collection looks at every object there is: with 50,000 mentions in memory that is a tenth of a second, and by
default it comes in the middle of a key press. Here young objects are looked at seldom, and the whole heap only while
nobody touches anything. What a document brought is set aside (`gc.freeze`) soon after it was opened, so that later
collections are short. Nothing depends on it: objects without cycles go at once, as always. It begins with the import of
this module, before the others of the window: what a start makes is there to stay.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, QTimer, SignalInstance

from ui.rest import Rest

YOUNG: Final = 6_000
"""New objects before the youngest are looked at (about 1 ms, three times that where other programs work as well)."""
_NEVER: Final = 1_000_000
gc.set_threshold(YOUNG, 100, _NEVER)
QUIET: Final = 2.0
"""Seconds without work before a collection."""
ABSENT: Final = 60.0
"""Seconds after which nobody is thought to be there: time for a look at everything, once."""
_WORTH: Final = 1_000
"""New objects for which a collection is worth its time while nobody works."""
_EVERY: Final = 1000
_SOON: Final = 400
"""Milliseconds after a document was opened until its objects are set aside."""


@contextmanager
def spared() -> Iterator[None]:
    """Nothing is looked at while much is read, and what was read not soon after either: it is there to stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


class Collector(QObject):
    """Collects for the process as long as it lives. `opened` tells that much was read: a document, a project."""

    def __init__(self, opened: SignalInstance, rest: Rest, parent: QObject) -> None:
        super().__init__(parent)
        self._rest = rest
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

    def _on_opened(self) -> None:
        self._looked_at_all = False
        self._soon.start()

    @staticmethod
    def _set_aside() -> None:
        gc.freeze()

    def _look(self) -> None:
        quiet = self._rest.seconds
        if quiet >= ABSENT and not self._looked_at_all:
            self._looked_at_all = True
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            _give_back()
        elif quiet >= QUIET and gc.get_count()[0] > _WORTH:
            gc.collect()
            _give_back()


def _give_back() -> None:
    """Hands memory that is free back to the system, where the C library keeps it (glibc)."""
    if _TRIM is not None:
        _TRIM(0)


def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found


_TRIM: Final = _trim()
