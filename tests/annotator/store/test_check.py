"""The check finds each kind of damage, names its place, and never falls over it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import edits
from annotator.errors import UserError
from annotator.project import Project
from annotator.store.check import check_file
from tests.annotator.helpers import line, take_in
from tests.annotator.jobs.test_round_trip import FULL


@pytest.fixture
def filled(project_path: Path) -> Path:
    project = Project.open(project_path)
    take_in(project, FULL, line(id="d2", annotator="نور", mentions=[]), {"id": "d3", "text": "x"})
    project.work_as("سلمى")
    for _ in range(3):
        layer = project.layer(1)
        first = sorted(layer.mentions)[0]
        project.perform(1, edits.relabel(layer, project.schema, first, "ORG"))
        project.undo(1)
    project.close()
    return project_path


def spoil(path: Path, statement: str) -> None:
    """Alters a row in spite of the guards, and puts the guards back."""
    connection = sqlite3.connect(path, isolation_level=None)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    changed = connection.execute(statement).rowcount
    for _, sql in guards:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert changed, "nothing was spoilt"


DAMAGE = {
    "a text": ("UPDATE document SET text = text || '.' WHERE id = 1", "document 'd1': the text is not the one"),
    "a name": ("UPDATE document SET name = 'x' WHERE id = 3", "its key does not match"),
    "a hash of a text": ("UPDATE document SET sha256 = zeroblob(32) WHERE id = 3", "document 'd3'"),
    "a step": ("UPDATE operation SET changes = replace(changes, 'ORG', 'GPE')", "is not as it was written"),
    "the gesture of a step": ("UPDATE operation SET gesture = 'x' WHERE gesture = 'undo'", "is not as it was written"),
    "the time of a step": ("UPDATE operation SET time = time + 1 WHERE gesture = 'undo'", "is not as it was written"),
    "a hash of a step": (
        "UPDATE operation SET hash = zeroblob(16) WHERE gesture = 'import'",
        "is not as it was written",
    ),
    "a step that is gone": (
        "DELETE FROM operation WHERE id = (SELECT min(id) FROM operation WHERE gesture = 'relabel')",
        "",
    ),
    "JSON of a step": ("UPDATE operation SET changes = '{' WHERE gesture = 'relabel'", "is not as it was written"),
    "a mention's place": ('UPDATE mention SET "end" = "end" + 1 WHERE id = \'m1\'', "the mention 'm1' differs"),
    "a mention's label": ("UPDATE mention SET label = label + 1 WHERE id = 'm3'", ""),
    "a mention's surface": (
        "UPDATE mention SET surface = 'x' WHERE id = 'm1'",
        "the mention 'm1'",
    ),
    "a mention that is gone": ("DELETE FROM mention WHERE id = 'm1'", "the mention 'm1' differs"),
    "a mention too many": (
        'INSERT INTO mention SELECT layer, \'zz\', "start", "end", label, surface, operation, parts, attributes FROM mention LIMIT 1',
        "the mention 'zz' differs",
    ),
    "an event": ("UPDATE event SET \"trigger\" = 'm1'", "the event 'e1' differs"),
    "arguments": ("UPDATE event SET arguments = NULL", "the event 'e1' differs"),
    "JSON of arguments": ("UPDATE event SET arguments = '['", ""),
    "a relation": ("UPDATE record SET value = replace(value, 'PART', 'PORT') WHERE kind = 'relation'", "the relation"),
    "metadata": ("UPDATE document_info SET meta = '{\"a\":1}'", "the document 'document' differs"),
    "a person": ("DELETE FROM record WHERE kind = 'person'", "the person"),
    "counts": ("UPDATE layer SET mentions = mentions + 1 WHERE mentions > 0", "status or counts differ"),
    "a status": ("UPDATE layer SET status = 'todo' WHERE status = 'done'", "status or counts differ"),
    "a label's name": ("UPDATE label SET name = 'X' WHERE name = 'PERS'", "differs from its history"),
    "bytes that are no text": ("UPDATE document SET text = CAST(x'ff' AS TEXT) WHERE id = 3", "document 'd3'"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_each_kind_of_damage_is_found(case: str, filled: Path) -> None:
    assert check_file(filled, deep=True) == []
    statement, words = DAMAGE[case]
    spoil(filled, statement)
    before = filled.read_bytes()
    found = check_file(filled, deep=True)
    assert found
    assert any(words in finding for finding in found), found
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TRIGGER document_is_kept", "missing or altered in the file: CREATE TRIGGER document_is_kept"),
        ("DROP VIEW mentions", "missing or altered in the file: CREATE VIEW mentions"),
        ("DROP TABLE event", "CREATE TABLE event"),
        ("CREATE TABLE mine(x)", "not of this program: CREATE TABLE mine"),
        ("CREATE TRIGGER t AFTER INSERT ON label BEGIN SELECT 1; END", "not of this program: CREATE TRIGGER t"),
    ],
)
def test_tables_that_are_not_ours_are_named(statement: str, words: str, filled: Path) -> None:
    connection = sqlite3.connect(filled, isolation_level=None)
    connection.execute(statement)
    connection.close()
    assert any(words in finding for finding in check_file(filled, deep=False))
    assert check_file(filled, deep=True)


def flip(data: bytearray, chooser: random.Random) -> None:
    data[chooser.randrange(100, len(data))] ^= 1 << chooser.randrange(8)


def blank(data: bytearray, chooser: random.Random) -> None:
    start = chooser.randrange(100, len(data) - 512)
    data[start : start + 512] = bytes(512)


def swap(data: bytearray, chooser: random.Random) -> None:
    pages = len(data) // 4096
    a, b = (4096 * chooser.randrange(1, pages) for _ in range(2))
    data[a : a + 4096], data[b : b + 4096] = data[b : b + 4096], data[a : a + 4096]


@pytest.mark.parametrize("hurt", [flip, blank, swap])
def test_damage_anywhere_is_told_in_words(
    hurt: Callable[[bytearray, random.Random], None], filled: Path, tmp_path: Path
) -> None:
    chooser = random.Random(hurt.__name__)
    whole = filled.read_bytes()
    found = 0
    for number in range(25):
        data = bytearray(whole)
        hurt(data, chooser)
        path = tmp_path / f"hurt{number}.hashiya"
        path.write_bytes(data)
        try:
            found += bool(check_file(path, deep=True))
        except UserError:
            found += 1
        for write in (False, True):
            try:
                project = Project.open(path, write=write)
            except UserError:
                continue
            try:
                project.document_rows()
                project.layer(1, "سلمى")
            except UserError:
                pass
            finally:
                project.close()
    assert found > 3
