"""Trouble while somebody works: what is said, what is kept, and that work goes on."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits
from annotator.errors import EditError, UnavailableError
from annotator.jobs.exporting import export_jsonl
from annotator.model import Span
from annotator.project import Change, Project
from annotator.schema import load_preset
from annotator.store import database
from annotator.store import writer as writer_module
from annotator.store.check import check_file
from tests.annotator.hardening.worlds import fast_folder, small_project

is_root = hasattr(os, "geteuid") and os.geteuid() == 0


class Desk:
    """A project with a person at work, and what the writer has said."""

    def __init__(self, path: Path) -> None:
        self.project = Project.open(path)
        self.project.work_as("سلمى")
        self.project.flush()
        self.document = self.project.document_rows()[0].id
        self.saved: list[str] = []
        self.failures: list[Exception] = []
        self.done: list[str] = []
        self.heard = threading.Condition()
        self.project.on_saved.append(self._on_saved)
        self.project.on_failed.append(self._on_failed)
        self._number = len(self.layer.mentions)

    def _on_saved(self, names: list[str]) -> None:
        with self.heard:
            self.saved += names
            self.heard.notify_all()

    def _on_failed(self, error: Exception) -> None:
        with self.heard:
            self.failures.append(error)
            self.heard.notify_all()

    @property
    def layer(self):
        return self.project.layer(self.document)

    def mark(self) -> Change:
        self._number += 1
        span = Span(self._number % 70, self._number % 70 + 2 + self._number // 70)
        document = self.project.document(self.document)
        draft = edits.mark(self.layer, document, self.project.schema, [span], "PERS")
        change = self.project.perform(self.document, draft)
        self.done.append(change.step)
        return change

    def mark_until_it_fails(self, most: int = 2000) -> None:
        for _ in range(most):
            self.mark()
            if not self.project.flush():
                return
        raise AssertionError("it never failed")

    def work_on_while_it_is_sick(self) -> None:
        """Marks, undo and redo go on in memory; nothing more is called saved."""
        saved = list(self.saved)
        state = self.layer.state()
        self.mark()
        change = self.project.undo(self.document)
        assert change is not None
        self.done.append(change.step)
        assert self.layer.state() == state
        self.mark()
        self.project.retry()
        assert not self.project.flush()
        assert self.saved == saved
        assert self.project.unsaved == len(self.done) - len(self.saved) > 0
        assert self.saved == self.done[: len(self.saved)], "the queue has changed its order"
        with pytest.raises(UnavailableError):
            export_jsonl(self.project, self.project.path.with_suffix(".jsonl"))

    def save_elsewhere(self, target: Path) -> None:
        state, mentions = self.layer.state(), dict(self.layer.mentions)
        self.project.save_elsewhere(target)
        assert check_file(target, deep=True) == []
        copy = Project.open(target, write=False)
        assert copy.layer(self.document, "سلمى").state() == state
        assert copy.layer(self.document, "سلمى").mentions == mentions
        copy.close()
        with pytest.raises(UnavailableError, match="exists already"):
            self.project.save_elsewhere(target)

    def goes_on(self) -> None:
        """The cause is gone: one more try, and everything is on the disk, in order."""
        self.project.retry()
        assert self.project.flush()
        self.mark()
        assert self.project.flush()
        assert self.saved == self.done
        mentions = dict(self.layer.mentions)
        assert self.project.close() == 0
        assert check_file(self.project.path, deep=True) == []
        again = Project.open(self.project.path)
        again.work_as("سلمى")
        assert again.layer(self.document).mentions == mentions
        again.close()

    def code(self) -> str:
        return getattr(self.failures[-1], "code", "")


@pytest.fixture
def folder() -> Iterator[Path]:
    with fast_folder() as there:
        yield there


@pytest.fixture
def path(folder: Path) -> Path:
    small_project(folder / "p.hashiya")
    return folder / "p.hashiya"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 20)
    monkeypatch.setattr(writer_module, "BUSY_MS", 20)
    monkeypatch.setattr(writer_module, "_RETRY_SECONDS", 3600.0)


def set_pages(desk: Desk, more: int) -> None:
    """How far the file may grow. The limit belongs to a connection: it must be the writer's."""
    connection = desk.project._writer._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + more}")


def test_a_full_disk(path: Path, folder: Path) -> None:
    desk = Desk(path)
    set_pages(desk, 3)
    desk.mark_until_it_fails()
    assert desk.code() == "disk_full"
    desk.work_on_while_it_is_sick()
    desk.save_elsewhere(folder / "elsewhere.hashiya")
    set_pages(desk, 10_000)
    desk.goes_on()


def test_closing_with_unsaved_steps_says_how_many_and_does_not_hang(path: Path) -> None:
    desk = Desk(path)
    set_pages(desk, 0)
    desk.mark_until_it_fails()
    desk.mark()
    unsaved = desk.project.unsaved
    assert unsaved == len(desk.done) - len(desk.saved) >= 2
    assert desk.project.close() == unsaved
    assert desk.saved == desk.done[:-unsaved]
    assert check_file(path, deep=True) == []


def test_a_failure_is_told_once_and_again_when_asked_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(path)
    set_pages(desk, 0)
    desk.mark_until_it_fails()
    told = len(desk.failures)
    desk.mark()
    assert not desk.project.flush()
    assert len(desk.failures) == told
    desk.project.retry()
    assert not desk.project.flush()
    assert len(desk.failures) == told + 1
    desk.project.close()


def test_the_quiet_moment_tries_again_by_itself(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "_RETRY_SECONDS", 0.01)
    desk = Desk(path)
    set_pages(desk, 0)
    desk.mark_until_it_fails()
    set_pages(desk, 1000)
    with desk.heard:
        assert desk.heard.wait_for(lambda: desk.saved == desk.done, timeout=20)
    desk.goes_on()


def limited(path: Path, answer) -> None:
    """In a process of its own: the system lets no file grow beyond a limit, then lifts it."""
    desk = Desk(path)
    limit = path.with_name(path.name + "-wal").stat().st_size + 20_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    desk.mark_until_it_fails()
    code = desk.code()
    desk.work_on_while_it_is_sick()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    desk.goes_on()
    answer.send(code)


def test_a_limit_of_the_system(path: Path) -> None:
    from tests.annotator.hardening.kills import processes

    context = processes()
    heard, answer = context.Pipe(duplex=False)
    process = context.Process(target=limited, args=(path, answer))
    process.start()
    answer.close()
    try:
        assert heard.recv() in ("disk_error", "disk_full")
    finally:
        process.join(30)
        heard.close()


def test_another_program_holds_the_file(path: Path) -> None:
    desk = Desk(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    desk.mark_until_it_fails()
    assert desk.code() == "busy"
    desk.work_on_while_it_is_sick()
    other.execute("ROLLBACK")
    other.close()
    desk.goes_on()


def test_another_program_has_written(path: Path, folder: Path) -> None:
    desk = Desk(path)
    desk.mark()
    assert desk.project.flush()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("INSERT INTO label(name) VALUES ('X')")
    other.close()
    desk.mark_until_it_fails()
    assert desk.code() == "foreign_writer"
    desk.save_elsewhere_ = folder / "elsewhere.hashiya"
    desk.project.save_elsewhere(desk.save_elsewhere_)
    copy = Project.open(desk.save_elsewhere_, write=False)
    assert copy.layer(desk.document, "سلمى").mentions == desk.layer.mentions
    copy.close()
    assert desk.project.close() == 1


def test_the_folder_goes_away_and_comes_back(path: Path, folder: Path) -> None:
    desk = Desk(path)
    desk.mark()
    assert desk.project.flush()
    home = folder / "home"
    home.mkdir()
    for left in folder.glob("p.hashiya*"):
        left.rename(home / left.name)
    (folder / "p.hashiya.lock").mkdir()  # whatever stands there now is not our lock
    desk.mark_until_it_fails()
    desk.work_on_while_it_is_sick()
    (folder / "p.hashiya.lock").rmdir()
    for left in home.glob("p.hashiya*"):
        left.rename(folder / left.name)
    desk.goes_on()


def test_a_step_that_cannot_be_written_does_not_hold_up_those_before_it(path: Path) -> None:
    """A fault of the program: the good steps before it are saved, it and those after it wait, and it is told raw."""
    desk = Desk(path)
    writer = desk.project._writer
    with writer._condition:  # all of them in one group
        desk.mark()
        desk.mark()
        good = list(desk.done)
        desk.mark()
        (bad,) = writer._queue[-1]
        writer._queue[-1] = (type(bad)(None, *[getattr(bad, name) for name in bad.__struct_fields__[1:]]),)
        desk.mark()
    assert not desk.project.flush()
    assert desk.saved == good
    assert isinstance(desk.failures[-1], RuntimeError)
    assert desk.project.unsaved == 2
    assert desk.project.close() == 2


def test_a_handler_that_fails_does_not_stop_the_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reported = []
    monkeypatch.setattr(threading, "excepthook", lambda what: reported.append(what.exc_type))
    desk = Desk(path)
    desk.project.on_saved.insert(0, lambda _names: 1 / 0)
    desk.mark()
    assert desk.project.flush()
    desk.mark()
    assert desk.project.flush()
    assert reported == [ZeroDivisionError, ZeroDivisionError]
    assert desk.project.close() == 0


# --- what needs a file system of its own ------------------------------------------------------------------------------


@pytest.fixture
def mounted(folder: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a small file system in memory where that is allowed; gives a function that mounts it anew with options."""
    point = folder / "small"
    point.mkdir()

    def mount(options: str) -> Path:
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(point)], capture_output=True)
        if made.returncode:
            pytest.skip("a file system cannot be mounted here")
        return point

    if not is_root:
        pytest.skip("only root can mount a file system")
    try:
        yield mount
    finally:
        while subprocess.run(["umount", str(point)], capture_output=True).returncode == 0:
            pass


def fill_up(point: Path) -> Path:
    """Leaves not one page free."""
    ballast = point / "ballast"
    descriptor = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(descriptor, bytes(4096)):
            pass
    except OSError:
        return ballast
    finally:
        os.close(descriptor)
    raise AssertionError("the disk took everything")


def test_a_real_small_disk_fills_up(mounted, folder: Path) -> None:
    point = mounted("size=2m")
    path = point / "p.hashiya"
    small_project(path)
    desk = Desk(path)
    ballast = fill_up(point)
    desk.mark_until_it_fails()
    assert desk.code() in ("disk_full", "disk_error")
    desk.work_on_while_it_is_sick()
    desk.save_elsewhere(folder / "elsewhere.hashiya")
    with pytest.raises(UnavailableError):
        desk.project.save_elsewhere(point / "no room here.hashiya")
    assert not list(point.glob("*no room*")), "something half-made was left"
    ballast.unlink()
    desk.goes_on()


def test_opening_on_a_full_disk_reads_and_says_why(mounted) -> None:
    point = mounted("size=1m")
    path = point / "p.hashiya"
    small_project(path)
    before = path.read_bytes()
    fill_up(point)
    project = Project.open_somehow(path)
    project.document_rows()
    if project.read_only:  # a system with a page to spare lets us work; then the first step says it
        assert project.read_only_reason is not None
        assert project.read_only_reason.code in ("disk_full", "disk_error", "cannot_open", "not_writable")
    project.close()
    with pytest.raises(UnavailableError):
        Project.create(point / "new.hashiya", load_preset("news"))
    assert sorted(left.name for left in point.iterdir() if "new" in left.name) == []
    assert path.read_bytes() == before


def test_a_read_only_disk(mounted) -> None:
    point = mounted("size=4m")
    path = point / "p.hashiya"
    small_project(path)
    before = path.read_bytes()
    mounted("remount,ro,size=4m")
    with pytest.raises(UnavailableError) as refused:
        Project.open(path)
    assert refused.value.code == "not_writable"
    project = Project.open_somehow(path)
    assert project.read_only
    assert project.read_only_reason is not None
    assert project.document_rows()
    with pytest.raises(EditError):
        project.set_layers_visible(visible=True)
    project.close()
    assert path.read_bytes() == before


def test_a_file_that_nobody_may_change(path: Path) -> None:
    """The folder takes files, the project does not: said at opening, not at the first step."""
    document = Project.open(path, write=False)
    expected = document.document_rows()
    document.close()
    lock = (["chattr", "+i"], ["chattr", "-i"]) if is_root else (["chmod", "a-w"], ["chmod", "u+w"])
    if subprocess.run([*lock[0], str(path)], capture_output=True).returncode:
        pytest.skip("this file system knows no immutable files")
    try:
        project = Project.open_somehow(path)
        assert project.read_only
        assert project.read_only_reason is not None
        assert project.read_only_reason.code == "not_writable"
        assert project.document_rows() == expected
        project.close()
    finally:
        subprocess.run([*lock[1], str(path)], check=True)


def test_a_project_with_a_wal_in_a_folder_that_cannot_be_written(mounted) -> None:
    """Reading the lone file would leave the newest steps out without a word: it is refused with one."""
    point = mounted("size=4m")
    path = point / "p.hashiya"
    small_project(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("INSERT INTO label(name) VALUES ('X')")
    wal = path.with_name(path.name + "-wal").read_bytes()
    connection.close()
    path.with_name(path.name + "-wal").write_bytes(wal)
    mounted("remount,ro,size=4m")
    with pytest.raises(UnavailableError):
        Project.open_somehow(path)
