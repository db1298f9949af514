"""The middle of the page: the article with a lane for each annotator, the words in question, the candidates."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.adjudication.case import Case, Item
from annotator.adjudication.mentions import Side
from annotator.model import Argument, Mention, Span
from ui.look import BODY, SMALL, Look
from ui.models.adjudication import AdjudicationModel
from ui.models.adjudication_words import AdjudicationWords
from ui.pages.adjudication.candidates import Candidates
from ui.pages.agreement.lanes import LanesView, Piece
from ui.pages.agreement.readings import Readings, Said
from ui.widgets.frame import Pane
from ui.widgets.room import Yielding
from ui.widgets.text import Line, Text

_HIGH: Final = 440
"""In a lower one (design pixels) every line is needed for the words and their readings."""


class Bench(QWidget):
    """`place_chosen(code point)`: somebody clicked there in the article."""

    place_chosen = Signal(int)

    def __init__(self, look: Look, words: AdjudicationWords, model: AdjudicationModel) -> None:
        super().__init__()
        self._look, self._words, self._model = look, words, model
        self._shown: tuple[object, ...] = ()
        tr = look.tr
        self.title = Line(look, self._title, size=BODY, bold=True, ink="ink", user_text=True)
        self.lanes = Line(look, self._lanes_words)
        self.article = LanesView(look.theme)
        self.article.place_chosen.connect(self.place_chosen)
        self.article.setAccessibleName(tr("adjudication.article"))
        self.head = Text(look, lambda: tr("adjudication.readings"), size=SMALL, bold=True, ink="ink_second")
        self.hint = Line(look, lambda: tr("adjudication.readings_hint"))
        self.readings = Readings(look)
        self._lanes_room = Yielding(look, self.readings, 8 + 44 + 2 * 26)
        self.asked = Text(look, self._asked_words, size=BODY, bold=True, wrap=True)
        self.choose = Text(look, lambda: tr("adjudication.choose"), size=SMALL, bold=True, ink="ink_second")
        self.candidates = Candidates(look, words, model)
        self._build()
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        look = self._look
        bar = self._bar = Pane(look, "page", "bottom")
        self._bar_row = QHBoxLayout(bar)
        self._bar_row.addWidget(self.title, 1)
        self._bar_row.addWidget(self.lanes)
        below = self._under = Pane(look, "panel", "top")
        self._below = QVBoxLayout(below)
        self._head_row = QHBoxLayout()
        self._head_row.addWidget(self.head, 1)
        self._head_row.addWidget(self.hint)
        self._below.addLayout(self._head_row)
        self._below.addWidget(self._lanes_room)
        self._below.addWidget(self.asked)
        self._below.addWidget(self.choose)
        self._below.addWidget(self.candidates, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.article)
        column.addWidget(below)

    def _relook(self) -> None:
        px = self._look.px
        self._bar.setFixedHeight(px(40))
        self._bar_row.setContentsMargins(px(24), 0, px(24), 1)
        self._below.setContentsMargins(px(24), px(8), px(24), px(8))
        self._below.setSpacing(px(4))
        self.article.set_theme(self._look.theme)
        self._shown = ()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the headings give way first, then the article."""
        super().resizeEvent(event)
        self._show_heads()

    def _show_heads(self) -> None:
        item, high = self._model.item, self.height() >= self._look.px(_HIGH)
        for widget in (self.head, self.hint):
            widget.setVisible(high and not self._lanes_room.isHidden())
        self.choose.setVisible(high and item is not None)
        for widget, share in ((self.article, 4 if high else 2), (self._under, 5 if high else 7)):
            self._column.setStretchFactor(widget, share)

    # -- words --------------------------------------------------------------------------------------------------------
    def _row(self) -> str:
        return next((row.title for row in self._model.rows if row.document == self._model.document), "")

    def _title(self) -> str:
        return self._row()

    def _lanes_words(self) -> str:
        case = self._model.case
        if case is None or not case.sides:
            return ""
        if self._model.names_shown:
            return self._look.words.joined(*case.order())
        return self._look.tr("adjudication.lanes", n=len(case.sides))

    def _asked_words(self) -> str:
        return self._words.question(self._model.item) if self._model.item is not None else ""

    # -- showing ------------------------------------------------------------------------------------------------------
    def refresh(self, ticks: tuple[int, ...] = (), current: int = 0) -> None:
        """Shows the document and the question in hand."""
        case, item = self._model.case, self._model.item
        for widget in (self.title, self.lanes, self.asked, self.hint):
            widget.refresh()
        self._show_article(case)
        self.article.mark(self._spans(item) if item is not None else ())
        of_text = item is not None and not item.cluster.question.about and item.cluster.stage == "mention"
        self._lanes_room.setVisible(of_text)
        self.asked.setVisible(bool(self.asked.text()))
        self._show_heads()
        if case is not None and item is not None and of_text:
            self._show_readings(case, item)
        self.candidates.refresh(ticks, current)

    def _show_article(self, case: Case | None) -> None:
        if case is None:
            self.article.show_lanes("", ())
            self._shown = ()
            return
        settled = tuple(
            item.cluster.place
            for item in case.items
            if item.state == "decided" and item.cluster.stage == "mention" and item.cluster.place is not None
        )
        shown = (case.document.id, settled, tuple((side.annotator, side.layer.version) for side in case.sides))
        if shown == self._shown:
            return
        self._shown = shown
        order = case.order()
        pieces = [piece for side in case.sides for piece in self._pieces(side, order.index(side.annotator), case)]
        self.article.show_lanes(case.document.text, pieces, len(order), settled)

    def _pieces(self, side: Side, lane: int, case: Case) -> list[Piece]:
        found: list[Piece] = []
        reach = Span(0, 0)
        mentions = [mention for mention in side.layer.mentions.values() if side.speaks_of(mention.hull)]
        for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
            inner = mention.end <= reach.end and mention.hull != reach
            reach = mention.hull if mention.end > reach.end else reach
            look = self._words.labels.look(mention.label)
            found.append(Piece(mention.spans, lane, look.hue.strong, look.name, inner))
        return found

    def _spans(self, item: Item) -> tuple[Span, ...]:
        """What of the article a question is about."""
        if item.cluster.stage == "mention" or not item.cluster.candidates:
            return (item.cluster.place,) if item.cluster.place is not None else ()
        gold = self._model.case.gold if self._model.case is not None else None
        found = {item.cluster.place} if item.cluster.place is not None else set()
        about = item.cluster.question.about
        event = gold.events.get(about[1]) if gold is not None and about[:1] == ("event",) else None
        trigger = gold.mentions.get(event.trigger) if gold is not None and event is not None else None
        found |= {trigger.hull} if trigger is not None else set()
        for candidate in item.cluster.candidates:
            id = candidate.value.mention if isinstance(candidate.value, Argument) else None
            mention = gold.mentions.get(id) if gold is not None and id is not None else None
            found |= {mention.hull} if mention is not None else set()
        return tuple(sorted(found))

    def _show_readings(self, case: Case, item: Item) -> None:
        place = item.cluster.place
        if place is None:
            return
        order = case.order(item.cluster)
        said = []
        for candidate in item.cluster.candidates:
            if isinstance(candidate.value, Mention):
                look = self._words.labels.look(candidate.value.label)
                said += [
                    Said(candidate.value.spans, order.index(who), look.name, look.short, look.hue)
                    for who in candidate.voters
                ]
        names = tuple(self._words.letter(who) for who in order)
        self.readings.show_readings(case.document.text, place, names, said)
