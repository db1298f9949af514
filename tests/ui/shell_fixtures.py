"""A real main window on a real copy of the sample project, for the tests of the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.jobs.samples import create_sample
from annotator.model import Span
from ui.app import build
from ui.hands import Hands, press, settle
from ui.settings import Settings
from ui.window import Window

OpenWindow = Callable[..., Window]
ME = "سلمى"
OTHER = "يوسف"
NEW = "لينا"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("sample") / "sample.hashiya"
    create_sample(path)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh computer, in Arabic and light."""
    made = Settings(tmp_path / "settings" / "window.ini")
    made.set("look/language", "ar")
    made.set("look/scheme", "light")
    return made


@pytest.fixture
def open_window(
    qapp: QApplication, sample: Path, settings: Settings, tmp_path: Path, naskh: None
) -> Iterator[OpenWindow]:
    """Opens the window: `open_window(person, size=(1440, 900), project=True)`; closes all at the end."""
    made: list[Window] = []

    def make(person: str | None = NEW, *, size: tuple[int, int] = (1440, 900), path: Path | None = None) -> Window:
        if path is None:
            path = tmp_path / "work.hashiya"
            if not path.exists():
                path.write_bytes(sample.read_bytes())
        window = build(path, person, settings=settings)
        made.append(window)
        return _show(window, size)

    yield make
    for window in made:
        _close(window)


@pytest.fixture
def window(open_window: OpenWindow) -> Window:
    """The window with somebody who has marked nothing yet."""
    return open_window()


@pytest.fixture
def welcome(qapp: QApplication, settings: Settings, naskh: None) -> Iterator[Window]:
    """The window without a project."""
    window = _show(build(settings=settings), (1024, 700))
    yield window
    _close(window)


def _show(window: Window, size: tuple[int, int]) -> Window:
    window.resize(*size)
    window.show()
    settle()
    window.activateWindow()
    if window.desk.project is not None and window.desk.person:
        window.article.setFocus(Qt.FocusReason.OtherFocusReason)
    settle()
    return window


def _close(window: Window) -> None:
    window.close()
    settle()
    window.desk.close()  # also where a test left something that the disk does not take
    window.deleteLater()
    settle()


def open_named(window: Window, name: str) -> None:
    """Opens a document of the sample by its name."""
    row = next(row for row in window.documents.documents.rows if row.name == name)
    window.reading.open_document(row.id)
    settle()


def find(window: Window, surface: str, after: int = 0) -> Span:
    """Where a surface stands in the open article."""
    start = window.article.text.index(surface, after)
    return Span(start, start + len(surface))


def keys(window: Window, *chords: str) -> None:
    """Presses chords in the article, as key events."""
    for chord in chords:
        press(window.article, chord)
    settle()


def typed(window: Window, text: str) -> None:
    """Types letters in the article as a platform without scan codes delivers them."""
    for letter in text:
        _type(window, letter)
    settle()


def write(widget: QWidget, text: str) -> None:
    """Types any letters into a field. (QTest's own typing knows Latin ones only.)"""
    spell(widget, text)
    settle()


def spell(widget: QWidget, text: str) -> None:
    """Types letters as `write` does, and lets no event pass: no timer can have gone off afterwards."""
    for letter in text:
        _type_into(widget, letter)


def _type(window: Window, letter: str) -> None:
    _type_into(window.article, letter)


def _type_into(widget: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(letter), Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


def shown(window: Window) -> set[tuple[str, str]]:
    """(surface, label) of every mention of the shown layer."""
    layer, text = window.desk.layer, window.article.text
    return {(text[m.start : m.end], m.label) for m in layer.mentions.values()} if layer else set()


def mark_one(window: Window) -> None:
    window.article.setFocus()
    hands = Hands(window.article)
    before = len(window.desk.layer.mentions)
    hands.press("Escape")
    while len(window.desk.layer.mentions) == before:
        hands.press("ArrowLeft")
        hands.press("Digit1")
    settle()


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """The writer's next steps fail as on a full disk, until the list is emptied."""
    import sqlite3

    from annotator.store.journal import Journal

    refuse = [True]
    real = Journal.add

    def add(self: Journal, entries) -> None:
        if not refuse:
            return real(self, entries)
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        error.sqlite_errorcode = 13
        raise error

    monkeypatch.setattr(Journal, "add", add)
    return refuse
