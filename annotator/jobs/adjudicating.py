"""Adjudication in an open project: the questions of a document, one decision at a time, closing and locking gold.

Everything that is changed lies in the layers of `gold`; annotators' layers are only read. Who decided is the person
working. Use it on the project's thread.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from annotator import edits
from annotator.adjudication.case import Case, Item
from annotator.adjudication.clusters import Cluster
from annotator.adjudication.mentions import Side, mention_clusters, side_of
from annotator.adjudication.rulings import Ruling
from annotator.edits import Draft
from annotator.errors import EditError, counted
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, RESERVED_OWNERS, Document, Status
from annotator.operations import RecordKey
from annotator.project import Change, Project
from annotator.schema import Schema

_KEPT: Final = 8
"""Documents whose clusters are remembered."""
_Version = tuple[tuple[str, tuple[int, str, int]], ...]


class Adjudication:
    """The decisions of an open project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._clusters: OrderedDict[int, tuple[_Version, Schema, list[Cluster]]] = OrderedDict()
        self._secret = project.secret()

    def case(self, document_id: int) -> Case:
        """The document's questions as they are now. (The clusters of its mentions are made once, and anew only when an
        annotator's layer has changed.)"""
        document = self._project.document(document_id)
        sides = self.sides(document_id)
        clusters = self._mention_clusters(document, sides)
        return Case(document, self._project.schema, sides, self.gold(document_id), self._secret, clusters)

    def gold(self, document_id: int) -> Layer:
        """The gold layer of a document."""
        return self._project.layer(document_id, GOLD)

    def sides(self, document_id: int) -> list[Side]:
        """The layers that are done, and the third opinions of others."""
        owners = [owner for owner in self._project.owners(document_id) if owner != GOLD]
        layers = [self._project.layer(document_id, owner) for owner in sorted(owners)]
        return [side for layer in layers if (side := side_of(layer)) is not None]

    def others(self, cluster: Cluster) -> list[str]:
        """Whose third opinion can be asked for: everybody of the project who has not been heard, but who decides."""
        project = self._project
        people = {person.key for person in project.people()} | (project.reader.owners() - RESERVED_OWNERS)
        return sorted(people - {*cluster.voters, project.person.key if project.person else ""})

    def names_shown(self, document_id: int) -> bool:
        """Whether it may be seen who marked what: only when the document is closed."""
        return self.gold(document_id).status in FINISHED

    def decided_by(self, document_id: int, key: str) -> tuple[str, int]:
        """Who made the decision of that key as it stands, and when (milliseconds since 1970). Raises EditError for none."""
        story = self.gold(document_id).story(RecordKey("decision", key))
        if not story:
            raise EditError("There is no such decision.", code="no_decision")
        return self._project.person_of(story[-1].actor), story[-1].time

    def _mention_clusters(self, document: Document, sides: list[Side]) -> list[Cluster]:
        version = tuple((side.annotator, side.layer.version) for side in sides)
        schema = self._project.schema
        known = self._clusters.get(document.id)
        if known is None or known[:2] != (version, schema):
            known = (version, schema, mention_clusters(document.text, schema, sides))
            self._clusters[document.id] = known
        self._clusters.move_to_end(document.id)
        while len(self._clusters) > _KEPT:
            self._clusters.popitem(last=False)
        return known[2]

    # -- deciding -----------------------------------------------------------------------------------------------------
    def decide(self, document_id: int, item: Item, ruling: Ruling) -> Change:
        """Answers a question. Raises EditError where that cannot be gold, or where gold is locked."""
        draft = edits.decide(
            self.gold(document_id), self._project.document(document_id), self._project.schema, item, ruling
        )
        return self._perform(document_id, draft)

    def undo(self, document_id: int) -> Change | None:
        """Takes back the newest decision in a document (or its closing); None when there is none."""
        return self._project.undo(document_id, GOLD)

    def redo(self, document_id: int) -> Change | None:
        """Brings back what was taken back last."""
        return self._project.redo(document_id, GOLD)

    def close(self, document_id: int) -> Change:
        """Says that a document is decided: then names may be seen, and annotators see gold beside their own.

        Raises EditError while something is not decided, or while gold has problems that the schema does not let pass.
        """
        waiting = len(self.case(document_id).open())
        if waiting:
            are = "is" if waiting == 1 else "are"
            raise EditError(f"{counted(waiting, 'place')} {are} not decided yet.", code="not_decided")
        return self._set_status(document_id, "done")

    def reopen(self, document_id: int) -> Change:
        """Takes back that a document is decided."""
        return self._set_status(document_id, "in_progress")

    def lock(self, document_id: int) -> Change:
        """Lets nobody change the gold of a document until it is unlocked. Raises EditError if it is not closed."""
        if self.gold(document_id).status != "done":
            raise EditError("Close the document first.", code="not_closed")
        return self._set_status(document_id, "locked")

    def unlock(self, document_id: int) -> Change:
        """Lets gold be changed again; it stays closed."""
        return self._set_status(document_id, "done")

    def _set_status(self, document_id: int, status: Status) -> Change:
        document, schema = self._project.document(document_id), self._project.schema
        return self._perform(document_id, edits.set_status(self.gold(document_id), document, schema, status))

    def _perform(self, document_id: int, draft: Draft) -> Change:
        return self._project.perform(document_id, draft, GOLD)
