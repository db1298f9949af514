"""Colours, sizes and fonts of the window. One `Theme` is handed in; there is no global one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

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
READING_FACES: Final = ARTICLE_FACES[:-1]
"""Those of them that are good to read for hours."""
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
    scale: float = 1.0

    def px(self, size: float) -> int:
        """A length of the design, in the pixels of this interface scale."""
        return round(size * self.scale)

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


def make_theme(*, dark: bool, scale: float = 1.0) -> Theme:
    """The light or the dark theme; `scale` is the size of the interface (1.0 to 1.5), never of the article."""
    side = 1 if dark else 0
    hues = {name: Hue(*map(QColor, pair[side].split())) for name, pair in _HUES.items()}
    return Theme(dark=dark, hues=hues, scale=scale, **{name: QColor(pair[side]) for name, pair in _SURFACES.items()})


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


def own_hue(light: str, dark: str, theme: Theme) -> Hue:
    """The hue of a colour that somebody picked (#rrggbb for each theme): a fill near the page, letters near the ink."""
    strong = QColor(dark if theme.dark else light)
    return Hue(mixed(theme.page, strong, 0.22), strong, mixed(strong, theme.ink, 0.45))


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """A colour on the way from `first` to `second`; `share` is how far, 0 to 1."""
    parts = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio of two colours after WCAG 2: 1 (none) to 21."""

    def luminance(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def make_palette(theme: Theme) -> QPalette:
    """The colours for everything that Qt draws by itself."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.panel,
        QPalette.ColorRole.Base: theme.page,
        QPalette.ColorRole.AlternateBase: theme.panel,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.ToolTipBase: theme.page,
        QPalette.ColorRole.ToolTipText: theme.ink,
        QPalette.ColorRole.PlaceholderText: theme.ink_second,
        QPalette.ColorRole.Highlight: mixed(theme.page, theme.accent, 0.35),
        QPalette.ColorRole.HighlightedText: theme.ink,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Light: theme.page,
        QPalette.ColorRole.Midlight: theme.sunken,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.sunken,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, color)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.ink_quiet)
    return palette


_SHEET: Final = """
QToolTip {{ color: {ink}; background: {page}; border: 1px solid {line}; padding: {p4}px {p8}px; font-size: {small}px; }}
QMenuBar {{ background: transparent; border: none; }}
QMenuBar::item {{ color: {ink}; background: transparent; padding: {p6}px {p8}px {p3}px {p8}px; margin: 0; border-radius: {p6}px; }}
QMenuBar::item:selected {{ background: {sunken}; }}
QMenuBar::item:pressed {{ background: {accent_soft}; }}
QMenu {{ color: {ink}; background: {page}; border: 1px solid {line}; padding: {p4}px 0; icon-size: {p16}px;
  menu-scrollable: 1; }}
QMenu::item {{ padding: {p4}px {p24}px {p4}px {p24}px; min-height: {p20}px; }}
QMenu::icon {{ margin: 0 {p10}px; }}
QMenu::indicator {{ width: {p12}px; height: {p12}px; margin: 0 {p10}px; border-radius: {p6}px;
  border: 1px solid {ink_quiet}; background: {page}; }}
QMenu::indicator:checked {{ border: {p4}px solid {accent}; }}
QMenu::item:selected {{ background: {accent_soft}; color: {ink}; }}
QMenu::item:disabled {{ color: {ink_quiet}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4}px 0; }}
QLineEdit {{ color: {ink}; background: {page}; border: 1px solid {line}; border-radius: {p6}px;
  padding: 0 {p8}px; min-height: {p26}px; icon-size: {p16}px;
  selection-background-color: {selection}; selection-color: {ink}; }}
QLineEdit:focus {{ border: 1px solid {accent}; }}
QSlider::groove:horizontal {{ height: {p4}px; background: {sunken}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: {p16}px; margin: -{p6}px 0; border-radius: {p8}px; background: {accent}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {ink}; }}
QPlainTextEdit {{ color: {ink}; background: {page}; border: 1px solid {line}; border-radius: {p6}px; padding: 0 {p4}px;
  selection-background-color: {selection}; selection-color: {ink}; }}
QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
QTableView, QScrollArea {{ background: transparent; border: none; outline: none; }}
QScrollBar:vertical {{ background: transparent; width: {p10}px; margin: 0; border: none; }}
QScrollBar::handle:vertical {{ background: {thumb}; min-height: {p24}px; border-radius: {p3}px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {ink_quiet}; }}
QScrollBar:horizontal {{ background: transparent; height: {p10}px; margin: 0; border: none; }}
QScrollBar::handle:horizontal {{ background: {thumb}; min-width: {p24}px; border-radius: {p3}px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: transparent; width: 0; height: 0; border: none; }}
QDialog {{ background: {panel}; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet of the window: menus, fields, scroll bars. Everything else is painted by its widget."""
    names = ("ink", "ink_quiet", "page", "panel", "sunken", "line", "accent", "accent_soft")
    colors = {name: getattr(theme, name).name() for name in names}
    colors["thumb"] = mixed(theme.sunken, theme.ink_quiet, 0.55).name()
    colors["selection"] = mixed(theme.page, theme.accent, 0.35).name()
    sizes = {f"p{n}": theme.px(n) for n in (3, 4, 6, 8, 10, 12, 16, 20, 24, 26)}
    return _SHEET.format(small=theme.px(11), **colors, **sizes)
