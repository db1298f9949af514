"""Lists: a list view that stays quiet, and what every row shares: ground, chosen edge, focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look import BODY, Look
from ui.widgets.text import Words

Index = QModelIndex | QPersistentModelIndex


class Rows(QListView):
    """Rows of one height. Enter and a click activate; an empty list says what to do instead."""

    def __init__(self, look: Look, *, empty: Words | None = None) -> None:
        super().__init__()
        self.look, self._empty = look, empty
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        look.changed.connect(self._relook)

    def _relook(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter activates the row under the keyboard, on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the words for an empty list."""
        super().paintEvent(event)
        model = self.model()
        if self._empty is None or (model is not None and model.rowCount() > 0):
            return
        px = self.look.px
        painter = QPainter(self.viewport())
        painter.setFont(self.look.font(BODY))
        painter.setPen(self.look.theme.ink_second)
        painter.setLayoutDirection(self.look.direction)
        place = self.viewport().rect().adjusted(px(16), px(12), -px(16), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._empty())


class RowDelegate(QStyledItemDelegate):
    """Base of the delegates: draws ground and focus, then asks `draw` for the rest."""

    def __init__(self, look: Look, view: Rows, height: int, chosen: Callable[[Index], bool]) -> None:
        super().__init__(view)
        self.look, self.height, self.chosen = look, height, chosen

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Height of the design; the view gives the width."""
        return QSize(0, self.look.px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, edge, content, focus."""
        theme, px, rect = self.look.theme, self.look.px, QRect(option.rect)
        painter.save()
        if self.chosen(index):
            painter.fillRect(rect, theme.accent_soft)
            self.draw_edge(painter, rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.sunken)
        self.draw(painter, rect, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 2, -3, -2), px(4), px(4))
        painter.restore()

    def draw_edge(self, painter: QPainter, rect: QRect) -> None:
        """Three pixels of accent at the start of the chosen row."""
        width = self.look.px(3)
        left = rect.right() + 1 - width if self.look.words.right_to_left else rect.left()
        painter.fillRect(left, rect.top(), width, rect.height(), self.look.theme.accent)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The content of a row."""
        raise NotImplementedError

    def inside(self, rect: QRect, start: int, end: int) -> QRect:
        """The piece of a row between two distances (design pixels) from its start and its end edge."""
        a, b = self.look.px(start), self.look.px(end)
        return rect.adjusted(b, 0, -a, 0) if self.look.words.right_to_left else rect.adjusted(a, 0, -b, 0)

    def at_start(self, rect: QRect, start: int, width: int) -> QRect:
        """A piece `width` pixels wide whose start edge is `start` design pixels from the row's start edge."""
        a = self.look.px(start)
        left = rect.right() + 1 - a - width if self.look.words.right_to_left else rect.left() + a
        return QRect(left, rect.top(), width, rect.height())

    def at_end(self, rect: QRect, end: int, width: int) -> QRect:
        """A piece `width` pixels wide whose end edge is `end` design pixels from the row's end edge."""
        b = self.look.px(end)
        left = rect.left() + b if self.look.words.right_to_left else rect.right() + 1 - b - width
        return QRect(left, rect.top(), width, rect.height())
