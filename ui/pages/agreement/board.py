"""The numbers of the page, section by section, in one to three columns."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.agreement.reporting import Report
from ui.look import PAGE_TITLE, Look
from ui.models.agreement import AgreementModel
from ui.models.agreement_words import AgreementWords
from ui.models.documents import DocumentModel
from ui.pages.agreement.bars import Bars
from ui.pages.agreement.content import Content
from ui.pages.agreement.heat import Heat
from ui.pages.agreement.notes import Notes
from ui.pages.agreement.plan import FEW, WIDE, plan_of
from ui.pages.agreement.plot import Plot
from ui.pages.agreement.section import Section
from ui.pages.agreement.table import Table
from ui.widgets.buttons import Button
from ui.widgets.frame import Rule
from ui.widgets.text import Text

_THREE, _TWO = 1180, 800
"""Widths (design pixels) from which there are three and two columns."""


class Board(QScrollArea):
    """All sections. `opened(question or "gamma")`: a number was opened; `save_wanted(section, kind)`."""

    opened = Signal(object)
    save_wanted = Signal(object, str)

    def __init__(self, look: Look, words: AgreementWords, model: AgreementModel, documents: DocumentModel) -> None:
        super().__init__()
        self._look, self._words, self._model, self._documents = look, words, model, documents
        self._content = Content(look, words, model)
        self._columns = 0
        self._few = True
        self._placed: tuple[object, ...] = ()
        self.sections: dict[str, Section] = {}
        self._make_sections()
        self._build()
        look.changed.connect(self._relook)
        self._relook()

    # -- making -------------------------------------------------------------------------------------------------------
    def _make_sections(self) -> None:
        look, words = self._look, self._words
        self.ladder, self.events = Bars(look, words, axis=True), Bars(look, words, axis=True)
        self.more, self.people = Bars(look, words, axis=True), Bars(look, words, axis=True)
        self.gold = Bars(look, words, axis=True)
        self.labels, self.causes = Bars(look, words, axis=True, slim=True), Bars(look, words)
        self.pairs, self.confusion, self.roles = Heat(look), Heat(look, largest=44), Heat(look)
        self.notes, self.documents = Notes(look), Table(look)
        plots: dict[str, Plot] = {
            "ladder": self.ladder,
            "pairs": self.pairs,
            "notes": self.notes,
            "labels": self.labels,
            "causes": self.causes,
            "documents": self.documents,
            "confusion": self.confusion,
            "people": self.people,
            "gold": self.gold,
            "events": self.events,
            "roles": self.roles,
            "more": self.more,
        }
        for name, plot in plots.items():
            self._add(name, plot)

        self.all_documents = Button(look, lambda: look.tr("agreement.show_all"), kind="quiet", small=True)
        self.all_documents.clicked.connect(self._show_all)
        self.sections["documents"].add_button(self.all_documents)

    def _show_all(self) -> None:
        self._few = False
        self.refresh()

    def _add(self, name: str, plot: Plot) -> Section:
        section = Section(self._look, plot, saves=name not in ("notes", "documents"))
        section.save_wanted.connect(self.save_wanted)
        plot.opened.connect(self.opened)
        plot.reached.connect(lambda rect, plot=plot: self._reveal(plot, rect))
        self.sections[name] = section
        return section

    def _build(self) -> None:
        self._inner = QWidget()
        self.headline = Text(self._look, self._headline, size=PAGE_TITLE, bold=True, wrap=True)
        self.coverage = Text(self._look, self._coverage, ink="ink_second", wrap=True)
        self._top = QHBoxLayout()
        self._top.addWidget(self.headline, 3)
        self._top.addWidget(self.coverage, 2, Qt.AlignmentFlag.AlignVCenter)
        self.coverage.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._grid = QGridLayout()
        self._outer = QVBoxLayout(self._inner)
        self._outer.addLayout(self._top)
        self._outer.addWidget(Rule(self._look))
        self._outer.addLayout(self._grid)
        self._outer.addStretch(1)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)

    def _relook(self) -> None:
        px = self._look.px
        self._outer.setContentsMargins(px(26), px(16), px(26), px(24))
        self._outer.setSpacing(px(16))
        self._top.setSpacing(px(24))
        self._top.setContentsMargins(px(6), 0, px(6), 0)
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(28))
        self.refresh()

    # -- content ------------------------------------------------------------------------------------------------------
    def _headline(self) -> str:
        report = self._model.report
        return self._words.headline(report) if report else ""

    def _coverage(self) -> str:
        report = self._model.report
        return self._words.coverage(report) if report else ""

    def refresh(self) -> None:
        """Shows what the model has found."""
        report = self._model.report
        self.headline.refresh()
        self.coverage.refresh()
        if report is None:
            return
        self._show_bars(report)
        self._show_matrices(report)
        self._show_rows(report)
        self._show_document_labels(report)
        self._place()

    def _show_bars(self, report: Report) -> None:
        tr, content = self._look.tr, self._content
        gold = self._model.figures.gold if self._model.figures else None
        n = sum(report.summary.causes.values())
        rows = (
            ("ladder", tr("agreement.section.ladder"), tr("agreement.section.ladder_hint"), content.ladder(report)),
            ("labels", tr("agreement.section.labels"), tr("agreement.section.labels_hint"), content.labels(report)),
            ("causes", tr("agreement.section.causes"), tr("agreement.causes_of", n=n), content.causes(report)),
            ("people", tr("agreement.section.people"), tr("agreement.section.pairs_hint"), content.people(report)),
            (
                "gold",
                tr("agreement.section.gold"),
                tr("agreement.section.pairs_hint"),
                content.people(gold, gold=True) if gold else [],
            ),
            ("events", tr("agreement.section.events"), tr("agreement.section.events_hint"), content.events(report)),
            ("more", tr("agreement.section.measures"), tr("agreement.section.measures_hint"), content.more(report)),
        )
        for name, title, caption, bars in rows:
            self.sections[name].set_words(title, caption)
            plot = self.sections[name].plot
            assert isinstance(plot, Bars)
            plot.show_bars(bars, title)

    def _show_matrices(self, report: Report) -> None:
        tr, content, words = self._look.tr, self._content, self._words
        title = tr("agreement.section.pairs")
        names, cells, legend = content.pairs(report)
        self.sections["pairs"].set_words(title, tr("agreement.section.pairs_hint"))
        self.pairs.show_cells(names, names, cells, title, legend)
        people = sorted({name for row in report.summary.pairs for name in (row.a, row.b)})
        caption = tr("agreement.section.confusion_many")
        if len(report.summary.pairs) == 1:
            pair = report.summary.pairs[0]
            people = [pair.a, pair.b]
            caption = tr("agreement.section.confusion_two", a=words.person(pair.a), b=words.person(pair.b))
        title, found = tr("agreement.section.confusion"), report.summary.confusion
        self.sections["confusion"].set_words(title, caption)
        keys = content.names(found)
        shorts = [words.label_short(key) for key in keys]
        self.confusion.largest = 36 if len(keys) > WIDE else 44
        self.confusion.show_cells([words.label(key) for key in keys], shorts, content.confusion(found, people), title)
        title, found = tr("agreement.section.roles"), report.summary.roles
        self.sections["roles"].set_words(title, tr("agreement.section.roles_hint"))
        roles = [words.role(key) for key in found.labels]
        cells = content.confusion(found, people, roles=True)
        self.roles.show_cells([*roles, words.label(None)], [*roles, words.label_short(None)], cells, title)

    def _show_rows(self, report: Report) -> None:
        tr = self._look.tr
        self.sections["notes"].set_words(tr("agreement.section.notes"))
        self.notes.show_notes(self._content.notes(report), tr("agreement.section.notes"))
        titles = {row.name: row.title for row in self._documents.rows}
        heads = (
            tr("agreement.column.document"),
            tr("agreement.column.exact"),
            tr("agreement.column.differences"),
            tr("agreement.column.most"),
        )
        rows = [] if self._model.blind else self._content.documents(report, titles)
        self.all_documents.setVisible(self._few and len(rows) > FEW)
        rows = rows[:FEW] if self._few else rows
        self.sections["documents"].set_words(tr("agreement.section.documents"))
        self.documents.show_rows(heads, rows, tr("agreement.section.documents"))

    def _show_document_labels(self, report: Report) -> None:
        there = {f"label:{name}" for name in report.summary.document_labels}
        for name in [name for name in self.sections if name.startswith("label:") and name not in there]:
            self.sections.pop(name).deleteLater()
        for label, found in report.summary.document_labels.items():
            section = self.sections.get(f"label:{label}") or self._add(
                f"label:{label}", Bars(self._look, self._words, axis=True)
            )
            title = self._look.tr("agreement.section.document_label", name=self._words.document_label(label))
            section.set_words(title)
            assert isinstance(section.plot, Bars)
            section.plot.show_bars(self._content.document_label(label, found), title)

    # -- places -------------------------------------------------------------------------------------------------------
    def _shown(self, name: str) -> bool:
        report = self._model.report
        if report is None:
            return False
        empty = {
            "pairs": not report.summary.pairs,
            "labels": not self.labels.bars,
            "causes": not self.causes.bars,
            "documents": not self.documents.rows,
            "confusion": not report.summary.confusion.labels,
            "people": len(self.people.bars) < 3,
            "gold": not self.gold.bars,
            "events": not self.events.bars,
            "roles": not report.summary.roles.labels,
            "notes": not self.notes.notes,
        }
        return not empty.get(name, False)

    def _place(self) -> None:
        width = self.viewport().width() / self._look.theme.scale
        self._columns = 3 if width >= _THREE else 2 if width >= _TWO else 1
        extra = [name for name in self.sections if name.startswith("label:")]
        rows = plan_of(self._columns, len(self.labels.bars), len(self.confusion.rows), extra)
        plan = [[(span, [name for name in names if self._shown(name)]) for span, names in row] for row in rows]
        placed = (self._columns, repr(plan), tuple(map(id, self.sections.values())))
        if placed == self._placed:
            return
        self._placed = placed
        focus, height = self.window().focusWidget(), self.verticalScrollBar().value()
        order = [name for row in plan for _, names in row for name in names]
        self._clear()
        for row, stacks in enumerate(plan):
            column = 0
            for span, names in stacks:
                if names:
                    stack = self._stack(names)
                    self._grid.addWidget(stack, row, column, 1, span)
                    stack.show()
                column += span
        stretches = {3: (17, 11, 11), 2: (6, 5, 0), 1: (1, 0, 0)}[self._columns]
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)
        self._chain(order)
        if focus is not None and focus.isVisible() and self._inner.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(height)

    def _clear(self) -> None:
        for section in self.sections.values():
            section.setParent(self._inner)
            section.hide()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _stack(self, names: list[str]) -> QWidget:
        stack = QWidget()
        column = QVBoxLayout(stack)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(28))
        for name in names:
            column.addWidget(self.sections[name])
            self.sections[name].show()
        column.addStretch(1)
        stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return stack

    def _chain(self, names: list[str]) -> None:
        """Tab goes through the sections in the order of reading."""
        before: QWidget | None = None
        for name in names:
            for widget in (self.sections[name].plot, self.sections[name].more):
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have another number of columns."""
        super().resizeEvent(event)
        self._place()

    def _reveal(self, plot: Plot, rect: QRectF) -> None:
        at = plot.mapTo(self._inner, rect.center().toPoint())
        margin = round(rect.height() / 2) + self._look.px(24)
        self.ensureVisible(at.x(), at.y(), 0, margin)
