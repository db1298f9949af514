"""Feedback from gold in the real window: closed documents only, what differs with its reason, gaps of the guidelines."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from annotator.adjudication.rulings import accepted
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from annotator.schema import load_preset
from tests.ui.shell_fixtures import *  # noqa: F403
from tests.ui.shell_fixtures import OpenWindow, keys
from ui.hands import press, settle
from ui.pages.feedback.lists import LineRole
from ui.pages.feedback.page import FeedbackPage
from ui.settings import Settings
from ui.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء."
NAME = {"id": "m1", "start": 4, "end": 16, "label": "PERS"}
SHORT = {**NAME, "end": 8}
PLACE = {"id": "m3", "start": 31, "end": 42, "label": "LOC"}
FACILITY = {**PLACE, "label": "FAC"}
ME, OTHER = "سلمى", "هادي"
Open = Callable[..., tuple[Window, FeedbackPage]]


def done(annotator: str, *mentions: dict[str, Any], name: str = "d1") -> dict[str, Any]:
    return {"id": name, "text": TEXT, "annotator": annotator, "status": "done", "mentions": list(mentions)}


@pytest.fixture
def open_page(open_window: OpenWindow, tmp_path: Path, qtbot) -> Open:
    """Opens the page; `closed`: the documents in which the other one was right in everything, a gap as the reason."""

    def make(*closed: str) -> tuple[Window, FeedbackPage]:
        path = tmp_path / "own.hashiya"
        project = Project.create(path, load_preset("news"))
        lines = [done(ME, SHORT, PLACE, name=n) for n in ("d1", "d2")]
        lines += [done(OTHER, NAME, FACILITY, name=n) for n in ("d1", "d2")]
        file = tmp_path / "in.jsonl"
        file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        import_paths(project, [file], ImportOptions())
        project.work_as("لينا")
        for row in project.document_rows():
            if row.name in closed:
                decide_for(project, row.id)
        project.close()
        window = open_window(ME, path=path)
        keys(window, "Ctrl+Shift+KeyM")
        page = window.reviewing.page
        qtbot.waitUntil(lambda: not page.model.counting)
        settle()
        return window, page

    return make


def decide_for(project: Project, document: int) -> None:
    work = Adjudication(project)
    while waiting := work.case(document).open():
        cluster = waiting[0].cluster
        (mine,) = cluster.of(OTHER)
        work.decide(document, waiting[0], accepted(cluster, [mine.number]).because("guideline_gap", "انظر الدليل"))
    work.close(document)


def lines(rows: Any) -> list[tuple[str, str]]:
    return [rows.model().index(n, 0).data(LineRole) for n in range(rows.model().rowCount())]


def test_nothing_is_shown_before_a_document_is_closed(open_page: Open) -> None:
    _, page = open_page()
    assert lines(page.documents) == lines(page.gaps) == lines(page.scores) == []
    assert page.model.places.rows == []
    assert page.behind.count.text() == ""  # nobody has asked, so nothing agrees


def test_what_differs_in_a_closed_document_with_the_reason(open_page: Open) -> None:
    _, page = open_page("d1")
    assert len(lines(page.documents)) == 1
    assert {row.difference.kind for row in page.model.places.rows} == {"boundary", "label"}
    assert "انظر الدليل" in page.behind.why.text()
    assert str(page.look.tr("adjudication.reason_guideline_gap")) in page.behind.why.text()
    scores = dict(lines(page.scores))
    assert any(page.look.words.percent(0) in words for words in scores.values())


def test_gaps_open_their_places(open_page: Open) -> None:
    window, page = open_page("d1", "d2")
    page.tabs.choose(1)
    settle()
    gaps = lines(page.gaps)
    assert len(gaps) == 2
    assert all(str(page.look.tr("feedback.flagged", n=2)) in below for _, below in gaps)
    assert len(page.model.places.rows) == 2
    page.behind.list.setFocus()
    press(page.behind.list, "Enter")
    settle()
    assert not window.reviewing.active
    assert window.article.selection is not None


def test_escape_and_names(open_page: Open) -> None:
    window, page = open_page("d1")
    for rows in (page.documents, page.gaps, page.scores):
        assert isinstance(rows, QWidget)
        assert rows.accessibleName()
    press(page.documents, "Escape")
    settle()
    assert not window.reviewing.active


def test_three_columns_stand_side_by_side_in_a_narrow_window(open_page: Open, settings: Settings) -> None:
    settings.set("look/scale", 150)
    window, page = open_page("d1")
    window.resize(1280, 720)
    settle()
    columns = (page.documents, page.behind.list, page.behind.article)
    places = [QRect(column.mapTo(page, QPoint(0, 0)), column.size()) for column in columns]
    assert all(place.width() > 200 for place in places)
    assert not any(a.intersects(b) for a, b in combinations(places, 2))


def test_the_first_gap_is_open_when_they_are_listed(open_page: Open) -> None:
    _, page = open_page("d1")
    page.tabs.choose(1)
    assert page.gaps.currentIndex().row() == 0
    assert page.model.places.rows
