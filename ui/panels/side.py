"""The side of the documents: their list, or the places that a search through all of them found."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from ui.panels.documents import DocumentsPanel
from ui.panels.find import ResultsPanel
from ui.widgets.rows import Rows


class Side(QStackedWidget):
    """Shows one of the two panels."""

    def __init__(self, documents: DocumentsPanel, results: ResultsPanel) -> None:
        super().__init__()
        self._documents, self._results = documents, results
        self.addWidget(documents)
        self.addWidget(results)

    @property
    def list(self) -> Rows:
        """The list of the panel that is shown."""
        return self._results.list if self.currentIndex() else self._documents.list
