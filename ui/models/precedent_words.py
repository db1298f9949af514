"""How questions were decided before, in the window's language."""

from __future__ import annotations

from annotator.adjudication.case import Case, Item
from annotator.adjudication.precedents import (
    CAUSE,
    LABELS,
    LONGER,
    NOTHING,
    ROLES,
    SHORTER,
    SURFACE,
    Before,
    surfaces,
)
from annotator.model import Span
from annotator.text.normalise import key
from ui.models.adjudication_words import AdjudicationWords
from ui.models.agreement_words import CAUSES


class PrecedentWords:
    """What was decided before, in the window's language."""

    def __init__(self, words: AdjudicationWords) -> None:
        self._words, self._look = words, words.look

    def kind(self, case: Case, item: Item, before: Before) -> str:
        """What is the same."""
        tr, same = self._look.tr, before.kind.same
        if before.kind.of == SURFACE:
            place = item.cluster.place or Span(0, 0)
            return tr("precedent.surface", words=self._words.surface(place))
        if before.kind.of == CAUSE:
            return str(tr(CAUSES.get(same[0], "agreement.cause.other")))
        if before.kind.of in (LABELS, ROLES):
            name = self._words.labels.name if before.kind.of == LABELS else self._words.role
            return str(tr("precedent.or")).join(map(name, same))
        name = self._words.role(same[1]) if same[0] == "role" else self._words.labels.name(same[0])
        return tr("precedent.missing", name=name)

    def outcome(self, case: Case, item: Item, before: Before, outcome: str) -> str:
        """What came of it."""
        tr, of = self._look.tr, before.kind.of
        if outcome == NOTHING:
            return tr("precedent.nothing")
        if of == CAUSE:
            return tr({LONGER: "precedent.longer", SHORTER: "precedent.shorter"}.get(outcome, "precedent.other"))
        if of == SURFACE:
            return self._look.words.joined(*(self._marked(case, item, *said) for said in surfaces(outcome)))
        if before.kind.same[0] == "role" or of == ROLES:
            return self._words.role(outcome)
        return self._words.labels.name(outcome)

    def _marked(self, case: Case, item: Item, folded: str, label: str) -> str:
        """A label; with the words where they are not all that is asked about."""
        name, whole = self._words.labels.name(label), item.cluster.place
        if whole is not None and folded == " ".join(key(case.document.text[whole.start : whole.end]).split()):
            return name
        return self._look.tr("precedent.words_and_label", words=folded, label=name)

    def line(self, case: Case, item: Item, before: Before) -> str:
        """A kind with its outcomes, each with how often."""
        said = [
            self._look.tr("precedent.count", outcome=self.outcome(case, item, before, outcome), n=n)
            for outcome, n in before.outcomes[:3]
        ]
        return self._look.tr(
            "precedent.line", kind=self.kind(case, item, before), outcomes=self._look.words.joined(*said)
        )
