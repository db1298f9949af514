"""Questions and problems of the whole project in a list that opens the places."""

from __future__ import annotations

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, NEW, OTHER, find, keys, open_named, write
from ui.hands import press, settle
from ui.models.worklist import WorkRow
from ui.window import Window


def ask(window: Window, document: str, words: str, question: str) -> str:
    open_named(window, document)
    keys(window, "Escape")
    if words:
        window.article.select(find(window, words))
        keys(window, "Digit2")
    keys(window, "KeyG")
    write(window.inspector.pages.remarks.composer.words, question)
    press(window.inspector.pages.remarks.composer.words, "Enter")
    settle()
    return next(c.about for c in window.desk.layer.comments.values() if c.body == question)


def rows(window: Window, owner: str) -> list[WorkRow]:
    """What is listed of somebody. (The sample holds questions of others.)"""
    return [row for row in window.worklist.rows if row.id and row.owner == owner]


def test_questions_of_all_documents_open_their_places(window: Window, qtbot) -> None:
    flood = ask(window, "02-flood", "الدفاع المدني", "هيئة؟")
    ask(window, "07-economy", "المصرف المركزي", "أيكفي الاسم؟")
    qtbot.waitUntil(lambda: window.desk.project.unsaved == 0)
    keys(window, "Ctrl+Shift+KeyG")
    assert window.work_panel.list.hasFocus()
    assert [(row.words, row.what) for row in rows(window, NEW)] == [
        ("الدفاع المدني", "هيئة؟"),
        ("المصرف المركزي", "أيكفي الاسم؟"),
    ]
    at = window.worklist.rows.index(rows(window, NEW)[0])
    for _ in range(at - 1):
        press(window.work_panel.list, "ArrowDown")
    press(window.work_panel.list, "Enter")
    settle()
    assert window.desk.document.name == "02-flood"
    assert window.article.selected_mark == flood
    assert window.inspector.pages.remarks.chosen
    window.work_panel.list.setFocus()
    press(window.work_panel.list, "Escape")
    assert window.side.currentIndex() == 0


def test_others_questions_are_seen_where_layers_are_visible(open_window, qtbot) -> None:
    window = open_window(OTHER)
    ask(window, "02-flood", "", "من هم؟")
    window.close()
    lead = open_window(ME)
    lead.desk.project.set_layers_visible(visible=True)
    lead.overviewing.all_questions()
    settle()
    (row,) = (row for row in rows(lead, OTHER) if row.what == "من هم؟")
    lead.overviewing._go(row)
    settle()
    assert lead.desk.owner == OTHER
    assert not lead.desk.writable
    lead.desk.project.set_layers_visible(visible=False)
    lead.overviewing.all_questions()
    assert rows(lead, OTHER) == []


def test_problems_of_all_documents(window: Window, qtbot) -> None:
    for document, words in (("02-flood", "مدرسة الميناء،"), ("07-economy", "المصرف المركزي")):
        open_named(window, document)
        window.article.select(find(window, words))
        keys(window, "Digit5")
    keys(window, "Ctrl+F8")
    qtbot.waitUntil(lambda: not window.worklist.running)
    edges = [row for row in rows(window, NEW) if row.what == window.look.tr("problem.edge")]
    assert [row.words for row in edges] == ["مدرسة الميناء،"]
    window.overviewing._go(edges[0])
    settle()
    assert window.desk.document.name == "02-flood"
    assert window.article.text[find(window, "مدرسة الميناء،").start :].startswith("مدرسة")
    assert window.desk.layer.mentions[window.article.selected_mark].label == "FAC"
    assert window.mending.current.code == "edge"


def test_nobody_has_asked(window: Window) -> None:
    window.desk.project.set_layers_visible(visible=False)
    keys(window, "Ctrl+Shift+KeyG")
    assert window.worklist.rowCount() == 0
    assert window.work_panel.count.text() == ""
