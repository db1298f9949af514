"""The tables of a project file, as SQL with a comment per column.

History of `user_version`:
1  the first: documents, operations, and the records that follow from them.
2  indexes for the list of documents: what it shows stands beside texts of any length, and was read page by page.

Truth: `document` (immutable facts), `actor` and `operation` (append-only log). Everything else follows from these by
the reducer of `annotator.layer`, is written in the same transaction, and may be dropped and rebuilt at any time.
"""

from collections.abc import Iterable
from typing import Final

VERSION: Final = 2
"""`user_version` of files that this build writes."""
APPLICATION_ID: Final = 0x48534859
"""`application_id`: the letters HSHY."""

TRUTH: Final = (
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY,       -- local number, in the order of arrival
        key BLOB NOT NULL UNIQUE,     -- global identity: 16 bytes of sha256(name, NUL, sha256 of the text)
        name TEXT NOT NULL,           -- the `id` of its JSONL line
        sha256 BLOB NOT NULL,         -- of the text's UTF-8
        title TEXT NOT NULL,          -- start of its first line that is not empty
        text TEXT NOT NULL            -- character for character as it was decoded once
    ) STRICT""",
    "CREATE INDEX document_name ON document(name)",
    """CREATE TRIGGER document_is_immutable BEFORE UPDATE ON document
        BEGIN SELECT RAISE(ABORT, 'documents are immutable'); END""",
    """CREATE TRIGGER document_is_kept BEFORE DELETE ON document
        BEGIN SELECT RAISE(ABORT, 'documents are kept'); END""",
    """CREATE TABLE actor (
        id INTEGER PRIMARY KEY,       -- local number
        key TEXT NOT NULL UNIQUE,     -- global: random letters; a person during one opening of the file
        person TEXT NOT NULL          -- key of the person
    ) STRICT""",
    """CREATE TABLE owner (
        id INTEGER PRIMARY KEY,       -- local number
        key TEXT NOT NULL UNIQUE      -- key of a person, or `gold`, or `project`
    ) STRICT""",
    """CREATE TABLE layer (
        id INTEGER PRIMARY KEY,       -- local number
        document INTEGER REFERENCES document(id), -- NULL: records that belong to no document
        owner INTEGER NOT NULL REFERENCES owner(id),
        status TEXT NOT NULL DEFAULT 'todo',      -- todo, in_progress, done
        records INTEGER NOT NULL DEFAULT 0,       -- how many records it holds; 0: as if it were not there
        mentions INTEGER NOT NULL DEFAULT 0,      -- how many of them are mentions
        events INTEGER NOT NULL DEFAULT 0,        -- and events
        UNIQUE (document, owner)
    ) STRICT""",
    "CREATE UNIQUE INDEX layer_of_project ON layer(owner) WHERE document IS NULL",
    """CREATE TABLE operation (
        id INTEGER PRIMARY KEY,       -- actor << 40 | seq
        step INTEGER NOT NULL,        -- seq of the first operation of the step
        lamport INTEGER NOT NULL,     -- order
        layer INTEGER NOT NULL REFERENCES layer(id),
        gesture TEXT NOT NULL,        -- mark, relabel, import, undo ...
        undoes TEXT,                  -- name (actor:seq) of the operation that it takes back
        time INTEGER NOT NULL,        -- milliseconds since 1970, for people only
        changes TEXT NOT NULL,        -- JSON, see annotator.operations.encode_changes
        hash BLOB NOT NULL            -- chained per actor and layer
    ) STRICT""",
    "CREATE INDEX operation_layer ON operation(layer)",
    """CREATE TRIGGER operation_is_immutable BEFORE UPDATE ON operation
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER operation_is_kept BEFORE DELETE ON operation
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

RECORDS: Final = (
    """CREATE TABLE label (
        id INTEGER PRIMARY KEY,       -- local number of a label in the tables below
        name TEXT NOT NULL UNIQUE     -- its permanent key
    ) STRICT""",
    """CREATE TABLE mention (
        layer INTEGER NOT NULL, id TEXT NOT NULL,
        "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, -- code points, end exclusive; the hull when there are parts
        label INTEGER NOT NULL,
        surface TEXT NOT NULL,        -- the text of the hull
        operation INTEGER NOT NULL,   -- the operation that made this value
        parts TEXT, attributes TEXT,  -- JSON
        PRIMARY KEY (layer, id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE event (
        layer INTEGER NOT NULL, id TEXT NOT NULL,
        label INTEGER NOT NULL, "trigger" TEXT NOT NULL,  -- id of a mention
        operation INTEGER NOT NULL, arguments TEXT, attributes TEXT,
        PRIMARY KEY (layer, id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE document_info (
        document INTEGER PRIMARY KEY, -- what the project says about a document beside its text
        operation INTEGER NOT NULL,
        meta TEXT,                    -- JSON
        withdrawn INTEGER NOT NULL    -- 1: taken out of the work
    ) STRICT""",
    """CREATE TABLE record (
        layer INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        operation INTEGER NOT NULL,
        value TEXT NOT NULL,          -- the row of annotator.operations.to_row: relation, entity, comment, label ...
        PRIMARY KEY (layer, kind, id)
    ) STRICT, WITHOUT ROWID""",
)

VIEWS: Final = (
    """CREATE VIEW mentions AS
        SELECT document.name AS document, owner.key AS annotator, mention.id, mention."start", mention."end",
               label.name AS label, mention.surface
        FROM mention JOIN layer ON layer.id = mention.layer JOIN document ON document.id = layer.document
        JOIN owner ON owner.id = layer.owner JOIN label ON label.id = mention.label""",
    """CREATE VIEW events AS
        SELECT document.name AS document, owner.key AS annotator, event.id, label.name AS label, event."trigger",
               event.arguments
        FROM event JOIN layer ON layer.id = event.layer JOIN document ON document.id = layer.document
        JOIN owner ON owner.id = layer.owner JOIN label ON label.id = event.label""",
    """CREATE VIEW history AS
        SELECT actor.key || ':' || (operation.id & 1099511627775) AS operation, actor.person, document.name AS document,
               owner.key AS annotator, operation.gesture, operation.undoes,
               datetime(operation.time / 1000, 'unixepoch') AS time, operation.changes
        FROM operation JOIN actor ON actor.id = operation.id >> 40 JOIN layer ON layer.id = operation.layer
        JOIN owner ON owner.id = layer.owner LEFT JOIN document ON document.id = layer.document""",
)

LISTS: Final = (
    # What a list shows of all documents, in its order, without a page of each one's text.
    "CREATE INDEX document_list ON document(id, name, title)",
    # Questions that are open are counted at once: comments are few among the records.
    "CREATE INDEX record_comment ON record(layer) WHERE kind = 'comment'",
)

LIST: Final = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
"""Asks a file for the statements that made its tables."""


def compare(found: Iterable[str]) -> tuple[list[str], list[str]]:
    """The statements of ours that a file lacks, and those it has beyond ours, SQLite's and sqlite-utils'."""
    expected, there = {*TRUTH, *RECORDS, *VIEWS, *LISTS}, set(found)
    strange = [statement for statement in there - expected if not statement.startswith(_NOT_OURS)]
    return sorted(expected - there), sorted(strange)


_NOT_OURS: Final = (
    'CREATE TABLE "_sqlite_migrations" (',
    'CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"',
    "CREATE TABLE sqlite_",  # what ANALYZE leaves
)


SEQ_BITS: Final = 40


def operation_id(actor: int, seq: int) -> int:
    """The row number of an operation: local number of the actor and seq in one integer."""
    return actor << SEQ_BITS | seq
