"""The statistics of a project's documents: filled lazily, kept between runs, verified on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from annotator.agreement.exact import ExactCounts, exact_counts
from annotator.agreement.gather import count, empty, join, select
from annotator.agreement.rows import Ints
from annotator.agreement.statistics import PAIR_COLUMNS, Statistics
from annotator.agreement.summary import Figures
from annotator.errors import StoppedError
from annotator.jobs import agreement_cache as cache
from annotator.jobs.agreement_layers import Batches, Layers, Pairs, among, pairs_of, read_layers, whole
from annotator.store.rows import RowReader

Progress = Callable[[int, int], None]
_BATCH: Final = 200
"""Documents that are compared at a time."""
_FIGURES_KEPT: Final = 32


class Ledger:
    """The layers of a project as of the last `refresh`, and the statistics of every two that are done.

    `version` is the reader's at that time. `file` is where statistics are kept between runs, None for nowhere. `keys[k]` says what row k of `statistics.pairs`
    is valid for. `rank` orders documents in the same way in every copy of a project.
    """

    def __init__(
        self, reader: RowReader, file: Path | None, event_labels: Sequence[str], labels: Sequence[str] | None
    ) -> None:
        self._reader = reader
        self._file = file
        self._event_labels = event_labels
        self._labels = labels
        self.version = reader.version()
        self.layers: Layers = read_layers(reader)
        self._pairs: Pairs = pairs_of(self.layers)
        self._rank: Ints | None = None
        self.statistics = empty()
        self.keys: npt.NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._figures: dict[str, Figures] = {}
        self._reading: Batches | None = None
        self._load()

    @property
    def rank(self) -> Ints:
        """The place of each document among all; read when it is asked for."""
        if self._rank is None:
            self._rank = rank_of(self._reader)
        return self._rank

    def batches(self) -> Batches:
        """Reads documents for the engine."""
        if self._reading is None:
            self._reading = Batches(self._reader, self._event_labels, self._labels)
        return self._reading

    def refresh(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> int:
        """Computes what is new since the last time; returns how many documents that were.

        `progress(done, all)` in documents. Raises StoppedError when `cancelled()`; what was computed is kept.
        """
        version = self._reader.version()
        if version != self.version:
            self.version, people = version, self.layers.people
            self.layers = read_layers(self._reader)
            self._pairs = pairs_of(self.layers)
            self._follow(people)
        if self._rank is not None and int(self.layers.document.max(initial=0)) >= len(self._rank):
            self._rank = None
        known = among(self._pairs.key, self.keys)
        if known.all() and len(known) == len(self.keys):
            return 0
        stale = np.unique(self.layers.document[self._pairs.a[~known]])
        fits = self._fitting() & ~among(self.statistics.pairs[:, 0], stale)
        found = [select(self.statistics, fits)]
        try:
            for done, part in self._computed(stale):
                found.append(part)
                if progress is not None:
                    progress(done, len(stale))
                if cancelled is not None and cancelled() and done < len(stale):
                    raise StoppedError
        finally:
            self._take(join(found))
        return len(stale)

    def _computed(self, stale: Ints) -> Iterator[tuple[int, Statistics]]:
        """(documents done so far, their statistics)."""
        for begin in range(0, len(stale), _BATCH):
            chosen = stale[begin : begin + _BATCH]
            yield begin + len(chosen), self.compare(chosen)

    def compare(self, chosen: Ints) -> Statistics:
        """The statistics of some documents (by their numbers), from the file as it is."""
        layers = self.layers.where(self.layers.done & among(self.layers.document, chosen))
        numbers, batch = self.batches().read(layers)
        found = count(batch)
        found.pairs[:, 0] = np.array(numbers, np.int64)[found.pairs[:, 0]]
        return found

    def _load(self) -> None:
        """Takes what an earlier run has kept."""
        kept = cache.load(self._file) if self._file else None
        if kept is None:
            return
        self.statistics, self.keys = kept.statistics, kept.keys
        self._figures = dict(kept.figures)
        self._follow(kept.people)

    def _follow(self, people: Sequence[str]) -> None:
        """Gives the annotators in the statistics the numbers that they have now; rows of those who are gone fall."""
        if tuple(people) == self.layers.people:
            return
        number = {name: who for who, name in enumerate(self.layers.people)}
        now = np.array([*(number.get(name, -1) for name in people)], np.int64)
        who = now[self.statistics.pairs[:, 1:]].reshape(-1, 2)
        there = np.asarray(who.min(axis=1, initial=0) >= 0, dtype=bool)
        pairs = np.concatenate([self.statistics.pairs[:, :1], who], axis=1)
        self.statistics, self.keys = select(self.statistics._replace(pairs=pairs), there), self.keys[there]

    def _fitting(self) -> npt.NDArray[np.bool_]:
        """Which rows are valid for the layers as they are now."""
        return among(self.keys, self._pairs.key)

    def _take(self, statistics: Statistics) -> None:
        """Puts statistics in force, each pair row with the key that it is valid for."""
        people = max(len(self.layers.people), 1)
        wanted = self.layers.document[self._pairs.a] * people + self.layers.who[self._pairs.a]
        wanted = wanted * people + self.layers.who[self._pairs.b]
        place = (statistics.pairs[:, 0] * people + statistics.pairs[:, 1]) * people + statistics.pairs[:, 2]
        self.keys = self._pairs.key[np.searchsorted(wanted, place)]
        self.statistics = statistics
        self._save()

    def _save(self) -> None:
        if self._file is not None:
            kept = cache.Kept(self.layers.people, self.keys, self.statistics, self._figures)
            cache.save(self._file, kept)

    # -- figures ------------------------------------------------------------------------------------------------------
    def kept(self, digest: str) -> Figures | None:
        """The figures kept under a digest of all that they depend on."""
        return self._figures.get(digest)

    def keep(self, digest: str, figures: Figures) -> None:
        """Keeps figures, at most so many; the oldest go."""
        while len(self._figures) >= _FIGURES_KEPT:
            del self._figures[next(iter(self._figures))]
        self._figures[digest] = figures
        self._save()

    # -- trust --------------------------------------------------------------------------------------------------------
    def verify(self) -> list[str]:
        """Computes the statistics that are valid now anew and compares. What differs, in words; it is then mended.

        Figures that were kept are given up: they are summed anew when they are asked for next.
        """
        self._figures.clear()
        kept = select(self.statistics, self._fitting())
        names = self._reader.document_names()
        fresh = [part for _, part in self._computed(np.unique(kept.pairs[:, 0]))]
        anew = join(fresh) if fresh else empty()
        old, new = _by_row(kept), _by_row(anew)
        wrong = sorted({row[0] for row, values in old.items() if new.get(row) != values})
        if wrong:
            self._take(anew)
        if not wrong and self._labels is None and not self._counts_agree(kept):
            return ["agreement: the statistics kept do not add up to the mentions of the project"]
        return [
            f"agreement: the statistics kept for {names.get(d, d)!r} were not those of its layers; they were computed anew"
            for d in wrong
        ]

    def _counts_agree(self, kept: Statistics) -> bool:
        """Whether exact matches sum to what one pass over all rows gives, for pairs of which every document is kept."""
        counts, _ = exact_of(self._reader, self.layers)
        column = kept.pair_values[:, PAIR_COLUMNS.index("exact")]
        wanted = np.stack([self.layers.who[self._pairs.a], self.layers.who[self._pairs.b]], axis=1)
        for a, b in np.unique(kept.pairs[:, 1:], axis=0).tolist():
            mine = (kept.pairs[:, 1:] == [a, b]).all(axis=1)
            if mine.sum() == (wanted == [a, b]).all(axis=1).sum() and column[mine].sum() != counts.both[a, b].sum():
                return False
        return True


def exact_of(reader: RowReader, layers: Layers) -> tuple[ExactCounts, list[str]]:
    """Exact matches of all pairs of annotators by label, straight from the rows of the project; and the labels."""
    rows, done, labels = whole(reader, layers)
    return exact_counts(rows, done, len(labels)), labels


def rank_of(reader: RowReader) -> Ints:
    """By document number, the place of the document among all, by name and key: the same in every copy of a project."""
    ordered = reader.documents_in_order()
    rank = np.zeros(1 + max(ordered, default=0), dtype=np.int64)
    rank[np.array(ordered, dtype=np.int64)] = np.arange(len(ordered))
    return rank


def _by_row(found: Statistics) -> dict[tuple[int, ...], list[tuple[object, ...]]]:
    """Everything that hangs on each (document, a, b), by name, in one order."""
    rows = [tuple(row) for row in found.pairs.tolist()]
    table: dict[tuple[int, ...], list[tuple[object, ...]]] = {
        row: [tuple(values)] for row, values in zip(rows, found.pair_values.tolist(), strict=True)
    }
    for (row, label), values in zip(found.of_label.tolist(), found.label_values.tolist(), strict=True):
        table[rows[row]].append(("label", found.labels[label], *values))
    for name, names, cells in (("confusion", found.labels, found.confusion), ("role", found.role_names, found.roles)):
        for row, left, right, n in cells.tolist():
            pair = tuple(names[k] if k >= 0 else "" for k in (left, right))
            table[rows[row]].append((name, *pair, n))
    for values_ in table.values():
        values_[1:] = sorted(values_[1:], key=repr)
    return table
