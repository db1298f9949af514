"""Colours that somebody picks for a label: whether they can be read in a theme, and the nearest ones that can."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtGui import QColor

from annotator.schema import ColorPair
from ui.theme import Theme, contrast, make_theme, own_hue

THEMES: Final = (make_theme(dark=False), make_theme(dark=True))
"""The two themes that a pair of colours is for; their pixels do not matter."""
_LIGHTNESS: Final = (0.38, 0.66)
"""Where the look for a readable colour of a hue begins in each theme, 0 (black) to 1 (white)."""
_BAR, _LETTERS = 3.0, 4.5


class Weak(NamedTuple):
    """A pair of colours that is too close: what it is, its contrast, and what is needed at least (after WCAG 2)."""

    what: str
    found: float
    needed: float


def weaknesses(color: QColor, theme: Theme) -> list[Weak]:
    """Where a label of this colour could not be read in a theme, the worst first."""
    hue = own_hue(color.name(), color.name(), theme)
    pairs = (
        ("bar_page", hue.strong, theme.page, _BAR),
        ("bar_fill", hue.strong, hue.fill, _BAR),
        ("letters_fill", hue.text, hue.fill, _LETTERS),
        ("words_fill", theme.ink, hue.fill, _LETTERS),
        ("letters_chip", theme.on_strong, hue.strong, _LETTERS),
    )
    found = [Weak(what, contrast(a, b), needed) for what, a, b, needed in pairs]
    return sorted((weak for weak in found if weak.found < weak.needed), key=lambda weak: weak.found / weak.needed)


def nearest(color: QColor, theme: Theme) -> QColor:
    """The colour of the same hue, as little lighter or darker as it must be to be read in a theme."""
    hue, strength, lightness, _ = color.getHslF()
    for step in range(256):
        for way in (-1, 1):
            light = lightness + way * step / 255
            if 0 <= light <= 1:
                found = QColor.fromHslF(max(hue, 0.0), strength, light)
                if not weaknesses(found, theme):
                    return found
    return theme.hue("slate").strong  # never comes: grey of some lightness is always read


def pair_of(hue: int, strength: int) -> ColorPair:
    """A readable pair of a hue (degrees, 0 to 359) and a strength (percent)."""
    light, dark = (
        nearest(QColor.fromHslF(hue / 360, strength / 100, lightness), theme).name()
        for theme, lightness in zip(THEMES, _LIGHTNESS, strict=True)
    )
    return ColorPair(light, dark)


def pair_like(name: str) -> ColorPair:
    """The colours of a named hue as a pair of one's own, to begin with."""
    light, dark = (theme.hue(name).strong.name() for theme in THEMES)
    return ColorPair(light, dark)
