"""Agreement in words: names of measures, people and labels, numbers as the language writes them, warnings, reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from annotator.agreement.reporting import Report, Warning
from annotator.agreement.results import Result
from annotator.model import GOLD
from annotator.schema import Named, name_among
from ui.desk import Desk
from ui.i18n import Phrase, isolate
from ui.look import Look
from ui.models.disagreements import Place
from ui.models.labels import Labels

MEASURES: Final[dict[str, tuple[str, str]]] = {
    "exact": ("agreement.measure.exact", "agreement.measure.exact_hint"),
    "boundary": ("agreement.measure.boundary", "agreement.measure.boundary_hint"),
    "overlap": ("agreement.measure.overlap", "agreement.measure.overlap_hint"),
    "overlap_label": ("agreement.measure.overlap_label", "agreement.measure.overlap_label_hint"),
    "observed": ("agreement.measure.observed", "agreement.measure.observed_hint"),
    "cohen_kappa": ("agreement.measure.cohen_kappa", "agreement.measure.met_hint"),
    "alpha": ("agreement.measure.alpha", "agreement.measure.met_hint"),
    "partial": ("agreement.measure.partial", "agreement.measure.partial_hint"),
    "iou": ("agreement.measure.iou", "agreement.measure.iou_hint"),
    "token_alpha": ("agreement.measure.token_alpha", "agreement.measure.corrected"),
    "u_alpha": ("agreement.measure.u_alpha", "agreement.measure.corrected"),
    "gamma": ("agreement.measure.gamma", "agreement.measure.corrected"),
    "trigger_id": ("agreement.measure.trigger_id", ""),
    "trigger_class": ("agreement.measure.trigger_class", ""),
    "argument_id": ("agreement.measure.argument_id", ""),
    "argument_class": ("agreement.measure.argument_class", ""),
    "argument_id_attached": ("agreement.measure.argument_id_attached", ""),
    "argument_class_attached": ("agreement.measure.argument_class_attached", ""),
    "argument_id_given_trigger": ("agreement.measure.argument_id_given_trigger", ""),
    "argument_class_given_trigger": (
        "agreement.measure.argument_class_given_trigger",
        "agreement.measure.given_trigger_hint",
    ),
}
"""Name and second line of each measure."""
CODING: Final[dict[str, str]] = {
    "observed": "agreement.coding.observed",
    "scott_pi": "agreement.coding.scott_pi",
    "cohen_kappa": "agreement.coding.cohen_kappa",
    "fleiss_kappa": "agreement.coding.fleiss_kappa",
    "alpha_nominal": "agreement.coding.alpha_nominal",
    "alpha_ordinal": "agreement.coding.alpha_ordinal",
    "alpha_interval": "agreement.coding.alpha_interval",
    "alpha_masi": "agreement.coding.alpha_masi",
    "gwet_ac1": "agreement.coding.gwet_ac1",
}
"""Measures of document labels."""
_REASONS: Final[dict[str, str]] = {
    "no_common": "agreement.reason.no_common",
    "nothing_marked": "agreement.reason.nothing_marked",
    "no_equal_place": "agreement.reason.no_equal_place",
    "one_label": "agreement.reason.one_label",
    "no_words": "agreement.reason.no_words",
    "all_or_nothing": "agreement.reason.all_or_nothing",
    "no_events": "agreement.reason.no_events",
    "no_arguments": "agreement.reason.no_arguments",
    "no_agreed_trigger": "agreement.reason.no_agreed_trigger",
    "no_common_value": "agreement.reason.no_common_value",
    "one_value": "agreement.reason.one_value",
    "not_numbers": "agreement.reason.not_numbers",
    "not_sets": "agreement.reason.not_sets",
    "too_many_values": "agreement.reason.too_many_values",
    "on_request": "agreement.reason.on_request",
}
CAUSES: Final[dict[str, str]] = {
    "clitic": "agreement.cause.clitic",
    "article": "agreement.cause.article",
    "punctuation": "agreement.cause.punctuation",
    "tatweel_vowels": "agreement.cause.tatweel_vowels",
    "length": "agreement.cause.length",
    "other": "agreement.cause.other",
}
_KINDS: Final[dict[str, str]] = {
    "label": "agreement.kind.label",
    "boundary": "agreement.kind.boundary",
    "boundary_label": "agreement.kind.boundary_label",
    "missing": "agreement.kind.missing",
    "trigger": "agreement.kind.trigger",
    "event_label": "agreement.kind.event_label",
    "argument": "agreement.kind.argument",
    "role": "agreement.kind.role",
}
_MOST: Final[dict[str, str]] = {
    "missing": "agreement.most.missing",
    "boundaries": "agreement.most.boundaries",
    "labels": "agreement.most.labels",
    "arguments": "agreement.most.arguments",
}
_NOTES: Final[dict[str, str]] = {
    "not_done": "agreement.note.not_done",
    "few_documents": "agreement.note.few_documents",
    "few_mentions": "agreement.note.few_mentions",
    "few_done": "agreement.note.few_done",
    "causes": "agreement.note.cause",
    "lowest": "agreement.note.lowest",
    "words_inflated": "agreement.note.words_inflated",
    "nested": "agreement.note.nested",
    "prevalence": "agreement.note.prevalence",
}
_ENOUGH: Final = 20
"""Mentions of both from which a label may be called the weakest."""


class AgreementWords:
    """All words of the page that depend on what was found."""

    def __init__(self, look: Look, desk: Desk, labels: Labels) -> None:
        self.look, self._desk, self.labels = look, desk, labels

    def tr(self, message: str, /, **values: Any) -> Phrase:
        """A message of the catalogue."""
        return self.look.tr(message, **values)

    # -- numbers ------------------------------------------------------------------------------------------------------
    def value(self, number: float) -> Phrase:
        """A value with two decimals; with three where two would look like 0 or 1 without being so."""
        text = f"{abs(number):.2f}"
        if (text == "1.00" and abs(number) < 1) or (text == "0.00" and number != 0):
            text = f"{math.floor(abs(number) * 1000) / 1000 if abs(number) < 1 else abs(number):.3f}"
        found = self._decimal(text)
        return found if number >= 0 or not text.strip("0.") else Phrase(f"\u2066−{found}\u2069")

    def _decimal(self, text: str) -> Phrase:
        words = self.look.words
        return Phrase(words.digits_of(text).replace(".", "٫") if words.indic else text)

    def tick(self, number: float) -> Phrase:
        """A mark of an axis, as short as it can be."""
        text = f"{abs(number):.1f}".removesuffix(".0")
        found = self._decimal(text)
        return found if number >= 0 or text == "0" else Phrase(f"\u2066−{found}\u2069")

    def count(self, number: int) -> Phrase:
        """A whole number."""
        return self.look.words.number(number)

    def share(self, part: float) -> Phrase:
        """A share as a whole percentage."""
        return self.look.words.percent(round(100 * part))

    def time(self, seconds: float) -> Phrase:
        """A time of the day."""
        return self.look.words.digits_of(datetime.fromtimestamp(seconds).strftime("%H:%M"))

    # -- names --------------------------------------------------------------------------------------------------------
    def person(self, key: str) -> Phrase:
        """A person's name, or the word for gold."""
        if key == GOLD:
            return self.tr("agreement.gold")
        people = self._desk.project.people() if self._desk.project else []
        return isolate(next((person.name for person in people if person.key == key), key))

    def plain_person(self, key: str) -> str:
        """The same without isolates, for a place of its own."""
        return self.person(key).strip("\u2068\u2069")

    def measure(self, name: str) -> Phrase:
        """The name of a measure."""
        return self.tr(MEASURES[name][0])

    def measure_hint(self, name: str) -> str:
        """The second line under it."""
        hint = MEASURES[name][1]
        return self.tr(hint) if hint else ""

    def label(self, key: str | None) -> str:
        """A label's name; None is "not annotated"."""
        return self.tr("agreement.not_annotated") if key is None else self.labels.name(key)

    def role(self, key: str | None) -> str:
        """A role's name; None is "not annotated"."""
        return self.label(None) if key is None else self._named("roles", key)

    def document_label(self, key: str) -> str:
        """A document label's name."""
        return self._named("document_labels", key)

    def _named(self, table: str, key: str) -> str:
        """The name of a part of the schema; its key when there is no project any more."""
        named: Sequence[Named] = getattr(self._desk.schema, table) if self._desk.session else ()
        return name_among(named, key, self.look.words.language)

    def label_short(self, key: str | None) -> str:
        """A few letters for the head of a column."""
        return self.tr("agreement.not_annotated_short") if key is None else self.labels.look(key).short

    def reason(self, key: str | None) -> Phrase:
        """Why a value is not defined."""
        return self.tr(_REASONS.get(key or "", "agreement.reason.other"))

    def undefined(self, key: str | None) -> Phrase:
        """In place of a value."""
        return self.tr("agreement.undefined", reason=self.reason(key))

    def cause(self, name: str) -> Phrase:
        """Why boundaries differ."""
        return self.tr(CAUSES.get(name, "agreement.cause.other"))

    def most(self, name: str) -> Phrase:
        """The most frequent kind in a document."""
        return self.tr(_MOST[name])

    def kind(self, place: Place) -> Phrase:
        """What kind of difference it is, with its cause."""
        words = self.tr(_KINDS[place.difference.kind])
        cause = place.difference.cause
        return Phrase(f"{words} ({self.cause(cause)})") if cause else words

    def said(self, place: Place) -> Phrase:
        """What each of the two said, in one line."""
        difference, a, b = place.difference, self.person(place.a), self.person(place.b)
        if difference.kind == "missing":
            mention = difference.a or difference.b
            label = self.label(mention.label if mention else None)
            return self.tr("agreement.behind.only", who=a if difference.a else b, what=label)
        if difference.a is not None and difference.b is not None:
            sides = [self._of_mention(place, at) for at in (0, 1)]
        else:
            sides = [self._of_words(place, said) for said in (difference.said_a, difference.said_b)]
        return self.tr("agreement.behind.sides", a=a, said_a=sides[0], b=b, said_b=sides[1])

    def _of_mention(self, place: Place, side: int) -> str:
        kind, difference = place.difference.kind, place.difference
        mention = difference.b if side else difference.a
        surface = isolate((place.surface_a, place.surface_b)[side])
        label = self.label(mention.label) if mention else ""
        if kind == "label":
            return Phrase(label)
        return Phrase(f"{surface}, {label}" if kind == "boundary_label" else surface)

    def _of_words(self, place: Place, said: str | None) -> str:
        if said is None:
            return self.tr("agreement.behind.nothing")
        if place.difference.kind in ("trigger", "event_label"):
            return self.look.words.joined(*(self.label(key) for key in said.split(", ")))
        if place.difference.kind in ("argument", "role"):
            return self.look.words.joined(*(isolate(self.role(key)) for key in said.split(", ")))
        return isolate(said)

    # -- sentences ----------------------------------------------------------------------------------------------------
    def spoken(self, name: str, found: Result) -> str:
        """A result as one line for the ear and for the tip of the mouse."""
        n = self.tr("agreement.n_documents", n=found.n_units, documents=found.n_documents)
        if found.value is None:
            return self.look.words.joined(f"{name}: {self.undefined(found.reason)}", n)
        parts = [f"{name}: {self.value(found.value)}", self.interval(found.interval), n]
        return self.look.words.joined(*parts)

    def interval(self, ends: tuple[float, float] | None) -> str:
        """An interval in words; nothing where there is none."""
        if ends is None:
            return ""
        return self.tr("agreement.interval", low=self.value(ends[0]), high=self.value(ends[1]))

    def coverage(self, report: Report) -> str:
        """What the numbers rest on, in one line."""
        found = report.coverage
        people = sum(1 for each in found.annotators if each.documents_done and each.name != GOLD)
        parts = [
            self.tr("agreement.coverage", n=found.documents, compared=found.compared),
            self.tr("agreement.people_count", n=people),
            self.tr("count.mentions", n=sum(each.mentions for each in found.annotators if each.documents_done)),
        ]
        if found.both_nothing:
            parts.append(self.tr("agreement.nothing_count", n=found.both_nothing))
        if found.layers_not_done:
            parts.append(self.tr("agreement.open_count", n=found.layers_not_done))
        return f"{self.look.words.joined(*parts)}."

    def headline(self, report: Report) -> str:
        """The first number, and where it is lowest."""
        exact = report.summary.spans["exact"].value
        if exact is None:
            return self.tr("agreement.headline_none")
        rows = [(row.exact, label) for label, row in report.summary.labels.items() if row.exact.n_units >= _ENOUGH]
        low = sorted((found.value, label) for found, label in rows if found.value is not None)
        weak = [self.labels.name(label) for value, label in low[:2] if value < exact]
        if len(weak) < 2:
            return self.tr("agreement.headline", value=self.value(exact))
        return self.tr("agreement.weakest", value=self.value(exact), a=weak[0], b=weak[1])

    def note(self, warning: Warning) -> str:
        """A warning of the engine in the window's words."""
        values = {name: self._said(name, value) for name, value in warning.values.items()}
        return self.tr(_NOTES[warning.code], **values) if warning.code in _NOTES else warning.words("en")

    def _said(self, name: str, value: Any) -> Any:
        if name == "p":
            return self.look.words.percent(value)
        if name == "cause":
            return self.cause(value)
        if name == "value":
            return self._number_or_text(str(value))
        return self.person(value) if name == "name" else value

    def _number_or_text(self, text: str) -> str:
        try:
            return self.value(float(text))
        except ValueError:
            return text
