"""Which section of the page stands where, in one to three columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

FEW: Final = 8
"""Rows that count as few: so many documents are listed at first."""
WIDE: Final = 15
"""Labels from which the matrix of confusions takes the whole width."""
Row = list[tuple[int, list[str]]]
"""Stacks of sections beside each other: columns that a stack takes, its sections from above."""


def plan_of(columns: int, labels: int, confused: int, extra: Sequence[str]) -> list[Row]:
    """The rows of the page. `labels`: bars of labels; `confused`: rows of the matrix; `extra`: sections of document
    labels."""
    more = list(extra)
    if columns == 3:
        few = labels <= FEW
        return [
            [(1, ["ladder"]), (1, ["pairs"]), (1, ["notes"])],
            [
                (1, ["labels", "more"] if few else ["labels"]),
                (1, ["causes", "people", "gold"]),
                (1, ["documents"] if few else ["documents", "more"]),
            ],
            *_last_rows(confused, more),
        ]
    if columns == 2:
        return [
            [(1, ["ladder", "labels"]), (1, ["notes", "pairs", "causes", "documents"])],
            [(2, ["confusion"])],
            [(1, ["events", "roles", *more[::2]]), (1, ["people", "gold", "more", *more[1::2]])],
        ]
    order = ["ladder", "notes", "pairs", "labels", "causes", "documents", "confusion", "people", "gold", "events"]
    return [[(1, [*order, "roles", "more", *more])]]


def _last_rows(confused: int, extra: list[str]) -> list[Row]:
    """The matrix of confusions as wide as its labels ask, and what stands beside and below it."""
    if confused > WIDE:
        return [[(3, ["confusion"])], [(1, ["events"]), (1, ["roles", *extra[::2]]), (1, extra[1::2])]]
    if confused > FEW:
        return [
            [(2, ["confusion"]), (1, ["events", "roles"])],
            [(1, extra[::3]), (1, extra[1::3]), (1, extra[2::3])],
        ]
    return [[(1, ["confusion"]), (1, ["events", "roles"]), (1, extra)]]
