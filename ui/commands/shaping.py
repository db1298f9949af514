"""Changing the mentions that are there: remove, move an edge, merge two, split one; each can be repeated."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import Mention
from ui.article.view import ArticleView
from ui.commands.arming import Arming
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.records import LayerModels


class Shaping(QObject):
    """Handlers of the actions that change the shape of mentions."""

    def __init__(
        self,
        look: Look,
        desk: Desk,
        article: ArticleView,
        models: LayerModels,
        marking: Marking,
        arming: Arming,
        say: Say,
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._models = look, desk, article, models
        self._marking, self._arming, self._say = marking, arming, say

    def remove(self) -> None:
        """Removes the selected mention."""
        self._marking.remove()
        self._arming.remember(self._marking.remove)

    def move_edge(self, how: str) -> None:
        """Moves an edge of the selected mention; `how` as in `Marking`."""
        self._marking.move_edge(how)
        self._arming.remember(lambda: self._marking.move_edge(how))

    def write_note(self, mention: str, words: str) -> None:
        """Keeps the note about a mention."""
        desk = self._desk
        if desk.layer is not None and mention in desk.layer.mentions:
            desk.edit(edits.set_note, desk.layer, mention, words)

    def merge(self) -> None:
        """Makes one of the selected mention and the next one in the text."""
        mention, desk = self._marking.mention, self._desk
        places = self._models.mentions.places
        row = self._models.mentions.place(mention.id) + 1 if mention else 0
        if mention is None or row >= len(places):
            self._say(self._look.tr("labels.nothing_to_merge"))
            return
        desk.edit(edits.merge, desk.layer, desk.document, desk.schema, mention.id, places[row][2])
        self._arming.remember(self.merge)

    def split(self) -> None:
        """Splits the selected mention, or the shortest one around the caret, at the caret."""
        caret, desk = self._article.caret, self._desk
        mention = self._marking.mention or self._around(caret)
        if mention is None:
            self._say(self._look.tr("refused.split_place"))
            return
        change = desk.edit(edits.split, desk.layer, desk.document, desk.schema, mention.id, caret)
        if change is not None:
            self._article.select_mark(mention.id)

    def _around(self, caret: int) -> Mention | None:
        layer = self._desk.layer
        found = [m for m in layer.mentions.values() if m.start < caret < m.end] if layer else []
        return min(found, key=lambda mention: mention.end - mention.start, default=None)
