"""What is compared: the mentions of a batch of documents as columns of numbers, and who has finished which document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.agreement.events import EventView
from annotator.model import Mention, Span

Ints: TypeAlias = npt.NDArray[np.int64]

WHOLE = 0
"""The shape of a mention in one piece; others are numbers of lists of parts."""


class Rows(NamedTuple):
    """One mention a row: number of the document in the batch, number of the annotator, hull (code points, end
    exclusive), shape, number of the label. In any order, twins allowed."""

    doc: Ints
    who: Ints
    start: Ints
    end: Ints
    shape: Ints
    label: Ints


class Shapes:
    """Numbers for the parts of mentions in several pieces; 0 is one piece."""

    def __init__(self) -> None:
        self.parts: list[tuple[Span, ...]] = [()]
        self._numbers: dict[tuple[Span, ...], int] = {}

    def number(self, spans: Sequence[Span]) -> int:
        """The number of these parts; equal parts have equal numbers."""
        if len(spans) < 2:
            return WHOLE
        key = tuple(spans)
        if key not in self._numbers:
            self._numbers[key] = len(self.parts)
            self.parts.append(key)
        return self._numbers[key]


class Batch(NamedTuple):
    """Documents to compare.

    `done[document, annotator]`: who has finished it. `lengths` in code points. `word_start` and `word_end` hold the
    words of all documents one after the other (code points of their own document), those of document d at
    `word_at[d]` to `word_at[d + 1]`. `events[document, annotator]` only where there are any.
    """

    done: npt.NDArray[np.bool_]
    rows: Rows
    shapes: Shapes
    lengths: Ints
    word_at: Ints
    word_start: Ints
    word_end: Ints
    texts: Sequence[str]
    events: Mapping[tuple[int, int], Sequence[EventView]]
    labels: Sequence[str]


def batch_of(
    documents: Sequence[tuple[str, Sequence[Span], Mapping[int, Iterable[Mention]]]],
    people: int,
    labels: Sequence[str],
    events: Mapping[tuple[int, int], Sequence[EventView]] | None = None,
) -> Batch:
    """A batch from records: per document its text, its words, and the mentions of each annotator who has finished it."""
    number = {label: at for at, label in enumerate(labels)}
    shapes = Shapes()
    done = np.zeros((len(documents), people), dtype=bool)
    rows: list[tuple[int, int, int, int, int, int]] = []
    for doc, (_, _, layers) in enumerate(documents):
        for who, mentions in layers.items():
            done[doc, who] = True
            rows += [(doc, who, m.start, m.end, shapes.number(m.spans), number[m.label]) for m in mentions]
    table = np.array(rows, dtype=np.int64).reshape(-1, 6)
    starts, ends, at = words_of([ends_of(words) for _, words, _ in documents])
    lengths = np.array([len(text) for text, _, _ in documents], dtype=np.int64)
    texts = [text for text, _, _ in documents]
    return Batch(done, Rows(*table.T), shapes, lengths, at, starts, ends, texts, events or {}, labels)


def ends_of(words: Sequence[Span]) -> Ints:
    """Two columns: where each word starts and ends."""
    return np.fromiter(chain.from_iterable(words), np.int64, 2 * len(words)).reshape(-1, 2)


def words_of(documents: Sequence[Ints]) -> tuple[Ints, Ints, Ints]:
    """(starts, ends, where each document begins) of the words of several documents, given as `ends_of` each."""
    at = np.zeros(len(documents) + 1, dtype=np.int64)
    at[1:] = np.cumsum([len(words) for words in documents])
    flat = np.concatenate([np.zeros((0, 2), np.int64), *documents])
    return flat[:, 0].copy(), flat[:, 1].copy(), at
