"""The pages under the inspector's tabs beside the lists of mentions, events and problems."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.look import Look
from ui.models.answers import Answers
from ui.models.entities import Entities
from ui.models.labels import Labels
from ui.models.relations import Relations
from ui.models.remarks import Remarks
from ui.panels.chooser import Chooser, Question
from ui.panels.document_labels import DocumentLabels
from ui.panels.entities import EntitiesPanel
from ui.panels.record_lists import RecordLists
from ui.panels.relations import RelationsPanel
from ui.panels.remarks import RemarksPanel
from ui.widgets.tabs import TabWords


class InspectorPages(QObject):
    """Makes them and gives them their tabs. `give_back` takes the keyboard when a choice is called off."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, records: RecordLists) -> None:
        super().__init__(records)
        self._records = records
        self.give_back: Callable[[], None] = lambda: None
        self.answers = Answers(look, desk)
        self.remark_model, self.entity_model = Remarks(desk, self.answers), Entities(look, desk)
        self.relation_model = Relations(look, desk)
        self.entities = EntitiesPanel(look, desk, labels, self.entity_model)
        self.relations = RelationsPanel(look, desk, self.relation_model)
        self.remarks = RemarksPanel(look, desk, self.remark_model)
        self.document = DocumentLabels(look, desk)
        self._entities = records.add_page(
            TabWords(lambda: look.tr("inspector.entities"), "people", lambda: self.entity_model.count), self.entities
        )
        self._relations = records.add_page(
            TabWords(lambda: look.tr("inspector.relations"), "relation", lambda: len(self.relation_model.list)),
            self.relations,
            lambda: self.relation_model.wanted,
        )
        self._remarks = records.add_page(
            TabWords(lambda: look.tr("inspector.remarks"), "comment", lambda: self.remark_model.open), self.remarks
        )
        self._document = records.add_page(
            TabWords(lambda: look.tr("inspector.document"), "document", lambda: self.document.count),
            self.document,
            lambda: self.document.wanted,
        )
        self._connect()
        self.chooser = Chooser(look)
        records.stack.addWidget(self.chooser)
        self.chooser.left.connect(self._call_off)
        desk.turning.connect(self.leave_chooser)

    def _connect(self) -> None:
        remarks, relations = self.remark_model.list, self.relation_model.list
        for counted in (
            remarks.counted,
            remarks.dataChanged,
            relations.counted,
            self.entity_model.counted,
            self.document.counted,
        ):
            counted.connect(self._records.counts.ask)

    # -- pages --------------------------------------------------------------------------------------------------------
    def open_entities(self) -> None:
        """The keyboard goes to the entities."""
        self._records.open_page(self._entities)

    @property
    def shows_entities(self) -> bool:
        """Whether the entities are in view."""
        return self._records.stack.currentWidget() is self.entities

    def open_relations(self) -> None:
        """The keyboard goes to the relations."""
        self._records.open_page(self._relations)

    def show_relation(self, id: str) -> None:
        """Shows a relation; the keyboard stays where it is."""
        self._records.tabs.choose(self._relations)
        self.relations.choose(id)

    @property
    def shows_relations(self) -> bool:
        """Whether the relations are in view."""
        return self._records.stack.currentWidget() is self.relations

    def open_remarks(self) -> None:
        """The keyboard goes to the remarks."""
        self._records.open_page(self._remarks)

    def open_document(self) -> None:
        """The keyboard goes to the document's labels."""
        self._records.open_page(self._document)

    # -- choosing -----------------------------------------------------------------------------------------------------
    def ask(self, question: Question) -> None:
        """Asks for one of several in the place of the lists."""
        self._records.cover(self.chooser)
        self.chooser.ask(question)

    @property
    def choosing(self) -> bool:
        """Whether something is asked."""
        return self._records.stack.currentWidget() is self.chooser

    def take_mention(self, id: str) -> None:
        """A mention was clicked in the article."""
        if self.choosing and id:
            self.chooser.question.take(id)

    def leave_chooser(self) -> None:
        """Puts the question away; the page that was there before comes back."""
        if self.choosing:
            self.chooser.forget()
            self._records.back()

    def _call_off(self) -> None:
        self.leave_chooser()
        self.give_back()
