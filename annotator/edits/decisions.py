"""Decisions of adjudication: a decision and the records of gold that it makes are one step of the gold layer."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.adjudication.case import GONE, Item
from annotator.adjudication.rulings import Pick, Ruling
from annotator.adjudication.values import Attribute, Value, canonical, essence
from annotator.edits.draft import Draft, put, working_draft
from annotator.edits.mentions import check, falls_with, label_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import (
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
)
from annotator.operations import Change, Record, RecordKey, argument_row
from annotator.schema import Schema

_ID_LENGTH = 9


def decide(gold: Layer, document: Document, schema: Schema, item: Item, ruling: Ruling, gesture: str = "adjudicate") -> Draft:
    """Answers a question. What an earlier answer had put into gold goes, but for what the new one has as well.

    Raises EditError where the text, the schema or its overlap policy does not allow what would be gold, or when it is
    decided so already.
    """
    run = _Deciding(gold, document, schema, item, ruling)
    return working_draft(gold, gesture, run.changes())


def record_id(letter: str, *what: object) -> str:
    """The id of a record of gold: a letter for its kind, and a hash of what it says. The same decision on two computers
    makes the same record."""
    digest = hashlib.sha256(canonical(what).encode()).digest()
    return letter + base64.b32encode(digest).decode().lower()[:_ID_LENGTH]


class _Deciding:
    """One decision: the records as they will be, and the changes that lead there."""

    def __init__(self, gold: Layer, document: Document, schema: Schema, item: Item, ruling: Ruling) -> None:
        self._gold = gold
        self._document = document
        self._schema = schema
        self._item = item
        self._ruling = ruling
        self._new: dict[RecordKey, Record | None] = {}
        self._origins: list[Origin] = []

    def changes(self) -> Iterator[Change]:
        """All changes of the step but the status."""
        answered = [d for d in (self._item.decision, *self._item.earlier) if d is not None]
        if self._ruling.verdict in ("accept", "reject"):
            kept = {essence(pick.value) for pick in self._ruling.picks}
            for decision in answered:
                self._take_back(decision, kept)
        for pick in self._ruling.picks:
            self._give(pick)
        for decision in answered if self._ruling.verdict in ("accept", "reject") else ():
            self._new[RecordKey("decision", decision.id)] = None
        self._drop_what_lost_its_ground()
        decision = self._decision()
        self._new[RecordKey("decision", decision.id)] = decision
        if self._gold.decisions.get(decision.id) == decision:
            raise EditError("It is decided so already.", code="same_decision")
        for key, record in self._new.items():
            if record is not None or self._gold.get(key) is not None:
                yield put(self._gold, key.kind, key.id, record)

    def _decision(self) -> Decision:
        cluster, ruling = self._item.cluster, self._ruling
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
        )

    # -- the records as they will be ----------------------------------------------------------------------------------
    def _get(self, kind: str, id: str) -> Record | None:
        key = RecordKey(kind, id)
        return self._new[key] if key in self._new else self._gold.get(key)

    def _all(self, kind: str) -> list[Record]:
        ids = {*self._gold.records(kind), *(key.id for key in self._new if key.kind == kind)}
        return [record for id in sorted(ids) if (record := self._get(kind, id)) is not None]

    def _put(self, kind: str, id: str, record: Record | None) -> None:
        self._new[RecordKey(kind, id)] = record

    # -- taking back --------------------------------------------------------------------------------------------------
    def _take_back(self, decision: Decision, kept: set[str]) -> None:
        """What a decision had made, but for values that are `kept`."""
        gone = set()
        for origin in decision.origins:
            record = self._get(origin.kind, origin.id)
            if origin.kind == "argument":
                self._without_argument(origin, kept)
            elif origin.kind == "attribute":
                self._without_attribute(origin)
            elif isinstance(record, Mention) and essence(record) not in kept:
                gone.add(origin.id)
            elif isinstance(record, Entity | Relation | DocumentLabel) and essence(record) not in kept:
                self._put(origin.kind, origin.id, None)
        for change in falls_with(self._gold, gone) if gone else ():
            self._put(change.kind, change.id, change.value)
        for id in gone:
            self._put("mention", id, None)

    def _without_argument(self, origin: Origin, kept: set[str]) -> None:
        event = self._get("event", origin.id)
        if isinstance(event, Event):
            left = tuple(a for a in event.arguments if _part(a) != origin.part or essence(a) in kept)
            if left != event.arguments:
                self._put("event", event.id, msgspec.structs.replace(event, arguments=left))

    def _without_attribute(self, origin: Origin) -> None:
        kind = "mention" if self._get("mention", origin.id) is not None else "event"
        record = self._get(kind, origin.id)
        if isinstance(record, Mention | Event):
            left = {name: value for name, value in record.attributes.items() if name != origin.part}
            self._put(kind, record.id, msgspec.structs.replace(record, attributes=left))

    def _drop_what_lost_its_ground(self) -> None:
        """Decisions whose records went with others are asked again."""
        dropped = {key for key, record in self._new.items() if record is None}
        if not dropped:
            return
        for id, decision in self._gold.decisions.items():
            about = RecordKey(*decision.about) if decision.about else None
            lost = about in dropped or any(not self._stands(origin) for origin in decision.origins)
            if id != self._item.cluster.key and lost:
                self._put("decision", id, None)

    def _stands(self, origin: Origin) -> bool:
        if origin.kind == "argument":
            event = self._get("event", origin.id)
            return isinstance(event, Event) and any(_part(a) == origin.part for a in event.arguments)
        if origin.kind == "attribute":
            return self._get("mention", origin.id) is not None or self._get("event", origin.id) is not None
        return self._get(origin.kind, origin.id) is not None

    # -- making -------------------------------------------------------------------------------------------------------
    def _give(self, pick: Pick) -> None:
        value = pick.value
        if isinstance(value, Mention):
            self._give_mention(value, pick)
        elif isinstance(value, Argument):
            self._give_argument(value, pick)
        elif isinstance(value, Attribute):
            self._give_attribute(value, pick)
        elif isinstance(value, DocumentLabel):
            self._put("label", value.name, value)
            self._note("label", value.name, pick)
        else:
            self._give_group(value, pick)

    def _give_mention(self, value: Mention, pick: Pick) -> None:
        kind = label_of(self._schema, value.label)
        known = [m for m in self._all("mention") if isinstance(m, Mention)]
        same = next((m for m in known if essence(m) == essence(value)), None)
        if same is None:
            mention = msgspec.structs.replace(value, id=record_id("m", value.spans, value.label))
            check(self._document, self._schema, mention, known)
        else:
            mention = msgspec.structs.replace(same, attributes={**same.attributes, **value.attributes})
        if mention != same:
            self._put("mention", mention.id, mention)
        self._note("mention", mention.id, pick)
        if kind.is_event:
            events = (e for e in self._all("event") if isinstance(e, Event))
            event = next((e for e in events if e.trigger == mention.id), None)
            if event is None:
                event = Event(record_id("e", mention.id), mention.label, mention.id)
                self._put("event", event.id, event)
            self._note("event", event.id, pick)

    def _give_argument(self, value: Argument, pick: Pick) -> None:
        event = self._get("event", self._item.cluster.question.about[1])
        if not isinstance(event, Event):
            raise EditError("The event is not there any more.", code="event_gone")
        if value not in event.arguments:
            event = msgspec.structs.replace(event, arguments=(*event.arguments, value))
            self._put("event", event.id, event)
        self._note("argument", event.id, pick, _part(value))

    def _give_attribute(self, value: Attribute, pick: Pick) -> None:
        kind, id = self._item.cluster.question.about
        record = self._get(kind, id)
        if not isinstance(record, Mention | Event):
            raise EditError("What it was said about is not there any more.", code="mention_gone")
        attributes = {**record.attributes, value.name: value.value}
        self._put(kind, id, msgspec.structs.replace(record, attributes=attributes))
        self._note("attribute", id, pick, value.name)

    def _give_group(self, value: Relation | Entity, pick: Pick) -> None:
        kind, letter = ("relation", "r") if isinstance(value, Relation) else ("entity", "n")
        known = [r for r in self._all(kind) if isinstance(r, Relation | Entity)]
        same = next((r for r in known if essence(r) == essence(value)), None)
        record = same or msgspec.structs.replace(value, id=record_id(letter, essence(value)))
        if same is None:
            self._put(kind, record.id, record)
        self._note(kind, record.id, pick)

    def _note(self, kind: str, id: str, pick: Pick, part: str = "") -> None:
        sources = tuple(dict.fromkeys(Source(vote.annotator, vote.operation) for vote in pick.sources))
        crowd = len(self._item.cluster.voters)
        self._origins.append(Origin(kind, id, pick.method, pick.votes, crowd, sources, part))


def _part(argument: Argument) -> str:
    return canonical(argument_row(argument))
