"""The third law: glyphs, their places and line breaks are the same with and without marks, whatever is chosen."""

from __future__ import annotations

import random

from ui.article import ArticleView

TEXT = """السيول تغمر أحياء رأس النخيل
قال الله والسلام لا إله إلا الله، وأعلن عبدالأحد من الأممالمتحدة (United Nations) أن 12.5% من مُحَمَّدٌ لأحمد في 2016.
وذكرت هيئة الأرصاد الجوية أن ما هطل في ست ساعات هو الأغزر منذ عام 1997، فيما أرسل الدفاع المدني والهلال الأحمر قافلة.
"""


def glyphs(view: ArticleView) -> list[tuple]:
    """Glyph ids, positions from the line's start, and line breaks of the whole article."""
    found = []
    for number in range(len(view.scene.blocks)):
        for line in view.scene.layout(number).lines:
            x, y = line.qt.position().x(), line.qt.position().y()
            for run in line.qt.glyphRuns():
                places = [(round(p.x() - x, 4), round(p.y() - y, 4)) for p in run.positions()]
                found.append((number, line.start, line.end, tuple(run.glyphIndexes()), tuple(places)))
    return found


def test_marks_change_no_glyph(make_view, make_mark, qtbot) -> None:
    view = make_view(TEXT, width=420)
    before = glyphs(view)
    assert len(before) > 8
    chance = random.Random(1)
    marks = []
    for number in range(120):
        start = chance.randrange(len(TEXT) - 2)
        end = min(len(TEXT), start + chance.randrange(1, 30))
        kind = chance.choice(
            [{}, {"event": True}, {"problem": True}, {"suggestion": True}, {"cycle": 1}, {"unsaved": True}]
        )
        marks.append(make_mark(f"m{number}", (start, end), **kind))
    view.set_marks(marks)
    assert glyphs(view) == before
    view.grab()
    for mark in marks[::10]:
        view.select_mark(mark.id)
        view.grab()
    view.change_marks([mark.id for mark in marks[:60]], [])
    view.select((40, 90))
    view.grab()
    assert glyphs(view) == before
    view.set_marks([])
    assert glyphs(view) == before


def test_no_format_is_ever_set(make_view, make_mark) -> None:
    view = make_view(TEXT, (make_mark("m", (5, 20)), make_mark("n", (40, 43))))
    view.select((30, 50))
    view.grab()
    assert all(view.scene.layout(number).qt.formats() == [] for number in range(len(view.scene.blocks)))
