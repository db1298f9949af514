"""How questions of the kind in hand were decided before: the project's index."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from annotator.adjudication.case import Case, Item
from annotator.adjudication.precedents import (
    Before,
    Precedents,
    Settled,
    likewise,
)
from annotator.adjudication.rulings import Ruling
from annotator.model import GOLD, Decision, Span
from annotator.project import Change
from ui.desk import Desk

_KEPT: Final = 64
_AROUND: Final = 48
"""Code points before and after a place that are shown of its article."""


class Likewise(NamedTuple):
    """The answer that was given before: what it would be here, and by which kind of question."""

    ruling: Ruling
    before: Before
    outcome: str


class Earlier:
    """The decisions of persons in the open project. `index` is None until it has been read, on a thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.index: Precedents | None = None
        self._since: list[Change] | None = None
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._asked: tuple[object, ...] = ()
        self._found: list[Before] = []
        self._stamp = 0

    def forget(self) -> None:
        """Another project."""
        self.index, self._since, self._asked = None, None, ()
        self._texts.clear()

    def renew(self) -> None:
        """The index is read anew: what is changed from now on is kept for it; until it is there, the old one answers."""
        self._since = []

    def take(self, found: Precedents) -> None:
        """The index that was read, and what was decided meanwhile."""
        since, self._since = self._since or [], None
        self.index, self._asked = found, ()
        for change in since:
            self.follow(change)

    def follow(self, change: Change) -> None:
        """A step in gold."""
        if change.owner != GOLD:
            return
        if self._since is not None:
            self._since.append(change)
        if self.index is None:
            return
        self._stamp += 1
        for at, record in change.after.items():
            if at.kind == "decision":
                self.index.take(change.document_id, at.id, record if isinstance(record, Decision) else None)

    def of(self, case: Case, item: Item) -> list[Before]:
        """How questions of each of its kinds were decided before, the most telling kind first."""
        asked = (case.document.id, item.cluster.key, self._stamp, id(self.index))
        if asked != self._asked:
            text = case.document.text
            self._found = self.index.before(text, item.cluster, case.document.id) if self.index is not None else []
            self._asked = asked
        return self._found

    def likewise(self, case: Case, item: Item) -> Likewise | None:
        """The usual answer of the most telling kind that can be given here; of two as usual the newer one."""
        for before in self.of(case, item):
            most = before.outcomes[0][1]
            usual = [outcome for outcome, n in before.outcomes if n == most]
            newest = [place.outcome for place in before.places if place.outcome in usual]
            for outcome in dict.fromkeys([*newest, *usual]):
                ruling = likewise(case.document.text, item.cluster, before.kind, before.row, outcome)
                if ruling is not None:
                    return Likewise(ruling, before, outcome)
        return None

    def surroundings(self, place: Settled) -> tuple[str, str, str]:
        """The words before a place, its own and those after it, on one line each."""
        text, span = self._text(place.document), place.place or Span(0, 0)
        before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
        return _one_line(before), _one_line(text[span.start : span.end]), _one_line(after)

    def _text(self, document: int) -> str:
        project = self._desk.project
        if document not in self._texts and project is not None:
            self._texts[document] = project.document(document).text
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return self._texts.get(document, "")


def _one_line(text: str) -> str:
    """Line ends as spaces, letter for letter."""
    return "".join(" " if letter.isspace() else letter for letter in text)
