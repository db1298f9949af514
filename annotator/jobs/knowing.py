"""Loading a knowledge base into a project."""

from __future__ import annotations

from pathlib import Path

from annotator.knowledge import read_entries
from annotator.project import Project


def load_knowledge(project: Project, path: Path) -> int:
    """Puts the entries of a file in the place of those that the project had; how many there are.

    Links of entities stay as they are. Raises DataError or UnavailableError; nothing is changed then.
    """
    entries = read_entries(path)
    project.set_knowledge(entries)
    return len(entries)
