"""The answers to questions for the lead: what was said by whom and when, and giving one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.jobs import answering
from annotator.model import Answer
from annotator.project import Change
from ui.desk import Desk
from ui.look import Look
from ui.models.moments import moment


class Answers(QObject):
    """`changed`: an answer was given, changed or taken back."""

    changed = Signal()

    def __init__(self, look: Look, desk: Desk) -> None:
        super().__init__(desk)
        self._look, self._desk = look, desk
        desk.changed.connect(self._on_changed)

    def _on_changed(self, change: Change) -> None:
        if any(key.kind == "answer" for key in change.after):
            self.changed.emit()

    def of(self, question: str) -> Answer | None:
        """The answer to a question, by its key."""
        project = self._desk.project
        return answering.answers(project).get(question) if project is not None else None

    def words(self, question: str) -> str:
        """«Lina, today 10:42: a country.» Empty without an answer."""
        found, project = self.of(question), self._desk.project
        if found is None or project is None:
            return ""
        operation = answering.answered(project, question)
        if operation is None:
            return found.body
        key = project.person_of(operation.actor)
        who = next((person.name for person in project.people() if person.key == key), key)
        return self._look.tr("answer.said", who=who, when=moment(self._look, operation), answer=found.body)

    @property
    def possible(self) -> bool:
        """Whether the person working may answer in this project."""
        project = self._desk.project
        return project is not None and not project.read_only and project.person is not None

    def give(self, question: str, body: str) -> bool:
        """Answers a question; nothing but space takes the answer back. False when that was refused (and told)."""
        project = self._desk.project
        if project is None:
            return False
        try:
            answering.answer(project, question, body if body.strip() else None)
        except UserError as error:
            self._desk.refused.emit(error)
            return False
        return True
