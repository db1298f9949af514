"""Helpers for the article view's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from ui.article import ArticleView, Mark, MarkLook
from ui.theme import Theme

MakeMark = Callable[..., Mark]


@pytest.fixture
def make_mark(theme: Theme) -> MakeMark:
    """A mark: `make_mark("m1", (3, 9), name="Person", short="PER", ...)`; several spans make it discontinuous."""

    def make(
        mark_id: str, *spans: tuple[int, int], name: str = "شخص", short: str = "شخ", hue: str = "blue", **kw
    ) -> Mark:
        event = kw.pop("event", False)
        cycle = kw.pop("cycle", 0)
        look = MarkLook(name, short, theme.hue(hue), cycle, event)
        return Mark(mark_id, tuple(Span(*span) for span in spans), look, **kw)

    return make


class Hand:
    """Moves the mouse in a view at places taken from its geometry."""

    def __init__(self, view: ArticleView) -> None:
        self.view = view

    def before(self, position: int) -> QPoint:
        """A point in the near half of the grapheme that starts at a position: a press there means that position."""
        view = self.view
        view.ensure_visible(Span(position, position + 1))
        end = position + 1
        rects = view.rects(Span(position, end))
        box = rects[0]
        cell = self._cell(position)
        x = box.right() - box.width() * 0.25 if cell else box.left() + box.width() * 0.25
        return QPointF(x, box.center().y()).toPoint()

    def after(self, position: int) -> QPoint:
        """A point in the far half of the grapheme that ends at a position."""
        view = self.view
        view.ensure_visible(Span(position - 1, position))
        box = view.rects(Span(position - 1, position))[-1]
        x = box.left() + box.width() * 0.25 if self._cell(position - 1) else box.right() - box.width() * 0.25
        return QPointF(x, box.center().y()).toPoint()

    def _cell(self, position: int) -> bool:
        """Whether the text at a position runs right to left."""
        scene = self.view.scene
        number = scene.flow.index_of(position)
        layout = scene.layout(number)
        local = position - scene.blocks[number].start
        line = layout.line_at(local)
        return next(cell.rtl for cell in layout.cells(line) if cell.start <= local < cell.end)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move and release, as a hand does it."""
        viewport = self.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(viewport, QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        QApplication.processEvents()

    def click(self, point: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A click that never becomes half of a double click."""
        QTest.mouseClick(
            self.view.viewport(),
            Qt.MouseButton.LeftButton,
            modifier,
            point,
            delay=QApplication.doubleClickInterval() + 50,
        )
        QApplication.processEvents()

    def double_click(self, point: QPoint) -> None:
        """A double click."""
        QTest.mouseClick(
            self.view.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            point,
            delay=QApplication.doubleClickInterval() + 50,
        )
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        QApplication.processEvents()


@pytest.fixture
def hand() -> type[Hand]:
    """The hand on the mouse."""
    return Hand
