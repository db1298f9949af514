"""The annotation schema: labels, roles, attributes, relations, document labels, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

import msgspec

OverlapPolicy = Literal["none", "nested", "any"]
BoundaryPolicy = Literal["stem", "word", "free"]
LabelKind = Literal["entity", "event"]
Carrier = Literal["entity", "event", "relation"]
"""What an attribute stands on: mentions of entities, events, relations."""
ValueKind = Literal["choice", "text", "number", "date", "flag"]
"""How a value is written: the key of an option (several: a list of keys); text; a number, or {"value": number,
"precision": one of PRECISIONS}; a day, month or year as 2026-11-28, 2026-11, 2026; true."""
Language = Literal["en", "ar"]

PRECISIONS: Final = ("exactly", "about", "at_least", "at_most", "more_than", "less_than")
"""How a number is meant, where an attribute or role has `precision`. A bare number is meant exactly."""

PROBLEM_CODES: Final = (
    "edge",
    "grapheme",
    "clitic",
    "twin",
    "overlap",
    "crossing",
    "label",
    "trigger",
    "event",
    "role",
    "role_missing",
    "role_many",
    "filler",
    "role_value",
    "attribute",
    "attribute_missing",
    "attribute_value",
    "relation",
    "relation_end",
    "document_label",
    "document_label_missing",
    "document_label_value",
    "question",
)
"""What `annotator.validate` can find; each of them may block "done"."""

HUES: Final = (
    "blue",
    "orange",
    "green",
    "violet",
    "teal",
    "crimson",
    "sky",
    "brown",
    "magenta",
    "olive",
    "slate",
    "clay",
)
"""Names of the colours that every theme knows, in the order in which new labels take them."""

_LETTERS: Final = "QWETASDFZCVB"
POSITIONS: Final = tuple(
    f"{shift}{key}"
    for shift in ("", "Shift+")
    for key in (
        *(f"Digit{digit}" for digit in "1234567890"),
        "Minus",
        "Equal",
        *(f"Key{letter}" for letter in _LETTERS),
    )
)
"""Key positions (W3C codes) a label may take: the digit row and the left-hand block without the command letters."""


class ColorPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An own colour of a label, as #rrggbb, for light and dark."""

    light: str
    dark: str


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something with a permanent key and a name in both languages."""

    key: str
    en: str
    ar: str

    def name(self, language: str) -> str:
        """Its name in `language` (ar or en)."""
        return self.ar if language == "ar" else self.en


def name_among(named: Iterable[Named], key: str, language: str) -> str:
    """The name in `language` (ar or en) of the one with that key; the key itself where there is none."""
    return next((each.name(language) for each in named if each.key == key), key)


class Group(Named, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Labels that stand together."""


class Option(Named, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One of the values of a choice. `parent` names an option above it: subtypes are a tree."""

    parent: str | None = None


class Field(Named, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A place for a value: what kind of value, which options, whether several, whether it must be filled."""

    kind: ValueKind
    options: tuple[Option, ...] = ()
    multiple: bool = False
    required: bool = False
    precision: bool = False
    """Whether a number may say how it is meant (PRECISIONS)."""
    help_en: str = ""
    help_ar: str = ""

    def option(self, key: str) -> Option | None:
        """The option with that key."""
        return next((option for option in self.options if option.key == key), None)


class Attribute(Field, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value that mentions, events or relations carry. `labels` limits it to some labels; empty: all of that kind."""

    on: Carrier = msgspec.field(default="event")
    labels: tuple[str, ...] = ()


class DocumentField(Field, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A label of the whole document."""


class Role(Named, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an argument does in an event.

    `labels` are the labels whose mentions may fill it (of entities or events; empty: any mention). With `value`, it is
    filled by a value of that kind instead of, or (where `labels` are given) as well as, a mention.
    """

    labels: tuple[str, ...] = ()
    value: ValueKind | None = None
    options: tuple[Option, ...] = ()
    precision: bool = False
    many: bool = True
    required: bool = False
    color: str | None = None
    help_en: str = ""
    help_ar: str = ""

    @property
    def takes_mentions(self) -> bool:
        """Whether a mention or entity can fill it."""
        return self.value is None or bool(self.labels)

    @property
    def field(self) -> Field | None:
        """How its value is written; None when it takes mentions only."""
        if self.value is None:
            return None
        return Field(self.key, self.en, self.ar, self.value, self.options, precision=self.precision)


class RoleUse(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A role in one event label, with what is different there."""

    role: str
    required: bool | None = None
    many: bool | None = None
    labels: tuple[str, ...] | None = None


class RelationType(Named, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A relation between two mentions. `source` and `target` limit their labels; empty: any."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    symmetric: bool = False
    color: str = "slate"
    help_en: str = ""
    help_ar: str = ""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A type that a mention can have. `key` is permanent: records and files name the label by it."""

    key: str
    kind: LabelKind
    en: str
    ar: str
    short_en: str = ""
    short_ar: str = ""
    color: str | ColorPair = "slate"
    position: str | None = None
    group: str | None = None
    parent: str | None = None
    """A label above it, of the same kind."""
    roles: tuple[RoleUse, ...] = ()
    """The roles of an event's label, in the order of its form."""
    help_en: str = ""
    help_ar: str = ""
    guide_en: str = ""
    guide_ar: str = ""
    """Guidelines as Markdown."""
    into: str | None = None
    """The label that this one was merged into: records that name it are read as that one."""
    retired: bool = False
    """Not offered any more; records that name it wait for a person to decide."""

    def name(self, language: str) -> str:
        """The label's name in `language` (ar or en)."""
        return self.ar if language == "ar" else self.en

    def short(self, language: str) -> str:
        """Two to four letters for narrow places; falls back to the start of the name."""
        return (self.short_ar if language == "ar" else self.short_en) or self.name(language)[:3]

    @property
    def is_event(self) -> bool:
        """Whether a mention with this label is a trigger."""
        return self.kind == "event"

    @property
    def offered(self) -> bool:
        """Whether people can still mark with it."""
        return not self.retired and self.into is None


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """All labels of a project with their roles, attributes and relations, and the policies."""

    name: str
    en: str
    ar: str
    labels: tuple[Label, ...]
    version: int = 1
    overlap: OverlapPolicy = "any"
    boundary: BoundaryPolicy = "stem"
    groups: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[RelationType, ...] = ()
    document_labels: tuple[DocumentField, ...] = ()
    blocking: tuple[str, ...] = ()
    """Codes of problems (PROBLEM_CODES) with which a document cannot be marked done."""
    guide_en: str = ""
    guide_ar: str = ""
    """Guidelines of the whole project as Markdown."""

    @cached_property
    def _by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.labels}

    @cached_property
    def _by_position(self) -> dict[str, Label]:
        return {label.position: label for label in self.labels if label.position and label.offered}

    @cached_property
    def offered(self) -> tuple[Label, ...]:
        """The labels that people can mark with, in the schema's order."""
        return tuple(label for label in self.labels if label.offered)

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """The labels that were merged into others, each with the key that it is read as."""
        return MappingProxyType({label.key: self.resolve(label.key) for label in self.labels if label.into is not None})

    def resolve(self, key: str) -> str:
        """The key of the label that `key` is read as: itself, unless that label was merged into another."""
        for _ in self.labels:  # a chain is no longer than this; check_schema refuses circles
            label = self._by_key.get(key)
            if label is None or label.into is None:
                break
            key = label.into
        return key

    def label(self, key: str) -> Label | None:
        """The label that records with that permanent key are read as."""
        return self._by_key.get(self.resolve(key))

    def by_position(self, position: str) -> Label | None:
        """The label on that key position, such as `Digit1` or `Shift+KeyQ`."""
        return self._by_position.get(position)

    def is_event(self, key: str) -> bool:
        """Whether `key` is the label of an event."""
        label = self.label(key)
        return label is not None and label.is_event

    @cached_property
    def _roles_by_label(self) -> Mapping[str, tuple[Role, ...]]:
        roles = {role.key: role for role in self.roles}
        return MappingProxyType(
            {
                label.key: tuple(_used(roles[use.role], use) for use in label.roles if use.role in roles)
                for label in self.labels
            }
        )

    def roles_of(self, label: str) -> tuple[Role, ...]:
        """The roles of an event's label as they are there, in the order of its form."""
        return self._roles_by_label.get(self.resolve(label), ())

    def role(self, label: str, key: str) -> Role | None:
        """The role with that key in an event's label."""
        return next((role for role in self.roles_of(label) if role.key == key), None)

    def fits(self, role: Role, label: str) -> bool:
        """Whether a mention with that label may fill a role: the label itself or one above it is allowed."""
        if not role.takes_mentions:
            return False
        return not role.labels or self.is_under(label, role.labels)

    def is_under(self, label: str, allowed: Iterable[str]) -> bool:
        """Whether a label, or one above it, is among those allowed."""
        keys = {self.resolve(key) for key in allowed}
        return any(key in keys for key in self.lineage(label))

    def lineage(self, label: str) -> tuple[str, ...]:
        """The key that `label` is read as, then those above it."""
        found: list[str] = []
        key: str | None = self.resolve(label)
        while key is not None and key not in found:
            found.append(key)
            known = self._by_key.get(key)
            key = known.parent if known else None
        return tuple(found)

    @cached_property
    def _attributes_by_label(self) -> dict[tuple[Carrier, str], tuple[Attribute, ...]]:
        return {}

    def attributes_of(self, carrier: Carrier, label: str) -> tuple[Attribute, ...]:
        """The attributes of a mention (`entity`), event or relation with that label."""
        known = self._attributes_by_label  # asked for each record: a layer has 50,000, a schema 300 labels
        if (carrier, label) not in known:
            known[carrier, label] = self._attributes_on(carrier, label)
        return known[carrier, label]

    def _attributes_on(self, carrier: Carrier, label: str) -> tuple[Attribute, ...]:
        on = (attribute for attribute in self.attributes if attribute.on == carrier)
        if carrier == "relation":
            return tuple(a for a in on if not a.labels or label in a.labels)
        return tuple(a for a in on if not a.labels or self.is_under(label, a.labels))

    def relation(self, key: str) -> RelationType | None:
        """The relation with that key."""
        return next((relation for relation in self.relations if relation.key == key), None)

    def document_label(self, key: str) -> DocumentField | None:
        """The document label with that key."""
        return next((field for field in self.document_labels if field.key == key), None)


def _used(role: Role, use: RoleUse) -> Role:
    own = {name: value for name in ("required", "many", "labels") if (value := getattr(use, name)) is not None}
    return msgspec.structs.replace(role, **own) if own else role
