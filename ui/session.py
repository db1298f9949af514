"""The seam between the core and the window: a project whose callbacks are signals. Nothing else."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from annotator.edits import Draft
from annotator.project import Change, Project


class Session(QObject):
    """An open project on the window's thread.

    `changed(Change)` comes while a step is performed, `saved(list of step names)` and `failed(error)` when the writer's
    thread has said so; all three on the window's thread.
    """

    changed = Signal(object)
    saved = Signal(object)
    failed = Signal(object)
    _from_writer = Signal(str, object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._from_writer.connect(self._relay, Qt.ConnectionType.QueuedConnection)
        self._handlers = (
            (project.on_changed, self.changed.emit),
            (project.on_saved, lambda names: self._from_writer.emit("saved", names)),
            (project.on_failed, lambda error: self._from_writer.emit("failed", error)),
        )
        for handlers, handler in self._handlers:
            handlers.append(handler)
        if project.failure is not None:  # it came before anybody listened
            self._from_writer.emit("failed", project.failure)

    @Slot(str, object)
    def _relay(self, what: str, value: object) -> None:
        (self.saved if what == "saved" else self.failed).emit(value)

    def perform(self, document_id: int, draft: Draft) -> Change:
        """Performs a step in the working person's layer; `changed` is emitted before this returns."""
        return self.project.perform(document_id, draft)

    def close(self) -> None:
        """Closes the project; waits for the writer."""
        self.project.close()
        for handlers, handler in self._handlers:
            handlers.remove(handler)
