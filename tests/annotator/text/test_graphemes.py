from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text import graphemes
from annotator.text.spans import Span
from tests.annotator.text.strategies import articles, texts


def oracle(text: str) -> list[int]:
    """All boundaries by one plain scan from the start."""
    return [0, *(found.end() for found in regex.finditer(r"\X", text))] if text else [0]


@given(texts())
def test_graphemes_tile_the_text(text: str) -> None:
    assert graphemes.boundaries(text) == oracle(text)


@given(texts())
def test_a_look_at_one_place_sees_what_a_scan_from_the_start_sees(text: str) -> None:
    all_of_them = oracle(text)
    for pos in range(len(text) + 1):
        assert graphemes.next_boundary(text, pos) == min((b for b in all_of_them if b > pos), default=len(text))
        assert graphemes.previous_boundary(text, pos) == max((b for b in all_of_them if b < pos), default=0)
        assert graphemes.floor(text, pos) == max(b for b in all_of_them if b <= pos)
        assert graphemes.ceiling(text, pos) == min(b for b in all_of_them if b >= pos)
        assert graphemes.is_boundary(text, pos) == (pos in all_of_them)


@given(texts(), st.data())
def test_a_part_has_the_boundaries_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = {b for b in oracle(text) if start < b < end}
    assert graphemes.boundaries(text, start, end) == sorted(inside | {start, end})


@given(texts(), st.data())
def test_snap_goes_outward_and_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    snapped = graphemes.snap(text, Span(start, end))
    assert snapped.start <= start <= end <= snapped.end
    assert set(snapped) <= set(oracle(text))
    assert graphemes.snap(text, snapped) == snapped
    assert not {b for b in oracle(text) if snapped.start < b <= start or end <= b < snapped.end}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0]),
        ("مُحَمَّدٌ", [0, 2, 4, 7, 9]),
        ("👩‍👩‍👧🇸🇾🇺🇸🇸", [0, 5, 7, 9, 10]),
        ("أ\r\n\n\r", [0, 1, 3, 4, 5]),
        ("؀١٢", [0, 2, 3]),
        ("ب‌ب‍ـ‏", [0, 2, 4, 5, 6]),
        ("👍🏽❤️1️⃣", [0, 2, 4, 7]),
        ("क्षि", [0, 4]),
    ],
)
def test_hard_clusters(text: str, expected: list[int]) -> None:
    assert graphemes.boundaries(text) == expected


def test_outside_the_text() -> None:
    assert graphemes.next_boundary("حلب", -5) == 0
    assert graphemes.next_boundary("حلب", 9) == 3
    assert graphemes.previous_boundary("حلب", -1) == 0
    assert graphemes.previous_boundary("حلب", 9) == 3
    assert graphemes.snap("حلب", Span(-3, 9)) == Span(0, 3)


@pytest.mark.parametrize("piece", ["حلب 12 ", "مُحَمَّدٌ", "حلب", "👩‍👩‍👧", "漢字", "कि", "a\r\n"])
def test_a_long_text_without_paragraphs_is_looked_at_in_one_place_only(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    middle = len(text) // 2
    for pos in range(middle, middle + 50):
        first = next(graphemes._clusters(text, pos))
        assert pos - 12 < first.start <= pos < first.start + 24


@pytest.mark.parametrize("piece", ["\u064b", "🇸🇾", "👩\u200d", "\u0600"])
def test_a_run_that_is_all_context_is_still_right(piece: str) -> None:
    text = "ح" + piece * 3000 + "ب"
    assert graphemes.boundaries(text) == oracle(text)
    for pos in (0, 1, 2, 3, 2000, 2001, 2002, 2003, len(text) - 1):
        assert graphemes.floor(text, pos) == max(b for b in oracle(text) if b <= pos)


def test_the_articles() -> None:
    for text in articles():
        assert graphemes.boundaries(text) == oracle(text)
