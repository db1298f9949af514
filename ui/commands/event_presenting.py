"""Shows on the form what the event editor has open, and says in words what is wrong and what keys do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ui.commands.event_filling import EventFilling
from ui.commands.eventing import Eventing
from ui.desk import Desk
from ui.look import Look
from ui.models.event_sheets import Filled, Sheet, Slot
from ui.models.labels import Labels
from ui.models.problem_words import said
from ui.panels.event_form import MOST, EventForm, Trouble
from ui.panels.event_rows import Offer, Way

_OTHERS: Final = ("role_many", "role_value")
_NAMED: Final = 4
"""So many of the labels that a role takes are named; more would be a list nobody reads."""


class EventPresenter(QObject):
    """Follows `Eventing`, once the article has been painted. `shown(bool)`: the form is wanted, or not any more."""

    shown = Signal(bool)

    def __init__(
        self, look: Look, desk: Desk, labels: Labels, eventing: Eventing, filling: EventFilling, form: EventForm
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._labels = look, desk, labels
        self._eventing, self._filling, self._form = eventing, filling, form
        self._open = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        eventing.changed.connect(self._soon.start)
        form.slot_wanted.connect(self._on_slot)
        form.offer_wanted.connect(self._on_offer)
        form.cross_wanted.connect(filling.take_out)
        form.next_wanted.connect(eventing.next_event)
        form.close_wanted.connect(eventing.shut)
        form.value_wanted.connect(self._on_value)
        eventing.fields_wanted.connect(self._to_fields)
        desk.turning.connect(form.fields.keep)

    def _on_slot(self, place: int) -> None:
        self._eventing.go_to_slot(place, armed=True)

    def _on_offer(self, place: int) -> None:
        """A candidate was clicked, or a label for the selected text."""
        if self._eventing.pointing is None:
            self._filling.fill_candidate(place)
            return
        labels = self._filling.labels_here()[: MOST - 1]
        if place < len(labels):
            self._filling.take_label(labels[place])
        else:
            self._filling.fill()

    def _on_value(self, key: str, value: object) -> None:
        sheet = self._form.sheet  # what was typed belongs to the event that was shown, also when another is open by now
        if sheet is not None and not self._filling.set_value(sheet.event.id, key, value):
            self._form.refuse(key)

    def _to_fields(self) -> None:
        self.follow()
        self._form.fields.take_focus()

    # -- showing ------------------------------------------------------------------------------------------------------
    def follow(self) -> None:
        """Shows now what would be shown in a moment."""
        if self._soon.isActive():
            self._soon.stop()
            self._show()

    def _show(self) -> None:
        eventing, sheet = self._eventing, self._eventing.sheet
        if sheet is not None:
            offers = self._text_offers() if eventing.pointing is not None else self._candidates()
            current = eventing.candidate if eventing.pointing is None else 0
            self._form.show_hints(self._hints(bool(offers)))
            troubles = list(self._troubles(sheet))
            self._form.show_sheet(sheet, eventing.at, offers, current, troubles, writable=self._desk.writable)
        if self._open != (sheet is not None):
            self._open = sheet is not None
            self.shown.emit(self._open)

    def _candidates(self) -> list[Offer]:
        sheets, enter = self._eventing.sheets, self._look.key("fill")
        return [
            Offer(
                sheets.words(filler),
                self._labels.look(filler.label),
                sheets.where(filler),
                enter if place == self._eventing.candidate else "",
                entity=filler.argument.entity is not None,
            )
            for place, filler in enumerate(self._eventing.candidates)
        ]

    def _text_offers(self) -> list[Offer]:
        """The labels that the selected text may get in the slot."""
        document, span = self._desk.document, self._eventing.pointing
        words = " ".join(document.text[span.start : span.end].split()) if document and span else ""
        labels = self._filling.labels_here()[: MOST - 1]
        schema, found = self._desk.schema, []
        for key in labels:
            label = schema.label(key)
            hint = self._labels.hint(label) if label is not None else ""
            hint = self._look.key("fill") if len(labels) == 1 else hint.split(" ")[0]
            found.append(Offer(words, self._labels.look(key), keys=hint))
        slot = self._eventing.slot
        if slot is not None and slot.role.value == "text" and len(labels) != 1:
            found.append(Offer(words, None, self._look.tr("event.text"), self._look.key("fill")))
        return found[:MOST]

    def _hints(self, any_offer: bool) -> list[tuple[str, str]]:
        tr, key = self._look.tr, self._look.key
        next_slot = (key("next_slot"), tr("event.hint_next"))
        if self._eventing.armed:
            return [("", tr("event.hint_click"))]
        if self._eventing.pointing is not None:
            return [(key("escape"), tr("event.hint_back")), next_slot]
        if any_offer:
            turn = f"{key('previous_candidate')} {key('next_candidate')}"
            return [(turn, tr("event.hint_turn")), (key("fill"), tr("event.hint_fill")), next_slot]
        return [("← →", tr("event.hint_select")), next_slot]

    # -- what is wrong ------------------------------------------------------------------------------------------------
    def _troubles(self, sheet: Sheet) -> Iterator[Trouble]:
        """What is wrong with each slot. One that is required is no problem yet while a new event is being filled."""
        at = self._eventing.at
        for place, slot in enumerate(sheet.slots):
            for filler in slot.fillers:
                if filler.misfit:
                    yield Trouble(place, self._misfit_words(slot, filler), self._misfit_ways(place, filler))
            waits = place == at or (self._eventing.is_new and place > at)
            if slot.is_missing and not waits:
                yield Trouble(place, self._look.tr("event.missing", role=slot.name), (self._fill_way(place),))
            for problem in sheet.problems:
                if problem.detail == slot.role.key and problem.code in _OTHERS:
                    yield Trouble(place, said(self._look, self._desk.schema, problem), self._take_out_way(slot))

    def _take_out_way(self, slot: Slot) -> tuple[Way, ...]:
        if not slot.fillers or not self._desk.writable:
            return ()
        last = slot.fillers[-1].index
        return ((self._look.tr("event.take_out"), "", lambda: self._filling.take_out(last)),)

    def _misfit_words(self, slot: Slot, filler: Filled) -> str:
        names = [self._labels.name(key) for key in slot.role.labels]
        allowed = self._look.words.joined(*names[:_NAMED]) + ("…" if len(names) > _NAMED else ".")
        label = filler.face.name if filler.face is not None else ""
        if not names:
            return self._look.tr("event.unknown_role", role=slot.name)
        return self._look.tr("event.misfit", words=filler.words, label=label, allowed=allowed)

    def _misfit_ways(self, place: int, filler: Filled) -> tuple[Way, ...]:
        if not self._desk.writable:
            return ()
        tr, here = self._look.tr, place == self._eventing.at

        def relabel() -> None:
            self._eventing.go_to_slot(place)
            self._filling.relabel_this(filler.mention)

        return (
            (tr("event.take_out"), "empty_slot" if here else "", lambda: self._filling.take_out(filler.index)),
            (tr("action.relabel"), "relabel_filler" if here else "", relabel),
        )

    def _fill_way(self, place: int) -> Way:
        digit = f"Digit{(place + 1) % 10}" if place < 10 else ""
        return self._look.tr("event.fill_it"), digit, lambda: self._eventing.go_to_slot(place)
