"""What the start of a command and of the core loads. (A number of seconds would be a benchmark; this is a list.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.annotator.hardening.worlds import small_project

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {"numpy", "pandas", "scipy", "sqlite_utils", "PySide6", "shiboken6", "ui", "rich", "hypothesis", "asyncio"}


def loaded(script: str, *arguments: object) -> set[str]:
    """The packages that a script has loaded when it ends."""
    script += "\nimport sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stderr.splitlines()[-1].split())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    small_project(tmp_path / "p.hashiya")
    return tmp_path / "p.hashiya"


def test_the_core_at_work_loads_nothing_heavy(path: Path) -> None:
    script = """
import sys
from pathlib import Path
from annotator import edits
from annotator.model import Span
from annotator.project import Project
from annotator.jobs import exporting, importing, keeping
project = Project.open_somehow(Path(sys.argv[1]))
project.work_as("سلمى")
row = project.document_rows()[0]
layer, document = project.layer(row.id), project.document(row.id)
project.perform(row.id, edits.mark(layer, document, project.schema, [Span(0, 4)], "PERS"))
project.undo(row.id)
assert project.flush()
keeping.list_backups(Path(sys.argv[1]))
project.close()
"""
    assert not loaded(script, path) & HEAVY


@pytest.mark.parametrize("words", [["info"], ["check", "--deep"], ["backups"], ["show"]])
def test_a_command_loads_nothing_heavy(words: list[str], path: Path) -> None:
    more = ["one.txt"] if words == ["show"] else []
    script = """
import sys
from annotator import cli
try:
    cli.main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
"""
    assert not loaded(script, words[0], path, *more, *words[1:]) & (HEAVY - {"rich"})
