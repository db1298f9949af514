"""What is opened and what is refused; nothing that is looked at is changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import DataError, UnavailableError, UserError
from annotator.project import Project
from annotator.schema import Schema
from annotator.store import tables
from annotator.store.check import check_file
from annotator.store.lock import LockedError
from tests.annotator.helpers import NAME, line, take_in

HOLD = """
import sys
from annotator.project import Project
project = Project.open(__import__("pathlib").Path(sys.argv[1]), person="نور")
print("open", flush=True)
sys.stdin.read()
"""


def hashiya(*arguments: str | Path, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "annotator.cli", *map(str, arguments)]
    return subprocess.run(command, input=input, capture_output=True, check=False, timeout=120)


@pytest.fixture
def filled(project_path: Path) -> Path:
    project = Project.open(project_path)
    take_in(project, line(mentions=[NAME]), line(id="d2"))
    project.close()
    (project_path.parent / "in.jsonl").unlink()
    return project_path


def pragma(path: Path, words: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(words)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def other_database(path: Path) -> None:
    path.unlink()
    pragma(path, "CREATE TABLE x(y)")


REFUSED = {
    "missing": (lambda path: path.unlink(), "There is no project at"),
    "empty": (lambda path: path.write_bytes(b""), "is empty: it is not a project"),
    "a text": (lambda path: path.write_text("قال" * 99), "is not a Hashiya project"),
    "a short text": (lambda path: path.write_text("x"), "is not a Hashiya project"),
    "the header alone": (lambda path: path.write_bytes(path.read_bytes()[:100]), "is cut short"),
    "half of it": (truncate, "is cut short"),
    "another program's": (other_database, "is a database of another program"),
    "another application_id": (lambda path: pragma(path, "PRAGMA application_id = 7"), "database of another program"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_project_is_refused_and_left_as_it_is(case: str, filled: Path) -> None:
    spoil, words = REFUSED[case]
    spoil(filled)
    before = filled.read_bytes() if filled.is_file() else None
    for write in (True, False):
        with pytest.raises(UserError, match=words) as refusal:
            Project.open(filled, write=write)
        assert str(filled) in str(refusal.value)
    assert (filled.read_bytes() if filled.is_file() else None) == before
    if before is None:
        assert not filled.is_file()
    with pytest.raises(UserError):
        check_file(filled, deep=True)


@pytest.mark.parametrize("part", range(1, 12))
def test_a_file_cut_anywhere_is_refused_or_told_damaged(part: int, filled: Path) -> None:
    data = filled.read_bytes()
    size = len(data) * part // 12
    filled.write_bytes(data[:size])
    with pytest.raises((DataError, UnavailableError)):
        Project.open(filled)
    assert filled.read_bytes() == data[:size]


def test_a_file_from_the_future_is_read_but_not_written(filled: Path) -> None:
    pragma(filled, f"PRAGMA user_version = {tables.VERSION + 1}")
    before = filled.read_bytes()
    with pytest.raises(UnavailableError, match="needs a newer Hashiya"):
        Project.open(filled)
    project = Project.open_somehow(filled)
    try:
        assert project.read_only
        assert "newer Hashiya" in str(project.read_only_reason)
        assert len(project.document_rows()) == 2
    finally:
        project.close()
    assert filled.read_bytes() == before
    result = hashiya("withdraw", filled, "--documents", "d1")
    assert (result.returncode, b"newer Hashiya" in result.stderr) == (3, True)
    assert filled.read_bytes() == before


def test_tables_that_are_missing_or_strange_are_not_written_to(filled: Path) -> None:
    for words in (
        "CREATE TRIGGER evil AFTER INSERT ON operation BEGIN DELETE FROM mention; END",
        "DROP TRIGGER operation_is_kept",
    ):
        pragma(filled, words)
        before = filled.read_bytes()
        with pytest.raises(DataError, match="does not have the tables of a project"):
            Project.open(filled)
        assert filled.read_bytes() == before


def test_an_empty_database_that_claims_to_be_ours(tmp_path: Path) -> None:
    path = tmp_path / "x.hashiya"
    pragma(path, "CREATE TABLE x(y)")
    pragma(path, f"PRAGMA application_id = {tables.APPLICATION_ID}")
    pragma(path, f"PRAGMA user_version = {tables.VERSION}")
    for write in (True, False):
        with pytest.raises(UserError):
            Project.open(path, write=write)


def test_nothing_is_made_over_something(tmp_path: Path, news: Schema) -> None:
    for name, data in {"p.hashiya": b"", "q.hashiya": b"data"}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnavailableError, match="exists already"):
            Project.create(tmp_path / name, news)
        assert (tmp_path / name).read_bytes() == data
    with pytest.raises(UnavailableError, match="cannot be made"):
        Project.create(tmp_path / "no" / "p.hashiya", news)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.hashiya", "q.hashiya"]


def test_history_and_documents_cannot_be_altered(filled: Path) -> None:
    connection = sqlite3.connect(filled)
    try:
        for statement in (
            "UPDATE operation SET gesture = 'x'",
            "DELETE FROM operation",
            "UPDATE document SET text = ''",
            "UPDATE document SET name = 'x' WHERE id = 1",
            "DELETE FROM document",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=r"append-only|immutable|kept"):
                connection.execute(statement)
    finally:
        connection.close()


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("info",),
        ("info", "--json"),
        ("show", "d1"),
        ("show", "d1", "--visual"),
        ("export", "-o", "/dev/null"),
        ("check",),
        ("check", "--deep"),
        ("backups",),
    ],
)
def test_reading_commands_change_not_one_byte(command: tuple[str, ...], filled: Path, tmp_path: Path) -> None:
    name, *rest = command
    if "/dev/null" in rest:
        out = tmp_path / "elsewhere"
        out.mkdir()
        rest = ["-o", str(out / "o.jsonl")]
    before, times = listing(filled.parent), filled.stat().st_mtime_ns
    result = hashiya(name, filled, *rest)
    assert result.returncode == 0, result.stderr
    after = listing(filled.parent)
    assert after == before, "not one byte, and no file beside it"
    assert filled.stat().st_mtime_ns == times


def test_a_second_opening_is_refused_with_the_holders_name(filled: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(filled)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(LockedError, match="نور") as refusal:
            Project.open(filled)
        assert refusal.value.holder is not None
        assert refusal.value.holder.pid == holder.pid
        before = filled.read_bytes()
        for command in (
            ("withdraw", filled, "--documents", "d1"),
            ("import", filled, filled.parent),
            ("revert", filled, "x:1"),
        ):
            result = hashiya(*command)
            assert result.returncode == 3
            assert "نور" in result.stderr.decode()
            assert b"Traceback" not in result.stderr
        assert filled.read_bytes() == before
        # Reading goes on beside it.
        assert hashiya("info", filled).returncode == 0
        reading = Project.open_somehow(filled)
        assert isinstance(reading.read_only_reason, LockedError)
        reading.close()
    finally:
        holder.kill()
        holder.communicate()
    # A holder that was killed holds nothing.
    Project.open(filled).close()


def test_a_second_opening_in_the_same_process_is_refused(project: Project) -> None:
    with pytest.raises(LockedError):
        Project.open(project.path)
    project.close()
    Project.open(project.path).close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here that takes no files from anybody")
def test_a_folder_that_takes_no_files_is_not_called_open_elsewhere(news: Schema) -> None:
    with pytest.raises(UnavailableError, match="cannot be worked in") as refused:
        Project.create(Path("/proc/work.hashiya"), news)
    assert refused.value.code == "not_writable"


def test_a_link_to_the_project_meets_the_same_lock(project: Project, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "link.hashiya"
    link.symlink_to(project.path)
    with pytest.raises(LockedError):
        Project.open(link)


@pytest.mark.skipif(os.name == "nt", reason="accounts there have names")
def test_somebody_whom_the_system_has_no_name_for_can_work(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    Project.open(filled).close()
