"""The problems of single records. Each function looks at one record and at what it points at."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from annotator.layer import Layer
from annotator.model import Argument, Comment, Document, DocumentLabel, Event, Mention, Relation, Span
from annotator.operations import RecordKey
from annotator.schema import PROBLEM_CODES, Role, Schema
from annotator.text.clitics import propose
from annotator.text.graphemes import snap
from annotator.text.words import word_at
from annotator.validate.places import clash_with
from annotator.validate.problem import Problem
from annotator.validate.values import attributes_for, value_fault

_ALL: Final = frozenset(PROBLEM_CODES)

# --- mentions --------------------------------------------------------------------------------------------------------


def mention_problems(
    mention: Mention, document: Document, schema: Schema, codes: Container[str] = _ALL
) -> Iterator[Problem]:
    """The problems that a mention has by itself. What has none of the `codes` is not looked for."""
    text = document.text
    if "label" in codes:
        label = schema.label(mention.label)
        if label is None or label.retired:
            yield Problem("label", mention.id, mention.hull, mention.label)
    if "edge" in codes:
        for start, end in mention.spans:
            if is_edge(text[start]) or is_edge(text[end - 1]):
                yield Problem("edge", mention.id, mention.hull)
                break
    if "grapheme" in codes and any(cuts_letter(text, span) for span in mention.spans):
        yield Problem("grapheme", mention.id, mention.hull)
    if "clitic" in codes and schema.boundary == "stem":
        offset = clitic_length(text, mention)
        if offset:
            yield Problem("clitic", mention.id, mention.hull, text[mention.start + offset : mention.end])
    if "attribute" in codes or "attribute_missing" in codes or "attribute_value" in codes:
        yield from _attribute_problems(schema, mention, "mention", mention.hull)


_PLAIN: Final = frozenset(
    map(chr, (*range(0x20, 0x7F), 0xAB, 0xBB, 0x60C, 0x61B, 0x61F, *range(0x621, 0x64B), *range(0x660, 0x66A)))
)
"""Characters that join to nothing: between two of them a grapheme ends. (Most mentions need no closer look.)"""


def cuts_letter(text: str, span: Span) -> bool:
    """Whether a span begins or ends inside a grapheme."""
    start, end = span
    if (start == 0 or (text[start - 1] in _PLAIN and text[start] in _PLAIN)) and (
        end == len(text) or (text[end - 1] in _PLAIN and text[end] in _PLAIN)
    ):
        return False
    return snap(text, span) != span


def clash_problems(mention: Mention, before: Iterable[Mention], schema: Schema) -> Iterator[Problem]:
    """How a mention is at odds with those that stand before it in reading order. (So each clash is listed once.)"""
    found = clash_with(before, mention, schema.overlap, schema.resolve)
    if found is not None:
        yield Problem(found[0].value, mention.id, mention.hull, other=found[1].id)


def trigger_problems(layer: Layer, mention: Mention, schema: Schema) -> Iterator[Problem]:
    """Whether a trigger has an event."""
    if not schema.is_event(mention.label):
        return
    pointing = layer.pointing_at(RecordKey("mention", mention.id))
    if not any(key.kind == "event" and layer.events[key.id].trigger == mention.id for key in pointing):
        yield Problem("event", mention.id, mention.hull)


_CLITICS: Final = frozenset("وفبلكس")
_IN_STEMS: Final = frozenset(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B)))) - frozenset("اأإآلبكس")
"""Letters before which none of them shows itself as a clitic."""


def clitic_length(text: str, mention: Mention) -> int:
    """How many code points at the mention's start look like a prefix; 0 where nothing does."""
    if not may_begin_with_clitic(text, mention.start):  # looking for the word takes time
        return 0
    word = word_at(text, mention.start)
    if word is None or word.start != mention.start:
        return 0
    offset = _shown(text[word.start : word.end])
    return offset if 0 < offset < mention.end - mention.start else 0


def may_begin_with_clitic(text: str, start: int) -> bool:
    """A quick look: False where a word that begins at `start` has no prefix that shows itself."""
    return text[start] in _CLITICS and text[start + 1 : start + 2] not in _IN_STEMS


@lru_cache(maxsize=10_000)
def _shown(word: str) -> int:
    return propose(word, frozenset())


_QUOTES: Final = frozenset("«“\"'([{#@-+»”\"')]}%")


@cache
def is_edge(letter: str) -> bool:
    """Whether a mention should not begin or end with this letter: spaces and the marks that end sentences and clauses.
    Quotes, brackets, # and % belong to some names."""
    return letter not in _QUOTES and unicodedata.category(letter) in ("Zs", "Zl", "Zp", "Cc", "Po")


# --- events ----------------------------------------------------------------------------------------------------------


def event_problems(layer: Layer, event: Event, schema: Schema) -> Iterator[Problem]:
    """The problems of an event: its trigger, its arguments by role, its attributes."""
    trigger = layer.mentions.get(event.trigger)
    span = trigger.hull if trigger is not None else None
    if trigger is None or schema.resolve(trigger.label) != schema.resolve(event.label):
        yield Problem("trigger", event.id, span, kind="event", other=event.trigger)
    roles = {role.key: role for role in schema.roles_of(event.label)}
    fillers: dict[str, list[Argument]] = {key: [] for key in roles}
    for argument in event.arguments:
        fillers.setdefault(argument.role, []).append(argument)
    for key, arguments in fillers.items():
        role = roles.get(key)
        if role is not None:
            yield from dict.fromkeys(_role_problems(layer, schema, event, role, arguments, span))
        elif schema.roles:  # a schema without roles leaves them open
            yield Problem("role", event.id, span, key, "event")
    yield from _attribute_problems(schema, event, "event", span)


def _role_problems(
    layer: Layer, schema: Schema, event: Event, role: Role, arguments: list[Argument], span: Span | None
) -> Iterator[Problem]:
    if role.required and not arguments:
        yield Problem("role_missing", event.id, span, role.key, "event")
    if not role.many and len(arguments) > 1:
        yield Problem("role_many", event.id, span, role.key, "event")
    for argument in arguments:
        if argument.value is not None:
            if role.field is None or value_fault(role.field, argument.value) is not None:
                yield Problem("role_value", event.id, span, role.key, "event")
        elif not filler_fits(layer, schema, role, argument):
            yield Problem("filler", event.id, span, role.key, "event", argument.mention or argument.entity or "")


def filler_fits(layer: Layer, schema: Schema, role: Role, argument: Argument) -> bool:
    """Whether a mention, or one of an entity's mentions, may fill a role."""
    if argument.entity is None:
        ids: Iterable[str] = (argument.mention or "",)
    else:
        entity = layer.entities.get(argument.entity)
        ids = entity.mentions if entity is not None else ()
    mentions = (layer.mentions.get(id) for id in ids)
    return any(mention is not None and schema.fits(role, mention.label) for mention in mentions)


# --- relations, document labels, comments -------------------------------------------------------------------------------


def relation_problems(layer: Layer, relation: Relation, schema: Schema) -> Iterator[Problem]:
    """The problems of a relation: its label, its ends, its attributes."""
    source = layer.mentions.get(relation.source)
    span = source.hull if source is not None else None
    known = schema.relation(relation.label)
    if known is None and schema.relations:  # a schema without relations leaves them open
        yield Problem("relation", relation.id, span, relation.label, "relation")
    for end, id in (("source", relation.source), ("target", relation.target)):
        mention = layer.mentions.get(id)
        allowed = getattr(known, end) if known is not None else ()
        if mention is None or (allowed and not schema.is_under(mention.label, allowed)):
            yield Problem("relation_end", relation.id, span, end, "relation", id)
    yield from _attribute_problems(schema, relation, "relation", span)


def document_label_problems(schema: Schema, name: str, record: DocumentLabel | None) -> Iterator[Problem]:
    """The problem of a document label: unknown, not set, or a value that it cannot have."""
    field = schema.document_label(name)
    if record is None:
        if field is not None and field.required:
            yield Problem("document_label_missing", name, None, name, "label")
    elif field is not None:
        if value_fault(field, record.value) is not None:
            yield Problem("document_label_value", name, None, name, "label")
    elif schema.document_labels:  # a schema without document labels leaves them open
        yield Problem("document_label", name, None, name, "label")


def comment_problems(layer: Layer, comment: Comment) -> Iterator[Problem]:
    """A question that waits for its answer."""
    if comment.attributes.get("question") and not comment.resolved:
        yield Problem("question", comment.id, place_of(layer, comment.about), comment.body, "comment", comment.about)


def place_of(layer: Layer, id: str) -> Span | None:
    """Where the record of that id stands in the text: an event at its trigger, a relation at its source, an entity at
    its first mention. None where it has no place."""
    event, relation, entity = layer.events.get(id), layer.relations.get(id), layer.entities.get(id)
    ids = (id, event and event.trigger, relation and relation.source, *(entity.mentions[:1] if entity else ()))
    mentions = (layer.mentions.get(one) for one in ids if one)
    return next((mention.hull for mention in mentions if mention is not None), None)


# --- attributes ------------------------------------------------------------------------------------------------------


def _attribute_problems(
    schema: Schema, record: Mention | Event | Relation, kind: str, span: Span | None
) -> Iterator[Problem]:
    if not schema.attributes:  # such a schema leaves them open
        return
    fields = {attribute.key: attribute for attribute in attributes_for(schema, record)}
    for key, value in record.attributes.items():
        if key not in fields:
            yield Problem("attribute", record.id, span, key, kind)
        elif value_fault(fields[key], value) is not None:
            yield Problem("attribute_value", record.id, span, key, kind)
    for key, field in fields.items():
        if field.required and key not in record.attributes:
            yield Problem("attribute_missing", record.id, span, key, kind)
