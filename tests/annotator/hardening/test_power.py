"""Loss of power at every moment: what was called saved is there. With synchronous = NORMAL it is not."""

from __future__ import annotations

import pytest

from tests.annotator.hardening.power import Outcome, files_of, record, replay
from tests.annotator.hardening.worlds import fast_folder, small_project

STEPS = 50
EVERY = 1


def outcome(monkeypatch: pytest.MonkeyPatch, *pragmas: str, steps: int = STEPS, every: int = EVERY) -> Outcome:
    with fast_folder() as folder:
        path = folder / "work" / "p.hashiya"
        looked_at = folder / "state" / "p.hashiya"
        path.parent.mkdir()
        looked_at.parent.mkdir()
        small_project(path)
        before = files_of(path)
        events = record(monkeypatch, path, steps, *pragmas)
        return replay(looked_at, before, events, every, "power")


def test_synchronous_full_loses_nothing(monkeypatch) -> None:
    found = outcome(monkeypatch)
    print(found.states, "states")
    assert found.states > 1000
    assert (found.losing, found.corrupt) == (0, [])


def test_synchronous_normal_does_lose_so_the_test_is_not_blind(monkeypatch) -> None:
    found = outcome(monkeypatch, "synchronous = NORMAL", every=8)
    print(f"{found.losing} of {found.states}, up to {found.worst} steps")
    assert found.losing > found.states // 10
    assert found.corrupt == []
