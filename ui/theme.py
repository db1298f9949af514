"""Colours, sizes and fonts of the window. One `Theme` is handed in; there is no global one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase

ARTICLE_FACES: Final = (
    "Noto Naskh Arabic",
    "Scheherazade New",
    "Amiri",
    "Sakkal Majalla",
    "Traditional Arabic",
    "Geeza Pro",
    "Al Nile",
    "Noto Sans Arabic",
    "Segoe UI",
    "DejaVu Sans",
)
"""Faces for reading Arabic, best first; the first one that the system has is used."""
ARTICLE_LATIN_FACES: Final = ("Noto Serif", "Georgia", "Times New Roman", "DejaVu Serif")
INTERFACE_FACES: Final = ("Noto Sans", "Noto Sans Arabic UI", "Noto Sans Arabic", "Segoe UI", "DejaVu Sans")


class Hue(NamedTuple):
    """A label's three colours: behind words; bar, swatch and solid chip; letters on the fill."""

    fill: QColor
    strong: QColor
    text: QColor


@dataclass(frozen=True)
class Theme:
    """Every colour that may be used, by what it is for. Pairs are checked for contrast in tests/ui/test_theme.py."""

    dark: bool
    page: QColor
    panel: QColor
    sunken: QColor
    line: QColor
    ink: QColor
    ink_second: QColor
    ink_quiet: QColor
    accent: QColor
    accent_soft: QColor
    warning: QColor
    warning_soft: QColor
    error: QColor
    error_soft: QColor
    good: QColor
    good_soft: QColor
    on_strong: QColor
    hues: dict[str, Hue]

    def hue(self, name: str) -> Hue:
        """The hue of that name; slate for one that this build does not know."""
        return self.hues.get(name, self.hues["slate"])


_HUES: Final[dict[str, tuple[str, str]]] = {
    "blue": ("#dfe5fd #3d49b2 #43509a", "#293958 #7ba4f7 #b0cbfe"),
    "orange": ("#fddfd3 #c6510a #8d3d14", "#503117 #d99259 #f7bd90"),
    "green": ("#cef0db #108757 #056942", "#254125 #99df99 #a7daa6"),
    "violet": ("#eedffe #521b79 #4e276d", "#383456 #8a7dd6 #c8c2fd"),
    "teal": ("#c5f0ed #0a6965 #0d6562", "#074241 #4fcfca #86e4e0"),
    "crimson": ("#fddde2 #7f0136 #741f39", "#542b30 #f78f9a #fdb4ba"),
    "sky": ("#d2eafe #067cbd #085d8f", "#0f3f52 #67c1ee #8bd6fa"),
    "brown": ("#fce1c8 #5a3200 #5a3202", "#47370f #af8505 #e5c786"),
    "magenta": ("#fbdbf1 #b04997 #81396f", "#4d2d45 #be85af #f1b4e1"),
    "olive": ("#e0eccb #667c2a #4d6105", "#403a10 #cebe52 #d7cd87"),
    "slate": ("#e2e6ee #364358 #374358", "#343a41 #d3dae2 #bacde1"),
    "clay": ("#feded6 #88402d #88402c", "#542c2c #cf686b #feb4b4"),
}

_SURFACES: Final[dict[str, tuple[str, str]]] = {
    "page": ("#fbfaf7", "#1f2023"),
    "panel": ("#f4f2ec", "#27282c"),
    "sunken": ("#eae7de", "#18191b"),
    "line": ("#d9d5ca", "#3d3f45"),
    "ink": ("#22211e", "#e9e7e1"),
    "ink_second": ("#5d594f", "#b5b2aa"),
    "ink_quiet": ("#7d786c", "#8f8c85"),
    "accent": ("#0b6580", "#6cc5dc"),
    "accent_soft": ("#d9ebf0", "#173c47"),
    "warning": ("#a8480b", "#f2a65e"),
    "warning_soft": ("#fbe9d6", "#45301a"),
    "error": ("#b3261e", "#ff9a8f"),
    "error_soft": ("#fbe3df", "#4a2522"),
    "good": ("#2b7348", "#82cc9d"),
    "good_soft": ("#dcefe0", "#1f3d2b"),
    "on_strong": ("#ffffff", "#17181a"),
}


def make_theme(*, dark: bool) -> Theme:
    """The light or the dark theme."""
    side = 1 if dark else 0
    hues = {name: Hue(*map(QColor, pair[side].split())) for name, pair in _HUES.items()}
    return Theme(dark=dark, hues=hues, **{name: QColor(pair[side]) for name, pair in _SURFACES.items()})


def available(faces: tuple[str, ...]) -> list[str]:
    """Those of `faces` that the system has, in their order."""
    installed = set(QFontDatabase.families())
    return [face for face in faces if face in installed]


def article_font(pixels: float, face: str | None = None) -> QFont:
    """The font of the article at a size in pixels: an Arabic face, a book serif for Latin; no hinting, so that line
    breaks do not depend on the screen."""
    families = [*([face] if face else []), *available(ARTICLE_FACES)[:1], *available(ARTICLE_LATIN_FACES)[:1]]
    font = QFont()
    if families:
        font.setFamilies(families)
    font.setPixelSize(round(pixels))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def interface_font(pixels: int, *, bold: bool = False) -> QFont:
    """The font of everything that is not the article."""
    font = QFont()
    families = available(INTERFACE_FACES)
    if families:
        font.setFamilies(families)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
