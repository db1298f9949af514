"""Changes of a schema: pure, each gives another schema. Permanent keys never change, and nobody's records are touched:
a label that was merged into another is only read as that one, and one that is retired is only offered no more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final, Literal, TypeAlias

import msgspec

from annotator.errors import EditError
from annotator.schema.checking import check_schema, is_key
from annotator.schema.records import (
    HUES,
    Attribute,
    DocumentField,
    Group,
    Label,
    RelationType,
    Role,
    Schema,
)

Table = Literal["groups", "labels", "roles", "attributes", "relations", "document_labels"]
TABLES: Final[tuple[Table, ...]] = ("groups", "labels", "roles", "attributes", "relations", "document_labels")
Item: TypeAlias = Group | Label | Role | Attribute | RelationType | DocumentField

RISKY: Final = (
    frozenset({"olive", "green"}),
    frozenset({"olive", "orange"}),
    frozenset({"brown", "crimson"}),
    frozenset({"sky", "teal"}),
    frozenset({"slate", "teal"}),
)
"""Pairs of colours that people who see red and green alike tell apart badly (OKLab distance below 6.6)."""


def items(schema: Schema, table: Table) -> tuple[Any, ...]:
    """What a table of the schema holds, in its order."""
    found: tuple[Any, ...] = getattr(schema, table)
    return found


def find(schema: Schema, table: Table, key: str) -> Any:
    """The item of a table with that key, or None."""
    return next((item for item in items(schema, table) if item.key == key), None)


def put(schema: Schema, table: Table, item: Item) -> Schema:
    """The schema with `item` in the place of the one with its key, or at the end. Raises EditError for a faulty one."""
    old = items(schema, table)
    if any(each.key == item.key for each in old):
        new = tuple(item if each.key == item.key else each for each in old)
    else:
        new = (*old, item)
    return _sound(_with(schema, table, new))


def move(schema: Schema, table: Table, key: str, place: int) -> Schema:
    """The schema with an item at another place (from 0) of its table."""
    rest = [item for item in items(schema, table) if item.key != key]
    rest.insert(max(0, min(place, len(rest))), find(schema, table, key))
    return _with(schema, table, tuple(rest))


def drop(schema: Schema, table: Table, key: str) -> Schema:
    """The schema without an item, and without what named it. For labels that nobody has used; others are `retire`d."""
    left = tuple(item for item in items(schema, table) if item.key != key)
    without = _with(schema, table, left)
    if table == "labels":
        without = _without_label(without, key)
    elif table == "roles":
        labels = (_replaced(label, roles=tuple(u for u in label.roles if u.role != key)) for label in without.labels)
        without = _with(without, "labels", tuple(labels))
    elif table == "groups":
        labels = (_replaced(label, group=None) if label.group == key else label for label in without.labels)
        without = _with(without, "labels", tuple(labels))
    elif table == "relations":
        kept = (a for a in without.attributes if not (a.on == "relation" and a.labels == (key,)))
        attributes = tuple(_less(a, key, "labels") if a.on == "relation" else a for a in kept)
        without = _with(without, "attributes", attributes)
    return _sound(without)


def merge(schema: Schema, key: str, into: str) -> Schema:
    """The schema in which records with the label `key` are read as `into`. Raises EditError where that cannot be."""
    label = find(schema, "labels", key)
    return put(schema, "labels", _replaced(label, into=into, position=None, retired=False))


def join(schema: Schema, other: Schema) -> Schema:
    """The schema with all that `other` has under keys that are new here. What is here stays as it is; a new label gives
    way where its key of the keyboard is taken. Raises EditError where the two do not fit together."""
    joined = schema
    taken = {label.position for label in schema.offered}
    for table in TABLES:
        known = {item.key for item in items(schema, table)}
        new = [item for item in items(other, table) if item.key not in known]
        if table == "labels":
            new = [_replaced(label, position=None) if label.position in taken else label for label in new]
        joined = _with(joined, table, (*items(joined, table), *new))
    return _sound(joined)


def unmerge(schema: Schema, key: str) -> Schema:
    """The schema in which a merged label stands for itself again."""
    return put(schema, "labels", _replaced(find(schema, "labels", key), into=None))


def retire(schema: Schema, key: str, *, retired: bool = True) -> Schema:
    """The schema that offers a label no more (or again). Records that have it wait in the list of problems."""
    label = find(schema, "labels", key)
    return put(schema, "labels", _replaced(label, retired=retired, position=None if retired else label.position))


def rekey(schema: Schema, table: Table, old: str, new: str) -> Schema:
    """The schema in which an item, and all that names it, has another key. Only for an item that was never in force."""
    moved = _with(schema, table, tuple(_replaced(i, key=new) if i.key == old else i for i in items(schema, table)))
    if table == "groups":
        return _with(moved, "labels", tuple(_renamed(label, old, new, "group") for label in moved.labels))
    if table == "roles":
        labels = (_replaced(x, roles=tuple(_renamed(use, old, new, "role") for use in x.roles)) for x in moved.labels)
        return _with(moved, "labels", tuple(labels))
    if table == "relations":
        return _with(moved, "attributes", tuple(_renamed(a, old, new, "labels") for a in moved.attributes))
    return _rekeyed_label(moved, old, new) if table == "labels" else moved


def _rekeyed_label(schema: Schema, old: str, new: str) -> Schema:
    labels = [_renamed(label, old, new, "parent", "into") for label in schema.labels]
    rekeyed: Schema = _replaced(
        schema,
        labels=tuple(_replaced(x, roles=tuple(_renamed(use, old, new, "labels") for use in x.roles)) for x in labels),
        roles=tuple(_renamed(role, old, new, "labels") for role in schema.roles),
        attributes=tuple(_renamed(attribute, old, new, "labels") for attribute in schema.attributes),
        relations=tuple(_renamed(relation, old, new, "source", "target") for relation in schema.relations),
    )
    return rekeyed


def _renamed(item: Any, old: str, new: str, *fields: str) -> Any:
    """An item whose fields (a key, or several) name `new` in the place of `old`."""
    changed: dict[str, Any] = {}
    for field in fields:
        value = getattr(item, field)
        if isinstance(value, tuple):
            changed[field] = tuple(new if each == old else each for each in value)
        elif value == old:
            changed[field] = new
    return _replaced(item, **changed)


def new_key(schema: Schema, table: Table, name: str, but: str = "") -> str:
    """A permanent key, free in the table (the one of the item `but` counts as free), made of an English name."""
    taken = {item.key for item in items(schema, table)} - {but}
    return free_key(name, taken, table[0].upper())


def free_key(name: str, taken: Collection[str], letter: str) -> str:
    """A key made of the Latin letters and digits of a name that is not taken; `letter` goes before one that begins
    with none."""
    base = "-".join(re.findall(r"[A-Za-z0-9]+", name))[:50]
    if not is_key(base):
        base = f"{letter}{base}"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def free_color(schema: Schema) -> str:
    """The colour that the fewest labels have, in the order of HUES."""
    used = [label.color for label in schema.labels if label.offered]
    return min(HUES, key=lambda hue: (used.count(hue), HUES.index(hue)))


def risky_siblings(schema: Schema, label: Label) -> list[Label]:
    """The labels of the same group and kind whose colour some people cannot tell from that of `label`."""
    return [
        other
        for other in schema.offered
        if other.key != label.key
        and (other.kind, other.group) == (label.kind, label.group)
        and isinstance(other.color, str)
        and isinstance(label.color, str)
        and frozenset({other.color, label.color}) in RISKY
    ]


class Difference(msgspec.Struct, frozen=True):
    """One thing that two schemas do not have in common.

    `what`: added, dropped, merged, parted, retired, restored, renamed, changed or (of a whole table) reordered; `other`
    is the label that this one was merged into, or parted from.
    """

    table: Table | Literal["schema"]
    key: str
    what: str
    other: str = ""

    @property
    def touches_records(self) -> bool:
        """Whether records that exist are read differently from now on, or wait for somebody."""
        return self.what in ("merged", "parted", "retired", "restored", "dropped")


def differences(old: Schema, new: Schema) -> list[Difference]:
    """What was changed from one schema to another, table by table, in the order of the new one."""
    found: list[Difference] = []
    for table in TABLES:
        found += _differences(table, old, new)
    policies = ("name", "en", "ar", "overlap", "boundary", "blocking", "guide_en", "guide_ar")
    found += [Difference("schema", name, "changed") for name in policies if getattr(old, name) != getattr(new, name)]
    return found


def _differences(table: Table, old: Schema, new: Schema) -> Iterator[Difference]:
    before = {item.key: item for item in items(old, table)}
    after = {item.key: item for item in items(new, table)}
    for key, item in after.items():
        if key not in before:
            yield Difference(table, key, "added")
        elif item != before[key]:
            what, other = _kind_of_change(before[key], item)
            yield Difference(table, key, what, other)
    yield from (Difference(table, key, "dropped") for key in before if key not in after)
    if list(before) != list(after) and before.keys() == after.keys():
        yield Difference(table, "", "reordered")


def _kind_of_change(before: Any, after: Any) -> tuple[str, str]:
    if isinstance(after, Label):
        if after.into != before.into:
            return ("merged", after.into) if after.into else ("parted", before.into)
        if after.retired != before.retired:
            return ("retired" if after.retired else "restored"), ""
    return ("renamed" if (after.en, after.ar) != (before.en, before.ar) else "changed"), ""


# --- helpers ---------------------------------------------------------------------------------------------------------


def _with(schema: Schema, table: Table, new: tuple[Any, ...]) -> Schema:
    changed: Schema = _replaced(schema, **{table: new})
    return changed


def _replaced(item: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(item, **fields)


def _less(item: Any, key: str, *fields: str) -> Any:
    """An item whose lists of labels do not name `key`."""
    changed = {field: tuple(each for each in getattr(item, field) if each != key) for field in fields}
    return _replaced(item, **changed)


def _without_label(schema: Schema, key: str) -> Schema:
    """What named a label that goes."""
    labels = []
    for label in schema.labels:
        uses = tuple(_less(use, key, "labels") if use.labels else use for use in label.roles)
        parent = None if label.parent == key else label.parent
        labels.append(_replaced(label, roles=uses, parent=parent))
    without: Schema = _replaced(
        schema,
        labels=tuple(labels),
        roles=tuple(_less(role, key, "labels") for role in schema.roles),
        attributes=tuple(
            _less(a, key, "labels") for a in schema.attributes if a.on == "relation" or a.labels != (key,)
        ),
        relations=tuple(_less(relation, key, "source", "target") for relation in schema.relations),
    )
    return without


def _sound(schema: Schema) -> Schema:
    fault = next(iter(check_schema(schema)), None)
    if fault is not None:
        words, arabic = f"This cannot be: {fault.reason}.", f"هذا غير ممكن: {fault.reason.arabic}."
        raise EditError(f"{words} Nothing was changed.", code="schema_fault", arabic=f"{arabic} لم يتغير شيء.")
    return schema
