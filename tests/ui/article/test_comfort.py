"""Face, spacing and column as a person chooses them; places that a search has found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from ui.article import ArticleView
from ui.article.metrics import BESIDE, MARGIN

TEXT = (
    "السيول تغمر أحياء رأس النخيل\n"
    + "وقال وزير الخارجية في دمشق إن «الهلال الأحمر» أرسل 12 شاحنة من Reuters إلى حلب. " * 12
)


def screen(view: ArticleView) -> QImage:
    QApplication.processEvents()
    return view.viewport().grab().toImage()


def width_of(view: ArticleView) -> int:
    return view.scene.flow.style.width


def pitch(view: ArticleView) -> float:
    lines = view.scene.layout(1).lines
    return lines[1].baseline - lines[0].baseline


def test_the_column_is_as_wide_as_chosen_and_grows_with_the_letters(make_view) -> None:
    view = make_view(TEXT, width=1300)
    usual = width_of(view)
    view.set_column(520)
    assert width_of(view) == 520
    view.set_text_size(30)
    assert width_of(view) == 780
    view.resize(700, 700)
    assert width_of(view) == 700 - BESIDE - 2 * MARGIN
    view.resize(1300, 700)
    view.set_text_size(20)
    view.set_column(None)
    assert width_of(view) == usual


def test_lines_stand_further_apart_but_never_closer_than_chips_need(make_view) -> None:
    view = make_view(TEXT)
    usual = pitch(view)
    view.set_spacing(1.25)
    assert pitch(view) == round(usual * 1.25)
    view.set_spacing(0.85)
    zones = view.scene.flow.zones
    assert pitch(view) >= zones.below(1) - zones.chip_top
    view.set_chips(False)
    assert pitch(view) < usual
    view.set_chips(True)
    view.set_spacing(1.0)
    assert pitch(view) == usual


def test_another_face_breaks_lines_anew_and_keeps_the_place(make_view) -> None:
    faces = view_faces()
    view = make_view(TEXT * 6)
    view.verticalScrollBar().setValue(900)
    first = view.position_at(view.origin() * 0 + QRectF(view.viewport().rect()).center())
    before = view.line_breaks()
    view.set_face(faces[0])
    assert view.scene.flow.style.font.families()[0] == faces[0]
    assert view.line_breaks() != before
    rect = view.rects(Span(first, first + 1))[0]
    assert QRectF(view.viewport().rect()).intersects(rect)
    view.set_text_size(24)
    assert view.scene.flow.style.font.families()[0] == faces[0]
    view.set_face(None)
    view.set_text_size(20)
    assert view.scene.flow.style.font.families()[0] != faces[0]


def view_faces() -> list[str]:
    from PySide6.QtGui import QFontDatabase

    wanted = [face for face in ("Noto Sans Arabic", "Amiri", "DejaVu Sans") if face in QFontDatabase.families()]
    if not wanted:
        pytest.skip("the system has no second Arabic face")
    return wanted


def test_found_places_are_framed_in_the_text_and_on_the_strip(make_view, theme) -> None:
    view = make_view(TEXT)
    found = [Span(i, i + 4) for i in range(len(TEXT)) if TEXT.startswith("دمشق", i)]
    plain = screen(view)
    view.set_hits(found, 1)
    shown = screen(view)
    assert shown != plain
    for number, hit in enumerate(found[:4]):
        box = view.rects(hit)[0]
        corner = shown.pixelColor(round(box.left()), round(box.top()))
        assert corner == theme.accent, number
    inside = [
        shown.pixelColor(round(view.rects(hit)[0].left()) + 3, round(view.rects(hit)[0].top()) + 5) for hit in found
    ]
    assert inside[0] != inside[1]
    assert inside[0] == inside[2]
    assert len(view._strip.hit_heights()) == len(found)
    view.set_hits([])
    assert screen(view) == plain


def test_found_places_change_no_glyph_and_go_with_the_article(make_view) -> None:
    view = make_view(TEXT)
    before = view.line_breaks()
    view.set_hits([Span(33, 40), Span(60, 90)], 0)
    assert view.line_breaks() == before
    view.set_article("نص آخر")
    assert view.scene.hits == []
    assert view._strip.hit_heights() == []


def test_a_hundred_thousand_found_places_are_no_burden(make_view) -> None:
    text = "دمشق " * 40_000
    view = make_view(text)
    view.set_hits([Span(i, i + 4) for i in range(0, len(text), 5)], 39_000)
    view.ensure_visible(Span(195_000, 195_004))
    assert 1 < len(view._strip.hit_heights()) <= view._strip.height() + 1
    assert not screen(view).isNull()


def test_a_suggestion_is_chosen_like_a_mark_and_looks_unlike_one(make_view, make_mark, hand) -> None:
    span = (TEXT.index("دمشق"), TEXT.index("دمشق") + 4)
    view = make_view(TEXT, (make_mark("s", span, suggestion=True),))
    proposed = screen(view)
    box = view.rects(Span(*span))[0]
    assert proposed.pixelColor(round(box.left()) + 2, round(box.top()) + 2) == view.theme.page
    hand(view).click(box.center().toPoint())
    assert view.selected_mark == "s"
    assert view.edge_at(box.bottomRight() + QPointF(0, 6)) is None  # its edges are for whoever accepts it
    view.set_marks((make_mark("s", span),))
    assert screen(view) != proposed
