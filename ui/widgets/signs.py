"""Small things that only show themselves: the program's mark, icons beside words, key hints."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.widgets.paint import draw_icon, draw_key, key_size
from ui.widgets.text import Ink


class Mark(QWidget):
    """The program's own mark."""

    def __init__(self, look: Look, size: int = 22) -> None:
        super().__init__()
        self._look, self._size = look, size
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedSize(self._look.px(self._size), self._look.px(self._size))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark."""
        draw_icon(QPainter(self), self._look, "hashiya", self._look.theme.accent, QRect(self.rect()), self._size)


class Sign(QWidget):
    """An icon beside words; name and colour role come from functions."""

    def __init__(self, look: Look, sign: Callable[[], tuple[str, Ink]]) -> None:
        super().__init__()
        self._look, self._sign = look, sign
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Asks again."""
        self.setFixedSize(self._look.px(16), self._look.px(20))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon."""
        name, ink = self._sign()
        draw_icon(QPainter(self), self._look, name, getattr(self._look.theme, ink), QRect(self.rect()))


class KeyCap(QWidget):
    """A key hint on its own."""

    def __init__(self, look: Look, keys: str) -> None:
        super().__init__()
        self._look, self._keys = look, keys
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedSize(key_size(self._look, self._look.key(self._keys)))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as the cap."""
        return key_size(self._look, self._look.key(self._keys))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cap."""
        draw_key(QPainter(self), self._look, QRect(self.rect()), self._look.key(self._keys))
