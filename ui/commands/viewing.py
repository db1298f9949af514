"""How the window looks: text size, interface size, language, digits, theme, panes."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ui.actions import chords
from ui.article.view import ArticleView
from ui.i18n import Digits, Language, Translator
from ui.look import Look
from ui.settings import TEXT_SIZE, TEXT_SIZES, Scheme, Settings
from ui.theme import make_theme

_STEP = 2
SPACING: Final = {"close": 0.85, "normal": 1.0, "wide": 1.25}
"""Factors of the distance of lines."""
COLUMN: Final = {"narrow": 520, "normal": None, "broad": 760}
"""Widths of the column at text size 20, in pixels; None: as the window allows."""
_USUAL: Final = {"face": None, "spacing": 1.0, "column": None}


class Viewing(QObject):
    """Handlers of the view menu that need nothing but the look and the article."""

    zoomed = Signal()

    def __init__(self, look: Look, article: ArticleView, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._article, self._settings, self._window = look, article, settings, parent
        self._applied: dict[str, object] = {}
        self._qt_words: QTranslator | None = None
        article.zoom_wanted.connect(lambda steps: self._choose_text_size(self._article.text_size + _STEP * steps))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)
        self._load_qt_words()

    # -- text ---------------------------------------------------------------------------------------------------------
    def zoom(self, how: str) -> None:
        """`larger`, `smaller` or `normal`: as large as the interface."""
        if how == "normal":
            self._settings.forget("look/text_size")
            self._set_text_size(self._settings.text_size)
        else:
            self._choose_text_size(self._article.text_size + (_STEP if how == "larger" else -_STEP))

    def _choose_text_size(self, size: float) -> None:
        size = min(max(size, TEXT_SIZES[0]), TEXT_SIZES[1])
        self._settings.set("look/text_size", int(size))
        self._set_text_size(size)

    def _set_text_size(self, size: float) -> None:
        self._article.set_text_size(size)
        self.zoomed.emit()

    @property
    def zoom_percent(self) -> int:
        """The article's text size against the normal one."""
        return round(100 * self._article.text_size / TEXT_SIZE)

    def choices(self) -> dict[str, str]:
        """What is chosen in each group of the view menu."""
        settings = self._settings
        return {
            "scale": str(settings.scale),
            "language": settings.language,
            "digits": settings.digits,
            "scheme": settings.scheme,
        }

    def comfort(self) -> None:
        """Face, size, spacing and column on one page."""
        from ui.dialogs.comfort import ComfortDialog

        ComfortDialog(self._look, self._settings, self.apply_comfort, self._window).show()

    def apply_comfort(self) -> None:
        """Makes the article what the settings of comfort say."""
        settings, article = self._settings, self._article
        self._set_text_size(settings.text_size)
        article.set_chips(settings.chips)
        article.set_hover_card(settings.card)
        for setter, key, value in (
            ("set_face", "face", settings.face or None),
            ("set_spacing", "spacing", SPACING[settings.spacing]),
            ("set_column", "column", COLUMN[settings.column]),
        ):
            # The view may be older than these; and it begins with what is usual.
            if hasattr(article, setter) and self._applied.get(key, _USUAL[key]) != value:
                getattr(article, setter)(value)
                self._applied[key] = value
        self._look.set_face(settings.face)

    # -- look ---------------------------------------------------------------------------------------------------------
    def set_scale(self, percent: str) -> None:
        """Size of the interface, and of the article where nobody has chosen another."""
        self._settings.set("look/scale", int(percent))
        self.apply()
        self._set_text_size(self._settings.text_size)

    def set_language(self, language: str) -> None:
        """Arabic or English, at once."""
        self._settings.set("look/language", language)
        self._load_qt_words()
        self.apply()

    def set_digits(self, digits: str) -> None:
        """Arabic-Indic or Latin digits in the Arabic window."""
        self._settings.set("look/digits", digits)
        self.apply()

    def set_scheme(self, scheme: str) -> None:
        """Light, dark or as the system."""
        self._settings.set("look/scheme", scheme)
        self.apply()

    def apply(self) -> None:
        """Makes the look what the settings say."""
        settings = self._settings
        theme = make_theme(dark=is_dark(settings.scheme), scale=settings.scale / 100)
        words = Translator(settings.language, settings.digits)
        self._look.keymap = chords(settings.keys, right_to_left=words.right_to_left)
        self._look.switch(theme=theme, words=words)

    def _on_system_scheme(self, _scheme: Qt.ColorScheme) -> None:
        if self._settings.scheme == "system":
            self.apply()

    def _load_qt_words(self) -> None:
        """Qt's own words (buttons of the file chooser) in the window's language."""
        application = QApplication.instance()
        if self._qt_words is not None and application is not None:
            application.removeTranslator(self._qt_words)
            self._qt_words = None
        if self._settings.language == "ar" and application is not None:
            words = QTranslator(self)
            if words.load("qtbase_ar", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                application.installTranslator(words)
                self._qt_words = words


def is_dark(scheme: Scheme) -> bool:
    """Whether the dark theme is meant."""
    if scheme == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return scheme == "dark"


def first_look(settings: Settings) -> Look:
    """The look that the settings ask for."""
    theme = make_theme(dark=is_dark(settings.scheme), scale=settings.scale / 100)
    return Look(theme, Translator(cast("Language", settings.language), cast("Digits", settings.digits)))
