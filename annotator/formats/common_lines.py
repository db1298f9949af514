"""The fast way from a line to the log, for what most lines are: a text with somebody's plain mentions.

It takes only what `jsonl_reading.read_line` and `jsonl_records.records_of` take without a word, and says the same of it. On the
slightest doubt it takes nothing: rules and wording are there alone.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from annotator.formats.jsonl import MAX_LINE
from annotator.formats.jsonl_reading import stands_alone
from annotator.operations import MentionRow

_Id: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
_Place: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]


class _Mention(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    id: _Id
    start: _Place
    end: int
    label: str
    text: str


class _Nothing(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An object without fields."""


class CommonLine(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A line whose mentions have their ids and surfaces; beside them it says nothing, or says so."""

    id: str
    text: str
    mentions: list[_Mention]
    annotator: str | None = None
    status: Literal["todo", "in_progress", "done"] | None = None
    events: tuple[()] | None = None
    relations: tuple[()] | None = None
    entities: tuple[()] | None = None
    labels: _Nothing | None = None
    comments: tuple[()] | None = None


_DECODER: Final = msgspec.json.Decoder(CommonLine)
_LINE_KEYS: Final = 3
_MENTION_KEYS: Final = 5
_MENTION_STRINGS: Final = 3


def read_common(data: bytes) -> CommonLine | None:
    """A line (without its newline) if it is a common one with each field once; else None."""
    odd = b"\\u00" in data
    if len(data) > MAX_LINE or (odd and b"\\u0000" in data):
        return None
    try:
        line = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    said = (line.annotator is not None) + (line.status is not None)
    empty = (line.events, line.relations, line.entities, line.labels, line.comments)
    keys = _LINE_KEYS + _MENTION_KEYS * len(line.mentions) + said + len(empty) - empty.count(None)
    strings = _LINE_KEYS - 1 + _MENTION_STRINGS * len(line.mentions) + said
    # A quote in the text stands there as \", or else as \u0022.
    return line if stands_alone(data, keys, strings, 0 if odd else line.text.count('"')) else None


def rows_of(line: CommonLine, labels: Container[str]) -> list[MentionRow] | None:
    """The line's mentions, if each is in its place with the surface that is there, an id of its own and one of `labels`."""
    text = line.text
    length = len(text)
    rows = []
    ids = set()
    for mention in line.mentions:
        start, end, label, id = mention.start, mention.end, mention.label, mention.id
        if not start < end <= length or text[start:end] != mention.text or label not in labels:
            return None
        ids.add(id)
        rows.append((id, start, end, label))
    return rows if len(ids) == len(rows) else None
