"""The inspector: the selected mention or text, where it may start, and the lists of the layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator import edits
from annotator.model import Span
from ui.article.marks import MarkLook
from ui.desk import Desk
from ui.look import SMALL, Look
from ui.models.boundaries import Start
from ui.models.labels import Labels
from ui.models.origins import Origins
from ui.models.problems import Problems
from ui.models.records import LayerModels
from ui.models.remarks import kind_of
from ui.panels.attributes import MentionAttributes
from ui.panels.inspector_pages import InspectorPages
from ui.panels.note import NoteField
from ui.panels.problem_box import ProblemBox
from ui.panels.record_lists import RecordLists
from ui.panels.remarks import REMARK_WORDS
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.quote import ChipLabel, Choice, Context
from ui.widgets.room import Yielding
from ui.widgets.signs import Sign
from ui.widgets.text import Line, Text

_AROUND: Final = 48
"""Letters of context on each side."""
_CHOICES: Final = 6


@dataclass(frozen=True)
class Target:
    """What the inspector speaks about: a mention, a suggestion, or selected text (`mention` is empty)."""

    span: Span
    mention: str = ""
    label: str = ""
    starts: tuple[Start, ...] = ()
    suggestion: bool = False


class Inspector(Pane):
    """Shows a `Target`. Asks: `relabel_wanted`, `start_wanted(code point)`, `cycle_wanted`, `mention_wanted(id)`."""

    relabel_wanted = Signal()
    cycle_wanted = Signal()
    start_wanted = Signal(int)
    mention_wanted = Signal(str)
    accept_wanted = Signal()
    note_written = Signal(str, str)
    left = Signal()
    reject_wanted = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels, models: LayerModels, problems: Problems) -> None:
        super().__init__(look)
        self._desk, self._labels, self._models, self._problems = desk, labels, models, problems
        self.origins = Origins(look, desk)
        self.target: Target | None = None
        self._head = self._build_head()
        self._bounds = self._build_boundaries()
        self.problem = ProblemBox(look, desk)
        self.attributes = MentionAttributes(look, desk)
        self.attributes.left.connect(self.left)
        self._about = self._build_about()
        self.records = RecordLists(look, desk, labels, models, problems)
        self.records.mention_wanted.connect(self.mention_wanted)
        self.lists, self.stack, self.tabs = self.records.lists, self.records.stack, self.records.tabs
        self.show_only = self.records.show_only
        self.pages = InspectorPages(look, desk, labels, self.records)
        self.pages.give_back = self.left.emit
        self.pages.document.left.connect(self.left)
        self.records.turned.connect(lambda: self.show_target(self.target))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Yielding(look, self._build_upper()))
        column.addWidget(Rule(look))
        column.addWidget(self.records, 1)
        look.changed.connect(self._relook)
        self._relook()

    # -- building -----------------------------------------------------------------------------------------------------
    def _build_head(self) -> QWidget:
        look = self.look
        self.chip = ChipLabel(look, self._mark_look)
        self.place = Line(look, self._place_words)
        self.relabel = Button(look, lambda: look.tr("action.relabel"), kind="quiet", keys="relabel", small=True)
        self.relabel.clicked.connect(self.relabel_wanted)
        self.accept = Button(look, lambda: look.tr("offer.accept"), keys="accept", small=True)
        self.accept.clicked.connect(self.accept_wanted)
        self.reject = Button(look, lambda: look.tr("offer.reject"), keys="reject", small=True)
        self.reject.clicked.connect(self.reject_wanted)
        self.surface = Line(look, self._surface, naskh=22, ink="ink", user_text=True)
        self.context = Context(look)
        self.hint = Text(look, self._hint_words, ink="ink_second", wrap=True)
        head = QWidget()
        self._head_column = QVBoxLayout(head)
        self._head_row = QHBoxLayout()
        self._head_row.addWidget(self.chip)
        self._head_row.addWidget(self.place, 1)
        self._head_row.addWidget(self.relabel)
        self._answer_row = QHBoxLayout()
        self._answer_row.addWidget(self.accept)
        self._answer_row.addWidget(self.reject)
        self._answer_row.addStretch(1)
        self._head_column.addLayout(self._head_row)
        for widget in (self.surface, self.context, self.hint):
            self._head_column.addWidget(widget)
        self._head_column.addLayout(self._answer_row)
        return head

    def _build_upper(self) -> QWidget:
        """All that is about the mention, over the lists."""
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._head, self.problem, self._bounds, self.attributes, self._about):
            column.addWidget(part)
        return upper

    def _build_boundaries(self) -> QWidget:
        look = self.look
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(look))
        self._bounds_column = QVBoxLayout()
        self._bounds_row = QHBoxLayout()
        self._bounds_row.addWidget(Text(look, lambda: look.tr("inspector.boundaries"), size=SMALL, bold=True), 1)
        self.cycle = Button(look, lambda: look.tr("inspector.cycle"), kind="quiet", keys="cycle", small=True)
        self.cycle.clicked.connect(self.cycle_wanted)
        self._bounds_row.addWidget(self.cycle)
        self._bounds_column.addLayout(self._bounds_row)
        self.choices = [Choice(look) for _ in range(_CHOICES)]
        for place, choice in enumerate(self.choices):
            choice.clicked.connect(lambda *_, place=place: self._choose(place))
            self._bounds_column.addWidget(choice)
        column.addLayout(self._bounds_column)
        return box

    def _build_about(self) -> QWidget:
        """The note, who marked it and when."""
        look = self.look
        self.note = NoteField(look)
        self.note.written.connect(self.note_written)
        self.note.left.connect(self.left)
        self.origin = Line(look, self._origin_words)
        self.flag_sign = Sign(look, lambda: ("flag", "warning"))
        self.flags = Line(look, self._flag_words, ink="warning")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(look))
        self._about_column = QVBoxLayout()
        self._flag_row = QHBoxLayout()
        self._flag_row.addWidget(self.flag_sign)
        self._flag_row.addWidget(self.flags, 1)
        self._about_column.addLayout(self._flag_row)
        self._about_column.addWidget(self.note)
        self._origin_row = QHBoxLayout()
        self._origin_row.addWidget(Sign(look, lambda: ("history", "ink_second")))
        self._origin_row.addWidget(self.origin, 1)
        self._about_column.addLayout(self._origin_row)
        column.addLayout(self._about_column)
        return box

    def _relook(self) -> None:
        px = self.look.px
        self._about_column.setContentsMargins(px(16), px(8), px(16), px(6))
        self._about_column.setSpacing(px(4))
        self._origin_row.setSpacing(px(8))
        self._flag_row.setSpacing(px(8))
        self._head_column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._head_column.setSpacing(px(4))
        self._head_row.setSpacing(px(8))
        self._bounds_column.setContentsMargins(px(16), px(8), px(16), px(8))
        self._bounds_column.setSpacing(px(2))
        self.cycle.setContentsMargins(0, 0, 0, 0)
        self.show_target(self.target)

    def show_mention(self) -> None:
        """Turns from a page to the lists: boundaries, attributes and note of the mention are there again."""
        if self.records.on_page:
            self.tabs.choose(0)

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_target(self, target: Target | None) -> None:
        """Shows a mention or a selection; None shows what to do instead."""
        self.target = target
        is_mention = target is not None and bool(target.mention)
        suggestion = target is not None and target.suggestion
        self.chip.setVisible(is_mention or suggestion)
        self.relabel.setVisible(is_mention)
        for button in (self.accept, self.reject):
            button.setVisible(suggestion)
        self.surface.setVisible(target is not None)
        self.context.setVisible(target is not None)
        self.hint.setVisible(target is None and bool(self._hint_words()))
        self.relabel.setEnabled(self._desk.writable)
        self._show_context(target)
        for part in (self.chip, self.place, self.surface, self.hint):
            part.refresh()
        self._show_starts(target)
        self.attributes.show_mention(target.mention if target and not self.records.on_page else "")
        self._show_about(target)
        for rows in self.lists:
            rows.follow(target.mention if target else "")

    def _show_context(self, target: Target | None) -> None:
        document = self._desk.document
        if target is None or document is None:
            return
        start, end = target.span
        before = document.text[max(0, start - _AROUND) : start].split("\n")[-1]
        after = document.text[end : end + _AROUND].split("\n")[0]
        color = self._mark_look().hue.strong if target.label else self.look.theme.accent
        self.context.show_text(_cut(before, head=True), document.text[start:end], _cut(after, head=False), color)

    def _show_starts(self, target: Target | None) -> None:
        starts: Sequence[Start] = target.starts[:_CHOICES] if target else ()
        # Also with a single choice: the lists below should not jump from mention to mention.
        self._bounds.setVisible(bool(starts) and self._desk.writable and not self.records.on_page)
        self.cycle.setEnabled(len(starts) > 1)
        document = self._desk.document
        for place, choice in enumerate(self.choices):
            choice.setVisible(place < len(starts))
            if target is not None and document is not None and place < len(starts):
                start = starts[place]
                choice.show_choice(
                    document.text[start.offset : target.span.end],
                    self.look.tr("inspector.after", clitic=start.clitic)
                    if start.clitic
                    else self.look.tr("inspector.whole_word"),
                    chosen=start.offset == target.span.start,
                )

    def _show_about(self, target: Target | None) -> None:
        mention, layer = target.mention if target else "", self._desk.layer
        self._about.setVisible(bool(mention) and not self.records.on_page)
        note = edits.note_of(layer, mention) if layer is not None and mention else None
        self.note.show_note(mention, note.body if note else "", writable=self._desk.writable)
        self.flags.refresh()
        for part in (self.flags, self.flag_sign):
            part.setVisible(bool(self.flags.text()))
        self.origin.refresh()
        self.origin.setToolTip(self.origin.text())

    def _origin_words(self) -> str:
        return self.origins.words(self.target.mention) if self.target and self.target.mention else ""

    def _flag_words(self) -> str:
        layer = self._desk.layer
        if layer is None or self.target is None or not self.target.mention:
            return ""
        about = [c for c in layer.comments.values() if c.about == self.target.mention and not c.resolved]
        kinds = {kind_of(comment) for comment in about}
        said = (self.look.tr(REMARK_WORDS[kind]) for kind in ("unsure", "question") if kind in kinds)
        return self.look.words.joined(*said)

    def _choose(self, place: int) -> None:
        if self.target is not None and place < len(self.target.starts):
            self.start_wanted.emit(self.target.starts[place].offset)

    # -- words --------------------------------------------------------------------------------------------------------
    def _mark_look(self) -> MarkLook:
        return self._labels.look(self.target.label if self.target else "")

    def _place_words(self) -> str:
        target, entries = self.target, self._models.mentions
        if target is None:
            return self.look.tr("inspector.nothing") if self._desk.document else ""
        if target.suggestion:
            return self.look.tr("inspector.suggested")
        if not target.mention:
            return self.look.tr("inspector.selection_hint" if self._desk.writable else "inspector.selection")
        place = entries.place(target.mention) + 1
        return self.look.tr("inspector.mention_of", place=place, all=len(entries))

    def _surface(self) -> str:
        document = self._desk.document
        if self.target is None or document is None:
            return ""
        return " ".join(document.text[self.target.span.start : self.target.span.end].split())

    def _hint_words(self) -> str:
        if len(self._models.mentions):
            return self.look.tr("inspector.nothing_hint")
        return ""


def _cut(text: str, *, head: bool) -> str:
    """Context cut at a word, with an ellipsis where more follows."""
    if len(text) < _AROUND:
        return text
    return f"…{text[text.find(' ') + 1 :]}" if head else f"{text[: max(text.rfind(' '), 0)]}…"
