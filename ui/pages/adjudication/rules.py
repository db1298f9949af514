"""A rule over the whole project: first what it would do, and how often it was wrong; then, if wanted, doing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.adjudication.rules import Rule
from annotator.errors import StoppedError, UserError
from annotator.jobs.adjudication_rules import RuleOptions, RuleReport, apply_rule
from annotator.jobs.reverting import revert
from ui.desk import Desk
from ui.dialogs.progress import Progress
from ui.look import Look
from ui.models.adjudication import AdjudicationModel
from ui.troubles import words_for
from ui.widgets.buttons import Button
from ui.widgets.float import Floating
from ui.widgets.text import Text

if TYPE_CHECKING:
    from annotator.adjudication.rules import Kind

SAMPLE = 0.05
"""The share of what a rule could settle that is left to a person all the same: it tells how often the rule is wrong."""


class RuleCard(Floating):
    """What a rule would do, in sentences, and what to press."""

    def __init__(self, look: Look, parent: QWidget, words: Callable[[], str], apply: Callable[[], None]) -> None:
        super().__init__(look, parent)
        tr = look.tr
        self.words = Text(look, words, wrap=True)
        self.apply = Button(look, lambda: tr("adjudication.rule_apply"), kind="main")
        self.apply.clicked.connect(apply)
        self.cancel = Button(look, lambda: tr("assistant.cancel"))
        self.cancel.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.apply)
        column = QVBoxLayout(self)
        px = look.px
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.words)
        column.addLayout(row)


class RuleRun:
    """Proposes, applies and takes back."""

    def __init__(
        self, look: Look, desk: Desk, model: AdjudicationModel, page: QWidget, say: Callable[[str], None]
    ) -> None:
        self._look, self._desk, self._model, self._page, self._say = look, desk, model, page, say
        self.card: RuleCard | None = None
        self.report: RuleReport | None = None
        self.step = ""

    def propose(self, kind: Kind) -> None:
        """A dry run, and a card that says what came of it."""
        report = self._run(kind, RuleOptions(dry_run=True, keep=SAMPLE, close=True))
        if report is None:
            return
        self.report = report
        if self.card is not None:
            self.card.deleteLater()
        self.card = RuleCard(self._look, self._page, lambda: self.sentence(report), lambda: self.apply(kind))
        self.card.apply.setEnabled(report.settled > 0)
        px, page = self._look.px, self._page
        width = px(460)
        self.card.setFixedWidth(width)
        self.card.adjustSize()
        self.card.move((page.width() - width) // 2, (page.height() - self.card.height()) // 3)
        self.card.show()
        self.card.raise_()
        self.card.apply.setFocus()

    def apply(self, kind: Kind) -> None:
        """Settles what the rule can settle, in one step that can be taken back."""
        if self.card is not None:
            self.card.leave()
        report = self._run(kind, RuleOptions(keep=SAMPLE, close=True))
        if report is None:
            return
        self.report, self.step = report, report.step or ""
        self._model.after_rule()
        self._say(self._look.tr("adjudication.rule_done", n=report.settled))

    def settle_here(self) -> None:
        """Accepts all on which everybody agrees in the document in hand."""
        report = self._run("unanimous", RuleOptions(documents={self._model.document}))
        if report is not None:
            self.report, self.step = report, report.step or self.step
            self._model.after_rule()
            if self._model.item is not None and self._model.item.state == "decided":
                self._model.next_open()
            self._say(self._look.tr("adjudication.rule_done", n=report.settled))

    def take_back(self) -> None:
        """What the last rule has decided is open again, where nothing was built on it."""
        project = self._desk.project
        if project is None or not self.step:
            return
        try:
            revert(project, self.step)
        except UserError as error:
            self._say(words_for(self._look, error))
            return
        self.step = ""
        self._model.after_rule()
        self._say(self._look.tr("adjudication.rule_taken_back"))

    def _run(self, kind: Kind, options: RuleOptions) -> RuleReport | None:
        project = self._desk.project
        if project is None:
            return None
        progress = Progress(self._look, self._look.tr("adjudication.rule_running"), self._page)
        waiting, project.waiting = project.waiting, progress.wait_for
        tell = progress.step if options.dry_run else progress.advance
        try:
            return apply_rule(project, Rule(kind), options, tell, progress.wasCanceled if options.dry_run else None)
        except (KeyboardInterrupt, StoppedError):
            self._say(self._look.tr("progress.stopped"))
        except UserError as error:
            self._say(words_for(self._look, error))
        finally:
            project.waiting = waiting
            progress.close()
            progress.deleteLater()
        return None

    def sentence(self, report: RuleReport) -> str:
        """What a rule would do, how much it leaves, and how often it was wrong where a person decided."""
        tr, words = self._look.tr, self._look.words
        lines = [
            tr("adjudication.rule_would", settled=words.number(report.settled), all=words.number(report.clusters)),
            tr("adjudication.rule_kept", kept=words.number(report.kept), unclear=words.number(report.unclear)),
        ]
        audit = report.audit
        if audit.error is None or audit.interval is None:
            lines.append(tr("adjudication.rule_unaudited"))
        else:
            low, high = (words.percent(round(100 * share)) for share in audit.interval)
            error = words.percent(round(100 * audit.error))
            audited = words.number(audit.audited)
            lines.append(tr("adjudication.rule_audited", error=error, low=low, high=high, n=audited))
        return "\n".join(lines)
