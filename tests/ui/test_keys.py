"""Keys by position: what each platform tells, and what Arabic keyboards type where it tells nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.schema import POSITIONS
from ui.keys import LETTERS, MAC_CODES, SCAN_CODES, chord, hint, position, sequence

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CODES = {code: scan for scan, code in SCAN_CODES.items()}
MACS = {code: virtual for virtual, code in MAC_CODES.items()}


def event(
    key: int, text: str = "", modifiers: Qt.KeyboardModifier = NONE, scan: int = 0, virtual: int = 0
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, virtual, 0, text)


@pytest.mark.parametrize("platform", ["xcb", "wayland"])
@pytest.mark.parametrize("code", sorted(CODES))
def test_linux_tells_the_key_whatever_it_types(platform: str, code: str) -> None:
    assert position(event(ord("ع"), "ع", scan=CODES[code] + 8), platform) == code


@pytest.mark.parametrize("code", sorted(CODES))
def test_windows_tells_the_key(code: str) -> None:
    assert position(event(ord("ع"), "ع", scan=CODES[code]), "windows") == code


@pytest.mark.parametrize("code", sorted(MACS))
def test_macos_tells_the_key_even_where_its_number_is_zero(code: str) -> None:
    assert position(event(ord("ع"), "ع", scan=1, virtual=MACS[code]), "cocoa") == code


def test_the_tables_name_the_same_keys() -> None:
    assert set(CODES) == set(MACS)
    assert (SCAN_CODES[16], SCAN_CODES[30], SCAN_CODES[44], SCAN_CODES[2]) == ("KeyQ", "KeyA", "KeyZ", "Digit1")
    assert (MAC_CODES[0], MAC_CODES[0x0C], MAC_CODES[0x12]) == ("KeyA", "KeyQ", "Digit1")


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        *zip("ضصثقفغ", ("KeyQ", "KeyW", "KeyE", "KeyR", "KeyT", "KeyY"), strict=True),
        *zip("شسيبلا", ("KeyA", "KeyS", "KeyD", "KeyF", "KeyG", "KeyH"), strict=True),
        *zip("ئءؤر", ("KeyZ", "KeyX", "KeyC", "KeyV"), strict=True),
        ("ظ", "Slash"),
        ("ذ", "Backquote"),
        ("ج", "BracketLeft"),
        ("د", "BracketRight"),
        ("١", "Digit1"),
        ("٠", "Digit0"),
        ("۲", "Digit2"),
        ("ی", "KeyD"),
        ("گ", "Quote"),
    ],
)
def test_typed_letters_lead_to_their_key(letter: str, code: str) -> None:
    assert position(event(ord(letter), letter), "offscreen") == code


@pytest.mark.parametrize("typed", ["لا", "ﻻ"])
def test_lam_alef_is_one_key(typed: str) -> None:
    assert position(event(0, typed), "offscreen") == "KeyB"


def test_every_label_position_can_be_typed_on_an_arabic_keyboard() -> None:
    plain = {code for code in POSITIONS if not code.startswith("Shift+")} - {"Minus", "Equal"}
    assert plain <= set(LETTERS.values())


@pytest.mark.parametrize(
    ("key", "text", "modifiers", "wanted"),
    [
        (Qt.Key.Key_Q, "q", NONE, "KeyQ"),
        (Qt.Key.Key_1, "1", NONE, "Digit1"),
        (Qt.Key.Key_Exclam, "!", SHIFT, "Shift+Digit1"),
        (Qt.Key.Key_Slash, "/", NONE, "Slash"),
        (Qt.Key.Key_Left, "", Qt.KeyboardModifier.ControlModifier | SHIFT, "Ctrl+Shift+ArrowLeft"),
        (Qt.Key.Key_Backtab, "", SHIFT, "Shift+Tab"),
        (Qt.Key.Key_Z, "", Qt.KeyboardModifier.ControlModifier, "Ctrl+KeyZ"),
        (Qt.Key.Key_Enter, "", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier, "Ctrl+Enter"),
        (Qt.Key.Key_4, "4", Qt.KeyboardModifier.KeypadModifier, "Digit4"),
        (Qt.Key.Key_Shift, "", SHIFT, None),
        (Qt.Key.Key_F24, "", NONE, None),
    ],
)
def test_chords(key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier, wanted: str | None) -> None:
    assert chord(event(key, text, modifiers), "offscreen") == wanted


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("KeyQ", "Q ض"),
        ("Digit1", "1"),
        ("Shift+Digit1", "⇧ 1"),
        ("Ctrl+KeyZ", "Ctrl Z"),
        ("Ctrl+Enter", "Ctrl ↵"),
        ("Slash", "/ ظ"),
        ("F8", "F8"),
        ("Ctrl+Shift+ArrowLeft", "Ctrl Shift ←"),
    ],
)
def test_hints_show_latin_first_and_arabic_second(keys: str, shown: str) -> None:
    assert hint(keys) == shown


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [("Ctrl+KeyZ", "Ctrl+Z"), ("Alt+ArrowDown", "Alt+Down"), ("Ctrl+Enter", "Ctrl+Return"), ("Ctrl+Equal", "Ctrl+=")],
)
def test_shortcut_texts(keys: str, wanted: str) -> None:
    assert sequence(keys) == wanted
