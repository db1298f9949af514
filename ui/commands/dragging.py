"""Dragging a mention by its chip: onto an entity, or onto another mention."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from ui.article.view import ArticleView
from ui.desk import Desk

_FAR = 6
"""So far (px) the mouse moves before it is a drag."""


class Dragging(QObject):
    """Watches the mouse in the article; the article itself goes on as always.

    `row_at` tells the row of the entities at a global position (-1: none), `point_to` shows it; `on_row(mention, row)` and
    `on_mention(mention, other)` are called when it is let go.
    """

    def __init__(self, desk: Desk, article: ArticleView) -> None:
        super().__init__(desk)
        self._desk, self._article = desk, article
        self.row_at: Callable[[QPoint], int] = lambda _place: -1
        self.point_to: Callable[[int], None] = lambda _row: None
        self.on_row: Callable[[str, int], None] = lambda _mention, _row: None
        self.on_mention: Callable[[str, str], None] = lambda _mention, _other: None
        self._mention, self._from, self._moving = "", QPointF(), False
        article.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on a chip may begin it."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._mention, self._from, self._moving = self._chip_at(event.position()), event.position(), False
            elif event.type() == QEvent.Type.MouseMove and self._mention:
                self._move(event)
            elif event.type() == QEvent.Type.MouseButtonRelease and self._mention:
                self._let_go(event)
        return super().eventFilter(watched, event)

    def _chip_at(self, point: QPointF) -> str:
        layer = self._desk.layer
        if layer is None or not self._desk.writable or self._article.state.event is not None:
            return ""
        chips = self._article.chip_rects()
        return next((id for id, rect in chips if rect.contains(point) and id in layer.mentions), "")

    def _move(self, event: QMouseEvent) -> None:
        self._moving = self._moving or (event.position() - self._from).manhattanLength() > _FAR
        if self._moving:
            self._article.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.point_to(self.row_at(event.globalPosition().toPoint()))

    def _let_go(self, event: QMouseEvent) -> None:
        mention, moving, self._mention = self._mention, self._moving, ""
        row = self.row_at(event.globalPosition().toPoint())
        layer = self._desk.layer
        found = self._article.marks_at(event.position()) if layer is not None else []
        other = next((id for id in found if layer is not None and id in layer.mentions and id != mention), "")
        if moving:
            # The article has its turn first: it takes the drag for one that selects text.
            QTimer.singleShot(0, lambda: self._drop(mention, row, other))

    def _drop(self, mention: str, row: int, other: str) -> None:
        self._article.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._article.select_mark(mention, reveal=False)
        if row >= 0:
            self.on_row(mention, row)
        elif other:
            self.on_mention(mention, other)
