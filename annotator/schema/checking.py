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
from annotator.schema.rules import Fault, Reason

_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,63}")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_NAME: Final = 200
_NO_NAME: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What would spoil a menu, a file or a terminal."""


def is_key(text: str) -> bool:
    """Whether `text` may be the permanent key of a label."""
    return _KEY.fullmatch(text) is not None


def check_schema(schema: Schema) -> Iterator[Fault]:
    """What the types alone cannot say: (place such as `.labels[3].key`, reason)."""
    if not schema.labels:
        yield Fault("", Reason("no_labels"))
    yield from _check_names("", "schema", schema.name, (schema.name, schema.en, schema.ar))
    for i, group in enumerate(schema.groups):
        yield from _check_names(f".groups[{i}]", "group", group.key, (group.en, group.ar))
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
            yield Fault(".blocking", Reason("blocking", key=code, known=", ".join(PROBLEM_CODES)))


def _twice(table: str, name: str, items: Iterable[Named]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, item in enumerate(items):
        if item.key in seen:
            yield Fault(f".{table}[{i}].key", Reason("twice", what=name, key=item.key))
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
            yield Fault(f"{here}.key", Reason("key_twice", key=label.key))
        keys.add(label.key)
        if label.group is not None and label.group not in groups:
            yield Fault(f"{here}.group", Reason("no_such", what="group", key=label.group))
        yield from _check_label(here, label)
        yield from _check_kin(here, label, by_key)
        yield from _check_uses(f"{here}.roles", label, roles, by_key)
        if label.position is None or not label.offered:
            continue
        if label.position in positions:
            yield Fault(
                f"{here}.position", Reason("position_taken", key=label.position, label=positions[label.position])
            )
        positions.setdefault(label.position, label.key)


def _check_label(here: str, label: Label) -> Iterator[Fault]:
    """What is wrong with a label by itself."""
    if not is_key(label.key):
        yield Fault(f"{here}.key", Reason("no_key", key=label.key))
    if not label.en.strip() or not label.ar.strip():
        yield Fault(here, Reason("names", what="label", key=label.key))
    yield from _check_names(here, "label", label.key, (label.en, label.ar, label.short_en, label.short_ar))
    if label.position is not None and label.position not in POSITIONS:
        yield Fault(f"{here}.position", Reason("position", key=label.position))
    yield from _check_color(here, label.color)


def _check_kin(here: str, label: Label, by_key: Mapping[str, Label]) -> Iterator[Fault]:
    """The label above and the label that this one was merged into: there, of the same kind, and never in a circle."""
    for field in ("parent", "into"):
        seen, key = {label.key}, getattr(label, field)
        while key is not None:
            other = by_key.get(key)
            if other is None:
                yield Fault(f"{here}.{field}", Reason("no_such", what="label", key=key))
            elif other.kind != label.kind:
                yield Fault(f"{here}.{field}", Reason("other_kind", key=key))
            elif key in seen:
                yield Fault(f"{here}.{field}", Reason("circle", key=label.key, other=key))
            else:
                seen.add(key)
                key = getattr(other, field)
                continue
            break


def _check_uses(here: str, label: Label, roles: Collection[str], labels: Collection[str]) -> Iterator[Fault]:
    """The roles that an event's label uses."""
    if label.roles and not label.is_event:
        yield Fault(here, Reason("not_an_event", key=label.key))
    seen: set[str] = set()
    for use in label.roles:
        if use.role not in roles:
            yield Fault(here, Reason("no_such", what="role", key=use.role))
        if use.role in seen:
            yield Fault(here, Reason("twice", what="role", key=use.role))
        seen.add(use.role)
        yield from _check_known(here, use.labels or (), labels)


# --- what hangs on labels --------------------------------------------------------------------------------------------


def _check_named(here: str, what: str, item: Named) -> Iterator[Fault]:
    if not is_key(item.key):
        yield Fault(f"{here}.key", Reason("no_key", key=item.key))
    if not item.en.strip() or not item.ar.strip():
        yield Fault(here, Reason("names", what=what, key=item.key))
    yield from _check_names(here, what, item.key, (item.en, item.ar))


def _check_names(here: str, what: str, key: str, names: Iterable[str]) -> Iterator[Fault]:
    """That names are short lines, whatever they say."""
    if any(len(name) > _LONGEST_NAME or _NO_NAME.search(name) for name in names):
        yield Fault(here, Reason("name", what=what, key=key[:60], most=_LONGEST_NAME))


def _check_known(here: str, wanted: Iterable[str], known: Collection[str], what: str = "label") -> Iterator[Fault]:
    for key in wanted:
        if key not in known:
            yield Fault(here, Reason("no_such", what=what, key=key))


def _check_role(here: str, role: Role, labels: Collection[str]) -> Iterator[Fault]:
    yield from _check_named(here, "role", role)
    yield from _check_known(f"{here}.labels", role.labels, labels)
    if role.color is not None:
        yield from _check_color(here, role.color)
    if role.value is not None:
        yield from _check_value(here, role.value, role.options, multiple=False)
    elif role.options:
        yield Fault(f"{here}.options", Reason("options_without_value", key=role.key))


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
            yield Fault(f"{here}.labels", Reason("not_on", key=key, kind=attribute.on))


def _check_relation(here: str, relation: RelationType, labels: Collection[str]) -> Iterator[Fault]:
    yield from _check_named(here, "relation", relation)
    yield from _check_color(here, relation.color)
    for end in ("source", "target"):
        yield from _check_known(f"{here}.{end}", getattr(relation, end), labels)


def _check_value(here: str, kind: ValueKind, options: Sequence[Option], *, multiple: bool) -> Iterator[Fault]:
    """Options belong to choices, and form trees."""
    if kind == "choice" and not options:
        yield Fault(f"{here}.options", Reason("choice_without_options"))
    if kind != "choice" and options:
        yield Fault(f"{here}.options", Reason("options_without_choice"))
    if multiple and kind != "choice":
        yield Fault(f"{here}.multiple", Reason("several_without_choice"))
    above = {option.key: option.parent for option in options}
    if len(above) != len(options):
        yield Fault(f"{here}.options", Reason("option_twice"))
    for option in options:
        yield from _check_named(f"{here}.options", "option", option)
        seen, key = {option.key}, option.parent
        while key is not None and key in above and key not in seen:
            seen.add(key)
            key = above[key]
        if key is not None:
            yield Fault(f"{here}.options", Reason("option_place", key=option.key, other=key))


def _check_color(here: str, color: str | ColorPair) -> Iterator[Fault]:
    if isinstance(color, str):
        if color not in HUES:
            yield Fault(f"{here}.color", Reason("colour", key=color, known=", ".join(HUES)))
    elif not (_COLOUR.fullmatch(color.light) and _COLOUR.fullmatch(color.dark)):
        yield Fault(f"{here}.color", Reason("own_colours"))
