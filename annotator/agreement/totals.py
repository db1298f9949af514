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
        who = found.pairs[:, 1:]
        self.pairs, pair = np.unique(who, axis=0, return_inverse=True) if len(who) else (who, np.zeros(0, np.int64))
        self.doc_of: Ints = doc.astype(np.int64)
        self.pair_of: Ints = pair.reshape(-1).astype(np.int64)
        self.labels = found.labels
        self._weight = _pair_weights(found.pairs, self.doc_of, len(self.documents))
        self._blocks = self._build()

    def _sum(self, cell: Ints, values: npt.NDArray[Any], size: int) -> Array:
        return np.bincount(cell, np.asarray(values, float), size).astype(float, copy=False)

    def _build(self) -> Totals:
        n, found = len(self.documents), self.statistics
        pair = np.stack([self._sum(self.doc_of, column, n) for column in found.pair_values.T], axis=1)
        sizes = found.pair_values[:, [_P["words"], _P["length"]]] * self._weight[:, None]
        size = np.stack([self._sum(self.doc_of, column, n) for column in sizes.T], axis=1)
        chosen = found.pair_values[:, [_P[name] for name in BY_PAIR]]
        cell = self.doc_of * len(self.pairs) + self.pair_of
        by_pair = np.stack([self._sum(cell, column, n * len(self.pairs)) for column in chosen.T], axis=1)
        return Totals(
            pair, size, self._label_block(), by_pair.reshape(n, len(self.pairs), len(BY_PAIR)), *self._met_blocks()
        )

    def _label_block(self) -> Array:
        n, k, found = len(self.documents), len(self.labels), self.statistics
        row, label = found.of_label.T
        values = found.label_values.copy()
        values[:, _WEIGHED] *= self._weight[row][:, None]
        cell = self.doc_of[row] * k + label
        return np.stack([self._sum(cell, column, n * k) for column in values.T], axis=1).reshape(
            n, k, len(LABEL_COLUMNS)
        )

    def _met_blocks(self) -> tuple[Array, Array, Array]:
        n, k, p = len(self.documents), len(self.labels), len(self.pairs)
        rows = self.statistics.confusion
        row, left, right, times = rows[(rows[:, 1] >= 0) & (rows[:, 2] >= 0)].T
        doc, pair = self.doc_of[row], self.pair_of[row]
        given = self._sum(doc * k + left, times, n * k) + self._sum(doc * k + right, times, n * k)
        cell = (doc * p + pair) * 2
        margins = self._sum(cell * k + left, times, n * p * 2 * k) + self._sum(
            (cell + 1) * k + right, times, n * p * 2 * k
        )
        met = self._sum(cell, times * (left == right), n * p * 2) + self._sum(cell + 1, times, n * p * 2)
        return given.reshape(n, k), margins.reshape(n, p, 2, k), met.reshape(n, p, 2)

    def totals(self) -> Totals:
        """Sums over all documents."""
        return Totals(*(block.sum(0) for block in self._blocks))

    def resampled(self, draws: Array) -> Totals:
        """Sums over each resample: draws[resample, document]."""
        return Totals(
            *(
                (draws @ b.reshape(len(b), math.prod(b.shape[1:]))).reshape(len(draws), *b.shape[1:])
                for b in self._blocks
            )
        )

    def values(self, column: str) -> Array:
        """A pair column, summed by document."""
        return self._blocks.pair[:, _P[column]]


def _pair_weights(pairs: Ints, doc: Ints, n_documents: int) -> Array:
    """1 / (annotators - 1) where all pairs of a document's annotators are there, else 1."""
    n_pairs = np.bincount(doc, minlength=n_documents)
    crowd = (1 + np.sqrt(1 + 8 * n_pairs)) / 2
    people = np.unique(np.concatenate([np.stack([doc, pairs[:, 1]], 1), np.stack([doc, pairs[:, 2]], 1)]), axis=0)
    full = np.bincount(people[:, 0], minlength=n_documents) == crowd
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
