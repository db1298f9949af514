"""Processes that reach for one project at the same moment: what each of them does, and how they are set going."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator import cli, edits
from annotator.errors import UnavailableError
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store.lock import LockedError
from tests.annotator.hardening.kills import processes
from tests.annotator.hardening.worlds import TEXT, small_project

Round = Callable[[Path, int, random.Random], Any]


def gather(what: Round, folder: Path, crowd: int, rounds: int) -> list[list[Any]]:
    """Lets `crowd` processes do `what` in `rounds` rounds, all beginning each round together; their answers by round."""
    context = processes()
    barrier = context.Barrier(crowd)
    pipes, members = [], []
    for number in range(crowd):
        heard, answer = context.Pipe(duplex=False)
        member = context.Process(target=_member, args=(what, folder, number, rounds, barrier, answer), daemon=True)
        member.start()
        answer.close()
        pipes.append(heard)
        members.append(member)
    try:
        return [[heard.recv() for heard in pipes] for _ in range(rounds)]
    finally:
        for heard, member in zip(pipes, members, strict=True):
            member.kill()
            member.join()
            member.close()
            heard.close()


def _member(what: Round, folder: Path, number: int, rounds: int, barrier: Any, answer: Any) -> None:
    for round_ in range(rounds):
        barrier.wait(60)
        try:
            found = what(folder / f"{round_}.hashiya", number, random.Random(f"{number} {round_}"))
        except BaseException as error:  # noqa: BLE001 - the parent shows it
            found = f"FAULT {type(error).__name__}: {error}"
        answer.send(found)


def create(path: Path, _number: int, chosen: random.Random) -> str:
    """Makes the project, or, where another was faster, opens what is there."""
    try:
        Project.create(path, load_preset("news")).close()
    except UnavailableError as error:
        refused = str(error)
    else:
        return "made"
    assert "exists already" in refused or "is open" in refused, refused
    return "found"


def first_opening(path: Path, number: int, chosen: random.Random) -> str:
    """Opens a project that nobody has opened for work yet."""
    project = Project.open_somehow(path)
    try:
        if project.read_only:
            assert isinstance(project.read_only_reason, LockedError), project.read_only_reason
            assert project.document_rows()
            return "reads"
        project.work_as(f"n{number}")
        assert project.flush()
        return "works"
    finally:
        project.close()


def work_or_read(path: Path, number: int, chosen: random.Random) -> dict[str, Any]:
    """A window or a command: works where it may, else says who does. All rounds go to one project."""
    path = path.with_name("one.hashiya")
    flag = path.with_name("somebody writes")
    return _command(path, number, chosen) if chosen.random() < 0.4 else _window(path, flag, number, chosen)


def _window(path: Path, flag: Path, number: int, chosen: random.Random) -> dict[str, Any]:
    try:
        project = Project.open(path, person=f"n{number}")
    except LockedError:
        reading = Project.open(path, write=False)
        rows = len(reading.document_rows())
        reading.close()
        return {"refused": rows}
    descriptor = os.open(flag, os.O_CREAT | os.O_EXCL)  # raises when somebody else is between here and the end
    saved: list[str] = []
    project.on_saved.append(saved.extend)
    project.work_as(f"n{number}")
    id = project.document_rows()[0].id
    layer, document = project.layer(id), project.document(id)
    for _ in range(chosen.randint(1, 3)):
        start = chosen.randrange(len(TEXT) - 12)
        span = Span(start, start + chosen.randint(2, 12))
        if all(span not in mention.spans for mention in layer.mentions.values()):
            project.perform(id, edits.mark(layer, document, project.schema, [span], "PERS"))
    flag.unlink()
    os.close(descriptor)
    assert project.close() == 0
    return {"saved": saved}


def _command(path: Path, number: int, chosen: random.Random) -> dict[str, Any]:
    file = path.with_name(f"{number}-{chosen.random()}.jsonl")
    file.write_text(json.dumps({"id": file.name, "text": TEXT}), encoding="utf-8")
    try:
        cli.main(["import", str(path), str(file)])
    except SystemExit as end:
        return {"exit": end.code}
    return {"imported": file.name}


def hold(path: Path, number: int, chosen: random.Random) -> list[tuple[int, str]]:
    """Two windows, and somebody who deletes the lock file under the first. Who saved what, and when."""
    if number == 2:
        for _ in range(200):
            path.with_name(path.name + ".lock").unlink(missing_ok=True)
            time.sleep(chosen.random() * 0.0005)  # nothing waits for this: it only spreads the blows
        return []
    saved: list[tuple[int, str]] = []
    for _ in range(4):
        try:
            project = Project.open(path)
        except UnavailableError:
            continue
        project.on_saved.append(lambda names: saved.extend((time.monotonic_ns(), name) for name in names))
        project.work_as(f"n{number}")
        id = project.document_rows()[0].id
        layer, document = project.layer(id), project.document(id)
        for at in range(8):
            start = (number * 37 + len(saved) + at) % 70
            if all(Span(start, start + 5) not in mention.spans for mention in layer.mentions.values()):
                project.perform(id, edits.mark(layer, document, project.schema, [Span(start, start + 5)], "ORG"))
            project.flush()
        project.close()
    return saved


def prepare(folder: Path, rounds: int) -> None:
    """A small project for each round."""
    for round_ in range(rounds):
        small_project(folder / f"{round_}.hashiya")
