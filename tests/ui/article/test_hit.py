"""Every grapheme of every article can be hit where it stands. Qt's own answer is wrong on wrapped lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF

from annotator.text.graphemes import boundaries
from ui.article.layout import BlockLayout
from ui.article.metrics import zones_for
from ui.theme import article_font

pytestmark = pytest.mark.usefixtures("naskh")

OWN = """قال 😀 حلب 👩‍👩‍👧 في 🇸🇾 سوريا إنّ «الأممالمتحدة» (United Nations) لا ترى إلّا 12,5% من ١٢٫٥ مليون، وفق Reuters وأ.ف.ب.
عَبْدُ الرَّحْمٰنِ الكاظِمِيُّ زار الـ12 بلدة\u200f و5-3 قرى: C++ UTC+3 #حلب عبد\u200cالله والسلام لأحمد ولا\u00a0شيء.
[3] (سبتمبر) ”بلا إغلاق“ “ثم” -5 درجات، 15/12/2016\tنهاية e\u0301t\u00e9"""


@pytest.mark.parametrize("width", [240, 560, 616, 1400])
def test_every_grapheme_of_the_articles(make_view, articles, width: int) -> None:
    for text in articles:
        check_all(text, width)


@pytest.mark.parametrize("size", [14, 20, 33])
@pytest.mark.parametrize("width", [180, 300, 560, 900])
def test_every_grapheme_of_hard_lines(make_view, width: int, size: int) -> None:
    check_all(OWN, width, size)


def check_all(text: str, width: int, size: int = 20) -> None:
    """At the middle of each box stands its grapheme; near its edges, the positions before and after it."""
    missed = []
    for paragraph in text.splitlines():
        layout = BlockLayout(paragraph, article_font(size), width, zones_for(size))
        for start, end in pairwise(boundaries(paragraph)):
            pieces = layout.pieces(start, end)
            if not pieces:
                continue
            line, left, right = pieces[0]
            cell = layout.cell_at(line, (left + right) / 2)
            assert cell is not None
            near, far = left + (right - left) * 0.8, left + (right - left) * 0.2
            if not cell.rtl:
                near, far = far, near
            found = (cell.start, cell.end), layout.position_at(line, near), layout.position_at(line, far)
            if found != ((start, end), start, end):
                missed.append((paragraph[start:end], found, start, end))
    assert missed == []


def test_all_that_is_not_hit_takes_no_room(naskh, articles) -> None:
    """What has no box is a space that hangs over a line's edge, or an invisible sign."""
    for text in [*articles, OWN]:
        for paragraph in text.splitlines():
            layout = BlockLayout(paragraph, article_font(20), 420, zones_for(20))
            for start, end in pairwise(boundaries(paragraph)):
                if not layout.pieces(start, end) and paragraph[start] not in "\t\u200b\u200e\u200f":
                    line = layout.line_at(start)
                    assert start >= layout.visible_end(line)


def test_beside_a_line_stand_its_ends(make_view) -> None:
    view = make_view("وصل مراسل Reuters إلى المدينة " * 12, width=420)
    breaks = view.line_breaks()
    layout = view.scene.layout(0)
    for number, start in enumerate(breaks):
        y = layout.lines[number].baseline + view.scene.top(0) - 5
        origin = view.origin()
        assert view.position_at(QPointF(origin.x() + layout.width + 20, y + origin.y())) == start
        end = view.position_at(QPointF(origin.x() - 20, y + origin.y()))
        assert end == layout.visible_end(number)
        assert view.grapheme_at(QPointF(origin.x() - 20, y + origin.y())) is None


def test_a_latin_word_is_hit_in_its_own_direction(make_view) -> None:
    text = "وصل مراسل Reuters إلى"
    view = make_view(text)
    start = text.index("Reuters")
    (box,) = view.rects((start, start + 7))
    y = box.center().y()
    assert view.position_at(QPointF(box.left() + 1, y)) == start
    assert view.position_at(QPointF(box.right() - 1, y)) == start + 7


def test_positions_and_carets_agree(make_view) -> None:
    """The caret of a position stands at an edge of a grapheme that touches the position."""
    view = make_view(OWN)
    for position in boundaries(OWN):
        number, caret = view.scene.caret(position)
        layout = view.scene.layout(number)
        local = position - view.scene.blocks[number].start
        edges = {
            round(x, 2)
            for cell in layout.cells(caret.line)
            for x in (cell.left, cell.right)
            if local in (cell.start, cell.end)
        }
        assert round(caret.x, 2) in edges or not edges
