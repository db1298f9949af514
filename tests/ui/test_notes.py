"""The note about a mention keeps itself; who marked it, when and from what stands below."""

from __future__ import annotations

import pytest

from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, OTHER, OpenWindow, find, keys, open_named, spell, write
from ui.hands import press, settle
from ui.settings import Settings
from ui.window import Window


def notes(window: Window) -> list[str]:
    return [comment.body for comment in window.desk.layer.comments.values()]


def begin(window: Window) -> None:
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")


def test_a_note_is_kept_after_a_pause_and_when_the_keyboard_leaves(window: Window, qtbot) -> None:
    begin(window)
    keys(window, "Shift+KeyN")
    field = window.inspector.note
    assert field.hasFocus()
    spell(field, "يُسأل عنه")
    assert notes(window) == []
    qtbot.waitUntil(lambda: notes(window) == ["يُسأل عنه"])
    assert field.hasFocus()
    assert field.textCursor().position() == len("يُسأل عنه")
    write(field, "!")
    press(field, "Escape")
    settle()
    assert window.article.hasFocus()
    assert notes(window) == ["يُسأل عنه!"]
    keys(window, "Ctrl+KeyZ")
    assert notes(window) == ["يُسأل عنه"]
    assert window.status.message.text() == window.look.tr("undone.note")


def test_what_was_typed_belongs_to_the_mention_it_was_typed_about(window: Window) -> None:
    begin(window)
    first = window.article.selected_mark
    window.article.select(find(window, "مدرسة الميناء"))
    keys(window, "Digit5", "Shift+KeyN")
    second = window.article.selected_mark
    write(window.inspector.note, "ب")
    window.marking.choose(first)
    settle()
    window._refresh_now()
    assert [(c.about, c.body) for c in window.desk.layer.comments.values()] == [(second, "ب")]
    assert window.inspector.note.toPlainText() == ""
    keys(window, "Tab")
    window._refresh_now()
    assert window.inspector.note.toPlainText() == "ب"


def test_turning_to_another_document_loses_nothing(window: Window) -> None:
    begin(window)
    document = window.desk.document.id
    keys(window, "Shift+KeyN")
    write(window.inspector.note, "غداً")
    press(window.inspector.note, "Ctrl+PageDown")
    settle()
    assert window.desk.document.id != document
    assert [c.body for c in window.desk.project.layer(document).comments.values()] == ["غداً"]


def test_letters_in_a_note_are_no_label_keys(window: Window) -> None:
    begin(window)
    keys(window, "Shift+KeyN")
    write(window.inspector.note, "12qx")
    assert len(window.desk.layer.mentions) == 1
    assert window.inspector.note.toPlainText() == "12qx"


def test_who_when_and_from_what(window: Window) -> None:
    begin(window)
    window._refresh_now()
    assert window.inspector.origin.text().startswith("توسيمك ")
    keys(window, "Digit3")
    window._refresh_now()
    assert "تغيّرت" in window.inspector.origin.text()
    window.article.select(find(window, "رأس النخيل"))
    keys(window, "Digit3", "Shift+Enter", "Tab")
    window._refresh_now()
    assert window.look.tr("origin.suggestion") in window.inspector.origin.text()


def test_anothers_mention_names_its_owner(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    window.reading.show_layer(OTHER)
    settle()
    keys(window, "Tab")
    window._refresh_now()
    assert OTHER in window.inspector.origin.text()
    assert window.inspector.note.isReadOnly()


def test_the_card_says_label_who_and_when_and_the_first_line_of_the_note(window: Window) -> None:
    begin(window)
    keys(window, "Shift+KeyN")
    write(window.inspector.note, "أول")
    press(window.inspector.note, "Escape")
    settle()
    lines = window.article.card_text(window.article.selected_mark)
    assert lines[0] == "مكان"
    assert lines[1].startswith("توسيمك")
    assert lines[2] == "أول"


@pytest.mark.parametrize("scale", [100, 150])
def test_the_words_around_a_mention_take_two_lines_and_no_more(
    open_window: OpenWindow, settings: Settings, scale: int
) -> None:
    settings.set("look/scale", scale)
    window = open_window()
    window.article.setFocus()
    context, heights = window.inspector.context, set()
    for _ in range(25):
        keys(window, "Escape", "ArrowLeft")
        heights.add(context.height())
        lines = [context._layout.lineAt(n) for n in range(context._layout.lineCount())]
        shown = [context._layout.text()[line.textStart() : line.textStart() + line.textLength()] for line in lines]
        assert all(line.strip() not in ("", "…") for line in shown)
        assert (
            context._layout.text()[context._from : context._from + context._length] == window.inspector.surface.text()
        )
    assert len(heights) == 1
