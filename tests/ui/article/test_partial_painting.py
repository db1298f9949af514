"""What stands on the screen after any series of gestures is what a full repaint would show."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from ui.article import ArticleView
from ui.article.mouse import limited

TEXT = """السيول تغمر أحياء رأس النخيل والحكومة تعد بالتعويض
رأس النخيل - غمرت السيول فجر الثلاثاء أحياء واسعة من مدينة رأس النخيل الساحلية، بعد أمطار غزيرة فاض معها نهر السرو عن ضفتيه، وأعلن الدفاع المدني إجلاء 340 عائلة من منازلها.
ووصل وزير الأشغال العامة سليم الهاشمي إلى المدينة ظهر اليوم نفسه، وتفقد جسر الميناء القديم الذي انهار جزء منه، ورافقته رئيسة البلدية هالة منصور.
وفي اليوم التالي تظاهر مئات السكان أمام مقر شركة «بلو تايد» (BlueTide Marine) احتجاجاً على ردم المستنقع.
"""


def on_screen(view: ArticleView) -> QImage:
    QApplication.processEvents()
    image = view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return image.copy(view.viewport().geometry())


def repainted(view: ArticleView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def difference(one: QImage, other: QImage) -> str:
    assert one.size() == other.size()
    places = (
        [(x, y) for y in range(one.height()) for x in range(one.width()) if one.pixel(x, y) != other.pixel(x, y)]
        if one != other
        else []
    )
    return f"{len(places)} pixels, from {min(y for _, y in places)} to {max(y for _, y in places)}" if places else ""


@pytest.mark.parametrize(("seed", "size"), [(0, 20), (1, 20), (2, 20), (35, 20), (85, 20), (5, 14), (6, 31)])
def test_the_screen_is_true_after_any_gestures(make_view, make_mark, seed: int, size: int) -> None:
    chance = random.Random(seed)
    view = make_view(TEXT * 4, width=640, height=500, size=size)
    if view.screen().grabWindow(view.winId()).isNull():
        pytest.skip("this platform cannot grab the screen")
    ids = [f"m{number}" for number in range(12)]

    def random_span() -> Span:
        start = chance.randrange(len(TEXT) - 20)
        return Span(start, start + chance.randrange(1, 40))

    def put() -> None:
        kind = chance.choice([{}, {"event": True}, {"problem": True}, {"suggestion": True}, {"cycle": 1}])
        view.change_marks(
            [], [make_mark(chance.choice(ids), random_span(), name=chance.choice(["شخص", "منظمة"]), **kind)]
        )

    def drag() -> None:
        mark = view.scene.marks.get(view.selected_mark)
        if mark is not None:
            view.preview_edge(chance.choice(["start", "end"]), chance.randrange(len(TEXT)))
            if chance.random() < 0.5:
                view.drop_edge()
            assert limited(view.text, Span(mark.start, mark.end), "end", 0).end > mark.start

    gestures = [
        put,
        put,
        put,
        drag,
        lambda: view.change_marks([chance.choice(ids)], []),
        lambda: view.select_mark(chance.choice(ids)),
        lambda: view.select_mark(chance.choice(ids), reveal=False),
        lambda: view.choose_neighbour(chance.random() < 0.5),
        lambda: view.select(random_span()),
        lambda: view.set_candidates([(view.selection or Span(5, 9)).start + i for i in (0, 1, 3)]),
        lambda: view.move(chance.choice(["word", "line", "page"]), chance.random() < 0.6, extend=chance.random() < 0.3),
        lambda: view.verticalScrollBar().setValue(view.verticalScrollBar().value() + chance.randrange(-90, 120)),
        lambda: view._hover.at((view.rects(random_span()) or [QRectF()])[0].center()),
        lambda: view._hover.leave(),
    ]
    for _ in range(60):
        gesture = chance.choice(gestures)
        gesture()
        assert difference(on_screen(view), repainted(view)) == "", gesture
