"""Relations between two mentions: drawn by keys or by dragging one onto the other; shown for the selected mention."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import Mention
from annotator.project import Change
from annotator.suggest.targets import fitting, targets
from ui.article.arguments import Argument, EventView
from ui.article.marks import Mark
from ui.article.view import ArticleView
from ui.commands.grouping import Grouping
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels
from ui.models.where import Where
from ui.panels.chooser import ChoiceRow, Question
from ui.panels.inspector import Inspector

_SAME = "="
"""The answer that two mentions are the same thing."""


class Relating(QObject):
    """Handlers of the actions on relations. `show_inspector` brings it into view."""

    def __init__(
        self, look: Look, desk: Desk, article: ArticleView, labels: Labels, marking: Marking, say: Say
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article, self._labels = look, desk, article, labels
        self._marking, self._say = marking, say
        self._inspector: Inspector | None = None
        self._grouping: Grouping | None = None
        self._drawn = False
        self.show_inspector: Callable[[], None] = lambda: None

    def live_in(self, inspector: Inspector, grouping: Grouping) -> None:
        """The panel through which it speaks, and who makes entities."""
        self._inspector, self._grouping = inspector, grouping
        panel = inspector.pages.relations
        panel.place_wanted.connect(self._article.select_mark)
        panel.left.connect(self._article.setFocus)
        panel.turn_wanted.connect(self._turn)
        panel.relabel_wanted.connect(self._ask_to_relabel)
        panel.remove_wanted.connect(lambda id: self._desk.edit(edits.remove_relation, self._desk.layer, id))
        inspector.records.turned.connect(self._draw)
        self._article.mark_chosen.connect(self._draw)
        self._desk.changed.connect(self._on_changed)

    # -- drawing one --------------------------------------------------------------------------------------------------
    def relate(self) -> None:
        """Asks what the selected mention is related to: what fits, the nearest first."""
        source, layer, document = self._marking.mention, self._desk.layer, self._desk.document
        if source is None or layer is None or document is None or self._inspector is None:
            self._say(self._look.tr("relation.pick_mention"))
            return
        if not self._desk.schema.relations:
            self._say(self._look.tr("relation.not_in_schema"))
            return
        found = targets(layer, self._desk.schema, source.id)
        where = Where(self._look, document.text, source.hull)
        rows = [
            ChoiceRow(each.id, self._surface(each), self._labels.look(each.label), where.words(each.hull))
            for each in found
        ]
        self.show_inspector()
        self._inspector.pages.ask(
            Question(
                lambda: self._look.tr("relation.to_what", surface=self._surface(source)),
                rows,
                lambda target: self._ask_type(source.id, target),
                point=self._point,
                take=lambda id: self._ask_type(source.id, id) if id != source.id else None,
                hint=lambda: self._look.tr("relation.to_hint"),
            )
        )

    def drop(self, source: str, target: str) -> None:
        """One mention was dragged onto another: asks how they belong together."""
        if self._inspector is not None and self._desk.writable:
            self.show_inspector()
            self._ask_type(source, target, same=True)

    def _ask_type(self, source: str, target: str, *, same: bool = False) -> None:
        """Relates them where only one relation fits; else asks by which. `same`: they may also be one thing."""
        layer, inspector, schema = self._desk.layer, self._inspector, self._desk.schema
        if layer is None or inspector is None or source not in layer.mentions or target not in layer.mentions:
            return
        ends = layer.mentions[source], layer.mentions[target]
        found = fitting(schema, ends[0].label, ends[1].label) or ([] if same else list(schema.relations))
        language, face = self._look.words.language, inspector.pages.relation_model.face
        rows = [ChoiceRow(each.key, "", face(each.key), "") for each in found]
        rows = [row._replace(words=each.name(language), face=None) for row, each in zip(rows, found, strict=True)]
        if same:
            rows.append(ChoiceRow(_SAME, self._look.tr("relation.same_thing")))
        if len(rows) == 1 and rows[0].key != _SAME:
            self._relate(rows[0].key, source, target)
            return
        inspector.pages.ask(
            Question(
                lambda: self._look.tr("relation.how", source=self._surface(ends[0]), target=self._surface(ends[1])),
                rows,
                lambda key: self._relate(key, source, target),
                numbered=True,
            )
        )
        self._article.set_hits(sorted(end.hull for end in ends), None)

    def _relate(self, key: str, source: str, target: str) -> None:
        desk, inspector = self._desk, self._inspector
        if inspector is None:
            return
        self._point("")
        inspector.pages.leave_chooser()
        if key == _SAME and self._grouping is not None:
            self._grouping.join(source, target)
            return
        change = desk.edit(edits.relate, desk.layer, desk.schema, key, source, target)
        if change is not None:
            inspector.pages.open_relations()
            inspector.pages.relations.choose(next(each.id for each in change.after if each.kind == "relation"))
            self._say(self._look.tr("relation.made", name=inspector.pages.relation_model.face(key).name))
        self._article.select_mark(source)
        self._article.setFocus()
        self._draw()

    def relations(self) -> None:
        """The keyboard goes to the relations."""
        if self._inspector is not None:
            self.show_inspector()
            self._inspector.pages.open_relations()

    # -- changing one -------------------------------------------------------------------------------------------------
    def _turn(self, id: str) -> None:
        self._desk.edit(edits.turn_relation, self._desk.layer, self._desk.schema, id)
        if self._inspector is not None:
            self._inspector.pages.relations.choose(id)  # its row may stand elsewhere now

    def _ask_to_relabel(self, id: str) -> None:
        inspector, schema = self._inspector, self._desk.schema
        ends = inspector.pages.relation_model.ends(id) if inspector else None
        if inspector is None or ends is None:
            return
        found = fitting(schema, ends[0].label, ends[1].label) or list(schema.relations)
        language = self._look.words.language
        inspector.pages.ask(
            Question(
                lambda: self._look.tr("relation.how", source=self._surface(ends[0]), target=self._surface(ends[1])),
                [ChoiceRow(each.key, each.name(language)) for each in found],
                lambda key: self._relabel(id, key),
                numbered=True,
            )
        )

    def _relabel(self, id: str, key: str) -> None:
        if self._inspector is not None:
            self._inspector.pages.leave_chooser()
            self._desk.edit(edits.relabel_relation, self._desk.layer, self._desk.schema, id, key)
            self.relations()

    # -- in the article -----------------------------------------------------------------------------------------------
    def _surface(self, mention: Mention) -> str:
        document = self._desk.document
        return " ".join(document.text[mention.start : mention.end].split()) if document else ""

    def _point(self, id: str) -> None:
        """Frames the mention that the keyboard is on among the choices; none takes the frame away."""
        mention = self._desk.layer.mentions.get(id) if self._desk.layer else None
        self._article.set_hits([mention.hull] if mention else [], 0 if mention else None)
        if mention is not None:
            self._article.ensure_visible(mention.hull)

    def _on_changed(self, change: Change) -> None:
        if self._desk.shows(change):
            self._draw()

    def _draw(self, *_: object) -> None:
        """Lines to what the selected mention is related to, while the relations are in view; else none."""
        pages = self._inspector.pages if self._inspector else None
        mention = self._marking.mention
        found = pages.relation_model.of(mention.id) if pages and pages.shows_relations and mention else []
        if pages is None or mention is None or not found or self._desk.schema.is_event(mention.label):
            if self._drawn:
                self._drawn = False
                self._article.set_event(None)
            return
        drawn: dict[str, Argument] = {}
        layer = self._desk.layer
        for relation in found:
            other = (
                layer.mentions.get(relation.target if relation.source == mention.id else relation.source)
                if layer
                else None
            )
            if other is not None:
                drawn[other.id] = Argument(Mark(other.id, other.spans, pages.relation_model.face(relation.label)))
        trigger = Mark(mention.id, mention.spans, self._labels.look(mention.label))
        self._drawn = True
        self._article.set_event(EventView(trigger, tuple(drawn.values()), count=self._look.words.number))
