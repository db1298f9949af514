"""The annotation schema: labels, colours, key positions and policies. Read from TOML, checked, written back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from annotator.errors import DataError, UnavailableError
from annotator.resources import resource

OverlapPolicy = Literal["none", "nested", "any"]
BoundaryPolicy = Literal["stem", "word", "free"]
LabelKind = Literal["entity", "event"]
Language = Literal["en", "ar"]

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

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,63}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class ColorPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An own colour of a label, as #rrggbb, for light and dark."""

    light: str
    dark: str


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels that stand together."""

    key: str
    en: str
    ar: str


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
    help_en: str = ""
    help_ar: str = ""

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


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """All labels of a project with the policies for overlap and boundaries."""

    name: str
    en: str
    ar: str
    labels: tuple[Label, ...]
    version: int = 1
    overlap: OverlapPolicy = "any"
    boundary: BoundaryPolicy = "stem"
    groups: tuple[Group, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.labels}

    @cached_property
    def _by_position(self) -> dict[str, Label]:
        return {label.position: label for label in self.labels if label.position}

    def label(self, key: str) -> Label | None:
        """The label with that permanent key."""
        return self._by_key.get(key)

    def by_position(self, position: str) -> Label | None:
        """The label on that key position, such as `Digit1` or `Shift+KeyQ`."""
        return self._by_position.get(position)

    def is_event(self, key: str) -> bool:
        """Whether `key` is the label of an event."""
        label = self._by_key.get(key)
        return label is not None and label.is_event

    def with_labels(self, keys: Sequence[str], events: frozenset[str] = frozenset()) -> Schema:
        """This schema, one version on, with labels added for `keys`: named by their keys, free colours and no keys."""
        used = [label.color for label in self.labels]
        added = []
        for key in keys:
            hue = min(HUES, key=lambda name: (used.count(name), HUES.index(name)))
            used.append(hue)
            added.append(Label(key=key, kind="event" if key in events else "entity", en=key, ar=key, color=hue))
        return msgspec.structs.replace(self, labels=(*self.labels, *added), version=self.version + 1)


def presets() -> list[str]:
    """Names of the schemas that come with the program."""
    return sorted(path.stem for path in resource("schemas").glob("*.toml"))


def load_preset(name: str) -> Schema:
    """The schema of that name that comes with the program. Raises DataError when there is none."""
    if name not in presets():
        raise DataError(f"There is no schema named {name!r}. The presets are: {', '.join(presets())}.")
    return read_schema(resource("schemas", f"{name}.toml"))


def load_schema(name_or_file: str) -> Schema:
    """A preset by its name, or a TOML file by its path."""
    if name_or_file in presets():
        return load_preset(name_or_file)
    path = Path(name_or_file)
    if path.suffix == ".toml" or path.exists():
        return read_schema(path)
    raise DataError(
        f"{name_or_file} is neither a preset ({', '.join(presets())}) nor a schema file. "
        "Name one of the presets, or a .toml file."
    )


def read_schema(path: Path) -> Schema:
    """Reads and checks a schema file.

    Raises DataError whose problems say `FILE:LINE: reason`, UnavailableError when the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnavailableError(f"{path}: the file cannot be read ({error.strerror}).") from error
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refusal(str(path), [(line, "this is not UTF-8 text")]) from error
    return parse_schema(source, str(path))


def parse_schema(source: str, name: str) -> Schema:
    """Checks the text of a schema file; `name` stands in the messages."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else source.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise _refusal(name, [(line, f"this is not TOML: {reason}")]) from error
    except RecursionError as error:
        raise _refusal(name, [(1, "it is nested too deeply")]) from error
    try:
        schema = msgspec.convert(raw, Schema)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$")
        raise _refusal(name, [(_line_of(source, where.rstrip("`")), reason)]) from error
    problems = list(check_schema(schema))
    if problems:
        raise _refusal(name, [(_line_of(source, where), reason) for where, reason in problems])
    return schema


def is_key(text: str) -> bool:
    """Whether `text` may be the permanent key of a label."""
    return _KEY.fullmatch(text) is not None


def check_schema(schema: Schema) -> Iterator[tuple[str, str]]:
    """What the types alone cannot say: (place such as `.labels[3].key`, reason)."""
    if not schema.labels:
        yield "", "a schema needs at least one label"
    groups: set[str] = set()
    for i, group in enumerate(schema.groups):
        if group.key in groups:
            yield f".groups[{i}].key", f"the group {group.key!r} is there twice"
        groups.add(group.key)
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
        if label.position in positions:
            yield (
                f"{here}.position",
                f"{label.position!r} already belongs to the label {positions[label.position]!r}",
            )
        if label.position is not None:
            positions.setdefault(label.position, label.key)


def _check_label(here: str, label: Label) -> Iterator[tuple[str, str]]:
    """What is wrong with a label by itself."""
    if not is_key(label.key):
        yield f"{here}.key", f"{label.key!r} is not a key: letters, digits, . _ - only, starting with a letter"
    if not label.en.strip() or not label.ar.strip():
        yield here, f"the label {label.key!r} needs a name in both languages"
    if label.position is not None and label.position not in POSITIONS:
        yield f"{here}.position", f"{label.position!r} is not a key a label may take"
    yield from _check_color(here, label.color)


def _check_color(here: str, color: str | ColorPair) -> Iterator[tuple[str, str]]:
    if isinstance(color, str):
        if color not in HUES:
            yield f"{here}.color", f"{color!r} is not a colour. Take one of: {', '.join(HUES)}"
    elif not (_COLOUR.fullmatch(color.light) and _COLOUR.fullmatch(color.dark)):
        yield f"{here}.color", 'own colours are written as light = "#rrggbb", dark = "#rrggbb"'


def _refusal(name: str, problems: Sequence[tuple[int, str]]) -> DataError:
    listed = [f"{name}:{line}: {reason}" for line, reason in problems]
    return DataError(f"The schema in {name} was not taken. Nothing was changed.", listed)


def _line_of(source: str, where: str) -> int:
    """The line (from 1) of a place such as `.labels[3].key`; the best line known where the place has none of its own."""
    found = re.match(r"\.(\w+)(?:\[(\d+)\](?:\.(\w+))?)?", where)
    if not found:
        return 1
    table, index, field = found[1], found[2], found[3]
    lines = source.split("\n")
    if index is None:
        return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*{table}\s*=", line)), 1)
    headers = [n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
    if int(index) >= len(headers):
        return 1
    start = headers[int(index)]
    if field:
        for n, line in enumerate(lines[start:], start + 1):
            if line.lstrip().startswith("["):
                break
            if re.match(rf"\s*{field}\s*=", line):
                return n
    return start


def to_toml(schema: Schema) -> str:
    """The schema as the text of a file that `read_schema` reads back to an equal schema."""
    raw: dict[str, Any] = msgspec.to_builtins(schema)
    tables = {name: raw.pop(name, []) for name in ("groups", "labels")}
    parts = [_toml_fields(raw)]
    for name, rows in tables.items():
        parts += [f"[[{name}]]\n{_toml_fields(row)}" for row in rows]
    return "\n".join(parts)


def _toml_fields(fields: dict[str, Any]) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in fields.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, str):
        # A JSON string is a TOML basic string, but for DEL.
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    return str(value)
