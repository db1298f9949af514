"""A drag from any point to any point of wrapped, mixed-direction text takes exactly the graphemes between.

HASHIYA_DRAGS=50 runs fifty times as many examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from annotator.text.graphemes import boundaries
from ui.article import ArticleView
from ui.article.mouse import SLACK

EXAMPLES = 60 * int(os.environ.get("HASHIYA_DRAGS", "1"))
DRAGS = 10
PIECES = [
    "قال",
    "وزير",
    "الخارجية",
    "وسوريا",
    "والـ12",
    "ولدمشق",
    "لا",
    "إلّا",
    "الله",
    "والسلام",
    "لأحمد",
    "شيء",
    "أ.ف.ب.",
    "ـــ",
    "عَبْدُ",
    "الرَّحْمٰنِ",
    "الكاظِمِيُّ",
    "مُحَمَّدٌ",
    "عبد\u200cالله",
    "«الهلال",
    "(BlueTide",
    "Marine)",
    "Reuters",
    "C++",
    "UTC+3",
    "été",
    "COVID-19",
    "[3]",
    "12,5%",
    "١٢٫٥",
    "15/12/2016",
    "5-3",
    "-5",
    "+963",
    "#حلب",
    "@user",
    "😀",
    "👩\u200d👩\u200d👧",
    "🇸🇾",
    "❤️",
    "👍🏽",
    "\u200f،",
    "\u200e.",
    "”بلا",
    "“ثم”",
    ":",
    "؛",
    "؟",
    "!",
    "\u2068Latin\u2069",
    "عربي/English",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=45).map(" ".join)
SHARES = st.floats(0.02, 0.98)
PLACES = st.tuples(st.integers(0, 10_000), SHARES, st.floats(0.05, 0.95))


@pytest.fixture
def view(make_view) -> Iterator[ArticleView]:
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(0)
    yield make_view("", width=620, height=900)
    QApplication.setDoubleClickInterval(before)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    text=TEXTS,
    width=st.integers(330, 900),
    drags=st.lists(st.tuples(PLACES, PLACES), min_size=DRAGS, max_size=DRAGS),
)
def test_a_drag_between_two_letters_takes_the_graphemes_between(view, text: str, width: int, drags: list) -> None:
    shown = show(view, text, width)
    if not shown:
        return
    for first, last in drags:
        start, from_point = aim(view, shown, first)
        end, to_point = aim(view, shown, last)
        if (from_point - to_point).manhattanLength() <= SLACK:
            continue
        drag(view, from_point, to_point)
        wanted = Span(min(start, end), max(start, end)) if start != end else None
        assert view.selection == wanted, (text, from_point, to_point)


@settings(max_examples=EXAMPLES // 2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXTS, width=st.integers(330, 900), points=st.lists(st.tuples(SHARES, SHARES), min_size=4, max_size=4))
def test_any_points_lead_to_whole_graphemes_and_there_and_back_is_the_same(view, text: str, width: int, points) -> None:
    show(view, text, width)
    edges = set(boundaries(text))
    size = view.viewport().size()
    at = [QPoint(round(x * (size.width() - 1)), round(y * (size.height() - 1))) for x, y in points]
    for one, other in pairwise(at):
        if (one - other).manhattanLength() <= SLACK:
            continue
        drag(view, one, other)
        there = view.selection
        assert there is None or set(there) <= edges, (text, one, other)
        drag(view, other, one)
        assert view.selection == there, (text, one, other)


def show(view: ArticleView, text: str, width: int) -> list[tuple[Span, list[QRect]]]:
    """Shows a text; its graphemes that can be seen, each with its boxes."""
    view.resize(width, 900)
    view.set_article(text)
    QApplication.processEvents()
    spans = (Span(*pair) for pair in pairwise(boundaries(text)))
    boxed = [(span, [box for box in view.rects(span) if box.width() > 2]) for span in spans]
    return [(span, boxes) for span, boxes in boxed if boxes]


def aim(view: ArticleView, shown, place: tuple[int, float, float]) -> tuple[int, QPoint]:
    """A point on a letter, and the place of the text that a hand means there: the side that it is nearer to.

    Which side of a letter comes first is asked of its neighbours on the screen, not of the code that is tested.
    """
    number, across, down = place
    span, boxes = shown[number % len(shown)]
    box = boxes[0]
    point = QPointF(box.left() + box.width() * across, box.top() + box.height() * down).toPoint()
    point.setX(min(max(point.x(), int(box.left()) + 1), int(box.right()) - 1))
    middle = box.center().x()
    if abs(point.x() - middle) < 1.0 or not box.left() < point.x() < box.right():
        point.setX(int(box.right()) - 1 if box.width() > 4 else round(box.right() - 1))
    right = point.x() >= middle
    before_is_right = is_rtl(view, span)
    return (span.start if right == before_is_right else span.end), point


def is_rtl(view: ArticleView, span: Span) -> bool:
    """Whether a letter runs from right to left, from the glyph run that Qt made of it."""
    scene = view.scene
    number = scene.flow.index_of(span.start)
    layout, block = scene.layout(number), scene.blocks[number]
    line = layout.lines[layout.line_at(span.start - block.start)]
    first, last = (layout.offsets.utf16(place - block.start) for place in span)
    return bool(line.qt.glyphRuns(first, last - first)[0].isRightToLeft())


def drag(view: ArticleView, start: QPoint, end: QPoint) -> None:
    viewport = view.viewport()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, button, none, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, button, none, end)
