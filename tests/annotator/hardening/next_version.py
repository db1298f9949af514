"""The version of the tables after this one, as it will be made: it exists in tests only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from annotator import project
from annotator.project import Project
from annotator.store import migrations, tables

if TYPE_CHECKING:
    from sqlite_utils import Database

NEXT = tables.VERSION + 1
NOTE = """CREATE TABLE note (
        document INTEGER PRIMARY KEY, -- one note for each document
        words TEXT NOT NULL
    ) STRICT"""
OLD_STEPS = [step.__name__ for step in migrations.STEPS]
SLOW = 400
"""Rows that the step writes one by one, so that there is time to be killed."""


def following(db: Database) -> None:
    """A new table, filled from an old one."""
    db.execute(NOTE)
    for number in range(SLOW):
        db.execute("INSERT INTO note SELECT ? + id, title FROM document WHERE id = 1", (number,))
    db.execute("CREATE INDEX note_words ON note(words)")


@contextmanager
def installed() -> Iterator[None]:
    """While inside, this build writes the next version."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(tables, "VERSION", NEXT))
        stack.enter_context(patch.object(project, "VERSION", NEXT))
        stack.enter_context(
            patch.object(tables, "RECORDS", (*tables.RECORDS, NOTE, "CREATE INDEX note_words ON note(words)"))
        )
        stack.enter_context(patch.object(migrations, "STEPS", [*migrations.STEPS, following]))
        yield


def state_of(path: Path) -> str:
    """`old` or `new`, whole; anything else says what is wrong."""
    connection = sqlite3.connect(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
        steps = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        rows = connection.execute("SELECT count(*) FROM note").fetchone()[0] if "note" in there else 0
    finally:
        connection.close()
    if (version, "note_words" in there, steps, rows, sound) == (NEXT - 1, False, OLD_STEPS, 0, "ok"):
        return "old"
    if (version, "note_words" in there, steps, rows, sound) == (NEXT, True, [*OLD_STEPS, "following"], SLOW, "ok"):
        return "new"
    return f"version {version}, {steps}, {rows} rows, {sound}"


def open_with_it(path: Path, root: Path, answer) -> None:
    """In a process of its own: opens a project with the next build."""
    with installed(), patch("annotator.store.backup.backup_root", lambda: root):
        answer.send("ready")
        try:
            Project.open(path).close()
        except Exception as error:  # noqa: BLE001 - the parent looks at it
            answer.send(f"{type(error).__name__}: {error}")
        else:
            answer.send("opened")
