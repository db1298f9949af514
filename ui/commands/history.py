"""Undo and redo, told in words: what was taken back, and where."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.model import Mention, Span
from annotator.project import Change
from ui.article.view import ArticleView
from ui.commands.marking import Say
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels

_UNDONE = {
    "mark": "undone.mark",
    "relabel": "undone.relabel",
    "move": "undone.move",
    "remove": "undone.remove",
    "several": "undone.several",
    "rejected": "undone.rejected",
    "note": "undone.note",
    "attribute": "undone.attribute",
    "document_label": "undone.document_label",
    "entity": "undone.entity",
    "relation": "undone.relation",
    "event": "undone.event",
    "status": "undone.status",
    "nothing": "undone.nothing",
}
_REDONE = {
    "mark": "redone.mark",
    "relabel": "redone.relabel",
    "move": "redone.move",
    "remove": "redone.remove",
    "several": "redone.several",
    "rejected": "redone.rejected",
    "note": "redone.note",
    "attribute": "redone.attribute",
    "document_label": "redone.document_label",
    "entity": "redone.entity",
    "relation": "redone.relation",
    "event": "redone.event",
    "status": "redone.status",
    "nothing": "redone.nothing",
}
_KINDS = {"relation": "relation", "entity": "entity", "comment": "note", "label": "document_label", "event": "event"}
"""What is said of a step without mentions, by the first of these kinds of record that it touched."""


class History(QObject):
    """Handlers of undo and redo. Both go to the place."""

    def __init__(self, look: Look, desk: Desk, article: ArticleView, labels: Labels, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._labels, self._say = look, desk, article, labels, say
        self.show_event: Callable[[str], object] = lambda _id: None
        """Opens the form of an event that was changed."""

    def undo(self) -> None:
        """Takes back the newest step in this document."""
        desk = self._desk
        if desk.project is not None and desk.document is not None:
            self._tell(desk.project.undo(desk.document.id), undone=True)

    def redo(self) -> None:
        """Brings back what was undone last."""
        desk = self._desk
        if desk.project is not None and desk.document is not None:
            self._tell(desk.project.redo(desk.document.id), undone=False)

    def _tell(self, change: Change | None, *, undone: bool) -> None:
        words = _UNDONE if undone else _REDONE
        if change is None:
            self._say(self._look.tr(words["nothing"]))
            return
        mentions = {key.id: record for key, record in change.after.items() if key.kind == "mention"}
        rejected = sum(1 for key in change.after if key.kind == "rejection")
        text: str
        if rejected:
            text = self._look.tr(words["rejected"], n=rejected)
        elif not mentions:
            kinds = {key.kind for key in change.after}
            text = self._look.tr(words[next((word for kind, word in _KINDS.items() if kind in kinds), "status")])
        elif len(mentions) > 1:
            text = self._look.tr(words["several"], n=len(mentions))
        else:
            text = self._sentence(words, change, *mentions.popitem())
        event = next((key.id for key, record in change.after.items() if key.kind == "event" and record), "")
        if event:
            self.show_event(event)
        self._say(text, redo=self.redo if undone else None)

    def _sentence(self, words: dict[str, str], change: Change, id: str, after: object) -> str:
        """What happened to one mention; the article goes there."""
        before = next((record for key, record in change.before.items() if key == ("mention", id)), None)
        shown = after if isinstance(after, Mention) else before
        if not isinstance(shown, Mention):
            return self._look.tr(words["status"])
        if isinstance(after, Mention):
            self._article.select_mark(id)
        else:
            self._article.select(shown.hull)
            self._article.ensure_visible(shown.hull)
        label = self._labels.name(shown.label)
        surface = self._surface(shown.hull)
        kind = _kind(before, after, words is _UNDONE)
        return self._look.tr(words[kind], label=f"«{label}»", surface=f"«{surface}»")

    def _surface(self, span: Span) -> str:
        text = self._desk.document.text if self._desk.document else ""
        words = " ".join(text[span.start : span.end].split())
        return words if len(words) <= 40 else f"{words[:39]}…"


def _kind(before: object, after: object, undone: bool) -> str:
    """Which gesture was taken back or brought back, from what it did to the mention."""
    if not isinstance(before, Mention) or not isinstance(after, Mention):
        appeared = isinstance(after, Mention)
        return "remove" if appeared == undone else "mark"
    if before.spans != after.spans:
        return "move"
    return "relabel" if before.label != after.label else "attribute"
