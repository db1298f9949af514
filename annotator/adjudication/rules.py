"""Rules that settle clusters without a person, where the votes are clear. Ties are never settled.

Whoever has not marked something has voted for "nothing" there: two of three annotators with nothing are a majority
against the third. In each row of a cluster the candidates and "nothing" stand for election; a cluster is settled when
each of its rows is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from annotator.adjudication.clusters import Candidate, Cluster
from annotator.adjudication.rulings import Pick, Ruling
from annotator.adjudication.values import Value, canonical, essence
from annotator.model import Argument, Mention, Method

Kind = Literal["unanimous", "majority"]
Match = Literal["exact", "boundary"]


class Rule(msgspec.Struct, frozen=True):
    """`unanimous`: all say so; `majority`: more than half do.

    `min_annotators`: fewer settle nothing. `match`: with `exact` those count together who say the same; with `boundary`
    those who mark the same place (for arguments: the same filler), and the label (the role) is the one that most of
    them give, if there is one such.
    """

    kind: Kind
    min_annotators: int = 2
    match: Match = "exact"

    @property
    def name(self) -> str:
        """How a decision names the rule that made it."""
        return f"{self.kind}-{self.min_annotators}-{self.match}"


MAJORITY: Final = Rule("majority")


def settle(rule: Rule, cluster: Cluster) -> Ruling | None:
    """The answer of a rule; None where it has none."""
    if len(cluster.voters) < rule.min_annotators or not cluster.candidates:
        return None
    picks = []
    for row in cluster.rows:
        found = _elect(rule, row, len(cluster.voters))
        if found is None:
            return None
        picks += [_pick(found, len(cluster.voters))] if isinstance(found, Candidate) else []
    method: Method = "unanimous" if cluster.is_unanimous else "rule"
    return Ruling("accept" if picks else "reject", tuple(picks), method, rule=rule.name)


def majority(cluster: Cluster) -> Ruling | None:
    """What more than half of the annotators say, as a person's own answer; None where that is not clear."""
    found = settle(Rule("majority", 1), cluster)
    if found is None:
        return None
    picks = tuple(pick._replace(method="adjudicated") for pick in found.picks)
    return Ruling(found.verdict, picks)


def _elect(rule: Rule, row: Sequence[Candidate], crowd: int) -> Candidate | Literal["nothing"] | None:
    silent = crowd - sum(len(candidate.votes) for candidate in row)
    if _wins(rule, silent, crowd):
        return "nothing"
    slates: dict[str, list[Candidate]] = {}
    for candidate in row:
        slates.setdefault(_slate(rule, candidate.value), []).append(candidate)
    for slate in slates.values():
        if _wins(rule, sum(len(candidate.votes) for candidate in slate), crowd):
            best = max(len(candidate.votes) for candidate in slate)
            first, *tied = [candidate for candidate in slate if len(candidate.votes) == best]
            return None if tied else first
    return None


def _wins(rule: Rule, votes: int, crowd: int) -> bool:
    return votes == crowd if rule.kind == "unanimous" else 2 * votes > crowd


def _slate(rule: Rule, value: Value) -> str:
    """What counts together."""
    if rule.match == "boundary" and isinstance(value, Mention):
        return canonical(value.spans)
    if rule.match == "boundary" and isinstance(value, Argument):
        return ""
    return essence(value)


def _pick(candidate: Candidate, crowd: int) -> Pick:
    method: Method = "unanimous" if len(candidate.votes) == crowd else "rule"
    return Pick(candidate.value, method, len(candidate.votes), candidate.votes, candidate.row)
