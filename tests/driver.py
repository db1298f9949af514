"""Drives the real window by events alone, and reads only what a person could see or hear.

    driver = Driver.open(project_path, "سلمى", settings_path)
    driver.go_to("001.txt")                       # Ctrl+PageDown until it is there
    driver.drag(Span(10, 17))                     # the mouse, at points of the painted text
    driver.press("Digit1")                        # a key, by its position
    driver.hands.select(Span(20, 25))             # the keyboard alone
    driver.close()

Spans are code points of the article. Points come from the article view's own geometry (`rects`, `position_at`).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Mention, Span
from annotator.text.graphemes import next_boundary, previous_boundary
from ui.app import application, build
from ui.article.view import ArticleView
from ui.hands import Hands, press, settle
from ui.settings import Settings
from ui.window import Window


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
    def document(self) -> str:
        """Name of the open document."""
        document = self.window.desk.document
        return document.name if document else ""

    def mentions(self) -> list[Mention]:
        """The mentions of the layer that is shown, in the order of the text."""
        layer = self.window.desk.layer
        found = layer.mentions.values() if layer else ()
        return sorted(found, key=lambda m: (m.start, -m.end, m.label))

    def stored(self) -> set[tuple[int, int, str]]:
        """(start, end, label) of what is shown."""
        return {(m.start, m.end, m.label) for m in self.mentions()}

    # -- keys ---------------------------------------------------------------------------------------------------------
    def press(self, chord: str) -> None:
        """Presses a chord named by key positions, with the article in focus."""
        press(self.article, chord)
        settle()

    def go_to(self, name: str) -> None:
        """Turns to a document by the keys for next and previous."""
        for chord in ("Ctrl+PageUp", "Ctrl+PageDown"):
            for _ in range(len(self.window.desk.project.document_rows()) if self.window.desk.project else 0):
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


def no_double_clicks() -> None:
    """Two clicks in a row count as two clicks, however fast the machine is."""
    QApplication.setDoubleClickInterval(0)
