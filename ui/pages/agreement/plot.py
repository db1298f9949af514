"""What all plots share: places that can be reached by mouse and keyboard, that say what they are, and that open."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.look import Look
from ui.pages.agreement import ink

_PAD: Final = 6
"""Room at both sides for the focus ring (design pixels)."""
_STEPS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class Spot(NamedTuple):
    """A bar, a cell or a row: where it is, in which row and column (from the reading side), what it says, what it asks
    for when it is opened (None: nothing)."""

    rect: QRectF
    row: int
    column: int
    said: str
    asks: object | None = None


class Plot(QWidget):
    """Base of the plots. `opened(asks)`: a spot was opened. `reached(rect)`: the keyboard came to a spot.

    Subclasses give `lay_out(width)`, which sets `spots` and returns the height, and `draw(painter)`.
    """

    opened = Signal(object)
    reached = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.title = ""
        self.spots: list[Spot] = []
        self._here = -1
        self._under = -1
        self._tall = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        look.changed.connect(self.renew)

    # -- for subclasses -----------------------------------------------------------------------------------------------
    def lay_out(self, width: int) -> int:
        """Places everything in `width` px, at the sides of which is room for the ring; returns the height."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paints everything as it was laid out."""
        raise NotImplementedError

    def from_start(self, start: float, width: float, top: float, height: float) -> QRectF:
        """A box whose edge at the reading side is `start` px from the plot's."""
        pad = self.look.px(_PAD)
        left = self._wide - pad - start - width if self.look.words.right_to_left else pad + start
        return QRectF(left, top, width, height)

    def across(self, top: float, height: float) -> QRectF:
        """A box from one side of the plot to the other."""
        return QRectF(0, top, self._wide, height)

    def _lay_out(self, width: int) -> int:
        self._wide = width
        self._inner = width - 2 * self.look.px(_PAD)
        return self.lay_out(self._inner)

    # -- size ---------------------------------------------------------------------------------------------------------
    _wide = _inner = 400

    def renew(self) -> None:
        """Lays out and paints again."""
        self._tall = self._lay_out(max(80, self.width()))
        self._here = min(self._here, len(self.spots) - 1)
        self._under = -1
        self.setFixedHeight(max(1, self._tall))
        self.setAccessibleName(self.title)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is place."""
        return QSize(self.look.px(320), self._tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays out anew at another width."""
        if event.size().width() != event.oldSize().width():
            self.renew()

    def picture(self, painter: QPainter, width: int) -> int:
        """Paints the plot for a file, `width` px wide, without focus; returns its height."""
        wide = self._wide
        try:
            height = self._lay_out(width)
            self.draw(painter)
        finally:
            self._lay_out(wide)
        return height

    # -- the current spot ---------------------------------------------------------------------------------------------
    @property
    def current(self) -> Spot | None:
        """What has the keyboard."""
        return self.spots[self._here] if 0 <= self._here < len(self.spots) else None

    def go_to(self, place: int) -> None:
        """Gives the keyboard to a spot."""
        if not 0 <= place < len(self.spots):
            return
        self._here = place
        spot = self.spots[place]
        self.setAccessibleName(spot.said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.reached.emit(spot.rect)
        self.update()

    def _spot_at(self, event: QMouseEvent | QHelpEvent) -> int:
        at = event.position() if isinstance(event, QMouseEvent) else event.pos().toPointF()
        return next((n for n, spot in enumerate(self.spots) if spot.rect.contains(at)), -1)

    def _next(self, rows: int, columns: int) -> int:
        """The nearest spot in that direction, in rows and columns from the reading side."""
        here = self.spots[self._here]
        if columns and self.look.words.right_to_left:
            columns = -columns
        ahead = []
        for number, spot in enumerate(self.spots):
            down, on = spot.row - here.row, spot.column - here.column
            if (rows and down * rows > 0) or (columns and on * columns > 0 and not down):
                ahead.append((abs(down) if rows else abs(on), abs(on), number))
        return min(ahead)[2] if ahead else self._here

    # -- events -------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space open."""
        key = Qt.Key(event.key())
        if not self.spots:
            event.ignore()
        elif key in _STEPS:
            self.go_to(self._next(*_STEPS[key]) if self._here >= 0 else 0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self.spots) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._here < 0:
                self.go_to(0)
            self._open(self._here)
        else:
            event.ignore()

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.spots) and self.spots[place].asks is not None:
            self.opened.emit(self.spots[place].asks)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        place = self._spot_at(event)
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.go_to(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """And opens it."""
        place = self._spot_at(event)
        if event.button() == Qt.MouseButton.LeftButton and place == self._here:
            self._open(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the mouse and can be opened stands out."""
        place = self._spot_at(event)
        if place != self._under:
            self._under = place
            open_ = place >= 0 and self.spots[place].asks is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if open_ else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        super().leaveEvent(event)
        self._under = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first spot, or the one of last time, has the keyboard."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.go_to(max(0, self._here))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tip of the mouse says what the spot says."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._spot_at(event)
            if place >= 0:
                QToolTip.showText(event.globalPos(), self.spots[place].said, self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground under the mouse, the plot, the focus."""
        painter = QPainter(self)
        if 0 <= self._under < len(self.spots) and self.spots[self._under].asks is not None:
            self.draw_under(painter, self.spots[self._under])
        self.draw(painter)
        if self.hasFocus() and self.current is not None:
            ink.ring(painter, self.look, self.current.rect)

    def draw_under(self, painter: QPainter, spot: Spot) -> None:
        """The spot under the mouse."""
        ink.rounded(painter, spot.rect, self.look.px(4), self.look.theme.panel)
