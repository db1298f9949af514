"""The list of what waits in the whole project, on the side of the documents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.keys import position
from ui.look import SMALL, TITLE, Look
from ui.models.worklist import Kind, Worklist, WorkRole, WorkRow
from ui.panels.composer import Composer
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress, Rule
from ui.widgets.paint import draw_icon, draw_line, text_direction
from ui.widgets.room import Yielding
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.tabs import TabRow
from ui.widgets.text import Line, Text

Index = QModelIndex | QPersistentModelIndex
KINDS: tuple[Kind, ...] = ("questions", "problems", "opinions")
_NONE = {"questions": "work.no_questions", "problems": "work.no_problems", "opinions": "work.no_opinions"}
_TABS = {"questions": "work.questions", "problems": "work.problems", "opinions": "work.opinions"}
_COUNTS = {"problems": "count.problems", "opinions": "count.opinions"}
_ICONS = {"questions": "flag", "problems": "problem", "opinions": "scales"}


class _Delegate(RowDelegate):
    """A document's title; below it rows of words, what is asked or wrong, and whose layer it is."""

    def __init__(self, view: Rows, model: Worklist, who: Callable[[WorkRow], str]) -> None:
        super().__init__(view.look, view, 50, lambda index: index.row() == view.currentIndex().row())
        self._model, self._who = model, who

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
        icon, role = _ICONS[self._model.kind], "warning"
        if row.settled or row.answer:
            icon, role = "check" if row.settled else "comment", "good"
        draw_icon(painter, look, icon, getattr(look.theme, role), self.at_start(rect, 16, px(16)))
        body = self.inside(rect, 40, 16)
        top = QRect(body.left(), rect.top() + px(4), body.width(), px(22))
        below = QRect(body.left(), rect.top() + px(27), body.width(), px(18))
        if row.words:
            draw_line(painter, top, row.words, look.naskh(15), look.theme.ink, direction=text_direction(row.words))
        else:
            draw_line(painter, top, look.tr("remark.whole"), look.font(), look.theme.ink, direction=look.direction)
        who = self._who(row)
        what = f"{who}: {row.what}" if who else row.what
        draw_line(painter, below, what, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class WorkRows(Rows):
    """The list. `left`: Esc. `answer_wanted`: A."""

    left = Signal()
    answer_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the documents, A answers."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif position(event) == "KeyA" and not event.modifiers():
            self.answer_wanted.emit()
        else:
            super().keyPressEvent(event)


class WorklistPanel(Pane):
    """Asks: `wanted(row)` when something is to be shown, `answered(question, words)`, `left`."""

    wanted = Signal(object)
    answered = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look, desk: Desk, model: Worklist, name_of: Callable[[str], str]) -> None:
        super().__init__(look)
        self._desk, self._model, self._name_of = desk, model, name_of
        words = [lambda kind=kind: look.tr(_TABS[kind]) for kind in KINDS]
        self.tabs = TabRow(look, words, small=True)
        self.tabs.chosen.connect(lambda place: self._look(KINDS[place]))
        self.close_ = Button(look, lambda: look.tr("find.back"), kind="quiet", icon="close", icon_only=True)
        self.close_.clicked.connect(self.left)
        self.mine = Button(look, lambda: look.tr("work.only_mine"), small=True)
        self.mine.setCheckable(True)
        self.mine.toggled.connect(self._on_mine)
        self.count = Line(look, self._count_words)
        self.bar = Progress(look, lambda: model.share)
        self.list = WorkRows(look, empty=lambda: "" if model.running else look.tr(_NONE[model.kind]))
        self.list.setModel(model)
        _Delegate(self.list, model, self._who)
        self.list.left.connect(self.left)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.answer_wanted.connect(self.answer_chosen)
        self._make_foot()
        self._build()
        model.progressed.connect(self._follow)
        model.answers.changed.connect(self._on_answered)
        look.changed.connect(self._relook)
        self._relook()

    def _make_foot(self) -> None:
        look = self.look
        self.whole = Text(look, lambda: self.row.what if self.row else "", wrap=True)
        self.said = Text(look, lambda: self.row.answer if self.row else "", ink="good", wrap=True)
        self.show_ = Button(look, lambda: look.tr("answer.show"), kind="quiet", keys="Enter", small=True)
        self.show_.clicked.connect(lambda: self._go(self.list.currentIndex()))
        self.answer = Button(look, self._answer_words, keys="KeyA", small=True)
        self.answer.clicked.connect(self.answer_chosen)
        self.composer = Composer(look)
        self.composer.answered.connect(self.answered)
        self.composer.left.connect(lambda: self.list.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._inner, self._buttons = QVBoxLayout(), QHBoxLayout()
        for button in (self.answer, self.show_):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        for text in (self.whole, self.said):
            self._inner.addWidget(text)
        self._inner.addLayout(self._buttons)
        column.addWidget(Rule(look))
        column.addLayout(self._inner)
        self._lower = Yielding(look, self._foot, 96)

    def _build(self) -> None:
        look = self.look
        self._head, first, third = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(Text(look, lambda: look.tr("work.title"), size=TITLE, bold=True), 1)
        first.addWidget(self.close_)
        third.addWidget(self.count, 1)
        third.addWidget(self.mine)
        self._head.addLayout(first)
        self._head.addWidget(self.tabs)
        self._head.addLayout(third)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule(look))
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addWidget(self._lower)
        column.addWidget(self.composer)

    def _relook(self) -> None:
        px = self.look.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._head.setSpacing(px(8))
        self._inner.setContentsMargins(px(16), px(8), px(16), px(8))
        self._inner.setSpacing(px(6))
        self._buttons.setSpacing(px(4))
        self.list.setAccessibleName(self.look.tr("work.title"))
        self._follow()

    # -- what is listed -----------------------------------------------------------------------------------------------
    def show_kind(self, kind: Kind) -> None:
        """Lists what there is of a kind; the keyboard goes to the list."""
        self.tabs.choose(KINDS.index(kind))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _look(self, kind: Kind) -> None:
        self._model.look(kind)
        self._choose_first()

    def _choose_first(self) -> None:
        if self._model.rowCount() > 1:
            self.list.setCurrentIndex(self._model.index(1))

    def _on_mine(self, only: bool) -> None:
        self._model.only_mine = only
        self._look(self._model.kind)

    def _on_answered(self) -> None:
        """The same question stays the chosen one, with its answer."""
        chosen = self.row
        if self._model.kind != "questions" or not self._model.rowCount():
            return
        self._model.look("questions")
        place = next((n for n, row in enumerate(self._model.rows) if chosen and row.key == chosen.key), -1)
        if place >= 0:
            self.list.setCurrentIndex(self._model.index(place))

    def _follow(self) -> None:
        self.count.refresh()
        self.bar.setVisible(self._model.running)
        self.bar.refresh()
        self.mine.setVisible(self._model.others_visible and self._model.kind != "opinions")
        if not self.list.currentIndex().isValid():
            self._choose_first()
        self.list.viewport().update()
        self._show()

    def _count_words(self) -> str:
        model, tr = self._model, self.look.tr
        if not model.found:
            return ""
        if model.kind == "questions":
            return tr("answer.waiting", n=model.waiting)
        return self.look.words.joined(tr(_COUNTS[model.kind], n=model.found), tr("find.in", n=model.documents))

    # -- the chosen one -----------------------------------------------------------------------------------------------
    @property
    def row(self) -> WorkRow | None:
        """The chosen row, if it is more than a title."""
        place = self.list.currentIndex().row()
        row = self._model.rows[place] if 0 <= place < len(self._model.rows) else None
        return row if row is not None and row.id else None

    def _who(self, row: WorkRow) -> str:
        """Whose it is, where that has to be said."""
        own = row.owner == self._desk.person
        return "" if own and self._model.kind == "problems" else self._name_of(row.owner)

    @property
    def can_answer(self) -> bool:
        """Whether the chosen one is a question of somebody else that is not settled."""
        row = self.row
        asked = row is not None and self._model.kind == "questions" and not row.settled
        return asked and row is not None and row.owner != self._desk.person and self._model.answers.possible

    def _answer_words(self) -> str:
        return self.look.tr("answer.change" if self.row and self.row.answer else "answer.give")

    def _show(self, *_: object) -> None:
        self._lower.setVisible(self.row is not None)
        for part in (self.whole, self.said, self.answer):
            part.refresh()
        self.said.setVisible(bool(self.said.text()))
        self.answer.setVisible(self.can_answer)

    def answer_chosen(self) -> None:
        """Opens the field for the answer to the chosen question."""
        row = self.row
        if row is not None and self.can_answer:
            answer = self._model.answers.of(row.key)
            self.composer.open_to_answer(row.key, self._name_of(row.owner), answer.body if answer else "")
            QTimer.singleShot(0, self._keep_in_view)

    def _keep_in_view(self) -> None:
        """The list is lower now."""
        self.list.scrollTo(self.list.currentIndex())

    def _go(self, index: Index) -> None:
        self.wanted.emit(index.data(WorkRole))
