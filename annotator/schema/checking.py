"""What the types of a schema alone cannot say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from annotator.schema.records import (
    HUES,
    POSITIONS,
    PROBLEM_CODES,
    Attribute,
    ColorPair,
    Label,
    Named,
    Option,
    RelationType,
    Role,
    Schema,
    ValueKind,
)

_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,63}")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")

Fault = tuple[str, str]
"""A place such as `.labels[3].key`, and the reason."""


def is_key(text: str) -> bool:
    """Whether `text` may be the permanent key of a label."""
    return _KEY.fullmatch(text) is not None


def check_schema(schema: Schema) -> Iterator[Fault]:
    """What the types alone cannot say: (place such as `.labels[3].key`, reason)."""
    if not schema.labels:
        yield "", "a schema needs at least one label"
    for table, name in (("groups", "group"), ("roles", "role"), ("attributes", "attribute")):
        yield from _twice(table, name, getattr(schema, table))
    yield from _twice("relations", "relation", schema.relations)
    yield from _twice("document_labels", "document label", schema.document_labels)
    yield from _check_labels(schema)
    known = {label.key for label in schema.labels}
    for i, role in enumerate(schema.roles):
        yield from _check_role(f".roles[{i}]", role, known)
    for i, attribute in enumerate(schema.attributes):
        yield from _check_attribute(f".attributes[{i}]", attribute, schema)
    for i, relation in enumerate(schema.relations):
        yield from _check_relation(f".relations[{i}]", relation, known)
    for i, field in enumerate(schema.document_labels):
        yield from _check_named(f".document_labels[{i}]", "document label", field)
        yield from _check_value(f".document_labels[{i}]", field.kind, field.options, multiple=field.multiple)
    for code in schema.blocking:
        if code not in PROBLEM_CODES:
            yield ".blocking", f"{code!r} is not the code of a problem. There are: {', '.join(PROBLEM_CODES)}"


def _twice(table: str, name: str, items: Iterable[Named]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, item in enumerate(items):
        if item.key in seen:
            yield f".{table}[{i}].key", f"the {name} {item.key!r} is there twice"
        seen.add(item.key)


# --- labels ----------------------------------------------------------------------------------------------------------


def _check_labels(schema: Schema) -> Iterator[Fault]:
    groups = {group.key for group in schema.groups}
    by_key = {label.key: label for label in schema.labels}
    roles = {role.key for role in schema.roles}
    keys: set[str] = set()
    positions: dict[str, str] = {}
    for i, label in enumerate(schema.labels):
        here = f".labels[{i}]"
        if label.key in keys:
            yield f"{here}.key", f"the key {label.key!r} is used twice"
        keys.add(label.key)
        if label.group is not None and label.group not in groups:
            yield f"{here}.group", f"there is no group {label.group!r}"
        yield from _check_label(here, label)
        yield from _check_kin(here, label, by_key)
        yield from _check_uses(f"{here}.roles", label, roles, by_key)
        if label.position is None or not label.offered:
            continue
        if label.position in positions:
            yield (
                f"{here}.position",
                f"{label.position!r} already belongs to the label {positions[label.position]!r}",
            )
        positions.setdefault(label.position, label.key)


def _check_label(here: str, label: Label) -> Iterator[Fault]:
    """What is wrong with a label by itself."""
    if not is_key(label.key):
        yield f"{here}.key", f"{label.key!r} is not a key: letters, digits, . _ - only, starting with a letter"
    if not label.en.strip() or not label.ar.strip():
        yield here, f"the label {label.key!r} needs a name in both languages"
    if label.position is not None and label.position not in POSITIONS:
        yield f"{here}.position", f"{label.position!r} is not a key a label may take"
    yield from _check_color(here, label.color)


def _check_kin(here: str, label: Label, by_key: Mapping[str, Label]) -> Iterator[Fault]:
    """The label above and the label that this one was merged into: there, of the same kind, and never in a circle."""
    for field in ("parent", "into"):
        seen, key = {label.key}, getattr(label, field)
        while key is not None:
            other = by_key.get(key)
            if other is None:
                yield f"{here}.{field}", f"there is no label {key!r}"
            elif other.kind != label.kind:
                yield f"{here}.{field}", f"{key!r} is not a label of the same kind"
            elif key in seen:
                yield f"{here}.{field}", f"{label.key!r} and {key!r} lead to each other in a circle"
            else:
                seen.add(key)
                key = getattr(other, field)
                continue
            break


def _check_uses(here: str, label: Label, roles: Collection[str], labels: Collection[str]) -> Iterator[Fault]:
    """The roles that an event's label uses."""
    if label.roles and not label.is_event:
        yield here, f"{label.key!r} is not the label of an event: it has no roles"
    seen: set[str] = set()
    for use in label.roles:
        if use.role not in roles:
            yield here, f"there is no role {use.role!r}"
        if use.role in seen:
            yield here, f"the role {use.role!r} is there twice"
        seen.add(use.role)
        yield from _check_known(here, use.labels or (), labels)


# --- what hangs on labels --------------------------------------------------------------------------------------------


def _check_named(here: str, what: str, item: Named) -> Iterator[Fault]:
    if not is_key(item.key):
        yield f"{here}.key", f"{item.key!r} is not a key: letters, digits, . _ - only, starting with a letter"
    if not item.en.strip() or not item.ar.strip():
        yield here, f"the {what} {item.key!r} needs a name in both languages"


def _check_known(here: str, wanted: Iterable[str], known: Collection[str], what: str = "label") -> Iterator[Fault]:
    for key in wanted:
        if key not in known:
            yield here, f"there is no {what} {key!r}"


def _check_role(here: str, role: Role, labels: Collection[str]) -> Iterator[Fault]:
    yield from _check_named(here, "role", role)
    yield from _check_known(f"{here}.labels", role.labels, labels)
    if role.color is not None:
        yield from _check_color(here, role.color)
    if role.value is not None:
        yield from _check_value(here, role.value, role.options, multiple=False)
    elif role.options:
        yield f"{here}.options", f"{role.key!r} has options, but no value to choose"


def _check_attribute(here: str, attribute: Attribute, schema: Schema) -> Iterator[Fault]:
    yield from _check_named(here, "attribute", attribute)
    yield from _check_value(here, attribute.kind, attribute.options, multiple=attribute.multiple)
    if attribute.on == "relation":
        yield from _check_known(
            f"{here}.labels", attribute.labels, {relation.key for relation in schema.relations}, "relation"
        )
        return
    kinds = {label.key: label.kind for label in schema.labels}
    yield from _check_known(f"{here}.labels", attribute.labels, kinds)
    for key in attribute.labels:
        if kinds.get(key, attribute.on) != attribute.on:
            yield f"{here}.labels", f"{key!r} is not a label of that kind ({attribute.on})"


def _check_relation(here: str, relation: RelationType, labels: Collection[str]) -> Iterator[Fault]:
    yield from _check_named(here, "relation", relation)
    yield from _check_color(here, relation.color)
    for end in ("source", "target"):
        yield from _check_known(f"{here}.{end}", getattr(relation, end), labels)


def _check_value(here: str, kind: ValueKind, options: Sequence[Option], *, multiple: bool) -> Iterator[Fault]:
    """Options belong to choices, and form trees."""
    if kind == "choice" and not options:
        yield f"{here}.options", "a choice needs options"
    if kind != "choice" and options:
        yield f"{here}.options", "only a choice has options"
    if multiple and kind != "choice":
        yield f"{here}.multiple", "only a choice can have several values"
    above = {option.key: option.parent for option in options}
    if len(above) != len(options):
        yield f"{here}.options", "an option is there twice"
    for option in options:
        yield from _check_named(f"{here}.options", "option", option)
        seen, key = {option.key}, option.parent
        while key is not None and key in above and key not in seen:
            seen.add(key)
            key = above[key]
        if key is not None:
            yield f"{here}.options", f"the option {option.key!r} stands under {key!r}, which cannot be"


def _check_color(here: str, color: str | ColorPair) -> Iterator[Fault]:
    if isinstance(color, str):
        if color not in HUES:
            yield f"{here}.color", f"{color!r} is not a colour. Take one of: {', '.join(HUES)}"
    elif not (_COLOUR.fullmatch(color.light) and _COLOUR.fullmatch(color.dark)):
        yield f"{here}.color", 'own colours are written as light = "#rrggbb", dark = "#rrggbb"'
