"""The words of the window in Arabic and English: one readable catalogue, one `Translator` that is handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any, Final, Literal

import msgspec

from annotator.resources import resource

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
Digits = Literal["arabic", "latin"]
PLURALS: Final[dict[str, tuple[str, ...]]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "en": ("one", "other"),
}
"""The forms that a counted message must have in each language (CLDR's categories)."""

_FSI, _PDI = "\u2068", "\u2069"
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Phrase(str):
    """Text that the translator made: it is not isolated again when it becomes part of another message."""

    __slots__ = ()


def isolate(text: str) -> Phrase:
    """`text` between first-strong isolates, so that it cannot disturb the order of the sentence around it."""
    return Phrase(f"{_FSI}{text}{_PDI}")


def plural_form(language: str, n: int) -> str:
    """The CLDR plural category of a whole number."""
    if language != "ar":
        return "one" if n == 1 else "other"
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    rest = n % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Every message: id -> language -> text, or a table of plural forms."""
    return read_catalogue(resource("i18n", "messages.toml").read_text(encoding="utf-8"))


_LINE: Final = re.compile(r"\[(?P<section>[^\]]+)\]|(?P<key>[\w-]+) = \{(?P<table>.*)\}")
_TEXT: Final = re.compile(r'([\w-]+) = ("(?:[^"\\]|\\.)*")')


def read_catalogue(text: str) -> dict[str, Mapping[str, Any]]:
    """The messages of a catalogue, by id. It is TOML of one shape, a table of texts on a line, which is read line by line:
    Python's own reader takes a tenth of a second at each start. (A test reads the same with it.)
    """
    found: dict[str, Mapping[str, Any]] = {}
    section = ""
    for match in filter(None, map(_LINE.match, text.splitlines())):
        if match["section"]:
            section = match["section"]
            continue
        texts = {key: _unquoted(quoted) for key, quoted in _TEXT.findall(match["table"])}
        if match["key"] in LANGUAGES:  # the forms of a counted message
            found[section] = {**found.get(section, {}), match["key"]: texts}
        else:
            found[f"{section}.{match['key']}"] = texts
    return found


def _unquoted(text: str) -> str:
    """The text between quotation marks. What TOML escapes, JSON does as well, but for signs beyond U+FFFF."""
    return msgspec.json.decode(text, type=str) if "\\" in text else text[1:-1]


def placeholders(text: str) -> set[str]:
    """Names of the values that a message asks for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


class Translator:
    """The words of one language. Numbers are Arabic-Indic in Arabic unless `digits` says Latin."""

    def __init__(self, language: Language, digits: Digits = "arabic") -> None:
        self.language: Language = language
        self.digits: Digits = digits

    @property
    def right_to_left(self) -> bool:
        """Whether the window is mirrored."""
        return self.language == "ar"

    @property
    def indic(self) -> bool:
        """Whether numbers are written with Arabic-Indic digits."""
        return self.language == "ar" and self.digits == "arabic"

    def number(self, n: int) -> Phrase:
        """A whole number, grouped by thousands from 10,000 on."""
        text = f"{n:,}" if abs(n) >= 10_000 else str(n)
        return Phrase(text.translate(_ARABIC).replace(",", "٬") if self.indic else text)

    def percent(self, n: int) -> Phrase:
        """A whole percentage with its sign."""
        return Phrase(f"{self.number(n)}٪" if self.indic else f"{n}%")

    def digits_of(self, text: str) -> Phrase:
        """Our own text (a time, a date) with this language's digits. Never for a user's text."""
        return Phrase(text.translate(_ARABIC) if self.indic else text)

    def tr(self, message: str, /, **values: Any) -> Phrase:
        """The message with its values: numbers in the language's digits, texts isolated by direction.

        A counted message takes its plural form from `n`. KeyError for an id that the catalogue does not have.
        """
        text = catalogue()[message][self.language]
        if isinstance(text, Mapping):
            text = text[plural_form(self.language, values["n"])]
        return Phrase(text.format_map({name: self._value(value) for name, value in values.items()}))

    def _value(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return value if isinstance(value, Phrase) else isolate(str(value))
        return self.number(value)

    def joined(self, *parts: str) -> Phrase:
        """A short list on one line: «26 mentions, 4 events»."""
        return Phrase(("، " if self.language == "ar" else ", ").join(part for part in parts if part))
