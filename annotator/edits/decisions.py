"""Decisions of adjudication: a decision and the records of gold that it makes are one step of the gold layer."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from annotator.adjudication.case import GONE, Item
from annotator.adjudication.clusters import Cluster
from annotator.adjudication.precedents import precedents
from annotator.adjudication.rulings import Pick, Ruling
from annotator.adjudication.values import Attribute, canonical, essence
from annotator.edits.draft import Draft, put, working_draft
from annotator.edits.falls import after_fall
from annotator.edits.mentions import check, label_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import (
    IMPORTED,
    Argument,
    Decision,
    Document,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Origin,
    Relation,
    Source,
    Span,
)
from annotator.operations import REQUEST, Change, Raw, Record, RecordKey, argument_part
from annotator.schema import Schema

_ID_LENGTH: Final = 9


def decide(gold: Layer, document: Document, schema: Schema, item: Item, ruling: Ruling) -> Draft:
    """Answers a question. What an earlier answer had put into gold goes, but for what the new one has as well.

    Raises EditError where the text, the schema or its overlap policy does not allow what would be gold, or when it is
    decided so already.
    """
    return decide_all(gold, document, schema, [(item, ruling)])


def decide_all(
    gold: Layer, document: Document, schema: Schema, answers: Sequence[tuple[Item, Ruling]], gesture: str = "adjudicate"
) -> Draft:
    """Answers several questions of one document in one step; raises EditError where one of them cannot be."""
    run = _Deciding(gold, document, schema)
    return working_draft(gold, gesture, run.changes(answers))


def record_id(letter: str, *what: object) -> str:
    """The id of a record of gold: a letter for its kind, and a hash of what it says. The same decision on two computers
    makes the same record."""
    digest = hashlib.sha256(canonical(what).encode()).digest()
    return letter + base64.b32encode(digest).decode().lower()[:_ID_LENGTH]


class _Deciding:
    """Decisions of one step: the records as they will be, and the changes that lead there."""

    def __init__(self, gold: Layer, document: Document, schema: Schema) -> None:
        self._gold = gold
        self._document = document
        self._schema = schema
        self._new: dict[RecordKey, Record | None] = {}

    def changes(self, answers: Sequence[tuple[Item, Ruling]]) -> Iterator[Change]:
        """All changes of the step but the status."""
        self._take_back([(item, ruling) for item, ruling in answers if ruling.verdict in ("accept", "reject")])
        decisions = [_Making(self, item, ruling).decision() for item, ruling in answers]
        self._drop_what_lost_its_ground({decision.id for decision in decisions})
        for decision in decisions:
            if self._gold.decisions.get(decision.id) == decision:
                raise EditError("It is decided so already.", code="same_decision")
            self.put("decision", decision.id, decision)
        self._list_requests()
        for key, record in self._new.items():
            if record is not None or self._gold.get(key) is not None:
                yield put(self._gold, key.kind, key.id, record)

    def _list_requests(self) -> None:
        """What waits for a third opinion has a record of its own, by the id of its decision: so it is found without looking
        through all decisions of a project."""
        decisions = {key.id: record for key, record in self._new.items() if key.kind == "decision"}
        for id, decision in decisions.items():
            asks = isinstance(decision, Decision) and decision.verdict == "ask"
            if asks or self.get(REQUEST, id) is not None:
                self.put(REQUEST, id, Raw(()) if asks else None)

    # -- the records as they will be ----------------------------------------------------------------------------------
    def get(self, kind: str, id: str) -> Record | None:
        """A record as it will be."""
        key = RecordKey(kind, id)
        return self._new[key] if key in self._new else self._gold.get(key)

    def all(self, kind: str) -> list[Record]:
        """All records of a kind as they will be, by id."""
        ids = {*self._gold.records(kind), *(key.id for key in self._new if key.kind == kind)}
        return [record for id in sorted(ids) if (record := self.get(kind, id)) is not None]

    def near(self, place: Span) -> list[Mention]:
        """The mentions that touch a place, as they will be."""
        ids = {
            *(mention.id for mention in self._gold.over(place)),
            *(key.id for key in self._new if key.kind == "mention"),
        }
        found = [record for id in sorted(ids) if isinstance(record := self.get("mention", id), Mention)]
        return [m for m in found if m.start < place.end and place.start < m.end]

    def put(self, kind: str, id: str, record: Record | None) -> None:
        """Says how a record will be; None: it goes."""
        self._new[RecordKey(kind, id)] = record

    def check(self, mention: Mention) -> None:
        """Raises EditError where a mention cannot be gold."""
        label_of(self._schema, mention.label)
        check(self._document, self._schema, mention, self.near(mention.hull))

    def is_event(self, label: str) -> bool:
        """Whether a label is that of an event."""
        return label_of(self._schema, label).is_event

    def precedents(self, cluster: Cluster, ruling: Ruling) -> tuple[tuple[str, str], ...]:
        """What an answer leaves behind for later questions of its kinds."""
        return precedents(self._document.text, cluster, ruling)

    # -- taking back --------------------------------------------------------------------------------------------------
    def _take_back(self, answers: Sequence[tuple[Item, Ruling]]) -> None:
        """What earlier decisions about the same had made, but for what is said again. Mentions fall first, with what
        cannot stand without them."""
        earlier: list[tuple[Origin, str, set[str]]] = []
        for item, ruling in answers:
            kept = {essence(pick.value) for pick in ruling.picks}
            for decision in (item.decision, *item.earlier):
                if decision is not None:
                    self.put("decision", decision.id, None)
                    earlier += [(o, decision.about[0] if decision.about else "", kept) for o in decision.origins]
        gone = {RecordKey(origin.kind, origin.id) for origin, _, kept in earlier if self._goes(origin, kept)}
        self._new |= after_fall(self._gold, gone) if gone else {}
        for origin, kind, kept in earlier:
            if origin.kind == "argument":
                self._without_argument(origin, kept)
            elif origin.kind == "attribute":
                self._without_attribute(origin, kind)

    def _goes(self, origin: Origin, kept: set[str]) -> bool:
        """Whether a whole record that was made is not said again. (Events go with their triggers.)"""
        record = self.get(origin.kind, origin.id)
        return isinstance(record, Mention | Entity | Relation | DocumentLabel) and essence(record) not in kept

    def _without_argument(self, origin: Origin, kept: set[str]) -> None:
        event = self.get("event", origin.id)
        if isinstance(event, Event):
            left = tuple(a for a in event.arguments if argument_part(a) != origin.part or essence(a) in kept)
            if left != event.arguments:
                self.put("event", event.id, msgspec.structs.replace(event, arguments=left))

    def _without_attribute(self, origin: Origin, kind: str) -> None:
        record = self.get(kind, origin.id)
        if isinstance(record, Mention | Event) and origin.part in record.attributes:
            left = {name: value for name, value in record.attributes.items() if name != origin.part}
            self.put(kind, record.id, msgspec.structs.replace(record, attributes=left))

    def _drop_what_lost_its_ground(self, made: set[str]) -> None:
        """Decisions whose records went with others are asked again."""
        dropped = {key for key, record in self._new.items() if record is None and key.kind != "decision"}
        if not dropped:
            return
        for id, decision in self._gold.decisions.items():
            about = RecordKey(*decision.about) if decision.about else None
            standing = tuple(origin for origin in decision.origins if self._stands(origin, decision))
            if id not in made and (about in dropped or len(standing) < len(decision.origins)):
                # What came in with a file is no answer to a question: the rest of it stays true.
                rest = msgspec.structs.replace(decision, origins=standing) if decision.rule == IMPORTED else None
                self.put("decision", id, rest if standing else None)

    def _stands(self, origin: Origin, decision: Decision) -> bool:
        if origin.kind == "argument":
            event = self.get("event", origin.id)
            return isinstance(event, Event) and any(argument_part(a) == origin.part for a in event.arguments)
        return self.get(*_record_of(decision, origin)) is not None


class _Making:
    """The records that one answer makes."""

    def __init__(self, step: _Deciding, item: Item, ruling: Ruling) -> None:
        self._step = step
        self._cluster = item.cluster
        self._ruling = ruling
        self._origins: list[Origin] = []

    def decision(self) -> Decision:
        """Puts what becomes gold into the step; returns the decision that says so."""
        cluster, ruling = self._cluster, self._ruling
        for pick in ruling.picks:
            self._give(pick)
        return Decision(
            cluster.key,
            cluster.stage,
            ruling.verdict,
            ruling.method,
            cluster.place,
            cluster.question.about,
            cluster.question.asked,
            cluster.voters,
            tuple(self._origins),
            ruling.reason,
            ruling.note,
            GONE if "gone" in cluster.types else ruling.rule,
            ruling.asked,
            self._step.precedents(cluster, ruling),
        )

    def _give(self, pick: Pick) -> None:
        value = pick.value
        if isinstance(value, Mention):
            self._give_mention(value, pick)
        elif isinstance(value, Argument):
            self._give_argument(value, pick)
        elif isinstance(value, Attribute):
            self._give_attribute(value, pick)
        elif isinstance(value, DocumentLabel):
            self._step.put("label", value.name, value)
            self._note("label", value.name, pick)
        else:
            self._give_group(value, pick)

    def _give_mention(self, value: Mention, pick: Pick) -> None:
        known = self._step.near(value.hull) if value.spans else []
        same = next((m for m in known if essence(m) == essence(value)), None)
        if same is None:
            mention = msgspec.structs.replace(value, id=record_id("m", value.spans, value.label))
            self._step.check(mention)
        else:
            mention = msgspec.structs.replace(same, attributes={**same.attributes, **value.attributes})
        if mention != same:
            self._step.put("mention", mention.id, mention)
        self._note("mention", mention.id, pick)
        if self._step.is_event(mention.label):
            events = (e for e in self._step.all("event") if isinstance(e, Event))
            event = next((e for e in events if e.trigger == mention.id), None)
            if event is None:
                event = Event(record_id("e", mention.id), mention.label, mention.id)
                self._step.put("event", event.id, event)
            self._note("event", event.id, pick)

    def _give_argument(self, value: Argument, pick: Pick) -> None:
        event = self._step.get("event", self._cluster.question.about[1])
        if not isinstance(event, Event):
            raise EditError("The event is not there any more.", code="event_gone")
        if value not in event.arguments:
            event = msgspec.structs.replace(event, arguments=(*event.arguments, value))
            self._step.put("event", event.id, event)
        self._note("argument", event.id, pick, argument_part(value))

    def _give_attribute(self, value: Attribute, pick: Pick) -> None:
        kind, id = self._cluster.question.about
        record = self._step.get(kind, id)
        if not isinstance(record, Mention | Event):
            raise EditError("What it was said about is not there any more.", code="mention_gone")
        attributes = {**record.attributes, value.name: value.value}
        self._step.put(kind, id, msgspec.structs.replace(record, attributes=attributes))
        self._note("attribute", id, pick, value.name)

    def _give_group(self, value: Relation | Entity, pick: Pick) -> None:
        kind, letter = ("relation", "r") if isinstance(value, Relation) else ("entity", "n")
        known = [r for r in self._step.all(kind) if isinstance(r, Relation | Entity)]
        same = next((r for r in known if essence(r) == essence(value)), None)
        record = same or msgspec.structs.replace(value, id=record_id(letter, essence(value)))
        if same is None:
            self._step.put(kind, record.id, record)
        self._note(kind, record.id, pick)

    def _note(self, kind: str, id: str, pick: Pick, part: str = "") -> None:
        sources = tuple(dict.fromkeys(Source(vote.annotator, vote.operation) for vote in pick.sources))
        crowd = len(self._cluster.voters)
        self._origins.append(Origin(kind, id, pick.method, pick.votes, crowd, sources, part))


def undermined(gold: Layer, changes: Sequence[Change]) -> list[RecordKey]:
    """The decisions that changes by another hand make untrue: those that made what is changed, and those about a place
    where a mention comes or goes."""
    changed = {change.key for change in changes}
    records = [record for change in changes for record in (change.value, gold.get(change.key))]
    places = [record.hull for record in records if isinstance(record, Mention)]

    def touched(decision: Decision) -> bool:
        place = decision.place
        there = place is not None and any(span.start < place.end and place.start < span.end for span in places)
        return there or any(_record_of(decision, origin) in changed for origin in decision.origins)

    return [RecordKey("decision", id) for id, decision in gold.decisions.items() if touched(decision)]


def _record_of(decision: Decision, origin: Origin) -> RecordKey:
    """The record that an origin is about."""
    if origin.kind == "attribute":
        return RecordKey(decision.about[0], origin.id)
    return RecordKey("event" if origin.kind == "argument" else origin.kind, origin.id)
