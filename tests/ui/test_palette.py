"""The command palette: everything the window can do, found in either language, run by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, find, keys, open_named, shown, write
from ui.hands import press, settle
from ui.window import Window


@pytest.fixture
def flood(window: Window) -> Window:
    open_named(window, "02-flood")
    return window


def words(window: Window) -> list[str]:
    return [item.words for item in window.palette_model.rows if item.group]


def test_it_opens_over_a_veil_and_esc_gives_the_keyboard_back(flood: Window) -> None:
    keys(flood, "Ctrl+KeyK")
    palette = flood.commands
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert palette._veil.isVisible()
    assert palette.y() == flood.top.height() + 12
    press(palette.field, "Escape")
    settle()
    assert not palette.isVisible()
    assert not palette._veil.isVisible()
    assert flood.article.hasFocus()


def test_the_field_of_the_top_bar_opens_it(flood: Window) -> None:
    QTest.mouseClick(flood.top.search, Qt.MouseButton.LeftButton)
    settle()
    assert flood.commands.isVisible()


@pytest.mark.parametrize("typed", ["organ", "منظم"])
def test_the_selected_mention_is_relabelled_by_a_name_in_either_language(flood: Window, typed: str) -> None:
    flood.article.select(find(flood, "نهر السرو"))
    keys(flood, "Digit4", "Ctrl+KeyK")
    write(flood.commands.field, typed)
    assert words(flood)[0] == "بدّل الوسم إلى منظمة"
    press(flood.commands.field, "Enter")
    settle()
    assert shown(flood) == {("نهر السرو", "ORG")}
    assert not flood.commands.isVisible()


def test_a_selection_is_marked(flood: Window) -> None:
    flood.article.select(find(flood, "نهر السرو"))
    keys(flood, "Ctrl+KeyK")
    write(flood.commands.field, "location")
    press(flood.commands.field, "Enter")
    settle()
    assert shown(flood) == {("نهر السرو", "LOC")}


def test_commands_and_documents_and_what_is_possible_only(flood: Window) -> None:
    keys(flood, "Ctrl+KeyK")
    write(flood.commands.field, "تراجع")
    assert "تراجع" not in words(flood)
    flood.commands.field.clear()
    write(flood.commands.field, "dark")
    press(flood.commands.field, "Enter")
    settle()
    assert flood.look.theme.dark
    keys(flood, "Ctrl+KeyK")
    write(flood.commands.field, "اتحاد الميناء")
    press(flood.commands.field, "Enter")
    settle()
    assert flood.article.text.startswith("اتحاد الميناء")


def test_ctrl_enter_keeps_it_open_and_arrows_pass_over_headings(flood: Window) -> None:
    keys(flood, "Ctrl+KeyK")
    size = flood.article.text_size
    write(flood.commands.field, "larger text")
    press(flood.commands.field, "Ctrl+Enter")
    press(flood.commands.field, "Ctrl+Enter")
    settle()
    assert flood.commands.isVisible()
    assert flood.article.text_size == size + 4
    flood.commands.field.clear()
    for _ in range(40):
        press(flood.commands.field, "ArrowDown")
        assert flood.palette_model.rows[flood.commands.list.currentIndex().row()].group


def test_every_mention_of_a_label_is_shown(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    keys(window, "Ctrl+KeyK")
    write(window.commands.field, "أظهر كل منظمة")
    press(window.commands.field, "Enter")
    settle()
    rows = window.inspector.lists[0]
    wanted = sum(m.label == "ORG" for m in window.desk.layer.mentions.values())
    assert rows.model().rowCount() == wanted
    window.inspector.records.field.clear()
    assert rows.model().rowCount() == len(window.desk.layer.mentions)


def test_the_list_of_mentions_is_sorted_and_stays_true(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    records = window.inspector.records
    rows = records.lists[0]
    QTest.mouseClick(records.order, Qt.MouseButton.LeftButton)
    texts = [rows.model().index(row, 0).data() for row in range(rows.model().rowCount())]
    assert texts != sorted(texts, key=lambda t: window.article.text.index(t)) or len(texts) < 3
    window.article.select(find(window, "عائلة"))
    keys(window, "Digit7")
    assert rows.model().rowCount() == len(texts) + 1
    assert rows.currentIndex().data() == "عائلة"
    QTest.mouseClick(records.order, Qt.MouseButton.LeftButton)
    QTest.mouseClick(records.order, Qt.MouseButton.LeftButton)
    assert rows.model() is window.models.mentions
