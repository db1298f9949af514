"""The best alignment of the units of any number of annotators, exactly: for small texts, and to check gamma by.

A unitary alignment takes at most one unit of each annotator (see `gamma`). The search goes through the groups of units
that a worthwhile unitary alignment connects, and remembers the best cover of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Final, TypeAlias

import numpy as np

from annotator.agreement.gamma import Alignment, Unitary, Weights, dissimilarity
from annotator.agreement.unitizing import Unit

_SEARCH: Final = 200_000
"""How many combinations a search looks at before it gives up."""
_FEWER: Final = 1e-9
"""What a further unitary alignment must save."""


def exact(coders: Sequence[Sequence[Unit]], weights: Weights = Weights()) -> Alignment:  # noqa: B008
    """The best alignment of any number of annotators, by search. Raises OverflowError where that would take too long."""
    candidates = _candidates(coders, weights)
    nodes = [(who, at) for who, units in enumerate(coders) for at in range(len(units))]
    chosen = [c for part in _parts(nodes, candidates) for c in _cover(part, candidates)]
    unitary = [tuple(None if at is None else coders[w][at] for w, at in enumerate(c)) for c in chosen]
    mean = len(nodes) / len(coders)
    total = sum(_unitary_disorder(u, weights) for u in unitary)
    return Alignment([*unitary], total / mean if nodes else 0.0)


def _unitary_disorder(units: Unitary, weights: Weights) -> float:
    pairs = list(combinations(units, 2))
    return sum(dissimilarity(u, v, weights) for u, v in pairs) / len(pairs)


_Choice: TypeAlias = tuple[int | None, ...]


def _candidates(coders: Sequence[Sequence[Unit]], weights: Weights) -> dict[_Choice, float]:
    """Unitary alignments that are not worse than leaving all their units alone."""
    if np.prod([len(units) + 1.0 for units in coders]) > _SEARCH:
        raise OverflowError("too many units for an exact alignment of more than two annotators")
    found = {}
    for choice in product(*([None, *range(len(units))] for units in coders)):
        there = sum(at is not None for at in choice)
        if there:
            units = tuple(None if at is None else coders[w][at] for w, at in enumerate(choice))
            cost = _unitary_disorder(units, weights)
            if there == 1 or cost <= there:
                found[choice] = cost
    return found


_Node: TypeAlias = tuple[int, int]


def _nodes(choice: _Choice) -> list[_Node]:
    return [(who, at) for who, at in enumerate(choice) if at is not None]


def _parts(nodes: Sequence[_Node], candidates: dict[_Choice, float]) -> Iterator[list[_Node]]:
    """Groups of units that no candidate connects."""
    above = {node: node for node in nodes}

    def root(node: _Node) -> _Node:
        while above[node] != node:
            node = above[node]
        return node

    for choice in candidates:
        first, *others = _nodes(choice)
        for other in others:
            above[root(other)] = root(first)
    groups: dict[_Node, list[_Node]] = {}
    for node in nodes:
        groups.setdefault(root(node), []).append(node)
    yield from groups.values()


def _cover(nodes: Sequence[_Node], candidates: dict[_Choice, float]) -> list[_Choice]:
    """The cheapest candidates that cover each unit once, and of equally cheap ones the fewest: the next unit in turn,
    remembering what is left."""
    bit = {node: 1 << k for k, node in enumerate(sorted(nodes, key=lambda node: (node[1], node[0])))}
    by_lowest: dict[int, list[tuple[int, float, _Choice]]] = {}
    for choice, cost in candidates.items():
        if _nodes(choice)[0] in bit:
            mask = sum(bit[node] for node in _nodes(choice))
            by_lowest.setdefault(mask & -mask, []).append((mask, cost + _FEWER, choice))
    known: dict[int, tuple[float, _Choice | None, int]] = {0: (0.0, None, 0)}
    stack = [(1 << len(bit)) - 1]
    while stack:
        left = stack[-1]
        options = [(m, c, x) for m, c, x in by_lowest[left & -left] if m & left == m]
        waiting = [left ^ m for m, _, _ in options if left ^ m not in known]
        if waiting:
            stack += waiting
            if len(known) > _SEARCH:
                raise OverflowError("too many units for an exact alignment of more than two annotators")
            continue
        known[left] = min(((known[left ^ m][0] + c, x, left ^ m) for m, c, x in options), key=lambda item: item[0])
        stack.pop()
    found: list[_Choice] = []
    at = (1 << len(bit)) - 1
    while at:
        _, chosen, at = known[at]
        found.append(chosen or ())
    return found
