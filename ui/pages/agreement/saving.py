"""Pictures and reports of the page as files: asks where, writes, says what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.agreement.reporting import plain
from annotator.errors import UserError
from annotator.jobs.agreement_reports import write_csv, write_html
from annotator.jobs.files import replace_file
from ui.desk import Desk
from ui.look import Look
from ui.models.agreement import AgreementModel
from ui.pages.agreement.section import Section
from ui.troubles import words_for


class Say(Protocol):
    """Shows a sentence in the page's foot."""

    def __call__(self, words: str) -> None:
        """The sentence."""


class Saving(QObject):
    """Handlers of the page's menus that write files."""

    def __init__(self, look: Look, desk: Desk, model: AgreementModel, page: QWidget, say: Say) -> None:
        super().__init__(page)
        self._look, self._desk, self._model, self._page, self._say = look, desk, model, page, say

    def picture(self, section: Section, kind: str) -> None:
        """A section as SVG or PNG."""
        files = self._look.tr("agreement.save.svg_files" if kind == "svg" else "agreement.save.png_files")
        target = self._ask(kind, files)
        if target is not None:
            self._write(target, lambda: section.save(target))

    def html(self) -> None:
        """The report as a page to read."""
        report, project = self._model.report, self._desk.project
        if report is None or project is None:
            return
        target = self._ask("html", self._look.tr("agreement.save.html_files"))
        if target is not None:
            self._write(target, lambda: write_html(report, target, project.name, self._desk.schema))

    def json(self) -> None:
        """The report for programs, as `hashiya agreement --json` prints it."""
        report = self._model.report
        if report is None:
            return
        target = self._ask("json", self._look.tr("agreement.save.json_files"))
        if target is not None:
            data = msgspec.json.format(msgspec.json.encode(plain(report)), indent=2) + b"\n"
            self._write(target, lambda: replace_file(target, data))

    def csv(self) -> None:
        """The report as tables in a folder."""
        report = self._model.report
        if report is None:
            return
        name = QFileDialog.getExistingDirectory(self._page, "", str(self._folder()))
        if name:
            self._write(Path(name), lambda: write_csv(report, Path(name)))

    def _folder(self) -> Path:
        project = self._desk.project
        return project.path.parent if project else Path.home()

    def _ask(self, kind: str, files: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, "", str(self._folder() / f"agreement.{kind}"), files)
        if not chosen:
            return None
        return Path(chosen) if chosen.endswith(f".{kind}") else Path(f"{chosen}.{kind}")

    def _write(self, target: Path, write: Callable[[], object]) -> None:
        tr = self._look.tr
        try:
            write()
        except UserError as error:
            self._say(tr("agreement.save.refused", file=target.name, reason=words_for(self._look, error)))
        else:
            self._say(tr("agreement.save.written", file=target.name))
