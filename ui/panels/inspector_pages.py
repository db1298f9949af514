"""The pages under the inspector's tabs beside the lists of mentions, events and problems."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.look import Look
from ui.models.remarks import Remarks
from ui.panels.document_labels import DocumentLabels
from ui.panels.record_lists import RecordLists
from ui.panels.remarks import RemarksPanel


class InspectorPages(QObject):
    """Makes them and gives them their tabs."""

    def __init__(self, look: Look, desk: Desk, records: RecordLists) -> None:
        super().__init__(records)
        self._records = records
        model = Remarks(desk)
        self.remarks = RemarksPanel(look, desk, model)
        self.document = DocumentLabels(look, desk)
        self._remarks = records.add_page(lambda: look.tr("inspector.remarks", count=model.open), self.remarks)
        self._document = records.add_page(
            lambda: look.tr("inspector.document", count=self.document.count),
            self.document,
            lambda: self.document.wanted,
        )
        for counted in (model.list.counted, model.list.dataChanged, self.document.counted):
            counted.connect(records.recount)

    def open_remarks(self) -> None:
        """The keyboard goes to the remarks."""
        self._records.open_page(self._remarks)

    def open_document(self) -> None:
        """The keyboard goes to the document's labels."""
        self._records.open_page(self._document)
