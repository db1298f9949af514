"""The order of letters on a line, checked by another implementation of the bidirectional algorithm."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from bidi import get_display

from annotator.text.graphemes import boundaries
from ui.article.layout import BlockLayout
from ui.article.metrics import zones_for
from ui.theme import article_font

pytestmark = pytest.mark.usefixtures("naskh")

HARD = [
    "قال (سبتمبر) إن 15/12/2016 يوم",
    "ارتفع 25% وانخفض -5 ثم +963 و3-4",
    "شركة «بلو تايد» (BlueTide Marine) احتجاجاً",
    "لغة C++ و UTC+3 في #حلب",
    "5- أولا: Reuters و BBC عربي",
    "”صح“ [3] {نص} <وسم>",
    "مبلغ ١٢٫٥ مليون و12.5 مليون و5,000 ليرة",
    "الـ12 بلدة\u00a0و\u00a0200 قرية",
]


def invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


def check(text: str) -> None:
    layout = BlockLayout(text, article_font(20), 1_000_000, zones_for(20))
    assert len(layout.lines) == 1
    cells = layout.cells(0)
    ours = "".join(letter for cell in cells for letter in text[cell.start : cell.end] if not invisible(letter))
    theirs = "".join(letter for letter in get_display(text, base_dir="R") if not invisible(letter))
    assert ours == theirs


@pytest.mark.parametrize("text", HARD)
def test_hard_lines(naskh, text: str) -> None:
    check(text)


def test_the_articles(naskh, articles) -> None:
    for article in articles:
        for paragraph in article.splitlines():
            check(paragraph.rstrip())


def test_every_grapheme_is_in_one_place(naskh) -> None:
    for text in HARD:
        layout = BlockLayout(text, article_font(20), 1_000_000, zones_for(20))
        assert sorted((cell.start, cell.end) for cell in layout.cells(0)) == list(pairwise(boundaries(text)))
        assert all(one.right == pytest.approx(other.left, abs=0.1) for one, other in pairwise(layout.cells(0)))
