"""Sums of statistics over documents, and every measure as a formula over such sums.

A `Corpus` holds one row per document; `Totals` are its sums, over all documents or over each of many resamples: the same
formulas serve the value and its interval. Where several pairs of annotators share documents, counts are summed over
pairs and then divided; the alphas weigh a pair by 1 / (annotators of the document - 1), which is what Krippendorff's
coincidences do.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.agreement.coding import Array, chance_corrected, divide
from annotator.agreement.rows import Ints
from annotator.agreement.spans import NANO
from annotator.agreement.statistics import LABEL_COLUMNS, PAIR_COLUMNS, Statistics
from annotator.agreement.unitizing import u_disagreements

_P: Final = {name: at for at, name in enumerate(PAIR_COLUMNS)}
_L: Final = {name: at for at, name in enumerate(LABEL_COLUMNS)}
_WEIGHED: Final = [_L[name] for name in LABEL_COLUMNS if name.startswith(("words", "length", "squares"))]
BY_PAIR: Final = ("n_a", "n_b", "exact", "boundary", "overlap", "overlap_label")


class Totals(NamedTuple):
    """Sums; all arrays may have a leading axis of resamples.

    `pair` by PAIR_COLUMNS, `size` (words, length) weighed as the alphas need it, `label` [labels, LABEL_COLUMNS],
    `by_pair` [pairs, BY_PAIR]; of mentions on equal places `given` [labels] (how often each label was given), and
    `margins` [pairs, 2, labels], `met` [pairs, 2] (with one label, all).
    """

    pair: Array
    size: Array
    label: Array
    by_pair: Array
    given: Array
    margins: Array
    met: Array


def _by_cell(cell: Ints, values: npt.NDArray[Any], size: int) -> Array:
    """Sums of values by cell, as floats also where there is nothing to sum."""
    return np.bincount(cell, np.asarray(values, float), size).astype(float, copy=False)


class Corpus:
    """Statistics as one row per document, so that documents can be resampled.

    `rank[document]` orders the documents (by default their numbers do): by something that is the same in every copy of
    a project, so that the same resamples are drawn from it.
    """

    def __init__(self, found: Statistics, rank: Ints | None = None) -> None:
        self.statistics = found
        place = found.pairs[:, 0] if rank is None else rank[found.pairs[:, 0]]
        _, first, doc = np.unique(place, return_index=True, return_inverse=True)
        self.documents: Ints = found.pairs[first, 0]
        self._people = int(found.pairs[:, 1:].max(initial=-1)) + 1
        codes, pair = np.unique(found.pairs[:, 1] * self._people + found.pairs[:, 2], return_inverse=True)
        self.pairs: Ints = np.stack(np.divmod(codes, max(self._people, 1)), axis=1)
        self.doc_of: Ints = doc.astype(np.int64)
        self.pair_of: Ints = pair.reshape(-1).astype(np.int64)
        self.labels = found.labels
        self._weight = _pair_weights(found.pairs, self.doc_of, len(self.documents))
        self._blocks: Totals | None = None

    def _build(self, doc: Ints, n: int) -> Totals:
        """Sums by document: `doc` is the number below n of each pair row's document."""
        found = self.statistics
        pair = np.empty((n, len(PAIR_COLUMNS)))
        for at, column in enumerate(found.pair_values.T):
            pair[:, at] = _by_cell(doc, column, n)
        sizes = (found.pair_values[:, _P[name]] * self._weight for name in ("words", "length"))
        size = np.stack([_by_cell(doc, column, n) for column in sizes], axis=1)
        cell = doc * len(self.pairs) + self.pair_of
        columns = (_by_cell(cell, found.pair_values[:, _P[name]], n * len(self.pairs)) for name in BY_PAIR)
        by_pair = np.stack(list(columns), axis=1).reshape(n, len(self.pairs), len(BY_PAIR))
        return Totals(pair, size, self._label_block(doc, n), by_pair, *self._met_blocks(doc, n))

    def _label_block(self, doc: Ints, n: int) -> Array:
        k, found = len(self.labels), self.statistics
        row, label = found.of_label.T
        cell = doc[row] * k + label
        weight = self._weight[row]
        block = np.empty((n * k, len(LABEL_COLUMNS)))
        for at, column in enumerate(found.label_values.T):
            block[:, at] = _by_cell(cell, column * weight if at in _WEIGHED else column, n * k)
        return block.reshape(n, k, len(LABEL_COLUMNS))

    def _met_blocks(self, doc: Ints, n: int) -> tuple[Array, Array, Array]:
        k, p = len(self.labels), len(self.pairs)
        rows = self.statistics.confusion
        row, left, right, times = np.compress((rows[:, 1] >= 0) & (rows[:, 2] >= 0), rows.T, axis=1)
        cell, n_times = doc[row] * p + self.pair_of[row], times.astype(float)
        sides = [_by_cell(cell * k + label, n_times, n * p * k).reshape(n, p, k) for label in (left, right)]
        margins = np.stack(sides, axis=2)
        equal = _by_cell(cell, n_times * (left == right), n * p).reshape(n, p)
        return margins.sum((1, 2)), margins, np.stack([equal, sides[0].sum(-1)], axis=-1)

    def totals(self) -> Totals:
        """Sums over all documents."""
        return Totals(*(block[0] for block in self._build(np.zeros_like(self.doc_of), 1)))

    def resampled(self, draws: Array) -> Totals:
        """Sums over each resample: draws[resample, document]."""
        if self._blocks is None:
            self._blocks = self._build(self.doc_of, len(self.documents))
        blocks = self._blocks
        return Totals(
            *((draws @ b.reshape(len(b), math.prod(b.shape[1:]))).reshape(len(draws), *b.shape[1:]) for b in blocks)
        )

    def values(self, column: str) -> Array:
        """A pair column, summed by document."""
        values = self.statistics.pair_values[:, _P[column]]
        return _by_cell(self.doc_of, values, len(self.documents))


def _pair_weights(pairs: Ints, doc: Ints, n_documents: int) -> Array:
    """1 / (annotators - 1) where all pairs of a document's annotators are there, else 1."""
    n_pairs = np.bincount(doc, minlength=n_documents)
    crowd = (1 + np.sqrt(1 + 8 * n_pairs)) / 2
    there = np.zeros((n_documents, int(pairs[:, 1:].max(initial=0)) + 1), dtype=bool)
    there[doc, pairs[:, 1]] = there[doc, pairs[:, 2]] = True
    full = there.sum(1) == crowd
    weight = np.where(full, 1 / np.maximum(crowd - 1, 1), 1.0)
    return np.asarray(weight[doc], float)


# --- formulas --------------------------------------------------------------------------------------------------------


def f1(t: Totals, count: str) -> Array:
    """2 * count / (n_a + n_b) over all labels."""
    return divide(2 * t.pair[..., _P[count]], mentions(t))


def mentions(t: Totals) -> Array:
    """n_a + n_b."""
    return np.asarray(t.pair[..., _P["n_a"]] + t.pair[..., _P["n_b"]])


def iou(t: Totals) -> Array:
    """IoU-weighted F1."""
    return divide(2 * t.pair[..., _P["iou"]], NANO * mentions(t))


def partial(t: Totals) -> Array:
    """MUC partial F1: (COR + PAR / 2) / mean of the two numbers of mentions."""
    return divide(2 * t.pair[..., _P["boundary"]] + t.pair[..., _P["near"]], mentions(t))


def event_f1(t: Totals, level: str) -> Array:
    """F1 of a level of `events.LEVELS`."""
    return divide(2 * t.pair[..., _P[f"{level}_both"]], event_keys(t, level))


def event_keys(t: Totals, level: str) -> Array:
    """How many keys of a level there are, of a and b together."""
    return np.asarray(t.pair[..., _P[f"{level}_a"]] + t.pair[..., _P[f"{level}_b"]])


def token_disagreements(t: Totals) -> tuple[Array, Array]:
    """Per label: observed and expected disagreement on whether a word is inside a mention of the label."""
    inside = t.label[..., _L["words_a"]] + t.label[..., _L["words_b"]]
    apart = inside - 2 * t.label[..., _L["words_both"]]
    total = 2 * t.size[..., :1]
    return divide(2 * apart, total), divide(2 * inside * (total - inside), total * (total - 1))


def token_alpha(t: Totals) -> Array:
    """Labels together: 1 - sum of observed / sum of expected disagreements."""
    do, de = token_disagreements(t)
    return _alpha(np.nansum(do, -1), np.nansum(de, -1))


def token_alphas(t: Totals) -> Array:
    """By label."""
    return _alpha(*token_disagreements(t))


def u_alpha(t: Totals) -> Array:
    """Labels together, each label's units against its gaps (2016)."""
    do, de = _u(t)
    return _alpha(do.sum(-1), de.sum(-1))


def u_alphas(t: Totals) -> Array:
    """By label."""
    return _alpha(*_u(t))


def _u(t: Totals) -> tuple[Array, Array]:
    inside = t.label[..., _L["length_a"]] + t.label[..., _L["length_b"]]
    both = 2 * t.label[..., _L["length_both"]]
    gaps = 2 * t.size[..., 1:2] - inside
    apart = inside - both
    matrix = np.stack([np.stack([both, apart], -1), np.stack([apart, gaps - apart], -1)], -2)
    return u_disagreements(matrix, np.stack([t.label[..., _L["squares"]], gaps], -1))


def _alpha(observed: Array, expected: Array) -> Array:
    return 1 - divide(observed, np.where(expected > 1e-12, expected, 0))


def label_f1(t: Totals, count: str) -> Array:
    """F1 by label."""
    return divide(2 * t.label[..., _L[count]], label_mentions(t))


def label_mentions(t: Totals) -> Array:
    """n_a + n_b by label."""
    return np.asarray(t.label[..., _L["n_a"]] + t.label[..., _L["n_b"]])


def met_observed(t: Totals) -> Array:
    """Share of equal places with one label."""
    return divide(t.met[..., 0].sum(-1), t.met[..., 1].sum(-1))


def met_kappa(t: Totals) -> Array:
    """Cohen's kappa of the labels on equal places, expected agreement summed over pairs of annotators."""
    total = t.met[..., 1]
    by_chance = np.nan_to_num(divide(t.margins.prod(-2).sum(-1), total))
    return chance_corrected(t.met[..., 0].sum(-1), by_chance.sum(-1), total.sum(-1))


def met_alpha(t: Totals) -> Array:
    """Krippendorff's nominal alpha of the labels on equal places."""
    n = t.given.sum(-1)
    apart = n - 2 * t.met[..., 0].sum(-1)
    room = n * n - (t.given**2).sum(-1)
    return 1 - divide((n - 1) * apart, np.where(room > 0, room, 0))


def pair_f1(t: Totals, count: str) -> Array:
    """F1 by pair of annotators."""
    at = BY_PAIR.index(count)
    return divide(2 * t.by_pair[..., at], t.by_pair[..., 0] + t.by_pair[..., 1])
