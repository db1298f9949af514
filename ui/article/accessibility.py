"""The article for screen readers: its text, the caret, the selection, and where each character stands.

Offsets in here are UTF-16 units, as Qt's interface wants them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
)
from PySide6.QtWidgets import QAccessibleWidget

from annotator.model import Span
from annotator.text.offsets import OffsetMap

if TYPE_CHECKING:
    from ui.article.view import ArticleView

_LONGEST: Final = 300
"""Code points of a selection that are read out."""


class AccessibleArticle(QAccessibleWidget, QAccessibleTextInterface):
    """What assistive technology sees of an article view: a read-only document with a caret."""

    def __init__(self, view: ArticleView) -> None:
        QAccessibleWidget.__init__(self, view, QAccessible.Role.Document, "")
        QAccessibleTextInterface.__init__(self)
        self._map: OffsetMap | None = None
        self._mapped = ""

    @property
    def _view(self) -> ArticleView:
        return cast("ArticleView", self.widget())

    @property
    def offsets(self) -> OffsetMap:
        """Code points to UTF-16 and back, of the article that is shown."""
        text = self._view.text
        if self._map is None or self._mapped is not text:
            self._map, self._mapped = OffsetMap(text), text
        return self._map

    def _code_point(self, offset: int) -> int:
        """The code point at an offset; -1 and what lies beyond mean the text's end, a half character its whole."""
        if not 0 <= offset <= self.offsets.utf16_length:
            return len(self._view.text)
        try:
            return self.offsets.from_utf16(offset)
        except ValueError:
            return self.offsets.from_utf16(offset - 1)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """Give the address of the text interface inside of this object: a plain `self` would be that of the widget.

        A null pointer must be wrapped too: None would end the process when a screen reader asks.
        """
        if kind == QAccessible.InterfaceType.TextInterface:
            return shiboken6.VoidPtr(shiboken6.getCppPointer(self)[1], 1)  # type: ignore[call-arg]
        other = super().interface_cast(kind)
        return shiboken6.VoidPtr(0) if other is None else other

    def state(self) -> QAccessible.State:
        """A document that can be read and selected, not written."""
        state = super().state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state

    def text(self, *wanted: Any) -> str:
        """The widget's name and description (one argument), or the article from one offset to another (two)."""
        if len(wanted) == 1:
            return super().text(wanted[0])
        start, end = (self._code_point(offset) for offset in wanted)
        return self._view.text[start:end]

    def characterCount(self) -> int:
        """Length of the article."""
        return self.offsets.utf16_length

    def cursorPosition(self) -> int:
        """Where the caret is."""
        return self.offsets.utf16(self._view.caret)

    def setCursorPosition(self, position: int) -> None:
        """Put the caret somewhere and show it."""
        place = self._code_point(position)
        self._view.select(Span(place, place))
        self._view.ensure_visible(Span(place, place))

    def selectionCount(self) -> int:
        """None for the bridge: PySide cannot pass `selection` on to it and it would read chance numbers instead.

        What is selected is announced (`tell`) and can be asked from Python.
        """
        return 0

    def selection(self, index: int) -> tuple[int, int]:
        """What is selected, or the chosen mark, for callers in Python; an empty stretch at the caret for nothing."""
        mark = self._view.scene.marks.get(self._view.selected_mark)
        chosen = self._view.selection or (
            Span(mark.start, mark.end) if mark else Span(self._view.caret, self._view.caret)
        )
        return self.offsets.utf16(chosen.start), self.offsets.utf16(chosen.end)

    def setSelection(self, index: int, start: int, end: int) -> None:
        """Select from one offset to another."""
        if index == 0:
            self._view.select(Span(self._code_point(start), self._code_point(end)))

    def addSelection(self, start: int, end: int) -> None:
        """Select; there is only ever one selection."""
        self.setSelection(0, start, end)

    def removeSelection(self, index: int) -> None:
        """Select nothing."""
        if index == 0:
            self._view.select(None)

    def scrollToSubstring(self, start: int, end: int) -> None:
        """Show a stretch."""
        self._view.ensure_visible(Span(self._code_point(start), self._code_point(end)))

    def characterRect(self, offset: int) -> QRect:
        """Where a character stands on the screen."""
        start = self._code_point(offset)
        rects = self._view.rects(Span(start, min(start + 1, len(self._view.text))))
        if not rects:
            return QRect()
        box = rects[0].toAlignedRect()
        return QRect(self._view.viewport().mapToGlobal(box.topLeft()), box.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        """The character at a place on the screen, -1 beside the text."""
        found = self._view.grapheme_at(QPointF(self._view.viewport().mapFromGlobal(point)))
        return -1 if found is None else self.offsets.utf16(found.start)


def _factory(_: str, widget: QObject | None) -> AccessibleArticle | None:
    """Make the interface of an article view. The view keeps it alive."""
    make = getattr(widget, "make_accessible", None)
    made: AccessibleArticle | None = None if make is None else make()
    return made


_installed: list[bool] = []


def install() -> None:
    """Let Qt ask us for the interface of article views. Once per process."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_factory)


def tell(view: ArticleView) -> None:
    """Tell a screen reader, if one listens, where the caret is now and what is selected or chosen."""
    if not QAccessible.isActive():
        return
    offsets = OffsetMap(view.text) if view.accessible is None else view.accessible.offsets
    QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, offsets.utf16(view.caret)))
    words = view.accessibleDescription()
    if not words and view.selection is not None:
        words = view.text[view.selection.start : view.selection.end]
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words[:_LONGEST]))
