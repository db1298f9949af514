"""Events on their triggers, and what fills their roles."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.falls import fall_changes
from annotator.edits.mentions import check, mention_of, near, new_event, offered_label
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Document, Event, Mention, Span
from annotator.operations import RecordKey, argument_row
from annotator.schema import Role, Schema
from annotator.validate import value_fault


def add_event(layer: Layer, schema: Schema, trigger_id: str) -> Draft:
    """One more event on a trigger. Raises EditError when the mention's label is not an event's."""
    trigger = mention_of(layer, trigger_id)
    if not schema.is_event(trigger.label):
        raise EditError("This mention is not a trigger: its label is not an event's.", code="not_a_trigger")
    return working_draft(layer, "event", [new_event(layer, trigger)])


def remove_event(layer: Layer, event_id: str) -> Draft:
    """Removes an event with what hangs on it; its trigger goes too when no other event uses it."""
    event = event_of(layer, event_id)
    return working_draft(layer, "remove", fall_changes(layer, [RecordKey("event", event.id)]))


def fill(layer: Layer, schema: Schema, event_id: str, argument: Argument) -> Draft:
    """Adds an argument; in a role that takes one filler it takes the place of what was there.

    A mention whose label does not fit is taken, and listed as a problem. Raises EditError for a role that this event
    does not have, a filler that is not there or of the wrong sort, a value that the role cannot have, and a twin.
    """
    event = event_of(layer, event_id)
    if argument.mention is not None:
        mention_of(layer, argument.mention)
    if argument.entity is not None and argument.entity not in layer.entities:
        raise EditError("This entity is not there any more.", code="entity_gone")
    filled = _filled(schema, event, argument)
    return working_draft(layer, "fill", [put(layer, "event", event.id, filled)])


def fill_new(
    layer: Layer, document: Document, schema: Schema, event_id: str, role: str, spans: Sequence[Span], label: str
) -> Draft:
    """Marks `spans` (code points) and fills a role with that mention in one step; one that is there already is used.

    Raises EditError where `mark` or `fill` would.
    """
    event = event_of(layer, event_id)
    kind = offered_label(schema, label)
    mention = Mention(new_id("m"), tuple(spans), kind.key)
    there = near(layer, mention)
    known = next((m for m in there if m.spans == mention.spans and schema.resolve(m.label) == kind.key), None)
    if known is not None:
        return fill(layer, schema, event_id, Argument(role, mention=known.id))
    check(document, schema, mention, there)
    filled = _filled(schema, event, Argument(role, mention=mention.id))
    changes = [put(layer, "mention", mention.id, mention)]
    if kind.is_event:
        changes.append(new_event(layer, mention))
    return working_draft(layer, "fill", [*changes, put(layer, "event", event.id, filled)])


def empty(layer: Layer, event_id: str, index: int) -> Draft:
    """Takes out an event's argument number `index` (from 0). Raises EditError when it has none of that number."""
    event = event_of(layer, event_id)
    if not 0 <= index < len(event.arguments):
        raise EditError("This argument is not there any more.", code="argument_gone")
    arguments = event.arguments[:index] + event.arguments[index + 1 :]
    left = msgspec.structs.replace(event, arguments=arguments)
    return working_draft(layer, "empty", [put(layer, "event", event.id, left)])


def fill_label(schema: Schema, role: Role) -> str | None:
    """The label that a new span gets in this role; None where it takes no mention or more than one label fits."""
    known = (schema.label(key) for key in role.labels)
    fitting = {label.key for label in known if label is not None and label.offered}
    return fitting.pop() if len(fitting) == 1 else None


def event_of(layer: Layer, id: str) -> Event:
    """An event of the layer. Raises EditError when it is gone."""
    event = layer.events.get(id)
    if event is None:
        raise EditError("This event is not there any more.", code="event_gone")
    return event


def _filled(schema: Schema, event: Event, argument: Argument) -> Event:
    role = schema.role(event.label, argument.role)
    if role is None:
        raise EditError(f"This event has no role {argument.role!r}.", code="unknown_role")
    _check_filler(role, argument)
    if any(argument_row(argument) == argument_row(other) for other in event.arguments):
        raise EditError("It fills this role already.", code="same_argument")
    arguments = list(event.arguments)
    taken = [] if role.many else [i for i, other in enumerate(arguments) if other.role == role.key]
    for i in reversed(taken[1:]):
        del arguments[i]
    if taken:
        arguments[taken[0]] = argument
    else:
        arguments.append(argument)
    return msgspec.structs.replace(event, arguments=tuple(arguments))


def _check_filler(role: Role, argument: Argument) -> None:
    fillers = (argument.mention, argument.entity, argument.value)
    if sum(filler is not None for filler in fillers) != 1:
        raise EditError("An argument is exactly one of a mention, an entity and a value.", code="bad_argument")
    if argument.value is None:
        if not role.takes_mentions:
            raise EditError("This role takes a value, not a mention.", code="role_takes_value")
        return
    field = role.field
    if field is None:
        raise EditError("This role takes a mention, not a value.", code="role_takes_mention")
    fault = value_fault(field, argument.value)
    if fault is not None:
        raise EditError(f"The role cannot have this value: {fault}.", code=f"value_{field.kind}")
