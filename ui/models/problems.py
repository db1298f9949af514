"""What validation finds in the shown layer, looked for a few mentions at a time, so that typing never waits for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.layer import Layer
from annotator.model import Event, Mention, Span
from annotator.project import Change
from annotator.validate import Problem, problems
from ui.desk import Desk
from ui.models.records import Entry, LayerModels, RecordModel, place_of
from ui.rest import Chore

_PORTION: Final = 50
"""Mentions that are looked over in one go (about 4 ms)."""
_PAUSE: Final = 10
_REST: Final = 150
"""Milliseconds: between two portions; after a step before what it touched is looked over."""


class Problems(QObject):
    """The list of problems, and `troubled`: the mentions to be drawn with a wave. `shown(ids)`: these changed."""

    shown = Signal(object)

    def __init__(self, desk: Desk, models: LayerModels) -> None:
        super().__init__(desk)
        self._desk, self._models = desk, models
        self.list = RecordModel(self._entry, self)
        self.troubled: frozenset[str] = frozenset()
        self._found: dict[str, Problem] = {}
        self._of_record: dict[str, set[str]] = {}
        self._touched: set[str] = set()
        self._events_on: dict[str, set[str]] = {}
        self._longest = 0
        self._row = 0
        self._scan = Chore(desk.rest, _PAUSE, self._scan_on, self)
        self._check = self._timer(_REST, self._check_touched)
        desk.turned.connect(self.restart)
        desk.opened.connect(self.restart)
        desk.changed.connect(self._on_changed)

    def _timer(self, interval: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(act)
        return timer

    # -- when ---------------------------------------------------------------------------------------------------------
    def restart(self) -> None:
        """Another layer: looks it over from the beginning. The first portion at once."""
        before, self.troubled = self.troubled, frozenset()
        self._found, self._of_record, self._touched, self._row = {}, {}, set(), 0
        self._longest = max((-end - start for start, end, _ in self._models.mentions.places), default=0)
        layer = self._desk.layer
        self._events_on = {}
        for event in layer.events.values() if layer else ():
            self._events_on.setdefault(event.trigger, set()).add(event.id)
        self.list.reset_to(())
        self.shown.emit(before)
        self._scan_on()

    def _scan_on(self) -> None:
        places = self._models.mentions.places
        portion = {id for _, _, id in places[self._row : self._row + _PORTION]}
        first = self._row == 0
        self._row += _PORTION
        self._look_over(portion, self._orphans() if first else ())
        if self._row < len(places):
            self._scan.go_on()

    def _on_changed(self, change: Change) -> None:
        if not self._desk.shows(change):
            return
        for key, after in change.after.items():
            self._touched.add(key.id)
            for record in (change.before.get(key), after):
                if isinstance(record, Mention):
                    self._longest = max(self._longest, record.end - record.start)
                    self._touched |= self._around(record.hull)
                elif isinstance(record, Event):
                    self._touched.add(record.trigger)
                    self._events_on.setdefault(record.trigger, set()).add(record.id)
        self._check.start()

    def _check_touched(self) -> None:
        touched, self._touched = self._touched, set()
        self._look_over(touched, touched)

    # -- what ---------------------------------------------------------------------------------------------------------
    def _around(self, span: Span) -> set[str]:
        """The mentions that have a letter in common with `span`."""
        places = self._models.mentions.places
        row = bisect_left(places, (span.start - self._longest, 0, ""))
        found = set()
        while row < len(places) and places[row][0] < span.end:
            if -places[row][1] > span.start:
                found.add(places[row][2])
            row += 1
        return found

    def _orphans(self) -> Iterator[str]:
        """Events whose trigger is gone; they have no place in the text."""
        layer = self._desk.layer
        for event in layer.events.values() if layer else ():
            if layer is not None and event.trigger not in layer.mentions:
                yield event.id

    def _look_over(self, ids: set[str], more: Iterable[str]) -> None:
        """Validates some mentions among those that they overlap, with their events; shows what changed."""
        layer, document = self._desk.layer, self._desk.document
        if layer is None or document is None:
            return
        near = set(ids)
        for id in ids:
            if id in layer.mentions:
                near |= self._around(layer.mentions[id].hull)
        mentions = {id: layer.mentions[id] for id in near if id in layer.mentions}
        extra = set(more)
        on_them = extra.union(*(self._events_on.get(id, ()) for id in mentions))
        events = {id: layer.events[id] for id in on_them if id in layer.events}
        part = cast("Layer", SimpleNamespace(mentions=mentions, events=events))
        looked_at = ids | extra | {event.id for event in events.values() if event.trigger in ids}
        self._show(looked_at, [p for p in problems(part, document, self._desk.schema) if p.record in looked_at])

    def _show(self, looked_at: set[str], found: list[Problem]) -> None:
        new: Mapping[str, Problem] = {f"{problem.code}:{problem.record}": problem for problem in found}
        for id in [id for record in looked_at for id in self._of_record.pop(record, ()) if id not in new]:
            self.list.drop(id)
            del self._found[id]
        for id, problem in new.items():
            self._of_record.setdefault(problem.record, set()).add(id)
            if self._found.get(id) != problem:
                self._found[id] = problem
                self.list.put(place_of(problem.span or Span(0, 0), id))
        troubled = (self.troubled - looked_at) | {problem.record for problem in found}
        changed = troubled ^ self.troubled
        if changed:
            self.troubled = frozenset(troubled)
            self.shown.emit(changed)

    def _entry(self, id: str) -> Entry | None:
        problem = self._found.get(id)
        if problem is None:
            return None
        return Entry(id, problem.record, self._models.surface(problem.span) if problem.span else "", problem.code)
