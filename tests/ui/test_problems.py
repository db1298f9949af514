"""Problems: gone to by F8 and back, settled by one key or a button, and what keeps a document from being done."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.rich import enrich
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named, shown, write
from ui.hands import press, settle
from ui.models.falls import fallen
from ui.window import Window


@pytest.fixture
def rich(open_window, sample: Path, tmp_path: Path) -> Window:
    """The window on a schema with a required label of the document and with questions that keep it from being done."""
    path = tmp_path / "work.hashiya"
    path.write_bytes(sample.read_bytes())
    window = open_window(path=enrich(path, blocking=("question", "document_label_missing")))
    open_named(window, "02-flood")
    return window


def mark(window: Window, words: str, key: str) -> str:
    window.article.select(find(window, words))
    keys(window, key)
    return window.article.selected_mark or ""


def look_over(window: Window) -> list[str]:
    """The codes that are listed, with all that was touched looked over."""
    window.problems._check_touched()
    settle()
    found = window.problems
    return [found.problem(place[2]).code for place in found.list.places]


def test_f8_goes_round_both_ways_and_the_box_says_what_is_wrong(rich: Window) -> None:
    first = mark(rich, "نهر السرو عن ضفتيه.", "Digit4")
    second = mark(rich, "مدرسة الميناء،", "Digit5")
    assert look_over(rich).count("edge") == 2
    rich.article.select(find(rich, "رأس النخيل"))
    keys(rich, "F8")
    assert rich.article.selected_mark == first
    settle()
    assert rich.inspector.problem.isVisible()
    assert rich.inspector.problem.text.text() == rich.look.tr("problem.edge")
    assert rich.inspector.problem.buttons[0].text() == rich.look.tr("fix.trim")
    keys(rich, "F8")
    assert rich.article.selected_mark == second
    keys(rich, "Shift+F8")
    assert rich.article.selected_mark == first


def test_one_key_settles_and_can_be_undone(rich: Window) -> None:
    mark(rich, "مدرسة الميناء،", "Digit5")
    look_over(rich)
    keys(rich, "Ctrl+Period")
    assert ("مدرسة الميناء", "FAC") in shown(rich)
    assert "edge" not in look_over(rich)
    assert rich.inspector.problem.isHidden()
    keys(rich, "Ctrl+KeyZ")
    assert ("مدرسة الميناء،", "FAC") in shown(rich)
    look_over(rich)
    rich.inspector.problem.buttons[0].click()
    settle()
    assert ("مدرسة الميناء", "FAC") in shown(rich)


def test_what_keeps_a_document_from_being_done_is_gone_to_first(rich: Window) -> None:
    document = rich.desk.document.id
    mark(rich, "مدرسة الميناء،", "Digit5")
    look_over(rich)
    keys(rich, "Ctrl+Enter")
    assert rich.desk.document.id == document
    assert rich.status.message.text() == rich.look.tr("done.blocked", n=1, keys="F8")
    keys(rich, "F8")
    topic = rich.inspector.pages.document.form.editors["topic"]
    assert topic.isAncestorOf(QApplication.focusWidget())
    press(QApplication.focusWidget(), "Digit1")
    settle()
    keys(rich, "Ctrl+Enter")
    assert rich.desk.project.layer(document).status == "done"


def test_an_open_question_keeps_it_too_and_is_settled_by_its_fix(rich: Window) -> None:
    document = rich.desk.document.id
    rich.document_labels()
    press(QApplication.focusWidget(), "Digit1")
    keys(rich, "Escape", "KeyG")
    write(rich.inspector.pages.remarks.composer.words, "سؤال")
    press(rich.inspector.pages.remarks.composer.words, "Enter")
    assert "question" in look_over(rich)
    keys(rich, "Ctrl+Enter")
    assert rich.desk.document.id == document
    keys(rich, "F8")
    assert rich.inspector.pages.remarks.list.hasFocus()
    press(rich.inspector.pages.remarks.list, "Ctrl+Period")
    settle()
    keys(rich, "Ctrl+Enter")
    assert rich.desk.project.layer(document).status == "done"


def test_the_list_names_the_label_that_is_missing_and_goes_there(rich: Window) -> None:
    look_over(rich)
    rows = rich.inspector.lists[2]
    entry = rows.model().entry(0)
    assert rows.sentence(entry) == f"{rich.look.tr('problem.document_label_missing')}: \u2068الموضوع\u2069"
    rich.inspector.tabs.choose(2)
    rows.setFocus()
    press(rows, "ArrowDown")
    press(rows, "Enter")
    settle()
    assert rich.inspector.pages.document.isVisible()


def test_a_removal_says_what_went_along_and_undoes_it(rich: Window) -> None:
    school = mark(rich, "مدرسة الميناء", "Digit5")
    town = mark(rich, "الزهراوية", "Digit3")
    rich.article.select_mark(school)
    keys(rich, "KeyL")
    press(rich.inspector.pages.chooser.field, "Enter")
    settle()
    assert len(rich.desk.layer.relations) == 1
    rich.article.select_mark(town)
    keys(rich, "Delete")
    assert rich.status.message.text() == "أُزيل معها علاقة واحدة."
    assert rich.status.link.text() == rich.look.tr("action.undo")
    rich.status.link.click()
    settle()
    assert len(rich.desk.layer.relations) == 1
    assert town in rich.desk.layer.mentions


def test_a_link_to_undo_goes_with_the_next_step(rich: Window) -> None:
    school = mark(rich, "مدرسة الميناء", "Digit5")
    keys(rich, "Shift+KeyG", "Delete")
    assert school not in rich.desk.layer.mentions
    assert rich.status.message.text() == "أُزيل معها تعليق واحد."
    assert rich.status.link.isVisible()
    mark(rich, "نهر السرو", "Digit4")
    assert not rich.status.link.isVisible()


def test_arguments_are_counted_by_their_event(window: Window) -> None:
    from annotator.model import Argument, Event
    from annotator.operations import RecordKey
    from annotator.project import Change

    open_named(window, "02-flood")
    key = RecordKey("event", "e1")
    before = Event("e1", "STATEMENT", "m1", (Argument("agent", mention="m2"), Argument("place", mention="m3")))
    after = Event("e1", "STATEMENT", "m1", (Argument("place", mention="m3"),))
    change = Change(1, "a", "remove", "s", {key: before}, {key: after})
    name = window.labels.name("STATEMENT")
    assert fallen(window.look, window.labels, change) == window.look.tr(
        "removed.with", what=window.look.tr("fallen.arguments", n=1, event=name)
    )
