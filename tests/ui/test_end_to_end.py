"""The main job in the real window on real articles: once by mouse, once by keyboard alone, with a restart in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import check
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.driver import Driver

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
EMOJI = "own-emoji.txt"
EMOJI_TEXT = "صورة من السيول\nكتب سليم 😀👨‍👩‍👧 من حلب\r\nووصل إلى لبنان 🇱🇧 ثم عاد."

# (start of the file's name, surface, occurrence, offset into it, length, label, key): what issue and notes call hard.
HARD = (
    ("000", "وأستوكهولم", 0, 1, 9, "GPE", "Digit3"),  # a name after و
    ("000", "نظام بشار الأسد", 0, 0, 15, "ORG", "Digit2"),
    ("000", "بشار الأسد", 0, 0, 10, "PERS", "Digit1"),  # nested in the one before
    ("000", "اعتصاما", 0, 0, 7, "Conflict.Demonstrate", "KeyW"),  # an event word
    ("001", "الأممالمتحدة", 0, 0, 5, "ORG", "Digit2"),  # half of a glued word
    ("001", "الأممالمتحدة", 0, 5, 7, "NORP", "Digit7"),  # its other half
    ("001", "عبدالأحد إسطيفو", 0, 0, 15, "PERS", "Digit1"),
    ("002", "للائتلاف السوري المعارض", 0, 1, 22, "ORG", "Digit2"),  # لل and a name
    ("003", "للأمم المتحدة", 0, 1, 12, "ORG", "Digit2"),
    ("004", "سكاي نيوز عربية", 0, 0, 15, "ORG", "Digit2"),  # after a clitic, a tatweel and a quote
    (EMOJI, "حلب", 0, 0, 3, "GPE", "Digit3"),  # after an emoji made of several
    (EMOJI, "لبنان", 0, 0, 5, "GPE", "Digit3"),  # after CRLF
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The five articles and an own one in a new project."""
    if not ARTICLES.is_dir():
        pytest.skip("no articles beside the checkout")
    path = tmp_path / "news.hashiya"
    own = tmp_path / EMOJI
    own.write_bytes(EMOJI_TEXT.encode())
    opened = Project.create(path, load_preset("news"))
    report = import_paths(opened, [ARTICLES, own], ImportOptions())
    opened.close()
    assert report.documents_new == 6
    return path


@pytest.fixture(autouse=True)
def _single_clicks(naskh: None) -> None:
    QApplication.setDoubleClickInterval(0)
    yield
    QApplication.setDoubleClickInterval(400)


def _cases(text: str, name: str) -> list[tuple[Span, str, str]]:
    found = []
    for start, surface, occurrence, offset, length, label, key in HARD:
        if not name.startswith(start):
            continue
        at = -1
        for _ in range(occurrence + 1):
            at = text.index(surface, at + 1)
        found.append((Span(at + offset, at + offset + length), label, key))
    return found


def _wrapped(driver: Driver) -> Span:
    """Two words with a line break between them."""
    text = driver.text
    for start in driver.article.line_breaks():
        if start > 200 and text[start - 1] == " ":
            before = text.rindex(" ", 0, start - 1) + 1
            after = min(text.index(" ", start), text.index("\n", start) if "\n" in text[start:] else len(text))
            return Span(before, after)
    raise AssertionError("no wrapped line")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_the_main_job(project: Path, tmp_path: Path, way: str, qtbot) -> None:
    driver = Driver.open(project, "سلمى", tmp_path / "settings.ini")
    select = driver.drag if way == "mouse" else driver.hands.select
    expected: dict[str, set[tuple[int, int, str]]] = {}
    names = driver.documents
    for number, name in enumerate(names):
        driver.go_to(name)
        cases = _cases(driver.text, name)
        if name.startswith("000"):
            cases.append((_wrapped(driver), "DATE", "Digit8"))
        for span, _label, key in cases:
            select(span)
            assert driver.selection == span
            driver.press(key)
        expected[name] = {(span.start, span.end, label) for span, label, _ in cases}
        assert driver.stored() == expected[name], name
        if number == 2:
            driver.close()
            driver = Driver.open(project, "سلمى", tmp_path / "settings.ini")
            select = driver.drag if way == "mouse" else driver.hands.select
    driver.close()
    assert check(project, deep=True) == []
    _compare_with_disk(project, expected)
    _undo_to_the_beginning(project, tmp_path, expected)


def _compare_with_disk(project: Path, expected: dict[str, set[tuple[int, int, str]]]) -> None:
    opened = Project.open(project, write=False)
    try:
        for row in opened.document_rows("سلمى"):
            layer = opened.layer(row.id, "سلمى")
            assert {(m.start, m.end, m.label) for m in layer.mentions.values()} == expected[row.name]
            assert row.events == sum("." in label for _, _, label in expected[row.name])
        export_jsonl(opened, project.with_suffix(".jsonl"))
    finally:
        opened.close()


def _undo_to_the_beginning(project: Path, tmp_path: Path, expected: dict[str, set[tuple[int, int, str]]]) -> None:
    driver = Driver.open(project, "سلمى", tmp_path / "settings.ini")
    for name, marks in expected.items():
        driver.go_to(name)
        assert driver.stored() == marks
        for _ in marks:
            driver.press("Ctrl+KeyZ")
        assert driver.stored() == set()
        for _ in marks:
            driver.press("Ctrl+Shift+KeyZ")
        assert driver.stored() == marks
    driver.close()
    assert check(project, deep=True) == []
