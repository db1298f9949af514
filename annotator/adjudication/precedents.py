"""How questions of the same kind were decided before: what a decision leaves behind for later ones, and finding it again.

A decision of a person keeps the kinds of question that it answered, each with what came of it. Kinds are read from one
cluster alone: the same words (folded), the same labels in dispute, the same cause of a boundary, the same roles, the same
label that not everybody has. So nothing has to be compared again, and what was decided stays true when layers change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from annotator.adjudication.clusters import Candidate, Cluster
from annotator.adjudication.rules import majority
from annotator.adjudication.rulings import Pick, Ruling, accepted, rejected
from annotator.adjudication.values import Value, canonical
from annotator.agreement.boundaries import cause
from annotator.model import Argument, Decision, Mention, Span
from annotator.text.normalise import key

SURFACE, LABELS, ROLES, CAUSE, MISSING = "surface", "labels", "roles", "cause", "missing"
NOTHING: Final = ""
"""The outcome where nothing of it became gold."""
LONGER, SHORTER, OTHER = "longer", "shorter", "other"
"""What came of a boundary in dispute: the longest candidate, the shortest, or another place."""
_PLACES: Final = 12


class Kind(NamedTuple):
    """A kind of question: its class, and what is the same (folded words, keys of labels or roles, a cause)."""

    of: str
    same: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it is stored."""
        return canonical([self.of, *self.same])


def kind_named(name: str) -> Kind:
    """The inverse of `Kind.name`."""
    of, *same = msgspec.json.decode(name, type=list[str])
    return Kind(of, tuple(same))


def kinds(text: str, cluster: Cluster) -> list[tuple[Kind, int | None]]:
    """The kinds of question that a cluster is, the most telling first; each with its row, or None for the whole cluster.

    None where all agree: that is no question; nor does a kind count that two rows are.
    """
    if cluster.is_unanimous or not cluster.candidates:
        return []
    found: list[tuple[Kind, int | None]] = []
    if cluster.place is not None and isinstance(cluster.candidates[0].value, Mention):
        found.append((Kind(SURFACE, (_folded(text, [cluster.place]),)), None))
    for row in cluster.rows:
        found += [(kind, row[0].row) for kind in _kinds_of_row(text, row, len(cluster.voters))]
    often = Counter(kind for kind, _ in found)
    return sorted((each for each in found if often[each[0]] == 1), key=lambda each: _ORDER.index(each[0].of))


_ORDER: Final = (SURFACE, ROLES, LABELS, CAUSE, MISSING)


def _kinds_of_row(text: str, row: Sequence[Candidate], crowd: int) -> Iterator[Kind]:
    mentions = [value for c in row if isinstance(value := c.value, Mention)]
    roles = sorted({value.role for c in row if isinstance(value := c.value, Argument)})
    labels = sorted({mention.label for mention in mentions})
    silent = sum(len(candidate.votes) for candidate in row) < crowd
    if len(roles) > 1:
        yield Kind(ROLES, tuple(roles))
    if len(labels) > 1:
        yield Kind(LABELS, tuple(labels))
    if len({mention.spans for mention in mentions}) > 1:
        short, long = _by_length(mentions)[0], _by_length(mentions)[-1]
        yield Kind(CAUSE, (cause(text, short.spans, long.spans),))
    if silent and len(labels) == 1:
        yield Kind(MISSING, (labels[0],))
    if silent and len(roles) == 1:
        yield Kind(MISSING, ("role", roles[0]))


def _by_length(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: (mention.end - mention.start, mention.spans))


def _folded(text: str, spans: Iterable[Span]) -> str:
    return " ".join(key(" ".join(text[start:end] for start, end in spans)).split())


# --- what came of it -------------------------------------------------------------------------------------------------


def precedents(text: str, cluster: Cluster, ruling: Ruling) -> tuple[tuple[str, str], ...]:
    """(kind, outcome) for each kind of question that an answer settles. Nothing for what a rule settles: it counted votes,
    which says nothing about the next time."""
    if ruling.verdict not in ("accept", "reject") or ruling.rule:
        return ()
    return tuple((kind.name, _outcome(text, cluster, kind, row, ruling.picks)) for kind, row in kinds(text, cluster))


def _outcome(text: str, cluster: Cluster, kind: Kind, row: int | None, picks: Sequence[Pick]) -> str:
    values = [pick.value for pick in picks if row is None or pick.row == row]
    if kind.of == SURFACE:
        return _as_outcome(text, values)
    if not values:
        return NOTHING
    value = values[0]
    if kind.of == CAUSE:
        rows = [c.value for c in cluster.candidates if c.row == row and isinstance(c.value, Mention)]
        ordered = _by_length(rows)
        spans = value.spans if isinstance(value, Mention) else ()
        return LONGER if spans == ordered[-1].spans else SHORTER if spans == ordered[0].spans else OTHER
    return value.label if isinstance(value, Mention) else value.role if isinstance(value, Argument) else OTHER


def _as_outcome(text: str, values: Iterable[Value]) -> str:
    said = sorted((_folded(text, value.spans), value.label) for value in values if isinstance(value, Mention))
    return canonical(said) if said else NOTHING


def surfaces(outcome: str) -> list[tuple[str, str]]:
    """What came of the same words: folded words and label of each mention."""
    return msgspec.json.decode(outcome, type=list[tuple[str, str]]) if outcome else []


def likewise(text: str, cluster: Cluster, kind: Kind, row: int | None, outcome: str) -> Ruling | None:
    """The answer that is the same outcome here; other rows go by the majority. None where that is not to be had."""
    if kind.of == SURFACE:
        said = set(surfaces(outcome))
        chosen = [c for c in cluster.candidates if set(surfaces(_as_outcome(text, [c.value]))) <= said]
        reached = set(surfaces(_as_outcome(text, [c.value for c in chosen])))
        return _ruling(cluster, chosen) if reached == said and len(chosen) == len(said) else None
    chosen = []
    for candidates in cluster.rows:
        picked = _picked(kind, candidates, outcome) if candidates[0].row == row else _by_majority(cluster, candidates)
        if picked is None:
            return None
        chosen += picked
    return _ruling(cluster, chosen)


def _ruling(cluster: Cluster, chosen: Sequence[Candidate]) -> Ruling:
    return (accepted(cluster, [c.number for c in chosen]) if chosen else rejected()).because("precedent")


def _picked(kind: Kind, row: Sequence[Candidate], outcome: str) -> list[Candidate] | None:
    """The candidate of a row that is this outcome, if one alone is."""
    if outcome == NOTHING:
        return []
    if kind.of == CAUSE:
        ordered = _by_length([c.value for c in row if isinstance(c.value, Mention)])
        wanted = {LONGER: ordered[-1].spans, SHORTER: ordered[0].spans}.get(outcome)
        found = [c for c in row if isinstance(c.value, Mention) and c.value.spans == wanted]
    else:
        found = [c for c in row if outcome == (c.value.label if isinstance(c.value, Mention) else _role(c.value))]
    best = max((len(c.votes) for c in found), default=0)
    most = [c for c in found if len(c.votes) == best]
    return most if len(most) == 1 else None


def _role(value: Value) -> str:
    return value.role if isinstance(value, Argument) else OTHER


def _by_majority(cluster: Cluster, row: Sequence[Candidate]) -> list[Candidate] | None:
    ruling = majority(msgspec.structs.replace(cluster, candidates=tuple(row)))
    if ruling is None:
        return None
    values = [pick.value for pick in ruling.picks]
    return [c for c in row if c.value in values]


# --- finding it again ------------------------------------------------------------------------------------------------


class Settled(NamedTuple):
    """A decision of one kind of question."""

    document: int
    decision: str
    place: Span | None
    outcome: str


class Before(NamedTuple):
    """How one kind of question was decided before: outcomes with how often, the most frequent first; the newest places."""

    kind: Kind
    row: int | None
    outcomes: list[tuple[str, int]]
    places: list[Settled]


class Precedents:
    """All decisions of persons in a project, by kind. Take them in from the oldest to the newest, and each again when it
    changes. Asking costs the same however many there are."""

    def __init__(self) -> None:
        self._of: dict[str, dict[tuple[int, str], Settled]] = {}
        self._outcomes: dict[str, Counter[str]] = {}
        self._kinds: dict[tuple[int, str], tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._kinds)

    def take(self, document: int, id: str, decision: Decision | None) -> None:
        """A decision as it is now; None when it was taken back."""
        at = (document, id)
        for name in self._kinds.pop(at, ()):
            self._outcomes[name][self._of[name].pop(at).outcome] -= 1
        if decision is None or not decision.precedents:
            return
        for name, outcome in decision.precedents:
            self._of.setdefault(name, {})[at] = Settled(document, id, decision.place, outcome)
            self._outcomes.setdefault(name, Counter())[outcome] += 1
        self._kinds[at] = tuple(name for name, _ in decision.precedents)

    def before(self, text: str, cluster: Cluster, document: int) -> list[Before]:
        """How questions of each of the cluster's kinds were decided, but for itself; only kinds that were."""
        found, at = [], (document, cluster.key)
        for kind, row in kinds(text, cluster):
            known = self._of.get(kind.name, {})
            counts = Counter(self._outcomes.get(kind.name, ()))
            if at in known:
                counts[known[at].outcome] -= 1
            outcomes = sorted(((o, n) for o, n in counts.items() if n > 0), key=lambda item: (-item[1], item[0]))
            newest = islice(reversed(known.values()), _PLACES + 1)
            places = [place for place in newest if (place.document, place.decision) != at][:_PLACES]
            if places:
                found.append(Before(kind, row, outcomes, places))
        return found
