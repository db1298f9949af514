"""The article cut into blocks: a paragraph is one block, a very long paragraph several."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from annotator.text.graphemes import previous_boundary
from annotator.text.paragraphs import split

LONGEST: Final = 6000
"""Paragraphs with more code points than this are cut, so that no single layout takes more than about 2 ms."""
_WISH: Final = 4000
_HEADLINE: Final = 120
_ENDINGS: Final = (". ", "! ", "؟ ", "? ", "… ", "؛ ", "، ", " ")


_BLANK: Final = re.compile("[\n\x0b\x0c\r\x85\u2028\u2029]")
_BROKEN: Final = re.compile("[\ud800-\udfff\ufffc]")


class Block(NamedTuple):
    """A stretch that is laid out by itself: text [start, end), then a separator [end, next) (empty inside a paragraph).

    `closes` tells that a paragraph ends here; `headline` that this is the article's title.
    """

    start: int
    end: int
    next: int
    closes: bool = True
    headline: bool = False


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a block that starts at `start`: after a sentence, else after a space, else between graphemes."""
    low, high = start + _WISH, start + LONGEST
    for ending in _ENDINGS:
        found = text.rfind(ending, low, high)
        if found >= 0 and not text[found + len(ending)].isspace():
            return previous_boundary(text, found + len(ending) + 1)
    return min(end, previous_boundary(text, high))


def _cut_all(text: str, start: int, end: int, blocks: list[Block]) -> int:
    """Cuts blocks from a very long paragraph; where the last one starts, which ends with it."""
    while end - start > LONGEST:
        cut = _cut(text, start, end)
        if not start < cut < end:
            break
        blocks.append(Block(start, cut, cut, closes=False))
        start = cut
    return start


def blocks_of(text: str) -> list[Block]:
    """Cut the article. Every code point belongs to exactly one block."""
    blocks: list[Block] = []
    for start, end, after in split(text):
        if end - start > LONGEST:
            start = _cut_all(text, start, end, blocks)
        blocks.append(Block(start, end, after))
    first = blocks[0]
    if first.closes and 0 < first.end - first.start < _HEADLINE and text[first.next :].strip():
        blocks[0] = first._replace(headline=True)
    return blocks


def display_text(text: str) -> str:
    """What is handed to Qt instead of `text`: the same number of UTF-16 units, without what PySide or Qt would drop.

    A byte-order mark or U+FFFE at the start changes how PySide decodes the string, a lone surrogate is lost, and a
    separator or object character would break the line.
    """
    shown = _BLANK.sub(" ", _BROKEN.sub("\ufffd", text))
    if shown[:1] in ("\ufeff", "\ufffe"):
        shown = "\u200b" + shown[1:]
    return shown
