"""Keys by their place on the keyboard, so that label keys work under every layout, Arabic before all.

A position is named by its W3C code (`KeyQ`, `Digit1`, `Slash`), a chord by its modifiers and the code
(`Ctrl+Shift+ArrowLeft`). Where the platform tells the physical key (X11, Wayland, Windows, macOS) that is what counts;
where it tells nothing (offscreen, remote input) the Latin letter or the Arabic or Persian letter of the standard
keyboards leads back to its position.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_SCAN_ROWS: Final = {
    2: "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal",
    16: "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight",
    30: "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote",
    43: "Backslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash",
    86: "IntlBackslash",
}
SCAN_CODES: Final[dict[int, str]] = {
    first + place: code for first, row in _SCAN_ROWS.items() for place, code in enumerate(row.split())
}
"""Set-1 scan codes, the same numbers as Linux input codes. X11 and Wayland add 8."""

_MAC: Final = (
    "KeyA KeyS KeyD KeyF KeyH KeyG KeyZ KeyX KeyC KeyV IntlBackslash KeyB KeyQ KeyW KeyE KeyR KeyY KeyT Digit1 Digit2 "
    "Digit3 Digit4 Digit6 Digit5 Equal Digit9 Digit7 Minus Digit8 Digit0 BracketRight KeyO KeyU BracketLeft KeyI KeyP "
    "- KeyL KeyJ Quote KeyK Semicolon Backslash Comma Slash KeyN KeyM Period - - Backquote"
)
MAC_CODES: Final[dict[int, str]] = {place: code for place, code in enumerate(_MAC.split()) if code != "-"}
"""macOS virtual key codes: places of the keys of an ANSI keyboard."""

_ARABIC_ROWS: Final = {
    "Backquote": "ذ",
    "KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight": "ضصثقفغعهخحجد",
    "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote": "شسيبلاتنمكط",
    "KeyZ KeyX KeyC KeyV": "ئءؤر",
    "KeyN KeyM Comma Period Slash": "ىةوزظ",
}
_ARABIC_SHIFTED: Final = {
    "Backquote": "ّ",
    "KeyQ KeyW KeyE KeyR KeyY": "ًٌَُإ",
    "KeyU KeyI KeyO KeyP": "‘÷×؛",
    "KeyA KeyS KeyH KeyJ KeyK": "ٍِأـ،",
    "KeyX KeyN KeyM Slash": "ْآ’؟",
}
_PERSIAN: Final = {
    "ی": "KeyD",
    "چ": "BracketRight",
    "پ": "Backslash",
    "ک": "Semicolon",
    "گ": "Quote",
    "ژ": "KeyC",
}


def _letters() -> dict[str, str]:
    found = dict(_PERSIAN)
    for rows in (_ARABIC_SHIFTED, _ARABIC_ROWS):
        for codes, letters in rows.items():
            found.update(zip(letters, codes.split(), strict=True))
    # Lam-alef has one key, which types two letters (or one presentation form).
    found |= dict.fromkeys(("لا", "ﻻ", "لآ", "ﻵ"), "KeyB")
    found |= dict.fromkeys(("لأ", "ﻷ"), "KeyG") | dict.fromkeys(("لإ", "ﻹ"), "KeyT")
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"):
        found.update({digit: f"Digit{place}" for place, digit in enumerate(digits)})
    return found


LETTERS: Final[dict[str, str]] = _letters()
"""What an Arabic or Persian keyboard types, and the position of that key. Where the two differ, Arabic counts."""

_QT_NAMED: Final = {
    Qt.Key.Key_Minus: "Minus",
    Qt.Key.Key_Equal: "Equal",
    Qt.Key.Key_Plus: "Equal",
    Qt.Key.Key_Underscore: "Minus",
    Qt.Key.Key_BracketLeft: "BracketLeft",
    Qt.Key.Key_BracketRight: "BracketRight",
    Qt.Key.Key_BraceLeft: "BracketLeft",
    Qt.Key.Key_BraceRight: "BracketRight",
    Qt.Key.Key_Semicolon: "Semicolon",
    Qt.Key.Key_Apostrophe: "Quote",
    Qt.Key.Key_QuoteLeft: "Backquote",
    Qt.Key.Key_AsciiTilde: "Backquote",
    Qt.Key.Key_Backslash: "Backslash",
    Qt.Key.Key_Comma: "Comma",
    Qt.Key.Key_Period: "Period",
    Qt.Key.Key_Slash: "Slash",
    Qt.Key.Key_Question: "Slash",
}
_SHIFTED_DIGITS: Final = dict(zip("!@#$%^&*()", "1234567890", strict=True))

NAMED_KEYS: Final = {
    Qt.Key.Key_Left: "ArrowLeft",
    Qt.Key.Key_Right: "ArrowRight",
    Qt.Key.Key_Up: "ArrowUp",
    Qt.Key.Key_Down: "ArrowDown",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    **{Qt.Key(Qt.Key.Key_F1 + n): f"F{n + 1}" for n in range(12)},
}
"""Keys that mean the same on every keyboard."""


def position(event: QKeyEvent, platform: str | None = None) -> str | None:
    """The place of the pressed key as a W3C code, or None for one without a name here.

    `platform` is Qt's name of it (xcb, wayland, windows, cocoa, offscreen); the running one if not given.
    """
    if event.key() in NAMED_KEYS:
        return NAMED_KEYS[Qt.Key(event.key())]
    platform = platform or QGuiApplication.platformName()
    if platform == "cocoa":
        found = MAC_CODES.get(event.nativeVirtualKey())
    elif platform == "windows":
        found = SCAN_CODES.get(event.nativeScanCode())
    else:
        found = SCAN_CODES.get(event.nativeScanCode() - 8)
    return found or _by_sign(event)


def _by_sign(event: QKeyEvent) -> str | None:
    """The position of what the key typed, for events that name no physical key."""
    text = event.text()
    if text in LETTERS:
        return LETTERS[text]
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return f"Key{chr(key)}"
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return f"Digit{chr(key)}"
    sign = chr(key) if key < 0x110000 else ""
    if sign in _SHIFTED_DIGITS:
        return f"Digit{_SHIFTED_DIGITS[sign]}"
    return _QT_NAMED.get(Qt.Key(key)) or LETTERS.get(sign)


def chord(event: QKeyEvent, platform: str | None = None) -> str | None:
    """The pressed chord, such as `Digit1`, `Shift+KeyQ` or `Ctrl+Alt+ArrowLeft`."""
    place = position(event, platform)
    if place is None:
        return None
    modifiers = event.modifiers()
    if event.key() == Qt.Key.Key_Backtab:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    names = (
        ("Ctrl", Qt.KeyboardModifier.ControlModifier),
        ("Alt", Qt.KeyboardModifier.AltModifier),
        ("Shift", Qt.KeyboardModifier.ShiftModifier),
        ("Meta", Qt.KeyboardModifier.MetaModifier),
    )
    return "+".join([*(name for name, flag in names if modifiers & flag), place])


_SIGNS: Final = {
    "Minus": "-",
    "Equal": "=",
    "BracketLeft": "[",
    "BracketRight": "]",
    "Semicolon": ";",
    "Quote": "'",
    "Backquote": "`",
    "Backslash": "\\",
    "Comma": ",",
    "Period": ".",
    "Slash": "/",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Enter": "↵",
    "Backspace": "⌫",
    "Escape": "Esc",
    "PageUp": "PgUp",
    "PageDown": "PgDn",
    "Delete": "Del",
    "Plus": "+",
}
_WRITTEN: Final = frozenset(SCAN_CODES.values())
_ARABIC_SIGN: Final = {
    code: letter for codes, letters in _ARABIC_ROWS.items() for code, letter in zip(codes.split(), letters, strict=True)
} | {"KeyB": "لا"}


def hint(keys: str) -> str:
    """How a chord is written on a key hint, Latin first, the Arabic letter second: `Q ض`, `Ctrl Z`, `⇧ 1`."""
    if keys == "Shift+Slash":
        return "?"
    *modifiers, place = keys.split("+")
    sign = _SIGNS.get(place, place.removeprefix("Key").removeprefix("Digit"))
    if place in _WRITTEN and modifiers in ([], ["Shift"]):
        arabic = _ARABIC_SIGN.get(place, "") if place not in ("Comma", "Period") else ""
        return " ".join(filter(None, ["⇧" if modifiers else "", sign, arabic]))
    return " ".join([*modifiers, sign])


def sequence(keys: str) -> str:
    """A chord as Qt's portable shortcut text: `Ctrl+KeyZ` is `Ctrl+Z`, `Alt+ArrowDown` is `Alt+Down`."""
    *modifiers, place = keys.split("+")
    plain = place.removeprefix("Key").removeprefix("Digit").removeprefix("Arrow")
    plain = {"PageUp": "PgUp", "PageDown": "PgDown", "Escape": "Esc", "Enter": "Return"}.get(plain, plain)
    sign = _SIGNS.get(plain, "")
    return "+".join([*modifiers, sign if len(sign) == 1 and sign.isascii() else plain])
