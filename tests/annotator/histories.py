"""Random histories of work, as a Hypothesis machine and a seeded driver both play them, with the laws they must keep."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
from hypothesis import strategies as st

from annotator import edits
from annotator.edits.draft import new_id, put, working_draft
from annotator.errors import DataError, EditError
from annotator.formats.jsonl_writing import layer_records, write_line
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.reverting import revert
from annotator.layer import Layer
from annotator.model import Argument, Document, Entity, Mention, Relation, Span
from annotator.operations import (
    COMMENTED,
    Change,
    Operation,
    Record,
    RecordKey,
    decode_changes,
    encode_changes,
    references,
)
from annotator.project import Project
from annotator.schema import PRECISIONS, Field, Schema
from annotator.store.check import check_file
from annotator.text.exact import document_key, sha256_of
from annotator.validate import attributes_for

T = TypeVar("T")
TEXT = "قال الوزير سليم الهاشمي 👩\u200d👩\u200d👧 إن قصفاً أصاب حيّ الزهراء، واعتقلت الشرطة ٣ متظاهرين\r\nوأضاف: \u2028لا تعليق."
LABELS = ("PERS", "ORG", "GPE", "Conflict.Attack", "Justice.Arrest-Jail", "Life.Die")
"""Those of the preset `news` that are marked; with another schema its own are."""
HISTORIES = int(os.environ.get("HASHIYA_HISTORIES", "100"))
"""How many seeded histories a run plays; the nightly run plays thousands."""


class Chooser(Protocol):
    """Where the choices of a history come from."""

    def integer(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""


class Drawn:
    """Choices that Hypothesis can shrink."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def integer(self, low: int, high: int) -> int:
        return self._data.draw(st.integers(low, high))

    def choice(self, items: Sequence[T]) -> T:
        return items[self._data.draw(st.integers(0, len(items) - 1))]


class Seeded:
    """Choices of a seed."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def integer(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def choice(self, items: Sequence[T]) -> T:
        return self.random.choice(items)

    def weighted(self, table: dict[str, int]) -> str:
        return self.random.choices(list(table), list(table.values()))[0]


def some_span(chooser: Chooser, length: int) -> Span:
    start = chooser.integer(0, length - 1)
    return Span(start, min(length, start + chooser.integer(1, 9)))


def dangling(layer: Layer) -> set[tuple[RecordKey, RecordKey]]:
    """Every living record that points at one that is not there, with what it points at; comments, too."""
    found = {
        (RecordKey("comment", id), RecordKey("", comment.about))
        for id, comment in layer.comments.items()
        if comment.about and all(layer.get(RecordKey(kind, comment.about)) is None for kind in COMMENTED)
    }
    return found | {
        (RecordKey(kind, id), wanted)
        for kind in layer.kinds
        for id, record in layer.records(kind).items()
        for wanted in references(kind, record)
        if layer.get(wanted) is None
    }


def snapshot(layer: Layer) -> dict[RecordKey, Record]:
    return dict(layer_records(layer))


def stacks(layer: Layer) -> tuple[list[str], list[str]]:
    return list(layer._undo), list(layer._redo)


# --- what a person does, as drafts ------------------------------------------------------------------------------------


def draft_of(action: str, chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    """The draft of an edit, or EditError where it cannot be made now."""
    return EDITS[action](chooser, layer, document, schema)


def _some_mention(chooser: Chooser, layer: Layer) -> str:
    if not layer.mentions:
        raise EditError("nothing is marked")
    return chooser.choice(list(layer.mentions))


def some_label(chooser: Chooser, schema: Schema) -> str:
    """A label, perhaps one that was merged or retired."""
    return chooser.choice(LABELS if schema.name == "news" else [label.key for label in schema.labels])


def _mark(chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    spans = [some_span(chooser, len(document.text))]
    if chooser.integer(0, 7) == 0:
        end = spans[0].end + 1
        spans.append(Span(end, end + 1))
    return edits.mark(layer, document, schema, spans, some_label(chooser, schema))


def _relabel(chooser: Chooser, layer: Layer, _document: Document, schema: Schema) -> edits.Draft:
    return edits.relabel(layer, schema, _some_mention(chooser, layer), some_label(chooser, schema))


def _move(chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    span = some_span(chooser, len(document.text))
    return edits.move(layer, document, schema, _some_mention(chooser, layer), [span])


def _remove(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    count = chooser.integer(1, 2)
    return edits.remove(layer, [_some_mention(chooser, layer) for _ in range(count)])


def _status(chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    return edits.set_status(layer, document, schema, chooser.choice(("todo", "in_progress", "done")))


def hung(chooser: Chooser, layer: Layer) -> Change:
    """A record that hangs on mentions: a relation, an entity, or an argument of an event."""
    kind = chooser.choice(("relation", "entity", "argument"))
    one, other = _some_mention(chooser, layer), _some_mention(chooser, layer)
    if kind == "relation":
        id = new_id("r")
        return put(layer, "relation", id, Relation(id, "PHYS.Located", one, other))
    if kind == "entity" or not layer.events:
        id = new_id("n")
        return put(layer, "entity", id, Entity(id, "شيء", "", tuple(dict.fromkeys((one, other)))))
    event = chooser.choice(list(layer.events.values()))
    filled = Argument("Attacker", mention=one)
    if layer.entities and chooser.integer(0, 1):
        filled = Argument("Attacker", entity=chooser.choice(list(layer.entities)))
    changed = msgspec.structs.replace(event, arguments=(*event.arguments, filled))
    return put(layer, "event", event.id, changed)


def _hang(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    return working_draft(layer, "hang", [hung(chooser, layer)])


def _unhang(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    """Drops a relation or the arguments of an event, alone."""
    if layer.relations and chooser.integer(0, 1):
        return working_draft(layer, "unhang", [put(layer, "relation", chooser.choice(list(layer.relations)), None)])
    full = [event for event in layer.events.values() if event.arguments]
    if not full:
        raise EditError("nothing hangs")
    event = chooser.choice(full)
    return working_draft(layer, "unhang", [put(layer, "event", event.id, msgspec.structs.replace(event, arguments=()))])


def some(chooser: Chooser, layer: Layer, kind: str) -> str:
    """The id of a record of that kind."""
    if not layer.records(kind):
        raise EditError("there is none")
    return chooser.choice(list(layer.records(kind)))


def some_value(chooser: Chooser, field: Field) -> Any:
    """A value of a field, now and then one that it cannot have."""
    if chooser.integer(0, 9) == 0:
        return chooser.choice(["", 0, False, ["x"], {"value": 1}])
    number = chooser.choice([0, 20, 2.5, -1])
    keys = [option.key for option in field.options]
    if field.kind == "choice":
        return [chooser.choice(keys)] if field.multiple else chooser.choice(keys)
    if field.kind == "number":
        exact = not field.precision or chooser.integer(0, 1)
        return number if exact else {"precision": chooser.choice(PRECISIONS), "value": number}
    return {"text": "نص", "date": chooser.choice(["2026", "2026-11", "2026-11-28"]), "flag": True}[field.kind]


def _fill(chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    event = layer.events[some(chooser, layer, "event")]
    roles = schema.roles_of(event.label)
    if not roles:
        raise EditError("it has no roles")
    role = chooser.choice(roles)
    if role.field is not None and chooser.integer(0, 3):
        argument = Argument(role.key, value=some_value(chooser, role.field))
        return edits.fill(layer, schema, event.id, argument)
    how = chooser.integer(0, 3)
    if how == 0:
        span = some_span(chooser, len(document.text))
        label = edits.fill_label(schema, role) or some_label(chooser, schema)
        return edits.fill_new(layer, document, schema, event.id, role.key, [span], label)
    if how == 1:
        return edits.fill(layer, schema, event.id, Argument(role.key, entity=some(chooser, layer, "entity")))
    return edits.fill(layer, schema, event.id, Argument(role.key, mention=_some_mention(chooser, layer)))


def _empty(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    return edits.empty(layer, some(chooser, layer, "event"), chooser.integer(0, 2))


def _event(chooser: Chooser, layer: Layer, _document: Document, schema: Schema) -> edits.Draft:
    event = layer.events[some(chooser, layer, "event")]
    if chooser.integer(0, 1):
        return edits.add_event(layer, schema, event.trigger)
    return edits.remove_event(layer, event.id)


def _attribute(chooser: Chooser, layer: Layer, _document: Document, schema: Schema) -> edits.Draft:
    kind = chooser.choice(("mention", "event", "relation"))
    key = RecordKey(kind, some(chooser, layer, kind))
    record = layer.get(key)
    fields = attributes_for(schema, record)  # type: ignore[arg-type]
    if not fields:
        raise EditError("it has no attributes")
    field = chooser.choice(fields)
    value = some_value(chooser, field) if chooser.integer(0, 3) else None
    return edits.set_attribute(layer, schema, key, field.key, value)


def _group(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    ids = [_some_mention(chooser, layer) for _ in range(chooser.integer(1, 3))]
    return edits.group(layer, ids, chooser.choice(["", "سليم"])) if chooser.integer(0, 3) else edits.ungroup(layer, ids)


def _entity(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    one, other = some(chooser, layer, "entity"), some(chooser, layer, "entity")
    ways: list[Callable[[], edits.Draft]] = [
        lambda: edits.merge_entities(layer, one, [other]),
        lambda: edits.split_entity(layer, one, layer.entities[one].mentions[:1]),
        lambda: edits.rename_entity(layer, one, chooser.choice(["", "حلب"])),
        lambda: edits.link_entity(layer, one, chooser.choice(["", "Q1"])),
        lambda: edits.remove_entity(layer, one),
    ]
    return chooser.choice(ways)()


def _relate(chooser: Chooser, layer: Layer, _document: Document, schema: Schema) -> edits.Draft:
    label = chooser.choice([relation.key for relation in schema.relations])
    how = chooser.integer(0, 5)
    if how > 2:
        return edits.relate(layer, schema, label, _some_mention(chooser, layer), _some_mention(chooser, layer))
    id = some(chooser, layer, "relation")
    if how == 2:
        return edits.relabel_relation(layer, schema, id, label)
    return edits.turn_relation(layer, schema, id) if how else edits.remove_relation(layer, id)


def _document_label(chooser: Chooser, layer: Layer, _document: Document, schema: Schema) -> edits.Draft:
    field = chooser.choice(schema.document_labels)
    value = some_value(chooser, field) if chooser.integer(0, 3) else None
    return edits.set_document_label(layer, schema, field.key, value)


def _comment(chooser: Chooser, layer: Layer, _document: Document, _schema: Schema) -> edits.Draft:
    kind = chooser.choice(("", *COMMENTED))
    about = some(chooser, layer, kind) if kind else ""
    how = chooser.integer(0, 5)
    if how < 2:
        return edits.comment(layer, about, "من؟", question=bool(how))
    if how == 2:
        return edits.set_unsure(layer, about, not edits.is_unsure(layer, about))
    id = some(chooser, layer, "comment")
    if how == 3:
        return edits.edit_comment(layer, id, chooser.choice(["", "غيره"]))
    return edits.resolve(layer, id, not layer.comments[id].resolved)


def _reshape(chooser: Chooser, layer: Layer, document: Document, schema: Schema) -> edits.Draft:
    one = _some_mention(chooser, layer)
    if chooser.integer(0, 1):
        return edits.merge(layer, document, schema, one, _some_mention(chooser, layer))
    mention = layer.mentions[one]
    return edits.split(layer, document, schema, one, chooser.integer(mention.start, mention.end))


EDITS: dict[str, Callable[[Chooser, Layer, Document, Schema], edits.Draft]] = {
    "mark": _mark,
    "relabel": _relabel,
    "move": _move,
    "remove": _remove,
    "status": _status,
    "hang": _hang,
    "unhang": _unhang,
    "fill": _fill,
    "empty": _empty,
    "event": _event,
    "attribute": _attribute,
    "group": _group,
    "entity": _entity,
    "relate": _relate,
    "document_label": _document_label,
    "comment": _comment,
    "reshape": _reshape,
}
GESTURES = {"mark", "relabel", "move", "remove", "done", "status", "hang", "unhang", "fill", "empty", "event"} | {
    *("attribute", "group", "ungroup", "merge", "split", "rename", "link", "relate", "turn", "document_label"),
    *("comment", "question", "unsure", "resolve"),
}
"""What the drafts of the edits are called."""
EDIT_WEIGHTS = dict.fromkeys(EDITS, 4) | {"mark": 30, "relabel": 10, "move": 8, "remove": 8, "fill": 10, "relate": 6}


# --- two laptops of one person ----------------------------------------------------------------------------------------


class Laptop:
    """One actor's copy of a layer: what it has made and received."""

    def __init__(self, actor: str) -> None:
        self.actor = actor
        self.seq = 0
        self.log: dict[str, Operation] = {}
        self.layer = Layer(1, "سلمى")

    def perform(self, draft: edits.Draft) -> Operation:
        self.seq += 1
        lamport = 1 + max((operation.lamport for operation in self.log.values()), default=0)
        text = encode_changes(draft.changes)
        operation = Operation(self.actor, self.seq, lamport, self.seq, draft.gesture, draft.undoes, 0, text)
        self.layer.apply(operation)
        self.log[operation.name] = operation
        return operation

    def receive(self, operations: dict[str, Operation]) -> None:
        self.log.update(operations)
        self.layer = Layer(1, "سلمى", self.log.values())


class MergeWorld:
    """One person's work on three laptops, merged whole, in part (a package closed per actor) and in any order."""

    WEIGHTS = EDIT_WEIGHTS | {
        "undo": 16,
        "redo": 8,
        "there_and_back": 3,
        "import": 6,
        "merge": 9,
        "twin": 3,
        "restart": 3,
    }

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.document = Document(1, document_key("d", sha256_of(TEXT)), "d", TEXT)
        self.laptops = [Laptop(actor) for actor in ("laptopaaaa", "laptopbbbb", "laptopcccc")]
        self.passed_over = 0
        self.conflicts = 0
        self.undone = 0

    def act(self, action: str, chooser: Chooser) -> None:
        laptop = chooser.choice(self.laptops)
        if action in EDITS:
            self._edit(action, chooser, laptop)
        else:
            getattr(self, f"_{action}")(chooser, laptop)

    def _edit(self, action: str, chooser: Chooser, laptop: Laptop) -> None:
        layer = laptop.layer
        try:
            draft = draft_of(action, chooser, layer, self.document, self.schema)
        except EditError:
            return
        before, hanging, disputed = layer.state(), dangling(layer), set(layer.conflicts())
        touched = {change.key for change in draft.changes}
        laptop.perform(draft)
        assert not layer.can_redo, "a new edit empties the redo list"
        if disputed & touched:
            return  # an ordinary edit settles no conflict: the other value comes back, perhaps without what it points at
        assert all(layer.get(change.key) == change.value for change in draft.changes)
        assert dangling(layer) <= hanging, "an edit left something that points at nothing"
        if any(key in touched for key, _ in hanging):
            return  # what pointed at nothing before (after a merge) is not brought back to do so
        # Edit + undo = the state before; undo + redo = the state after. Tried on a copy: it costs no history.
        after = layer.state()
        copy = Laptop(laptop.actor)
        copy.seq = laptop.seq
        copy.receive(laptop.log)
        assert self._take_back(copy, "undo"), "what was just done cannot be undone"
        assert copy.layer.state() == before
        assert self._take_back(copy, "redo"), "what was just undone cannot be redone"
        assert copy.layer.state() == after

    def _take_back(self, laptop: Laptop, gesture: str) -> bool:
        layer = laptop.layer
        inverse = layer.undo() if gesture == "undo" else layer.redo()
        if inverse is None:
            return False
        records, hanging, disputed = snapshot(layer), dangling(layer), layer.conflicts()
        heads = {key: layer._heads_of(key) for key in (*layer._heads, *snapshot(layer))}
        laptop.perform(edits.Draft(gesture, tuple(inverse.changes), undoes=inverse.undoes.name))
        own = {change.key for change in decode_changes(inverse.undoes.changes)}
        root = origin(laptop.log, inverse.undoes)
        assert root.gesture in GESTURES, f"{gesture} takes back the {root.gesture}"
        assert_untouched_since(laptop.log, heads, inverse.undoes)
        touched = {
            key for key in records.keys() | snapshot(layer).keys() if records.get(key) != snapshot(layer).get(key)
        }
        assert touched <= own, "an undo touched what its gesture had not"
        assert dangling(layer) <= hanging, "an undo left something that points at nothing"
        assert layer.conflicts() == disputed, "an undo settled or made a conflict"
        self.passed_over += inverse.passed_over
        self.undone += 1
        return True

    def _undo(self, _chooser: Chooser, laptop: Laptop) -> None:
        self._take_back(laptop, "undo")

    def _redo(self, _chooser: Chooser, laptop: Laptop) -> None:
        self._take_back(laptop, "redo")

    def _there_and_back(self, chooser: Chooser, laptop: Laptop) -> None:
        before, count = laptop.layer.state(), 0
        if dangling(laptop.layer) or laptop.layer._redo:
            return
        for _ in range(chooser.integer(2, 6)):
            count += self._take_back(laptop, "undo")
        for _ in range(count):
            assert self._take_back(laptop, "redo")
        assert laptop.layer.state() == before, "there and back again is somewhere else"

    def _import(self, chooser: Chooser, laptop: Laptop) -> None:
        """Bulk work, which Ctrl+Z passes over: what hangs on hand-made records, other values for them, twins."""
        layer = laptop.layer
        if layer.conflicts():
            return
        start = chooser.integer(0, len(TEXT) - 4)
        fresh = Mention(f"i{chooser.integer(1, 4)}", (Span(start, start + 3),), chooser.choice(LABELS[:3]))
        changes = {RecordKey("mention", fresh.id): put(layer, "mention", fresh.id, fresh)}
        if layer.mentions and chooser.integer(0, 3) == 0:
            changes = {change.key: change for change in edits.remove(layer, [_some_mention(chooser, layer)]).changes}
            laptop.perform(edits.Draft("import", tuple(changes.values())))
            return
        for _ in range(chooser.integer(0, 2)):
            if layer.mentions and chooser.integer(0, 2):
                mention = layer.mentions[_some_mention(chooser, layer)]
                label = chooser.choice(self._labels_had(laptop, mention.id))
                if all(event.trigger != mention.id for event in layer.events.values()):
                    changed = put(layer, "mention", mention.id, msgspec.structs.replace(mention, label=label))
                    changes.setdefault(changed.key, changed)
            elif layer.mentions:
                change = hung(chooser, layer)
                changes.setdefault(change.key, change)
        wanted = [change for change in changes.values() if layer.get(change.key) != change.value]
        if wanted:
            laptop.perform(edits.Draft("import", tuple(wanted)))

    @staticmethod
    def _labels_had(laptop: Laptop, id: str) -> list[str]:
        """What the mention has been, so that bulk work brings old values back by chance."""
        changes = [change for operation in laptop.log.values() for change in decode_changes(operation.changes)]
        return [
            change.value.label
            for change in changes
            if change.key == RecordKey("mention", id)
            and isinstance(change.value, Mention)
            and "." not in change.value.label
        ] or ["LOC"]

    def _twin(self, chooser: Chooser, laptop: Laptop) -> None:
        """Two laptops that know the same take the same thing back, and meet again."""
        other = chooser.choice([item for item in self.laptops if item is not laptop])
        for one, two in ((laptop, other), (other, laptop)):
            one.receive(two.log)
        if not self._take_back(laptop, "undo"):
            return
        assert self._take_back(other, "undo")
        if chooser.integer(0, 1):
            other.receive(laptop.log)
            self._take_back(other, "redo")
        laptop.receive(other.log)
        check_heads(laptop.layer, laptop.log)

    def _merge(self, chooser: Chooser, laptop: Laptop) -> None:
        other = chooser.choice([item for item in self.laptops if item is not laptop])
        package = dict(other.log)
        if chooser.integer(0, 3) == 0:
            # A package made a while ago. What had been seen then is what had been made then: closed by lamport.
            latest = chooser.integer(0, max((op.lamport for op in package.values()), default=0))
            package = {name: op for name, op in package.items() if op.lamport <= latest}
        laptop.receive(package)
        self.conflicts = max(self.conflicts, len(laptop.layer.conflicts()))
        check_heads(laptop.layer, laptop.log)

    def _restart(self, chooser: Chooser, laptop: Laptop) -> None:
        anew = Layer(1, "سلمى", shuffled(chooser, list(laptop.log.values())))
        assert same(anew, laptop.layer)

    def finish(self, chooser: Chooser) -> None:
        """Everybody gets everything, in orders of their own: all say the same."""
        for laptop in self.laptops:
            for other in shuffled(chooser, self.laptops):
                laptop.receive(dict(shuffled(chooser, list(other.log.items()))))
            check_heads(laptop.layer, laptop.log)
        first = self.laptops[0].layer
        for laptop in self.laptops[1:]:
            assert same(first, laptop.layer)
        anew = Layer(1, "سلمى", shuffled(chooser, list(self.laptops[0].log.values())))
        assert same(first, anew)


def origin(log: dict[str, Operation], operation: Operation) -> Operation:
    """The edit at the end of a chain of undo and redo."""
    while operation.undoes is not None:
        operation = log[operation.undoes]
    return operation


def assert_untouched_since(log: dict[str, Operation], heads: dict[RecordKey, Any], undone: Operation) -> None:
    """Each record of what is taken back holds what that gesture made of it, and nobody has made it anew since.

    Whose a value is, by a forward replay: who puts it, or, for undo and redo, whose the value was that comes back.
    """
    owners: dict[tuple[str, RecordKey], str | None] = {}
    for operation in sorted(log.values(), key=lambda op: op.order):
        changes = {change.key: change for change in decode_changes(operation.changes)}
        if operation.undoes is None:
            owners |= {(operation.name, key): operation.name for key in changes}
            continue
        taken = {change.key: change.base for change in decode_changes(log[operation.undoes].changes)}
        for key in changes:
            owners[operation.name, key] = owners[taken[key][0], key] if taken[key] else None
    for change in decode_changes(undone.changes):
        wanted = owners[undone.name, change.key]
        assert all(owners[head.operation, change.key] == wanted for head in heads[change.key]), "it was made anew since"


def shuffled(chooser: Chooser, items: list[T]) -> list[T]:
    if isinstance(chooser, Seeded):
        return chooser.random.sample(items, len(items))
    left, found = list(items), []
    while left:
        found.append(left.pop(chooser.integer(0, len(left) - 1)))
    return found


def same(a: Layer, b: Layer) -> bool:
    """Whether two layers agree in everything that a person or a later step can see."""
    return (
        a.state() == b.state()
        and snapshot(a) == snapshot(b)
        and stacks(a) == stacks(b)
        and a.undo() == b.undo()
        and a.redo() == b.redo()
        and a.conflicts() == b.conflicts()
    )


def check_heads(layer: Layer, log: dict[str, Operation]) -> None:
    """The reducer against the plain definition: a head is what nobody names as replaced; nothing else goes missing."""
    values: dict[RecordKey, dict[str, Record | None]] = {}
    replaced: set[tuple[str, RecordKey]] = set()
    for operation in log.values():
        for change in decode_changes(operation.changes):
            values.setdefault(change.key, {})[operation.name] = change.value
            replaced |= {(name, change.key) for name in change.base}
    for key, made in values.items():
        heads = {name: value for name, value in made.items() if (name, key) not in replaced}
        assert {head.operation: head.value for head in layer._heads_of(key)} == heads
        winner = max(heads, key=lambda name: (heads[name] is not None, log[name].order))
        assert layer.get(key) == heads[winner]


# --- one person, one project file -------------------------------------------------------------------------------------


class ProjectWorld:
    """One person's work in a real project file: edits, undo, redo, imports over it, reverts, restarts, a full disk."""

    WEIGHTS = EDIT_WEIGHTS | {
        "undo": 16,
        "redo": 8,
        "there_and_back": 3,
        "replace": 3,
        "revert": 2,
        "restart": 3,
        "fill_disk": 2,
        "free_disk": 2,
    }

    def __init__(self, folder: Path, schema: Schema) -> None:
        self.folder = folder
        self.path = folder / "p.hashiya"
        self.project = Project.create(self.path, schema)
        self.schema = schema
        texts = folder / "texts.jsonl"
        texts.write_text("".join(json.dumps({"id": f"d{n}", "text": TEXT[n:]}) + "\n" for n in range(2)))
        import_paths(self.project, [texts], ImportOptions())
        self.documents = [row.id for row in self.project.document_rows()]
        self.project.work_as("سلمى")
        assert self.project.flush()
        # The states that undo must come back to, newest last; None where bulk work cut the thread.
        self.past: dict[int, list[bytes]] = {id: [] for id in self.documents}
        self.future: dict[int, list[bytes]] = {id: [] for id in self.documents}
        self.imports: list[tuple[int, str, bytes, bytes]] = []
        self.said: list[str] = []
        self.project.on_saved.append(self.said.extend)
        self.performed: list[str] = []
        self.full = False

    def close(self) -> None:
        self.project.close()

    def act(self, action: str, chooser: Chooser) -> None:
        document = chooser.choice(self.documents)
        if action in EDITS:
            self._edit(action, chooser, document)
        else:
            getattr(self, f"_{action}")(chooser, document)

    def _edit(self, action: str, chooser: Chooser, document: int) -> None:
        layer = self.project.layer(document)
        try:
            draft = draft_of(action, chooser, layer, self.project.document(document), self.schema)
        except EditError:
            return
        before = layer.state()
        change = self.project.perform(document, draft)
        self.performed.append(change.step)
        for key, record in change.after.items():
            assert layer.get(key) == record
        assert not dangling(layer)
        self.past[document].append(before)
        self.future[document].clear()

    def _undo(self, _chooser: Chooser, document: int) -> None:
        self._take_back(document, self.project.undo, self.past, self.future)

    def _redo(self, _chooser: Chooser, document: int) -> None:
        self._take_back(document, self.project.redo, self.future, self.past)

    def _take_back(
        self, document: int, step: Callable[[int], Any], source: dict[int, list[bytes]], target: dict[int, list[bytes]]
    ) -> bool:
        layer = self.project.layer(document)
        before, records = layer.state(), snapshot(layer)
        change = step(document)
        if change is None:
            assert not source[document], "there was something to take back"
            return False
        self.performed.append(change.step)
        assert change.undone_gesture != "import"
        layer = self.project.layer(document)
        now = snapshot(layer)
        assert not dangling(layer)
        assert {key for key in records.keys() | now.keys() if records.get(key) != now.get(key)} <= change.after.keys()
        if source[document]:
            assert layer.state() == source[document].pop(), "not the state it came from"
            assert change.passed_over == 0
            target[document].append(before)
        else:
            target[document].clear()
        return True

    def _there_and_back(self, chooser: Chooser, document: int) -> None:
        before = self.project.layer(document).state()
        depth = min(chooser.integer(1, 6), len(self.past[document]))
        for _ in range(depth):
            assert self._take_back(document, self.project.undo, self.past, self.future)
        for _ in range(depth):
            assert self._take_back(document, self.project.redo, self.future, self.past)
        assert self.project.layer(document).state() == before

    def _replace(self, chooser: Chooser, document: int) -> None:
        """A file with another reading of the document comes in over this person's work."""
        if self.full:
            self._free_disk(chooser, document)
        layer = self.project.layer(document)
        line = json.loads(write_line(self.project.document(document), "سلمى", snapshot(layer)))
        mentions = line["mentions"]
        text = line["text"]
        for mention in mentions:
            if chooser.integer(0, 3) == 0 and mention["label"] in LABELS[:3]:
                mention["label"] = chooser.choice(LABELS[:3])
        start, end = some_span(chooser, len(text))
        id = f"i{chooser.integer(1, 9)}"
        if all(mention["id"] != id for mention in mentions):
            mentions.append({"id": id, "start": start, "end": end, "label": "ORG", "text": text[start:end]})
        if chooser.integer(0, 1):
            ids = [mention["id"] for mention in mentions]
            relation = {"label": "PHYS.Located", "source": chooser.choice(ids), "target": chooser.choice(ids)}
            line["relations"] = [*line.get("relations", []), relation]
        file = self.folder / "over.jsonl"
        file.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
        before = layer.state()
        report = import_paths(self.project, [file], ImportOptions(replace=True))
        if report.step is not None:
            self._forget(document)
            self.imports.append((document, report.step, before, self.project.layer(document).state()))
        again = import_paths(self.project, [file], ImportOptions())
        if "relations" not in line or all("id" in relation for relation in line["relations"]):
            assert again.step is None, "the same file again is no step"

    def _forget(self, document: int) -> None:
        self.past[document].clear()
        self.future[document].clear()

    def _revert(self, chooser: Chooser, document: int) -> None:
        if not self.imports:
            return
        if self.full:
            self._free_disk(chooser, document)
        document, step, before, after = self.imports.pop()
        layer = self.project.layer(document)
        untouched = layer.state() == after and not self.past[document]
        try:
            revert(self.project, step)
        except DataError:
            assert not untouched
            return
        self._forget(document)
        layer = self.project.layer(document)
        assert not dangling(layer)
        if untouched:
            assert layer.state() == before, "a reverted import left something behind"

    def _fill_disk(self, _chooser: Chooser, _document: int) -> None:
        """From now on the file may not grow: what is done stays in memory, in its order, and is not called saved."""
        self.project.flush()
        self._allow_pages(0)
        self.full = True

    def _free_disk(self, _chooser: Chooser, _document: int) -> None:
        said = list(self.said)
        assert said == self.performed[: len(said)], "something was called saved out of its order"
        assert self.project.unsaved == len(self.performed) - len(said) or not self.full
        self._allow_pages(1_000_000)
        self.project.retry()
        assert self.project.flush()
        assert self.said == self.performed
        self.full = False

    def _allow_pages(self, more: int) -> None:
        # The limit belongs to a connection: it must be the writer's.
        connection = self.project._writer._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + more}")

    def _restart(self, chooser: Chooser, _document: int) -> None:
        if self.full:
            self._free_disk(chooser, _document)
        layers = [self.project.layer(document) for document in self.documents]
        self.project.close()
        assert self.said == self.performed, "what was said to be saved is not what was done, in its order"
        if chooser.integer(0, 3) == 0:
            assert check_file(self.path, deep=True) == []
        self.project = Project.open(self.path)
        self.project.work_as("سلمى")
        self.project.on_saved.append(self.said.extend)
        for document, layer in zip(self.documents, layers, strict=True):
            assert same(layer, self.project.layer(document))

    def finish(self, chooser: Chooser) -> None:
        for document in self.documents:
            while self.past[document]:
                assert self._take_back(document, self.project.undo, self.past, self.future)
        self._restart(chooser, self.documents[0])
        self.project.close()
        assert check_file(self.path, deep=True) == []
