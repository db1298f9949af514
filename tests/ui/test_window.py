"""The window around the article: documents, layers, people, looks, folding, bad news, the end."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from annotator.errors import UnavailableError
from annotator.project import Project
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import ME, NEW, find, keys, open_named, shown
from ui.app import build
from ui.dialogs.boxes import Box
from ui.hands import settle
from ui.settings import Settings
from ui.window import Window


# -- documents ------------------------------------------------------------------------------------------------------------
def name_of(window: Window) -> str:
    return window.desk.document.name if window.desk.document else ""


def test_documents_are_turned_by_keys(window: Window) -> None:
    names = [row.name for row in window.documents.documents.rows]
    assert name_of(window) == names[0]
    visited = []
    for chord in ("Alt+ArrowDown", "Ctrl+PageDown", "Alt+ArrowUp", "Ctrl+PageUp"):
        keys(window, chord)
        visited.append(name_of(window))
    assert visited == [names[1], names[2], names[1], names[0]]
    keys(window, "Alt+ArrowUp")
    assert window.status.message.text() == window.look.tr("documents.first")


def test_done_goes_on_to_the_next_that_is_not_done(open_window) -> None:
    window = open_window(ME)
    rows = window.documents.documents.rows
    open_named(window, "06-protest")
    keys(window, "Ctrl+Enter")
    assert rows[window.documents.documents.place(6)].status == "done" or window.documents.documents.count("done") == 4
    assert name_of(window) == "07-economy"


def test_the_list_is_filtered_by_title_however_it_is_spelled_and_by_state(open_window) -> None:
    window = open_window(ME)
    panel = window.documents_panel
    QTest.keyClicks(panel.field, "")
    panel.field.setText("احياء راس النخيل")
    assert window.documents.rowCount() == 1
    panel.field.clear()
    panel.tabs.choose(3)
    assert window.documents.rowCount() == window.documents.documents.count("done") == 3
    panel.tabs.choose(2)
    assert window.documents.rowCount() == 1
    panel.tabs.choose(0)
    assert window.documents.rowCount() == 10


def test_a_click_and_enter_open_a_document(window: Window) -> None:
    rows = window.documents_panel.list
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(3, 0)).center())
    settle()
    assert name_of(window) == window.documents.documents.rows[3].name
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    settle()
    assert name_of(window) == window.documents.documents.rows[4].name
    assert window.article.hasFocus()


def test_the_last_document_is_opened_again(open_window) -> None:
    window = open_window()
    open_named(window, "07-economy")
    window.close()
    assert name_of(open_window()) == "07-economy"


def test_the_bars_say_where_we_are(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    words = window.words
    assert words.place() == "المستند ٢ من ١٠"
    assert words.counts() == "٥٤ إشارة، ١٤ حدثاً"
    assert words.boundary() == "الحدود: بلا سوابق"
    assert ME in words.person()
    assert words.layer() == "طبقتي"
    assert window.windowTitle() == window.look.tr("app.title", project="work")


def test_an_empty_project_teaches_how_articles_come_in(open_window, project_path: Path) -> None:
    window = open_window(path=project_path)
    assert window.empty.isVisible()
    assert not window.article.isVisible()
    assert window.words.place() == window.look.tr("bar.no_document")
    article = project_path.with_name("one.txt")
    article.write_text("وصل سليم إلى حلب.", encoding="utf-8")
    window.files.import_these([article])
    settle()
    assert window.article.isVisible()
    assert name_of(window) == "one.txt"


def test_the_chosen_mention_is_in_view_in_the_list(open_window) -> None:
    window = open_window(ME)
    open_named(window, "02-flood")
    rows = window.inspector.lists[0]
    for _ in range(30):
        keys(window, "Tab")
        place = window.models.mentions.place(window.article.selected_mark)
        assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(place, 0)).center())


# -- people ---------------------------------------------------------------------------------------------------------------
def test_the_name_is_asked_once(open_window, settings: Settings) -> None:
    window = open_window(None)
    assert window.person_card.isVisible()
    assert window.person_card.field.hasFocus()
    assert not window.desk.writable
    QTest.keyClicks(window.person_card.field, "Rim")
    QTest.keyClick(window.person_card.field, Qt.Key.Key_Return)
    settle()
    assert not window.person_card.isVisible()
    assert window.desk.person == "Rim"
    assert window.article.hasFocus()
    window.close()
    again = open_window(None)
    assert not again.person_card.isVisible()
    assert again.desk.person == "Rim"


def test_a_name_that_means_something_else_is_refused(open_window) -> None:
    window = open_window(None)
    QTest.keyClicks(window.person_card.field, "gold")
    QTest.keyClick(window.person_card.field, Qt.Key.Key_Return)
    settle()
    assert window.person_card.isVisible()
    assert window.status.message.text()


def test_another_person_gets_an_own_layer(window: Window) -> None:
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")
    window.reading.work_as("هالة")
    settle()
    assert shown(window) == set()
    assert window.documents.documents.count("in_progress") == 0
    window.reading.work_as(NEW)
    assert shown(window) == {("نهر السرو", "LOC")}


# -- looks ----------------------------------------------------------------------------------------------------------------
def test_the_language_is_switched_live_and_the_article_is_never_mirrored(window: Window) -> None:
    words = find(window, window.article.text.split()[3])
    window.article.ensure_visible(words)
    before = [rect.right() - rect.left() for rect in window.article.rects(words)]
    window.actions_.trigger("english")
    settle()
    assert window.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert window.words.place() == "Document 1 of 10"
    assert window.documents_panel.mapTo(window, QPoint(0, 0)).x() == 0
    assert [rect.right() - rect.left() for rect in window.article.rects(words)] == before
    assert window.label_bar.keys[0].text() == "Person"
    window.actions_.trigger("arabic")
    settle()
    assert window.documents_panel.mapTo(window, QPoint(0, 0)).x() > 1000
    assert window.label_bar.keys[0].text() == "شخص"
    assert window.actions_.all["arabic"].isChecked()


def test_digits_and_theme_and_sizes_are_switched_live(window: Window, settings: Settings) -> None:
    window.actions_.trigger("digits_latin")
    assert window.words.place() == "المستند 1 من 10"
    window.actions_.trigger("theme_dark")
    assert window.look.theme.dark
    assert window.article.palette() is not None
    window.actions_.trigger("scale_150")
    settle()
    assert window.top.height() == 66
    assert window.article.text_size == 30
    window.actions_.trigger("scale_100")
    assert window.article.text_size == 20
    keys(window, "Ctrl+Equal")
    assert window.article.text_size == 22
    assert window.words.zoom() == "110%"
    keys(window, "Ctrl+Minus", "Ctrl+Minus")
    assert window.article.text_size == 18
    window.actions_.trigger("scale_150")
    assert window.article.text_size == 18
    window.actions_.trigger("scale_100")
    keys(window, "Ctrl+Digit0")
    assert (settings.text_size, settings.scheme, settings.digits) == (20, "dark", "latin")


@pytest.mark.parametrize(
    ("width", "documents", "rail", "inspector", "bar"),
    [(1440, True, False, True, 80), (1024, False, True, True, 48), (900, False, True, False, 48)],
)
def test_the_window_folds(open_window, width: int, documents: bool, rail: bool, inspector: bool, bar: int) -> None:
    window = open_window(size=(width, 700))
    assert window.documents_panel.isVisible() == documents
    assert window.rail.isVisible() == rail
    assert window.inspector.isVisible() == inspector
    assert window.label_bar.height() == bar


def test_drawers_open_over_the_page_and_close_by_escape(open_window) -> None:
    window = open_window(size=(900, 700))
    width = window.article.width()
    keys(window, "F4")
    assert window.inspector.isVisible()
    assert window.article.width() == width
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    settle()
    assert not window.inspector.isVisible()
    assert window.article.hasFocus()
    QTest.mouseClick(window.rail.button, Qt.MouseButton.LeftButton)
    settle()
    assert window.documents_panel.isVisible()


def test_focus_mode_leaves_the_article_and_the_status(window: Window) -> None:
    keys(window, "F11")
    assert not window.label_bar.isVisible()
    assert not window.documents_panel.isVisible()
    assert not window.inspector.isVisible()
    assert window.status.isVisible()
    keys(window, "Escape")
    assert window.label_bar.isVisible()
    assert window.documents_panel.isVisible()


def test_widths_are_remembered(open_window) -> None:
    window = open_window()
    sizes = window.arrangement.splitter.sizes()
    window.arrangement.splitter.setSizes([360, sizes[1] - 88, sizes[2]])
    window.arrangement._remember()
    window.close()
    assert abs(open_window().documents_panel.width() - 360) < 3


def test_the_narrow_bar_shows_one_group_after_the_other(open_window) -> None:
    window = open_window(size=(1024, 700))

    def first() -> str:
        return next(key.label.key for key in window.label_bar.keys if key.isVisible())

    groups = []
    for _ in range(4):
        groups.append(first())
        keys(window, "Backquote")
    assert len(set(groups)) == 4
    assert first() == groups[0]


# -- keys under other layouts ---------------------------------------------------------------------------------------------
def test_shortcuts_work_by_position_where_qt_knows_only_arabic_letters(window: Window) -> None:
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")
    event = QKeyEvent(QEvent.Type.KeyPress, ord("ئ"), Qt.KeyboardModifier.ControlModifier, 52, 0, 0, "ئ")
    QApplication.sendEvent(window.article, event)
    assert shown(window) == set()


# -- bad news and the end -------------------------------------------------------------------------------------------------
def test_a_disk_that_refuses_is_told_until_it_is_handled(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    retried = []
    monkeypatch.setattr(Project, "retry", lambda self: retried.append(True))
    monkeypatch.setattr(Project, "unsaved", property(lambda self: 3))
    window.desk._on_failed(UnavailableError("The disk is full.", code="disk_full"))
    banner = window.banners.banner("failed")
    assert banner.text.text() == window.look.tr("banner.full", n=3)
    assert window.words.saved()[0] == window.look.tr("saved.not", n=3)
    QTest.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
    assert retried
    assert window.banners.banner("failed") is None


def test_a_project_that_is_open_elsewhere_is_read_only(open_window, tmp_path: Path) -> None:
    first = open_window()
    second = open_window("آخر")
    assert first.desk.writable
    assert not second.desk.writable
    assert second.banners.banner("read_only") is not None
    assert second.words.saved()[0] == second.look.tr("saved.read_only")
    assert not second.label_bar.keys[0].isEnabled()
    keys(second, "Digit1")
    assert shown(second) == set()


def test_saved_is_said_when_the_disk_has_it(window: Window, qtbot) -> None:
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")
    qtbot.waitUntil(lambda: window.words.saved()[0] == window.look.tr("saved.saved"))
    keys(window, "Ctrl+KeyS")
    assert window.status.message.text().startswith("كل شيء محفوظ")
    qtbot.waitUntil(lambda: not any(m.unsaved for m in window.article.scene.marks.ordered()))


def test_closing_keeps_everything(open_window, tmp_path: Path) -> None:
    window = open_window()
    open_named(window, "02-flood")
    window.article.select(find(window, "نهر السرو"))
    keys(window, "Digit4")
    window.close()
    project = Project.open(tmp_path / "work.hashiya", write=False)
    try:
        assert [m.label for m in project.layer(2, NEW).mentions.values()] == ["LOC"]
    finally:
        project.close()


def test_closing_with_unsaved_steps_asks_first(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter(("dialog.wait", "dialog.leave"))
    retried = []

    def answer(box: Box) -> int:
        asked.append(box.more)
        wanted = window.look.tr(next(answers))
        next(button for button in box.buttons if button.text() == wanted).click()
        return 0

    monkeypatch.setattr(Box, "exec", answer)
    monkeypatch.setattr(Project, "retry", lambda self: retried.append(True))
    with monkeypatch.context() as broken:
        broken.setattr(Project, "flush", lambda self, timeout=0.0: False)
        broken.setattr(Project, "unsaved", property(lambda self: 2))
        assert not window.close()
        assert retried
        assert window.close()
    assert asked == [window.look.tr("dialog.unsaved", n=2)] * 2


def test_a_project_that_is_open_is_not_opened_once_more(window: Window) -> None:
    project = window.desk.project
    assert window.files.open_path(project.path)
    assert window.desk.project is project
    assert not project.read_only
    assert window.status.message.text() == window.look.tr("dialog.open_already")


def test_a_file_that_is_no_project_is_told_and_nothing_is_opened(
    welcome: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(type(welcome.files), "tell", lambda self, headline, error: told.append(headline))
    path = tmp_path / "no.hashiya"
    path.write_text("this is no project")
    assert not welcome.files.open_path(path)
    assert told == [welcome.look.tr("dialog.could_not_open")]
    assert welcome.desk.project is None


# -- the welcome page -----------------------------------------------------------------------------------------------------
def test_the_welcome_page_opens_a_recent_project(open_window, welcome: Window, tmp_path: Path) -> None:
    assert welcome.welcome.isVisible()
    assert welcome.welcome.field.hasFocus()
    assert welcome.welcome.no_recent.isVisible()
    open_window().close()
    welcome.settings.add_recent(tmp_path / "work.hashiya")
    welcome.welcome.refresh()
    QTest.mouseClick(welcome.welcome.recent_rows[0], Qt.MouseButton.LeftButton)
    settle()
    assert name_of(welcome)
    welcome.actions_.trigger("close_project")
    settle()
    assert welcome.welcome.isVisible()
    assert name_of(welcome) == ""


def test_the_name_on_the_welcome_page_is_kept(welcome: Window, settings: Settings) -> None:
    QTest.keyClicks(welcome.welcome.field, "Rim")
    welcome.welcome.sample.setFocus()
    assert settings.person == "Rim"


def test_files_come_in_and_go_out(open_window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    article = tmp_path / "new.txt"
    article.write_text("وصل سليم إلى حلب.", encoding="utf-8")
    window.files.import_these([article])
    assert window.documents.documents.count() == 11
    assert window.status.message.text() == window.look.tr("dialog.imported", n=1)
    boxes: list[Box] = []

    def answer(box: Box) -> None:
        boxes.append(box)
        box.buttons[-1].click()

    monkeypatch.setattr(Box, "exec", answer)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": 3}\n', encoding="utf-8")
    window.files.import_these([bad])
    assert "bad.jsonl:1" in boxes[0].details[0]
    assert [button.accessibleName() for button in boxes[0].buttons] == [window.look.tr("dialog.close")]
    assert window.documents.documents.count() == 11
    bad.write_text('{"text": 3}\n{"text": "وصل"}\n{"text": "غادر"}\n', encoding="utf-8")
    window.files.import_these([bad])
    assert boxes[1].text == window.look.tr("dialog.bad_lines", n=1, all=3)
    assert boxes[1].buttons[-1].accessibleName() == window.look.tr("dialog.import_others")
    assert window.documents.documents.count() == 13


# -- for everybody --------------------------------------------------------------------------------------------------------
def named(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip()


@pytest.mark.parametrize("language", ["arabic", "english"])
def test_every_control_has_a_name(window: Window, language: str) -> None:
    window.actions_.trigger(language)
    settle()
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView)
    shown_ones = [child for child in window.findChildren(QWidget) if isinstance(child, kinds) and child.isVisible()]
    shown_ones = [child for child in shown_ones if "ext_button" not in child.objectName()]
    assert len(shown_ones) > 30
    assert [child for child in shown_ones if not named(child)] == []


def test_the_panes_are_reached_by_keyboard_and_the_ring_is_seen(window: Window) -> None:
    visited = []
    for _ in range(4):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
        settle()
        visited.append(window.focusWidget())
    assert len(set(map(id, visited))) == 4
    assert window.article in visited
    window.label_bar.keys[0].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert window.ring.isVisible()
    assert window.ring.geometry().contains(
        window.label_bar.keys[0].mapTo(window, window.label_bar.keys[0].rect().center())
    )
    window.article.setFocus()
    settle()
    assert not window.ring.isVisible()


@pytest.mark.parametrize(("scale", "size"), [(100, (1440, 900)), (100, (1024, 700)), (150, (1440, 900))])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_button_is_cut(open_window, settings: Settings, language: str, scale: int, size: tuple[int, int]) -> None:
    settings.set("look/language", language)
    settings.set("look/scale", scale)
    window = open_window(ME, size=size)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and type(button).__module__.startswith("ui."):
            assert button.height() >= button.sizeHint().height()
            if "Choice" not in type(button).__name__:
                assert button.width() >= button.sizeHint().width()
            assert window.rect().contains(button.mapTo(window, button.rect().center()))
    keys_shown = [key for key in window.label_bar.keys if key.isVisible()]
    for first, second in itertools.pairwise(keys_shown):
        assert not first.geometry().intersects(second.geometry())


def test_build_returns_a_window_that_is_not_shown(qapp, settings: Settings, naskh: None) -> None:
    window = build(settings=settings)
    assert not window.isVisible()
    window.close()
    window.deleteLater()
