"""Where chips stand: the rules of the interface specification, on any line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.article.chips import GAP, HOLD, Form, Wish, place_chips
from ui.article.metrics import HANG


@st.composite
def wishes(draw) -> list[Wish]:
    made = []
    for number in range(draw(st.integers(0, 14))):
        left = draw(st.integers(0, 600))
        width = draw(st.integers(1, 200))
        full = draw(st.integers(12, 90))
        short = draw(st.integers(10, 40))
        first = draw(st.booleans()) and number < 2
        made.append(Wish(str(number), left, left + width, draw(st.integers(1, 40)), (full, short), first))
    return made


@given(wishes())
def test_no_two_chips_meet(made: list[Wish]) -> None:
    placed = place_chips(made)
    for one, other in pairwise(placed):
        assert other.right + GAP <= one.left


@given(wishes())
def test_a_chip_stands_over_its_mention(made: list[Wish]) -> None:
    by_id = {wish.id: wish for wish in made}
    for chip in place_chips(made):
        wish = by_id[chip.id]
        assert chip.right <= wish.right
        if chip.right < wish.right and not wish.first:
            assert chip.right - wish.left >= min(HOLD, chip.right - chip.left)
        assert chip.left >= -HANG


@given(wishes())
def test_the_chosen_chip_is_there_in_full_where_the_line_has_room(made: list[Wish]) -> None:
    chosen = [wish for wish in made if wish.first]
    if len(chosen) == 1 and chosen[0].right - chosen[0].widths[0] >= -HANG:
        (chip,) = [chip for chip in place_chips(made) if chip.id == chosen[0].id]
        assert chip.form is Form.FULL
        assert chip.right == chosen[0].right


def test_order_and_steps_down() -> None:
    outer = Wish("outer", 100, 200, 20, (40, 20))
    inner = Wish("inner", 150, 200, 8, (40, 20))
    placed = {chip.id: chip for chip in place_chips([inner, outer])}
    assert (placed["outer"].left, placed["outer"].right) == (160, 200)
    assert placed["inner"].right == 158
    small = Wish("small", 188, 200, 3, (40, 20))
    assert [chip.id for chip in place_chips([outer, small])] == ["outer"]
    beside = Wish("beside", 157, 200, 8, (200, 20))
    forms = {chip.id: chip.form for chip in place_chips([outer, beside])}
    assert forms == {"outer": Form.FULL}
    reach = Wish("reach", 60, 200, 8, (300, 30))
    forms = {chip.id: chip.form for chip in place_chips([outer, reach])}
    assert forms["reach"] is Form.FULL or forms["reach"] is Form.SHORT


def test_at_the_left_edge_a_chip_hangs_out_and_then_shortens() -> None:
    (chip,) = place_chips([Wish("a", 0, 20, 3, (40, 20))])
    assert (chip.left, chip.form) == (-20, Form.FULL)
    (chip,) = place_chips([Wish("a", 0, 20, 3, (60, 20))])
    assert (chip.left, chip.form) == (0, Form.SHORT)
    (chip,) = place_chips([Wish("a", 0, 8, 3, (60, 50))])
    assert chip.form is Form.DOT


def test_chips_in_the_view_stay_in_their_zone(make_view, make_mark) -> None:
    """They meet neither each other nor a fill, a bar or the words of any line."""
    text = "وزير الأشغال العامة سليم الهاشمي في مدينة رأس النخيل الساحلية قرب جسر الميناء القديم " * 4
    marks = []
    words = [(i, part) for i, part in enumerate(text.split(" ")) if part]
    at = 0
    for number, part in words:
        marks.append(
            make_mark(f"m{number}", (at, at + len(part)), name=["شخص", "منظمة", "Organisation"][number % 3], short="من")
        )
        if number % 4 == 0:
            marks.append(make_mark(f"o{number}", (at, min(len(text), at + len(part) + 9)), name="منصب رفيع"))
        at += len(part) + 1
    view = make_view(text, marks, width=520)
    for chosen in (None, marks[3].id, marks[8].id):
        view.select_mark(chosen)
        chips = [rect for _, rect in view.chip_rects()]
        assert len(chips) > 10
        assert chosen is None or chosen in [mark_id for mark_id, _ in view.chip_rects()]
        fills = [rect for mark in marks for span in mark.spans for rect in view.rects(span)]
        for i, rect in enumerate(chips):
            assert not any(rect.intersects(other) for other in chips[i + 1 :])
            assert not any(rect.intersects(fill) for fill in fills)
            assert rect.left() >= view.origin().x() - HANG
