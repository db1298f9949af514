"""Keys of one's own: caught, kept, shown everywhere; what collides is said; one click puts everything back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import keys, open_named
from ui.actions import BY_ID
from ui.dialogs.keys import KeyButton, KeysDialog
from ui.hands import press, settle
from ui.settings import Settings
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(window: Window) -> KeysDialog:
    window.actions_.trigger("edit_keys")
    settle()
    found = window.findChild(KeysDialog)
    assert found is not None
    assert not found.isModal()
    return found


def catch(button: KeyButton, chord: str) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.waiting
    press(button, chord)
    settle()


def test_a_new_key_counts_at_once_and_every_hint_follows(
    dialog: KeysDialog, window: Window, settings: Settings
) -> None:
    catch(dialog.row("relabel").buttons[0], "KeyH")
    assert window.look.keymap["relabel"] == ("KeyH",)
    assert window.look.key("relabel").startswith("H")
    assert "H" in window.actions_.all["relabel"].text()
    assert settings.keys == {"relabel": ["KeyH"]}
    open_named(window, "02-flood")
    keys(window, "Ctrl+Home", "ArrowLeft", "Digit1", "KeyH")
    assert window.marking.relabelling
    keys(window, "Escape", "KeyR")
    assert not window.marking.relabelling


def test_shortcuts_of_the_window_are_moved_too(dialog: KeysDialog, window: Window) -> None:
    catch(dialog.row("palette").buttons[0], "Ctrl+KeyP")
    keys(window, "Ctrl+KeyK")
    assert not window.commands.isVisible()
    keys(window, "Ctrl+KeyP")
    assert window.commands.isVisible()


def test_a_key_that_is_taken_is_said_and_may_be_moved(dialog: KeysDialog, window: Window) -> None:
    row = dialog.row("find")
    catch(row.buttons[0], "Ctrl+KeyK")
    assert window.look.keymap["find"] == ("Ctrl+KeyF",)
    assert row.warning.isVisible()
    assert window.look.tr("action.palette") in row.warning.text()
    QTest.mouseClick(row.take, Qt.MouseButton.LeftButton)
    settle()
    assert window.look.keymap["find"] == ("Ctrl+KeyK",)
    assert window.look.keymap["palette"] == ()
    assert window.look.key("palette") == ""
    assert window.actions_.all["palette"].shortcuts() == []


@pytest.mark.parametrize(("chord", "words"), [("Digit1", "keys.label"), ("Shift+ArrowLeft", "keys.reserved")])
def test_label_keys_and_movements_cannot_be_taken(dialog: KeysDialog, window: Window, chord: str, words: str) -> None:
    row = dialog.row("remove")
    catch(row.buttons[0], chord)
    assert window.look.keymap["remove"] == BY_ID["remove"].keys
    assert row.warning.text() == window.look.tr(words, key=window.look.key(chord), label="شخص")
    assert not row.take.isVisible()


def test_esc_leaves_backspace_takes_away_and_one_click_resets(dialog: KeysDialog, window: Window, settings) -> None:
    row = dialog.row("repeat")
    catch(row.buttons[0], "Escape")
    assert window.look.keymap["repeat"] == ("Period",)
    catch(row.buttons[0], "Backspace")
    assert window.look.keymap["repeat"] == ()
    assert row.back.isVisible()
    catch(dialog.row("find_next").buttons[0], "F12")
    assert len(settings.keys) == 2
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    settle()
    assert settings.keys == {}
    assert all(window.look.keymap[id] == action.keys for id, action in BY_ID.items())
    assert not dialog.reset.isEnabled()


def test_own_keys_are_remembered(dialog: KeysDialog, window: Window, open_window) -> None:
    catch(dialog.row("relabel").buttons[0], "KeyH")
    dialog.close()
    window.close()
    assert open_window().look.keymap["relabel"] == ("KeyH",)


def test_the_list_is_filtered(dialog: KeysDialog, window: Window) -> None:
    dialog.field.setText("لوحة الأوامر")
    assert [row.action.id for row in dialog.rows if not row.isHidden()] == ["palette"]
