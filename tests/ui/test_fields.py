"""Attributes of mentions and labels of the document: options by digits, trees, texts, numbers, dates; all by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.rich import enrich
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, OTHER, find, keys, open_named, write
from ui.hands import press, settle
from ui.panels.fields import FieldEditor
from ui.window import Window


@pytest.fixture
def rich(open_window, sample: Path, tmp_path: Path) -> Window:
    """The window on a project whose schema asks for everything."""
    path = tmp_path / "work.hashiya"
    path.write_bytes(sample.read_bytes())
    window = open_window(path=enrich(path))
    open_named(window, "02-flood")
    return window


def mark(window: Window, words: str, key: str) -> str:
    window.article.select(find(window, words))
    keys(window, key)
    window._refresh_now()
    return window.article.selected_mark or ""


def attributes(window: Window, id: str) -> dict[str, object]:
    return dict(window.desk.layer.mentions[id].attributes)


def labels(window: Window) -> dict[str, object]:
    return {name: record.value for name, record in window.desk.layer.labels.items()}


def editor(window: Window, key: str) -> FieldEditor:
    return window.inspector.attributes.form.editors[key]


def document_editor(window: Window, key: str) -> FieldEditor:
    return window.inspector.pages.document.form.editors[key]


# -- attributes of mentions -----------------------------------------------------------------------------------------------
def test_an_attribute_is_chosen_by_its_digit_and_taken_back(rich: Window) -> None:
    id = mark(rich, "الدفاع المدني", "Digit2")
    keys(rich, "Alt+Enter")
    focus = QApplication.focusWidget()
    assert editor(rich, "level").isAncestorOf(focus)
    press(focus, "Digit2")
    settle()
    assert attributes(rich, id) == {"level": "nom"}
    press(QApplication.focusWidget(), "Backspace")
    settle()
    assert attributes(rich, id) == {}
    press(QApplication.focusWidget(), "Digit1")
    settle()
    press(QApplication.focusWidget(), "ArrowLeft")
    settle()
    assert attributes(rich, id) == {"level": "nom"}
    press(QApplication.focusWidget(), "Escape")
    assert rich.article.hasFocus()
    keys(rich, "Ctrl+KeyZ")
    assert attributes(rich, id) == {"level": "nam"}
    assert rich.status.message.text().startswith("تراجع عن: سمة")


def test_a_tree_of_options_is_indented_in_its_menu(rich: Window) -> None:
    id = mark(rich, "الدفاع المدني", "Digit2")
    pick = editor(rich, "branch").pick
    assert pick is not None
    pick.fill()
    actions = [action for action in pick.menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "بلا",
        "إغاثة",
        "\u2003إغاثة طبية",
        "جهاز حكومي",
        "\u2003جيش",
        "صحافة",
    ]
    actions[2].trigger()
    settle()
    assert attributes(rich, id) == {"branch": "medical"}
    assert pick.text() == "إغاثة طبية"


def test_a_flag_and_down_to_the_next_field(rich: Window) -> None:
    id = mark(rich, "الدفاع المدني", "Digit2")
    keys(rich, "Alt+Enter")
    press(QApplication.focusWidget(), "ArrowDown")
    press(QApplication.focusWidget(), "ArrowDown")
    focus = QApplication.focusWidget()
    assert editor(rich, "generic").isAncestorOf(focus)
    press(focus, "Digit1")
    settle()
    assert attributes(rich, id) == {"generic": True}
    press(QApplication.focusWidget(), "Digit1")
    settle()
    assert attributes(rich, id) == {}


def test_a_text_belongs_to_the_mention_it_was_typed_about(rich: Window) -> None:
    first = mark(rich, "نهر السرو", "Digit4")
    second = mark(rich, "حي الصيادين", "Digit4")
    line = editor(rich, "head").line
    assert line is not None
    line.setFocus()
    write(line, "حي")
    rich.marking.choose(first)
    rich._refresh_now()
    assert attributes(rich, second) == {"head": "حي"}
    assert attributes(rich, first) == {}
    assert line.text() == ""


def test_a_number_with_its_precision_in_either_digits(rich: Window) -> None:
    id = mark(rich, "الزهراوية", "Digit3")
    size = editor(rich, "size")
    assert size.line is not None
    assert size.precision is not None
    size.line.setFocus()
    write(size.line, "٢٠٠")
    press(size.line, "Enter")
    settle()
    assert attributes(rich, id) == {"size": 200}
    size.precision.picked.emit("more_than")
    settle()
    assert attributes(rich, id) == {"size": {"value": 200, "precision": "more_than"}}
    size.line.selectAll()
    write(size.line, "كثير")
    press(size.line, "Enter")
    settle()
    assert attributes(rich, id)["size"] == {"value": 200, "precision": "more_than"}
    assert size.fault.isVisible()


def test_a_wrong_date_stays_in_the_field_with_the_reason(rich: Window) -> None:
    id = mark(rich, "الزهراوية", "Digit3")
    since = editor(rich, "since")
    assert since.line is not None
    since.line.setFocus()
    write(since.line, "٢٠٢٦/١٣")
    press(since.line, "Enter")
    settle()
    assert attributes(rich, id) == {}
    assert since.fault.isVisible()
    assert since.line.text() == "٢٠٢٦/١٣"
    since.line.selectAll()
    write(since.line, "٢٠٢٦/١١")
    press(since.line, "Enter")
    settle()
    assert attributes(rich, id) == {"since": "2026-11"}
    assert not since.fault.isVisible()


def test_only_what_the_label_has_is_asked(rich: Window) -> None:
    mark(rich, "الدفاع المدني", "Digit2")
    assert list(rich.inspector.attributes.form.editors) == ["level", "branch", "generic"]
    mark(rich, "نهر السرو", "Digit4")
    assert list(rich.inspector.attributes.form.editors) == ["level", "head"]
    mark(rich, "أجلى", "KeyW")
    keys(rich, "Alt+Enter")
    assert rich.inspector.attributes.isHidden()
    assert rich.status.message.text() == rich.look.tr("attributes.none")


# -- labels of the document -----------------------------------------------------------------------------------------------
def test_the_document_is_labelled_by_keys(rich: Window) -> None:
    keys(rich, "Ctrl+KeyD")
    press(QApplication.focusWidget(), "Digit2")
    press(QApplication.focusWidget(), "ArrowDown")
    for key in ("Digit3", "Digit1", "Digit2", "Digit1"):
        press(QApplication.focusWidget(), key)
        settle()
    assert labels(rich) == {"topic": "nature", "places": ["coast", "capital"]}
    press(QApplication.focusWidget(), "ArrowDown")
    line = document_editor(rich, "source").line
    assert line is not None
    assert line.hasFocus()
    write(line, "وكالة")
    press(line, "ArrowDown")
    settle()
    assert labels(rich)["source"] == "وكالة"
    assert rich.desk.layer.status == "in_progress"
    press(QApplication.focusWidget(), "Escape")
    assert rich.article.hasFocus()
    keys(rich, "Ctrl+KeyZ", "Ctrl+KeyZ")
    assert labels(rich) == {"topic": "nature", "places": ["coast", "capital"]} | {
        "places": ["north", "coast", "capital"]
    }


def test_a_text_is_kept_when_another_document_comes(rich: Window) -> None:
    document = rich.desk.document.id
    keys(rich, "Ctrl+KeyD")
    line = document_editor(rich, "source").line
    line.setFocus()
    write(line, "وكالة الشاطئ")
    press(line, "Ctrl+PageDown")
    settle()
    assert rich.desk.document.id != document
    assert {k: v.value for k, v in rich.desk.project.layer(document).labels.items()} == {"source": "وكالة الشاطئ"}
    assert document_editor(rich, "source").line.text() == ""


def test_anothers_answers_can_only_be_read(open_window, sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "work.hashiya"
    path.write_bytes(sample.read_bytes())
    window = open_window(ME, path=enrich(path))
    open_named(window, "02-flood")
    window.reading.show_layer(OTHER)
    settle()
    keys(window, "Ctrl+KeyD")
    topic, before = document_editor(window, "topic"), labels(window)
    QTest.mouseClick(topic.options.buttons[0], Qt.MouseButton.LeftButton)
    settle()
    assert labels(window) == before
    assert document_editor(window, "source").line.isReadOnly()


def test_a_schema_that_asks_nothing_has_no_page(window: Window) -> None:
    tabs = window.inspector.tabs.tabs
    asked = window.desk.schema.document_labels
    assert bool(asked) == any(tab.isVisible() and tab.text().startswith("المستند") for tab in tabs)
