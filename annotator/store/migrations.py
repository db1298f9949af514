"""Brings a project file to the tables of this build: new files from nothing, older ones step by step.

A new version of the tables adds a function to `STEPS` and a line to the history in `tables.py`, and raises
`tables.VERSION`. Afterwards the statements in the file must be those of `tables.py`, to the letter: views are dropped
and made again, a table that `document` or `operation` guards is never transformed (sqlite-utils would drop its
triggers). Only single `execute` calls: `executescript` would commit half of the work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from annotator.store import tables

if TYPE_CHECKING:
    from sqlite_utils import Database


def first(db: Database) -> None:
    """The tables of version 1."""
    for statement in (*tables.TRUTH, *tables.RECORDS, *tables.VIEWS):
        db.execute(statement)


def second(db: Database) -> None:
    """Version 2: indexes for the list of documents."""
    for statement in tables.LISTS:
        db.execute(statement)


STEPS: Final[list[Callable[[Database], None]]] = [first, second]
"""The step at place n brings a file to `user_version` n + 1. Each keeps its name for ever: files remember it."""


def migrate(connection: sqlite3.Connection) -> None:
    """Applies what is missing, all or nothing, also against another process that does the same at this moment.

    sqlite-utils records which migrations a file has had; it is imported here only, since most openings need none.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("hashiya")
    for step in STEPS:
        migrations()(step)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute(f"PRAGMA application_id = {tables.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        # Committing here would keep the migrations before the one that failed.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
