"""What lies on the desk: the open project, the document and whose layer of it. Panels read it and follow its signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.edits import Draft
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Document
from annotator.project import Change, Project
from annotator.schema import Schema
from ui.collector import spared
from ui.rest import Rest
from ui.session import Session


class Desk(QObject):
    """The one place that knows what is open.

    `opened`: another project or none. `leaving`: the open one is about to be closed. `turning`: what is typed must be
    kept now, another document, layer or project comes. `turned`: another document or another layer. `changed(Change)`: a
    step was performed anywhere in the project. `reschemed`: another version of the schema is in force. `saved`, `failed`: as the session says. `refused(error)`: an edit was not
    allowed.
    """

    opened = Signal()
    leaving = Signal()
    turning = Signal()
    turned = Signal()
    changed = Signal(object)
    reschemed = Signal()
    saved = Signal(object)
    failed = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rest = Rest(self)
        self.session: Session | None = None
        self.document: Document | None = None
        self.owner = ""
        self.failure: Exception | None = None
        self._schema: Schema | None = None

    # -- the project --------------------------------------------------------------------------------------------------
    @property
    def project(self) -> Project | None:
        """The open project."""
        return self.session.project if self.session else None

    @property
    def schema(self) -> Schema:
        """The schema of the open project."""
        if self._schema is None:
            assert self.session is not None
            self._schema = self.session.project.schema
        return self._schema

    @property
    def person(self) -> str:
        """Key of the person working; empty when nobody has said so."""
        project = self.project
        return project.person.key if project and project.person else ""

    def open(self, project: Project) -> None:
        """Puts a project on the desk; one that lay there is closed."""
        self.close()
        self.session = Session(project, self)
        self.session.changed.connect(self._on_changed)
        self.session.saved.connect(self._on_saved)
        self.session.failed.connect(self._on_failed)
        self.opened.emit()

    def close(self) -> None:
        """Clears the desk; waits until the writer is done."""
        self.turning.emit()
        session, self.session = self.session, None
        self.document, self.owner, self._schema, self.failure = None, "", None, None
        if session is not None:
            self.leaving.emit()
            session.close()
            session.deleteLater()
            self.opened.emit()

    def _on_changed(self, change: Change) -> None:
        if change.gesture == "schema":
            self._schema = None
            self.reschemed.emit()
        self.changed.emit(change)

    def _on_saved(self, steps: list[str]) -> None:
        self.failure = None
        self.saved.emit(steps)

    def _on_failed(self, error: Exception) -> None:
        self.failure = error
        self.failed.emit(error)

    # -- the document -------------------------------------------------------------------------------------------------
    def turn_to(self, document_id: int, owner: str = "") -> None:
        """Puts a document on the desk with the working person's layer, or with `owner`'s to look at."""
        assert self.session is not None
        self.turning.emit()
        with spared():
            if self.document is None or self.document.id != document_id:
                self.document = self.session.project.document(document_id)
            self.owner = owner or self.person
            self.turned.emit()

    def refresh(self) -> None:
        """After an import: everything may be another."""
        self._schema = None
        if self.session is not None and self.document is not None:
            self.document = self.session.project.document(self.document.id)
            self.turned.emit()

    @property
    def layer(self) -> Layer | None:
        """The layer that is shown. Asked anew each time: the project may have read it again."""
        if self.session is None or self.document is None or not self.owner:
            return None
        return self.session.project.layer(self.document.id, self.owner)

    @property
    def is_own(self) -> bool:
        """Whether the shown layer is the working person's."""
        return bool(self.owner) and self.owner == self.person

    @property
    def writable(self) -> bool:
        """Whether marks can be made in what is shown."""
        project = self.project
        return project is not None and not project.read_only and self.document is not None and self.is_own

    def shows(self, change: Change) -> bool:
        """Whether a change is in the layer that is shown."""
        return self.document is not None and (change.document_id, change.owner) == (self.document.id, self.owner)

    # -- steps --------------------------------------------------------------------------------------------------------
    def edit(self, make: Callable[..., Draft], *arguments: Any) -> Change | None:
        """Makes a step with one of `annotator.edits` and performs it; None when it was refused (and `refused` told)."""
        if self.session is None or self.document is None:
            return None
        try:
            if not self.is_own:
                raise EditError("This is another person's layer. You can read it, not mark in it.", code="other_layer")
            return self.session.perform(self.document.id, make(*arguments))
        except EditError as error:
            self.refused.emit(error)
            return None
