"""Paragraphs, split by us at every line separator of Unicode, with the separators counted in the offsets."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_SEPARATOR: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_OTHERS: Final = "\r\x85\u2028\u2029"


class Paragraph(NamedTuple):
    """One paragraph in code points: its text is [start, end), its separator [end, next)."""

    start: int
    end: int
    next: int


def _separators(text: str) -> Iterator[tuple[int, int]]:
    """Where each separator starts and ends. An expression looks at every letter; most texts have one kind alone."""
    if any(other in text for other in _OTHERS):
        yield from (separator.span() for separator in _SEPARATOR.finditer(text))
        return
    place = text.find("\n")
    while place >= 0:
        yield place, place + 1
        place = text.find("\n", place + 1)


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of `text`, split at LF, CRLF, CR, U+0085, U+2028 and U+2029.

    They tile the text: every code point belongs to exactly one. There is always at least one, and a separator at the
    end of the text is followed by a last, empty paragraph.
    """
    ends, nexts = zip(*_separators(text), (len(text), len(text)), strict=True)
    return tuple(map(Paragraph._make, zip((0, *nexts[:-1]), ends, nexts, strict=True)))


def index_at(paragraphs: Sequence[Paragraph], offset: int) -> int:
    """Index of the paragraph that holds the code point at `offset`; the text's end belongs to the last one.

    A separator belongs to the paragraph that it ends. An offset outside the text raises ValueError.
    """
    if not 0 <= offset <= paragraphs[-1].next:
        raise ValueError(f"offset {offset} is outside the text (0 to {paragraphs[-1].next} code points)")
    return bisect_right(paragraphs, Paragraph(offset, sys.maxsize, sys.maxsize)) - 1
