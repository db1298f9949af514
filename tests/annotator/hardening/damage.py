"""Random damage to a project file, and what check, export and recover make of it."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import UserError
from annotator.project import Project
from annotator.store.carve import Pages, Row, fits, rows
from annotator.store.check import check_file
from annotator.store.database import open_reader
from annotator.store.recover import RecoverReport, recover
from tests.annotator.hardening.worlds import dump, exported, fast_folder, make_project

KINDS = ("bit", "sector", "page", "cut")
Span = tuple[int, int]


@dataclass
class Found:
    """What a run has shown. `faults` must stay empty."""

    trials: int = 0
    changed: int = 0
    found: int = 0
    refused_exports: int = 0
    equal_exports: int = 0
    hopeless: int = 0
    kept: int = 0
    mended: int = 0
    faults: list[str] = field(default_factory=list)


class Pristine:
    """The sound project: its bytes, values, export, and where each step and text lies."""

    def __init__(self, folder: Path) -> None:
        path = folder / "sound.hashiya"
        make_project(path)
        self.data = path.read_bytes()
        self.values = dump(path)
        self.export = exported(path, folder / "sound.jsonl")
        self.steps = steps_in(path)
        connection = open_reader(path)
        self._actors = dict(connection.execute("SELECT id, key FROM actor"))
        self._documents = dict(connection.execute("SELECT id, document FROM layer"))
        connection.close()
        found = list(rows(Pages(path)))
        self._texts = {row.id: row for row in found if fits(row.values, None, bytes, str, bytes, str, str)}
        self._rows = [row for row in found if fits(row.values, None, int, int, int, str, str | None, int, str, bytes)]
        assert len(self._rows) == len(self.steps) > 80

    def untouched_by(self, damage: Span) -> list[tuple[Any, ...]]:
        """The steps whose bytes, and whose document's bytes, the damage did not reach."""
        return [self.steps[self._name(row)] for row in self._rows if not self._is_hurt(row, damage)]

    def _name(self, row: Row) -> tuple[str, int]:
        return self._actors[row.id >> 40], row.id & (1 << 40) - 1

    def _is_hurt(self, row: Row, damage: Span) -> bool:
        document = self._documents[row.values[3]]
        parts = [*row.parts, *(self._texts[document].parts if document is not None else ())]
        return any(start < damage[1] and damage[0] < end for start, end in parts)


def steps_in(path: Path) -> dict[tuple[str, int], tuple[Any, ...]]:
    """What was done, by actor and number."""
    connection = open_reader(path)
    try:
        asked = connection.execute(
            """SELECT key, operation.id & 1099511627775, step, lamport, gesture, undoes, time, changes
            FROM operation JOIN actor ON actor.id = operation.id >> 40"""
        )
        return {(row[0], row[1]): tuple(row[2:]) for row in asked}
    finally:
        connection.close()


def spoil(data: bytes, chosen: random.Random) -> tuple[str, bytes, Span]:
    """The kind of damage, the damaged bytes, and where."""
    kind = chosen.choice(KINDS)
    spoiled = bytearray(data)
    if kind == "cut":
        at = chosen.randrange(len(data))
        return kind, bytes(spoiled[:at]), (at, len(data))
    size = {"bit": 1, "sector": 512, "page": 4096}[kind]
    at = chosen.randrange(len(data) // size) * size
    if kind == "bit":
        spoiled[at] ^= 1 << chosen.randrange(8)
    else:
        spoiled[at : at + size] = chosen.choice([bytes(size), chosen.randbytes(size)])
    return kind, bytes(spoiled), (at, at + size)


def trials(number: int, seed: str) -> Found:
    """So many random corruptions of one project."""
    found = Found()
    with fast_folder() as folder:
        pristine = Pristine(folder)
        for trial in range(number):
            kind, data, place = spoil(pristine.data, random.Random(f"{seed} {trial}"))
            if data == pristine.data:
                continue
            found.trials += 1
            here = f"{seed} {trial} ({kind} at {place[0]})"
            work = folder / "work"
            work.mkdir()
            path = work / "p.hashiya"
            path.write_bytes(data)
            try:
                _check(path, pristine, found, here)
                _export(path, pristine, found, here)
                _recover(path, pristine, place, found, here)
            except Exception as error:  # noqa: BLE001 - a traceback is what must not be
                found.faults.append(f"{here}: {type(error).__name__}: {error}")
            if path.read_bytes() != data:
                found.faults.append(f"{here}: the file was changed")
            shutil.rmtree(work)
    return found


def _check(path: Path, pristine: Pristine, found: Found, here: str) -> None:
    try:
        changed = dump(path) != pristine.values
    except Exception:  # noqa: BLE001 - it cannot be read at all
        changed = True
    try:
        findings = check_file(path, deep=True)
    except UserError as error:
        findings = [str(error)]
    found.changed += changed
    found.found += bool(findings)
    if changed and not findings:
        found.faults.append(f"{here}: a stored value was changed, and check --deep says nothing")


def _export(path: Path, pristine: Pristine, found: Found, here: str) -> None:
    try:
        written = exported(path, path.with_suffix(".jsonl"))
    except UserError:
        found.refused_exports += 1
        return
    found.equal_exports += 1
    if written != pristine.export:
        found.faults.append(f"{here}: a wrong file was exported without a word")


def _recover(path: Path, pristine: Pristine, place: Span, found: Found, here: str) -> None:
    target = path.with_name("recovered.hashiya")
    untouched = pristine.untouched_by(place)
    try:
        report: RecoverReport = recover(path, target)
    except UserError as error:
        found.hopeless += 1
        if untouched:
            found.faults.append(f"{here}: {len(untouched)} whole steps, and nothing was recovered: {error}")
        return
    got = steps_in(target)
    missing = len(set(untouched) - set(got.values()))
    if missing:
        found.faults.append(f"{here}: {missing} whole steps were left behind: {report.lost[:3]}")
    wrong = [name for name, step in got.items() if pristine.steps.get(name, step) != step]
    if wrong:
        found.faults.append(f"{here}: steps came over that were never made so: {wrong}")
    findings = check_file(target, deep=True)
    if findings:
        found.faults.append(f"{here}: what was recovered is not sound: {findings[:3]}")
    project = Project.open(target)
    assert project.schema.labels
    project.close()
    found.kept += len(got)
    found.mended += any("wrong bit" in note for note in report.notes)
