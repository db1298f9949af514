"""Where records of gold come from, as lines carry it on request: `votes`, `n_annotators` and `method` of each item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import msgspec

from annotator.errors import Worded
from annotator.formats.reasons import reason
from annotator.model import IMPORTED, Decision, Event, Method, Origin
from annotator.operations import Record, RecordKey, argument_part

_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0)]
OriginKey: TypeAlias = tuple[str, str, str]
"""Kind, id and part of an origin."""


class Sourced(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The three fields; all of them are there, or none."""

    votes: _Count | None = None
    n_annotators: _Count | None = None
    method: Method | None = None

    @property
    def is_sourced(self) -> bool:
        """Whether any of the fields is there."""
        return self.votes is not None or self.n_annotators is not None or self.method is not None


def origins_in(records: Mapping[RecordKey, Record]) -> dict[OriginKey, Origin]:
    """The origins that a gold layer's decisions state. What was decided here counts more than what a file has said."""
    decisions = [record for record in records.values() if isinstance(record, Decision)]
    found: dict[OriginKey, Origin] = {}
    for decision in sorted(decisions, key=lambda d: (d.rule != IMPORTED, d.id)):
        found |= {(origin.kind, origin.id, origin.part): origin for origin in decision.origins}
    return found


def fields_of(origin: Origin | None) -> dict[str, Any]:
    """The fields of an item of a line; none where it is not known where it comes from."""
    if origin is None:
        return {}
    return {"votes": origin.votes, "n_annotators": origin.annotators, "method": origin.method}


def add_provenance(
    lines: Mapping[str, Sequence[dict[str, Any]]], events: Mapping[str, Event], origins: Mapping[OriginKey, Origin]
) -> None:
    """Adds the fields to the items of a line (kind -> items as they are written)."""
    for kind, items in lines.items():
        for item in items:
            item |= fields_of(origins.get((kind, item["id"], "")))
            event = events.get(item["id"]) if kind == "event" else None
            for argument, row in zip(event.arguments if event else (), item.get("arguments", ()), strict=bool(event)):
                row |= fields_of(origins.get(("argument", item["id"], argument_part(argument))))


def read_origins(items: Iterable[tuple[str, str, str, Sourced]]) -> Iterator[Origin | Worded]:
    """The origins that items (kind, id, part, fields) of a line state, or what is wrong with one."""
    for kind, id, part, fields in items:
        if not fields.is_sourced:
            continue
        if fields.votes is None or fields.n_annotators is None or fields.method is None:
            yield reason("sourced", kind=kind, id=id)
        elif fields.votes > fields.n_annotators:
            yield reason("votes", kind=kind, id=id, votes=fields.votes, n=fields.n_annotators)
        else:
            yield Origin(kind, id, fields.method, fields.votes, fields.n_annotators, (), part)
