"""brat's `annotation.conf`: read into a schema, and written from one.

A file has the sections [entities], [relations], [events] and [attributes]; subtypes are indented; `<NAME>=A|B` is a
macro; `!Type` is only a heading; an event's role is written `Role?:Type|Type` with ?, *, + or {n-m} for how often. The
syntax is that of brat's manual and of its configuration files. Pure text; nothing is fetched or run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import msgspec

from annotator.formats.schema_draft import Fault, Imported, Keys, finished, placed, schema_name
from annotator.schema import Attribute, Carrier, Group, Label, LabelKind, Option, RelationType, Role, RoleUse, Schema

_SECTIONS: Final = ("entities", "relations", "events", "attributes")
_ALIASES: Final = {"spans": "entities"}
_RESERVED: Final = (
    "ENTITY",
    "EVENT",
    "RELATION",
    "ANY",
    "REL-TYPE",
    "OVERLAP",
    "OVL-TYPE",
    "INHERIT",
    "NORM",
    "DEFAULT",
)
_ROLE: Final = re.compile(r"([^\s:]+?)(\?|\*|\+|\{(\d+)(?:-(\d+))?\}|):(\S+)")
_MACRO: Final = re.compile(r"<([A-Za-z_-]+)>=\s*(.*?)\s*")
_MAX_LINE: Final = 100_000
_MAX_ITEMS: Final = 10_000


class _Item(NamedTuple):
    """A line of a section."""

    line: int
    indent: int
    name: str
    shown: str
    heading: bool
    arguments: tuple[str, ...]


class _Slot(NamedTuple):
    """An argument as a line says it: name, at least, at most (None: any number), types."""

    name: str
    least: int
    most: int | None
    types: tuple[str, ...]


@dataclass
class _Reading:
    """A file being read: what was found, what is wrong, what a schema cannot say."""

    items: dict[str, list[_Item]] = field(default_factory=lambda: {name: [] for name in _SECTIONS})
    faults: list[Fault] = field(default_factory=list)
    lost: dict[str, None] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    """By the name in the file."""
    under: dict[str, list[str]] = field(default_factory=dict)
    """The names that stand right under a heading or label."""
    groups: list[Group] = field(default_factory=list)
    keys: Keys = field(default_factory=lambda: Keys("label"))

    def lose(self, words: str) -> None:
        self.lost.setdefault(words)


def read_brat(text: str, file: str) -> Imported:
    """The schema of an `annotation.conf`; `file` stands in the messages.

    Raises DataError whose problems say `FILE:LINE: reason`. An attribute of both mentions and events becomes two, since
    here an attribute stands on one kind of record.
    """
    reading = _Reading()
    _split(text, reading)
    _read_labels(reading, "entities", "entity")
    _read_labels(reading, "events", "event")
    relations = _read_relations(reading)
    roles = _read_roles(reading)
    attributes = _read_attributes(reading, {relation.key for relation in relations})
    name = schema_name(file)
    labels = placed(reading.labels.values())
    if not labels and not reading.faults:
        reading.faults.append((1, "there are no types under [entities] or [events]"))
    schema = Schema(
        name, name, name, labels, groups=tuple(reading.groups), roles=roles, attributes=attributes, relations=relations
    )
    return finished(schema, [*reading.lost, *reading.keys.lost()], file, reading.faults)


# --- lines -----------------------------------------------------------------------------------------------------------


def _split(text: str, reading: _Reading) -> None:
    """Lines into items of sections; macros hold from where they stand to the end of their section."""
    section, macros, count = None, dict[str, str](), 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.lstrip().startswith("#") or re.fullmatch(r"\s*-+\s*", line):
            continue
        if found := re.fullmatch(r"\s*\[(.*)\]\s*", line):
            section, macros = _ALIASES.get(found[1], found[1]), {}
            if section not in _SECTIONS:
                reading.faults.append((number, f"there is no section [{found[1]}]; there are: {', '.join(_SECTIONS)}"))
            continue
        if section is None:
            reading.faults.append((number, "this stands before the first section, such as [entities]"))
        elif found := _MACRO.fullmatch(line):
            macros[found[1]] = _expanded(found[2], macros, number, reading)
        elif section in _SECTIONS:
            count += 1
            item = _item(_expanded(line, macros, number, reading), number)
            if item is None:
                reading.faults.append((number, "this line names no type"))
            else:
                reading.items[section].append(item)
        if count > _MAX_ITEMS:
            reading.faults.append((number, f"there are more than {_MAX_ITEMS} lines of types"))
            return


def _expanded(line: str, macros: dict[str, str], number: int, reading: _Reading) -> str:
    """The line with its macros put in; it may not grow beyond all bounds."""
    size = len(line) + sum(len(macros.get(name, "")) for name in re.findall(r"<([A-Za-z_-]+)>", line))
    if size > _MAX_LINE:
        reading.faults.append((number, "the macros make this line too long"))
        return ""

    def value(found: re.Match[str]) -> str:
        if found[1] not in macros and found[1] not in _RESERVED:
            reading.faults.append((number, f"there is no macro {found[0]} in this section"))
        return macros.get(found[1], found[0])

    return re.sub(r"<([A-Za-z_-]+)>", value, line)


def _item(line: str, number: int) -> _Item | None:
    found = re.fullmatch(r"(\s*)(\S+)(?:\s+(.*?))?\s*", line)
    terms = [term for term in found[2].split("|") if term.removeprefix("!")] if found else []
    if found is None or not terms:
        return None
    first, *others = terms
    arguments = tuple(part.strip() for part in (found[3] or "").split(",") if part.strip())
    name = first.removeprefix("!")
    shown = next(iter(others), name).replace("_", " ") if others else name
    return _Item(number, len(found[1]), name, shown, first.startswith("!"), arguments)


# --- labels ----------------------------------------------------------------------------------------------------------


def _read_labels(reading: _Reading, section: str, kind: LabelKind) -> None:
    above: list[_Item] = []
    for item in reading.items[section]:
        while above and above[-1].indent >= item.indent:
            above.pop()
        if item.name in reading.labels or item.name in reading.under:
            reading.faults.append((item.line, f"the type {item.name!r} is there twice"))
            continue
        reading.under[item.name] = []
        for parent in above[-1:]:
            reading.under[parent.name].append(item.name)
        headings = [known for known in above if known.heading]
        group = next((g.key for known in headings[-1:] for g in reading.groups if g.en == known.shown), None)
        if item.heading:
            reading.groups.append(Group(_group_key(item.name, reading.groups), item.shown, item.shown))
        else:
            parent_label = next(
                (reading.labels[known.name].key for known in reversed(above) if not known.heading), None
            )
            key = reading.keys.key(item.name)
            label = Label(key, kind, item.shown, item.shown, group=group, parent=parent_label)
            reading.labels[item.name] = label
        if section == "entities" and item.arguments:
            reading.lose("arguments of entities, such as <NORM>")
        above.append(item)


def _group_key(name: str, groups: Sequence[Group]) -> str:
    keys = Keys("group")
    for group in groups:
        keys.key(group.key)
    return keys.key(name)


def _found(reading: _Reading, names: Iterable[str], line: int) -> tuple[str, ...]:
    """Keys of the labels that types of an argument mean; empty: any."""
    keys: dict[str, None] = {}
    for name in names:
        if name == "<ANY>":
            return ()
        if name in ("<ENTITY>", "<EVENT>"):
            kind = name.strip("<>").lower()
            keys.update(
                dict.fromkeys(known.key for known in reading.labels.values() if known.kind == kind and not known.parent)
            )
        elif name in reading.labels:
            keys.setdefault(reading.labels[name].key)
        elif name in reading.under:
            inner = _found(reading, reading.under[name], line)
            keys.update(dict.fromkeys(inner))
        elif name == "<RELATION>":
            reading.lose("relations as arguments")
        else:
            reading.lose(f"the type {name}, which line {line} names and the file does not define")
    return tuple(keys)


# --- roles -----------------------------------------------------------------------------------------------------------


def _slot(argument: str, line: int, reading: _Reading) -> _Slot | None:
    """An argument such as `Theme+:Protein|Gene`."""
    found = _ROLE.fullmatch(argument)
    if found is None:
        reading.faults.append((line, f"{argument!r} is no argument; one is written Role?:Type|Type"))
        return None
    name, often, least, most, types = found.groups()
    low, high = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}.get(often, (0, 0))
    if least is not None:
        low, high = int(least), int(most if most is not None else least)
        if not 0 <= low <= (high or 0) or not high:
            reading.faults.append((line, f"{often} is no range for {name!r}"))
        elif high > 1:
            reading.lose("exact numbers of fillers; a role takes one or many")
    return _Slot(name, low, high, tuple(kind for kind in types.split("|") if kind))


def _read_roles(reading: _Reading) -> tuple[Role, ...]:
    """Sets the roles of the labels of events; returns them all."""
    roles: dict[str, Role] = {}
    keys = Keys("role")
    above: dict[int, _Item] = {}
    for item in reading.items["events"]:
        above = {indent: known for indent, known in above.items() if indent < item.indent}
        arguments: list[str] = []
        for argument in item.arguments:
            inherited = above[max(above)].arguments if above else ()
            arguments += inherited if argument == "<INHERIT>" else [argument]
        above[item.indent] = item._replace(arguments=tuple(arguments))
        if item.heading or item.name not in reading.labels:
            continue
        uses: dict[str, RoleUse] = {}
        for argument in arguments:
            if (slot := _slot(argument, item.line, reading)) is None:
                continue
            if slot.name in uses:
                reading.faults.append((item.line, f"the role {slot.name!r} is there twice"))
                continue
            uses[slot.name] = _use(slot, roles, keys, _found(reading, slot.types, item.line))
        label = reading.labels[item.name]
        reading.labels[item.name] = msgspec.structs.replace(label, roles=tuple(uses.values()))
    if keys.renamed:
        reading.lose(keys.lost()[0])
    return tuple(roles.values())


def _use(slot: _Slot, roles: dict[str, Role], keys: Keys, labels: tuple[str, ...]) -> RoleUse:
    """The role as a label uses it; the first use says how the role is everywhere."""
    required, many = slot.least > 0, slot.most is None or slot.most > 1
    role = roles.get(slot.name)
    if role is None:
        key = keys.key(slot.name)
        role = roles[slot.name] = Role(key, slot.name, slot.name, labels, required=required, many=many)
    return RoleUse(
        role.key,
        required=required if required != role.required else None,
        many=many if many != role.many else None,
        labels=labels if labels != role.labels else None,
    )


# --- relations, attributes -------------------------------------------------------------------------------------------


def _read_relations(reading: _Reading) -> tuple[RelationType, ...]:
    found: dict[str, RelationType] = {}
    keys = Keys("relation")
    for item in reading.items["relations"]:
        if item.name == "<OVERLAP>":
            reading.lose("rules for single overlaps (<OVERLAP>); the schema has one policy for all")
            continue
        if item.heading:
            continue
        kinds = [a.partition(":")[2] for a in item.arguments if a.startswith("<REL-TYPE>:")]
        slots = [s for a in item.arguments if not a.startswith("<") and (s := _slot(a, item.line, reading)) is not None]
        if len(slots) != 2:
            reading.faults.append((item.line, f"a relation has two arguments; {item.name!r} has {len(slots)}"))
            continue
        source, target = (_found(reading, slot.types, item.line) for slot in slots)
        symmetric = any("symmetric" in kind.split("-") for kind in kinds)
        if any(set(kind.split("-")) - {"symmetric"} for kind in kinds):
            reading.lose("that a relation is transitive")
        known = found.get(item.name)
        if known is None:
            key = keys.key(item.name)
            found[item.name] = RelationType(key, item.shown, item.shown, source, target, symmetric)
        else:
            reading.lose("which ends of a relation belong together, where it stands on several lines")
            found[item.name] = RelationType(
                known.key, known.en, known.ar, _joined(known.source, source), _joined(known.target, target), symmetric
            )
    if keys.renamed:
        reading.lose(keys.lost()[0])
    return tuple(found.values())


def _joined(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both lists of labels; an empty one means any."""
    return tuple(dict.fromkeys((*some, *more))) if some and more else ()


def _read_attributes(reading: _Reading, relations: set[str]) -> tuple[Attribute, ...]:
    found: dict[tuple[str, str], Attribute] = {}
    keys = Keys("attribute")
    for item in reading.items["attributes"]:
        argument = next((a.partition(":")[2] for a in item.arguments if a.startswith("Arg:")), None)
        values = next((a.partition(":")[2] for a in item.arguments if a.startswith("Value:")), None)
        if argument is None:
            reading.faults.append((item.line, f"the attribute {item.name!r} does not say what it stands on (Arg:...)"))
            continue
        if any(a.startswith("<") for a in item.arguments):
            reading.lose("values that an attribute has by default")
        options = _options(values)
        for carrier, labels in _carriers(reading, argument.split("|"), relations, item.line).items():
            known = found.get((item.name, carrier))
            if known is not None and known.options != options:
                reading.faults.append((item.line, f"the attribute {item.name!r} is there twice, with other values"))
                continue
            wanted = _joined(known.labels, labels) if known else labels
            key = known.key if known else keys.key(item.name)
            kind: Literal["choice", "flag"] = "choice" if options else "flag"
            found[item.name, carrier] = Attribute(key, item.shown, item.shown, kind, options, on=carrier, labels=wanted)
    if keys.renamed:
        reading.lose(keys.lost()[0])
    return tuple(found.values())


def _options(values: str | None) -> tuple[Option, ...]:
    keys = Keys("value")
    names = dict.fromkeys(value for value in (values or "").split("|") if value)
    return tuple(Option(keys.key(name), name, name) for name in names)


def _carriers(
    reading: _Reading, names: Sequence[str], relations: set[str], line: int
) -> dict[Carrier, tuple[str, ...]]:
    """What an attribute stands on, kind by kind, with the labels it is limited to."""
    carriers: dict[Carrier, tuple[str, ...]] = {}
    everywhere: dict[str, tuple[Carrier, ...]] = {
        "<ENTITY>": ("entity",),
        "<EVENT>": ("event",),
        "<RELATION>": ("relation",),
        "<ANY>": ("entity", "event", "relation"),
    }
    for name in names:
        if name in everywhere:
            carriers.update(dict.fromkeys(everywhere[name], ()))
        elif name in relations:
            carriers["relation"] = (*carriers.get("relation", ()), name)
        else:
            for key in _found(reading, [name], line):
                label = next(label for label in reading.labels.values() if label.key == key)
                carriers[label.kind] = (*carriers.get(label.kind, ()), key)
    return carriers
