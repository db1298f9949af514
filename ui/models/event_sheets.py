"""An event as its form and the article show it: a slot for each role, what fills it, what could, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject

from annotator.model import Argument, Document, Event, Mention, Span
from annotator.operations import RecordKey
from annotator.schema import HUES, Field, Role
from annotator.suggest.fillers import Filler, Places, fillers
from annotator.validate import Problem, record_problems
from ui.article import arguments as drawn
from ui.article.marks import Mark, MarkLook
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels
from ui.models.values import written
from ui.theme import Hue

VALUE: Final = "role:"
"""Before the key of a role whose value stands among the fields."""


@dataclass(frozen=True)
class Filled:
    """One filler: number of the argument in the event, its words, the label's look (None for a value), its mention.

    `entity`: the whole entity fills the role; `mention` is then its nearest. `misfit`: its label is none that the role
    takes. `is_text`: a text that stands for itself.
    """

    index: int
    words: str
    face: MarkLook | None = None
    mention: str = ""
    spans: tuple[Span, ...] = ()
    entity: bool = False
    misfit: bool = False
    is_text: bool = False


@dataclass(frozen=True)
class Slot:
    """A role of the event and what fills it."""

    role: Role
    name: str
    hue: Hue
    fillers: tuple[Filled, ...] = ()
    is_missing: bool = False

    @property
    def misfit(self) -> Filled | None:
        """The first filler that does not fit."""
        return next((filler for filler in self.fillers if filler.misfit), None)


@dataclass(frozen=True)
class Sheet:
    """One event with its slots. `fields` are the roles that take values only, and the event's attributes; `values` are
    theirs, by key. `number` of `all` events counts in the order of the text."""

    event: Event
    trigger: Mention
    words: str
    face: MarkLook
    number: int
    all: int
    slots: tuple[Slot, ...]
    fields: tuple[Field, ...]
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    """What validation says of the event."""


class EventSheets(QObject):
    """Makes sheets of the shown layer's events."""

    def __init__(self, look: Look, desk: Desk, labels: Labels) -> None:
        super().__init__(desk)
        self._look, self._desk, self._labels = look, desk, labels
        self._places: Places | None = None
        self._of: Document | None = None
        self._faces: dict[tuple[str, int], MarkLook] = {}

    # -- the form -----------------------------------------------------------------------------------------------------
    def sheet(self, event: Event, number: int, all: int) -> Sheet | None:
        """The sheet of an event; None when its trigger is gone."""
        layer, document = self._desk.layer, self._desk.document
        trigger = layer.mentions.get(event.trigger) if layer else None
        if layer is None or document is None or trigger is None:
            return None
        schema = self._desk.schema
        problems = tuple(record_problems(layer, document, schema, RecordKey("event", event.id)))
        slots, values, fields = [], dict(event.attributes), []
        for place, role in enumerate(self._roles(event)):
            filled = [(i, a) for i, a in enumerate(event.arguments) if a.role == role.key]
            if role.field is not None and role.value != "text":
                required = role.required and not role.labels
                fields.append(msgspec.structs.replace(role.field, key=VALUE + role.key, required=required))
                values[VALUE + role.key] = next((a.value for _, a in filled if a.value is not None), None)
            if role.takes_mentions or role.value == "text":
                slots.append(self._slot(role, place, filled, trigger, problems))
        fields += schema.attributes_of("event", event.label)
        words = document.text[trigger.start : trigger.end]
        face = self._labels.look(event.label)
        return Sheet(event, trigger, words, face, number, all, tuple(slots), tuple(fields), values, problems)

    def _roles(self, event: Event) -> Iterable[Role]:
        """The roles of its label; then those that the schema does not have there, so that nothing stays unseen."""
        known = self._desk.schema.roles_of(event.label)
        keys = {role.key for role in known}
        strange = dict.fromkeys(a.role for a in event.arguments if a.role not in keys)
        return [*known, *(Role(key, key, key) for key in strange)]

    def _slot(
        self,
        role: Role,
        place: int,
        filled: Sequence[tuple[int, Argument]],
        trigger: Mention,
        problems: Sequence[Problem],
    ) -> Slot:
        hue = self._look.theme.hue(role.color or HUES[place % len(HUES)])
        here = [problem for problem in problems if problem.detail == role.key]
        misfits = {problem.other for problem in here if problem.code in ("filler", "role")}
        rows = tuple(self._filled(index, argument, role, trigger, misfits) for index, argument in filled)
        missing = any(problem.code == "role_missing" for problem in here)
        return Slot(role, role.name(self._look.words.language), hue, rows, is_missing=missing)

    def _filled(self, index: int, argument: Argument, role: Role, trigger: Mention, misfits: set[str]) -> Filled:
        """One filler; `misfits` are the ids of those that validation calls so, "" for all of the role."""
        layer, document = self._desk.layer, self._desk.document
        assert layer is not None
        assert document is not None
        mention, name = layer.mentions.get(argument.mention or ""), ""
        misfit = not misfits.isdisjoint(("", argument.mention or argument.entity))
        if argument.entity is not None:
            entity = layer.entities.get(argument.entity)
            mention = self._nearest(entity.mentions if entity else (), trigger)
            name = entity.name if entity else ""
        if mention is None:
            field = role.field or Field(role.key, role.en, role.ar, "text")
            words = written(self._look, field, argument.value)
            return Filled(index, words, misfit=misfit, is_text=field.kind == "text")
        return Filled(
            index,
            name or " ".join(document.text[mention.start : mention.end].split()),
            self._labels.look(mention.label),
            mention.id,
            mention.spans,
            entity=argument.entity is not None,
            misfit=misfit,
        )

    def _nearest(self, ids: Iterable[str], trigger: Mention) -> Mention | None:
        layer = self._desk.layer
        known = [layer.mentions[id] for id in ids if id in layer.mentions] if layer else []
        return min(known, key=lambda mention: abs(mention.start - trigger.start), default=None)

    # -- what could fill a slot ---------------------------------------------------------------------------------------
    def candidates(self, sheet: Sheet, slot: Slot, most: int) -> list[Filler]:
        """What fits a slot, nearest first."""
        layer, document = self._desk.layer, self._desk.document
        if layer is None or document is None:
            return []
        if self._places is None or self._of is not document:
            self._places, self._of = Places(document.text), document
        return fillers(layer, document, self._desk.schema, sheet.event, slot.role, self._places, most=most)

    def words(self, filler: Filler) -> str:
        """The words of a candidate, on one line."""
        layer, document = self._desk.layer, self._desk.document
        entity = layer.entities.get(filler.argument.entity or "") if layer else None
        if entity is not None and entity.name:
            return entity.name
        return " ".join(document.text[filler.span.start : filler.span.end].split()) if document else ""

    def where(self, filler: Filler) -> str:
        """Where a candidate stands, seen from the trigger."""
        if filler.nearness == "far":
            return self._look.tr("event.paragraph", n=filler.paragraph)
        return self._look.tr("event.same_sentence" if filler.nearness == "sentence" else "event.same_paragraph")

    # -- the article --------------------------------------------------------------------------------------------------
    def view(self, sheet: Sheet, trigger: Mark, at: int, candidate: Filler | None) -> drawn.EventView:
        """The event as the article draws it, with the candidate for slot number `at` under the cursor."""
        few = sum(len(slot.fillers) for slot in sheet.slots) <= drawn.MOST_LINES
        made: list[drawn.Argument] = []
        for place, slot in enumerate(sheet.slots):
            for filler in slot.fillers:
                if filler.spans:
                    mark = Mark(
                        f"{filler.index}:{slot.role.key}", filler.spans, self._face(slot), problem=filler.misfit
                    )
                    made.append(drawn.Argument(mark, few or place == at))
        if candidate is not None:
            slot = sheet.slots[at]
            spans = self._spans(candidate)
            made.append(drawn.Argument(Mark(f"?:{slot.role.key}", spans, self._face(slot), suggestion=True)))
        return drawn.EventView(trigger, tuple(made), self._look.words.number)

    def _face(self, slot: Slot) -> MarkLook:
        """A role as the look of a chip: the same object each time, which the article draws from a picture."""
        key = (slot.name, slot.hue.strong.rgba())
        return self._faces.setdefault(key, MarkLook(slot.name, slot.name[:3], slot.hue))

    def _spans(self, filler: Filler) -> tuple[Span, ...]:
        layer = self._desk.layer
        mention = layer.mentions.get(filler.argument.mention or "") if layer else None
        return mention.spans if mention else (filler.span,)
