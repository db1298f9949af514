"""Agreement on document labels: any number of annotators, missing ones, numbers, sets.

Each document that two or more valued is a unit. A list of values is a set. Values that are numbers are also measured as
ordinal and interval data, sets also by MASI and Jaccard distance.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from annotator.agreement import coding
from annotator.agreement.coding import Array, Ratings
from annotator.agreement.results import Result, result, undefined

MEASURES: Final = (
    "observed",
    "scott_pi",
    "cohen_kappa",
    "fleiss_kappa",
    "alpha_nominal",
    "alpha_ordinal",
    "alpha_interval",
    "alpha_masi",
    "gwet_ac1",
)
_MOST_CELLS: Final = 400
"""With more pairs of values than this the intervals are left out: they would take longer than anybody waits."""
_MOST_VALUES: Final = 500
"""With more distinct values than this a label is free text, not a label."""


def hashable(value: Any) -> Hashable:
    """A value as it is compared: lists are sets, everything that JSON has can be compared."""
    if isinstance(value, list | tuple | set | frozenset):
        return frozenset(hashable(inner) for inner in value)
    if isinstance(value, Mapping):
        return frozenset((key, hashable(inner)) for key, inner in value.items())
    return str(value).lower() if isinstance(value, bool) else value


class DocumentLabelMeasures:
    """The measures of one document label. `ratings[document]` maps annotators (numbers) to values."""

    def __init__(self, ratings: Sequence[Mapping[int, Any]], people: int) -> None:
        rows = [{who: hashable(v) for who, v in unit.items() if v is not None} for unit in ratings]
        self.sets = any(isinstance(value, frozenset) for row in rows for value in row.values())
        if self.sets:
            rows = [{w: v if isinstance(v, frozenset) else frozenset([v]) for w, v in row.items()} for row in rows]
        compared = [row for row in rows if len(row) >= 2]
        self.documents = [at for at, row in enumerate(rows) if len(row) >= 2]
        self.ratings = Ratings([[row.get(who) for who in range(people)] for row in compared])
        size = self._size = len(self.ratings.values)
        self._counts = self.ratings.counts if size <= _MOST_VALUES else np.zeros((0, 0))
        self._numeric = coding.is_numeric(self.ratings.values)
        self._masi = coding.masi(self.ratings.values, np.zeros(size)) if self.sets and size <= _MOST_VALUES else None
        self._people = people

    @property
    def quick(self) -> bool:
        """Whether there are few enough values for intervals."""
        return self._size**2 <= _MOST_CELLS

    def values(self, draws: Array | None = None) -> dict[str, Array]:
        """Every measure that these values allow, over all documents or over each resample [resamples, documents]."""
        counts, weights = self._counts, draws
        found = {
            "observed": coding.pair_agreement(counts, weights),
            "fleiss_kappa": coding.fleiss_kappa(counts, weights),
            "gwet_ac1": coding.gwet_ac(counts, weights=weights),
        }
        tables = self._tables(draws)
        found["scott_pi"], found["cohen_kappa"] = coding.scott_pi(tables), coding.cohen_kappa(tables)
        matrix = coding.coincidences_of(self.ratings) if draws is None else coding.coincidences(counts, weights)
        given = matrix.sum(-1)
        found["alpha_nominal"] = coding.alpha(matrix)
        if self._numeric:
            found["alpha_ordinal"] = coding.alpha(matrix, coding.ordinal(self.ratings.values, given))
            found["alpha_interval"] = coding.alpha(matrix, coding.interval(self.ratings.values, given))
        if self._masi is not None:
            found["alpha_masi"] = coding.alpha(matrix, self._masi)
        return found

    def _tables(self, draws: Array | None) -> Array:
        """[pairs, K, K], or [resamples, pairs, K, K]."""
        if draws is None:
            return self.ratings.tables()
        codes, size, found = self.ratings.codes, self._size, []
        for a in range(self._people):
            for b in range(a + 1, self._people):
                both = np.flatnonzero((codes[:, a] >= 0) & (codes[:, b] >= 0))
                if len(both):
                    cell = np.zeros((len(both), size * size))
                    cell[np.arange(len(both)), codes[both, a] * size + codes[both, b]] = 1
                    found.append((draws[:, both] @ cell).reshape(-1, size, size))
        return np.stack(found, axis=1) if found else np.zeros((len(draws), 0, size, size))

    def results(self) -> dict[str, Result]:
        """All measures of `MEASURES`, those that are not defined with their reason."""
        n = len(self.documents)
        if not n:
            return {name: undefined(f"document_{name}", "no_common_value") for name in MEASURES}
        n_units = int((self.ratings.codes >= 0).sum())
        if self._size > _MOST_VALUES:
            return {name: undefined(f"document_{name}", "too_many_values", n, n_units) for name in MEASURES}
        values = self.values()
        found: dict[str, Result] = {}
        for name in MEASURES:
            if name in values:
                found[name] = result(f"document_{name}", values[name].reshape(-1)[0], "one_value", n, n_units)
            else:
                reason = "not_sets" if name == "alpha_masi" else "not_numbers"
                found[name] = undefined(f"document_{name}", reason, n, n_units)
        return found
