"""The fast way from the log to a line, for the layers that most exports consist of: one operation of plain mentions.

It gives the very bytes that replaying the operation and `jsonl.write_line` give, without making a record of each row.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from annotator.model import Document, Status
from annotator.operations import Operation


class _Row(msgspec.Struct, array_like=True, forbid_unknown_fields=True, gc=False):
    """A mention in one part and without attributes, as an operation writes it."""

    id: str
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: int
    label: str


class _Changes(msgspec.Struct, forbid_unknown_fields=True):
    mention: list[_Row] = []
    status: list[tuple[str, Status]] = []


class _Mention(msgspec.Struct, gc=False):
    id: str
    start: int
    end: int
    label: str
    text: str


class _Line(msgspec.Struct):
    id: str
    text: str
    annotator: str
    status: str
    mentions: list[_Mention]
    events: list[Any]


class PlainLine(NamedTuple):
    """A line and what is in it."""

    data: bytes
    status: Status
    records: int
    mentions: int
    events: int = 0


_DECODER: Final = msgspec.json.Decoder(_Changes)
_ENCODER: Final = msgspec.json.Encoder()
_SURFACE: Final = attrgetter("text")
_END: Final = attrgetter("end")
_ORDER: Final = attrgetter("start", "end", "label", "id")


def plain_line(document: Document, annotator: str, operation: Operation) -> PlainLine | None:
    """The line of a layer that is this one operation; None when it takes the long way: other records, metadata, a
    mention that does not lie in the text."""
    if document.meta or operation.undoes is not None:
        return None
    try:
        changes = _DECODER.decode(operation.changes)
    except msgspec.ValidationError:
        return None
    rows, text = changes.mention, document.text
    rows.sort(key=_ORDER)
    if max(map(_END, rows), default=0) > len(text):
        return None
    mentions = [_Mention(row.id, row.start, row.end, row.label, text[row.start : row.end]) for row in rows]
    if not all(map(_SURFACE, mentions)):
        return None
    status: Status = changes.status[0][1] if changes.status else "todo"
    line = _Line(document.name, text, annotator, status, mentions, [])
    return PlainLine(_ENCODER.encode(line) + b"\n", status, len(rows) + len(changes.status), len(rows))
