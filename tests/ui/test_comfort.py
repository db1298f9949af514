"""Comfort of reading: every choice shows at once and is remembered; one click puts the usual back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QStyle

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import OpenWindow, keys, open_named
from ui.dialogs.comfort import ComfortDialog
from ui.dialogs.shortcuts import ShortcutSheet
from ui.hands import settle
from ui.settings import Settings
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(window: Window) -> ComfortDialog:
    open_named(window, "02-flood")
    keys(window, "Ctrl+Comma")
    found = window.findChild(ComfortDialog)
    assert found is not None
    assert not found.isModal()
    return found


def click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def test_size_chips_and_card(dialog: ComfortDialog, window: Window, settings: Settings) -> None:
    dialog.size_.setFocus()
    QTest.keyClick(dialog.size_, Qt.Key.Key_PageUp)
    assert window.article.text_size == settings.text_size > 20
    assert window.words.zoom() != "100%"
    click(dialog.chips)
    assert not settings.chips
    assert not window.article.scene.flow.style.chips
    click(dialog.card)
    assert not window.article._hover.enabled


def test_choices_are_remembered_and_taken_back(dialog: ComfortDialog, settings: Settings) -> None:
    assert dialog.faces[0].isChecked()
    click(dialog.spacings["wide"])
    click(dialog.columns["broad"])
    click(dialog.faces[-1])
    assert (settings.spacing, settings.column, settings.face) == ("wide", "broad", dialog.faces[-1].face)
    assert dialog.faces[-1].isChecked()
    assert dialog.spacings["wide"].isChecked()
    assert not dialog.spacings["normal"].isChecked()
    click(dialog.reset)
    assert (settings.spacing, settings.column, settings.face, settings.text_size) == ("normal", "normal", "", 20)
    assert dialog.faces[0].isChecked()


def test_every_control_has_a_name(dialog: ComfortDialog) -> None:
    for widget in (*dialog.faces, dialog.size_, *dialog.spacings.values(), dialog.chips, dialog.reset):
        assert widget.accessibleName()


def test_icons_are_drawn_at_the_size_they_are_shown(open_window: OpenWindow, settings: Settings) -> None:
    settings.set("look/scale", 150)
    window = open_window()
    menu = window.menus.context
    shown = menu.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, menu)
    assert shown == 24
    in_fields = 16
    sizes = {size.width() for size in window.look.icon("search").availableSizes()}
    assert {shown, in_fields} <= sizes


def test_the_sheet_of_keys_and_long_menus_fit_a_small_screen(open_window: OpenWindow, settings: Settings) -> None:
    settings.set("look/scale", 150)
    window = open_window(size=(1280, 720))
    keys(window, "F1")
    sheet = window.findChild(ShortcutSheet)
    assert sheet.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
    sheet.close()
    menu = window.menus.bar.actions()[2].menu()
    assert menu.style().styleHint(QStyle.StyleHint.SH_Menu_Scrollable, None, menu)
