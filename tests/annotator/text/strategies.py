"""Texts for the laws: Arabic news with everything that is hard in it, and the shared material where it is present."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

SHARED = Path(__file__).resolve().parents[3].parent / "shared"

PIECES = [
    *"حلبوفبلكسالاأإآىيةهؤئء",
    *"ًٌٍَُِّْٰـ",
    *"٠١٢٫٬،؛؟\u0600\u06dd\u08e2",
    *"abzAZ019 .,:;'\"()[]<>«»“”’-/_#@%+",
    *"\n\r\t\x85\u2028\u2029\u00a0\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2069\ufeff\u00ad",
    *"😀👩👧❤🇸🇾🇺🏽\ufe0f\u20e3é\u0301ñℹ™",
    *"ﻻﷺﷲﹰﺍ",
    *"क्षि한ᄒ漢กำ\u0d4e",
    "\r\n",
    "👩\u200d👩\u200d👧",
    "🇸🇾",
    "الـ12",
    "للأمم ",
    " و200 ",
    "مُحَمَّدٌ",
    "Reuters ",
]


def texts(max_size: int = 24) -> st.SearchStrategy[str]:
    """Short texts of hard pieces, now and then with any character that a document may hold."""
    anything = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), anything), max_size=max_size).map(
        "".join
    )


def shared(*parts: str) -> Path:
    """A folder or file of the shared material; the test is skipped where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not beside this checkout")
    return path


def articles() -> list[str]:
    """The texts of the shared articles."""
    return [path.read_bytes().decode() for path in sorted(shared("articles").glob("*.txt"))]
