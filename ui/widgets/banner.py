"""A banner above the page: a sign, one sentence, at most two buttons. It stays until it is handled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.paint import draw_icon
from ui.widgets.text import Text, Words

Tone = Literal["error", "warning", "accent"]
Choice = tuple[Words, Callable[[], None]]


class _Sign(QWidget):
    def __init__(self, look: Look, tone: Tone) -> None:
        super().__init__()
        self._look, self._tone = look, tone
        look.changed.connect(self.update)
        self.setFixedWidth(look.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        name = "information" if self._tone == "accent" else "problem"
        painter = QPainter(self)
        draw_icon(painter, self._look, name, getattr(self._look.theme, self._tone), QRect(self.rect()))


class Banner(QWidget):
    """One message that asks for something."""

    def __init__(self, look: Look, words: Words, choices: Sequence[Choice] = (), tone: Tone = "accent") -> None:
        super().__init__()
        self._look, self._tone = look, tone
        self.text = Text(look, words)
        self.text.setWordWrap(True)
        self.buttons: list[Button] = []
        row = QHBoxLayout(self)
        row.addWidget(_Sign(look, tone))
        row.addWidget(self.text, 1)
        for words_of, act in choices[:2]:
            button = Button(look, words_of)
            button.clicked.connect(act)
            self.buttons.append(button)
            row.addWidget(button)
        look.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        px = self._look.px
        self.layout().setContentsMargins(px(24), px(8), px(24), px(8))
        self.layout().setSpacing(px(8))
        self.setMinimumHeight(px(44))
        self.update()

    def refresh(self) -> None:
        """Asks for the sentence again, for one with a count."""
        self.text.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The soft ground of the tone and a line below."""
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), getattr(theme, f"{self._tone}_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)


class Banners(QWidget):
    """The place for banners; one of each name at a time, the newest below."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_banner(self, name: str, words: Words, choices: Sequence[Choice] = (), tone: Tone = "accent") -> Banner:
        """Shows a banner; one of the same name is replaced."""
        self.take_away(name)
        banner = Banner(self._look, words, choices, tone)
        self._shown[name] = banner
        self._column.addWidget(banner)
        self.show()
        return banner

    def banner(self, name: str) -> Banner | None:
        """The banner of that name, if it stands."""
        return self._shown.get(name)

    def take_away(self, name: str) -> None:
        """Removes the banner of that name, if it stands."""
        banner = self._shown.pop(name, None)
        if banner is not None:
            self._column.removeWidget(banner)
            banner.deleteLater()
        self.setVisible(bool(self._shown))
