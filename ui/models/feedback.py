"""Feedback from gold: closed documents of the person working, what differs in one of them, scores, gaps of the guidelines.

What is counted over the whole project is counted on a thread beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from annotator.jobs.agreeing import Behind
from annotator.model import FINISHED, GOLD, Decision, DocumentRow
from ui.desk import Desk
from ui.models.disagreements import Place, Places, Question
from ui.models.survey import Job, Survey

if TYPE_CHECKING:
    from annotator.jobs.feedback import Gap, MineAndGold, Period


_TITLE: Final = 60
"""So many letters of a title stand over a list."""


class FeedbackModel(QObject):
    """`changed`: other documents, scores or gaps. `turned`: another document."""

    changed = Signal()
    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._survey = Survey(self)
        self.documents: list[DocumentRow] = []
        self.periods: list[Period] = []
        self.gaps: list[Gap] = []
        self.document = 0
        self.result: MineAndGold | None = None
        self.places = Places(desk)
        self._decisions: dict[int, Decision | None] = {}
        self._survey.read.connect(self._take)
        self._survey.ended.connect(self.changed)
        desk.leaving.connect(self.forget)

    @property
    def counting(self) -> bool:
        """Whether something is still being counted."""
        return self._survey.running

    def begin(self) -> None:
        """Reads which documents are closed, and lets a thread count."""
        project = self._desk.project
        if project is None:
            return
        project.flush()
        closed = {ref.document for ref in project.reader.layers(GOLD) if ref.status in FINISHED}
        mine = {ref.document for ref in project.reader.layers(self._desk.person)} if self._desk.person else set()
        self.documents = [row for row in project.document_rows() if row.id in closed & mine]
        self.changed.emit()
        self.turn_to(self.documents[0].id if self.documents else 0)
        if not self.counting:
            self._survey.start(_jobs(project.path, self._desk.person))

    def forget(self) -> None:
        """The project is about to be closed."""
        self._survey.stop()
        self.document, self.result = 0, None
        self.documents, self.periods, self.gaps = [], [], []

    def _take(self, name: str, found: Any) -> None:
        setattr(self, name, found)
        self.changed.emit()

    # -- one document -------------------------------------------------------------------------------------------------
    def turn_to(self, document: int) -> None:
        """The marks of the person working beside gold, in a closed document; 0 for none."""
        self.document, self.result = document, None
        self.places.clear()
        if document:
            title = next((row.title for row in self.documents if row.id == document), "")
            self._show(document, self._desk.person, Question(_short(title)))
        self.turned.emit()

    def open_gap(self, gap: Gap, title: str) -> None:
        """The examples of a gap; `title` says what it is."""
        from annotator.jobs.feedback import mine_and_gold

        project = self._desk.project
        self.places.clear()
        self._decisions = {}
        found: list[Behind] = []
        for example in gap.examples if project is not None else ():
            result = mine_and_gold(project, example.document, example.annotator)
            here = [r for r in result.remarks if r.difference.spans and r.difference.spans[0] == example.span][:1]
            self._decisions |= {id(remark.difference): remark.decision for remark in here}
            found.append(_behind(example.document, example.name, example.annotator, [r.difference for r in here]))
        self.places.show(Question(title), found)
        self.turned.emit()

    def _show(self, document: int, annotator: str, question: Question) -> None:
        from annotator.jobs.feedback import mine_and_gold

        project = self._desk.project
        if project is None:
            return
        self.result = mine_and_gold(project, document, annotator)
        self._decisions = {id(remark.difference): remark.decision for remark in self.result.remarks}
        name = project.document(document).name
        self.places.show(question, [_behind(document, name, annotator, [r.difference for r in self.result.remarks])])

    def decision(self, place: Place) -> Decision | None:
        """What settled a place."""
        return self._decisions.get(id(place.difference))


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0]}…"


def _behind(document: int, name: str, annotator: str, differences: list[Any]) -> Behind:
    return Behind(document, name, annotator, GOLD, differences)


def _jobs(path: Path, person: str) -> dict[str, Job]:
    """The scores of the person over time, and the gaps of the guidelines."""

    def periods(stop: Callable[[], bool]) -> list[Period]:
        from annotator.jobs.feedback import over_time  # numpy: only when somebody asks

        return over_time(path, person, cancelled=stop) if person else []

    def gaps(stop: Callable[[], bool]) -> list[Gap]:
        from annotator.jobs.feedback import guideline_gaps

        return guideline_gaps(path, cancelled=stop)

    return {"periods": periods, "gaps": gaps}
