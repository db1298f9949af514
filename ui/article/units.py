"""The paragraph of a block, for a fourth click."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import Span
from ui.article.blocks import Block


def paragraph_at(blocks: Sequence[Block], number: int) -> Span:
    """The whole paragraph to which a block belongs, without its separator."""
    first = last = number
    while first > 0 and not blocks[first - 1].closes:
        first -= 1
    while not blocks[last].closes:
        last += 1
    return Span(blocks[first].start, blocks[last].end)
