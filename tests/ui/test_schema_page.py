"""The schema editor: by keyboard and mouse, drafts taken back, versions put in force, nobody's marks touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.jobs.schema_changes import uses, versions
from annotator.schema import read_schema
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import OpenWindow, keys, write
from ui.hands import press, settle
from ui.pages.schema.page import SchemaPage
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: OpenWindow) -> Window:
    return open_window()


@pytest.fixture
def page(window: Window) -> SchemaPage:
    press(window.article, "Ctrl+Shift+KeyL")
    settle()
    assert window.pages.currentWidget() is window.scheming.page
    return window.scheming.page


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)
    settle()


def choose(text: str) -> None:
    """Takes an entry of the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == text)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()


def test_a_label_is_added_named_and_put_in_force(page: SchemaPage, window: Window) -> None:
    before = window.desk.schema
    click(page.new)
    form = page.forms["labels"]
    assert form.ar.line.hasFocus()
    write(form.ar.line, "فصيل")
    form.en.line.selectAll()
    QTest.keyClicks(form.en.line, "Armed group")
    settle()
    label = page.draft.item("labels", "Armed-group")
    assert (label.ar, label.en, label.kind) == ("فصيل", "Armed group", "entity")
    assert page.current == "Armed-group"
    assert window.desk.schema is before
    click(page.apply)
    schema = window.desk.schema
    assert schema.label("Armed-group") == label
    assert schema.version == before.version + 1
    assert not page.apply.isEnabled()
    assert "Armed-group" in {each.key for each in window.labels.all}
    assert window.labels.name("Armed-group") == "فصيل"


def test_a_name_is_needed_and_typing_is_one_step_to_take_back(page: SchemaPage) -> None:
    form = page.forms["labels"]
    old = page.draft.item("labels", page.current).ar
    form.ar.line.setFocus()
    form.ar.line.selectAll()
    QTest.keyClick(form.ar.line, Qt.Key.Key_Delete)
    assert form.ar.fault.isVisible()
    assert page.draft.item("labels", page.current).ar == old
    write(form.ar.line, "إنسان")
    assert page.draft.item("labels", page.current).ar == "إنسان"
    assert not form.ar.fault.isVisible()
    click(page.undo)
    assert page.draft.item("labels", page.current).ar == old
    assert form.ar.line.text() == old
    assert not page.draft.can_undo
    click(page.redo)
    assert form.ar.line.text() == "إنسان"


def test_a_merge_is_shown_before_it_counts_and_touches_no_record(page: SchemaPage, window: Window) -> None:
    project = window.desk.project
    assert project is not None
    used = uses(project)
    page.show_table("labels", "LOC")
    words = window.labels.name("FAC")
    click(page.merge)
    choose(words)
    assert page.draft.item("labels", "LOC").into == "FAC"
    (touched,) = page.draft.touched()
    assert (touched.difference.what, touched.mentions) == ("merged", used["LOC"][0])
    assert touched.mentions > 0
    assert window.desk.schema.resolve("LOC") == "LOC"
    click(page.apply)
    assert window.desk.schema.resolve("LOC") == "FAC"
    assert window.labels.name("LOC") == words
    assert "LOC" not in {label.key for label in window.labels.all}
    assert uses(project) == used


def test_a_label_in_use_is_retired_not_deleted(page: SchemaPage, window: Window) -> None:
    page.show_table("labels", "PERS")
    assert not page.drop.isEnabled()
    click(page.retire)
    assert page.draft.item("labels", "PERS").retired
    click(page.apply)
    assert "PERS" not in {label.key for label in window.labels.all}
    click(page.retire)
    assert not page.draft.item("labels", "PERS").retired


def test_an_older_version_comes_back_as_a_new_one(page: SchemaPage, window: Window) -> None:
    project = window.desk.project
    assert project is not None
    page.show_table("labels", "PERS")
    QTest.keyClicks(page.forms["labels"].en.line, "X")
    click(page.apply)
    changed = window.desk.schema
    assert [version.schema.version for version in versions(project)] == [changed.version, changed.version - 1]
    click(page.older)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose(menu.actions()[-1].text())
    click(page.apply)
    assert window.desk.schema.version == changed.version + 1
    assert window.desk.schema.label("PERS").en == changed.label("PERS").en.removesuffix("X")


def test_every_table_has_a_form_and_takes_a_new_item(page: SchemaPage) -> None:
    for place, table in enumerate(page.tables):
        page.tabs.choose(place)
        count = page.model.rowCount()
        click(page.new)
        assert page.model.rowCount() == count + 1
        assert page.stack.currentWidget().widget() is page.forms[table]
        assert page.current in {item.key for item in getattr(page.draft.schema, table)}
    page.tabs.choose(len(page.tables))
    assert page.stack.currentWidget().widget() is page.forms["project"]
    assert len(page.draft.touched()) == len(page.tables)


def test_a_choice_gets_options_with_keys_of_their_names(page: SchemaPage) -> None:
    page.tabs.choose(page.tables.index("document_labels"))
    click(page.new)
    form = page.forms["document_labels"]
    click(form.kind.button)
    choose(str(page.look.tr("schema_editor.kind_choice")))
    field = form.options.rows[0].fields["en"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Opinion")
    click(form.options.add)
    item = page.draft.item("document_labels", page.current)
    assert (item.kind, [option.key for option in item.options]) == ("choice", ["Opinion", "O1"])
    click(form.options.rows[0].away)
    assert [option.key for option in page.draft.item("document_labels", page.current).options] == ["O1"]


def test_roles_of_an_event(page: SchemaPage) -> None:
    page.tabs.choose(page.tables.index("roles"))
    click(page.new)
    role = page.current
    name = page.draft.item("roles", role).ar
    page.show_table("labels", "Conflict.Attack")
    form = page.forms["labels"]
    there = len(form.roles.rows)
    click(form.roles.add)
    choose(name)
    assert len(form.roles.rows) == there + 1
    click(form.roles.rows[-1].toggles["required"])
    use = page.draft.item("labels", "Conflict.Attack").roles[-1]
    assert (use.role, use.required) == (role, True)
    click(form.roles.rows[-1].toggles["required"])
    assert page.draft.item("labels", "Conflict.Attack").roles[-1].required is None


def test_escape_goes_back_and_the_draft_waits(page: SchemaPage, window: Window) -> None:
    page.show_table("labels", "PERS")
    QTest.keyClicks(page.forms["labels"].en.line, "X")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    settle()
    assert not window.scheming.active
    assert window.article.hasFocus()
    keys(window, "Ctrl+Shift+KeyL")
    settle()
    assert page.draft.is_changed


def test_a_file_of_another_tool_is_added_and_the_draft_written(page: SchemaPage, tmp_path: Path) -> None:
    source = tmp_path / "annotation.conf"
    source.write_text("[entities]\nPERS\nRiver\n[relations]\n[events]\nFlood Where:River\n[attributes]\n")
    before = page.draft.item("labels", "PERS")
    page.exchange.take_in_file(source)
    assert page.draft.item("labels", "PERS") == before
    assert page.draft.item("labels", "River") is not None
    assert page.draft.item("labels", "Flood").is_event
    target = tmp_path / "ours.toml"
    page.exchange.give_out_to(target)
    assert read_schema(target).label("River") is not None
    (tmp_path / "bad.xml").write_text("<View><Labels")
    page.exchange.take_in_file(tmp_path / "bad.xml")
    assert "bad.xml" in page.state.text()
    click(page.undo)
    assert page.draft.item("labels", "River") is None


def test_every_control_has_a_name(page: SchemaPage) -> None:
    for table in (*page.tables, "project"):
        for widget in page.forms[table].findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.parentWidget() is not None:
                inner = type(widget).__name__ in ("QScrollBar", "QWidget", "QFrame")
                assert inner or widget.accessibleName(), (table, widget)
