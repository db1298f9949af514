"""The banners: why the project can only be read, that the disk refuses, whose layer one looks at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from annotator.jobs import answering
from ui.commands.files import Files
from ui.commands.reading import Reading
from ui.commands.safety import Safety
from ui.desk import Desk
from ui.i18n import Phrase
from ui.look import Look
from ui.theme import READING_FACES, available
from ui.troubles import words_for
from ui.widgets.banner import Banners

_SENTENCES: Final = {"locked": "banner.locked", "newer": "banner.newer"}


class Notices(QObject):
    """Shows and takes away banners as the desk changes."""

    def __init__(
        self, look: Look, desk: Desk, banners: Banners, files: Files, reading: Reading, safety: Safety
    ) -> None:
        super().__init__(desk)
        self._safety = safety
        self.show_questions: Callable[[], None] = lambda: None
        self._look, self._desk, self._banners = look, desk, banners
        self._files, self._reading = files, reading
        desk.opened.connect(self._on_opened)
        desk.turned.connect(self._on_turned)
        desk.failed.connect(self._on_failed)
        desk.saved.connect(self._on_saved)
        desk.changed.connect(self._on_changed)

    def _on_opened(self) -> None:
        for name in ("read_only", "failed", "layer", "font", "answers"):
            self._banners.take_away(name)
        project = self._desk.project
        if project is not None and not available(READING_FACES):
            close = (lambda: self._look.tr("dialog.close"), lambda: self._banners.take_away("font"))
            self._banners.show_banner("font", lambda: self._look.tr("banner.no_arabic_font"), [close])
        if project is not None:
            self._tell_news(answering.news(project))
        if project is None or project.read_only_reason is None:
            return
        reason, tr = project.read_only_reason, self._look.tr
        again = (lambda: tr("banner.check_again"), self._files.check_again)
        holder = getattr(reason, "holder", None)
        if holder is not None:
            words = partial(self._locked_by, holder.name, holder.host, holder.since)
            self._banners.show_banner("read_only", words, [again])
        elif reason.code in _SENTENCES:
            sentence = _SENTENCES[reason.code]
            self._banners.show_banner("read_only", lambda: tr(sentence), [again] if reason.code == "locked" else [])
        else:
            if reason.code == "shared_place":
                again = (lambda: tr("banner.move"), self._safety.save_elsewhere)
            self._banners.show_banner(
                "read_only", lambda: tr("banner.read_only", reason=Phrase(words_for(self._look, reason))), [again]
            )

    def _tell_news(self, count: int) -> None:
        """Says that questions were answered while the asker was away."""
        if not count:
            return
        tr = self._look.tr

        def show() -> None:
            self._banners.take_away("answers")
            self.show_questions()

        choices = [
            (lambda: tr("answer.show"), show),
            (lambda: tr("dialog.close"), lambda: self._banners.take_away("answers")),
        ]
        self._banners.show_banner("answers", lambda: tr("answer.came", n=count), choices)

    def _locked_by(self, name: str, host: str, since: str) -> str:
        return self._look.tr("banner.locked_by", name=name, host=host, since=self._look.words.digits_of(since))

    def _on_turned(self) -> None:
        desk, tr = self._desk, self._look.tr
        if not desk.owner or desk.is_own:
            self._banners.take_away("layer")
            return
        name = self._reading.layer_owner(desk.owner)
        back = (lambda: tr("layer.back"), self._reading.own_layer)
        self._banners.show_banner("layer", lambda: tr("layer.reading", name=name), [back] if desk.person else [])

    def _on_failed(self, error: Exception) -> None:
        project, tr = self._desk.project, self._look.tr
        if project is None or self._banners.banner("failed") is not None:
            return
        full = getattr(error, "code", "") == "disk_full"

        def words() -> str:
            unsaved = max(1, project.unsaved)
            reason = Phrase(words_for(self._look, error))
            return tr("banner.full", n=unsaved) if full else tr("banner.failed", n=unsaved, reason=reason)

        choices = [
            (lambda: tr("banner.retry"), self._retry),
            (lambda: tr("banner.elsewhere"), self._safety.save_elsewhere),
        ]
        self._banners.show_banner("failed", words, choices, tone="error")

    def _retry(self) -> None:
        self._banners.take_away("failed")
        if self._desk.project is not None:
            self._desk.project.retry()

    def _on_changed(self, _change: object) -> None:
        banner = self._banners.banner("failed")
        if banner is not None:
            banner.refresh()

    def _on_saved(self, _steps: object) -> None:
        if self._desk.project is not None and not self._desk.project.unsaved:
            self._banners.take_away("failed")
