"""The disk refuses, at every write and every sync: nothing saved is lost, the queue stands still, and goes on."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.store import writer as writer_module
from annotator.store.check import check_file
from tests.annotator.hardening.disks import Work, a_writer, apsw, disk, steps_in
from tests.annotator.hardening.worlds import fast_folder, small_project

STEPS = 6


class Sick:
    """A disk that refuses from the nth write or sync on, until it is healed; or that one time only."""

    def __init__(self, kind: str, nth: int, error: Callable[[], Exception], *, once: bool) -> None:
        self.kind, self.nth, self.error, self.once = kind, nth, error, once
        self.counted = 0
        self.healed = False
        self.refused = 0

    def __call__(self, event: tuple[Any, ...]) -> None:
        if event[0] != self.kind or self.healed:
            return
        self.counted += 1
        if self.counted == self.nth or (self.counted > self.nth and not self.once):
            self.refused += 1
            raise self.error()


def full() -> Exception:
    return apsw.FullError("no room")


def broken() -> Exception:
    return apsw.IOError("no answer")


def run(monkeypatch: pytest.MonkeyPatch, origin: Path, folder: Path, sick: Sick) -> int:
    """Six steps on a sick disk; returns how many failures were told."""
    path = folder / "p.hashiya"
    for left in folder.glob("p.hashiya*"):
        left.unlink()
    shutil.copy(origin, path)
    work, saved, told = Work(path), [], []
    failure = threading.Event()

    def failed(error: Exception) -> None:
        told.append(error)
        failure.set()

    with disk(monkeypatch, sick, "wal_autocheckpoint = 8"):
        writer = a_writer(path, saved.extend, failed)
        for _ in range(STEPS):
            writer.submit(work.step())
            if not writer.flush():
                assert failure.is_set() or sick.once
        waiting = [entry.operation.name for step in writer.pending() for entry in step]
        assert saved + waiting == work.names, "a step is neither saved nor waiting, or out of its order"
        assert all(isinstance(error, UserError) and error.code for error in told), told
        sick.healed = True
        writer.retry()
        assert writer.flush()
        assert writer.close() == []
    assert saved == work.names
    assert steps_in(path)[-STEPS:] == work.names
    assert check_file(path, deep=True) == []
    return len(told)


@pytest.mark.parametrize("once", [False, True], ids=["until healed", "once"])
@pytest.mark.parametrize(("kind", "error"), [("write", full), ("write", broken), ("sync", broken)])
def test_refusal_at_every_call(monkeypatch, kind: str, error: Callable[[], Exception], once: bool) -> None:
    monkeypatch.setattr(writer_module, "_RETRY_SECONDS", 3600.0)
    with fast_folder() as folder:
        origin = folder / "origin.hashiya"
        small_project(origin)
        nth = told = 0
        while True:
            nth += 1
            sick = Sick(kind, nth, error, once=once)
            told += run(monkeypatch, origin, folder, sick)
            if not sick.refused:
                break
        print(f"{nth - 1} calls of {kind}, {told} failures told")
        assert told > 3
