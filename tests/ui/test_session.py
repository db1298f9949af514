"""The seam: callbacks of the project, also those of the writer's thread, arrive as signals on the window's thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Slot

from annotator import edits
from annotator.errors import UnavailableError
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from ui.session import Session


class Ear(QObject):
    """Notes what it hears and on which thread."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.heard: list[tuple[str, object, int]] = []
        session.changed.connect(self.on_changed)
        session.saved.connect(self.on_saved)
        session.failed.connect(self.on_failed)

    @Slot(object)
    def on_changed(self, change: object) -> None:
        self.heard.append(("changed", change, threading.get_ident()))

    @Slot(object)
    def on_saved(self, steps: object) -> None:
        self.heard.append(("saved", steps, threading.get_ident()))

    @Slot(object)
    def on_failed(self, error: object) -> None:
        self.heard.append(("failed", error, threading.get_ident()))

    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.heard]


@pytest.fixture
def working(qapp, project: Project, tmp_path) -> Project:
    """A project with one article and somebody working."""
    file = tmp_path / "one.txt"
    file.write_text("وصل سليم إلى حلب", encoding="utf-8")
    import_paths(project, [file], ImportOptions())
    project.work_as("سلمى")
    project.flush()
    return project


def mark(session: Session, span: Span = Span(4, 8)) -> None:  # noqa: B008
    project = session.project
    document = project.document(1)
    draft = edits.mark(project.layer(1), document, project.schema, [span], "PERS")
    session.perform(1, draft)


def test_a_step_is_told_at_once_and_called_saved_later_on_this_thread(working: Project, qtbot) -> None:
    session = Session(working)
    ear = Ear(session)
    mark(session)
    assert ear.kinds() == ["changed"]
    qtbot.waitUntil(lambda: "saved" in ear.kinds())
    assert {thread for _, _, thread in ear.heard} == {threading.get_ident()}
    assert ear.heard[1][1] == [ear.heard[0][1].step]


def test_a_failure_of_the_writer_is_told_on_this_thread(working: Project, qtbot) -> None:
    session = Session(working)
    ear = Ear(session)
    error = UnavailableError("The disk is full.", code="disk_full")
    threads = [threading.Thread(target=handler, args=(error,)) for handler in working.on_failed]
    for thread in threads:
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: ear.kinds() == ["failed"])
    assert ear.heard[0][1:] == (error, threading.get_ident())


def test_a_handler_may_not_perform_another_step(working: Project) -> None:
    session = Session(working)
    refused = []

    def again(_change: object) -> None:
        try:
            mark(session, Span(13, 16))
        except RuntimeError as error:
            refused.append(error)

    session.changed.connect(again)
    mark(session)
    assert len(refused) == 1


def test_a_closed_session_listens_no_more(working: Project) -> None:
    session = Session(working)
    session.close()
    assert (working.on_changed, working.on_saved, working.on_failed) == ([], [], [])
