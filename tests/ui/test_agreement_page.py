"""The page about agreement: numbers as the engine has them, the way behind each, blindness, files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator import edits
from annotator.jobs import agreement_files
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import OpenWindow, keys
from ui.hands import press, settle
from ui.models.disagreements import Question
from ui.pages.agreement.page import AgreementPage
from ui.pages.agreement.plot import Plot
from ui.window import Window

TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء."
NAME = {"id": "m1", "start": 4, "end": 16, "label": "PERS", "text": "سليم الهاشمي"}
BLOW = {"id": "m2", "start": 20, "end": 25, "label": "Conflict.Attack", "text": "قصفاً"}
PLACE = {"id": "m3", "start": 31, "end": 42, "label": "LOC", "text": "حيّ الزهراء"}
CUT = {**PLACE, "start": 35, "text": "الزهراء"}
PEOPLE = ("سلمى", "هادي", "نور", "ريم", "يزن", "داليا", "عمر")


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr(agreement_files, "user_cache_path", lambda *_args, **_options: folder)


def done(annotator: str, *mentions: dict[str, Any], name: str = "d1", **more: Any) -> dict[str, Any]:
    return {"id": name, "text": TEXT, "annotator": annotator, "status": "done", "mentions": list(mentions), **more}


@pytest.fixture
def open_page(open_window: OpenWindow, tmp_path: Path, qtbot) -> Callable[..., tuple[Window, AgreementPage]]:
    """Opens the page on a project of these lines, or on the sample."""

    def make(
        *lines: dict[str, Any], person: str = "لينا", visible: bool = True, size: tuple[int, int] = (1440, 900)
    ) -> tuple[Window, AgreementPage]:
        path = None
        if lines:
            path = tmp_path / "own.hashiya"
            project = Project.create(path, load_preset("news"), layers_visible=visible)
            file = tmp_path / "in.jsonl"
            file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
            import_paths(project, [file], ImportOptions())
            project.close()
        window = open_window(person, path=path, size=size)
        press(window.article, "Ctrl+Shift+KeyA")
        page = window.agreeing.page
        wait(qtbot, page)
        return window, page

    return make


def wait(qtbot, page: AgreementPage) -> None:
    qtbot.waitUntil(lambda: page.model.report is not None and not page.model.running)
    settle()


def open_spot(qtbot, page: AgreementPage, plot: Plot, said: str) -> None:
    """Opens the spot whose words hold `said`, with the keyboard."""
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(plot, Qt.Key.Key_Home)
    for _ in range(200):
        current = plot.current
        assert current is not None
        if said in current.said:
            break
        QTest.keyClick(plot, Qt.Key.Key_Down)
    assert said in plot.current.said
    QTest.keyClick(plot, Qt.Key.Key_Return)
    wait(qtbot, page)


def surfaces(page: AgreementPage) -> list[tuple[str, str]]:
    return [(row.difference.kind, row.surface) for row in page.behind.model.rows]


# --- coming and going -------------------------------------------------------------------------------------------------


def test_the_page_opens_by_its_key_and_esc_leads_back(open_page) -> None:
    window, page = open_page()
    assert window.pages.currentWidget() is page
    assert page.board.ladder.hasFocus()
    QTest.keyClick(page.board.ladder, Qt.Key.Key_Escape)
    settle()
    assert window.pages.currentIndex() == 1
    assert window.article.hasFocus()


def test_numbers_are_those_of_the_engine_with_n_beside_them(open_page) -> None:
    _, page = open_page(done("سلمى", NAME, PLACE), done("هادي", NAME))
    first = page.board.ladder.bars[0]
    assert first.value == pytest.approx(2 / 3)
    assert (first.shown, first.n) == ("٠٫٦٧", "٣")
    assert "ن = ٣" in first.said
    assert "أنجز اثنان على الأقل ١ من مستند واحد" in page.board.coverage.text()
    assert page.board.headline.text() == "التطابق التام ٠٫٦٧"


def test_what_is_not_defined_says_why_and_has_no_bar(open_page) -> None:
    _, page = open_page(done("سلمى", NAME), done("هادي", NAME))
    kappa = next(bar for bar in page.board.more.bars if "كابا" in bar.name)
    assert kappa.value is None
    assert kappa.shown == ""
    assert kappa.instead.startswith("غير معرّف: وسم واحد فقط مستعمل")


def test_nothing_in_common_teaches_what_to_do(open_page) -> None:
    _, page = open_page(done("سلمى", NAME), done("هادي", NAME, name="d2"))
    assert page.empty.isVisible()
    assert "التطابق التام غير معرّف" in page.empty_title.text()
    assert "سلمى" in page.empty_coverage.text()


def test_the_article_takes_no_keys_meanwhile(open_page) -> None:
    window, page = open_page()
    before = window.desk.document.id
    press(page.board.ladder, "Alt+ArrowDown")
    press(page.board.ladder, "Ctrl+KeyZ")
    settle()
    assert window.desk.document.id == before
    assert window.agreeing.active


# --- what is behind ---------------------------------------------------------------------------------------------------


def test_a_bar_opens_its_disagreements_and_the_article_with_both_layers(open_page, qtbot) -> None:
    window, page = open_page(done("سلمى", NAME, PLACE), done("هادي", {**NAME, "label": "ORG"}, CUT))
    open_spot(qtbot, page, page.board.ladder, "تطابق تام")
    assert surfaces(page) == [("label", "سليم الهاشمي"), ("boundary", "حيّ الزهراء")]
    assert page.behind.list.hasFocus()
    lanes = page.behind.article
    assert lanes.text == TEXT
    assert sorted((piece.lane, piece.spans[0]) for piece in lanes.pieces) == [
        (0, Span(4, 16)),
        (0, Span(31, 42)),
        (1, Span(4, 16)),
        (1, Span(35, 42)),
    ]
    QTest.keyClick(page.behind.list, Qt.Key.Key_Down)
    assert page.behind.place.surface_b == "الزهراء"
    QTest.keyClick(page.behind.list, Qt.Key.Key_Escape)
    settle()
    assert page.board.ladder.hasFocus()
    assert window.agreeing.active


def test_enter_in_the_list_goes_to_the_article(open_page, qtbot) -> None:
    window, page = open_page(done("سلمى", NAME, PLACE), done("هادي", NAME))
    open_spot(qtbot, page, page.board.labels, "مكان")
    assert surfaces(page) == [("missing", "حيّ الزهراء")]
    QTest.keyClick(page.behind.list, Qt.Key.Key_Return)
    settle()
    assert not window.agreeing.active
    assert window.article.selection == Span(31, 42)


def test_every_spot_that_opens_finds_something_where_the_number_says_so(open_page, qtbot) -> None:
    mine = [
        {"id": "e1", "label": "Conflict.Attack", "trigger": "m2", "arguments": [{"role": "Place", "mention": "m3"}]}
    ]
    theirs = [{**mine[0], "arguments": [{"role": "Target", "mention": "m3"}]}]
    _, page = open_page(
        done("سلمى", NAME, BLOW, PLACE, events=mine, labels={"kind": "report"}),
        done("هادي", {**NAME, "label": "ORG"}, BLOW, PLACE, events=theirs, labels={"kind": "opinion"}),
        done("سلمى", PLACE, name="d2"),
        done("هادي", CUT, name="d2"),
    )
    asked = 0
    for section in list(page.board.sections.values()):
        for spot in section.plot.spots:
            if isinstance(spot.asks, Question) and not spot.said.startswith(("لفظ الحدث", "العنصر:", "العنصر مع")):
                page.open_question(spot.asks)
                wait(qtbot, page)
                full = "١٫٠٠" in spot.said or "متفق عليها" in spot.said
                assert full or page.behind.model.rows, spot.said
                asked += 1
    assert asked > 20


def test_a_cell_of_the_matrix_leads_to_the_two_people(open_page, qtbot) -> None:
    _, page = open_page(*(done(who, *([NAME, PLACE] if n % 2 else [NAME])) for n, who in enumerate(PEOPLE)))
    heat = page.board.pairs
    heat.setFocus(Qt.FocusReason.TabFocusReason)
    here = heat.current
    QTest.keyClick(heat, Qt.Key.Key_Left)  # towards the end of a line that reads from the right
    assert heat.current.column == here.column + 1
    cell = next(spot for spot in heat.spots if "٠٫٦٧" in spot.said)
    QTest.mouseClick(heat, Qt.MouseButton.LeftButton, pos=cell.rect.center().toPoint())
    wait(qtbot, page)
    rows = page.behind.model.rows
    assert [(row.a, row.b) for row in rows] == [tuple(sorted((rows[0].a, rows[0].b)))]
    assert all(name in cell.said for name in (rows[0].a, rows[0].b))


def test_a_click_in_the_lanes_chooses_the_disagreement(open_page, qtbot) -> None:
    _, page = open_page(done("سلمى", NAME, PLACE), done("هادي"))
    open_spot(qtbot, page, page.board.ladder, "تطابق تام")
    lanes = page.behind.article
    assert page.behind.place.surface == "سليم الهاشمي"
    at = lanes.rects(Span(36, 38))[0].center()
    QTest.mouseClick(lanes.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(at).toPoint())
    settle()
    assert page.behind.place.surface == "حيّ الزهراء"


# --- following --------------------------------------------------------------------------------------------------------


def test_the_page_follows_what_is_saved(open_page, qtbot) -> None:
    window, page = open_page(done("سلمى", NAME), done("هادي", NAME), person="سلمى")
    assert page.board.ladder.bars[0].value == 1.0
    desk = window.desk
    desk.edit(edits.mark, desk.layer, desk.document, desk.schema, [Span(31, 42)], "LOC")
    qtbot.waitUntil(page.empty.isVisible)  # a layer that is worked on again does not count
    desk.edit(edits.set_status, desk.layer, desk.document, desk.schema, "done")
    qtbot.waitUntil(lambda: page.board.ladder.bars[0].value == pytest.approx(2 / 3))


def test_filters_narrow_the_numbers(open_page, qtbot) -> None:
    _, page = open_page(
        done("سلمى", NAME, PLACE), done("هادي", NAME), done("سلمى", NAME, name="d2"), done("هادي", NAME, name="d2")
    )
    page.board.ladder.setFocus()
    page.model.choose(labels=("LOC",))
    wait(qtbot, page)
    assert page.board.ladder.hasFocus()  # other sections are there now; the keyboard stays
    assert page.board.verticalScrollBar().value() == 0
    assert page.board.ladder.bars[0].value == 0.0
    assert page.filters.labels.text() == "الوسوم: \u2068مكان\u2069"
    QTest.mouseClick(page.filters.clear, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    assert page.board.ladder.bars[0].n == "٥"
    page.filters.field.setFocus()
    QTest.keyClicks(page.filters.field, "d2")
    qtbot.waitUntil(lambda: page.model.needle == "d2")
    wait(qtbot, page)
    assert page.board.ladder.bars[0].value == 1.0


def test_gamma_is_computed_when_asked_for(open_page, qtbot) -> None:
    _, page = open_page(done("سلمى", NAME, PLACE), done("هادي", NAME, PLACE))
    open_spot(qtbot, page, page.board.more, "غاما")
    assert page.board.more.bars[-1].value == 1.0


def test_gold_is_shown_beside_the_pairs(open_page) -> None:
    _, page = open_page(done("سلمى", NAME), done("هادي", NAME, PLACE), done("gold", NAME, PLACE))
    assert [(bar.name, bar.value) for bar in page.board.gold.bars] == [("هادي", 1.0), ("سلمى", pytest.approx(2 / 3))]


# --- blindness --------------------------------------------------------------------------------------------------------


def test_a_blind_project_shows_only_what_others_share_and_opens_nothing(open_page) -> None:
    lines = [done("سلمى", NAME, PLACE), done("هادي", NAME), done("نور", NAME)]
    window, page = open_page(*lines, person="سلمى", visible=False)
    assert window.desk.person == "سلمى"
    assert page.board.ladder.bars[0].value == 1.0
    assert page.board.pairs.rows == ["نور", "هادي"] or page.board.pairs.rows == ["هادي", "نور"]
    assert not any(spot.asks for section in page.board.sections.values() for spot in section.plot.spots)
    assert not page.filters.isEnabled()
    assert not page.export.isEnabled()
    assert "محجوبة" in page.board.notes.notes[0].words


# --- files ------------------------------------------------------------------------------------------------------------


def test_plots_and_reports_become_files(open_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = open_page(done("سلمى", NAME, PLACE), done("هادي", NAME))
    target = [tmp_path / "x"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target[0]), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "tables"))
    page.saving.picture(page.board.sections["ladder"], "svg")
    drawing = (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "<svg" in drawing
    assert "<text" not in drawing  # letters are outlines: shaped for every reader
    page.saving.picture(page.board.sections["pairs"], "png")
    picture = QImage(str(tmp_path / "x.png"))
    assert picture.width() > 400
    page.saving.html()
    assert "التطابق" in (tmp_path / "x.html").read_text(encoding="utf-8") or (tmp_path / "x.html").stat().st_size
    page.saving.json()
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["spans"]["exact"]["n_units"] == 3
    page.saving.csv()
    assert (tmp_path / "tables" / "spans.csv").is_file()
    assert page.state.text().startswith("كُتب:")
    target[0] = tmp_path / "no" / "such" / "y"
    page.saving.json()
    assert page.state.text().startswith("تعذّرت كتابة")


# --- looks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_nothing_hangs_out_and_everything_can_be_reached(open_page, size) -> None:
    window, page = open_page(*(done(who, NAME, PLACE) for who in PEOPLE), size=size)
    board = page.board
    for language in ("en", "ar"):
        window.viewing.set_language(language)
        settle()
        assert board.widget().width() <= board.viewport().width()
        for section in board.sections.values():
            if section.isVisible():
                assert section.title.text()
                assert section.plot.accessibleName()
                for spot in section.plot.spots:
                    assert spot.said
                    assert spot.rect.left() >= -1
                    assert spot.rect.right() <= section.plot.width() + 1


def test_the_ink_can_be_read_on_every_colour_of_a_heat_map() -> None:
    from ui.pages.agreement.ink import heat
    from ui.theme import contrast, make_theme

    for dark in (False, True):
        theme = make_theme(dark=dark)
        assert min(contrast(theme.ink, heat(theme, n / 10)) for n in range(11)) >= 4.5


def test_keys_of_the_article_are_back_afterwards(open_page) -> None:
    window, page = open_page()
    press(page.board.ladder, "Escape")
    settle()
    keys(window, "Alt+ArrowDown")
    assert "document" in window._states()
