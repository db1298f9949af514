"""The list of what waits in the whole project, on the side of the documents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.look import SMALL, TITLE, Look
from ui.models.worklist import Kind, Worklist, WorkRole, WorkRow
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress, Rule
from ui.widgets.paint import draw_icon, draw_line, text_direction
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.tabs import TabRow
from ui.widgets.text import Line, Text

Index = QModelIndex | QPersistentModelIndex
KINDS: tuple[Kind, ...] = ("questions", "problems")
_NONE = {"questions": "work.no_questions", "problems": "work.no_problems"}


class _Delegate(RowDelegate):
    """A document's title; below it rows of words, what is asked or wrong, and whose layer it is."""

    def __init__(self, view: Rows, model: Worklist, name_of: Callable[[str], str]) -> None:
        super().__init__(view.look, view, 50, lambda index: index.row() == view.currentIndex().row())
        self._model, self._name_of = model, name_of

    def key(self, index: Index) -> object:
        return index.data(WorkRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px = self.look, self.look.px
        row: WorkRow = index.data(WorkRole)
        if not row.id:
            title = self.inside(rect, 16, 16)
            title.setTop(rect.top() + px(14))
            draw_line(
                painter, title, row.title, look.font(bold=True), look.theme.ink, direction=text_direction(row.title)
            )
            return
        icon, role = ("problem", "warning") if self._model.kind == "problems" else ("flag", "warning")
        if row.settled:
            icon, role = "check", "good"
        draw_icon(painter, look, icon, getattr(look.theme, role), self.at_start(rect, 16, px(16)))
        body = self.inside(rect, 40, 16)
        top = QRect(body.left(), rect.top() + px(4), body.width(), px(22))
        below = QRect(body.left(), rect.top() + px(27), body.width(), px(18))
        if row.words:
            draw_line(painter, top, row.words, look.naskh(15), look.theme.ink, direction=text_direction(row.words))
        else:
            draw_line(painter, top, look.tr("remark.whole"), look.font(), look.theme.ink, direction=look.direction)
        who = self._name_of(row.owner) if self._model.kind == "questions" else ""
        what = f"{who}: {row.what}" if who else row.what
        draw_line(painter, below, what, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class WorkRows(Rows):
    """The list. `left`: Esc."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the documents."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class WorklistPanel(Pane):
    """Asks: `wanted(row)` when something is to be shown, `left`."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, look: Look, model: Worklist, name_of: Callable[[str], str]) -> None:
        super().__init__(look)
        self._model = model
        self.tabs = TabRow(look, [lambda: look.tr("work.questions"), lambda: look.tr("work.problems")], small=True)
        self.tabs.chosen.connect(lambda place: model.look(KINDS[place]))
        self.close_ = Button(look, lambda: look.tr("find.back"), kind="quiet", icon="close", icon_only=True)
        self.close_.clicked.connect(self.left)
        self.count = Line(look, self._count_words)
        self.bar = Progress(look, lambda: model.share)
        self.list = WorkRows(look, empty=lambda: "" if model.running else look.tr(_NONE[model.kind]))
        self.list.setModel(model)
        _Delegate(self.list, model, name_of)
        self.list.left.connect(self.left)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self._build()
        model.progressed.connect(self._follow)
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        look = self.look
        self._head, first = QVBoxLayout(), QHBoxLayout()
        first.addWidget(Text(look, lambda: look.tr("work.title"), size=TITLE, bold=True), 1)
        first.addWidget(self.close_)
        self._head.addLayout(first)
        self._head.addWidget(self.tabs)
        self._head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule(look))
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def _relook(self) -> None:
        px = self.look.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._head.setSpacing(px(8))
        self.list.setAccessibleName(self.look.tr("work.title"))
        self._follow()

    def show_kind(self, kind: Kind) -> None:
        """Lists what there is of a kind; the keyboard goes to the list."""
        self.tabs.choose(KINDS.index(kind))
        if self._model.rowCount() > 1:
            self.list.setCurrentIndex(self._model.index(1))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self) -> None:
        self.count.refresh()
        self.bar.setVisible(self._model.running)
        self.bar.refresh()
        self.list.viewport().update()

    def _count_words(self) -> str:
        model, tr = self._model, self.look.tr
        if not model.found:
            return ""
        count = "count.questions" if model.kind == "questions" else "count.problems"
        return self.look.words.joined(tr(count, n=model.found), tr("find.in", n=model.documents))

    def _go(self, index: Index) -> None:
        self.wanted.emit(index.data(WorkRole))
