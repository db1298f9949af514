"""The lists of the page: closed documents, gaps of the guidelines, scores by label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter

from ui.look import BODY, SMALL, Look
from ui.widgets.paint import draw_line, text_direction
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Words

Index = QModelIndex | QPersistentModelIndex
LineRole = Qt.ItemDataRole.UserRole + 1
Two = tuple[str, str]
"""What a row says: above, and smaller below."""


class TwoLines(QAbstractListModel):
    """Rows of two lines each."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: list[Two] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The lines."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        return self._look.words.joined(*line) if role == Qt.ItemDataRole.DisplayRole else None

    def show(self, lines: Sequence[Two]) -> None:
        """Shows other rows, if they are others."""
        if list(lines) != self.lines:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()


class TwoLineRows(Rows):
    """A list of them."""

    def __init__(self, look: Look, name: str, empty: Words) -> None:
        super().__init__(look, empty=empty)
        self._name = name
        self.lines = TwoLines(look, self)
        self.setModel(self.lines)
        _Delegate(self)
        self.relook()

    def relook(self) -> None:
        """The name follows the language."""
        super().relook()
        if hasattr(self, "_name"):
            self.setAccessibleName(self.look.tr(self._name))


class _Delegate(RowDelegate):
    def __init__(self, view: Rows) -> None:
        super().__init__(view.look, view, 50, lambda index: index.row() == view.currentIndex().row())

    def key(self, index: Index) -> object:
        return index.data(LineRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        above, below = index.data(LineRole)
        body = self.inside(rect, 16, 16)
        first = QRect(body.left(), rect.top() + px(4), body.width(), px(22))
        second = QRect(body.left(), rect.top() + px(26), body.width(), px(18))
        side = text_direction(above)
        align = "start" if side == look.direction else "end"
        draw_line(painter, first, above, look.font(BODY), theme.ink, direction=side, align=align)
        draw_line(painter, second, below, look.font(SMALL), theme.ink_second, direction=look.direction)
