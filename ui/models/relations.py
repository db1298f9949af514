"""The relations of the shown layer as rows in the order of their sources."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.model import Mention, Relation
from annotator.project import Change
from annotator.schema import RelationType
from ui.article.marks import MarkLook
from ui.desk import Desk
from ui.look import Look
from ui.models.records import Entry, Place, RecordModel, place_of


class Relations(QObject):
    """`list` has a row for each relation; its entries hold the words of both ends and the relation's key."""

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(desk)
        self._look, self._desk = look, desk
        self.list = RecordModel(self._entry, self)
        self.list.label_name = lambda key: self.face(key).name
        desk.turned.connect(self.reload)
        desk.opened.connect(self.reload)
        desk.changed.connect(self._on_changed)

    @property
    def wanted(self) -> bool:
        """Whether the schema has relations, or the layer all the same."""
        layer = self._desk.layer
        return self._desk.session is not None and bool(self._desk.schema.relations or (layer and layer.relations))

    def relation(self, id: str) -> Relation | None:
        """A relation of the shown layer."""
        return self._desk.layer.relations.get(id) if self._desk.layer else None

    def type_of(self, key: str) -> RelationType | None:
        """What the schema says of a relation."""
        return self._desk.schema.relation(key) if self._desk.session else None

    def face(self, key: str) -> MarkLook:
        """How a relation is called and coloured; one that the schema lacks goes by its key."""
        known, theme = self.type_of(key), self._look.theme
        if known is None:
            return MarkLook(key, key[:3], theme.hue("slate"))
        name = known.name(self._look.words.language)
        return MarkLook(name, name[:3], theme.hue(known.color))

    def ends(self, id: str) -> tuple[Mention, Mention] | None:
        """Source and target of a relation."""
        relation, layer = self.relation(id), self._desk.layer
        if relation is None or layer is None:
            return None
        source, target = layer.mentions.get(relation.source), layer.mentions.get(relation.target)
        return (source, target) if source is not None and target is not None else None

    def surface(self, mention: Mention) -> str:
        """The words of a mention on one line."""
        document = self._desk.document
        return " ".join(document.text[mention.start : mention.end].split()) if document else ""

    def of(self, mention: str) -> list[Relation]:
        """The relations that a mention is an end of."""
        relations = self._desk.layer.relations.values() if self._desk.layer else ()
        return [relation for relation in relations if mention in (relation.source, relation.target)]

    def reload(self) -> None:
        """Reads the layer that is shown now."""
        relations = self._desk.layer.relations.values() if self._desk.layer else ()
        self.list.reset_to(place for relation in relations if (place := self._place(relation)))

    def _place(self, relation: Relation) -> Place | None:
        ends = self.ends(relation.id)
        return place_of(ends[0].hull, relation.id) if ends else None

    def _on_changed(self, change: Change) -> None:
        layer = self._desk.layer
        if layer is None or not self._desk.shows(change):
            return
        touched = {key.id for key in change.after if key.kind in ("relation", "mention")}
        for id in touched - set(layer.relations):
            self.list.drop(id)
        for relation in layer.relations.values():
            if touched & {relation.id, relation.source, relation.target}:
                place = self._place(relation)
                if place is not None:
                    self.list.put(place)

    def _entry(self, id: str) -> Entry | None:
        relation, ends = self.relation(id), self.ends(id)
        if relation is None or ends is None:
            return None
        known = self.type_of(relation.label)
        arrow = "↔" if known is not None and known.symmetric else "←" if self._look.words.right_to_left else "→"
        return Entry(id, ends[0].id, f"{self.surface(ends[0])} {arrow} {self.surface(ends[1])}", relation.label)
