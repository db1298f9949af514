"""Movement by keys: in reading order, Left is forward."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from annotator.model import Span
from ui.article import ArticleView

TEXT = "وقال وزير الخارجية (Reuters) إن «الهلال» أرسل 12,5 طناً.\nفقرة ثانية مُحَمَّدٌ 😀 هنا"
K, M = Qt.Key, Qt.KeyboardModifier


def press(view: ArticleView, *keys: Qt.Key, modifier: Qt.KeyboardModifier = M.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(view, key, modifier)


def taken(view: ArticleView) -> str | None:
    return None if view.selection is None else view.text[slice(*view.selection)]


def test_left_takes_word_after_word(make_view) -> None:
    view = make_view(TEXT)
    found = []
    for _ in range(14):
        press(view, K.Key_Left)
        found.append(taken(view))
    assert found == [
        "وقال",
        "وزير",
        "الخارجية",
        "Reuters",
        "إن",
        "الهلال",
        "أرسل",
        "12,5",
        "طناً",
        "فقرة",
        "ثانية",
        "مُحَمَّدٌ",
        "هنا",
        "هنا",
    ]
    for word in reversed(found[:12]):
        press(view, K.Key_Right)
        assert taken(view) == word
    press(view, K.Key_Right)
    assert taken(view) == "وقال"


def test_the_word_under_the_caret_is_taken_first(make_view, hand) -> None:
    view = make_view(TEXT)
    for key in (K.Key_Left, K.Key_Right):
        hand(view).click(hand(view).before(TEXT.index("الخارجية") + 3))
        press(view, key)
        assert taken(view) == "الخارجية"


def test_the_hook_leaves_out_a_clitic_and_movement_goes_on(make_view) -> None:
    view = make_view(TEXT)
    view.word_hook = lambda word: Span(word.start + 1, word.end) if TEXT[word.start] == "و" else word
    found = []
    for _ in range(3):
        press(view, K.Key_Left)
        found.append(taken(view))
    assert found == ["قال", "زير", "الخارجية"]
    press(view, K.Key_Right, K.Key_Right)
    assert taken(view) == "قال"
    press(view, K.Key_Right)
    assert taken(view) == "قال"


def test_shift_extends_by_word_both_ways(make_view) -> None:
    view = make_view(TEXT)
    press(view, K.Key_Left, K.Key_Left)
    press(view, K.Key_Left, modifier=M.ShiftModifier)
    assert taken(view) == "وزير الخارجية"
    press(view, K.Key_Left, modifier=M.ShiftModifier)
    assert taken(view) == "وزير الخارجية (Reuters"
    press(view, K.Key_Right, K.Key_Right, modifier=M.ShiftModifier)
    assert taken(view) == "وزير"
    press(view, K.Key_Right, modifier=M.ShiftModifier)
    assert taken(view) == "وقال وزير"
    press(view, K.Key_Left, modifier=M.ShiftModifier)
    assert taken(view) == "وزير"


def test_alt_moves_by_grapheme(make_view) -> None:
    view = make_view(TEXT)
    start = TEXT.index("مُحَمَّدٌ")
    view.select(Span(start, start))
    stops = []
    for _ in range(4):
        press(view, K.Key_Left, modifier=M.AltModifier)
        stops.append(view.caret - start)
    assert stops == [2, 4, 7, 9]
    press(view, K.Key_Left, K.Key_Left, modifier=M.AltModifier)
    assert TEXT[view.caret - 1] == "😀"
    press(view, K.Key_Right, modifier=M.AltModifier)
    assert TEXT[view.caret] == "😀"
    assert view.selection is None


def test_alt_shift_moves_the_edge_at_the_caret(make_view) -> None:
    view = make_view(TEXT)
    press(view, K.Key_Left)
    press(view, K.Key_Right, modifier=M.AltModifier | M.ShiftModifier)
    assert taken(view) == "وقا"
    press(view, K.Key_Left, K.Key_Left, K.Key_Left, modifier=M.AltModifier | M.ShiftModifier)
    assert taken(view) == "وقال و"


def test_alt_left_leaves_a_selection_at_its_end(make_view) -> None:
    view = make_view(TEXT)
    press(view, K.Key_Left, K.Key_Left)
    press(view, K.Key_Left, modifier=M.AltModifier)
    assert (view.selection, view.caret) == (None, TEXT.index(" الخارجية"))


def test_down_and_up_keep_the_column(make_view) -> None:
    text = "كلمة أخرى طويلة جداً هنا وهناك في السطر " * 12
    view = make_view(text, width=420)
    press(view, K.Key_Left, K.Key_Left, K.Key_Left)
    first = view.selection
    x = view.rects(first)[0].center().x()
    words = []
    for _ in range(5):
        press(view, K.Key_Down)
        box = view.rects(view.selection)[0]
        assert box.left() - 60 < x < box.right() + 60
        words.append(view.selection)
    assert len({view.rects(word)[0].top() for word in [first, *words]}) == 6
    for word in reversed([first, *words[:-1]]):
        press(view, K.Key_Up)
        assert view.selection == word


def test_down_steps_over_empty_paragraphs(make_view) -> None:
    view = make_view("سطر أول\n\n\nسطر ثان")
    press(view, K.Key_Left, K.Key_Down)
    assert view.selection == Span(10, 13)
    press(view, K.Key_Up)
    assert view.selection == Span(0, 3)


def test_home_end_and_the_whole_article(make_view) -> None:
    text = "كلمة أخرى طويلة جداً هنا وهناك في السطر " * 6
    view = make_view(text, width=420)
    breaks = view.line_breaks()
    view.select(Span(breaks[1] + 3, breaks[1] + 3))
    press(view, K.Key_End)
    assert view.caret == breaks[2] - 1
    press(view, K.Key_Home)
    assert view.caret == breaks[1]
    press(view, K.Key_End, modifier=M.ShiftModifier)
    assert view.selection == Span(breaks[1], breaks[2] - 1)
    press(view, K.Key_End, modifier=M.ControlModifier)
    assert view.caret == len(text)
    press(view, K.Key_Home, modifier=M.ControlModifier | M.ShiftModifier)
    assert view.selection == Span(0, len(text))
    press(view, K.Key_Home, modifier=M.ControlModifier)
    assert (view.caret, view.selection) == (0, None)


def test_paragraphs_and_pages(make_view) -> None:
    view = make_view("\n".join(f"فقرة رقم {number} وفيها كلام" for number in range(80)), height=400)
    press(view, K.Key_Down, modifier=M.ControlModifier)
    assert taken(view) == "فقرة"
    assert view.selection.start == view.text.index("\n") + 1
    before = view.verticalScrollBar().value()
    press(view, K.Key_PageDown)
    here = view.selection
    assert view.verticalScrollBar().value() > before
    assert view.viewport().rect().intersects(view.rects(here)[0].toRect())
    press(view, K.Key_PageDown, K.Key_PageUp)
    assert abs(view.rects(view.selection)[0].top() - view.rects(here)[0].top()) < 60


def test_next_and_previous_mark(make_view, make_mark) -> None:
    view = make_view(
        TEXT, [make_mark("c", (19, 26)), make_mark("a", (5, 18)), make_mark("b", (10, 18)), make_mark("a2", (5, 9))]
    )
    order = []
    for _ in range(5):
        view.choose_neighbour(True)
        order.append(view.selected_mark)
    assert order == ["a", "a2", "b", "c", "c"]
    view.choose_neighbour(False)
    assert view.selected_mark == "b"
    assert view.state.ring
    press(view, K.Key_Left)
    assert view.selected_mark is None
    assert taken(view) == "Reuters"


def test_copy_gives_the_exact_text(make_view, make_mark) -> None:
    text = "أول\u00a0ثان\u200c\r\nثالث\u2028😀 e\u0301"
    view = make_view(text, (make_mark("m", (4, 7)),))
    press(view, K.Key_A, modifier=M.ControlModifier)
    press(view, K.Key_C, modifier=M.ControlModifier)
    assert QGuiApplication.clipboard().text() == text
    view.select_mark("m")
    press(view, K.Key_C, modifier=M.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ثان"


@pytest.mark.parametrize(
    "key", [K.Key_1, K.Key_Q, K.Key_Space, K.Key_Escape, K.Key_Return, K.Key_Backspace, K.Key_Delete, K.Key_F8]
)
def test_every_other_key_is_left_to_the_window(make_view, key: Qt.Key) -> None:
    view = make_view(TEXT)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, M.NoModifier)
    view.keyPressEvent(event)
    assert not event.isAccepted()


def test_moving_tells_once(make_view) -> None:
    view = make_view(TEXT)
    told: list[int] = []
    view.selection_changed.connect(lambda: told.append(view.caret))
    press(view, K.Key_Left, K.Key_Left)
    assert told == [4, 9]
