"""The window under an annotator's hands, beside a read-only QPlainTextEdit with ExtraSelections on the same text.

Ours is the real main window with every panel open, a real project file and the running writer. Each case runs in a
process of its own and measures both in it. Times are ms of CPU of the thread that the person waits for, from the real
event (key, wheel) until everything that follows from it is painted, in all panels.

    label_to_paint_p99  a label key on a selected word, until the frame that shows the label is painted; the words lie
                        anywhere in the text, and the panels have followed what was done before
    label_settled_p99   the same, until all panels have followed and nothing more is due
    scroll_p99          one notch of the wheel
    page_jump_p99       PageDown, and jumps of the scroll bar to anywhere, in turn
    first_paint         from opening the document to the end of paint; median of three documents
    next_document_p50   Ctrl+PageDown through typical documents
    memory_growth       MB of resident memory: from an open small document to the end of all the work above
    start               from the start of the process to a window that takes keys; beside: an empty PySide6 window

Events have measures of their own: see `event_form`. Each measure is one JSON object on a line. `100k_documents` holds 100,000 documents; those that are paged through are
typical (350 words, 25 mentions), the others one sentence with a mention, so that the file stays below 100 MB.
"""

from __future__ import annotations

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.benchmarks.articles import Article, long_article, short_article, typical_articles
from tests.benchmarks.common import emit, fresh, median, percentile


class Amount(NamedTuple):
    """How often each gesture is measured."""

    labels: int = 200
    notches: int = 400
    jumps: int = 120


FULL: Final = Amount()
SLOW: Final = Amount(20, 24, 16)
"""For the text edit on a long text: a label takes it a second."""
TURNS: Final = 80
STARTS: Final = 7
PAUSE: Final = 0.012
"""Seconds between two gestures in which the window may do what it puts off."""
REST_EVERY: Final = 20
REST: Final = 0.35
"""Each so many gestures the hands rest so long: what waits for a pause gets one."""
BREATH: Final = 0.08
"""Seconds between choosing a word and its label."""
ME: Final = "سلمى"
CASES: Final = ("typical", "100kb", "2mb", "100k_documents", "start")
_AIMS: Final[dict[str, str | dict[str, str]]] = {
    "label_to_paint_p99": "<= 8",
    "scroll_p99": "<= 8",
    "page_jump_p99": "<= 33",
    "first_paint": {"typical": "<= 50", "2mb": "<= 250"},
    "next_document_p50": "<= 20",
    "memory_growth": {"2mb": "<= 60"},
    "start": "<= 2 times the empty window",
}
Times = list[tuple[float, float]]
Row = tuple[str, str, str, float, dict[str, Any]]
_LONG: Final = {"100kb": (100_000, 5_000), "2mb": (2_000_000, 50_000)}


def run(*, large: bool = False) -> None:
    """All measures, one after the other; each case in a new process."""
    for case in CASES:
        for row in fresh("tests.benchmarks.view", case)["rows"]:
            emit(*row)
    for row in fresh("tests.benchmarks.event_form")["rows"]:
        emit(*row)


def _row(bench: str, case: str, value: float, beside: float, *, unit: str = "ms", peer: str = "text_edit") -> Row:
    aims = _AIMS.get(bench)
    aim = aims if isinstance(aims, str) or aims is None else aims.get(case)
    return bench, case, unit, value, {peer: round(beside, 2), **({"aim": aim} if aim else {})}


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return percentile(times, 0.99)


# -- the hands --------------------------------------------------------------------------------------------------------


class Bench:
    """Measures gestures: CPU of this thread until all that follows at once is done, then a pause as a hand makes it."""

    def __init__(self) -> None:
        self._count = 0

    def timed(self, act: Callable[[], object]) -> float:
        """Milliseconds of CPU for `act` and everything that follows from it."""
        return self.timed_twice(act)[1]

    def timed_twice(self, act: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds of CPU for `act` until the next frame is painted, and until nothing more is due."""
        from PySide6.QtCore import QCoreApplication

        from ui.hands import settle

        settle()  # what still waits belongs to an earlier gesture
        before = time.thread_time()
        act()
        QCoreApplication.sendPostedEvents()  # what was called forth, then the painting, before any timer, as in a loop
        painted = time.thread_time()
        settle()
        settled = time.thread_time()
        self._count += 1
        self.pause(REST if self._count % REST_EVERY == 0 else PAUSE)
        return (painted - before) * 1000, (settled - before) * 1000

    @staticmethod
    def pause(seconds: float) -> None:
        """Lets the event loop run for so long."""
        from PySide6.QtTest import QTest

        QTest.qWait(round(seconds * 1000))


def wheel(area: Any) -> None:
    """One notch of the wheel, towards the reader, in the middle of a scroll area."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    viewport = area.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle,
        viewport.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def scroll_times(bench: Bench, area: Any, count: int) -> list[float]:
    """Notches of the wheel from four places of the text."""
    bar, times = area.verticalScrollBar(), []
    for part in range(4):
        bar.setValue(bar.maximum() * part // 5)
        bench.pause(0.05)
        times += [bench.timed(lambda: wheel(area)) for _ in range(count // 4)]
    return times


def jump_times(bench: Bench, area: Any, count: int) -> list[float]:
    """PageDown by key and jumps of the scroll bar, in turn."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    rng, bar, times = random.Random(3), area.verticalScrollBar(), []
    for number in range(count):
        if number % 2:
            times.append(bench.timed(lambda: QTest.keyClick(area, Qt.Key.Key_PageDown)))
        else:
            place = rng.random()
            times.append(bench.timed(lambda place=place: bar.setValue(round(place * bar.maximum()))))
    return times


def words_anywhere(article: Article, count: int) -> list[tuple[int, int]]:
    """Words of the text, anywhere, for labelling."""
    from annotator.text.words import next_word

    rng, found = random.Random(5), []
    while len(found) < count:
        word = next_word(article.text, rng.randrange(len(article.text) - 40))
        if word is not None:
            found.append(tuple(word))
    return found


def resident() -> float:
    """Resident memory of this process in MB; 0 where the system does not tell."""
    gc.collect()
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


# -- ours ---------------------------------------------------------------------------------------------------------------


def make_project(path: Path, articles: Sequence[Article], schema: Any = None) -> None:
    """A real project file, with the articles and one person's layers; with the preset `news` or another schema."""
    from annotator.jobs.importing import ImportOptions, import_paths
    from annotator.project import Project
    from annotator.schema import load_preset

    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8", newline="") as file:
        for article in articles:
            file.write(json.dumps(article.line(), ensure_ascii=False) + "\n")
    project = Project.create(path, schema or load_preset("news"))
    try:
        import_paths(project, [lines], ImportOptions(annotator=ME))
    finally:
        project.close()


class Ours:
    """The main window on a project."""

    def __init__(self, folder: Path, articles: Sequence[Article], schema: Any = None) -> None:
        from PySide6.QtCore import Qt

        from ui.app import build
        from ui.hands import settle
        from ui.settings import Settings

        path = folder / "bench.hashiya"
        make_project(path, articles, schema)
        settings = Settings(folder / "window.ini")
        settings.set("look/language", "ar")
        settings.set("look/scheme", "light")
        self.window: Any = build(path, ME, settings=settings)
        self.window.resize(1440, 900)
        self.window.show()
        settle()
        self.window.activateWindow()
        self.article = self.window.article
        self.article.setFocus(Qt.FocusReason.OtherFocusReason)
        settle()

    def open(self, name: str) -> None:
        """Opens a document as a click in the list does."""
        rows = self.window.documents.documents.rows
        self.window.reading.open_document(next(row.id for row in rows if row.name == name))

    def label(self, bench: Bench, article: Article, count: int = FULL.labels) -> Times:
        """Labels words anywhere by their key, until painted and until settled. Every second one is taken back again, so
        that the text stays as it is."""
        from annotator.model import Span
        from ui.hands import press, settle

        times = []
        for number, word in enumerate(words_anywhere(article, count)):
            self.article.select(Span(*word))
            self.article.ensure_visible(Span(*word))
            bench.pause(BREATH)
            before = len(self.window.desk.layer.mentions)
            times.append(bench.timed_twice(lambda number=number: press(self.article, f"Digit{1 + number % 5}")))
            if len(self.window.desk.layer.mentions) == before:
                times.pop()  # the word had that label already, and the window refused
            elif number % 2:
                press(self.article, "Ctrl+KeyZ")
                settle()
        return times

    def next(self) -> None:
        """The next document, by its key."""
        from ui.hands import press

        press(self.article, "Ctrl+PageDown")


# -- the other ----------------------------------------------------------------------------------------------------------


class TextEdit:
    """A read-only QPlainTextEdit of the article's size; every span is an ExtraSelection with a background."""

    def __init__(self, like: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QTextOption
        from PySide6.QtWidgets import QPlainTextEdit

        from ui.hands import settle

        self.edit = QPlainTextEdit()
        self.edit.setReadOnly(True)
        self.edit.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.edit.setFont(like.scene.flow.style.font)
        option = QTextOption(Qt.AlignmentFlag.AlignRight)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        self.edit.document().setDefaultTextOption(option)
        self.edit.resize(like.size())
        self.edit.show()
        self.edit.activateWindow()
        self.edit.setFocus()
        settle()
        self._spans: list[Any] = []

    def open(self, article: Article) -> None:
        """Shows a text with its spans."""
        self._spans = []
        self.edit.setExtraSelections([])
        self.edit.setPlainText(article.text)
        self._spans = [self._selection(start, end, label) for start, end, label in article.spans]
        self.edit.setExtraSelections(self._spans)

    def _selection(self, start: int, end: int, label: str) -> Any:
        from PySide6.QtGui import QColor, QTextCursor
        from PySide6.QtWidgets import QTextEdit

        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        made.format.setBackground(QColor(("#dfe5fd", "#fddfd3", "#cef0db", "#eedffe", "#c5f0ed")[len(label) % 5]))
        return made

    def label(self, bench: Bench, article: Article, count: int) -> Times:
        """Labels words anywhere: one more ExtraSelection. Every second one is taken back."""
        from PySide6.QtGui import QTextCursor

        from ui.hands import settle

        times = []
        for number, (start, end) in enumerate(words_anywhere(article, count)):
            cursor = self.edit.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.edit.setTextCursor(cursor)
            bench.pause(BREATH)
            times.append(bench.timed_twice(lambda start=start, end=end: self._add(start, end)))
            if number % 2:
                self._spans.pop()
                self.edit.setExtraSelections(self._spans)
                settle()
        return times

    def _add(self, start: int, end: int) -> None:
        self._spans.append(self._selection(start, end, "PERS"))
        self.edit.setExtraSelections(self._spans)


# -- the cases ----------------------------------------------------------------------------------------------------------


def one_size(case: str, folder: Path) -> Iterator[Row]:
    """An article of one size: first paint, labels, scrolling, jumps, memory."""
    if case == "typical":
        subjects = list(typical_articles(3, first=100))
    else:
        subjects = [long_article(f"long{number}", *_LONG[case]) for number in range(3)]
    bench = Bench()
    ours = Ours(folder, [*typical_articles(6), *subjects])
    bench.pause(1.0)
    small = resident()
    first = [bench.timed(lambda: ours.open(subjects[0].name))]
    bench.pause(1.0)
    ours_times = (*_turned(ours.label(bench, subjects[0])), *_read(bench, ours.article, FULL))
    bench.pause(3.0)  # hands at rest: what is free may go back to the system
    ours_memory = resident() - small
    first += [bench.timed(lambda s=s: ours.open(s.name)) for s in subjects[1:]]
    small = resident()
    other = TextEdit(ours.article)
    other_first = [bench.timed(lambda: other.open(subjects[0]))]
    amount = SLOW if case == "2mb" else FULL
    other_times = (*_turned(other.label(bench, subjects[0], amount.labels)), *_read(bench, other.edit, amount))
    bench.pause(3.0)
    other_memory = resident() - small
    if amount is FULL:
        other_first += [bench.timed(lambda s=s: other.open(s)) for s in subjects[1:]]
    yield _row("first_paint", case, median(first), median(other_first))
    names = ("label_to_paint_p99", "label_settled_p99", "scroll_p99", "page_jump_p99")
    for name, mine, theirs in zip(names, ours_times, other_times, strict=True):
        yield _row(name, case, p99(mine), p99(theirs))
    yield _row("memory_growth", case, ours_memory, other_memory, unit="MB")


def _turned(pairs: Times) -> tuple[list[float], list[float]]:
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _read(bench: Bench, area: Any, amount: Amount) -> tuple[list[float], list[float]]:
    return scroll_times(bench, area, amount.notches), jump_times(bench, area, amount.jumps)


def many_documents(case: str, folder: Path) -> Iterator[Row]:
    """Turning documents in a large project."""
    count = 100_000
    typical = list(typical_articles(TURNS + 20))
    bench = Bench()
    ours = Ours(folder, [*typical, *(short_article(number) for number in range(count - len(typical)))])
    ours.open(typical[0].name)
    bench.pause(1.0)
    mine = [bench.timed(ours.next) for _ in range(TURNS)]
    other = TextEdit(ours.article)
    theirs = [bench.timed(lambda article=article: other.open(article)) for article in typical[1 : TURNS + 1]]
    yield _row("next_document_p50", case, median(mine), median(theirs))


_EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1440, 900)
window.show()
for _ in range(3):
    app.processEvents()
print(time.thread_time() * 1000)
"""
_FULL = """
import sys, time
from pathlib import Path
from ui.app import build
from ui.settings import Settings
window = build(Path(sys.argv[1]), sys.argv[2], settings=Settings(Path(sys.argv[3])))
window.resize(1440, 900)
window.show()
from PySide6.QtWidgets import QApplication
for _ in range(3):
    QApplication.processEvents()
assert window.article.text and window.isVisible()
print(time.thread_time() * 1000)
window.close()
"""


def start(_case: str, folder: Path) -> Iterator[Row]:
    """Start of the program with a typical document, and of an empty window, in turn. Modules are compiled already, as
    on every computer where the program was started once, whatever this environment says of bytecode."""
    path, settings = folder / "bench.hashiya", folder / "window.ini"
    make_project(path, list(typical_articles(10)))
    compiled = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)

    def spent(*arguments: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", *arguments], stdout=subprocess.PIPE, text=True, check=True, env=compiled
        )
        return float(done.stdout.splitlines()[-1])

    spent(_FULL, str(path), ME, str(settings))
    pairs = [(spent(_FULL, str(path), ME, str(settings)), spent(_EMPTY)) for _ in range(STARTS)]
    full, empty = zip(*pairs, strict=True)
    yield _row("start", "typical", median(full), median(empty), peer="empty_window")


def main(case: str) -> None:
    """One case, in this process."""
    made = {"100k_documents": many_documents, "start": start}.get(case, one_size)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"rows": list(made(case, Path(folder)))}, ensure_ascii=False), flush=True)
    os._exit(0)  # the window's own end is not what is measured


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(sys.argv[1])
