"""A fault in the program: the window goes on, the person is told once, and the report holds nothing private."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from ui.commands.viewing import first_look
from ui.crash_guard import CrashGuard
from ui.desk import Desk
from ui.settings import Settings

SECRET = "نص لا يراه أحد"


@pytest.fixture
def guard(qtbot, tmp_path: Path) -> Iterator[CrashGuard]:
    window = QWidget()
    qtbot.addWidget(window)
    made = CrashGuard(first_look(Settings(tmp_path / "s.ini")), Desk(window), window, tmp_path / "reports")
    made.install()
    yield made
    made.remove()


def boom() -> None:
    raise ValueError(SECRET)


def test_a_fault_in_a_slot_is_told_and_reported(guard: CrashGuard, qtbot, tmp_path: Path) -> None:
    QTimer.singleShot(0, boom)
    qtbot.waitUntil(lambda: guard._dialog is not None)
    dialog = guard._dialog
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "crash-" in words
    reports = list((tmp_path / "reports").glob("crash-*.txt"))
    assert len(reports) == 1
    report = reports[0].read_text("utf-8")
    assert "ValueError" in report
    assert "test_crash.py" in report
    assert "boom" in report
    assert SECRET not in report
    assert str(tmp_path) not in report
    QTimer.singleShot(0, boom)
    qtbot.wait_until(lambda: guard._dialog is dialog)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()


def test_a_fault_in_a_thread_is_told_on_the_windows_thread(guard: CrashGuard, qtbot) -> None:
    thread = threading.Thread(target=boom)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: guard._dialog is not None)
    with qtbot.waitSignal(guard._dialog.destroyed):
        guard._dialog.close()
