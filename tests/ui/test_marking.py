"""Marking in the real window by real key events: labels, boundaries, removal, undo, and what must stay quiet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest

from annotator.model import Span
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, OTHER, find, keys, open_named, shown, typed
from ui.hands import settle
from ui.window import Window


@pytest.fixture
def flood(window: Window) -> Window:
    """The flood article with nothing marked."""
    open_named(window, "02-flood")
    return window


def take(window: Window, surface: str) -> None:
    window.article.select(find(window, surface))
    settle()


def selected(window: Window) -> str:
    mention = window.marking.mention
    return window.article.text[mention.start : mention.end] if mention else ""


# -- labels ---------------------------------------------------------------------------------------------------------------
def test_a_label_key_marks_the_selected_text(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4")
    assert shown(flood) == {("نهر السرو", "LOC")}
    assert selected(flood) == "نهر السرو"


def test_without_a_selection_it_marks_the_word_at_the_caret_by_the_policy(flood: Window) -> None:
    flood.article.select(Span(find(flood, "والحكومة").start, find(flood, "والحكومة").start))
    flood.article.select(None)
    keys(flood, "Digit2")
    assert shown(flood) == {("الحكومة", "ORG")}


def test_outer_spaces_and_full_stops_stay_outside(flood: Window) -> None:
    span = find(flood, " نهر السرو ")
    flood.article.select(span)
    keys(flood, "Digit4")
    assert shown(flood) == {("نهر السرو", "LOC")}


def test_arabic_letters_and_digits_are_label_keys(flood: Window) -> None:
    take(flood, "نهر السرو")
    typed(flood, "٤")
    take(flood, "وأصيب")
    typed(flood, "ف")
    assert shown(flood) == {("نهر السرو", "LOC"), ("وأصيب", "Life.Injure")}


def test_an_event_label_marks_the_trigger_and_makes_the_event(flood: Window) -> None:
    take(flood, "غمرت")
    keys(flood, "KeyV")
    layer = flood.desk.layer
    assert [event.label for event in layer.events.values()] == ["Conflict.Destroy"] or len(layer.events) == 1
    assert len(flood.models.events) == 1


def test_with_a_mention_selected_a_label_key_relabels_it(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", "Digit3")
    assert shown(flood) == {("نهر السرو", "GPE")}


def test_with_text_selected_over_a_mention_it_marks_once_more(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4")
    take(flood, "نهر السرو")
    keys(flood, "Digit3")
    assert shown(flood) == {("نهر السرو", "GPE"), ("نهر السرو", "LOC")}


def test_relabel_mode_is_shown_and_left(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", "Escape")
    assert selected(flood) == ""
    keys(flood, "KeyR")
    assert flood.marking.relabelling
    assert flood.label_bar.keys[0].armed
    assert flood.status.message.text() == flood.look.tr("labels.relabel_mode")
    keys(flood, "Escape")
    assert not flood.marking.relabelling
    assert not flood.label_bar.keys[0].armed
    keys(flood, "KeyR", "Digit1")
    assert shown(flood) == {("نهر السرو", "PERS")}
    assert not flood.marking.relabelling


def test_a_refusal_is_told_in_the_language_of_the_window(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", "Digit4")
    assert flood.status.message.text() == flood.look.tr("refused.same_label")


def test_a_click_on_a_label_marks_and_leaves_the_keyboard_in_the_article(flood: Window) -> None:
    take(flood, "نهر السرو")
    button = next(each for each in flood.label_bar.keys if each.label.key == "LOC")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert shown(flood) == {("نهر السرو", "LOC")}
    assert flood.article.hasFocus()


def test_all_labels_are_found_by_a_name_in_either_language(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Slash")
    assert flood.search.isVisible()
    assert flood.search.field.hasFocus()
    QTest.keyClicks(flood.search.field, "webs")
    QTest.keyClick(flood.search.field, Qt.Key.Key_Return)
    settle()
    assert not flood.search.isVisible()
    assert flood.article.hasFocus()
    assert shown(flood) == {("نهر السرو", "WEBSITE")}
    assert flood.labels.search("شخص")[0].key == "PERS"
    assert len(flood.labels.search("")) == len(flood.desk.schema.labels)


def test_label_keys_typed_into_a_field_mark_nothing(flood: Window) -> None:
    take(flood, "نهر السرو")
    flood.documents_panel.field.setFocus()
    QTest.keyClicks(flood.documents_panel.field, "12qr")
    settle()
    assert flood.documents_panel.field.text() == "12qr"
    assert shown(flood) == set()


# -- boundaries -----------------------------------------------------------------------------------------------------------
def test_space_goes_through_the_boundaries_of_a_selection_and_of_a_mention(flood: Window) -> None:
    take(flood, "والحكومة")
    keys(flood, "Space")
    assert flood.article.selection == find(flood, "الحكومة")
    keys(flood, "Space")
    assert flood.article.selection == find(flood, "حكومة")
    keys(flood, "Space", "Space", "Digit2")
    assert shown(flood) == {("الحكومة", "ORG")}
    keys(flood, "Space", "Space")
    assert shown(flood) == {("والحكومة", "ORG")}


def test_a_choice_is_remembered_for_the_word(flood: Window) -> None:
    word = find(flood, "والحكومة")
    take(flood, "والحكومة")
    assert flood.marking.boundaries.proposed(word) == find(flood, "الحكومة")
    keys(flood, "Space", "Space")
    assert flood.marking.boundaries.proposed(word) == find(flood, "حكومة")


def test_the_choice_of_a_boundary_by_mouse(flood: Window) -> None:
    take(flood, "والحكومة")
    shown_choices = [choice for choice in flood.inspector.choices if choice.isVisible()]
    assert [choice.isChecked() for choice in shown_choices] == [True, False, False]
    QTest.mouseClick(shown_choices[1], Qt.MouseButton.LeftButton)
    settle()
    assert flood.article.selection == find(flood, "الحكومة")
    assert [choice.isChecked() for choice in shown_choices] == [False, True, False]


@pytest.mark.parametrize(
    ("chord", "after"),
    [
        ("Ctrl+Shift+ArrowLeft", "الدفاع المدني 340"),
        ("Ctrl+Shift+ArrowRight", "الدفاع"),
        ("Ctrl+Alt+ArrowLeft", "المدني"),
        ("Ctrl+Alt+ArrowRight", "وأجلى الدفاع المدني"),
        ("Alt+Shift+ArrowLeft", "الدفاع المدني "),
        ("Alt+Shift+ArrowRight", "الدفاع المدن"),
        ("Ctrl+Alt+Shift+ArrowLeft", "لدفاع المدني"),
        ("Ctrl+Alt+Shift+ArrowRight", " الدفاع المدني"),
    ],
)
def test_the_edges_of_a_mention_move_by_word_and_letter(flood: Window, chord: str, after: str) -> None:
    take(flood, "الدفاع المدني")
    keys(flood, "Digit2", chord)
    assert {surface for surface, _ in shown(flood)} == {after}
    assert selected(flood) == after


# -- removal, undo, going about -------------------------------------------------------------------------------------------
def test_removal_takes_the_event_along_and_says_so(flood: Window) -> None:
    take(flood, "غمرت")
    keys(flood, "KeyV", "Delete")
    assert shown(flood) == set()
    assert flood.status.message.text() == flood.look.tr("event.removed", name="تدمير", words="غمرت")
    keys(flood, "Ctrl+KeyZ")
    assert len(flood.models.events) == 1


def test_undo_names_what_it_took_back_and_offers_to_bring_it_again(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", "Ctrl+KeyZ")
    assert shown(flood) == set()
    assert flood.status.message.text() == flood.look.tr("undone.mark", label="«مكان»", surface="«نهر السرو»")
    assert flood.article.selection == find(flood, "نهر السرو")
    QTest.mouseClick(flood.status.link, Qt.MouseButton.LeftButton)
    settle()
    assert shown(flood) == {("نهر السرو", "LOC")}
    assert flood.status.message.text() == flood.look.tr("redone.mark", label="«مكان»", surface="«نهر السرو»")


@pytest.mark.parametrize(
    ("chords", "message", "label"),
    [
        (("Digit3",), "undone.relabel", "مكان"),
        (("Ctrl+Shift+ArrowRight",), "undone.move", "مكان"),
        (("Delete",), "undone.remove", "مكان"),
    ],
)
def test_every_gesture_has_its_words(flood: Window, chords: tuple[str, ...], message: str, label: str) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4", *chords, "Ctrl+KeyZ")
    assert shown(flood) == {("نهر السرو", "LOC")}
    words = flood.look.tr(message, label=f"«{label}»", surface="«نهر السرو»")
    assert flood.status.message.text() == words


def test_next_and_previous_mention(flood: Window) -> None:
    for surface, key in (("رأس النخيل", "Digit3"), ("نهر السرو", "Digit4"), ("الدفاع المدني", "Digit2")):
        take(flood, surface)
        keys(flood, key)
    keys(flood, "Escape", "Ctrl+Home")
    visited = []
    for chord in ("Tab", "BracketRight", "Tab", "Shift+Tab", "BracketLeft"):
        keys(flood, chord)
        visited.append(selected(flood))
    assert visited == ["رأس النخيل", "نهر السرو", "الدفاع المدني", "نهر السرو", "رأس النخيل"]
    assert flood.article.hasFocus()


def test_a_problem_is_listed_and_f8_goes_there(flood: Window, qtbot) -> None:
    take(flood, "والحكومة")
    keys(flood, "Digit2", "Escape", "Ctrl+Home")
    qtbot.waitUntil(
        lambda: [flood.problems.list.entry(row).label for row in range(len(flood.problems.list))] == ["clitic"]
    )
    settle()
    assert flood.status.problem.isVisible()
    keys(flood, "F8")
    assert selected(flood) == "والحكومة"
    keys(flood, "Space")
    qtbot.waitUntil(lambda: len(flood.problems.list) == 0)
    settle()
    assert not flood.status.problem.isVisible()


# -- what must stay quiet -------------------------------------------------------------------------------------------------
def test_a_mark_changes_rows_and_resets_nothing(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    models = window.models
    spies = [QSignalSpy(m.modelReset) for m in (models.mentions, models.events, window.documents.documents)]
    inserted, changed = QSignalSpy(models.mentions.rowsInserted), QSignalSpy(window.documents.documents.dataChanged)
    everything = QSignalSpy(window.presenter.all)
    take(window, "عائلة")
    keys(window, "Digit7")
    assert [spy.count() for spy in spies] == [0, 0, 0]
    assert (inserted.count(), changed.count(), everything.count()) == (1, 1, 0)
    place = models.mentions.place(window.article.selected_mark)
    assert models.mentions.entry(place).text == "عائلة"


def test_the_window_follows_a_change_that_it_did_not_make_itself(flood: Window) -> None:
    from annotator import edits

    desk = flood.desk
    draft = edits.mark(desk.layer, desk.document, desk.schema, [find(flood, "نهر السرو")], "LOC")
    desk.project.perform(desk.document.id, draft)
    assert [flood.models.mentions.entry(row).text for row in range(len(flood.models.mentions))] == ["نهر السرو"]
    assert len(flood.article.scene.marks) == 1
    assert flood.words.counts() == "إشارة واحدة"


def test_anothers_layer_is_for_reading(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    mine = shown(window)
    window.reading.show_layer(OTHER)
    settle()
    assert shown(window) != mine
    assert window.banners.banner("layer") is not None
    assert OTHER in window.words.layer()
    assert not window.label_bar.keys[0].isEnabled()
    before = shown(window)
    take(window, "عائلة")
    keys(window, "Digit7", "Delete", "Ctrl+KeyZ")
    assert shown(window) == before
    QTest.mouseClick(window.banners.banner("layer").buttons[0], Qt.MouseButton.LeftButton)
    settle()
    assert shown(window) == mine
    assert window.banners.banner("layer") is None


def test_dragging_a_handle_moves_the_edge(flood: Window) -> None:
    take(flood, "الدفاع المدني")
    keys(flood, "Digit2")
    id = flood.article.selected_mark
    flood.article.edge_dragged.emit(id, *find(flood, "الدفاع"))
    assert shown(flood) == {("الدفاع", "ORG")}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_the_article_offers_what_can_be_done(flood: Window) -> None:
    take(flood, "نهر السرو")
    keys(flood, "Digit4")
    flood.article.context_menu_wanted.emit(flood.article.mapToGlobal(QPoint(50, 50)))
    assert flood.menus.context.isVisible()
    assert flood.actions_.all["remove"] in flood.menus.context.actions()
    assert flood.actions_.all["remove"].isEnabled()
    flood.menus.context.close()
