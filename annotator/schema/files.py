"""Schemas as files: found by name, read from TOML with line numbers in the messages, written back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from annotator.errors import DataError, UnavailableError, placed
from annotator.resources import resource
from annotator.schema.checking import check_schema
from annotator.schema.misreadings import shape_fault, toml_fault
from annotator.schema.records import Schema
from annotator.schema.rules import Reason

_TABLES: Final = ("groups", "roles", "attributes", "relations", "document_labels", "labels")
"""What a file writes as [[tables]], in this order; everything else stands in the head."""


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
        raise UnavailableError(
            f"{path}: the file cannot be read ({error.strerror}).",
            arabic=f"تعذرت قراءة الملف {path} ({error.strerror}).",
        ) from error
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(str(path), [(line, Reason("not_utf8"))]) from error
    return parse_schema(source, str(path))


def parse_schema(source: str, name: str) -> Schema:
    """Checks the text of a schema file; `name` stands in the messages."""
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else source.count("\n") + 1
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise refusal(name, [(line, toml_fault(reason))]) from error
    except RecursionError as error:
        raise refusal(name, [(1, Reason("too_deep"))]) from error
    try:
        schema = msgspec.convert(raw, Schema)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$")
        raise refusal(name, [(_line_of(source, where.rstrip("`")), shape_fault(reason))]) from error
    problems = list(check_schema(schema))
    if problems:
        raise refusal(name, [(_line_of(source, where), reason) for where, reason in problems])
    return schema


def refusal(name: str, problems: Sequence[tuple[int, str]]) -> DataError:
    """What is raised for a file that is no good schema: the lines, counted from 1, and the reasons."""
    return DataError(
        f"The schema in {name} was not taken. Nothing was changed.",
        [placed(f"{name}:{line}", reason) for line, reason in problems],
        arabic=f"لم يؤخذ مخطط الوسوم من {name}. لم يتغير شيء.",
    )


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
    tables = {name: raw.pop(name, []) for name in _TABLES}
    parts = [_toml_fields(raw)]
    for name, rows in tables.items():
        parts += [f"[[{name}]]\n{_toml_fields(row)}" for row in rows]
    return "\n".join(parts)


def _toml_fields(fields: dict[str, Any]) -> str:
    return "".join(f"{key} = {_toml_value(value)}\n" for key, value in fields.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, str):
        # A JSON string is a TOML basic string, but for DEL.
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    return str(value)
