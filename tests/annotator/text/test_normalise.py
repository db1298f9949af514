from __future__ import annotations

import unicodedata
from collections import Counter
from hashlib import sha256

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import snap
from annotator.text.normalise import _TABLE, key, normalise
from annotator.text.spans import Span
from tests.annotator.text.strategies import articles, texts


@given(texts())
def test_the_map_back_is_monotone_and_in_range(text: str) -> None:
    folded, origin = normalise(text)
    assert folded == key(text)
    assert len(origin) == len(folded)
    assert list(origin) == sorted(origin)
    assert all(0 <= at < len(text) for at in origin)
    assert all(char in key(text[at]) for char, at in zip(folded, origin, strict=True))


@given(texts())
def test_what_is_dropped_has_no_origin(text: str) -> None:
    _, origin = normalise(text)
    assert set(origin) == {at for at, char in enumerate(text) if key(char)}


@given(texts(), texts())
def test_a_key_is_made_character_by_character(left: str, right: str) -> None:
    assert key(left) + key(right) == key(left + right)
    assert key(key(left)) == key(left)


@given(texts(), st.data())
def test_what_is_found_in_the_key_is_there_in_the_text(text: str, data: st.DataObject) -> None:
    folded = normalise(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.source(start, end)
    assert 0 <= span.start < span.end <= len(text)
    assert folded.text[start:end] in key(text[span.start : span.end])


@pytest.mark.parametrize(
    "forms",
    [
        ["إلى", "الي", "اِلَى", "إلـــى", "ﺇﻟﻰ", "\u200fإلى\u200f", "ا\u0655لى"],
        ["الأول", "الاول", "ﺍﻷﻭﻝ", "ٱلأوّل", "الا\u0654ول"],
        ["مدينة", "مدينه", "مَدينةٌ", "مدی‌نة"],
        ["2016", "٢٠١٦", "۲۰۱۶"],
        ["١٢٫٥", "12.5"],
        ["مسؤول", "مسوول"],
        ["عائلة", "عايله"],
        ["ﷲ", "الله", "اللّٰه"],
        ["Café", "cafe\u0301", "CAFE"],
        ["حلب\u00a0الشهباء", "حلب الشهباء"],
        ["كتاباً", "كتاباﹰ", "كتابا"],
        ["❤\ufe0f", "❤"],
    ],
)
def test_forms_of_one_word_meet(forms: list[str]) -> None:
    assert len({key(form) for form in forms}) == 1


def test_different_letters_stay_apart() -> None:
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچژگڤ"
    assert len({key(letter) for letter in letters}) == len(letters)
    assert key("أ\nب\u2028ج") == "ا\nب\u2028ج"


def test_the_way_back_from_ligatures_and_marks() -> None:
    text = "قَصَفَ ﻻ حلـب"
    folded = normalise(text)
    assert folded.text == "قصف لا حلب"
    assert list(folded.origin) == [0, 2, 4, 6, 7, 7, 8, 9, 10, 12]
    assert folded.source(0, 3) == Span(0, 5)
    assert snap(text, folded.source(0, 3)) == Span(0, 6)
    assert folded.source(5, 6) == Span(7, 8)
    for start, end in ((0, 0), (3, 2), (-1, 2), (0, 11)):
        with pytest.raises(ValueError, match="no stretch"):
            folded.source(start, end)


def test_the_table_is_the_same_on_every_python() -> None:
    digest = sha256(repr(sorted(_TABLE.items())).encode()).hexdigest()
    assert (len(_TABLE), digest[:16]) == (1408, "8ead33aa2e17dcfe")


@pytest.mark.parametrize("block", [range(0x250), range(0x600, 0x700), range(0x8A0, 0x900)])
def test_canonically_equal_letters_have_one_key(block: range) -> None:
    for char in map(chr, block):
        assert key(char) == key(unicodedata.normalize("NFD", char))


def test_the_articles() -> None:
    spellings: Counter[str] = Counter()
    for text in articles():
        folded = normalise(text)
        for found in regex.finditer(r"\bالي\b", folded.text):
            spellings[text[slice(*folded.source(*found.span()))]] += 1
    assert spellings == {"إلى": 21, "الى": 4}
