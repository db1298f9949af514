"""The knowledge base: taken into the project from a file, with a report of what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.errors import UserError
from annotator.jobs.knowing import load_knowledge
from annotator.knowledge import Entry
from ui.commands.files import Files
from ui.desk import Desk
from ui.dialogs.boxes import Box
from ui.look import Look

_SHOWN: Final = 200
"""So many entries stand in the report."""


class Knowing(QObject):
    """Handler of the action. File chooser and report belong to `window`. `loaded`: another knowledge base is there."""

    loaded = Signal()

    def __init__(self, look: Look, desk: Desk, files: Files, window: QWidget) -> None:
        super().__init__(desk)
        self._look, self._desk, self._files, self._window = look, desk, files, window

    def load_knowledge(self) -> None:
        """Asks for a file of entries and takes them in, all or nothing."""
        name, _ = QFileDialog.getOpenFileName(self._window, "", "", self._look.tr("knowledge.files"))
        if name:
            self.load(Path(name))

    def load(self, path: Path) -> None:
        """Puts the entries of a file in the place of those that the project had, and says what was read."""
        project, tr = self._desk.project, self._look.tr
        if project is None:
            return
        before = len(project.knowledge())
        try:
            count = load_knowledge(project, path)
        except UserError as error:
            self._files.tell(tr("knowledge.could_not_load"), error)
            return
        self.loaded.emit()
        entries = project.knowledge().entries
        more = [tr("knowledge.replaced", n=before)] if before else []
        aliases = sum(1 for entry in entries if entry.aliases)
        more += [tr("knowledge.with_aliases", n=aliases), tr("knowledge.how")]
        details = tuple(map(_line, entries[:_SHOWN]))
        if count > _SHOWN:
            details += (tr("knowledge.and_more", n=count - _SHOWN),)
        words = tr("knowledge.loaded", n=count, file=path.name)
        box = Box(self._look, self._window, "information", words, " ".join(more), details)
        box.offer(tr("dialog.close"), "main")
        box.ask()


def _line(entry: Entry) -> str:
    """An entry on one line: name, other names, id."""
    names = " / ".join((entry.name, *entry.aliases))
    return f"{names}  ({entry.id})"
