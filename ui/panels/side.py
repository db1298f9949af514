"""The side of the documents: their list, the places that a search found, or what waits in the whole project."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from ui.panels.documents import DocumentsPanel
from ui.panels.find import ResultsPanel
from ui.panels.worklist import WorklistPanel
from ui.widgets.rows import Rows


class Side(QStackedWidget):
    """Shows one of the three panels."""

    def __init__(self, documents: DocumentsPanel, results: ResultsPanel, work: WorklistPanel) -> None:
        super().__init__()
        self._lists = (documents.list, results.list, work.list)
        for panel in (documents, results, work):
            self.addWidget(panel)

    @property
    def list(self) -> Rows:
        """The list of the panel that is shown."""
        return self._lists[self.currentIndex()]
