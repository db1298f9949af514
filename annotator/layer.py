"""A layer: all that one annotator says about one document, as the reducer of its operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, cast

from annotator.model import (
    Comment,
    Decision,
    DocumentLabel,
    Entity,
    Event,
    Mention,
    Opinion,
    Rejection,
    Relation,
    Span,
    Status,
    StatusRecord,
)
from annotator.operations import (
    BULK_GESTURES,
    COMMENTED,
    STATUS_ID,
    Change,
    Operation,
    Record,
    RecordKey,
    decode_changes,
    decode_first,
    references,
    same_value,
    state_hash,
)
from annotator.pointers import Pointers
from annotator.reading_order import Place, ReadingOrder


class Head(NamedTuple):
    """A value of a record that nothing has replaced, and the operation that made it."""

    operation: str
    value: Record | None


class Inverse(NamedTuple):
    """What takes a gesture back: the changes, the operation they undo, and how many newer ones were passed over."""

    changes: list[Change]
    undoes: Operation
    passed_over: int


_STATUS: Final = RecordKey("status", STATUS_ID)
_POINTING: Final = ("event", "relation", "entity")
"""Kinds of record that point at others."""


class Layer:
    """The current records of (document, owner).

    `mentions`, `events` ... are live dictionaries by id: read them, never write them. Only `apply` changes a layer.
    """

    def __init__(self, document_id: int, owner: str, operations: Iterable[Operation] = ()) -> None:
        self.document_id = document_id
        self.owner = owner
        self._operations: dict[str, Operation] = {}
        self._last: tuple[int, str, int] = (0, "", 0)
        self._first = ""
        """The operation that made every record that `_heads` does not know: see `_take_first`."""
        self._heads: dict[RecordKey, tuple[Head, ...]] = {}
        self._records: dict[str, dict[str, Record]] = {}
        self._decoded: dict[str, dict[RecordKey, Change]] = {}
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._latest: dict[str, str] = {}
        self._order: ReadingOrder | None = None
        self._pointers: Pointers | None = None
        for operation in sorted(operations, key=lambda op: op.order):
            if self._operations or not self._take_first(operation):
                self.apply(operation)

    # -- records ------------------------------------------------------------------------------------------------------
    def records(self, kind: str) -> dict[str, Record]:
        """The current records of a kind, by id."""
        return self._records.setdefault(kind, {})

    @property
    def kinds(self) -> list[str]:
        """The kinds of record that it holds or has held."""
        return list(self._records)

    @property
    def mentions(self) -> dict[str, Mention]:
        """Current mentions by id."""
        return cast("dict[str, Mention]", self.records("mention"))

    @property
    def places(self) -> Sequence[Place]:
        """Where the current mentions stand, in reading order. Live like the records: read it, never write it."""
        return self._reading_order().places

    def over(self, span: Span) -> list[Mention]:
        """The current mentions whose hull has a code point in common with `span`, in reading order."""
        mentions = self.mentions
        return [mentions[id] for id in self._reading_order().over(span)]

    def pointing_at(self, key: RecordKey) -> list[RecordKey]:
        """The current records that point at a record (events, relations, entities), be it there or not, by kind and id."""
        if self._pointers is None:
            self._pointers = Pointers(
                (RecordKey(kind, id), r) for kind in _POINTING for id, r in self.records(kind).items()
            )
        return self._pointers.at(key)

    def _reading_order(self) -> ReadingOrder:
        if self._order is None:
            self._order = ReadingOrder(self.mentions.values())
        return self._order

    @property
    def events(self) -> dict[str, Event]:
        """Current events by id."""
        return cast("dict[str, Event]", self.records("event"))

    @property
    def relations(self) -> dict[str, Relation]:
        """Current relations by id."""
        return cast("dict[str, Relation]", self.records("relation"))

    @property
    def entities(self) -> dict[str, Entity]:
        """Current entities by id."""
        return cast("dict[str, Entity]", self.records("entity"))

    @property
    def labels(self) -> dict[str, DocumentLabel]:
        """Current document labels by name."""
        return cast("dict[str, DocumentLabel]", self.records("label"))

    @property
    def comments(self) -> dict[str, Comment]:
        """Current comments by id."""
        return cast("dict[str, Comment]", self.records("comment"))

    @property
    def rejections(self) -> dict[str, Rejection]:
        """What its owner has said is not a mention, by place and label."""
        return cast("dict[str, Rejection]", self.records("rejection"))

    @property
    def opinions(self) -> dict[str, Opinion]:
        """The places about which its owner was asked and has answered, by the question."""
        return cast("dict[str, Opinion]", self.records("opinion"))

    @property
    def decisions(self) -> dict[str, Decision]:
        """What adjudication has decided, by the hash of the candidates. In gold layers only."""
        return cast("dict[str, Decision]", self.records("decision"))

    @property
    def status(self) -> Status:
        """How far its owner is; `todo` where nothing was said."""
        record = self.records("status").get(STATUS_ID)
        return record.value if isinstance(record, StatusRecord) else "todo"

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all. (Done with nothing marked is not empty.)"""
        return not any(self._records.values())

    def get(self, key: RecordKey) -> Record | None:
        """The current value of a record, or None."""
        return self.records(key.kind).get(key.id)

    def base(self, key: RecordKey) -> tuple[str, ...]:
        """The operations that a new change of this record replaces: all that made the value shown now."""
        heads = self._heads_of(key)
        shown = _shown(heads, self._operations)
        return tuple(head.operation for head in heads if same_value(key, head.value, shown))

    def story(self, key: RecordKey) -> list[Operation]:
        """The operations that made the value of a record that is shown now, from the first to the last."""
        found: list[Operation] = []
        names = self.base(key)
        while names and names[0] in self._operations:
            found.append(self._operations[names[0]])
            change = self._changes_of(names[0]).get(key)
            names = change.base if change is not None else ()
        return found[::-1]

    def history(self) -> list[Operation]:
        """All operations of the layer, from the first to the last."""
        return list(self._operations.values())

    @property
    def version(self) -> tuple[int, str, int]:
        """The order of its newest operation: another one whenever something was done in it."""
        return self._last

    def conflicts(self) -> dict[RecordKey, tuple[Head, ...]]:
        """Records on which operations disagree; a person decides."""
        return {
            key: heads
            for key, heads in self._heads.items()
            if any(not same_value(key, head.value, heads[0].value) for head in heads[1:])
        }

    def state(self) -> bytes:
        """Hash of what the layer says; equal for equal content, whatever the history."""
        rows: list[tuple[str, str, list[Record]]] = []
        for key, heads in self._heads.items():
            values = [head.value for head in heads if head.value is not None]
            if values:
                rows.append((key.kind, key.id, values))
        for kind, records in self._records.items():
            rows += [(kind, id, [r]) for id, r in records.items() if RecordKey(kind, id) not in self._heads]
        return state_hash(rows)

    def _heads_of(self, key: RecordKey) -> tuple[Head, ...]:
        """The values of a record that nothing has replaced; none if it was never there."""
        known = self._heads.get(key)
        if known is None:
            record = self.get(key)
            return () if record is None else (Head(self._first, record),)
        return known

    # -- the reducer --------------------------------------------------------------------------------------------------
    def apply(self, operation: Operation) -> dict[RecordKey, Record | None]:
        """Takes one more operation in; returns the records that it touched, as they are now (None: dropped).

        Operations must come in their order; merging earlier ones means building the layer anew from all of them.
        """
        if operation.order <= self._last:
            raise ValueError("operations of a layer are applied in (lamport, actor, seq) order")
        self._last = operation.order
        self._operations[operation.name] = operation
        touched: dict[RecordKey, Record | None] = {}
        name, all_records = operation.name, self._records
        for kind, id, put, base in decode_changes(operation.changes):
            key = RecordKey(kind, id)
            known = self._heads_of(key)
            heads: tuple[Head, ...] = (Head(name, put),)
            value = put
            if known:  # else there is nothing to compare: an import brings 50,000 of these
                heads = (*(head for head in known if head.operation not in base), *heads)
                value = _shown(heads, self._operations)
            self._heads[key] = heads
            touched[key] = value
            records = all_records.setdefault(kind, {})
            if self._order is not None and kind == "mention":
                self._order.change(cast("Mention | None", records.get(id)), cast("Mention | None", value))
            if self._pointers is not None and kind in _POINTING:
                self._pointers.change(key, records.get(id), value)
            if value is None:
                records.pop(id, None)
            else:
                records[id] = value
        self._advance_stacks(operation)
        return touched

    def _take_first(self, operation: Operation) -> bool:
        """Takes the first operation of a layer in when it only puts records, each once, as an import does: then each
        value is what it put, and nobody needs to keep so of 50,000. Whether it was such an operation.
        """
        records = decode_first(operation.changes)
        if records is None:
            return False
        self._last = operation.order
        self._operations[operation.name] = operation
        self._first, self._records = operation.name, records
        self._advance_stacks(operation)
        return True

    def _advance_stacks(self, operation: Operation) -> None:
        if operation.gesture in BULK_GESTURES:
            return
        if operation.undoes is None:
            self._undo.append(operation.name)
            self._latest[operation.name] = operation.name
            self._redo.clear()
            return
        root = self._root(operation.undoes)
        self._latest[root] = operation.name
        source, target = (self._undo, self._redo) if operation.gesture == "undo" else (self._redo, self._undo)
        if root in source:
            source.remove(root)
            target.append(root)

    def _root(self, name: str) -> str:
        """The edit that an undo or redo goes back to."""
        while (undoes := self._undoes(name)) is not None:
            name = undoes
        return name

    def _undoes(self, name: str) -> str | None:
        operation = self._operations.get(name)
        return operation.undoes if operation else None

    # -- undo ---------------------------------------------------------------------------------------------------------
    @property
    def can_undo(self) -> bool:
        """Whether there is an edit on the stack."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit."""
        return bool(self._redo)

    def undo(self) -> Inverse | None:
        """What would take back the newest edit that may be taken back; None when there is none."""
        return self._newest_inverse(self._undo)

    def redo(self) -> Inverse | None:
        """What would bring back the newest undone edit."""
        return self._newest_inverse(self._redo)

    def _newest_inverse(self, stack: list[str]) -> Inverse | None:
        for passed, root in enumerate(reversed(stack)):
            operation = self._operations[self._latest[root]]
            changes = self.invert(operation)
            if changes is not None:
                return Inverse(changes, operation, passed)
        return None

    def invert(self, operation: Operation) -> list[Change] | None:
        """The changes that take `operation` back, whole or not at all: None when a record has since moved on, or when
        a living record would then point at a dropped one."""
        inverse = []
        for key, change in self._changes_of(operation.name).items():
            heads = self._heads_of(key)
            version = self._version(operation.name, key)
            if any(self._version(head.operation, key) != version for head in heads):
                return None
            if any(not same_value(key, head.value, change.value) for head in heads):
                return None
            before = self._changes_of(change.base[0]).get(key) if change.base else Change(key.kind, key.id, None)
            if before is None:
                return None
            inverse.append(Change(key.kind, key.id, before.value, tuple(head.operation for head in heads)))
        return None if self._would_orphan(inverse) else inverse

    def _version(self, name: str, key: RecordKey) -> str | None:
        """The edit whose value of a record the operation `name` made, or brought back; None for "not there yet".

        What undo and redo bring back is the old version, not a new one: so the edits below it can be undone in turn.
        """
        while (undoes := self._undoes(name)) is not None:
            undone = self._changes_of(undoes).get(key)
            if undone is None or not undone.base:
                return None
            name = undone.base[0]
        return name

    def _changes_of(self, name: str) -> dict[RecordKey, Change]:
        if name not in self._decoded and name not in self._operations:
            return {}  # lost to damage; what came after it stays
        if name not in self._decoded:
            self._decoded[name] = {change.key: change for change in decode_changes(self._operations[name].changes)}
        return self._decoded[name]

    def _would_orphan(self, changes: list[Change]) -> bool:
        after = {change.key: change.value for change in changes}
        dropped = {key for key, value in after.items() if value is None and self.get(key) is not None}

        def living(key: RecordKey) -> bool:
            return after[key] is not None if key in after else self.get(key) is not None

        for change in changes:
            if change.value is None:
                continue
            before = self.get(change.key)
            dangling_before = {r for r in references(change.kind, before) if not self.get(r)} if before else set()
            if any(not living(r) and r not in dangling_before for r in references(change.kind, change.value)):
                return True
        if dropped and any(
            references(kind, record) & dropped
            for kind, records in self._records.items()
            for id, record in records.items()
            if RecordKey(kind, id) not in after
        ):
            return True
        comments: dict[str, Record | None] = {
            **self.comments,
            **{k.id: v for k, v in after.items() if k.kind == "comment"},
        }
        touched = {key.id for key in (*dropped, *after)}
        return any(
            isinstance(comment, Comment)
            and comment.about
            and (comment.about in touched or RecordKey("comment", id) in after)
            and not any(living(RecordKey(kind, comment.about)) for kind in COMMENTED)
            for id, comment in comments.items()
        )


def _shown(heads: tuple[Head, ...], operations: dict[str, Operation]) -> Record | None:
    """The value that a reader sees: the settled one; in a conflict a put before a drop, then the latest."""
    if not heads:
        return None
    if len(heads) == 1:
        return heads[0].value
    return max(heads, key=lambda head: (head.value is not None, operations[head.operation].order)).value
