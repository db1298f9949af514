"""What cannot stand without what: events without their trigger, arguments without their filler, remarks without what
they are about. Every edit that removes a record takes these along in its step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from annotator.edits.draft import put
from annotator.layer import Layer
from annotator.model import Entity, Event
from annotator.operations import COMMENTED, Change, Record, RecordKey


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
    waiting = list(gone)
    touched: dict[RecordKey, None] = {}
    while waiting:
        for other in _hanging_on(layer, waiting.pop(0), gone):
            if other in gone or other in kept:
                continue
            if _falls(layer, other, gone):
                gone[other] = None
                waiting.append(other)
            else:
                touched[other] = None
    left: dict[RecordKey, Record | None] = dict(gone)
    left.update((key, _without(layer.get(key), gone)) for key in touched if key not in gone)
    left.update(dict.fromkeys(remarks(layer, gone)))
    return left


def _hanging_on(layer: Layer, key: RecordKey, gone: Collection[RecordKey]) -> list[RecordKey]:
    """What points at a record; for an event, also its trigger, when no event uses that any more."""
    found = layer.pointing_at(key)
    event = layer.events.get(key.id) if key.kind == "event" else None
    trigger = layer.mentions.get(event.trigger) if event is not None else None
    if event is None or trigger is None or trigger.label != event.label:
        return found
    trigger_key = RecordKey("mention", trigger.id)
    others = (layer.events.get(other.id) for other in layer.pointing_at(trigger_key) if other not in gone)
    return found if any(e is not None and e.trigger == trigger.id for e in others) else [*found, trigger_key]


def _falls(layer: Layer, key: RecordKey, gone: Collection[RecordKey]) -> bool:
    """Whether a record that loses something in `gone` cannot stand without it."""
    record = layer.get(key)
    if isinstance(record, Event):
        return RecordKey("mention", record.trigger) in gone
    if isinstance(record, Entity):
        return all(RecordKey("mention", id) in gone for id in record.mentions)
    return True


def _without(record: Record | None, gone: Collection[RecordKey]) -> Record | None:
    """An event or entity with fewer arguments or mentions."""
    if isinstance(record, Event):
        kept = tuple(
            a
            for a in record.arguments
            if RecordKey("mention", a.mention or "") not in gone and RecordKey("entity", a.entity or "") not in gone
        )
        return msgspec.structs.replace(record, arguments=kept)
    assert isinstance(record, Entity)
    members = tuple(id for id in record.mentions if RecordKey("mention", id) not in gone)
    return msgspec.structs.replace(record, mentions=members)


def remarks(layer: Layer, gone: Collection[RecordKey]) -> Iterator[RecordKey]:
    """The comments about what is gone. Where another record has the same id, it may be meant: then they stay."""
    ids = {key.id for key in gone}
    for comment in layer.comments.values():
        if comment.about in ids and not any(
            layer.get(key) is not None and key not in gone
            for key in (RecordKey(kind, comment.about) for kind in COMMENTED)
        ):
            yield RecordKey("comment", comment.id)
