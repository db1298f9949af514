"""The new-project assistant, and coming back to where one was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, keys, open_named, write
from ui.dialogs.assistant import Assistant
from ui.hands import settle
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "أخبار"
    made.mkdir()
    (made / "one.txt").write_text("وصل سليم إلى حلب.", encoding="utf-8")
    (made / "two.txt").write_text("عاد سليم من حلب.", encoding="utf-8")
    return made


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    settle()


def test_a_project_is_made_from_a_dropped_folder(welcome: Window, folder: Path, tmp_path: Path) -> None:
    drop(welcome, folder)
    assistant = welcome.findChild(Assistant)
    assert assistant is not None
    assert Path(assistant.place.text()).stem == folder.name
    assert not assistant.create_.isEnabled()
    write(assistant.person, "ريم")
    assistant.place.setText(str(tmp_path / "new" / "a.hashiya"))
    QTest.mouseClick(assistant.presets[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(assistant.create_, Qt.MouseButton.LeftButton)
    settle()
    assert welcome.desk.project is not None
    assert welcome.desk.person == "ريم"
    assert welcome.desk.schema.name == "wojood"
    assert [row.name for row in welcome.documents.documents.rows] == ["one.txt", "two.txt"]
    assert welcome.focusWidget() is welcome.article


def test_the_key_opens_it_and_a_file_in_the_way_is_refused(window: Window, folder: Path, tmp_path: Path) -> None:
    keys(window, "Ctrl+KeyN")
    assistant = window.findChild(Assistant)
    assert assistant is not None
    assert assistant.person.text() == window.desk.person
    assistant.add_sources([folder])
    there = tmp_path / "there.hashiya"
    there.write_bytes(b"x")
    assistant.place.setText(str(there))
    assert not assistant.create_.isEnabled()
    assert assistant.hint.text() == window.look.tr("trouble.exists")
    assistant.place.setText(str(tmp_path / "here"))
    QTest.mouseClick(assistant.create_, Qt.MouseButton.LeftButton)
    settle()
    assert window.desk.project.path == tmp_path / "here.hashiya"
    Project.open(there.with_name("here.hashiya"), write=False).close()


def test_every_document_and_the_last_one_after_a_restart_are_where_they_were_left(open_window) -> None:
    window = open_window(ME, size=(1100, 620))
    open_named(window, "02-flood")
    bar = window.article.verticalScrollBar()
    keys(window, "Ctrl+End", "ArrowRight")
    settle()
    where, caret = bar.value(), window.article.caret
    assert where > 0
    keys(window, "Ctrl+PageDown", "Ctrl+PageUp")
    assert abs(bar.value() - where) <= 60
    assert window.article.caret == caret
    where = bar.value()
    window.close()
    again = open_window(ME, size=(1100, 620))
    assert again.desk.document.name == "02-flood"
    assert again.article.caret == caret
    assert abs(again.article.verticalScrollBar().value() - where) <= 120
