"""What cannot stand without what: events without their trigger, arguments without their filler, remarks without what
they are about. Every edit that removes a record takes these along in its step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

import msgspec

from annotator.edits.draft import put
from annotator.layer import Layer
from annotator.model import Entity, Event
from annotator.operations import Change, Record, RecordKey

COMMENTED: Final = ("mention", "event", "relation", "entity", "label")
"""Kinds of record that a comment can be about."""


def falls_with(layer: Layer, keys: Iterable[RecordKey]) -> list[RecordKey]:
    """What else would be dropped if these records were, by kind and id: for saying so before it is done."""
    asked = set(keys)
    return sorted(key for key, value in after_fall(layer, asked).items() if value is None and key not in asked)


def loses_with(layer: Layer, keys: Iterable[RecordKey]) -> list[RecordKey]:
    """The events and entities that would stay, but lose an argument or a mention, if these records were dropped."""
    return sorted(key for key, value in after_fall(layer, keys).items() if value is not None)


def fall_changes(layer: Layer, keys: Iterable[RecordKey], kept: Collection[RecordKey] = ()) -> list[Change]:
    """The changes that drop records with all that hangs on them; `kept` stays whatever goes."""
    return [put(layer, *key, value) for key, value in after_fall(layer, keys, kept).items()]


def after_fall(
    layer: Layer, keys: Iterable[RecordKey], kept: Collection[RecordKey] = ()
) -> dict[RecordKey, Record | None]:
    """Every record that would be another one if `keys` were dropped, with its new value (None: it falls)."""
    gone = dict.fromkeys(sorted(keys))
    while True:
        more = [key for key in _next(layer, gone) if key not in gone and key not in kept]
        if not more:
            break
        gone |= dict.fromkeys(more)
    left: dict[RecordKey, Record | None] = dict(gone)
    left.update(_lessened(layer, gone))
    left.update(dict.fromkeys(remarks(layer, gone)))
    return left


def _ids(keys: Iterable[RecordKey], kind: str) -> set[str]:
    return {key.id for key in keys if key.kind == kind}


def _next(layer: Layer, gone: Collection[RecordKey]) -> Iterator[RecordKey]:
    """What stands on what is gone, one step further."""
    mentions, events = _ids(gone, "mention"), _ids(gone, "event")
    living = set()
    for event in layer.events.values():
        if event.trigger in mentions:
            yield RecordKey("event", event.id)
        elif event.id not in events:
            living.add(event.trigger)
    for id in events:
        fallen = layer.events.get(id)
        trigger = layer.mentions.get(fallen.trigger) if fallen is not None and fallen.trigger not in living else None
        if trigger is not None and fallen is not None and trigger.label == fallen.label:
            yield RecordKey("mention", trigger.id)
    for relation in layer.relations.values():
        if relation.source in mentions or relation.target in mentions:
            yield RecordKey("relation", relation.id)
    for entity in layer.entities.values():
        if entity.mentions and mentions.issuperset(entity.mentions):
            yield RecordKey("entity", entity.id)


def _lessened(layer: Layer, gone: Collection[RecordKey]) -> Iterator[tuple[RecordKey, Event | Entity]]:
    """The events and entities that stay with fewer arguments or mentions."""
    mentions, entities, events = _ids(gone, "mention"), _ids(gone, "entity"), _ids(gone, "event")
    for event in layer.events.values():
        kept = tuple(a for a in event.arguments if a.mention not in mentions and a.entity not in entities)
        if event.id not in events and len(kept) < len(event.arguments):
            yield RecordKey("event", event.id), msgspec.structs.replace(event, arguments=kept)
    for entity in layer.entities.values():
        if entity.id not in entities and not mentions.isdisjoint(entity.mentions):
            members = tuple(id for id in entity.mentions if id not in mentions)
            yield RecordKey("entity", entity.id), msgspec.structs.replace(entity, mentions=members)


def remarks(layer: Layer, gone: Collection[RecordKey]) -> Iterator[RecordKey]:
    """The comments about what is gone. Where another record has the same id, it may be meant: then they stay."""
    ids = {key.id for key in gone}
    for comment in layer.comments.values():
        if comment.about in ids and not any(
            layer.get(key) is not None and key not in gone
            for key in (RecordKey(kind, comment.about) for kind in COMMENTED)
        ):
            yield RecordKey("comment", comment.id)
