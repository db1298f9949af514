"""The writer: in order, in groups, called saved only when it is on the disk, and nothing lost when the disk refuses."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import edits
from annotator.bulk import Bulk
from annotator.errors import EditError, UnavailableError
from annotator.model import Span
from annotator.project import Change, Project
from annotator.store.check import check_file
from tests.annotator.helpers import TEXT, line, state, take_in


@pytest.fixture
def work(project: Project) -> Project:
    """A project with one document, in which somebody works."""
    take_in(project, line(), {"id": "d2", "text": TEXT})
    project.work_as("سلمى")
    assert project.flush()
    return project


def mark(project: Project, number: int, label: str = "PERS", document: int = 1) -> str:
    start, length = divmod(number % 800, 20)
    layer = project.layer(document)
    spans = [Span(start, min(start + length + 1, len(TEXT)))]
    try:
        return project.perform(
            document, edits.mark(layer, project.document(document), project.schema, spans, label)
        ).step
    except EditError:
        return project.perform(document, edits.remove(layer, [next(iter(layer.mentions))])).step


def on_disk(path: Path) -> list[str]:
    """The names of all operations that another connection sees, in the order of writing."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            """SELECT key || ':' || (operation.id & 1099511627775) FROM operation
            JOIN actor ON actor.id = operation.id >> 40 ORDER BY lamport"""
        )
        return [row[0] for row in rows]
    finally:
        connection.close()


def test_a_step_is_called_saved_when_others_can_read_it(work: Project) -> None:
    missing: list[str] = []
    said: list[str] = []

    def saved(names: list[str]) -> None:
        there = set(on_disk(work.path))
        missing.extend(name for name in names if name not in there)
        said.extend(names)

    work.on_saved.append(saved)
    done = [mark(work, number) for number in range(60)]
    assert work.flush()
    assert missing == []
    assert said == done
    assert on_disk(work.path)[-60:] == done
    assert work.unsaved == 0


def test_what_waits_is_written_in_one_group(work: Project) -> None:
    groups: list[int] = []
    go_on = threading.Event()

    def saved(names: list[str]) -> None:
        groups.append(len(names))
        assert go_on.wait(30)

    work.on_saved.append(saved)
    mark(work, 0)
    while not groups:
        time.sleep(0.001)
    for number in range(1, 40):
        mark(work, number)
    assert work.unsaved == 39
    go_on.set()
    assert work.flush()
    assert groups == [1, 39]


def connection_of(project: Project) -> sqlite3.Connection:
    assert project._writer is not None
    return project._writer._connection


@pytest.fixture
def full(work: Project) -> Iterator[Project]:
    """A project on a disk that takes no further page."""
    connection = connection_of(work)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    yield work
    if not work.read_only:
        connection_of(work).execute("PRAGMA max_page_count = 1000000")
        work.retry()


def until_it_fails(project: Project, failures: list[Exception]) -> list[str]:
    done = []
    for number in range(2000):
        done.append(mark(project, number))
        if failures:
            return done
        if number % 20 == 19:
            project.flush()
    raise AssertionError("the disk never filled")


def test_a_full_disk_loses_nothing(full: Project) -> None:
    failures: list[Exception] = []
    said: list[str] = []
    full.on_failed.append(failures.append)
    full.on_saved.append(said.extend)
    done = until_it_fails(full, failures)
    assert str(failures[0]).startswith("The disk is full.")
    assert not full.flush()
    # The work goes on in memory; nothing further is called saved, and what was is on the disk.
    done += [mark(full, number, "ORG") for number in range(50)]
    change = full.undo(1)
    assert change is not None
    done.append(change.step)
    assert set(said) <= set(on_disk(full.path))
    assert done[: len(said)] == said
    assert full.unsaved == len(done) - len(said) > 50
    before = full.layer(1).state()
    # A retry on the sick disk changes nothing and says so.
    count = len(failures)
    full.retry()
    assert not full.flush()
    assert (len(failures), full.unsaved) == (count + 1, len(done) - len(said))
    connection_of(full).execute("PRAGMA max_page_count = 1000000")
    full.retry()
    assert full.flush()
    assert said == done
    assert full.layer(1).state() == before
    full.close()
    assert check_file(full.path, deep=True) == []
    reopened = Project.open(full.path)
    try:
        assert reopened.layer(1, "سلمى").state() == before
    finally:
        reopened.close()


def test_a_layer_with_unsaved_steps_shows_them_after_others_were_opened(full: Project) -> None:
    failures: list[Exception] = []
    full.on_failed.append(failures.append)
    until_it_fails(full, failures)
    before = full.layer(1).state()
    for number in range(40):
        full.layer(2, f"somebody {number}")
    assert full.layer(1).state() == before


def test_bulk_work_waits_for_what_is_not_saved(full: Project) -> None:
    failures: list[Exception] = []
    full.on_failed.append(failures.append)
    until_it_fails(full, failures)
    unsaved = full.unsaved
    with pytest.raises(UnavailableError, match="not on the disk yet"):
        take_in(full, {"id": "new", "text": "x"})
    assert full.unsaved == unsaved


def test_bulk_work_that_the_disk_refuses_leaves_nothing(full: Project) -> None:
    before = state(full)
    with pytest.raises(UnavailableError, match="The disk is full"):
        take_in(full, *({"id": str(n), "text": TEXT * 50} for n in range(200)))
    assert state(full) == before
    connection_of(full).execute("PRAGMA max_page_count = 1000000")
    take_in(full, {"id": "new", "text": "x"})
    mark(full, 3)
    assert full.flush()


def test_unsaved_steps_can_be_saved_elsewhere(full: Project, tmp_path: Path) -> None:
    failures: list[Exception] = []
    full.on_failed.append(failures.append)
    until_it_fails(full, failures)
    assert full.unsaved
    full.save_elsewhere(tmp_path / "elsewhere.hashiya")
    assert check_file(tmp_path / "elsewhere.hashiya", deep=True) == []
    other = Project.open(tmp_path / "elsewhere.hashiya")
    try:
        assert other.layer(1, "سلمى").state() == full.layer(1).state()
    finally:
        other.close()


def test_unsaved_steps_can_be_undone(full: Project) -> None:
    failures: list[Exception] = []
    full.on_failed.append(failures.append)
    empty = full.layer(1).state()
    until_it_fails(full, failures)
    while full.undo(1) is not None:
        pass
    assert full.layer(1).state() == empty
    connection_of(full).execute("PRAGMA max_page_count = 1000000")
    full.retry()
    assert full.flush()
    full.close()
    assert check_file(full.path, deep=True) == []


def lone(path: Path, folder: Path) -> Path:
    """A copy of the file alone, as people copy it."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(path, folder / path.name)
    return folder / path.name


def test_the_lone_file_is_complete_after_closing(work: Project, tmp_path: Path) -> None:
    done = [mark(work, number) for number in range(30)]
    work.close()
    copy = lone(work.path, tmp_path / "copy")
    assert check_file(copy, deep=True) == []
    assert on_disk(copy)[-30:] == done


def test_the_lone_file_is_complete_soon_after_the_last_edit(work: Project, tmp_path: Path) -> None:
    done = [mark(work, number) for number in range(30)]
    assert work.flush()
    wal = work.path.with_name(work.path.name + "-wal")
    end = time.monotonic() + 30
    while wal.exists() and wal.stat().st_size and time.monotonic() < end:
        time.sleep(0.02)
    copy = lone(work.path, tmp_path / "copy")
    assert on_disk(copy)[-30:] == done
    assert check_file(copy, deep=True) == []


def test_a_reader_in_the_way_only_delays_the_complete_file(work: Project, tmp_path: Path) -> None:
    reader = sqlite3.connect(work.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM operation").fetchone()
    done = [mark(work, number) for number in range(10)]
    assert work.flush()
    time.sleep(1.6)  # a quiet moment passes, in which nothing can be moved
    assert on_disk(lone(work.path, tmp_path / "early"))[-10:] != done
    reader.execute("ROLLBACK")
    reader.close()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if on_disk(lone(work.path, tmp_path / "late"))[-10:] == done:
            break
        time.sleep(0.1)
    assert on_disk(lone(work.path, tmp_path / "late"))[-10:] == done


def test_a_handler_that_fails_does_not_end_the_writer(work: Project) -> None:
    seen: list[BaseException | None] = []
    before, threading.excepthook = threading.excepthook, lambda args: seen.append(args.exc_value)
    try:
        work.on_saved.append(lambda _: 1 / 0)
        mark(work, 1)
        assert work.flush()
        work.on_saved.clear()
        mark(work, 2)
        assert work.flush()
    finally:
        threading.excepthook = before
    assert isinstance(seen[0], ZeroDivisionError)


def test_handlers_of_changed_perform_nothing(work: Project) -> None:
    def again(_: Change) -> None:
        with pytest.raises(RuntimeError):
            mark(work, 9)
        with pytest.raises(RuntimeError):
            work.undo(1)
        with pytest.raises(RuntimeError):
            work.bulk(lambda bulk: bulk.step_name)

    work.on_changed.append(again)
    mark(work, 1)
    assert len(work.layer(1).mentions) == 1


def test_a_draft_that_is_out_of_date_is_a_fault_not_a_conflict(work: Project) -> None:
    mark(work, 100)
    layer = work.layer(1)
    (id,) = layer.mentions
    early = edits.relabel(layer, work.schema, id, "ORG")
    work.perform(1, edits.relabel(layer, work.schema, id, "GPE"))
    with pytest.raises(RuntimeError, match="before something else"):
        work.perform(1, early)
    assert layer.mentions[id].label == "GPE"
    assert not layer.conflicts()


def test_what_bulk_work_raises_undoes_it_all(work: Project) -> None:
    before = state(work)

    def fails(bulk: Bulk) -> None:
        bulk.add_document("new", "t", b"")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        work.bulk(fails)
    assert state(work) == before
    take_in(work, {"id": "after", "text": "x"})
    mark(work, 5)
    assert work.flush()


def test_time_that_goes_backwards_changes_no_order(work: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [2_000_000_000_000_000_000]
    monkeypatch.setattr("annotator.clock.time.time_ns", lambda: now[0])
    mark(work, 1)
    for offset in (-(10**18), 10**17, -5, -(3 * 10**18)):
        now[0] += offset
        mark(work, now[0] % 700)
    after = work.layer(1).state()
    assert work.flush()
    work.close()
    assert check_file(work.path, deep=True) == []
    reopened = Project.open(work.path)
    try:
        reopened.work_as("سلمى")
        assert reopened.layer(1).state() == after
        while reopened.undo(1):
            pass
        assert not reopened.layer(1).mentions
    finally:
        reopened.close()


def test_a_closed_project_takes_nothing_and_says_so(work: Project) -> None:
    mark(work, 1)
    work.close()
    work.close()
    with pytest.raises(EditError, match="reading only"):
        work.bulk(lambda bulk: bulk.step_name)
    assert work.unsaved == 0
    assert work.read_only
