"""Sentences and paragraphs, for a third and a fourth click."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from annotator.model import Span
from ui.article.blocks import Block

_END: Final = re.compile(r"[.!?؟…۔]+[\"'”’»)\]]*\s+")


def paragraph_at(blocks: Sequence[Block], number: int) -> Span:
    """The whole paragraph to which a block belongs, without its separator."""
    first = last = number
    while first > 0 and not blocks[first - 1].closes:
        first -= 1
    while not blocks[last].closes:
        last += 1
    return Span(blocks[first].start, blocks[last].end)


def sentence_at(text: str, paragraph: Span, position: int) -> Span:
    """The sentence of a paragraph that holds a position, without the space after it."""
    start, end = paragraph
    for found in _END.finditer(text, paragraph.start, paragraph.end):
        if found.end() <= position:
            start = found.end()
        else:
            end = found.end()
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
