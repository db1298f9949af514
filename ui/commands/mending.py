"""Problems: going to the next one, settling it, and what keeps a document from being done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from annotator import edits
from annotator.operations import RecordKey
from annotator.validate import Problem, blocks_done, problems
from ui.article.view import ArticleView
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.problem_words import said
from ui.models.problems import Problems
from ui.panels.inspector import Inspector


class Mending(QObject):
    """Handlers of the actions on problems. `show_inspector` brings it into view, `open_event` opens an event's form."""

    def __init__(
        self, look: Look, desk: Desk, article: ArticleView, marking: Marking, found: Problems, say: Say
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article = look, desk, article
        self._marking, self._problems, self._say = marking, found, say
        self._inspector: Inspector | None = None
        self._at, self._aim = "", ""
        self.show_inspector: Callable[[], None] = lambda: None
        self.open_event: Callable[[str], None] = lambda _id: None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show)

    def live_in(self, inspector: Inspector) -> None:
        """The panel through which it speaks."""
        self._inspector = inspector
        inspector.problem.fix_wanted.connect(self._fix)
        inspector.records.problem_wanted.connect(self.go_to)
        for signal in (self._problems.list.counted, self._problems.shown, self._article.mark_chosen):
            signal.connect(lambda *_: self._later.start())
        self._desk.turned.connect(self._forget)

    def _forget(self) -> None:
        self._at = self._aim = ""
        self._later.start()

    # -- which --------------------------------------------------------------------------------------------------------
    @property
    def _ids(self) -> list[str]:
        return [place[2] for place in self._problems.list.places]

    @property
    def current(self) -> Problem | None:
        """The problem that was gone to, as long as it stands and its place is selected; else the first one of what is
        selected in the article."""
        at = self._problems.problem(self._at)
        mention = self._article.selected_mark
        if at is not None and (self._mention_of(self._at) in ("", mention)):
            return at
        return self._problems.problem(next(iter(self._problems.about(mention or "")), ""))

    def _mention_of(self, id: str) -> str:
        row, layer = self._problems.list.place(id), self._desk.layer
        mention = self._problems.list.entry(row).mention if row >= 0 else ""
        return mention if layer is not None and mention in layer.mentions else ""

    # -- going --------------------------------------------------------------------------------------------------------
    def next_problem(self) -> None:
        """Goes to the next problem, round to the first; to what keeps the document from being done before others."""
        self._go(1)

    def previous_problem(self) -> None:
        """Goes to the problem before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        ids = self._ids
        if not ids:
            return
        if self._aim in ids:
            id, self._aim = self._aim, ""
        elif self._at in ids and self.current is self._problems.problem(self._at):
            id = ids[(ids.index(self._at) + step) % len(ids)]
        else:
            row = bisect_right([place[0] for place in self._problems.list.places], self._article.caret)
            id = ids[(row if step > 0 else row - 1) % len(ids)]
        self.go_to(id)

    def go_to(self, id: str) -> None:
        """Shows a problem: its place in the article, or the page that it is about."""
        problem = self._problems.problem(id)
        if problem is None or self._inspector is None:
            return
        self._at = id
        mention, pages = self._mention_of(id), self._inspector.pages
        if problem.kind == "event" and mention:
            self.open_event(problem.record)
        elif mention:
            self._article.select_mark(mention)
            self._article.setFocus()
        if problem.kind == "label":
            self.show_inspector()
            pages.open_document()
            pages.document.take_focus(problem.record)
        elif problem.kind == "comment":
            self.show_inspector()
            pages.open_remarks()
            pages.remarks.choose(problem.record)
        elif problem.kind == "relation":
            pages.show_relation(problem.record)
        self._say(said(self._look, self._desk.schema, problem))
        self._show()

    def show(self, id: str) -> None:
        """Shows a problem of the document that was just opened, as soon as it has been found there."""
        problem = next((each for each in self._all() if each.key == id), None)
        if problem is not None:
            self._problems.look_over(RecordKey(problem.kind, problem.record))
            self.go_to(id)

    def _all(self) -> list[Problem]:
        desk = self._desk
        if desk.layer is None or desk.document is None:
            return []
        return problems(desk.layer, desk.document, desk.schema)

    def _show(self) -> None:
        """The box beside the text says what is wrong with what is selected."""
        if self._inspector is not None:
            problem = self.current
            self._inspector.problem.show_problem(problem, self._fixes(problem) if problem is not None else [])

    # -- settling -----------------------------------------------------------------------------------------------------
    def _fixes(self, problem: Problem) -> list[edits.Fix]:
        desk = self._desk
        if desk.layer is None or desk.document is None:
            return []
        return edits.fixes(problem, desk.layer, desk.document, desk.schema)

    def fix_problem(self) -> None:
        """Settles the problem of what is selected in the likeliest way."""
        problem = self.current
        if problem is None:
            self._say(self._look.tr("fix.no_problem"))
        elif not self._fixes(problem):
            self._say(self._look.tr("fix.no_fix"))
        else:
            self._fix(problem, 0)

    def _fix(self, problem: Problem, place: int) -> None:
        found = self._fixes(problem)
        if place < len(found) and self._desk.edit(found[place].make) is not None:
            self._say(self._look.tr("fix.done"))

    # -- being done ---------------------------------------------------------------------------------------------------
    def keeps_from_done(self) -> bool:
        """Whether problems keep the open document from being done; says so, and F8 goes to the first of them."""
        desk = self._desk
        if desk.layer is None or desk.document is None or not desk.schema.blocking:
            return False
        found = problems(desk.layer, desk.document, desk.schema, desk.schema.blocking)
        found = blocks_done(found, desk.schema)
        if found:
            self._aim = found[0].key
            keys = self._look.key("next_problem")
            self._say(self._look.tr("done.blocked", n=len(found), keys=keys))
        return bool(found)
