"""Feedback from gold. Two views: my marks beside gold, document by document; the gaps of the guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look import BODY, SMALL, Look
from ui.models.adjudication_words import REASONS
from ui.models.agreement_words import AgreementWords
from ui.models.disagreements import Place
from ui.models.feedback import FeedbackModel
from ui.models.labels import Labels
from ui.pages.agreement.behind import Behind
from ui.pages.feedback.lists import TwoLineRows
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.tabs import TabRow
from ui.widgets.text import Line, Text

if TYPE_CHECKING:
    from annotator.jobs.feedback import Gap, LabelScore

_MINE, _GAPS = 0, 1
GAPS = {
    "label": "feedback.gap_label",
    "boundary": "feedback.gap_boundary",
    "missed": "feedback.gap_missed",
    "extra": "feedback.gap_extra",
    "role": "feedback.gap_role",
    "argument": "feedback.gap_argument",
    "trigger": "feedback.gap_trigger",
    "event_label": "feedback.gap_label",
}


class FeedbackPage(Pane):
    """Opened over the whole window. `left`: back to the article. `open_wanted(document, span)`: to a place in it."""

    left = Signal()
    open_wanted = Signal(int, object)

    def __init__(self, look: Look, desk: Desk, labels: Labels) -> None:
        super().__init__(look, "page")
        self._desk = desk
        self.model = FeedbackModel(desk)
        self.words = AgreementWords(look, desk, labels)
        tr = look.tr
        self.back = Button(look, lambda: tr("feedback.back"), kind="quiet", icon="previous", keys="escape")
        self.back.clicked.connect(self.left)
        self.title = Text(look, lambda: tr("action.feedback"), size=BODY, bold=True)
        self.tabs = TabRow(look, (lambda: tr("feedback.mine"), lambda: tr("feedback.gaps")))
        self.tabs.chosen.connect(self._on_tab)
        self.state = Line(look, self._state_words)
        self.documents = TwoLineRows(look, "feedback.documents", lambda: tr("feedback.no_documents"))
        self.gaps = TwoLineRows(look, "feedback.gaps", lambda: self._when_counted("feedback.no_gaps"))
        self.scores = TwoLineRows(look, "feedback.scores", lambda: self._when_counted("feedback.no_scores"))
        self.scores_head = Text(look, lambda: tr("feedback.scores"), size=SMALL, bold=True, ink="ink_second")
        self.behind = Behind(look, desk, self.words, self.model.places)
        self.behind.more_words, self.behind.nothing = self._reason, "feedback.no_difference"
        self._build()
        self._connect()
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        look = self.look
        self._bar = Pane(look, "page", "bottom")
        self._bar_row = QHBoxLayout(self._bar)
        for widget in (self.back, self.title, self.state):
            self._bar_row.addWidget(widget, 1 if widget is self.state else 0)
        self._second = Pane(look, "page", "bottom")
        self._second_row = QHBoxLayout(self._second)
        self._second_row.addWidget(self.tabs, 1)
        mine = QWidget()
        column = self._mine_column = QVBoxLayout(mine)
        column.addWidget(self.documents, 3)
        column.addWidget(self.scores_head)
        column.addWidget(self.scores, 2)
        self.side = QStackedWidget()
        self.side.addWidget(mine)
        self.side.addWidget(self.gaps)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        start = self._start = Pane(look)
        inner = QVBoxLayout(start)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.side)
        body.addWidget(start)
        body.addWidget(self.behind, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._second)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self.refresh)
        model.turned.connect(self._show_places)
        self.documents.selectionModel().currentRowChanged.connect(lambda now, _: self._on_document(now.row()))
        self.gaps.selectionModel().currentRowChanged.connect(lambda now, _: self._on_gap(now.row()))
        self.behind.open_wanted.connect(self.open_wanted)

    def _relook(self) -> None:
        px = self.look.px
        self._bar.setFixedHeight(px(44))
        self._bar_row.setContentsMargins(px(16), 0, px(24), 1)
        self._bar_row.setSpacing(px(8))
        self._second.setFixedHeight(px(44))
        self._second_row.setContentsMargins(px(24), 0, px(24), 1)
        self._mine_column.setContentsMargins(0, px(8), 0, 0)
        self._mine_column.setSpacing(px(6))
        self.scores_head.setContentsMargins(px(16), px(6), px(16), 0)
        self._share_width()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All three columns give way in a narrow window."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        self._start.setFixedWidth(min(self.look.px(264), round(0.26 * self.width())))

    # -- words --------------------------------------------------------------------------------------------------------
    def _state_words(self) -> str:
        result, tr = self.model.result, self.look.tr
        if self.tabs.current == _GAPS:
            return tr("feedback.counting") if self.model.counting and not self.model.gaps else ""
        if result is None:
            return ""
        number = self.look.words.number
        return tr("feedback.summary", same=number(result.same), mine=number(result.mine), gold=number(result.gold))

    def _when_counted(self, message: str) -> str:
        """That there is nothing is known only at the end."""
        return self.look.tr("feedback.counting" if self.model.counting else message)

    def _score(self, score: LabelScore) -> str:
        words, tr = self.look.words, self.look.tr
        shares = [
            words.percent(round(100 * value)) if value is not None else tr("feedback.undefined")
            for value in (score.precision, score.recall)
        ]
        return tr("feedback.score", precision=shares[0], recall=shares[1], n=words.number(score.gold))

    def _score_lines(self) -> list[tuple[str, str]]:
        return [
            (
                self.look.words.joined(self.words.labels.name(label), self.look.words.digits_of(period.month)),
                self._score(score),
            )
            for period in reversed(self.model.periods)
            for label, score in sorted(period.labels.items(), key=lambda each: -each[1].gold)
        ]

    def _gap_line(self, gap: Gap) -> tuple[str, str]:
        tr, words = self.look.tr, self.look.words
        said, gold = (self._named(gap.kind, each) for each in (gap.said, gap.gold))
        above = tr(GAPS[gap.kind], said=said, gold=gold, cause=self.words.cause(gap.cause) if gap.cause else "")
        below = [tr("feedback.places", n=gap.count), tr("count.people", n=gap.annotators)]
        if gap.flagged:
            below.append(tr("feedback.flagged", n=gap.flagged))
        return above, words.joined(*below)

    def _named(self, kind: str, key: str) -> str:
        if not key:
            return self.look.tr("feedback.nothing")
        name = self.words.role if kind in ("role", "argument") else self.words.labels.name
        return self.look.words.joined(*map(name, key.split(", ")))

    def _reason(self, place: Place) -> str:
        decision = self.model.decision(place)
        if decision is None:
            return ""
        reason = self.look.tr(REASONS[decision.reason]) if decision.reason in REASONS else decision.reason
        said = self.look.words.joined(reason, decision.note)
        return self.look.tr("feedback.reason", reason=said) if said else ""

    # -- following ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Shows what the model knows now."""
        self.tabs.refresh()
        self.documents.lines.show(
            [(row.title, self.look.tr("count.mentions", n=row.mentions)) for row in self.model.documents]
        )
        self.gaps.lines.show([self._gap_line(gap) for gap in self.model.gaps])
        self.scores.lines.show(self._score_lines())
        for rows in (self.gaps, self.scores):
            rows.viewport().update()
        self.state.refresh()
        if self.tabs.current == _GAPS:
            self._choose_first_gap()

    def _choose_first_gap(self) -> bool:
        """Whether it is the chosen one now, where none was."""
        if self.gaps.currentIndex().isValid() or not self.model.gaps:
            return False
        self.gaps.setCurrentIndex(self.gaps.lines.index(0))
        return True

    def _show_places(self) -> None:
        self.state.refresh()
        self.behind.refresh()
        if self.model.places.rows:
            self.behind.list.setCurrentIndex(self.model.places.index(0))

    def _on_tab(self, place: int) -> None:
        self.side.setCurrentIndex(place)
        if place == _GAPS:
            if not self._choose_first_gap():
                self._on_gap(self.gaps.currentIndex().row())
        else:
            self._on_document(max(0, self.documents.currentIndex().row()))
        self.take_focus()

    def _on_document(self, row: int) -> None:
        if 0 <= row < len(self.model.documents) and self.tabs.current == _MINE:
            self.model.turn_to(self.model.documents[row].id)

    def _on_gap(self, row: int) -> None:
        if 0 <= row < len(self.model.gaps):
            self.model.open_gap(self.model.gaps[row], self.gaps.lines.lines[row][0])
        else:
            self.model.places.clear()
            self._show_places()

    # -- coming and going ---------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """The page is shown."""
        self.model.begin()
        self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes to the list at the start."""
        (self.gaps if self.tabs.current == _GAPS else self.documents).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
