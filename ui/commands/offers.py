"""Proposals under the hands: step through them, accept, reject, all at once. Nothing is marked before it is accepted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator import edits
from annotator.suggest.places import Place
from ui.article.view import ArticleView
from ui.commands.marking import Say
from ui.desk import Desk
from ui.look import Look
from ui.models.proposals import Offer, Proposals


class Offers(QObject):
    """Handlers of the actions on proposals. `changed`: the strip should say something else."""

    changed = Signal()

    def __init__(self, look: Look, desk: Desk, article: ArticleView, proposals: Proposals, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._say = look, desk, article, say
        self.proposals = proposals
        proposals.offered.connect(self.changed)
        article.mark_chosen.connect(self.changed)

    # -- what is meant ------------------------------------------------------------------------------------------------
    @property
    def current(self) -> Place | None:
        """The proposal that is chosen in the article."""
        return self.proposals.places.get(self._article.selected_mark or "")

    @property
    def offer(self) -> Offer | None:
        """What the strip speaks of."""
        return self.proposals.offer

    @property
    def place(self) -> tuple[int, int]:
        """Which of how many proposals is chosen, counted from 1; the number is 0 when none is."""
        ids, chosen = self._ids(), self._article.selected_mark
        return (ids.index(chosen) + 1 if chosen in ids else 0), len(ids)

    def _ids(self) -> list[str]:
        """The proposals to go through: those of the strip, or all where the chosen one is not among them."""
        offer, chosen = self.offer, self._article.selected_mark
        if offer is not None and offer.ids and (chosen in offer.ids or self.current is None):
            return list(offer.ids)
        return list(self.proposals.places)

    # -- handlers -----------------------------------------------------------------------------------------------------
    def review(self) -> None:
        """Goes to the next proposal, round to the first."""
        self.proposals.settle()
        ids = self._ids()
        if not ids:
            self._say(self._look.tr("offer.none"))
            return
        chosen = self._article.selected_mark
        if chosen in ids:
            self._go(ids[(ids.index(chosen) + 1) % len(ids)])
        else:
            self._go_on_from(self._article.caret, ids)

    def _go_on_from(self, at: int, ids: list[str]) -> None:
        places = self.proposals.places
        self._go(next((id for id in ids if places[id].span.start >= at), ids[0]))

    def _go(self, id: str) -> None:
        self._article.choose_mark(id, reveal=True, ring=True)
        self._article.setFocus()

    def accept(self) -> None:
        """Marks the chosen proposal and goes on to the next."""
        place = self.current
        if place is not None:
            self._decide([place], accepted=True)

    def reject(self) -> None:
        """Says that the chosen proposal is none, for good, and goes on to the next."""
        place = self.current
        if place is not None:
            self._decide([place], accepted=False)

    def accept_all(self) -> None:
        """Marks everything that the strip offers, in one step."""
        self.proposals.settle()
        places = [self.proposals.places[id] for id in self._ids()]
        if places and self._decide(places, accepted=True):
            self._say(self._look.tr("offer.marked", n=len(places)))

    def reject_all(self) -> None:
        """Rejects every place of the offered name; of known names, of the chosen one."""
        self.proposals.settle()
        current = self.current
        places = [self.proposals.places[id] for id in self._ids()]
        if current is not None and (self.offer is None or self.offer.kind == "known"):
            surface = self.proposals.surface(current.span)
            places = [p for p in places if p.label == current.label and self.proposals.surface(p.span) == surface]
        elif self.offer is None or self.offer.kind == "known":
            self._say(self._look.tr("offer.choose_first", key=self._look.key("review")))
            return
        if places and self._decide(places, accepted=False):
            self._say(self._look.tr("offer.rejected", n=len(places)))

    def _decide(self, places: list[Place], *, accepted: bool) -> bool:
        """One step; then the next proposal is chosen where one was chosen before."""
        desk, reviewing = self._desk, self.current is not None
        again = self.offer is not None and self.offer.kind == "again"
        if accepted:
            source = "again" if again else "accept"
            change = desk.edit(edits.accept, desk.layer, desk.document, desk.schema, places, source)
        else:
            change = desk.edit(edits.reject, desk.layer, places)
        if change is None:
            return False
        self.proposals.settle()
        ids = self._ids()
        if reviewing and ids:
            self._go_on_from(places[-1].span.end, ids)
        elif reviewing:
            self._article.select_mark(None)
            self._say(self._look.tr("offer.through"))
        return True

    def show_inside(self) -> None:
        """Offers also the places inside other names."""
        self.proposals.show_inside()

    def put_away(self) -> None:
        """Takes the offer off the strip."""
        self.proposals.put_away()
