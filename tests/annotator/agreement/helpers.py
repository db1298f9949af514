"""Short ways to compare mentions: from (start, end, label) to statistics and summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from annotator.agreement.events import EventView
from annotator.agreement.gather import count
from annotator.agreement.rows import Batch, batch_of
from annotator.agreement.statistics import PAIR_COLUMNS, Statistics
from annotator.agreement.summary import Selection, Summary, summarise
from annotator.agreement.totals import Corpus
from annotator.model import Mention, Span

Marks = Sequence[tuple[Any, ...]]
"""(start, end, label), or (start, end, start, end ..., label) for several parts."""
LENGTH = 40
TEXT = ("كلمة " * (LENGTH // 5))[:LENGTH]
WORDS = [Span(at, at + 4) for at in range(0, LENGTH, 5)]
LABELS = ("A", "B", "C")


def mention(number: int, mark: tuple[Any, ...]) -> Mention:
    ends = mark[:-1]
    return Mention(f"m{number}", tuple(Span(s, e) for s, e in zip(ends[::2], ends[1::2], strict=True)), mark[-1])


def mentions(marks: Marks) -> list[Mention]:
    return [mention(number, mark) for number, mark in enumerate(marks)]


def batch(
    documents: Sequence[Mapping[int, Marks]],
    people: int = 2,
    text: str = TEXT,
    events: Mapping[tuple[int, int], Sequence[EventView]] | None = None,
) -> Batch:
    """Documents as {annotator: marks}; who is not in one has not finished it."""
    length = max((end for layers in documents for ms in layers.values() for m in ms for end in m[:-1]), default=0)
    text = text.ljust(length)
    words = WORDS if text == TEXT else [Span(at, at + 1) for at in range(len(text))]
    labels = sorted({m[-1] for layers in documents for marks in layers.values() for m in marks})
    listed = [(text, words, {who: mentions(marks) for who, marks in layers.items()}) for layers in documents]
    return batch_of(listed, people, labels, events)


def statistics(documents: Sequence[Mapping[int, Marks]], people: int = 2) -> Statistics:
    return count(batch(documents, people))


def summary(documents: Sequence[Mapping[int, Marks]], people: int = 2) -> Summary:
    names = [f"annotator {who}" for who in range(people)]
    return summarise(Selection(Corpus(statistics(documents, people)), names, {}))


def compared(a: Marks, b: Marks) -> Summary:
    """Two annotators, one document."""
    return summary([{0: a, 1: b}])


def value(found: Summary, measure: str) -> float | None:
    return {**found.spans, **found.given_boundary}[measure].value


def column(found: Statistics, name: str) -> float:
    return float(found.pair_values[:, PAIR_COLUMNS.index(name)].sum())


@st.composite
def marks(draw: st.DrawFn, most: int = 7) -> list[tuple[Any, ...]]:
    """Mentions, nested, overlapping, touching, sometimes in two parts."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, LENGTH - 2))
        end = draw(st.integers(start + 1, min(LENGTH, start + 9)))
        label = draw(st.sampled_from(LABELS))
        if end - start > 3 and draw(st.integers(0, 4)) == 0:
            found.append((start, start + 1, start + 2, end, label))
        else:
            found.append((start, end, label))
    return found
