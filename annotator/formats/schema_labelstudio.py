"""Label Studio's labelling configuration, read into a schema. Pure text; the XML is taken for hostile.

What is taken over: <Labels> of text (labels of entities), <Relations>, and <Choices>, <Taxonomy>, <TextArea>, <Number>,
<Rating>, <DateTime>: attributes of mentions where they are `perRegion`, else labels of the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

import msgspec

from annotator.formats.schema_draft import Fault, Imported, Keys, finished, hotkey, placed, schema_name
from annotator.schema import Attribute, DocumentField, Label, Option, RelationType, Schema, ValueKind, refusal

_SPANS: Final = frozenset({"Labels", "HyperTextLabels", "ParagraphLabels"})
_FIELDS: Final[Mapping[str, ValueKind]] = {
    "Choices": "choice",
    "Taxonomy": "choice",
    "TextArea": "text",
    "Number": "number",
    "Rating": "number",
    "DateTime": "date",
}
_QUIET: Final = frozenset({"View", "Text", "HyperText", "Paragraphs", "Header", "Style", "Collapse", "Panel", "Filter"})
"""Tags that only lay the screen out, or name the text."""
_MAX_DEPTH: Final = 100
_MAX_TAGS: Final = 20_000


@dataclass
class _Tag:
    """An element with its line."""

    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[_Tag] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """The first of these attributes that is there and not empty."""
        return next((value for name in names if (value := self.attributes.get(name, "").strip())), "")

    def says(self, name: str) -> bool:
        return self.get(name).lower() == "true"


@dataclass
class _Reading:
    """What was found, what is wrong, what a schema cannot say."""

    labels: dict[str, Label] = field(default_factory=dict)
    relations: list[RelationType] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    fields: list[DocumentField] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lost: dict[str, None] = field(default_factory=dict)
    keys: dict[str, Keys] = field(
        default_factory=lambda: {k: Keys(k) for k in ("label", "relation", "attribute", "field")}
    )
    waiting: list[tuple[_Tag, Attribute]] = field(default_factory=list)
    """Attributes whose labels are known only at the end."""


def read_labelstudio(text: str, file: str) -> Imported:
    """The schema of a labelling configuration; `file` stands in the messages.

    Raises DataError whose problems say `FILE:LINE: reason`: for what is no XML, holds a DOCTYPE or entities, nests too
    deeply, or names no labels.
    """
    root = _parse(text, file)
    reading = _Reading()
    _walk(root, reading)
    _limit(reading)
    if not reading.labels and not reading.faults:
        reading.faults.append((root.line, "there is no <Label> for text here"))
    name = schema_name(file)
    schema = Schema(
        name,
        name,
        name,
        placed(reading.labels.values()),
        attributes=tuple(reading.attributes),
        relations=tuple(reading.relations),
        document_labels=tuple(reading.fields),
    )
    lost = [*reading.lost, *(words for keys in reading.keys.values() for words in keys.lost())]
    return finished(schema, lost, file, reading.faults)


def _parse(text: str, file: str) -> _Tag:
    """The tree of elements. No entity is ever expanded and nothing outside the text is read."""
    parser = expat.ParserCreate()
    top = _Tag("", {}, 1)
    stack, count = [top], 0

    def refuse(*_: object) -> None:
        raise refusal(
            file, [(parser.CurrentLineNumber, "a DOCTYPE or entity has no place in a labelling configuration")]
        )

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > _MAX_DEPTH or count > _MAX_TAGS:
            raise refusal(file, [(parser.CurrentLineNumber, "the XML is too deep or too long for a list of labels")])
        tag = _Tag(name, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(tag)
        stack.append(tag)

    def end(_: str) -> None:
        stack.pop()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise refusal(file, [(error.lineno, f"this is not XML: {expat.ErrorString(error.code)}")]) from error
    return top.children[0]


def _walk(tag: _Tag, reading: _Reading) -> None:
    if tag.name in _SPANS:
        _read_labels(tag, reading)
    elif tag.name == "Relations":
        _read_relations(tag, reading)
    elif tag.name in _FIELDS:
        _read_field(tag, reading)
    elif tag.name.endswith("Labels"):
        reading.lost.setdefault(f"<{tag.name}>: labels of pictures or sound")
    else:
        if tag.name not in _QUIET:
            reading.lost.setdefault(f"<{tag.name}>")
        for child in tag.children:
            _walk(child, reading)


def _read_labels(tag: _Tag, reading: _Reading) -> None:
    for child in tag.children:
        value = child.get("value", "alias")
        if child.name != "Label" or not value:
            reading.faults.append((child.line, f"<{tag.name}> takes <Label value=...> only"))
            continue
        if value in reading.labels:
            reading.faults.append((child.line, f"the label {value!r} is there twice"))
            continue
        if child.get("background"):
            reading.lost.setdefault("colours; the labels got colours of their own")
        key = reading.keys["label"].key(child.get("alias") or value)
        taken = {label.position for label in reading.labels.values()}
        position = hotkey(child.get("hotkey"), taken)
        hint = child.get("hint")
        reading.labels[value] = Label(key, "entity", value, value, position=position, help_en=hint, help_ar=hint)


def _read_relations(tag: _Tag, reading: _Reading) -> None:
    for child in tag.children:
        value = child.get("value")
        if child.name != "Relation" or not value:
            reading.faults.append((child.line, "<Relations> takes <Relation value=...> only"))
            continue
        reading.relations.append(RelationType(reading.keys["relation"].key(value), value, value))


def _read_field(tag: _Tag, reading: _Reading) -> None:
    """A choice, text, number or date: of mentions when it is `perRegion`, else of the document."""
    kind = _FIELDS[tag.name]
    name = tag.get("name")
    if not name:
        reading.faults.append((tag.line, f"<{tag.name}> has no name"))
        return
    options = _options(tag, reading) if kind == "choice" else ()
    if kind == "choice" and not options:
        reading.faults.append((tag.line, f"<{tag.name} name={name!r}> has no <Choice>"))
        return
    single = tag.get("maxUsages") == "1" if tag.name == "Taxonomy" else tag.get("choice") != "multiple"
    multiple, required = kind == "choice" and not single, tag.says("required")
    if tag.says("perRegion"):
        key = reading.keys["attribute"].key(name)
        made = Attribute(key, name, name, kind, options, multiple, required, on="entity")
        reading.attributes.append(made)
        reading.waiting.append((tag, made))
        return
    if tag.get("whenTagName", "whenLabelValue", "whenChoiceValue"):
        reading.lost.setdefault(f"when <{tag.name} name={name!r}> is shown")
    key = reading.keys["field"].key(name)
    reading.fields.append(DocumentField(key, name, name, kind, options, multiple, required))


def _options(tag: _Tag, reading: _Reading) -> tuple[Option, ...]:
    """The choices, those of a taxonomy each under the one above it."""
    keys = Keys("value")

    def below(children: Sequence[_Tag], above: str | None) -> list[Option]:
        found = []
        for child in children:
            value = child.get("value", "alias")
            if child.name != "Choice" or not value:
                reading.faults.append((child.line, f"<{tag.name}> takes <Choice value=...> only"))
                continue
            key = keys.key(child.get("alias") or value)
            found += [Option(key, value, value, above), *below(child.children, key)]
        return found

    options = tuple(below(tag.children, None))
    for words in keys.lost():
        reading.lost.setdefault(words)
    return options


def _limit(reading: _Reading) -> None:
    """Limits attributes to the labels that their tag names, now that all labels are known."""
    limited = []
    for tag, attribute in reading.waiting:
        wanted = [name.strip() for name in tag.get("whenLabelValue").split(",") if name.strip()]
        for name in wanted:
            if name not in reading.labels:
                reading.faults.append((tag.line, f"there is no label {name!r}"))
        if tag.get("whenChoiceValue"):
            reading.lost.setdefault(f"when <{tag.name} name={tag.get('name')!r}> is shown")
        keys = tuple(reading.labels[name].key for name in wanted if name in reading.labels)
        limited.append(msgspec.structs.replace(attribute, labels=keys))
    reading.attributes = limited
