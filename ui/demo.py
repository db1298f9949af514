"""The demo: the sample project in the window; without a display the main job by key events, a picture and an export."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.errors import UnavailableError
from annotator.jobs.exporting import ExportReport, export_jsonl
from annotator.model import Span
from annotator.project import Project, person_key

if TYPE_CHECKING:
    from ui.window import Window

Say = Callable[[str], None]

GUEST: Final = "ضيف"
DOCUMENT: Final = "06-protest"
MARKS: Final = (
    ("رأس النخيل", "GPE"),
    ("طريق الميناء", "FAC"),
    ("مستنقع البجع", "LOC"),
    ("شركة «بلو تايد» (BlueTide Marine)", "ORG"),
    ("4.5 مليون دينار", "MONEY"),
    ("الاعتصام", "Conflict.Demonstrate"),
    ("جامعة الساحل", "ORG"),
    ("حي الصيادين", "LOC"),
    ("دانة المرّ", "PERS"),
    ("الناشطة في جمعية أصدقاء البحر", "OCC"),
    ("جمعية أصدقاء البحر", "ORG"),
    ("أصيب", "Life.Injure"),
    ("وكالة الشاطئ", "ORG"),
    ("نديم سلّوم", "PERS"),
    ("اعتقلت", "Justice.Arrest-Jail"),
    ("رئيسة البلدية", "OCC"),
    ("هالة منصور", "PERS"),
    ("وزارة البيئة", "ORG"),
)
"""What the guest marks: a surface, and the label. Each is looked up after the one before, or from the start."""


def run_demo(project: Path, *, person: str | None, screenshot: Path | None, output: Path | None, say: Say) -> int:
    """Opens the window on the demo's copy; returns the exit code.

    With a display it stays until it is closed, and then exports where `output` is given. Without one it does the main
    job by itself and says where the picture and the export are. Raises EditError for a `person` that nobody can be.
    """
    if person is not None:
        person = person_key(person)
    if has_display() and screenshot is None:
        from ui.app import run

        code = run(project, person)
        if output is not None:
            _say_export(say, _export(project, output), output)
        return code
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return _run_offscreen(project, person or GUEST, screenshot, output, say)


def has_display() -> bool:
    """Whether a window can be seen."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run_offscreen(project: Path, person: str, screenshot: Path | None, output: Path | None, say: Say) -> int:
    from ui.app import application, build
    from ui.hands import settle

    application()
    window = build(project, person)
    try:
        window.resize(1440, 900)
        window.show()
        settle()
        marked, kept = _mark(window, person)
        say(f"{marked} mentions marked by key presses as {person} in {DOCUMENT}; {kept} were there from before.")
        picture = screenshot or project.with_name("demo.png")
        _take_picture(window, picture)
        say(f"Picture: {picture}")
    finally:
        window.close()
        settle()
    target = output or project.with_name("demo.jsonl")
    _say_export(say, _export(project, target), target)
    return 0


def _mark(window: Window, person: str) -> tuple[int, int]:
    """Marks what is not marked yet; returns how many were marked now and how many were there."""
    from ui.hands import Hands, settle

    project = window.desk.project
    if project is None or project.read_only:
        raise UnavailableError(f"The demo's project cannot be worked in: {project.read_only_reason if project else ''}")
    row = next(row for row in project.document_rows() if row.name == DOCUMENT)
    window.reading.open_document(row.id)
    settle()
    hands = Hands(window.article)
    schema = project.schema
    wanted = [(span, label) for span, key in _places(window.article.text) if (label := schema.label(key)) is not None]

    def done() -> set[tuple[Span, str]]:
        there = {(m.hull, m.label) for m in project.layer(row.id, person).mentions.values()}
        return {(span, label.key) for span, label in wanted} & there

    kept = done()
    for span, label in wanted:
        if label.position is not None and (span, label.key) not in kept:
            hands.mark(span, label.position)
    hands.press("Escape")
    hands.press("Ctrl+Home")
    settle()
    project.flush()
    settle()
    return len(done() - kept), len(kept)


def _places(text: str) -> Iterator[tuple[Span, str]]:
    after = 0
    for surface, label in MARKS:
        start = text.find(surface, after)
        if start < 0:
            start = text.find(surface)
        if start >= 0:
            yield Span(start, start + len(surface)), label
            after = start


def _take_picture(window: Window, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(target), "PNG"):
        raise UnavailableError(f"The picture could not be written to {target}.")


def _export(project: Path, target: Path) -> ExportReport:
    target.parent.mkdir(parents=True, exist_ok=True)
    opened = Project.open(project, write=False)
    try:
        return export_jsonl(opened, target)
    finally:
        opened.close()


def _say_export(say: Say, report: ExportReport, target: Path) -> None:
    layers = ", ".join(f"{n} {status}" for status, n in report.statuses.items())
    say(f"Export: {target}, {report.lines} lines, {report.mentions} mentions, {report.events} events; layers: {layers}")
