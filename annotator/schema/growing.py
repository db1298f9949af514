"""What a schema lacks to say what was found in data, and a schema that has it: new names are their keys, new fields
take what was there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from annotator.schema.checking import is_key
from annotator.schema.records import (
    HUES,
    Attribute,
    Carrier,
    DocumentField,
    Field,
    Label,
    LabelKind,
    Option,
    RelationType,
    Role,
    RoleUse,
    Schema,
    ValueKind,
)

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass
class Shape:
    """What values were like; `kind` and the rest say which field takes them all."""

    kinds: set[ValueKind] = field(default_factory=set)
    options: dict[str, None] = field(default_factory=dict)
    precision: bool = False

    def see(self, value: Any) -> None:
        """One more value."""
        if isinstance(value, list):
            keys = [one for one in value if isinstance(one, str) and is_key(one)]
            self.kinds.add("choice" if value and len(keys) == len(value) else "text")
            self.options |= dict.fromkeys(keys)
            return
        if value is True:
            self.kinds.add("flag")
        elif isinstance(value, int | float) and value is not False:
            self.kinds.add("number")
        elif isinstance(value, Mapping) and set(value) == {"value", "precision"}:
            self.kinds.add("number")
            self.precision = True
        else:
            self.kinds.add("date" if isinstance(value, str) and _DATE.fullmatch(value) else "text")

    @property
    def kind(self) -> ValueKind:
        """The kind of all values; text where they are of several."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else "text"

    def field(self, key: str) -> Field:
        """A field that takes the values as far as one can."""
        kind = self.kind
        options = tuple(Option(option, option, option) for option in self.options) if kind == "choice" else ()
        return Field(
            key, key, key, kind, options, multiple=kind == "choice", precision=kind == "number" and self.precision
        )


@dataclass
class _SeenRole:
    uses: dict[str, None] = field(default_factory=dict)
    """Labels of events."""
    fillers: dict[str, None] = field(default_factory=dict)
    """Labels of mentions; empty for entities."""
    values: Shape | None = None


class Additions:
    """What data hold that a schema lacks. Tell it what was seen; `grown` is the schema with all of it."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._labels: dict[str, LabelKind] = {}
        self._roles: dict[str, _SeenRole] = {}
        self._relations: dict[str, None] = {}
        self._attributes: dict[str, tuple[Carrier, Shape]] = {}
        self._document_labels: dict[str, Shape] = {}
        self._known_roles = frozenset(role.key for role in schema.roles)
        self._known_attributes = frozenset(attribute.key for attribute in schema.attributes)

    def label(self, key: str, kind: LabelKind) -> None:
        """A label in use. One that events have somewhere is the label of an event."""
        if self._schema.label(key) is None and (kind == "event" or key not in self._labels):
            self._labels[key] = kind

    def role(self, event: str, key: str, filler: str | None, value: Any = None) -> None:
        """A role in an event of that label, and the label of the mention or (None, or empty for an entity) the value."""
        if key in self._known_roles and event not in self._labels:
            return
        seen = self._roles.setdefault(key, _SeenRole())
        seen.uses[event] = None
        if filler is not None:
            seen.fillers[filler] = None
        else:
            seen.values = seen.values or Shape()
            seen.values.see(value)

    def relation(self, key: str) -> None:
        """A relation in use."""
        if self._schema.relation(key) is None:
            self._relations[key] = None

    def attribute(self, on: Carrier, key: str, value: Any) -> None:
        """An attribute in use."""
        if key not in self._known_attributes:
            self._attributes.setdefault(key, (on, Shape()))[1].see(value)

    def document_label(self, key: str, value: Any) -> None:
        """A document label in use."""
        if self._schema.document_label(key) is None:
            self._document_labels.setdefault(key, Shape()).see(value)

    @property
    def names(self) -> dict[str, list[str]]:
        """The keys that are added, by what they are, as the tables of a schema are called; empty where none is."""
        found = {
            "labels": self._labels,
            "roles": [key for key in self._roles if key not in self._known_roles],
            "attributes": self._attributes,
            "relations": self._relations,
            "document_labels": self._document_labels,
        }
        return {table: sorted(keys) for table, keys in found.items() if keys}

    def grown(self) -> Schema:
        """The schema, one version on, with everything that it lacked."""
        schema = self._schema
        return msgspec.structs.replace(
            schema,
            labels=(*(self._with_roles(label) for label in schema.labels), *self._new_labels()),
            roles=(*schema.roles, *(self._new_role(key) for key in self.names.get("roles", ()))),
            attributes=(*schema.attributes, *self._new_attributes()),
            relations=(*schema.relations, *(RelationType(key, key, key) for key in sorted(self._relations))),
            document_labels=(*schema.document_labels, *self._new_document_labels()),
            version=schema.version + 1,
        )

    def _new_labels(self) -> Iterable[Label]:
        """Labels named by their keys, in the colours that are used least and without keys of the keyboard."""
        used = [label.color for label in self._schema.labels]
        for key, kind in sorted(self._labels.items()):
            hue = min(HUES, key=lambda name: (used.count(name), HUES.index(name)))
            used.append(hue)
            yield self._with_roles(Label(key=key, kind=kind, en=key, ar=key, color=hue))

    def _with_roles(self, label: Label) -> Label:
        if not label.is_event:
            return label
        known = {use.role for use in label.roles}
        new = sorted(key for key, seen in self._roles.items() if label.key in seen.uses and key not in known)
        return msgspec.structs.replace(label, roles=(*label.roles, *(RoleUse(key) for key in new))) if new else label

    def _new_role(self, key: str) -> Role:
        seen = self._roles[key]
        if seen.values is None:
            return Role(key, key, key)
        field = seen.values.field(key)
        labels = tuple(sorted(label for label in seen.fillers if label))
        if field.multiple:  # a role has one value, or several fillers
            field = Field(key, key, key, "text")
        return Role(key, key, key, labels, field.kind, field.options, field.precision)

    def _new_attributes(self) -> Iterable[Attribute]:
        for key, (on, shape) in sorted(self._attributes.items()):
            field = shape.field(key)
            yield Attribute(
                key, key, key, field.kind, field.options, multiple=field.multiple, precision=field.precision, on=on
            )

    def _new_document_labels(self) -> Iterable[DocumentField]:
        for key, shape in sorted(self._document_labels.items()):
            field = shape.field(key)
            yield DocumentField(
                key, key, key, field.kind, field.options, multiple=field.multiple, precision=field.precision
            )
