"""Sentences, found by the marks that end them. Offsets are code points."""

from __future__ import annotations

import re
from typing import Final

from annotator.text.paragraphs import index_at, split
from annotator.text.spans import Span

_END: Final = re.compile(r"[.!?؟…۔]+[\"'”’»)\]]*\s+")


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


def sentences_around(text: str, span: Span) -> Span:
    """The sentence that holds a span, or the sentences where it lies in several."""
    paragraphs = split(text)

    def around(position: int) -> Span:
        paragraph = paragraphs[index_at(paragraphs, position)]
        return sentence_at(text, Span(paragraph.start, paragraph.end), position)

    return Span(around(span.start).start, around(max(span.start, span.end - 1)).end)
