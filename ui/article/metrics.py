"""Sizes of the article in device-independent pixels. Distances count from the baseline, down is positive."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

BASE_SIZE: Final = 20.0
SMALLEST: Final = 14.0
LARGEST: Final = 40.0
"""Text sizes that can be chosen."""
HEADLINE: Final = 1.25
"""The headline's letters against the text's."""
MARGIN: Final = 48
"""Least room at both sides of the column; connectors run there."""
BESIDE: Final = 28
"""What the strip and the scroll bar take of the view's width."""
TOP: Final = 24
"""Room above the first and below the last line."""
HANG: Final = 24
"""How far a chip may hang out at the column's left edge."""
_COLUMNS: Final = ((688.0, 560.0), (848.0, 616.0), (1200.0, 680.0))
"""Width of the view against the width of the column at text size 20; between them it is interpolated."""


@dataclass(frozen=True)
class Zones:
    """Where everything about one line of text lies. Made by `zones_for`."""

    size: float
    pitch_base: int
    fill_top: int
    fill_bottom: int
    chip_height: int
    chip_top: int
    bar_top: int
    bar_height: int
    lane_step: int
    box_top: int
    box_bottom: int
    handle_top: int
    handle_bottom: int
    chip_font: int
    tight: bool = False
    """The title: its lines make room for chips and bars only where there are some."""

    def below(self, lanes: int) -> int:
        """From the baseline to the lower edge of the lowest of so many lanes."""
        return self.bar_top + self.bar_height + self.lane_step * max(0, lanes - 1)

    def pitch(self, lanes: int, *, roomy: bool = False) -> int:
        """Height of a line that has so many lanes of bars (0 and 1 are the same, so that a first mark moves nothing).

        `roomy`: a tight line that must not touch the chips or the bars of its neighbour.
        """
        needed = 0 if self.tight and not roomy else self.below(1) - self.chip_top
        return max(self.pitch_base, needed) + self.lane_step * max(0, lanes - 1)

    @property
    def above(self) -> int:
        """From the upper edge of a line to its baseline; the room to spare is shared by above and below."""
        spare = max(0, self.pitch_base - (self.below(1) - self.chip_top))
        return -self.chip_top + spare // 2

    def bar(self, lane: int) -> int:
        """Upper edge of the bar in that lane; lane 1 is nearest to the text."""
        return self.bar_top + self.lane_step * (lane - 1)


def zones_for(
    size: float, *, dense: bool = False, chips: bool = True, headline: bool = False, spacing: float = 1.0
) -> Zones:
    """The zones at a text size. `dense`: more than a fifth of the words carry marks; `headline`: size is the text's;
    `spacing` multiplies the distance of lines, which never becomes less than chips and bars need.
    """
    letters = size * HEADLINE if headline else size
    scale = letters / BASE_SIZE
    big = size > 28
    chip = (18 if big else 14) if chips else 0
    bar = 3 if big else 2
    factor = 1.75 if headline else 2.5 if dense else 2.2 if chips else 1.9
    fill_top = -round(18 * scale)
    return Zones(
        size=letters,
        pitch_base=round(factor * letters * spacing),
        fill_top=fill_top,
        fill_bottom=round(9 * scale),
        chip_height=chip,
        chip_top=fill_top - chip,
        bar_top=round(10 * scale),
        bar_height=bar,
        lane_step=bar + 2,
        box_top=-round(14 * scale),
        box_bottom=round(7 * scale),
        handle_top=-round(20 * scale),
        handle_bottom=round(19 * scale),
        chip_font=14 if big else 11,
        tight=headline,
    )


def paragraph_gap(size: float, *, after_headline: bool = False) -> int:
    """Room between paragraphs."""
    return round((16 if after_headline else 12) * size / BASE_SIZE)


def column_width(view_width: float, size: float, column: int | None = None) -> int:
    """Width of the column of text in a view of that width: 60 to 75 characters, with margins at both sides.

    `column` is a width that a person chose, at text size 20; it too leaves the margins.
    """
    points = _COLUMNS
    if column is not None:
        wanted = float(column)
    elif view_width <= points[0][0]:
        wanted = points[0][1]
    elif view_width >= points[-1][0]:
        wanted = points[-1][1]
    else:
        (x0, y0), (x1, y1) = next(pair for pair in pairwise(points) if view_width <= pair[1][0])
        wanted = y0 + (y1 - y0) * (view_width - x0) / (x1 - x0)
    return max(120, int(min(wanted * size / BASE_SIZE, view_width - BESIDE - 2 * MARGIN)))
