"""What the window remembers on this computer: one ini file, one object that is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import platformdirs
from PySide6.QtCore import QByteArray, QLocale, QSettings

from ui.i18n import Digits, Language

Scheme = Literal["system", "light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("system", "light", "dark")
SCALES: Final = (100, 110, 125, 150)
"""Sizes of the interface, in percent."""
TEXT_SIZES: Final = (14, 40)
"""Smallest and largest text of the article, in pixels."""
TEXT_SIZE: Final = 20
SPACINGS: Final = ("close", "normal", "wide")
"""Distances of the article's lines."""
COLUMNS: Final = ("narrow", "normal", "broad")
"""Widths of the article's column; `normal` follows the window."""
_RECENT = 8


def default_path() -> Path:
    """The ini file in the user's configuration folder."""
    return platformdirs.user_config_path("hashiya", appauthor=False) / "window.ini"


def system_language() -> Language:
    """Arabic where the system speaks Arabic first, else English."""
    return "ar" if QLocale.system().language() == QLocale.Language.Arabic else "en"


class Settings:
    """Typed access to the ini file. Values that a hand has broken fall back to the default."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def _get(self, key: str, default: Any) -> Any:
        return self._store.value(key, default)

    def _choice(self, key: str, choices: tuple[Any, ...], default: Any) -> Any:
        value = self._get(key, default)
        return value if value in choices else default

    def _whole(self, key: str, default: int, low: int, high: int) -> int:
        try:
            return min(max(int(self._get(key, default)), low), high)
        except (TypeError, ValueError):
            return default

    def set(self, key: str, value: Any) -> None:
        """Remember a value under `group/name`; written to disk at the latest by `save`."""
        self._store.setValue(key, value)

    def save(self) -> None:
        """Write everything to the file now."""
        self._store.sync()

    @property
    def language(self) -> Language:
        """Language of the window; the system's on the first run."""
        return cast("Language", self._choice("look/language", ("ar", "en"), system_language()))

    @property
    def digits(self) -> Digits:
        """Digits of numbers in the Arabic window."""
        return cast("Digits", self._choice("look/digits", ("arabic", "latin"), "arabic"))

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system."""
        return cast("Scheme", self._choice("look/scheme", SCHEMES, "system"))

    @property
    def scale(self) -> int:
        """Size of the interface in percent."""
        return self._whole("look/scale", 100, SCALES[0], SCALES[-1])

    @property
    def text_size(self) -> int:
        """Size of the article's text in pixels; until somebody chooses one, as large as the interface."""
        return self._whole("look/text_size", self.usual_text_size, *TEXT_SIZES)

    @property
    def usual_text_size(self) -> int:
        """Even size of the article's text in pixels that goes with the size of the interface."""
        return 2 * round(TEXT_SIZE / 2 * self.scale / 100)

    @property
    def face(self) -> str:
        """Face of the article's text; empty for the best one that the system has."""
        return str(self._get("look/face", ""))

    @property
    def spacing(self) -> str:
        """How far apart the article's lines stand: one of `SPACINGS`."""
        return str(self._choice("look/spacing", SPACINGS, "normal"))

    @property
    def column(self) -> str:
        """How wide the article's column is: one of `COLUMNS`."""
        return str(self._choice("look/column", COLUMNS, "normal"))

    @property
    def chips(self) -> bool:
        """Whether mentions carry their label's name in the text."""
        return self._get("look/chips", "yes") != "no"

    @property
    def card(self) -> bool:
        """Whether a card explains the mention under the mouse."""
        return self._get("look/card", "yes") != "no"

    def forget(self, key: str) -> None:
        """Take a value back: the default counts again."""
        self._store.remove(key)

    @property
    def keys(self) -> dict[str, list[str]]:
        """Chords that the person has given to actions, by the action's id."""
        self._store.beginGroup("keys")
        found = {id: str(self._store.value(id, "")).split() for id in self._store.childKeys()}
        self._store.endGroup()
        return found

    def set_keys(self, id: str, chords: Sequence[str] | None) -> None:
        """Give chords to an action; None takes back the person's own ones."""
        if chords is None:
            self._store.remove(f"keys/{id}")
        else:
            self.set(f"keys/{id}", " ".join(chords))

    @property
    def person(self) -> str:
        """The name that was last given on this computer."""
        return str(self._get("person/name", ""))

    @property
    def recent(self) -> list[Path]:
        """Projects that were open, newest first; those that are gone are left out."""
        value = self._get("projects/recent", [])
        texts = [value] if isinstance(value, str) else list(value or [])
        return [path for path in map(Path, map(str, texts)) if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Put a project at the top of the recent ones."""
        kept = [path, *(other for other in self.recent if other != path)][:_RECENT]
        self.set("projects/recent", [str(each) for each in kept])

    def last_document(self, project: Path) -> str:
        """Name of the document that was open last in that project; empty if none."""
        return str(self._get(f"documents/{_plain(project)}", ""))

    def set_last_document(self, project: Path, name: str) -> None:
        """Remember the open document of a project."""
        self.set(f"documents/{_plain(project)}", name)

    def place(self, project: Path, name: str) -> tuple[int, int]:
        """Caret and first code point in view of the document that was left last in a project; (0, 0) for another."""
        value = str(self._get(f"places/{_plain(project)}", "")).split(" ", 2)
        if len(value) == 3 and value[2] == name and value[0].isdecimal() and value[1].isdecimal():
            return int(value[0]), int(value[1])
        return 0, 0

    def set_place(self, project: Path, name: str, caret: int, top: int) -> None:
        """Remember where a document was left."""
        self.set(f"places/{_plain(project)}", f"{caret} {top} {name}")

    def state(self, name: str) -> QByteArray | None:
        """A geometry or splitter state that was stored under that name."""
        value = self._get(f"window/{name}", None)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_state(self, name: str, value: QByteArray) -> None:
        """Remember a geometry or splitter state."""
        self.set(f"window/{name}", value)


@cache
def _plain(path: Path) -> str:
    """A path as one ini key."""
    return str(path.resolve()).replace("/", "|").replace("\\", "|")
