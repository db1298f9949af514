"""docs/leading.md says the keys of the pages as they are in the window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.actions import BY_ID
from ui.pages.adjudication import page as adjudication
from ui.pages.adjudication.page import CLOSE, NEXT, REDO, UNDO
from ui.pages.adjudication.reasons import REASON_KEYS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "leading.md").read_text(encoding="utf-8")


def written(chord: str) -> str:
    """A chord as people write it: `Ctrl+Shift+A`."""
    return re.sub(r"Key|Digit", "", chord)


@pytest.mark.parametrize("action", ["agreement", "adjudicate", "feedback", "schema"])
def test_each_page_opens_with_the_key_that_is_written(action: str) -> None:
    row = next(line for line in PAGE.splitlines() if f"| {written(BY_ID[action].keys[0])} |" in line)
    assert row.startswith("| ")


def test_the_guidelines_open_with_the_key_that_is_written() -> None:
    assert f"with {BY_ID['guidelines'].keys[0]}." in PAGE


@pytest.mark.parametrize("name", ["MAJORITY", "REJECT", "EDGE", "RELABEL", "LATER", "THIRD", "UNION", "AGREED"])
def test_each_key_of_the_decision_bar_is_written(name: str) -> None:
    assert re.search(rf"^\|.*\b{written(getattr(adjudication, name))}\b.*\|", PAGE, re.MULTILINE)


def test_the_other_keys_of_adjudication_are_written() -> None:
    for chord in (NEXT, UNDO, REDO, CLOSE):
        assert written(chord) in PAGE
    assert f"Alt+{' '.join(str(n) for n, _ in enumerate(REASON_KEYS, 1))}" in PAGE
