"""Bars with intervals: names at the reading side, an axis from 0 to 1 that is never cut, value and n after it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from ui.look import BODY, SMALL, Look
from ui.models.agreement_words import AgreementWords
from ui.pages.agreement import ink
from ui.pages.agreement.plot import Plot, Spot
from ui.widgets.paint import draw_swatch, text_width

_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Bar(NamedTuple):
    """One row. `value` None: `instead` is written in place of the bar. `shown`: the value as it is written. `n`: the
    count after it. A `heading` has only a name. `color` None: accent."""

    name: str
    value: float | None = None
    shown: str = ""
    hint: str = ""
    interval: tuple[float, float] | None = None
    n: str = ""
    instead: str = ""
    said: str = ""
    asks: object | None = None
    color: QColor | None = None
    swatch: str = ""
    first: bool = False
    heading: bool = False


class Bars(Plot):
    """Rows of bars. `axis`: with marks under them. `slim`: bars of 10 px in rows of 28."""

    def __init__(self, look: Look, words: AgreementWords, *, axis: bool = False, slim: bool = False) -> None:
        super().__init__(look)
        self._words, self._axis, self._slim = words, axis, slim
        self.bars: list[Bar] = []
        self._low = 0.0
        self._track = QRectF()
        self._rows: list[tuple[Bar, QRectF, list[str]]] = []

    def show_bars(self, bars: Sequence[Bar], title: str) -> None:
        """Shows these rows."""
        self.bars, self.title = list(bars), title
        self.renew()

    # -- places -------------------------------------------------------------------------------------------------------
    def lay_out(self, width: int) -> int:
        """Names as wide as they need, up to two fifths; what is left is the track."""
        px, look = self.look.px, self.look
        ends = [end for bar in self.bars for end in (bar.value, *(bar.interval or ())) if end is not None]
        self._low = min(0.0, math.floor(min(ends, default=0.0) * 5) / 5)
        names = self._name_width(width)
        value = max((text_width(look.font(BODY, bold=True), bar.shown) for bar in self.bars), default=0)
        count = max((text_width(look.font(SMALL), bar.n) for bar in self.bars), default=0)
        tail = max(value, px(28)) + (count + px(12) if count else 0)
        track = max(px(60), width - names - tail - px(24))
        self._track = self.from_start(names + px(12), track, 0, 0)
        self._columns = (names, names + px(12) + track + px(12), max(value, px(28)), count)
        y, self._rows, self.spots = 0, [], []
        for bar in self.bars:
            instead = ink.lines_of(bar.instead, look.font(SMALL), track + tail) if bar.value is None else []
            height = self._height(bar, instead)
            rect = self.across(y, height)
            self._rows.append((bar, rect, instead))
            if not bar.heading:
                self.spots.append(Spot(rect, len(self.spots), 0, bar.said or bar.name, bar.asks))
            y += height
        return y + (px(20) if self._axis and any(bar.value is not None for bar in self.bars) else 0)

    def _name_width(self, width: int) -> int:
        look, px = self.look, self.look.px
        wide = 0
        for bar in self.bars:
            if not bar.heading:
                name = text_width(look.font(BODY, bold=bar.first), bar.name) + (px(20) if bar.color else 0)
                wide = max(wide, name, text_width(look.font(SMALL), bar.hint))
        return min(wide, round(width * 0.42))

    def _height(self, bar: Bar, instead: Sequence[str]) -> int:
        px = self.look.px
        if bar.heading:
            return px(28)
        plain = px(40) if bar.hint else px(28 if self._slim else 30)
        return max(plain, px(16) * len(instead) + px(8))

    def _x(self, value: float) -> float:
        share = (min(max(value, self._low), 1.0) - self._low) / (1.0 - self._low)
        track = self._track
        if self.look.words.right_to_left:
            return track.right() - share * track.width()
        return track.left() + share * track.width()

    # -- paint --------------------------------------------------------------------------------------------------------
    def draw(self, painter: QPainter) -> None:
        """All rows, then the axis."""
        for bar, rect, instead in self._rows:
            if bar.heading:
                font = self.look.font(SMALL, bold=True)
                ink.words(
                    painter,
                    self.from_start(0, self._inner, rect.top() + 6, rect.height() - 6),
                    bar.name,
                    font,
                    self.look.theme.ink_second,
                    self.look.direction,
                )
                continue
            self._draw_name(painter, bar, rect)
            if bar.value is None:
                self._draw_instead(painter, rect, instead)
            else:
                self._draw_bar(painter, bar, bar.value, rect)
                self._draw_numbers(painter, bar, rect)
        if self._axis and self._rows:
            self._draw_axis(painter, self._rows[-1][1].bottom())

    def _draw_name(self, painter: QPainter, bar: Bar, rect: QRectF) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        start = 0
        if bar.color is not None:
            box = self.from_start(0, px(12), rect.top(), rect.height())
            draw_swatch(painter, look, _whole(box), bar.color, event=bar.swatch == "event")
            start = px(20)
        font = look.font(BODY, bold=bar.first)
        name = self.from_start(start, self._columns[0] - start, rect.top(), rect.height())
        if bar.hint:
            middle = rect.center().y()
            name = self.from_start(start, self._columns[0] - start, middle - px(18), px(20))
            below = self.from_start(start, self._columns[0] - start, middle + px(1), px(16))
            ink.words(painter, below, bar.hint, look.font(SMALL), theme.ink_second, look.direction)
        ink.words(painter, name, bar.name, font, theme.ink, look.direction)

    def _draw_bar(self, painter: QPainter, bar: Bar, value: float, rect: QRectF) -> None:
        px, theme = self.look.px, self.look.theme
        thick = px(10 if self._slim else 14)
        track = QRectF(self._track.left(), rect.center().y() - thick / 2, self._track.width(), thick)
        ink.rounded(painter, track, px(2), theme.sunken)
        color = bar.color or (theme.accent if bar.first else ink.secondary(theme, theme.accent))
        zero, end = self._x(0), self._x(value)
        low, high = sorted((zero, end))
        if high - low > 0.5:
            ink.rounded(painter, QRectF(low, track.top(), high - low, thick), px(2), color)
        if self._low < 0:
            painter.fillRect(QRectF(zero - 0.5, track.top() - px(3), 1, thick + px(6)), theme.ink_quiet)
        if bar.interval is not None:
            half = px(4 if self._slim else 5)
            ink.whisker(
                painter, theme, *map(self._x, bar.interval), rect.center().y(), half, 1.5 * self.look.theme.scale
            )

    def _draw_numbers(self, painter: QPainter, bar: Bar, rect: QRectF) -> None:
        look, px, theme = self.look, self.look.px, self.look.theme
        _, start, value, count = self._columns
        box = self.from_start(start, value, rect.top(), rect.height())
        ink.words(painter, box, bar.shown, look.font(BODY, bold=True), theme.ink, look.direction)
        if bar.n:
            box = self.from_start(start + value + px(12), count, rect.top(), rect.height())
            ink.words(painter, box, bar.n, look.font(SMALL), theme.ink_second, look.direction, "end")

    def _draw_instead(self, painter: QPainter, rect: QRectF, instead: Sequence[str]) -> None:
        px, theme = self.look.px, self.look.theme
        start = self._columns[0] + px(12)
        width = self._inner - start
        y = rect.center().y() - px(16) * len(instead) / 2
        for line in instead:
            box = self.from_start(start, width, y, px(16))
            ink.words(painter, box, line, self.look.font(SMALL), theme.ink_second, self.look.direction)
            y += px(16)

    def _draw_axis(self, painter: QPainter, top: float) -> None:
        if not any(bar.value is not None for bar in self.bars):
            return
        px, theme = self.look.px, self.look.theme
        ticks = _TICKS if self._track.width() > px(180) else (0.0, 0.5, 1.0)
        below = [round(-0.2 * k, 1) for k in range(1, round(-self._low / 0.2) + 1)] if self._low < 0 else []
        for tick in (*below[1::2], *ticks):
            box = QRectF(self._x(tick) - px(16), top + px(2), px(32), px(16))
            ink.words(
                painter,
                box,
                self._words.tick(tick),
                self.look.font(SMALL),
                theme.ink_second,
                self.look.direction,
                "center",
            )


def _whole(rect: QRectF) -> QRect:
    return QRect(round(rect.left()), round(rect.top()), round(rect.width()), round(rect.height()))
