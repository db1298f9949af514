"""The side of the inspector: the inspector, or the form of the event that is open."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.panels.event_form import EventForm
from ui.panels.inspector import Inspector


class Margin(QStackedWidget):
    """Shows one of the two."""

    def __init__(self, inspector: Inspector, form: EventForm) -> None:
        super().__init__()
        self._inspector, self._form = inspector, form
        self.addWidget(inspector)
        self.addWidget(form)

    def show_form(self, shown: bool) -> None:
        """The form, or the inspector."""
        self.setCurrentWidget(self._form if shown else self._inspector)

    @property
    def pane(self) -> QWidget:
        """What takes the keyboard when this side is gone to."""
        if self.currentWidget() is self._form:
            return self._form.next
        return self._inspector.stack.currentWidget()
