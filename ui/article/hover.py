"""The mark under the mouse: shown at once, explained by a card after a rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QTimer

from ui.article.card import HoverCard
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.article.view import ArticleView

REST: Final = 400
"""Milliseconds of rest before the card comes."""


class Hover(QObject):
    """Which mark is hovered, and its card. `text_of` gives the card's lines for a mark's id."""

    def __init__(self, view: ArticleView, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self.enabled = True
        self.text_of: Callable[[str], Sequence[str]] | None = None
        self.card = HoverCard(theme, view.viewport())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST)
        self._timer.timeout.connect(self._show)

    def at(self, point: QPointF) -> None:
        """The mouse moved to a point of the viewport."""
        found = self._view.marks_at(point)
        self._set(found[0] if found else None)
        self.card.hide()
        if found and self.enabled:
            self._timer.start()
        else:
            self._timer.stop()

    def rest(self) -> None:
        """Put the card away: a key, a press or a scroll."""
        self._timer.stop()
        self.card.hide()

    def leave(self) -> None:
        """The mouse is gone, or the mark."""
        self.rest()
        self._set(None)

    def _set(self, mark_id: str | None) -> None:
        state, marks = self._view.state, self._view.scene.marks
        if state.hovered == mark_id:
            return
        before, state.hovered = marks.get(state.hovered), mark_id
        for mark in (before, marks.get(mark_id)):
            if mark is not None:
                self._view.update_mark(mark)

    def _show(self) -> None:
        mark = self._view.scene.marks.get(self._view.state.hovered)
        if mark is None:
            return
        lines = list(self.text_of(mark.id)) if self.text_of else [mark.look.name]
        boxes = self._view.rects(mark.spans[0])
        if boxes:
            surface = self._view.text[mark.start : mark.end]
            self.card.show_lines(surface, lines, boxes[0].toAlignedRect())
