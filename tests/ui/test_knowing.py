"""A knowledge base comes into the project from the window, and says what was read or why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import edits
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named
from ui.dialogs.boxes import Box
from ui.hands import settle
from ui.window import Window


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """The boxes that were shown; each is closed at once."""
    boxes: list[Box] = []
    monkeypatch.setattr(Box, "exec", lambda box: boxes.append(box))
    return boxes


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr("ui.commands.knowing.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))


def test_entries_come_in_and_entities_can_be_linked(window: Window, tmp_path: Path, monkeypatch, said) -> None:
    path = tmp_path / "known.tsv"
    path.write_text("Q1\tالدفاع المدني\tالدفاع\nQ2\tرأس النخيل\n", "utf-8")
    choose(monkeypatch, path)
    open_named(window, "02-flood")
    for surface in ("الدفاع المدني", "رأس النخيل"):
        window.article.select(find(window, surface))
        keys(window, "Digit2")
    layer, entities = window.desk.layer, window.inspector.pages.entities
    window.desk.edit(edits.group, layer, sorted(layer.mentions))
    window.actions_.trigger("entities")
    entities.choose(0)
    settle()
    assert entities.find.isHidden()
    window.actions_.trigger("load_knowledge")
    settle()
    assert not entities.find.isHidden()
    (box,) = said
    assert box.text == window.look.tr("knowledge.loaded", n=2, file="known.tsv")
    assert box.details == ("الدفاع المدني / الدفاع  (Q1)", "رأس النخيل  (Q2)")
    window.actions_.trigger("load_knowledge")
    assert window.look.tr("knowledge.replaced", n=2) in said[1].more


def test_a_file_that_cannot_be_one_is_told_in_the_window_s_language(
    window: Window, tmp_path: Path, monkeypatch, said
) -> None:
    path = tmp_path / "known.tsv"
    path.write_text("Q1\tاسم\nQ1\tآخر\n", "utf-8")
    choose(monkeypatch, path)
    window.actions_.trigger("load_knowledge")
    (box,) = said
    assert box.text == window.look.tr("knowledge.could_not_load")
    assert box.details == (f"{path}:2: \u2067المعرّف 'Q1' مكرر\u2069",)
    assert len(window.desk.project.knowledge()) == 0
