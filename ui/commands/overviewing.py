"""What waits in the whole project: shown on the side of the documents, gone to from there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.article.view import ArticleView
from ui.commands.asking import Asking
from ui.commands.mending import Mending
from ui.commands.reading import Reading
from ui.desk import Desk
from ui.models.worklist import Worklist, WorkRow
from ui.panels.side import Side
from ui.panels.worklist import WorklistPanel


class Overviewing(QObject):
    """Handlers of the actions on the lists over the project. `show_side` brings the side of the documents into view,
    `show_opinion` the place of a third opinion; `opinions_shown` hears that they are listed."""

    def __init__(self, desk: Desk, article: ArticleView, reading: Reading, asking: Asking, mending: Mending) -> None:
        super().__init__(desk)
        self._desk, self._article, self._reading = desk, article, reading
        self._asking, self._mending = asking, mending
        self._side: Side | None = None
        self.show_side: Callable[[], None] = lambda: None
        self.show_opinion: Callable[[], None] = lambda: None
        self.opinions_shown: Callable[[], None] = lambda: None

    def live_in(self, side: Side, panel: WorklistPanel, model: Worklist) -> None:
        """Where the list stands."""
        self._side, self._panel, self._model = side, panel, model
        panel.wanted.connect(self._go)
        panel.left.connect(self._leave)
        panel.answered.connect(self._asking.answer)
        self._desk.opened.connect(self._close)

    def all_questions(self) -> None:
        """The questions for the lead in all documents."""
        self._open()
        self._panel.show_kind("questions")

    def answer_question(self) -> None:
        """The field for the answer to the question that is chosen: in the list over the project, or in a layer."""
        if self._side is not None and self._side.currentWidget() is self._panel and self._panel.can_answer:
            self._panel.answer_chosen()
        elif not self._asking.answer_chosen():
            self.all_questions()

    def all_opinions(self) -> None:
        """The third opinions that the person working was asked for."""
        self.opinions_shown()
        self._open()
        self._panel.show_kind("opinions")

    def all_problems(self) -> None:
        """The problems in all documents: one's own, and others' where they can be seen."""
        self._open()
        self._panel.show_kind("problems")

    def _open(self) -> None:
        if self._side is not None:
            self._side.setCurrentWidget(self._panel)
            self.show_side()

    def _close(self) -> None:
        if self._side is not None and self._side.currentWidget() is self._panel:
            self._side.setCurrentIndex(0)

    def _leave(self) -> None:
        self._close()
        self._article.setFocus()

    def _go(self, row: WorkRow) -> None:
        """Opens the document in the layer that it is about, and shows the place."""
        if not row.owner or row.owner == self._desk.person:
            self._reading.open_document(row.document)
        else:
            self._desk.turn_to(row.document, row.owner)
        if row.id and self._model.kind == "questions":
            self._asking.show(row.id)
        elif self._model.kind == "opinions":
            self.show_opinion()
        elif row.id:
            self._mending.show(row.id)
