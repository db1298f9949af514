"""The numbers of operations: whose, which, and after what they come."""

from __future__ import annotations

import threading
import time

from annotator.operations import Operation
from annotator.store.journal import new_actor


class Clock:
    """Numbers the operations of one opening of a project, on any thread.

    A new actor for each opening, and for each person in it: a copy or a restored backup can never use a number twice.
    `lamport` is the highest number that is known so far.
    """

    def __init__(self) -> None:
        self.actor = ""
        self.lamport = 0
        self._seq = 0
        self._lock = threading.Lock()

    def saw(self, lamport: int) -> None:
        """What comes from now on comes after `lamport`."""
        with self._lock:
            self.lamport = max(self.lamport, lamport)

    def forget_actor(self) -> None:
        """Somebody else is working from now on."""
        with self._lock:
            self.actor = ""

    def operation(self, gesture: str, changes: str, *, undoes: str | None = None, step: int | None = None) -> Operation:
        """The next operation, with its numbers; `step` continues an earlier one's step."""
        with self._lock:
            if not self.actor:
                self.actor, self._seq = new_actor(), 0
            self._seq += 1
            self.lamport += 1
            now = time.time_ns() // 1_000_000
            return Operation(self.actor, self._seq, self.lamport, step or self._seq, gesture, undoes, now, changes)
