"""Adjudication in the real window: by keyboard alone, blind, undone, refused, by rule; annotators' layers stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from annotator import edits
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import GOLD, Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.jobs.test_adjudicating_articles import careful
from tests.annotator.jobs.test_adjudicating_articles import lines as lines_of_articles
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import OpenWindow, keys, write
from ui.hands import press, settle
from ui.pages.adjudication.page import AdjudicationPage
from ui.settings import Settings
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء."
NAME = {"id": "m1", "start": 4, "end": 16, "label": "PERS"}
SHORT = {**NAME, "end": 8}
BLOW = {"id": "m2", "start": 20, "end": 25, "label": "Conflict.Attack"}
PLACE = {"id": "m3", "start": 31, "end": 42, "label": "LOC"}
FACILITY = {**PLACE, "label": "FAC"}
PEOPLE = ("سلمى", "هادي", "نور")
Open = Callable[..., tuple[Window, AdjudicationPage]]


def event(*roles: str) -> dict[str, Any]:
    """The attack, with the place in these roles."""
    return {
        "id": "e1",
        "label": "Conflict.Attack",
        "trigger": "m2",
        "arguments": [{"role": role, "mention": "m3"} for role in roles],
    }


def done(annotator: str, *mentions: dict[str, Any], name: str = "d1", **more: Any) -> dict[str, Any]:
    return {"id": name, "text": TEXT, "annotator": annotator, "status": "done", "mentions": list(mentions), **more}


@pytest.fixture
def open_page(open_window: OpenWindow, tmp_path: Path, qtbot) -> Open:
    """Opens the page on a project of these lines."""

    def make(*lines: dict[str, Any], person: str = "لينا") -> tuple[Window, AdjudicationPage]:
        path = tmp_path / "own.hashiya"
        project = Project.create(path, load_preset("news"))
        file = tmp_path / "in.jsonl"
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        import_paths(project, [file], ImportOptions())
        project.close()
        window = open_window(person, path=path)
        keys(window, "Ctrl+Shift+KeyJ")
        page = window.adjudicating.page
        qtbot.waitUntil(lambda: not page.model.counting and page.model.case is not None)
        settle()
        return window, page

    return make


def gold(window: Window) -> set[tuple[str, str]]:
    """(surface, label) of the gold mentions of the document in hand."""
    project, document = window.desk.project, window.adjudicating.page.model.document
    assert project is not None
    layer = project.layer(document, GOLD)
    return {(TEXT[m.start : m.end], m.label) for m in layer.mentions.values()}


def pressed(page: AdjudicationPage, *chords: str) -> None:
    for chord in chords:
        press(page, chord)
    settle()


def states(window: Window) -> dict[str, bytes]:
    """The state of each annotator's layer."""
    project, document = window.desk.project, window.adjudicating.page.model.document
    assert project is not None
    return {owner: project.layer(document, owner).state() for owner in project.owners(document) if owner != GOLD}


THREE = (
    done(PEOPLE[0], NAME, BLOW, PLACE, events=[event("Place")]),
    done(PEOPLE[1], SHORT, BLOW, PLACE, events=[event("Target")]),
    done(PEOPLE[2], NAME, BLOW, FACILITY, events=[event("Place")]),
)


def test_a_document_is_decided_by_keys_alone_and_closed(open_page: Open) -> None:
    window, page = open_page(*THREE)
    before = states(window)
    presses = 0
    decided = len(page.model.items)
    while page.model.waiting:
        waiting = page.model.waiting
        pressed(page, "Enter")
        presses += 1
        assert page.model.waiting < waiting or len(page.model.items) > decided, page.state.text()
        decided = len(page.model.items)
    assert gold(window) == {("سليم الهاشمي", "PERS"), ("قصفاً", "Conflict.Attack"), ("حيّ الزهراء", "LOC")}
    layer = window.desk.project.layer(page.model.document, GOLD)
    (attack,) = layer.events.values()
    assert [argument.role for argument in attack.arguments] == ["Place"]
    assert presses <= 1.3 * len(page.model.items)
    pressed(page, "Ctrl+Enter")
    assert window.desk.project.layer(page.model.document, GOLD).status == "done"
    assert states(window) == before


def test_nobody_is_named_before_the_document_is_closed(open_page: Open) -> None:
    _, page = open_page(*THREE)
    said = [widget.accessibleName() for widget in page.findChildren(QWidget)]
    assert not [words for words in said if any(name in words for name in PEOPLE)]
    while page.model.waiting:
        pressed(page, "Enter")
    pressed(page, "Ctrl+Enter")
    assert page.model.names_shown
    assert set(page.bench.lanes.text().split("، ")) == set(PEOPLE)


def test_digits_accept_a_candidate_and_undo_asks_again(open_page: Open) -> None:
    window, page = open_page(*THREE)
    short = next(c for c in page.model.item.cluster.candidates if c.value.end == 8)
    pressed(page, f"Digit{short.number}")
    assert gold(window) == {("سليم", "PERS")}
    asked = page.model.key
    pressed(page, "Ctrl+KeyZ")
    assert gold(window) == set()
    assert page.model.key != asked
    assert page.model.place == 0


def test_rejecting_all_is_a_decision(open_page: Open) -> None:
    window, page = open_page(*THREE)
    key = page.model.key
    pressed(page, "Backspace")
    assert gold(window) == set()
    assert page.model.case.item(key).decision.verdict == "reject"
    assert page.model.key != key


def test_the_reason_and_the_note_go_with_the_decision(open_page: Open) -> None:
    _, page = open_page(*THREE)
    key = page.model.key
    pressed(page, "Alt+Digit1", "Shift+KeyN")
    assert page.reasons.note.hasFocus()
    write(page.reasons.note, "راجع الدليل")
    press(page.reasons.note, "Enter")
    settle()
    assert page.hasFocus()
    pressed(page, "Enter")
    decision = page.model.case.item(key).decision
    assert (decision.reason, decision.note) == ("guideline_gap", "راجع الدليل")
    assert (page.reasons.reason, page.reasons.note.text()) == ("", "")


def test_several_candidates_are_accepted_together(open_page: Open) -> None:
    inner = {"id": "m9", "start": 4, "end": 8, "label": "PERS"}
    outer = {**NAME, "label": "ORG"}
    window, page = open_page(done(PEOPLE[0], outer), done(PEOPLE[1], inner), done(PEOPLE[2], outer, inner))
    pressed(page, "Shift+Digit1", "Shift+Digit2")
    assert page.ticks == (1, 2)
    pressed(page, "Enter")
    assert gold(window) == {("سليم الهاشمي", "ORG"), ("سليم", "PERS")}
    pressed(page, "Ctrl+KeyZ", "KeyU")
    assert gold(window) == {("سليم الهاشمي", "ORG"), ("سليم", "PERS")}


def test_boundaries_of_the_leads_own(open_page: Open) -> None:
    window, page = open_page(*THREE)
    key = page.model.key
    said = page.state.text()
    pressed(page, "KeyE")
    assert page.state.text() != said
    press(page.bench.article, "Escape")
    assert page.state.text() == said
    pressed(page, "KeyE")
    assert page.bench.article.hasFocus()
    press(page.bench.article, "Shift+ArrowLeft")
    settle()
    press(page.bench.article, "Enter")
    settle()
    assert gold(window) == {("سليم الهاشمي إن", "PERS")}
    (origin,) = page.model.case.item(key).decision.origins
    assert (origin.method, origin.votes) == ("new", 0)
    assert page.hasFocus()


def test_another_label_of_the_leads_own(open_page: Open) -> None:
    window, page = open_page(*THREE)
    pressed(page, "KeyR")
    assert page.search.field.hasFocus()
    QTest.keyClicks(page.search.field, "NORP")
    press(page.search.field, "Enter")
    settle()
    assert gold(window) == {("سليم الهاشمي", "NORP")}


def test_what_is_put_off_comes_last(open_page: Open) -> None:
    _, page = open_page(*THREE)
    first = page.model.key
    pressed(page, "KeyS")
    assert page.model.key != first
    assert page.model.case.item(first).state == "later"
    assert page.model.case.open()[-1].cluster.key == first
    pressed(page, "KeyT")
    assert page.model.waiting == len(page.model.items)


def test_a_rule_is_tried_applied_and_taken_back(open_page: Open) -> None:
    lines = [done(who, NAME, PLACE, name=f"d{n}") for n in range(6) for who in PEOPLE]
    window, page = open_page(*lines)
    assert all(row.is_unanimous for row in page.model.rows)
    QTest.mouseClick(page.queue.settle, Qt.MouseButton.LeftButton)
    settle()
    card = page.rules.card
    assert card is not None
    assert card.isVisible()
    assert page.rules.report.settled > 0
    assert gold(window) == set()
    QTest.mouseClick(card.apply, Qt.MouseButton.LeftButton)
    settle()
    project = window.desk.project
    settled = page.rules.report.settled
    assert sum(len(project.layer(row.id, GOLD).mentions) for row in project.document_rows()) == settled
    QTest.mouseClick(page.queue.take_back, Qt.MouseButton.LeftButton)
    settle()
    assert sum(len(project.layer(row.id, GOLD).mentions) for row in project.document_rows()) == 0


def test_the_mouse_does_it_too(open_page: Open) -> None:
    window, page = open_page(*THREE, *(done(who, NAME, name="d2") for who in PEOPLE))
    rows = page.bench.candidates.rows
    QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert page.ticks == (1,)
    first = page.model.key
    number = next(c.number for c in page.model.item.cluster.candidates if c.value.end == 16)
    QTest.mouseClick(rows[number - 1], Qt.MouseButton.LeftButton)
    settle()
    assert gold(window) == {("سليم الهاشمي", "PERS")}
    assert page.model.key != first
    name = page.bench.article.rects(Span(4, 16))[0].center().toPoint()
    QTest.mouseClick(page.bench.article.viewport(), Qt.MouseButton.LeftButton, pos=name)
    settle()
    assert page.model.key == first
    row = next(n for n, row in enumerate(page.queue.model.shown) if row.document != page.model.document)
    place = page.queue.list.visualRect(page.queue.model.index(row)).center()
    QTest.mouseClick(page.queue.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert page.model.document == page.queue.model.shown[row].document


def test_all_that_is_agreed_in_a_document_is_one_key(open_page: Open) -> None:
    window, page = open_page(*THREE)
    pressed(page, "KeyA")
    assert gold(window) == {("قصفاً", "Conflict.Attack")}
    assert {item.state for item in page.model.items} == {"open", "decided"}


def test_one_who_is_marking_a_document_does_not_see_others(open_page: Open) -> None:
    lines = (*THREE, {**done("لينا", NAME), "status": "in_progress"})
    _, page = open_page(*lines, *(done(who, NAME, name="d2") for who in PEOPLE))
    assert page.model.case.document.name == "d2"
    row = next(row for row in page.model.rows if row.name == "d1")
    page.open_document(row.document)
    settle()
    assert page.model.case.document.name == "d2"
    assert page.state.text() == str(page.look.tr("refused.own_marks_first"))


def keys_of_a_lead(page: AdjudicationPage) -> list[str]:
    """What a lead who knows the truth presses: Enter where the majority has it, else digits, else reject."""
    item = page.model.item
    cluster = item.cluster
    if cluster.stage == "mention" and cluster.place is not None:
        truth = {
            m for m in careful(page.model.case.document.text) if m[0] < cluster.place.end and m[1] > cluster.place.start
        }
        right = [c.number for c in cluster.candidates if (c.value.start, c.value.end, c.value.label) in truth]
    else:
        right = [c.number for c in cluster.candidates if getattr(c.value, "role", "Place") == "Place"]
    majority = page.model.majority()
    if majority is not None and sorted(page.model.majority_numbers()) == right:
        return ["Enter"]
    if len(right) == 1:
        return [f"Digit{right[0]}"]
    return [*(f"Shift+Digit{number}" for number in right), "Enter"] if right else ["Backspace"]


def test_five_articles_of_three_annotators_by_keys_alone(open_page: Open) -> None:
    lines = list(lines_of_articles())
    if not lines:
        pytest.skip("the real articles are not beside the checkout")
    _, page = open_page(*lines, person="القاضية")
    presses = decisions = documents = 0
    while page.model.document and documents < len({line["id"] for line in lines}):
        while page.model.waiting:
            pressed_now = keys_of_a_lead(page)
            asked = page.model.key
            pressed(page, *pressed_now)
            presses += len(pressed_now)
            decisions += 1
            answered = page.model.case.item(asked)
            assert answered is None or answered.state == "decided", page.state.text()
        pressed(page, "Ctrl+Enter")
        presses += 1
        documents += 1
    assert {row.standing for row in page.model.rows} == {"closed"}
    assert presses <= 1.3 * decisions, (presses, decisions)
    print({"documents": documents, "decisions": decisions, "presses": presses})


def test_escape_goes_back_to_the_article(open_page: Open) -> None:
    window, page = open_page(*THREE)
    pressed(page, "Escape")
    assert not window.adjudicating.active
    assert window.article.hasFocus()


def test_every_control_has_a_name(open_page: Open) -> None:
    _, page = open_page(*THREE)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and type(widget).__name__ not in (
            "QScrollBar",
            "QHeaderView",
        ):
            assert widget.accessibleName() or widget.parentWidget().accessibleName(), widget


def two_alike() -> tuple[dict[str, Any], ...]:
    return tuple(
        {**done(who, NAME, FACILITY if who == PEOPLE[2] else PLACE, name=name), "text": f"{TEXT} {name}"}
        for name in ("d1", "d2")
        for who in PEOPLE[1:]
    )


def test_what_was_decided_before_is_shown_and_decided_likewise(open_page: Open) -> None:
    window, page = open_page(*two_alike())
    pressed(page, "KeyA")
    assert not page.reasons.earlier.isVisible()
    number = next(c.number for c in page.model.item.cluster.candidates if c.value.label == "FAC")
    pressed(page, f"Digit{number}", "Ctrl+Enter", "KeyA")
    first, second = (
        row.document for row in sorted(page.model.rows, key=lambda row: row.document != page.model.document)
    )
    assert page.model.document == first
    box = page.reasons.earlier
    assert box.isVisible()
    labels = page.words.labels
    assert str(page.look.tr("precedent.count", outcome=labels.name("FAC"), n=1)) in box.lines.text()
    pressed(page, "KeyP")
    assert page.places.isVisible()
    assert page.places.list_model.rowCount() == 1
    press(page.places.list, "Enter")
    settle()
    assert (page.model.document, page.model.item.decision.verdict) == (second, "accept")
    pressed(page, "Escape")
    assert page.model.document == first
    key = page.model.key
    pressed(page, "KeyL")
    decision = page.model.case.item(key).decision
    assert decision.reason == "precedent"
    assert ("حيّ الزهراء", "FAC") in gold(window)
    pressed(page, "Ctrl+KeyZ")
    assert page.model.key == key


def test_what_was_decided_before_stays_while_the_project_is_read_anew(open_page: Open, qtbot) -> None:
    _, page = open_page(*two_alike())
    pressed(page, "KeyA")
    number = next(c.number for c in page.model.item.cluster.candidates if c.value.label == "FAC")
    pressed(page, f"Digit{number}", "Ctrl+Enter")
    qtbot.waitUntil(lambda: not page.model.counting)
    press(page, "KeyA")
    assert page.model.counting
    assert page.reasons.earlier.isVisible()
    press(page, "KeyA")
    qtbot.waitUntil(lambda: not page.model.counting)
    assert page.reasons.earlier.isVisible()


def test_what_is_learned_meanwhile_takes_nothing_out_of_the_hands(open_page: Open, qtbot) -> None:
    _, page = open_page(*two_alike())
    pressed(page, "KeyA")
    qtbot.waitUntil(lambda: not page.model.counting)
    page.model.begin()
    press(page, "Shift+Digit1")
    assert page.model.counting
    assert page.ticks == (1,)
    qtbot.waitUntil(lambda: not page.model.counting)
    settle()
    assert page.ticks == (1,)


def test_a_third_opinion_is_asked_given_blind_and_comes_back(open_page: Open, open_window: OpenWindow, qtbot) -> None:
    lines = (done(PEOPLE[0], NAME, BLOW), done(PEOPLE[1], SHORT, BLOW), done(PEOPLE[2], NAME, name="d2"))
    window, page = open_page(*lines)
    path = window.desk.project.path
    while "boundary" not in page.model.item.cluster.types:
        pressed(page, "Enter")
    pressed(page, "KeyT")
    (choice, *_) = page.asking.actions()
    assert PEOPLE[2] in choice.text()
    page.asking.hide()
    choice.trigger()
    settle()
    assert PEOPLE[2] in page.state.text()
    (row,) = page.model.rows
    assert row.asked == (PEOPLE[2],)
    window.close()
    settle()

    third = open_window(PEOPLE[2], path=path)
    banner = third.banners.banner("opinion") or third.banners.banner("opinions")
    assert banner is not None
    keys(third, "Ctrl+Shift+KeyT")
    (listed,) = [row for row in third.worklist.rows if row.id]
    assert listed.words == TEXT
    press(third.work_panel.list, "Enter")
    settle()
    assert third.desk.document.name == "d1"
    assert third.banners.banner("opinion") is not None
    shown = [widget.accessibleName() for widget in third.findChildren(QWidget)]
    assert not [words for words in shown if PEOPLE[0] in words or PEOPLE[1] in words]
    third.article.select(Span(4, 16))
    third.article.setFocus()
    keys(third, "Digit1")
    keys(third, "Ctrl+Shift+Enter")
    assert third.banners.banner("opinion") is None
    assert third.desk.layer.opinions
    third.close()
    settle()

    lead = open_window("لينا", path=path)
    keys(lead, "Ctrl+Shift+KeyJ")
    page = lead.adjudicating.page
    qtbot.waitUntil(lambda: not page.model.counting and page.model.case is not None)
    settle()
    assert page.model.rows[0].answers == 1
    (item,) = (i for i in page.model.items if i.cluster.place == Span(4, 16))
    assert len(item.cluster.voters) == 3
    assert item.state == "open"


def test_closed_gold_that_has_changed_is_flagged_and_asks_only_what_is_another(
    open_page: Open, open_window: OpenWindow, qtbot
) -> None:
    window, page = open_page(*(done(who, NAME, BLOW) for who in PEOPLE[:2]))
    path = window.desk.project.path
    pressed(page, "KeyA", "Ctrl+Enter")
    assert page.model.status == "done"
    window.close()
    settle()
    project = Project.open(path)
    project.work_as(PEOPLE[0])
    project.perform(1, edits.remove(project.layer(1), ["m1"]))
    project.perform(1, edits.set_status(project.layer(1), project.document(1), project.schema, "done"))
    project.close()

    lead = open_window("لينا", path=path)
    keys(lead, "Ctrl+Shift+KeyJ")
    page = lead.adjudicating.page
    qtbot.waitUntil(lambda: not page.model.counting and bool(page.model.rows) and page.model.rows[0].since is not None)
    QTest.mouseClick(page.queue.tabs.tabs[2], Qt.MouseButton.LeftButton)
    settle()
    assert [row.since.questions for row in page.queue.model.shown] == [1]
    page.open_document(1)
    settle()
    assert page.model.status == "done"
    assert page.model.item.cluster.place == Span(4, 16)
    assert page.model.waiting == 1
    number = page.model.item.cluster.candidates[0].number
    pressed(page, f"Digit{number}")
    assert page.model.waiting == 0
    pressed(page, "Ctrl+Enter")
    assert page.model.status == "done"
    assert page.model.rows[0].since is None


def test_nothing_covers_the_readings_in_a_low_window(open_page: Open, settings: Settings) -> None:
    settings.set("look/scale", 150)
    window, page = open_page(*THREE)
    window.resize(1280, 720)
    settle()
    bench = page.bench
    lanes = bench.readings.parentWidget().parentWidget()
    parts = [bench.article, lanes, *bench.candidates.rows[:2]]
    places = [QRect(part.mapTo(page, QPoint(0, 0)), part.size()) for part in parts]
    assert not any(a.intersects(b) for a, b in combinations(places, 2))
    assert all(place.bottom() <= bench.mapTo(page, QPoint(0, bench.height())).y() for place in places)
    assert lanes.height() > 0.9 * bench.readings.height()


def test_closing_what_is_closed_goes_on_or_says_that_nothing_waits(open_page: Open) -> None:
    _, page = open_page(done("سلمى", NAME), done("هادي", NAME))
    while page.model.waiting:
        pressed(page, "Enter")
    pressed(page, "Ctrl+Enter")
    said = page.state.text()
    pressed(page, "Ctrl+Enter")
    assert page.state.text() == said == page.look.tr("adjudication.queue_empty")
