"""The writer: a plain thread that owns the writing connection and the queue of steps. Speaks by callbacks."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final, TypeVar

from annotator.errors import UnavailableError, UserError
from annotator.store.database import BUSY_MS, in_words, open_writer, transaction, translated
from annotator.store.journal import Entry, Journal

T = TypeVar("T")
Step = Sequence[Entry]
_IDLE_SECONDS: Final = 1.0
"""A lone file copied 2 s after the last edit must be complete: half of that for the pause, half for the work."""
_RETRY_SECONDS: Final = 5.0
"""How often a queue that stands still is tried again without being asked."""
_HARMLESS: Final = ("disk_full", "busy")
"""Failures after which SQLite's own picture of the file is still right."""


class Writer:
    """Takes steps in order, writes all that wait in one transaction, then says `saved`.

    `guard` is called in each transaction and raises a UserError when this process may no longer write.
    `on_saved(steps)` and `on_failed(error)` are called on the writer's thread. After a failure the queue stands still,
    with everything kept and in order: later steps build on the one that failed. `retry`, or the next quiet moment,
    tries again; `on_failed` is called once per cause.
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
        self._told = ""
        self._closing = False
        # Touched by the writer's thread alone:
        self._dirty = False
        self._singly = False
        self._doubtful = False
        self._expected: set[str] | None = None
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
            if self._closing or self._failed:
                future.set_exception(UnavailableError("Earlier steps are not on the disk yet. Nothing was changed."))
            else:
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
        """Tries again after a failure; when it fails again, `on_failed` says so again."""
        with self._condition:
            self._failed = False
            self._told = ""
            self._condition.notify_all()

    def flush(self, timeout: float = 30.0) -> bool:
        """Waits until everything is written; False when it failed or took longer."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._failed or not (self._queue or self._jobs or self._busy), timeout=timeout
            )
            return not (self._queue or self._jobs or self._busy)

    def close(self) -> list[Step]:
        """Writes what can be written, leaves the file complete in itself, ends the thread.

        Returns the steps that the disk did not take: they exist nowhere else.
        """
        with self._condition:
            self._closing = True
            self._failed = False  # one last try
            self._condition.notify_all()
        self._thread.join()
        return self.pending()

    # -- the thread ---------------------------------------------------------------------------------------------------
    def _run(self) -> None:
        try:
            self._connect()
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
            self._started.set_exception(error)
            return
        self._started.set_result(None)
        try:
            while self._turn():
                pass
        finally:
            self._end()

    def _connect(self) -> None:
        self._connection = open_writer(self._path)
        try:
            self._journal = Journal(self._connection)
            with translated(self._path):
                self._data_version = _data_version(self._connection)
                self._newest = _newest(self._connection)
        except BaseException:
            self._connection.close()
            raise

    def _turn(self) -> bool:
        with self._condition:
            ready = self._condition.wait_for(self._something_to_do, timeout=self._pause())
            if not ready and self._failed and not self._closing:
                self._failed, ready = False, bool(self._queue)
            steps = [] if self._failed else list(self._queue)[: 1 if self._singly else None]
            job = self._jobs.popleft() if self._jobs and not steps and not self._failed else None
            if not steps and job is None and self._closing:
                return False
            self._busy = bool(steps or job)
        if steps:
            self._write(steps)
        elif job is not None:
            self._work(*job)
        elif not ready:
            self._checkpoint(busy_ms=0)
        with self._condition:
            self._busy = False
            self._condition.notify_all()
        return True

    def _pause(self) -> float | None:
        """How long to wait for something to do before a quiet moment is used; None: for ever."""
        if self._failed and self._queue:
            return _RETRY_SECONDS
        return _IDLE_SECONDS if self._dirty else None

    def _something_to_do(self) -> bool:
        return self._closing or (not self._failed and bool(self._queue or self._jobs))

    def _transact(self, work: Callable[[sqlite3.Connection, Journal], T], expected: set[str] | None) -> T:
        """Runs `work` in a transaction. `expected`: names of the operations that it may write; None: not known."""
        if self._doubtful:
            self._read_again()
        try:
            with transaction(self._connection):
                self._check()
                result = work(self._connection, self._journal)
        except BaseException as error:
            self._journal.forget()
            # After an I/O error nothing that SQLite remembers of the file is believed any more.
            self._doubtful = isinstance(error, sqlite3.Error) and not _is_harmless(self._path, error)
            self._expected = expected
            raise
        self._newest = _newest(self._connection)
        self._dirty = True
        return result

    def _check(self) -> None:
        """Raises UserError when somebody else has written, or may. Called within the transaction: it holds until then."""
        self._guard()
        if _data_version(self._connection) != self._data_version:
            raise self._foreign_writer()

    def _foreign_writer(self) -> UnavailableError:
        return UnavailableError(
            f"Another program has written to {self._path}. Nothing of yours was lost; save elsewhere, then look at both.",
            code="foreign_writer",
        )

    def _read_again(self) -> None:
        """Opens the file anew and looks whether it holds what was called saved."""
        self._connection.close()
        earlier = self._newest
        self._connect()
        if earlier is not None and not _holds(self._connection, earlier):
            self._newest = earlier
            raise UnavailableError(
                f"{self._path} no longer holds what was saved there: the disk is not to be trusted. Save elsewhere.",
                code="disk_error",
            )
        # What came through although an error was reported is ours; anything else is somebody else's.
        if self._newest != earlier and self._newest and self._expected and self._newest[1] not in self._expected:
            self._newest = earlier
            raise self._foreign_writer()
        self._doubtful = False

    def _write(self, steps: list[Step]) -> None:
        entries = [entry for step in steps for entry in step]
        try:
            self._transact(lambda _, journal: journal.add(entries), {entry.operation.name for entry in entries})
        except Exception as error:  # noqa: BLE001 - this thread must outlive everything: it holds the person's work
            self._failed_to_write(steps, error)
            return
        with self._condition:
            for _ in steps:
                self._queue.popleft()
            self._singly = self._singly and bool(self._queue)
            self._told = ""
        _tell(self._on_saved, steps)

    def _failed_to_write(self, steps: list[Step], error: Exception) -> None:
        words = in_words(self._path, error) if isinstance(error, sqlite3.Error) else error
        if not isinstance(words, UserError) and len(steps) > 1:
            self._singly = True  # a fault of the program: one bad step must not hold up the good ones before it
            return
        cause = f"{type(words).__name__} {words}"
        with self._condition:
            self._failed = True
            told, self._told = self._told, cause
        if told != cause:
            _tell(self._on_failed, words)

    def _work(self, work: Callable[[sqlite3.Connection, Journal], Any], future: Future[Any]) -> None:
        try:
            result = self._transact(work, None)
        except sqlite3.Error as error:
            future.set_exception(in_words(self._path, error))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the future
            future.set_exception(error)
        else:
            future.set_result(result)

    def _checkpoint(self, *, busy_ms: int) -> None:
        """Moves everything from the -wal into the file, so that the lone file is complete.

        Where a reader is in the way, or the disk, nothing is lost: the next quiet moment tries again.
        """
        if not self._dirty:
            return
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
            in_the_way = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        except sqlite3.Error as error:
            self._doubtful = self._doubtful or not _is_harmless(self._path, error)
            return
        self._dirty = bool(in_the_way)

    def _end(self) -> None:
        try:
            self._checkpoint(busy_ms=BUSY_MS)
            self._connection.close()
        except sqlite3.Error as error:
            _tell(self._on_failed, in_words(self._path, error))
        finally:
            with self._condition:
                jobs, self._busy = list(self._jobs), False
                self._jobs.clear()
                self._condition.notify_all()
            for _, future in jobs:
                future.set_exception(UnavailableError("The project was closed before this was begun."))


def _data_version(connection: sqlite3.Connection) -> int:
    """Changes when another connection has written to the file, in this process or elsewhere."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


_Newest = tuple[int, str, bytes]


def _newest(connection: sqlite3.Connection) -> _Newest | None:
    """Row number, name and hash of the newest operation in the file."""
    row = connection.execute(
        """SELECT operation.id, key || ':' || (operation.id & 1099511627775), hash
        FROM operation JOIN actor ON actor.id = operation.id >> 40 ORDER BY operation.id DESC LIMIT 1"""
    ).fetchone()
    return (row[0], row[1], row[2]) if row else None


def _holds(connection: sqlite3.Connection, newest: _Newest) -> bool:
    row = connection.execute("SELECT hash FROM operation WHERE id = ?", (newest[0],)).fetchone()
    return row is not None and row[0] == newest[2]


def _is_harmless(path: Path, error: sqlite3.Error) -> bool:
    return getattr(in_words(path, error), "code", "") in _HARMLESS


def _tell(handler: Callable[[Any], None], value: object) -> None:
    """Calls a handler that others wrote. Its fault is reported like any other, but does not end this thread."""
    try:
        handler(value)
    except Exception:  # noqa: BLE001
        kind, error, trace = sys.exc_info()
        if kind is not None:
            threading.excepthook(threading.ExceptHookArgs((kind, error, trace, threading.current_thread())))
