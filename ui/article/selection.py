"""The selection and how it moves: by grapheme, word, line, paragraph, page. Offsets are code points of the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF

from annotator.model import Span
from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.words import next_word, previous_word, word_at
from ui.article.scene import Scene

Unit = Literal["grapheme", "word", "line", "edge", "paragraph", "page", "document"]
"""What a key press moves by; `edge` is the start or the end of the visual line."""
WordHook = Callable[[Span], Span]
"""Asked which part of a word is taken when the word is chosen."""


@dataclass(frozen=True)
class Selection:
    """What is selected: it always holds `origin` (a word, or a point) and reaches to `focus`, where the caret is."""

    origin: Span
    focus: int

    @staticmethod
    def at(position: int) -> Selection:
        """Nothing selected, the caret at a position."""
        return Selection(Span(position, position), position)

    @staticmethod
    def of(span: Span, *, caret_at_end: bool = True) -> Selection:
        """Exactly this span."""
        return Selection(span, span.end if caret_at_end else span.start)

    @property
    def span(self) -> Span | None:
        """What is selected, or None."""
        span = Span(min(self.origin.start, self.focus), max(self.origin.end, self.focus))
        return span if span.start < span.end else None

    def to(self, focus: int) -> Selection:
        """Extended, or drawn back, to another place of the caret."""
        return Selection(self.origin, focus)

    def anchored(self) -> Selection:
        """The same, free to shrink grapheme by grapheme from the side where the caret is."""
        span = self.span
        if span is None:
            return Selection.at(self.focus)
        anchor = span.start if self.focus >= span.end else span.end
        return Selection(Span(anchor, anchor), self.focus)


class Mover:
    """Works out where a movement leads. Keeps the horizontal goal of a run of vertical ones."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.word_hook: WordHook | None = None
        self.goal: float | None = None

    def take(self, word: Span) -> Selection:
        """The selection of a word, of which the hook may leave out a clitic."""
        return Selection.of((self.word_hook(word) if self.word_hook else None) or word)

    def move(
        self, now: Selection, base: Span | None, unit: Unit, forward: bool, extend: bool, page: float
    ) -> Selection:
        """Where a movement leads. `base` is what is chosen now (a selection or a mark); `page` the view's height (px)."""
        if unit not in ("line", "page"):
            self.goal = None
        if unit == "grapheme":
            return self._grapheme(now, base, forward, extend)
        if unit == "word":
            return self._word_extended(now, forward) if extend else self._word(now, base, forward)
        if unit in ("line", "page"):
            return self._vertical(now, base, forward, extend, page if unit == "page" else 0.0)
        if unit == "paragraph":
            return self._paragraph(now, base, forward, extend)
        if unit == "edge":
            line = self.scene.line_span(now.focus)
            target = line.end if forward else line.start
        else:
            target = len(self.scene.text) if forward else 0
        return now.anchored().to(target) if extend else Selection.at(target)

    def _grapheme(self, now: Selection, base: Span | None, forward: bool, extend: bool) -> Selection:
        text = self.scene.text
        step = next_boundary if forward else previous_boundary
        if extend:
            return now.anchored().to(step(text, now.focus))
        if base is not None:
            return Selection.at(base.end if forward else base.start)
        return Selection.at(step(text, now.focus))

    def _word(self, now: Selection, base: Span | None, forward: bool) -> Selection:
        text = self.scene.text
        position = now.focus
        if base is not None:
            position = base.end if forward else base.start
        word = word_at(text, position)
        if word is not None and word.start < position < word.end:
            if base is None:
                return self.take(word)
            position = word.end if forward else word.start
        elif word is not None and base is None and not forward and word.end == position:
            return self.take(word)
        found = next_word(text, position) if forward else previous_word(text, position)
        if found is not None:
            return self.take(found)
        return now if base is not None else Selection.at(len(text) if forward else 0)

    def _word_extended(self, now: Selection, forward: bool) -> Selection:
        text, focus, origin = self.scene.text, now.focus, now.origin
        if forward:
            if focus < origin.start:
                word = next_word(text, focus + 1)
                return now.to(word.start if word and word.start < origin.start else origin.end)
            inside = word_at(text, focus)
            word = inside if inside and inside.start < focus < inside.end else next_word(text, focus)
            return now.to(word.end if word else len(text))
        if focus > origin.end:
            return now.to(max(self._end_before(focus), origin.end))
        position = min(focus, origin.start)
        inside = word_at(text, position)
        word = inside if inside and inside.start < position < inside.end else previous_word(text, position)
        return now.to(word.start if word else 0)

    def _end_before(self, position: int) -> int:
        """The end of the last word that ends before a position."""
        word = previous_word(self.scene.text, position)
        if word is not None and word.end >= position:
            word = previous_word(self.scene.text, word.start)
        return 0 if word is None else word.end

    # --- lines ---

    def goal_x(self, now: Selection, base: Span | None) -> float:
        """Where a run of vertical movements aims: the middle of what is chosen on the caret's line, else the caret."""
        if self.goal is None:
            rects = self.scene.rects(base) if base is not None else []
            if rects:
                rect = rects[-1] if now.focus >= (base.end if base else 0) else rects[0]
                self.goal = rect.center().x()
            else:
                self.goal = self.scene.caret(now.focus)[1].x
        return self.goal

    def _vertical(self, now: Selection, base: Span | None, forward: bool, extend: bool, page: float) -> Selection:
        scene, x = self.scene, self.goal_x(now, base)
        position = now.focus if base is None or now.span else (base.end if forward else base.start)
        if base is not None and position == base.end and position > base.start:
            position = previous_boundary(scene.text, position)
        place = (
            self._paged(position, forward, page) if page else self._next_line(position, forward, skip_empty=not extend)
        )
        if place is None:
            target = len(scene.text) if forward else 0
            return now.anchored().to(target) if extend else now if base else Selection.at(target)
        number, line = place
        target = scene.blocks[number].start + scene.layout(number).position_at(line, x)
        if extend:
            return now.anchored().to(target)
        word = self._nearest_word(number, line, target, x)
        return self.take(word) if word is not None else Selection.at(target)

    def _next_line(self, position: int, forward: bool, *, skip_empty: bool) -> tuple[int, int] | None:
        scene = self.scene
        number = scene.flow.index_of(position)
        block, layout = scene.blocks[number], scene.layout(number)
        line = layout.line_at(min(position, block.end) - block.start) + (1 if forward else -1)
        if 0 <= line < len(layout.lines):
            return number, line
        number += 1 if forward else -1
        while skip_empty and 0 <= number < len(scene.blocks) and not scene.flow.text_of(number).strip():
            number += 1 if forward else -1
        if not 0 <= number < len(scene.blocks):
            return None
        return number, 0 if forward else len(scene.layout(number).lines) - 1

    def _paged(self, position: int, forward: bool, page: float) -> tuple[int, int]:
        here = self.scene.line_rect(position).center()
        return self.scene.place_at(QPointF(here.x(), here.y() + (page if forward else -page)))

    def _nearest_word(self, number: int, line: int, position: int, x: float) -> Span | None:
        """The word on a line whose box is nearest to `x`."""
        scene = self.scene
        block, layout = scene.blocks[number], scene.layout(number)
        low, high = block.start + layout.lines[line].start, block.start + layout.lines[line].end
        near = (word_at(scene.text, position), next_word(scene.text, position), previous_word(scene.text, position))
        best: tuple[float, Span] | None = None
        for word in near:
            if word is None or word.end <= low or word.start >= high:
                continue
            for piece in layout.pieces(word.start - block.start, word.end - block.start):
                away = max(piece.left - x, x - piece.right, 0.0)
                if piece.line == line and (best is None or away < best[0]):
                    best = away, word
        return best[1] if best else None

    def _paragraph(self, now: Selection, base: Span | None, forward: bool, extend: bool) -> Selection:
        scene, position = self.scene, now.focus
        if base is not None and not extend:
            position = base.start
        starts = [0, *(block.next for block in scene.blocks if block.closes and block.next < len(scene.text))]
        if forward:
            target = next((start for start in starts if start > position), len(scene.text))
        else:
            target = next((start for start in reversed(starts) if start < position), 0)
        if extend:
            return now.anchored().to(target)
        word = next_word(scene.text, target)
        if word is not None and scene.flow.index_of(word.start) == scene.flow.index_of(target):
            return self.take(word)
        return Selection.at(target)
