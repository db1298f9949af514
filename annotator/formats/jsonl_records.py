"""The records that a line states, checked against its text and each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

from annotator.errors import Worded
from annotator.formats.jsonl import ArgumentLine, Line, LineError, MentionLine
from annotator.formats.provenance import Sourced, read_origins
from annotator.formats.reasons import reason
from annotator.model import (
    EMPTY,
    IMPORTED,
    Argument,
    Comment,
    Decision,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Origin,
    Relation,
    Span,
    Status,
    StatusRecord,
)
from annotator.operations import COMMENTED, STATUS_ID, Record, RecordKey, argument_part
from annotator.validate import span_fault

T = TypeVar("T")


def records_of(line: Line) -> dict[RecordKey, Record]:
    """The records that a line states, checked against its text and each other. Raises LineError with all reasons.

    Labels are not looked up here: `labels_of` lists them. Missing ids are given as m1, m2 ... in the line's order.
    """
    return _Builder(line).build()


class _Builder:
    """Collects the records of one line, and everything that is wrong with them."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._found: dict[RecordKey, Record] = {}
        self._faults: list[Worded] = []

    def build(self) -> dict[RecordKey, Record]:
        status: Status = self._line.status or "in_progress"
        self._found[RecordKey("status", STATUS_ID)] = StatusRecord(status)
        for step in (self._mentions, self._entities, self._events, self._relations, self._labels, self._comments):
            step()
        self._keep_provenance()
        if self._faults:
            raise LineError(*self._faults)
        return self._found

    def _keep_provenance(self) -> None:
        """What the line says of where its records come from, as a decision that came in with it."""
        line = self._line
        items: list[tuple[str, str, str, Sourced]] = []
        for kind, listed in (("mention", line.mentions), ("relation", line.relations), ("entity", line.entities)):
            items += [(kind, item.id or "", "", item) for item in cast("list[Any]", listed or [])]
        for event in line.events or ():
            items.append(("event", event.id or "", "", event))
            for a in event.arguments or ():
                argument = Argument(a.role, a.mention, a.entity, a.value)
                items.append(("argument", event.id or "", argument_part(argument), a))
        found = list(read_origins(items))
        self._faults += [fault for fault in found if isinstance(fault, Worded)]
        origins = tuple(origin for origin in found if isinstance(origin, Origin) and origin.id)
        if origins:
            decision = Decision(IMPORTED, "mention", "accept", "rule", origins=origins, rule=IMPORTED)
            self._found[RecordKey("decision", IMPORTED)] = decision

    def _mentions(self) -> None:
        text = self._line.text
        length = len(text)
        for mention, id in self._with_ids(self._line.mentions, "m"):
            start, end = mention.start, mention.end
            # One comparison serves nearly every mention: an equal slice of a good place.
            if 0 <= start < end <= length and text[start:end] == mention.text and not mention.parts:
                key = RecordKey("mention", id)
                if id and key not in self._found:
                    self._found[key] = Mention(id, (Span(start, end),), mention.label, mention.attributes or EMPTY)
                    continue
            spans = tuple(Span(*part) for part in mention.parts) or (Span(start, end),)
            fault = _mention_fault(mention, spans, text)
            if fault is not None:
                self._fault("in_mention", id=id, fault=fault, fault_ar=fault.arabic)
            self._add("mention", id, Mention(id, spans, mention.label, mention.attributes or EMPTY))

    def _entities(self) -> None:
        for entity, id in self._with_ids(self._line.entities, "n"):
            if not entity.mentions:
                self._fault("entity_empty", id=id)
            if len(set(entity.mentions)) < len(entity.mentions):
                self._fault("entity_twice", id=id)
            for member in entity.mentions:
                self._need("mention", member, "entity", id)
            self._add("entity", id, Entity(id, entity.name, entity.link, tuple(entity.mentions)))

    def _events(self) -> None:
        for event, id in self._with_ids(self._line.events, "e"):
            self._need("mention", event.trigger, "event", id)
            trigger = self._found.get(RecordKey("mention", event.trigger))
            if isinstance(trigger, Mention) and trigger.label != event.label:
                self._fault("trigger_label", id=id, label=event.label, other=trigger.label)
            arguments = tuple(self._argument(argument, id) for argument in event.arguments or ())
            parts = [argument_part(argument) for argument in arguments]
            if len(set(parts)) < len(parts):
                self._fault("argument_twice", id=id)
            self._add("event", id, Event(id, event.label, event.trigger, arguments, event.attributes or EMPTY))

    def _argument(self, line: ArgumentLine, event: str) -> Argument:
        filled = [name for name in ("mention", "entity", "value") if getattr(line, name) is not None]
        if len(filled) != 1:
            self._fault("argument_shape", id=event, role=line.role)
        if line.mention is not None:
            self._need("mention", line.mention, "event", event)
        if line.entity is not None:
            self._need("entity", line.entity, "event", event)
        return Argument(line.role, line.mention, line.entity, line.value)

    def _relations(self) -> None:
        for relation, id in self._with_ids(self._line.relations, "r"):
            self._need("mention", relation.source, "relation", id)
            self._need("mention", relation.target, "relation", id)
            attributes = relation.attributes or EMPTY
            self._add("relation", id, Relation(id, relation.label, relation.source, relation.target, attributes))

    def _labels(self) -> None:
        for name, value in (self._line.labels or {}).items():
            if value is None:
                self._fault("label_empty", id=name)
            self._add("label", name, DocumentLabel(name, value))

    def _comments(self) -> None:
        for comment, id in self._with_ids(self._line.comments, "c"):
            record = Comment(id, comment.body, comment.about, comment.resolved, comment.attributes or EMPTY)
            self._add("comment", id, record)
            if comment.about and all(RecordKey(kind, comment.about) not in self._found for kind in COMMENTED):
                self._fault("about", id=id, about=comment.about)

    def _with_ids(self, lines: list[T] | None, letter: str) -> Iterator[tuple[T, str]]:
        """Each item with its id; those that have none get letter and number, skipping what the line uses itself."""
        items: list[Any] = list(lines or ())
        taken = {item.id for item in items}
        number = 0
        for item in items:
            id = item.id
            if id is None:
                number += 1
                while f"{letter}{number}" in taken:
                    number += 1
                id = f"{letter}{number}"
            yield item, id

    def _add(self, kind: str, id: str, record: Record) -> None:
        key = RecordKey(kind, id)
        if not id:
            self._fault("id_empty", kind=kind)
        if key in self._found:
            self._fault("id_twice", kind=kind, id=id)
        self._found[key] = record

    def _need(self, other: str, to: str, kind: str, id: str) -> None:
        """That what the record of this kind and id points at is there."""
        if RecordKey(other, to) not in self._found:
            self._fault("points_at", kind=kind, id=id, other=other, to=to)

    def _fault(self, code: str, **values: str) -> None:
        self._faults.append(reason(code, **values))


def _mention_fault(mention: MentionLine, spans: tuple[Span, ...], text: str) -> Worded | None:
    """What is wrong with the place of a mention, or with its surface."""
    fault = span_fault(len(text), [Span(mention.start, mention.end)]) or span_fault(len(text), spans)
    if fault is not None:
        return fault
    if (spans[0].start, spans[-1].end) != (mention.start, mention.end):
        return reason("place_end")
    there = text[mention.start : mention.end]
    if mention.text is not None and mention.text != there:
        said = _short(mention.text)
        return reason("surface", start=mention.start, end=mention.end, there=_short(there), said=said)
    return None


def _short(surface: str) -> str:
    return surface if len(surface) <= 60 else f"{surface[:57]}..."
