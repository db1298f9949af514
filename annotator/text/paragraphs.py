"""Paragraphs, split by us at every line separator of Unicode, with the separators counted in the offsets."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

_SEPARATOR: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Paragraph(NamedTuple):
    """One paragraph in code points: its text is [start, end), its separator [end, next)."""

    start: int
    end: int
    next: int


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of `text`, split at LF, CRLF, CR, U+0085, U+2028 and U+2029.

    They tile the text: every code point belongs to exactly one. There is always at least one, and a separator at the
    end of the text is followed by a last, empty paragraph.
    """
    found = []
    start = 0
    for separator in _SEPARATOR.finditer(text):
        found.append(Paragraph(start, separator.start(), separator.end()))
        start = separator.end()
    found.append(Paragraph(start, len(text), len(text)))
    return tuple(found)


def index_at(paragraphs: Sequence[Paragraph], offset: int) -> int:
    """Index of the paragraph that holds the code point at `offset`; the text's end belongs to the last one.

    A separator belongs to the paragraph that it ends. An offset outside the text raises ValueError.
    """
    if not 0 <= offset <= paragraphs[-1].next:
        raise ValueError(f"offset {offset} is outside the text (0 to {paragraphs[-1].next} code points)")
    return bisect_right(paragraphs, Paragraph(offset, sys.maxsize, sys.maxsize)) - 1
