"""Tabs that stay in one line, parts that get on with little room, boxes in the window's own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, OpenWindow, keys, open_named
from ui.dialogs.boxes import Box
from ui.hands import press, settle
from ui.i18n import Translator
from ui.look import Look
from ui.settings import Settings
from ui.theme import make_theme
from ui.widgets.room import Pages, Yielding
from ui.widgets.tabs import Tab, TabRow, TabWords
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(make_theme(dark=False), Translator("en"))


def row_of(look: Look, counts: list[int]) -> TabRow:
    names = ("Mentions", "Events", "Problems", "Entities", "Relations")
    return TabRow(
        look,
        [TabWords(lambda name=name: name, "event", lambda n=n: counts[n]) for n, name in enumerate(names)],
        one_line=True,
    )


def faces(row: TabRow) -> list[str]:
    """What each tab shows: its words, or less."""
    return [tab._face for tab in row.tabs]


def test_words_give_way_to_icons_where_there_is_no_room(look: Look, qtbot) -> None:
    counts = [3, 0, 12, 1, 999]
    row, place = row_of(look, counts), QWidget()
    QVBoxLayout(place).addWidget(row)
    place.layout().setContentsMargins(0, 0, 0, 0)
    qtbot.addWidget(place)
    place.resize(1000, 40)
    place.show()
    settle()
    assert faces(row) == ["words"] * 5
    assert [tab.text() for tab in row.tabs] == ["Mentions 3", "Events", "Problems 12", "Entities 1", "Relations 999"]
    place.resize(320, 40)
    settle()
    assert faces(row) == ["words", "count", "count", "count", "count"]
    assert row.tabs[2].toolTip() == "Problems 12"
    place.resize(200, 40)
    settle()
    assert faces(row) == ["words", "sign", "sign", "sign", "sign"]
    row.choose(4)
    settle()
    assert faces(row) == ["sign", "sign", "sign", "sign", "words"]
    assert [tab.accessibleName() for tab in row.tabs] == [tab.text() for tab in row.tabs]
    assert len({tab.y() for tab in row.tabs}) == 1
    counts[0] = 4
    row.refresh()
    assert row.tabs[0].accessibleName() == "Mentions 4"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("size", "scale"), [((1440, 900), 100), ((1280, 720), 100), ((1440, 900), 150)])
def test_the_inspectors_tabs_stand_in_one_line(
    open_window: OpenWindow, settings: Settings, language: str, size: tuple[int, int], scale: int
) -> None:
    settings.set("look/language", language)
    settings.set("look/scale", scale)
    window = open_window(ME, size=size)
    open_named(window, "09-ceasefire")
    window.show_inspector()
    settle()
    tabs = window.inspector.tabs
    for place, tab in enumerate(tabs.tabs):
        if tab.isHidden():
            continue
        tabs.choose(place)
        settle()
        shown: list[Tab] = [each for each in tabs.tabs if each.isVisible()]
        assert len({each.y() for each in shown}) == 1
        assert all(tabs.rect().contains(each.geometry()) for each in shown)


def test_what_is_about_the_mention_scrolls_before_the_lists_are_squeezed(open_window: OpenWindow) -> None:
    window = open_window(ME, size=(1280, 720))
    open_named(window, "09-ceasefire")
    keys(window, "Tab", "KeyG")
    settle()
    composer = window.inspector.pages.remarks.composer
    assert composer.words.hasFocus()
    assert composer.words.height() >= composer.words.sizeHint().height()
    for button in (composer.ask, composer.note):
        assert button.height() >= button.sizeHint().height()
    press(composer.words, "Escape")
    keys(window, "Shift+KeyN")
    settle()
    area = next(each for each in window.inspector.findChildren(Yielding) if each.isAncestorOf(window.inspector.note))
    place = window.inspector.note.mapTo(area.viewport(), window.inspector.note.rect().topLeft())
    assert area.viewport().rect().contains(place)  # what has the keyboard is in view


def test_an_area_takes_what_it_needs_and_no_more(look: Look, qtbot) -> None:
    content, pages, whole = QWidget(), Pages(look), QWidget()
    content.setMinimumHeight(300)
    small, large = QWidget(), QWidget()
    large.setMinimumHeight(400)
    pages.addWidget(small)
    pages.addWidget(large)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    area = Yielding(look, content)
    column.addWidget(area)
    column.addWidget(pages, 1)
    qtbot.addWidget(whole)
    whole.resize(200, 600)
    whole.show()
    settle()
    assert area.height() == 300
    pages.setCurrentWidget(large)
    settle()
    assert area.height() == 200
    content.setMinimumHeight(100)
    settle()
    assert area.height() == 100


def test_a_box_is_answered_by_its_own_buttons_and_escape_is_no_answer(window: Window, monkeypatch) -> None:
    def answer(box: Box, key: Qt.Key) -> int:
        box.show()
        settle()
        box.activateWindow()
        QTest.keyClick(box.focusWidget(), key)
        settle()
        return 0

    def ask(key: Qt.Key) -> tuple[Box, object]:
        monkeypatch.setattr(Box, "exec", lambda box: answer(box, key))
        box = Box(window.look, window, "help", "؟", "ثم", ("a", "b"))
        box.offer("لا")
        box.offer("نعم", "main")
        return box, box.ask()

    box, chosen = ask(Qt.Key.Key_Return)
    assert chosen is box.buttons[1]
    box, chosen = ask(Qt.Key.Key_Escape)
    assert chosen is None
    assert not box.isVisible()


def test_menus_fit_a_laptop(window: Window) -> None:
    for top in window.menus.bar.actions():
        assert top.menu().sizeHint().height() <= 720


def test_a_narrow_window_says_where_the_form_of_an_event_is(open_window: OpenWindow) -> None:
    window = open_window(ME, size=(900, 700))
    open_named(window, "09-ceasefire")
    trigger = next(event.trigger for event in window.desk.layer.events.values())
    window.article.select_mark(trigger)
    settle()
    assert not window.form.isVisible()
    assert "F4" in window.status.message.text()
    keys(window, "F4")
    assert window.form.isVisible()
