"""Reading on a thread beside the window: results in their order, nothing of a run that was stopped, an end in any case."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.errors import StoppedError, UserError
from ui.models.survey import Survey


def heard(parent: QObject) -> tuple[Survey, list[object]]:
    """A survey, and what it says: (name, found), and "ended"."""
    survey, said = Survey(parent), list[object]()
    survey.read.connect(lambda name, found: said.append((name, found)))
    survey.ended.connect(lambda: said.append("ended"))
    return survey, said


def test_jobs_are_done_in_their_order_and_told_on_the_windows_thread(qtbot) -> None:
    parent = QObject()
    survey, said = heard(parent)
    threads: list[threading.Thread] = []
    survey.read.connect(lambda *_: threads.append(threading.current_thread()))
    survey.start({"a": lambda _: 1, "b": lambda _: 2})
    assert survey.running
    qtbot.waitUntil(lambda: not survey.running)
    assert said == [("a", 1), ("b", 2), "ended"]
    assert set(threads) == {threading.main_thread()}


def test_what_cannot_be_read_ends_it_and_what_was_read_before_stays(qtbot) -> None:
    def broken(_: Callable[[], bool]) -> object:
        raise UserError("the disk has gone")

    parent = QObject()
    survey, said = heard(parent)
    survey.start({"a": lambda _: 1, "b": broken, "c": lambda _: 3})
    qtbot.waitUntil(lambda: not survey.running)
    assert said == [("a", 1), "ended"]


def test_nothing_is_said_of_a_run_that_was_stopped(qtbot) -> None:
    begun = threading.Event()

    def long(stop: Callable[[], bool]) -> object:
        begun.set()
        while not stop():
            threading.Event().wait(0.001)
        raise StoppedError

    parent = QObject()
    survey, said = heard(parent)
    survey.start({"early": lambda _: 0, "old": long})
    assert begun.wait(60)
    survey.stop()
    assert not survey.running
    survey.start({"new": lambda _: 1})
    qtbot.waitUntil(lambda: not survey.running)
    assert said == [("new", 1), "ended"]
