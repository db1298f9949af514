"""The page about agreement: filters above, numbers or what is behind one of them, and a line about the computing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look import BODY, PAGE_TITLE, Look
from ui.models.agreement import AgreementModel
from ui.models.agreement_words import AgreementWords
from ui.models.disagreements import Disagreements, Question
from ui.models.documents import DocumentModel
from ui.models.labels import Labels
from ui.pages.agreement.behind import Behind
from ui.pages.agreement.board import Board
from ui.pages.agreement.filters import Filters
from ui.pages.agreement.saving import Saving
from ui.troubles import words_for
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress
from ui.widgets.text import Line, Text

_BOARD, _BEHIND, _EMPTY = 0, 1, 2


class AgreementPage(Pane):
    """Opened over the whole window. `left`: back to the article; `open_wanted(document, span)`: to a place in it."""

    left = Signal()
    open_wanted = Signal(int, object)

    def __init__(self, look: Look, desk: Desk, labels: Labels, documents: DocumentModel) -> None:
        super().__init__(look, "page")
        self._desk = desk
        self.model = AgreementModel(desk, documents)
        self.words = AgreementWords(look, desk, labels)
        self._message = ""
        self.board = Board(look, self.words, self.model, documents)
        self.behind = Behind(look, desk, self.words, Disagreements(desk, self.model))
        self.saving = Saving(look, desk, self.model, self, self.say)
        self._make()
        self._build()
        self.board.opened.connect(self.open_question)
        self.board.save_wanted.connect(self.saving.picture)
        self.behind.open_wanted.connect(self.open_wanted)
        self.model.changed.connect(self.refresh)
        self.model.progressed.connect(self._show_progress)
        look.changed.connect(self._relook)
        self._relook()

    # -- making -------------------------------------------------------------------------------------------------------
    def _make(self) -> None:
        look, tr = self.look, self.look.tr
        self.back = Button(look, self._back_words, kind="quiet", icon="previous", keys="escape")
        self.back.clicked.connect(self.escape)
        self.title = Text(look, lambda: tr("agreement.title"), size=BODY, bold=True)
        self.filters = Filters(look, self.words, self.model)
        self.export = Button(look, lambda: tr("agreement.save.report"), icon="export")
        self.export.clicked.connect(self.open_export)
        self.previous = Button(look, lambda: tr("agreement.behind.previous"), icon="up", icon_only=True)
        self.next = Button(look, lambda: tr("agreement.behind.next"), icon="down", icon_only=True)
        self.previous.clicked.connect(lambda: self.behind.step(-1))
        self.next.clicked.connect(lambda: self.behind.step(1))
        self.empty_title = Text(look, self._empty_title, size=PAGE_TITLE, bold=True, wrap=True)
        self.empty_coverage = Text(look, self._empty_coverage, wrap=True)
        self.empty = Text(look, self._empty_words, ink="ink_second", wrap=True)
        self.state = Line(look, self._state_words)
        self.progress = Progress(look, lambda: self.model.share)
        self.stop = Button(look, lambda: tr("agreement.stop"), kind="quiet", small=True)
        self.stop.clicked.connect(self._stop)
        self.again = Button(look, lambda: tr("agreement.again"), kind="quiet", small=True)
        self.again.clicked.connect(self.model.compute)
        self.hint = Line(look, lambda: "" if self.model.blind else tr("agreement.hint_open"))

    def _build(self) -> None:
        look = self.look
        self._bar = Pane(look, "page", "bottom")
        row = self._bar_row = QHBoxLayout(self._bar)
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addStretch(1)
        for widget in (self.filters, self.previous, self.next, self.export):
            row.addWidget(widget)
        self._second = Pane(look, "page", "bottom")
        self._second_row = QHBoxLayout(self._second)
        self._second_row.addStretch(1)
        nothing = QWidget()
        column = self._empty_column = QVBoxLayout(nothing)
        for text in (self.empty_title, self.empty_coverage, self.empty):
            column.addWidget(text)
        column.addStretch(1)
        self.stack = QStackedWidget()
        for page in (self.board, self.behind, nothing):
            self.stack.addWidget(page)
        self._foot = Pane(look, "panel", "top")
        row = self._foot_row = QHBoxLayout(self._foot)
        row.addWidget(self.state)
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._bar, self._second, self.stack, self._foot):
            column.addWidget(widget, 1 if widget is self.stack else 0)

    def _relook(self) -> None:
        px = self.look.px
        self._bar.setFixedHeight(px(44))
        self._second.setFixedHeight(px(44))
        self._second_row.setContentsMargins(px(24), 0, px(24), 1)
        self._bar_row.setContentsMargins(px(16), 0, px(24), 1)
        self._bar_row.setSpacing(px(8))
        self._empty_column.setSpacing(px(16))
        self._empty_column.setContentsMargins(px(32), px(32), px(32), px(32))
        self._foot.setFixedHeight(px(28))
        self._foot_row.setContentsMargins(px(12), 1, px(12), 0)
        self._foot_row.setSpacing(px(12))
        self.progress.setFixedWidth(px(120))
        self.refresh()

    # -- words --------------------------------------------------------------------------------------------------------
    def _back_words(self) -> str:
        behind = self.stack.currentIndex() == _BEHIND if hasattr(self, "stack") else False
        return self.look.tr("agreement.back_board" if behind else "agreement.back")

    def _empty_title(self) -> str:
        return self.words.headline(self.model.report) if self.model.report else ""

    def _empty_coverage(self) -> str:
        report = self.model.report
        if report is None:
            return ""
        lines = [f"{self.words.undefined(report.summary.spans['exact'].reason)} {self.words.coverage(report)}"]
        for each in report.coverage.annotators:
            done = self.look.tr("count.documents_done", n=each.documents_done)
            lines.append(f"{self.words.person(each.name)}: {done}")
        return "\n".join(lines)

    def _empty_words(self) -> str:
        model, tr = self.model, self.look.tr
        if model.error is not None:
            return tr("agreement.failed", reason=words_for(self.look, model.error))
        return tr("agreement.none_yet", key=self.look.key("done_next")) if model.report else tr("agreement.computing")

    def _state_words(self) -> str:
        model, tr = self.model, self.look.tr
        if self._message:
            return self._message
        if "figures" in model.running:
            if model.share >= 1:
                return tr("agreement.intervals")
            return tr("agreement.computing_share", share=self.words.share(model.share))
        if model.error is not None:
            return tr("agreement.failed", reason=words_for(self.look, model.error))
        if not model.made or model.report is None:
            return ""
        layers = tr("agreement.layers_count", n=model.report.coverage.layers_done)
        return self.look.words.joined(tr("agreement.made", time=self.words.time(model.made)), layers)

    def say(self, words: str) -> None:
        """Shows a sentence in the foot until something else happens."""
        self._message = words
        self.state.refresh()

    # -- following ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Shows what the model knows now."""
        self._message = ""
        behind = self.stack.currentIndex() == _BEHIND
        turned = not behind and self._turn(_BOARD if self._has_numbers() else _EMPTY)
        for widget in (self.back, self.empty_title, self.empty_coverage, self.empty, self.hint):
            widget.refresh()
        self.filters.setVisible(not behind)
        self.export.setVisible(not behind)
        self.export.setEnabled(self.model.report is not None and not self.model.blind)
        for button in (self.previous, self.next):
            button.setVisible(behind)
        self.hint.setVisible(self.stack.currentIndex() == _BOARD)
        self._place_filters()
        if not behind:
            self.board.refresh()
        if turned:
            shown = self.board.ladder if self._has_numbers() else self.back
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        if behind:
            self.behind.refresh()
        self._show_progress()

    def _turn(self, index: int) -> bool:
        """Shows the numbers or that there are none; whether the keyboard has to follow."""
        if self.stack.currentIndex() == index:
            return False
        follows = self.isVisible() and not isinstance(self.window().focusWidget(), QLineEdit)
        self.stack.setCurrentIndex(index)
        return follows

    def _place_filters(self) -> None:
        """Beside the title, or on a row of their own where there is no room for them."""
        alone = [self.back, self.title, self.export]
        wanted = sum(each.sizeHint().width() for each in (*alone, self.filters)) + self.look.px(110)
        narrow = wanted > self.width()
        if narrow != (self.filters.parentWidget() is self._second):
            (self._second_row if narrow else self._bar_row).insertWidget(0 if narrow else 3, self.filters)
        self._second.setVisible(narrow and self.stack.currentIndex() != _BEHIND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The filters may need a row of their own."""
        super().resizeEvent(event)
        self._place_filters()

    def _has_numbers(self) -> bool:
        report = self.model.report
        return report is not None and (
            report.coverage.compared > 0 or self.model.narrowed or bool(report.summary.document_labels)
        )

    def _show_progress(self) -> None:
        running = bool(self.model.running)
        self.state.refresh()
        self.progress.setVisible(running)
        self.progress.refresh()
        self.progress.update()
        self.stop.setVisible(running)
        self.again.setVisible(not running and (self.model.stopped or self.model.error is not None))
        if "gamma" in self.model.running:
            self.board.refresh()

    def _stop(self) -> None:
        self.model.stop()
        self.model.stopped = True
        self._show_progress()
        if self.model.made:
            self.say(self.look.tr("agreement.stopped", time=self.words.time(self.model.made)))

    def showEvent(self, event: QShowEvent) -> None:
        """Computes while it is seen."""
        super().showEvent(event)
        self.model.set_active(active=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rests while it is not."""
        super().hideEvent(event)
        self.model.set_active(active=False)

    # -- going --------------------------------------------------------------------------------------------------------
    def take_focus(self) -> None:
        """The keyboard goes to the numbers."""
        if self.stack.currentIndex() == _BEHIND:
            self.stack.setCurrentIndex(_BOARD)
        self.refresh()
        shown = self.board.ladder if self.stack.currentIndex() == _BOARD else self.back
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_question(self, question: Question | str) -> None:
        """Shows what is behind a number, or computes what is computed on request."""
        if question == "gamma":
            self.model.compute_gamma()
            return
        assert isinstance(question, Question)
        if self.model.blind:
            self.say(self.look.tr("agreement.blind_closed"))
            return
        self._from = self.window().focusWidget()
        self.stack.setCurrentIndex(_BEHIND)
        self.behind.ask(question)
        self.refresh()

    _from: QWidget | None = None

    def escape(self) -> None:
        """From what is behind a number to the numbers, from there to the article."""
        if self.stack.currentIndex() != _BEHIND:
            self.left.emit()
            return
        self.stack.setCurrentIndex(_BOARD)
        self.refresh()
        (self._from or self.board.ladder).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def open_export(self) -> None:
        """The menu of reports."""
        menu = QMenu(self)
        menu.setFont(self.look.font())
        tr, saving = self.look.tr, self.saving
        for words, act in (
            (tr("agreement.save.html"), saving.html),
            (tr("agreement.save.csv"), saving.csv),
            (tr("agreement.save.json"), saving.json),
        ):
            menu.addAction(words).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.export.mapToGlobal(QPoint(0, self.export.height() + 2)))
