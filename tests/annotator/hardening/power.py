"""Simulated loss of power: the real writer's writes are recorded, and every moment at which the light may go out is
replayed with what was not synced dropped, kept, in part, or torn within a sector's reach."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator.store.check import unproved
from tests.annotator.hardening.disks import Work, a_writer, disk

SECTOR = 512
Files = dict[str, bytearray]


@dataclass
class Outcome:
    """What the states showed."""

    states: int = 0
    losing: int = 0
    worst: int = 0
    corrupt: list[str] = field(default_factory=list)


def record(monkeypatch: pytest.MonkeyPatch, path: Path, steps: int, *pragmas: str) -> list[tuple[Any, ...]]:
    """What happened on the disk while so many steps were written, with ("saved", names) where the writer said so."""
    events: list[tuple[Any, ...]] = []
    work = Work(path)
    with disk(monkeypatch, events.append, "wal_autocheckpoint = 20", *pragmas):
        writer = a_writer(path, lambda names: events.append(("saved", names)), events.append)
        for _ in range(steps):
            writer.submit(work.step())
            assert writer.flush()
        recorded = list(events)
        writer.close()
    return recorded


def replay(path: Path, before: Files, events: list[tuple[Any, ...]], every: int, seed: str) -> Outcome:
    """Looks at every `every`th moment. `path`: where the files of a state are put to be opened."""
    outcome = Outcome()
    seen: set[int] = set()
    chosen = random.Random(seed)
    safe: Files = {name: bytearray(data) for name, data in before.items()}
    waiting: list[tuple[Any, ...]] = []
    saved: list[str] = []
    for number, event in enumerate(events):
        kind, *rest = event
        if kind == "saved":
            saved += rest[0]
        elif kind == "sync":
            safe, waiting = _synced(safe, waiting, rest[0])
        else:
            waiting.append(event)
        if number % every:
            continue
        for state in _states(safe, waiting, chosen):
            known = hash(tuple((name, bytes(data)) for name, data in sorted(state.items()))) ^ hash(len(saved))
            if known not in seen:
                seen.add(known)
                _look(path, state, saved, outcome)
    return outcome


def _synced(safe: Files, waiting: list[tuple[Any, ...]], name: str) -> tuple[Files, list[tuple[Any, ...]]]:
    mine = [event for event in waiting if event[1] == name]
    return _after(safe, mine), [event for event in waiting if event[1] != name]


def _after(files: Files, events: list[tuple[Any, ...]]) -> Files:
    after = dict(files)
    for kind, name, *rest in events:
        data = bytearray(after.get(name, b""))
        if kind == "write":
            offset, body = rest
            if len(data) < offset:
                data += bytes(offset - len(data))
            data[offset : offset + len(body)] = body
        elif kind == "truncate":
            del data[rest[0] :]
        after[name] = data
        if kind == "delete":
            after.pop(name, None)
    return after


def _states(safe: Files, waiting: list[tuple[Any, ...]], chosen: random.Random) -> Iterator[Files]:
    yield safe
    if not waiting:
        return
    yield _after(safe, waiting)
    yield _after(safe, [event for event in waiting if chosen.random() < 0.5])
    last = next((event for event in reversed(waiting) if event[0] == "write" and len(event[3]) > SECTOR), None)
    if last is not None:
        kind, name, offset, body = last
        torn = (kind, name, offset, body[: SECTOR * chosen.randrange(1, -(-len(body) // SECTOR))])
        yield _after(safe, [torn if event is last else event for event in waiting])


def _look(path: Path, state: Files, saved: list[str], outcome: Outcome) -> None:
    for left in path.parent.iterdir():
        left.unlink()
    for name, data in state.items():
        (path.parent / name).write_bytes(data)
    outcome.states += 1
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT key || ':' || (operation.id & 1099511627775) FROM operation JOIN actor ON actor.id = operation.id >> 40"
        )
        there = {row[0] for row in rows}
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += list(unproved(connection))
    except sqlite3.DatabaseError as error:
        there, faults = set(saved), [str(error)]
    finally:
        connection.close()
    outcome.corrupt += faults
    lost = len(set(saved) - there)
    outcome.losing += lost > 0
    outcome.worst = max(outcome.worst, lost)


def files_of(path: Path) -> Files:
    """The project and what lies beside it, before the work."""
    return {
        beside.name: bytearray(beside.read_bytes())
        for beside in (path, path.with_name(path.name + "-wal"))
        if beside.exists()
    }
