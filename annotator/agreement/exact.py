"""Exact F1 of all pairs of annotators and all labels of a whole corpus at once: one sort, one bit per annotator."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.agreement.rows import Ints, Rows
from annotator.matching import starts_of_runs

_BITS: Final = 62
_DIRECT: Final = 8
"""Up to so many annotators the sets of annotators are counted without being numbered first."""


class ExactCounts(NamedTuple):
    """`both[a, b, label]`: mentions that both have; `of[a, b, label]`: mentions of a in documents that b finished too.

    F1 of a pair is 2 * both[a, b] / (of[a, b] + of[b, a]).
    """

    both: Ints
    of: Ints


def exact_counts(rows: Rows, done: npt.NDArray[np.bool_], n_labels: int) -> ExactCounts:
    """Counts equal mentions (place and label) in documents that both have finished; twins count once.

    Raises OverflowError for more than 62 annotators, or documents too long and many for one number a mention.
    """
    people = done.shape[1]
    if people > _BITS:
        raise OverflowError("more than 62 annotators")
    if not done[rows.doc, rows.who].all():
        rows = Rows(*(column[done[rows.doc, rows.who]] for column in rows))
    key, inside = _packed(rows, people, n_labels)
    key.sort()
    place = key // people
    first = starts_of_runs(place)
    mask = np.bitwise_or.reduceat(np.int64(1) << (key - place * people), first) if len(first) else place
    place = place[first]
    return _count(mask, place // inside, place % n_labels if n_labels else place, done, n_labels)


def _packed(rows: Rows, people: int, n_labels: int) -> tuple[Ints, int]:
    """One number a row that sorts by document, place, label, annotator; and how many places with label a document has."""
    columns = [rows.doc, rows.start, rows.end - rows.start, rows.shape, rows.label, rows.who]
    widths = [int(column.max(initial=0)) + 1 for column in columns[:4]] + [n_labels, people]
    key = columns[0].copy()
    room = widths[0]
    for column, width in zip(columns[1:], widths[1:], strict=True):
        room *= width
        if room >= 1 << 63:
            raise OverflowError("the documents are too long or too many to be compared in one go")
        key *= width
        key += column
    return key, widths[1] * widths[2] * widths[3] * widths[4]


def _count(mask: Ints, doc: Ints, label: Ints, done: npt.NDArray[np.bool_], n_labels: int) -> ExactCounts:
    people = done.shape[1]
    finished = (done @ (np.int64(1) << np.arange(people))).astype(np.int64)
    crews, crew = np.unique(finished, return_inverse=True)
    sets, set_ = (np.arange(1 << people), mask) if people <= _DIRECT else np.unique(mask, return_inverse=True)
    cell = (crew[doc] * len(sets) + set_) * n_labels + label
    counts = np.bincount(cell, minlength=len(crews) * len(sets) * n_labels).reshape(len(crews), len(sets), n_labels)
    has = ((sets[:, None] >> np.arange(people)) & 1).astype(np.int64)
    there = ((crews[:, None] >> np.arange(people)) & 1).astype(np.int64)
    by_set = counts.sum(0)
    both = np.einsum("sa,sb,sl->abl", has, has, by_set, optimize=True)
    of = np.einsum("sa,cb,csl->abl", has, there, counts, optimize=True)
    return ExactCounts(both, of)
