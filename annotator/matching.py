"""One-to-one matching of two sets: which intervals overlap, and the heaviest set of edges that share no end.

Agreement pairs mentions of two annotators by it, adjudication aligns candidates by it. Numpy; import it late.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


class Edges(NamedTuple):
    """Pairs (left[k], right[k]) of numbers of things on two sides."""

    left: Ints
    right: Ints


def overlaps(a_start: Ints, a_end: Ints, b_start: Ints, b_end: Ints) -> Edges:
    """All pairs of half-open intervals that share a point. Both sides must be sorted by their starts.

    Intervals that only touch do not overlap. Costs O(n log n + pairs).
    """
    # b begins inside a (or with it); then a begins inside b, after it.
    first = _ranges(np.searchsorted(b_start, a_start, "left"), np.searchsorted(b_start, a_end, "left"))
    second = _ranges(np.searchsorted(a_start, b_start, "right"), np.searchsorted(a_start, b_end, "left"))
    left, right = np.concatenate([first[0], second[1]]), np.concatenate([first[1], second[0]])
    kept = (a_end[left] > a_start[left]) & (b_end[right] > b_start[right])
    left, right = left[kept], right[kept]
    order = np.lexsort((right, left))
    return Edges(left[order], right[order])


def _ranges(begin: npt.NDArray[Any], end: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """For each k the numbers begin[k] .. end[k]-1, as (k repeated, numbers)."""
    length = np.maximum(end - begin, 0)
    owner = np.repeat(np.arange(len(length)), length)
    inside = np.arange(length.sum()) - np.repeat(length.cumsum() - length, length)
    return owner, np.repeat(begin, length) + inside


def starts_of_runs(ordered: npt.NDArray[Any]) -> Ints:
    """Where each run of equal values begins."""
    new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def components(edges: Edges, n_left: int, n_right: int) -> tuple[Ints, Ints]:
    """A number per left and per right thing, equal for those that edges connect. Things alone have their own."""
    left, right = np.arange(n_left), np.arange(n_left, n_left + n_right)
    while len(edges.left):
        low = np.minimum(left[edges.left], right[edges.right])
        before = left.copy(), right.copy()
        np.minimum.at(left, edges.left, low)
        np.minimum.at(right, edges.right, low)
        if np.array_equal(before[0], left) and np.array_equal(before[1], right):
            break
    return left, right


def heaviest(edges: Edges, weight: npt.NDArray[Any], n_left: int, n_right: int) -> Mask:
    """Marks a set of edges, no two with a common end, whose weights have the greatest possible sum.

    Edges whose weight is not above 0 are never taken. Exact for integers. Of several best sets one is taken, always the
    same for the same input. Edges that stand alone and stars are settled at once, only what is left costs time.
    """
    chosen = np.zeros(len(edges.left), dtype=bool)
    live = np.flatnonzero(weight > 0)
    if not len(live):
        return chosen
    left, right = edges.left[live], edges.right[live]
    per_left, per_right = np.bincount(left, minlength=n_left), np.bincount(right, minlength=n_right)
    # A star: one thing whose partners have no other; its heaviest edge is the best.
    crowded_left = np.zeros(n_left, dtype=bool)
    crowded_left[left[per_right[right] > 1]] = True
    crowded_right = np.zeros(n_right, dtype=bool)
    crowded_right[right[per_left[left] > 1]] = True
    around_left, around_right = ~crowded_left[left], ~crowded_right[right]
    for star, centre in ((around_left, left), (around_right & ~around_left, right)):
        at = np.flatnonzero(star)
        if not len(at):
            continue
        order = at[np.lexsort((at, -weight[live[at]], centre[at]))]
        chosen[live[order[starts_of_runs(centre[order])]]] = True
    rest = live[~(around_left | around_right)]
    if len(rest):
        chosen[rest[_augment(edges.left[rest].tolist(), edges.right[rest].tolist(), weight[rest].tolist())]] = True
    return chosen


def most(edges: Edges, n_left: int, n_right: int) -> int:
    """The greatest number of edges of which no two have a common end."""
    return int(heaviest(edges, np.ones(len(edges.left), dtype=np.int64), n_left, n_right).sum())


def _augment(left: Sequence[int], right: Sequence[int], weight: Sequence[Any]) -> list[int]:
    """Numbers of the edges of a heaviest matching: shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957;
    in the sparse form of Mehlhorn & Naeher 1999, section 7.8)."""
    solver = _Matcher(left, right, weight)
    for node in sorted(solver.edges_of):
        solver.place(node)
    return sorted(solver.edge_of_left.values())


class _Matcher:
    """Potentials of both sides and the matching so far. `slack` of an edge is never below 0; of a matched one it is 0."""

    def __init__(self, left: Sequence[int], right: Sequence[int], weight: Sequence[Any]) -> None:
        self.right, self.weight = right, weight
        self.edges_of: dict[int, list[int]] = {}
        for edge, node in enumerate(left):
            self.edges_of.setdefault(node, []).append(edge)
        self.left = left
        self.height: dict[int, Any] = {n: max(weight[e] for e in es) for n, es in self.edges_of.items()}
        self.depth: dict[int, Any] = dict.fromkeys(right, 0)
        self.edge_of_left: dict[int, int] = {}
        self.edge_of_right: dict[int, int] = {}

    def place(self, start: int) -> None:
        """Finds the cheapest way to give `start` a partner, or to leave it or somebody it displaces without one."""
        near: dict[int, Any] = {start: 0}
        via: dict[int, int] = {}
        far: dict[int, Any] = {}
        settled: dict[int, Any] = {}
        heap: list[tuple[Any, bool, int]] = []
        best, last, free = self.height[start], start, -1
        node: int = start
        while True:
            for edge in self.edges_of[node]:
                other = self.right[edge]
                if other in settled:
                    continue
                cost = near[node] + self.height[node] + self.depth[other] - self.weight[edge]
                if cost < best and (other not in far or cost < far[other]):
                    far[other], via[other] = cost, edge
                    heapq.heappush(heap, (cost, other in self.edge_of_right, other))
            while heap and (heap[0][2] in settled or heap[0][0] > far[heap[0][2]]):
                heapq.heappop(heap)
            if not heap or heap[0][0] >= best:
                break
            cost, _, other = heapq.heappop(heap)
            settled[other] = cost
            if other not in self.edge_of_right:
                best, free = cost, other
                break
            node = self.left[self.edge_of_right[other]]
            near[node] = cost
            if cost + self.height[node] < best:
                best, last = cost + self.height[node], node
        self._shift(near, settled, best)
        self._flip(start, last, free, via)

    def _shift(self, near: dict[int, Any], settled: dict[int, Any], best: Any) -> None:
        for node, cost in near.items():
            if cost < best:
                self.height[node] -= best - cost
        for node, cost in settled.items():
            if cost < best:
                self.depth[node] += best - cost

    def _flip(self, start: int, last: int, free: int, via: dict[int, int]) -> None:
        """Turns the path around: to a free partner, or to somebody who then has none."""
        if free < 0:
            if last == start:
                return
            free = self.right[self.edge_of_left.pop(last)]
        while True:
            edge = via[free]
            node = self.left[edge]
            previous = self.edge_of_left.get(node)
            self.edge_of_left[node] = self.edge_of_right[free] = edge
            if previous is None or node == start:
                return
            free = self.right[previous]
