"""Krippendorff's alpha for unitizing: agreement on where units begin and end in a continuum, chance-corrected.

`alpha_u`: Krippendorff 1995 ("On the reliability of unitizing continuous data") and 2004, chapter 11.6, with squared
differences of boundaries, one continuum per category. It misbehaves for more than two coders, and the 2016 family
supersedes it; both are given because both are reported in papers.

`u_alpha` and its kin: Krippendorff, Mathet, Bouvry & Widloecher 2016 (Quality & Quantity 50:2347-2364): intersections
of units, gaps included. A coder's units of one category may not overlap; for nested annotation measure each label by
itself, with its overlapping units united.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from annotator.agreement.coding import Array, divide


class Unit(NamedTuple):
    """A unit of a category, end exclusive."""

    start: float
    end: float
    category: str


class Unitized(NamedTuple):
    """Alpha with observed and expected disagreement; None where it is not defined."""

    value: float | None
    observed: float
    expected: float


def _settle(observed: float, expected: float) -> Unitized:
    return Unitized(1 - observed / expected if expected > 0 else None, observed, expected)


# --- 1995 and 2004 ---------------------------------------------------------------------------------------------------


def alpha_u(coders: Sequence[Sequence[Unit]], begin: float, length: float) -> tuple[Unitized, dict[str, Unitized]]:
    """Alpha over all categories (disagreements summed, then divided), and by category.

    `coders` holds each one's units on the continuum from `begin`, `length` long (whole numbers: positions). Units of no
    length have no mass and are left out. None where a category has no units or where chance cannot disagree.
    """
    solid = [[unit for unit in units if unit.end > unit.start] for units in coders]
    found = {}
    for category in sorted({unit.category for units in solid for unit in units}):
        lines = [_sections(units, category, begin, length) for units in solid]
        found[category] = _settle(_observed(lines, length), _expected(lines, length))
    return _settle(sum(x.observed for x in found.values()), sum(x.expected for x in found.values())), found


def _sections(units: Sequence[Unit], category: str, begin: float, length: float) -> Array:
    """Rows (begin, length, 1 for a unit or 0 for a gap) that cover the continuum."""
    rows, at = [], begin
    for unit in sorted(u for u in units if u.category == category):
        if unit.start < at:
            raise ValueError("units of one category and coder may not overlap")
        rows += [(at, unit.start - at, 0.0)] if unit.start > at else []
        rows.append((unit.start, unit.end - unit.start, 1.0))
        at = unit.end
    rows += [(at, begin + length - at, 0.0)] if begin + length > at else []
    return np.array(rows, float).reshape(-1, 3)


def _observed(lines: Sequence[Array], length: float) -> float:
    total = 0.0
    for i, a in enumerate(lines):
        for b in lines[i + 1 :]:
            total += 2 * float(_differences(a, b).sum())
    m = len(lines)
    return total / (m * (m - 1) * length**2) if m > 1 else 0.0


def _differences(a: Array, b: Array) -> Array:
    """Squared differences of all pairs of sections of two coders."""
    (ab, al, au), (bb, bl, bu) = a.T[:, :, None], b.T[:, None, :]
    apart = ab - bb
    both = (au == 1) & (bu == 1) & (-al < apart) & (apart < bl)
    within_b = (au == 1) & (bu == 0) & (bl - al >= apart) & (apart >= 0)
    within_a = (au == 0) & (bu == 1) & (al - bl >= -apart) & (-apart >= 0)
    return np.asarray(both * (apart**2 + (apart + al - bl) ** 2) + within_b * al**2 + within_a * bl**2)


def _expected(lines: Sequence[Array], length: float) -> float:
    m = len(lines)
    sections = np.concatenate(lines)
    unit = sections[sections[:, 2] == 1][:, 1]
    gap = sections[sections[:, 2] == 0][:, 1]
    fits = np.maximum(gap[None, :] - unit[:, None] + 1, 0) * (gap[None, :] >= unit[:, None])
    inner = (len(unit) - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit) + unit**2 * fits.sum(1)
    below = m * length * (m * length - 1) - float((unit * (unit - 1)).sum())
    return 2 / length * float(inner.sum()) / below if below > 0 else 0.0


# --- 2016 ------------------------------------------------------------------------------------------------------------


class UFamily(NamedTuple):
    """The alphas of 2016; None where not defined.

    `u`: everything, gaps included. `bar_u`: units against gaps, whatever the category. `cu`: the category where both
    have units, which is the share `coverage` of the continuum. `ku`: by category, within that coverage.
    """

    u: float | None
    bar_u: float | None
    cu: float | None
    coverage: float
    ku: dict[str, float | None]


def u_family(coders: Sequence[Sequence[Unit]], length: float) -> UFamily:
    """All four over one continuum from 0 to `length`. Raises ValueError when units of one coder overlap."""
    categories = sorted({unit.category for units in coders for unit in units})
    whole = _coincidences(coders, categories, length)
    relevant = [[unit._replace(category="") for unit in units] for units in coders]
    squares = _squares(coders, categories)
    valued = whole[:-1, :-1]
    shared = _shared_squares(coders, categories)
    return UFamily(
        _with_gaps(whole, squares),
        _with_gaps(_coincidences(relevant, [""], length), np.array([squares.sum()])),
        _nominal(valued, shared),
        float(divide(valued.sum(), whole.sum())),
        {category: _one(valued, shared, k) for k, category in enumerate(categories)},
    )


def _coincidences(coders: Sequence[Sequence[Unit]], categories: Sequence[str], length: float) -> Array:
    """Lengths on which one coder says row, another column; the last is the gap. Each pair counts 1 / (coders - 1)."""
    size, m = len(categories) + 1, len(coders)
    found = np.zeros((size, size))
    number = {category: k for k, category in enumerate(categories)}
    for i in range(m):
        for j in range(m):
            if i == j:
                continue
            for unit in coders[i]:
                for other in coders[j]:
                    common = min(unit.end, other.end) - max(unit.start, other.start)
                    if common > 0:
                        found[number[unit.category], number[other.category]] += common
    totals = _lengths(coders, number) * (m - 1)
    found[:-1, -1] = found[-1, :-1] = totals - found[:-1, :-1].sum(1)
    found[-1, -1] = m * (m - 1) * length - found.sum()
    return found / max(m - 1, 1)


def _lengths(coders: Sequence[Sequence[Unit]], number: Mapping[str, int]) -> Array:
    found = np.zeros(len(number))
    for units in coders:
        previous = -np.inf
        for unit in sorted(units):
            if unit.start < previous:
                raise ValueError("units of one coder may not overlap")
            previous = unit.end
            found[number[unit.category]] += unit.end - unit.start
    return found


def _squares(coders: Sequence[Sequence[Unit]], categories: Sequence[str]) -> Array:
    """Squared lengths of the units, by category."""
    return np.array([sum((u.end - u.start) ** 2 for us in coders for u in us if u.category == c) for c in categories])


def _shared_squares(coders: Sequence[Sequence[Unit]], categories: Sequence[str]) -> Array:
    """Squared lengths of the pieces that units share with other coders' units, by category."""
    found = np.zeros(len(categories))
    for k, category in enumerate(categories):
        for i, units in enumerate(coders):
            others = [other for j, more in enumerate(coders) if j != i for other in more]
            for unit in units:
                if unit.category == category:
                    pieces = [max(0.0, min(unit.end, o.end) - max(unit.start, o.start)) for o in others]
                    found[k] += sum(piece**2 for piece in pieces) / max(len(coders) - 1, 1)
    return found


def _with_gaps(matrix: Array, squares: Array) -> float | None:
    """Equations 4 to 6: a unit cannot meet itself (its squared length), a gap's positions only themselves."""
    return u_alpha_of(matrix, np.append(squares, matrix[-1].sum()))


def u_alpha_of(matrix: Array, repeats: Array) -> float | None:
    """1 - Do / De of coincidences of lengths; `repeats`: per category, what chance may not count."""
    value = float(u_alphas(matrix, repeats))
    return None if np.isnan(value) else value


def u_alphas(matrix: Array, repeats: Array) -> Array:
    """As `u_alpha_of`, for matrices [..., K, K] and repeats [..., K]; nan where not defined."""
    do, de = u_disagreements(matrix, repeats)
    return 1 - divide(do, np.where(de > 1e-12, de, 0))


def u_disagreements(matrix: Array, repeats: Array) -> tuple[Array, Array]:
    """(observed, expected) lengths in disagreement."""
    given = matrix.sum(-1)
    total = given.sum(-1)
    apart = 1.0 - np.eye(matrix.shape[-1])
    observed = (matrix * apart).sum((-2, -1))
    chance = (given[..., :, None] * given[..., None, :] * apart).sum((-2, -1))
    return observed, np.asarray(np.nan_to_num(divide(total * chance, total**2 - repeats.sum(-1))))


def _nominal(matrix: Array, repeats: Array) -> float | None:
    """Equations 10 and 11: as before, among valued positions only."""
    return u_alpha_of(matrix, repeats)


def _one(matrix: Array, repeats: Array, k: int) -> float | None:
    """Equation 13b: category k against the others, among valued positions."""
    given = matrix.sum(1)
    observed = divide(given[k] - matrix[k, k], given[k])
    others = given[k] * (given.sum() - given[k])
    expected = divide(others, others + given[k] ** 2 - repeats[k])
    value = float(1 - divide(observed, expected))
    return None if np.isnan(value) else value
