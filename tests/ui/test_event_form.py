"""The event form in the real window: opened by a trigger, filled by keys and by the mouse, closed by Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator import edits
from annotator.model import Argument, Span
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, OTHER, find, keys, open_named
from ui.hands import settle
from ui.i18n import isolate
from ui.window import Window

NAMES = (
    ("رأس النخيل", "GPE"),
    ("نهر السرو", "LOC"),
    ("الدفاع المدني", "ORG"),
    ("سليم الهاشمي", "PERS"),
    ("فجر الثلاثاء", "DATE"),
    ("هالة منصور", "PERS"),
)


@pytest.fixture
def flood(window: Window) -> Window:
    """The flood article with some names marked and nothing selected."""
    open_named(window, "02-flood")
    desk = window.desk
    for surface, label in NAMES:
        desk.edit(edits.mark, desk.layer, desk.document, desk.schema, [find(window, surface)], label)
    settle()
    return window


def mark(window: Window, surface: str, key: str) -> None:
    window.article.select(find(window, surface))
    keys(window, key)


def filled(window: Window) -> dict[str, list[str]]:
    """What fills the roles of the open event, as the form says it."""
    sheet = window.form.sheet
    assert sheet is not None
    return {slot.role.key: [filler.words for filler in slot.fillers] for slot in sheet.slots if slot.fillers}


def at(window: Window) -> str:
    slot = window.eventing.slot
    return slot.role.key if slot else ""


def offered(window: Window) -> list[str]:
    return [row.offer.words for row in window.form.slots.offers if row.isVisible()]


# -- opening and closing --------------------------------------------------------------------------------------------------
def test_marking_a_trigger_opens_the_form_in_the_inspector_s_place(flood: Window) -> None:
    place = flood.article.mapTo(flood, flood.article.origin().toPoint()).x()
    assert flood.inspector.isVisible()
    mark(flood, "أصيب", "KeyT")
    assert flood.form.isVisible()
    assert not flood.inspector.isVisible()
    assert flood.form.width() == flood.look.px(372)
    assert flood.article.mapTo(flood, flood.article.origin().toPoint()).x() == place
    assert flood.article.hasFocus()
    assert [slot.role.key for slot in flood.form.sheet.slots] == ["Victim", "Agent", "Instrument", "Place", "Time"]
    assert at(flood) == "Victim"
    keys(flood, "Escape")
    assert flood.inspector.isVisible()
    assert flood.article.selected_mark is None
    assert flood.article.state.event is None
    assert flood.article.mapTo(flood, flood.article.origin().toPoint()).x() == place


def test_selecting_a_trigger_opens_it_and_another_mention_closes_it(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Escape", "BracketLeft", "BracketRight")
    trigger = next(iter(flood.desk.layer.events.values())).trigger
    flood.article.select_mark(trigger)
    settle()
    assert flood.form.isVisible()
    name = next(m.id for m in flood.desk.layer.mentions.values() if m.label == "LOC")
    flood.article.select_mark(name)
    settle()
    assert not flood.form.isVisible()


def test_an_event_of_the_list_opens_its_form(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Enter", "Escape")
    keys(flood, "Ctrl+Shift+KeyE")
    rows = flood.inspector.lists[1]
    assert rows.roles_words(flood.models.events.entry(0)) == f"الهدف: {isolate('نهر السرو')}"
    assert rows.hasFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    settle()
    assert flood.form.isVisible()
    assert flood.article.hasFocus()


# -- filling by keys ------------------------------------------------------------------------------------------------------
def test_enter_fills_with_the_nearest_and_goes_on(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    assert at(flood) == "Target"
    assert offered(flood)[0] == "نهر السرو"
    keys(flood, "Enter")
    assert filled(flood) == {"Target": ["نهر السرو"]}
    assert at(flood) == "Agent"
    keys(flood, "ArrowDown", "Enter", "Digit5", "Enter")
    assert filled(flood) == {"Target": ["نهر السرو"], "Agent": ["الدفاع المدني"], "Time": ["فجر الثلاثاء"]}
    keys(flood, "Ctrl+KeyZ")
    assert "Time" not in filled(flood)
    assert flood.form.isVisible()
    assert flood.status.message.text() == flood.look.tr("undone.event")


def test_a_role_takes_several_and_backspace_takes_the_last_out(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Shift+Enter", "Enter", "Digit1")
    assert filled(flood) == {"Target": ["نهر السرو", "رأس النخيل"]}
    keys(flood, "Backspace")
    assert filled(flood) == {"Target": ["نهر السرو"]}
    keys(flood, "Backspace", "Backspace")
    assert filled(flood) == {}
    assert flood.status.message.text() == flood.look.tr("event.empty_already")


def test_tab_goes_through_the_slots_and_on_to_the_values(flood: Window) -> None:
    mark(flood, "أصيب", "KeyT")
    keys(flood, "Tab", "Tab")
    assert at(flood) == "Instrument"
    keys(flood, "Shift+Tab")
    assert at(flood) == "Agent"
    keys(flood, "KeyU")
    field = flood.focusWidget()
    assert field is flood.form.fields.editors["role:Number"].line
    QTest.keyClicks(field, ">14")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert flood.article.hasFocus()
    event = flood.eventing.event
    assert event.arguments == (Argument("Number", value={"value": 14, "precision": "more_than"}),)


def test_digits_go_to_slots_and_never_relabel_the_trigger(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Digit4")
    assert at(flood) == "Place"
    keys(flood, "Digit9")
    assert at(flood) == "Place"
    assert flood.status.message.text() == flood.look.tr("event.no_such_slot", n=9)
    keys(flood, "Minus")
    assert flood.status.message.text() == flood.look.tr("event.relabel_first", key=flood.look.key("relabel"))
    assert flood.eventing.event.label == "Conflict.Destroy"


def test_text_that_is_selected_is_marked_into_the_slot(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Digit3", "ArrowLeft")
    assert flood.eventing.pointing == find(flood, "السيول", find(flood, "غمرت").end)
    assert offered(flood) == ["السيول"]
    keys(flood, "Enter")
    assert filled(flood) == {"Instrument": ["السيول"]}
    marked = {m.label for m in flood.desk.layer.mentions.values() if flood.article.text[m.start : m.end] == "السيول"}
    assert marked == {"PRODUCT"}
    assert flood.article.selected_mark == flood.eventing.sheet.trigger.id
    keys(flood, "Ctrl+KeyZ")
    assert filled(flood) == {}


def test_a_label_key_chooses_where_a_role_takes_several_labels(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    flood.article.select(find(flood, "مدينة رأس النخيل"))
    keys(flood, "Enter")
    assert flood.status.message.text() == flood.look.tr("event.which_label", role="الهدف")
    keys(flood, "Digit3")
    assert filled(flood) == {"Target": ["مدينة رأس النخيل"]}


def test_a_label_that_does_not_fit_is_marked_and_fills_nothing(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Digit5")
    flood.article.select(find(flood, "حي الصيادين"))
    keys(flood, "Digit4")
    assert filled(flood) == {}
    assert "حي الصيادين" in {flood.article.text[m.start : m.end] for m in flood.desk.layer.mentions.values()}
    assert flood.form.isVisible()


def test_esc_leaves_the_text_first_then_the_form(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "ArrowLeft")
    assert flood.eventing.pointing is not None
    keys(flood, "Escape")
    assert flood.form.isVisible()
    assert flood.eventing.pointing is None
    keys(flood, "Escape")
    assert not flood.form.isVisible()


# -- several events -------------------------------------------------------------------------------------------------------
def test_several_events_on_one_trigger(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    first = flood.eventing.event.id
    keys(flood, "Enter", "KeyI")
    second = flood.eventing.event.id
    assert second != first
    assert filled(flood) == {}
    assert flood.form.place.text() == flood.look.tr("event.place", place=flood.eventing.sheet.number, all=2)
    seen = {second}
    for chord in ("Ctrl+ArrowLeft", "Ctrl+ArrowRight", "Ctrl+ArrowRight"):
        keys(flood, chord)
        seen.add(flood.eventing.event.id)
    assert seen == {first, second}
    flood.eventing.open(second)
    keys(flood, "Delete")
    assert list(flood.desk.layer.events) == [first]
    assert flood.form.isVisible()
    keys(flood, "Delete")
    assert not flood.desk.layer.events
    assert not flood.form.isVisible()


def test_in_the_english_window_the_next_event_is_to_the_right(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    mark(flood, "أصيب", "KeyT")
    flood.viewing.set_language("en")
    settle()
    assert flood.look.key("next_event") == "Ctrl →"
    assert flood.eventing.sheet.number == 1
    keys(flood, "Ctrl+ArrowRight")
    assert flood.eventing.sheet.number == 2
    keys(flood, "Ctrl+ArrowRight")
    assert flood.status.message.text() == flood.look.tr("event.last")


# -- problems -------------------------------------------------------------------------------------------------------------
def test_a_filler_that_does_not_fit_opens_a_problem_with_two_ways_out(flood: Window) -> None:
    mark(flood, "أصيب", "KeyT")
    river = next(m.id for m in flood.desk.layer.mentions.values() if m.label == "LOC")
    flood.filling.fill_with(Argument("Victim", mention=river))
    settle()
    box = flood.form.slots.troubles[0]
    assert box.isVisible()
    assert "نهر السرو" in box.accessibleName()
    assert flood.form.trouble_words.text() == flood.look.tr("event.problems", n=1)
    assert [button.accessibleName() for button in box.buttons] == [
        flood.look.tr("event.take_out"),
        flood.look.tr("action.relabel"),
    ]
    keys(flood, "Digit1", "KeyR", "Digit1")
    assert flood.desk.layer.mentions[river].label == "PERS"
    assert not flood.form.slots.troubles[0].isVisible()
    keys(flood, "Ctrl+KeyZ")
    flood.eventing.open(next(iter(flood.desk.layer.events)))
    settle()
    QTest.mouseClick(flood.form.slots.troubles[0].buttons[0], Qt.MouseButton.LeftButton)
    settle()
    assert filled(flood) == {}


def test_a_required_role_that_was_passed_by_is_a_problem_with_a_way_to_it(flood: Window) -> None:
    mark(flood, "واجتمع", "KeyA")
    assert at(flood) == "Entity"
    assert flood.form.trouble_words.text() == ""
    keys(flood, "Tab")
    box = flood.form.slots.troubles[0]
    assert box.isVisible()
    assert flood.form.trouble_words.text() == flood.look.tr("event.problems", n=1)
    QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    settle()
    assert at(flood) == "Entity"
    keys(flood, "Enter")
    assert flood.form.trouble_words.text() == ""


# -- the mouse ------------------------------------------------------------------------------------------------------------
def click(window: Window, span: Span) -> None:
    window.article.ensure_visible(span)
    settle()
    point = window.article.rects(span)[0].center().toPoint()
    QTest.mouseClick(window.article.viewport(), Qt.MouseButton.LeftButton, pos=point)
    settle()


def row(window: Window, key: str) -> object:
    place = [slot.role.key for slot in window.form.sheet.slots].index(key)
    return window.form.slots.rows[place]


def test_a_click_on_a_slot_and_then_on_a_mention_fills_it(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    QTest.mouseClick(row(flood, "Place"), Qt.MouseButton.LeftButton)
    settle()
    assert flood.eventing.armed
    click(flood, find(flood, "رأس النخيل"))
    assert filled(flood) == {"Place": ["رأس النخيل"]}
    assert not flood.eventing.armed
    click(flood, find(flood, "رأس النخيل"))
    assert not flood.form.isVisible()


def test_a_click_on_a_slot_and_then_on_a_word_marks_it(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    QTest.mouseClick(row(flood, "Instrument"), Qt.MouseButton.LeftButton)
    click(flood, find(flood, "أمطار"))
    assert filled(flood) == {"Instrument": ["أمطار"]}


def test_a_mention_is_dragged_onto_a_slot(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    mark_there = find(flood, "الدفاع المدني")
    viewport = flood.article.viewport()
    start = flood.article.rects(mark_there)[0].center().toPoint()
    target = row(flood, "Agent")
    goal = viewport.mapFromGlobal(target.mapToGlobal(QPoint(60, 20)))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, (start + goal) / 2)
    QTest.mouseMove(viewport, goal)
    assert target.dropping
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=goal)
    settle()
    assert filled(flood) == {"Agent": ["الدفاع المدني"]}
    assert not target.dropping


def test_the_cross_takes_a_filler_out_and_a_click_on_a_candidate_fills(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    QTest.mouseClick(flood.form.slots.offers[1], Qt.MouseButton.LeftButton)
    settle()
    assert filled(flood) == {"Target": ["رأس النخيل"]}
    target = row(flood, "Target")
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(flood.look.px(18), flood.look.px(21)))
    settle()
    assert filled(flood) == {}


# -- others ---------------------------------------------------------------------------------------------------------------
def test_an_entity_can_fill_a_role(flood: Window) -> None:
    people = [m.id for m in flood.desk.layer.mentions.values() if m.label == "PERS"]
    flood.desk.edit(edits.group, flood.desk.layer, people, "المسؤولون")
    mark(flood, "أصيب", "KeyT")
    assert "المسؤولون" in offered(flood)
    keys(flood, "ArrowDown", "Enter")
    assert filled(flood) == {"Victim": ["المسؤولون"]}
    assert flood.eventing.event.arguments[0].entity in flood.desk.layer.entities


def test_another_person_s_event_is_read_not_filled(open_window) -> None:
    window = open_window(ME)
    open_named(window, "06-protest")
    window.reading.show_layer(OTHER)
    settle()
    event = next(iter(window.desk.layer.events.values()), None)
    if event is None:
        window.reading.own_layer()
        settle()
        assert window.desk.layer.events
        return
    window.eventing.open(event.id)
    settle()
    assert window.form.isVisible()
    before = event.arguments
    keys(window, "Enter", "Backspace")
    assert window.desk.layer.events[event.id].arguments == before


def test_everything_has_a_name(flood: Window) -> None:
    mark(flood, "غمرت", "KeyV")
    keys(flood, "Enter")
    first = flood.form.slots.rows[0]
    assert first.accessibleName() == "١. الهدف: نهر السرو (مكان)"
    assert all(offer.accessibleName() for offer in flood.form.slots.offers if offer.isVisible())
    assert flood.form.accessibleName()
