"""The table of actions: one truth for menus, keys and the sheet of shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from annotator.resources import resource
from annotator.schema import POSITIONS
from tests.ui.shell_fixtures import *  # noqa: F403
from ui.actions import ACTIONS, BY_ID, MENUS, chords, rivals
from ui.dialogs.shortcuts import ShortcutSheet
from ui.hands import settle
from ui.keys import hint
from ui.window import Window


def test_ids_are_unique_and_every_action_has_a_menu_or_is_escape() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert {action.menu for action in ACTIONS if action.id != "escape"} == set(MENUS)


def test_no_chord_is_given_twice() -> None:
    keymap = chords({})
    assert not [(a.id, keys) for a in ACTIONS for keys in a.keys if rivals(keymap, a.id, keys)]


def test_commands_leave_the_label_positions_alone() -> None:
    assert not set(POSITIONS) & {keys for action in ACTIONS for keys in action.keys}


def test_every_icon_is_drawn() -> None:
    for action in ACTIONS:
        if action.icon:
            assert resource("icons", f"{action.icon}.svg").is_file()


def test_every_action_stands_in_its_menu_with_its_key(window: Window) -> None:
    def actions(menu: QMenu) -> list[object]:
        found: list[object] = []
        for each in menu.actions():
            found += actions(each.menu()) if each.menu() else [each]
        return found

    tops = [each.menu() for each in window.menus.bar.actions()]
    assert [menu.title() for menu in tops] == [window.look.tr(text) for text in MENUS.values()]
    for action in ACTIONS:
        if action.menu is not None:
            menu = tops[list(MENUS).index(action.menu)]
            made = window.actions_.all[action.id]
            assert made in actions(menu)
            if action.keys:
                assert hint(action.keys[0]).replace("Space", window.look.tr("key.space")) in made.text()


def test_shortcuts_of_the_window_are_real_and_not_ambiguous(window: Window) -> None:
    made = window.actions_.all
    named = [(key.toString(), id) for id, each in made.items() for key in each.shortcuts()]
    for action in ACTIONS:
        if action.keys and not action.in_article:
            own = [key for key, id in named if id == action.id]
            assert own, action.id
            assert all(own), action.id
            assert not set(own) & {key for key, id in named if id != action.id}, action.id


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_sheet_lists_every_key_and_every_label(window: Window, qtbot) -> None:
    window.actions_.trigger("shortcuts")
    settle()
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    assert not sheet.isModal()
    names = {child.accessibleName() for child in sheet.findChildren(object) if hasattr(child, "accessibleName")}
    words = " ".join(names)
    for action in ACTIONS:
        if action.menu is not None and action.keys:
            assert window.look.tr(action.text) in words
    for label in window.desk.schema.labels:
        if label.position:
            assert label.ar in words
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    settle()
    assert not isValid(sheet) or not sheet.isVisible()
