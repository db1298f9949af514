"""Ctrl+C in the terminal where the window was started, and the end of a session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from annotator.jobs.inspecting import check
from annotator.project import Project
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import NEW, OpenWindow, mark_one
from ui.dialogs.boxes import Box
from ui.dialogs.progress import Progress
from ui.told import Told
from ui.window import Window

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals to send here")

START = """
import sys
from PySide6.QtCore import QTimer
from ui import app
from ui.hands import Hands

build = app.build

def begun(window):
    if window.desk.project is not None:
        window.article.setFocus()
        hands = Hands(window.article)
        hands.press("ArrowLeft")
        hands.press("Digit1")
    print("up", flush=True)

def built(*arguments, **options):
    QTimer.singleShot(0, lambda: print("loop", flush=True))
    window = build(*arguments, **options)
    QTimer.singleShot(0, lambda: begun(window))
    return window

app.build = built
from annotator.cli import main
main(sys.argv[1:])
"""
"""The program as it starts, but for words on stdout: when its first event loop runs, and when a mention was marked."""


def test_the_end_of_a_session_closes_the_window_as_its_cross_does(tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "p.hashiya"
    path.write_bytes(sample.read_bytes())
    child = _start(tmp_path, path)
    assert child.stdout is not None
    assert [child.stdout.readline(), child.stdout.readline()] == [b"loop\n", b"up\n"]
    child.send_signal(signal.SIGTERM)
    _, said = child.communicate(timeout=60)
    assert (child.returncode, said) == (143, b"")
    assert not list(tmp_path.glob("*-wal"))
    assert not list(tmp_path.glob("*.owner"))
    assert "geometry" in (tmp_path / "config" / "hashiya" / "window.ini").read_text("utf-8")
    assert check(path, deep=True) == []
    assert mentions_of(path) == 1
    assert mentions_of(max((tmp_path / "data").rglob("*.hashiya"))) == 1, "the backup at the end"


def mentions_of(path: Path) -> int:
    project = Project.open(path, write=False)
    try:
        return sum(len(project.layer(row.id, NEW).mentions) for row in project.document_rows())
    finally:
        project.close()


def test_ctrl_c_ends_a_window_that_says_why_there_is_no_project(tmp_path: Path) -> None:
    child = _start(tmp_path, tmp_path / "none.hashiya")
    assert child.stdout is not None
    assert child.stdout.readline() == b"loop\n"
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in said


def _start(folder: Path, project: Path) -> subprocess.Popen[bytes]:
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    return subprocess.Popen(
        [sys.executable, "-c", START, str(project), "--as", NEW],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def told(qapp: QApplication) -> Iterator[Told]:
    made = Told(qapp)
    made.listen()
    yield made
    made.remove()
    made.deleteLater()


@pytest.fixture
def unsaved(open_window: OpenWindow, told: Told, full_disk: list[bool], qtbot) -> Window:
    """A window with a mark that the full disk does not take."""
    window = open_window(NEW)
    told.watch(window)
    mark_one(window)
    qtbot.waitUntil(lambda: window.desk.failure is not None)
    return window


def told_to_end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_steps_that_cannot_be_saved_are_asked_about_and_whoever_stays_is_told_again(
    unsaved: Window, told: Told, full_disk: list[bool], qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unsaved
    asked: list[tuple[str, object]] = []

    def stay(box: Box) -> int:
        asked.append((box.text, signal.getsignal(signal.SIGTERM)))
        full_disk.clear()
        box.buttons[-1].click()
        return 0

    monkeypatch.setattr(Box, "exec", stay)
    told_to_end()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0][1] == signal.SIG_DFL, "a second signal would end the process"
    assert window.isVisible()
    assert told.number == 0
    qtbot.waitUntil(lambda: window.desk.project.unsaved == 0)
    told_to_end()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert told.number == signal.SIGTERM
    assert len(asked) == 1


def test_a_long_job_is_stopped_first(
    open_window: OpenWindow, told: Told, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text("".join(f'{{"id":"n{i}","text":"نص رقم {i}"}}\n' for i in range(3000)), "utf-8")
    window = open_window(NEW)
    told.watch(window)
    count = len(window.desk.project.document_rows())
    real = Progress.wait_for

    def wait_for(progress: Progress, future) -> None:
        QTimer.singleShot(0, told_to_end)
        real(progress, future)

    monkeypatch.setattr(Progress, "wait_for", wait_for)
    path = window.desk.project.path
    window.files.import_these([lines])
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.desk.project is None
    project = Project.open(path, write=False)
    try:
        assert len(project.document_rows()) in (count, count + 3000)
    finally:
        project.close()


def a_session() -> tuple[SimpleNamespace, list[str]]:
    """A session manager as far as a program may speak to it, and what was said."""
    said: list[str] = []
    manager = SimpleNamespace(
        allowsInteraction=lambda: True, cancel=lambda: said.append("cancel"), release=lambda: said.append("release")
    )
    return manager, said


def test_the_end_of_a_session_can_be_put_off_while_something_is_not_saved(
    unsaved: Window, told: Told, full_disk: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unsaved
    monkeypatch.setattr(Box, "exec", lambda box: box.buttons[-1].click())
    session, said = a_session()
    told._on_commit(session)
    assert said == ["cancel", "release"]
    full_disk.clear()
    window.desk.project.retry()
    session, said = a_session()
    told._on_commit(session)
    assert said == []
    assert window.isVisible()
    assert window.desk.project.unsaved == 0
    assert window.settings.path.exists()
