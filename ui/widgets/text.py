"""Labels: one line or a paragraph of the window's own words, or a user's text by its own direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QWidget

from ui.look import BODY, SMALL, Look
from ui.widgets.paint import draw_line, text_direction, text_width

Ink = Literal["ink", "ink_second", "accent", "warning", "error", "good"]
Words = Callable[[], str]


def write_from(edit: QPlainTextEdit, direction: Qt.LayoutDirection) -> None:
    """Lines of a field begin at the side where their direction begins: Qt puts them all to the left."""
    option = QTextOption(edit.document().defaultTextOption())
    right = direction == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    option.setTextDirection(direction)
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    edit.document().setDefaultTextOption(option)


class Text(QLabel):
    """A label whose words come from a function, asked again when the language changes. Plain text, never HTML."""

    def __init__(
        self, look: Look, words: Words, *, size: int = BODY, bold: bool = False, ink: Ink = "ink", wrap: bool = False
    ) -> None:
        super().__init__()
        self._look, self._words, self._size, self._bold, self._ink = look, words, size, bold, ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        look.changed.connect(self._relook)
        self._relook()

    def refresh(self) -> None:
        """Asks for the words again."""
        words = self._words()
        if words != self.text():
            self.setText(words)

    def _relook(self) -> None:
        self.setFont(self._look.font(self._size, bold=self._bold))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self._look.theme, self._ink))
        self.setPalette(palette)
        if not self.wordWrap():
            self.setMinimumHeight(self._look.line_height(self._size))
        self.refresh()

    def set_ink(self, ink: Ink) -> None:
        """Changes the role of the colour."""
        self._ink = ink
        self._relook()


class Line(QWidget):
    """One line of text that is shortened where it does not fit; a user's text keeps its own direction."""

    def __init__(
        self,
        look: Look,
        words: Words,
        *,
        size: int = SMALL,
        bold: bool = False,
        ink: Ink = "ink_second",
        user_text: bool = False,
        naskh: int = 0,
    ) -> None:
        super().__init__()
        self._look, self._words, self._size, self._bold, self._ink = look, words, size, bold, ink
        self._user_text, self._naskh = user_text, naskh
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)
        self._relook()

    def _font(self) -> QFont:
        if not self._naskh:
            return self._look.font(self._size, bold=self._bold)
        font = QFont(self._look.naskh(self._naskh))
        font.setBold(self._bold)
        return font

    def refresh(self) -> None:
        """Asks for the words again; nothing happens when they are the same."""
        words = self._words()
        if words != self._text:
            self._take(words)

    def _relook(self) -> None:
        self._take(self._words())

    def _take(self, words: str) -> None:
        self._text = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words that are shown."""
        return self._text

    def set_ink(self, ink: Ink) -> None:
        """Changes the role of the colour."""
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        """The whole line."""
        height = round(self._look.px(self._naskh) * 1.6) if self._naskh else self._look.line_height(self._size)
        return QSize(text_width(self._font(), self._text), height)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(min(self.sizeHint().width(), self._look.px(24)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line at the start of the window's direction, a user's text at the start of its own."""
        direction = text_direction(self._text) if self._user_text else self._look.direction
        painter = QPainter(self)
        color = getattr(self._look.theme, self._ink)
        draw_line(painter, self.rect(), self._text, self._font(), color, direction=direction)
