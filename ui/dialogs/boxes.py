"""Questions and bad news in a box over the window: plain text, in the window's letters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.look import Look


def message_box(look: Look, window: QWidget, icon: QMessageBox.Icon, text: str, more: str = "") -> QMessageBox:
    """A box with one sentence, and what else there is to say below it; buttons are the caller's."""
    box = QMessageBox(icon, look.tr("app.name"), text, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    box.setFont(look.font())
    return box
