"""The labels of the schema as the window shows them: looks, groups, search by name."""

from __future__ import annotations

from typing import Final, NamedTuple

from annotator.schema import ColorPair, Label
from annotator.text.normalise import key
from ui.article.marks import MarkLook
from ui.desk import Desk
from ui.look import Look
from ui.theme import Hue, own_hue

STROKES: Final = tuple(f"Digit{digit}" for digit in "1234567890")
"""Positions of the second stroke."""
_CYCLES = 3
_MANY = 5


class LabelGroup(NamedTuple):
    """Labels that stand together under a heading."""

    name: str
    labels: tuple[Label, ...]


class Labels:
    """Looks and groups of the desk's schema, in the language and theme of the look."""

    def __init__(self, look: Look, desk: Desk) -> None:
        self._look, self._desk = look, desk
        self._looks: dict[str, MarkLook] = {}
        look.changed.connect(self.forget)
        desk.opened.connect(self.forget)
        desk.reschemed.connect(self.forget)

    def forget(self) -> None:
        """Makes the looks anew when they are asked for next."""
        self._looks = {}

    @property
    def all(self) -> tuple[Label, ...]:
        """The labels that people can mark with, in the schema's order; none without a project."""
        return self._desk.schema.offered if self._desk.session else ()

    def look(self, label: str) -> MarkLook:
        """How a label looks; one that the schema lacks is slate and goes by its key."""
        if not self._looks:
            self._looks = self._make_looks()
        found = self._looks.get(self._desk.schema.resolve(label) if self._desk.session else label)
        return found or MarkLook(label, label[:3], self._look.theme.hue("slate"))

    def name(self, label: str) -> str:
        """A label's name in the window's language; its key when the schema lacks it."""
        return self.look(label).name

    def _make_looks(self) -> dict[str, MarkLook]:
        language = self._look.words.language
        used: dict[object, int] = {}
        looks = {}
        for label in self._desk.schema.labels if self._desk.session else ():
            cycle = used[label.color] = used.get(label.color, -1) + 1
            hue = self.hue(label)
            name, short = label.name(language), label.short(language)
            looks[label.key] = MarkLook(name, short, hue, cycle % _CYCLES, label.is_event)
        return looks

    def hue(self, label: Label) -> Hue:
        """The three colours of a label in this theme."""
        theme = self._look.theme
        if isinstance(label.color, ColorPair):
            return own_hue(label.color.light, label.color.dark, theme)
        return theme.hue(label.color)

    def groups(self) -> list[LabelGroup]:
        """The schema's groups; labels without one stand with their kind. Those with many plain keys come first."""
        language, schema = self._look.words.language, self._desk.schema
        found = []
        for group in schema.groups:
            members = tuple(label for label in schema.offered if label.group == group.key)
            found.append(LabelGroup(group.ar if language == "ar" else group.en, members))
        rest = [label for label in schema.offered if not any(label.group == group.key for group in schema.groups)]
        kinds = (("entity", self._look.tr("labels.entities")), ("event", self._look.tr("labels.events")))
        for kind, name in kinds:
            found.append(LabelGroup(name, tuple(label for label in rest if label.kind == kind)))
        filled = [group for group in found if group.labels]
        return sorted(filled, key=lambda group: sum(map(_plain, group.labels)) < _MANY)

    # -- labels without a key of their own ----------------------------------------------------------------------------
    def _keyless(self) -> list[Label]:
        return [label for label in self.all if label.position is None]

    @property
    def page_count(self) -> int:
        """How many groups of ten there are of labels that have no key of their own."""
        return -(-len(self._keyless()) // len(STROKES))

    def page(self, number: int) -> list[tuple[str, Label]]:
        """The labels of a group, counted from 1, each with the position of its second stroke."""
        first = (number - 1) * len(STROKES)
        return list(zip(STROKES, self._keyless()[first : first + len(STROKES)], strict=False))

    def on_page(self, number: int, keys: str) -> Label | None:
        """The label that a second stroke means."""
        return dict(self.page(number)).get(keys)

    def strokes(self, label: Label) -> list[str]:
        """The chords (or the action that turns the groups) that lead to a label; none where it has no key."""
        if label.position:
            return [label.position]
        keyless = self._keyless()
        if label not in keyless or not self._look.keymap["next_group"]:
            return []
        group, place = divmod(keyless.index(label), len(STROKES))
        return ["next_group"] * (group + 1) + [STROKES[place]]

    def hint(self, label: Label) -> str:
        """How a label's key is written: one key, or the strokes that lead to it; empty without any."""
        *turns, last = self.strokes(label) or [""]
        return " ".join([*(self._look.key(turn).split(" ")[0] for turn in turns), self._look.key(last)]).strip()

    def search(self, text: str) -> list[Label]:
        """Labels whose name in either language, or whose key, holds `text`; those that begin with it first."""
        needle = key(text.strip())
        if not needle:
            return list(self.all)
        ranked = []
        for place, label in enumerate(self.all):
            names = [key(name) for name in (label.ar, label.en, label.key, label.short_ar, label.short_en) if name]
            if any(needle in name for name in names):
                ranked.append((not any(name.startswith(needle) for name in names), place, label))
        return [label for _, _, label in sorted(ranked, key=lambda row: row[:2])]


def _plain(label: Label) -> bool:
    return label.position is not None and not label.position.startswith("Shift+")
