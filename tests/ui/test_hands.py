"""The annotator's hands: a label that stays armed, once more, merge and split, second strokes, the article's menu."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.driver import Driver
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named, shown
from ui.hands import settle
from ui.window import Window


@pytest.fixture
def flood(window: Window) -> Window:
    open_named(window, "02-flood")
    return window


@pytest.fixture(autouse=True)
def _single_clicks() -> None:
    QApplication.setDoubleClickInterval(0)
    yield
    QApplication.setDoubleClickInterval(400)


def take(window: Window, surface: str) -> None:
    window.article.select(find(window, surface))
    settle()


# -- a label that stays ---------------------------------------------------------------------------------------------------
def test_an_armed_label_marks_each_selection_of_the_mouse_at_once(flood: Window) -> None:
    keys(flood, "KeyX")
    assert flood.offer_strip.words.text() == flood.look.tr("labels.arm_which")
    keys(flood, "Digit2")
    assert flood.arming.armed == "ORG"
    assert [button.label.key for button in flood.label_bar.keys if button.armed] == ["ORG"]
    assert flood.label_bar.keep.isChecked()
    assert "«منظمة»" in flood.offer_strip.words.text()
    driver = Driver(flood)
    driver.drag(find(flood, "الدفاع المدني"), let_go=False)
    driver.drag(find(flood, "بلدية رأس النخيل"), let_go=False)
    assert shown(flood) == {("الدفاع المدني", "ORG"), ("بلدية رأس النخيل", "ORG")}
    assert flood.arming.armed == "ORG"
    keys(flood, "Digit4")
    assert shown(flood) == {("الدفاع المدني", "ORG"), ("بلدية رأس النخيل", "ORG")}
    driver.drag(find(flood, "نهر السرو"), let_go=False)
    assert ("نهر السرو", "LOC") in shown(flood)
    keys(flood, "KeyX")
    driver.drag(find(flood, "مدرسة الميناء"), let_go=False)
    assert len(shown(flood)) == 3
    assert not flood.label_bar.keep.isChecked()


def test_arrows_mark_nothing_and_enter_marks_while_a_label_stays(flood: Window) -> None:
    keys(flood, "KeyX", "Digit7", "Ctrl+Home", "ArrowLeft", "ArrowLeft", "Enter")
    assert len(shown(flood)) == 1
    keys(flood, "ArrowLeft", "ArrowLeft")
    assert len(shown(flood)) == 1
    keys(flood, "Escape", "Escape")
    assert not flood.arming.armed


def test_x_arms_the_label_of_the_selected_mention(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", "KeyX")
    assert flood.arming.armed == "LOC"
    take(flood, "مدرسة الميناء")
    keys(flood, "Digit5")
    assert ("مدرسة الميناء", "FAC") in shown(flood)
    assert flood.arming.armed == "FAC"


# -- once more ------------------------------------------------------------------------------------------------------------
def test_a_full_stop_repeats_the_last_change(flood: Window) -> None:
    keys(flood, "Period")
    assert flood.status.message.text() == flood.look.tr("labels.nothing_to_repeat")
    take(flood, "نهر السرو")
    keys(flood, "Digit4")
    take(flood, "الدفاع المدني")
    keys(flood, "Period")
    assert shown(flood) == {("نهر السرو", "LOC"), ("الدفاع المدني", "LOC")}
    keys(flood, "Ctrl+Shift+ArrowLeft", "Period")
    assert ("الدفاع المدني 340 عائلة", "LOC") in shown(flood)
    keys(flood, "Delete", "Escape", "Shift+Tab", "Period")
    assert shown(flood) == set()


def test_one_place_gets_a_second_label(flood: Window) -> None:
    take(flood, "رأس النخيل")
    keys(flood, "Digit3", "Shift+KeyR")
    assert flood.status.message.text() == flood.look.tr("labels.duplicate_mode")
    keys(flood, "Digit4")
    assert shown(flood) == {("رأس النخيل", "GPE"), ("رأس النخيل", "LOC")}
    keys(flood, "Shift+KeyR", "Escape")
    assert flood.marking.mode == ""


# -- shapes ---------------------------------------------------------------------------------------------------------------
def test_two_mentions_become_one_and_one_becomes_two(flood: Window) -> None:
    for surface in ("الدفاع", "المدني"):
        take(flood, surface)
        keys(flood, "Digit2")
    keys(flood, "Escape", "Escape", "Ctrl+Home", "Tab", "KeyM")
    assert shown(flood) == {("الدفاع المدني", "ORG")}
    keys(flood, "Ctrl+KeyZ")
    assert shown(flood) == {("الدفاع", "ORG"), ("المدني", "ORG")}
    keys(flood, "Ctrl+Shift+KeyZ", "Escape")
    at = find(flood, "الدفاع المدني").start + 6
    flood.article.select(Span(at, at))
    keys(flood, "Shift+KeyM")
    assert shown(flood) == {("الدفاع", "ORG"), ("المدني", "ORG")}
    keys(flood, "Escape", "Ctrl+End", "Shift+KeyM")
    assert flood.status.message.text() == flood.look.tr("refused.split_place")


# -- labels without a key of their own --------------------------------------------------------------------------------------
@pytest.fixture
def many(open_window, tmp_path: Path) -> Window:
    """A project in whose schema the labels from the nineteenth on have no key."""
    news = load_preset("news")
    labels = tuple(
        msgspec.structs.replace(label, position=None) if 18 <= n < 33 else label for n, label in enumerate(news.labels)
    )
    path = tmp_path / "many.hashiya"
    text = tmp_path / "a.txt"
    text.write_text("قصفت الطائرات حي الزهراء في مدينة حلب أمس.", encoding="utf-8")
    project = Project.create(path, msgspec.structs.replace(news, labels=labels))
    import_paths(project, [text], ImportOptions())
    project.close()
    return open_window(path=path)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_two_strokes_reach_every_label(many: Window, size: tuple[int, int]) -> None:
    many.resize(*size)
    settle()
    keyless = [label for label in many.desk.schema.labels if label.position is None]
    assert many.labels.page_count == -(-len(keyless) // 10) >= 2
    assert many.labels.hint(keyless[0]) == "` 1"
    assert many.labels.hint(keyless[10]) == "` ` 1"
    take(many, "قصفت")
    keys(many, "Backquote")
    shown_keys = [button for button in many.label_bar.keys if button.isVisible()]
    assert [button.label.key for button in shown_keys] == [label.key for label in keyless[: len(shown_keys)]]
    assert shown_keys[0].hint == "1"
    keys(many, "Digit1")
    assert shown(many) == {("قصفت", keyless[0].key)}
    assert many.arming.page == 0
    take(many, "حلب")
    keys(many, "Backquote", "Backquote", "Digit3")
    assert ("حلب", keyless[12].key) in shown(many)
    take(many, "أمس")
    keys(many, "Backquote", "Escape", "Digit8")
    assert ("أمس", "DATE") in shown(many)


# -- the article's menu -----------------------------------------------------------------------------------------------------
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_offers_what_can_be_done_to_what_is_chosen(flood: Window) -> None:
    def offered() -> set[str]:
        flood.article.context_menu_wanted.emit(flood.article.mapToGlobal(QPoint(50, 50)))
        found = {id for id, action in flood.actions_.all.items() if action in flood.menus.context.actions()}
        flood.menus.context.close()
        return found

    assert "remove" not in offered()
    take(flood, "رأس النخيل")
    keys(flood, "Digit3")
    assert {"remove", "relabel", "duplicate", "merge", "split", "keep_armed"} <= offered()
    flood.proposals.settle()
    keys(flood, "KeyN")
    assert {"accept", "reject"} <= offered()
    assert "remove" not in offered()


def test_the_pin_of_the_label_bar(flood: Window) -> None:
    QTest.mouseClick(flood.label_bar.keep, Qt.MouseButton.LeftButton)
    settle()
    assert flood.arming.waiting
    assert flood.article.hasFocus()
