"""Nothing that was called saved is lost by kill -9."""

from __future__ import annotations

from tests.annotator.hardening import judges
from tests.annotator.hardening.kills import World, kill_again_and_again, report


def test_300_kills_lose_nothing_and_tear_nothing() -> None:
    seen = kill_again_and_again(300, "suite")
    print(report(seen))
    assert seen.saved > 300, "the children hardly came to work"
    assert (seen.lost, seen.torn, seen.unsound) == ([], [], [])


def test_kills_lose_no_decision_and_tear_none_from_its_gold() -> None:
    seen = kill_again_and_again(12, "judges", child=judges.child, world=World(judges.begin, judges.loose_ends))
    print(report(seen))
    assert seen.saved > 12, "the children hardly came to work"
    assert (seen.lost, seen.torn, seen.unsound) == ([], [], [])


def test_the_same_kills_catch_a_writer_that_says_saved_too_early() -> None:
    assert kill_again_and_again(20, "control", broken=True).lost
