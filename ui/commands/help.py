"""Help: the sheet of keys, and what this program is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from annotator import version
from ui.dialogs.boxes import Box
from ui.look import Look
from ui.models.labels import Labels
from ui.models.remapping import Remapping
from ui.settings import Settings


class Help(QObject):
    """Handlers of the help menu."""

    def __init__(self, look: Look, labels: Labels, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._labels, self._window = look, labels, window
        self.remapping = Remapping(look, labels, settings, self)

    def show_shortcuts(self) -> None:
        """Every key on one sheet."""
        from ui.dialogs.shortcuts import ShortcutSheet

        sheet = ShortcutSheet(self._look, self._labels, self._window)
        sheet.edit.clicked.connect(self.edit_keys)
        sheet.show()

    def edit_keys(self) -> None:
        """Keys of one's own."""
        from ui.dialogs.keys import KeysDialog

        KeysDialog(self._look, self.remapping, self._labels.name, self._window).show()

    def show_about(self) -> None:
        """Name and version."""
        name, body = self._look.tr("app.name"), self._look.tr("dialog.about_body", version=version())
        box = Box(self._look, self._window, "information", name, body)
        box.setWindowTitle(self._look.tr("action.about"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.offer(self._look.tr("dialog.close"), "main").setFocus()
        box.show()
