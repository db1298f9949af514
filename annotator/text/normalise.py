"""Search keys: how a text is folded so that spellings of one word meet, with the way back to the text.

Only for finding and comparing, never for storage. The tables are explicit, and what is taken from `unicodedata`
(decompositions of characters that have been assigned since Unicode 4.1) is frozen by Unicode's stability policy, so a
key is the same under every Python.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from typing import Final, NamedTuple

from annotator.text.spans import Span


class Normalised(NamedTuple):
    """A folded text; `origin[i]` is the index, in code points of the source, of what became `text[i]`.

    `origin` never falls and has the length of `text`. Several characters can come from one (a ligature), and what was
    dropped (a vowel mark, tatweel) has none.
    """

    text: str
    origin: array[int]

    def source(self, start: int, end: int) -> Span:
        """The stretch of the source that became `text[start:end]`, which must not be empty.

        Dropped characters at its ends are not in it: `graphemes.snap` adds the marks of the last letter.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start} to {end} is no stretch of a key of {len(self.text)} characters")
        return Span(self.origin[start], self.origin[end - 1] + 1)


_DROPPED: Final = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # accents
    (0x0610, 0x061A),  # Arabic signs above and below
    (0x061C, 0x061C),  # Arabic letter mark
    (0x0640, 0x0640),  # tatweel
    (0x064B, 0x065F),  # vowels, shadda, sukun, hamza and madda as marks
    (0x0670, 0x0670),  # superscript alef
    (0x06D6, 0x06ED),  # Quranic signs
    (0x08CA, 0x08FF),  # more Arabic marks
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x202A, 0x202E),  # embeddings and overrides
    (0x2060, 0x2060),  # word joiner
    (0x2066, 0x2069),  # isolates
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE70, 0xFE7F),  # marks in presentation form
    (0xFEFF, 0xFEFF),  # byte-order mark
)
_SPACES: Final = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LETTERS: Final = {
    "ا": "أإآٱٲٳٵ",
    "ي": "ىئیېےۓێٸ",
    "و": "ؤٶۆ",
    "ه": "ةھہۂۃەۀ",
    "ك": "کڪ",
    ".": "٫",
    ",": "٬",
    " ": _SPACES,
}
_DIGITS: Final = (0x0660, 0x06F0)
_PRESENTATION: Final = ((0xFB50, 0xFBB1), (0xFBD3, 0xFD3D), (0xFD50, 0xFD8F), (0xFD92, 0xFDC7), (0xFDF0, 0xFDFC))
_PRESENTATION_B: Final = (0xFE80, 0xFEFC)


def _table() -> dict[int, str]:
    """What each character that is not kept becomes; nothing for a dropped one."""
    table = {ord(char): folded for folded, chars in _LETTERS.items() for char in chars}
    table |= {zero + value: str(value) for zero in _DIGITS for value in range(10)}
    table |= {code: "" for first, last in _DROPPED for code in range(first, last + 1)}
    latin = {code: _latin(chr(code)) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}
    table |= {code: folded for code, folded in latin.items() if folded != chr(code)}
    for first, last in (*_PRESENTATION, _PRESENTATION_B):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                # A mark alone decomposes to a space that carries it: nothing of it is left.
                plain = plain.lstrip(" ") if unicodedata.combining(plain[-1]) else plain
                table[code] = plain.translate(table)
    return table


def _latin(char: str) -> str:
    """A Latin letter without case and accents, where that leaves one letter."""
    plain = unicodedata.normalize("NFD", char)[0].lower()
    return plain if len(plain) == 1 else char


_TABLE: Final = _table()
_UNEVEN: Final = re.compile("[{}]".format("".join(chr(code) for code, folded in _TABLE.items() if len(folded) != 1)))
"""Characters that become none or several."""


def key(text: str) -> str:
    """The folded form of `text`: no marks, tatweel, direction marks or case, one form of each letter and digit."""
    return text.translate(_TABLE)


def normalise(text: str, begin: int = 0) -> Normalised:
    """The folded form of `text` with the way back, counted from `begin` on for a piece of a longer text."""
    origin = array("I")
    start = begin
    for uneven in _UNEVEN.finditer(text):
        at = begin + uneven.start()
        origin.extend(range(start, at))
        origin.extend([at] * len(_TABLE[ord(uneven[0])]))
        start = at + 1
    origin.extend(range(start, begin + len(text)))
    return Normalised(text.translate(_TABLE), origin)
