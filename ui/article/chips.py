"""Where the chips of one line stand. Chips live in their own zone above the words, so they can meet only chips.

x grows to the right; the article is read from the right.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from ui.article.metrics import HANG

GAP: Final = 2.0
"""Room between two chips."""
HOLD: Final = 6.0
"""So much of a chip that has moved must stay over its own mention."""
DOT: Final = 4.0
"""Width of the dot that stands for a chip without room."""


class Form(Enum):
    """What is left of a chip."""

    FULL = "full"
    SHORT = "short"
    DOT = "dot"


@dataclass(frozen=True)
class Wish:
    """A chip that wants to stand over [left, right], the first piece of its mention on the line.

    `widths` are the widths of the full name and of the short code (px); `first` chips (selected, hovered) never yield.
    """

    id: str
    left: float
    right: float
    length: int
    widths: tuple[float, float]
    first: bool = False


class Chip(NamedTuple):
    """A placed chip: where, and what of it is shown."""

    id: str
    left: float
    right: float
    form: Form


def place_chips(wishes: Iterable[Wish], *, left_edge: float = 0.0, right_edge: float = float("inf")) -> list[Chip]:
    """Place the chips of one line; those without any room are left out.

    Order: from the line's start (right), the longer mention first; those that never yield before all others.
    """
    placed: list[Chip] = []  # from right to left
    for wish in sorted(wishes, key=lambda wish: (not wish.first, -wish.right, -wish.length, wish.id)):
        chip = _place(wish, placed, left_edge - HANG, right_edge)
        if chip is not None:
            insort(placed, chip, key=_from_the_right)
    return placed


def _from_the_right(chip: Chip) -> float:
    return -chip.right


def _place(wish: Wish, placed: list[Chip], left_limit: float, right_edge: float) -> Chip | None:
    full, short = wish.widths
    tries = [(Form.FULL, full), (Form.SHORT, short), (Form.DOT, DOT)]
    if short >= full:
        del tries[1]
    start = min(wish.right, right_edge)
    for form, width in tries:
        right = _free_from(start, width, placed)
        moved = right < start
        if moved and min(right, wish.right) - wish.left < min(HOLD, width) and not wish.first:
            continue
        if right - width >= left_limit:
            return Chip(wish.id, right - width, right, form)
    return None


def _free_from(right: float, width: float, placed: list[Chip]) -> float:
    """The rightmost right edge, not beyond `right`, at which a chip of that width meets none of those placed."""
    for chip in placed:
        if right - width < chip.right + GAP and chip.left - GAP < right:
            right = chip.left - GAP
    return right
