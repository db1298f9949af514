"""Damage: every change of a stored value is found, no wrong file is exported, what is whole is recovered."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.errors import DataError, UnavailableError
from annotator.project import Project
from annotator.store.check import check_file
from annotator.store.recover import recover
from tests.annotator.hardening import damage
from tests.annotator.hardening.worlds import exported, fast_folder, make_project


@pytest.mark.parametrize("batch", range(2))
def test_random_damage(batch: int) -> None:
    found = damage.trials(70, f"suite {batch}")
    print(found)
    assert found.faults == []
    assert found.changed > 30
    assert min(found.equal_exports, found.refused_exports) > 10, "too tame"


def test_whole_tables_that_are_gone_are_put_together_again_from_the_log(tmp_path: Path) -> None:
    """Each page of the tables that say whose and of what a step is, zeroed in turn."""
    with fast_folder() as folder:
        pristine = damage.Pristine(folder)
        connection = sqlite3.connect(folder / "sound.hashiya")
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
        connection.close()
        for name in ("actor", "owner", "layer", "label", "operation_layer", "sqlite_autoindex_document_1", "record"):
            place = ((roots[name] - 1) * 4096, roots[name] * 4096)
            spoiled = bytearray(pristine.data)
            spoiled[slice(*place)] = bytes(4096)
            path = folder / f"{name}.hashiya"
            path.write_bytes(spoiled)
            report = recover(path, folder / f"{name}.new.hashiya")
            assert report.steps == len(pristine.steps), (name, report)
            assert report.documents == 12
            if name != "actor":
                assert damage.steps_in(folder / f"{name}.new.hashiya") == pristine.steps, name
            assert exported(folder / f"{name}.new.hashiya", folder / "out.jsonl") == pristine.export, name


def test_a_file_without_its_first_page_is_no_database_but_can_be_recovered(tmp_path: Path) -> None:
    with fast_folder() as folder:
        pristine = damage.Pristine(folder)
        path = folder / "p.hashiya"
        path.write_bytes(bytes(4096) + pristine.data[4096:])
        with pytest.raises(DataError):
            Project.open(path)
        with pytest.raises(DataError):
            check_file(path, deep=True)
        report = recover(path, folder / "new.hashiya")
        assert (report.steps, report.documents, report.lost) == (len(pristine.steps), 12, [])


def test_a_lost_schema_is_replaced_and_said(tmp_path: Path) -> None:
    path = tmp_path / "p.hashiya"
    make_project(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER operation_is_kept")
    connection.execute("DELETE FROM operation WHERE gesture = 'schema'")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("VACUUM")
    connection.close()
    report = recover(path, tmp_path / "new.hashiya")
    assert any("schema is lost" in note for note in report.notes)
    assert check_file(tmp_path / "new.hashiya", deep=True) == []
    project = Project.open(tmp_path / "new.hashiya")
    assert project.schema.name == "news"
    assert {person.name for person in project.people()} == {"سلمى", "Omar", "ليلى"}
    project.close()


def test_steps_in_the_wal_are_recovered_and_those_never_committed_are_not(tmp_path: Path) -> None:
    path = tmp_path / "p.hashiya"
    make_project(path)
    before = damage.steps_in(path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    new = (
        "INSERT INTO operation SELECT id + ?, step, lamport, layer, gesture, undoes, time, changes, hash FROM operation"
    )
    writer.execute("DROP TRIGGER operation_is_immutable")
    writer.execute("UPDATE operation SET time = time + 3333 WHERE id = (SELECT max(id) FROM operation)")
    writer.execute("BEGIN")
    writer.execute(new, (1000,))
    for end in ("", "-wal"):
        (tmp_path / f"killed.hashiya{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    writer.execute("ROLLBACK")
    writer.close()
    report = recover(tmp_path / "killed.hashiya", tmp_path / "new.hashiya")
    after = damage.steps_in(tmp_path / "new.hashiya")
    assert len(after) == len(before) - 1, "the step altered in the -wal is no longer as it was written"
    assert after.items() <= before.items()
    assert report.lost


def test_what_cannot_be_recovered_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p.hashiya"
    with pytest.raises(UnavailableError, match="There is no project"):
        recover(path, tmp_path / "new.hashiya")
    path.write_bytes(b"")
    with pytest.raises(DataError, match="Nothing in"):
        recover(path, tmp_path / "new.hashiya")
    path.write_bytes(bytes(100_000))
    with pytest.raises(DataError, match="Nothing in"):
        recover(path, tmp_path / "new.hashiya")
    (tmp_path / "there.hashiya").write_bytes(b"x")
    with pytest.raises(UnavailableError, match="exists already"):
        recover(path, tmp_path / "there.hashiya")
    assert sorted(left.name for left in tmp_path.iterdir()) == ["p.hashiya", "there.hashiya"]


def test_a_file_cut_at_every_page_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "p.hashiya"
    make_project(path)
    data = path.read_bytes()
    for size in range(0, len(data), 4096):
        path.write_bytes(data[:size])
        for write in (True, False):
            with pytest.raises(DataError) as refused:
                Project.open(path, write=write)
            assert refused.value.code in ("damaged", "empty_file")
        assert path.read_bytes() == data[:size]
