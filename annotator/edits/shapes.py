"""Mentions made of mentions: two merged into one, one split in two."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotator.edits.comments import note_of
from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.falls import remarks
from annotator.edits.mentions import check, label_of, mention_of, new_event
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Document, Mention, Relation, Span
from annotator.operations import Change, Record, RecordKey, argument_row
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
    changes = [*_Redirection(layer, schema, first.id, second.id).changes()]
    if merged.spans != first.spans:
        changes.append(put(layer, "mention", first.id, merged))
    return working_draft(layer, "merge", changes)


def _together(text: str, a: Mention, b: Mention) -> tuple[Span, ...]:
    parts: list[Span] = []
    for span in sorted((*a.spans, *b.spans)):
        if parts and (span.start <= parts[-1].end or trim(text, Span(parts[-1].end, span.start)) is None):
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, span.end))
        else:
            parts.append(span)
    return tuple(parts)


class _Redirection:
    """What pointed at the mention `gone` points at `kept`, or falls where that cannot be."""

    def __init__(self, layer: Layer, schema: Schema, kept: str, gone: str) -> None:
        self._layer, self._schema = layer, schema
        self._kept, self._gone = kept, gone
        self._changed: dict[RecordKey, Record | None] = {RecordKey("mention", gone): None}
        self._heirs = {gone: kept}
        """Ids that something else stands for now: comments about them go over to it."""

    def changes(self) -> Iterator[Change]:
        """All changes, that of the mention which goes among them."""
        self._entities()
        self._events()
        self._relations()
        self._comments()
        for key, record in self._changed.items():
            yield put(self._layer, *key, record)

    def _entities(self) -> None:
        """Where both are in entities, it stays in that of the one that is kept."""
        entities = self._layer.entities.values()
        home = next((entity for entity in entities if self._kept in entity.mentions), None)
        for entity in entities:
            if self._gone not in entity.mentions:
                continue
            stand_in = (self._kept,) if home is None else ()
            members = [i for id in entity.mentions for i in (stand_in if id == self._gone else (id,))]
            left = msgspec.structs.replace(entity, mentions=tuple(members)) if members else None
            self._changed[RecordKey("entity", entity.id)] = left
            if home is not None and left is None:
                self._heirs[entity.id] = home.id

    def _events(self) -> None:
        """Events on the mention that goes give their arguments to one on the other, or go; arguments follow."""
        events = self._layer.events.values()
        heir = next((event for event in events if event.trigger == self._kept), None)
        inherited: list[Argument] = []
        for event in events:
            if event.trigger == self._gone:
                self._changed[RecordKey("event", event.id)] = None
                if heir is not None:
                    inherited += filter(self._is_there, event.arguments)
                    self._heirs[event.id] = heir.id
        for event in events:
            if event.trigger == self._gone:
                continue
            given = [*event.arguments, *(inherited if event is heir else ())]
            arguments = [self._moved(argument) for argument in given]
            distinct = {str(argument_row(argument)): argument for argument in arguments}
            ordered = tuple(distinct.values()) if arguments != list(event.arguments) else event.arguments
            if ordered != event.arguments:
                changed = msgspec.structs.replace(event, arguments=ordered)
                self._changed[RecordKey("event", event.id)] = changed

    def _moved(self, argument: Argument) -> Argument:
        for name in ("mention", "entity"):
            filler = getattr(argument, name)
            if filler in self._heirs:
                return msgspec.structs.replace(argument, **{name: self._heirs[filler]})
        return argument

    def _is_there(self, argument: Argument) -> bool:
        """Whether what fills a role is in the layer. (After a merge of two computers it may not be.)"""
        if argument.entity is not None:
            return argument.entity in self._layer.entities
        return argument.mention is None or argument.mention in self._layer.mentions

    def _relations(self) -> None:
        """Those that would join the mention with itself, or be there twice, go."""
        relations = self._layer.relations.values()
        there = {self._ends(relation) for relation in relations if self._gone not in (relation.source, relation.target)}
        for relation in relations:
            if self._gone not in (relation.source, relation.target):
                continue
            source, target = (self._heirs.get(id, id) for id in (relation.source, relation.target))
            moved = msgspec.structs.replace(relation, source=source, target=target)
            stays = source != target and self._ends(moved) not in there
            self._changed[RecordKey("relation", relation.id)] = moved if stays else None
            there.add(self._ends(moved))

    def _ends(self, relation: Relation) -> tuple[str, ...]:
        known = self._schema.relation(relation.label)
        ends = (relation.source, relation.target)
        return (relation.label, *(sorted(ends) if known is not None and known.symmetric else ends))

    def _comments(self) -> None:
        """They go over to what stands for what they were about; two notes become one."""
        mine = note_of(self._layer, self._kept)
        theirs = note_of(self._layer, self._gone)
        gone = [key for key, record in self._changed.items() if record is None]
        for key in remarks(self._layer, gone):
            comment = self._layer.comments[key.id]
            heir = self._heirs.get(comment.about)
            if mine is not None and comment is theirs:
                self._changed[key] = None
                both = msgspec.structs.replace(mine, body=f"{mine.body}\n{comment.body}")
                self._changed[RecordKey("comment", mine.id)] = both
            else:
                self._changed[key] = msgspec.structs.replace(comment, about=heir) if heir else None


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
