"""The guidelines beside the article."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from annotator.jobs.schema_changes import put_in_force
from annotator.schema.changing import find as find_item
from annotator.schema.changing import put
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import keys, write
from ui.dialogs.example import ExampleDialog
from ui.hands import press, settle
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GUIDE = """هذا دليل الاختبار.

```example
زارت [ريم|PERS] [مدينة [حلب|GPE]|LOC].
```

<script>alert(1)</script> ![صورة](file:///etc/passwd) [رابط](https://example.org)"""


@pytest.fixture
def guided(window: Window) -> Window:
    """A window whose project has guidelines for a label."""
    project = window.desk.project
    assert project is not None
    label = find_item(project.schema, "labels", "PERS")
    put_in_force(project, put(project.schema, "labels", msgspec.structs.replace(label, guide_ar=GUIDE, guide_en="")))
    settle()
    return window


def test_the_guidelines_come_and_go_by_a_key(guided: Window) -> None:
    panel = guided.guiding.panel
    keys(guided, "F7")
    assert panel.isVisible()
    assert panel.field.hasFocus()
    assert "هذا دليل الاختبار." in panel.page.toPlainText()
    press(panel.field, "Escape")
    settle()
    assert not panel.isVisible()
    assert guided.article.hasFocus()


def test_a_search_leaves_the_sections_that_have_it(guided: Window) -> None:
    panel = guided.guiding.panel
    keys(guided, "F7")
    everything = len(panel.page.toPlainText())
    write(panel.field, "دَليل الإختبار")
    settle()
    assert "هذا دليل الاختبار." in panel.page.toPlainText()
    assert len(panel.page.toPlainText()) < everything
    write(panel.field, "ظظظ")
    settle()
    assert panel.page.toPlainText() == str(guided.look.tr("guidelines.none"))


def test_the_section_of_the_selected_mention_comes_into_view(guided: Window) -> None:
    keys(guided, "F7")
    panel = guided.guiding.panel
    panel.show_label("PERS")
    place = panel.page.textCursor().block().text()
    assert place == guided.labels.name("PERS")


def test_an_example_opens_as_an_article_and_nothing_else_opens(guided: Window) -> None:
    keys(guided, "F7")
    panel = guided.guiding.panel
    text = panel.page.toPlainText()
    assert "alert(1)" in text
    assert "<script>" in panel.page.toPlainText()
    panel.page.anchorClicked.emit(QUrl("https://example.org"))
    settle()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, ExampleDialog)]
    panel.page.anchorClicked.emit(QUrl("example:0"))
    settle()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ExampleDialog)]
    assert dialog.article.text.strip()
    assert len(dialog.article.scene.marks) > 0
    dialog.close()
    settle()


def test_the_version_of_the_layer_is_told(guided: Window) -> None:
    keys(guided, "F7")
    words = guided.guiding.panel.version.text()
    assert guided.look.words.number(guided.desk.schema.version) in words
