"""A process that is killed without warning has lost nothing that it called saved."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.project import Project
from annotator.store.check import check_file
from tests.annotator.helpers import TEXT, take_in
from tests.annotator.store.test_writing import on_disk

KILLS = int(os.environ.get("HASHIYA_KILLS", "24"))
CHILD = """
import os, random, sys
from pathlib import Path
from annotator import edits
from annotator.errors import EditError
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project

chooser = random.Random(sys.argv[2])
project = Project.open(Path(sys.argv[1]))
project.work_as("سلمى")
project.on_saved.append(lambda names: os.write(1, (" ".join(names) + "\\n").encode()))
files = sorted(Path(sys.argv[1]).parent.glob("more*.jsonl"))
while True:
    document = chooser.randint(1, 3)
    layer = project.layer(document)
    action = chooser.random()
    try:
        if action < 0.6:
            start = chooser.randint(0, 35)
            label = chooser.choice(("PERS", "Life.Die"))
            spans = [Span(start, start + chooser.randint(1, 7))]
            project.perform(document, edits.mark(layer, project.document(document), project.schema, spans, label))
        elif action < 0.7 and layer.mentions:
            project.perform(document, edits.remove(layer, [chooser.choice(list(layer.mentions))]))
        elif action < 0.85:
            project.undo(document)
        elif action < 0.93:
            project.redo(document)
        elif action < 0.95:
            name = import_paths(project, [chooser.choice(files)], ImportOptions(annotator="نور", replace=True)).step
            os.write(1, ((name or "") + "\\n").encode())
        elif action < 0.97:
            project.flush()
    except EditError:
        pass
"""


@pytest.mark.parametrize("batch", range(4))
def test_nothing_that_was_called_saved_is_lost(batch: int, project_path: Path) -> None:
    project = Project.open(project_path)
    take_in(project, *({"id": f"d{n}", "text": TEXT} for n in range(3)))
    project.close()
    for number in range(3):
        marks = [f'{{"start":{n},"end":{n + 2},"label":"ORG"}}' for n in range(number, 30, number + 1)]
        lines = [f'{{"id":"d{n}","text":"{TEXT}","mentions":[{",".join(marks)}]}}\n' for n in range(3)]
        (project_path.parent / f"more{number}.jsonl").write_text("".join(lines), encoding="utf-8")
    chooser = random.Random(f"kill {batch}")
    said: set[str] = set()
    for number in range(max(1, KILLS // 4)):
        command = [sys.executable, "-c", CHILD, str(project_path), f"{batch} {number}"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(chooser.random() * 0.12)
        child.kill()
        rest, words = child.communicate()
        assert words == b"", words.decode()
        said |= set((first + rest.rpartition(b"\n")[0]).decode().split())
        assert said <= set(on_disk(project_path)), "a step that was called saved is lost"
        assert check_file(project_path, deep=True) == []
    assert len(said) > 10
    opened = Project.open(project_path)
    opened.work_as("سلمى")
    for row in opened.document_rows():
        while opened.undo(row.id):
            pass
    opened.close()
    assert check_file(project_path, deep=True) == []
