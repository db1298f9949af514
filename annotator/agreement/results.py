"""What a measure gives: a value with what stands behind it, or the reason why there is none."""

from __future__ import annotations

import math
from typing import Any

import msgspec

DIGITS = 12
"""Values are rounded to so many decimals: what differs after them is the order of additions, not agreement."""


class Result(msgspec.Struct, frozen=True):
    """A measure over a selection of documents.

    `measure` names its definition (`catalogue.MEASURES`). `value` is None when it is not defined, and `reason` is then
    a key of `catalogue.REASONS`. `n_documents`: documents that were compared; `n_units`: what the measure counts in
    them (mentions, words, events ...). `interval`: 95 %, by resampling documents; None with fewer than two.
    """

    measure: str
    value: float | None
    reason: str | None
    n_documents: int
    n_units: int
    interval: tuple[float, float] | None = None


def result(measure: str, value: Any, reason: str, n_documents: int, n_units: Any) -> Result:
    """A result from a number that may be nan; `reason` holds only then."""
    number = float(value)
    defined = not math.isnan(number)
    return Result(
        measure,
        round(number, DIGITS) + 0.0 if defined else None,
        None if defined else reason,
        int(n_documents),
        round(float(n_units)),
    )


def undefined(measure: str, reason: str, n_documents: int = 0, n_units: int = 0) -> Result:
    """A result without a value."""
    return Result(measure, None, reason, n_documents, n_units)


def with_interval(found: Result, interval: tuple[float, float] | None) -> Result:
    """The same with its interval, which always holds the value."""
    if interval is None or found.value is None:
        return found
    low, high = (round(end, DIGITS) + 0.0 for end in interval)
    return msgspec.structs.replace(found, interval=(min(low, found.value), max(high, found.value)))
