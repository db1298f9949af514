"""The problems of a whole layer, of one record, and which records a change makes worth another look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotator.layer import Layer
from annotator.model import Comment, Document, Event, Mention, Relation
from annotator.operations import Record, RecordKey
from annotator.schema import PROBLEM_CODES, Schema
from annotator.validate import records
from annotator.validate.problem import Problem

_CLASHES = frozenset({"twin", "overlap", "crossing"})
_ALONE = frozenset({"edge", "grapheme", "clitic", "label", "attribute", "attribute_missing", "attribute_value"})


def problems(layer: Layer, document: Document, schema: Schema, codes: Iterable[str] = PROBLEM_CODES) -> list[Problem]:
    """All problems of a layer (or those of the given codes), in the order of the text; what has no place comes last."""
    wanted = frozenset(codes)
    found = [problem for problem in _all(layer, document, schema, wanted) if problem.code in wanted]
    last = len(document.text) + 1
    return sorted(found, key=lambda problem: problem.span or (last, last))


def _all(layer: Layer, document: Document, schema: Schema, codes: frozenset[str]) -> Iterator[Problem]:
    """The problems of the codes, and others that are found in passing. What takes long for each mention of a long text
    is not looked for in vain: "done" asks for what the schema says, which is little as a rule."""
    alone, clashing = bool(codes & _ALONE), bool(codes & _CLASHES)
    reached: list[Mention] = []
    mentions = layer.mentions
    for _, _, id in layer.places:
        mention = mentions[id]
        if alone:
            yield from records.mention_problems(mention, document, schema, codes)
        if "event" in codes:
            yield from records.trigger_problems(layer, mention, schema)
        if clashing:
            reached = [other for other in reached if other.end > mention.start]
            yield from records.clash_problems(mention, reached, schema)
            reached.append(mention)
    for event in layer.events.values():
        yield from records.event_problems(layer, event, schema)
    for relation in layer.relations.values():
        yield from records.relation_problems(layer, relation, schema)
    for name in document_label_names(layer, schema):
        yield from records.document_label_problems(schema, name, layer.labels.get(name))
    for comment in layer.comments.values():
        yield from records.comment_problems(layer, comment)


def document_label_names(layer: Layer, schema: Schema) -> list[str]:
    """The document labels that have a value, or could have one."""
    return list(dict.fromkeys([*(field.key for field in schema.document_labels), *layer.labels]))


def record_problems(layer: Layer, document: Document, schema: Schema, key: RecordKey) -> list[Problem]:
    """The problems of one record, as `problems` lists them. A document label that is not set has some as well; another
    record that is not there has none."""
    record = layer.get(key)
    if isinstance(record, Mention):
        return list(_mention_problems(layer, document, schema, record))
    if isinstance(record, Event):
        return list(records.event_problems(layer, record, schema))
    if isinstance(record, Relation):
        return list(records.relation_problems(layer, record, schema))
    if isinstance(record, Comment):
        return list(records.comment_problems(layer, record))
    if key.kind == "label":
        return list(records.document_label_problems(schema, key.id, layer.labels.get(key.id)))
    return []


def _mention_problems(layer: Layer, document: Document, schema: Schema, mention: Mention) -> Iterator[Problem]:
    yield from records.mention_problems(mention, document, schema)
    yield from records.trigger_problems(layer, mention, schema)
    place = (mention.start, -mention.end, mention.id)
    before = (other for other in layer.over(mention.hull) if (other.start, -other.end, other.id) < place)
    yield from records.clash_problems(mention, before, schema)


def affected(
    layer: Layer, before: Mapping[RecordKey, Record | None], after: Mapping[RecordKey, Record | None]
) -> set[RecordKey]:
    """The records whose problems may be others after a step: those that it touched, the mentions that stand where one
    stood or stands, what points at them, and comments about them. (`before` and `after` are those of its `Change`.)"""
    found: set[RecordKey] = set()
    for key in after:
        found.add(key)
        pointing = layer.pointing_at(key)
        for other in pointing:  # an entity's mentions decide whether it fits a role
            found.update([other, *(layer.pointing_at(other) if other.kind == "entity" else ())])
        for record in (before.get(key), after[key]):
            if isinstance(record, Mention):
                found.update(RecordKey("mention", other.id) for other in layer.over(record.hull))
            elif isinstance(record, Event):
                found.add(RecordKey("mention", record.trigger))
    ids = {key.id for key in found}
    found.update(RecordKey("comment", c.id) for c in layer.comments.values() if c.about in ids)
    return found
