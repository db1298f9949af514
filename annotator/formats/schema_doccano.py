"""doccano's label files (JSON), read into a schema: a list of objects with `text`, and perhaps keys and colours."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from annotator.formats.schema_draft import (
    MAX_LABELS,
    TOO_MANY,
    Fault,
    Imported,
    Keys,
    finished,
    hotkey,
    placed,
    schema_name,
)
from annotator.schema import Label, Schema, refusal

_KNOWN: Final = frozenset(
    {"id", "text", "prefix_key", "suffix_key", "background_color", "text_color", "prefixKey", "suffixKey"}
    | {"backgroundColor", "textColor"}
)


def read_doccano(text: str, file: str) -> Imported:
    """The schema of a label file; `file` stands in the messages. doccano does not say whether a label marks spans or
    documents: each becomes the label of an entity.

    Raises DataError whose problems say `FILE:LINE: reason`.
    """
    faults: list[Fault] = []
    labels: dict[str, Label] = {}
    keys, lost = Keys("label"), dict[str, None]()
    rows = _rows(text, file)
    if len(rows) > MAX_LABELS:
        raise refusal(file, [TOO_MANY])
    for line, row in rows:
        name = row.get("text") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name.strip():
            faults.append((line, 'a label is an object with a "text", such as {"text": "PER"}'))
        elif name in labels:
            faults.append((line, f"the label {name!r} is there twice"))
        else:
            position = hotkey(_keys_of(row), {label.position for label in labels.values()})
            labels[name] = Label(keys.key(name), "entity", name, name, position=position)
            if row.get("background_color") or row.get("backgroundColor"):
                lost.setdefault("colours; the labels got colours of their own")
            if strange := sorted(set(row) - _KNOWN):
                lost.setdefault(f"fields that this program does not know: {', '.join(strange)}")
    if not labels and not faults:
        faults.append((1, "the list holds no label"))
    name = schema_name(file)
    return finished(Schema(name, name, name, placed(labels.values())), [*lost, *keys.lost()], file, faults)


def _keys_of(row: dict[str, Any]) -> str:
    """The key of a label as one word; empty without one."""
    prefix, suffix = (str(row.get(name) or row.get(other) or "") for name, other in _PAIRS)
    return f"{prefix}+{suffix}" if prefix and suffix else suffix


_PAIRS: Final = (("prefix_key", "prefixKey"), ("suffix_key", "suffixKey"))


def _rows(text: str, file: str) -> list[tuple[int, Any]]:
    """The items of the list, each with the line where it begins."""
    decoder = json.JSONDecoder()
    rows: list[tuple[int, Any]] = []
    try:
        if not isinstance(json.loads(text), list):
            raise refusal(file, [(1, "a file of labels is a list: [{...}, ...]")])
        at, line, seen = text.index("[") + 1, 1, 0
        while (found := re.compile(r"[\s,]*").match(text, at)) and text[found.end()] != "]":
            value, at = decoder.raw_decode(text, found.end())
            line, seen = line + text.count("\n", seen, found.end()), found.end()
            rows.append((line, value))
    except json.JSONDecodeError as error:
        raise refusal(file, [(error.lineno, f"this is not JSON: {error.msg}")]) from error
    except RecursionError as error:
        raise refusal(file, [(1, "it is nested too deeply")]) from error
    return rows
