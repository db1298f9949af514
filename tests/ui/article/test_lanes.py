"""Lanes: the innermost bar nearest to the words, no two in one place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.article.lanes import Extent, lanes_of

extents = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=25).map(
    lambda pairs: [Extent(str(i), start, start + length) for i, (start, length) in enumerate(pairs)]
)


@given(extents)
def test_marks_that_overlap_have_lanes_of_their_own(made: list[Extent]) -> None:
    lanes = lanes_of(made)
    for i, one in enumerate(made):
        for other in made[i + 1 :]:
            if one.start < other.end and other.start < one.end:
                assert lanes[one.id] != lanes[other.id]


@given(extents)
def test_an_enclosing_mark_lies_below_all_that_it_holds(made: list[Extent]) -> None:
    lanes = lanes_of(made)
    for one in made:
        for other in made:
            longer = one.end - one.start > other.end - other.start
            if longer and one.start <= other.start and other.end <= one.end:
                assert lanes[one.id] > lanes[other.id]


@given(extents)
def test_a_mark_alone_is_in_the_first_lane(made: list[Extent]) -> None:
    lanes = lanes_of(made)
    for one in made:
        if not any(one != other and one.start < other.end and other.start < one.end for other in made):
            assert lanes[one.id] == 1


def test_three_nested_levels() -> None:
    made = [Extent("post", 0, 20), Extent("police", 5, 20), Extent("port", 10, 20), Extent("next", 21, 24)]
    assert lanes_of(made) == {"post": 3, "police": 2, "port": 1, "next": 1}


def test_only_the_lines_that_hold_a_mark_need_its_lane(make_view, make_mark) -> None:
    text = "كلمة " * 60
    view = make_view(text, (make_mark("outer", (5, 200)), make_mark("inner", (100, 104))), width=420)
    layout, dress = view.scene.layout(0), view.scene.dress(0)
    assert dress.lanes == {"outer": 2, "inner": 1}
    for line, lanes in zip(layout.lines, dress.counts, strict=True):
        assert lanes == (2 if line.start < 200 else 0)
