"""Small worlds for adjudication: layers made by hand, a project with three annotators, noise over one annotation."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from annotator.adjudication.case import Case
from annotator.adjudication.mentions import Side
from annotator.edits import Draft
from annotator.layer import Layer
from annotator.model import GOLD, Document, Mention, Span, StatusRecord
from annotator.operations import STATUS_ID, Operation, Record, RecordKey, encode_changes, encode_puts
from annotator.schema import Schema
from tests.annotator.helpers import TEXT

PEOPLE = ("سلمى", "هادي", "نور")
LABELS = ("PERS", "ORG", "LOC", "Conflict.Attack")
DOCUMENT = Document(1, b"k" * 16, "d1", TEXT)
Marks = Sequence[tuple[int, int, str]]


def side(annotator: str, marks: Marks, more: Mapping[RecordKey, Record] | None = None, prefix: str = "m") -> Side:
    """A layer that is done, with these mentions (ids `m0`, `m1` ...) and records."""
    records: dict[RecordKey, Record] = {RecordKey("status", STATUS_ID): StatusRecord("done")}
    for n, (start, end, label) in enumerate(marks):
        records[RecordKey("mention", f"{prefix}{n}")] = Mention(f"{prefix}{n}", (Span(start, end),), label)
    records |= more or {}
    return Side(
        annotator, Layer(1, annotator, [Operation(annotator, 1, 1, 1, "import", None, 0, encode_puts(records))])
    )


def sides(*everybody: Marks) -> list[Side]:
    return [side(PEOPLE[n], marks) for n, marks in enumerate(everybody)]


class Desk:
    """A document under adjudication without a project: gold is a layer in memory."""

    def __init__(self, schema: Schema, everybody: Sequence[Side]) -> None:
        self.schema = schema
        self.everybody = list(everybody)
        self.gold = Layer(1, GOLD)

    def case(self) -> Case:
        return Case(DOCUMENT, self.schema, self.everybody, self.gold)

    def take(self, draft: Draft) -> None:
        lamport, _, seq = self.gold.version
        changes = encode_changes(draft.changes)
        self.gold.apply(Operation("lead", seq + 1, lamport + 1, seq + 1, draft.gesture, draft.undoes, 0, changes))

    def undo(self) -> bool:
        inverse = self.gold.undo()
        if inverse is not None:
            self.take(Draft("undo", tuple(inverse.changes), inverse.undoes.name))
        return inverse is not None

    def places(self) -> set[tuple[int, int, str]]:
        return {(m.start, m.end, m.label) for m in self.gold.mentions.values()}


def marks_strategy(longest: int = len(TEXT)) -> st.SearchStrategy[list[tuple[int, int, str]]]:
    """Mentions of one annotator: at most six, without twins."""
    one = st.builds(
        lambda start, size, label: (start, min(start + size, longest), label),
        st.integers(0, longest - 1),
        st.integers(1, 12),
        st.sampled_from(LABELS),
    )
    return st.lists(one.filter(lambda mark: bool(TEXT[mark[0] : mark[1]].strip())), max_size=6, unique=True)


def crowds() -> st.SearchStrategy[list[list[tuple[int, int, str]]]]:
    """Two to three annotators; often with mentions in common."""
    return st.tuples(marks_strategy(), st.lists(marks_strategy(), min_size=1, max_size=2), st.randoms()).map(_related)


def _related(drawn: tuple[list[Any], list[list[Any]], random.Random]) -> list[list[tuple[int, int, str]]]:
    first, others, chance = drawn
    found = [first]
    for own in others:
        shared = [mark for mark in first if chance.random() < 0.6]
        found.append(list(dict.fromkeys([*shared, *own])))
    return found


def noisy(marks: Iterable[tuple[int, int, str]], text: str, chance: random.Random) -> list[tuple[int, int, str]]:
    """A careless copy of an annotation: some missed, some with another label or another end, some added."""
    found = []
    for start, end, label in marks:
        roll = chance.random()
        if roll < 0.08:
            continue
        if roll < 0.16:
            label = chance.choice(LABELS[:3])
        elif roll < 0.24 and end < len(text):
            end = text.find(" ", end + 1) if text.find(" ", end + 1) > 0 else end
        elif roll < 0.30 and text[start] in "وفبل" and end - start > 3:
            start += 1
        found.append((start, end, label))
    return sorted(set(found))
