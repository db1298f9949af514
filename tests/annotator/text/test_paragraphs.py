from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from annotator.text.paragraphs import Paragraph, index_at, split
from tests.annotator.text.strategies import articles, texts

SEPARATORS = {"", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"}


@given(texts())
def test_paragraphs_tile_the_text(text: str) -> None:
    found = split(text)
    assert "".join(text[p.start : p.next] for p in found) == text
    assert found[0].start == 0
    assert all(left.next == right.start for left, right in pairwise(found))
    for paragraph in found:
        assert not SEPARATORS - {""} & set(text[paragraph.start : paragraph.end])
        assert text[paragraph.end : paragraph.next] in SEPARATORS
    assert all(paragraph.next > paragraph.end for paragraph in found[:-1])
    assert found[-1].end == found[-1].next == len(text)


@given(texts())
def test_every_code_point_has_one_paragraph(text: str) -> None:
    found = split(text)
    for offset in range(len(text)):
        (index,) = [at for at, paragraph in enumerate(found) if paragraph.start <= offset < paragraph.next]
        assert index_at(found, offset) == index
    assert index_at(found, len(text)) == len(found) - 1
    for outside in (-1, len(text) + 1):
        with pytest.raises(ValueError, match="outside"):
            index_at(found, outside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(0, 0, 0)]),
        ("حلب", [(0, 3, 3)]),
        ("أ\n", [(0, 1, 2), (2, 2, 2)]),
        ("أ\r\nب\rج", [(0, 1, 3), (3, 4, 5), (5, 6, 6)]),
        ("\n\r", [(0, 0, 1), (1, 1, 2), (2, 2, 2)]),
        ("أ\x85ب\u2028ج\u2029", [(0, 1, 2), (2, 3, 4), (4, 5, 6), (6, 6, 6)]),
        ("أ\x0bب\x0cج\x1c", [(0, 6, 6)]),
    ],
)
def test_separators(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert split(text) == tuple(Paragraph(*p) for p in expected)


def test_the_articles() -> None:
    counts = [len(split(text)) for text in articles()]
    assert counts == [text.count("\n") + 1 for text in articles()]
