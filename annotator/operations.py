"""Operations, and the reducer that is their only meaning.

An *operation* is what one step changes in one layer: a list of *changes*, each of which puts or drops one record and
names the operations that it replaces (its base). The current records of a layer are a pure function of the *set* of
its operations, taken in (lamport, actor, seq) order: replay, restart, merge and rebuild are this one function.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from sys import intern
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from annotator.model import (
    EMPTY,
    Answer,
    Argument,
    Comment,
    Decision,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Opinion,
    Person,
    Rejection,
    Relation,
    Span,
    Status,
    StatusRecord,
)

STATUS_ID: Final = "status"
REQUEST: Final = "request"
"""Kind of the records of gold that name the decisions which wait for a third opinion."""
COMMENTED: Final = ("mention", "event", "relation", "entity", "label")
"""Kinds of record that a comment can be about."""
BULK_GESTURES: Final = frozenset({"import", "revert", "decide", "withdraw", "schema", "person", "setting"})
"""Gestures that Ctrl+Z passes over: they are taken back by a revert of their own."""


class DocumentInfo(msgspec.Struct, frozen=True):
    """What the project says about a document beside its immutable text."""

    meta: Mapping[str, Any] = EMPTY
    withdrawn: bool = False


class Raw(msgspec.Struct, frozen=True):
    """A record of a kind that has no type of its own here; kept and carried on as it came."""

    fields: tuple[Any, ...]


MentionRow: TypeAlias = tuple[str, int, int, str]
"""Id, start, end, label: a mention in one part and without attributes, as `changes` has it."""
Record: TypeAlias = (
    Mention
    | Event
    | Relation
    | Entity
    | DocumentLabel
    | Comment
    | Answer
    | Rejection
    | Opinion
    | Decision
    | StatusRecord
    | DocumentInfo
    | Person
    | Raw
)


class RecordKey(NamedTuple):
    """A record within its layer."""

    kind: str
    id: str


class Change(NamedTuple):
    """One record put, or dropped (`value` is None), and the operations that this replaces."""

    kind: str
    id: str
    value: Record | None
    base: tuple[str, ...] = ()

    @property
    def key(self) -> RecordKey:
        """Which record it is."""
        return RecordKey(self.kind, self.id)


class Operation(msgspec.Struct, frozen=True):
    """What one step changes in one layer.

    `actor`:`seq` names it everywhere; `lamport` orders it; `step` is the seq of the first operation of its step;
    `undoes` names the operation that it takes back; `time` is milliseconds since 1970 (for people, never for order);
    `changes` is JSON text: stored, shipped and hashed as the same bytes.
    """

    actor: str
    seq: int
    lamport: int
    step: int
    gesture: str
    undoes: str | None
    time: int
    changes: str

    @property
    def name(self) -> str:
        """The operation's global name."""
        return f"{self.actor}:{self.seq}"

    @property
    def order(self) -> tuple[int, str, int]:
        """Sorting by this puts a base before what replaces it."""
        return (self.lamport, self.actor, self.seq)


def chain_hash(previous: bytes, operation: Operation, document_key: bytes, owner: str) -> bytes:
    """Hash (16 bytes) of an operation, chained per actor and layer to the one before."""
    payload = msgspec.json.encode((operation, document_key.hex(), owner))
    return hashlib.sha256(previous + payload).digest()[:16]


# --- rows: how each kind of record is written inside `changes` -------------------------------------------------------


_new_tuple: Final = tuple.__new__


def _extra(**fields: Any) -> list[dict[str, Any]]:
    filled = {name: value for name, value in fields.items() if value}
    return [filled] if filled else []


def _mention_row(record: Mention) -> list[Any]:
    if len(record.spans) == 1 and not record.attributes:
        start, end = record.spans[0]
        return [record.id, start, end, record.label]
    parts = [list(span) for span in record.spans] if len(record.spans) > 1 else None
    extra = _extra(parts=parts, attributes=dict(record.attributes))
    return [record.id, record.start, record.end, record.label, *extra]


def _mention(row: Sequence[Any]) -> Mention:
    if len(row) == 4:
        id, start, end, label = row
        return Mention(id, (Span(start, end),), label)
    extra = row[4]
    parts = tuple(Span(a, b) for a, b in extra["parts"]) if "parts" in extra else (Span(row[1], row[2]),)
    return Mention(row[0], parts, row[3], extra.get("attributes", EMPTY))


def argument_row(argument: Argument) -> list[Any]:
    """An argument as [role, what it is, which]."""
    if argument.mention is not None:
        return [argument.role, "mention", argument.mention]
    if argument.entity is not None:
        return [argument.role, "entity", argument.entity]
    return [argument.role, "value", argument.value]


def argument_of(row: Sequence[Any]) -> Argument:
    """The inverse of `argument_row`."""
    return Argument(row[0], **{row[1]: row[2]})


def argument_part(argument: Argument) -> str:
    """An argument as an origin names it: its row as JSON."""
    return msgspec.json.encode(argument_row(argument), order="sorted").decode()


def _event_row(record: Event) -> list[Any]:
    arguments = [argument_row(argument) for argument in record.arguments]
    return [record.id, record.label, record.trigger, arguments, *_extra(attributes=dict(record.attributes))]


def _event(row: Sequence[Any]) -> Event:
    attributes = row[4].get("attributes", EMPTY) if len(row) > 4 else EMPTY
    return Event(row[0], row[1], row[2], tuple(map(argument_of, row[3])), attributes)


def _relation_row(record: Relation) -> list[Any]:
    return [record.id, record.label, record.source, record.target, *_extra(attributes=dict(record.attributes))]


def _relation(row: Sequence[Any]) -> Relation:
    return Relation(row[0], row[1], row[2], row[3], row[4].get("attributes", EMPTY) if len(row) > 4 else EMPTY)


def _entity_row(record: Entity) -> list[Any]:
    return [record.id, record.name, record.link, list(record.mentions)]


def _comment_row(record: Comment) -> list[Any]:
    extra = _extra(about=record.about, resolved=record.resolved, attributes=dict(record.attributes))
    return [record.id, record.body, *extra]


def _comment(row: Sequence[Any]) -> Comment:
    return Comment(row[0], row[1], **(row[2] if len(row) > 2 else {}))


def _decision_row(record: Decision) -> list[Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return [fields.pop("id"), fields]


def _decision(row: Sequence[Any]) -> Decision:
    return msgspec.convert({"id": row[0], **row[1]}, Decision)


class _Kind(NamedTuple):
    to_row: Callable[[Any], list[Any]]
    from_row: Callable[[Sequence[Any]], Record]


_KINDS: Final[dict[str, _Kind]] = {
    "mention": _Kind(_mention_row, _mention),
    "event": _Kind(_event_row, _event),
    "relation": _Kind(_relation_row, _relation),
    "entity": _Kind(_entity_row, lambda row: Entity(row[0], row[1], row[2], tuple(row[3]))),
    "label": _Kind(lambda r: [r.name, r.value], lambda row: DocumentLabel(row[0], row[1])),
    "comment": _Kind(_comment_row, _comment),
    "answer": _Kind(lambda r: [r.id, r.body], lambda row: Answer(row[0], row[1])),
    "rejection": _Kind(
        lambda r: [r.id, r.span.start, r.span.end, r.label], lambda row: Rejection(Span(row[1], row[2]), row[3])
    ),
    "opinion": _Kind(
        lambda r: [r.question, r.span.start, r.span.end], lambda row: Opinion(row[0], Span(row[1], row[2]))
    ),
    "decision": _Kind(_decision_row, _decision),
    "status": _Kind(lambda r: [STATUS_ID, r.value], lambda row: StatusRecord(row[1])),
    "document": _Kind(
        lambda r: ["document", _extra(meta=dict(r.meta), withdrawn=r.withdrawn)],
        lambda row: DocumentInfo(**(row[1][0] if row[1] else {})),
    ),
    "person": _Kind(lambda r: [r.key, r.name, r.role], lambda row: Person(row[0], row[1], row[2])),
}


def to_row(kind: str, id: str, record: Record) -> list[Any]:
    """A record as a JSON row that starts with its id."""
    if isinstance(record, Raw):
        return [id, *record.fields]
    return _KINDS[kind].to_row(record)


def from_row(kind: str, row: Sequence[Any]) -> Record:
    """The inverse of `to_row`; a kind without a type becomes Raw."""
    known = _KINDS.get(kind)
    return known.from_row(row) if known else Raw(tuple(row[1:]))


def same_value(key: RecordKey, a: Record | None, b: Record | None) -> bool:
    """Whether two values of a record are the same as JSON. (To Python, 1, 1.0 and true are equal; in a file they are not.)"""
    if a is b:
        return True
    if a is None or b is None or a != b:
        return False
    return not _is_free_form(a) or _canonical(key, a) == _canonical(key, b)


def _is_free_form(record: Record) -> bool:
    """Whether a record holds JSON that this program does not define."""
    if isinstance(record, DocumentLabel | DocumentInfo | Raw):
        return True
    if isinstance(record, Event) and any(argument.value is not None for argument in record.arguments):
        return True
    return bool(getattr(record, "attributes", None))


def _canonical(key: RecordKey, record: Record) -> str:
    return msgspec.json.encode(to_row(key.kind, key.id, record), order="sorted").decode()


def encode_changes(changes: Iterable[Change]) -> str:
    """Changes as JSON text: rows grouped by kind, then drops, then bases. One text for one list of changes."""
    puts: dict[str, list[list[Any]]] = {}
    drops: dict[str, list[str]] = {}
    base: dict[str, dict[str, list[str]]] = {}
    for change in changes:
        if change.value is None:
            drops.setdefault(change.kind, []).append(change.id)
        else:
            puts.setdefault(change.kind, []).append(to_row(change.kind, change.id, change.value))
        if change.base:
            base.setdefault(change.kind, {})[change.id] = list(change.base)
    body: dict[str, Any] = dict(puts)
    if drops:
        body["drop"] = drops
    if base:
        body["base"] = base
    return msgspec.json.encode(body).decode()


def encode_puts(records: Mapping[RecordKey, Record]) -> str:
    """What `encode_changes` makes of records that are put for the first time."""
    body: dict[str, list[list[Any]]] = {}
    for (kind, id), record in records.items():
        row = _mention_row(record) if isinstance(record, Mention) else to_row(kind, id, record)
        if kind in body:
            body[kind].append(row)
        else:
            body[kind] = [row]
    return msgspec.json.encode(body).decode()


def encode_first(status: Status, mentions: Sequence[MentionRow]) -> str:
    """What `encode_puts` makes of a status and of mentions, given as rows: for layers that hold nothing else."""
    body: dict[str, Any] = {"status": [[STATUS_ID, status]]}
    if mentions:
        body["mention"] = mentions
    return msgspec.json.encode(body).decode()


def decode_changes(text: str) -> list[Change]:
    """The inverse of `encode_changes`."""
    body: dict[str, Any] = msgspec.json.decode(text)
    drops: dict[str, list[str]] = body.pop("drop", {})
    base: dict[str, dict[str, list[str]]] = body.pop("base", {})

    def based(kind: str, id: str) -> tuple[str, ...]:
        return tuple(base.get(kind, EMPTY).get(id, ()))

    if not base:
        changes = [Change(kind, row[0], from_row(kind, row)) for kind, rows in body.items() for row in rows]
    else:
        changes = [
            Change(kind, row[0], from_row(kind, row), based(kind, row[0]))
            for kind, rows in body.items()
            for row in rows
        ]
    changes += [Change(kind, id, None, based(kind, id)) for kind, ids in drops.items() for id in ids]
    return changes


def decode_first(text: str) -> dict[str, dict[str, Record]] | None:
    """The records of changes that only put, each record once, by kind and id; None for other changes."""
    body: dict[str, Any] = msgspec.json.decode(text)
    if "drop" in body or "base" in body:
        return None
    found: dict[str, dict[str, Record]] = {}
    for kind, rows in body.items():
        records = found[kind] = _mentions(rows) if kind == "mention" else {row[0]: from_row(kind, row) for row in rows}
        if len(records) != len(rows):
            return None
    return found


def _mentions(rows: Sequence[Sequence[Any]]) -> dict[str, Record]:
    """Mentions by id. A long article has 50,000, nearly all with one span and no more: these are made here without a
    call for each, spans by hand, each label kept once.
    """
    try:
        return {
            row[0]: Mention(row[0], (_new_tuple(Span, (row[1], row[2])),), intern(row[3]))
            if len(row) == 4
            else _mention(row)
            for row in rows
        }
    except TypeError:  # a label that is no text, in a file that is not ours
        return {row[0]: _mention(row) for row in rows}


def references(kind: str, record: Record) -> set[RecordKey]:
    """The records of the same layer that `record` points at."""
    if isinstance(record, Event):
        found = {RecordKey("mention", record.trigger)}
        found |= {RecordKey("mention", a.mention) for a in record.arguments if a.mention is not None}
        return found | {RecordKey("entity", a.entity) for a in record.arguments if a.entity is not None}
    if isinstance(record, Relation):
        return {RecordKey("mention", record.source), RecordKey("mention", record.target)}
    if isinstance(record, Entity):
        return {RecordKey("mention", id) for id in record.mentions}
    return set()


def state_hash(rows: Iterable[tuple[str, str, Sequence[Record]]]) -> bytes:
    """Hash of what a layer says: of the canonical JSON of (kind, id, distinct values), sorted. Global names only."""
    body = sorted(
        [kind, id, sorted({_canonical(RecordKey(kind, id), value) for value in values})] for kind, id, values in rows
    )
    return hashlib.sha256(msgspec.json.encode(body)).digest()
