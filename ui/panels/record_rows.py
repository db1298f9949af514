"""A list of mentions, events or problems: words of the article and the label's chip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QResizeEvent

from annotator.text.normalise import key
from ui.desk import Desk
from ui.i18n import isolate
from ui.look import SMALL, Look
from ui.models.labels import Labels
from ui.models.problem_words import PROBLEM_WORDS
from ui.models.records import Entry, EntryRole, RecordModel
from ui.widgets.paint import chip_size, draw_chip, draw_icon, draw_line, text_direction
from ui.widgets.rows import RowDelegate, Rows

Index = QModelIndex | QPersistentModelIndex


class _RecordDelegate(RowDelegate):
    rows_height = 32

    def __init__(self, view: RecordRows, labels: Labels) -> None:
        super().__init__(view.look, view, self.rows_height, view.is_chosen)
        self._view, self._labels = view, labels

    def key(self, index: Index) -> object:
        entry = self._view.entry_at(index)
        return entry.text, entry.label, entry.roles, self._is_troubled(entry)

    def _is_troubled(self, entry: Entry) -> bool:
        return not self._view.troubled.isdisjoint((entry.mention, entry.id))

    def draw_edge(self, painter: QPainter, rect: QRect) -> None:
        """No edge: the ground is enough beside the chip."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, entry = self.look, self.look.px, self._view.entry_at(index)
        face = self._labels.look(entry.label)
        chip = chip_size(look, face.name, event=face.event)
        place = self._left(rect, 16, chip.width())
        place.setHeight(chip.height())
        place.moveTop(rect.top() + (rect.height() - chip.height()) // 2)
        draw_chip(painter, look, place, face.name, face.hue, event=face.event)
        right = rect.right() - px(16)
        if self._is_troubled(entry):
            draw_icon(
                painter, look, "problem", look.theme.warning, QRect(right - px(16), rect.top(), px(16), rect.height())
            )
            right -= px(24)
        words = QRect(place.right() + px(12), rect.top(), right - place.right() - px(12), rect.height())
        font = look.naskh(15)
        draw_line(painter, words, _one_line(entry.text), font, look.theme.ink, direction=Qt.LayoutDirection.RightToLeft)

    def _left(self, rect: QRect, away: int, width: int) -> QRect:
        return QRect(rect.left() + self.look.px(away), rect.top(), width, rect.height())


class _EventDelegate(_RecordDelegate):
    """An event: its trigger and label as a mention's, and below what fills its roles."""

    rows_height = 52

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, entry = self.look, self.look.px, self._view.entry_at(index)
        super().draw(painter, QRect(rect.left(), rect.top() + px(2), rect.width(), px(28)), index)
        below = QRect(rect.left() + px(16), rect.top() + px(29), rect.width() - px(32), px(18))
        words = self._view.roles_words(entry)
        draw_line(painter, below, words, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class _ProblemDelegate(RowDelegate):
    def __init__(self, view: RecordRows) -> None:
        super().__init__(view.look, view, 52, view.is_chosen)
        self._view = view

    def key(self, index: Index) -> object:
        entry = self._view.entry_at(index)
        return entry.text, entry.label, self._view.sentence(entry)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, entry = self.look, self.look.px, self._view.entry_at(index)
        draw_icon(painter, look, "problem", look.theme.warning, self.at_start(rect, 16, px(16)))
        body = self.inside(rect, 40, 16)
        top = QRect(body.left(), rect.top() + px(6), body.width(), px(22))
        below = QRect(body.left(), rect.top() + px(28), body.width(), px(18))
        words = _one_line(entry.text) or look.tr("remark.whole")
        font = look.naskh(15) if entry.text else look.font()
        draw_line(painter, top, words, font, look.theme.ink, direction=text_direction(words))
        reason = self._view.sentence(entry)
        draw_line(painter, below, reason, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class _Chosen(QSortFilterProxyModel):
    """Some of the rows, or another order. Stands before the model only while it is wanted: with every row that comes it
    would look at all that are there.
    """

    def __init__(self, model: RecordModel, spoken: Callable[[str], str]) -> None:
        super().__init__(model)
        self._records, self._spoken = model, spoken
        self.needle, self.order = "", "place"

    @property
    def is_wanted(self) -> bool:
        """Whether it shows something else than the model does."""
        return bool(self.needle) or self.order != "place"

    def rest(self) -> None:
        """Looks at no rows any more, until it is asked again."""
        if self.sourceModel() is not None:
            self.setSourceModel(None)

    def ask(self, needle: str, order: str) -> None:
        """Shows rows whose words or label hold `needle`, in an order: `place`, `words` or `label`."""
        if self.sourceModel() is None:
            self.setSourceModel(self._records)
        self.beginFilterChange()
        self.needle, self.order = needle, order
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)
        self.sort(-1)
        self.sort(-1 if order == "place" else 0)

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Whether a row is shown."""
        entry = self._records.entry(row)
        return not self.needle or self.needle in key(entry.text) or self.needle in key(self._spoken(entry.label))

    def lessThan(self, left: Index, right: Index) -> bool:
        """The order of two rows; equal ones stay in the order of the text."""
        return self._rank(left.row()) < self._rank(right.row())

    def _rank(self, row: int) -> tuple[str, int]:
        entry = self._records.entry(row)
        return (key(entry.text) if self.order == "words" else self._spoken(entry.label)), row


class RecordRows(Rows):
    """The list of one kind. `mention_wanted(id)` when a row is chosen by mouse or keyboard, for a problem
    `problem_wanted(id)`. `sentence` words a problem."""

    mention_wanted = Signal(str)
    problem_wanted = Signal(str)

    def __init__(self, look: Look, desk: Desk, labels: Labels, model: RecordModel, kind: str) -> None:
        super().__init__(look, empty=self._empty_words)
        self._desk, self._kind, self._records = desk, kind, model
        self._selected = ""
        self.sentence: Callable[[Entry], str] = lambda entry: look.tr(PROBLEM_WORDS[entry.label])
        self.troubled: frozenset[str] = frozenset()
        self.setModel(model)
        model.label_name = self._spoken
        self._labels = labels
        self._chosen = _Chosen(model, self._spoken)
        if kind == "problems":
            _ProblemDelegate(self)
        else:
            (_EventDelegate if kind == "events" else _RecordDelegate)(self, labels)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        look.changed.connect(self._name)
        self._name()

    def _name(self) -> None:
        words = {"mentions": "inspector.mentions", "events": "inspector.events", "problems": "inspector.problems"}
        self.setAccessibleName(self.look.tr(words[self._kind], count=len(self._records)))

    def _spoken(self, label: str) -> str:
        return self.look.tr(PROBLEM_WORDS[label]) if self._kind == "problems" else self._labels.name(label)

    def roles_words(self, entry: Entry) -> str:
        """What fills the roles of an event, on one line."""
        schema, words = self._desk.schema, self.look.words
        parts = []
        for key_, filler in entry.roles:
            role = schema.role(entry.label, key_)
            name = role.name(words.language) if role is not None else key_
            parts.append(f"{name}: {isolate(_one_line(filler))}")
        return words.joined(*parts) or self.look.tr("event.no_arguments")

    def _empty_words(self) -> str:
        if self._desk.document is None:
            return ""
        if len(self._records):
            return self.look.tr("inspector.none_match")
        if self._kind == "mentions":
            own = "inspector.no_mentions" if self._desk.writable else "inspector.no_mentions_read"
            return self.look.tr(own)
        return self.look.tr("inspector.no_events" if self._kind == "events" else "inspector.no_problems")

    def narrow(self, text: str) -> None:
        """Shows only rows whose words or label hold `text`, however it is spelled."""
        self._choose_rows(key(text.strip()), self._chosen.order)

    def order_by(self, order: str) -> None:
        """`place`, `words` or `label`."""
        self._choose_rows(self._chosen.needle, order)

    def _choose_rows(self, needle: str, order: str) -> None:
        self._chosen.ask(needle, order)
        model = self._chosen if self._chosen.is_wanted else self._records
        if self.model() is not model:
            self.setModel(model)
            self.relook()
        if model is self._records:
            self._chosen.rest()
        self.viewport().update()

    def _index_of(self, mention: str) -> Index:
        """The row of a mention as it is shown; an invalid index when it is not."""
        index = self._records.index(self._records.place(mention))
        return self._chosen.mapFromSource(index) if self.model() is self._chosen else index

    def is_chosen(self, index: Index) -> bool:
        """Whether the row is about the mention that is selected in the article."""
        return bool(self._selected) and self.entry_at(index).mention == self._selected

    def entry_at(self, index: Index) -> Entry:
        """What a row says. Asked for every row that is painted, so not by way of Qt where the rows are the model's."""
        if self.model() is self._records:
            return self._records.entry(index.row())
        entry: Entry = index.data(EntryRole)
        return entry

    def follow(self, mention: str) -> None:
        """The article has another mention selected."""
        index = self._index_of(mention)
        if mention == self._selected and index.row() == self.currentIndex().row():
            return
        before, self._selected = self._selected, mention
        self._update_rows_of(before)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            if self.isVisible():
                self.scrollTo(index)
        self._update_rows_of(mention)

    def _update_rows_of(self, mention: str) -> None:
        """Draws the rows about a mention again. A mention has one row in its own list; elsewhere all are drawn."""
        if self._kind == "mentions":
            self.update(self._index_of(mention))
        else:
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the chosen row in view when the panel above grows."""
        super().resizeEvent(event)
        if self._selected and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def show_troubled(self, ids: frozenset[str]) -> None:
        """These mentions have problems: rows that look different are drawn again."""
        changed, self.troubled = ids ^ self.troubled, ids
        if self._kind == "mentions":
            for id in changed:
                self.update(self._index_of(id))
        elif changed:
            self.viewport().update()

    def _choose(self, index: Index) -> None:
        entry: Entry = index.data(EntryRole)
        if self._kind == "problems":
            self.problem_wanted.emit(entry.id)
        else:
            self.mention_wanted.emit(entry.id if self._kind == "events" else entry.mention)


def _one_line(text: str) -> str:
    return " ".join(text.split())
