"""Questions and problems of the whole project in a list that opens the places."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, NEW, OTHER, find, keys, open_named, write
from ui.hands import press, settle
from ui.models.documents import RowRole
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


def listed(window: Window, document: str) -> str:
    """What the row of a document says to a screen reader."""
    model = window.documents_panel.list.model()
    places = [model.index(row, 0) for row in range(model.rowCount())]
    return next(at.data(Qt.ItemDataRole.AccessibleTextRole) for at in places if at.data(RowRole).name == document)


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


def test_a_lead_answers_and_the_asker_sees_it(open_window, qtbot) -> None:
    window = open_window(OTHER)
    ask(window, "02-flood", "", "من هم؟")
    window.close()
    lead = open_window(ME)
    lead.desk.project.set_layers_visible(visible=True)
    keys(lead, "Ctrl+Shift+KeyG")
    panel = lead.work_panel
    place = next(n for n, row in enumerate(lead.worklist.rows) if row.what == "من هم؟")
    panel.list.setCurrentIndex(lead.worklist.index(place))
    waiting = lead.worklist.waiting
    press(panel.list, "KeyA")
    assert panel.composer.words.hasFocus()
    write(panel.composer.words, "أهل الحي")
    press(panel.composer.words, "Enter")
    settle()
    assert panel.row.what == "من هم؟"  # the same is the chosen one still
    assert "أهل الحي" in panel.said.text()
    assert lead.worklist.waiting == waiting - 1
    assert panel.list.hasFocus()
    lead.close()
    asker = open_window(OTHER)
    banner = asker.banners.banner("answers")
    assert banner is not None
    assert "جواب من المشرف" in listed(asker, "02-flood")
    open_named(asker, "02-flood")
    asker.asking.remarks()
    remarks = asker.inspector.pages.remarks
    remarks.list.setCurrentIndex(remarks.list.model().index(0))
    settle()
    assert "أهل الحي" in remarks.said.text()
    assert not remarks.can_answer
    press(remarks.list, "Space")
    settle()
    assert [comment.resolved for comment in asker.desk.layer.comments.values()] == [True]
    assert "جواب من" not in listed(asker, "02-flood")
    press(remarks.list, "Space")  # asked again
    settle()
    assert "جواب من المشرف" in listed(asker, "02-flood")


def test_a_question_is_answered_in_the_layer_where_it_stands(open_window) -> None:
    window = open_window(OTHER)
    ask(window, "02-flood", "", "من هم؟")
    window.close()
    lead = open_window(ME)
    lead.desk.project.set_layers_visible(visible=True)
    lead.overviewing.all_questions()
    lead.overviewing._go(next(row for row in lead.worklist.rows if row.what == "من هم؟"))
    settle()
    lead.side.setCurrentIndex(0)
    lead.actions_.trigger("answer")
    settle()
    composer = lead.inspector.pages.remarks.composer
    assert composer.words.hasFocus()
    write(composer.words, "الأهالي")
    press(composer.words, "Enter")
    settle()
    assert "الأهالي" in lead.inspector.pages.remarks.said.text()
    assert "جواب من المشرف" in listed(lead, "02-flood")
    assert lead.inspector.pages.answers.give(
        lead.inspector.pages.remark_model.key(next(iter(lead.desk.layer.comments))), ""
    )
    settle()
    assert "سؤال" in listed(lead, "02-flood")
    assert lead.inspector.pages.remarks.said.text() == ""


def test_problems_of_others_are_listed_where_layers_are_visible(open_window, qtbot) -> None:
    window = open_window(OTHER)
    open_named(window, "02-flood")
    window.article.select(find(window, "مدرسة الميناء،"))
    keys(window, "Digit5")
    window.close()
    lead = open_window(NEW)
    lead.desk.project.set_layers_visible(visible=True)
    keys(lead, "Ctrl+F8")
    qtbot.waitUntil(lambda: not lead.worklist.running)
    edge = next(row for row in rows(lead, OTHER) if row.what == lead.look.tr("problem.edge"))
    assert lead.work_panel._who(edge) == OTHER
    lead.overviewing._go(edge)
    settle()
    assert lead.desk.owner == OTHER
    assert lead.work_panel.mine.isVisible()
    lead.work_panel.mine.click()
    qtbot.waitUntil(lambda: not lead.worklist.running)
    assert rows(lead, OTHER) == []
    lead.desk.project.set_layers_visible(visible=False)
    keys(lead, "Ctrl+F8")
    qtbot.waitUntil(lambda: not lead.worklist.running)
    assert rows(lead, OTHER) == []
    assert not lead.work_panel.mine.isVisible()
