"""The event editor: which event is open, which slot is in focus, and what fills it, by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator import edits
from annotator.model import Event, Span
from annotator.project import Change
from annotator.suggest.fillers import Filler
from ui.article.view import ArticleView
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.event_sheets import EventSheets, Sheet, Slot
from ui.models.labels import Labels
from ui.models.records import LayerModels

_FEW: Final = 8
"""Candidates that are looked for at first: some more than the form shows."""


class Eventing(QObject):
    """Handlers of the actions on events. `changed`: the form shows something else; `fields_wanted`: the keyboard goes on
    to the fields below the slots.

    The keyboard stays in the article. While text is selected there (`pointing`), Enter or a label's key marks it straight
    into the slot in focus; else keys step through what could fill it. A slot that was clicked is `armed`: the next thing
    that is clicked in the article fills it.
    """

    changed = Signal()
    fields_wanted = Signal()

    def __init__(
        self,
        look: Look,
        desk: Desk,
        article: ArticleView,
        labels: Labels,
        models: LayerModels,
        marking: Marking,
        say: Say,
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article = look, desk, article
        self._models, self._marking, self._say = models, marking, say
        self.sheets = EventSheets(look, desk, labels)
        self.sheet: Sheet | None = None
        self.at = 0
        self.candidates: list[Filler] = []
        self.candidate = 0
        self.armed = False
        self.is_new = False
        """Whether the open event was only just marked: an empty slot is no problem yet before the keyboard was there."""
        self.relabelled = ""
        """The filler that the next label key relabels."""
        self._new: set[str] = set()
        self.is_pressed = False
        """Whether a button of the mouse is down in the article: nothing is judged before it is let go."""
        self._busy = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self.refresh)
        article.selection_changed.connect(self.follow)
        desk.changed.connect(self._on_changed)
        desk.turned.connect(self._on_turned)
        look.changed.connect(self._rebuild)

    # -- what is open -------------------------------------------------------------------------------------------------
    @property
    def event(self) -> Event | None:
        """The open event."""
        return self.sheet.event if self.sheet else None

    @property
    def slot(self) -> Slot | None:
        """The slot in focus."""
        return self.sheet.slots[self.at] if self.sheet and self.at < len(self.sheet.slots) else None

    @property
    def pointing(self) -> Span | None:
        """The text that is selected for the slot in focus."""
        if self.sheet is None or self._article.selected_mark is not None:
            return None
        return self._article.selection

    @property
    def states(self) -> set[str]:
        """The conditions of the table of actions that hold now."""
        if self.sheet is None or self._marking.mode:
            return set()
        found = {"event"}
        if self.pointing is None:
            found.add("slot")
            if self.slot is not None and self.slot.misfit is not None and self._desk.writable:
                found.add("misfit")
        return found

    def _on(self, mention: str) -> list[str]:
        """The events on a trigger, in the order in which they were made."""
        layer = self._desk.layer
        found = layer.mentions.get(mention) if layer else None
        if layer is None or found is None or not self._desk.schema.is_event(found.label):
            return []
        return [event.id for event in layer.events.values() if event.trigger == mention]

    def follow(self) -> None:
        """Opens the event of the trigger that is selected; text may be selected for it, anything else closes it."""
        if self._busy or self.is_pressed:
            return
        selected, open_ = self._article.selected_mark, self.event
        on = self._on(selected) if selected else []
        if on:
            self.relabelled = ""
            self._show(open_.id if open_ is not None and open_.id in on else on[0])
        elif open_ is not None and selected is None and (self._article.selection is not None or self.armed):
            self.refresh()
        elif open_ is not None and selected != self.relabelled:
            self.close()

    def _show(self, id: str) -> None:
        """Shows an event; another one begins at its first empty slot."""
        layer = self._desk.layer
        event = layer.events.get(id) if layer else None
        if event is None:
            self.close()
            return
        other = self.sheet is None or self.sheet.event.id != id
        self._make(event)
        if not other:
            self.refresh()
        elif self.sheet is not None:
            self.armed, self.is_new = False, id in self._new
            self.at = self._first_empty()
            self.candidate, self.candidates = 0, []
            self._draw(None)  # the event is seen at once; what could fill it comes with the form
            self._late.start()

    def settle(self) -> None:
        """Looks for candidates now, where that was still to be done."""
        if self._late.isActive():
            self.refresh()

    def _make(self, event: Event) -> None:
        """Takes the event as it is now; the form closes where its trigger is gone."""
        events = self._models.events
        sheet = self.sheets.sheet(event, events.place(event.id) + 1, len(events))
        if sheet is None:
            self.close()
        else:
            self.sheet = sheet

    def _first_empty(self) -> int:
        slots = self.sheet.slots if self.sheet else ()
        missing = [place for place, slot in enumerate(slots) if slot.is_missing]
        empty = [place for place, slot in enumerate(slots) if not slot.fillers]
        return next(iter((*missing, *empty)), 0)

    def refresh(self) -> None:
        """The candidates, the article and the form follow."""
        self._late.stop()
        sheet, slot = self.sheet, self.slot
        if sheet is None:
            return
        choosing = slot is not None and self.pointing is None and self._desk.writable
        most = _FEW + self.candidate  # farther ones when somebody goes there
        self.candidates = self.sheets.candidates(sheet, slot, most) if choosing and slot is not None else []
        self.candidate = min(self.candidate, max(0, len(self.candidates) - 1))
        self._draw(self.candidates[self.candidate] if self.candidates else None)
        self.changed.emit()

    def _draw(self, candidate: Filler | None) -> None:
        sheet = self.sheet
        trigger = self._article.scene.marks.get(sheet.trigger.id) if sheet else None
        if sheet is not None and trigger is not None:
            self._article.set_event(self.sheets.view(sheet, trigger, self.at, candidate))

    def redraw(self) -> None:
        """The marks of the open event may look different: problems were found, or settled."""
        if self.sheet is not None:
            self._draw(self.candidates[self.candidate] if self.candidates else None)

    def close(self) -> None:
        """Closes the form; what is selected stays."""
        self._late.stop()
        if self.sheet is not None:
            self.sheet, self.candidates, self.armed, self.relabelled = None, [], False, ""
            self._article.set_event(None)
            self.changed.emit()

    def shut(self) -> None:
        """Closes the form and goes back to the article."""
        self._article.select_mark(None)
        self.close()
        self._article.setFocus()

    def leave(self) -> bool:
        """Lets go of the text that is selected, else of the armed slot, else closes the form; False without one."""
        if self.sheet is None:
            return False
        if self.pointing is not None or self.relabelled:
            self.relabelled = ""
            self.back_to_trigger()
        elif self.armed:
            self.armed = False
            self.back_to_trigger()
        else:
            self.shut()
        self._say("")
        return True

    def back_to_trigger(self) -> None:
        """Selects the trigger again."""
        if self.sheet is not None:
            self._select(self.sheet.trigger.id)
            self.refresh()

    def _select(self, trigger: str, **more: bool) -> None:
        """Selects a trigger; what follows from it is for the caller to do."""
        self._busy = True
        self._article.choose_mark(trigger, **more)
        self._busy = False

    def open(self, id: str) -> bool:
        """Opens an event by its id; False when it is none."""
        layer = self._desk.layer
        event = layer.events.get(id) if layer else None
        if event is None or layer is None or event.trigger not in layer.mentions:
            return False
        self._select(event.trigger, reveal=True, ring=True)
        self._show(id)
        return True

    def choose(self, id: str) -> None:
        """A row of a list was chosen: an event is opened, a mention selected."""
        if self.open(id):
            self._article.setFocus()
        else:
            self._marking.choose(id)

    # -- following ----------------------------------------------------------------------------------------------------
    def _on_changed(self, change: Change) -> None:
        if not self._desk.shows(change):
            return
        for key, record in change.after.items():
            if key.kind == "event" and record is not None and change.before.get(key) is None:
                self._new.add(key.id)
        if self.sheet is not None and not self._busy:
            self._rebuild()

    def _on_turned(self) -> None:
        self._new.clear()
        self.close()

    def _rebuild(self) -> None:
        """The open event, its mentions or the look may be others."""
        layer = self._desk.layer
        event = layer.events.get(self.sheet.event.id) if layer and self.sheet else None
        if event is None:
            self.close()
            return
        self._make(event)
        self.refresh()

    # -- slots --------------------------------------------------------------------------------------------------------
    def next_slot(self) -> None:
        """The next slot, then the fields."""
        self._step(1)

    def previous_slot(self) -> None:
        """The slot before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.sheet is None:
            return
        place, count = self.at + by, len(self.sheet.slots)
        if by > 0 and place >= count and self.sheet.fields:
            self.to_values()
        elif count:
            self.go_to_slot(place % count)

    def go_to_slot(self, place: int, *, armed: bool = False) -> None:
        """Puts a slot in focus; `armed`: by the mouse, which fills it next."""
        if self.sheet is not None and 0 <= place < len(self.sheet.slots):
            self.at, self.candidate, self.armed = place, 0, armed and self._desk.writable
            self.relabelled = ""
            self.back_to_trigger()

    def on_key(self, keys: str) -> bool:
        """A digit goes to its slot, while no text is selected for one."""
        if "slot" not in self.states or not keys.startswith("Digit") or self.sheet is None or self.relabelled:
            return False
        place = (int(keys.removeprefix("Digit")) - 1) % 10
        if place < len(self.sheet.slots):
            self.go_to_slot(place)
        else:
            self._say(self._look.tr("event.no_such_slot", n=place + 1))
        return True

    def next_candidate(self) -> None:
        """The next farther one that fits."""
        self._turn(1)

    def previous_candidate(self) -> None:
        """The next nearer one that fits."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.settle()
        place = self.candidate + by
        if 0 <= place < len(self.candidates):
            self.candidate = place
            self.refresh()

    # -- steps on the open event --------------------------------------------------------------------------------------
    def perform(self, edit: Callable[[], Change | None], *, go_on: bool) -> bool:
        """Performs a step on the open event, and shows what it made of it once."""
        self._busy = True
        try:
            change = edit()
            trigger = self.sheet.trigger.id if self.sheet else None
            if change is not None and self._article.selected_mark != trigger:
                self._article.select_mark(trigger, reveal=False)
        finally:
            self._busy = False
        if change is None:
            return False
        self.candidate, self.armed = 0, False
        layer = self._desk.layer
        event = layer.events.get(self.sheet.event.id) if layer and self.sheet else None
        if event is None:
            self.close()
            return True
        self._make(event)
        if go_on:
            self._go_on()
        self.refresh()
        return True

    def _go_on(self) -> None:
        """To the next empty slot, if there is one."""
        slots = self.sheet.slots if self.sheet else ()
        self.at = next((place for place in range(self.at + 1, len(slots)) if not slots[place].fillers), self.at)

    def to_values(self) -> None:
        """The keyboard goes to the fields below the slots."""
        if self.sheet is not None and self.sheet.fields:
            self.back_to_trigger()
            self.fields_wanted.emit()

    # -- events -------------------------------------------------------------------------------------------------------
    def next_event(self) -> None:
        """The next event in the order of the text."""
        self._go(1)

    def previous_event(self) -> None:
        """The event before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        places, event = self._models.events.places, self.event
        row = self._models.events.place(event.id) + by if event else 0
        if 0 <= row < len(places):
            self.open(places[row][2])
        else:
            self._say(self._look.tr("event.last" if by > 0 else "event.first"))

    def add_event(self) -> None:
        """One more event on the trigger of the open one."""
        desk, sheet = self._desk, self.sheet
        if sheet is None:
            return
        self._busy = True
        try:
            change = desk.edit(edits.add_event, desk.layer, desk.schema, sheet.trigger.id)
        finally:
            self._busy = False
        if change is not None:
            self.open(next(key.id for key, record in change.after.items() if key.kind == "event" and record))

    def remove_event(self) -> None:
        """Removes the open event; its trigger goes too when no other event uses it."""
        desk, sheet = self._desk, self.sheet
        if sheet is None:
            return
        self._busy = True
        try:
            change = desk.edit(edits.remove_event, desk.layer, sheet.event.id)
        finally:
            self._busy = False
        if change is None:
            return
        self._say(self._look.tr("event.removed", name=sheet.face.name, words=sheet.words))
        self.close()
        self.follow()
