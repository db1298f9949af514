"""What validation finds in the shown layer, looked for a few records at a time, so that typing never waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model import Span
from annotator.operations import RecordKey
from annotator.project import Change
from annotator.validate import Problem, affected, document_label_names, record_problems
from ui.desk import Desk
from ui.models.records import Entry, LayerModels, RecordModel, place_of
from ui.rest import Chore

_PORTION: Final = 50
"""Records that are looked over in one go (about 4 ms)."""
_PAUSE: Final = 10
_REST: Final = 150
"""Milliseconds: between two portions; after a document was opened or a step was done, before anything is looked over."""
_COUNT: Final = 400
"""Milliseconds until what was found meanwhile is counted, while a document is looked over."""


class Problems(QObject):
    """The list of problems, and `troubled`: the mentions to be drawn with a wave. `shown(ids)`: these changed."""

    shown = Signal(object)

    def __init__(self, desk: Desk, models: LayerModels) -> None:
        super().__init__(desk)
        self._desk, self._models = desk, models
        self.list = RecordModel(self._entry, self)
        self.troubled: frozenset[str] = frozenset()
        self._found: dict[str, Problem] = {}
        self._of_record: dict[RecordKey, set[str]] = {}
        self._touched: set[RecordKey] = set()
        self._ahead: Iterator[RecordKey] = iter(())
        self._scan = Chore(desk.rest, _PAUSE, self._scan_on, self)
        self._tell = Chore(desk.rest, _COUNT, self.list.counted.emit, self)
        self._check = self._timer(_REST, self._check_touched)
        self._begun = False
        desk.turned.connect(self.restart)
        desk.opened.connect(self.restart)
        desk.changed.connect(self._on_changed)

    def _timer(self, interval: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(act)
        return timer

    def problem(self, id: str) -> Problem | None:
        """The problem of a row."""
        return self._found.get(id)

    def about(self, mention: str) -> list[str]:
        """The rows of problems that a mention has, or that what hangs on it has, in their order."""
        layer = self._desk.layer
        if layer is None or mention not in layer.mentions:
            return []
        key = RecordKey("mention", mention)
        comments = (RecordKey("comment", c.id) for c in layer.comments.values() if c.about == mention)
        found = {id for each in (key, *layer.pointing_at(key), *comments) for id in self._of_record.get(each, ())}
        return sorted((id for id in found if self._mention_of(self._found[id]) == mention), key=self.list.place)

    # -- when ---------------------------------------------------------------------------------------------------------
    def restart(self) -> None:
        """Another layer: looks it over from the beginning. The first portion when the article has been painted."""
        before, self.troubled = self.troubled, frozenset()
        self._found, self._of_record, self._touched = {}, {}, set()
        self._ahead = self._all_keys()
        self.list.reset_to(())
        self.shown.emit(before)
        self._begun = False
        self._check.start()

    def _all_keys(self) -> Iterator[RecordKey]:
        """All records of the layer, the document labels first. What comes later is looked over when it comes."""
        layer = self._desk.layer
        if layer is None:
            return
        yield from [RecordKey("label", name) for name in document_label_names(layer, self._desk.schema)]
        yield from [RecordKey("comment", id) for id in layer.comments]
        events, relations = list(layer.events), list(layer.relations)
        yield from (RecordKey("mention", id) for _, _, id in list(layer.places))
        yield from (RecordKey("event", id) for id in events)
        yield from (RecordKey("relation", id) for id in relations)

    def _scan_on(self) -> None:
        portion = set(islice(self._ahead, _PORTION))
        if portion:
            self.list.is_filling = True
            self._look_over(portion)
            self.list.is_filling = False
            if not self._tell.isActive():
                self._tell.go_on()
            self._scan.go_on()

    @property
    def is_scanning(self) -> bool:
        """Whether what is shown now was found by itself, and not after a step: nobody waits for it."""
        return self.list.is_filling

    def _on_changed(self, change: Change) -> None:
        layer = self._desk.layer
        if layer is not None and self._desk.shows(change):
            self._touched |= affected(layer, change.before, change.after)
            self._check.start()

    def _check_touched(self) -> None:
        touched, self._touched = self._touched, set()
        self._look_over(touched)
        if not self._begun:
            self._begun = True
            self._scan_on()

    # -- what ---------------------------------------------------------------------------------------------------------
    def look_over(self, key: RecordKey) -> None:
        """Validates a record now: somebody wants to go there."""
        self._look_over({key})

    def _look_over(self, keys: set[RecordKey]) -> None:
        """Validates some records; shows what changed."""
        layer, document = self._desk.layer, self._desk.document
        if layer is not None and document is not None:
            schema = self._desk.schema
            self._show(keys, [problem for key in keys for problem in record_problems(layer, document, schema, key)])

    def _show(self, looked_at: set[RecordKey], found: list[Problem]) -> None:
        new: Mapping[str, Problem] = {problem.key: problem for problem in found}
        for id in [id for key in looked_at for id in self._of_record.pop(key, ()) if id not in new]:
            self.list.drop(id)
            del self._found[id]
        for id, problem in new.items():
            self._of_record.setdefault(RecordKey(problem.kind, problem.record), set()).add(id)
            if self._found.get(id) != problem:
                self._found[id] = problem
                self.list.put(place_of(problem.span or Span(0, 0), id))
        mentions = {key.id for key in looked_at if key.kind == "mention"}
        troubled = (self.troubled - mentions) | {problem.record for problem in found if problem.kind == "mention"}
        changed = troubled ^ self.troubled
        if changed:
            self.troubled = frozenset(troubled)
            self.shown.emit(changed)

    def _entry(self, id: str) -> Entry | None:
        problem = self._found.get(id)
        if problem is None:
            return None
        surface = self._models.surface(problem.span) if problem.span else ""
        words = problem.detail if problem.code == "question" else surface
        return Entry(id, self._mention_of(problem), words, problem.code)

    def _mention_of(self, problem: Problem) -> str:
        """The mention that a click on the problem selects: its record, or what the record hangs on."""
        layer = self._desk.layer
        if layer is None or problem.kind == "mention":
            return problem.record
        id = problem.other if problem.kind == "comment" else problem.record
        event, relation = layer.events.get(id), layer.relations.get(id)
        return event.trigger if event is not None else relation.source if relation is not None else id
