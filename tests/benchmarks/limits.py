"""The plain limit where the reference one is not at hand: what Python, msgspec and SQLite do with no tool around them.

`python -m tests.benchmarks.limits CORPUS`: import and export of {id, text, spans} in documents per CPU second.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import msgspec

from tests.benchmarks.common import median


class Doc(msgspec.Struct):
    """A line of the plain corpus."""

    id: str
    text: str
    spans: list[tuple[int, int, str]]


def load(corpus: Path, database: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE doc(id INTEGER PRIMARY KEY, name TEXT UNIQUE, text TEXT, sha256 BLOB)")
    connection.execute('CREATE TABLE span(id INTEGER PRIMARY KEY, doc INT, "start" INT, "end" INT, label TEXT)')
    docs = msgspec.json.Decoder(Doc).decode_lines(corpus.read_bytes())
    with connection:
        rows = ((n, d.id, d.text, hashlib.sha256(d.text.encode()).digest()) for n, d in enumerate(docs))
        connection.executemany("INSERT INTO doc VALUES (?, ?, ?, ?)", rows)
        spans = ((n, *span) for n, d in enumerate(docs) for span in d.spans)
        connection.executemany('INSERT INTO span(doc, "start", "end", label) VALUES (?, ?, ?, ?)', spans)
        connection.execute("CREATE INDEX span_doc ON span(doc)")
    connection.close()


def write(database: Path, target: Path) -> None:
    connection = sqlite3.connect(database)
    rows = connection.execute('SELECT doc, "start", "end", label FROM span ORDER BY doc, id')
    spans = {doc: [row[1:] for row in group] for doc, group in groupby(rows, key=lambda row: row[0])}
    with target.open("wb") as file:
        for id, name, text in connection.execute("SELECT id, name, text FROM doc ORDER BY id"):
            file.write(msgspec.json.encode({"id": name, "text": text, "spans": spans.get(id, [])}) + b"\n")
    connection.close()


def measured(work: Callable[[], None], documents: int) -> float:
    costs = []
    for _ in range(3):
        start = time.process_time()
        work()
        costs.append(time.process_time() - start)
    return documents / median(costs)


def main() -> None:
    corpus = Path(sys.argv[1])
    documents = corpus.read_bytes().count(b"\n")
    with tempfile.TemporaryDirectory() as folder:
        database, target = Path(folder, "limit.db"), Path(folder, "out.jsonl")
        found = {"import": measured(lambda: load(corpus, database), documents)}
        found["export"] = measured(lambda: write(database, target), documents)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
