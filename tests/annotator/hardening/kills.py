"""kill -9 at random moments: a child that works and says what was saved, a parent that kills it and looks."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from annotator import edits
from annotator.errors import EditError
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store.check import check_file
from annotator.store.database import open_reader
from annotator.store.writer import Writer
from tests.annotator.hardening.worlds import LABELS, TEXT, fast_folder

PER_PROJECT = 30
"""Kills until a new project is begun: a long history makes each look slower, not sharper."""
Child = Callable[[Path, Connection, str, bool], None]
"""Works in a project until it is killed: (project, pipe for what was saved, seed, broken)."""
TOGETHER = 3
"""Documents of one import: all of them are there, or none."""


def processes() -> Any:
    """A fork server that has everything imported: a child costs milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.annotator.hardening.kills", "tests.annotator.hardening.crowd", "sqlite_utils"]
    )
    return context


def child(path: Path, said: Connection, seed: str, broken: bool) -> None:
    """Works without end. A step's name goes into the pipe only when the project says that it is saved."""
    if broken:
        Writer.submit = _say_saved_at_once  # type: ignore[method-assign]
    chosen = random.Random(seed)
    project = Project.open(path)
    project.on_saved.append(lambda names: said.send_bytes("\n".join(names).encode()))
    project.work_as(chosen.choice(("سلمى", "Omar")))
    number = 0
    while True:
        number += 1
        if chosen.random() < 0.06:
            _import(project, path.with_name(f"{seed.replace('/', '-').replace(' ', '-')}-{number}.jsonl"), said)
        else:
            _step(project, chosen)
        if chosen.random() < 0.3:
            project.flush()


def _say_saved_at_once(self: Writer, step: Any) -> None:
    with self._condition:
        self._queue.append(step)
        self._condition.notify_all()
    self._on_saved([step])


def _step(project: Project, chosen: random.Random) -> None:
    id = chosen.choice(project.document_rows()).id
    layer, document = project.layer(id), project.document(id)
    kind = chosen.random()
    try:
        if kind < 0.15:
            project.undo(id)
        elif kind < 0.22:
            project.redo(id)
        elif kind < 0.35 and layer.mentions:
            project.perform(id, edits.remove(layer, [chosen.choice(list(layer.mentions))]))
        else:
            start = chosen.randrange(len(document.text) - 9)
            draft = edits.mark(
                layer, document, project.schema, [Span(start, start + chosen.randint(1, 9))], chosen.choice(LABELS)
            )
            project.perform(id, draft)
    except EditError:
        pass  # a mark that is there already


def _import(project: Project, file: Path, said: Connection) -> None:
    lines = (
        json.dumps({"id": f"{file.name}/{n}", "text": TEXT, "annotator": "Omar", "mentions": []}) for n in range(3)
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    report = import_paths(project, [file], ImportOptions())
    said.send_bytes(f"import {file.name} {report.step}".encode())


@dataclass
class Seen:
    """What a run of kills has shown."""

    kills: int = 0
    saved: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    reopening: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class World:
    """On which project children work, and what else must be true of what they leave (faults in words)."""

    begin: Callable[[Path, Path], None]
    look: Callable[[Path], list[str]] = lambda path: []


def kill_again_and_again(
    kills: int, seed: str, *, broken: bool = False, child: Child = child, world: World | None = None
) -> Seen:
    """Kills so many children; `broken`: they say saved before it is."""
    world = world or World(_begin)
    seen = Seen()
    context = processes()
    while seen.kills < kills:
        with fast_folder() as folder:
            path = folder / "p.hashiya"
            world.begin(path, folder)
            said: set[str] = set()
            for _ in range(min(PER_PROJECT, kills - seen.kills)):
                said |= _one_life(context, child, (path, f"{seed}/{seen.kills}", broken))
                seen.kills += 1
                _look(path, said, seen)
                seen.unsound += world.look(path)
    return seen


def _begin(path: Path, folder: Path) -> None:
    project = Project.create(path, load_preset("news"))
    texts = folder / "texts.jsonl"
    texts.write_text("".join(json.dumps({"id": f"d{n}", "text": f"{n} {TEXT}"}) + "\n" for n in range(3)))
    import_paths(project, [texts], ImportOptions())
    project.close()


def _one_life(context: Any, child: Child, work: tuple[Path, str, bool]) -> set[str]:
    """Lets a child work for a while and kills it; returns what it has said."""
    chosen = random.Random(f"life {work[1]}")
    with _started(context, child, work) as (process, heard):
        said: set[str] = set()
        for _ in range(chosen.randint(0, 6)):
            _hear(heard, said)
        heard.poll(chosen.random() * 0.004)
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL, "it has ended by itself"
        while _hear(heard, said):
            pass
    return said


@contextmanager
def _started(context: Any, child: Child, work: tuple[Path, str, bool]) -> Iterator[tuple[Any, Connection]]:
    path, seed, broken = work
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(path, said, seed, broken), daemon=True)
    process.start()
    said.close()
    try:
        yield process, heard
    finally:
        process.kill()
        process.join()
        process.close()
        heard.close()


def _hear(heard: Connection, said: set[str]) -> bool:
    try:
        said.update(heard.recv_bytes().decode().split("\n"))
    except (EOFError, OSError):
        return False
    return True


def _look(path: Path, said: set[str], seen: Seen) -> None:
    """Opens what the dead child has left and compares."""
    start = time.perf_counter()
    project = Project.open(path)
    project.document_rows()
    seen.reopening.append(time.perf_counter() - start)
    project.close()
    there, documents = _what_is_there(path)
    steps = {name for name in said if not name.startswith("import ")}
    imports = {line.split()[1]: line.split()[2] for line in said if line.startswith("import ")}
    seen.saved += len(said)
    seen.lost += sorted((steps | set(imports.values())) - there)
    seen.lost += [name for name in imports if documents.get(name, 0) != TOGETHER]
    seen.torn += [name for name, number in documents.items() if number != TOGETHER]
    seen.unsound += check_file(path, deep=True)
    assert not path.with_name(path.name + ".owner").exists()


def _what_is_there(path: Path) -> tuple[set[str], dict[str, int]]:
    """The names of all steps in the file, and how many documents each import has brought."""
    connection = open_reader(path)
    try:
        names = connection.execute(
            "SELECT key || ':' || (operation.id & 1099511627775) FROM operation JOIN actor ON actor.id = operation.id >> 40"
        )
        there = {row[0] for row in names}
        rows = connection.execute("SELECT name FROM document WHERE name LIKE '%.jsonl/%'")
        documents: dict[str, int] = {}
        for (name,) in rows:
            documents[name.rpartition("/")[0]] = documents.get(name.rpartition("/")[0], 0) + 1
    finally:
        connection.close()
    return there, documents


def report(seen: Seen) -> dict[str, Any]:
    """The figures of a run."""
    times = sorted(seen.reopening)
    return {
        "kills": seen.kills,
        "saved": seen.saved,
        "lost": len(seen.lost),
        "torn": len(seen.torn),
        "unsound": len(seen.unsound),
        "reopening p50 ms": round(1000 * times[len(times) // 2], 2),
        "reopening p99 ms": round(1000 * times[int(0.99 * (len(times) - 1))], 2),
        "pid": os.getpid(),
    }
