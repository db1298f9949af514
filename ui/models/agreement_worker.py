"""The thread on which agreement is computed: it has its own connection to the project file and never waits for the
window. Everything that it finds is told through one callable, from this thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from annotator.agreement.differences import Difference
from annotator.agreement.reporting import Filter, Report
from annotator.agreement.results import Result
from annotator.errors import StoppedError, UserError
from annotator.jobs.agreeing import Agreement, Behind
from annotator.jobs.agreement_requests import compute
from annotator.jobs.agreement_views import document_label_differences
from annotator.model import GOLD

Tell = Callable[["Job", str, Any], None]
_PORTION: Final = 40
"""Disagreements that are told at a time."""


class Figures(NamedTuple):
    """What the page shows: everybody with everybody, and each with gold where there is gold. `people`: all who have
    layers, gold last. `complete`: the intervals are there."""

    report: Report
    gold: Report | None
    people: tuple[str, ...]
    complete: bool


class Wanted(NamedTuple):
    """Which disagreements: those that `keep` takes, between `people` (one with the others, or two), at most `most`;
    with `document_label`, the documents that were given different values of it."""

    keep: Callable[[Difference], bool] | None
    people: tuple[str, ...]
    most: int
    document_label: str = ""


class Job:
    """One thing to compute. `without`: an annotator whose layers must not be counted."""

    def __init__(self, kind: str, chosen: Filter, *, without: str = "", wanted: Wanted | None = None) -> None:
        self.kind, self.chosen, self.without, self.wanted = kind, chosen, without, wanted
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Ends the job soon, without a result."""
        self._stopped.set()

    def stopped(self) -> bool:
        """Whether it is to end."""
        return self._stopped.is_set()


class Worker:
    """Computes jobs one after the other. `tell(job, what, value)` is called on the thread."""

    def __init__(self, path: Path, tell: Tell) -> None:
        self._path, self._tell = path, tell
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._now: Job | None = None
        self._open: Agreement | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="agreement", daemon=True)
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Computes a job after those before it."""
        self._jobs.put(job)

    def end(self) -> None:
        """Stops what runs, lets go of the file and waits until that is done."""
        self._ended = True
        now = self._now
        if now is not None:
            now.stop()
        self._jobs.put(None)
        self._thread.join()

    # -- on the thread ------------------------------------------------------------------------------------------------
    def _run(self) -> None:
        try:
            while (job := self._jobs.get()) is not None and not self._ended:
                self._now = job
                if not job.stopped():
                    self._do(job)
                self._now = None
        finally:
            if self._open is not None:
                self._open.close()

    def _do(self, job: Job) -> None:
        work = {"figures": self._figures, "behind": self._behind, "gamma": self._gamma}[job.kind]
        try:
            work(self._agreement(job.chosen.labels), job)
        except StoppedError:
            return
        except UserError as error:
            self._tell(job, "failed", error)

    def _agreement(self, labels: tuple[str, ...] | None) -> Agreement:
        wanted = None if labels is None else tuple(sorted(labels))
        if self._open is not None and self._open.labels != wanted:
            self._open.close()
            self._open = None
        if self._open is None:
            self._open = Agreement(self._path, labels)
        return self._open

    def _figures(self, agreement: Agreement, job: Job) -> None:
        agreement.refresh(lambda done, all_: self._tell(job, "progress", done / max(1, all_)), job.stopped)
        chosen = job.chosen
        if job.without:
            others = tuple(name for name in agreement.annotators if name not in (job.without, GOLD))
            chosen = msgspec.structs.replace(chosen, annotators=others)
        with_gold = GOLD in agreement.annotators and not job.without
        for complete in (False, True):
            report = agreement.report(chosen, with_intervals=complete, cancelled=job.stopped)
            gold = None
            if with_gold:
                against = msgspec.structs.replace(chosen, gold=True)
                gold = agreement.report(against, with_intervals=complete, cancelled=job.stopped)
            if job.stopped():
                return
            self._tell(job, "figures", Figures(report, gold, agreement.annotators, complete))

    def _behind(self, agreement: Agreement, job: Job) -> None:
        wanted = job.wanted
        assert wanted is not None
        agreement.refresh(None, job.stopped)
        portion: list[Behind] = []
        found = 0
        for behind in self._sought(agreement, job, wanted):
            if job.stopped():
                return
            if not all(name in (behind.a, behind.b) for name in wanted.people):
                continue
            portion.append(behind)
            found += len(behind.differences)
            if len(portion) >= _PORTION:
                self._tell(job, "behind", portion)
                portion = []
            if found >= wanted.most:
                break
        self._tell(job, "behind", portion)
        self._tell(job, "behind_end", found)

    def _sought(self, agreement: Agreement, job: Job, wanted: Wanted) -> Iterator[Behind]:
        if wanted.document_label:
            return document_label_differences(self._path, wanted.document_label, job.chosen)
        return agreement.behind(job.chosen, wanted.keep)

    def _gamma(self, agreement: Agreement, job: Job) -> None:
        agreement.refresh(None, job.stopped)

        def progress(done: int, all_: int) -> None:
            self._tell(job, "progress", done / max(1, all_))

        found: Result = compute(agreement, "gamma", job.chosen, progress, job.stopped)
        self._tell(job, "gamma", found)
