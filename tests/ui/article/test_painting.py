"""What is painted, and that no more is painted than has changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPalette, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from ui.article import ArticleView
from ui.theme import make_theme

TEXT = "\n".join(
    f"فقرة رقم {number} وفيها كلام عن مدينة حلب وعن سوريا كلها وعن غيرها من البلاد" for number in range(30)
)


class Painted(QObject):
    """Collects what the view is asked to paint."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self.region = QRegion()
        QApplication.processEvents()
        view.viewport().installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() == QEvent.Type.Paint:
            self.region = self.region.united(event.region())
        return False

    def take(self) -> QRect:
        QApplication.processEvents()
        found, self.region = self.region.boundingRect(), QRegion()
        return found


def paragraph(view: ArticleView, number: int) -> QRect:
    top = view.scene.top(number) - view.verticalScrollBar().value()
    return QRect(0, round(top), view.viewport().width(), round(view.scene.flow.height(number)))


def start_of(number: int) -> int:
    return sum(len(line) + 1 for line in TEXT.split("\n")[:number])


def test_a_mark_paints_only_its_paragraph(make_view, make_mark) -> None:
    view = make_view(TEXT)
    painted = Painted(view)
    painted.take()
    start = start_of(4)
    for change in (
        lambda: view.change_marks([], [make_mark("m", (start, start + 4))]),
        lambda: view.change_marks([], [make_mark("m", (start, start + 4), hue="green", name="بلد")]),
        lambda: view.change_marks(["m"], []),
    ):
        change()
        region = painted.take()
        assert not region.isEmpty()
        assert paragraph(view, 4).adjusted(0, -1, 0, 1).contains(region)


def test_a_mark_out_of_view_paints_nothing(make_view, make_mark) -> None:
    view = make_view(TEXT, height=300)
    painted = Painted(view)
    painted.take()
    start = start_of(25)
    view.change_marks([], [make_mark("m", (start, start + 4))])
    assert painted.take().isEmpty()


def test_a_first_mark_moves_no_line(make_view, make_mark) -> None:
    view = make_view(TEXT)
    place = start_of(9)
    before = view.rects(Span(place, place + 4))
    view.change_marks([], [make_mark("m", (start_of(3), start_of(3) + 8))])
    assert view.rects(Span(place, place + 4)) == before


def test_lines_make_room_for_a_second_lane_and_keep_it(make_view, make_mark) -> None:
    view = make_view(TEXT, (make_mark("a", (start_of(3), start_of(3) + 4)),))
    place = start_of(9)
    (before,) = view.rects(Span(place, place + 4))
    view.change_marks([], [make_mark("b", (start_of(3), start_of(3) + 12))])
    (after,) = view.rects(Span(place, place + 4))
    assert after.top() - before.top() == 4
    view.change_marks(["b"], [])
    assert view.rects(Span(place, place + 4)) == [after]


def test_moving_the_selection_paints_only_its_lines(make_view) -> None:
    view = make_view(TEXT)
    view.select(Span(start_of(3), start_of(3) + 4))
    painted = Painted(view)
    painted.take()
    view.move("word", True)
    assert paragraph(view, 3).adjusted(0, -1, 0, view.scene.flow.headline_zones.handle_bottom).contains(painted.take())


@pytest.mark.parametrize("dark", [False, True])
def test_colours_stand_where_they_should(make_view, make_mark, dark: bool) -> None:
    theme = make_theme(dark=dark)
    look = theme.hue("green")
    view = make_view(TEXT)
    view.set_theme(theme)
    place = start_of(2)
    span = Span(place, place + 4)
    mark = make_mark("m", span)
    view.set_marks([type(mark)("m", (span,), type(mark.look)("بلد", "بل", look))])
    (box,) = view.rects(span)
    image = view.viewport().grab().toImage()
    zones = view.scene.flow.zones
    baseline = box.bottom() - zones.fill_bottom

    def near(x: float, y: float, wanted: QColor) -> bool:
        return image.pixelColor(round(x), round(y)).rgb() == wanted.rgb()

    assert near(box.left() + 3, box.top() + 1, look.fill)
    assert near(box.center().x(), baseline + zones.bar_top + 0.5, look.strong)
    ((_, chip),) = view.chip_rects()
    assert near(chip.left() + 2, chip.top() + 6, look.fill)
    assert chip.bottom() == box.top()
    assert near(5, 5, theme.page)
    view.select_mark("m")
    image = view.viewport().grab().toImage()
    assert near(chip.left() + 2, chip.top() + 6, look.strong)


def test_the_selection_has_the_platforms_colour(make_view) -> None:
    view = make_view(TEXT)
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#123456"))
    view.setPalette(palette)
    span = Span(start_of(2), start_of(2) + 4)
    view.select(span)
    (box,) = view.rects(span)
    image = view.viewport().grab().toImage()
    assert image.pixelColor(round(box.left()) + 2, round(box.top()) + 1).name() == "#123456"
    assert image.pixelColor(round(box.left()) - 3, round(box.top()) + 1).name() != "#123456"


def test_an_unsaved_mark_is_hollow_only_after_a_while(make_view, make_mark, qtbot) -> None:
    view = make_view(TEXT)
    view.change_marks([], [make_mark("m", (start_of(2), start_of(2) + 4), unsaved=True)])
    assert view.state.hollow == set()  # no event has passed: not even a slow machine has come to the end of the while
    qtbot.waitUntil(lambda: view.state.hollow == {"m"})
    view.change_marks([], [make_mark("m", (start_of(2), start_of(2) + 4))])
    assert view.state.hollow == set()


def test_the_card_comes_after_a_rest_and_goes_with_a_key(make_view, make_mark, hand, qtbot) -> None:
    view = make_view(TEXT, (make_mark("m", (start_of(2), start_of(2) + 4)),))
    view.card_text = lambda mark_id: ["شخص", f"<b>{mark_id}</b>"]
    QTest.mouseMove(view.viewport(), hand(view).before(start_of(2) + 2))
    assert view.state.hovered == "m"
    card = view._hover.card
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible)
    QTest.keyClick(view, "x")
    assert not card.isVisible()
    view.set_hover_card(False)
    QTest.mouseMove(view.viewport(), hand(view).before(start_of(3) + 2))
    assert view.state.hovered is None


def test_the_strip_shows_marks_and_goes_there(make_view, make_mark, qtbot) -> None:
    last = start_of(28)
    view = make_view(TEXT, (make_mark("a", (0, 4)), make_mark("b", (last, last + 4), problem=True)), height=400)
    strip = view._strip
    qtbot.waitUntil(lambda: len(strip.ticks()) == 2)
    first, second = strip.ticks()
    assert first.y < 40
    assert second.y > 340
    assert second.problem
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPointF(6, second.y).toPoint())
    assert view.viewport().rect().intersects(view.rects(Span(last, last + 4))[0].toRect())
