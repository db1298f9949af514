"""What the commands share: opening a project, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.jobs import keeping
from annotator.project import Project


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[Project]:
    """A project while a command works with it."""
    with keeping.advised(path):
        project = Project.open(path, write=write)
    try:
        yield project
    finally:
        project.close()


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
