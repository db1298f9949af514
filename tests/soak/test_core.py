"""The long runs behind the promise that nothing is lost: `make soak` (about an hour on two cores).

SOAK=0.1 makes every run a tenth as long. Figures are printed: `make soak ARGS=-s`.
"""

from __future__ import annotations

import os

import pytest

from tests.annotator.hardening import crowd, damage, windows
from tests.annotator.hardening.kills import kill_again_and_again, report
from tests.annotator.hardening.worlds import fast_folder, small_project
from tests.annotator.histories import ProjectWorld, Seeded

SOAK = float(os.environ.get("SOAK", "1"))


def much(number: int) -> int:
    return max(1, int(number * SOAK))


@pytest.mark.parametrize("batch", range(10))
def test_ten_thousand_kills(batch: int) -> None:
    seen = kill_again_and_again(much(1000), f"soak {batch}")
    found = report(seen)
    print(found)
    assert (seen.lost, seen.torn, seen.unsound) == ([], [], [])
    assert found["reopening p99 ms"] < 200, "the aim of the issue, on a machine that does nothing else"


@pytest.mark.parametrize("batch", range(5))
def test_five_hundred_kills_of_the_window(batch: int) -> None:
    seen = kill_again_and_again(much(100), f"soak {batch}", child=windows.window)
    print(report(seen))
    assert seen.saved > seen.kills or seen.kills < 20, "the windows hardly came to work"
    assert (seen.lost, seen.torn, seen.unsound) == ([], [], [])


def test_the_kills_catch_a_writer_that_says_saved_too_early() -> None:
    seen = kill_again_and_again(much(200), "soak control", broken=True)
    print(report(seen))
    assert seen.lost


@pytest.mark.parametrize("batch", range(4))
def test_two_thousand_corruptions(batch: int) -> None:
    found = damage.trials(much(520), f"soak {batch}")
    print(found)
    assert found.faults == []


def test_four_thousand_moments_without_power(monkeypatch: pytest.MonkeyPatch) -> None:
    power = pytest.importorskip("tests.annotator.hardening.test_power")
    full = power.outcome(monkeypatch, steps=much(180), every=1)
    normal = power.outcome(monkeypatch, "synchronous = NORMAL", steps=much(180), every=1)
    off = power.outcome(monkeypatch, "synchronous = OFF", steps=much(60), every=1)
    print("FULL", full.states, full.losing, "NORMAL", normal.states, normal.losing, "OFF", off.states, off.losing)
    assert (full.losing, full.corrupt) == (0, [])
    assert normal.losing > normal.states // 10
    assert off.losing + len(off.corrupt) > 0


@pytest.mark.parametrize("batch", range(5))
def test_a_thousand_rounds_of_windows_and_commands(batch: int) -> None:
    with fast_folder() as folder:
        small_project(folder / "one.hashiya")
        rounds = crowd.gather(crowd.work_or_read, folder, 4, much(200))
        assert not [answer for answers in rounds for answer in answers if isinstance(answer, str)]


@pytest.mark.parametrize("batch", range(10))
def test_histories_of_a_thousand_actions(batch: int, news) -> None:
    for number in range(much(10)):
        with fast_folder() as folder:
            chooser = Seeded(f"soak {batch} {number}")
            world = ProjectWorld(folder, news)
            try:
                for _ in range(1000):
                    world.act(chooser.weighted(world.WEIGHTS), chooser)
                world.finish(chooser)
            finally:
                world.close()
