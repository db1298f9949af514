"""The remarks in the shown layer: questions for the lead, "unsure", notes; in the order of what they are about."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject

from annotator.edits.comments import QUESTION, UNSURE
from annotator.model import Comment, Span, question_key
from annotator.project import Change
from ui.desk import Desk
from ui.models.answers import Answers
from ui.models.records import Entry, Place, RecordModel, place_of
from ui.models.whereabouts import mention_of

Kind = Literal["question", "unsure", "note"]


def kind_of(comment: Comment) -> Kind:
    """What a comment is."""
    if comment.attributes.get(QUESTION):
        return "question"
    return "unsure" if comment.attributes.get(UNSURE) else "note"


class Remarks(QObject):
    """`list` holds a row for each comment; its entries' `label` is the kind, or `settled`, or `answered`."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        super().__init__(desk)
        self._desk, self.answers = desk, answers
        self.list = RecordModel(self._entry, self)
        desk.turned.connect(self.reload)
        desk.opened.connect(self.reload)
        desk.changed.connect(self._on_changed)
        answers.changed.connect(self.reload)

    def comment(self, id: str) -> Comment | None:
        """A comment of the shown layer."""
        return self._desk.layer.comments.get(id) if self._desk.layer else None

    def key(self, id: str) -> str:
        """What names a question of the shown layer everywhere."""
        document = self._desk.document
        return question_key(document.key, self._desk.owner, id) if document is not None else ""

    @property
    def open(self) -> int:
        """How many are not settled."""
        layer = self._desk.layer
        return sum(not comment.resolved for comment in layer.comments.values()) if layer else 0

    def reload(self) -> None:
        """Reads the layer that is shown now."""
        layer = self._desk.layer
        self.list.reset_to(self._place(comment) for comment in (layer.comments.values() if layer else ()))

    def _place(self, comment: Comment) -> Place:
        layer = self._desk.layer
        mention = mention_of(layer, comment.about) if layer and comment.about else None
        return place_of(mention.hull if mention else Span(0, 0), comment.id)

    def _on_changed(self, change: Change) -> None:
        layer = self._desk.layer
        if layer is None or not self._desk.shows(change):
            return
        touched = {key.id for key in change.after}
        for key, record in change.after.items():
            if key.kind == "comment" and record is None:
                self.list.drop(key.id)
        for comment in layer.comments.values():
            place = self._place(comment)
            moved = self.list.span_of(comment.id) != (place[0], -place[1])
            if moved or comment.id in touched or comment.about in touched:
                self.list.put(place)

    def _entry(self, id: str) -> Entry | None:
        comment, layer, document = self.comment(id), self._desk.layer, self._desk.document
        if comment is None or layer is None or document is None:
            return None
        mention = mention_of(layer, comment.about)
        words = document.text[mention.start : mention.end] if mention else ""
        state = "settled" if comment.resolved else "answered" if self.answers.of(self.key(id)) else kind_of(comment)
        return Entry(id, mention.id if mention else "", words, state)
