"""Hashiya's own JSONL, one line per document and layer (docs/format.md, docs/jsonl.schema.json): the shape of a line.

`jsonl_reading` reads lines, `jsonl_records` makes records of them, `jsonl_writing` writes them.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from annotator.errors import Worded
from annotator.formats.provenance import Sourced
from annotator.model import Status

BOM: Final = b"\xef\xbb\xbf"
MAX_LINE: Final = 256 * 1024 * 1024
"""A longer line (bytes) is refused unread."""
UNSAID: Final = frozenset({"rejection", "opinion", "decision", "request"})
"""Kinds of record that no line carries."""


class LineError(ValueError):
    """Why a line cannot be taken, without its place: one reason or several, in both languages."""

    def __init__(self, *reasons: Worded) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class MentionLine(Sourced):
    """A mention as it stands in a line."""

    start: int
    end: int
    label: str
    id: str | None = None
    text: str | None = None
    parts: list[tuple[int, int]] = msgspec.field(default_factory=list)
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class ArgumentLine(Sourced):
    """An argument: a role with exactly one of mention, entity, value."""

    role: str
    mention: str | None = None
    entity: str | None = None
    value: Any = None


class EventLine(Sourced):
    """An event as it stands in a line."""

    label: str
    trigger: str
    id: str | None = None
    arguments: list[ArgumentLine] | None = None
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class RelationLine(Sourced):
    """A relation as it stands in a line."""

    label: str
    source: str
    target: str
    id: str | None = None
    attributes: dict[str, Any] = msgspec.field(default_factory=dict)


class EntityLine(Sourced):
    """An entity as it stands in a line."""

    mentions: list[str]
    id: str | None = None
    name: str = ""
    link: str = ""


class CommentLine(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A comment as it stands in a line."""

    body: str
    id: str | None = None
    about: str = ""
    resolved: bool = False
    attributes: dict[str, Any] = {}


class Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One line: a document, and, where `annotates`, one annotator's layer of it."""

    text: str
    id: str | int | None = None
    meta: dict[str, Any] = {}
    annotator: str | None = None
    status: Status | None = None
    mentions: list[MentionLine] | None = None
    events: list[EventLine] | None = None
    relations: list[RelationLine] | None = None
    entities: list[EntityLine] | None = None
    labels: dict[str, Any] | None = None
    comments: list[CommentLine] | None = None

    @property
    def annotates(self) -> bool:
        """Whether the line says something about the document, be it "nothing here"."""
        said = (self.status, self.mentions, self.events, self.relations, self.entities, self.labels, self.comments)
        return any(part is not None for part in said)


def labels_of(line: Line) -> dict[str, bool]:
    """The labels that a line uses, and whether it uses them for events."""
    used = {mention.label: False for mention in line.mentions or ()}
    used.update({event.label: True for event in line.events or ()})
    return used
