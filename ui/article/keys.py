"""Which keys move in the article. Left is forward: the article is read from right to left."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.article.selection import Unit


class Movement(NamedTuple):
    """A movement that a key asks for."""

    unit: Unit
    forward: bool
    extend: bool


_PLAIN: dict[int, tuple[Unit, bool]] = {
    Qt.Key.Key_Left: ("word", True),
    Qt.Key.Key_Right: ("word", False),
    Qt.Key.Key_Down: ("line", True),
    Qt.Key.Key_Up: ("line", False),
    Qt.Key.Key_Home: ("edge", False),
    Qt.Key.Key_End: ("edge", True),
    Qt.Key.Key_PageDown: ("page", True),
    Qt.Key.Key_PageUp: ("page", False),
}
_ALT: dict[int, tuple[Unit, bool]] = {
    Qt.Key.Key_Left: ("grapheme", True),
    Qt.Key.Key_Right: ("grapheme", False),
}
_CONTROL: dict[int, tuple[Unit, bool]] = {
    Qt.Key.Key_Left: ("word", True),
    Qt.Key.Key_Right: ("word", False),
    Qt.Key.Key_Down: ("paragraph", True),
    Qt.Key.Key_Up: ("paragraph", False),
    Qt.Key.Key_Home: ("document", False),
    Qt.Key.Key_End: ("document", True),
}


def movement_of(event: QKeyEvent) -> Movement | None:
    """The movement of a key press, or None for a key that is not ours."""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    rest = modifiers & ~Qt.KeyboardModifier.ShiftModifier
    if rest == Qt.KeyboardModifier.NoModifier:
        table = _PLAIN
    elif rest == Qt.KeyboardModifier.AltModifier:
        table = _ALT
    elif rest == Qt.KeyboardModifier.ControlModifier:
        table = _CONTROL
    else:
        return None
    found = table.get(event.key())
    return None if found is None else Movement(*found, extend)
