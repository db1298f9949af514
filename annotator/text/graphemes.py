"""Extended grapheme clusters (UAX 29): what a reader takes for one character. One engine, `regex`, decides.

A cluster is found from the nearest earlier place that is a boundary whatever stands before it, so a question about one
place of a long text costs the same as in a short one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from annotator.text.spans import Span

_CLUSTER: Final = regex.compile(r"\p{RI}\p{RI}?+[\p{GCB=Extend}\p{GCB=SpacingMark}\u200D]*+|\X")
"""One cluster, from a boundary on. Flags are paired here because the engine counts a run of them anew for each."""

_PLAIN: Final = r"[\x20-\x7E\u00A0-\u08FF\u1E00-\uA4FF\uFB00-\uFFEF]"
"""Blocks without conjuncts, where a letter joins to nothing on its left but a prepended sign."""

_SIMPLE: Final = rf"[\p{{GCB=Other}}&&{_PLAIN}--\p{{ExtPict}}]"
"""Letters and the like of these blocks: between two of them there is always a boundary."""

_RUN: Final = regex.compile(rf"(?V1)(?P<run>{_SIMPLE}+(?={_SIMPLE}))|{_CLUSTER.pattern}")
"""From a boundary on: letters that are clusters of their own, as many as there are, else one cluster."""

_CERTAIN: Final = regex.compile(
    r"(?rV1)(?:"
    rf"(?<!\p{{GCB=Prepend}}){_SIMPLE}"
    r"|(?<![\p{GCB=Prepend}\p{GCB=Extend}\u200D])[\p{GCB=Other}--\p{ExtPict}]"
    r"|[\p{GCB=Control}\r]"
    r"|(?<!\r)\n"
    r"|(?<![\u200D\p{GCB=Prepend}])\p{ExtPict}"
    r"|(?<![\p{RI}\p{GCB=Prepend}])\p{RI}"
    r")"
)
"""Searches backwards for a character that begins a cluster whatever stands further left."""


def _clusters(text: str, pos: int) -> Iterator[Span]:
    """The clusters from the one that holds the code point at `pos`, or from a little earlier."""
    certain = _CERTAIN.search(text, 0, pos + 1)
    for found in _CLUSTER.finditer(text, certain.start() if certain else 0):
        yield Span(*found.span())


def next_boundary(text: str, pos: int) -> int:
    """The first grapheme boundary after `pos`; the text's length where there is none."""
    if pos < 0:
        return 0
    for cluster in _clusters(text, pos):
        if cluster.end > pos:
            return cluster.end
    return len(text)


def previous_boundary(text: str, pos: int) -> int:
    """The last grapheme boundary before `pos`; 0 where there is none."""
    if pos <= 0:
        return 0
    return floor(text, min(pos, len(text) + 1) - 1)


def floor(text: str, pos: int) -> int:
    """The last grapheme boundary at or before `pos`, between 0 and the text's length."""
    if pos <= 0:
        return 0
    if pos >= len(text):
        return len(text)
    return next(cluster.start for cluster in _clusters(text, pos) if cluster.end > pos)


def ceiling(text: str, pos: int) -> int:
    """The first grapheme boundary at or after `pos`, between 0 and the text's length."""
    return next_boundary(text, pos - 1)


def is_boundary(text: str, pos: int) -> bool:
    """Whether a grapheme begins or the text ends at `pos`."""
    return 0 <= pos <= len(text) and floor(text, pos) == pos


def boundaries(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """The grapheme boundaries of the text from `start` to `end`, in order; `start` and `end` are always among them."""
    end = len(text) if end is None else min(end, len(text))
    start = max(start, 0)
    if start >= end:
        return [end]
    found = [start]
    certain = _CERTAIN.search(text, 0, start + 1)
    for match in _RUN.finditer(text, certain.start() if certain else 0):
        first, last = match.span()
        if match["run"] is None:
            first = last - 1
        if last > start:
            found.extend(range(max(first, start) + 1, min(last, end - 1) + 1))
        if last >= end:
            break
    found.append(end)
    return found


def snap(text: str, span: Span) -> Span:
    """The smallest span around `span` that begins and ends at grapheme boundaries."""
    return Span(floor(text, span.start), ceiling(text, span.end))
