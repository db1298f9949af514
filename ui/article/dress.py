"""What is drawn about the marks of one block: boxes, bars, threads and the wishes of chips. Local to the block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model import Span
from ui.article.blocks import Block
from ui.article.lanes import Extent, lanes_of
from ui.article.layout import BlockLayout, Piece
from ui.article.marks import Mark


class Box(NamedTuple):
    """A piece of a mark on a line. `opens`: the mention came from the line before; `continues`: it goes on below."""

    mark: Mark
    piece: Piece
    opens: bool
    continues: bool


@dataclass
class Dress:
    """The marks of one block on one layout.

    `boxes` run from the longest mark to the shortest, so that the innermost is painted last. `threads` lie between the
    parts of discontinuous marks.
    """

    marks: list[Mark]
    lanes: dict[str, int]
    boxes: list[Box] = field(default_factory=list)
    threads: list[tuple[Mark, Piece]] = field(default_factory=list)
    chip_at: dict[str, Piece] = field(default_factory=dict)

    def boxes_of(self, mark_id: str) -> list[Box]:
        """The boxes of one mark, in reading order."""
        return [box for box in self.boxes if box.mark.id == mark_id]


def extents_in(block: Block, marks: Sequence[Mark]) -> list[Extent]:
    """The hulls of the marks, clipped to the block, in code points of the article."""
    return [Extent(mark.id, max(mark.start, block.start), min(mark.end, max(block.end, block.start))) for mark in marks]


def lanes_in(block: Block, marks: Sequence[Mark]) -> tuple[list[Extent], dict[str, int]]:
    """The marks' extents in a block and the lane of each. The whole hulls decide, so that lanes agree across blocks."""
    return extents_in(block, marks), lanes_of(Extent(mark.id, mark.start, mark.end) for mark in marks)


def local(block: Block, span: Span) -> tuple[int, int]:
    """A span clipped to the block and counted from its start."""
    return max(span.start, block.start) - block.start, min(span.end, block.end) - block.start


def boxes_for(mark: Mark, spans: Sequence[Span], block: Block, layout: BlockLayout) -> list[Box]:
    """The boxes of some spans in a block, in reading order, with the ends that are open at a line's edge."""
    boxes: list[Box] = []
    for span in spans:
        start, end = local(block, span)
        pieces = layout.pieces(start, end) if start < end else []
        for i, piece in enumerate(pieces):
            first_here = i == 0 or pieces[i - 1].line != piece.line
            last_here = i == len(pieces) - 1 or pieces[i + 1].line != piece.line
            opens = first_here and (i > 0 or span.start < block.start)
            continues = last_here and (i < len(pieces) - 1 or span.end > block.next)
            boxes.append(Box(mark, piece, opens, continues))
    return boxes


def dress_block(block: Block, layout: BlockLayout, marks: Sequence[Mark]) -> Dress:
    """Work out everything about the marks of a block that does not depend on what is selected or hovered."""
    _, lanes = lanes_in(block, marks)
    dress = Dress(list(marks), lanes)
    for mark in sorted(marks, key=lambda mark: (mark.start - mark.end, -lanes[mark.id])):
        boxes = boxes_for(mark, mark.spans, block, layout)
        dress.boxes.extend(boxes)
        if boxes and mark.start >= block.start:
            dress.chip_at[mark.id] = _first_extent(boxes)
        for before, after in zip(mark.spans, mark.spans[1:], strict=False):
            start, end = local(block, Span(before.end, after.start))
            dress.threads.extend((mark, piece) for piece in layout.pieces(start, end))
    return dress


def _first_extent(boxes: list[Box]) -> Piece:
    """From the start of the mention's first piece to the leftmost of its boxes on that line."""
    line = boxes[0].piece.line
    here = [box.piece for box in boxes if box.piece.line == line]
    return Piece(line, min(piece.left for piece in here), max(piece.right for piece in here))
