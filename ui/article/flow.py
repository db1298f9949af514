"""Where every block of the article lies: estimated until it is laid out, exact from then on."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

from ui.article.blocks import Block
from ui.article.layout import BlockLayout
from ui.article.metrics import HEADLINE, TOP, Zones, column_width, paragraph_gap, zones_for

KEPT: Final = 80_000
"""Letters whose layouts are kept: about 40 screens and 6 MB."""
_AT_LEAST: Final = 30
"""Layouts that are kept whatever their length: those in view, and some."""
_SAMPLE: Final = 600
"""Letters whose width stands for those of the whole article while it is not laid out."""


class Heights:
    """Heights of many blocks with fast sums (a Fenwick tree): change one, add up the first n, find who lies at y."""

    def __init__(self, heights: Sequence[float]) -> None:
        self._heights = list(heights)
        self._tree = [0.0, *self._heights]
        for i in range(1, len(self._tree)):
            parent = i + (i & -i)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[i]
        self._top_bit = 1 << max(0, len(self._heights).bit_length() - 1)
        self.changes = 0
        """How often a height was another one."""

    def __getitem__(self, number: int) -> float:
        return self._heights[number]

    def change(self, number: int, height: float) -> float:
        """Give block `number` a height; how much taller it became."""
        delta = height - self._heights[number]
        if delta:
            self._heights[number] = height
            self.changes += 1
            i = number + 1
            while i < len(self._tree):
                self._tree[i] += delta
                i += i & -i
        return delta

    def before(self, number: int) -> float:
        """Sum of the heights of the blocks before `number`."""
        total = 0.0
        while number > 0:
            total += self._tree[number]
            number -= number & -number
        return total

    def at(self, y: float) -> int:
        """Number of the block at height `y`; the first or the last one outside."""
        position, step = 0, self._top_bit
        while step:
            after = position + step
            if after < len(self._tree) and self._tree[after] <= y:
                position = after
                y -= self._tree[after]
            step >>= 1
        return min(position, len(self._heights) - 1)


@dataclass(frozen=True)
class Style:
    """All that decides where lines break and how far apart they are."""

    font: QFont
    size: float
    width: int
    dense: bool = False
    chips: bool = True
    face: str | None = None
    spacing: float = 1.0
    column: int | None = None

    @property
    def headline_font(self) -> QFont:
        """The font of the title."""
        font = QFont(self.font)
        font.setPixelSize(round(self.size * HEADLINE))
        font.setBold(True)
        return font

    def zones(self, *, headline: bool = False) -> Zones:
        """The zones of a line of text, or of the title."""
        return zones_for(self.size, dense=self.dense, chips=self.chips, headline=headline, spacing=self.spacing)

    def widened(self, view_width: float) -> Style:
        """The same in a view of another width (px)."""
        return replace(self, width=column_width(view_width, self.size, self.column))


class Flow:
    """The blocks of one article under one style. Lays out lazily and keeps the layouts that were used last.

    y counts from the top of the content. `reserved` remembers lanes per line, so that lines only ever move apart while
    a person marks.
    """

    def __init__(self, text: str, blocks: Sequence[Block], style: Style) -> None:
        self._text = text
        self.blocks = blocks
        self.starts = [block.start for block in blocks]
        self.style = style
        self.zones = style.zones()
        self.headline_zones = style.zones(headline=True)
        self._layouts: OrderedDict[int, BlockLayout] = OrderedDict()
        self._letters = 0
        self.exact: set[int] = set()
        self.reserved: dict[int, list[int]] = {}
        self._heights = Heights(self._estimates())

    def _estimates(self) -> list[float]:
        sample = self._text[:_SAMPLE].replace("\n", " ")
        letter = QFontMetricsF(self.style.font).horizontalAdvance(sample) / len(sample) if sample else 8.0
        per_line = max(1.0, self.style.width / max(letter, 1.0) - 2.5)
        pitch = self.zones.pitch(1)
        heights: list[float] = []
        for number, block in enumerate(self.blocks):
            lines = 1 + int((block.end - block.start) * (HEADLINE if block.headline else 1) / per_line)
            heights.append(lines * (self.headline_zones.pitch(1) if block.headline else pitch) + self.gap(number))
        return heights

    def gap(self, number: int) -> int:
        """Room under a block."""
        block = self.blocks[number]
        if not block.closes or number == len(self.blocks) - 1:
            return 0
        return paragraph_gap(self.style.size, after_headline=block.headline)

    def text_of(self, number: int) -> str:
        """The text of a block, without its separator."""
        block = self.blocks[number]
        return self._text[block.start : block.end]

    def layout(self, number: int) -> BlockLayout:
        """The layout of a block, made when it is not there. Its height counts only after `settle`."""
        layout = self._layouts.get(number)
        if layout is not None:
            self._layouts.move_to_end(number)
            return layout
        layout = self.make(number)
        reserved = self.reserved.get(number)
        if reserved is not None and len(reserved) == len(layout.lines):
            layout.place(reserved)
        self._layouts[number] = layout
        self._letters += len(layout.text)
        while self._letters > KEPT and len(self._layouts) > _AT_LEAST:
            self._letters -= len(self._layouts.popitem(last=False)[1].text)
        return layout

    def make(self, number: int) -> BlockLayout:
        """A new layout of a block, which is not kept."""
        headline = self.blocks[number].headline
        return BlockLayout(
            self.text_of(number),
            self.style.headline_font if headline else self.style.font,
            self.style.width,
            self.headline_zones if headline else self.zones,
        )

    def settle(self, number: int, lanes: list[int], layout: BlockLayout | None = None) -> float:
        """Give each line of a block its lanes and make the block's height exact; how much taller it became (px)."""
        layout = layout or self.layout(number)
        known = self.reserved.get(number)
        if known is not None and len(known) == len(lanes):
            lanes = [max(pair) for pair in zip(known, lanes, strict=True)]
        if any(lanes):
            self.reserved[number] = lanes
        layout.place(lanes)
        self.exact.add(number)
        return self._heights.change(number, layout.height + self.gap(number))

    def laid_out(self) -> list[int]:
        """Numbers of the blocks whose layouts are at hand, in order."""
        return sorted(self._layouts)

    def index_of(self, position: int) -> int:
        """Number of the block that holds a caret position (code points); at a cut the later one."""
        return max(0, bisect_right(self.starts, position) - 1)

    def index_at(self, y: float) -> int:
        """Number of the block at a height of the content."""
        return self._heights.at(y - TOP)

    def top(self, number: int) -> float:
        """Upper edge of a block in the content."""
        return TOP + self._heights.before(number)

    def height(self, number: int) -> float:
        """Height of a block with its gap, exact or estimated."""
        return self._heights[number]

    @property
    def changes(self) -> int:
        """How often a height has changed: what was worked out from heights counts as long as this is the same."""
        return self._heights.changes

    @property
    def total(self) -> int:
        """Height of the whole content."""
        return round(2 * TOP + self._heights.before(len(self.blocks)))

    def forget_lanes(self) -> None:
        """Let lines move together again: another set of marks comes."""
        self.reserved.clear()
