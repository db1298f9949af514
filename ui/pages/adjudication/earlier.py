"""How the same kind of question was decided before: counts beside the question, the places in a card over the page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.adjudication.precedents import Before, Settled
from ui.keys import chord
from ui.look import BODY, SMALL, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.precedent_words import PrecedentWords
from ui.widgets.buttons import Button
from ui.widgets.float import Floating
from ui.widgets.flow import Flow
from ui.widgets.frame import Rule
from ui.widgets.paint import draw_line, text_width
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex
PlaceRole = Qt.ItemDataRole.UserRole + 1
LIKEWISE, PLACES = "KeyL", "KeyP"
_KINDS = 3
"""Kinds of question that are listed; the others say less."""


class EarlierBox(QWidget):
    """`likewise_wanted`: decide as usual. `places_wanted`: show where. Hidden while nothing like it was decided."""

    likewise_wanted = Signal()
    places_wanted = Signal()

    def __init__(self, look: Look, words: PrecedentWords, model: AdjudicationModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        tr = look.tr
        self.head = Text(look, lambda: tr("precedent.head"), size=SMALL, bold=True, ink="ink_second", wrap=True)
        self.lines = Text(look, self._line_words, wrap=True)
        self.likewise = Button(look, self._likewise_words, small=True, keys=LIKEWISE)
        self.likewise.clicked.connect(self.likewise_wanted)
        self.places = Button(look, lambda: tr("precedent.places"), small=True, keys=PLACES)
        self.places.clicked.connect(self.places_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(Rule(look))
        self._column.addWidget(self.head)
        self._column.addWidget(self.lines)
        self._choices = Flow()
        for button in (self.likewise, self.places):
            self._choices.addWidget(button)
        self._column.addLayout(self._choices)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self._column.setSpacing(self._look.px(8))
        self._choices.set_gaps(self._look.px(6), self._look.px(6))

    def _line_words(self) -> str:
        case, item = self._model.case, self._model.item
        if case is None or item is None:
            return ""
        return "\n".join(self._words.line(case, item, before) for before in self._model.before[:_KINDS])

    def _likewise_words(self) -> str:
        case, item, found = self._model.case, self._model.item, self._model.likewise
        if case is None or item is None or found is None:
            return self._look.tr("precedent.likewise")
        outcome = self._words.outcome(case, item, found.before, found.outcome)
        return self._look.tr("precedent.likewise_as", outcome=outcome)

    def refresh(self) -> None:
        """Says what is known of the question in hand."""
        self.setVisible(bool(self._model.before))
        self.lines.refresh()
        self.likewise.refresh()
        self.likewise.setEnabled(self._model.likewise is not None and self._model.writable)


class _Places(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[tuple[Before, Settled]] = []
        self.said: list[str] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == PlaceRole:
            return index.row()
        return self.said[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

    def show(self, rows: list[tuple[Before, Settled]], said: list[str]) -> None:
        self.beginResetModel()
        self.rows, self.said = rows, said
        self.endResetModel()


class _Delegate(RowDelegate):
    """The words in their surroundings; below it what came of them."""

    def __init__(self, view: Rows, card: PlacesCard) -> None:
        chosen = lambda index: index.row() == view.currentIndex().row()  # noqa: E731
        super().__init__(view.look, view, 58, chosen, ground="page")
        self._card = card

    def key(self, index: Index) -> object:
        _, place = self._card.list_model.rows[index.row()]
        return (place, index.data())

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px = self.look, self.look.px
        _, place = self._card.list_model.rows[index.row()]
        before, words, after = self._card.surroundings(place)
        body = self.inside(rect, 16, 16)
        above = QRect(body.left(), rect.top() + px(6), body.width(), px(28))
        below = QRect(body.left(), rect.top() + px(35), body.width(), px(18))
        self._draw_words(painter, above, before, words, after)
        draw_line(painter, below, index.data(), look.font(SMALL), look.theme.ink_second, direction=look.direction)

    def _draw_words(self, painter: QPainter, rect: QRect, before: str, words: str, after: str) -> None:
        """The words in the middle of the line, underlined; the article runs from right to left."""
        px, font, theme = self.look.px, self.look.naskh(17), self.look.theme
        wide = min(text_width(font, words), rect.width() // 2)
        left = rect.center().x() - wide // 2
        middle = QRect(left, rect.top(), wide, rect.height())
        gap = px(5)
        draw_line(painter, middle, words, font, theme.ink, direction=Qt.LayoutDirection.RightToLeft)
        painter.fillRect(left, rect.bottom() - px(1), wide, px(2), theme.accent)
        start = QRect(middle.right() + gap, rect.top(), rect.right() - middle.right() - gap, rect.height())
        rest = QRect(rect.left(), rect.top(), left - gap - rect.left(), rect.height())
        cut = before.strip()
        while cut and text_width(font, cut) > start.width():
            cut = cut.partition(" ")[2]
        direction = Qt.LayoutDirection.RightToLeft
        draw_line(painter, start, cut, font, theme.ink_second, direction=direction, align="end")
        draw_line(painter, rest, after.strip(), font, theme.ink_second, direction=direction)


class PlacesCard(Floating):
    """Where it was decided before, the newest first. `wanted(place)`: open it there."""

    wanted = Signal(object)

    def __init__(self, look: Look, words: PrecedentWords, model: AdjudicationModel, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._words, self._model = words, model
        self.head = Text(look, lambda: look.tr("precedent.places_head"), size=BODY, bold=True)
        self.hint = Text(look, lambda: look.tr("precedent.places_hint"), size=SMALL, ink="ink_second", wrap=True)
        self.list_model = _Places(self)
        self.list = Rows(look)
        self.list.setModel(self.list_model)
        self.list.installEventFilter(self)
        _Delegate(self.list, self)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self._column = QVBoxLayout(self)
        for widget in (self.head, self.list, self.hint):
            self._column.addWidget(widget)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(8), px(12), px(8), px(12))
        self._column.setSpacing(px(8))
        for text in (self.head, self.hint):
            text.setContentsMargins(px(16), 0, px(16), 0)
        self.list.setAccessibleName(self.look.tr("precedent.places_head"))

    def surroundings(self, place: Settled) -> tuple[str, str, str]:
        """The words of a place among those around it."""
        return self._model.earlier.surroundings(place)

    def open_over(self, area: QRect) -> None:
        """Lists the places of all kinds, each once, in the middle of `area` (parent coordinates)."""
        case, item = self._model.case, self._model.item
        if case is None or item is None:
            return
        rows: dict[tuple[int, str], tuple[Before, Settled]] = {}
        for before in self._model.before:
            for place in before.places:
                rows.setdefault((place.document, place.decision), (before, place))
        said = [
            self.look.words.joined(
                self._words.kind(case, item, before), self._words.outcome(case, item, before, place.outcome)
            )
            for before, place in rows.values()
        ]
        self.list_model.show(list(rows.values()), said)
        px = self.look.px
        width = min(px(640), area.width() - px(32))
        height = min(px(96) + px(58) * max(1, len(rows)), px(460), area.height() - px(32))
        self.setGeometry(area.center().x() - width // 2, area.center().y() - height // 2, width, height)
        self.show()
        self.raise_()
        self.list.setCurrentIndex(self.list_model.index(0))
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter opens the place; the key that opened the card closes it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.currentIndex())
            return True
        if chord(event) == PLACES:
            self.leave()
            return True
        return False

    def _open(self, index: Index) -> None:
        if index.isValid():
            _, place = self.list_model.rows[index.row()]
            self.leave()
            self.wanted.emit(place)
