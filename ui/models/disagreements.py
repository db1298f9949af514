"""The disagreements behind a number: what to ask for, and the list of them with their words around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.agreement.differences import Difference
from annotator.errors import UserError
from annotator.jobs.agreeing import Behind
from annotator.model import Mention, Span
from ui.desk import Desk
from ui.models.agreement import MOST, AgreementModel
from ui.models.agreement_worker import Wanted

Index = QModelIndex | QPersistentModelIndex
PlaceRole = Qt.ItemDataRole.UserRole + 1
_AROUND: Final = 60
MENTIONS: Final = ("label", "boundary", "boundary_label", "missing")
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "exact": MENTIONS,
    "boundary": ("boundary", "boundary_label", "missing"),
    "overlap": ("missing",),
    "overlap_label": ("label", "boundary_label", "missing"),
    "partial": ("boundary", "boundary_label", "missing"),
    "iou": ("boundary", "boundary_label", "missing"),
    "token_alpha": MENTIONS,
    "u_alpha": MENTIONS,
    "gamma": MENTIONS,
    "observed": ("label",),
    "cohen_kappa": ("label",),
    "alpha": ("label",),
    "trigger_id": ("trigger",),
    "trigger_class": ("trigger", "event_label"),
    "argument_id": ("argument", "trigger"),
    "argument_class": ("argument", "role", "trigger", "event_label"),
    "argument_id_attached": ("argument", "trigger"),
    "argument_class_attached": ("argument", "role", "trigger", "event_label"),
    "argument_id_given_trigger": ("argument",),
    "argument_class_given_trigger": ("argument", "role"),
}
"""Which kinds of differences keep a measure below 1."""


class Question(NamedTuple):
    """What stands behind one number. Empty fields leave nothing out.

    `pair` is a cell of the confusion matrix: the labels (None: not annotated) of the first and of the second; with
    `either`, also the other way round. `roles`: the same for roles of arguments.
    """

    title: str
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    label: str = ""
    cause: str = ""
    document: str = ""
    pair: tuple[str | None, str | None] | None = None
    roles: bool = False
    either: bool = True
    gold: bool = False
    document_label: str = ""

    def keeps(self, difference: Difference) -> bool:
        """Whether a difference is one of those."""
        if self.kinds and difference.kind not in self.kinds:
            return False
        if self.cause and difference.cause != self.cause:
            return False
        if self.label and self.label not in (_label(difference.a), _label(difference.b)):
            return False
        if self.pair is None:
            return True
        return self._in_cell(difference, self.pair) or (self.either and self._in_cell(difference, self.pair[::-1]))

    def _in_cell(self, difference: Difference, pair: tuple[str | None, str | None]) -> bool:
        if self.roles:
            said = (difference.said_a, difference.said_b)
            return difference.kind in ("role", "argument") and all(
                (want is None) == (text is None) and (want is None or want in (text or "").split(", "))
                for want, text in zip(pair, said, strict=True)
            )
        first, second = pair
        if first == second:
            return first in (_label(difference.a), _label(difference.b))
        if first is None or second is None:
            # At this very place the other one marked nothing: missing altogether, or with other boundaries.
            side = difference.b if first is None else difference.a
            return difference.kind in ("missing", "boundary", "boundary_label") and _label(side) == (first or second)
        return difference.kind == "label" and (_label(difference.a), _label(difference.b)) == pair


def _label(mention: Mention | None) -> str | None:
    return mention.label if mention else None


class Place(NamedTuple):
    """One disagreement with its words: `span` is the hull of all that differs, in code points."""

    document: int
    name: str
    title: str
    a: str
    b: str
    difference: Difference
    span: Span
    before: str
    surface: str
    after: str
    surface_a: str
    surface_b: str


class Places(QAbstractListModel):
    """Places where two layers differ, with their words. `question` says what they answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.rows: list[Place] = []
        self.question: Question | None = None
        self.more = False
        self._text: tuple[int, str, str] = (-1, "", "")
        desk.opened.connect(self.clear)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a disagreement."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The place for the delegate, its words for everybody else."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == PlaceRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.before}{row.surface}{row.after}"
        return None

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return False

    def clear(self) -> None:
        """Forgets everything."""
        self.beginResetModel()
        self.rows, self.question, self.more = [], None, False
        self._text = (-1, "", "")
        self.endResetModel()

    def show(self, question: Question, found: Sequence[Behind]) -> None:
        """Shows places that were found already."""
        self.clear()
        self.question = question
        self._add(found)

    def _add(self, found: Sequence[Behind]) -> None:
        if self.question is None:
            return
        new = [self._place(behind, each) for behind in found for each in behind.differences][: MOST - len(self.rows)]
        if new:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(new) - 1)
            self.rows += new
            self.endInsertRows()

    def _place(self, behind: Behind, difference: Difference) -> Place:
        title, text = self._read(behind.document, behind.name)
        start = min((span.start for span in difference.spans), default=0)
        end = max((span.end for span in difference.spans), default=0)
        before = text[max(0, start - _AROUND) : start]
        if start > _AROUND:
            before = f"…{before[before.find(' ') :]}"
        after = text[end : end + _AROUND] if end else title
        return Place(
            behind.document,
            behind.name,
            title,
            behind.a,
            behind.b,
            difference,
            Span(start, end),
            _line(before),
            _line(text[start:end]),
            _line(after),
            _surface(text, difference.a),
            _surface(text, difference.b),
        )

    def _read(self, document: int, name: str) -> tuple[str, str]:
        project = self._desk.project
        if self._text[0] != document and project is not None:
            try:
                found = project.texts(document, document)
            except UserError:
                found = []  # told of where such a document is opened
            self._text = found[0] if found else (document, name, "")
        return self._text[1], self._text[2]


class Disagreements(Places):
    """The disagreements that a question found, as they come."""

    def __init__(self, desk: Desk, agreement: AgreementModel) -> None:
        super().__init__(desk)
        self._agreement = agreement
        agreement.found.connect(self._add)
        agreement.found_all.connect(self._on_all)

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return "behind" in self._agreement.running

    def ask(self, question: Question) -> None:
        """Begins to look for what stands behind a number."""
        self.clear()
        self.question = question
        chosen = self._agreement.narrowed_to(question.document) if question.document else self._agreement.chosen
        if question.gold:
            chosen = type(chosen)(chosen.annotators, chosen.labels, chosen.documents, chosen.since, chosen.until, True)
        self._agreement.ask_behind(chosen, Wanted(question.keeps, question.people, MOST, question.document_label))

    def _on_all(self, number: int) -> None:
        self.more = number >= MOST


def _surface(text: str, mention: Mention | None) -> str:
    return " … ".join(_line(text[span.start : span.end]) for span in mention.spans) if mention else ""


def _line(text: str) -> str:
    return text.translate(_SPACES)


_SPACES: Final = str.maketrans(dict.fromkeys("\n\r\t\x85\u2028\u2029", " "))
