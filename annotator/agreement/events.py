"""Events of two annotators side by side: triggers, arguments, roles.

An event is (trigger place, type); an argument adds what fills it and its role. Each level compares *sets* of keys
within a document and is scored by F1 = 2 * common / (n_a + n_b):

| level | key |
|---|---|
| trigger_id | trigger place |
| trigger_class | + type |
| argument_id | type, filler |
| argument_class | + role |
| argument_id_attached | trigger place, type, filler |
| argument_class_attached | + role |
| argument_id_given_trigger, argument_class_given_trigger | as attached, only for triggers that both have (place and type) |

Sources: Ji & Grishman 2008; Li, Ji & Huang 2013; the attached levels: Huang et al. 2024 (TextEE). The last two keep one
missed trigger from counting again for each of its arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from annotator.model import Argument, Entity, Event, Mention, Span

Place: TypeAlias = tuple[Span, ...]
Filler: TypeAlias = tuple[str, Hashable]

LEVELS: Final = (
    "trigger_id",
    "trigger_class",
    "argument_id",
    "argument_class",
    "argument_id_attached",
    "argument_class_attached",
    "argument_id_given_trigger",
    "argument_class_given_trigger",
)


class ArgumentView(NamedTuple):
    """A role and what fills it, without ids: ("mention", place), ("entity", places of its mentions), ("value", JSON)."""

    role: str
    filler: Filler


class EventView(NamedTuple):
    """An event without ids, so that two annotators' events can be compared."""

    trigger: Place
    label: str
    arguments: tuple[ArgumentView, ...]


class Levels(NamedTuple):
    """Per level of `LEVELS`: keys that both have, keys of a, keys of b. `roles` counts (role of a, role of b) of fillers
    that both give to one agreed trigger; None where only one of them does."""

    counts: tuple[tuple[int, int, int], ...]
    roles: Counter[tuple[str | None, str | None]]


def views(
    events: Iterable[Event],
    mentions: Mapping[str, Mention],
    entities: Mapping[str, Entity],
    triggers: Iterable[Mention] = (),
) -> tuple[EventView, ...]:
    """Events as values. `triggers`: mentions with an event's label; those that no event uses count as bare events.

    Events whose trigger is gone, and arguments that point at nothing, are left out.
    """
    found = []
    used = set()
    for event in events:
        trigger = mentions.get(event.trigger)
        if trigger is None:
            continue
        used.add(event.trigger)
        fillers = [(a.role, _filler(a, mentions, entities)) for a in event.arguments]
        arguments = tuple(sorted({ArgumentView(role, f) for role, f in fillers if f is not None}, key=repr))
        found.append(EventView(trigger.spans, event.label, arguments))
    found += [EventView(m.spans, m.label, ()) for m in triggers if m.id not in used]
    return tuple(sorted(found, key=lambda view: (view.trigger, view.label, repr(view.arguments))))


def _filler(argument: Argument, mentions: Mapping[str, Mention], entities: Mapping[str, Entity]) -> Filler | None:
    if argument.mention is not None:
        mention = mentions.get(argument.mention)
        return None if mention is None else ("mention", mention.spans)
    if argument.entity is not None:
        entity = entities.get(argument.entity)
        members = [mentions[id].spans for id in entity.mentions if id in mentions] if entity else []
        return ("entity", tuple(sorted(set(members)))) if members else None
    return ("value", _canonical(argument.value))


def _canonical(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def compare(a: Sequence[EventView], b: Sequence[EventView]) -> Levels:
    """Compares the events of two annotators in one document."""
    sets_a, sets_b = _keys(a), _keys(b)
    agreed = sets_a[1] & sets_b[1]
    for sets in (sets_a, sets_b):
        sets.append({key for key in sets[4] if key[:2] in agreed})
        sets.append({key for key in sets[5] if key[:2] in agreed})
    counts = tuple((len(x & y), len(x), len(y)) for x, y in zip(sets_a, sets_b, strict=True))
    return Levels(counts, _roles(sets_a[7], sets_b[7]))


def _keys(events: Sequence[EventView]) -> list[set[tuple[Hashable, ...]]]:
    whole = {(e.trigger, e.label, x.filler, x.role) for e in events for x in e.arguments}
    return [
        {(e.trigger,) for e in events},
        {(e.trigger, e.label) for e in events},
        {key[1:3] for key in whole},
        {key[1:] for key in whole},
        {key[:3] for key in whole},
        set(whole),
    ]


def _roles(a: set[tuple[Hashable, ...]], b: set[tuple[Hashable, ...]]) -> Counter[tuple[str | None, str | None]]:
    """Which role stands against which: equal roles of a filler first, then in order; what is left against None."""
    found: Counter[tuple[str | None, str | None]] = Counter()
    for filler in {key[:3] for key in a | b}:
        in_a = {str(key[3]) for key in a if key[:3] == filler}
        in_b = {str(key[3]) for key in b if key[:3] == filler}
        found.update((role, role) for role in in_a & in_b)
        left, right = sorted(in_a - in_b), sorted(in_b - in_a)
        found.update(zip(left, right, strict=False))
        found.update((role, None) for role in left[len(right) :])
        found.update((None, role) for role in right[len(left) :])
    return found
