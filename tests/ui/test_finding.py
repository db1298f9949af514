"""Finding in the article and in all documents: however it is spelled, exactly when asked, to and fro by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named, write
from ui.hands import press, settle
from ui.models.search import FoundRole
from ui.window import Window


@pytest.fixture
def flood(window: Window) -> Window:
    open_named(window, "02-flood")
    return window


def look_for(window: Window, text: str) -> None:
    keys(window, "Ctrl+KeyF")
    assert window.find_bar.field.hasFocus()
    window.find_bar.field.clear()
    write(window.find_bar.field, text)
    settle()


def selected(window: Window) -> str:
    span = window.article.selection
    return window.article.text[span.start : span.end] if span else ""


def test_typing_finds_through_spelling_and_goes_there(flood: Window) -> None:
    height = flood.article.height()
    look_for(flood, "راس النخيل")
    assert len(flood.finder.hits) == 5
    assert flood.find_bar.count.text() == "١ من ٥"
    assert selected(flood) == "رأس النخيل"
    assert flood.article.height() == height


def test_enter_and_f3_go_on_and_round(flood: Window) -> None:
    look_for(flood, "رأس النخيل")
    field = flood.find_bar.field
    visited = [flood.finder.current]
    for chord in ("Enter", "Shift+Enter", "Shift+Enter", "F3"):
        press(field, chord)
        settle()
        visited.append(flood.finder.current)
        assert flood.article.selection == flood.finder.hits[flood.finder.current]
    assert visited == [0, 1, 0, 4, 0]


def test_exact_counts_every_sign(flood: Window) -> None:
    look_for(flood, "راس النخيل")
    QTest.mouseClick(flood.find_bar.exact, Qt.MouseButton.LeftButton)
    settle()
    assert flood.finder.hits == []
    assert flood.find_bar.count.text() == "لا مواضع"


def test_esc_closes_and_what_was_found_can_be_marked(flood: Window) -> None:
    look_for(flood, "نهر السرو")
    QTest.keyClick(flood.find_bar.field, Qt.Key.Key_Escape)
    settle()
    assert not flood.finding.active
    assert flood.article.hasFocus()
    assert selected(flood) == "نهر السرو"
    keys(flood, "Digit4")
    assert [m.label for m in flood.desk.layer.mentions.values()] == ["LOC"]


def test_a_selection_is_what_is_looked_for(flood: Window) -> None:
    flood.article.select(find(flood, "نهر السرو"))
    keys(flood, "Ctrl+KeyF")
    assert flood.find_bar.field.text() == "نهر السرو"
    keys(flood, "Escape")
    assert not flood.finding.active


def test_all_documents(flood: Window, qtbot) -> None:
    flood.article.select(find(flood, "راس النخيل".replace("ا", "أ", 1)))
    keys(flood, "Ctrl+Shift+KeyF")
    assert flood.results.isVisible()
    qtbot.waitUntil(lambda: not flood.everywhere.running)
    rows = [flood.everywhere.index(row).data(FoundRole) for row in range(flood.everywhere.rowCount())]
    headings = [row for row in rows if row.span is None]
    assert len(headings) == flood.everywhere.documents > 2
    assert sum(row.count for row in headings) == flood.everywhere.places == len(rows) - len(headings)
    assert all(row.surface for row in rows if row.span)
    QTest.keyClick(flood.results.field, Qt.Key.Key_Down)
    assert flood.results.list.hasFocus()
    other = next(n for n, row in enumerate(rows) if row.span and row.document != flood.desk.document.id)
    flood.results.list.setCurrentIndex(flood.everywhere.index(other))
    QTest.keyClick(flood.results.list, Qt.Key.Key_Return)
    settle()
    assert flood.desk.document.id == rows[other].document
    assert flood.article.selection == rows[other].span
    assert flood.results.isVisible()
    flood.results.list.setFocus()
    QTest.keyClick(flood.results.list, Qt.Key.Key_Escape)
    settle()
    assert flood.documents_panel.isVisible()
    assert flood.article.hasFocus()


def test_in_a_narrow_window_the_places_lie_over_the_page(open_window, qtbot) -> None:
    window = open_window(size=(1024, 700))
    keys(window, "Ctrl+Shift+KeyF")
    assert window.results.isVisible()
    assert window.results.field.hasFocus()
    QTest.keyClicks(window.results.field, "xyzzy")
    qtbot.waitUntil(lambda: window.everywhere.query == "xyzzy" and not window.everywhere.running)
    assert window.everywhere.rowCount() == 0
