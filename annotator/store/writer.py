"""The writer: a plain thread that owns the writing connection and the queue of steps. Speaks by callbacks."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final, TypeVar

from annotator.errors import UnavailableError, UserError
from annotator.store.database import in_words, open_writer, transaction
from annotator.store.journal import Entry, Journal

T = TypeVar("T")
Step = Sequence[Entry]
_IDLE_SECONDS: Final = 2.0


class Writer:
    """Takes steps in order, writes all that wait in one transaction, then says `saved`.

    `guard` is called before each transaction and raises a UserError when this process may no longer write.
    `on_saved(steps)` and `on_failed(error)` are called on the writer's thread. After a failure the queue stands still,
    with everything kept and in order, until `retry`: later steps build on the one that failed.
    """

    def __init__(
        self,
        path: Path,
        *,
        guard: Callable[[], None],
        on_saved: Callable[[list[Step]], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        self._path = path
        self._guard = guard
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._condition = threading.Condition()
        self._queue: deque[Step] = deque()
        self._jobs: deque[tuple[Callable[[sqlite3.Connection, Journal], Any], Future[Any]]] = deque()
        self._busy = False
        self._failed = False
        self._closing = False
        self._dirty = False
        self._data_version = 0
        self._started: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="hashiya-writer", daemon=True)
        self._thread.start()
        self._started.result()

    # -- called from any thread ---------------------------------------------------------------------------------------
    def submit(self, step: Step) -> None:
        """Queues a step; returns at once."""
        with self._condition:
            self._queue.append(step)
            self._condition.notify_all()

    def run(self, work: Callable[[sqlite3.Connection, Journal], T]) -> Future[T]:
        """Runs a longer piece of work on the writing connection, after the steps that wait, in one transaction."""
        future: Future[T] = Future()
        with self._condition:
            self._jobs.append((work, future))
            self._condition.notify_all()
        return future

    @property
    def waiting(self) -> int:
        """How many steps are not on the disk yet."""
        with self._condition:
            return len(self._queue)

    def pending(self) -> list[Step]:
        """The steps that are not on the disk yet, in order."""
        with self._condition:
            return list(self._queue)

    def retry(self) -> None:
        """Tries again after a failure."""
        with self._condition:
            self._failed = False
            self._condition.notify_all()

    def flush(self, timeout: float = 30.0) -> bool:
        """Waits until everything is written; False when it failed or took longer."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._failed or not (self._queue or self._jobs or self._busy), timeout=timeout
            )
            return not (self._queue or self._jobs or self._busy)

    def close(self) -> None:
        """Writes what can be written, leaves the file complete in itself, ends the thread."""
        with self._condition:
            self._closing = True
            self._condition.notify_all()
        self._thread.join()

    # -- the thread ---------------------------------------------------------------------------------------------------
    def _run(self) -> None:
        try:
            connection = open_writer(self._path)
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            self._started.set_exception(error)
            return
        self._data_version = _data_version(connection)
        self._started.set_result(None)
        journal = Journal(connection)
        try:
            while self._turn(connection, journal):
                pass
        finally:
            self._checkpoint(connection)
            connection.close()

    def _turn(self, connection: sqlite3.Connection, journal: Journal) -> bool:
        with self._condition:
            ready = self._condition.wait_for(self._something_to_do, timeout=_IDLE_SECONDS if self._dirty else None)
            steps = [] if self._failed else list(self._queue)
            job = self._jobs.popleft() if self._jobs and not steps and not self._failed else None
            if not steps and job is None and self._closing:
                return False
            self._busy = bool(steps or job)
        if not ready:
            self._checkpoint(connection)
        elif steps:
            self._write(connection, journal, steps)
        elif job is not None:
            self._work(connection, journal, *job)
        with self._condition:
            self._busy = False
            self._condition.notify_all()
        return True

    def _something_to_do(self) -> bool:
        return self._closing or (not self._failed and bool(self._queue or self._jobs))

    def _check(self, connection: sqlite3.Connection) -> None:
        """Raises UnavailableError when somebody else has written, or may."""
        self._guard()
        if _data_version(connection) != self._data_version:
            raise UnavailableError(
                f"Another program has written to {self._path}. Nothing of yours was lost; save elsewhere, then look at both."
            )

    def _write(self, connection: sqlite3.Connection, journal: Journal, steps: list[Step]) -> None:
        try:
            self._check(connection)
            journal.append(entry for step in steps for entry in step)
        except (sqlite3.Error, UserError) as error:
            with self._condition:
                self._failed = True
            self._on_failed(in_words(self._path, error) if isinstance(error, sqlite3.Error) else error)
            return
        self._dirty = True
        with self._condition:
            for _ in steps:
                self._queue.popleft()
        self._on_saved(steps)

    def _work(
        self,
        connection: sqlite3.Connection,
        journal: Journal,
        work: Callable[[sqlite3.Connection, Journal], Any],
        future: Future[Any],
    ) -> None:
        try:
            self._check(connection)
            with transaction(connection):
                result = work(connection, journal)
        except sqlite3.Error as error:
            journal.forget()
            future.set_exception(in_words(self._path, error))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the future
            journal.forget()
            future.set_exception(error)
        else:
            self._dirty = True
            future.set_result(result)

    def _checkpoint(self, connection: sqlite3.Connection) -> None:
        """Moves everything from the -wal into the file, so that the lone file is complete."""
        if self._dirty:
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.Error:
                return  # a reader is in the way, or the disk: nothing is lost, the next pause tries again
            self._dirty = False


def _data_version(connection: sqlite3.Connection) -> int:
    """Changes when another connection has written to the file, in this process or elsewhere."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
