"""Mentions, and the events that go with triggers: mark, relabel, move an edge, remove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Document, Entity, Event, Mention, Relation, Span
from annotator.operations import Change
from annotator.schema import Label, Schema
from annotator.validate import Clash, clash, span_fault


def mark(layer: Layer, document: Document, schema: Schema, spans: Sequence[Span], label: str) -> Draft:
    """A new mention over `spans` (code points; one as a rule). An event's label makes the event as well.

    Raises EditError where the text, the schema or its overlap policy does not allow it.
    """
    kind = label_of(schema, label)
    mention = Mention(new_id("m"), tuple(spans), label)
    check(document, schema, mention, near(layer, mention))
    changes = [put(layer, "mention", mention.id, mention)]
    if kind.is_event:
        changes.append(new_event(layer, mention))
    return working_draft(layer, "mark", changes)


def relabel(layer: Layer, schema: Schema, mention_id: str, label: str) -> Draft:
    """Gives a mention another label; its event follows: made, renamed or removed with what hangs on it."""
    return working_draft(layer, "relabel", relabelled(layer, schema, mention_id, label))


def relabelled(layer: Layer, schema: Schema, mention_id: str, label: str) -> list[Change]:
    """The changes of `relabel`."""
    kind = label_of(schema, label)
    mention = mention_of(layer, mention_id)
    if mention.label == label:
        raise EditError("It has this label already.", code="same_label")
    renamed = msgspec.structs.replace(mention, label=label)
    twin = next((m for m in near(layer, renamed) if m.spans == renamed.spans and m.label == label), None)
    if twin is not None:
        raise EditError(_CLASHES[Clash.TWIN], code=Clash.TWIN)
    events = [event for event in layer.events.values() if event.trigger == mention_id]
    changes = [put(layer, "mention", mention_id, renamed)]
    if not kind.is_event:
        changes += [put(layer, "event", event.id, None) for event in events]
    elif events:
        changes += [put(layer, "event", e.id, msgspec.structs.replace(e, label=label)) for e in events]
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
    notes about them."""
    gone = {mention_of(layer, id).id for id in mention_ids}
    changes = [put(layer, "mention", id, None) for id in sorted(gone)]
    changes += _falls_with(layer, gone)
    return working_draft(layer, "remove", changes)


def _falls_with(layer: Layer, gone: set[str]) -> Iterator[Change]:
    emptied = {entity.id for entity in layer.entities.values() if entity.mentions and gone.issuperset(entity.mentions)}
    for event in layer.events.values():
        kept = tuple(a for a in event.arguments if a.mention not in gone and a.entity not in emptied)
        if event.trigger in gone:
            yield put(layer, "event", event.id, None)
        elif kept != event.arguments:
            yield put(layer, "event", event.id, _with_arguments(event, kept))
    for relation in layer.relations.values():
        if gone & {relation.source, relation.target}:
            yield _dropped(layer, relation)
    for entity in layer.entities.values():
        if gone & set(entity.mentions):
            yield put(layer, "entity", entity.id, _without(entity, gone))
    for comment in layer.comments.values():
        if comment.about in gone:
            yield put(layer, "comment", comment.id, None)


def _with_arguments(event: Event, arguments: tuple[Argument, ...]) -> Event:
    return msgspec.structs.replace(event, arguments=arguments)


def _dropped(layer: Layer, relation: Relation) -> Change:
    return put(layer, "relation", relation.id, None)


def _without(entity: Entity, gone: set[str]) -> Entity | None:
    left = tuple(id for id in entity.mentions if id not in gone)
    return msgspec.structs.replace(entity, mentions=left) if left else None


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
    found = clash(others, mention, schema.overlap)
    if found is not None:
        raise EditError(_CLASHES[found], code=found)
