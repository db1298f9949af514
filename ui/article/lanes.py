"""Which lane each mark's bar takes: innermost nearest to the text, enclosing ones below, crossing ones apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

_BIN: Final = 64
"""Code points in a bin: only marks that share one are compared."""


class Extent(NamedTuple):
    """A mark's hull, in code points, end exclusive."""

    id: str
    start: int
    end: int


def lanes_of(extents: Iterable[Extent]) -> dict[str, int]:
    """A lane (1 is nearest to the text) for each mark. No two that overlap share one; a mark lies below all it holds.

    Shorter marks choose first; of two equal ones the first given stays above.
    """
    bins: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    lanes: dict[str, int] = {}
    for mark_id, start, end in sorted(extents, key=lambda extent: extent[2] - extent[1]):
        taken: set[int] = set()
        floor = 1
        reach = range(start // _BIN, (end - 1) // _BIN + 1)
        for number in reach:
            for other_start, other_end, lane in bins[number]:
                if other_start < end and start < other_end:
                    taken.add(lane)
                    if start <= other_start and other_end <= end and lane >= floor:
                        floor = lane + 1
        while floor in taken:
            floor += 1
        lanes[mark_id] = floor
        for number in reach:
            bins[number].append((start, end, floor))
    return lanes
