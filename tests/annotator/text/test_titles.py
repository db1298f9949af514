"""What a list calls a text: the start of its first line that says something."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.titles import title_of

BLANK = " \t\ufeff\u200b\u200e\u200f"
LETTERS = st.sampled_from(f"ab\n\r\x85\u2028\u2029{BLANK}")
RUNS = st.builds(lambda letter, times: letter * times, LETTERS, st.sampled_from([1, 2, 159, 160, 161, 3998, 4000]))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        (" \n\r\n\u2029 ", ""),
        ("\ufeff\n  قمة العقيق \r\nنص", "قمة العقيق"),
        ("قمة\u2028ثانية", "قمة"),
        ("ا" * 300, "ا" * 160),
        ("ا" * 159 + "  ب", "ا" * 159 + " "),
        ("ا" * 159 + "  \nب", "ا" * 159),
        ("\n" * 4000 + "بعيد", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.lists(LETTERS | RUNS, max_size=8).map("".join))
def test_it_is_what_going_through_the_lines_finds(text: str) -> None:
    lines = (line.strip(BLANK) for line in re.split("[\n\r\x85\u2028\u2029]", text[:4000]))
    assert title_of(text) == next(filter(None, lines), "")[:160]
