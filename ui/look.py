"""What a widget needs to draw itself: theme, words, fonts, icons. Handed in; `changed` tells when any was switched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.resources import resource
from ui.i18n import Phrase, Translator
from ui.keys import hint
from ui.theme import Theme, article_font, interface_font

SMALL, BODY, TITLE, PAGE_TITLE = 11, 13, 15, 20
"""The four sizes of interface text (heights of their lines: 16, 20, 24, 32)."""
LINE_HEIGHT: Final = {SMALL: 16, BODY: 20, TITLE: 24, PAGE_TITLE: 32}
MIRRORED: Final = frozenset({"undo", "redo", "next", "previous", "split", "list"})
"""Icons that turn round in a right-to-left window."""


class Look(QObject):
    """The appearance of one window."""

    changed = Signal()

    def __init__(self, theme: Theme, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.words = translator
        self.face = ""
        """Face of the article's text where the person has chosen one."""
        self.keymap: Mapping[str, Sequence[str]] = {}
        """The chords of each action, by its id: set where the actions are known."""
        self._pixmaps: dict[tuple[str, float, str, bool, float], QPixmap] = {}
        self._fonts: dict[tuple[float, bool, bool], QFont] = {}

    def switch(self, *, theme: Theme | None = None, words: Translator | None = None) -> None:
        """Changes the theme, the language or both, and tells everybody once."""
        self.theme = theme or self.theme
        self.words = words or self.words
        self._pixmaps.clear()
        self._fonts.clear()
        self.changed.emit()

    def set_face(self, face: str) -> None:
        """Quotes the article's words in another face."""
        if face != self.face:
            self.face = face
            self._fonts.clear()
            self.changed.emit()

    def tr(self, message: str, /, **values: Any) -> Phrase:  # type: ignore[override]
        """A message of the catalogue in the window's language."""
        return self.words.tr(message, **values)

    def key(self, keys: str) -> str:
        """How a chord, or the first chord of an action, is written on a key hint; empty for an action without a key."""
        if keys in self.keymap:
            keys = next(iter(self.keymap[keys]), "")
        return hint(keys).replace("Space", self.tr("key.space")) if keys else ""

    @property
    def direction(self) -> Qt.LayoutDirection:
        """Direction of the window. The article has its own."""
        right = self.words.right_to_left
        return Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight

    def px(self, size: float) -> int:
        """A length of the design in pixels of this interface scale."""
        return self.theme.px(size)

    def line_height(self, size: int) -> int:
        """Height of a line of interface text: high enough for Arabic letters below the baseline."""
        return self.px(LINE_HEIGHT[size])

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """The interface's font at one of the four sizes."""
        key = (size, bold, False)
        if key not in self._fonts:
            self._fonts[key] = interface_font(self.px(size), bold=bold)
        return self._fonts[key]

    def naskh(self, size: float) -> QFont:
        """The article's font, for its words quoted in panels."""
        key = (size, False, True)
        if key not in self._fonts:
            self._fonts[key] = article_font(self.px(size), self.face or None)
        return self._fonts[key]

    def pixmap(self, name: str, color: QColor, size: float = 16, ratio: float = 1.0) -> QPixmap:
        """An icon of the set in one colour, mirrored where it has a direction."""
        turned = name in MIRRORED and self.words.right_to_left
        key = (name, size, color.name(), turned, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _render(name, color, self.px(size), turned, ratio)
        return self._pixmaps[key]

    def icon(self, name: str) -> QIcon:
        """An icon for a menu or a field: ink, and quiet ink where the action is not possible.

        Menus show it at the size of their words, fields always at 16 pixels: it is drawn for both, never shrunk.
        """
        icon = QIcon()
        for size in dict.fromkeys((16.0, 16 * 16 / self.px(16))):
            for ratio in (1.0, 2.0):
                icon.addPixmap(self.pixmap(name, self.theme.ink_second, size, ratio=ratio), QIcon.Mode.Normal)
                icon.addPixmap(self.pixmap(name, self.theme.ink_quiet, size, ratio=ratio), QIcon.Mode.Disabled)
        return icon


def app_icon() -> QIcon:
    """The program's own mark."""
    icon = QIcon()
    for size in (16, 32, 64, 128):
        icon.addPixmap(_render("hashiya", QColor(), size, turned=False, ratio=1.0))
    return icon


def _render(name: str, color: QColor, size: int, turned: bool, ratio: float) -> QPixmap:
    """Draws an SVG of the set at `size` logical pixels."""
    drawing = resource("icons", f"{name}.svg").read_bytes()
    drawing = drawing.replace(b"currentColor", color.name().encode())
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if turned:
        painter.translate(pixmap.width(), 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
