from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from ui.article import ArticleView

TEXT = "وقال وزير الخارجية في دمشق إن «الهلال الأحمر» أرسل 12 شاحنة من Reuters إلى حلب."
LONG = " ".join([TEXT] * 6)


def send_mouse(view: ArticleView, kind: QEvent.Type, point: QPoint, time: int) -> None:
    there = QPointF(view.viewport().mapToGlobal(point))
    button = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, QPointF(point), there, button, button, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(time)
    QApplication.sendEvent(view.viewport(), event)


def span_of(text: str, part: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


@pytest.mark.parametrize(
    "before",
    [
        "",
        "قال 😀 👩‍👩‍👧 إن ",
        "سطر\r\nثان\r\n",
        "\ufeff",
        "\ufeffكلمة ",
        "نص\u00a0مع\u00a0فراغ ",
        "سطر\u2028ثان\u2029",
        "ك\u200cلمة\u200f ",
    ],
    ids=["plain", "emoji", "crlf", "bom", "bom-word", "nbsp", "u2028", "zwnj-rlm"],
)
@pytest.mark.parametrize("part", ["وزير الخارجية", "قال", "الهلال الأحمر", "Reuters", "12", "euter"])
def test_a_drag_stores_exact_code_points(make_view, hand, before: str, part: str) -> None:
    text = before + TEXT
    view = make_view(text)
    wanted = span_of(text, part)
    hand(view).drag(hand(view).before(wanted.start), hand(view).after(wanted.end))
    assert view.selection == wanted
    assert text[slice(*view.selection)] == part


def test_a_drag_backwards_selects_the_same(make_view, hand) -> None:
    view = make_view(TEXT)
    wanted = span_of(TEXT, "وزير الخارجية")
    hand(view).drag(hand(view).after(wanted.end), hand(view).before(wanted.start))
    assert view.selection == wanted
    assert view.caret == wanted.start


def test_a_drag_over_wrapped_lines(make_view, hand) -> None:
    view = make_view(LONG, width=420)
    wanted = Span(span_of(LONG, "الخارجية", 1).start, span_of(LONG, "شاحنة", 2).end)
    assert len({rect.top() for rect in view.rects(wanted)}) > 3
    hand(view).drag(hand(view).before(wanted.start), hand(view).after(wanted.end))
    assert view.selection == wanted


def test_every_word_of_a_narrow_article_can_be_dragged(make_view, hand) -> None:
    view = make_view(LONG[:330], width=360, height=900)
    hands = hand(view)
    start = 0
    for word in LONG[:330].split(" ")[:-1]:
        wanted = Span(start, start + len(word))
        hands.drag(hands.before(wanted.start), hands.after(wanted.end))
        assert view.selection == wanted, word
        start += len(word) + 1


def test_a_drag_within_vowel_marks_takes_whole_graphemes(make_view, hand) -> None:
    text = "قال مُحَمَّدٌ اليوم"
    view = make_view(text)
    hand(view).drag(hand(view).before(4), hand(view).after(13))
    assert text[slice(*view.selection)] == "مُحَمَّدٌ"


def test_clicks_walk_out_through_nested_marks(make_view, make_mark, hand) -> None:
    outer, inner = span_of(TEXT, "وزير الخارجية"), span_of(TEXT, "الخارجية")
    view = make_view(TEXT, (make_mark("outer", outer), make_mark("inner", inner)))
    chosen: list[str] = []
    view.mark_chosen.connect(chosen.append)
    point = hand(view).before(inner.start + 3)
    for expected in ("inner", "outer", "inner"):
        hand(view).click(point)
        assert view.selected_mark == expected
    assert view.selection is None
    hand(view).click(hand(view).before(span_of(TEXT, "دمشق").start + 2))
    assert view.selected_mark is None
    assert view.caret == span_of(TEXT, "دمشق").start + 2
    assert chosen == ["inner", "outer", "inner", ""]


def test_a_click_on_a_chip_chooses_its_mark(make_view, make_mark, hand) -> None:
    outer, inner = span_of(TEXT, "وزير الخارجية"), span_of(TEXT, "الخارجية")
    view = make_view(TEXT, (make_mark("outer", outer), make_mark("inner", inner)))
    for mark_id, rect in view.chip_rects():
        hand(view).click(rect.center().toPoint())
        assert view.selected_mark == mark_id
    assert len(view.chip_rects()) == 2


def test_shift_click_extends(make_view, hand) -> None:
    view = make_view(TEXT)
    start, end = span_of(TEXT, "وزير").start, span_of(TEXT, "دمشق").end
    hand(view).click(hand(view).before(start))
    assert view.selection is None
    hand(view).click(hand(view).after(end), Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == (start, end)
    nearer = span_of(TEXT, "الخارجية").end
    hand(view).click(hand(view).after(nearer), Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == (start, nearer)


def test_double_click_takes_the_word_through_the_hook(make_view, hand) -> None:
    view = make_view(TEXT)
    hand(view).double_click(hand(view).before(2))
    assert view.selection == span_of(TEXT, "وقال")
    view.word_hook = lambda word: Span(word.start + 1, word.end)
    hand(view).double_click(hand(view).before(3))
    assert view.selection == span_of(TEXT, "قال")


def test_third_click_takes_the_sentence_and_fourth_the_paragraph(make_view, hand) -> None:
    text = "جملة أولى. جملة ثانية هنا! ثالثة.\nفقرة أخرى."
    view = make_view(text)
    point = hand(view).before(text.index("ثانية") + 1)
    hand(view).double_click(point)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert text[slice(*view.selection)] == "جملة ثانية هنا!"
    presses = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonPress
    for time, kind in enumerate((*presses, QEvent.Type.MouseButtonDblClick)):
        for happens in (kind, QEvent.Type.MouseButtonRelease):
            send_mouse(view, happens, point, 10_000_000 + 100 * time)
    assert text[slice(*view.selection)] == text.split("\n")[0]


def test_a_press_inside_a_selection_starts_a_new_one(make_view, hand) -> None:
    view = make_view(TEXT)
    view.select(Span(0, len(TEXT)))
    wanted = span_of(TEXT, "الخارجية")
    hand(view).drag(hand(view).before(wanted.start), hand(view).after(wanted.end))
    assert view.selection == wanted


@pytest.mark.parametrize(
    ("edge", "to", "expected"), [("end", "دمشق", ("وزير", "دمشق")), ("start", "قال", ("قال", "الخارجية"))]
)
def test_handles_move_an_edge_and_tell_it_once(
    make_view, make_mark, hand, edge: str, to: str, expected: tuple[str, str]
) -> None:
    span = span_of(TEXT, "وزير الخارجية")
    view = make_view(TEXT, (make_mark("m", span),))
    told: list[tuple[str, int, int]] = []
    view.edge_dragged.connect(lambda *values: told.append(values))
    view.select_mark("m")
    boxes = view.rects(span)
    x = boxes[0].right() if edge == "start" else boxes[-1].left()
    grip = QPoint(round(x), round(boxes[0].bottom() + 6))
    target = hand(view).before(span_of(TEXT, to).start) if edge == "start" else hand(view).after(span_of(TEXT, to).end)
    hand(view).drag(grip, target)
    assert told == [("m", span_of(TEXT, expected[0]).start, span_of(TEXT, expected[1]).end)]
    assert view.selected_mark == "m"
    assert view.scene.marks.get("m").spans == (span,)


@pytest.mark.parametrize("size", [14, 20, 32])
def test_a_drag_that_begins_in_the_next_letter_selects(make_view, make_mark, hand, size: int) -> None:
    span = span_of(TEXT, "وزير الخارجية")
    view = make_view(TEXT, (make_mark("m", span),), size=size)
    told: list[str] = []
    view.edge_dragged.connect(lambda *values: told.append(values[0]))
    after, before = span.end + 1, span.start - 1
    for place, target in (
        (span.end, after + 2),
        (after, after + 2),
        (before - 1, span.start),
        (before, span.start + 2),
    ):
        view.select_mark("m")
        hand(view).drag(hand(view).before(place), hand(view).after(target))
        assert view.selection == Span(place, target)
    assert told == []


def test_the_mentions_own_edge_and_the_knob_are_the_handle(make_view, make_mark) -> None:
    span = span_of(TEXT, "وزير الخارجية")
    view = make_view(TEXT, (make_mark("m", span),))
    view.select_mark("m")
    box = view.rects(span)[0]
    middle, below = box.center().y(), box.bottom() + 6
    beside = {x: view.edge_at(QPointF(box.right() + x, middle)) for x in (-4, -2, 1, 4)}
    assert beside == {-4: None, -2: "start", 1: None, 4: None}
    under = {x: view.edge_at(QPointF(box.left() + x, below)) for x in (-10, -7, 0, 7, 10)}
    assert under == {-10: None, -7: "end", 0: "end", 7: "end", 10: None}


def test_an_edge_never_crosses_the_other(make_view, make_mark, hand) -> None:
    span = span_of(TEXT, "وزير الخارجية")
    view = make_view(TEXT, (make_mark("m", span),))
    told: list[tuple[str, int, int]] = []
    view.edge_dragged.connect(lambda *values: told.append(values))
    view.select_mark("m")
    box = view.rects(span)[0]
    hand(view).drag(QPoint(round(box.right()), round(box.bottom() + 6)), hand(view).after(span_of(TEXT, "دمشق").end))
    assert told == [("m", span.end - 1, span.end)]


def test_a_read_only_view_has_no_handles(make_view, make_mark, hand) -> None:
    span = span_of(TEXT, "وزير الخارجية")
    view = make_view(TEXT, (make_mark("m", span),))
    view.set_read_only(True)
    told: list[str] = []
    view.edge_dragged.connect(lambda *values: told.append(values[0]))
    view.select_mark("m")
    box = view.rects(span)[0]
    hand(view).drag(QPoint(round(box.right()), round(box.bottom() + 6)), hand(view).after(span_of(TEXT, "دمشق").end))
    assert told == []


def test_the_menu_chooses_what_is_under_it(make_view, make_mark, hand) -> None:
    span = span_of(TEXT, "دمشق")
    view = make_view(TEXT, (make_mark("m", span),))
    places: list[QPoint] = []
    view.context_menu_wanted.connect(places.append)
    point = hand(view).before(span.start + 1)
    there = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, there))
    assert view.selected_mark == "m"
    assert places == [there]


def test_a_drag_after_a_double_click_goes_word_by_word(make_view, hand) -> None:
    view = make_view(TEXT)
    hands = hand(view)
    start, end = hands.before(span_of(TEXT, "وزير").start + 1), hands.before(span_of(TEXT, "دمشق").start + 2)
    presses = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick
    for time, kind in enumerate(presses):
        send_mouse(view, kind, start, 20_000_000 + 50 * time)
    for point in (hands.before(span_of(TEXT, "الخارجية").start + 2), end):
        QTest.mouseMove(view.viewport(), point)
    send_mouse(view, QEvent.Type.MouseButtonRelease, end, 20_000_400)
    assert view.selection == (span_of(TEXT, "وزير").start, span_of(TEXT, "دمشق").end)


def test_a_drag_held_below_the_view_scrolls_and_selects_on(make_view, hand, qtbot) -> None:
    text = LONG * 8
    view = make_view(text, height=400)
    start = hand(view).before(5)
    viewport = view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    below = QPoint(start.x(), viewport.height() + 120)
    QTest.mouseMove(viewport, QPoint(start.x(), start.y() + 60))
    QTest.mouseMove(viewport, below)
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 300)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert view.selection is not None
    assert view.selection.start == 5
    assert view.viewport().rect().intersects(view.rects(Span(view.caret - 1, view.caret))[0].toRect())
    assert not view._mouse.timer.isActive()


def test_ctrl_and_the_wheel_ask_for_another_size(make_view) -> None:
    view = make_view(TEXT)
    asked: list[int] = []
    view.zoom_wanted.connect(asked.append)
    for delta in (120, -120):
        place = QPointF(50, 50)
        event = QWheelEvent(
            place,
            QPointF(view.viewport().mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
    assert asked == [1, -1]
