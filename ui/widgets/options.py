"""Choosing among a few words: buttons that stand side by side, each with a digit; or a field that opens a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ui.keys import position
from ui.look import BODY, SMALL, Look
from ui.widgets.flow import Flow
from ui.widgets.paint import draw_icon, draw_line, rounded, text_width


class Item(NamedTuple):
    """Something to choose. `depth` is how far below others it stands, `tip` says more."""

    key: str
    words: str
    depth: int = 0
    tip: str = ""


class OptionButton(QAbstractButton):
    """One of several: soft accent and semibold when chosen, with a tick where several can be. Its digit stands in it."""

    def __init__(self, look: Look, words: str, *, digit: str = "", tick: bool = False) -> None:
        super().__init__()
        self._look, self._tick, self.digit = look, tick, digit
        self.setText(words)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)

    def nextCheckState(self) -> None:
        """A click asks; who listens decides what is chosen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click, arrows are for the row."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """26 high, wide enough for the words in either weight, so that choosing moves nothing."""
        px = self._look.px
        width = text_width(self._look.font(BODY, bold=True), self.text()) + 2 * px(9)
        digit = text_width(self._look.font(SMALL), self.digit) + px(6) if self.digit else 0
        return QSize(width + digit + (px(16) if self._tick else 0), px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, tick, digit, words."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        chosen = self.isChecked()
        ground = theme.accent_soft if chosen else theme.sunken if self.underMouse() and self.isEnabled() else theme.page
        rounded(painter, QRectF(self.rect()), px(6), ground, theme.accent if chosen else theme.line)
        x = px(9)
        if self._tick:
            box = QRectF(self._place(x, px(11)))
            box.setHeight(px(11))
            box.moveTop((self.height() - px(11)) / 2)
            rounded(painter, box, px(2.5), theme.accent if chosen else None, None if chosen else theme.ink_quiet)
            if chosen:
                draw_icon(painter, look, "check", theme.page, box.toRect(), 9)
            x += px(16)
        if self.digit:
            width = text_width(look.font(SMALL), self.digit)
            to_right = Qt.LayoutDirection.LeftToRight
            draw_line(
                painter, self._place(x, width), self.digit, look.font(SMALL), theme.ink_second, direction=to_right
            )
            x += width + px(6)
        ink = theme.ink if self.isEnabled() or chosen else theme.ink_second
        words = self._place(x, self.width() - x - px(9))
        draw_line(painter, words, self.text(), look.font(BODY, bold=chosen), ink, direction=look.direction)

    def _place(self, x: int, width: int) -> QRect:
        left = self.width() - x - width if self._look.words.right_to_left else x
        return QRect(left, 0, width, self.height())


class Options(QWidget):
    """A few choices side by side, in lines. `picked(key)`: this one was clicked, or its digit pressed, or an arrow came
    to it. Who listens shows what is chosen then with `show_chosen`."""

    picked = Signal(str)

    def __init__(self, look: Look, items: Sequence[Item], *, several: bool = False, digits: bool = True) -> None:
        super().__init__()
        self._look, self._several, self._keys = look, several, [item.key for item in items]
        self.buttons: list[OptionButton] = []
        flow = Flow(self)
        flow.set_gaps(look.px(4), look.px(4))
        for place, item in enumerate(items):
            digit = str((place + 1) % 10) if digits and place < 10 else ""
            button = OptionButton(look, item.words, digit=digit, tick=several)
            button.setToolTip(item.tip)
            button.clicked.connect(lambda *_, key=item.key: self.picked.emit(key))
            self.buttons.append(button)
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_chosen(())

    def show_chosen(self, keys: Sequence[str]) -> None:
        """These are chosen. Tab comes to the first of them, and goes on to what follows the whole row."""
        for key, button in zip(self._keys, self.buttons, strict=True):
            button.setChecked(key in keys)
        here = next((button for button in self.buttons if button.hasFocus()), None)
        here = here or next((button for button in self.buttons if button.isChecked()), None)
        self._come_to(here or next(iter(self.buttons), None))

    def _come_to(self, here: OptionButton | None) -> None:
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is here else Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(here)

    def chosen(self) -> list[str]:
        """The keys of what is chosen."""
        return [key for key, button in zip(self._keys, self.buttons, strict=True) if button.isChecked()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose; arrows go to the neighbour, and choose it where only one can be."""
        place = position(event) or ""
        if place.startswith("Digit") and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            number = (int(place[-1]) - 1) % 10
            if number < len(self.buttons):
                self._go(number, pick=True)
                return
        step = self._step(event)
        here = next((n for n, button in enumerate(self.buttons) if button.hasFocus()), 0)
        if step and 0 <= here + step < len(self.buttons):
            self._go(here + step, pick=not self._several)
        else:
            event.ignore()

    def _step(self, event: QKeyEvent) -> int:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        return -step if self._look.words.right_to_left else step

    def _go(self, number: int, *, pick: bool) -> None:
        self._come_to(self.buttons[number])
        self.buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
        if pick:
            self.picked.emit(self._keys[number])


class Pick(QAbstractButton):
    """A field that shows what is chosen and opens the list of what can be: for long lists and for trees.

    `picked(key)`; the empty key takes the choice back.
    """

    picked = Signal(str)

    def __init__(self, look: Look, items: Sequence[Item], name: str, *, none: str = "", several: bool = False) -> None:
        super().__init__()
        self._look, self._items, self._name, self._none, self._several = look, items, name, none, several
        self._chosen: tuple[str, ...] = ()
        self.menu = QMenu(self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self.show_chosen(())

    def show_chosen(self, keys: Sequence[str]) -> None:
        """These are chosen."""
        self._chosen = tuple(keys)
        self.setText(self._words() or self._none)
        self.setAccessibleName(f"{self._name}: {self.text()}")
        self.update()

    def chosen(self) -> list[str]:
        """The keys of what is chosen."""
        return list(self._chosen)

    def _words(self) -> str:
        words = [item.words for item in self._items if item.key in self._chosen]
        strange = [key for key in self._chosen if all(item.key != key for item in self._items)]
        return self._look.words.joined(*words, *strange)

    def fill(self) -> None:
        """Makes the entries of the list."""
        self.menu.clear()
        self.menu.setLayoutDirection(self._look.direction)
        self.menu.setFont(self._look.font(BODY))
        if self._none and not self._several:
            self._add("", self._none, not self._chosen)
            self.menu.addSeparator()
        current = None
        for item in self._items:
            words = "\u2003" * item.depth + item.words
            action = self._add(item.key, words, item.key in self._chosen)
            action.setToolTip(item.tip)
            current = action if item.key in self._chosen and current is None else current
        if current is not None:
            self.menu.setActiveAction(current)

    def open(self) -> None:
        """Opens the list below the field."""
        self.fill()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _add(self, key: str, words: str, chosen: bool) -> QAction:
        action = self.menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda *_: self.picked.emit(key))
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open it; up and down go to the neighbours of the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """28 high."""
        px = self._look.px
        return QSize(text_width(self._look.font(BODY), self.text()) + px(40), px(28))

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(self._look.px(64), self._look.px(28))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The border shows the keyboard."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field with what is chosen and a sign that it opens."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        ground = theme.sunken if self.underMouse() and self.isEnabled() else theme.page
        rounded(painter, QRectF(self.rect()), px(6), ground, theme.line)
        right = look.words.right_to_left
        sign = QRect(px(8) if right else self.width() - px(24), 0, px(16), self.height())
        draw_icon(painter, look, "down", theme.ink_second, sign)
        body = self.rect().adjusted(px(28 if right else 10), 0, -px(10 if right else 28), 0)
        ink = theme.ink if self._chosen else theme.ink_second
        draw_line(painter, body, self.text(), look.font(BODY), ink, direction=look.direction)
