from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import is_boundary
from annotator.text.spans import Span
from annotator.text.words import _near, next_word, previous_word, trim, without_spaces, word_at, words
from tests.annotator.text.strategies import articles, texts


def surfaces(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في الـ12 و200 يتعرّض", ["في", "الـ12", "و200", "يتعرّض"]),
        ("5,000 ١٢٫٥ 10.5 1,250.75", ["5,000", "١٢٫٥", "10.5", "1,250.75"]),
        ('لـ"سكاي نيوز" «حلب» (سبتمبر) متواطئين”.', ["لـ", "سكاي", "نيوز", "حلب", "سبتمبر", "متواطئين"]),
        ("15/12/2016 3-4 25% +963", ["15", "12", "2016", "3", "4", "25", "963"]),
        ("عبد‌الله عبدالأحد مُحَمَّدٌ", ["عبد‌الله", "عبدالأحد", "مُحَمَّدٌ"]),
        ("أ.ف.ب 30 ق.م. د.محمد فلسطين.بالرغم", ["أ.ف.ب", "30", "ق.م", "د", "محمد", "فلسطين", "بالرغم"]),
        ("وأ.ف.ب أَ.فَ", ["وأ", "ف.ب", "أَ.فَ"]),
        ("قال:كذا و'حلب' ما’بعد سنة·أخرى", ["قال", "كذا", "و", "حلب", "ما", "بعد", "سنة", "أخرى"]),
        ("www.aljazeera.net don't #حلب @user_name", ["www.aljazeera.net", "don't", "حلب", "user_name"]),
        ("BBCوالـCNN", ["BBCوالـCNN"]),
        ("حلب\u200f، \u200fسوريا\u200f.", ["حلب", "سوريا"]),
        ("ـــــ ___ ‏ ، 😀 🇸🇾 ٫", []),
        ("؀١٢ 1️⃣ 漢字", ["؀١٢", "1️⃣", "漢", "字"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@given(texts())
def test_words_are_in_order_and_split_no_grapheme(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert is_boundary(text, word.start)
        assert is_boundary(text, word.end)
        assert not regex.search(r"[\s\n\x85\u2028\u2029]", text[word.start : word.end])
        end = word.end


@given(texts())
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    covered = {at for word in words(text) for at in range(*word)}
    for found in regex.finditer(r"(?V1)[[\p{L}\p{N}]--[\u0640\p{GCB=Prepend}\p{GCB=SpacingMark}\p{ExtPict}]]", text):
        assert found.start() in covered


@given(texts())
def test_a_look_at_one_place_sees_what_a_scan_sees(text: str) -> None:
    every = words(text)
    for pos in range(len(text) + 1):
        holding = [word for word in every if word.start <= pos <= word.end]
        assert word_at(text, pos) == (holding[-1] if holding else None)
        assert next_word(text, pos) == next((word for word in every if word.start >= pos), None)
        assert previous_word(text, pos) == next((word for word in reversed(every) if word.start < pos), None)


@given(texts(), st.data())
def test_a_part_holds_the_words_that_lie_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert words(text, start, end) == [word for word in words(text) if start <= word.start and word.end <= end]


@pytest.mark.parametrize("piece", ["حلب 12 ", "حلب، ", "a\n", "漢字。", "- "])
def test_a_long_text_is_looked_at_in_one_place_only(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    middle = len(text) // 2
    for pos in range(middle, middle + 20):
        assert all(pos - 8 < word.start for word in _near(text, pos, pos + 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" «حلب»، ", "حلب"),
        ("(الأمم المتحدة).", "الأمم المتحدة"),
        ("الـ12", "الـ12"),
        ("25%", "25%"),
        ("(٪٢٥)", "٪٢٥"),
        ("حلب%", "حلب"),
        ("\u200fحلب\u200f\u00a0", "حلب"),
        ("#حلب", "حلب"),
        ("$5", "$5"),
        ("😀", "😀"),
        ("مُحَمَّدٌ.َ", "مُحَمَّدٌ"),
        ("شركة «النور».", "شركة «النور»"),
        ("شركة (BlueTide Marine)", "شركة (BlueTide Marine)"),
        ("(BlueTide) شركة،", "(BlueTide) شركة"),
        ('(مجلة "الآداب"', 'مجلة "الآداب"'),
        (" ،.\n", None),
        ("", None),
    ],
)
def test_trim(text: str, expected: str | None) -> None:
    found = trim(text, Span(0, len(text)))
    assert (text[found.start : found.end] if found else None) == expected


@given(texts(), st.data())
def test_trim_goes_inward_and_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = trim(text, Span(start, end))
    if found is None:
        assert not regex.search(r"[\p{L}\p{N}\p{S}]", text[start:end])
        return
    assert start <= found.start < found.end <= end
    assert trim(text, found) == found
    assert not regex.search(r"[\p{L}\p{N}\p{S}]", text[start : found.start] + text[found.end : end])


@given(texts(), st.data())
def test_without_spaces_loses_spaces_only(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = without_spaces(text, Span(start, end))
    assert (text[found.start : found.end] if found else "") == text[start:end].strip()


def test_the_articles() -> None:
    found = [surfaces(text) for text in articles()]
    assert sum(map(len, found)) == 2_248
    assert "الـ12" in found[3]
    assert "و200" in found[2]
    assert "الأممالمتحدة" in found[1]
