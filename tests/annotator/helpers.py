"""Short ways to write lines, bring them in and take them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, ImportReport, import_paths
from annotator.jobs.inspecting import info
from annotator.project import Project

TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء."
"""سليم الهاشمي stands at 4 to 16, قصفاً at 20 to 25, حيّ الزهراء at 31 to 42."""
NAME = {"id": "m1", "start": 4, "end": 16, "label": "PERS", "text": "سليم الهاشمي"}
BLOW = {"id": "m2", "start": 20, "end": 25, "label": "Conflict.Attack", "text": "قصفاً"}
PLACE = {"id": "m3", "start": 31, "end": 42, "label": "LOC", "text": "حيّ الزهراء"}
ATTACK = {"id": "e1", "label": "Conflict.Attack", "trigger": "m2"}


def line(**fields: Any) -> dict[str, Any]:
    """A line with the usual text and annotator; `without` names fields to leave out."""
    without = fields.pop("without", ())
    full = {"id": "d1", "text": TEXT, "annotator": "سلمى", **fields}
    return {name: value for name, value in full.items() if name not in without}


def encode(item: Any) -> bytes:
    """A line as bytes; bytes stay as they are."""
    return item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode()


def write_lines(path: Path, *items: Any) -> Path:
    path.write_bytes(b"".join(encode(item) + b"\n" for item in items))
    return path


def take_in(project: Project, *items: Any, name: str = "in.jsonl", **options: Any) -> ImportReport:
    """Imports lines from a file beside the project."""
    file = write_lines(project.path.with_name(name), *items)
    return import_paths(project, [file], ImportOptions(**options))


def taken_out(project: Project, **options: Any) -> bytes:
    """The export's bytes."""
    target = project.path.with_name("out.jsonl")
    export_jsonl(project, target, **options)
    return target.read_bytes()


def lines_of(project: Project, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(data) for data in taken_out(project, **options).split(b"\n") if data]


def state(project: Project) -> str:
    return str(info(project)["state"])
