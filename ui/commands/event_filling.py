"""What fills the roles of the open event: candidates, text marked into a slot, labels, values; and what takes it out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import Argument, Span
from annotator.operations import RecordKey
from annotator.text.words import without_spaces
from ui.commands.eventing import Eventing
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.event_sheets import VALUE, Slot
from ui.models.labels import Labels


class EventFilling(QObject):
    """Handlers of the actions that fill and empty slots."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, marking: Marking, eventing: Eventing, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._labels = look, desk, labels
        self._marking, self._eventing, self._say = marking, eventing, say

    # -- filling ------------------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Fills the slot with the selected text, else with the candidate under the cursor, and goes on to the next."""
        self._fill(go_on=True)

    def fill_more(self) -> None:
        """Fills the slot and stays in it, for one more."""
        self._fill(go_on=False)

    def _fill(self, *, go_on: bool) -> None:
        self._eventing.settle()
        span, slot = self._eventing.pointing, self._eventing.slot
        if slot is None:
            return
        if span is not None:
            self.fill_with_text(span, slot, go_on=go_on)
        elif self._eventing.candidates:
            self.fill_with(self._eventing.candidates[self._eventing.candidate].argument, go_on=go_on)
        else:
            self._say(self._look.tr("event.nothing_fits"))

    def fill_candidate(self, place: int) -> None:
        """Fills the slot with a candidate that was clicked."""
        if place < len(self._eventing.candidates):
            self.fill_with(self._eventing.candidates[place].argument)

    def fill_with(self, argument: Argument, *, go_on: bool = True) -> None:
        """Fills a role of the open event."""
        desk, event = self._desk, self._eventing.event
        if event is not None:
            self._eventing.perform(
                lambda: desk.edit(edits.fill, desk.layer, desk.schema, event.id, argument), go_on=go_on
            )

    def labels_here(self) -> list[str]:
        """The labels that a new span may get in the slot in focus, in the schema's order."""
        slot, schema = self._eventing.slot, self._desk.schema
        return [label.key for label in schema.offered if slot is not None and schema.fits(slot.role, label.key)]

    def fill_with_text(self, span: Span, slot: Slot, *, go_on: bool) -> None:
        """Fills a slot with text of the article: as a mention that is there, as a new one, or as a text."""
        layer, schema = self._desk.layer, self._desk.schema
        inner = self._inner(span)
        there = [m for m in layer.over(inner) if m.spans == (inner,)] if layer else []
        fitting = [m for m in there if schema.fits(slot.role, m.label)]
        label = edits.fill_label(schema, slot.role)
        if len(fitting) == 1:
            self.fill_with(Argument(slot.role.key, mention=fitting[0].id), go_on=go_on)
        elif label is not None:
            self._fill_new(inner, label, go_on=go_on)
        elif slot.role.value == "text" and self._desk.document is not None:
            words = " ".join(self._desk.document.text[inner.start : inner.end].split())
            self.fill_with(Argument(slot.role.key, value=words), go_on=go_on)
        else:
            self._say(self._look.tr("event.which_label", role=slot.name))

    def _inner(self, span: Span) -> Span:
        document = self._desk.document
        return (without_spaces(document.text, span) if document else None) or span

    def _fill_new(self, span: Span, label: str, *, go_on: bool = True) -> None:
        desk, event, slot = self._desk, self._eventing.event, self._eventing.slot
        if event is None or slot is None:
            return
        role = slot.role.key
        self._eventing.perform(
            lambda: desk.edit(
                edits.fill_new, desk.layer, desk.document, desk.schema, event.id, role, [self._inner(span)], label
            ),
            go_on=go_on,
        )

    def take_label(self, label: str) -> bool:
        """A label was chosen while the form is open: it marks the selected text into the slot. True when that was it."""
        if self._eventing.sheet is None or self._marking.mode or not self._desk.writable:
            return False
        if self._eventing.relabelled:
            self._relabel(label)
            return True
        span, slot, schema = self._eventing.pointing, self._eventing.slot, self._desk.schema
        if span is None:
            if schema.is_event(label):
                return False
            self._say(self._look.tr("event.relabel_first", key=self._look.key("relabel")))
            return True
        if slot is not None and schema.fits(slot.role, label):
            self._fill_new(span, label)
            return True
        return self._mark_only(span, label)

    def _mark_only(self, span: Span, label: str) -> bool:
        """Marks an entity that does not fit the slot, and says so; a trigger is marked as ever."""
        desk, slot = self._desk, self._eventing.slot
        if desk.schema.is_event(label):
            return False
        done = self._eventing.perform(
            lambda: desk.edit(edits.mark, desk.layer, desk.document, desk.schema, [self._inner(span)], label),
            go_on=False,
        )
        if done and slot is not None:
            self._say(self._look.tr("event.marked_only", label=self._labels.name(label), role=slot.name))
        return True

    # -- emptying and mending -----------------------------------------------------------------------------------------
    def empty_slot(self) -> None:
        """Takes the last filler out of the slot in focus; the one that does not fit first."""
        slot = self._eventing.slot
        if slot is not None and slot.fillers:
            self.take_out((slot.misfit or slot.fillers[-1]).index)
        elif slot is not None:
            self._say(self._look.tr("event.empty_already"))

    def take_out(self, index: int) -> None:
        """Takes an argument out of the open event."""
        desk, event = self._desk, self._eventing.event
        if event is not None:
            self._eventing.perform(lambda: desk.edit(edits.empty, desk.layer, event.id, index), go_on=False)

    def relabel_filler(self) -> None:
        """The filler that does not fit gets the one label that the role takes, or the next label key's."""
        slot = self._eventing.slot
        if slot is not None and slot.misfit is not None:
            self.relabel_this(slot.misfit.mention)

    def relabel_this(self, mention: str) -> None:
        """Relabels a filler."""
        slot, self._eventing.relabelled = self._eventing.slot, mention
        label = edits.fill_label(self._desk.schema, slot.role) if slot else None
        if label is not None:
            self._relabel(label)
        else:
            self._say(self._look.tr("labels.relabel_mode"))

    def _relabel(self, label: str) -> None:
        desk, mention, self._eventing.relabelled = self._desk, self._eventing.relabelled, ""
        self._eventing.perform(lambda: desk.edit(edits.relabel, desk.layer, desk.schema, mention, label), go_on=False)
        self._say("")

    def set_value(self, id: str, key: str, value: Any) -> bool:
        """Gives an event a value: of a role that takes one, or of an attribute. None takes it away."""
        desk = self._desk
        event = desk.layer.events.get(id) if desk.layer else None
        if event is None:
            return False
        if not key.startswith(VALUE):
            about = RecordKey("event", event.id)
            return self._eventing.perform(
                lambda: desk.edit(edits.set_attribute, desk.layer, desk.schema, about, key, value), go_on=False
            )
        role = key.removeprefix(VALUE)
        filled = [i for i, a in enumerate(event.arguments) if a.role == role and a.value is not None]
        if value is not None:
            argument = Argument(role, value=value)
            return self._eventing.perform(
                lambda: desk.edit(edits.fill, desk.layer, desk.schema, event.id, argument), go_on=False
            )
        return bool(filled) and self._eventing.perform(
            lambda: desk.edit(edits.empty, desk.layer, event.id, filled[0]), go_on=False
        )
