"""Which lane each mark's bar takes: innermost nearest to the text, enclosing ones below, crossing ones apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Extent(NamedTuple):
    """A mark's hull within one block, in code points, end exclusive."""

    id: str
    start: int
    end: int


def lanes_of(extents: Iterable[Extent]) -> dict[str, int]:
    """A lane (1 is nearest to the text) for each mark. No two that overlap share one; a mark lies below all it holds.

    Shorter marks choose first; of two equal ones the first given stays above.
    """
    placed: list[tuple[int, int, int]] = []
    lanes: dict[str, int] = {}
    for extent in sorted(extents, key=lambda extent: extent.end - extent.start):
        taken: set[int] = set()
        floor = 1
        for start, end, lane in placed:
            if start < extent.end and extent.start < end:
                taken.add(lane)
                if extent.start <= start and end <= extent.end:
                    floor = max(floor, lane + 1)
        while floor in taken:
            floor += 1
        lanes[extent.id] = floor
        placed.append((extent.start, extent.end, floor))
    return lanes


def lanes_per_line(extents: Iterable[Extent], lanes: dict[str, int], line_starts: Sequence[int], end: int) -> list[int]:
    """How many lanes each line of a block needs. `line_starts` are code points like the extents; `end` ends the last."""
    counts = [0] * len(line_starts)
    edges = [*line_starts[1:], max(end, line_starts[-1] + 1)]
    for extent in extents:
        for number, (low, high) in enumerate(zip(line_starts, edges, strict=True)):
            if extent.start < high and low < extent.end:
                counts[number] = max(counts[number], lanes[extent.id])
    return counts
