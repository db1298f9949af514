"""A label's own pair of colours: picked by hue and strength or written as #rrggbb, shown and checked in both themes."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSlider, QVBoxLayout, QWidget

from annotator.schema import ColorPair
from ui.look import BODY, SMALL, Look
from ui.own_colours import THEMES, nearest, pair_of, weaknesses
from ui.pages.schema.fields import Field
from ui.theme import own_hue
from ui.widgets.buttons import Button
from ui.widgets.paint import draw_line, rounded
from ui.widgets.text import Text

SIDES: Final = ("light", "dark")
_SIDE_WORDS: Final = {"light": "theme.light", "dark": "theme.dark"}
_WEAK_WORDS: Final = {
    "bar_page": "own_colour.bar_page",
    "bar_fill": "own_colour.bar_fill",
    "letters_fill": "own_colour.letters_fill",
    "words_fill": "own_colour.words_fill",
    "letters_chip": "own_colour.letters_chip",
}
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")


class _Sample(QWidget):
    """A word with its chip as the article of one theme shows it."""

    def __init__(self, look: Look, side: int) -> None:
        super().__init__()
        self._look, self._theme, self.color = look, THEMES[side], ""
        self.setFixedSize(look.px(120), look.px(48))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(120), self._look.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px, theme = self._look, self._look.px, self._theme
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), px(6), theme.page, look.theme.line)
        hue = own_hue(self.color, self.color, theme)
        word = QRect(px(30), px(18), px(60), px(24))
        painter.fillRect(word, hue.fill)
        painter.fillRect(QRect(word.left(), word.bottom() + 1, word.width(), px(2)), hue.strong)
        chip = QRect(px(62), px(4), px(28), px(14))
        rounded(painter, QRectF(chip), px(3), hue.strong)
        right = Qt.LayoutDirection.RightToLeft
        sample = look.tr("own_colour.sample")
        draw_line(painter, word, sample, look.naskh(15), theme.ink, direction=right, align="center")
        small = look.font(SMALL, bold=True)
        draw_line(painter, chip, look.tr("own_colour.chip"), small, theme.on_strong, direction=right, align="center")


class OwnColours(Field):
    """`picked(ColorPair)` at each change."""

    picked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "own_colour.title")
        self._pair = ColorPair("#364358", "#d3dae2")
        self._showing = False
        self.hue = self._slider("own_colour.hue", 359)
        self.strength = self._slider("own_colour.strength", 100)
        sliders = QGridLayout()
        sliders.setHorizontalSpacing(look.px(12))
        for row, (words, slider) in enumerate((("own_colour.hue", self.hue), ("own_colour.strength", self.strength))):
            sliders.addWidget(Text(look, lambda words=words: look.tr(words), size=SMALL, ink="ink_second"), row, 0)
            sliders.addWidget(slider, row, 1)
        self._column.addLayout(sliders)
        self.lines: list[QLineEdit] = []
        self.samples: list[_Sample] = []
        self.warnings: list[Text] = []
        self.fixes: list[Button] = []
        sides = QHBoxLayout()
        sides.setSpacing(look.px(16))
        for side in range(len(SIDES)):
            sides.addLayout(self._side(side), 1)
        self._column.addLayout(sides)

    def _slider(self, words: str, most: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, most)
        slider.setPageStep(most // 12)
        slider.setAccessibleName(self.look.tr(words))
        slider.setFixedHeight(self.look.px(22))
        slider.valueChanged.connect(self._on_slid)
        return slider

    def _side(self, side: int) -> QVBoxLayout:
        """Sample, field and what is wrong, for one theme."""
        look = self.look
        words = look.tr("own_colour.in_theme", theme=look.tr(_SIDE_WORDS[SIDES[side]]))
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        line = QLineEdit()
        line.setFont(look.font(BODY))
        line.setMaxLength(7)
        line.setFixedWidth(look.px(120))
        line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line.setAccessibleName(words)
        line.textEdited.connect(lambda text: self._on_written(side, text))
        sample = _Sample(look, side)
        warning = Text(look, lambda: self._weakness(side), size=SMALL, ink="warning", wrap=True)
        fix = Button(look, lambda: look.tr("own_colour.take", color=self._better(side)), small=True)
        fix.clicked.connect(lambda: self._take(side, self._better(side)))
        column.addWidget(Text(look, lambda: words, size=SMALL, ink="ink_second"))
        for part in (sample, line):
            row = QHBoxLayout()
            row.addWidget(part)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(warning)
        column.addWidget(fix)
        column.addStretch(1)
        for parts, part in ((self.lines, line), (self.samples, sample), (self.warnings, warning), (self.fixes, fix)):
            parts.append(part)  # type: ignore[attr-defined]
        return column

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_pair(self, pair: ColorPair) -> None:
        """Shows a pair, with what cannot be read in it."""
        self._pair, self._showing = pair, True
        hue, strength, _, _ = QColor(pair.light).getHslF()
        if not self.hue.hasFocus() and not self.strength.hasFocus():
            self.hue.setValue(round(max(hue, 0.0) * 359))
            self.strength.setValue(round(strength * 100))
        for side in range(len(SIDES)):
            color = self._color(side)
            if not self.lines[side].hasFocus() or self.lines[side].text().lower() == color:
                self.lines[side].setText(color)
            self.samples[side].color = color
            self.samples[side].update()
            weak = bool(weaknesses(QColor(color), THEMES[side]))
            self.warnings[side].refresh()
            self.fixes[side].refresh()
            for part in (self.warnings[side], self.fixes[side]):
                part.setVisible(weak)
        self._showing = False

    def _color(self, side: int) -> str:
        return str(getattr(self._pair, SIDES[side])).lower()

    def _better(self, side: int) -> str:
        return nearest(QColor(self._color(side)), THEMES[side]).name()

    def _weakness(self, side: int) -> str:
        """The worst of what cannot be read, as a sentence with the figures."""
        found = weaknesses(QColor(self._color(side)), THEMES[side])
        if not found:
            return ""
        worst = found[0]
        figures = (self.look.words.digits_of(f"{number:.1f}") for number in (worst.found, worst.needed))
        has, needs = figures
        return self.look.tr("own_colour.weak", what=self.look.tr(_WEAK_WORDS[worst.what]), has=has, needs=needs)

    # -- picking ------------------------------------------------------------------------------------------------------
    def _on_slid(self, _value: int) -> None:
        if not self._showing:
            self.picked.emit(pair_of(self.hue.value(), self.strength.value()))

    def _on_written(self, side: int, text: str) -> None:
        if _HEX.fullmatch(text.strip()):
            self._take(side, text.strip().lower())

    def _take(self, side: int, color: str) -> None:
        self.picked.emit(msgspec.structs.replace(self._pair, **{SIDES[side]: color}))
