"""Code points to UTF-16 code units and to UTF-8 bytes, and back. The only place where offsets change their unit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Final

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_BLOCK: Final = 256
"""Code points between two known UTF-8 positions."""


class OffsetMap:
    """Converts offsets into one text. All offsets run from 0 to the length, both included.

    An offset outside the text, or inside a character, raises ValueError. UTF-16 costs a bisection over the characters
    beyond U+FFFF and nothing where there are none; the table for UTF-8 is built at its first use.
    """

    __slots__ = ("_astral", "_astral16", "_length", "_text", "_utf8")

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text)
        self._astral = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._astral16 = [position + rank for rank, position in enumerate(self._astral)]
        self._utf8: list[int] | None = None

    @property
    def has_astral(self) -> bool:
        """Whether the text holds a character beyond U+FFFF, so that UTF-16 offsets differ from code points."""
        return bool(self._astral)

    @property
    def utf16_length(self) -> int:
        """Length of the text in UTF-16 code units."""
        return self._length + len(self._astral)

    @property
    def utf8_length(self) -> int:
        """Length of the text in UTF-8 bytes."""
        return self._length if self._text.isascii() else self._table()[-1]

    def utf16(self, cp: int) -> int:
        """UTF-16 code units before code point `cp`."""
        _check(cp, self._length, "code points")
        return cp + bisect_left(self._astral, cp) if self._astral else cp

    def from_utf16(self, u: int) -> int:
        """Code points before UTF-16 code unit `u`; ValueError between the two halves of a surrogate pair."""
        _check(u, self.utf16_length, "UTF-16 units")
        if not self._astral:
            return u
        before = bisect_left(self._astral16, u)
        if before and self._astral16[before - 1] + 1 == u:
            raise ValueError(f"UTF-16 offset {u} is inside a character")
        return u - before

    def utf8(self, cp: int) -> int:
        """UTF-8 bytes before code point `cp`."""
        _check(cp, self._length, "code points")
        if self._text.isascii():
            return cp
        block = cp // _BLOCK
        return self._table()[block] + len(self._text[block * _BLOCK : cp].encode())

    def from_utf8(self, b: int) -> int:
        """Code points before byte `b` of the UTF-8 form; ValueError inside a character."""
        _check(b, self.utf8_length, "UTF-8 bytes")
        if self._text.isascii():
            return b
        table = self._table()
        if b == table[-1]:
            return self._length
        block = bisect_right(table, b) - 1
        data = self._text[block * _BLOCK : (block + 1) * _BLOCK].encode()
        rest = b - table[block]
        if data[rest] & 0xC0 == 0x80:
            raise ValueError(f"UTF-8 offset {b} is inside a character")
        return block * _BLOCK + len(data[:rest].decode())

    def _table(self) -> list[int]:
        """UTF-8 bytes before each block of the text, the whole length last."""
        if self._utf8 is None:
            text = self._text
            sizes = (len(text[at : at + _BLOCK].encode()) for at in range(0, self._length, _BLOCK))
            self._utf8 = [0, *accumulate(sizes)]
        return self._utf8


def _check(offset: int, length: int, unit: str) -> None:
    if not 0 <= offset <= length:
        raise ValueError(f"offset {offset} is outside the text (0 to {length} {unit})")
