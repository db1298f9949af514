"""Migrations, proved with a next version that only tests know; and a project of each released version."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from annotator.errors import UnavailableError
from annotator.project import Project
from annotator.store import backup, migrations, tables
from annotator.store.backup import list_backups
from annotator.store.check import check_file
from annotator.store.database import NewerFileError, OlderFileError
from tests.annotator.hardening import next_version
from tests.annotator.hardening.kills import processes
from tests.annotator.hardening.worlds import dump, exported, fast_folder, make_project, small_project

OLD = Path(__file__).resolve().parents[2] / "old_projects"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(backup, "backup_root", lambda: tmp_path / "backups")
    return tmp_path / "backups"


def copies(root: Path) -> list[Path]:
    return [item.path for folder in root.glob("*/") for item in list_backups(folder)]


def test_the_version_is_the_number_of_steps() -> None:
    assert len(migrations.STEPS) == tables.VERSION
    assert len({step.__name__ for step in migrations.STEPS}) == tables.VERSION


def test_an_older_project_is_backed_up_and_brought_up_to_date(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "p.hashiya"
    make_project(path)
    before, values, out = path.read_bytes(), dump(path), exported(path, tmp_path / "o.jsonl")
    with next_version.installed():
        with pytest.raises(OlderFileError, match="older Hashiya"):
            Project.open(path, write=False)
        with pytest.raises(OlderFileError):
            check_file(path, deep=True)
        assert path.read_bytes() == before
        Project.open(path).close()
        assert next_version.state_of(path) == "new"
        assert check_file(path, deep=True) == []
        assert exported(path, tmp_path / "o.jsonl") == out
        after = dump(path)
        assert after.pop("note")
        assert after == values
        (kept,) = copies(root)
        assert dump(kept) == values
        Project.open(path).close()
        assert len(copies(root)) == 1, "the second opening has nothing to bring up to date"
    with pytest.raises(NewerFileError):
        Project.open(path)
    project = Project.open_somehow(path)
    assert isinstance(project.read_only_reason, NewerFileError)
    assert project.document_rows()
    project.close()
    # Back to the version before, from its backup.
    backup.restore(path, kept)
    assert dump(path) == values
    Project.open(path).close()


def test_without_a_backup_nothing_is_migrated(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "p.hashiya"
    small_project(path)
    root.write_text("a file is in the way")
    before = path.read_bytes()
    with next_version.installed(), pytest.raises(UnavailableError, match="No backup could be made"):
        Project.open(path)
    assert path.read_bytes() == before
    Project.open(path).close()


def test_a_step_that_fails_leaves_the_old_state(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "p.hashiya"
    small_project(path)

    def failing(db) -> None:
        db.execute("CREATE TABLE half(x)")
        raise ZeroDivisionError

    with next_version.installed():
        migrations.STEPS.append(failing)  # to the list of `installed`, which goes with it
        with pytest.raises(ZeroDivisionError):
            Project.open(path)
    assert next_version.state_of(path) == "old"
    Project.open(path).close()


def test_a_version_that_stands_in_the_wal_only_is_seen(tmp_path: Path, root: Path) -> None:
    """Killed right after the migration: the file's own header still has the old number."""
    path = tmp_path / "p.hashiya"
    small_project(path)
    before = path.read_bytes()
    with next_version.installed():
        from annotator.store import database

        connection = database.sqlite3.connect(path, isolation_level=None)
        migrations.migrate(connection)
        wal = Path(f"{path}-wal").read_bytes()
        connection.close()
    path.write_bytes(before)
    Path(f"{path}-wal").write_bytes(wal)
    with pytest.raises(NewerFileError):
        Project.open(path)
    with next_version.installed():
        Project.open(path).close()
    assert next_version.state_of(path) == "new"


def test_killed_anywhere_it_is_the_old_state_or_the_new_one() -> None:
    """How long a migration takes depends on the machine: the blow comes later when it was too early, and earlier when it
    was too late, so that it falls around the end of the work."""
    seen = {"old": 0, "new": 0}
    delay = 0.02
    with fast_folder() as folder:
        origin = folder / "origin.hashiya"
        small_project(origin)
        for round_ in range(40):
            path, root = folder / f"{round_}.hashiya", folder / f"backups{round_}"
            shutil.copy(origin, path)
            _kill_while_it_migrates(path, root, delay * random.Random(round_).uniform(0.3, 1.7))
            state = next_version.state_of(path)
            assert state in seen, state
            seen[state] += 1
            delay *= 1.25 if state == "old" else 0.8
            if state == "new":
                assert copies(root), "the backup comes first"
                with next_version.installed():
                    Project(path, write=False).close()
    print(seen)
    assert min(seen.values()) > 2, seen


def _kill_while_it_migrates(path: Path, root: Path, delay: float) -> None:
    context = processes()
    heard, answer = context.Pipe(duplex=False)
    process = context.Process(target=next_version.open_with_it, args=(path, root, answer))
    process.start()
    answer.close()
    assert heard.recv() == "ready"
    heard.poll(delay)
    process.kill()
    process.join()
    heard.close()


def test_two_processes_at_once() -> None:
    context = processes()
    with fast_folder() as folder:
        for round_ in range(15):
            path = folder / f"{round_}.hashiya"
            small_project(path)
            pipes, answers = [], []
            for _ in range(2):
                heard, answer = context.Pipe(duplex=False)
                process = context.Process(target=next_version.open_with_it, args=(path, folder / "backups", answer))
                process.start()
                answer.close()
                pipes.append((heard, process))
            for heard, process in pipes:
                assert heard.recv() == "ready"
                answers.append(heard.recv())
                process.join()
                heard.close()
            assert "opened" in answers
            assert all(words == "opened" or words.startswith("LockedError") for words in answers), answers
            assert next_version.state_of(path) == "new"


@pytest.mark.parametrize("path", sorted(OLD.glob("*.hashiya")), ids=lambda path: path.stem)
def test_a_project_of_each_released_version_opens(path: Path, tmp_path: Path, root: Path) -> None:
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    project = Project.open(copy)
    assert project.person is None
    project.close()
    assert check_file(copy, deep=True) == []
    assert exported(copy, tmp_path / "out.jsonl") == path.with_suffix(".jsonl").read_bytes()


def test_there_is_a_project_of_each_version() -> None:
    assert {int(path.stem.removeprefix("version-")) for path in OLD.glob("*.hashiya")} == set(
        range(1, tables.VERSION + 1)
    )
