"""What the tests of this folder share: a project with something of everything, and ways to look at a file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator import edits
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.reverting import withdraw
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset

TEXT = "قال الوزير سليم الهاشمي إن قصفاً أصاب حيّ الزهراء، واعتقلت الشرطة ٣ متظاهرين.\nوأضاف: لا تعليق."
LABELS = ("PERS", "ORG", "GPE", "LOC")


def article(number: int) -> str:
    """A text of its own for each number, some longer than a page of the database."""
    return f"خبر {number}\n" + (TEXT + "\n") * (1 + 37 * (number % 3 == 0))


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where there is one: for thousands of files that nobody needs to keep."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with TemporaryDirectory(dir=memory, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def small_project(path: Path) -> None:
    """One document, one person, nothing marked."""
    project = Project.create(path, load_preset("news"))
    text = path.with_name("one.txt")
    text.write_text(TEXT, encoding="utf-8")
    import_paths(project, [text], ImportOptions())
    project.work_as("سلمى")
    project.close()
    text.unlink()


def line_of(number: int, annotator: str) -> dict[str, Any]:
    """A line of an import, with mentions, an event and metadata."""
    text = article(number)
    mentions = [
        {"id": f"m{at}", "start": at * 7, "end": at * 7 + 5, "label": LABELS[at % 4], "text": text[at * 7 : at * 7 + 5]}
        for at in range(1, 9)
    ]
    mentions.append({"id": "t1", "start": 3, "end": 5, "label": "Conflict.Attack", "text": text[3:5]})
    event = {
        "id": "e1",
        "label": "Conflict.Attack",
        "trigger": "t1",
        "arguments": [{"role": "Attacker", "mention": "m2"}],
    }
    return {
        "id": f"news/{number}",
        "text": text,
        "meta": {"source": "وكالة", "number": number},
        "annotator": annotator,
        "status": "done",
        "mentions": mentions,
        "events": [event],
        "relations": [{"id": "r1", "label": "PHYS.Located", "source": "m1", "target": "m3"}],
        "comments": [{"id": "c1", "body": "انظر", "about": "m1"}],
    }


def make_project(path: Path, documents: int = 12) -> None:
    """Imports by two people, edits, undo, redo and a withdrawal, by five openings of the file."""
    Project.create(path, load_preset("news"), layers_visible=True).close()
    lines = path.with_suffix(".jsonl")
    for annotator in ("سلمى", "Omar"):
        written = (json.dumps(line_of(n, annotator), ensure_ascii=False) for n in range(1, documents))
        lines.write_text("\n".join([*written, json.dumps({"id": "plain", "text": TEXT})]), encoding="utf-8")
        project = Project.open(path)
        import_paths(project, [lines], ImportOptions())
        project.close()
    lines.unlink()
    for person in ("سلمى", "ليلى"):
        project = Project.open(path)
        project.work_as(person)
        work(project, 30)
        project.close()
    project = Project.open(path)
    withdraw(project, ["news/2"])
    project.close()


def work(project: Project, steps: int) -> None:
    """Some of everything that a person does, the same each time."""
    rows = project.document_rows()
    for number in range(steps):
        id = rows[number % 5].id
        layer, document = project.layer(id), project.document(id)
        if number % 7 == 3:
            project.undo(id)
        elif number % 7 == 5:
            project.redo(id)
        elif number % 7 == 6 and layer.mentions:
            mention = layer.mentions[min(layer.mentions)]
            label = next(label for label in LABELS if label != mention.label)
            project.perform(id, edits.relabel(layer, project.schema, mention.id, label))
        else:
            span = Span(number % 19, number % 19 + 4)
            project.perform(id, edits.mark(layer, document, project.schema, [span], LABELS[number % 4]))
    assert project.flush()


def dump(path: Path) -> dict[str, list[Any]]:
    """Every value that a project stores, as bytes and numbers, by full scans of the tables."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.text_factory = bytes
    try:
        names = [row[0].decode() for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}" NOT INDEXED').fetchall(), key=repr)
            for name in names
            if name != "_sqlite_migrations"  # sqlite-utils' own note of when a migration was run
        }
    finally:
        connection.close()


def exported(path: Path, target: Path) -> bytes:
    """What an export of a project writes."""
    project = Project.open(path, write=False)
    try:
        export_jsonl(project, target, source="all")
    finally:
        project.close()
    return target.read_bytes()
