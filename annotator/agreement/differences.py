"""The disagreements behind a number: which mentions of two annotators differ, and how.

The pairing is the one that the statistics count: equal places first, then overlapping ones; what is left is missing on
one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from annotator.agreement.boundaries import cause
from annotator.agreement.events import ArgumentView, EventView
from annotator.agreement.rows import batch_of
from annotator.agreement.spans import pair, sides
from annotator.model import Mention, Span

Kind = Literal["label", "boundary", "boundary_label", "missing", "trigger", "event_label", "argument", "role"]
KINDS: Final[tuple[Kind, ...]] = (
    "label",
    "boundary",
    "boundary_label",
    "missing",
    "trigger",
    "event_label",
    "argument",
    "role",
)


class Difference(msgspec.Struct, frozen=True):
    """One place where two annotators differ.

    `a` and `b` are the mentions (None: that one marked nothing here), `cause` why boundaries differ. For events the
    places of the triggers or fillers stand in `spans`, what each said in `said_a` and `said_b`.
    """

    kind: Kind
    spans: tuple[Span, ...]
    a: Mention | None = None
    b: Mention | None = None
    cause: str | None = None
    said_a: str | None = None
    said_b: str | None = None


def differences(text: str, a: Sequence[Mention], b: Sequence[Mention]) -> list[Difference]:
    """All differences between the mentions of two annotators, in the order of the text."""
    labels = sorted({m.label for m in (*a, *b)})
    batch = batch_of([(text, (), {0: a, 1: b})], 2, labels)
    left, right = sides(batch, 2)
    found = pair(left, right, len(labels), batch.shapes)
    mine = [a[k] for k in left.row.tolist()]
    theirs = [b[k - len(a)] for k in right.row.tolist()]
    listed = [
        Difference("label", mine[i].spans, mine[i], theirs[j])
        for i, j in zip(found.equal.left.tolist(), found.equal.right.tolist(), strict=True)
        if mine[i].label != theirs[j].label
    ]
    near = list(zip(found.near.left.tolist(), found.near.right.tolist(), strict=True))
    listed += [_near(text, mine[i], theirs[j]) for i, j in near]
    listed += [
        Difference("missing", mine[i].spans, a=mine[i])
        for i in _alone(len(mine), found.equal.left.tolist(), [i for i, _ in near])
    ]
    listed += [
        Difference("missing", theirs[j].spans, b=theirs[j])
        for j in _alone(len(theirs), found.equal.right.tolist(), [j for _, j in near])
    ]
    return sorted(listed, key=lambda d: (d.spans[0].start, d.spans[-1].end, d.kind))


def _near(text: str, a: Mention, b: Mention) -> Difference:
    kind: Kind = "boundary" if a.label == b.label else "boundary_label"
    both = tuple(sorted({*a.spans, *b.spans}))
    return Difference(kind, both, a, b, cause(text, a.spans, b.spans))


def _alone(size: int, *used: Sequence[int]) -> list[int]:
    free = np.ones(size, dtype=bool)
    for taken in used:
        free[list(taken)] = False
    return np.flatnonzero(free).tolist()


def event_differences(a: Sequence[EventView], b: Sequence[EventView]) -> list[Difference]:
    """Differences between events: triggers of one alone, other types on one trigger, arguments of one alone, roles."""
    listed: list[Difference] = []
    for trigger in sorted({event.trigger for event in (*a, *b)}):
        types_a = {e.label for e in a if e.trigger == trigger}
        types_b = {e.label for e in b if e.trigger == trigger}
        said = (", ".join(sorted(types_a)) or None, ", ".join(sorted(types_b)) or None)
        if not types_a or not types_b:
            listed.append(Difference("trigger", trigger, said_a=said[0], said_b=said[1]))
        elif types_a != types_b:
            listed.append(Difference("event_label", trigger, said_a=said[0], said_b=said[1]))
        for label in sorted(types_a & types_b):
            listed += _arguments(trigger, _filled(a, trigger, label), _filled(b, trigger, label))
    return listed


def _filled(events: Sequence[EventView], trigger: tuple[Span, ...], label: str) -> set[ArgumentView]:
    return {x for e in events if e.trigger == trigger and e.label == label for x in e.arguments}


def _arguments(trigger: tuple[Span, ...], a: set[ArgumentView], b: set[ArgumentView]) -> list[Difference]:
    listed = []
    for filler in sorted({x.filler for x in a ^ b}, key=repr):
        roles_a = sorted(x.role for x in a if x.filler == filler)
        roles_b = sorted(x.role for x in b if x.filler == filler)
        kind: Kind = "role" if roles_a and roles_b else "argument"
        places = _places(filler) or trigger
        listed.append(Difference(kind, places, said_a=", ".join(roles_a) or None, said_b=", ".join(roles_b) or None))
    return listed


def _places(filler: tuple[str, object]) -> tuple[Span, ...]:
    """Where a filler stands: of an entity, its first mention."""
    kind, what = filler
    if kind == "mention" and isinstance(what, tuple):
        return what
    return what[0] if kind == "entity" and isinstance(what, tuple) and what else ()
