"""A local knowledge base: ids with names that entities are linked to. Read from TSV or JSONL, searched as Arabic is.

TSV: id, name, other names (separated by |), description; the last two may be left out; a first line that begins with
`id` and a tab names the columns. JSONL: {"id": ..., "name": ..., "aliases": [...], "description": ...}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from annotator.errors import DataError, UnavailableError
from annotator.text.normalise import key

MOST: Final = 50_000
"""So many entries a knowledge base may have."""
LONGEST: Final = 2_000
"""So many characters an entry's line may have."""
LARGEST: Final = 16 * 1024 * 1024
"""So many bytes the file may have."""
_REPORTED: Final = 20


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """Something that mentions can mean. `id` is what entities are linked to."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    aliases: list[str] = msgspec.field(default_factory=list)
    description: str = ""


def read_entries(path: Path) -> list[Entry]:
    """The entries of a file.

    Raises DataError with each line that cannot be one, UnavailableError where the file cannot be read or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UnavailableError(f"{path} is larger than {LARGEST // 1024 // 1024} MB. Nothing was loaded.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnavailableError(f"{path} cannot be read: {error.strerror}.", code="no_file") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8. Nothing was loaded.") from error
    is_json = path.suffix.lower() in (".jsonl", ".json") or text.lstrip().startswith("{")
    found: dict[str, Entry] = {}
    problems: list[str] = []
    for number, line in _lines(text, is_json=is_json):
        try:
            entry = _entry(line, is_json=is_json)
            if entry.id in found:
                raise ValueError(f"the id {entry.id!r} is there already")
            found[entry.id] = entry
        except ValueError as error:
            problems.append(f"{path}:{number}: {error}")
        if len(found) > MOST or len(problems) >= _REPORTED:
            break
    if len(found) > MOST:
        raise DataError(f"{path} has more than {MOST} entries. Nothing was loaded.")
    if problems or not found:
        raise DataError("Nothing was loaded.", problems or [f"{path} holds no entry."])
    return list(found.values())


def _lines(text: str, *, is_json: bool) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without empty ones and the names of columns."""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip() and not (number == 1 and not is_json and line.lower().startswith("id\t")):
            yield number, line


def _entry(line: str, *, is_json: bool) -> Entry:
    if len(line) > LONGEST:
        raise ValueError(f"the line is longer than {LONGEST} characters")
    if is_json:
        try:
            read = msgspec.json.decode(line, type=_Line)
        except msgspec.MsgspecError as error:
            raise ValueError(str(error)) from error
        parts = [read.id, read.name, read.description, *read.aliases]
        entry = Entry(read.id.strip(), read.name.strip(), tuple(read.aliases), read.description)
    else:
        parts = line.split("\t")
        if not 2 <= len(parts) <= 4:
            raise ValueError(f"it has {len(parts)} columns; an id and a name are needed, four are the most")
        aliases = tuple(name.strip() for name in parts[2].split("|") if name.strip()) if len(parts) > 2 else ()
        entry = Entry(parts[0].strip(), parts[1].strip(), aliases, parts[3].strip() if len(parts) > 3 else "")
    if not entry.id or not entry.name:
        raise ValueError("an id and a name are needed")
    if any(ord(letter) < 32 for part in parts for letter in part):
        raise ValueError("it has a control character")
    return entry


class Knowledge:
    """Entries, searched through vowels, forms of hamza and digits. They are folded when something is first looked for."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._by_id = {entry.id: entry for entry in self.entries}
        self._folded: list[tuple[str, ...]] | None = None

    def __len__(self) -> int:
        return len(self.entries)

    def get(self, id: str) -> Entry | None:
        """The entry with that id."""
        return self._by_id.get(id)

    def search(self, text: str, *, most: int = 50) -> list[Entry]:
        """Entries of which a name holds `text`, or whose id begins with it: first names that are just this, then those
        that begin with it, then the others. Without a text the first entries."""
        wanted = key(text.strip())
        if not wanted:
            return self.entries[:most]
        if self._folded is None:
            self._folded = [tuple(map(key, (entry.name, *entry.aliases))) for entry in self.entries]
        ranked: list[tuple[int, int]] = []
        for number, names in enumerate(self._folded):
            rank = min(_ranks(names, wanted), default=9)
            if rank > 2 and key(self.entries[number].id).startswith(wanted):
                rank = 1
            if rank <= 2:
                ranked.append((rank, number))
        return [self.entries[number] for _, number in sorted(ranked)[:most]]


def _ranks(names: Iterable[str], wanted: str) -> Iterator[int]:
    for name in names:
        if wanted in name:
            yield 0 if name == wanted else 1 if name.startswith(wanted) else 2


def to_rows(entries: Iterable[Entry]) -> list[Any]:
    """Entries as they are kept in a project."""
    return [msgspec.to_builtins(entry) for entry in entries]


def from_rows(rows: Any) -> list[Entry]:
    """The inverse of `to_rows`; what cannot be read is left out."""
    found = []
    for row in rows if isinstance(rows, list | tuple) else ():
        try:
            found.append(msgspec.convert(row, Entry))
        except msgspec.ValidationError:
            continue
    return found
