"""Colours of one's own: what cannot be read is said, and the nearest that can be is offered; picked in the schema editor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.schema import HUES, ColorPair
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import keys
from ui.hands import settle
from ui.own_colours import THEMES, nearest, pair_like, pair_of, weaknesses
from ui.pages.schema.page import SchemaPage
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@given(rgb=st.integers(0, 0xFFFFFF), side=st.sampled_from((0, 1)))
def test_the_nearest_colour_can_be_read_and_keeps_its_hue(rgb: int, side: int) -> None:
    color, theme = QColor.fromRgb(rgb), THEMES[side]
    found = nearest(color, theme)
    assert not weaknesses(found, theme)
    if not weaknesses(color, theme):  # nothing has to change but what is lost on the way to hue and strength and back
        assert max(abs(a - b) for a, b in zip(found.getRgb(), color.getRgb(), strict=True)) <= 1
    if found.hslSaturationF() > 0.2 and color.hslSaturationF() > 0.2:
        apart = abs(found.hslHueF() - color.hslHueF())
        assert min(apart, 1 - apart) < 0.03


@given(hue=st.integers(0, 359), strength=st.integers(0, 100))
def test_what_the_sliders_give_can_be_read_in_both_themes(hue: int, strength: int) -> None:
    pair = pair_of(hue, strength)
    assert not weaknesses(QColor(pair.light), THEMES[0])
    assert not weaknesses(QColor(pair.dark), THEMES[1])


@pytest.mark.parametrize("name", HUES)
def test_the_named_hues_are_a_good_beginning(name: str) -> None:
    assert pair_like(name) == ColorPair(*(theme.hue(name).strong.name() for theme in THEMES))


def test_yellow_on_a_light_page_is_weak_with_figures() -> None:
    found = weaknesses(QColor("#ffdd55"), THEMES[0])
    assert {weak.what for weak in found} >= {"bar_page", "bar_fill", "letters_chip"}
    assert all(1 <= weak.found < weak.needed for weak in found)
    assert found[0].found / found[0].needed == min(weak.found / weak.needed for weak in found)


@pytest.fixture
def page(window: Window) -> SchemaPage:
    keys(window, "Ctrl+Shift+KeyL")
    settle()
    return window.scheming.page


def test_own_colours_are_picked_by_keys_checked_and_taken_back(page: SchemaPage) -> None:
    form, before = page.forms["labels"], page.draft.schema
    key = page.current
    assert form.own.isHidden()
    form.color.own.setFocus()
    QTest.keyClick(form.color.own, Qt.Key.Key_Return)
    settle()
    assert form.own.hue.hasFocus()
    assert page.draft.schema.label(key).color == pair_like("blue")
    for _ in range(5):
        QTest.keyClick(form.own.hue, Qt.Key.Key_PageUp)
    settle()
    picked = page.draft.schema.label(key).color
    assert picked == pair_of(form.own.hue.value(), form.own.strength.value())
    assert form.own.fixes[0].isHidden()
    line = form.own.lines[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "#ffdd55")
    settle()
    assert page.draft.schema.label(key).color.light == "#ffdd55"
    assert not form.own.warnings[0].isHidden()
    assert form.own.warnings[0].text()
    assert form.own.fixes[1].isHidden()
    form.own.fixes[0].setFocus()
    QTest.keyClick(form.own.fixes[0], Qt.Key.Key_Return)
    settle()
    assert not weaknesses(QColor(page.draft.schema.label(key).color.light), THEMES[0])
    assert form.own.warnings[0].isHidden()
    page.draft.undo()  # all that was slid and typed
    assert page.draft.schema.label(key).color == pair_like("blue")
    page.draft.undo()
    assert page.draft.schema == before
    assert form.own.isHidden()


def test_half_a_colour_changes_nothing(page: SchemaPage) -> None:
    form = page.forms["labels"]
    form.color.own.click()
    before = page.draft.schema
    line = form.own.lines[1]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "#12")
    assert page.draft.schema == before
    assert line.text() == "#12"
