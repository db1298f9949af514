"""Colours keep their contrast in both themes, and the interface scales."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from annotator.schema import HUES
from ui.theme import Theme, contrast, make_palette, make_theme, own_hue, style_sheet

THEMES = [make_theme(dark=False), make_theme(dark=True)]
TEXT, SHAPE = 4.5, 3.0


def sides(theme: Theme) -> str:
    return "dark" if theme.dark else "light"


@pytest.mark.parametrize("theme", THEMES, ids=sides)
@pytest.mark.parametrize(
    "ground", ["page", "panel", "sunken", "accent_soft", "warning_soft", "error_soft", "good_soft"]
)
def test_ink_is_read_on_every_ground(theme: Theme, ground: str) -> None:
    for ink in ("ink", "ink_second"):
        assert contrast(getattr(theme, ink), getattr(theme, ground)) >= TEXT


@pytest.mark.parametrize("theme", THEMES, ids=sides)
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("accent", ("page", "panel", "accent_soft")),
        ("warning", ("page", "panel", "warning_soft", "accent_soft")),
        ("error", ("page", "panel", "error_soft")),
        ("good", ("page", "panel", "good_soft")),
        ("page", ("accent",)),
    ],
)
def test_signal_colours_are_read(theme: Theme, ink: str, grounds: tuple[str, ...]) -> None:
    for ground in grounds:
        assert contrast(getattr(theme, ink), getattr(theme, ground)) >= TEXT


@pytest.mark.parametrize("theme", THEMES, ids=sides)
def test_icons_are_seen(theme: Theme) -> None:
    for ground in ("page", "panel", "accent_soft"):
        assert contrast(theme.ink_quiet, getattr(theme, ground)) >= SHAPE


@pytest.mark.parametrize("theme", THEMES, ids=sides)
@pytest.mark.parametrize("name", HUES)
def test_labels_are_read_and_seen(theme: Theme, name: str) -> None:
    hue = theme.hue(name)
    assert contrast(hue.text, hue.fill) >= TEXT
    assert contrast(theme.ink, hue.fill) >= TEXT
    assert contrast(theme.on_strong, hue.strong) >= TEXT - 0.05
    for ground in (theme.page, theme.panel, hue.fill):
        assert contrast(hue.strong, ground) >= SHAPE


def test_every_colour_of_a_schema_is_known() -> None:
    assert all(set(theme.hues) == set(HUES) for theme in THEMES)
    assert THEMES[0].hue("no such colour") == THEMES[0].hue("slate")


@pytest.mark.parametrize("theme", THEMES, ids=sides)
def test_an_own_colour_gets_a_fill_and_letters_that_are_read(theme: Theme) -> None:
    hue = own_hue("#8a2be2", "#c79bff", theme)
    assert contrast(hue.text, hue.fill) >= TEXT
    assert hue.strong == QColor("#c79bff" if theme.dark else "#8a2be2")


def test_the_interface_scales_and_the_palette_follows(qapp: QApplication) -> None:
    large = make_theme(dark=True, scale=1.5)
    assert (large.px(28), make_theme(dark=True).px(28)) == (42, 28)
    assert make_palette(large).color(QPalette.ColorRole.Window) == large.panel
    assert large.page.name() in style_sheet(large)
