"""The event form: the slots of one event, what could fill the one in focus, values below, the way to the next event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.article.marks import MarkLook
from ui.look import SMALL, Look
from ui.models.event_sheets import Sheet
from ui.panels.event_rows import CANDIDATE, HintRow, Offer, OfferRow, Pictures, SlotRow, TroubleBox, Way
from ui.panels.field_form import FieldForm
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.quote import ChipLabel
from ui.widgets.signs import Sign
from ui.widgets.text import Line, Text

WIDTH: Final = {0: 320, 1200: 372}
"""Width of the form in windows from these widths on (design pixels)."""
MOST: Final = 5
"""Candidates that are shown at once."""
_COLUMN: Final = (140, 196)
_IN_SLOTS: Final = ("role", "filler", "role_missing", "role_many", "role_value")
"""Problems that stand under a slot; the others are counted at the foot."""


class Trouble(NamedTuple):
    """A problem under a slot: where, its words, the ways out as (words, action of the key, what to do)."""

    place: int
    words: str
    ways: tuple[Way, ...] = ()


class _Slots(QWidget):
    """The slots one below the other. Rows, candidates and boxes are kept and shown again: a form opens at once."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pictures = Pictures(look)
        self.rows: list[SlotRow] = []
        self.offers = [OfferRow(look, self._pictures) for _ in range(MOST)]
        self.troubles: list[TroubleBox] = []
        self.hints = HintRow(look)
        self.filled = False
        """Whether something fills the slot in focus."""
        self.empty = Text(look, self._empty_words, size=SMALL, ink="ink_second", wrap=True)
        for widget in (*self.offers, self.hints, self.empty):
            widget.setParent(self)
            widget.hide()
        self._count = self._offered = self._wrong = 0
        self._at = -1
        self._places: list[int] = []
        self._block = QRect()

    def _empty_words(self) -> str:
        return self._look.tr("event.nothing_more" if self.filled else "event.nothing_fits")

    def grow(self, slots: int, troubles: int) -> None:
        """Makes as many rows and boxes as are needed."""
        while len(self.rows) < slots:
            self.rows.append(SlotRow(self._look, self._pictures))
            self.rows[-1].setParent(self)
        while len(self.troubles) < troubles:
            self.troubles.append(TroubleBox(self._look))
            self.troubles[-1].setParent(self)

    def set_shown(self, slots: int, at: int, offered: int, places: list[int]) -> None:
        """How many slots, which is in focus, with how many candidates, and under which slots boxes stand."""
        self._count, self._at, self._offered, self._places = slots, at, offered, places
        self.arrange()

    def arrange(self) -> None:
        """Puts everything in its place."""
        px, width, before = self._look.px, self.width(), self._block
        self._hide_rest()
        y, self._block = px(4), QRect()
        for place, row in enumerate(self.rows[: self._count]):
            top = y
            row.setGeometry(0, y, width, row.wanted)
            row.show()
            y += row.wanted
            if place == self._at:
                y = self._arrange_offers(y)
                self._block = QRect(0, top, width, y - top)
            for number, under in enumerate(self._places):
                if under == place:
                    y = self._arrange_trouble(self.troubles[number], y)
        if self.height() != y + px(4):
            self.setFixedHeight(y + px(4))
        if self._block != before:
            self.update()

    def _hide_rest(self) -> None:
        for widget in (*self.rows[self._count :], *self.troubles[len(self._places) :]):
            widget.hide()
        if not 0 <= self._at < self._count:
            for widget in (*self.offers, self.hints, self.empty):
                widget.hide()

    def _arrange_offers(self, y: int) -> int:
        px, inset = self._look.px, self._look.px(42)
        width = self.width() - inset - px(16)
        left = px(16) if self._look.words.right_to_left else inset
        for number, offer in enumerate(self.offers):
            offer.setVisible(number < self._offered)
            if number < self._offered:
                offer.setGeometry(left, y, width, px(CANDIDATE))
                y += px(CANDIDATE)
        self.empty.setVisible(not self._offered)
        if not self._offered:
            height = self.empty.heightForWidth(width)
            self.empty.setGeometry(left, y, width, height)
            y += height + px(4)
        self.hints.setGeometry(left, y, width, px(28))
        self.hints.show()
        return y + px(32)

    def _arrange_trouble(self, box: TroubleBox, y: int) -> int:
        px = self._look.px
        width = self.width() - 2 * px(16)
        height = box.height_for(width)
        box.setGeometry(px(16), y, width, height)
        box.show()
        return y + height + px(8)

    @property
    def block(self) -> QRect:
        """The slot in focus with its candidates."""
        return self._block

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the slot in focus, and its edge."""
        if self._block.isEmpty():
            return
        theme, edge = self._look.theme, self._look.px(3)
        painter = QPainter(self)
        painter.fillRect(self._block, theme.accent_soft)
        left = self.width() - edge if self._look.words.right_to_left else 0
        painter.fillRect(left, self._block.top(), edge, self._block.height(), theme.accent)


class EventForm(Pane):
    """Shows a `Sheet`. Asks by its signals; `slot_at` tells the slot under the mouse."""

    slot_wanted = Signal(int)
    offer_wanted = Signal(int)
    cross_wanted = Signal(int)
    next_wanted = Signal()
    close_wanted = Signal()
    value_wanted = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.sheet: Sheet | None = None
        self.first = 0
        """Number of the first candidate that is shown."""
        self.troubles = 0
        self._writable = True
        self._head = self._build_head()
        self.slots = _Slots(look)
        for place, offer in enumerate(self.slots.offers):
            offer.clicked.connect(lambda *_, place=place: self.offer_wanted.emit(self.first + place))
        self.body = QWidget()
        self.fields = FieldForm(look)
        self.fields.changed.connect(self.value_wanted)
        self.fields.left.connect(self.left)
        self._below = QWidget()
        self._below_column = QVBoxLayout(self._below)
        self._below_column.setContentsMargins(0, 0, 0, 0)
        self._below_column.setSpacing(0)
        self._below_column.addWidget(Rule(look))
        self._fields_column = QVBoxLayout()
        self._fields_column.addWidget(self.fields)
        self._below_column.addLayout(self._fields_column)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slots)
        column.addWidget(self._below)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.body)
        for each in (self.body, self.area.viewport()):
            each.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(Rule(look))
        whole.addWidget(self.area, 1)
        whole.addWidget(Rule(look))
        whole.addWidget(self._build_foot())
        look.changed.connect(self._relook)
        self._relook()

    # -- building -----------------------------------------------------------------------------------------------------
    def _build_head(self) -> QWidget:
        look = self.look
        self.chip = ChipLabel(
            look, lambda: self.sheet.face if self.sheet else MarkLook("", "", look.theme.hue("slate"))
        )
        self.place = Line(look, self._place_words)
        self.close_button = Button(look, lambda: look.tr("event.close"), kind="quiet", keys="escape", small=True)
        self.close_button.clicked.connect(self.close_wanted)
        self.trigger_words = Text(look, lambda: look.tr("event.trigger"), ink="ink_second")
        self.surface = Line(look, lambda: self.sheet.words if self.sheet else "", naskh=22, ink="ink", user_text=True)
        head = QWidget()
        self._head_column = QVBoxLayout(head)
        self._head_row, self._surface_row = QHBoxLayout(), QHBoxLayout()
        self._head_row.addWidget(self.chip)
        self._head_row.addWidget(self.place, 1)
        self._head_row.addWidget(self.close_button)
        self._surface_row.addWidget(self.trigger_words)
        self._surface_row.addWidget(self.surface)
        self._surface_row.addStretch(1)
        self._head_column.addLayout(self._head_row)
        self._head_column.addLayout(self._surface_row)
        return head

    def _build_foot(self) -> QWidget:
        look = self.look
        self.sign = Sign(look, lambda: ("problem", "warning"))
        self.trouble_words = Line(look, self._trouble_words, ink="warning")
        self.next = Button(look, lambda: look.tr("event.next"), kind="main", keys="next_event")
        self.next.clicked.connect(self.next_wanted)
        foot = QWidget()
        self._foot_row = QHBoxLayout(foot)
        self._foot_row.addWidget(self.sign)
        self._foot_row.addWidget(self.trouble_words, 1)
        self._foot_row.addWidget(self.next)
        return foot

    def _relook(self) -> None:
        px = self.look.px
        self._head_column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._head_column.setSpacing(px(2))
        self._head_row.setSpacing(px(8))
        self._surface_row.setSpacing(px(10))
        self._fields_column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._foot_row.setContentsMargins(px(16), px(10), px(16), px(10))
        self._foot_row.setSpacing(px(8))
        self.setAccessibleName(self.look.tr("event.form"))
        self.slots.arrange()

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_sheet(
        self,
        sheet: Sheet,
        at: int,
        offers: Sequence[Offer],
        current: int,
        troubles: Sequence[Trouble],
        *,
        writable: bool,
    ) -> None:
        """Shows an event; slot number `at` is in focus with what could fill it, of which `current` is under the cursor."""
        other = self.sheet is None or self.sheet.event.id != sheet.event.id
        beside = sum(problem.code not in _IN_SLOTS for problem in sheet.problems)
        self.sheet, self.troubles, self._writable = sheet, len(troubles) + beside, writable
        for part in (self.chip, self.place, self.surface, self.trouble_words):
            part.refresh()
        self.sign.setVisible(bool(self.troubles))
        slots = self.slots
        grown = len(slots.rows)
        slots.grow(len(sheet.slots), len(troubles))
        for place, row in enumerate(slots.rows[grown:], grown):
            row.clicked.connect(lambda *_, place=place: self.slot_wanted.emit(place))
            row.cross_clicked.connect(self.cross_wanted)
        self._show_slots(sheet, at)
        self._show_offers(offers, current)
        for box, trouble in zip(slots.troubles, troubles, strict=False):
            box.show_trouble(trouble.words, trouble.ways)
        slots.filled = at < len(sheet.slots) and bool(sheet.slots[at].fillers)
        slots.empty.refresh()
        shown = min(len(offers), MOST)
        slots.set_shown(len(sheet.slots), at if writable else -1, shown, [trouble.place for trouble in troubles])
        self._show_fields(sheet, writable=writable)
        if other:
            self.area.verticalScrollBar().setValue(0)
        self._bring_into_view()

    def _show_slots(self, sheet: Sheet, at: int) -> None:
        rows, px = self.slots.rows, self.look.px
        names = [rows[place].name_width(slot) for place, slot in enumerate(sheet.slots)]
        column = min(max(max(names, default=0) + px(8), px(_COLUMN[0])), px(_COLUMN[1]))
        for place, slot in enumerate(sheet.slots):
            focused = self._writable and place == at
            rows[place].show_slot(slot, place + 1, column, focused=focused, writable=self._writable)

    def _show_offers(self, offers: Sequence[Offer], current: int) -> None:
        """The five about the current one."""
        self.first = max(0, min(current - MOST // 2, len(offers) - MOST))
        for row, number in zip(self.slots.offers, range(self.first, len(offers)), strict=False):
            row.show_offer(offers[number], current=number == current)

    def _show_fields(self, sheet: Sheet, *, writable: bool) -> None:
        """The values below the slots. Enter in a line goes back to the article."""
        known = dict(self.fields.editors)
        self.fields.show_fields(sheet.fields)
        self.fields.show_values(sheet.event.id, sheet.values, writable=writable)
        for key, editor in self.fields.editors.items():
            if editor.line is not None and known.get(key) is not editor:
                editor.line.returnPressed.connect(self.left)
        self._below.setVisible(bool(sheet.fields))

    def refuse(self, key: str) -> None:
        """A value could not be kept."""
        editor = self.fields.editors.get(key)
        if editor is not None and editor.line is not None:
            editor.refused()

    def show_hints(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keys and what they do now, under the candidates."""
        self.slots.hints.show_hints(pairs)

    def _bring_into_view(self) -> None:
        block = self.slots.block
        if not block.isEmpty() and self.slots.height() > self.area.viewport().height():
            self.area.ensureVisible(0, block.bottom(), 0, 0)
            self.area.ensureVisible(0, block.top(), 0, 0)

    def slot_at(self, place: QPoint) -> int:
        """Number of the slot at a global position; -1 for none."""
        if self.sheet is None or not self.isVisible():
            return -1
        for number, row in enumerate(self.slots.rows[: len(self.sheet.slots)]):
            if row.isVisible() and row.rect().contains(row.mapFromGlobal(place)):
                return number
        return -1

    def show_drop(self, number: int) -> None:
        """Lights up the slot on which something would be dropped; -1: none."""
        for place, row in enumerate(self.slots.rows):
            if row.dropping != (place == number):
                row.dropping = place == number
                row.update()

    # -- words --------------------------------------------------------------------------------------------------------
    def _place_words(self) -> str:
        sheet = self.sheet
        return self.look.tr("event.place", place=sheet.number, all=sheet.all) if sheet else ""

    def _trouble_words(self) -> str:
        return self.look.tr("event.problems", n=self.troubles) if self.troubles else ""
