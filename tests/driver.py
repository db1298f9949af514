"""Drives the real window by events alone, and reads only what a person could see or hear.

    driver = Driver.open(project_path, "سلمى", settings_path)
    driver.go_to("001.txt")                       # Ctrl+PageDown until it is there
    driver.drag(Span(10, 17))                     # the mouse, at points of the painted text
    driver.press("Digit1")                        # a key, by its scan code, with an Arabic layout on
    driver.hands.select(Span(20, 25))             # the keyboard alone
    print(driver.seen(), driver.status())
    driver.close()

Spans are code points of the article. Points come from the boxes of the painted text (`boxes`, `position_at`), keys are
events with the scan code of a place on the keyboard (`KeyQ`, `Shift+Digit2`, `Ctrl+KeyZ`). What is read is the
accessible text, what is painted over it, the list of documents and the status bar. `docs/driver.md` tells more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model import Mention, Span
from annotator.text.graphemes import next_boundary, previous_boundary
from ui.app import application, build
from ui.article.view import ArticleView
from ui.hands import Hands, press, settle
from ui.keys import LETTERS, SCAN_CODES
from ui.settings import Settings
from ui.widgets.text import Line
from ui.window import Window

_SCAN = {place: code + 8 for code, place in SCAN_CODES.items()}
"""The native scan code of each place, as X11, Wayland and Qt's offscreen platform count."""
_TYPED = {place: letter for letter, place in reversed(LETTERS.items())}
"""What an Arabic layout types there."""


class Seen(NamedTuple):
    """A mark as it is painted. `label` is the name on its chip, in the window's language."""

    span: Span
    label: str
    surface: str
    suggestion: bool = False
    problem: bool = False


class Driver:
    """One window under the hands of a person."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.hands = Hands(window.article)

    @classmethod
    def open(cls, project: Path, person: str, settings: Path, size: tuple[int, int] = (1440, 900)) -> Driver:
        """Opens a project in a new window, as `hashiya FILE --as NAME` does."""
        application()
        window = build(project, person, settings=Settings(settings))
        window.resize(*size)
        window.show()
        settle()
        window.activateWindow()
        window.article.setFocus(Qt.FocusReason.OtherFocusReason)
        settle()
        return cls(window)

    def close(self) -> None:
        """Closes the window as a person does; everything is on the disk afterwards."""
        self.window.close()
        settle()
        self.window.deleteLater()
        settle()

    # -- reading ------------------------------------------------------------------------------------------------------
    @property
    def article(self) -> ArticleView:
        """The article view."""
        return self.window.article

    @property
    def text(self) -> str:
        """The article, as a screen reader gets it."""
        heard = QAccessible.queryAccessibleInterface(self.article).textInterface()
        return heard.text(0, heard.characterCount())

    @property
    def selection(self) -> Span | None:
        """What is selected; None for a bare caret and for a chosen mark."""
        return self.article.selection

    @property
    def chosen(self) -> str:
        """What a screen reader says of the chosen mark: its words and its label. Empty when none is chosen."""
        return self.article.accessibleDescription()

    @property
    def documents(self) -> list[str]:
        """Names of the documents in the list, as they show when the mouse rests on a row."""
        model = self.window.documents_panel.list.model()
        rows = (model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(model.rowCount()))
        return [tip.splitlines()[-1] for tip in rows]

    @property
    def document(self) -> str:
        """Name of the open document: the current row of the list."""
        tip = self.window.documents_panel.list.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
        return tip.splitlines()[-1] if tip else ""

    def seen(self) -> list[Seen]:
        """The marks that are painted, proposals with them, in reading order."""
        scene = self.article.scene
        return [
            Seen(
                Span(mark.start, mark.end),
                mark.look.name,
                scene.text[mark.start : mark.end],
                mark.suggestion,
                mark.problem,
            )
            for mark in scene.marks.ordered()
        ]

    def boxes(self, span: Span) -> list[QRectF]:
        """Where a span is painted in the view, line by line; the view scrolls there."""
        self.article.ensure_visible(span)
        settle()
        return self.article.rects(span)

    def status(self) -> list[str]:
        """What the status bar says, from its start to its end."""
        lines = self.window.status.findChildren(Line)
        return [line.text() for line in lines if line.isVisible() and line.text()]

    def stored(self) -> set[tuple[int, int, str]]:
        """(start, end, key of the label) of the mentions that are painted."""
        return {(*mark.span, self._key(mark.label)) for mark in self.seen() if not mark.suggestion}

    def proposed(self) -> dict[Span, str]:
        """Place and key of the label of the proposals that are painted."""
        return {mark.span: self._key(mark.label) for mark in self.seen() if mark.suggestion}

    def _key(self, name: str) -> str:
        labels = self.window.labels
        return next(label.key for label in self.window.desk.schema.labels if labels.name(label.key) == name)

    def mentions(self) -> list[Mention]:
        """The mentions of the layer that is shown, in the order of the text: what the project holds, not what is seen."""
        layer = self.window.desk.layer
        found = layer.mentions.values() if layer else ()
        return sorted(found, key=lambda m: (m.start, -m.end, m.label))

    # -- waiting ------------------------------------------------------------------------------------------------------
    def wait_until(self, condition: Callable[[], object], seconds: float = 60.0) -> None:
        """Lets the window work until something is so. Raises AssertionError when it never is."""
        until = monotonic() + seconds
        while not condition():
            if monotonic() > until:
                raise AssertionError("it never came")
            QTest.qWait(5)

    def rest(self) -> None:
        """Waits until the window has found everything that it proposes."""
        self.wait_until(lambda: not self.window.proposals.busy)
        settle()

    # -- keys ---------------------------------------------------------------------------------------------------------
    def press(self, chord: str) -> None:
        """Presses a chord named by key positions, with the article in focus. A key that writes comes with its scan code
        and with what an Arabic layout types: only its place counts."""
        type_at(self.article, chord)
        settle()

    def go_to(self, name: str) -> None:
        """Turns to a document by the keys for next and previous."""
        for chord in ("Ctrl+PageUp", "Ctrl+PageDown"):
            for _ in range(len(self.documents)):
                if self.document == name:
                    return
                self.press(chord)
        if self.document != name:
            raise AssertionError(f"no way to {name}: at {self.document}")

    # -- the mouse ----------------------------------------------------------------------------------------------------
    def drag(self, span: Span, *, let_go: bool = True) -> None:
        """Lets go of what is selected (so that no handle is in the way), then drags from the start of a span to its
        end."""
        if let_go:
            self.press("Escape")
        self.article.ensure_visible(span)
        settle()
        text = self.article.text
        first = Span(span.start, next_boundary(text, span.start))
        last = Span(previous_boundary(text, span.end), span.end)
        start, end = self.edge(first, span.start), self.edge(last, span.end)
        viewport = self.article.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(viewport, (start + end) / 2)
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
        settle()

    def click(self, span: Span, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Clicks in the middle of a span."""
        QTest.mouseClick(self.article.viewport(), Qt.MouseButton.LeftButton, modifiers, self.middle(span))
        settle()

    def double_click(self, span: Span) -> None:
        """Double-clicks in the middle of a span."""
        point = self.middle(span)
        QTest.mouseClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=point)
        QTest.mouseDClick(self.article.viewport(), Qt.MouseButton.LeftButton, pos=point)
        settle()

    def middle(self, span: Span) -> QPoint:
        """A point in the middle of the first piece of a span."""
        self.article.ensure_visible(span)
        settle()
        return self.article.rects(span)[0].center().toPoint()

    def edge(self, grapheme: Span, position: int) -> QPoint:
        """A point within a letter, on the side at which the caret would stand at `position`."""
        box = self.article.rects(grapheme)[0]
        for share in (0.2, 0.8, 0.35, 0.65):
            point = QPointF(box.left() + box.width() * share, box.center().y())
            if self.article.position_at(QPointF(point.toPoint())) == position:
                return point.toPoint()
        raise AssertionError(f"no side of {grapheme} leads to {position}")


def type_at(widget: QWidget, chord: str) -> None:
    """One press of a chord as a platform with an Arabic layout delivers it."""
    *modifiers, place = chord.split("+")
    if place not in _SCAN or set(modifiers) - {"Shift"}:
        press(widget, chord)  # the same on every layout, or a shortcut that Qt itself has to know
        return
    letter = _TYPED.get(place, "")
    shift = Qt.KeyboardModifier.ShiftModifier if modifiers else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        code = ord(letter[0]) if letter else 0
        QApplication.sendEvent(widget, QKeyEvent(kind, code, shift, _SCAN[place], 0, 0, letter))


def no_double_clicks() -> None:
    """Two clicks in a row count as two clicks, however fast the machine is."""
    QApplication.setDoubleClickInterval(0)
