"""Entities: which mentions are the same thing. By two keys, by dragging, by names that are written the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import Span
from annotator.suggest.coreference import Candidate, Names
from ui.article.view import ArticleView
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.entities import EntityRow
from ui.models.labels import Labels
from ui.models.where import Where
from ui.panels.chooser import ChoiceRow, Question
from ui.panels.entities import EntitiesPanel, entity_choices
from ui.panels.inspector import Inspector


class Grouping(QObject):
    """Handlers of the actions on entities. `show_inspector` brings it into view; `may_highlight` tells whether the frames
    in the article are free for the mentions of an entity."""

    def __init__(
        self, look: Look, desk: Desk, article: ArticleView, labels: Labels, marking: Marking, say: Say
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._labels = look, desk, article, labels
        self._marking, self._say = marking, say
        self._inspector: Inspector | None = None
        self._framed = False
        self.show_inspector: Callable[[], None] = lambda: None
        self.may_highlight: Callable[[], bool] = lambda: True

    def live_in(self, inspector: Inspector) -> None:
        """The panel through which it speaks."""
        self._inspector = inspector
        panel, desk = inspector.pages.entities, self._desk
        panel.shown.connect(self._show_members)
        panel.place_wanted.connect(self._go_to)
        panel.left.connect(self._article.setFocus)
        panel.accept_wanted.connect(self._accept)
        panel.rename_wanted.connect(lambda id, name: desk.edit(edits.rename_entity, desk.layer, id, name))
        panel.link_wanted.connect(lambda id, link: desk.edit(edits.link_entity, desk.layer, id, link))
        panel.has_knowledge = lambda: desk.project is not None and len(desk.project.knowledge()) > 0
        panel.find_wanted.connect(self._ask_for_link)
        panel.merge_wanted.connect(self._ask_to_merge)
        panel.split_wanted.connect(lambda id, ids: desk.edit(edits.split_entity, desk.layer, id, ids))
        panel.out_wanted.connect(lambda ids: desk.edit(edits.ungroup, desk.layer, ids))
        panel.remove_wanted.connect(lambda id: desk.edit(edits.remove_entity, desk.layer, id))
        inspector.records.turned.connect(self._on_page)
        self._article.mark_chosen.connect(self._follow)

    @property
    def _panel(self) -> EntitiesPanel | None:
        return self._inspector.pages.entities if self._inspector else None

    # -- the same thing as --------------------------------------------------------------------------------------------
    def same_entity(self) -> None:
        """Asks which thing the selected mention is: what is named alike first, then the nearest. Enter takes the first."""
        mention, layer, document, desk = self._marking.mention, self._desk.layer, self._desk.document, self._desk
        if mention is None or layer is None or document is None or self._inspector is None:
            self._say(self._look.tr("entity.pick_mention"))
            return
        names = Names(document.text, layer, desk.schema)
        found = names.candidates(mention.id)
        if not found:
            self._say(self._look.tr("entity.nothing_else"))
            return
        surface = " ".join(document.text[mention.start : mention.end].split())
        where = Where(self._look, document.text, mention.hull)
        spans = {_key(each): each.span for each in found}
        self.show_inspector()
        self._inspector.pages.ask(
            Question(
                lambda: self._look.tr("entity.same_as", surface=surface),
                [self._choice(each, where) for each in found],
                lambda key: self._group(mention.id, key),
                point=lambda key: self._frame([spans[key]] if key in spans else [], 0),
                take=lambda id: self._group(mention.id, id) if id != mention.id else None,
                hint=lambda: self._look.tr("entity.same_hint"),
            )
        )

    def _choice(self, each: Candidate, where: Where) -> ChoiceRow:
        layer, document = self._desk.layer, self._desk.document
        assert layer is not None
        assert document is not None
        entity = layer.entities.get(each.entity)
        words = " ".join(document.text[each.span.start : each.span.end].split())
        if entity is None:
            return ChoiceRow(_key(each), words, self._labels.look(each.label), where.words(each.span))
        note = self._look.tr("count.mentions", n=len(entity.mentions))
        return ChoiceRow(_key(each), entity.name or words, self._labels.look(each.label), note, words)

    def _group(self, mention: str, other: str) -> None:
        """Makes one thing of a mention and another mention, or an entity."""
        layer, desk = self._desk.layer, self._desk
        if layer is None:
            return
        entity = layer.entities.get(other)
        # The thing that was chosen keeps its name and link.
        ids = [*(entity.mentions if entity else [other]), mention]
        self._leave_chooser()
        if desk.edit(edits.group, layer, ids) is not None:
            self._say(self._look.tr("entity.grouped", name=self._name_with(mention)))
            self._article.select_mark(mention)
        self._article.setFocus()

    def join(self, mention: str, other: str) -> None:
        """Says that two mentions are the same thing."""
        self._group(mention, other)

    def _name_with(self, mention: str) -> str:
        layer, document = self._desk.layer, self._desk.document
        if layer is None or document is None:
            return ""
        entity = next((each for each in layer.entities.values() if mention in each.mentions), None)
        surfaces = (layer.mentions[id] for id in (entity.mentions if entity else ()) if id in layer.mentions)
        longest = max((document.text[m.start : m.end] for m in surfaces), key=len, default="")
        return (entity.name if entity else "") or " ".join(longest.split())

    def ungroup(self) -> None:
        """Takes the selected mention out of its entity."""
        mention, desk = self._marking.mention, self._desk
        if mention is not None and desk.edit(edits.ungroup, desk.layer, [mention.id]) is not None:
            self._say(self._look.tr("entity.ungrouped"))

    def entities(self) -> None:
        """The keyboard goes to the entities."""
        if self._inspector is not None and self._panel is not None:
            self.show_inspector()
            self._inspector.pages.open_entities()
            mention = self._marking.mention
            row = self._inspector.pages.entity_model.place_with(mention.id) if mention else -1
            self._panel.choose(row if row >= 0 or self._panel.current is not None else 0)

    # -- what the panel asks for --------------------------------------------------------------------------------------
    def _accept(self, groups: Sequence[Sequence[str]]) -> None:
        desk = self._desk
        if groups and desk.edit(edits.group_each, desk.layer, groups) is not None:
            self._say(self._look.tr("entity.made", n=len(groups)))

    def _ask_to_merge(self, kept: str) -> None:
        if self._inspector is None:
            return
        pages, desk = self._inspector.pages, self._desk
        name = next((row.name for row in pages.entity_model.rows if row.id == kept), "")
        pages.ask(
            Question(
                lambda: self._look.tr("entity.merge_with", name=name),
                entity_choices(pages.entity_model, self._labels, kept),
                lambda key: self._back(desk.edit(edits.merge_entities, desk.layer, kept, [key])),
            )
        )

    def _ask_for_link(self, id: str) -> None:
        """Searches the knowledge base for what an entity is; its name is looked for first."""
        project, desk = self._desk.project, self._desk
        if project is None or self._inspector is None:
            return
        pages, known = self._inspector.pages, project.knowledge()
        name = next((row.name for row in pages.entity_model.rows if row.id == id), "")

        def rows(words: str) -> list[ChoiceRow]:
            return [ChoiceRow(e.id, e.name, note=e.id, more=e.description) for e in known.search(words)]

        pages.ask(
            Question(
                lambda: self._look.tr("entity.what_is", name=name),
                rows(name) or rows(""),
                lambda key: self._back(desk.edit(edits.link_entity, desk.layer, id, key)),
                search=rows,
            )
        )

    def _back(self, _change: object) -> None:
        self._leave_chooser()
        self.entities()

    def drop(self, mention: str, row: int) -> None:
        """A mention was dragged onto a row: it is the same thing as what stands there."""
        layer = self._desk.layer
        rows = self._inspector.pages.entity_model.rows if self._inspector else []
        if layer is not None and mention in layer.mentions and 0 <= row < len(rows):
            self._desk.edit(edits.group, layer, [*rows[row].mentions, mention])

    def _leave_chooser(self) -> None:
        if self._inspector is not None:
            self._inspector.pages.leave_chooser()

    # -- in the article -----------------------------------------------------------------------------------------------
    def _go_to(self, mention: str) -> None:
        """Shows a mention; the keyboard stays in the list."""
        self._article.select_mark(mention)

    def _follow(self, mention: str) -> None:
        """Another mention is selected: its entity is the chosen one, where entities are shown."""
        if self._inspector is not None and self._panel is not None and self._inspector.pages.shows_entities:
            self._panel.choose(self._inspector.pages.entity_model.place_with(mention))

    def _on_page(self) -> None:
        if self._inspector is None or self._panel is None:
            return
        shown = self._inspector.pages.shows_entities
        self._inspector.pages.entity_model.propose(wanted=shown)
        self._show_members(self._panel.current if shown else None)

    def _show_members(self, row: EntityRow | None) -> None:
        """Frames the mentions of an entity, in the text and on the strip."""
        if self._inspector is None or (row is not None and not self._inspector.pages.shows_entities):
            return
        members = self._inspector.pages.entity_model.members(row) if row else []
        self._frame([mention.hull for mention in members], None)

    def _frame(self, spans: Sequence[Span], current: int | None) -> None:
        """Puts the frames of found places round these; takes away only its own."""
        if not self.may_highlight() or not (spans or self._framed):
            return
        self._framed = bool(spans)
        self._article.set_hits(sorted(spans), current)
        if current is not None and spans:
            self._article.ensure_visible(spans[current])


def _key(candidate: Candidate) -> str:
    return candidate.entity or candidate.mention
