"""New projects: the assistant, and what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.errors import UserError
from annotator.project import Project
from annotator.schema import load_preset
from ui.commands.files import Files
from ui.look import Look
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.dialogs.assistant import Assistant, Plan


class Beginning(QObject):
    """Handlers for making a project."""

    def __init__(self, look: Look, settings: Settings, files: Files, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._settings, self._files, self._window = look, settings, files, window

    def new_project(self) -> None:
        """Opens the assistant."""
        self.open_with([])

    def open_with(self, sources: Sequence[Path]) -> Assistant:
        """Opens the assistant with articles that were dropped."""
        from ui.dialogs.assistant import Assistant

        assistant = Assistant(self._look, self._settings.person, sources, self._window)
        assistant.wanted.connect(lambda plan: self._create(assistant, plan))
        assistant.show()
        return assistant

    def _create(self, assistant: Assistant, plan: Plan) -> None:
        """Makes the project, opens it and brings the articles in; the assistant stays where that is refused."""
        try:
            plan.path.parent.mkdir(parents=True, exist_ok=True)
            Project.create(plan.path, load_preset(plan.preset)).close()
        except UserError as error:
            self._files.tell(self._look.tr("dialog.could_not_open"), error)
            return
        except OSError as error:
            self._files.tell(self._look.tr("dialog.could_not_open"), UserError(str(error)))
            return
        if self._files.open_path(plan.path, plan.person):
            assistant.close()
            self._window.activateWindow()
            if plan.sources:
                self._files.import_these(plan.sources)
