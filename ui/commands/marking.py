"""Marking: what a label key, the boundary keys and removal mean for what is selected."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal

from annotator import edits
from annotator.model import Event, Mention, Span
from annotator.project import Change
from annotator.suggest.places import Place
from annotator.text.graphemes import next_boundary, previous_boundary
from annotator.text.words import next_word, previous_word, without_spaces, word_at
from ui.article.view import ArticleView
from ui.desk import Desk
from ui.look import Look
from ui.models.boundaries import Boundaries
from ui.models.falls import fallen
from ui.models.labels import Labels
from ui.models.proposals import Proposals
from ui.models.records import LayerModels
from ui.panels.inspector import Target

Say = Callable[..., None]


class Marking(QObject):
    """Handlers of the actions on mentions. `target_changed`: something else is selected, or its boundaries moved."""

    target_changed = Signal()

    def __init__(
        self,
        look: Look,
        desk: Desk,
        article: ArticleView,
        models: LayerModels,
        labels: Labels,
        proposals: Proposals,
        say: Say,
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article = look, desk, article
        self._models, self._labels, self._proposals, self._say = models, labels, proposals, say
        self.take_back: Callable[[], None] = lambda: None
        """Takes back what was just done: behind the link of a message."""
        self.boundaries = Boundaries(desk)
        self.mode: Literal["", "relabel", "duplicate"] = ""
        self.last_label = ""
        article.word_hook = self.boundaries.proposed
        article.selection_changed.connect(self._on_selection)
        article.edge_dragged.connect(self._on_dragged)
        desk.changed.connect(self._on_changed)
        desk.turned.connect(self._leave_mode)

    # -- what is meant ------------------------------------------------------------------------------------------------
    @property
    def mention(self) -> Mention | None:
        """The mention that is selected in the article."""
        layer, id = self._desk.layer, self._article.selected_mark
        return layer.mentions.get(id) if layer and id else None

    @property
    def proposal(self) -> Place | None:
        """The proposal that is selected in the article."""
        return self._proposals.places.get(self._article.selected_mark or "")

    @property
    def target(self) -> Target | None:
        """What the inspector shows: the selected mention or proposal, else the selected text."""
        mention, selection, place = self.mention, self._article.selection, self.proposal
        if place is not None:
            return Target(place.span, label=place.label, suggestion=True, starts=self.boundaries.starts(place.span))
        if mention is not None:
            starts = self.boundaries.starts(mention.hull)
            return Target(mention.hull, mention.id, mention.label, starts)
        if selection is not None and selection.start < selection.end:
            return Target(selection, starts=self.boundaries.starts(selection))
        return None

    def _span_to_mark(self) -> Span | None:
        """The selected text without outer space, else the caret's word as the policy takes it."""
        document, selection = self._desk.document, self._article.selection
        if document is None:
            return None
        if self.proposal is not None:
            return self.proposal.span
        if selection is not None and selection.start < selection.end:
            return without_spaces(document.text, selection) or selection
        word = word_at(document.text, self._article.caret)
        return self.boundaries.proposed(word) if word else None

    # -- labels -------------------------------------------------------------------------------------------------------
    @property
    def relabelling(self) -> bool:
        """Whether the next label key changes the selected mention."""
        return self.mode == "relabel"

    def on_label(self, label: str) -> None:
        """A label key: relabels the selected mention (or marks its place once more), else marks the selected text or the
        caret's word."""
        mention, desk, mode = self.mention, self._desk, self.mode
        self._leave_mode()
        self.last_label = label
        if mention is not None and mode == "duplicate":
            self._mark(mention.spans, label)
        elif mention is not None:
            desk.edit(edits.relabel, desk.layer, desk.schema, mention.id, label)
        elif (span := self._span_to_mark()) is not None:
            self._mark([span], label)
        else:
            self._say(self._look.tr("labels.nothing_to_mark"))

    def _mark(self, spans: Sequence[Span], label: str) -> None:
        desk = self._desk
        change = desk.edit(edits.mark, desk.layer, desk.document, desk.schema, spans, label)
        if change is not None:
            self._article.select_mark(_first(change, "mention"), reveal=False)

    def relabel(self) -> None:
        """The next label key changes the selected mention, or the one at the caret."""
        self._enter("relabel", "labels.relabel_mode")

    def duplicate(self) -> None:
        """The next label key marks the place of the selected mention once more."""
        self._enter("duplicate", "labels.duplicate_mode")

    def _enter(self, mode: Literal["relabel", "duplicate"], words: str) -> None:
        if self.mention is None:
            found = self._at_caret()
            if not found:
                self._say(self._look.tr("labels.nothing_to_relabel"))
                return
            self._article.select_mark(found)
        self.mode = mode
        self._say(self._look.tr(words))
        self.target_changed.emit()

    def _at_caret(self) -> str:
        """The shortest mention at the caret; empty if there is none."""
        caret, layer = self._article.caret, self._desk.layer
        found = [m for m in layer.mentions.values() if m.start <= caret <= m.end] if layer else []
        return min(found, key=lambda mention: mention.end - mention.start).id if found else ""

    def _leave_mode(self) -> None:
        if self.mode:
            self.mode = ""
            self._say("")
            self.target_changed.emit()

    def let_go(self) -> None:
        """Leaves the mode, else lets go of the mention, else of the selected text."""
        if self.mode:
            self._leave_mode()
        elif self._article.selected_mark:
            self._article.select_mark(None)
        else:
            self._article.select(None)

    def remove(self) -> None:
        """Removes the selected mention with what cannot stand without it."""
        mention, desk = self.mention, self._desk
        if mention is None:
            return
        change = desk.edit(edits.remove, desk.layer, [mention.id])
        if change is None:
            return
        said = fallen(self._look, self._labels, change)
        if said:
            self._say(said, undo=self.take_back)

    # -- boundaries ---------------------------------------------------------------------------------------------------
    def cycle(self) -> None:
        """Goes to the next place where the mention or selection may start; selects the caret's word if nothing is."""
        target = self.target
        if target is None:
            word = word_at(self._desk.document.text, self._article.caret) if self._desk.document else None
            if word is not None:
                self._article.select(self.boundaries.proposed(word))
            return
        offsets = [start.offset for start in target.starts]
        if len(offsets) < 2:
            self._say(self._look.tr("labels.no_other_boundary"))
            return
        here = offsets.index(target.span.start)
        self.start_at(offsets[(here + 1) % len(offsets)])

    def start_at(self, offset: int) -> None:
        """Moves the start of the mention or selection to a code point, and remembers it for this word."""
        target = self.target
        if target is None or offset == target.span.start:
            return
        span = Span(offset, target.span.end)
        if not target.mention:
            self._article.select(span)
        elif not self._move(target.mention, span):
            return
        self.boundaries.remember(span)

    def move_edge(self, how: str) -> None:
        """Moves an edge of the selected mention; `how` is `start|end forward|back word|grapheme`."""
        mention, document = self.mention, self._desk.document
        if mention is None or document is None:
            return
        edge, direction, unit = how.split()
        start, end = mention.hull
        at = _step(document.text, start if edge == "start" else end, direction == "forward", unit, edge == "end")
        span = Span(at, end) if edge == "start" else Span(start, at)
        if at >= 0 and span.start < span.end:
            self._move(mention.id, span)

    def _on_dragged(self, mark: str, start: int, end: int) -> None:
        if not self._move(mark, Span(start, end)):
            self._article.viewport().update()

    def _move(self, id: str, hull: Span) -> bool:
        """Gives a mention another hull; its inner parts stay."""
        desk = self._desk
        mention = desk.layer.mentions.get(id) if desk.layer else None
        if mention is None:
            return False
        spans = _with_hull(mention.spans, hull)
        return desk.edit(edits.move, desk.layer, desk.document, desk.schema, id, spans) is not None

    # -- going about --------------------------------------------------------------------------------------------------
    def next_mention(self) -> None:
        """Selects the next mention in reading order; proposals are passed over."""
        self._go(forward=True)

    def previous_mention(self) -> None:
        """Selects the previous mention in reading order."""
        self._go(forward=False)

    def _go(self, *, forward: bool) -> None:
        places, target = self._models.mentions.places, self.target
        row = self._models.mentions.place(self._article.selected_mark or "")
        if row >= 0:
            row += 1 if forward else -1
        else:
            row = bisect_left(places, (target.span.start if target else self._article.caret,)) - (0 if forward else 1)
        if 0 <= row < len(places):
            self._article.choose_mark(places[row][2], reveal=True, ring=True)

    def choose(self, id: str) -> None:
        """Selects a mention (or an event's trigger) and shows it."""
        layer = self._desk.layer
        event: Event | None = layer.events.get(id) if layer else None
        self._article.select_mark(event.trigger if event else id)
        self._article.setFocus()

    def copy(self) -> None:
        """Puts the selected text on the clipboard."""
        self._article.copy()

    # -- following ----------------------------------------------------------------------------------------------------
    def _on_selection(self) -> None:
        if self.mode and self.mention is None:
            self._leave_mode()
        target = self.target
        if target is not None and self._desk.writable and len(target.starts) > 1:
            self._article.set_candidates([start.offset for start in target.starts])
        self.target_changed.emit()

    def _on_changed(self, change: Change) -> None:
        if self._desk.shows(change):
            self.target_changed.emit()


def _first(change: Change, kind: str) -> str | None:
    return next((key.id for key, record in change.after.items() if key.kind == kind and record is not None), None)


def _step(text: str, at: int, forward: bool, unit: str, is_end: bool) -> int:
    """Where an edge goes by one word or grapheme; -1 when there is no further place."""
    if unit == "grapheme":
        last = len(text) if forward else 0
        return -1 if at == last else (next_boundary(text, at) if forward else previous_boundary(text, at))
    word = _next(text, at, is_end) if forward else _previous(text, at, is_end)
    if word is None:
        return -1
    return word.end if is_end else word.start


def _next(text: str, at: int, is_end: bool) -> Span | None:
    """The word whose end (or start) comes first after `at`."""
    here = word_at(text, at)
    if is_end and here is not None and here.end > at:
        return here
    return next_word(text, at if is_end else at + 1)


def _previous(text: str, at: int, is_end: bool) -> Span | None:
    """The word whose end (or start) comes last before `at`."""
    word = previous_word(text, at)
    if is_end and word is not None and word.end >= at:
        return previous_word(text, word.start)
    return word


def _with_hull(spans: Sequence[Span], hull: Span) -> list[Span]:
    """The parts of a mention with its outer edges moved; parts that fall outside go."""
    kept = [Span(max(s.start, hull.start), min(s.end, hull.end)) for s in spans]
    kept = [span for span in kept if span.start < span.end] or [hull]
    kept[0] = Span(hull.start, kept[0].end)
    kept[-1] = Span(kept[-1].start, hull.end)
    return kept
