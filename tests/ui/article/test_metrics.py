"""The numbers of the interface specification, section 3."""

from __future__ import annotations

import pytest

from annotator.model import Span
from ui.article.metrics import BESIDE, MARGIN, column_width, paragraph_gap, zones_for


def test_zones_at_the_size_of_the_specification() -> None:
    zones = zones_for(20)
    assert (zones.chip_top, zones.fill_top, zones.fill_bottom) == (-32, -18, 9)
    assert (zones.bar(1), zones.bar(2), zones.bar_height) == (10, 14, 2)
    assert (zones.box_top, zones.box_bottom, zones.handle_top, zones.handle_bottom) == (-14, 7, -20, 19)
    assert [zones.pitch(lanes) for lanes in (0, 1, 2, 3)] == [44, 44, 48, 52]
    assert zones_for(20, dense=True).pitch(1) == 50
    assert zones_for(20, chips=False).pitch(1) == 38
    assert zones_for(20, headline=True).pitch(1) == 44
    assert zones_for(20, headline=True).size == 25
    assert (paragraph_gap(20), paragraph_gap(20, after_headline=True)) == (12, 16)


def test_chips_and_bars_grow_once() -> None:
    assert (zones_for(28).chip_height, zones_for(28).bar_height) == (14, 2)
    assert (zones_for(29).chip_height, zones_for(29).bar_height) == (18, 3)


@pytest.mark.parametrize("size", range(14, 41))
@pytest.mark.parametrize("dense", [False, True])
def test_a_line_never_reaches_into_the_next(size: int, dense: bool) -> None:
    zones = zones_for(size, dense=dense)
    for lanes in range(6):
        assert zones.above + zones.below(max(lanes, 1)) - zones.pitch(lanes) <= zones.above + zones.chip_top
        assert zones.above >= -zones.chip_top


def test_the_column() -> None:
    assert [column_width(width, 20) for width in (688, 848, 1200, 1900)] == [560, 616, 680, 680]
    assert column_width(600, 20) == 600 - BESIDE - 2 * MARGIN
    assert column_width(700, 40) == 700 - BESIDE - 2 * MARGIN


def test_a_mark_in_a_title_of_one_line_moves_nothing(make_view, make_mark) -> None:
    text = "عنوان قصير\nنص طويل يأتي بعد العنوان"
    view = make_view(text)
    before = view.rects(Span(11, 13))
    view.change_marks([], [make_mark("m", (0, 5))])
    assert view.rects(Span(11, 13)) == before


def test_a_wrapped_title_makes_room_where_marks_are(make_view, make_mark) -> None:
    title = "عنوان أطول من سطر واحد يحكي عن مدينة بعيدة وعن أهلها الطيبين وعن الطريق إليها"
    view = make_view(title + "\nنص", width=500)
    lines = view.scene.layout(0).lines
    assert [line.bottom - line.top for line in lines] == [44] * len(lines)
    view.change_marks([], [make_mark("m", (lines[1].start, lines[1].start + 4))])
    assert [line.bottom - line.top for line in lines[:1]] == [50]
