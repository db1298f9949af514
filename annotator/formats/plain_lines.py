"""The fast way from the log to a line, for the layers that most exports consist of: one operation of plain mentions.

It gives the very bytes that replaying the operation and `jsonl_writing.write_line` give, without making a record of each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter, itemgetter
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

import msgspec

from annotator.model import EMPTY, Document, Status
from annotator.operations import Operation

_Place: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
_Row: TypeAlias = tuple[str, _Place, int, str]
"""A mention in one part and without attributes, as an operation writes it: id, start, end, label."""


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
_END: Final = itemgetter(2)
_ORDER: Final = itemgetter(1, 2, 3, 0)


def plain_line(
    document: Document, annotator: str, operation: Operation, merged: Mapping[str, str] = EMPTY
) -> PlainLine | None:
    """The line of a layer that is this one operation; None when it takes the long way: other records, metadata, a
    mention that does not lie in the text. `merged`: labels that are read as others (`Schema.merged`)."""
    if document.meta or operation.undoes is not None:
        return None
    try:
        changes = _DECODER.decode(operation.changes)
    except msgspec.ValidationError:
        return None
    rows, text = changes.mention, document.text
    if merged:
        rows = [(id, start, end, merged.get(label, label)) for id, start, end, label in rows]
    rows.sort(key=_ORDER)
    if max(map(_END, rows), default=0) > len(text):
        return None
    mentions = [_Mention(id, start, end, label, text[start:end]) for id, start, end, label in rows]
    if not all(map(_SURFACE, mentions)):
        return None
    status: Status = changes.status[0][1] if changes.status else "todo"
    line = _Line(document.name, text, annotator, status, mentions, [])
    return PlainLine(_ENCODER.encode(line) + b"\n", status, len(rows) + len(changes.status), len(rows))
