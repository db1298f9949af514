"""Buttons of four kinds, 28 high, with an icon before and a key hint after the words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import BODY, SMALL, Look
from ui.widgets.paint import draw_icon, draw_key, draw_line, key_size, rounded, text_width
from ui.widgets.text import Words

Kind = Literal["main", "plain", "quiet", "danger"]


class Button(QAbstractButton):
    """A button that paints itself. Clicking it leaves the keyboard focus where it was; Tab reaches it."""

    def __init__(
        self,
        look: Look,
        words: Words,
        *,
        kind: Kind = "plain",
        icon: str = "",
        keys: str = "",
        icon_only: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__()
        self._look, self._words, self.kind, self.icon_name, self.keys = look, words, kind, icon, keys
        self._icon_only, self._text_size = icon_only, SMALL if small else BODY
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)
        self._relook()

    def refresh(self) -> None:
        """Asks for the words again; nothing happens when they are the same."""
        if self._words() != self.accessibleName():
            self._relook()

    def set_icon_only(self, icon_only: bool) -> None:
        """Only the icon, with the words as its tip, or everything."""
        if icon_only != self._icon_only:
            self._icon_only = icon_only
            self.setToolTip("")
            self._relook()

    def _relook(self) -> None:
        words = self._words()
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        hint = self._look.key(self.keys) if self.keys else ""
        if self._icon_only:
            self.setToolTip(f"{words} ({hint})" if hint else words)
        self.updateGeometry()
        self.update()

    def _parts(self) -> tuple[int, int, int]:
        """Widths of icon, words and key hint; 0 for what is not there."""
        icon = self._look.px(16) if self.icon_name else 0
        bold = self.kind == "main"
        words = 0 if self._icon_only else text_width(self._look.font(self._text_size, bold=bold), self._words())
        key = 0
        if self._look.key(self.keys) and not self._icon_only:
            key = key_size(self._look, self._look.key(self.keys)).width()
        return icon, words, key

    def sizeHint(self) -> QSize:
        """28 high; as wide as its parts with 8 between and 12 around."""
        px = self._look.px
        if self._icon_only:
            return QSize(px(28), px(28))
        parts = [part for part in self._parts() if part]
        around = 8 if self.kind == "quiet" else 12
        return QSize(sum(parts) + px(8) * (len(parts) - 1) + 2 * px(around), px(28))

    def minimumSizeHint(self) -> QSize:
        """Buttons never shrink: their words are whole."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too, on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Ground, border, ink for the state the button is in."""
        theme = self._look.theme
        if not self.isEnabled():
            return None, None if self.kind == "quiet" else theme.line, theme.ink_quiet
        if self.kind == "main":
            return theme.accent, None, theme.page
        ink = theme.error if self.kind == "danger" else theme.ink
        line = None if self.kind == "quiet" else theme.line
        if self.isChecked() or self.isDown():
            return theme.accent_soft, line, ink
        if self.underMouse():
            return theme.sunken, line, ink
        return None if self.kind == "quiet" else theme.page, line, ink

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, icon, words, key hint, in reading order."""
        look, px = self._look, self._look.px
        ground, line, ink = self._colors()
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), px(6), ground, line)
        if self._icon_only:
            quiet = look.theme.ink_second if self.isEnabled() else look.theme.ink_quiet
            draw_icon(painter, look, self.icon_name, quiet, self.rect())
            return
        main = self.kind == "main" and self.isEnabled()
        x = px(8 if self.kind == "quiet" else 12)
        icon, words, key = self._parts()
        if icon:
            draw_icon(painter, look, self.icon_name, ink, self._place(x, icon))
            x += icon + px(8)
        font = look.font(self._text_size, bold=self.kind == "main")
        draw_line(painter, self._place(x, words), self._words(), font, ink, direction=look.direction)
        if key:
            place = self._place(x + words + px(8), key)
            place.setHeight(px(18))
            place.moveTop((self.height() - px(18)) // 2)
            draw_key(painter, look, place, look.key(self.keys), on_accent=main)

    def _place(self, x: int, width: int) -> QRect:
        """The piece that starts `x` from the button's start edge."""
        left = self.width() - x - width if self._look.words.right_to_left else x
        return QRect(left, 0, width, self.height())
