"""Hands that work the window by key events alone, as a person would: for the demo without a display, and for tests."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model import Span
from ui.article.view import ArticleView
from ui.keys import sequence

_ENOUGH = 4000
"""No way through an article takes more key presses than this."""


class LostError(RuntimeError):
    """The keys did not lead to the place; `where` is how far they came."""


def press(widget: QWidget, chord: str) -> None:
    """One press of a chord named by key positions, such as `Ctrl+Shift+ArrowLeft` or `KeyQ`."""
    keys = QKeySequence(sequence(chord))[0]
    QTest.keyClick(widget, keys.key(), keys.keyboardModifiers())


def settle() -> None:
    """Lets the window catch up with what has happened."""
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


class Hands:
    """Moves and selects in an article by keys. Spans are code points of the article."""

    def __init__(self, article: ArticleView) -> None:
        self._article = article
        self.presses = 0

    def press(self, chord: str) -> None:
        """Presses a chord in the article."""
        self.presses += 1
        press(self._article, chord)

    def select(self, span: Span) -> None:
        """Selects exactly `span`: words by the arrows, prefixes by Space, single letters with Alt.

        Raises LostError when the keys do not lead there.
        """
        self._article.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go_to_word(span.start)
        self._set_start(span.start)
        self._set_end(span.end)
        if self._article.selection != span:
            raise LostError(f"{self._article.selection} instead of {span}")

    def mark(self, span: Span, position: str) -> None:
        """Selects a span and presses the label key at `position`."""
        self.select(span)
        self.press(position)

    def _go_to_word(self, offset: int) -> None:
        """Takes the word that holds `offset`."""
        self.press("Escape")
        here = self._here()
        if here.start > offset:
            self.press("Ctrl+Home")
        for _ in range(_ENOUGH):
            here = self._here()
            if here.start <= offset < here.end or (here.start > offset and here.end > here.start):
                return
            self.press("ArrowLeft")
        raise LostError(f"no word at {offset}")

    def _here(self) -> Span:
        return self._article.selection or Span(self._article.caret, self._article.caret)

    def _set_start(self, offset: int) -> None:
        for _ in range(6):
            if self._here().start == offset:
                return
            self.press("Space")
        # Not a place where a prefix ends: begin anew from the letter.
        self.press("Escape")
        for _ in range(_ENOUGH):
            caret = self._article.caret
            if caret == offset:
                return
            self.press("Alt+ArrowLeft" if caret < offset else "Alt+ArrowRight")
        raise LostError(f"no letter at {offset}")

    def _set_end(self, offset: int) -> None:
        for _ in range(_ENOUGH):
            here = self._here()
            if here.end >= offset and here.end > here.start:
                break
            self.press("Shift+ArrowLeft")
        for _ in range(_ENOUGH):
            here = self._here()
            if here.end <= offset:
                break
            self.press("Alt+Shift+ArrowRight")
