"""The documents of a project as rows: title, state, counts. A step changes one row."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, QTimer

from annotator.jobs import answering
from annotator.layer import Layer
from annotator.model import DocumentRow, Status
from annotator.project import Change, Project
from annotator.text.normalise import key
from ui.desk import Desk
from ui.look import Look
from ui.models.remarks import kind_of

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole + 1


class DocumentModel(QAbstractListModel):
    """All documents in their order, with the counts of the layer's owner who is shown."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(desk)
        self._look, self._desk = look, desk
        self.rows: list[DocumentRow] = []
        self._place: dict[int, int] = {}
        self._counts: Counter[Status] = Counter()
        self._asking = 0
        self._owner = ""
        self._recounted: set[int] = set()
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell)
        desk.opened.connect(self.reload)
        desk.turned.connect(self._on_turned)
        desk.changed.connect(self._on_changed)

    # -- Qt's model ---------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a document."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the delegate, the title for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row.name}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._look.words.joined(self._look.tr(STATUS_WORDS[row.status]), summary(self._look, row))
            return f"{row.title}: {said}"
        return None

    # -- content ------------------------------------------------------------------------------------------------------
    def reload(self) -> None:
        """Reads all rows: for another project, another person or after an import; never for a mark."""
        project = self._desk.project
        self.beginResetModel()
        self._owner = self._desk.owner or self._desk.person
        self.rows = project.document_rows(self._owner or None) if project else []
        if project is not None:
            self._count_answers(project)
        self._place = {row.id: place for place, row in enumerate(self.rows)}
        self._counts = Counter(row.status for row in self.rows)
        self._asking = sum(1 for row in self.rows if row.questions)
        self.endResetModel()

    def place(self, document_id: int) -> int:
        """Number of the row of a document; -1 if there is none."""
        return self._place.get(document_id, -1)

    def asking(self) -> int:
        """How many documents have a question for the lead that is not settled."""
        return self._asking

    def count(self, status: Status | None = None) -> int:
        """How many documents there are, of one status or of all."""
        return len(self.rows) if status is None else self._counts[status]

    def _count_answers(self, project: Project) -> list[int]:
        """How many questions of each row have an answer; the places of rows where that is another number."""
        answered = answering.answered_by_document(project, self._owner)
        changed = [place for place, row in enumerate(self.rows) if row.answered != answered[row.id]]
        for place in changed:
            row = self.rows[place]
            self.rows[place] = msgspec.structs.replace(row, answered=answered[row.id])
        return changed

    def _on_turned(self) -> None:
        if self._desk.owner != self._owner and self._desk.owner:
            self.reload()

    def _on_changed(self, change: Change) -> None:
        place, project = self.place(change.document_id), self._desk.project
        if project is not None and any(key.kind == "answer" for key in change.after):
            self._recounted.update(self._count_answers(project))
            self._telling.start()
        if place < 0 or change.owner != self._owner or project is None:
            return
        layer = project.layer(change.document_id, change.owner)
        remarked = any(key.kind == "comment" for key in change.after)
        row = self.rows[place]
        counted = msgspec.structs.replace(
            row,
            status=layer.status,
            mentions=len(layer.mentions),
            events=len(layer.events),
            questions=open_questions(layer),
            answered=answering.answered_in(project, project.document(row.id), layer) if remarked else row.answered,
        )
        if counted != row:
            self.rows[place] = counted
            self._counts[row.status] -= 1
            self._counts[counted.status] += 1
            self._asking += bool(counted.questions) - bool(row.questions)
            self._recounted.add(place)
            self._telling.start()

    def _tell(self) -> None:
        """The rows whose counts changed are painted once the article has shown the mark."""
        places, self._recounted = self._recounted, set()
        for place in places:
            if place < len(self.rows):
                index = self.index(place)
                self.dataChanged.emit(index, index)


def open_questions(layer: Layer) -> int:
    """How many questions for the lead are not settled."""
    return sum(kind_of(comment) == "question" and not comment.resolved for comment in layer.comments.values())


STATUS_WORDS = {"todo": "status.todo", "in_progress": "status.in_progress", "done": "status.done"}


def summary(look: Look, row: DocumentRow) -> str:
    """The second line of a row: counts, or that nothing was done yet."""
    if row.status == "todo" and not row.questions:
        return look.tr("status.todo")
    return look.words.joined(
        look.tr("count.answered", n=row.answered) if row.answered else "",
        look.tr("count.questions", n=row.questions - row.answered) if row.questions > row.answered else "",
        look.tr("count.mentions", n=row.mentions) if row.mentions or not row.questions else "",
        look.tr("count.events", n=row.events) if row.events else "",
    )


class DocumentFilter(QSortFilterProxyModel):
    """Those documents that have a status and hold the typed words in their title, however they are spelled."""

    def __init__(self, model: DocumentModel) -> None:
        super().__init__(model)
        self._needle = ""
        self._status: Status | Literal["question"] | None = None
        self._keys: dict[str, str] = {}
        self.setSourceModel(model)

    @property
    def documents(self) -> DocumentModel:
        """The model behind."""
        model = self.sourceModel()
        assert isinstance(model, DocumentModel)
        return model

    def neighbour(self, document_id: int, step: int) -> int | None:
        """The document that is shown so many rows after another one; after the last there is none. One that is not shown
        stands before the first, or behind the last for who goes back."""
        place = self.documents.place(document_id)
        here = self.mapFromSource(self.documents.index(place)).row() if place >= 0 else -1
        if here < 0 and step < 0:
            here = self.rowCount()
        wanted = self.index(here + step, 0) if here + step >= 0 else QModelIndex()
        return wanted.data(RowRole).id if wanted.isValid() else None

    def set_needle(self, text: str) -> None:
        """Shows documents whose title holds `text`, folded as in search."""
        self.beginFilterChange()
        self._needle = key(text.strip())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def set_status(self, status: Status | Literal["question"] | None) -> None:
        """Shows documents of one status, those with an open question, or all."""
        self.beginFilterChange()
        self._status = status
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Whether a document is shown."""
        document = self.documents.rows[row]
        if self._status == "question" and not document.questions:
            return False
        if self._status not in (None, "question", document.status):
            return False
        return not self._needle or self._needle in self._key(document.title)

    def _key(self, title: str) -> str:
        if title not in self._keys:
            self._keys[title] = key(title)
        return self._keys[title]
