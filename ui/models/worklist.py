"""What waits in the whole project: questions for the lead, or problems; document by document."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Final, Literal, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.errors import UserError
from annotator.jobs import answering
from annotator.project import Project
from annotator.text.sentences import sentences_around
from annotator.validate import problems
from ui.desk import Desk
from ui.look import Look
from ui.models.answers import Answers
from ui.models.documents import DocumentModel
from ui.models.problem_words import said

Index = QModelIndex | QPersistentModelIndex
WorkRole = Qt.ItemDataRole.UserRole + 1
Kind = Literal["questions", "problems", "opinions"]
_SLICE: Final = 0.02
"""Seconds for which documents are looked over before the window may go on."""
MOST: Final = 2000
"""So many rows are enough for anybody."""


class WorkRow(NamedTuple):
    """A document (`id` is empty), or something in it: where, what, whose layer."""

    document: int
    title: str
    owner: str = ""
    id: str = ""
    words: str = ""
    what: str = ""
    settled: bool = False
    count: int = 0
    answer: str = ""
    """What was answered, by whom and when."""
    key: str = ""
    """What names a question everywhere."""

    @property
    def waits(self) -> bool:
        """Whether something has to be done still."""
        return not (self.settled or self.answer)


class Worklist(QAbstractListModel):
    """The rows of one kind at a time. `progressed`: there are more, or all have been found."""

    progressed = Signal()

    def __init__(self, look: Look, desk: Desk, documents: DocumentModel, answers: Answers) -> None:
        super().__init__(desk)
        self._look, self._desk, self._documents, self.answers = look, desk, documents, answers
        self.kind: Kind = "questions"
        self.only_mine = False
        """Whether what is in others' layers is left out."""
        self.rows: list[WorkRow] = []
        self._ahead: list[tuple[int, str]] = []
        self._all = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look_on)
        desk.opened.connect(self.clear)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a thing and one a document."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == WorkRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ": ".join(filter(None, (row.words, row.what))) if row.id else row.title
        return None

    @property
    def running(self) -> bool:
        """Whether documents are still looked over."""
        return self._timer.isActive()

    @property
    def share(self) -> float:
        """How much has been looked over, 0 to 1."""
        return 1 - len(self._ahead) / self._all if self._all else 1.0

    @property
    def found(self) -> int:
        """How many things are listed."""
        return sum(1 for row in self.rows if row.id)

    @property
    def waiting(self) -> int:
        """How many of them are neither settled nor answered."""
        return sum(1 for row in self.rows if row.id and row.waits)

    @property
    def others_visible(self) -> bool:
        """Whether others' layers can be listed at all."""
        return self._desk.project is not None and self._desk.project.layers_visible

    @property
    def documents(self) -> int:
        """In how many documents."""
        return sum(1 for row in self.rows if not row.id)

    def clear(self) -> None:
        """Forgets everything."""
        self._timer.stop()
        self.beginResetModel()
        self.rows, self._ahead, self._all = [], [], 0
        self.endResetModel()
        self.progressed.emit()

    def look(self, kind: Kind) -> None:
        """Lists what there is of a kind, anew."""
        self.clear()
        self.kind = kind
        project = self._desk.project
        if project is None:
            return
        if kind == "questions":
            self._list_questions()
        elif kind == "opinions":
            self._list_opinions()
        elif project.person is not None:
            self._ahead = [(row.id, row.title) for row in reversed(self._documents.rows)]
            self._all = len(self._ahead)
            self._timer.start()
        self.progressed.emit()

    def _list_questions(self) -> None:
        project = self._desk.project
        of_document: dict[tuple[int, str], list[WorkRow]] = {}
        for asked in answering.questions(project) if project else ():
            words, comment = " ".join(asked.surface.split()), asked.comment
            if self.only_mine and asked.owner != self._desk.person:
                continue
            answer = self.answers.words(asked.key) if asked.answer else ""
            row = WorkRow(
                asked.document, "", asked.owner, comment.id, words, comment.body, comment.resolved, 0, answer, asked.key
            )
            of_document.setdefault((asked.document, asked.title), []).append(row)
        for (id, title), rows in of_document.items():
            self._add(id, title, rows)

    def _list_opinions(self) -> None:
        """The sentences in which an opinion is asked; nothing of what others have marked there."""
        project = self._desk.project
        of_document: dict[tuple[int, str], list[WorkRow]] = {}
        if project is not None:
            project.flush()
        for request in project.requests() if project is not None else ():
            document = project.document(request.document)
            place, words = request.place, ""
            if place is not None:
                start, end = sentences_around(document.text, place)
                words = " ".join(document.text[start:end].split())
            what = request.note or str(self._look.tr("work.opinion_here" if words else "work.opinion_whole"))
            row = WorkRow(request.document, "", "", request.question, words, what)
            of_document.setdefault((request.document, request.title), []).append(row)
        for (id, title), rows in of_document.items():
            self._add(id, title, rows)

    def _look_on(self) -> None:
        project, until = self._desk.project, time.monotonic() + _SLICE
        while project is not None and self._ahead and self.found < MOST and time.monotonic() < until:
            id, title = self._ahead.pop()
            with contextlib.suppress(UserError):  # told of where such a document is opened
                self._look_over(id, title)
        if project is None or not self._ahead or self.found >= MOST:
            self._timer.stop()
            self._ahead = []
        self.progressed.emit()

    def _look_over(self, id: int, title: str) -> None:
        project, schema = self._desk.project, self._desk.schema
        if project is None or project.person is None:
            return
        document, rows = project.document(id), []
        for owner in self._owners(project, id):
            layer = project.layer(id, owner)
            for problem in problems(layer, document, schema) if not layer.is_empty else ():
                words = " ".join(document.text[problem.span.start : problem.span.end].split()) if problem.span else ""
                rows.append(WorkRow(id, "", owner, problem.key, words, said(self._look, schema, problem)))
        self._add(id, title, rows[: MOST - self.found])

    def _owners(self, project: Project, document: int) -> list[str]:
        """Whose layers of a document are looked over: one's own first, others' where they can be seen."""
        mine = self._desk.person
        if self.only_mine or not project.layers_visible:
            return [mine]
        return sorted(project.owners(document), key=lambda owner: (owner != mine, owner))

    def _add(self, id: int, title: str, rows: list[WorkRow]) -> None:
        if not rows:
            return
        new = [WorkRow(id, title, count=len(rows)), *rows]
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(new) - 1)
        self.rows += new
        self.endInsertRows()
