"""Keys of one's own: which chords an action has, what they would collide with, back to the table."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from ui.actions import BY_ID, chords, given, rivals
from ui.look import Look
from ui.models.labels import Labels
from ui.settings import Settings

RESERVED: Final = frozenset(
    f"{modifier}{key}"
    for modifier in ("", "Shift+", "Ctrl+")
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown")
) | {"Escape", "Ctrl+KeyA", "Ctrl+KeyV", "Ctrl+KeyX"}
"""Chords that move in texts or leave a field: they cannot be given away."""


class Collision(NamedTuple):
    """What has a chord already: actions, a label, or the window itself (`reserved`)."""

    actions: tuple[str, ...] = ()
    label: str = ""
    reserved: bool = False

    def __bool__(self) -> bool:
        return bool(self.actions or self.label or self.reserved)


class Remapping(QObject):
    """Changes the chords of actions; every hint follows at once, and the settings remember."""

    def __init__(self, look: Look, labels: Labels, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._labels, self._settings = look, labels, settings

    def keys(self, id: str) -> tuple[str, ...]:
        """The chords of an action."""
        return tuple(self._look.keymap[id])

    def is_own(self, id: str) -> bool:
        """Whether the person has changed them."""
        return self.keys(id) != self._given(id)

    def _given(self, id: str) -> tuple[str, ...]:
        return given(BY_ID[id], right_to_left=self._look.words.right_to_left)

    def _keymap(self) -> dict[str, tuple[str, ...]]:
        return chords(self._settings.keys, right_to_left=self._look.words.right_to_left)

    @property
    def any_own(self) -> bool:
        """Whether the person has changed any."""
        return bool(self._settings.keys)

    def collision(self, id: str, chord: str) -> Collision:
        """What stands against giving a chord to an action."""
        if chord in RESERVED and chord not in self._given(id):
            return Collision(reserved=True)
        label = next((each.key for each in self._labels.all if each.position == chord), "")
        return Collision(tuple(rivals(self._look.keymap, id, chord)), label)

    def give(self, id: str, chord: str, instead_of: str = "") -> None:
        """Gives a chord to an action, in the place of one that it had; whoever else had it loses it."""
        for other in self.collision(id, chord).actions:
            self._set(other, [each for each in self.keys(other) if each != chord])
        kept = [each for each in self.keys(id) if each != chord]
        if instead_of in kept:
            kept[kept.index(instead_of)] = chord
        else:
            kept.insert(0, chord)
        self._set(id, kept)
        self._apply()

    def take_away(self, id: str, chord: str) -> None:
        """An action loses a chord."""
        self._set(id, [each for each in self.keys(id) if each != chord])
        self._apply()

    def reset(self, id: str) -> None:
        """An action has the table's chords again; an action that has them meanwhile keeps them too, and is shown."""
        self._settings.set_keys(id, None)
        self._apply()

    def reset_all(self) -> None:
        """Everything as in the table."""
        for id in self._settings.keys:
            self._settings.set_keys(id, None)
        self._apply()

    def _set(self, id: str, keys: list[str]) -> None:
        self._settings.set_keys(id, None if tuple(keys) == self._given(id) else keys)
        self._look.keymap = self._keymap()

    def _apply(self) -> None:
        self._look.keymap = self._keymap()
        self._settings.save()
        self._look.changed.emit()
