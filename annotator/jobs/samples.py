"""Turns the sample project's readable files into a project file; keeps the demo's copy in the user's data folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from annotator.bulk import Bulk
from annotator.errors import UnavailableError
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from annotator.resources import projects
from annotator.schema import load_preset
from annotator.text.exact import decode, sha256_of

SAMPLE = "sample"


def create_sample(path: Path) -> None:
    """Makes the sample project at `path`: its articles in order, then the marks of its two annotators."""
    folder = projects() / SAMPLE
    about: dict[str, Any] = tomllib.loads((folder / "project.toml").read_text(encoding="utf-8"))
    project = Project.create(path, load_preset(about["schema"]), layers_visible=about.get("layers_visible", False))
    try:
        project.bulk(lambda bulk: _add_articles(bulk, sorted((folder / "articles").glob("*.txt"))))
        import_paths(project, [folder / "annotations.jsonl"], ImportOptions())
    finally:
        project.close()


def _add_articles(bulk: Bulk, files: list[Path]) -> None:
    for file in files:
        text = decode(file.read_bytes(), file.name)
        bulk.add_document(file.stem, text, sha256_of(text))


def demo_path() -> Path:
    """Where the demo's copy lives."""
    return user_data_path("hashiya", appauthor=False) / "demo.hashiya"


def demo_project(*, fresh: bool = False) -> Path:
    """The demo's copy of the sample project, made at the first call; `fresh` starts over and keeps the old copy aside."""
    path = demo_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"The data folder {path.parent} cannot be made: {error.strerror}.",
            arabic=f"تعذر إنشاء مجلد البيانات {path.parent} ({error.strerror}).",
        ) from error
    if fresh and path.exists():
        set_aside(path)
    if not path.exists():
        create_sample(path)
    return path


def set_aside(path: Path) -> None:
    """Renames a project that nobody works in to NAME.old, with its -wal if it has one; an older NAME.old is replaced."""
    Project.open(path).close()  # raises when a window holds it, and leaves the lone file complete
    path.replace(path.with_name(f"{path.stem}.old{path.suffix}"))
