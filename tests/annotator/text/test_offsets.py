from __future__ import annotations

import pytest
from hypothesis import given

from annotator.text.offsets import OffsetMap
from tests.annotator.text.strategies import articles, texts


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts())
def test_every_offset_goes_there_and_back(text: str) -> None:
    offsets = OffsetMap(text)
    for cp in range(len(text) + 1):
        assert offsets.utf16(cp) == units(text[:cp])
        assert offsets.utf8(cp) == len(text[:cp].encode())
        assert offsets.from_utf16(offsets.utf16(cp)) == cp
        assert offsets.from_utf8(offsets.utf8(cp)) == cp
    assert offsets.utf16_length == units(text)
    assert offsets.utf8_length == len(text.encode())
    assert offsets.has_astral == (units(text) != len(text))


@given(texts())
def test_an_offset_inside_a_character_is_refused(text: str) -> None:
    offsets = OffsetMap(text)
    starts16 = {offsets.utf16(cp) for cp in range(len(text) + 1)}
    starts8 = {offsets.utf8(cp) for cp in range(len(text) + 1)}
    for u in set(range(offsets.utf16_length + 1)) - starts16:
        with pytest.raises(ValueError, match="inside a character"):
            offsets.from_utf16(u)
    for b in set(range(offsets.utf8_length + 1)) - starts8:
        with pytest.raises(ValueError, match="inside a character"):
            offsets.from_utf8(b)


@pytest.mark.parametrize("text", ["", "abc", "حلب", "قال 😀"])
def test_an_offset_outside_the_text_is_refused(text: str) -> None:
    offsets = OffsetMap(text)
    for convert in (offsets.utf16, offsets.from_utf16, offsets.utf8, offsets.from_utf8):
        for outside in (-1, len(text.encode()) + 1):
            with pytest.raises(ValueError, match="outside the text"):
                convert(outside)


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 513])
def test_utf8_is_right_at_the_borders_of_the_table(size: int) -> None:
    text = ("حa😀" * 200)[:size]
    offsets = OffsetMap(text)
    for cp in range(size + 1):
        assert offsets.utf8(cp) == len(text[:cp].encode())
        assert offsets.from_utf8(offsets.utf8(cp)) == cp


def test_a_family_a_flag_and_a_face() -> None:
    offsets = OffsetMap("قال 😀 حلب 👩‍👩‍👧 في 🇸🇾 سوريا")
    assert (offsets.utf16_length, offsets.utf16(4), offsets.utf16(5), offsets.from_utf16(6)) == (33, 4, 6, 5)


def test_the_articles_need_no_table() -> None:
    for text in articles():
        offsets = OffsetMap(text)
        assert not offsets.has_astral
        assert offsets.utf16_length == len(text)
        assert text.encode()[: offsets.utf8(1000)].decode() == text[:1000]
