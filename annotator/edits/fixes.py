"""What settles a problem in one step, as people can choose it from the list of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from annotator.edits.attributes import set_attribute
from annotator.edits.comments import resolve
from annotator.edits.doclabels import set_document_label
from annotator.edits.draft import Draft, put, working_draft
from annotator.edits.events import add_event, empty, remove_event
from annotator.edits.mentions import move, remove
from annotator.edits.relations import remove_relation, turn_relation
from annotator.edits.shapes import merge
from annotator.layer import Layer
from annotator.model import Argument, Document, Event, Mention, Span
from annotator.operations import RecordKey
from annotator.schema import Role, Schema
from annotator.text.graphemes import snap
from annotator.validate import Problem, record_problems, value_fault
from annotator.validate.records import clitic_length, filler_fits, is_edge


class Fix(msgspec.Struct, frozen=True):
    """A way to settle a problem. `code` is worded by whoever shows it; `make` gives the draft, or raises EditError."""

    code: str
    make: Callable[[], Draft]


FIX_CODES: Final = (
    "trim",
    "snap",
    "drop_prefix",
    "join_twins",
    "remove_mention",
    "make_event",
    "follow_trigger",
    "remove_event",
    "take_out",
    "remove_attribute",
    "turn_relation",
    "remove_relation",
    "remove_document_label",
    "resolve",
)
"""All the codes that a fix can have."""


def fixes(problem: Problem, layer: Layer, document: Document, schema: Schema) -> list[Fix]:
    """The fixes of a problem, the likeliest first; none where only a person can say what is meant, or it is gone."""
    key = RecordKey(problem.kind, problem.record)
    if problem not in record_problems(layer, document, schema, key):
        return []
    record = layer.get(key)
    if isinstance(record, Mention):
        return list(_of_mention(problem, record, layer, document, schema))
    if isinstance(record, Event):
        return list(_of_event(problem, record, layer, schema))
    if problem.kind == "relation":
        return list(_of_relation(problem, layer, schema))
    if problem.code == "question":
        return [Fix("resolve", lambda: resolve(layer, problem.record))]
    if problem.kind == "label" and record is not None:
        return [Fix("remove_document_label", lambda: set_document_label(layer, schema, problem.record, None))]
    return []


def _of_mention(problem: Problem, mention: Mention, layer: Layer, document: Document, schema: Schema) -> Iterator[Fix]:
    spans: list[Span] | None = None
    if problem.code == "edge":
        spans = _without_edges(document.text, mention)
    elif problem.code == "grapheme":
        spans = _whole(document.text, mention)
    elif problem.code == "clitic":
        first = Span(mention.start + clitic_length(document.text, mention), mention.spans[0].end)
        spans = [first, *mention.spans[1:]] if first.start < first.end else None
    if spans:
        code = {"edge": "trim", "grapheme": "snap", "clitic": "drop_prefix"}[problem.code]
        yield Fix(code, lambda: move(layer, document, schema, mention.id, spans))
    if problem.code == "twin":
        yield Fix("join_twins", lambda: merge(layer, document, schema, problem.other, mention.id))
    elif problem.code == "event":
        yield Fix("make_event", lambda: add_event(layer, schema, mention.id))
    elif problem.code in ("overlap", "crossing", "label") or (problem.code == "edge" and not spans):
        yield Fix("remove_mention", lambda: remove(layer, [mention.id]))
    yield from _of_attribute(problem, layer, schema)


def _without_edges(text: str, mention: Mention) -> list[Span]:
    """The parts of a mention without spaces and marks at their edges; empty ones left out."""
    found = []
    for start, end in mention.spans:
        while start < end and is_edge(text[start]):
            start += 1
        while end > start and is_edge(text[end - 1]):
            end -= 1
        if start < end:
            found.append(Span(start, end))
    return found


def _whole(text: str, mention: Mention) -> list[Span]:
    """The parts of a mention, widened to whole graphemes; those that meet are joined."""
    found: list[Span] = []
    for span in (snap(text, span) for span in mention.spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _of_event(problem: Problem, event: Event, layer: Layer, schema: Schema) -> Iterator[Fix]:
    if problem.code == "trigger":
        trigger = layer.mentions.get(event.trigger)
        if trigger is not None and schema.is_event(trigger.label):
            followed = msgspec.structs.replace(event, label=trigger.label)
            change = put(layer, "event", event.id, followed)
            yield Fix("follow_trigger", lambda: working_draft(layer, "relabel", [change]))
        yield Fix("remove_event", lambda: remove_event(layer, event.id))
    index = _argument(problem, event, layer, schema)
    if index is not None:
        yield Fix("take_out", lambda: empty(layer, event.id, index))
    yield from _of_attribute(problem, layer, schema)


def _argument(problem: Problem, event: Event, layer: Layer, schema: Schema) -> int | None:
    """Number of the argument that a problem is about; of several in a role that takes one, the last."""
    if problem.code not in ("role", "role_many", "filler", "role_value"):
        return None
    role = schema.role(event.label, problem.detail)
    numbers = [
        number
        for number, argument in enumerate(event.arguments)
        if argument.role == problem.detail and (role is None or _is_meant(problem, role, argument, layer, schema))
    ]
    return max(numbers, default=None) if problem.code == "role_many" else min(numbers, default=None)


def _is_meant(problem: Problem, role: Role, argument: Argument, layer: Layer, schema: Schema) -> bool:
    """Whether an argument in the role that a problem is about is one that causes it."""
    if problem.code == "filler":
        is_other = argument.value is None and problem.other in (argument.mention, argument.entity)
        return is_other and not filler_fits(layer, schema, role, argument)
    if problem.code == "role_value":
        field = role.field
        return argument.value is not None and (field is None or value_fault(field, argument.value) is not None)
    return True


def _of_relation(problem: Problem, layer: Layer, schema: Schema) -> Iterator[Fix]:
    yield from _of_attribute(problem, layer, schema)
    if problem.code not in ("relation", "relation_end"):
        return
    relation = layer.relations[problem.record]
    known = schema.relation(relation.label)
    source, target = layer.mentions.get(relation.source), layer.mentions.get(relation.target)
    if known is not None and not known.symmetric and source is not None and target is not None:
        ends = ((target, known.source), (source, known.target))
        if all(not labels or schema.is_under(mention.label, labels) for mention, labels in ends):
            yield Fix("turn_relation", lambda: turn_relation(layer, schema, problem.record))
    yield Fix("remove_relation", lambda: remove_relation(layer, problem.record))


def _of_attribute(problem: Problem, layer: Layer, schema: Schema) -> Iterator[Fix]:
    if problem.code in ("attribute", "attribute_value"):
        key = RecordKey(problem.kind, problem.record)
        yield Fix("remove_attribute", lambda: set_attribute(layer, schema, key, problem.detail, None))
