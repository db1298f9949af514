"""Brings a project file to the tables of this build: new files from nothing, older ones step by step."""

from __future__ import annotations

import sqlite3

from annotator.store import tables


def migrate(connection: sqlite3.Connection) -> None:
    """Applies what is missing, all or nothing, also against another process that does the same at this moment.

    sqlite-utils records which migrations a file has had; it is imported here only, since most openings need none.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("hashiya")

    @migrations()
    def first(db: Database) -> None:
        for statement in (*tables.TRUTH, *tables.RECORDS, *tables.VIEWS):
            db.execute(statement)

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
