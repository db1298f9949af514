"""The shown layer as marks of the article: only what a step touched is handed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from annotator.model import Mention
from annotator.project import Change
from ui.article.marks import Mark
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels
from ui.models.problems import Problems
from ui.models.proposals import Proposals


class MarkPresenter(QObject):
    """Turns records into marks. `all(marks)`: the article shows these; `some(gone ids, marks)`: these changed."""

    all = Signal(object)
    some = Signal(object, object)

    def __init__(self, look: Look, desk: Desk, labels: Labels, problems: Problems, proposals: Proposals) -> None:
        super().__init__(desk)
        self._proposals = proposals
        self._desk, self._labels, self._problems = desk, labels, problems
        self._waiting: dict[str, set[str]] = {}
        self._unsaved: set[str] = set()
        desk.changed.connect(self._on_changed)
        desk.saved.connect(self._on_saved)
        problems.shown.connect(self._redraw)
        look.changed.connect(self.reload)

    def reload(self) -> None:
        """Another layer, theme or language: all marks anew. Whoever shows the text asks for it, after the text."""
        layer = self._desk.layer
        marks = self._marks(layer.mentions.values()) if layer else []
        self.all.emit(marks + [self._proposed(id) for id in self._proposals.places])

    def change_proposals(self, gone: Iterable[str], put: Iterable[str]) -> None:
        """Proposals came and went."""
        self.some.emit(list(gone), [self._proposed(id) for id in put])

    def _proposed(self, id: str) -> Mark:
        place = self._proposals.places[id]
        return Mark(id, (place.span,), self._labels.look(place.label), suggestion=True)

    def _marks(self, mentions: Collection[Mention]) -> list[Mark]:
        """What `_mark` makes of many: each label is looked up once."""
        looks = {label: self._labels.look(label) for label in {mention.label for mention in mentions}}
        troubled, unsaved = self._problems.troubled, self._unsaved
        return [
            Mark(m.id, m.spans, looks[m.label], problem=m.id in troubled, unsaved=m.id in unsaved) for m in mentions
        ]

    def _mark(self, mention: Mention) -> Mark:
        return Mark(
            mention.id,
            mention.spans,
            self._labels.look(mention.label),
            problem=mention.id in self._problems.troubled,
            unsaved=mention.id in self._unsaved,
        )

    def _on_changed(self, change: Change) -> None:
        if not self._desk.shows(change):
            return
        touched = {id: record for (kind, id), record in change.after.items() if kind == "mention"}
        gone = [id for id, record in touched.items() if record is None]
        records = [record for record in touched.values() if isinstance(record, Mention)]
        if records:
            self._waiting[change.step] = {record.id for record in records}
            self._unsaved |= self._waiting[change.step]
        self.some.emit(gone, [self._mark(record) for record in records])

    def _on_saved(self, steps: Iterable[str]) -> None:
        done = set().union(*(self._waiting.pop(step, set()) for step in steps))
        self._unsaved = set().union(*self._waiting.values())
        self._redraw(done - self._unsaved)

    def _redraw(self, ids: Iterable[str]) -> None:
        layer = self._desk.layer
        if layer is None:
            return
        marks = [self._mark(layer.mentions[id]) for id in ids if id in layer.mentions]
        if marks:
            self.some.emit([], marks)
