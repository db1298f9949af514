"""Lines, panes and the splitter: how the window is divided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from ui.look import Look

Ground = Literal["page", "panel", "sunken"]
Edge = Literal["top", "bottom", "left", "right"]


class Pane(QWidget):
    """A piece of the window with a ground and perhaps a line along one edge."""

    def __init__(self, look: Look, ground: Ground = "panel", edge: Edge | None = None) -> None:
        super().__init__()
        self.look, self._ground, self._edge = look, ground, edge
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and line."""
        theme = self.look.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), getattr(theme, self._ground))
        width, height = self.width(), self.height()
        lines = {
            "top": (0, 0, width, 1),
            "bottom": (0, height - 1, width, 1),
            "left": (0, 0, 1, height),
            "right": (width - 1, 0, 1, height),
        }
        if self._edge:
            painter.fillRect(*lines[self._edge], theme.line)


class Rule(QWidget):
    """A line of one pixel between sections."""

    def __init__(self, look: Look, *, upright: bool = False) -> None:
        super().__init__()
        self._look = look
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(self.rect(), self._look.theme.line)


class _Handle(QSplitterHandle):
    def __init__(self, splitter: Splitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._splitter = splitter

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.width() // 2, 0, 1, self.height(), self._splitter.look.theme.line)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._splitter.reset_wanted.emit()


class Splitter(QSplitter):
    """Side by side panes with a line between them; double click puts the line back."""

    reset_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look = look
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        look.changed.connect(self.update)

    def createHandle(self) -> QSplitterHandle:
        """The line."""
        return _Handle(self)


class Progress(QWidget):
    """A thin bar: how much of something is done. `share` is asked again at `refresh`."""

    def __init__(self, look: Look, share: Callable[[], float]) -> None:
        super().__init__()
        self._look, self._share = look, share
        self._shown = -1.0
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedHeight(self._look.px(4))
        self.update()

    def refresh(self) -> None:
        """Asks for the share again."""
        if self._share() != self._shown:
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is place."""
        return QSize(self._look.px(120), self._look.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and bar; the bar grows from the reading side."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.sunken)
        self._shown = self._share()
        width = round(self.width() * min(max(self._shown, 0.0), 1.0))
        left = self.width() - width if self._look.words.right_to_left else 0
        painter.fillRect(left, 0, width, self.height(), theme.accent)
