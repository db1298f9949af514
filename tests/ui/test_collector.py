"""The garbage collector: kept away while much is read, and on again whatever happens."""

from __future__ import annotations

import gc

import pytest

from ui.collector import spared


def test_nothing_is_collected_while_much_is_read_and_it_goes_on_after_a_fault() -> None:
    seen = []

    def read() -> None:
        with spared():
            seen.append(gc.isenabled())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        read()
    assert seen == [False]
    assert gc.isenabled()


def test_what_was_read_is_set_aside() -> None:
    before = gc.get_freeze_count()
    with spared():
        kept = [[number] for number in range(100)]
    assert gc.get_freeze_count() >= before + len(kept)


def test_whoever_has_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with spared():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
