from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.text.bidi import _MIRROR, _wrapped, columns, visual, visual_lines
from annotator.text.paragraphs import split
from tests.annotator.text.strategies import articles, texts

ARABIC = st.text(st.sampled_from("حبتثجدرسعفقكمنهوي ،؟()[]«»<>.!"), max_size=30)


def unshaped(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ""),
        ("حلب", "ﺐﻠﺣ"),
        ("إلى", "ﻰﻟﺇ"),
        ("لا", "ﻻ"),
        ("الله", "ﻪﻠﻟﺍ"),
        ("(حلب)", "(ﺐﻠﺣ)"),
        ("حلب (BBC News) قال", "ﻝﺎﻗ (BBC News) ﺐﻠﺣ"),
        ("f(x) حلب", "ﺐﻠﺣ f(x)"),
        ("AB(حلب)CD", "CD(ﺐﻠﺣ)AB"),
        ("((حلب)", "(ﺐﻠﺣ))"),
        ("حلب > 3", "3 < ﺐﻠﺣ"),
        ("«حلب", "ﺐﻠﺣ»"),
        ("15/12/2016 و25%", "%25ﻭ 15/12/2016"),
        ("١٢٫٥ حلب", "ﺐﻠﺣ ١٢٫٥"),
        ("حَلَبُ", "ﺐُﻠَﺣَ"),
        ("حلب\u200f، \u2067A\u2069", "A ،ﺐﻠﺣ"),
        ("حلب 👩‍👩‍👧 ❤️ 🇸🇾", "🇸🇾 ❤️ 👩‍👩‍👧 ﺐﻠﺣ"),
        ("\x1b[31mحلب\tو\n", " ﻭ ﺐﻠﺣ31m]\ufffd"),
    ],
)
def test_visual(line: str, expected: str) -> None:
    assert visual(line) == expected


@given(ARABIC)
def test_a_line_of_arabic_alone_is_read_from_the_right(line: str) -> None:
    read = "".join(_MIRROR.get(char, char) for char in reversed(visual(line)))
    assert unshaped(read) == line


@given(st.text(st.sampled_from("abcd ()[]«»<>.!12"), max_size=30))
def test_brackets_between_latin_letters_are_not_turned(line: str) -> None:
    assert visual(f"a{line}z") == f"a{line}z"


@given(texts())
def test_nothing_is_lost_and_nothing_can_steer_a_terminal(line: str) -> None:
    laid = visual(line)
    assert not any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in laid)
    kept = [char for char in line if char.isalnum() and unicodedata.category(char) != "Lm"]
    letters = unicodedata.normalize("NFKD", laid)
    assert all(char in letters for char in unicodedata.normalize("NFKD", "".join(kept)))


@given(texts(), st.integers(1, 30))
@example("ححححححححححححححح\u200dReuters للأمم ", 27)  # two words that join differently side by side
def test_wrapped_lines_hold_all_the_words_and_fit(text: str, width: int) -> None:
    assert len(visual_lines(text, width)) >= len(split(text))
    paragraph = text.translate(dict.fromkeys(map(ord, "\n\r\t\x85\u2028\u2029"), " "))
    lines = list(_wrapped(paragraph, width))
    assert "".join("".join(lines).split()) == "".join(paragraph.split())
    for line in lines:
        assert columns(line.strip()) <= max(width, 2)


@pytest.mark.parametrize("width", [24, 60, 100])
def test_the_articles_fit_and_stand_at_the_right(width: int) -> None:
    for text in articles():
        lines = visual_lines(text, width)
        assert all(sum(not unicodedata.combining(char) for char in line) == width for line in lines)
        assert len(lines) >= text.count("\n") + 1


def test_empty_paragraphs_stay() -> None:
    assert visual_lines("حلب\n\nقال", 5) == ["  ﺐﻠﺣ", "     ", "  ﻝﺎﻗ"]
    assert visual_lines("", 3) == ["   "]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert [line.strip() for line in visual_lines("abcdefgh ij", 3)] == ["abc", "def", "gh", "ij"]
    with pytest.raises(ValueError, match="0 columns"):
        visual_lines("حلب", 0)


def test_every_pair_is_mirrored_by_unicode_too() -> None:
    assert all(unicodedata.mirrored(char) and _MIRROR[_MIRROR[char]] == char for char in _MIRROR)
    assert len(_MIRROR) == 78


def test_shaping_is_loaded_only_when_asked_for() -> None:
    program = "import sys, annotator.text.bidi; assert not {'bidi', 'arabic_reshaper'} & set(sys.modules)"
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=root)
