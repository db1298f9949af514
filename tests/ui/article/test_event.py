"""One event shown alone: roles as chips, everything else stepped back, lines that follow the lines of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from tests.ui.article.test_painting import Painted
from ui.article import ArticleView
from ui.article.arguments import Argument, Connector, EventView, connectors
from ui.article.marks import Mark, MarkLook

LINES = [f"سطر رقم {n} وفيه كلام عن مدينة حلب (Aleppo) وعن سوريا كلها وعن غيرها من البلاد البعيدة" for n in range(40)]
TEXT = "\n".join(LINES)
MakeMark = Callable[..., Mark]


def word(line: int, surface: str) -> tuple[int, int]:
    start = sum(len(each) + 1 for each in LINES[:line]) + LINES[line].index(surface)
    return start, start + len(surface)


def role(view: ArticleView, name: str, place: tuple[int, int], hue: str = "green", **more: bool) -> Argument:
    look = MarkLook(name, name[:3], view.theme.hue(hue))
    return Argument(Mark(f"0:{name}", (Span(*place),), look, **more))


@pytest.fixture
def view(make_view, make_mark) -> ArticleView:
    marks = (
        make_mark("t", word(3, "كلام"), hue="crimson", name="قصف", event=True),
        make_mark("a", word(3, "حلب"), name="بلد"),
        make_mark("b", word(4, "سوريا"), name="بلد"),
        make_mark("c", word(1, "مدينة"), name="مكان"),
        make_mark("far", word(38, "سوريا"), name="بلد"),
    )
    return make_view(TEXT, marks)


def shown(view: ArticleView, *arguments: Argument) -> EventView:
    trigger = view.scene.marks.get("t")
    assert trigger is not None
    event = EventView(trigger, arguments)
    view.select_mark("t")
    view.set_event(event)
    QApplication.processEvents()
    return event


def lines(view: ArticleView, event: EventView) -> list[Connector]:
    return connectors(view.scene, event, view.verticalScrollBar().value(), view.viewport().height())


def test_only_the_event_has_chips(view: ArticleView) -> None:
    before = {id for id, _ in view.chip_rects()}
    assert before == {"t", "a", "b", "c"}
    shown(view, role(view, "المكان", word(4, "سوريا")))
    assert {id for id, _ in view.chip_rects()} == {"t", "0:المكان"}
    view.set_event(None)
    assert {id for id, _ in view.chip_rects()} == before


def test_line_breaks_and_heights_stay(view: ArticleView) -> None:
    breaks, height = view.line_breaks(), view.verticalScrollBar().maximum()
    shown(view, role(view, "المكان", word(3, "حلب")), role(view, "الزمان", word(3, "مدينة حلب (Aleppo)"), "sky"))
    assert (view.line_breaks(), view.verticalScrollBar().maximum()) == (breaks, height)


def test_what_does_not_belong_steps_back(view: ArticleView) -> None:
    box = view.rects(Span(*word(1, "مدينة")))[0].toAlignedRect().adjusted(2, 2, -2, -2)
    before = _commonest(view, box)
    shown(view, role(view, "المكان", word(3, "حلب")))
    page = view.theme.page.getRgb()[:3]
    after = _commonest(view, box)
    assert after != before
    assert all(abs(a - p) < abs(b - p) for a, b, p in zip(after, before, page, strict=True) if b != p)


def test_a_line_leads_to_each_argument_and_leaves_by_the_margin(view: ArticleView) -> None:
    event = shown(
        view,
        role(view, "بجانبه", word(3, "حلب")),
        role(view, "تحته", word(4, "سوريا"), "sky"),
        role(view, "فوقه", word(1, "مدينة"), "teal"),
    )
    width = view.scene.flow.style.width
    beside, above, below = lines(view, event)
    for connector, place in ((beside, word(3, "حلب")), (above, word(1, "مدينة")), (below, word(4, "سوريا"))):
        box = view.scene.rects(Span(*place))[0]
        assert connector.dot is not None
        assert abs(connector.dot.x() - box.right()) < 2
        assert 0 < connector.dot.y() - box.bottom() < 12
    assert max(point.x() for point in beside.points) < width
    for connector in (above, below):
        assert width + 10 <= max(point.x() for point in connector.points) < width + 40


def test_lines_do_not_cross_where_they_leave(view: ArticleView) -> None:
    event = shown(view, *(role(view, f"دور {n}", word(n, "سوريا"), "sky") for n in (4, 5, 6, 7, 8)))
    found = lines(view, event)
    channels = [max(point.x() for point in connector.points) for connector in found]
    levels = [connector.points[0].y() for connector in found]
    assert channels == sorted(channels)
    assert levels == sorted(levels, reverse=True)


def test_out_of_view_there_is_a_pointer_with_the_number_of_lines(view: ArticleView) -> None:
    event = shown(view, role(view, "بعيد", word(38, "سوريا")))
    (away,) = lines(view, event)
    assert away.tip is not None
    assert 50 < away.beyond < 2 * 38  # each of the 38 takes two lines, and a dozen are seen
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    QApplication.processEvents()
    (near,) = lines(view, event)
    assert near.tip is None
    assert near.dot is not None


def test_a_candidate_is_dashed_and_asks(view: ArticleView) -> None:
    event = shown(view, role(view, "المكان", word(4, "سوريا"), suggestion=True))
    assert lines(view, event)[0].dashed


def test_the_next_candidate_paints_its_lines_and_the_margin_only(view: ArticleView) -> None:
    shown(view, role(view, "المكان", word(4, "سوريا"), suggestion=True))
    painted = Painted(view)
    painted.take()
    shown(view, role(view, "المكان", word(5, "سوريا"), suggestion=True))
    inside = painted.region.intersected(QRect(0, 0, view.viewport().width() - 160, 2000))
    painted.take()
    top, bottom = view.rects(Span(*word(2, "حلب")))[0].bottom(), view.rects(Span(*word(7, "حلب")))[0].top()
    assert not inside.intersects(QRect(0, round(bottom), 200, 900))
    assert not inside.intersects(QRect(0, 0, 200, round(top) - 30))


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_narrower_view_leaves_the_text_where_it_is(make_view, direction: Qt.LayoutDirection) -> None:
    view = make_view(TEXT, width=848)
    view.setLayoutDirection(direction)

    def place() -> float:
        """From the edge that stays."""
        left = view.origin().x()
        return left if direction == Qt.LayoutDirection.LeftToRight else view.viewport().width() - left

    breaks, at = view.line_breaks(), place()
    view.set_narrowed(52)
    view.resize(796, 700)
    QApplication.processEvents()
    assert (view.line_breaks(), place()) == (breaks, at)
    view.resize(848, 700)
    view.set_narrowed(0)
    QApplication.processEvents()
    assert (view.line_breaks(), place()) == (breaks, at)


def _commonest(view: ArticleView, box: QRect) -> tuple[int, int, int]:
    image = view.viewport().grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)
    colors = [image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())]
    return max(set(colors), key=colors.count)
