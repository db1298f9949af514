"""Lists: a list view that stays quiet, and what every row shares: ground, chosen edge, focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.look import BODY, Look
from ui.widgets.frame import Ground
from ui.widgets.text import Words

Index = QModelIndex | QPersistentModelIndex
_KEPT: Final = 400
"""Pictures of rows that a list keeps."""


class Rows(QTableView):
    """Rows of one height. Enter and a click activate; an empty list says what to do instead.

    A table of one column: Qt's list view asks the model for every row whenever one comes or goes.
    """

    def __init__(self, look: Look, *, empty: Words | None = None) -> None:
        super().__init__()
        self.look, self._empty = look, empty
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        look.changed.connect(self.relook)

    def relook(self) -> None:
        """Takes the height of the rows from the delegate."""
        delegate = self.itemDelegate()
        if isinstance(delegate, RowDelegate):
            self.verticalHeader().setDefaultSectionSize(self.look.px(delegate.height))
        self.viewport().update()

    own_keys: frozenset[Qt.Key] = frozenset()
    """Keys that the list takes for itself where they are shortcuts of the window as well."""

    def reset(self) -> None:
        """All rows are new: they are laid out now. In the middle of painting, as Qt does it, they are painted twice."""
        super().reset()
        self.executeDelayedItemsLayout()

    def event(self, event: QEvent) -> bool:
        """Own keys are no shortcuts here."""
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and event.key() in self.own_keys and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

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
    """Base of the delegates. A row is drawn once by `draw` and kept as a picture: shaping Arabic takes its time, and a
    mark makes whole lists move."""

    def __init__(
        self, look: Look, view: Rows, height: int, chosen: Callable[[Index], bool], *, ground: Ground = "panel"
    ) -> None:
        super().__init__(view)
        self.look, self.height, self.chosen, self._ground = look, height, chosen, ground
        self._kept: dict[object, QPixmap] = {}
        look.changed.connect(self._kept.clear)
        view.setItemDelegate(self)
        view.relook()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Height of the design; the view gives the width."""
        return QSize(0, self.look.px(self.height))

    def key(self, index: Index) -> object:
        """Everything that `draw` reads of a row."""
        raise NotImplementedError

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The content of a row."""
        raise NotImplementedError

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row's picture, and the focus over it."""
        rect, theme, px = QRect(option.rect), self.look.theme, self.look.px
        ground: str = self._ground
        if self.chosen(index):
            ground = "accent_soft"
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = "sunken"
        ratio = painter.device().devicePixelRatioF()
        key = (self.key(index), ground, rect.width(), rect.height(), ratio)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._picture(rect.size(), ratio, ground, index)
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = picture
        painter.drawPixmap(rect.topLeft(), picture)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(3, 2, -3, -2), px(4), px(4))
            painter.restore()

    def _picture(self, size: QSize, ratio: float, ground: str, index: Index) -> QPixmap:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(getattr(self.look.theme, ground))
        rect = QRect(QPoint(0, 0), size)
        painter = QPainter(picture)
        if ground == "accent_soft":
            self.draw_edge(painter, rect)
        self.draw(painter, rect, index)
        painter.end()
        return picture

    def draw_edge(self, painter: QPainter, rect: QRect) -> None:
        """Three pixels of accent at the start of the chosen row."""
        width = self.look.px(3)
        left = rect.right() + 1 - width if self.look.words.right_to_left else rect.left()
        painter.fillRect(left, rect.top(), width, rect.height(), self.look.theme.accent)

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
