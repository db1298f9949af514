"""What a batch of documents adds to every measure, as whole numbers that can be summed in any order.

Statistics of documents are independent of each other: those of a corpus are the rows of its documents, so they can be
kept per document, filtered, summed and resampled. A row belongs to (document, pair of annotators), or to one label,
one cell of the confusion matrix or one pair of roles within it. `VERSION` changes whenever a number could.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.agreement import events as event_levels
from annotator.agreement.boundaries import CAUSES, cause
from annotator.agreement.rows import Batch, Ints
from annotator.agreement.spans import Pairing, Side, pair, sides
from annotator.matching import Edges, overlaps
from annotator.model import Span

VERSION: Final = 1

Table = npt.NDArray[Any]
"""Whole numbers below 2^53, to be summed as floats: the sums are exact in any order."""

PAIR_COLUMNS: Final = (
    "n_a",
    "n_b",
    "exact",
    "boundary",
    "overlap",
    "overlap_label",
    "near",  # overlapping pairs of the partial alignment with unequal places
    "aligned_label",  # pairs of the partial alignment with one label
    "iou",  # in billionths
    "words",
    "length",  # code points of the document
    "nested",  # mentions that begin inside an earlier one of the same annotator
    *(f"{level}_{what}" for level in event_levels.LEVELS for what in ("both", "a", "b")),
    *(f"cause_{name}" for name in CAUSES),
)
LABEL_COLUMNS: Final = (
    "n_a",
    "n_b",
    "exact",
    "overlap_label",
    "words_a",
    "words_b",
    "words_both",
    "length_a",
    "length_b",
    "length_both",
    "squares",  # squared lengths of the units of both, for the unitizing alpha
)
NONE: Final = -1
"""In the confusion matrix and among roles: not annotated."""


class Statistics(NamedTuple):
    """All rows of some documents.

    `pairs`: (document, a, b) with a before b; `pair_values` their columns. `of_label` (pair row, label) with
    `label_values`. `confusion` (pair row, label of a, label of b, how often): mentions on equal places, and those of one
    alone. `roles` likewise. Labels and roles are numbers in `labels` and `role_names`.
    """

    pairs: Ints
    pair_values: Table
    of_label: Ints
    label_values: Table
    confusion: Ints
    roles: Ints
    labels: tuple[str, ...]
    role_names: tuple[str, ...]


_TOGETHER: Final = 12
"""Pairs of annotators that are counted in one go: few enough for the memory, many enough that a document is quick."""


def count_pairs(batch: Batch, *, with_causes: bool = True) -> list[Statistics]:
    """The statistics of a batch: of every two annotators who have finished the same document, some pairs at a time."""
    people = batch.done.shape[1]
    everyone = sides(batch, people)
    words = [_word_keys(side, batch) for side in everyone]
    units = [_units(side, batch) for side in everyone]
    couples = [
        (a, b) for a in range(people) for b in range(a + 1, people) if (batch.done[:, a] & batch.done[:, b]).any()
    ]
    found = []
    for begin in range(0, len(couples), _TOGETHER):
        work = _Pairs(batch, couples[begin : begin + _TOGETHER], everyone)
        work.take_words(words)
        work.take_units(units)
        work.take_events()
        if with_causes:
            work.take_causes()
        found.append(work.finish())
    return found


class _Pairs:
    """Counts pairs of annotators over a batch. A row is a document that a pair has finished, by pair, then document.

    The pairs lie one after the other on one axis: a single document takes as few steps as many do.
    """

    def __init__(self, batch: Batch, couples: Sequence[tuple[int, int]], everyone: Sequence[Side]) -> None:
        self.batch, self.couples = batch, couples
        shared = np.stack([batch.done[:, a] & batch.done[:, b] for a, b in couples])
        couple, self.documents = np.nonzero(shared)
        self.who = np.array(couples, np.int64)[couple]
        self.row_of = np.cumsum(shared.ravel()).reshape(shared.shape) - 1
        self.row_of[~shared] = -1
        self.n_labels = len(batch.labels)
        self.a, self.b = (self._beside(everyone, side) for side in (0, 1))
        self.found = pair(self.a, self.b, self.n_labels, batch.shapes)
        self.values = np.zeros((len(self.documents), len(PAIR_COLUMNS)))
        self.per_label = np.zeros((len(self.documents) * self.n_labels, len(LABEL_COLUMNS)))
        self.role_rows: list[tuple[int, str | None, str | None, int]] = []
        self._count_spans()

    def _beside(self, everyone: Sequence[Side], side: int) -> Side:
        """One side of all pairs, one pair after the other; `doc` is the row."""
        reach = int((self.batch.lengths + 1).sum()) + 1
        places = 1 + max(int(one.place.max(initial=0)) for one in everyone)
        parts = [everyone[couple[side]] for couple in self.couples]
        joined = Side(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
        couple = np.repeat(np.arange(len(parts)), [len(part.doc) for part in parts])
        row, shift = self.row_of[couple, joined.doc], couple * reach
        place = joined.place + couple * places
        moved = joined._replace(doc=row, start=joined.start + shift, end=joined.end + shift, place=place)
        return moved.where(row >= 0)

    # -- counting helpers ---------------------------------------------------------------------------------------------
    def _put(self, column: str, rows: Ints, weight: npt.NDArray[np.generic] | None = None) -> None:
        self.values[:, PAIR_COLUMNS.index(column)] += np.bincount(rows, weight, len(self.documents))

    def _put_label(self, column: str, rows: Ints, labels: Ints, weight: npt.NDArray[np.generic] | None = None) -> None:
        cells = rows * self.n_labels + labels
        self.per_label[:, LABEL_COLUMNS.index(column)] += np.bincount(cells, weight, len(self.per_label))

    def _count_spans(self) -> None:
        a, b, found = self.a, self.b, self.found
        for side, name in ((a, "n_a"), (b, "n_b")):
            self._put(name, side.doc)
            self._put_label(name, side.doc, side.label)
        same = found.equal.left[found.exact]
        self._put("exact", a.doc[same])
        self._put_label("exact", a.doc[same], a.label[same])
        self._put("boundary", a.doc[found.equal.left])
        self._put("overlap", a.doc[found.overlap.left])
        self._put("overlap_label", a.doc[found.overlap_label.left])
        self._put_label("overlap_label", a.doc[found.overlap_label.left], a.label[found.overlap_label.left])
        self._put("near", a.doc[found.near.left])
        one_label = a.label[found.near.left] == b.label[found.near.right]
        self._put("aligned_label", a.doc[np.concatenate([same, found.near.left[one_label]])])
        self._put("iou", a.doc[found.iou.left], found.shared)
        for side in (a, b):
            self._put("nested", side.doc[_begins_inside(side)])
        self.values[:, PAIR_COLUMNS.index("words")] = np.diff(self.batch.word_at)[self.documents]
        self.values[:, PAIR_COLUMNS.index("length")] = self.batch.lengths[self.documents]

    def take_words(self, keys: Sequence[Ints]) -> None:
        """Words inside each label, and inside it for both."""
        owner = np.repeat(np.arange(len(self.batch.lengths)), np.diff(self.batch.word_at))
        width = max(self.n_labels, 1)
        for at, (a, b) in enumerate(self.couples):
            both = np.intersect1d(keys[a], keys[b], assume_unique=True)
            for found, name in ((keys[a], "words_a"), (keys[b], "words_b"), (both, "words_both")):
                rows = self.row_of[at][owner[found // width]]
                self._put_label(name, rows[rows >= 0], found[rows >= 0] % width)

    def take_units(self, units: Sequence[Side]) -> None:
        """Lengths of the units of each label and of what both share, and squared lengths."""
        a, b = (self._beside(units, side) for side in (0, 1))
        for side, name in ((a, "length_a"), (b, "length_b")):
            length = (side.end - side.start).astype(float)
            self._put_label(name, side.doc, side.label, length)
            self._put_label("squares", side.doc, side.label, length * length)
        edges = _label_overlaps(a, b)
        low = np.maximum(a.start[edges.left], b.start[edges.right])
        common = np.minimum(a.end[edges.left], b.end[edges.right]) - low
        self._put_label("length_both", a.doc[edges.left], a.label[edges.left], common)

    def take_events(self) -> None:
        """Keys of every level that both have and that each has, and the roles."""
        if not self.batch.events:
            return
        for row, (doc, who) in enumerate(zip(self.documents.tolist(), self.who.tolist(), strict=True)):
            mine, theirs = (self.batch.events.get((doc, each), ()) for each in who)
            if not mine and not theirs:
                continue
            levels = event_levels.compare(mine, theirs)
            first = PAIR_COLUMNS.index(f"{event_levels.LEVELS[0]}_both")
            self.values[row, first : first + 3 * len(levels.counts)] = np.ravel(levels.counts)
            self.role_rows += [(row, x, y, n) for (x, y), n in levels.roles.items()]

    def take_causes(self) -> None:
        """Why the boundaries of overlapping pairs differ."""
        for left, right in zip(*(side.tolist() for side in self.found.near), strict=True):
            row = int(self.a.doc[left])
            text = self.batch.texts[self.documents[row]]
            name = cause(text, self._spans(self.a, left), self._spans(self.b, right))
            self.values[row, PAIR_COLUMNS.index(f"cause_{name}")] += 1

    def _spans(self, side: Side, at: int) -> Sequence[Span]:
        parts = self.batch.shapes.parts[side.shape[at]]
        row = side.row[at]
        return parts or (Span(int(self.batch.rows.start[row]), int(self.batch.rows.end[row])),)

    # -- the end ------------------------------------------------------------------------------------------------------
    def finish(self) -> Statistics:
        """All rows."""
        pairs = np.concatenate([self.documents[:, None], self.who], axis=1)
        used = np.flatnonzero(self.per_label.any(1))
        of_label = np.stack([used // max(self.n_labels, 1), used % max(self.n_labels, 1)], axis=1)
        names = sorted({name for _, x, y, _ in self.role_rows for name in (x, y) if name is not None})
        number: dict[str | None, int] = {name: at for at, name in enumerate(names)} | {None: NONE}
        roles = np.array([(row, number[x], number[y], n) for row, x, y, n in self.role_rows], np.int64).reshape(-1, 4)
        return Statistics(
            pairs,
            self.values,
            of_label,
            self.per_label[used],
            _confusion(self.a, self.b, self.found, self.n_labels),
            roles,
            tuple(self.batch.labels),
            tuple(names),
        )


def _begins_inside(side: Side) -> npt.NDArray[np.bool_]:
    """Which mentions begin before the furthest end so far. Documents lie one after the other on the axis."""
    inside = np.zeros(len(side.end), dtype=bool)
    if len(inside):
        inside[1:] = side.start[1:] < np.maximum.accumulate(side.end)[:-1]
    return inside


def _confusion(a: Side, b: Side, found: Pairing, n_labels: int) -> Ints:
    alone_a, alone_b = np.ones(len(a.doc), dtype=bool), np.ones(len(b.doc), dtype=bool)
    alone_a[found.equal.left] = alone_b[found.equal.right] = False
    row = np.concatenate([a.doc[found.equal.left], a.doc[alone_a], b.doc[alone_b]])
    nothing_a, nothing_b = np.full(alone_b.sum(), NONE), np.full(alone_a.sum(), NONE)
    left = np.concatenate([a.label[found.equal.left], a.label[alone_a], nothing_a])
    right = np.concatenate([b.label[found.equal.right], nothing_b, b.label[alone_b]])
    width = n_labels + 1
    cells, n = np.unique((row * width + left + 1) * width + right + 1, return_counts=True)
    return np.stack([cells // width // width, cells // width % width - 1, cells % width - 1, n], axis=1)


def _pieces(side: Side, batch: Batch) -> tuple[Ints, Ints, Ints, Ints]:
    """(document, label, start, end) of every part of every mention, on the axis of the batch."""
    columns = [side.doc, side.label, side.start, side.end]
    split = np.flatnonzero(side.shape > 0)
    if len(split):
        more = []
        for k in split.tolist():
            parts = batch.shapes.parts[side.shape[k]]
            shift = int(side.start[k]) - parts[0].start
            more += [(side.doc[k], side.label[k], part.start + shift, part.end + shift) for part in parts]
        extra = np.array(more, np.int64)
        whole = side.shape == 0
        columns = [np.concatenate([c[whole], extra[:, k]]) for k, c in enumerate(columns)]
    return columns[0], columns[1], columns[2], columns[3]


def _word_keys(side: Side, batch: Batch) -> Ints:
    """word * labels + label for each word that a mention of the label touches, sorted, each once."""
    _, label, start, end = _pieces(side, batch)
    base = np.zeros(len(batch.lengths) + 1, np.int64)
    base[1:] = np.cumsum(batch.lengths + 1)
    owner = np.repeat(np.arange(len(batch.lengths)), np.diff(batch.word_at))
    word_start, word_end = batch.word_start + base[owner], batch.word_end + base[owner]
    first, last = np.searchsorted(word_end, start, "right"), np.searchsorted(word_start, end, "left")
    length = np.maximum(last - first, 0)
    word = np.arange(length.sum()) - np.repeat(length.cumsum() - length, length) + np.repeat(first, length)
    return np.unique(word * max(len(batch.labels), 1) + np.repeat(label, length))


def _units(side: Side, batch: Batch) -> Side:
    """Per label, the stretches that its mentions cover: overlapping ones united, touching ones not. Sorted by label."""
    doc, label, start, end = _pieces(side, batch)
    order = np.lexsort((end, start, label))
    doc, label, start, end = doc[order], label[order], start[order], end[order]
    reach = int(end.max(initial=0)) + 1
    # Labels one after the other on one axis, so that "the furthest end so far" starts anew with each.
    furthest = np.maximum.accumulate(end + label * reach) if len(end) else end
    new = np.ones(len(end), dtype=bool)
    new[1:] = start[1:] + label[1:] * reach >= furthest[:-1]
    heads = np.flatnonzero(new)
    ends = np.maximum.reduceat(end, heads) if len(heads) else end
    zero = np.zeros(len(heads), np.int64)
    return Side(doc[heads], start[heads], ends, zero, label[heads], zero, zero)


def _label_overlaps(a: Side, b: Side) -> Edges:
    """Overlaps of units of one label."""
    reach = int(max(a.end.max(initial=0), b.end.max(initial=0))) + 1
    at_a, at_b = a.label * reach, b.label * reach
    first, second = np.argsort(a.start + at_a, kind="stable"), np.argsort(b.start + at_b, kind="stable")
    start_a, end_a, start_b, end_b = (
        (a.start + at_a)[first],
        (a.end + at_a)[first],
        (b.start + at_b)[second],
        (b.end + at_b)[second],
    )
    found = overlaps(start_a, end_a, start_b, end_b)
    return Edges(first[found.left], second[found.right])
