"""How often a rule is wrong: what it would have said where a person has decided."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from annotator.adjudication.case import Item, gold_value
from annotator.adjudication.rules import Rule, settle
from annotator.adjudication.values import essence
from annotator.layer import Layer

_Z: Final = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""


class Audit(msgspec.Struct):
    """Clusters that a person decided and the rule would have settled, and in how many the person decided otherwise."""

    audited: int = 0
    overruled: int = 0

    @property
    def error(self) -> float | None:
        """The share of clusters in which the rule would have been wrong; None (undefined) where nothing was audited."""
        return self.overruled / self.audited if self.audited else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of `error` (Wilson 1927)."""
        return wilson(self.overruled, self.audited)

    def look(self, rule: Rule, item: Item, gold: Layer) -> None:
        """Counts a question, if a person decided it and the rule has an answer."""
        decision = item.decision
        if decision is None or not decision.is_final or decision.method != "adjudicated":
            return
        ruling = settle(rule, item.cluster)
        if ruling is None:
            return
        values = [gold_value(gold, origin) for origin in decision.origins]
        decided = {essence(value) for value in values if value is not None}
        self.audited += 1
        self.overruled += decided != {essence(pick.value) for pick in ruling.picks}


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """The score interval of a share (Wilson 1927), at 95 %; None for none of none."""
    if not n:
        return None
    share, square = hits / n, _Z * _Z
    middle = share + square / (2 * n)
    half = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = (middle - half) / (1 + square / n), (middle + half) / (1 + square / n)
    return (max(0.0, low), min(1.0, high))
