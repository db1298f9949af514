"""Records to a line: equal content gives equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from annotator.errors import DataError
from annotator.formats.jsonl import UNSAID
from annotator.formats.provenance import OriginKey, add_provenance
from annotator.layer import Layer
from annotator.model import (
    Argument,
    Comment,
    Document,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Origin,
    Relation,
    StatusRecord,
)
from annotator.operations import STATUS_ID, Record, RecordKey


class _Written(msgspec.Struct, omit_defaults=True):
    """Key order of a written line. Lists of a layer are always there, so that "nothing" is said, not left out."""

    id: str
    text: str
    meta: Mapping[str, Any] = {}
    annotator: str | None = None
    status: str | None = None
    mentions: list[dict[str, Any]] | None = None
    events: list[dict[str, Any]] | None = None
    relations: list[dict[str, Any]] | None = None
    entities: list[dict[str, Any]] | None = None
    labels: dict[str, Any] | None = None
    comments: list[dict[str, Any]] | None = None


_ENCODER: Final = msgspec.json.Encoder()


def write_line(
    document: Document,
    annotator: str | None = None,
    records: Mapping[RecordKey, Record] | None = None,
    origins: Mapping[OriginKey, Origin] | None = None,
) -> bytes:
    """One line with its newline. Equal content gives equal bytes. Without records: a document nobody has touched. With
    `origins` the items say where they come from."""
    line = _Written(document.name, document.text, _ordered(document.meta))
    if records is not None:
        line.annotator = annotator
        _fill(line, document.text, records)
        if origins:
            kinds = {
                "mention": line.mentions,
                "event": line.events,
                "relation": line.relations,
                "entity": line.entities,
            }
            events = {record.id: record for record in records.values() if isinstance(record, Event)}
            add_provenance({kind: items or [] for kind, items in kinds.items()}, events, origins)
    return _ENCODER.encode(line) + b"\n"


def layer_records(layer: Layer) -> dict[RecordKey, Record]:
    """All current records of a layer that a line carries, by their keys. What was rejected or decided stays in the
    project."""
    return {
        RecordKey(kind, id): record
        for kind in layer.kinds
        for id, record in layer.records(kind).items()
        if kind not in UNSAID
    }


def as_read(records: Mapping[RecordKey, Record], merged: Mapping[str, str]) -> Mapping[RecordKey, Record]:
    """Records whose labels are those that theirs were merged into (`Schema.merged`). What is stored stays as it is."""
    if not merged:
        return records
    return {
        key: msgspec.structs.replace(record, label=merged[record.label])
        if isinstance(record, Mention | Event) and record.label in merged
        else record
        for key, record in records.items()
    }


def _fill(line: _Written, text: str, records: Mapping[RecordKey, Record]) -> None:
    values = records.values()
    status = records.get(RecordKey("status", STATUS_ID))
    line.status = status.value if isinstance(status, StatusRecord) else "todo"
    mentions = sorted((r for r in values if isinstance(r, Mention)), key=lambda m: (m.start, m.end, m.label, m.id))
    line.mentions = [_mention(mention, text) for mention in mentions]
    place = {mention.id: mention.start for mention in mentions}
    events = sorted(
        (r for r in values if isinstance(r, Event)), key=lambda e: (place.get(e.trigger, -1), e.label, e.id)
    )
    line.events = [_event(event) for event in events]
    line.relations = [_relation(r) for r in _by_id(values, Relation)] or None
    line.entities = [_entity(e) for e in _by_id(values, Entity)] or None
    line.labels = {
        r.name: r.value for r in sorted((r for r in values if isinstance(r, DocumentLabel)), key=_name)
    } or None
    line.comments = [_comment(c) for c in _by_id(values, Comment)] or None


def _by_id(values: Iterable[Record], kind: type[Any]) -> list[Any]:
    return sorted((record for record in values if isinstance(record, kind)), key=lambda record: record.id)


def _name(label: DocumentLabel) -> str:
    return label.name


def _mention(m: Mention, text: str) -> dict[str, Any]:
    start, end = m.start, m.end
    surface = text[start:end]
    if not surface or end > len(text):
        raise DataError(f"The mention {m.id!r} lies outside its text. Nothing was written; run `hashiya check --deep`.")
    line: dict[str, Any] = {"id": m.id, "start": start, "end": end, "label": m.label, "text": surface}
    if len(m.spans) > 1:
        line["parts"] = m.spans
    if m.attributes:
        line["attributes"] = _ordered(m.attributes)
    return line


def _event(e: Event) -> dict[str, Any]:
    line: dict[str, Any] = {"id": e.id, "label": e.label, "trigger": e.trigger}
    line["arguments"] = [_argument_line(argument) for argument in e.arguments]
    if e.attributes:
        line["attributes"] = _ordered(e.attributes)
    return line


def _argument_line(a: Argument) -> dict[str, Any]:
    for name in ("mention", "entity"):
        if getattr(a, name) is not None:
            return {"role": a.role, name: getattr(a, name)}
    return {"role": a.role, "value": _ordered(a.value)}


def _relation(r: Relation) -> dict[str, Any]:
    line: dict[str, Any] = {"id": r.id, "label": r.label, "source": r.source, "target": r.target}
    return {**line, "attributes": _ordered(r.attributes)} if r.attributes else line


def _entity(e: Entity) -> dict[str, Any]:
    line: dict[str, Any] = {"id": e.id}
    if e.name:
        line["name"] = e.name
    if e.link:
        line["link"] = e.link
    return {**line, "mentions": e.mentions}


def _comment(c: Comment) -> dict[str, Any]:
    line: dict[str, Any] = {"id": c.id, "body": c.body}
    if c.about:
        line["about"] = c.about
    if c.resolved:
        line["resolved"] = True
    return {**line, "attributes": _ordered(c.attributes)} if c.attributes else line


def _ordered(value: Any) -> Any:
    """Free-form JSON with sorted keys: the same content in one way only."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_ordered(inner) for inner in value]
    return value
