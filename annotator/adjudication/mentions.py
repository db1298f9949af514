"""Clusters of mentions: connected overlapping mentions of all annotators, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from annotator.adjudication.clusters import Candidate, Cluster, Proposal, Question, Type, Vote, assemble
from annotator.adjudication.values import Value, canonical
from annotator.agreement.boundaries import cause
from annotator.layer import Layer
from annotator.model import FINISHED, Mention, Span
from annotator.operations import RecordKey
from annotator.schema import Schema

_NANO: Final = 1_000_000_000
_JOINED: Final = frozenset({"clitic", "article", "tatweel_vowels"})
"""Causes of a difference that is no other name."""


class Side(NamedTuple):
    """One annotator's layer: all of it when it is done, else the `places` about which a third opinion was given."""

    annotator: str
    layer: Layer
    places: tuple[Span, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it speaks of the whole document: then silence counts everywhere."""
        return self.places is None

    def speaks_of(self, span: Span) -> bool:
        """Whether its owner has looked at a place."""
        return self.places is None or any(a < span.end and span.start < b for a, b in self.places)


def side_of(layer: Layer) -> Side | None:
    """What a layer gives to adjudication; None while its owner is at work and was not asked."""
    if layer.status in FINISHED:
        return Side(layer.owner, layer)
    places = tuple(sorted(opinion.span for opinion in layer.opinions.values()))
    return Side(layer.owner, layer, places) if places else None


def mention_clusters(text: str, schema: Schema, sides: Sequence[Side]) -> list[Cluster]:
    """All clusters of mentions of a document, in reading order. Offsets are code points of `text`."""
    proposals = [
        Proposal(read_as(schema, mention), vote(side, "mention", mention.id), canonical(dict(mention.attributes)))
        for side in sorted(sides, key=lambda side: side.annotator)
        for mention in side.layer.mentions.values()
        if side.speaks_of(mention.hull)
    ]
    found = [_cluster(text, schema, group, sides) for group in connected(proposals)]
    return sorted(found, key=lambda cluster: (cluster.place, cluster.key))


def read_as(schema: Schema, mention: Mention) -> Mention:
    """A mention with the label that its own was merged into."""
    label = schema.resolve(mention.label)
    return mention if label == mention.label else Mention(mention.id, mention.spans, label, mention.attributes)


def vote(side: Side, kind: str, id: str) -> Vote:
    """An annotator's vote by one of their records."""
    return Vote(side.annotator, id, next(iter(side.layer.base(RecordKey(kind, id))), ""))


def connected(proposals: Sequence[Proposal]) -> Iterator[list[Proposal]]:
    """Groups of proposals of mentions whose parts overlap, directly or through others."""
    parts = sorted((*span, at) for at, proposal in enumerate(proposals) for span in _mention(proposal).spans)
    above = list(range(len(proposals)))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    reach, last = -1, 0
    for start, end, at in parts:
        if start < reach:
            above[root(at)] = root(last)
        reach, last = max(reach, end), at
    groups: dict[int, list[Proposal]] = {}
    for at, proposal in enumerate(proposals):
        groups.setdefault(root(at), []).append(proposal)
    yield from groups.values()


def _mention(proposal: Proposal) -> Mention:
    value = proposal.value
    if not isinstance(value, Mention):
        raise TypeError(value)
    return value


def _cluster(text: str, schema: Schema, group: Sequence[Proposal], sides: Sequence[Side]) -> Cluster:
    hull = Span(min(_mention(p).start for p in group), max(_mention(p).end for p in group))
    voters = [side.annotator for side in sides if side.speaks_of(hull)]
    return assemble(
        Question("mention", hull),
        group,
        voters,
        nearness,
        lambda candidates, crowd: mention_types(text, schema, candidates, crowd),
    )


def nearness(a: Value, b: Value) -> int:
    """How alike two mentions are: shared code points / all code points of both, in billionths, equal labels first."""
    if not isinstance(a, Mention) or not isinstance(b, Mention):
        return 0
    common = _shared(a.spans, b.spans)
    union = _size(a.spans) + _size(b.spans) - common
    return 2 * (common * _NANO // union) + (a.label == b.label) if common else 0


def _shared(a: Iterable[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a for t in b)


def _size(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def mention_types(text: str, schema: Schema, candidates: Sequence[Candidate], crowd: int) -> list[Type]:
    """Why these candidates, of so many annotators, are a question; nothing where all say the same."""
    if all(len(candidate.votes) == crowd for candidate in candidates):
        return []
    found: set[Type] = set()
    rows: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        rows.setdefault(candidate.row, []).append(candidate)
    for row in rows.values():
        found |= _row_types(text, row, crowd)
    mentions = [m for m in (candidate.value for candidate in candidates) if isinstance(m, Mention)]
    if _is_split(candidates):
        found.add("split")
    elif len(rows) > 1 and any(_holds(a, b) for a in mentions for b in mentions if a is not b):
        found.add("nesting")
    if any(schema.is_event(mention.label) for mention in mentions):
        found.add("trigger")
    return sorted(found, key=_ORDER.index)


_ORDER: Final[list[Type]] = ["boundary", "clitic", "split", "nesting", "label", "missing", "trigger"]


def _row_types(text: str, row: Sequence[Candidate], crowd: int) -> set[Type]:
    found: set[Type] = set()
    mentions = [m for m in (candidate.value for candidate in row) if isinstance(m, Mention)]
    if len({mention.label for mention in mentions}) > 1:
        found.add("label")
    first = mentions[0].spans
    causes = {cause(text, first, mention.spans) for mention in mentions if mention.spans != first}
    if causes:
        found.add("clitic" if causes <= _JOINED else "boundary")
    if sum(len(candidate.votes) for candidate in row) < crowd:
        found.add("missing")
    return found


def _is_split(candidates: Sequence[Candidate]) -> bool:
    """Whether what one annotator marked as one, another marked as two that do not overlap."""
    for one in candidates:
        whole = one.value
        inside = [
            c
            for c in candidates
            if isinstance(c.value, Mention) and isinstance(whole, Mention) and _holds(whole, c.value)
        ]
        for a in inside:
            for b in inside:
                apart = isinstance(a.value, Mention) and isinstance(b.value, Mention) and a.value.end <= b.value.start
                if apart and (a.voters & b.voters) - one.voters:
                    return True
    return False


def _holds(outer: Mention, inner: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer.hull != inner.hull
