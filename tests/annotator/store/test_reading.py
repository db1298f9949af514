"""What lists read, and that whoever reads leaves nothing behind."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator import edits
from annotator.edits.comments import QUESTION
from annotator.model import Span
from annotator.project import Project
from annotator.schema import Schema
from annotator.store import proved, reads
from annotator.store.database import version_of
from annotator.store.reads import Reader
from tests.annotator.helpers import line, take_in

OLD = Path(__file__).resolve().parents[2] / "old_projects" / "version-2.hashiya"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with something of everything, in a folder of its own."""
    return Path(shutil.copy(OLD, tmp_path / "p.hashiya"))


def beside(path: Path) -> set[str]:
    return {found.name.removeprefix(path.name) for found in path.parent.iterdir()}


# --- the list of documents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("owner", ["سلمى", "ليلى", "Omar", "nobody", None])
def test_the_list_says_what_the_layers_hold(owner: str | None, path: Path) -> None:
    reader = Reader(path)
    rows = reader.document_rows(owner)
    assert [row.id for row in rows] == [fact.id for fact in reader.facts() if not fact.withdrawn]
    asked = 0
    for row in rows:
        layer, document = reader.layer(row.id, owner or ""), reader.document(row.id)
        assert document is not None
        open_ones = [c for c in layer.comments.values() if c.attributes.get(QUESTION) and not c.resolved]
        assert (row.name, row.status) == (document.name, layer.status)
        assert document.text.startswith(row.title)
        assert (row.mentions, row.events, row.questions) == (len(layer.mentions), len(layer.events), len(open_ones))
        asked += row.questions
    assert asked == (owner == "سلمى")
    reader.close()


def test_the_list_reads_no_page_of_a_text(path: Path) -> None:
    reader = Reader(path)
    plan = reader.connection_for_checks().execute(f"EXPLAIN QUERY PLAN {reads._DOCUMENT_ROWS}", ("سلمى",)).fetchall()
    reader.close()
    steps = [row[3] for row in plan]
    assert "SCAN document USING COVERING INDEX document_list" in steps
    assert "SCAN record USING INDEX record_comment" in steps
    assert not any("ORDER BY" in step or "CORRELATED" in step for step in steps), steps


def test_what_an_export_relies_on_is_read_from_the_table(path: Path) -> None:
    """An index that has lost a row would leave a document out, and nobody would see it."""
    connection = sqlite3.connect(path)
    for question in (reads._FACTS, proved._TEXTS):
        values = (1,) * question.count("?")
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}", values)]
        assert not any("document_list" in step or "document_name" in step for step in steps), steps
    connection.close()


def test_the_highest_lamport_number_is_that_of_all_operations(path: Path, news: Schema) -> None:
    def both(path: Path) -> tuple[int, int]:
        reader = Reader(path)
        (highest,) = reader.connection_for_checks().execute("SELECT max(lamport) FROM operation").fetchone()
        found = reader.lamport()
        reader.close()
        return found, highest

    found, highest = both(path)
    assert found == highest > 70
    empty = path.with_name("new.hashiya")
    Project.create(empty, news).close()
    found, highest = both(empty)
    assert found == highest == 1


# --- nothing is left -------------------------------------------------------------------------------------------------


def test_whoever_reads_leaves_nothing_behind(path: Path) -> None:
    before, made = path.read_bytes(), path.stat().st_mtime_ns
    version_of(path)
    assert beside(path) == {""}
    first, second = Reader(path), Reader(path)
    assert first.document_rows(None) == second.document_rows(None)
    assert "-wal" in beside(path), "SQLite makes one for whoever reads; else this test proves nothing"
    first.close()
    assert "-wal" in beside(path), "the other one still uses it"
    assert second.document_rows(None)
    second.close()
    second.close()
    assert beside(path) == {""}
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, made)


@pytest.mark.parametrize("writer_first", [True, False])
def test_beside_a_writer_the_last_one_takes_the_files_away(writer_first: bool, path: Path) -> None:
    project = Project.open(path)
    project.work_as("نور")
    project.flush()
    watching = Project.open(path, write=False)
    assert len(watching.document_rows()) == 4
    Reader(path).close()
    assert {"-wal", "-shm"} <= beside(path)
    id = project.document_rows()[0].id
    project.perform(id, edits.mark(project.layer(id), project.document(id), project.schema, [Span(6, 9)], "PERS"))
    assert project.flush()
    for closing in (project, watching) if writer_first else (watching, project):
        closing.close()
    assert beside(path) == {"", ".lock"}
    reader = Reader(path)
    assert reader.layer(id, "نور").mentions
    reader.close()


def test_what_stands_in_a_wal_is_read_and_left_there(project: Project) -> None:
    """Killed at work: the newest steps are beside the file, and only the next one who writes brings them in."""
    take_in(project, line())
    killed = project.path.with_name("killed.hashiya")
    writing = sqlite3.connect(project.path)
    writing.execute("INSERT INTO label(name) VALUES ('NEW')")
    writing.commit()
    for end in ("", "-wal"):
        shutil.copy(f"{project.path}{end}", f"{killed}{end}")
    writing.close()
    wal = Path(f"{killed}-wal")
    before = killed.read_bytes(), wal.read_bytes()
    assert before[1]
    reader = Reader(killed)
    assert "NEW" in reader.label_names().values()
    reader.close()
    assert (killed.read_bytes(), wal.read_bytes()) == before


def test_a_journal_of_somebody_else_is_not_played_back(path: Path) -> None:
    reader = Reader(path)
    journal = Path(f"{path}-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(1000))
    reader.close()
    assert journal.exists()
