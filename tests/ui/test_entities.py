"""Entities and relations by real events: two keys, the mouse, the panels; all of it undone again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.knowledge import Entry
from tests.ui.rich import enrich
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import find, keys, open_named, write
from ui.hands import press, settle
from ui.window import Window


@pytest.fixture
def rich(open_window, sample: Path, tmp_path: Path) -> Window:
    """The window on a schema with relations; five mentions are marked."""
    path = tmp_path / "work.hashiya"
    path.write_bytes(sample.read_bytes())
    window = open_window(path=enrich(path))
    open_named(window, "02-flood")
    return window


def mark(window: Window, words: str, key: str, after: int = 0) -> str:
    window.article.select(find(window, words, after))
    keys(window, key)
    return window.article.selected_mark or ""


def people(window: Window) -> tuple[str, str, str, str]:
    """Two names of one person, another person, an organisation."""
    first = mark(window, "سليم الهاشمي", "Digit1")
    other = mark(window, "هالة منصور", "Digit1")
    later = mark(window, "الهاشمي", "Digit1", find(window, "سليم الهاشمي").end)
    office = mark(window, "الأشغال العامة", "Digit2")
    return first, other, later, office


def groups(window: Window) -> list[tuple[str, ...]]:
    return [entity.mentions for entity in window.desk.layer.entities.values()]


def relations(window: Window) -> list[tuple[str, str, str]]:
    return [(r.label, r.source, r.target) for r in window.desk.layer.relations.values()]


def chooser(window: Window):
    return window.inspector.pages.chooser


def entities(window: Window):
    """The panel of entities, its rows up to date."""
    window.grouping.entities()
    window.inspector.pages.entity_model.reload()
    settle()
    return window.inspector.pages.entities


# -- entities -------------------------------------------------------------------------------------------------------------
def test_two_keys_say_that_a_mention_is_the_same_thing(rich: Window) -> None:
    first, _, later, _ = people(rich)
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    assert chooser(rich).current == first
    assert [hit.start for hit in rich.article.scene.hits] == [find(rich, "سليم الهاشمي").start]
    press(chooser(rich).field, "Enter")
    settle()
    assert groups(rich) == [(first, later)]
    assert rich.article.hasFocus()
    assert rich.article.selected_mark == later
    assert "سليم الهاشمي" in rich.status.message.text()
    keys(rich, "Ctrl+KeyZ")
    assert groups(rich) == []
    assert rich.status.message.text() == rich.look.tr("undone.entity")


def test_the_choice_is_stepped_through_filtered_and_called_off(rich: Window) -> None:
    first, other, later, _ = people(rich)
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    field = chooser(rich).field
    press(field, "ArrowDown")
    assert chooser(rich).current == other
    write(field, "سليم")
    assert chooser(rich).keys == [first]
    press(field, "Escape")
    settle()
    assert groups(rich) == []
    assert rich.article.hasFocus()
    assert not rich.inspector.pages.choosing
    assert rich.article.scene.hits == []


def test_a_click_in_the_article_answers_too(rich: Window) -> None:
    _first, other, later, _ = people(rich)
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    place = rich.article.rects(find(rich, "هالة منصور"))[0].center().toPoint()
    QTest.mouseClick(rich.article.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert groups(rich) == [(other, later)]


def test_taken_out_again(rich: Window) -> None:
    first, other, later, _ = people(rich)
    for id in (later, other):
        rich.article.select_mark(id)
        keys(rich, "KeyJ")
        press(chooser(rich).field, "Enter")
        settle()
    assert sorted(map(len, groups(rich))) == [3]
    rich.article.select_mark(other)
    keys(rich, "Shift+KeyJ")
    assert groups(rich) == [(first, later)]


def test_the_same_names_are_put_together_one_by_one_or_all(rich: Window) -> None:
    for number, words in enumerate(("رأس النخيل", "حي الصيادين")):
        start = 0
        for _ in range(2):
            mark(rich, words, "Digit3" if not number else "Digit4", start)
            start = find(rich, words, start).end
    panel = entities(rich)
    assert [row.id for row in rich.inspector.pages.entity_model.rows] == ["", ""]
    panel.choose(0)
    press(panel.list, "Enter")
    settle()
    assert [len(group) for group in groups(rich)] == [2]
    panel = entities(rich)
    panel.all.click()
    settle()
    assert [len(group) for group in groups(rich)] == [2, 2]
    keys(rich, "Ctrl+KeyZ", "Ctrl+KeyZ")
    assert groups(rich) == []


def test_the_mentions_of_the_chosen_entity_are_framed_in_the_article(rich: Window) -> None:
    first, _, later, _ = people(rich)
    rich.desk.edit(lambda: __import__("annotator").edits.group(rich.desk.layer, [first, later]))
    rich.article.select_mark(first)
    panel = entities(rich)
    assert panel.current.mentions == (first, later)
    assert len(rich.article.scene.hits) == 2
    rich.inspector.tabs.choose(0)
    assert rich.article.scene.hits == []


def test_named_linked_split_merged_and_removed(rich: Window) -> None:
    first, _other, later, _ = people(rich)
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    press(chooser(rich).field, "Enter")
    settle()
    panel = entities(rich)
    press(panel.list, "F2")
    assert panel.name.hasFocus()
    write(panel.name, "سليم")
    press(panel.name, "Enter")
    panel.link.setFocus()
    write(panel.link, "Q7")
    press(panel.link, "Enter")
    settle()
    (entity,) = rich.desk.layer.entities.values()
    assert (entity.name, entity.link) == ("سليم", "Q7")
    panel = entities(rich)
    panel.members.setFocus()
    press(panel.members, "ArrowDown")
    press(panel.members, "ArrowDown")
    assert panel.selected == [later]
    panel.split.click()
    settle()
    assert sorted(groups(rich)) == sorted([(first,), (later,)])
    panel = entities(rich)
    panel.choose(rich.inspector.pages.entity_model.place(entity.id))
    panel.list.setFocus()
    press(panel.list, "KeyM")
    assert len(chooser(rich).keys) == 1
    press(chooser(rich).field, "Enter")
    settle()
    (merged,) = rich.desk.layer.entities.values()
    assert (merged.id, merged.name, set(merged.mentions)) == (entity.id, "سليم", {first, later})
    panel = entities(rich)
    panel.list.setFocus()
    press(panel.list, "Delete")
    settle()
    assert groups(rich) == []


def test_an_entity_is_linked_to_what_the_knowledge_base_has_of_its_name(rich: Window) -> None:
    first, _, later, _ = people(rich)
    rich.desk.project.set_knowledge([Entry("Q1", "هالة منصور"), Entry("Q2", "سليم الهاشميّ"), Entry("Q3", "سامي")])
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    press(chooser(rich).field, "Enter")
    settle()
    panel = entities(rich)
    panel.choose(0)
    assert panel.find.isVisible()
    panel.find.click()
    assert chooser(rich).keys == ["Q2"]
    chooser(rich).field.clear()
    write(chooser(rich).field, "هال")
    assert chooser(rich).keys == ["Q1"]
    for _ in range(3):
        press(chooser(rich).field, "Backspace")
    write(chooser(rich).field, "سليم")
    press(chooser(rich).field, "Enter")
    settle()
    (entity,) = rich.desk.layer.entities.values()
    assert (entity.link, entity.mentions) == ("Q2", (first, later))
    assert not rich.inspector.pages.choosing


def drag(window: Window, mention: str, to: QPoint) -> None:
    """Drags a mention by its chip to a global position."""
    viewport = window.article.viewport()
    rect = next(rect for id, rect in window.article.chip_rects() if id == mention)
    start, end = rect.center().toPoint(), viewport.mapFromGlobal(to)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    settle()


def test_a_mention_is_dragged_onto_an_entity(rich: Window) -> None:
    first, other, later, _ = people(rich)
    rich.article.select_mark(later)
    keys(rich, "KeyJ")
    press(chooser(rich).field, "Enter")
    settle()
    panel = entities(rich)
    row = panel.list.viewport().mapToGlobal(panel.list.visualRect(panel.list.model().index(0, 0)).center())
    drag(rich, other, row)
    assert groups(rich) == [(first, later, other)]
    assert rich.article.selected_mark == other


# -- relations ------------------------------------------------------------------------------------------------------------
def test_a_relation_by_keys(rich: Window) -> None:
    first, _, _, office = people(rich)
    rich.article.select_mark(first)
    keys(rich, "KeyL")
    assert chooser(rich).keys == [office]  # nothing else fits
    press(chooser(rich).field, "Enter")
    assert chooser(rich).keys == ["member", "head_of"]
    press(chooser(rich).list, "Digit2")
    settle()
    assert relations(rich) == [("head_of", first, office)]
    assert rich.article.selected_mark == first
    event = rich.article.state.event  # the lines run as those of events do
    assert event is not None
    assert [(argument.mark.id, argument.mark.look.name) for argument in event.arguments] == [(office, "يرأس")]
    rich.inspector.tabs.choose(0)
    assert rich.article.state.event is None


def test_the_only_relation_that_fits_is_taken_at_once(rich: Window) -> None:
    river = mark(rich, "نهر السرو", "Digit4")
    town = mark(rich, "الزهراوية", "Digit3")
    school = mark(rich, "مدرسة الميناء", "Digit5")
    rich.article.select_mark(school)
    keys(rich, "KeyL")
    assert chooser(rich).keys[:2] == [town, river] or chooser(rich).keys[:2] == [river, town]
    write(chooser(rich).field, "الزهر")
    press(chooser(rich).field, "Enter")
    settle()
    assert relations(rich) == [("lies_in", school, town)]


def test_one_mention_is_dragged_onto_another(rich: Window) -> None:
    first, other, later, office = people(rich)
    rich.article.ensure_visible(find(rich, "سليم الهاشمي"))
    middle = rich.article.rects(find(rich, "الأشغال العامة"))[0].center().toPoint()
    drag(rich, first, rich.article.viewport().mapToGlobal(middle))
    assert chooser(rich).keys == ["member", "head_of", "="]
    press(chooser(rich).list, "Digit1")
    settle()
    assert relations(rich) == [("member", first, office)]
    middle = rich.article.rects(find(rich, "هالة منصور"))[0].center().toPoint()
    rich.inspector.tabs.choose(0)
    drag(rich, later, rich.article.viewport().mapToGlobal(middle))
    assert chooser(rich).keys == ["="]
    press(chooser(rich).list, "Enter")
    settle()
    assert groups(rich) == [(other, later)]


def test_turned_relabelled_and_removed(rich: Window) -> None:
    first, _, _, office = people(rich)
    rich.article.select_mark(first)
    keys(rich, "KeyL")
    press(chooser(rich).field, "Enter")
    press(chooser(rich).list, "Digit1")
    settle()
    panel = rich.inspector.pages.relations
    rich.relating.relations()
    press(panel.list, "KeyR")
    assert chooser(rich).keys == ["member", "head_of"]
    press(chooser(rich).list, "Digit2")
    settle()
    assert relations(rich) == [("head_of", first, office)]
    press(panel.list, "KeyT")
    assert relations(rich) == [("head_of", office, first)]
    press(panel.list, "Delete")
    assert relations(rich) == []
    assert panel.list.model().rowCount() == 0
    keys(rich, "Ctrl+KeyZ")
    assert relations(rich) == [("head_of", office, first)]


def test_a_relation_goes_with_its_mention_and_comes_back(rich: Window) -> None:
    first, _, _, office = people(rich)
    rich.article.select_mark(first)
    keys(rich, "KeyL")
    press(chooser(rich).field, "Enter")
    press(chooser(rich).list, "Digit1")
    settle()
    rich.article.select_mark(office)
    keys(rich, "Delete")
    assert relations(rich) == []
    assert rich.inspector.pages.relations.list.model().rowCount() == 0
    keys(rich, "Ctrl+KeyZ")
    assert rich.inspector.pages.relations.list.model().rowCount() == 1


def test_without_a_mention_or_a_relation_nothing_is_asked(window: Window) -> None:
    open_named(window, "02-flood")
    window.relating.relate()
    assert window.status.message.text() == window.look.tr("relation.pick_mention")
    window.grouping.same_entity()
    assert window.status.message.text() == window.look.tr("entity.pick_mention")
