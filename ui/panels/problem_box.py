"""What is wrong with what is selected, and at most two ways to settle it: a soft box beside the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.edits import Fix
from annotator.validate import Problem
from ui.desk import Desk
from ui.look import Look
from ui.models.problem_words import FIX_WORDS, said
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.paint import rounded
from ui.widgets.signs import Sign
from ui.widgets.text import Text

_FIXES = 2


class ProblemBox(QWidget):
    """Shows the first problem; away where there is none. `fix_wanted(problem, number of the fix)`."""

    fix_wanted = Signal(object, int)

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.problem: Problem | None = None
        self._fixes: Sequence[Fix] = ()
        self.text = Text(look, self._words, wrap=True)
        self.buttons = [
            Button(
                look, lambda place=place: self._fix_words(place), keys="fix_problem" if not place else "", small=True
            )
            for place in range(_FIXES)
        ]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda *_, place=place: self.fix_wanted.emit(self.problem, place))
        self._outer, self._column, self._row = QVBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        self._row.addWidget(Sign(look, lambda: ("problem", "warning")))
        self._row.addWidget(self.text, 1)
        self._foot = QWidget()
        self._flow = Flow(self._foot)
        for button in self.buttons:
            self._flow.addWidget(button)
        self._column.addLayout(self._row)
        self._column.addWidget(self._foot)
        self._outer.addLayout(self._column)
        look.changed.connect(self._relook)
        self._relook()
        self.hide()

    def _relook(self) -> None:
        px = self._look.px
        self._outer.setContentsMargins(px(12), 0, px(12), px(8))
        self._column.setContentsMargins(px(10), px(8), px(10), px(8))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(8))
        self._flow.set_gaps(px(6), px(4))

    def show_problem(self, problem: Problem | None, fixes: Sequence[Fix]) -> None:
        """This is wrong, and these settle it."""
        self.problem, self._fixes = problem, fixes[:_FIXES] if self._desk.writable else ()
        self.setVisible(problem is not None)
        self.text.refresh()
        self._foot.setVisible(bool(self._fixes))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self._fixes))
            button.refresh()

    def _words(self) -> str:
        return said(self._look, self._desk.schema, self.problem) if self.problem is not None else ""

    def _fix_words(self, place: int) -> str:
        return self._look.tr(FIX_WORDS[self._fixes[place].code]) if place < len(self._fixes) else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The soft ground."""
        px = self._look.px
        box = QRectF(self.rect()).adjusted(px(12), 0, -px(12), -px(8))
        rounded(QPainter(self), box, px(6), self._look.theme.warning_soft)
