"""Questions for the lead, "unsure" and notes: asked by one key, listed, settled; shown in the list of documents."""

from __future__ import annotations

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named, write
from ui.hands import press, settle
from ui.models.documents import summary
from ui.window import Window


def comments(window: Window) -> list[tuple[str, str, bool]]:
    return [(c.about, c.body, c.resolved) for c in window.desk.layer.comments.values()]


def row(window: Window, name: str = "02-flood"):
    return next(row for row in window.documents.documents.rows if row.name == name)


def begin(window: Window) -> str:
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")
    return window.article.selected_mark or ""


def ask(window: Window, words: str) -> None:
    keys(window, "KeyG")
    composer = window.inspector.pages.remarks.composer
    assert composer.words.hasFocus()
    write(composer.words, words)
    press(composer.words, "Enter")
    settle()


def test_a_question_about_the_selected_mention(window: Window) -> None:
    id = begin(window)
    ask(window, "أهو نهر أم وادٍ؟")
    assert comments(window) == [(id, "أهو نهر أم وادٍ؟", False)]
    assert window.article.hasFocus()
    assert window.status.message.text() == window.look.tr("remark.asked")
    settle()
    window._refresh_now()
    assert window.inspector.flags.text() == window.look.tr("remark.question")
    assert window.inspector.note.toPlainText() == ""  # a question is no note
    assert row(window).questions == 1
    assert summary(window.look, row(window)).startswith("سؤال إلى المشرف")


def test_asking_again_goes_on_with_the_open_question(window: Window) -> None:
    id = begin(window)
    ask(window, "أول")
    ask(window, " ثم")
    assert comments(window) == [(id, "أول ثم", False)]
    keys(window, "KeyG")
    press(window.inspector.pages.remarks.composer.words, "Escape")
    assert window.article.hasFocus()
    assert comments(window) == [(id, "أول ثم", False)]


def test_without_a_mention_the_question_is_about_the_document_and_quotes_the_selection(window: Window) -> None:
    open_named(window, "02-flood")
    window.article.select(find(window, "حي الصيادين"))
    ask(window, "أيوسّم؟")
    assert comments(window) == [("", "«حي الصيادين»: أيوسّم؟", False)]


def test_only_a_note(window: Window) -> None:
    open_named(window, "02-flood")
    keys(window, "Escape", "KeyG")
    composer = window.inspector.pages.remarks.composer
    write(composer.words, "مقال طويل")
    composer.note.click()
    settle()
    assert [(c.body, dict(c.attributes)) for c in window.desk.layer.comments.values()] == [("مقال طويل", {})]
    assert row(window).questions == 0
    keys(window, "Escape", "KeyG")
    write(composer.words, "أيّ سدّ؟")
    press(composer.words, "Enter")
    settle()
    assert window.inspector.pages.remarks.body.text() == "أيّ سدّ؟"  # what was written last is the chosen one


def test_the_list_settles_changes_and_removes(window: Window) -> None:
    id = begin(window)
    ask(window, "سؤال")
    keys(window, "Escape", "Escape")
    assert window.article.selected_mark is None
    window.asking.remarks()
    panel = window.inspector.pages.remarks
    assert panel.list.hasFocus()
    press(panel.list, "ArrowDown")
    press(panel.list, "Space")
    settle()
    assert comments(window) == [(id, "سؤال", True)]
    assert row(window).questions == 0
    assert panel.settle.text() == window.look.tr("remark.reopen")
    press(panel.list, "F2")
    write(panel.composer.words, "!")
    press(panel.composer.words, "Enter")
    settle()
    assert comments(window) == [(id, "سؤال!", True)]
    panel.list.setFocus()
    press(panel.list, "Enter")
    settle()
    assert window.article.selected_mark == id
    panel.list.setFocus()
    press(panel.list, "Delete")
    settle()
    assert comments(window) == []
    keys(window, "Ctrl+KeyZ")
    assert comments(window) == [(id, "سؤال!", True)]


def test_unsure_goes_on_and_off(window: Window) -> None:
    begin(window)
    keys(window, "Shift+KeyG")
    window._refresh_now()
    assert window.inspector.flags.text() == window.look.tr("remark.unsure")
    assert "التعليقات ١" in [tab.text() for tab in window.inspector.tabs.tabs]
    keys(window, "Shift+KeyG")
    window._refresh_now()
    assert comments(window) == []
    assert window.inspector.flags.isHidden()


def test_the_documents_with_a_question_can_be_shown_alone(window: Window) -> None:
    tabs = window.documents_panel.tabs
    assert tabs.tabs[4].isHidden()
    begin(window)
    ask(window, "سؤال")
    settle()
    assert not tabs.tabs[4].isHidden()
    tabs.choose(4)
    assert [window.documents.index(n, 0).data() for n in range(window.documents.rowCount())] == [row(window).title]
    keys(window, "Ctrl+KeyZ")
    settle()
    assert tabs.tabs[4].isHidden()
    assert window.documents.rowCount() == 10


def test_questions_are_counted_from_the_file(open_window) -> None:
    window = open_window()
    begin(window)
    ask(window, "سؤال")
    window.close()
    again = open_window()
    assert row(again).questions == 1


def test_a_remark_falls_with_its_mention_and_comes_back(window: Window) -> None:
    id = begin(window)
    ask(window, "سؤال")
    keys(window, "Delete")
    assert comments(window) == []
    assert window.inspector.pages.remarks.list.model().rowCount() == 0
    keys(window, "Ctrl+KeyZ")
    assert comments(window) == [(id, "سؤال", False)]
    assert window.inspector.pages.remarks.list.model().rowCount() == 1
