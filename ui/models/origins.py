"""Who made a mention, when and from what, in a few words."""

from __future__ import annotations

from annotator.model import GOLD
from annotator.operations import RecordKey
from ui.desk import Desk
from ui.look import Look
from ui.models.moments import moment

_SOURCES = {"again": "origin.suggestion", "accept": "origin.suggestion", "import": "origin.import"}


class Origins:
    """Reads the history of the shown layer."""

    def __init__(self, look: Look, desk: Desk) -> None:
        self._look, self._desk = look, desk

    def words(self, mention: str) -> str:
        """«Marked by you today 10:42, from a suggestion; changed 10:50.»"""
        layer = self._desk.layer
        story = layer.story(RecordKey("mention", mention)) if layer is not None else []
        if not story:
            return ""
        first, last, tr = story[0], story[-1], self._look.tr
        when = moment(self._look, first)
        if self._desk.is_own:
            words = tr("origin.you", when=when)
        elif self._desk.owner == GOLD:
            words = tr("origin.gold", when=when)
        else:
            words = tr("origin.other", who=self._desk.owner, when=when)
        source = _SOURCES.get(first.gesture)
        later = tr("origin.changed", when=moment(self._look, last)) if last.name != first.name else ""
        return self._look.words.joined(words, tr(source) if source else "", later)
