"""Backups: verified, thinned, found again; restoring one; what is said when a project cannot be opened."""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
import sqlite3
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import cli
from annotator.errors import DataError, UnavailableError, UserError
from annotator.jobs import keeping
from annotator.project import Project
from annotator.store import backup
from annotator.store.backup import DAILY, HOURLY, MONTHLY, keep
from annotator.store.check import check_file
from annotator.store.lock import LockedError
from tests.annotator.hardening.test_trouble import Desk
from tests.annotator.hardening.worlds import dump, fast_folder, make_project, small_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    small_project(tmp_path / "p.hashiya")
    return tmp_path / "p.hashiya"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def hour(number: int) -> datetime:
    return datetime(2026, 5, 1, number, tzinfo=UTC)


def hurt_text(path: Path) -> None:
    """One wrong bit in the text of the document."""
    data = bytearray(path.read_bytes())
    data[data.index("لا تعليق".encode()) + 1] ^= 1
    path.write_bytes(data)


def marked(path: Path, times: int = 1) -> None:
    desk = Desk(path)
    for _ in range(times):
        desk.mark()
    assert desk.project.close() == 0


# --- which ones stay --------------------------------------------------------------------------------------------------

moments = st.lists(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1)).map(lambda t: t.replace(microsecond=0, tzinfo=UTC)),
    max_size=200,
    unique=True,
)


@given(moments)
def test_keep_leaves_the_newest_of_each_hour_day_and_month(times: list[datetime]) -> None:
    kept = keep(times)
    assert kept <= set(times)
    assert len(kept) <= HOURLY + DAILY + MONTHLY
    if times:
        assert max(times) in kept
    for form, number in (("%Y%m%d%H", HOURLY), ("%Y%m%d", DAILY), ("%Y%m", MONTHLY)):
        slots = sorted({time.strftime(form) for time in times})
        assert {time.strftime(form) for time in kept} >= set(slots[-number:])
    for time in kept:
        # Whatever stays is the newest of its hour.
        assert time == max(other for other in times if other.strftime("%Y%m%d%H") == time.strftime("%Y%m%d%H"))


@given(moments)
def test_keep_can_be_asked_again_and_one_by_one(times: list[datetime]) -> None:
    assert keep(list(keep(times))) == keep(times)
    grown: set[datetime] = set()
    for time in sorted(times):
        grown = keep([*grown, time])
    for form, number in (("%Y%m%d%H", HOURLY), ("%Y%m%d", DAILY), ("%Y%m", MONTHLY)):
        slots = sorted({time.strftime(form) for time in times})[-number:]
        assert {time.strftime(form) for time in grown} >= set(slots), "thinning bit by bit forgets a slot"


def test_three_years_of_half_hours_leave_fifty_at_most(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    made = backup.make_backup(path, folder, datetime(2026, 1, 1, tzinfo=UTC))
    assert made is not None
    when, times = datetime(2026, 1, 1, tzinfo=UTC), []
    for number in range(600):
        when += timedelta(minutes=30) if number % 40 else timedelta(days=45)
        shutil.copy(made.path, folder / f"{when:%Y-%m-%d_%H-%M-%S}.hashiya")
        times.append(when)
    (folder / "notes of mine.txt").write_text("x")
    (folder / "mine.hashiya").write_text("x")
    backup.thin(folder, when)
    left = {item.made for item in backup.list_backups(folder)}
    assert left == keep([made.made, *times])
    assert (folder / "notes of mine.txt").exists()
    assert (folder / "mine.hashiya").exists()


# --- making -----------------------------------------------------------------------------------------------------------


def test_the_folder_may_be_made_by_another_thread_while_it_is_looked_for(
    path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = backup.backup_folder(path, root)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))  # looked for before it was there
    folder.mkdir(parents=True)
    assert backup.backup_folder(path, root) not in (folder, root), "whose it is was not written yet"
    (folder / "project.txt").write_text(str(path.resolve()), "utf-8")
    assert backup.backup_folder(path, root) == folder


def test_a_backup_is_whole_and_alone_also_of_a_project_at_work(path: Path, root: Path) -> None:
    desk = Desk(path)
    desk.mark()
    assert desk.project.flush()
    made = backup.make_backup(path, backup.backup_folder(path, root))
    desk.project.close()
    assert made is not None
    assert made.documents == 1
    assert sorted(item.name for item in made.path.parent.iterdir()) == [made.path.name, "project.txt"]
    assert check_file(made.path, deep=True) == []
    assert dump(made.path) == dump(path)


def test_nothing_new_makes_no_backup_and_anything_new_does(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    assert backup.make_backup(path, folder, hour(1)) is not None
    assert backup.make_backup(path, folder, hour(2)) is None
    marked(path)
    assert backup.make_backup(path, folder, hour(3)) is not None
    project = Project.open(path)
    project.bulk(lambda bulk: bulk.add_document("d2", "نص", hashlib.sha256("نص".encode()).digest()))
    project.close()
    assert backup.make_backup(path, folder, hour(4)) is not None, "a document without a step is something new"
    assert backup.make_backup(path, folder, hour(5)) is None
    assert len(backup.list_backups(folder)) == 3


def test_the_copy_made_last_is_the_newest_whatever_the_clock_says(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    for made in (hour(3), hour(3), hour(3), hour(3) - timedelta(seconds=5), hour(1)):
        marked(path)
        kept = backup.make_backup(path, folder, made)
        assert kept is not None
        assert backup.list_backups(folder)[0] == kept
        assert dump(kept.path) == dump(path)


def test_a_copy_of_a_clock_that_was_years_ahead_does_not_swallow_the_later_ones(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    for made in (hour(1) + timedelta(days=900), hour(1), hour(2)):
        marked(path)
        backup.make_backup(path, folder, made)
    assert len(backup.list_backups(folder)) == 3


def test_a_damaged_project_makes_no_backup_and_takes_none_away(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    backup.make_backup(path, folder)
    marked(path)
    hurt_text(path)
    with pytest.raises(DataError, match="not sound") as refused:
        backup.make_backup(path, folder)
    assert refused.value.code == "damaged"
    assert len(backup.list_backups(folder)) == 1
    assert not list(folder.glob("*.tmp"))


def test_a_disk_without_room_keeps_what_it_has(path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_ROOM", 1 << 60)
    with pytest.raises(UnavailableError, match="no room for a backup") as refused:
        backup.make_backup(path, backup.backup_folder(path, root))
    assert refused.value.code == "backup_room"


def test_a_copy_a_move_and_a_namesake_have_their_own_backups(path: Path, root: Path, tmp_path: Path) -> None:
    first = backup.backup_folder(path, root)
    backup.make_backup(path, first)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(path, other / "p.hashiya")
    assert backup.backup_folder(other / "p.hashiya", root) != first, "a copy beside the original"
    backup.make_backup(other / "p.hashiya", backup.backup_folder(other / "p.hashiya", root))
    small_project(tmp_path / "q.hashiya")
    assert backup.backup_folder(tmp_path / "q.hashiya", root) not in (first, None)
    path.rename(tmp_path / "moved.hashiya")
    assert backup.backup_folder(tmp_path / "moved.hashiya", root) == first, "a moved project takes its backups along"
    backup.make_backup(tmp_path / "moved.hashiya", first)
    (tmp_path / "moved.hashiya").write_bytes(b"broken")
    assert backup.backup_folder(tmp_path / "moved.hashiya", root) == first, "a broken one is known by its place"
    (other / "p.hashiya").write_bytes(b"broken")
    assert backup.backup_folder(other / "p.hashiya", root) != first
    assert keeping.list_backups(tmp_path / "nowhere.hashiya", root) == []


def test_the_keeper_makes_one_at_the_start_while_work_goes_on_and_at_the_end(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    desk = Desk(path)
    failed: list[UserError] = []
    keeper = keeping.BackupKeeper(path, failed.append, root=root, every_seconds=0.02)
    rest = threading.Event()
    seen: set[str] = set()
    for _ in range(2000):
        seen |= {each.path.name for each in backup.list_backups(folder)}  # of each hour only the newest stays
        if len(seen) >= 2:
            break
        desk.mark()
        desk.project.flush()
        rest.wait(0.05)  # a copy begins anew when the project changes under it: some rest, also on a slow machine
    assert len(seen) >= 2
    keeper.rest()
    desk.mark()
    desk.project.close()
    keeper.stop()
    assert failed == []
    newest = backup.list_backups(folder)[0]
    assert dump(newest.path) == dump(path)


def test_the_keeper_says_when_no_backup_can_be_made(path: Path, root: Path) -> None:
    root.write_text("a file is in the way")
    failed: list[UserError] = []
    keeper = keeping.BackupKeeper(path, failed.append, root=root)
    keeper.stop()
    assert [error.code for error in failed] == ["backup", "backup"]


# --- putting one back -------------------------------------------------------------------------------------------------


def test_sixty_restores_over_left_overs_are_clean() -> None:
    with fast_folder() as folder:
        path, root = folder / "p.hashiya", folder / "backups"
        small_project(path)
        kept = backup.make_backup(path, backup.backup_folder(path, root))
        assert kept is not None
        sound = dump(kept.path)
        for round_ in range(60):
            chosen = random.Random(round_)
            # A project that was killed at work: its newest steps stand in the -wal.
            desk = Desk(path)
            for _ in range(chosen.randint(1, 8)):
                desk.mark()
            desk.project.flush()
            killed = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-shm")}
            desk.project.close()
            for end, data in killed.items():
                Path(f"{path}{end}").write_bytes(data)
            if chosen.random() < 0.3:
                path.write_bytes(path.read_bytes()[: chosen.randrange(200_000)])
            there = dump_or_none(path)
            restored, aside = keeping.restore(path, kept.path, root)
            assert restored.path == kept.path
            assert dump(path) == sound
            assert not Path(f"{path}-wal").exists()
            assert check_file(path, deep=True) == []
            assert aside is not None
            assert dump_or_none(aside) == there, "what stood there is not whole beside it"
            Project.open(path).close()


def dump_or_none(path: Path) -> dict[str, list[object]] | None:
    try:
        return dump(path)
    except sqlite3.DatabaseError:
        return None


@pytest.mark.parametrize("blow", range(12))
def test_a_restore_that_is_interrupted_leaves_the_old_project_or_the_new_one(
    blow: int, path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backup.make_backup(path, backup.backup_folder(path, root))
    assert kept is not None
    marked(path, 3)
    old, new = dump(path), dump(kept.path)
    counter = iter(range(100))

    class Blow(BaseException):
        pass

    def counted(function):
        def call(*arguments, **options):
            if next(counter) == blow:
                raise Blow
            return function(*arguments, **options)

        return call

    for place, name in ((backup.os, "link"), (Path, "replace"), (Path, "unlink"), (backup, "sync_folder")):
        monkeypatch.setattr(place, name, counted(getattr(place, name)))
    with contextlib.suppress(Blow):
        backup.restore(path, kept.path)
    monkeypatch.undo()
    assert dump(path) in (old, new)
    Project.open(path).close()
    backup.restore(path, kept.path)
    assert dump(path) == new
    sets_aside = [dump(item) for item in path.parent.glob("*before-restore*.hashiya")]
    assert old in sets_aside


def test_a_project_at_work_is_not_restored(path: Path, root: Path) -> None:
    kept = backup.make_backup(path, backup.backup_folder(path, root))
    assert kept is not None
    project = Project.open(path)
    with pytest.raises(LockedError):
        keeping.restore(path, kept.path, root)
    project.close()


def test_a_bad_backup_is_not_put_in_place(path: Path, root: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    bad = tmp_path / "bad.hashiya"
    bad.write_bytes(before[: len(before) // 2])
    with pytest.raises(DataError):
        keeping.restore(path, bad, root)
    bad.write_bytes(before)
    hurt_text(bad)
    with pytest.raises(DataError, match="not sound"):
        keeping.restore(path, bad, root)
    with pytest.raises(DataError, match="no backup"):
        keeping.restore(path, None, root)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*before-restore*"))
    assert not list(tmp_path.glob(".*.tmp"))


def test_the_newest_good_one_is_taken(path: Path, root: Path) -> None:
    folder = backup.backup_folder(path, root)
    good = backup.make_backup(path, folder, hour(1))
    assert good is not None
    marked(path)
    newer = backup.make_backup(path, folder, hour(2))
    assert newer is not None
    hurt_text(newer.path)
    assert keeping.newest_good_backup(path, root) == good
    restored, _ = keeping.restore(path, None, root)
    assert restored == good


# --- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def told(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command and returns its exit code and what it said."""
    monkeypatch.setattr(backup, "backup_root", lambda: root)

    def run(*words: object) -> tuple[int, str]:
        try:
            cli.main([str(word) for word in words])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_what_to_type_is_said_and_works(tmp_path: Path, told) -> None:
    path = tmp_path / "my project's file.hashiya"
    make_project(path)
    code, said = told("backups", path)
    assert (code, "no backup" in said) == (0, True)
    backup.make_backup(path, backup.backup_folder(path))
    code, said = told("backups", path)
    assert (code, "12 documents" in said) == (0, True)
    marked(path)
    path.write_bytes(path.read_bytes()[:-20_000])
    before = path.read_bytes()
    for command in (["info", path], ["export", path, "-o", tmp_path / "o.jsonl"], ["check", path]):
        code, said = told(*command)
        assert code == 1, said
        assert "newest good backup" in said
        assert path.read_bytes() == before
    lines = [line.strip() for line in said.splitlines() if line.startswith("    hashiya ")]
    assert len(lines) == 2
    recover, restore = sorted(lines)
    for line in (recover, restore):
        words = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
        code, said = told(*words.stdout.splitlines()[1:])
        assert code == 0, said
    assert check_file(path, deep=True) == []
    assert check_file(path.with_suffix(".recovered.hashiya"), deep=True) == []
    kept = list(tmp_path.glob("*before-restore*"))
    assert [item.read_bytes() for item in kept] == [before]


def test_a_project_that_does_not_look_like_one_any_more_is_offered_what_is_whole_in_it(tmp_path: Path, told) -> None:
    path = tmp_path / "p.hashiya"
    make_project(path)
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    code, said = told("info", path)
    assert code == 1
    assert "is not a Hashiya project" in said
    assert f"hashiya recover {path} -o {path.with_suffix('.recovered.hashiya')}" in said
    (tmp_path / "stranger.hashiya").write_bytes(b"words" * 1000)
    assert "recover" not in told("info", tmp_path / "stranger.hashiya")[1]


def test_a_missing_project_names_its_backup_and_another_error_names_none(tmp_path: Path, told) -> None:
    path = tmp_path / "p.hashiya"
    small_project(path)
    backup.make_backup(path, backup.backup_folder(path))
    holder = Project.open(path, person="سلمى")
    code, said = told("withdraw", path, "--documents", "one.txt")
    assert (code, "سلمى" in said, "backup" in said) == (3, True, False)
    holder.close()
    path.unlink()
    code, said = told("info", path)
    assert code == 3
    assert "hashiya restore" in said
    assert told("restore", path)[0] == 0
    assert told("info", path)[0] == 0
