"""Clusters of what is said about mentions of gold: attributes, entities, arguments of events, relations, and of the
document: its labels.

They speak of records of gold, so they come when the mentions that they need are decided. What points at a mention that
gold does not have is not asked. Whoever has not marked the mention (the trigger) says nothing about it and has no vote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from annotator.adjudication.clusters import Candidate, Cluster, Proposal, Question, Type, assemble
from annotator.adjudication.mentions import Side, vote
from annotator.adjudication.values import Attribute, Value, agreed_attributes, canonical
from annotator.layer import Layer
from annotator.model import Argument, DocumentLabel, Entity, Event, Mention, Relation, Span
from annotator.schema import Schema

Known: TypeAlias = Mapping[tuple[str, str], str]
"""(annotator, id of one of their mentions) -> id of the mention of gold that stands for it."""


class Ground:
    """What the later stages build on: everybody's layers, gold, and which record of gold stands for whose."""

    def __init__(self, schema: Schema, sides: Sequence[Side], gold: Layer, mentions: Known, entities: Known) -> None:
        self.schema = schema
        self.sides = sides
        self.gold = gold
        self.mentions = mentions
        self.entities = entities
        self._behind: dict[str, list[tuple[Side, Mention]]] = {}
        self._marked: dict[str, set[str]] = {side.annotator: set() for side in sides}
        layers = {side.annotator: side for side in sides}
        for (annotator, id), gold_id in mentions.items():
            side = layers[annotator]
            self._behind.setdefault(gold_id, []).append((side, side.layer.mentions[id]))
            self._marked[annotator].add(gold_id)

    def behind(self, mention: Mention) -> list[tuple[Side, Mention]]:
        """Each annotator's mention that a mention of gold stands for, if it has the same label; by annotator."""
        found = [
            known for known in self._behind.get(mention.id, ()) if self.schema.resolve(known[1].label) == mention.label
        ]
        return sorted(found, key=lambda known: (known[0].annotator, known[1].id))

    def have_both(self, pair: tuple[str, str]) -> list[str]:
        """Who has marked both mentions."""
        return [annotator for annotator, marked in self._marked.items() if marked >= set(pair)]


def _alike(a: Value, b: Value) -> int:
    """Everything in these clusters is about one thing."""
    return 1


def _types(kind: Type, other: Type | None = None) -> Any:
    def types(candidates: Sequence[Candidate], crowd: int) -> list[Type]:
        if all(len(candidate.votes) == crowd for candidate in candidates):
            return []
        found = [other] if other is not None and len(candidates) > 1 else [kind]
        silent = sum(len(candidate.votes) for candidate in candidates) < crowd
        return [*found, *(["missing"] if silent else [])]

    return types


# --- attributes ------------------------------------------------------------------------------------------------------


def attribute_clusters(ground: Ground) -> Iterator[Cluster]:
    """Attributes of events, and those of mentions on which not all who marked them agree. (Where all agree, they went
    into gold with the mention.)"""
    for mention in ground.gold.mentions.values():
        words = [(side, marked) for side, marked in ground.behind(mention)]
        settled = agreed_attributes([marked.attributes for _, marked in words])
        yield from _attributes(Question("mention", mention.hull, ("mention", mention.id)), words, settled)
    for event, behind in _events(ground):
        place = ground.gold.mentions[event.trigger].hull
        yield from _attributes(Question("event", place, ("event", event.id)), behind, {})


def _attributes(
    about: Question, words: Sequence[tuple[Side, Mention | Event]], settled: Mapping[str, Any]
) -> Iterator[Cluster]:
    crowd = {side.annotator for side, _ in words}
    for name in sorted({name for _, record in words for name in record.attributes} - settled.keys()):
        proposals = [
            Proposal(Attribute(name, record.attributes[name]), vote(side, about.about[0], record.id))
            for side, record in words
            if name in record.attributes
        ]
        question = about._replace(asked=canonical([*about.about, name]))
        yield assemble(question, proposals, crowd, _alike, _types("attribute"))


# --- entities --------------------------------------------------------------------------------------------------------


def entity_clusters(ground: Ground) -> Iterator[Cluster]:
    """Entities of all annotators that have a mention in common, directly or through others."""
    proposals = []
    for side in ground.sides:
        for entity in side.layer.entities.values():
            members = tuple(sorted({m for id in entity.mentions if (m := ground.mentions.get((side.annotator, id)))}))
            if members:
                value = Entity("", entity.name, entity.link, members)
                proposals.append((set(members), Proposal(value, vote(side, "entity", entity.id))))
    for shared, group in _sharing(proposals):
        places = [ground.gold.mentions[id].hull for id in shared if id in ground.gold.mentions]
        place = min(places, default=None)
        yield assemble(
            Question("entity", place), group, [side.annotator for side in ground.sides], _in_common, _types("entity")
        )


def _in_common(a: Value, b: Value) -> int:
    if not isinstance(a, Entity) or not isinstance(b, Entity):
        return 0
    return 2 * len(set(a.mentions) & set(b.mentions)) * 1000 // len({*a.mentions, *b.mentions})


def _sharing(proposals: Iterable[tuple[set[str], Proposal]]) -> list[tuple[set[str], list[Proposal]]]:
    groups: list[tuple[set[str], list[Proposal]]] = []
    for members, proposal in proposals:
        touching = [group for group in groups if group[0] & members]
        merged = (members.union(*(g[0] for g in touching)), [p for g in touching for p in g[1]] + [proposal])
        groups = [group for group in groups if group not in touching] + [merged]
    return groups


def known_entities(ground: Ground) -> Known:
    """Which entity of gold stands for whose: the one with most of its mentions."""
    found = {}
    for side in ground.sides:
        for entity in side.layer.entities.values():
            members = {ground.mentions.get((side.annotator, id)) for id in entity.mentions}
            common = {g.id: len(members & set(g.mentions)) for g in ground.gold.entities.values()}
            best = max(sorted(common), key=lambda id: common[id], default=None)
            if best is not None and common[best]:
                found[side.annotator, entity.id] = best
    return found


# --- events ----------------------------------------------------------------------------------------------------------


def _events(ground: Ground) -> Iterator[tuple[Event, list[tuple[Side, Event]]]]:
    """Each event of gold with the annotators' events that it stands for."""
    for event in ground.gold.events.values():
        trigger = ground.gold.mentions.get(event.trigger)
        if trigger is None:
            continue
        behind = [
            (side, theirs)
            for side, marked in ground.behind(trigger)
            for theirs in side.layer.events.values()
            if theirs.trigger == marked.id
        ]
        yield event, behind


def argument_clusters(ground: Ground) -> Iterator[Cluster]:
    """What fills the roles of the events of gold: one cluster for each event and filler."""
    for event, behind in _events(ground):
        crowd = {side.annotator for side, _ in behind}
        by_filler: dict[str, list[Proposal]] = {}
        places: dict[str, Span] = {}
        trigger = ground.gold.mentions[event.trigger].hull
        for side, theirs in behind:
            for argument in theirs.arguments:
                value = _in_gold(argument, side, ground)
                if value is not None:
                    filler = canonical([value.mention, value.entity, value.value])
                    by_filler.setdefault(filler, []).append(Proposal(value, vote(side, "event", theirs.id)))
                    places[filler] = _place(value, ground.gold, trigger)
        for filler in sorted(by_filler, key=lambda known: (places[known], known)):
            question = Question("event", places[filler], ("event", event.id), canonical([event.id, filler]))
            yield assemble(question, by_filler[filler], crowd, _alike, _types("argument", "role"))


def _in_gold(argument: Argument, side: Side, ground: Ground) -> Argument | None:
    """An argument with the mention or entity of gold in the place of the annotator's; None where gold has none."""
    if argument.mention is not None:
        mention = ground.mentions.get((side.annotator, argument.mention))
        return Argument(argument.role, mention=mention) if mention else None
    if argument.entity is not None:
        entity = ground.entities.get((side.annotator, argument.entity))
        return Argument(argument.role, entity=entity) if entity else None
    return argument


def _place(argument: Argument, gold: Layer, trigger: Span) -> Span:
    if argument.mention is not None and argument.mention in gold.mentions:
        return gold.mentions[argument.mention].hull
    entity = gold.entities.get(argument.entity or "")
    places = [gold.mentions[id].hull for id in (entity.mentions if entity else ()) if id in gold.mentions]
    return min(places, default=trigger)


# --- relations and document labels -----------------------------------------------------------------------------------


def relation_clusters(ground: Ground) -> Iterator[Cluster]:
    """Relations between each two mentions of gold, in whatever direction."""
    pairs: dict[tuple[str, str], list[Proposal]] = {}
    for side in ground.sides:
        for relation in side.layer.relations.values():
            ends = [ground.mentions.get((side.annotator, id)) for id in (relation.source, relation.target)]
            if ends[0] and ends[1]:
                value = Relation("", relation.label, ends[0], ends[1], relation.attributes)
                low, high = sorted((ends[0], ends[1]))
                pairs.setdefault((low, high), []).append(Proposal(value, vote(side, "relation", relation.id)))
    reach = {pair: _hull(ground.gold, pair) for pair in pairs}
    for pair in sorted(pairs, key=lambda known: (reach[known], known)):
        question = Question("relation", reach[pair], (), canonical(pair))
        yield assemble(question, pairs[pair], ground.have_both(pair), _alike, _types("relation"))


def _hull(gold: Layer, ids: Iterable[str]) -> Span:
    places = [gold.mentions[id].hull for id in ids if id in gold.mentions]
    return Span(min(place.start for place in places), max(place.end for place in places)) if places else Span(0, 0)


def label_clusters(sides: Sequence[Side]) -> Iterator[Cluster]:
    """One cluster for each label of the document. A list of values is a set."""
    names = sorted({name for side in sides for name in side.layer.labels})
    for name in names:
        proposals = [
            Proposal(DocumentLabel(name, _as_set(side.layer.labels[name].value)), vote(side, "label", name))
            for side in sides
            if name in side.layer.labels
        ]
        crowd = [side.annotator for side in sides]
        yield assemble(Question("label", None, (), name), proposals, crowd, _alike, _types("document_label"))


def _as_set(value: Any) -> Any:
    return sorted(value, key=canonical) if isinstance(value, list | tuple) else value
