"""The rows of the event form: a slot with what fills it, what could fill it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.article.marks import MarkLook
from ui.look import BODY, SMALL, Look
from ui.models.event_sheets import Filled, Slot
from ui.widgets.buttons import Button
from ui.widgets.paint import (
    Align,
    chip_size,
    draw_chip,
    draw_icon,
    draw_key,
    draw_line,
    key_size,
    rounded,
    text_direction,
    text_width,
)
from ui.widgets.text import Text

ROW: Final = 42
"""Height of a slot with one filler, and of each further filler."""
CANDIDATE: Final = 32
_AWAY: Final = 16
_CROSS: Final = 24
_KEPT: Final = 400
"""Pictures of rows that are kept."""


Way = tuple[str, str, Callable[[], None]]
"""A way out of a problem: words, the action whose key is shown, what to do."""


class Pictures:
    """Rows that were drawn before: shaping Arabic takes its time, and rows come again and again."""

    def __init__(self, look: Look) -> None:
        self._kept: dict[object, QPixmap] = {}
        look.changed.connect(self._kept.clear)

    def of(self, key: Hashable, size: QSize, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
        """The picture of that key; drawn when it is not there."""
        picture = self._kept.get((key, size.width(), size.height(), ratio))
        if picture is None:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            draw(painter)
            painter.end()
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key, size.width(), size.height(), ratio] = picture
        return picture


class _Row(QAbstractButton):
    """What slots and candidates share: places counted from the start edge, words of the article by their direction."""

    def __init__(self, look: Look, pictures: Pictures) -> None:
        super().__init__()
        self.look, self._pictures = look, pictures
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the article
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def place(self, start: int, width: int, top: int = 0, height: int | None = None) -> QRect:
        """A piece that begins `start` pixels from the start edge."""
        left = self.width() - start - width if self.look.words.right_to_left else start
        return QRect(left, top, width, self.height() if height is None else height)

    def draw(self, painter: QPainter) -> None:
        """The row."""
        raise NotImplementedError

    def key(self) -> Hashable:
        """Everything that `draw` reads."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row's picture."""
        painter = QPainter(self)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(0, 0, self._pictures.of(self.key(), self.size(), ratio, self.draw))

    def draw_words(self, painter: QPainter, place: QRect, words: str) -> None:
        """Words of the article, beside what stands before them."""
        direction = text_direction(words)
        align: Align = "start" if direction == self.look.direction else "end"
        draw_line(painter, place, words, self.look.naskh(16), self.look.theme.ink, direction=direction, align=align)

    def draw_face(self, painter: QPainter, start: int, room: int, top: int, height: int, face: MarkLook) -> int:
        """A label's chip that ends at `start + room` at the latest; returns its width."""
        size = chip_size(self.look, face.name, event=face.event)
        width = min(size.width(), room)
        place = self.place(start, width, top + (height - size.height()) // 2, size.height())
        draw_chip(painter, self.look, place, face.name, face.hue, event=face.event)
        return width


class SlotRow(_Row):
    """A role: key, dot, name, star, fillers with their labels and a cross each. `clicked`: put it in focus;
    `cross_clicked(number of the argument)`."""

    cross_clicked = Signal(int)

    def __init__(self, look: Look, pictures: Pictures) -> None:
        super().__init__(look, pictures)
        self.slot: Slot | None = None
        self.number, self.column = 0, 0
        self.focused = self.writable = self.dropping = False
        self._over = -1
        self.setMouseTracking(True)

    def show_slot(self, slot: Slot, number: int, column: int, *, focused: bool, writable: bool) -> None:
        """What the row says. `column`: where fillers begin, in pixels from the start edge."""
        state = (slot, number, column, focused, writable)
        if state == (self.slot, self.number, self.column, self.focused, self.writable):
            return
        self.slot, self.number, self.column, self.focused, self.writable = state
        required = f" ({self.look.tr('event.required')})" if slot.role.required else ""
        fillers = self.look.words.joined(*(_spoken(filler) for filler in slot.fillers)) or self._empty_words()
        key = f"{self.look.words.number(number)}. " if number <= 10 else ""
        self.setAccessibleName(f"{key}{slot.name}{required}: {fillers}")
        help_ = slot.role.help_ar if self.look.words.language == "ar" else slot.role.help_en
        self.setToolTip(help_ or slot.name)
        self.update()

    @property
    def wanted(self) -> int:
        """The height that it needs."""
        count = len(self.slot.fillers) if self.slot else 1
        return self.look.px(ROW + (ROW - 8) * max(0, count - 1))

    def name_width(self, slot: Slot) -> int:
        """The room that key, dot and name of a slot take."""
        star = self.look.px(12) if slot.role.required else 0
        return self.look.px(_AWAY + 18 + 10 + 12 + 8) + text_width(self.look.font(BODY, bold=True), slot.name) + star

    def _empty_words(self) -> str:
        slot = self.slot
        if self.focused and self.writable:
            return self.look.tr("event.choose")
        required = slot is not None and slot.role.required
        return self.look.tr("event.empty_required" if required else "event.empty")

    # -- painting -----------------------------------------------------------------------------------------------------
    def key(self) -> Hashable:
        """Slot, state, and what the mouse is over."""
        slot = self.slot
        if slot is None:
            return None
        hovered = self.underMouse() and not self.focused
        fillers = tuple((f.words, _seen(f.face), f.entity, self._over == f.index) for f in slot.fillers)
        state = (self.number, self.column, self.focused, self.writable, self.dropping, hovered)
        return slot.name, slot.role.required, slot.hue.strong.rgba(), fillers, state

    def draw(self, painter: QPainter) -> None:
        """Key, dot, name, star; the fillers."""
        slot, look, px = self.slot, self.look, self.look.px
        if slot is None:
            return
        theme = self.look.theme
        if self.dropping:
            rounded(painter, QRectF(self.rect()).adjusted(4, 2, -4, -2), px(6), theme.accent_soft, theme.accent)
        elif self.underMouse() and not self.focused:
            painter.fillRect(self.rect(), theme.sunken)
        height = px(ROW)
        if self.number <= 10:
            draw_key(
                painter, look, self.place(px(_AWAY), px(18), (height - px(18)) // 2, px(18)), str(self.number % 10)
            )
        self._draw_dot(painter, height)
        name = px(_AWAY + 18 + 10 + 12 + 8)
        star = px(12) if slot.role.required else 0
        room = max(self.column - name - star - px(8), px(30))
        words = min(text_width(look.font(BODY, bold=True), slot.name), room)
        bold = look.font(BODY, bold=True)
        draw_line(painter, self.place(name, words, 0, height), slot.name, bold, theme.ink, direction=look.direction)
        if star:
            place = self.place(name + words + px(3), star, 0, height)
            draw_line(painter, place, "*", bold, theme.error, direction=look.direction)
        if not slot.fillers:
            place = self.place(self.column, self.width() - self.column - px(_AWAY), 0, height)
            draw_line(painter, place, self._empty_words(), look.font(BODY), theme.ink_second, direction=look.direction)
        for row, filler in enumerate(slot.fillers):
            self._draw_filler(painter, filler, row * px(ROW - 8), height)

    def _draw_dot(self, painter: QPainter, height: int) -> None:
        """The dot in the colour of the role, hollow while nothing fills it."""
        slot, px = self.slot, self.look.px
        assert slot is not None
        dot = QRectF(self.place(px(_AWAY + 18 + 10), px(12), (height - px(12)) // 2, px(12))).adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(slot.hue.strong, 1.5))
        painter.setBrush(slot.hue.strong if slot.fillers else self.look.theme.page)
        painter.drawEllipse(dot)
        painter.restore()

    def _draw_filler(self, painter: QPainter, filler: Filled, top: int, height: int) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        end = px(_AWAY) + (px(_CROSS) if self.writable else 0)
        if self.writable:
            cross = self._cross(top, height)
            if self._over == filler.index:
                rounded(painter, QRectF(cross), px(4), theme.line)
            draw_icon(painter, look, "close", theme.ink_second, cross, 12)
        if filler.face is not None:
            size = chip_size(look, filler.face.name, event=filler.face.event).width()
            room = min(size, px(110))
            self.draw_face(painter, self.width() - end - room, room, top, height, filler.face)
            end += room + px(8)
        elif filler.is_text:
            words = look.tr("event.text")
            width = text_width(look.font(SMALL), words)
            place = self.place(self.width() - end - width, width, top, height)
            draw_line(painter, place, words, look.font(SMALL), theme.ink_second, direction=look.direction)
            end += width + px(8)
        if filler.entity:
            icon = self.place(self.width() - end - px(16), px(16), top, height)
            draw_icon(painter, look, "people", theme.ink_second, icon)
            end += px(24)
        place = self.place(self.column, max(self.width() - self.column - end, px(30)), top, height)
        self.draw_words(painter, place, filler.words)

    # -- the mouse ----------------------------------------------------------------------------------------------------
    def _cross(self, top: int, height: int) -> QRect:
        px = self.look.px
        return self.place(self.width() - px(_AWAY + 16) + px(4), px(20), top + (height - px(20)) // 2, px(20))

    def _cross_at(self, point: QPoint) -> int:
        """The argument whose cross is at a point; -1 for none."""
        px, fillers = self.look.px, self.slot.fillers if self.slot and self.writable else ()
        for row, filler in enumerate(fillers):
            cross = self._cross(row * px(ROW - 8), px(ROW))
            if cross.adjusted(-px(4), -px(6), px(4), px(6)).contains(point):
                return filler.index
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cross under the mouse lights up."""
        over = self._cross_at(event.position().toPoint())
        if over != self._over:
            self._over = over
            self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a cross takes that filler out; anywhere else it puts the slot in focus."""
        index = self._cross_at(event.position().toPoint())
        if index >= 0 and self.isDown():
            self.setDown(False)
            self.cross_clicked.emit(index)
        else:
            super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its fillers."""
        return QSize(self.look.px(200), self.wanted)


def _seen(face: MarkLook | None) -> Hashable:
    """What of a label's look a chip shows."""
    return None if face is None else (face.name, face.event, face.hue.strong.rgba())


def _spoken(filler: Filled) -> str:
    return f"{filler.words} ({filler.face.name})" if filler.face is not None else filler.words


class Offer(NamedTuple):
    """What a row offers: words of the article, a label's look, where it stands or which key does it."""

    words: str
    face: MarkLook | None
    where: str = ""
    keys: str = ""
    entity: bool = False


class OfferRow(_Row):
    """A candidate, or a label for the selected text. The current one is framed."""

    def __init__(self, look: Look, pictures: Pictures) -> None:
        super().__init__(look, pictures)
        self.offer = Offer("", None)
        self.current = False

    def show_offer(self, offer: Offer, *, current: bool) -> None:
        """What the row says."""
        if (offer, current) != (self.offer, self.current):
            self.offer, self.current = offer, current
            parts = (offer.words, offer.face.name if offer.face else "", offer.where)
            self.setAccessibleName(self.look.words.joined(*parts))
            self.update()

    def sizeHint(self) -> QSize:
        """32 high."""
        return QSize(self.look.px(200), self.look.px(CANDIDATE))

    def key(self) -> Hashable:
        """The offer, and whether it is the current one or under the mouse."""
        offer = self.offer
        seen = (offer.words, _seen(offer.face), offer.where, offer.keys, offer.entity)
        return seen, self.current, self.underMouse()

    def draw(self, painter: QPainter) -> None:
        """Words, chip, place, key."""
        offer, look, px, theme = self.offer, self.look, self.look.px, self.look.theme
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        if self.current:
            rounded(painter, box, px(6), theme.page)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(6), px(6))
        elif self.underMouse():
            rounded(painter, box, px(6), theme.page)
        end = px(8)
        if offer.keys:
            size = key_size(look, offer.keys)
            key = self.place(self.width() - end - size.width(), size.width(), (self.height() - px(18)) // 2, px(18))
            draw_key(painter, look, key, offer.keys)
            end += size.width() + px(8)
        if offer.where:
            width = text_width(look.font(SMALL), offer.where)
            place = self.place(self.width() - end - width, width)
            draw_line(painter, place, offer.where, look.font(SMALL), theme.ink_second, direction=look.direction)
            end += width + px(8)
        chip = chip_size(look, offer.face.name, event=offer.face.event).width() if offer.face else 0
        icon = px(22) if offer.entity else 0
        room = self.width() - end - px(8)
        words = min(text_width(look.naskh(16), offer.words), max(room - chip - icon - px(8), px(40)))
        self.draw_words(painter, self.place(px(8), words), offer.words)
        if offer.entity:
            draw_icon(painter, look, "people", theme.ink_second, self.place(px(8) + words + px(6), px(16)))
        if offer.face is not None:
            start = px(8) + words + px(8) + icon
            self.draw_face(painter, start, min(chip, self.width() - end - start), 0, self.height(), offer.face)


class HintRow(QWidget):
    """Keys and what they do, side by side."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pairs: Sequence[tuple[str, str]] = ()

    def show_hints(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Pairs of keys (several with spaces between) and words."""
        if pairs != self._pairs:
            self._pairs = pairs
            self.setAccessibleName(self._look.words.joined(*(f"{words}: {keys}" for keys, words in pairs)))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The keys and their words, as many as there is room for."""
        look, px = self._look, self._look.px
        painter, x = QPainter(self), 0
        for keys, words in self._pairs:
            sizes = [key_size(look, key).width() for key in keys.split(" ")]
            width = text_width(look.font(SMALL), words)
            if x + sum(sizes) + width > self.width():
                return
            for key, size in zip(keys.split(" "), sizes, strict=True):
                draw_key(painter, look, self._place(x, size, px(18)), key)
                x += size + px(4)
            place = self._place(x + px(2), width, self.height())
            draw_line(painter, place, words, look.font(SMALL), look.theme.ink_second, direction=look.direction)
            x += width + px(14)

    def _place(self, x: int, width: int, height: int) -> QRect:
        left = self.width() - x - width if self._look.words.right_to_left else x
        return QRect(left, (self.height() - height) // 2, width, height)


class TroubleBox(QWidget):
    """What is wrong with a slot, and at most two ways out."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words, self._ways = "", tuple[Way, ...]()
        self.text = Text(look, lambda: self._words, wrap=True)
        self._all = [Button(look, lambda place=place: self._name(place), small=True) for place in range(2)]
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._column.addWidget(self.text)
        self._column.addLayout(self._row)
        for place, button in enumerate(self._all):
            button.clicked.connect(lambda *_, place=place: self._ways[place][2]())
            self._row.addWidget(button)
        self._row.addStretch(1)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self._look.px
        right = self._look.words.right_to_left
        self._column.setContentsMargins(px(10 if right else 40), px(8), px(40 if right else 10), px(8))
        self._column.setSpacing(px(8))
        self._row.setSpacing(px(8))

    def _name(self, place: int) -> str:
        return self._ways[place][0] if place < len(self._ways) else ""

    @property
    def buttons(self) -> list[Button]:
        """The buttons of the ways out."""
        return self._all[: len(self._ways)]

    def show_trouble(self, words: str, ways: Sequence[Way]) -> None:
        """The sentence; the ways out: words, action whose key is shown, what to do."""
        self._words, self._ways = words, tuple(ways[:2])
        self.text.refresh()
        for place, button in enumerate(self._all):
            button.keys = self._ways[place][1] if place < len(self._ways) else ""
            button.refresh()
            button.updateGeometry()
            button.setVisible(place < len(self._ways))
        self.setAccessibleName(words)

    def height_for(self, width: int) -> int:
        """The height that it needs at a width."""
        margins = self._column.contentsMargins()
        text = self.text.heightForWidth(width - margins.left() - margins.right())
        buttons = self._look.px(28) + self._column.spacing() if self._ways else 0
        return margins.top() + text + buttons + margins.bottom()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A soft ground and the sign."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), px(6), theme.warning_soft)
        left = self.width() - px(12 + 16) if look.words.right_to_left else px(12)
        draw_icon(painter, look, "problem", theme.warning, QRect(left, px(8), px(16), px(20)))
