"""The strip under the article: what is offered after the last gesture, and the proposal under review."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from annotator.suggest.places import Place
from ui.i18n import isolate
from ui.look import BODY, Look
from ui.models.labels import Labels
from ui.models.proposals import Offer, Proposals
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.signs import Sign
from ui.widgets.text import Ink, Line

_FORMS = 3
"""How many words with prefixes are named."""


class OfferStrip(Pane):
    """Always there and 44 high, so that the text never moves. Asks: `review_wanted` ... one signal a button."""

    review_wanted = Signal()
    accept_wanted = Signal()
    reject_wanted = Signal()
    all_wanted = Signal()
    inside_wanted = Signal()
    away_wanted = Signal()

    def __init__(
        self,
        look: Look,
        labels: Labels,
        proposals: Proposals,
        chosen: Callable[[], Place | None],
        place: Callable[[], tuple[int, int]],
    ) -> None:
        super().__init__(look, "page", "top")
        self._labels, self._proposals, self._chosen, self._place = labels, proposals, chosen, place
        self.possible = True
        self.armed = ""
        self.waiting = False
        self.sign = Sign(look, self._sign)
        self.words = Line(look, self._sentence, size=BODY, ink="ink")
        tr = look.tr
        self.inside = Button(look, lambda: tr("offer.inside", n=self._inside), kind="quiet")
        self.review = Button(look, lambda: tr("offer.review"), keys="review")
        self.accept = Button(look, lambda: tr("offer.accept"), keys="accept")
        self.reject = Button(look, lambda: tr("offer.reject"), keys="reject")
        self.all = Button(look, self._all_words, keys="accept_all")
        self.away = Button(look, lambda: tr("offer.away"), kind="quiet", icon="close", keys="escape", icon_only=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.sign)
        self._row.addWidget(self.words, 1)
        wanted = (self.inside_wanted, self.review_wanted, self.accept_wanted, self.reject_wanted, self.all_wanted)
        self._buttons = (self.inside, self.review, self.accept, self.reject, self.all, self.away)
        for button, signal in zip(self._buttons, (*wanted, self.away_wanted), strict=True):
            button.clicked.connect(signal)
            self._row.addWidget(button)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.setFixedHeight(px(44))
        self._row.setContentsMargins(px(24), 1, px(16), 0)
        self._row.setSpacing(px(8))
        self.setAccessibleName(self.look.tr("offer.name"))
        self.refresh()

    # -- words --------------------------------------------------------------------------------------------------------
    @property
    def _offer(self) -> Offer | None:
        return self._proposals.offer

    @property
    def _inside(self) -> int:
        return self._offer.inside if self._offer else 0

    @property
    def _speaks(self) -> bool:
        return self._offer is not None or self._place()[0] > 0

    def _sign(self) -> tuple[str, Ink]:
        if self._speaks:
            return "suggestion", "accent"
        return ("pin", "accent") if self.armed else ("suggestion", "ink_second")

    def _all_words(self) -> str:
        known = self._offer is not None and self._offer.kind == "known"
        return self.look.tr("offer.accept_all" if known else "offer.all")

    def _sentence(self) -> str:
        number, all_ = self._place()
        place = self._chosen()
        if number and place is not None:
            surface = self._quoted(self._proposals.surface(place.span))
            label = self._labels.name(place.label)
            return self.look.tr("offer.reviewing", place=number, all=all_, surface=surface, label=label)
        if self._offer is None:
            return self._idle_words() if self.possible else ""
        return self._again_words(self._offer) if self._offer.kind == "again" else self._known_words(self._offer)

    def _idle_words(self) -> str:
        """What is said while nothing is offered: which label stays armed, or what the strip is for."""
        if self.armed:
            tr, key = self.look.tr, self.look.key
            label = isolate(f"«{self._labels.name(self.armed)}»")
            return tr("labels.armed", label=label, mark=key("mark_armed"), end=key("keep_armed"))
        return self.look.tr("labels.arm_which" if self.waiting else "offer.idle")

    def _known_words(self, offer: Offer) -> str:
        return self.look.tr("offer.known", n=len(offer.ids))

    def _again_words(self, offer: Offer) -> str:
        tr, surface = self.look.tr, self._quoted(offer.surface)
        if not offer.ids:
            return tr("offer.only_inside", surface=surface)
        words = tr("offer.again", surface=surface, n=len(offer.ids))
        prefixed = sum(1 for id in offer.ids if self._proposals.places[id].prefix)
        if not prefixed:
            return words
        forms = self.look.words.joined(*(isolate(form) for form in offer.prefixed[:_FORMS]))
        if prefixed == len(offer.ids):
            return words + tr("offer.prefixed", forms=forms)
        return words + tr("offer.some_prefixed", n=prefixed, forms=forms)

    def _quoted(self, surface: str) -> str:
        return isolate(f"«{surface if len(surface) <= 40 else surface[:39] + '…'}»")

    # -- showing ------------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Asks again for everything."""
        reviewing = self._place()[0] > 0
        offer = self._offer
        some = offer is not None and bool(offer.ids)
        self.words.set_ink("ink" if self._speaks or self.armed or self.waiting else "ink_second")
        self.inside.setVisible(not reviewing and self._inside > 0)
        self.review.setVisible(not reviewing and some)
        self.accept.setVisible(reviewing)
        self.reject.setVisible(reviewing)
        self.all.setVisible(some)
        self.away.setVisible(self._speaks)
        for part in (self.sign, self.words, *self._buttons):
            part.refresh()
