"""Agreement on things with fixed units: document labels, tokens, the label on an agreed boundary.

A number per table or per resample: every function takes arrays whose last axes are the table and returns one value for
each leading index, `nan` where the measure is not defined (nothing to compare, or chance alone gives full agreement).
`Ratings` turns what coders said into these tables; missing values are left out, never counted as a value.

Sources: Scott 1955; Cohen 1960, 1968; Fleiss 1971; Davies & Fleiss 1982; Krippendorff 2004 and 2011 ("Computing
Krippendorff's Alpha-Reliability"); Gwet 2008, 2014; Passonneau 2006 (MASI); Artstein & Poesio 2008.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Distance: TypeAlias = Callable[[Sequence[Any], Array], Array]
"""(values in order, how often each was given [..., K]) -> squared differences [..., K, K]."""

ABSENT: Final = -1


class Ratings:
    """Units by coders. `values` are the distinct values in order, `codes[unit, coder]` their numbers, -1 for none."""

    def __init__(self, units: Iterable[Sequence[Hashable | None]]) -> None:
        rows = [tuple(unit) for unit in units]
        self.values = ordered({value for row in rows for value in row if value is not None})
        number = {value: at for at, value in enumerate(self.values)}
        width = max(map(len, rows), default=0)
        self.codes = np.full((len(rows), width), ABSENT, dtype=np.int64)
        for at, row in enumerate(rows):
            self.codes[at, : len(row)] = [ABSENT if value is None else number[value] for value in row]

    @property
    def counts(self) -> Array:
        """How many coders gave each unit each value, [units, values]."""
        found = np.zeros((len(self.codes), len(self.values)))
        unit, coder = np.nonzero(self.codes >= 0)
        np.add.at(found, (unit, self.codes[unit, coder]), 1.0)
        return found

    def table(self, first: int, second: int) -> Array:
        """The contingency table of two coders over the units that both valued; rows are the first one's values."""
        size = len(self.values)
        a, b = self.codes[:, first], self.codes[:, second]
        both = (a >= 0) & (b >= 0)
        return np.bincount(a[both] * size + b[both], minlength=size * size).reshape(size, size).astype(float)

    def tables(self) -> Array:
        """The tables of all pairs of coders, [pairs, values, values]."""
        width, size = self.codes.shape[1], len(self.values)
        found = [self.table(a, b) for a in range(width) for b in range(a + 1, width)]
        return np.stack(found) if found else np.zeros((0, size, size))


def ordered(values: Iterable[Hashable]) -> list[Any]:
    """Distinct values in one order on every system: numbers by size, everything else by kind and wording."""
    distinct = set(values)
    if is_numeric(distinct):
        return sorted(distinct, key=float)
    return sorted(distinct, key=lambda value: (type(value).__name__, _wording(value)))


def _wording(value: object) -> str:
    return str(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)


def is_numeric(values: Iterable[object]) -> bool:
    """Whether there are values and all of them are numbers (True and False are not)."""
    listed = list(values)
    return bool(listed) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in listed)


# --- two coders: a contingency table ---------------------------------------------------------------------------------


def divide(above: Any, below: Any) -> Array:
    """Quotient; nan where the divisor is 0."""
    top, bottom = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0), float)


def chance_corrected(agreeing: Any, expected: Any, total: Any) -> Array:
    """(Ao - Ae) / (1 - Ae) from sums: agreeing, expected to agree by chance, all. nan when chance leaves no room."""
    agreeing, expected, total = (np.asarray(x, float) for x in (agreeing, expected, total))
    room = total - expected
    return divide(agreeing - expected, np.where(room > 1e-12 * np.maximum(total, 1), room, 0))


def _parts(table: Array) -> tuple[Array, Array, Array, Array]:
    table = np.asarray(table, float)
    return np.trace(table, axis1=-2, axis2=-1), table.sum((-2, -1)), table.sum(-1), table.sum(-2)


def observed(table: Array) -> Array:
    """Ao: the share of units on which both gave the same value."""
    agreeing, total, _, _ = _parts(table)
    return divide(agreeing, total)


def bennett_s(table: Array) -> Array:
    """S of Bennett, Alpert & Goldstein 1954: Ae = 1 / number of values."""
    agreeing, total, _, _ = _parts(table)
    return chance_corrected(agreeing, total / np.asarray(table).shape[-1], total)


def scott_expected(table: Array) -> Array:
    """How many units agree by chance when both draw from their pooled distribution (Scott 1955)."""
    _, total, rows, columns = _parts(table)
    return np.asarray(divide((((rows + columns) / 2) ** 2).sum(-1), total))


def cohen_expected(table: Array) -> Array:
    """How many units agree by chance when each draws from their own distribution (Cohen 1960)."""
    _, total, rows, columns = _parts(table)
    return np.asarray(divide((rows * columns).sum(-1), total))


def _pooled(tables: Array, expected: Callable[[Array], Array]) -> Array:
    """One value for several pairs of coders ([..., pairs, K, K]): agreeing, expected and total are summed, then
    divided. With equal totals this is Davies & Fleiss 1982."""
    agreeing, total, _, _ = _parts(tables)
    by_chance = np.nan_to_num(expected(tables))
    return chance_corrected(agreeing.sum(-1), by_chance.sum(-1), total.sum(-1))


def scott_pi(tables: Array) -> Array:
    """Scott's pi (1955). A table, or the tables of several pairs [..., pairs, K, K], summed before dividing."""
    tables = np.asarray(tables, float)
    return _pooled(tables[None] if tables.ndim == 2 else tables, scott_expected)


def cohen_kappa(tables: Array) -> Array:
    """Cohen's kappa (1960). A table, or the tables of several pairs [..., pairs, K, K], summed before dividing."""
    tables = np.asarray(tables, float)
    return _pooled(tables[None] if tables.ndim == 2 else tables, cohen_expected)


def weighted_kappa(table: Array, difference: Array) -> Array:
    """Cohen 1968: 1 - observed / expected difference, with a difference of 0 for equal values."""
    _, total, rows, columns = _parts(table)
    expected = divide(rows[..., :, None] * columns[..., None, :], np.asarray(total)[..., None, None])
    return 1 - divide((table * difference).sum((-2, -1)), (expected * difference).sum((-2, -1)))


def greatest_kappa(table: Array) -> Array:
    """The kappa that these margins allow at most (Cohen 1960, p. 42)."""
    _, total, rows, columns = _parts(table)
    return chance_corrected(np.minimum(rows, columns).sum(-1), cohen_expected(table), total)


# --- any number of coders, also missing ones: counts per unit --------------------------------------------------------


def _weights(counts: Array, weights: Array | None) -> tuple[Array, Array, Array]:
    raters = counts.sum(1)
    given = np.ones((1, len(counts))) if weights is None else np.atleast_2d(np.asarray(weights, float))
    return given, raters, raters >= 2


def _shaped(value: Array, weights: Array | None) -> Array:
    return value[0] if weights is None or np.asarray(weights).ndim == 1 else value


def pair_agreement(counts: Array, weights: Array | None = None) -> Array:
    """Agreeing pairs of values / all pairs of values of the same unit. `weights[..., units]`: how often a unit counts."""
    given, raters, _ = _weights(counts, weights)
    agreeing, pairs = (counts * (counts - 1)).sum(1), raters * (raters - 1)
    return _shaped(divide(given @ agreeing, given @ pairs), weights)


def _unit_agreement(counts: Array, alike: Array | None = None) -> Array:
    """Per unit, the share of its pairs of values that agree (`alike`: by how much two values agree)."""
    raters = counts.sum(1)
    near = counts if alike is None else counts @ alike.T
    return np.nan_to_num(divide((counts * (near - 1)).sum(1), raters * (raters - 1)))


def fleiss_kappa(counts: Array, weights: Array | None = None) -> Array:
    """Fleiss 1971 over the units with two values or more: Ao is the mean of the units' agreements, Ae the sum of the
    squared shares of the values. For a fixed number of raters this is the published measure; with unequal numbers each
    unit weighs the same and each value counts once (the "Fleiss-type" kappa)."""
    given, _, compared = _weights(counts, weights)
    kept = given * compared
    shares = kept @ counts
    expected = (divide(shares, shares.sum(1, keepdims=True)) ** 2).sum(1)
    value = chance_corrected(divide(kept @ _unit_agreement(counts), kept.sum(1)), np.nan_to_num(expected), 1.0)
    return _shaped(value, weights)


def fleiss_by_category(counts: Array) -> Array:
    """Fleiss 1971, formula 21: one kappa per value, for a fixed number of raters."""
    raters = counts.sum(1)[:1]
    shares = counts.sum(0) / counts.sum()
    disagreeing = (counts * (raters - counts)).sum(0)
    return 1 - divide(disagreeing, len(counts) * raters * (raters - 1) * shares * (1 - shares))


def gwet_ac(counts: Array, alike: Array | None = None, weights: Array | None = None) -> Array:
    """Gwet 2008, 2014: AC1, or AC2 when `alike` says how far two values agree (1 on the diagonal). Ae is
    T / (q (q - 1)) * sum p_k (1 - p_k), with p_k the mean share of value k over all units with a value and T the sum of
    `alike`. Not thrown off when nearly everything has one value."""
    q = counts.shape[1]
    given, raters, compared = _weights(counts, weights)
    if q < 2:
        return _shaped(np.full(len(given), np.nan), weights)
    total = float(q) if alike is None else float(alike.sum())
    valued = given * (raters > 0)
    shares = divide(valued @ np.nan_to_num(divide(counts, raters[:, None])), valued.sum(1, keepdims=True))
    expected = total / (q * (q - 1)) * (shares * (1 - shares)).sum(1)
    kept = given * compared
    value = chance_corrected(divide(kept @ _unit_agreement(counts, alike), kept.sum(1)), np.nan_to_num(expected), 1.0)
    return _shaped(value, weights)


def coincidences(counts: Array, weights: Array | None = None) -> Array:
    """Krippendorff's coincidence matrix [..., K, K]: each unit with m >= 2 values gives every ordered pair of them
    1 / (m - 1)."""
    given, raters, compared = _weights(counts, weights)
    size = counts.shape[1]
    share = np.where(compared, 1 / np.maximum(raters - 1, 1), 0.0)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, range(size), range(size)] -= counts
    return _shaped((given @ (pairs * share[:, None, None]).reshape(len(counts), -1)).reshape(-1, size, size), weights)


def coincidences_of(ratings: Ratings) -> Array:
    """The same over all units, pair of coders by pair of coders: many values and units cost no more memory."""
    codes, size = ratings.codes, len(ratings.values)
    raters = (codes >= 0).sum(1)
    found = np.zeros(size * size)
    for a in range(codes.shape[1]):
        for b in range(codes.shape[1]):
            both = (codes[:, a] >= 0) & (codes[:, b] >= 0) & (a != b)
            found += np.bincount(codes[both, a] * size + codes[both, b], 1 / (raters[both] - 1), size * size)
    return found.reshape(size, size)


def alpha(matrix: Array, difference: Array | None = None) -> Array:
    """Krippendorff's alpha from coincidences [..., K, K]: 1 - Do / De, De with n (n - 1) ordered pairs.
    `difference`: squared differences (default: nominal)."""
    do, de = disagreements(matrix, difference)
    return 1 - divide(do, np.where(de > 1e-12, de, 0))


def disagreements(matrix: Array, difference: Array | None = None) -> tuple[Array, Array]:
    """(Do, De): observed and expected disagreement per value. nan where there is nothing."""
    matrix = np.asarray(matrix, float)
    given = matrix.sum(-1)
    total = given.sum(-1)
    delta = nominal((), given) if difference is None else difference
    expected = given[..., :, None] * given[..., None, :]
    do = divide((matrix * delta).sum((-2, -1)), total)
    return do, divide((expected * delta).sum((-2, -1)), total * (total - 1))


def per_value(matrix: Array) -> list[Array]:
    """Alpha for each value against all others together (Krippendorff 1980, p. 139: "per category")."""
    found = []
    for k in range(matrix.shape[-1]):
        inside = matrix[..., k, k]
        across = matrix[..., k, :].sum(-1) - inside
        rest = matrix.sum((-2, -1)) - inside - 2 * across
        found.append(alpha(np.stack([np.stack([inside, across], -1), np.stack([across, rest], -1)], -2)))
    return found


# --- differences -----------------------------------------------------------------------------------------------------


def nominal(_values: Sequence[Any], given: Array) -> Array:
    """Two values are equal, or they are not."""
    return 1.0 - np.eye(np.asarray(given).shape[-1])


def interval(values: Sequence[Any], _given: Array) -> Array:
    """(c - k) squared."""
    at = np.asarray(values, float)
    return np.asarray((at[:, None] - at[None, :]) ** 2)


def ratio(values: Sequence[Any], _given: Array) -> Array:
    """((c - k) / (c + k)) squared."""
    at = np.asarray(values, float)
    return np.asarray(np.nan_to_num(divide(at[:, None] - at[None, :], at[:, None] + at[None, :])) ** 2)


def ordinal(_values: Sequence[Any], given: Array) -> Array:
    """(how many values were given between the two, ends counted half) squared: Krippendorff 2011, p. 6."""
    given = np.asarray(given, float)
    middle = given.cumsum(-1) - given / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def masi(values: Sequence[Any], _given: Array) -> Array:
    """Passonneau 2006, for sets: 1 - Jaccard * (1 equal, 2/3 one within the other, 1/3 crossing, 0 apart)."""
    return np.array([[_masi(a, b) for b in values] for a in values], float).reshape(len(values), len(values))


def jaccard(values: Sequence[Any], _given: Array) -> Array:
    """1 - shared / all members, for sets."""
    size = len(values)
    return np.array([[1 - _shared(a, b) for b in values] for a in values], float).reshape(size, size)


def _shared(a: frozenset[Any], b: frozenset[Any]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _masi(a: frozenset[Any], b: frozenset[Any]) -> float:
    if a == b:
        return 0.0
    if not a & b:
        return 1.0
    return 1 - _shared(a, b) * (2 / 3 if a <= b or b <= a else 1 / 3)
