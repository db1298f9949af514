"""Statistics put together and taken apart: batches joined, pair rows chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from annotator.agreement.rows import Batch, Ints
from annotator.agreement.statistics import LABEL_COLUMNS, NONE, PAIR_COLUMNS, Statistics, count_pairs


def count(batch: Batch, *, with_causes: bool = True) -> Statistics:
    """The statistics of a batch. `with_causes`: also why boundaries differ, which takes longest."""
    found = count_pairs(batch, with_causes=with_causes)
    if len(found) == 1:
        return found[0]
    return join(found) if found else empty(batch.labels)


def empty(labels: Sequence[str] = ()) -> Statistics:
    """No rows at all."""
    none = np.zeros((0, 0), np.int64)
    return Statistics(
        none.reshape(0, 3),
        np.zeros((0, len(PAIR_COLUMNS))),
        none.reshape(0, 2),
        np.zeros((0, len(LABEL_COLUMNS))),
        none.reshape(0, 4),
        none.reshape(0, 4),
        tuple(labels),
        (),
    )


def join(found: Sequence[Statistics]) -> Statistics:
    """One from several; labels and roles that differ in their numbers are numbered anew, by name."""
    labels = tuple(dict.fromkeys(name for one in found for name in one.labels))
    roles = tuple(sorted({name for one in found for name in one.role_names}))
    shifts = np.cumsum([0, *(len(one.pairs) for one in found[:-1])])
    of_label, confusion, role_rows = [], [], []
    for one, shift in zip(found, shifts.tolist(), strict=True):
        label_number = np.array([labels.index(name) for name in one.labels] + [NONE], np.int64)
        role_number = np.array([roles.index(name) for name in one.role_names] + [NONE], np.int64)
        of_label.append(np.stack([one.of_label[:, 0] + shift, label_number[one.of_label[:, 1]]], axis=1))
        confusion.append(_renumbered(one.confusion, shift, label_number))
        role_rows.append(_renumbered(one.roles, shift, role_number))
    return Statistics(
        by_columns([one.pairs for one in found]),
        by_columns([one.pair_values for one in found]),
        by_columns(of_label),
        by_columns([one.label_values for one in found]),
        by_columns(confusion),
        by_columns(role_rows),
        labels,
        roles,
    )


def by_columns(parts: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Rows below each other, column by column in memory: sums go down one column at a time."""
    return np.concatenate([np.ascontiguousarray(part.T) for part in parts], axis=1).T


def _renumbered(rows: Ints, shift: int, number: Ints) -> Ints:
    return np.stack([rows[:, 0] + shift, number[rows[:, 1]], number[rows[:, 2]], rows[:, 3]], axis=1)


def select(whole: Statistics, kept: npt.NDArray[np.bool_]) -> Statistics:
    """Only the pair rows of a mask, with what hangs on them."""
    if kept.all():
        return whole
    number = np.cumsum(kept) - 1

    def moved(rows: Ints) -> Ints:
        rows = _where(rows, kept[rows[:, 0]])
        rows[:, 0] = number[rows[:, 0]]
        return rows

    return whole._replace(
        pairs=_where(whole.pairs, kept),
        pair_values=_where(whole.pair_values, kept),
        of_label=moved(whole.of_label),
        label_values=_where(whole.label_values, kept[whole.of_label[:, 0]]),
        confusion=moved(whole.confusion),
        roles=moved(whole.roles),
    )


def _where(rows: npt.NDArray[Any], kept: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    return np.compress(kept, rows.T, axis=1).T
