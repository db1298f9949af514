"""One document under adjudication: its questions, which of them are answered, and which have to be asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from annotator.adjudication.clusters import Candidate, Cluster, Question, cluster_key
from annotator.adjudication.mentions import Side, mention_clusters, nearness
from annotator.adjudication.slots import (
    Ground,
    Known,
    argument_clusters,
    attribute_clusters,
    entity_clusters,
    known_entities,
    label_clusters,
    relation_clusters,
)
from annotator.adjudication.values import Attribute, Value
from annotator.layer import Layer
from annotator.model import IMPORTED, STAGES, Decision, Document, DocumentLabel, Entity, Mention, Origin, Relation, Span
from annotator.operations import RecordKey, argument_of
from annotator.schema import Schema

GONE: Final = "gone"
"""What a decision to keep what nobody says any more names as its rule."""
State = Literal["open", "later", "asked", "decided"]


class Item(msgspec.Struct, frozen=True):
    """A question with its answer so far. `earlier`: decisions about other candidates that stood here before."""

    cluster: Cluster
    decision: Decision | None
    state: State
    earlier: tuple[Decision, ...] = ()


class Case:
    """All questions of a document. `sides` are the layers that are done, and third opinions, which speak of the places
    that they were asked about and of mentions alone. `secret` is what order is shuffled by.

    `clusters` are those of the mentions, where they are known already: they depend on the sides alone.
    """

    def __init__(
        self,
        document: Document,
        schema: Schema,
        sides: Sequence[Side],
        gold: Layer,
        secret: bytes = b"",
        clusters: Sequence[Cluster] | None = None,
    ) -> None:
        self.document = document
        self.schema = schema
        self.sides = sorted(sides, key=lambda side: side.annotator)
        self.gold = gold
        self._whole = [side for side in self.sides if side.is_whole]
        self._secret = secret
        self.mention_clusters = mention_clusters(document.text, schema, sides) if clusters is None else list(clusters)
        self._known = self._known_mentions()
        self.items = self._items()

    # -- questions ----------------------------------------------------------------------------------------------------
    def open(self) -> list[Item]:
        """What is not decided, in the order in which it is asked: what was put off comes last."""
        waiting = [item for item in self.items if item.state != "decided"]
        return sorted(waiting, key=lambda item: item.state != "open")

    def item(self, key: str) -> Item | None:
        """The question of that key, if it is still one."""
        return next((item for item in self.items if item.cluster.key == key), None)

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to ask."""
        return all(item.state == "decided" for item in self.items)

    def order(self, cluster: Cluster | None = None) -> tuple[str, ...]:
        """The annotators in the order in which they are shown for this cluster (None: for the whole document): shuffled,
        and the same each time."""
        about = cluster.key if cluster is not None else self.document.key.hex()

        def shuffled(annotator: str) -> bytes:
            return hashlib.sha256(self._secret + f"\0{about}\0{annotator}".encode()).digest()

        crowd = cluster.voters if cluster is not None else [side.annotator for side in self.sides]
        return tuple(sorted(crowd, key=shuffled))

    def _items(self) -> list[Item]:
        clusters = [*self.mention_clusters, *self._slots()]
        keys = {cluster.key for cluster in clusters}
        stale = [decision for decision in self.gold.decisions.values() if decision.id not in keys]
        items = [self._item(cluster, stale) for cluster in clusters]
        claimed = {decision.id for item in items for decision in item.earlier}
        items += self._gone([decision for decision in stale if decision.id not in claimed])
        return sorted(items, key=_asked_in_order)

    def _item(self, cluster: Cluster, stale: Iterable[Decision]) -> Item:
        decision = self.gold.decisions.get(cluster.key)
        earlier = () if decision is not None else tuple(d for d in stale if self._stood_here(d, cluster))
        return Item(cluster, decision, _state(cluster, decision), earlier)

    def _stood_here(self, decision: Decision, cluster: Cluster) -> bool:
        """Whether a decision about other candidates is about the same thing as a cluster."""
        if decision.stage != cluster.stage or decision.about != cluster.question.about:
            return False
        if decision.stage == "entity":
            members = {id for c in cluster.candidates if isinstance(c.value, Entity) for id in c.value.mentions}
            made = [self.gold.entities.get(origin.id) for origin in decision.origins]
            return any(entity is not None and members & set(entity.mentions) for entity in made)
        if decision.question or cluster.question.asked:
            return decision.question == cluster.question.asked
        return decision.place is not None and cluster.place is not None and _touch(decision.place, cluster.place)

    def _slots(self) -> list[Cluster]:
        whole = {side.annotator for side in self._whole}
        known = {key: id for key, id in self._known.items() if key[0] in whole}
        ground = Ground(self.schema, self._whole, self.gold, known, {})
        found = [*attribute_clusters(ground)]
        if self._mentions_decided():
            found += entity_clusters(ground)
        ground = Ground(self.schema, self._whole, self.gold, known, known_entities(ground))
        found += argument_clusters(ground)
        found += relation_clusters(ground)
        found += label_clusters(self._whole)
        return found

    def _mentions_decided(self) -> bool:
        decisions = self.gold.decisions
        return all(c.key in decisions and decisions[c.key].is_final for c in self.mention_clusters)

    def _gone(self, stale: Iterable[Decision]) -> Iterator[Item]:
        """What gold has on a decision about something that nobody says any more. Nothing while mentions are open: what
        hangs on them is not known then."""
        if not self._mentions_decided():
            return
        for decision in stale:
            values = [value for origin in decision.origins if (value := gold_value(self.gold, origin)) is not None]
            question = Question(decision.stage, decision.place, decision.about, decision.question)
            key = cluster_key(question._replace(asked="gone"), decision.id)
            if values and decision.rule not in (GONE, IMPORTED):
                candidates = tuple(Candidate(n + 1, n, value, ()) for n, value in enumerate(values))
                crowd = tuple(side.annotator for side in self._whole)
                cluster = Cluster(key, question, ("gone",), candidates, crowd)
                yield Item(cluster, None, "open", (decision,))

    # -- which mention of gold stands for whose -----------------------------------------------------------------------
    def _known_mentions(self) -> Known:
        """Mentions of clusters that are decided. What hangs on others is asked later."""
        found: dict[tuple[str, str], str] = {}
        for cluster in self.mention_clusters:
            decision = self.gold.decisions.get(cluster.key)
            for origin in decision.origins if decision is not None else ():
                mention = self.gold.mentions.get(origin.id)
                row = _row_of(cluster, mention) if mention is not None and origin.kind == "mention" else None
                if row is not None:
                    found |= {(v.annotator, v.record): origin.id for c in row for v in c.votes}
        return found


def _row_of(cluster: Cluster, mention: Mention) -> tuple[Candidate, ...] | None:
    """The row of candidates that a mention of gold has settled: the one with it, else with what is nearest to it."""
    near = [(nearness(candidate.value, mention), -candidate.number) for candidate in cluster.candidates]
    best = max(near, default=(0, 0))
    return cluster.rows[cluster.candidate(-best[1]).row] if best[0] else None


def _state(cluster: Cluster, decision: Decision | None) -> State:
    if decision is None:
        return "open"
    if decision.is_final:
        return "decided"
    if decision.verdict == "later":
        return "later"
    return "asked" if set(cluster.voters) <= set(decision.annotators) else "open"


def _asked_in_order(item: Item) -> tuple[int, bool, Span, str]:
    question = item.cluster.question
    return (STAGES.index(question.stage), bool(question.about), question.place or Span(0, 0), item.cluster.key)


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def gold_value(gold: Layer, origin: Origin) -> Value | None:
    """What gold has of an origin; None when it is there no more."""
    if origin.kind == "argument":
        event = gold.events.get(origin.id)
        argument = argument_of(msgspec.json.decode(origin.part))
        return argument if event is not None and argument in event.arguments else None
    if origin.kind == "attribute":
        record = gold.mentions.get(origin.id) or gold.events.get(origin.id)
        there = record is not None and origin.part in record.attributes
        return Attribute(origin.part, record.attributes[origin.part]) if record is not None and there else None
    found = gold.get(RecordKey(origin.kind, origin.id))
    return found if isinstance(found, Mention | Entity | DocumentLabel | Relation) else None
