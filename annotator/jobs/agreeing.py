"""Agreement of a project: reads the layers that are done, keeps statistics per document, sums and filters them.

Only layers marked done count: one that is done with nothing in it is agreement on nothing, one that is not done is not
there. All reading happens on a connection of its own, so a page can fill the statistics on a thread beside the window.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from annotator.agreement.differences import Difference, differences, event_differences
from annotator.agreement.events import EventView
from annotator.agreement.gather import select
from annotator.agreement.intervals import add_intervals, interval_table
from annotator.agreement.reporting import AnnotatorCoverage, Coverage, Filter, Report, warnings
from annotator.agreement.summary import Figures, Selection, Summary, documents, summarise
from annotator.agreement.totals import Corpus
from annotator.errors import DataError, UnavailableError
from annotator.jobs.agreement_files import cache_file
from annotator.jobs.agreement_layers import document_values
from annotator.jobs.agreement_ledger import Ledger, Progress
from annotator.model import GOLD, PROJECT, Mention
from annotator.project_records import schema_in
from annotator.schema import Schema
from annotator.store.rows import RowReader

_LISTED: Final = 50
"""Documents that a report lists."""
_ALL: Final = Filter()


class Behind(msgspec.Struct, frozen=True):
    """Disagreements of two annotators in one document."""

    document: int
    name: str
    a: str
    b: str
    differences: list[Difference]


class PairContents(msgspec.Struct, frozen=True):
    """One document with the mentions of each pair of annotators: (a, b, mentions of a, mentions of b). `length` in code
    points."""

    name: str
    length: int
    pairs: list[tuple[str, str, list[Mention], list[Mention]]]


class _Choice(NamedTuple):
    """What a filter leaves: pair rows, values of document labels, and a digest of all that its figures depend on."""

    rows: npt.NDArray[np.bool_]
    labels: dict[str, list[dict[int, Any]]]
    digest: str


class Agreement:
    """The agreement in one project file, and the statistics it rests on. Use it on one thread, and close it.

    `refresh` brings the statistics up to date with the file; everything else speaks about the state of the last
    `refresh`. `use_cache`: keep statistics between runs in the person's cache folder.
    """

    def __init__(self, path: Path, labels: tuple[str, ...] | None = None, *, use_cache: bool = True) -> None:
        self._path, self._use_cache = path, use_cache
        self._reader = RowReader(path)
        self.labels = None if labels is None else tuple(sorted(labels))
        self._follow_schema(self._schema_now())
        self._check_labels({label.key for label in self.schema.labels})

    def _schema_now(self) -> Schema:
        schema = schema_in(self._reader.layer(None, PROJECT))
        if schema is None:
            raise UnavailableError(
                f"{self._path} holds no schema: it was never finished. Make the project anew.", code="no_schema"
            )
        return schema

    def _follow_schema(self, schema: Schema) -> None:
        """Reads labels as a schema says: what was merged counts as one label."""
        self.schema = schema
        self._reader.read_as = {label.key: schema.resolve(label.key) for label in schema.labels if label.into}
        events = sorted(label.key for label in schema.labels if label.is_event)
        labels = None if self.labels is None else sorted({schema.resolve(label) for label in self.labels})
        purpose = msgspec.json.encode((labels, events, sorted(self._reader.read_as.items()))).decode()
        file = cache_file(self._path, purpose) if self._use_cache else None
        self._ledger = Ledger(self._reader, file, events, labels)

    def close(self) -> None:
        """Lets go of the file."""
        self._reader.close()

    def _check_labels(self, known: set[str]) -> None:
        known = known | set(self._reader.label_names().values())
        strange = [label for label in self.labels or () if label not in known]
        if strange:
            raise DataError(f"The project has no label {', '.join(map(repr, strange))}.")

    def refresh(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> int:
        """Computes what is new since the last time; returns how many documents that were.

        `progress(done, all)` in documents. Raises StoppedError when `cancelled()`; what was computed is kept.
        """
        if self._reader.version() != self._ledger.version:
            schema = self._schema_now()
            if schema != self.schema:
                self._follow_schema(schema)
        return self._ledger.refresh(progress, cancelled)

    # -- choosing -----------------------------------------------------------------------------------------------------
    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody who has a layer, by name; gold last."""
        return self._ledger.layers.people

    def selection(self, chosen: Filter) -> Selection:
        """The statistics that a filter leaves. Raises DataError for people or documents that are not there."""
        return self._select(self._choose(chosen))

    def _choose(self, chosen: Filter) -> _Choice:
        layers, ledger = self._ledger.layers, self._ledger
        mine = self._layers_of(chosen)
        pairs = ledger.statistics.pairs
        there = np.zeros((int(layers.document.max(initial=0)) + 1, max(len(layers.people), 1)), dtype=bool)
        there[layers.document[mine], layers.who[mine]] = True
        gold = self._is_gold()
        rows = there[pairs[:, 0], pairs[:, 1]] & there[pairs[:, 0], pairs[:, 2]]
        rows &= (gold[pairs[:, 1]] | gold[pairs[:, 2]]) == chosen.gold
        labels = document_values(self._reader, layers, mine & (chosen.gold | ~gold[layers.who]), lambda: ledger.rank)
        digest = hashlib.sha256(np.sort(ledger.keys[rows]).tobytes() + repr(labels).encode())
        return _Choice(rows, labels, digest.hexdigest()[:32])

    def _select(self, choice: _Choice) -> Selection:
        corpus = Corpus(select(self._ledger.statistics, choice.rows), self._ledger.rank)
        return Selection(corpus, self._ledger.layers.people, choice.labels)

    def _is_gold(self) -> npt.NDArray[np.bool_]:
        return np.array([*(name == GOLD for name in self._ledger.layers.people), False], dtype=bool)

    def _layers_of(self, chosen: Filter, *, done: bool = True) -> npt.NDArray[np.bool_]:
        """The layers that a filter leaves; gold's with them."""
        layers = self._ledger.layers
        kept: npt.NDArray[np.bool_] = np.asarray(layers.done == done, dtype=bool)
        if chosen.annotators is not None:
            strange = [name for name in chosen.annotators if name not in layers.people]
            if strange:
                raise DataError(f"Nobody named {', '.join(map(repr, strange))} has a layer in this project.")
            allowed = np.array(
                [*(name in chosen.annotators or name == GOLD for name in layers.people), False], dtype=bool
            )
            kept &= allowed[layers.who]
        if chosen.documents is not None:
            kept &= np.isin(layers.document, self._document_numbers(chosen.documents))
        if chosen.since is not None or chosen.until is not None:
            kept &= self._in_time(chosen)
        return kept

    def _document_numbers(self, names: tuple[str, ...]) -> list[int]:
        number = {name: id for id, name in self._reader.document_names().items()}
        strange = [name for name in names if name not in number]
        if strange:
            raise DataError(f"The project has no document {', '.join(map(repr, strange[:8]))}.")
        return [number[name] for name in names]

    def _in_time(self, chosen: Filter) -> npt.NDArray[np.bool_]:
        """Documents whose last done layer was changed last within the filter's dates."""
        last = self._reader.last_changes()
        layers = self._ledger.layers
        when = np.array([last.get(layer, 0) for layer in layers.layer.tolist()], np.int64)
        latest = np.zeros(int(layers.document.max(initial=0)) + 1, np.int64)
        np.maximum.at(latest, layers.document, np.where(layers.done, when, 0))
        kept = np.ones(len(when), dtype=bool)
        if chosen.since is not None:
            kept &= latest[layers.document] >= chosen.since
        if chosen.until is not None:
            kept &= latest[layers.document] <= chosen.until
        return kept

    # -- reports ------------------------------------------------------------------------------------------------------
    def report(
        self, chosen: Filter = _ALL, *, with_intervals: bool = True, cancelled: Callable[[], bool] | None = None
    ) -> Report:
        """Everything about a selection. Intervals take a second over 10,000 documents the first time, then all figures
        are kept; without intervals a report is there at once."""
        choice = self._choose(chosen)
        found = self._ledger.kept(choice.digest) or self._figures(choice, cancelled, with_intervals=with_intervals)
        coverage = self._coverage(chosen, found.summary)
        names = self._reader.document_names([row.document for row in found.documents])
        chosen = msgspec.structs.replace(chosen, labels=self.labels)
        noted = warnings(coverage, found.summary, choice.labels)
        return Report(chosen, coverage, found.summary, found.documents, names, noted)

    def _figures(self, choice: _Choice, cancelled: Callable[[], bool] | None, *, with_intervals: bool) -> Figures:
        selection = self._select(choice)
        summary = summarise(selection)
        figures = Figures(summary, documents(selection.corpus, _LISTED))
        if not with_intervals:
            return figures
        table = interval_table(selection, cancelled=cancelled)
        if cancelled is not None and cancelled():
            return figures
        figures = msgspec.structs.replace(figures, summary=add_intervals(summary, selection, table))
        self._ledger.keep(choice.digest, figures)
        return figures

    def _coverage(self, chosen: Filter, summary: Summary) -> Coverage:
        layers = self._ledger.layers
        gold = self._is_gold()[layers.who]
        mine = self._layers_of(chosen) & (chosen.gold | ~gold)
        open_ = self._layers_of(chosen, done=False) & (chosen.gold | ~gold)
        _, crowd = np.unique(layers.document[mine], return_counts=True)
        people = [
            AnnotatorCoverage(
                name,
                int((mine & (layers.who == who)).sum()),
                int((open_ & (layers.who == who)).sum()),
                int(layers.mentions[mine & (layers.who == who)].sum()),
            )
            for who, name in enumerate(layers.people)
            if (mine | open_)[layers.who == who].any()
        ]
        return Coverage(
            self._reader.live_documents(),
            summary.spans["exact"].n_documents,
            int((crowd == 1).sum()),
            summary.both_nothing,
            int(mine.sum()),
            int(open_.sum()),
            people,
        )

    def pair_contents(self, chosen: Filter = _ALL) -> Iterator[PairContents]:
        """The documents of a selection with the mentions that are compared, in the order of their names."""
        pairs: dict[int, list[tuple[int, int]]] = {}
        for document, a, b in sorted(self.selection(chosen).corpus.statistics.pairs.tolist()):
            pairs.setdefault(document, []).append((a, b))
        for document, crew in sorted(pairs.items(), key=lambda item: int(self._ledger.rank[item[0]])):
            ((_, name, text),) = self._reader.texts_of([document])
            content = {who: found[0] for who, found in self._contents(document, crew).items()}
            people = self._ledger.layers.people
            yield PairContents(name, len(text), [(people[a], people[b], content[a], content[b]) for a, b in crew])

    def _contents(
        self, document: int, pairs: list[tuple[int, int]]
    ) -> dict[int, tuple[list[Mention], tuple[EventView, ...]]]:
        """The mentions and events of everybody in some pairs."""
        layers = self._ledger.layers
        here = layers.document == document
        numbers = dict(zip(layers.who[here].tolist(), layers.layer[here].tolist(), strict=True))
        batches = self._ledger.batches()
        return {who: batches.layer_content(numbers[who]) for pair in pairs for who in pair}

    # -- trust --------------------------------------------------------------------------------------------------------
    @property
    def has_kept(self) -> bool:
        """Whether statistics are there."""
        return len(self._ledger.keys) > 0

    def verify(self) -> list[str]:
        """Computes the statistics that are valid now anew and compares; what differs, in words. It is mended."""
        return self._ledger.verify()

    # -- behind the numbers -------------------------------------------------------------------------------------------
    def behind(
        self,
        chosen: Filter = _ALL,
        keep: Callable[[Difference], bool] | None = None,
    ) -> Iterator[Behind]:
        """The disagreements behind the numbers, document by document in the order of their names.

        `keep` chooses those of one cell or bar: by kind, label, cause. Only documents with differences come.
        """
        corpus = self.selection(chosen).corpus
        wanted = {row.document for row in documents(corpus)}
        by_document: dict[int, list[tuple[int, int]]] = {}
        for document, a, b in corpus.statistics.pairs.tolist():
            if document in wanted:
                by_document.setdefault(document, []).append((a, b))
        for document in sorted(by_document, key=lambda number: int(self._ledger.rank[number])):
            yield from self._behind(document, by_document[document], keep)

    def _behind(
        self, document: int, pairs: list[tuple[int, int]], keep: Callable[[Difference], bool] | None
    ) -> Iterator[Behind]:
        ((_, name, text),) = self._reader.texts_of([document])
        content = self._contents(document, pairs)
        people = self._ledger.layers.people
        for a, b in pairs:
            found = differences(text, content[a][0], content[b][0])
            found += event_differences(content[a][1], content[b][1])
            found = [difference for difference in found if keep is None or keep(difference)]
            if found:
                yield Behind(document, name, people[a], people[b], found)


def verify(path: Path) -> list[str]:
    """Computes the statistics kept for a project anew and compares; what differs, in words. What was wrong is mended.

    Nothing where none are kept: then nothing can be wrong.
    """
    found = Agreement(path)
    try:
        return found.verify() if found.has_kept else []
    finally:
        found.close()


def agreement_of(path: Path, chosen: Filter, progress: Progress | None = None, *, use_cache: bool = True) -> Report:
    """The report of a project file, for a script."""
    found = Agreement(path, chosen.labels, use_cache=use_cache)
    try:
        found.refresh(progress)
        return found.report(chosen)
    finally:
        found.close()
