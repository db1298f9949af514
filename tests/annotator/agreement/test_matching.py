"""One-to-one matching against trying everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.matching import Edges, components, heaviest, most, overlaps

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True, max_size=12)
INTERVALS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=8)


def edges(pairs: list[tuple[int, int]]) -> Edges:
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return Edges(table[:, 0], table[:, 1])


def best(pairs: list[tuple[int, int]], weights: list[int]) -> int:
    if not pairs:
        return 0
    (left, right), *rest = pairs
    without = best(rest, weights[1:])
    free = [(k, p) for k, p in enumerate(rest) if p[0] != left and p[1] != right]
    return max(without, weights[0] + best([p for _, p in free], [weights[1:][k] for k, _ in free]))


@given(PAIRS, st.data())
def test_no_other_choice_is_heavier(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(-1, 6), min_size=len(pairs), max_size=len(pairs)))
    chosen = heaviest(edges(pairs), np.array(weights, np.int64), 6, 6)
    kept = [pair for pair, taken in zip(pairs, chosen, strict=True) if taken]
    assert len({left for left, _ in kept}) == len({right for _, right in kept}) == len(kept)
    assert sum(w for w, taken in zip(weights, chosen, strict=True) if taken) == best(pairs, weights)


@given(INTERVALS, INTERVALS)
def test_overlaps_are_all_pairs_that_share_a_point(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    left, right = (sorted((s, s + n) for s, n in side) for side in (a, b))
    one, other = (np.array(side, np.int64).reshape(-1, 2) for side in (left, right))
    found = overlaps(one[:, 0], one[:, 1], other[:, 0], other[:, 1])
    expected = [(i, j) for i, x in enumerate(left) for j, y in enumerate(right) if x[0] < y[1] and y[0] < x[1]]
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected


@given(PAIRS)
def test_components_are_what_edges_connect(pairs: list[tuple[int, int]]) -> None:
    left, right = components(edges(pairs), 6, 6)
    groups = [({("l", k)}, {("r", k)}) for k in range(6)]
    parts: list[set[tuple[str, int]]] = [part for group in groups for part in group]
    for i, j in pairs:
        touched = [part for part in parts if ("l", i) in part or ("r", j) in part]
        parts = [part for part in parts if part not in touched] + [set().union(*touched)]
    number = {("l", k): int(left[k]) for k in range(6)} | {("r", k): int(right[k]) for k in range(6)}
    assert len(set(number.values())) == len(parts)
    assert all(len({number[node] for node in part}) == 1 for part in parts)


def test_a_long_chain_takes_no_time() -> None:
    start = np.arange(3000) * 5
    found = overlaps(start, start + 12, start - 3, start + 9)
    assert most(found, 3000, 3000) == 3000
