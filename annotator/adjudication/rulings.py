"""Answers to a cluster: what of it becomes gold, on whose word, and how that was settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from annotator.adjudication.clusters import Candidate, Cluster, Vote
from annotator.adjudication.values import Value, essence
from annotator.errors import EditError
from annotator.model import Method, Verdict


class Pick(NamedTuple):
    """One thing that becomes gold: how many had said exactly this, and whose words it was made of."""

    value: Value
    method: Method
    votes: int
    sources: tuple[Vote, ...]
    row: int | None = None


class Ruling(msgspec.Struct, frozen=True):
    """An answer. With `accept` there is at least one pick; with every other verdict there is none.

    `reason` is one of `REASONS` or free, `note` is free text; `rule` names the rule that answered; `asked` whose opinion
    is asked for.
    """

    verdict: Verdict
    picks: tuple[Pick, ...] = ()
    method: Method = "adjudicated"
    reason: str = ""
    note: str = ""
    rule: str = ""
    asked: str = ""

    def because(self, reason: str, note: str = "") -> Ruling:
        """The same answer with its reason, which the annotators will read."""
        return msgspec.structs.replace(self, reason=reason, note=note)


REASONS = ("guideline_gap", "slip", "precedent", "extent")
"""Why a lead decided so: the guidelines leave it open; somebody slipped; it was decided so before; how far a name goes."""


def accepted(cluster: Cluster, numbers: Iterable[int]) -> Ruling:
    """These candidates and no others. Raises EditError for none, or for a number that there is not."""
    chosen = sorted(set(numbers))
    if not chosen or chosen[0] < 1 or chosen[-1] > len(cluster.candidates):
        raise EditError("There is no candidate of that number.", code="no_candidate")
    return Ruling("accept", tuple(_picked(cluster.candidate(number)) for number in chosen))


def whole_side(cluster: Cluster, annotator: str) -> Ruling:
    """All that one annotator said, be it nothing."""
    numbers = [candidate.number for candidate in cluster.of(annotator)]
    return accepted(cluster, numbers) if numbers else rejected()


def union(cluster: Cluster) -> Ruling:
    """All candidates: for names inside names."""
    return accepted(cluster, [candidate.number for candidate in cluster.candidates])


def rejected() -> Ruling:
    """Nobody is right."""
    return Ruling("reject")


def changed(cluster: Cluster, values: Sequence[tuple[Value, int | None]]) -> Ruling:
    """Values of the lead's own: each with the number of the candidate that it was made from, or None.

    A value that is a candidate after all is taken as that candidate.
    """
    picks = []
    for value, number in values:
        same = next((c for c in cluster.candidates if essence(c.value) == essence(value)), None)
        if same is not None:
            picks.append(_picked(same))
            continue
        row = cluster.candidate(number).row if number is not None else None
        sources = _votes_of_row(cluster, row) if row is not None else ()
        picks.append(Pick(value, "new", 0, sources, row))
    return Ruling("accept", tuple(picks)) if picks else rejected()


def later(note: str = "") -> Ruling:
    """Not now."""
    return Ruling("later", note=note)


def ask(annotator: str = "", note: str = "") -> Ruling:
    """Another annotator is to look at it first: this one, or whoever."""
    return Ruling("ask", note=note, asked=annotator)


def _picked(candidate: Candidate) -> Pick:
    return Pick(candidate.value, "adjudicated", len(candidate.votes), candidate.votes, candidate.row)


def _votes_of_row(cluster: Cluster, row: int) -> tuple[Vote, ...]:
    return tuple(sorted(vote for candidate in cluster.candidates if candidate.row == row for vote in candidate.votes))
