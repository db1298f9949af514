"""Several windows and commands at once: a worded refusal is all that may happen, and never two writers."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from annotator import edits
from annotator.jobs.exporting import export_jsonl
from annotator.model import Span
from annotator.project import Project
from annotator.store.backup import list_backups, make_backup
from annotator.store.check import check_file
from annotator.store.lock import LockedError, ProjectLock
from tests.annotator.hardening import crowd
from tests.annotator.hardening.kills import _what_is_there
from tests.annotator.hardening.worlds import fast_folder, small_project


def test_a_hundred_races_of_creation() -> None:
    with fast_folder() as folder:
        for round_, answers in enumerate(crowd.gather(crowd.create, folder, 4, 100)):
            assert sorted(answers) == ["found", "found", "found", "made"], answers
            if round_ % 10 == 0:
                assert check_file(folder / f"{round_}.hashiya", deep=True) == []
            project = Project.open(folder / f"{round_}.hashiya")
            assert project.schema.name == "news"
            project.close()
        left = {path.suffix for path in folder.iterdir()}
        assert ".tmp" not in left, "something half-made was left"


def test_a_hundred_races_of_first_opening() -> None:
    with fast_folder() as folder:
        crowd.prepare(folder, 100)
        for answers in crowd.gather(crowd.first_opening, folder, 3, 100):
            assert set(answers) <= {"works", "reads"}, answers
            assert "works" in answers


def test_two_hundred_rounds_of_windows_and_commands() -> None:
    with fast_folder() as folder:
        path = folder / "one.hashiya"
        small_project(path)
        rounds = crowd.gather(crowd.work_or_read, folder, 3, 200)
        answers = list(itertools.chain(*rounds))
        assert not [answer for answer in answers if isinstance(answer, str)], "faults"
        saved = [name for answer in answers for name in answer.get("saved", ())]
        refused = [answer for answer in answers if "refused" in answer or answer.get("exit") == 3]
        assert {answer["exit"] for answer in answers if "exit" in answer} <= {3}
        assert len(saved) > 100
        assert len(refused) > 50, "they hardly met"
        there, _ = _what_is_there(path)
        assert set(saved) <= there
        project = Project.open(path, write=False)
        names = {row.name for row in project.document_rows()}
        project.close()
        assert {answer["imported"] for answer in answers if "imported" in answer} <= names
        assert check_file(path, deep=True) == []
        print(len(saved), "steps saved,", len(refused), "refusals")


def test_never_two_writers_though_the_lock_file_is_deleted_while_it_is_held() -> None:
    with fast_folder() as folder:
        crowd.prepare(folder, 15)
        saved = 0
        for round_, answers in enumerate(crowd.gather(crowd.hold, folder, 3, 15)):
            path = folder / f"{round_}.hashiya"
            assert not [answer for answer in answers if isinstance(answer, str)], answers
            there, _ = _what_is_there(path)
            assert {name for answer in answers for _, name in answer} <= there
            assert check_file(path, deep=True) == []
            saved += sum(map(len, answers))
            # Whoever was overtaken writes no more: between two steps of one opening there is none of another.
            order = [name.partition(":")[0] for _, name in sorted(itertools.chain(*answers))]
            turns = [actor for actor, _ in itertools.groupby(order)]
            assert len(turns) == len(set(turns)), turns
        assert saved > 100


@pytest.fixture
def path(tmp_path: Path) -> Path:
    small_project(tmp_path / "p.hashiya")
    return tmp_path / "p.hashiya"


def test_a_lock_file_that_is_merely_gone_is_taken_anew(path: Path) -> None:
    lock = ProjectLock(path, "سلمى")
    path.with_name(path.name + ".lock").unlink()
    lock.check_still_held()
    with pytest.raises(LockedError) as refused:
        ProjectLock(path, "Omar")
    assert refused.value.holder is not None
    assert refused.value.holder.name == "سلمى"
    lock.release()
    ProjectLock(path).release()


def test_whoever_has_been_overtaken_is_told_by_whom_and_leaves_the_others_note(path: Path) -> None:
    first = ProjectLock(path, "سلمى")
    path.with_name(path.name + ".lock").unlink()
    second = ProjectLock(path, "Omar")
    with pytest.raises(LockedError, match="Omar"):
        first.check_still_held()
    first.release()
    with pytest.raises(LockedError, match="Omar"):
        ProjectLock(path, "ليلى")
    second.check_still_held()
    second.release()


def test_a_step_after_somebody_else_got_in_is_kept_and_refused_in_words(path: Path) -> None:
    """Its number comes after all that its layer holds, although the other's steps are newer than our opening."""
    first = Project.open(path)
    first.work_as("Omar")
    assert first.flush()
    path.with_name(path.name + ".lock").unlink()
    second = Project.open(path)
    second.work_as("Omar")
    id = second.document_rows()[0].id
    for start in range(4):
        draft = edits.mark(second.layer(id), second.document(id), second.schema, [Span(start, start + 5)], "ORG")
        second.perform(id, draft)
    assert second.close() == 0
    layer = first.layer(id)
    assert len(layer.mentions) == 4
    first.perform(id, edits.mark(layer, first.document(id), first.schema, [Span(7, 11)], "PERS"))
    assert not first.flush()
    assert getattr(first.failure, "code", "") == "foreign_writer"
    assert len(layer.mentions) == 5
    first.save_elsewhere(path.with_name("both.hashiya"))
    first.close()
    assert check_file(path, deep=True) == []
    assert check_file(path.with_name("both.hashiya"), deep=True) == []
    both = Project.open(path.with_name("both.hashiya"), write=False)
    assert len(both.layer(id, "Omar").mentions) == 5
    both.close()


def holds_for_ever(path: Path, answer) -> None:
    project = Project.open(path, person="سلمى")
    answer.send(project.path.name)
    signal.pause()


def test_the_lock_of_a_killed_process_is_free_at_once(path: Path) -> None:
    from tests.annotator.hardening.kills import processes

    context = processes()
    heard, answer = context.Pipe(duplex=False)
    process = context.Process(target=holds_for_ever, args=(path, answer))
    process.start()
    heard.recv()
    with pytest.raises(LockedError, match="سلمى"):
        Project.open(path)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert path.with_name(path.name + ".owner").exists(), "the note of the dead is only a text"
    Project.open(path).close()


def opens_and_closes(path: Path, answer) -> None:
    """A viewer of databases, which knows nothing of our lock file: the last one to close takes the -wal away."""
    connection = sqlite3.connect(path)
    answer.send(connection.execute("SELECT count(*) FROM operation").fetchone()[0])
    connection.close()


def test_another_program_that_opens_and_closes_the_file_takes_nothing_away(path: Path) -> None:
    """Closing any file handle of ours to the project would drop SQLite's locks on it, and with them the -wal."""
    from tests.annotator.hardening.kills import processes

    project = Project.open(path)
    saved: list[str] = []
    project.on_saved.append(saved.extend)
    project.work_as("سلمى")
    id = project.document_rows()[0].id
    layer, document = project.layer(id), project.document(id)
    context = processes()
    for number in range(4):
        with pytest.raises(LockedError):
            Project.open(path)
        Project.open(path, write=False).close()
        export_jsonl(project, path.with_suffix(".jsonl"))
        make_backup(path, path.parent / "backups")
        list_backups(path.parent / "backups")
        heard, answer = context.Pipe(duplex=False)
        process = context.Process(target=opens_and_closes, args=(path, answer))
        process.start()
        assert heard.recv() > 0
        process.join()
        heard.close()
        assert path.with_name(path.name + "-wal").exists()
        project.perform(id, edits.mark(layer, document, project.schema, [Span(number, number + 6)], "PERS"))
        assert project.flush()
    project.close()
    assert set(saved) <= _what_is_there(path)[0]
    again = Project.open(path, write=False)
    assert again.layer(id, "سلمى").mentions == layer.mentions
    again.close()
