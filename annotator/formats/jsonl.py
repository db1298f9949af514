"""Hashiya's own JSONL: one line per document and layer (docs/format.md, docs/jsonl.schema.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, cast

import msgspec

from annotator.errors import DataError
from annotator.formats.provenance import (
    OriginKey,
    Sourced,
    add_provenance,
    read_origins,
)
from annotator.layer import Layer
from annotator.model import (
    EMPTY,
    IMPORTED,
    Argument,
    Comment,
    Decision,
    Document,
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

BOM: Final = b"\xef\xbb\xbf"
MAX_LINE: Final = 256 * 1024 * 1024
"""A longer line (bytes) is refused unread."""
UNSAID: Final = frozenset({"rejection", "decision"})
"""Kinds of record that no line carries."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_DEPTH: Final = 64
_MAX_DIGITS: Final = 300


class LineError(ValueError):
    """Why a line cannot be taken, without its place: one reason or several."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class MentionLine(Sourced):
    """A mention as it stands in a line."""

    start: int
    end: int
    label: str
    id: str | None = None
    text: str | None = None
    parts: list[tuple[int, int]] = msgspec.field(default_factory=list)
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class ArgumentLine(Sourced):
    """An argument: a role with exactly one of mention, entity, value."""

    role: str
    mention: str | None = None
    entity: str | None = None
    value: Any = None


class EventLine(Sourced):
    """An event as it stands in a line."""

    label: str
    trigger: str
    id: str | None = None
    arguments: list[ArgumentLine] | None = None
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class RelationLine(Sourced):
    """A relation as it stands in a line."""

    label: str
    source: str
    target: str
    id: str | None = None
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class EntityLine(Sourced):
    """An entity as it stands in a line."""

    mentions: list[str]
    id: str | None = None
    name: str = ""
    link: str = ""


class CommentLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A comment as it stands in a line."""

    body: str
    id: str | None = None
    about: str = ""
    resolved: bool = False
    attributes: dict[str, Any] = {}


class Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One line: a document, and, where `annotates`, one annotator's layer of it."""

    text: str
    id: str | int | None = None
    meta: dict[str, Any] = {}
    annotator: str | None = None
    status: Status | None = None
    mentions: list[MentionLine] | None = None
    events: list[EventLine] | None = None
    relations: list[RelationLine] | None = None
    entities: list[EntityLine] | None = None
    labels: dict[str, Any] | None = None
    comments: list[CommentLine] | None = None

    @property
    def annotates(self) -> bool:
        """Whether the line says something about the document, be it "nothing here"."""
        said = (self.status, self.mentions, self.events, self.relations, self.entities, self.labels, self.comments)
        return any(part is not None for part in said)


_DECODER: Final = msgspec.json.Decoder(Line)
_KEY_END: Final = b'":'
_LOOSE_KEY_END: Final = re.compile(rb'" +:')
"""A key may end so as well, or with other white space; then counting `_KEY_END` tells nothing."""


def read_line(data: bytes) -> Line:
    """One line of a file (without its newline) as a checked Line. Raises LineError with the reason.

    The common case is one typed decode; only a line that fails or looks odd is read a second time for the wording.
    """
    if len(data) > MAX_LINE:
        raise LineError("the line is longer than 256 MiB")
    try:
        line = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise LineError(_why_not(data, error)) from error
    # What the fast reader lets pass: a field that stands twice shows in the number of quotes or keys, a NUL in its escape.
    # (Half a surrogate pair and a NUL byte it refuses itself.)
    if b"\\u0000" in data or not _is_plain(data, line):
        _read_strictly(data)
    return line


def _is_plain(data: bytes, line: Line) -> bool:
    """Whether the line has exactly the fields that were read from it, none twice and none that is free-form."""
    return stands_alone(data, *_expected(line))


def stands_alone(data: bytes, keys: int, strings: int, escaped: int = 0) -> bool:
    """Whether a line that has these many keys, strings as values and escaped quotes, or more, has no more of the former:
    so none stands there twice."""
    if data.count(b'"') == 2 * (keys + strings) + escaped:
        return True
    # There are quotes inside of strings: look at what only a key can end with, if all keys end so.
    loose = b"\t" in data or b"\r" in data or (b" :" in data and _LOOSE_KEY_END.search(data))
    return not loose and data.count(_KEY_END) == keys


def _expected(line: Line) -> tuple[int, int]:
    """How many keys and how many strings as values stand in a line that uses none of the free-form fields and none
    twice; never more than stand there.

    What may be free-form (`meta`, attributes, labels, values of arguments) is not counted, so it is read strictly.
    """
    strings = 1 + isinstance(line.id, str) + (line.annotator is not None) + (line.status is not None)
    keys = strings + isinstance(line.id, int) + (line.mentions is not None) + (line.events is not None)
    for mention in line.mentions or ():
        given = 1 + (mention.id is not None) + (mention.text is not None)
        strings += given
        keys += 2 + given
    for event in line.events or ():
        given = 2 + (event.id is not None)
        strings += given
        keys += given + (event.arguments is not None)
        for argument in event.arguments or ():
            given = 1 + (argument.mention is not None) + (argument.entity is not None)
            strings += given
            keys += given
    return keys, strings


def _why_not(data: bytes, error: Exception) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as broken:
        return f"broken UTF-8 at byte {broken.start + 1} of the line"
    if b"\0" in data:
        return f"a NUL byte at byte {data.index(0) + 1} of the line: JSONL is UTF-8 text"
    _read_strictly(data)
    words = str(error)
    if isinstance(error, msgspec.ValidationError):
        reason, _, where = words.partition(" - at `$.")
        if "missing required field `text`" in words and not where:
            return "there is no text"
        return f"{where.rstrip('`')}: {_plain(reason)}" if where else _plain(reason)
    return f"this is not JSON ({words})"


def _plain(reason: str) -> str:
    reason = re.sub("^Expected `int`, got", "a whole number is needed, not", reason)
    reason = reason.replace("Object contains unknown field", "there is a field that this format does not have:")
    reason = reason.replace("Object missing required field", "there is no")
    return reason[0].lower() + reason[1:]


def _read_strictly(data: bytes) -> None:
    """Finds what the fast reader lets pass or words badly. Raises LineError."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in items:
            if key in seen:
                raise LineError(f"the field {key!r} stands there twice")
            seen.add(key)
        return dict(items)

    def no_constant(name: str) -> None:
        raise LineError(f"{name} is not a number of JSON")

    def whole_number(digits: str) -> int:
        if len(digits) > _MAX_DIGITS:
            raise LineError(f"a number of {len(digits)} digits is too long")
        return int(digits)

    text = data.decode()
    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=no_constant, parse_int=whole_number)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip())
        what = (
            "the line ends in the middle"
            if cut or "Unterminated" in error.msg
            else f"this is not JSON: {error.msg.removesuffix(' at')}"
        )
        raise LineError(f"{what} (column {error.colno})") from error
    except RecursionError as error:
        raise LineError("it is nested too deeply") from error
    if not isinstance(value, dict):
        raise LineError("a line must be one JSON object")
    _check_values(value, 0)


def _check_values(value: Any, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise LineError("it is nested too deeply")
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise LineError("a lone surrogate (half of a character) stands in it")
        if "\0" in value:
            raise LineError("a NUL character stands in it")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_values(key, depth + 1)
            _check_values(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_values(inner, depth + 1)


# --- records ---------------------------------------------------------------------------------------------------------


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
        self._faults: list[str] = []

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
        self._faults += [fault for fault in found if isinstance(fault, str)]
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
                self._faults.append(f"the mention {id!r}: {fault}")
            self._add("mention", id, Mention(id, spans, mention.label, mention.attributes or EMPTY))

    def _entities(self) -> None:
        for entity, id in self._with_ids(self._line.entities, "n"):
            for member in entity.mentions:
                self._need("mention", member, f"the entity {id!r}")
            self._add("entity", id, Entity(id, entity.name, entity.link, tuple(entity.mentions)))

    def _events(self) -> None:
        for event, id in self._with_ids(self._line.events, "e"):
            here = f"the event {id!r}"
            self._need("mention", event.trigger, here)
            trigger = self._found.get(RecordKey("mention", event.trigger))
            if isinstance(trigger, Mention) and trigger.label != event.label:
                self._faults.append(f"{here} is of {event.label!r}, but its trigger has the label {trigger.label!r}")
            arguments = tuple(self._argument(argument, here) for argument in event.arguments or ())
            self._add("event", id, Event(id, event.label, event.trigger, arguments, event.attributes or EMPTY))

    def _argument(self, line: ArgumentLine, here: str) -> Argument:
        filled = [name for name in ("mention", "entity", "value") if getattr(line, name) is not None]
        if len(filled) != 1:
            self._faults.append(f"{here}: the role {line.role!r} needs exactly one of mention, entity, value")
        if line.mention is not None:
            self._need("mention", line.mention, here)
        if line.entity is not None:
            self._need("entity", line.entity, here)
        return Argument(line.role, line.mention, line.entity, line.value)

    def _relations(self) -> None:
        for relation, id in self._with_ids(self._line.relations, "r"):
            self._need("mention", relation.source, f"the relation {id!r}")
            self._need("mention", relation.target, f"the relation {id!r}")
            attributes = relation.attributes or EMPTY
            self._add("relation", id, Relation(id, relation.label, relation.source, relation.target, attributes))

    def _labels(self) -> None:
        for name, value in (self._line.labels or {}).items():
            self._add("label", name, DocumentLabel(name, value))

    def _comments(self) -> None:
        for comment, id in self._with_ids(self._line.comments, "c"):
            record = Comment(id, comment.body, comment.about, comment.resolved, comment.attributes or EMPTY)
            self._add("comment", id, record)
            if comment.about and all(RecordKey(kind, comment.about) not in self._found for kind in COMMENTED):
                self._faults.append(f"the comment {id!r} is about {comment.about!r}, which is not there")

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
            self._faults.append(f"the id of a {kind} is empty")
        if key in self._found:
            self._faults.append(f"the {kind} id {id!r} is used twice")
        self._found[key] = record

    def _need(self, kind: str, id: str, here: str) -> None:
        if RecordKey(kind, id) not in self._found:
            self._faults.append(f"{here} points at the {kind} {id!r}, which is not there")


def _mention_fault(mention: MentionLine, spans: tuple[Span, ...], text: str) -> str | None:
    """What is wrong with the place of a mention, or with its surface."""
    fault = span_fault(len(text), [Span(mention.start, mention.end)]) or span_fault(len(text), spans)
    if fault is not None:
        return fault
    if (spans[0].start, spans[-1].end) != (mention.start, mention.end):
        return "start and end are not those of its parts"
    there = text[mention.start : mention.end]
    if mention.text is not None and mention.text != there:
        return f"at {mention.start} to {mention.end} the text has «{_short(there)}», not «{_short(mention.text)}»"
    return None


def _short(surface: str) -> str:
    return surface if len(surface) <= 60 else f"{surface[:57]}..."


def labels_of(line: Line) -> dict[str, bool]:
    """The labels that a line uses, and whether it uses them for events."""
    used = {mention.label: False for mention in line.mentions or ()}
    used.update({event.label: True for event in line.events or ()})
    return used


# --- writing ---------------------------------------------------------------------------------------------------------


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
