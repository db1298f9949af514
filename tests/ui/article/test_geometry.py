"""Boxes against pixels: what Qt's own selection paints is the judge."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout

from annotator.text.graphemes import boundaries
from ui.article.layout import BlockLayout
from ui.article.metrics import zones_for
from ui.theme import article_font

pytestmark = pytest.mark.usefixtures("naskh")

WORDS = [
    "قال", "الله", "لا", "الأممالمتحدة", "مُحَمَّدٌ", "السلام", "لمح", "بـــه", "عبد\u200cالله", "(سبتمبر)", "«حلب»", "”صح“",
    "Reuters", "G20", "C++", "(BlueTide", "Marine)", "2016", "15/12/2016", "25%", "١٢٫٥", "-5", "+963", "3-4", "#حلب",
    "😀", "👩‍👩‍👧", "🇸🇾", "\u200fUTC+3", "e\u0301", "،", "؛", ":", "و", "أ.ف.ب", "a\u00a0b",
]  # fmt: skip
mixed = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)


def painted(layout: BlockLayout, start: int, end: int) -> list[tuple[int, float, float]]:
    """The columns that Qt's selection painting fills, line by line, measured on an image.

    Each line is selected by itself, without the space that hangs over the edge of a wrapped line: Qt would widen the
    box by that space, on the wrong side.
    """
    width = int(layout.width) + 80
    image = QImage(width, int(layout.height) + 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    black = QTextCharFormat()
    black.setBackground(QColor("black"))
    black.setForeground(QColor("black"))
    chosen = []
    for number, line in enumerate(layout.lines):
        first, last = max(start, line.start), min(end, layout.visible_end(number))
        if first < last:
            chosen.append(QTextLayout.FormatRange())
            chosen[-1].start = layout.offsets.utf16(first)
            chosen[-1].length = layout.offsets.utf16(last) - chosen[-1].start
            chosen[-1].format = black
    painter = QPainter(image)
    painter.setPen(QColor("white"))
    layout.qt.draw(painter, QPointF(40, 0), chosen)
    painter.end()
    found = []
    for number, line in enumerate(layout.lines):
        row = int(line.baseline - line.qt.ascent() / 2)
        dark = [255 - image.pixelColor(x, row).lightness() for x in range(width)]
        x = 0
        while x < width:
            if not dark[x]:
                x += 1
                continue
            first = x
            while x < width and dark[x]:
                x += 1
            left = first + 1 - dark[first] / 255
            right = x - 1 + dark[x - 1] / 255
            found.append((number, left - 40, right - 40))
    return found


def joined(pieces: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Pieces in order, joined where they are closer than 1.5 px."""
    done: list[tuple[int, float, float]] = []
    for line, left, right in sorted(pieces):
        if done and done[-1][0] == line and left - done[-1][2] < 1.5:
            done[-1] = (line, done[-1][1], max(right, done[-1][2]))
        else:
            done.append((line, left, right))
    return done


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=mixed, width=st.integers(180, 900), size=st.sampled_from([14, 20, 22, 31]), data=st.data())
def test_boxes_are_where_qt_paints_a_selection(qapp, text: str, width: int, size: int, data) -> None:
    layout = BlockLayout(text, article_font(size), width, zones_for(size))
    edges = boundaries(text)
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    lines = layout.lines
    assume(not any(layout._cluster(lines[layout.line_at(edge)], edge) for edge in (start, end)))
    ours = joined([tuple(piece) for piece in layout.pieces(start, end)])
    theirs = joined(painted(layout, start, end)) if start < end else []
    theirs = [piece for piece in theirs if piece[2] - piece[1] > 1.5 or any(abs(piece[1] - o[1]) < 3 for o in ours)]
    assert len(ours) == len(theirs), (text[start:end], ours, theirs)
    for mine, qts in zip(ours, theirs, strict=True):
        assert mine[0] == qts[0]
        assert mine[1] == pytest.approx(qts[1], abs=1.5), text[start:end]
        assert mine[2] == pytest.approx(qts[2], abs=1.5), text[start:end]


@pytest.mark.parametrize(
    "text", ["الله", "لا", "بالله", "قال الله لا إله إلا الله", "والسلام", "لأحمد", "لِأَحْمَد", "فلآخرين ﷲ"]
)
def test_letters_that_share_a_glyph_share_its_room(qapp, text: str) -> None:
    """Every letter can be seen and hit, and the parts of a word tile the word."""
    layout = BlockLayout(text, article_font(20), 600, zones_for(20))
    edges = boundaries(text)
    (whole,) = layout.pieces(0, len(text))
    for middle in edges[1:-1]:
        (right,), (left,) = layout.pieces(0, middle), layout.pieces(middle, len(text))
        assert right.right == pytest.approx(whole.right)
        assert right.left == pytest.approx(left.right)
        assert left.left == pytest.approx(whole.left)
    assert [(cell.start, cell.end) for cell in reversed(layout.cells(0))] == list(pairwise(edges))
    assert all(cell.right - cell.left > 2 for cell in layout.cells(0))


def test_an_end_inside_a_grapheme_is_snapped_for_the_box_only(qapp) -> None:
    text = "قال مُحَمَّدٌ اليوم"
    layout = BlockLayout(text, article_font(20), 600, zones_for(20))
    whole = layout.pieces(4, 13)
    assert text[4:13] == "مُحَمَّدٌ"
    assert layout.pieces(5, 12) == whole


def test_a_space_that_hangs_over_the_edge_has_no_box(qapp) -> None:
    layout = BlockLayout("كلمة " * 40, article_font(20), 300, zones_for(20))
    line = layout.lines[0]
    assert layout.text[line.end - 1] == " "
    assert layout.pieces(line.end - 1, line.end) == []


def test_lines_are_flush_right_and_inside_the_column(qapp, articles) -> None:
    layout = BlockLayout(articles[1], article_font(20), 500, zones_for(20))
    for number, line in enumerate(layout.lines):
        cells = layout.cells(number)
        assert cells[-1].right == pytest.approx(500, abs=1.5)
        assert cells[0].left >= -0.5
        assert line.qt.textLength() > 0


def test_a_first_byte_order_mark_shifts_nothing(qapp) -> None:
    plain = BlockLayout("\u200bحلب تحترق", article_font(20), 600, zones_for(20))
    for first in ("\ufeff", "\ufffe"):
        marked = BlockLayout(first + "حلب تحترق", article_font(20), 600, zones_for(20))
        assert marked.pieces(1, 4) == plain.pieces(1, 4)
        assert marked.qt.text() == plain.qt.text()


def test_the_whole_text_is_laid_out_whatever_it_holds(qapp) -> None:
    text = "أ\ud800ب\u000bج\u000cد\ufffcه\x85و\u2028ز😀"
    layout = BlockLayout(text, article_font(20), 600, zones_for(20))
    assert len(layout.lines) == 1
    assert layout.lines[0].end == len(text)
    assert layout.pieces(len(text) - 2, len(text) - 1) != []
