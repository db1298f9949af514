"""Mentions made of mentions: two merged into one, one split in two."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotator.edits.comments import note_of
from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.mentions import check, label_of, mention_of, new_event
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Document, Entity, Mention, Relation, Span
from annotator.operations import Change
from annotator.schema import Schema
from annotator.text.words import trim, without_spaces


def merge(layer: Layer, document: Document, schema: Schema, kept: str, other: str) -> Draft:
    """Makes one mention of two, with the id, label and attributes of `kept`. What pointed at `other` points at it then.

    Over the whole stretch where at most spaces and punctuation lie between them, else in parts. Raises EditError where
    that cannot be.
    """
    first, second = mention_of(layer, kept), mention_of(layer, other)
    if first.id == second.id:
        raise EditError("It takes two mentions to merge.", code="merge_one")
    merged = msgspec.structs.replace(first, spans=_together(document.text, first, second))
    others = [m for m in layer.mentions.values() if m.id != second.id]
    check(document, schema, merged, others)
    changes = [put(layer, "mention", second.id, None)]
    if merged.spans != first.spans:
        changes.append(put(layer, "mention", first.id, merged))
    changes += _redirected(layer, first.id, second.id)
    return working_draft(layer, "merge", changes)


def _together(text: str, a: Mention, b: Mention) -> tuple[Span, ...]:
    parts: list[Span] = []
    for span in sorted((*a.spans, *b.spans)):
        if parts and (span.start <= parts[-1].end or trim(text, Span(parts[-1].end, span.start)) is None):
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, span.end))
        else:
            parts.append(span)
    return tuple(parts)


def _redirected(layer: Layer, kept: str, gone: str) -> Iterator[Change]:
    """What pointed at the mention that goes."""
    yield from _redirected_events(layer, kept, gone)
    for relation in layer.relations.values():
        if gone in (relation.source, relation.target):
            moved = msgspec.structs.replace(
                relation, source=_moved(relation.source, kept, gone), target=_moved(relation.target, kept, gone)
            )
            yield put(layer, "relation", relation.id, None if _is_loop(moved) else moved)
    for entity in layer.entities.values():
        if gone in entity.mentions:
            yield put(layer, "entity", entity.id, _with_members(entity, kept, gone))
    yield from _redirected_notes(layer, kept, gone)


def _redirected_notes(layer: Layer, kept: str, gone: str) -> Iterator[Change]:
    """The note about the mention that goes is added to the other's."""
    mine, theirs = note_of(layer, kept), note_of(layer, gone)
    if theirs is not None and mine is None:
        yield put(layer, "comment", theirs.id, msgspec.structs.replace(theirs, about=kept))
    elif theirs is not None and mine is not None:
        yield put(layer, "comment", theirs.id, None)
        yield put(layer, "comment", mine.id, msgspec.structs.replace(mine, body=f"{mine.body}\n{theirs.body}"))


def _redirected_events(layer: Layer, kept: str, gone: str) -> Iterator[Change]:
    """Events on the mention that goes give their arguments to one on the other, or go; arguments follow."""
    heir = next((event for event in layer.events.values() if event.trigger == kept), None)
    inherited: list[Argument] = []
    for event in layer.events.values():
        if event.trigger == gone:
            inherited += event.arguments if heir is not None else ()
            yield put(layer, "event", event.id, None)
    for event in layer.events.values():
        if event.trigger == gone:
            continue
        arguments = list(event.arguments)
        for argument in event.arguments:
            moved = _argument(argument, kept, gone)
            if moved != argument:
                _swap(arguments, argument, moved)
        for argument in inherited if event is heir else ():
            _swap(arguments, None, _argument(argument, kept, gone))
        if tuple(arguments) != event.arguments:
            yield put(layer, "event", event.id, msgspec.structs.replace(event, arguments=tuple(arguments)))


def _swap(arguments: list[Argument], old: Argument | None, new: Argument) -> None:
    """Puts `new` in the place of `old` (None: at the end), unless it is there already: then `old` only goes."""
    if old is None:
        arguments += [] if new in arguments else [new]
        return
    at = arguments.index(old)
    arguments[at : at + 1] = [] if new in arguments else [new]


def _argument(argument: Argument, kept: str, gone: str) -> Argument:
    return msgspec.structs.replace(argument, mention=kept) if argument.mention == gone else argument


def _moved(id: str, kept: str, gone: str) -> str:
    return kept if id == gone else id


def _is_loop(relation: Relation) -> bool:
    return relation.source == relation.target


def _with_members(entity: Entity, kept: str, gone: str) -> Entity:
    members = tuple(dict.fromkeys(_moved(id, kept, gone) for id in entity.mentions))
    return msgspec.structs.replace(entity, mentions=members)


def split(layer: Layer, document: Document, schema: Schema, mention_id: str, at: int) -> Draft:
    """Makes two mentions of one at a code point inside it; spaces there belong to neither. The first keeps the id and
    whatever points at it, the second is new with the same label and attributes.

    Raises EditError where one of them would be empty, or the schema does not allow it.
    """
    mention = mention_of(layer, mention_id)
    text = document.text
    before = tuple(_trimmed(text, [Span(s.start, min(s.end, at)) for s in mention.spans if s.start < at]))
    after = tuple(_trimmed(text, [Span(max(s.start, at), s.end) for s in mention.spans if s.end > at]))
    if not before or not after:
        raise EditError("Place the caret inside the mention, where it is to be split.", code="split_place")
    label = label_of(schema, mention.label)
    first = msgspec.structs.replace(mention, spans=before)
    second = msgspec.structs.replace(mention, id=new_id("m"), spans=after)
    others = [m for m in layer.mentions.values() if m.id != mention.id]
    check(document, schema, first, others)
    check(document, schema, second, [*others, first])
    changes = [put(layer, "mention", first.id, first), put(layer, "mention", second.id, second)]
    if label.is_event:
        changes.append(new_event(layer, second))
    return working_draft(layer, "split", changes)


def _trimmed(text: str, spans: list[Span]) -> Iterator[Span]:
    for span in spans:
        inner = without_spaces(text, span)
        if inner is not None:
            yield inner
