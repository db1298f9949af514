"""The window when the disk refuses, when a file is damaged, and when a backup is wanted: nothing is lost, all is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFileDialog

from annotator.jobs import keeping
from annotator.jobs.inspecting import check
from annotator.project import Project
from tests.annotator.hardening import windows
from tests.annotator.hardening.kills import kill_again_and_again
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, NEW, OpenWindow, mark_one
from ui.commands.safety import Safety
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.boxes import Box
from ui.hands import press, settle
from ui.settings import Settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture(autouse=True)
def _no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A box that nobody answers would wait for ever."""
    monkeypatch.setattr(Box, "exec", lambda box: pytest.fail(f"{box.text} {box.more}"))


def until(qtbot, what) -> None:
    qtbot.waitUntil(what)


def test_a_window_that_is_killed_has_lost_nothing_that_it_called_saved() -> None:
    seen = kill_again_and_again(1, "suite", child=windows.window)
    assert seen.kills == 1
    assert (seen.lost, seen.unsound) == ([], [])


def test_a_full_disk_is_told_and_work_goes_on_when_there_is_room(open_window: OpenWindow, full_disk, qtbot) -> None:
    window = open_window(NEW)
    mark_one(window)
    until(qtbot, lambda: window.banners.banner("failed") is not None)
    mark_one(window)
    assert window.desk.project.unsaved >= 2
    assert window.words.saved() != "محفوظ"
    full_disk.clear()
    window.desk.project.retry()
    until(qtbot, lambda: window.desk.project.unsaved == 0 and window.banners.banner("failed") is None)
    path = window.desk.project.path
    window.close()
    assert check(path, deep=True) == []


def test_save_elsewhere_takes_the_unsaved_steps_along(
    open_window: OpenWindow, full_disk, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(NEW)
    document = window.desk.document.id
    mark_one(window)
    until(qtbot, lambda: window.banners.banner("failed") is not None)
    marks = dict(window.desk.layer.mentions)
    full_disk.clear()  # the other disk has room
    target = tmp_path / "elsewhere" / "copy.hashiya"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.safety.save_elsewhere()
    settle()
    assert window.desk.project.path == target
    assert window.banners.banner("failed") is None
    assert window.desk.project.layer(document, NEW).mentions == marks
    mark_one(window)
    window.close()
    assert check(target, deep=True) == []


def test_backups_are_kept_listed_and_put_back(open_window: OpenWindow, root: Path, qtbot, monkeypatch) -> None:
    window = open_window(ME)
    safety = Safety(window.look, window.desk, window.files, window, window.say, root)
    safety.keep_backups()
    path = window.desk.project.path
    until(qtbot, lambda: len(keeping.list_backups(path, root)) == 1)
    first = keeping.list_backups(path, root)[0]
    mark_one(window)
    count = len(window.desk.layer.mentions)

    def choose(dialog: BackupsDialog) -> int:
        assert dialog.list.count() >= 1
        dialog.chosen = first.path
        return 1

    monkeypatch.setattr(BackupsDialog, "exec", choose)
    safety.backups()
    settle()
    assert window.desk.project.path == path
    assert not window.desk.project.read_only
    assert len(window.desk.layer.mentions) == count - 1
    assert [p for p in path.parent.glob("*before-restore*") if p.suffix == ".hashiya"]
    window.close()


def test_a_damaged_project_is_answered_with_its_newest_backup(
    open_window: OpenWindow, root: Path, tmp_path: Path, qtbot, sample: Path
) -> None:
    path = tmp_path / "hurt.hashiya"
    path.write_bytes(sample.read_bytes())
    keeper = keeping.BackupKeeper(path, pytest.fail, root=root)
    keeper.stop()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    window = open_window(NEW)
    safety = Safety(window.look, window.desk, window.files, window, window.say, root)
    asked: list[str] = []
    safety.ask = lambda text, _button: bool(asked.append(text)) or True
    assert window.files.open_path(path, NEW)
    assert asked
    assert window.desk.project.path == path
    assert len(window.desk.project.document_rows()) == 10
    window.close()


def test_a_project_in_a_synchronised_folder_is_read_and_can_be_moved(
    open_window: OpenWindow, tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "Dropbox" / "news.hashiya"
    shared.parent.mkdir()
    shared.write_bytes(sample.read_bytes())
    before = shared.read_bytes()
    window = open_window(NEW, path=shared)
    assert window.desk.project.read_only
    assert window.banners.banner("read_only") is not None
    press(window.article, "Digit1")
    assert not window.desk.layer.mentions
    target = tmp_path / "mine.hashiya"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.safety.save_elsewhere()
    settle()
    assert window.desk.project.path == target
    assert not window.desk.project.read_only
    assert shared.read_bytes() == before
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_boxes_and_lists_over_the_window_have_its_colours(
    open_window: OpenWindow, settings: Settings, scheme: str
) -> None:
    settings.set("look/scheme", scheme)
    window = open_window(NEW)
    look = window.look
    over = (Box(look, window, "problem", "؟"), BackupsDialog(look, [], window))
    for dialog in over:
        dialog.ensurePolished()
        colours = dialog.palette()
        assert colours.color(QPalette.ColorRole.WindowText) == look.theme.ink
        assert colours.color(QPalette.ColorRole.Text) == look.theme.ink
    window.close()


def test_check_says_that_all_is_well(open_window: OpenWindow) -> None:
    window = open_window(ME)
    window.safety.check()
    assert window.status.message.text()
    window.close()


def test_an_import_can_be_stopped_and_leaves_nothing(open_window: OpenWindow, tmp_path: Path, monkeypatch) -> None:
    from ui.dialogs.progress import Progress

    lines = tmp_path / "many.jsonl"
    lines.write_text("".join(f'{{"id":"n{i}","text":"نص رقم {i}"}}\n' for i in range(3000)), "utf-8")
    window = open_window(NEW)
    count = len(window.desk.project.document_rows())

    def stop_soon(self: Progress, future) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Progress, "wait_for", stop_soon)
        window.files.import_these([lines])
    settle()
    assert len(window.desk.project.document_rows()) in (count, count + 3000)
    window.files.import_these([lines])
    assert len(window.desk.project.document_rows()) == count + 3000
    window.close()
    assert check(window_path(tmp_path), deep=False) == []


def window_path(tmp_path: Path) -> Path:
    return tmp_path / "work.hashiya"


def test_closing_with_unsaved_steps_asks(open_window: OpenWindow, full_disk, qtbot, monkeypatch) -> None:
    window = open_window(NEW)
    mark_one(window)
    until(qtbot, lambda: window.banners.banner("failed") is not None)
    shown: list[str] = []

    def exec_box(box: Box) -> int:
        shown.append(box.text)
        full_disk.clear()
        box.buttons[-1].click()
        return 0

    monkeypatch.setattr(Box, "exec", exec_box)
    assert not window.close()
    assert shown
    until(qtbot, lambda: window.desk.project.unsaved == 0)
    assert window.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_read(open_window: OpenWindow, tmp_path: Path, sample: Path) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    path = folder / "news.hashiya"
    path.write_bytes(sample.read_bytes())
    folder.chmod(0o555)
    try:
        window = open_window(NEW, path=path)
        assert window.desk.project.read_only
        window.close()
    finally:
        folder.chmod(0o755)


def test_a_second_window_reads_and_says_who_works(open_window: OpenWindow, tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "one.hashiya"
    path.write_bytes(sample.read_bytes())
    holder = Project.open(path, person=ME)
    try:
        window = open_window(NEW, path=path)
        assert window.desk.project.read_only
        told = window.banners.banner("read_only").text.text()
        assert ME in told
        assert "since" not in told, "the words between name and machine are the window's"
    finally:
        holder.close()
    window.files.check_again()
    settle()
    assert not window.desk.project.read_only
    window.close()
