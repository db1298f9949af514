"""One section of the page: title, what is shown, the plot; the whole of it can be saved as a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from annotator.errors import UnavailableError
from ui.look import SMALL, TITLE, Look
from ui.pages.agreement import ink
from ui.pages.agreement.plot import Plot
from ui.widgets.buttons import Button
from ui.widgets.paint import text_width
from ui.widgets.text import Line, Text

_RATIO = 2
"""Pixels of a PNG for each of the plot's."""


class Section(QWidget):
    """A heading and a plot. `save_wanted(self, kind)`: as "svg" or "png"."""

    save_wanted = Signal(object, str)

    def __init__(self, look: Look, plot: Plot, *, saves: bool = True) -> None:
        super().__init__()
        self._look, self.plot = look, plot
        self._heading, self._caption = "", ""
        self.title = Text(look, lambda: self._heading, size=TITLE, bold=True)
        self.caption = Line(look, lambda: self._caption)
        self.more = Button(look, lambda: look.tr("agreement.save.picture"), kind="quiet", icon="menu", icon_only=True)
        self.more.clicked.connect(self._open_menu)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addWidget(self.caption, 1)
        self._head.addWidget(self.more)
        if not saves:
            self.more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(plot)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self._look.px
        self._head.setSpacing(px(8))
        self._column.setSpacing(px(8))
        self._head.setContentsMargins(px(6), 0, px(6), 0)
        self.title.setFixedHeight(px(28))

    def add_button(self, button: Button) -> None:
        """Puts a button at the end of the heading."""
        self._head.addWidget(button)

    def set_words(self, heading: str, caption: str = "") -> None:
        """What stands above the plot."""
        self._heading, self._caption = heading, caption
        self.title.refresh()
        self.caption.refresh()
        self.caption.setToolTip(caption)

    # -- pictures -----------------------------------------------------------------------------------------------------
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setFont(self._look.font())
        menu.addAction(self._look.tr("agreement.save.svg")).triggered.connect(
            lambda: self.save_wanted.emit(self, "svg")
        )
        menu.addAction(self._look.tr("agreement.save.png")).triggered.connect(
            lambda: self.save_wanted.emit(self, "png")
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def save(self, target: Path) -> None:
        """Writes the section as a picture; what kind is told by the name's end. Raises UnavailableError."""
        size = self._picture_size()
        if target.suffix.lower() == ".svg":
            done = self._save_svg(target, size)
        else:
            image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(_RATIO)
            painter = QPainter(image)
            self._paint(painter, size)
            painter.end()
            done = image.save(str(target), "PNG")
        if not done:
            raise UnavailableError(f"{target.name} cannot be written there.")

    def _save_svg(self, target: Path, size: QSize) -> bool:
        made = QSvgGenerator()
        made.setFileName(str(target))
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        made.setTitle(f"{self._heading} {self._caption}".strip())
        made.setDescription("\n".join(spot.said for spot in self.plot.spots))
        painter = QPainter()
        if not painter.begin(made):
            return False
        self._paint(painter, size)
        return painter.end()

    def _picture_size(self) -> QSize:
        px = self._look.px
        return QSize(self.plot.width() + px(48), self.plot.height() + px(28 + 8 + 48))

    def _paint(self, painter: QPainter, size: QSize) -> None:
        look, px, theme = self._look, self._look.px, self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.page)
        painter.translate(px(24), px(24))
        wide = size.width() - px(48)
        font, small = look.font(TITLE, bold=True), look.font(SMALL)
        head = text_width(font, self._heading)
        right = look.words.right_to_left
        ink.words(
            painter,
            QRectF(wide - head if right else 0, 0, head, px(28)),
            self._heading,
            font,
            theme.ink,
            look.direction,
        )
        rest = QRectF(0 if right else head + px(8), 0, wide - head - px(8), px(28))
        ink.words(painter, rest, self._caption, small, theme.ink_second, look.direction)
        painter.translate(0, px(36))
        self.plot.picture(painter, wide)
