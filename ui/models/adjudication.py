"""Adjudication as the page needs it: the queue, the document that is being decided, the question in hand, the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.adjudication.case import Case, Item
from annotator.adjudication.precedents import Before, Settled
from annotator.adjudication.rules import MAJORITY, settle
from annotator.adjudication.rules import majority as majority_of
from annotator.adjudication.rulings import Ruling, ask
from annotator.errors import EditError
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_changes import Since, changed_since_closed
from annotator.jobs.adjudication_precedents import read_precedents
from annotator.jobs.adjudication_queue import Expected, QueueRow, queue
from annotator.model import FINISHED, GOLD, Mention
from annotator.project import Change
from ui.desk import Desk
from ui.models.precedents import Earlier, Likewise
from ui.models.survey import Job, Survey


class AdjudicationModel(QObject):
    """`queued`: the queue is another. `turned`: another document or question. `learned`: more is known of the one in hand.
    `refused(error)`: an answer that cannot be.

    While a document is decided, its annotators are letters.
    """

    queued = Signal()
    turned = Signal()
    learned = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._work: Adjudication | None = None
        self._known: dict[int, Expected] = {}
        self._since: dict[int, Since] = {}
        self._survey = Survey(self)
        self._again = False
        self.earlier = Earlier(desk)
        self.rows: list[QueueRow] = []
        self.document = 0
        self.case: Case | None = None
        self.key = ""
        """Which question is in hand."""
        self.came_from: tuple[int, str] | None = None
        """Document and question from which an earlier decision is visited."""
        self._survey.read.connect(self._take)
        self._survey.ended.connect(self._after_survey)
        desk.leaving.connect(self.forget)
        desk.changed.connect(self._on_changed)

    # -- the queue ----------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Reads the queue, and lets a thread count what is to be expected of each document."""
        project = self._desk.project
        if project is None:
            return
        if self._work is None:
            self._work = Adjudication(project)
        self.read_queue()
        if self.document not in {row.document for row in self.rows}:
            waiting = (row.document for row in self.rows if row.standing in ("begun", "waiting"))
            self.turn_to(next((document for document in waiting if not self._is_marking(document)), 0))
        else:
            self.read_case()
        if self.counting:
            self._again = True
        else:
            self.earlier.renew()
            self._survey.start(_jobs(project.path))

    def read_queue(self) -> None:
        """The queue as it is, also with what was decided last."""
        project = self._desk.project
        if project is not None:
            project.flush()
        self.rows = queue(project.path, self._known, self._since) if project is not None else []
        self.queued.emit()

    def _take(self, name: str, found: Any) -> None:
        if name == "expected":
            self._known = found
        elif name == "since":
            self._since = found
        else:
            self.earlier.take(found)

    def _after_survey(self) -> None:
        self.read_queue()
        self.learned.emit()
        if self._again:
            self._again = False
            self.begin()

    def forget(self) -> None:
        """The project is about to be closed."""
        self._survey.stop()
        self._work, self._again, self._known, self._since = None, False, {}, {}
        self.earlier.forget()
        self.rows, self.document, self.case, self.key = [], 0, None, ""

    @property
    def counting(self) -> bool:
        """Whether what is to be expected is still being counted."""
        return self._survey.running

    # -- the document -------------------------------------------------------------------------------------------------
    def turn_to(self, document: int) -> None:
        """Puts another document in hand; 0 for none. Not one in which this person is still marking: what others have
        marked would be seen too early."""
        if document and self._is_marking(document):
            self.refused.emit(EditError("Finish your own marks in this document first.", code="own_marks_first"))
            return
        self.document, self.key, self.came_from = document, "", None
        self.read_case()

    def _is_marking(self, document: int) -> bool:
        project = self._desk.project
        if project is None or project.person is None:
            return False
        return project.layer(document, project.person.key).status == "in_progress"

    def read_case(self) -> None:
        """The questions of the document as they are now; the one in hand stays, if it is still one."""
        work = self._work
        self.case = work.case(self.document) if work is not None and self.document else None
        if self.item is None:
            self.key = self._first_open()
        self.turned.emit()

    def _on_changed(self, change: Change) -> None:
        self.earlier.follow(change)
        if change.document_id == self.document and change.owner != GOLD and self.case is not None:
            self.read_case()

    @property
    def items(self) -> list[Item]:
        """All questions of the document that were or are in dispute, and what has to be decided all the same."""
        return self.case.items if self.case is not None else []

    @property
    def item(self) -> Item | None:
        """The question in hand."""
        return self.case.item(self.key) if self.case is not None and self.key else None

    @property
    def place(self) -> int:
        """Number of the question in hand, from 0; -1 for none."""
        return next((n for n, item in enumerate(self.items) if item.cluster.key == self.key), -1)

    @property
    def waiting(self) -> int:
        """How many questions are not decided."""
        return len(self.case.open()) if self.case is not None else 0

    @property
    def letters(self) -> tuple[str, ...]:
        """The annotators of the question in hand in the order in which they are shown."""
        item = self.item
        return self.case.order(item.cluster) if self.case is not None and item is not None else ()

    @property
    def names_shown(self) -> bool:
        """Whether it may be seen who marked what."""
        return self._work is not None and bool(self.document) and self._work.names_shown(self.document)

    @property
    def status(self) -> str:
        """How far gold of the document is."""
        return self._work.gold(self.document).status if self._work is not None and self.document else "todo"

    @property
    def writable(self) -> bool:
        """Whether something can be decided at all."""
        project = self._desk.project
        return project is not None and not project.read_only and self.status != "locked"

    @property
    def since(self) -> Since | None:
        """What has changed since the document was closed."""
        return next((row.since for row in self.rows if row.document == self.document), None)

    def _changed(self) -> list[str]:
        """The questions about labels that mean something else since the document was closed."""
        since = self.since
        labels = set(since.labels) if since is not None and self.status in FINISHED else set()
        values = [(item, [c.value for c in item.cluster.candidates]) for item in self.items if labels]
        return [i.cluster.key for i, said in values if any(isinstance(v, Mention) and v.label in labels for v in said)]

    def _first_open(self) -> str:
        waiting = self.case.open() if self.case is not None else []
        if waiting:
            return waiting[0].cluster.key
        if changed := self._changed():
            return changed[0]
        return self.items[0].cluster.key if self.items else ""

    # -- going --------------------------------------------------------------------------------------------------------
    def choose(self, key: str) -> None:
        """Puts a question in hand."""
        if key != self.key and self.case is not None and self.case.item(key) is not None:
            self.key = key
            self.turned.emit()

    def step(self, by: int) -> None:
        """The next question, or the one before, whether decided or not."""
        place = self.place + by
        if 0 <= place < len(self.items):
            self.choose(self.items[place].cluster.key)

    def next_open(self) -> bool:
        """The next question that waits, from the one in hand on; in closed gold also one that the schema has changed.
        False when there is none."""
        at = self.place
        ahead = [*self.items[at + 1 :], *self.items[: at + 1]]
        found = next((i for state in ("open", "later", "asked") for i in ahead if i.state == state), None)
        if found is None and (changed := self._changed()):
            found = next((item for item in ahead if item.cluster.key in changed), None)
        if found is not None:
            self.key = found.cluster.key
        self.turned.emit()
        return found is not None

    # -- what was decided before --------------------------------------------------------------------------------------
    @property
    def before(self) -> list[Before]:
        """How questions of the kinds of the one in hand were decided before, the most telling kind first."""
        item = self.item
        return self.earlier.of(self.case, item) if self.case is not None and item is not None else []

    @property
    def likewise(self) -> Likewise | None:
        """The usual answer, as it would be here."""
        item = self.item
        return self.earlier.likewise(self.case, item) if self.case is not None and item is not None else None

    def visit(self, place: Settled) -> None:
        """Goes to where something was decided; `go_back` comes back."""
        here = (self.document, self.key)
        self.turn_to(place.document)
        if self.document == place.document:
            self.choose(place.decision)
            self.came_from = here

    def go_back(self) -> bool:
        """Back to the question from which an earlier decision was visited; False when none was."""
        here, self.came_from = self.came_from, None
        if here is not None:
            self.turn_to(here[0])
            self.choose(here[1])
        return here is not None

    # -- answering ----------------------------------------------------------------------------------------------------
    def majority(self) -> Ruling | None:
        """What more than half say; None where that is not clear."""
        return majority_of(self.item.cluster) if self.item is not None else None

    def majority_numbers(self) -> tuple[int, ...]:
        """The candidates that the majority stands for."""
        item = self.item
        ruling = settle(MAJORITY, item.cluster) if item is not None else None
        if item is None or ruling is None:
            return ()
        picked = [pick.value for pick in ruling.picks]
        return tuple(c.number for c in item.cluster.candidates if any(c.value == value for value in picked))

    def decide(self, make: Callable[[], Ruling]) -> bool:
        """Answers the question in hand and goes to the next one that waits. False when it was refused."""
        work, item = self._work, self.item
        if work is None or item is None or not self.writable:
            return False
        try:
            work.decide(self.document, item, make())
        except EditError as error:
            self.refused.emit(error)
            return False
        self.case = work.case(self.document)
        self._begun()
        self.next_open()
        return True

    def _begun(self) -> None:
        """Says in the queue that the document in hand is in work, without reading it again."""
        at = next((n for n, row in enumerate(self.rows) if row.document == self.document), -1)
        if at >= 0 and self.rows[at].standing != "begun":
            self.rows[at] = msgspec.structs.replace(self.rows[at], standing="begun", since=None)
            self.queued.emit()

    def ask(self, person: str, note: str = "") -> bool:
        """Asks for a third opinion: of this person, or (empty) of whoever comes to it. The queue shows it at once."""
        done = self.decide(lambda: ask(person, note))
        if done:
            self.read_queue()
        return done

    def to_ask(self) -> list[str]:
        """Whose third opinion can be asked for on the question in hand."""
        return self._work.others(self.item.cluster) if self._work is not None and self.item is not None else []

    def undo(self) -> bool:
        """Takes the newest decision back and goes to its question."""
        return self._turn_back(lambda work: work.undo(self.document))

    def redo(self) -> bool:
        """Brings it again."""
        return self._turn_back(lambda work: work.redo(self.document))

    def _turn_back(self, act: Callable[[Adjudication], Change | None]) -> bool:
        work = self._work
        if work is None or not self.document:
            return False
        try:
            change = act(work)
        except EditError as error:
            self.refused.emit(error)
            return False
        if change is None:
            return False
        self.case = work.case(self.document)
        keys = [key.id for key in change.after if key.kind == "decision"]
        self.key = next((key for key in keys if self.case.item(key) is not None), self.key)
        self.turned.emit()
        return True

    def close(self) -> bool:
        """The document is decided; goes to the next one in the queue."""
        since = self._since.pop(self.document, None)
        closed = self._say(lambda work: work.close(self.document))
        if not closed and since is not None:
            self._since[self.document] = since
        return closed

    def reopen(self) -> bool:
        """The document is in work again."""
        return self._say(lambda work: work.reopen(self.document))

    def lock(self, *, locked: bool) -> bool:
        """Lets nobody change the gold of the document, or lets them again."""
        return self._say(lambda work: (work.lock if locked else work.unlock)(self.document))

    def _say(self, act: Callable[[Adjudication], object]) -> bool:
        if self._work is None or not self.document:
            return False
        try:
            act(self._work)
        except EditError as error:
            self.refused.emit(error)
            return False
        self.read_case()
        self.read_queue()
        return True

    def next_document(self) -> bool:
        """The next document of the queue that is not closed; False when none is left."""
        waiting = [row.document for row in self.rows if row.standing in ("waiting", "begun")]
        others = [each for each in waiting if each != self.document and not self._is_marking(each)]
        if others:
            self.turn_to(others[0])
        return bool(others)

    def after_rule(self) -> None:
        """A rule has decided in many documents: everything is read again."""
        if self._desk.project is not None:
            self._work = Adjudication(self._desk.project)
            self.begin()


def _jobs(path: Path) -> dict[str, Job]:
    """What to expect of each document, what changed behind closed gold, how questions were decided before."""

    def expected(stop: Callable[[], bool]) -> dict[int, Expected]:
        from annotator.jobs.adjudication_survey import survey  # numpy: only when somebody adjudicates

        return survey(path, stop)

    return {
        "expected": expected,
        "since": lambda stop: changed_since_closed(path, stop),
        "precedents": lambda stop: read_precedents(path, stop),
    }
