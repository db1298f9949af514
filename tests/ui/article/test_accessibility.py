"""What a screen reader is told."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleTextCursorEvent

from annotator.model import Span

TEXT = "قال 😀 حلب\r\nوسوريا"


def test_the_text_interface(make_view, make_mark) -> None:
    view = make_view(TEXT, (make_mark("m", (6, 9), name="مكان"),))
    view.setAccessibleName("Article")
    root = QAccessible.queryAccessibleInterface(view)
    assert root.role() == QAccessible.Role.Document
    assert root.text(QAccessible.Text.Name) == "Article"
    assert root.state().readOnly
    assert root.state().selectableText
    text = root.textInterface()
    assert text.characterCount() == len(TEXT.encode("utf-16-le")) // 2
    assert text.text(0, text.characterCount()) == TEXT
    assert text.text(4, 6) == "😀"
    assert text.selection(0) == (0, 0)
    view.select(Span(6, 9))
    assert text.selection(0) == (7, 10)
    assert text.cursorPosition() == 10
    view.select_mark("m")
    assert text.selection(0) == (7, 10)
    assert root.text(QAccessible.Text.Description) == "حلب: مكان"
    text.setSelection(0, 4, 6)
    assert view.selection == (4, 5)
    text.setCursorPosition(12)
    assert (view.caret, view.selection) == (11, None)


def test_places_on_the_screen(make_view) -> None:
    view = make_view(TEXT)
    text = QAccessible.queryAccessibleInterface(view).textInterface()
    for offset in (0, 4, 7, 12, 15):
        rect = text.characterRect(offset)
        assert rect.width() > 2
        assert text.offsetAtPoint(rect.center()) == offset


def test_interfaces_that_are_not_there_can_be_asked_for(make_view) -> None:
    """The bridge to a screen reader asks for all of them; a wrong answer would end the process."""
    root = QAccessible.queryAccessibleInterface(make_view(TEXT))
    assert root.valueInterface() is None
    assert root.tableCellInterface() is None
    assert root.selectionInterface() is None
    assert root.editableTextInterface() is None
    assert root.actionInterface() is not None


def test_what_is_chosen_is_announced(make_view, make_mark, monkeypatch) -> None:
    said: list[object] = []
    view = make_view(TEXT, (make_mark("m", (6, 9), name="مكان"),))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(said.append))
    view.move("word", True)
    view.choose_neighbour(True)
    view.move("grapheme", True)
    heard = [event.message() for event in said if isinstance(event, QAccessibleAnnouncementEvent)]
    assert heard == ["قال", "حلب: مكان"]
    places = [event.cursorPosition() for event in said if isinstance(event, QAccessibleTextCursorEvent)]
    assert places == [3, 7, 10]
