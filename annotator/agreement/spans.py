"""Mentions of two annotators side by side: what is equal, what overlaps, and the best one-to-one pairing.

A mention is (place, label); its place is its parts in code points, half-open. Twins of one annotator count once. Every
count below is the best that any one-to-one pairing can reach, so it depends neither on the order in which mentions are
stored nor on who comes first, and nested mentions need no rule of their own:

- *exact*: place and label are equal;
- *boundary*: places are equal (with two labels on one place, each mention is paired once);
- *overlap*: the two share a code point, *overlap with label*: and have one label;
- *IoU*: each pair counts its shared code points / all code points of the two;
- *partial* (MUC-5, Chinchor & Sundheim 1993; SemEval-2013 task 9.1): equal places count 1, overlapping ones 1/2.

With n_a and n_b mentions, F1 = 2 * count / (n_a + n_b) (Hripcsak & Rothschild 2005). exact <= boundary <= partial <=
overlap, boundary <= IoU <= overlap, and exact <= overlap with label <= overlap.

In a best pairing for IoU or for partial, mentions with equal places can always be paired first: whoever unpairs two of
them gains no more than it costs (the Jaccard distance is a metric; 1 = 1/2 + 1/2). For overlap that is not so.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.agreement.rows import Batch, Ints, Shapes
from annotator.matching import Edges, components, heaviest, overlaps, starts_of_runs

NANO: Final = 1_000_000_000
"""IoU is counted in whole billionths: sums are exact, so they are the same in every order and on every system."""
_SAME_LABEL: Final = 1
_OVERLAPPING: Final = 1 << 30


class Side(NamedTuple):
    """One annotator's mentions in all documents, sorted by place and label, without twins.

    `start` and `end` count through the whole batch, so that documents lie apart; `place` numbers the places in order.
    `row` is the number in the batch's rows.
    """

    doc: Ints
    start: Ints
    end: Ints
    shape: Ints
    label: Ints
    place: Ints
    row: Ints

    def where(self, mask: npt.NDArray[np.bool_]) -> Side:
        """Only some of the mentions."""
        return Side(*(column[mask] for column in self))


class Pairing(NamedTuple):
    """What two sides have in common; all are numbers within the sides.

    `equal`: equal places, one-to-one, equal labels first; `exact` marks those with one label. `near`: overlapping
    places among the rest, as many as can be, then as many as can be with one label. `overlap` and `overlap_label` are
    the largest pairings of all. `shared` is the IoU of each pair of the best pairing for it, in billionths.
    """

    equal: Edges
    exact: npt.NDArray[np.bool_]
    near: Edges
    overlap: Edges
    overlap_label: Edges
    iou: Edges
    shared: Ints


def sides(batch: Batch, people: int) -> list[Side]:
    """Each annotator's mentions."""
    rows = batch.rows
    base = np.zeros(len(batch.lengths) + 1, dtype=np.int64)
    base[1:] = np.cumsum(batch.lengths + 1)
    start, end = rows.start + base[rows.doc], rows.end + base[rows.doc]
    order = np.lexsort((rows.who, rows.label, rows.shape, end, start))
    start, end, doc = start[order], end[order], rows.doc[order]
    shape, label, who = rows.shape[order], rows.label[order], rows.who[order]
    place = np.cumsum(_changes(start, end, shape)).astype(np.int64)
    first = _changes(place, label, who)
    whole = Side(doc, start, end, shape, label, place, order.astype(np.int64))
    return [whole.where(first & (who == person)) for person in range(people)]


def _changes(*columns: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether a row differs from the one before in any column."""
    changed = np.zeros(len(columns[0]), dtype=bool)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def pair(a: Side, b: Side, n_labels: int, shapes: Shapes) -> Pairing:
    """Compares two sides."""
    width = max(n_labels, 1)
    exact = _meet(a.place * width + a.label, b.place * width + b.label)
    rest_a, rest_b = _without(len(a.doc), exact.left), _without(len(b.doc), exact.right)
    relabelled = _meet_in_order(a.place, b.place, rest_a, rest_b)
    equal = Edges(np.concatenate([exact.left, relabelled.left]), np.concatenate([exact.right, relabelled.right]))
    is_exact = np.arange(len(equal.left)) < len(exact.left)
    edges, common = _overlapping(a, b, shapes)
    near, iou, shared = _among_the_rest(a, b, equal, edges, common, shapes)
    same = a.label[edges.left] == b.label[edges.right]
    aligned = Edges(np.concatenate([equal.left, near.left]), np.concatenate([equal.right, near.right]))
    one_label = a.label[aligned.left] == b.label[aligned.right]
    overlap = _largest(edges, aligned, len(a.doc), len(b.doc))
    overlap_label = _largest(_some(edges, same), _some(aligned, one_label), len(a.doc), len(b.doc))
    return Pairing(equal, is_exact, near, overlap, overlap_label, iou, shared)


def _meet(a: Ints, b: Ints) -> Edges:
    """Pairs of equal numbers; both sides sorted, without repeats."""
    if not len(a) or not len(b):
        return Edges(np.zeros(0, np.int64), np.zeros(0, np.int64))
    at = np.minimum(np.searchsorted(b, a), len(b) - 1)
    hit = b[at] == a
    return Edges(np.flatnonzero(hit), at[hit])


def _meet_in_order(a: Ints, b: Ints, in_a: Ints, in_b: Ints) -> Edges:
    """Pairs of equal places, first with first, second with second: sides sorted, places may repeat."""
    rank_a, rank_b = _ranks(a[in_a]), _ranks(b[in_b])
    most = 1 + max(rank_a.max(initial=0), rank_b.max(initial=0))
    found = _meet(a[in_a] * most + rank_a, b[in_b] * most + rank_b)
    return Edges(in_a[found.left], in_b[found.right])


def _ranks(ordered: Ints) -> Ints:
    """0, 1, 2 ... within each run of equal numbers."""
    at = np.arange(len(ordered))
    first = np.zeros(len(ordered), dtype=np.int64)
    heads = starts_of_runs(ordered)
    first[heads] = heads
    return at - np.maximum.accumulate(first) if len(ordered) else at


def _without(size: int, gone: Ints) -> Ints:
    kept = np.ones(size, dtype=bool)
    kept[gone] = False
    return np.flatnonzero(kept)


def _some(edges: Edges, mask: npt.NDArray[np.bool_]) -> Edges:
    return Edges(edges.left[mask], edges.right[mask])


def _overlapping(a: Side, b: Side, shapes: Shapes) -> tuple[Edges, Ints]:
    """Pairs that share a code point, and how many they share."""
    edges = overlaps(a.start, a.end, b.start, b.end)
    left, right = edges
    common = np.minimum(a.end[left], b.end[right]) - np.maximum(a.start[left], b.start[right])
    for k in np.flatnonzero((a.shape[left] > 0) | (b.shape[right] > 0)).tolist():
        common[k] = _shared_points(_parts(a, left[k], shapes), _parts(b, right[k], shapes))
    return _some(edges, common > 0), common[common > 0]


def _parts(side: Side, at: int, shapes: Shapes) -> list[tuple[int, int]]:
    """The parts of a mention on the axis of the batch."""
    start, end = int(side.start[at]), int(side.end[at])
    parts = shapes.parts[side.shape[at]]
    if not parts:
        return [(start, end)]
    shift = start - parts[0].start
    return [(part.start + shift, part.end + shift) for part in parts]


def _shared_points(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)


def _sizes(side: Side, shapes: Shapes) -> Ints:
    """Code points of each mention."""
    size = side.end - side.start
    for k in np.flatnonzero(side.shape > 0).tolist():
        size[k] = sum(end - start for start, end in shapes.parts[side.shape[k]])
    return size


def _among_the_rest(
    a: Side, b: Side, equal: Edges, edges: Edges, common: Ints, shapes: Shapes
) -> tuple[Edges, Edges, Ints]:
    """Pairs of what has no equal: the most (then the most with one label), and the best for IoU with its values."""
    free_a, free_b = np.ones(len(a.doc), dtype=bool), np.ones(len(b.doc), dtype=bool)
    free_a[equal.left] = free_b[equal.right] = False
    open_ = free_a[edges.left] & free_b[edges.right]
    rest, common = _some(edges, open_), common[open_]
    same = a.label[rest.left] == b.label[rest.right]
    near = heaviest(rest, _OVERLAPPING + _SAME_LABEL * same.astype(np.int64), len(a.doc), len(b.doc))
    union = _sizes(a, shapes)[rest.left] + _sizes(b, shapes)[rest.right] - common
    iou = common * NANO // np.maximum(union, 1)
    best = heaviest(rest, iou, len(a.doc), len(b.doc))
    pairs = Edges(np.concatenate([equal.left, rest.left[best]]), np.concatenate([equal.right, rest.right[best]]))
    return _some(rest, near), pairs, np.concatenate([np.full(len(equal.left), NANO, dtype=np.int64), iou[best]])


def _largest(edges: Edges, known: Edges, n_left: int, n_right: int) -> Edges:
    """A largest pairing. `known` is one already; only where it leaves both sides something is it sought anew."""
    used_left, used_right = np.zeros(n_left, dtype=bool), np.zeros(n_right, dtype=bool)
    used_left[edges.left] = used_right[edges.right] = True
    if len(known.left) == min(used_left.sum(), used_right.sum()):
        return known
    part_left, part_right = components(edges, n_left, n_right)
    size = n_left + n_right
    room = np.minimum(
        np.bincount(part_left[used_left], minlength=size), np.bincount(part_right[used_right], minlength=size)
    )
    short = np.bincount(part_left[known.left], minlength=size) < room
    kept = _some(known, ~short[part_left[known.left]])
    anew = _some(edges, short[part_left[edges.left]])
    found = _some(anew, heaviest(anew, np.ones(len(anew.left), dtype=np.int64), n_left, n_right))
    return Edges(np.concatenate([kept.left, found.left]), np.concatenate([kept.right, found.right]))
