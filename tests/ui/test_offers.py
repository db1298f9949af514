"""Same again and suggestions by real keys: offered, stepped through, accepted, rejected, all at once; nothing unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, find, keys, open_named, shown
from ui.hands import press, settle
from ui.window import Window

FIRST = "وصل الهلال الأحمر إلى حلب. وقال الهلال الأحمر إن للهلال الأحمر فريقاً في جامعة حلب، وحلب بعيدة عن بحلب."
SECOND = "زار الهلال الاحمر مدينة حلب أمس، ولحلب تاريخ."


@pytest.fixture
def two(open_window, tmp_path: Path) -> Window:
    """A project of two documents in which names come again."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND), ("c.txt", "لا شيء هنا.")):
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path / "two.hashiya"
    project = Project.create(path, load_preset("news"))
    import_paths(project, [folder], ImportOptions())
    project.close()
    window = open_window(path=path)
    open_named(window, "a.txt")
    return window


def mark(window: Window, surface: str, key: str, after: int = 0) -> None:
    window.article.select(find(window, surface, after))
    keys(window, key)
    window.proposals.settle()
    settle()


def offered(window: Window) -> list[str]:
    text = window.article.text
    return [text[p.span.start - len(p.prefix) : p.span.end] for p in window.proposals.places.values()]


def chosen(window: Window) -> Span | None:
    return window.offers.current.span if window.offers.current else None


def test_after_a_mark_the_other_places_are_offered_and_none_is_marked(two: Window, qtbot) -> None:
    two.article.select(find(two, "الهلال الأحمر"))
    keys(two, "Digit2")
    qtbot.waitUntil(lambda: two.proposals.offer is not None and not two.proposals.busy)
    settle()
    assert offered(two) == ["الهلال الأحمر", "للهلال الأحمر"]
    assert shown(two) == {("الهلال الأحمر", "ORG")}
    words = two.offer_strip.words.text()
    assert "في موضعين آخرين هنا" in words
    assert "أحدها بسابقة" in words
    assert "للهلال" in words
    assert len(two.article.scene.marks) == 3
    assert all(two.article.scene.marks.get(id).suggestion for id in two.proposals.places)


def test_all_are_marked_in_one_step_with_one_undo(two: Window) -> None:
    mark(two, "الهلال الأحمر", "Digit2")
    keys(two, "Shift+Enter")
    assert len(two.desk.layer.mentions) == 3
    assert not two.proposals.places
    assert two.status.message.text() == two.look.tr("offer.marked", n=2)
    keys(two, "Ctrl+KeyZ")
    assert len(two.desk.layer.mentions) == 1
    keys(two, "Ctrl+KeyZ")
    assert not two.desk.layer.mentions


def test_a_key_that_follows_a_mark_at_once_finds_the_offer(two: Window) -> None:
    two.article.select(find(two, "الهلال الأحمر"))
    for chord in ("Digit2", "Shift+Enter"):
        press(two.article, chord)
    assert len(two.desk.layer.mentions) == 3


def test_step_through_accept_and_reject(two: Window) -> None:
    mark(two, "حلب", "Digit3")
    assert offered(two) == ["حلب", "وحلب", "بحلب"]
    keys(two, "KeyN")
    assert chosen(two) == find(two, "حلب", 30)
    assert two.offers.place == (1, 3)
    assert two.inspector.accept.isVisible()
    keys(two, "Backspace")
    assert two.offers.place == (1, 2)
    keys(two, "Enter", "KeyN", "KeyN")
    assert two.offers.place == (1, 1)
    keys(two, "Enter")
    assert two.offers.current is None
    assert two.status.message.text() == two.look.tr("offer.through")
    starts = sorted(m.start for m in two.desk.layer.mentions.values())
    assert len(starts) == 3
    assert find(two, "حلب", 60).start not in starts[:1]
    assert len(two.desk.layer.rejections) == 1


def test_what_was_rejected_does_not_come_again_until_undo(two: Window) -> None:
    mark(two, "حلب", "Digit3")
    keys(two, "KeyN", "Backspace", "Escape", "Escape")
    place = next(iter(two.desk.layer.rejections.values())).span
    keys(two, "Tab", "Digit7")
    two.proposals.settle()
    assert place in [p.span for p in two.proposals.places.values()]
    keys(two, "Digit3")
    two.proposals.settle()
    assert place not in [p.span for p in two.proposals.places.values()]
    keys(two, "Ctrl+KeyZ", "Ctrl+KeyZ", "Ctrl+KeyZ")
    assert not two.desk.layer.rejections
    assert two.status.message.text() == two.look.tr("undone.rejected", n=1)


def test_esc_puts_the_offer_away_and_the_text_never_moves(two: Window) -> None:
    words = find(two, "فريقاً")
    before = two.article.rects(words)
    height = two.article.height()
    mark(two, "حلب", "Digit3")
    assert two.article.height() == height
    keys(two, "Escape")
    assert two.proposals.offer is None
    assert not two.proposals.places
    assert two.offer_strip.words.text() == two.look.tr("offer.idle")
    assert [r.x() for r in two.article.rects(words)] == [r.x() for r in before]


def test_places_inside_other_names_only_when_asked(two: Window) -> None:
    mark(two, "جامعة حلب", "Digit2")
    mark(two, "حلب", "Digit3")
    assert offered(two) == ["وحلب", "بحلب"]
    assert two.offer_strip.inside.isVisible()
    QTest.mouseClick(two.offer_strip.inside, Qt.MouseButton.LeftButton)
    settle()
    assert offered(two) == ["حلب", "وحلب", "بحلب"]
    keys(two, "Shift+Enter")
    assert sum(label == "GPE" for _, label in [(m.id, m.label) for m in two.desk.layer.mentions.values()]) == 4


def test_a_label_key_on_a_proposal_marks_it_with_that_label(two: Window) -> None:
    mark(two, "حلب", "Digit3")
    keys(two, "KeyN", "Digit4")
    assert sorted(m.label for m in two.desk.layer.mentions.values()) == ["GPE", "LOC"]


def test_relabelling_offers_the_mentions_with_the_old_label(two: Window) -> None:
    mark(two, "الهلال الأحمر", "Digit1")
    keys(two, "Shift+Enter", "Escape", "Tab", "Digit2")
    two.proposals.settle()
    assert len(two.offers.offer.ids) == 2
    keys(two, "Shift+Enter")
    assert {m.label for m in two.desk.layer.mentions.values()} == {"ORG"}
    assert len(two.desk.layer.mentions) == 3


def test_known_names_are_dashed_in_the_other_documents_and_nothing_is_written_there(two: Window, qtbot) -> None:
    mark(two, "الهلال الأحمر", "Digit2")
    keys(two, "Escape")
    mark(two, "حلب", "Digit3")
    keys(two, "Escape", "Ctrl+PageDown")
    qtbot.waitUntil(lambda: not two.proposals.busy)
    settle()
    assert offered(two) == ["الهلال الاحمر", "حلب", "ولحلب"]
    assert not two.desk.layer.mentions
    assert two.desk.layer.is_empty
    assert [row.status for row in two.documents.documents.rows] == ["in_progress", "todo", "todo"]
    assert "٣ مواضع" in two.offer_strip.words.text()
    keys(two, "KeyN", "KeyN", "Backspace", "Shift+Enter")
    assert shown(two) == {("الهلال الاحمر", "ORG"), ("حلب", "GPE")}
    assert not two.proposals.places
    keys(two, "Ctrl+KeyZ", "Ctrl+KeyZ")
    qtbot.waitUntil(lambda: len(two.proposals.places) == 3)


def test_known_names_of_a_project_are_read_when_it_is_opened(open_window, two: Window, qtbot) -> None:
    mark(two, "حلب", "Digit3")
    path = two.desk.project.path
    two.close()
    settle()
    window = open_window(path=path)
    open_named(window, "b.txt")
    qtbot.waitUntil(lambda: len(window.proposals.places) == 2)
    window.offers.put_away()
    assert len(window.proposals.places) == 2
    assert window.proposals.offer is None


def test_the_same_name_is_rejected_everywhere_by_one_key(two: Window, qtbot) -> None:
    mark(two, "حلب", "Digit3")
    keys(two, "Escape", "Ctrl+PageDown")
    qtbot.waitUntil(lambda: not two.proposals.busy)
    settle()
    keys(two, "Shift+Backspace")
    assert two.status.message.text() == two.look.tr("offer.choose_first", key=two.look.key("review"))
    keys(two, "KeyN", "Shift+Backspace")
    assert not two.proposals.places
    assert len(two.desk.layer.rejections) == 2


def test_tab_passes_over_proposals(two: Window) -> None:
    mark(two, "حلب", "Digit3")
    keys(two, "Tab", "Shift+Tab")
    assert two.marking.mention is not None


def test_anothers_layer_is_offered_nothing(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    settle()
    window.reading.show_layer("يوسف")
    settle()
    assert not window.proposals.places
    assert not window.offer_strip.words.text()
    keys(window, "KeyN")
    assert not window.proposals.places


def test_in_focus_mode_the_strip_comes_only_for_a_review(two: Window) -> None:
    mark(two, "حلب", "Digit3")
    keys(two, "F11")
    assert not two.foot.isVisible()
    keys(two, "KeyN")
    assert two.foot.isVisible()
    keys(two, "F11")
    assert two.foot.isVisible()
