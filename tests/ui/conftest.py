"""The window's tests run offscreen, in one locale and with pinned fonts: only the faces named here exist, whatever the
system has."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FACES = (
    "NotoNaskhArabic-",
    "NotoSerif-",
    "NotoSans-",
    "NotoSansArabic-",
    "NotoSansArabicUI-",
    "DejaVuSans.",
    "DejaVuSans-Bold.",
    "NotoColorEmoji",
)
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def _pin_fonts() -> tempfile.TemporaryDirectory[str]:
    """Write a fontconfig file that knows only `FACES` and point the process to it."""
    place = tempfile.TemporaryDirectory(prefix="hashiya-fonts-")
    root = Path(place.name)
    (root / "fonts").mkdir()
    for folder in FOLDERS:
        for file in sorted(Path(folder).expanduser().rglob("*.[to]tf")):
            link = root / "fonts" / file.name
            if file.name.startswith(FACES) and not link.exists():
                link.symlink_to(file)
    config = root / "fonts.conf"
    config.write_text(CONFIG.format(fonts=root / "fonts", cache=root / "cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    return place


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns of any other encoding, and a warning is an error here
_PINNED = _pin_fonts()  # before the first QApplication


from PySide6.QtCore import QCoreApplication, QEvent, SignalInstance  # noqa: E402
from PySide6.QtGui import QFontDatabase, QPalette  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from ui.article import ArticleView, Mark  # noqa: E402
from ui.theme import Theme, make_theme  # noqa: E402

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
PATIENCE = 60_000
"""Milliseconds that a test waits for what must come, before it fails."""
MakeView = Callable[..., ArticleView]


class PatientBot(QtBot):
    """Waits long enough for a machine that is busy with something else: who waits for what comes loses no time by it."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE, **options: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:  # noqa: N802
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's robot with more patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _nothing_stays(qapp: QApplication) -> Iterator[None]:
    """What a test has opened is gone before the next one begins, and so are the colours that a window gives to the whole
    application. `deleteLater` alone waits for an event loop, which many tests never run: their windows would live on,
    with timers that go off in the middle of other tests."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.setPalette(QPalette())


@pytest.fixture
def naskh(qapp: QApplication) -> None:
    """Skip where the article's face is not installed: boxes and breaks are pinned to it."""
    if "Noto Naskh Arabic" not in QFontDatabase.families():
        pytest.skip("the font Noto Naskh Arabic is not installed")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme."""
    return make_theme(dark=False)


@pytest.fixture
def make_view(qtbot, theme: Theme, naskh: None) -> Iterator[MakeView]:
    """Open an article view: `make_view(text, marks, width=848, height=700, size=20)`."""
    held: list[ArticleView] = []  # qtbot holds it weakly: the collector would take a view that the test gives no name

    def make(
        text: str, marks: tuple[Mark, ...] = (), *, width: int = 848, height: int = 700, size: int = 20
    ) -> ArticleView:
        view = ArticleView(theme)
        held.append(view)
        qtbot.addWidget(view)
        view.resize(width, height)
        view.set_text_size(size)
        view.set_article(text)
        view.set_marks(marks)
        view.show()
        qtbot.waitExposed(view)
        view.activateWindow()
        view.setFocus()
        QApplication.processEvents()
        return view

    yield make
    held.clear()


@pytest.fixture(scope="session")
def articles() -> list[str]:
    """The real news articles that lie beside the checkout, where they do."""
    found = sorted(ARTICLES.glob("*.txt")) if ARTICLES.is_dir() else []
    if not found:
        pytest.skip("no articles beside the checkout")
    return [file.read_bytes().decode("utf-8") for file in found]
