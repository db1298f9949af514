"""What the importers of other tools' label files share: limits, permanent keys, free colours and key positions.

Pure: text in, a `Schema` and the list of what could not be carried out. Names that the file has in one language stand in
both, until somebody translates them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec

from annotator.schema import HUES, POSITIONS, Label, LabelKind, Schema, check_schema, is_key, refusal

MAX_BYTES: Final = 4 * 1024 * 1024
"""A label file is small. What is larger is something else, or meant ill."""
MAX_LABELS: Final = 5000
_KINDS: Final[tuple[LabelKind, ...]] = ("entity", "event")

Fault = tuple[int, str]
"""A line, counted from 1, and the reason."""
TOO_MANY: Final[Fault] = (1, f"there are more than {MAX_LABELS} labels")


class Imported(NamedTuple):
    """A schema made of another tool's file, and what the file says that a schema cannot."""

    schema: Schema
    lost: tuple[str, ...]


def text_of(data: bytes, name: str) -> str:
    """The text of a label file. Raises DataError for one that is too large or no UTF-8."""
    if len(data) > MAX_BYTES:
        raise refusal(name, [(1, f"the file is larger than {MAX_BYTES // 1024 // 1024} MB: that is no list of labels")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(name, [(data.count(b"\n", 0, error.start) + 1, "this is not UTF-8 text")]) from error


@dataclass
class Keys:
    """Permanent keys made of the names in a file; two names never share one."""

    kind: str
    """The word before the number where a name has no letter that a key may have."""
    renamed: list[str] = field(default_factory=list)
    """Names that could not be keys as they were, with the keys that they got."""
    _used: set[str] = field(default_factory=set)

    def key(self, name: str) -> str:
        """The key for a name: the name itself where it can be one."""
        plain = re.sub(r"[^A-Za-z0-9_.\-]+", "-", name).strip("-")
        plain = re.sub(r"^[^A-Za-z]+", "", plain)[:60]
        key = name if is_key(name) else plain or f"{self.kind}-{len(self._used) + 1}"
        number, base = 1, key
        while key in self._used:
            number += 1
            key = f"{base}-{number}"
        self._used.add(key)
        if key != name:
            self.renamed.append(f"{name} = {key}")
        return key

    def lost(self) -> list[str]:
        """What is to be said about the names that are no keys."""
        return [f"names that cannot be keys got others: {'; '.join(self.renamed)}"] if self.renamed else []


def placed(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels with colours and key positions for those without: entities on digits, events on letters."""
    out: list[Label] = []
    given = list(labels)
    used = {label.position for label in given}
    free = {kind: [p for p in POSITIONS if p not in used and ("Key" in p) == (kind == "event")] for kind in _KINDS}
    count = dict.fromkeys(_KINDS, 0)
    for label in given:
        changed: dict[str, Any] = {"color": HUES[count[label.kind] % len(HUES)]}
        count[label.kind] += 1
        if label.position is None and free[label.kind]:
            changed["position"] = free[label.kind].pop(0)
        out.append(msgspec.structs.replace(label, **changed))
    return tuple(out)


def hotkey(key: str, taken: Collection[str | None]) -> str | None:
    """The key position that another tool's key means (`3`, `q`, `shift+q`), where a label may take it and it is free."""
    *modifiers, last = key.lower().split("+")
    name = f"Digit{last}" if last.isdigit() else f"Key{last.upper()}"
    position = f"Shift+{name}" if modifiers == ["shift"] else name
    return position if position in POSITIONS and position not in taken and modifiers in ([], ["shift"]) else None


def finished(schema: Schema, lost: Sequence[str], file: str, faults: Sequence[Fault] = ()) -> Imported:
    """The imported schema. Raises DataError with all faults, those of the schema as a whole included."""
    found: list[Fault] = list(faults)
    if len(schema.labels) > MAX_LABELS:
        found.append(TOO_MANY)
    elif not found:
        found += [(1, reason) for _, reason in check_schema(schema)]
    if found:
        raise refusal(file, sorted(found))
    return Imported(schema, tuple(lost))


def schema_name(file: str) -> str:
    """The name of a schema made of a file's name."""
    stem = re.split(r"[/\\]", file)[-1].rsplit(".", 1)[0]
    return Keys("schema").key(stem)
