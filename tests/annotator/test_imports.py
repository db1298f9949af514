"""What may not be loaded: no command but the window's knows Qt, and none pays for what it does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import cli
from annotator.project import Project
from tests.annotator.helpers import NAME, line, take_in, write_lines

HEAVY = ("PySide6", "shiboken6", "numpy", "pandas", "ui")
WATCH = """
import sys
from annotator.cli import main
code = 0
try:
    main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print("LOADED", *loaded, file=sys.stderr)
sys.exit(code)
"""


def loaded_by(*arguments: str | Path) -> tuple[int, set[str]]:
    result = subprocess.run([sys.executable, "-c", WATCH, *map(str, arguments)], capture_output=True, check=False)
    words = result.stderr.decode().rpartition("LOADED ")[2].split()
    return result.returncode, set(words)


@pytest.fixture
def filled(project: Project) -> Path:
    take_in(project, line(mentions=[NAME]))
    project.close()
    return project.path


@pytest.mark.parametrize(
    "command",
    [
        ("new", "NEW"),
        ("import", "PROJECT", "FILE"),
        ("export", "PROJECT", "-o", "OUT"),
        ("show", "PROJECT", "d1"),
        ("info", "PROJECT", "--json"),
        ("check", "PROJECT", "--deep"),
        ("withdraw", "PROJECT", "--documents", "d1"),
        ("schema", "list"),
        ("schema", "show", "news"),
        ("--help",),
        ("import", "--help"),
    ],
)
def test_no_command_loads_qt(command: tuple[str, ...], filled: Path, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "more.jsonl", line(id="more"))
    places = {"PROJECT": filled, "NEW": tmp_path / "new.hashiya", "FILE": file, "OUT": tmp_path / "out.jsonl"}
    code, modules = loaded_by(*(places.get(word, word) for word in command))
    assert code == 0
    assert modules
    # sqlite-utils, which makes the tables of a new project, takes numpy and pandas where they are installed.
    allowed = {"numpy", "pandas"} if command[0] == "new" else set()
    assert modules & set(HEAVY) <= allowed


def test_every_subcommand_but_the_windows_is_watched() -> None:
    assert {"new", "import", "export", "show", "info", "check", "withdraw", "schema", "revert"} <= set(cli.commands)


def test_opening_a_project_loads_no_migrations(filled: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from annotator.project import Project;"
        "Project.open(Path(sys.argv[1])).close();"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, check=True)
    modules = set(result.stdout.decode().split())
    assert modules.isdisjoint({*HEAVY, "sqlite_utils", "rich", "click", "bidi", "arabic_reshaper"})
