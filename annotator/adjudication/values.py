"""What can be decided: values that would be gold, without ids of their own, and how two of them are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec

from annotator.model import EMPTY, Argument, DocumentLabel, Entity, Mention, Relation


class Attribute(NamedTuple):
    """The value of one attribute of a record of gold."""

    name: str
    value: Any


Value: TypeAlias = Mention | Argument | Attribute | Relation | Entity | DocumentLabel
"""A record as gold would have it: ids that it names are those of gold records, its own id is empty."""


def essence(value: Value) -> str:
    """What of a value is decided, as canonical JSON: two values are the same answer when this is equal.

    A mention is its place and its label. (Its attributes are questions of their own.)
    """
    return canonical(_plain(value))


def _plain(value: Value) -> Any:
    if isinstance(value, Mention):
        return [value.spans, value.label]
    if isinstance(value, Argument):
        return [value.role, value.mention, value.entity, value.value]
    if isinstance(value, Attribute):
        return [value.name, value.value]
    if isinstance(value, Relation):
        return [value.label, value.source, value.target, dict(value.attributes)]
    if isinstance(value, Entity):
        return [sorted(value.mentions), value.name, value.link]
    return [value.name, value.value]


def together(values: Sequence[Value]) -> Value:
    """One value for several that are the same answer: a mention with the attributes on which all agree."""
    first = values[0]
    if not isinstance(first, Mention):
        return first
    attributes = agreed_attributes([value.attributes for value in values if isinstance(value, Mention)])
    return Mention("", first.spans, first.label, attributes or EMPTY)


def agreed_attributes(words: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The attributes that all have, with one value."""
    if not words:
        return {}
    first, *others = words
    return {
        name: first[name]
        for name in sorted(first)
        if all(name in other and canonical(other[name]) == canonical(first[name]) for other in others)
    }


def canonical(value: Any) -> str:
    """JSON with sorted keys."""
    return msgspec.json.encode(value, order="sorted").decode()
