"""Agreement as the page follows it: what is chosen, what was found, how far the computing is.

Blind projects (law 7): whoever looks sees no number that their own layers are part of. The sums over the others say
nothing about one's own marks; a live number with them would rise with each right guess. Nothing can be narrowed or
opened then either, since a sum over one document or one label comes close to the marks themselves.
"""

from __future__ import annotations

import time
from typing import Any, Final, Literal

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from annotator.agreement.reporting import Filter, Report
from annotator.agreement.results import Result
from annotator.errors import UserError
from annotator.jobs.agreeing import Behind
from annotator.model import GOLD
from annotator.text.normalise import key
from ui.desk import Desk
from ui.models.agreement_worker import Figures, Job, Wanted, Worker
from ui.models.documents import DocumentModel

Period = Literal["all", "today", "week", "month"]
DAYS: Final[dict[Period, int]] = {"today": 1, "week": 7, "month": 30}
MOST: Final = 500
"""Disagreements that a list holds."""
_PAUSE: Final = 600


class AgreementModel(QObject):
    """The figures of the open project. It computes only while `active`.

    `changed`: figures, filter or state are others. `progressed`: see `share`. `found(list of Behind)` and
    `found_all(number)`: disagreements that were asked for.
    """

    changed = Signal()
    progressed = Signal()
    found = Signal(object)
    found_all = Signal(int)
    _told = Signal(object, str, object)

    def __init__(self, desk: Desk, documents: DocumentModel) -> None:
        super().__init__(desk)
        self._desk, self._documents = desk, documents
        self.figures: Figures | None = None
        self.gamma: Result | None = None
        self.error: UserError | None = None
        self.made = 0.0
        self.share = 1.0
        self.stopped = False
        self.running: set[str] = set()
        self.annotators: tuple[str, ...] | None = None
        self.labels: tuple[str, ...] | None = None
        self.period: Period = "all"
        self.needle = ""
        self._names: tuple[str, ...] | None = None
        self._active = self._stale = False
        self._worker: Worker | None = None
        self._jobs: dict[str, Job] = {}
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self.compute)
        desk.opened.connect(self._on_opened)
        desk.leaving.connect(self._end)
        desk.saved.connect(self._on_saved)

    # -- what may be seen ---------------------------------------------------------------------------------------------
    @property
    def report(self) -> Report | None:
        """What was found last."""
        return self.figures.report if self.figures else None

    @property
    def blind(self) -> bool:
        """Whether other people's layers are hidden in this project."""
        project = self._desk.project
        return project is not None and not project.layers_visible

    @property
    def people(self) -> tuple[str, ...]:
        """Keys of everybody who has layers, without gold."""
        return tuple(name for name in self.figures.people if name != GOLD) if self.figures else ()

    @property
    def narrowed(self) -> bool:
        """Whether a filter leaves something out."""
        return self.chosen != Filter()

    @property
    def chosen(self) -> Filter:
        """What is compared."""
        if self.blind:
            return Filter()
        since = None
        if self.period != "all":
            since = round((time.time() - DAYS[self.period] * 86400) * 1000)
            since -= since % 60_000  # the same for a minute, so that what was computed still counts
        return Filter(self.annotators, self.labels, self._names, since)

    def _named(self) -> tuple[str, ...] | None:
        needle = key(self.needle.strip())
        if not needle:
            return None
        return tuple(row.name for row in self._documents.rows if needle in key(row.title) or needle in key(row.name))

    # -- choosing -----------------------------------------------------------------------------------------------------
    def choose(self, **values: Any) -> None:
        """Takes other values of `annotators`, `labels`, `period`, `needle` and computes."""
        for name, value in values.items():
            setattr(self, name, value)
        self._names = self._named()
        self.gamma = None
        self.compute()

    def set_active(self, *, active: bool) -> None:
        """The page came or went."""
        self._active = active
        if active:
            self.compute()
        else:
            self.stop()

    def _on_opened(self) -> None:
        self._end()
        self.figures = self.gamma = self.error = None
        self.annotators = self.labels = None
        self.period, self.needle, self._names = "all", "", None
        self.changed.emit()

    def _on_saved(self, _steps: object) -> None:
        self._stale = True
        if self._active and not self._later.isActive():
            self._later.start()

    # -- computing ----------------------------------------------------------------------------------------------------
    def compute(self) -> None:
        """Asks for the figures of what is chosen now."""
        if self._desk.project is None or not self._active:
            return
        self._stale = self.stopped = False
        self.error = None
        self._ask(Job("figures", self.chosen, without=self._desk.person if self.blind else ""))

    def compute_gamma(self) -> None:
        """Asks for gamma over what is chosen."""
        if not self.blind:
            self._ask(Job("gamma", self.chosen))

    def ask_behind(self, chosen: Filter, wanted: Wanted) -> None:
        """Asks for disagreements; they come by `found`."""
        if self.blind:
            return
        self._ask(Job("behind", chosen, wanted=wanted))

    def narrowed_to(self, document: str) -> Filter:
        """The present choice in one document."""
        return msgspec.structs.replace(self.chosen, documents=(document,))

    def stop(self) -> None:
        """Gives up what is being computed; what there was stays."""
        for job in self._jobs.values():
            job.stop()
        self._jobs, self.running = {}, set()
        self.share = 1.0
        self.changed.emit()

    def _ask(self, job: Job) -> None:
        project = self._desk.project
        if project is None:
            return
        if self._worker is None:
            self._worker = Worker(project.path, self._told.emit)
        before = self._jobs.get(job.kind)
        if before is not None:
            before.stop()
        self._jobs[job.kind] = job
        self.running.add(job.kind)
        self.share = 0.0
        self._worker.ask(job)
        self.changed.emit()

    def _end(self, *_: object) -> None:
        self._later.stop()
        worker, self._worker = self._worker, None
        self._jobs, self.running = {}, set()
        if worker is not None:
            worker.end()

    @Slot(object, str, object)
    def _take(self, job: Job, what: str, value: Any) -> None:
        if self._jobs.get(job.kind) is not job:
            return  # asked before something else was chosen
        if what == "progress":
            self.share = value
            self.progressed.emit()
            return
        if what == "behind":
            self.found.emit(list[Behind](value))
            return
        if what != "figures" or value.complete:
            self.running.discard(job.kind)
        if what == "behind_end":
            self.found_all.emit(value)
        elif what == "gamma":
            self.gamma = value
        elif what == "failed":
            self.error = value
        else:
            self.figures, self.made = value, time.time()
        self.changed.emit()
