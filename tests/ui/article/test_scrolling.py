"""Long articles: lazy, and what a reader looks at never jumps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from annotator.text.graphemes import is_boundary
from ui.article.blocks import LONGEST, blocks_of, display_text
from ui.article.flow import KEPT, Heights

WORDS = "قال مصدر مسؤول في مدينة حلب إن القوافل وصلت إلى الأحياء الشرقية بعد هدنة قصيرة وأضاف أن المستشفيات تعمل "
LONG = "\n".join(WORDS * (1 + number % 7) for number in range(1500))


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.data())
def test_sums_of_heights(heights: list[int], data) -> None:
    sums = Heights(heights)
    for _ in range(5):
        number, height = data.draw(st.integers(0, len(heights) - 1)), data.draw(st.integers(0, 300))
        assert sums.change(number, height) == height - heights[number]
        heights[number] = height
        assert [sums.before(i) for i in range(len(heights) + 1)] == [sum(heights[:i]) for i in range(len(heights) + 1)]
        y = data.draw(st.integers(0, 5000))
        found = sums.at(y)
        if y < sum(heights):
            assert sum(heights[:found]) <= y < sum(heights[: found + 1])
        else:
            assert found == len(heights) - 1


@given(
    st.lists(st.sampled_from(["قال", " ", ". ", "😀", "\n", "\r\n", "\u2028", "e\u0301", "مُ", "، "]), max_size=40),
    st.integers(1, 900),
)
def test_blocks_tile_the_text(parts: list[str], times: int) -> None:
    text = "".join(parts) * times
    blocks = blocks_of(text)
    assert blocks[0].start == 0
    assert blocks[-1].next == len(text)
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        assert block.start <= block.end <= block.next
        assert block.end - block.start <= LONGEST
        assert after is None or after.start == block.next
        assert is_boundary(text, block.start)
        assert block.closes or block.end == block.next
        shown = display_text(text[block.start : block.end])
        assert len(shown.encode("utf-16-le")) == len(text[block.start : block.end].encode("utf-16-le"))


def test_the_first_short_paragraph_is_the_headline() -> None:
    assert blocks_of("عنوان\nنص")[0].headline
    assert not blocks_of("عنوان")[0].headline
    assert not blocks_of("عنوان\n\n")[0].headline
    assert not blocks_of("ع" * 130 + "\nنص")[0].headline
    assert not blocks_of("\nعنوان\nنص")[0].headline


def test_only_what_is_seen_is_laid_out(make_view) -> None:
    view = make_view(LONG)
    assert len(view.scene.flow.laid_out()) < 20
    bar = view.verticalScrollBar()
    assert bar.maximum() > 100_000
    for part in range(1, 60):
        bar.setValue(bar.maximum() * part // 60)
        QApplication.processEvents()
    assert len(view.scene.flow.laid_out()) <= KEPT


def test_the_text_in_view_never_jumps_while_heights_turn_exact(make_view, qtbot) -> None:
    view = make_view(LONG, width=700)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    place = view.scene.blocks[view._scroller.visible()[1]].start
    before = view.rects(Span(place, place + 3))[0].top()
    qtbot.waitUntil(lambda: len(view.scene.flow.exact) == len(view.scene.blocks))
    assert view.rects(Span(place, place + 3))[0].top() == before


def test_scrolling_up_over_estimates_moves_by_what_was_asked(make_view) -> None:
    view = make_view(LONG, width=700)
    view._scroller._idle.stop()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    for _ in range(120):
        view._scroller._idle.stop()
        place = view.scene.blocks[view._scroller.visible()[1]].start
        before = view.rects(Span(place, place + 3))[0].top()
        bar.setValue(bar.value() - 60)
        assert view.rects(Span(place, place + 3))[0].top() == before + 60


def test_every_place_can_be_brought_into_view(make_view) -> None:
    view = make_view(LONG)
    view._scroller._idle.stop()
    for part in (1, 17, 50, 49, 99, 100, 0, 60):
        place = min(len(LONG) - 4, len(LONG) * part // 100)
        place = LONG.rindex("قال", 0, place + 4) if part else 0
        view.ensure_visible(Span(place, place + 3))
        assert view.viewport().rect().contains(view.rects(Span(place, place + 3))[0].toRect())
    view.ensure_visible(Span(len(LONG), len(LONG)))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_size_and_width_keep_the_first_line(make_view) -> None:
    view = make_view(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    QApplication.processEvents()
    place = view._scroller.anchor().position
    top = view.rects(Span(place, place + 2))[0].top()
    view.set_text_size(28)
    assert abs(view.rects(Span(place, place + 2))[0].top() - top) < 40
    for width in range(840, 600, -20):
        view.resize(width, 700)
        QApplication.processEvents()
    assert abs(view.rects(Span(place, place + 2))[0].top() - top) < 40
    assert view.text_size == 28


def test_one_endless_paragraph(make_view, make_mark) -> None:
    text = WORDS * 3000
    span = Span(len(text) // 2, len(text) // 2 + 400)
    view = make_view(text, (make_mark("m", span),))
    assert len(view.scene.flow.laid_out()) <= 3
    view.select_mark("m")
    boxes = view.rects(span)
    assert view.viewport().rect().contains(boxes[0].toRect())
    assert len(boxes) > 4


def test_empty_and_tiny_articles(make_view) -> None:
    for text in ("", "\n", "\r\n\r\n", "ا", " ", "\ufeff", "😀"):
        view = make_view(text)
        view.grab()
        for unit in ("grapheme", "word", "line", "edge", "paragraph", "page", "document"):
            for forward in (True, False):
                for extend in (True, False):
                    view.move(unit, forward, extend=extend)
                    assert 0 <= view.caret <= len(text)
        view.choose_neighbour(True)
        assert view.selected_mark is None


def test_a_question_about_another_place_moves_nothing(make_view) -> None:
    view = make_view(LONG, width=700)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view._scroller._idle.stop()
    place = view.scene.blocks[view._scroller.visible()[1]].start
    before = view.rects(Span(place, place + 3))[0].top()
    for other in range(0, 40):
        view.rects(Span(view.scene.blocks[other].start, view.scene.blocks[other].start + 1))
    view.grab()
    assert view.rects(Span(place, place + 3))[0].top() == before
