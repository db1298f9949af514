"""A schema as brat's `annotation.conf`, with a list of what that file cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from annotator.schema import Attribute, Label, LabelKind, RelationType, Role, Schema

_CARRIERS: Final[Mapping[str, str]] = {"entity": "<ENTITY>", "event": "<EVENT>", "relation": "<RELATION>"}


def write_brat(schema: Schema) -> tuple[str, tuple[str, ...]]:
    """The text of the file, and what was left out of it.

    brat's types are letters, digits, _ and - alone: other characters of a key become _. Labels that were merged into
    others are left out; retired ones become headings, so that old annotations still name something.
    """
    lost: dict[str, None] = {}
    names = _names([label.key for label in schema.labels])
    if changed := [f"{key} = {name}" for key, name in names.items() if key != name]:
        lost.setdefault(f"{len(changed)} keys as they are; what brat does not allow became _ ({changed[0]})")
    for words in _unsaid(schema):
        lost.setdefault(words)
    types = _Types(schema, names)
    parts = [
        "[entities]",
        *_hierarchy(schema, "entity", names, {}),
        "",
        "[relations]",
        *(_relation(relation, types) for relation in schema.relations),
        "",
        "[events]",
        *_hierarchy(schema, "event", names, {label.key: _roles(schema, label, types, lost) for label in schema.labels}),
        "",
        "[attributes]",
        *(line for attribute in schema.attributes for line in _attribute(attribute, types, lost)),
    ]
    return "\n".join(parts) + "\n", tuple(lost)


def _unsaid(schema: Schema) -> Iterator[str]:
    yield "definitions, colours, key positions and names in two languages"
    if schema.guide_en or schema.guide_ar or any(label.guide_en or label.guide_ar for label in schema.labels):
        yield "guidelines"
    if schema.groups:
        yield f"groups: {', '.join(group.key for group in schema.groups)}"
    if schema.document_labels:
        yield f"labels of the document: {', '.join(field.key for field in schema.document_labels)}"
    yield f"the policies: overlaps ({schema.overlap}), boundaries ({schema.boundary})"
    if merged := [label.key for label in schema.labels if label.into is not None]:
        yield f"labels that were merged into others: {', '.join(merged)}"


def _name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", key)


def _names(keys: Sequence[str]) -> dict[str, str]:
    """A name that brat allows for each key; no two the same."""
    names: dict[str, str] = {}
    for key in sorted(keys, key=lambda key: _name(key) != key):
        name, number = _name(key), 1
        while name in names.values():
            number += 1
            name = f"{_name(key)}_{number}"
        names[key] = name
    return {key: names[key] for key in keys}


class _Types:
    """Lists of labels as brat writes them."""

    def __init__(self, schema: Schema, names: Mapping[str, str]) -> None:
        self._schema, self._names = schema, names

    def of(self, keys: Iterable[str]) -> str:
        """The types of an argument; all of them where nothing is asked for."""
        found = dict.fromkeys(self._names[self._schema.resolve(key)] for key in keys)
        return "|".join(found) or "<ANY>"


def _hierarchy(
    schema: Schema, kind: LabelKind, names: Mapping[str, str], roles: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The labels of a kind, each under the one above it."""
    shown = [label for label in schema.labels if label.kind == kind and label.into is None]

    def below(above: str | None, depth: int) -> Iterator[str]:
        for label in shown:
            parent = None if label.parent is None else schema.resolve(label.parent)
            if parent == above:
                arguments = ", ".join(roles.get(label.key, ()))
                mark = "!" if label.retired else ""
                yield "\t" * depth + f"{mark}{names[label.key]}\t{arguments}".rstrip("\t")
                yield from below(label.key, depth + 1)

    return below(None, 0)


def _roles(schema: Schema, label: Label, types: _Types, lost: dict[str, None]) -> list[str]:
    written = []
    for role in schema.roles_of(label.key):
        if not role.takes_mentions:
            lost.setdefault(f"the role {role.key}, which takes a value ({role.value})")
            continue
        if role.value is not None:
            lost.setdefault(f"that the role {role.key} also takes a value ({role.value})")
        name = _name(role.key)
        written.append(f"{name}{_often(role, name, lost)}:{types.of(role.labels)}")
    return written


def _often(role: Role, name: str, lost: dict[str, None]) -> str:
    """How many fillers: brat cannot repeat an argument whose name ends with a digit."""
    many = role.many
    if many and name[-1].isdigit():
        lost.setdefault(f"that the role {role.key} takes several fillers (brat counts by a digit at the end)")
        many = False
    return {(True, True): "+", (True, False): "*", (False, True): "", (False, False): "?"}[many, role.required]


def _relation(relation: RelationType, types: _Types) -> str:
    symmetric = ", <REL-TYPE>:symmetric" if relation.symmetric else ""
    return f"{_name(relation.key)}\tArg1:{types.of(relation.source)}, Arg2:{types.of(relation.target)}{symmetric}"


def _attribute(attribute: Attribute, types: _Types, lost: dict[str, None]) -> Iterator[str]:
    if attribute.kind not in ("choice", "flag"):
        lost.setdefault(f"the attribute {attribute.key}, which takes a value ({attribute.kind})")
        return
    if attribute.multiple:
        lost.setdefault(f"that the attribute {attribute.key} takes several values")
    if any(option.parent for option in attribute.options):
        lost.setdefault(f"which values of {attribute.key} stand under which")
    on = _CARRIERS[attribute.on]
    if attribute.labels:
        on = "|".join(map(_name, attribute.labels)) if attribute.on == "relation" else types.of(attribute.labels)
    values = ", Value:" + "|".join(_name(option.key) for option in attribute.options) if attribute.options else ""
    yield f"{_name(attribute.key)}\tArg:{on}{values}"
