"""What an import is given: JSONL files, text files, and folders of both, as a stream of documents with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from annotator.errors import DataError, UnavailableError, Worded
from annotator.formats.jsonl import BOM, MAX_LINE, Line
from annotator.formats.reasons import reason
from annotator.text.exact import decode

_JSONL: Final = frozenset({".jsonl", ".ndjson"})
_TEXT: Final = frozenset({".txt"})
_BUFFER: Final = 1 << 18
"""Bytes read at once: a line of an article is nearly as long as what Python reads by itself."""


class Source(NamedTuple):
    """A file to read, and what its documents are called by default."""

    path: Path
    name: str


class Item(NamedTuple):
    """One document with its place (`FILE:LINE`), or why it cannot be read, with the places of that.

    A text comes as a `line`; what a file of lines says comes as its bytes, `data`, for `read_line`.
    """

    place: str
    name: str
    size: int
    data: bytes = b""
    line: Line | None = None
    problems: tuple[str, ...] = ()


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """The files behind `paths`; folders are searched through, in the order of their names, without following links.

    Raises UnavailableError for what is not there, DataError for a file of another kind or a folder without any.
    """
    found: list[Source] = []
    for path in paths:
        if path.is_dir():
            inside = [Source(p, p.relative_to(path).as_posix()) for p in sorted(path.rglob("*")) if _is_ours(p)]
            if not inside:
                raise DataError(
                    f"{path} holds no .jsonl or .txt file. Nothing was imported.",
                    arabic=f"ليس في المجلد {path} ملف .jsonl ولا .txt. لم يُستورد شيء.",
                )
            found += inside
        elif not path.exists():
            raise UnavailableError(
                f"There is nothing at {path}. Nothing was imported.", arabic=f"لا شيء في {path}. لم يُستورد شيء."
            )
        elif path.suffix.lower() in _JSONL | _TEXT:
            found.append(Source(path, path.name))
        else:
            raise DataError(
                f"{path} is neither .jsonl nor .txt. Nothing was imported.",
                arabic=f"الملف {path} ليس .jsonl ولا .txt. لم يُستورد شيء.",
            )
    return found


def _is_ours(path: Path) -> bool:
    return path.suffix.lower() in _JSONL | _TEXT and path.is_file() and not path.is_symlink()


def total_size(sources: Sequence[Source]) -> int:
    """Bytes of all files, for the progress bar."""
    return sum(source.path.stat().st_size for source in sources)


def read_sources(sources: Sequence[Source]) -> Iterator[Item]:
    """All documents, streamed: never more than one line in memory."""
    for source in sources:
        try:
            yield from _read_text(source) if source.path.suffix.lower() in _TEXT else _read_jsonl(source)
        except OSError as error:
            raise UnavailableError(
                f"{source.path} cannot be read ({error.strerror}). Nothing was imported.",
                arabic=f"تعذرت قراءة الملف {source.path} ({error.strerror}). لم يُستورد شيء.",
            ) from error


def _read_text(source: Source) -> Iterator[Item]:
    data = source.path.read_bytes()
    place = f"{source.path}:1"
    try:
        # A byte-order mark belongs to the text here: nothing is taken away from a text.
        line = Line(text=decode(data, str(source.path)))
    except DataError as error:
        yield Item("", source.name, len(data), problems=tuple(error.problems))
        return
    yield Item(place, source.name, len(data), line=line)


def _read_jsonl(source: Source) -> Iterator[Item]:
    path, name = source
    with path.open("rb", buffering=_BUFFER) as file:
        number = 0
        # Lines end at LF alone: U+2028, U+2029, U+0085 and CR are characters of a text.
        while data := file.readline(MAX_LINE + 2):
            number += 1
            size = len(data)
            if size > MAX_LINE and not data.endswith(b"\n"):
                size += _skip_line(file)
            body = data.removeprefix(BOM) if number == 1 else data
            body = body.rstrip(b"\r\n")
            if body and not body.isspace():
                yield Item(f"{path}:{number}", f"{name}:{number}", size, body)


def _skip_line(file: BinaryIO) -> int:
    """Reads to the end of a line that is too long, so that no rest of it passes for a line; how many bytes that was."""
    size = 0
    while rest := file.readline(_BUFFER):
        size += len(rest)
        if rest.endswith(b"\n"):
            break
    return size


_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def name_fault(name: str) -> Worded | None:
    """Why a document cannot be called so; None where it can."""
    if not name.strip():
        return reason("name_empty")
    if len(name) > 1000:
        return reason("name_long")
    if _CONTROL.search(name):
        return reason("name_control")
    if _SURROGATE.search(name):
        return reason("name_bytes")
    return None
