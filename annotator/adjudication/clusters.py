"""A cluster: what belongs together of all that annotators have said, as one question with its candidates.

Within a cluster, candidates that stand for the same thing form a *row*: no annotator has two of them. A boundary or a
label in dispute is one row; a name inside a name is two. Everything here is the same whoever is named first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from annotator.adjudication.values import Value, canonical, essence, together
from annotator.model import Span, Stage

Type = str
TYPES: Final[tuple[Type, ...]] = (
    "missing",
    "label",
    "boundary",
    "clitic",
    "split",
    "nesting",
    "trigger",
    "role",
    "argument",
    "attribute",
    "relation",
    "entity",
    "document_label",
    "gone",
)
"""Why a cluster is a question. `clitic`: boundaries that differ by joined prefixes, the article or attached pronouns
alone. `gone`: nobody says any more what gold still has."""
_KEY_LENGTH: Final = 24


class Vote(NamedTuple):
    """One annotator's record behind a candidate: its id in that layer, and the operation that made it so."""

    annotator: str
    record: str
    operation: str


class Proposal(NamedTuple):
    """One annotator's word: the value that gold would have, and what else makes it another question when it changes."""

    value: Value
    vote: Vote
    detail: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """A possible answer. `number` counts from 1 within the cluster, `row` from 0; votes are sorted by annotator."""

    number: int
    row: int
    value: Value
    votes: tuple[Vote, ...]

    @property
    def voters(self) -> frozenset[str]:
        """Who has said exactly this."""
        return frozenset(vote.annotator for vote in self.votes)


class Question(NamedTuple):
    """What a cluster is about: its stage, its place (None where it has none), the record of gold whose argument or
    attribute it is, and, for the hash, what is asked in terms that every copy of a project shares."""

    stage: Stage
    place: Span | None = None
    about: tuple[str, ...] = ()
    asked: str = ""


class Cluster(msgspec.Struct, frozen=True):
    """One question. `key` is the hash of what is asked and of who said what; `voters` are all whose silence counts."""

    key: str
    question: Question
    types: tuple[Type, ...]
    candidates: tuple[Candidate, ...]
    voters: tuple[str, ...]

    @property
    def stage(self) -> Stage:
        """Mention, entity, event, relation or label."""
        return self.question.stage

    @property
    def place(self) -> Span | None:
        """The hull of all candidates, in code points."""
        return self.question.place

    @property
    def rows(self) -> tuple[tuple[Candidate, ...], ...]:
        """The candidates row by row."""
        found: dict[int, list[Candidate]] = {}
        for candidate in self.candidates:
            found.setdefault(candidate.row, []).append(candidate)
        return tuple(tuple(found[row]) for row in sorted(found))

    @property
    def is_unanimous(self) -> bool:
        """Whether all annotators say the same."""
        return bool(self.candidates) and all(len(c.votes) == len(self.voters) for c in self.candidates)

    def of(self, annotator: str) -> tuple[Candidate, ...]:
        """The whole side of one annotator."""
        return tuple(c for c in self.candidates if annotator in c.voters)

    def candidate(self, number: int) -> Candidate:
        """The candidate of that number. Raises IndexError when there is none."""
        if not 1 <= number <= len(self.candidates):
            raise IndexError(number)
        return self.candidates[number - 1]


def assemble(
    question: Question,
    proposals: Iterable[Proposal],
    voters: Iterable[str],
    closeness: Callable[[Value, Value], int],
    types: Callable[[Sequence[Candidate], int], Iterable[Type]],
) -> Cluster:
    """A cluster of proposals. Values that are `closeness` > 0 may share a row, the closest first; `types(candidates,
    number of voters)` says why it is a question."""
    by_value: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_value.setdefault(essence(proposal.value), []).append(proposal)
    order = sorted(by_value, key=lambda known: _reading_order(by_value[known][0].value, known))
    values = [together([proposal.value for proposal in by_value[known]]) for known in order]
    votes = [_votes(by_value[known]) for known in order]
    rows = align(values, [frozenset(vote.annotator for vote in each) for each in votes], closeness)
    candidates = tuple(
        Candidate(at + 1, row, value, given)
        for at, (row, value, given) in enumerate(zip(rows, values, votes, strict=True))
    )
    crowd = tuple(sorted({*voters, *(vote.annotator for given in votes for vote in given)}))
    said = sorted([p.vote.annotator, known, p.detail] for known in order for p in by_value[known])
    key = cluster_key(question, said)
    return Cluster(key, question, tuple(types(candidates, len(crowd))), candidates, crowd)


def cluster_key(question: Question, said: object) -> str:
    """The hash by which a question is known again."""
    asked = canonical([question.stage, question.asked, said])
    return hashlib.sha256(asked.encode()).hexdigest()[:_KEY_LENGTH]


def _votes(proposals: Sequence[Proposal]) -> tuple[Vote, ...]:
    """One vote for each annotator, also where one has said the same twice."""
    first: dict[str, Vote] = {}
    for vote in sorted(proposal.vote for proposal in proposals):
        first.setdefault(vote.annotator, vote)
    return tuple(first.values())


def _reading_order(value: Value, known: str) -> tuple[int, int, str]:
    start, end = getattr(value, "start", 0), getattr(value, "end", 0)
    return (start, -end, known)


def align(
    values: Sequence[Value], voters: Sequence[frozenset[str]], closeness: Callable[[Value, Value], int]
) -> list[int]:
    """The row of each value: greedily, the closest two first, as long as no annotator would be in a row twice."""
    row_of = list(range(len(values)))
    members = {row: {row} for row in row_of}
    crowd = dict(enumerate(voters))
    pairs = [(-closeness(values[i], values[j]), i, j) for j in range(len(values)) for i in range(j)]
    for distance, i, j in sorted(pairs):
        a, b = sorted((row_of[i], row_of[j]))
        if distance < 0 and a != b and not crowd[a] & crowd[b]:
            for member in members[b]:
                row_of[member] = a
            members[a] |= members.pop(b)
            crowd[a] |= crowd.pop(b)
    number = {row: at for at, row in enumerate(sorted(members))}
    return [number[row] for row in row_of]
