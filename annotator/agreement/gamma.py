"""Gamma: agreement on units, their boundaries and categories at once, by the best alignment of whole annotations.

Mathet, Widloecher & Metivier 2015 (Computational Linguistics 41:437-479), with the combined dissimilarity

    d(u, v) = alpha * ((|start difference| + |end difference|) / (length of u + length of v))^2 + beta * [other category]

and 1 for a unit that has no partner. A *unitary alignment* takes at most one unit of each annotator; its disorder is
the mean of d over all pairs of annotators. An alignment covers every unit once; its disorder is the sum over its unitary
alignments / the mean number of units per annotator. gamma = 1 - disorder of the best alignment / mean disorder of the
best alignments of random annotations, which are the real ones, shifted around the continuum (section 5.2 there).

For two annotators the best alignment is a heaviest matching and found exactly. For more, `alignment.exact`
searches all alignments as far as a limit allows; `gamma` takes the mean over all pairs and says so.
gamma-cat and gamma-k: Mathet 2017 (Computational Linguistics 43:661-681).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from annotator.agreement.coding import Array
from annotator.agreement.unitizing import Unit
from annotator.matching import Edges, heaviest

SAMPLES: Final = 30
_BLOCK: Final = 2_000_000
"""Dissimilarities that are held in memory at a time."""

Unitary: TypeAlias = tuple[Unit | None, ...]


class Weights(NamedTuple):
    """How much place and category weigh in the dissimilarity."""

    alpha: float = 1.0
    beta: float = 1.0


class Gamma(NamedTuple):
    """gamma with the disorders behind it; None where chance has no disorder (no units, or nothing to shift)."""

    value: float | None
    observed: float
    expected: float


class Alignment(NamedTuple):
    """A best alignment and its disorder."""

    unitary: list[Unitary]
    disorder: float


def dissimilarity(u: Unit | None, v: Unit | None, weights: Weights) -> float:
    """d(u, v); 1 when one of them is missing, or both."""
    if u is None or v is None:
        return 1.0
    apart = abs(u.start - v.start) + abs(u.end - v.end)
    place = apart / (u.end - u.start + v.end - v.start)
    return weights.alpha * place * place + weights.beta * (u.category != v.category)


# --- two annotators --------------------------------------------------------------------------------------------------


def align_two(a: Sequence[Unit], b: Sequence[Unit], weights: Weights = Weights()) -> Alignment:  # noqa: B008
    """The best alignment of two annotations."""
    edges, distance, taken = _match(*_columns(a, b), weights)
    partner = {i: j for i, j in zip(edges.left[taken].tolist(), edges.right[taken].tolist(), strict=True)}
    unitary: list[Unitary] = [(u, b[partner[i]] if i in partner else None) for i, u in enumerate(a)]
    unitary += [(None, v) for j, v in enumerate(b) if j not in set(partner.values())]
    return Alignment(unitary, _disorder(float(distance[taken].sum()), len(partner), len(a) + len(b)))


def _disorder(aligned: float, pairs: int, units: int) -> float:
    return (aligned + units - 2 * pairs) / (units / 2) if units else 0.0


def _columns(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[Array, Array]:
    """Both as rows (start, end, number of the category)."""
    number = {category: at for at, category in enumerate(sorted({u.category for u in (*a, *b)}))}
    first, second = (
        np.array([(u.start, u.end, number[u.category]) for u in units], float).reshape(-1, 3) for units in (a, b)
    )
    return first, second


def _match(a: Array, b: Array, weights: Weights) -> tuple[Edges, Array, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Pairs that are better together than apart (d < 2), their dissimilarity, and which of them the best alignment has."""
    left, right, distance = [], [], []
    step = max(1, _BLOCK // max(1, len(b)))
    for begin in range(0, len(a), step):
        block = _distances(a[begin : begin + step], b, weights)
        i, j = np.nonzero(block < 2)
        left.append(i + begin)
        right.append(j)
        distance.append(block[i, j])
    if not left:
        empty = np.zeros(0, np.int64)
        return Edges(empty, empty), np.zeros(0), np.zeros(0, np.bool_)
    edges, d = Edges(np.concatenate(left), np.concatenate(right)), np.concatenate(distance)
    return edges, d, heaviest(edges, 2 - d, len(a), len(b))


def _distances(a: Array, b: Array, weights: Weights) -> Array:
    apart = np.abs(a[:, None, 0] - b[None, :, 0]) + np.abs(a[:, None, 1] - b[None, :, 1])
    place = apart / ((a[:, 1] - a[:, 0])[:, None] + (b[:, 1] - b[:, 0])[None, :])
    return np.asarray(weights.alpha * place * place + weights.beta * (a[:, None, 2] != b[None, :, 2]))


# --- chance ----------------------------------------------------------------------------------------------------------


def shifted(coders: Sequence[Sequence[Unit]], begin: float, end: float, rng: random.Random) -> list[list[Unit]]:
    """Random annotations: for each coder one of the real ones, moved by a random distance, what falls off the end
    coming back at the beginning. Distances stay half a mean unit apart, so that no two are nearly alike."""
    units = [unit for coder in coders for unit in coder]
    apart = sum(u.end - u.start for u in units) / max(len(units), 1) / 2
    pivots: list[float] = []
    found = []
    for _ in coders:
        pivot = _pivot(pivots, apart, begin, end, rng)
        pivots.append(pivot)
        found.append([_moved(u, pivot, begin, end) for u in coders[int(rng.random() * len(coders))]])
    return found


def _pivot(taken: Sequence[float], apart: float, begin: float, end: float, rng: random.Random) -> float:
    for _ in range(100):
        pivot = begin + rng.random() * (end - begin)
        if all(abs(pivot - other) >= apart for other in taken):
            return pivot
    return begin + rng.random() * (end - begin)


def _moved(unit: Unit, pivot: float, begin: float, end: float) -> Unit:
    by = pivot - (end - begin) if unit.start + pivot > end else pivot
    return Unit(unit.start + by, unit.end + by, unit.category)


def gamma_two(
    a: Sequence[Unit],
    b: Sequence[Unit],
    length: float,
    *,
    seed: str,
    weights: Weights = Weights(),  # noqa: B008
    samples: int = SAMPLES,
) -> Gamma:
    """Gamma of two annotations of a continuum from 0 to `length`. The same seed gives the same value everywhere."""
    if not a and not b:
        return Gamma(None, 0.0, 0.0)
    rng = random.Random(seed)
    lines, reach = _columns(a, b), max(length, 1.0)
    sizes = np.concatenate([line[:, 1] - line[:, 0] for line in lines])
    apart = float(sizes.mean()) / 2
    observed = align_two(a, b, weights).disorder
    drawn: list[tuple[Array, Array]] = []
    while len(drawn) < samples:
        pivots: list[float] = []
        pair: list[Array] = []
        for _ in range(2):
            pivots.append(_pivot(pivots, apart, 0.0, reach, rng))
            pair.append(_rolled(lines[int(rng.random() * 2)], pivots[-1], reach))
        if len(pair[0]) or len(pair[1]):
            drawn.append((pair[0], pair[1]))
    expected = sum(_disorders(drawn, weights)) / samples
    return Gamma(1 - observed / expected if expected > 0 else None, observed, expected)


def _rolled(line: Array, pivot: float, length: float) -> Array:
    moved = line.copy()
    moved[:, :2] += np.where(line[:, 0] + pivot > length, pivot - length, pivot)[:, None]
    return moved


def _disorders(pairs: Sequence[tuple[Array, Array]], weights: Weights) -> list[float]:
    """Disorders of several pairs of annotations; small ones are matched together, each in a place of its own."""
    n_a, n_b = max(len(a) for a, _ in pairs), max(len(b) for _, b in pairs)
    if len(pairs) * n_a * n_b > _BLOCK:
        found = []
        for a, b in pairs:
            _, distance, taken = _match(a, b, weights)
            found.append(_disorder(float(distance[taken].sum()), int(taken.sum()), len(a) + len(b)))
        return found
    a_all, b_all = (_stack([pair[side] for pair in pairs], n) for side, n in ((0, n_a), (1, n_b)))
    apart = np.abs(a_all[:, :, None, 0] - b_all[:, None, :, 0]) + np.abs(a_all[:, :, None, 1] - b_all[:, None, :, 1])
    size = (a_all[:, :, 1] - a_all[:, :, 0])[:, :, None] + (b_all[:, :, 1] - b_all[:, :, 0])[:, None, :]
    distance = weights.alpha * (apart / size) ** 2 + weights.beta * (a_all[:, :, None, 2] != b_all[:, None, :, 2])
    k, i, j = np.nonzero(distance < 2)
    d = distance[k, i, j]
    taken = heaviest(Edges(k * n_a + i, k * n_b + j), 2 - d, len(pairs) * n_a, len(pairs) * n_b)
    sums = np.bincount(k[taken], d[taken], len(pairs)).tolist()
    counts = np.bincount(k[taken], minlength=len(pairs)).tolist()
    return [_disorder(sums[x], counts[x], len(pairs[x][0]) + len(pairs[x][1])) for x in range(len(pairs))]


def _stack(lines: Sequence[Array], size: int) -> Array:
    """Lines of equal length; what is missing has no place (nan), so that nothing is near it."""
    stacked = np.full((len(lines), size, 3), np.nan)
    for k, line in enumerate(lines):
        stacked[k, : len(line)] = line
    return stacked


def gamma(
    coders: Sequence[Sequence[Unit]],
    length: float,
    *,
    seed: str,
    weights: Weights = Weights(),  # noqa: B008
    samples: int = SAMPLES,
) -> Gamma:
    """Gamma of two annotators; for more the mean of gamma over all pairs in which it is defined."""
    pairs = [
        gamma_two(a, b, length, seed=f"{seed}:{k}", weights=weights, samples=samples)
        for k, (a, b) in enumerate(combinations(coders, 2))
    ]
    values = [pair.value for pair in pairs if pair.value is not None]
    n = max(len(pairs), 1)
    mean = sum(values) / len(values) if values else None
    return Gamma(mean, sum(p.observed for p in pairs) / n, sum(p.expected for p in pairs) / n)


# --- categories only -------------------------------------------------------------------------------------------------


def category_disorder(
    alignment: Alignment, weights: Weights, category: str | None = None, *, count_unaligned: bool = False
) -> float | None:
    """Mean difference of category over aligned pairs, weighed by how well their places agree (Mathet 2017, section
    4.2.5); with `category` (gamma-k) only pairs in which one of the two has it. None without such pairs.

    With `count_unaligned` a unit that stands against nothing is a whole difference, as pygamma-agreement 0.5.9 has it.
    """
    total = weight = 0.0
    for units in alignment.unitary:
        partners = len(units) - units.count(None) - 1
        for u, v in combinations(units, 2):
            if category is not None and category not in (u and u.category, v and v.category):
                continue
            share, difference = _category_pair(u, v, weights, partners, count_unaligned=count_unaligned)
            total += share * difference
            weight += share
    return total / weight if weight else None


def _category_pair(
    u: Unit | None, v: Unit | None, weights: Weights, partners: int, *, count_unaligned: bool
) -> tuple[float, float]:
    """(how much a pair weighs, its difference)."""
    if u is None or v is None:
        return (float(count_unaligned and u is not v), 1.0)
    place = dissimilarity(u, v._replace(category=u.category), weights)
    return max(0.0, 1 - place) / partners, float(u.category != v.category)
