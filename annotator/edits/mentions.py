"""Mentions, and the events that go with triggers: mark, relabel, move an edge, remove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.falls import fall_changes
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Document, Event, Mention, Span
from annotator.operations import Change, RecordKey
from annotator.schema import Label, Schema
from annotator.validate import Clash, clash, span_fault


def mark(layer: Layer, document: Document, schema: Schema, spans: Sequence[Span], label: str) -> Draft:
    """A new mention over `spans` (code points; one as a rule). An event's label makes the event as well.

    Raises EditError where the text, the schema or its overlap policy does not allow it.
    """
    kind = offered_label(schema, label)
    mention = Mention(new_id("m"), tuple(spans), kind.key)
    check(document, schema, mention, near(layer, mention))
    changes = [put(layer, "mention", mention.id, mention)]
    if kind.is_event:
        changes.append(new_event(layer, mention))
    return working_draft(layer, "mark", changes)


def relabel(layer: Layer, schema: Schema, mention_id: str, label: str) -> Draft:
    """Gives a mention another label; its events follow: made, renamed or removed with what hangs on them.

    Arguments and attributes that the new label does not know stay, and are listed as problems.
    """
    return working_draft(layer, "relabel", relabelled(layer, schema, mention_id, label))


def relabelled(layer: Layer, schema: Schema, mention_id: str, label: str) -> list[Change]:
    """The changes of `relabel`."""
    kind = offered_label(schema, label)
    mention = mention_of(layer, mention_id)
    if mention.label == kind.key:
        raise EditError("It has this label already.", code="same_label")
    renamed = msgspec.structs.replace(mention, label=kind.key)
    if clash(near(layer, renamed), renamed, "any", schema.resolve) is not None:
        raise EditError(_CLASHES[Clash.TWIN], code=Clash.TWIN)
    events = [event for event in layer.events.values() if event.trigger == mention_id]
    changes = [put(layer, "mention", mention_id, renamed)]
    if not kind.is_event:
        gone = [RecordKey("event", event.id) for event in events]
        changes += fall_changes(layer, gone, kept={RecordKey("mention", mention_id)})
    elif events:
        changes += [put(layer, "event", e.id, msgspec.structs.replace(e, label=kind.key)) for e in events]
    else:
        changes.append(new_event(layer, renamed))
    return changes


def move(layer: Layer, document: Document, schema: Schema, mention_id: str, spans: Sequence[Span]) -> Draft:
    """Gives a mention other boundaries (code points)."""
    mention = mention_of(layer, mention_id)
    moved = msgspec.structs.replace(mention, spans=tuple(spans))
    if moved.spans == mention.spans:
        raise EditError("Its boundaries are there already.", code="same_boundaries")
    check(document, schema, moved, near(layer, moved))
    return working_draft(layer, "move", [put(layer, "mention", mention_id, moved)])


def remove(layer: Layer, mention_ids: Iterable[str]) -> Draft:
    """Removes mentions with what cannot stand without them: events on them, arguments, relations, places in entities,
    comments about any of these. (`falls_with` says so before.)"""
    gone = {RecordKey("mention", mention_of(layer, id).id) for id in mention_ids}
    return working_draft(layer, "remove", fall_changes(layer, gone))


def new_event(layer: Layer, mention: Mention) -> Change:
    """The event that goes with a new trigger."""
    event = Event(new_id("e"), mention.label, mention.id)
    return put(layer, "event", event.id, event)


def label_of(schema: Schema, key: str) -> Label:
    """A label of the schema. Raises EditError when it has none of that key."""
    label = schema.label(key)
    if label is None:
        raise EditError(f"The schema has no label {key!r}.", code="unknown_label")
    return label


def offered_label(schema: Schema, key: str) -> Label:
    """The label that something new gets. Raises EditError when there is none of that key, or it is not offered now."""
    label = label_of(schema, key)
    if not label.offered:
        raise EditError(f"The label {key!r} is not used any more.", code="retired_label")
    return label


def mention_of(layer: Layer, id: str) -> Mention:
    """A mention of the layer. Raises EditError when it is gone."""
    mention = layer.mentions.get(id)
    if mention is None:
        raise EditError("This mention is not there any more.", code="mention_gone")
    return mention


def near(layer: Layer, mention: Mention) -> list[Mention]:
    """The mentions with which this one could clash."""
    return layer.over(mention.hull) if mention.spans else []


_CLASHES = {
    Clash.TWIN: "This place has that label already.",
    Clash.OVERLAP: "Another mention is there, and the schema allows no overlap.",
    Clash.CROSSING: "It would cross another mention; the schema allows nested ones only.",
}


def check(document: Document, schema: Schema, mention: Mention, others: Iterable[Mention]) -> None:
    """Raises EditError where the text, the `others` that touch it, or the overlap policy forbid a mention."""
    fault = span_fault(len(document.text), mention.spans)
    if fault:
        raise EditError(f"This cannot be marked: {fault}.", code="bad_span")
    if not document.text[mention.start : mention.end].strip():
        raise EditError("There is nothing but space here.", code="only_space")
    found = clash(others, mention, schema.overlap, schema.resolve)
    if found is not None:
        raise EditError(_CLASHES[found], code=found)
