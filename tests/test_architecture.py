"""What import-linter cannot say: the core runs without Qt, no cycles at all, data folders stay data, sizes."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("annotator", "ui")
LONGEST_MODULE = 600
LONGEST_FUNCTION = 60


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All nodes of a module: parsed once for all tests."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def loaded_by(names: list[str]) -> set[str]:
    """The top-level modules that importing `names` brings into a fresh process."""
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_every_module_of_the_core_runs_without_qt() -> None:
    files = (path.relative_to(ROOT).with_suffix("") for path in modules("annotator"))
    loaded = loaded_by([".".join(file.parts).removesuffix(".__init__") for file in files])
    assert "annotator" in loaded
    assert not loaded & {"PySide6", "shiboken6", "ui"}


def test_the_command_line_starts_without_heavy_libraries() -> None:
    loaded = loaded_by(["annotator.cli"])
    assert "click" in loaded
    assert not loaded & {"numpy", "pandas", "scipy", "rich"}


def test_no_two_modules_import_each_other_not_even_inside_functions() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    graphlib.TopologicalSorter(needs).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("library", ["click", "rich"])
def test_only_the_command_line_speaks_to_a_terminal(library: str) -> None:
    users = {path.relative_to(ROOT).as_posix() for path in modules(*PACKAGES) if library in imported(path)}
    assert users
    assert {name for name in users if not name.startswith("annotator/cli")} == set()


@pytest.mark.parametrize("folder", ["resources", "projects"])
def test_data_folders_never_become_packages(folder: str) -> None:
    assert not list((ROOT / folder).rglob("*.py"))


def test_modules_and_functions_keep_to_a_size_that_can_be_read() -> None:
    too_long = [words for path in modules(*PACKAGES) for words in too_long_in(path)]
    assert not too_long


def too_long_in(path: Path) -> Iterator[str]:
    name = path.relative_to(ROOT).as_posix()
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > LONGEST_MODULE:
        yield f"{name}: {lines} lines"
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
            yield f"{name}:{node.lineno}: {node.name}"
