"""Third opinions that the person working was asked for: said where the document is open, and answered there.

Nothing of what others have marked is told: neither the words in question nor their labels, but the sentence.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator import edits
from annotator.model import GOLD, Request
from annotator.project import Change
from annotator.text.sentences import sentences_around
from ui.article.view import ArticleView
from ui.commands.marking import Say
from ui.desk import Desk
from ui.look import Look
from ui.widgets.banner import Banners

_WORDS = 60
"""Letters of the sentence that the banner shows."""


class Advising(QObject):
    """Handlers of the actions on third opinions. `show_list` lists all of them."""

    def __init__(self, look: Look, desk: Desk, banners: Banners, article: ArticleView, say: Say) -> None:
        super().__init__(desk)
        self._look, self._desk, self._banners, self._article, self._say = look, desk, banners, article, say
        self.show_list: Callable[[], None] = lambda: None
        self.requests: list[Request] = []
        self._known = ""
        desk.opened.connect(self._forget)
        desk.turned.connect(self._on_turned)
        desk.changed.connect(self._on_changed)

    def _forget(self) -> None:
        self._known, self.requests = "", []
        for name in ("opinion", "opinions"):
            self._banners.take_away(name)

    def _on_changed(self, change: Change) -> None:
        if change.owner == GOLD:
            self._known = ""
        elif any(key.kind in ("opinion", "status") for key in change.after):
            self._known = ""
            self._on_turned()

    def _on_turned(self) -> None:
        self.read()
        self._show()

    def read(self) -> None:
        """Reads anew what is asked of the person working, if that may be another."""
        project = self._desk.project
        if project is None or not self._desk.person:
            self.requests = []
        elif self._known != self._desk.person:
            project.flush()
            first = not self._known
            self._known, self.requests = self._desk.person, project.requests()
            if first and self.requests:
                self._announce()

    def _announce(self) -> None:
        tr = self._look.tr
        there = {request.document for request in self.requests}
        if self._desk.document is not None and there == {self._desk.document.id}:
            return
        choices = [
            (lambda: tr("opinion.list"), lambda: self.show_list()),
            (lambda: tr("dialog.close"), lambda: self._banners.take_away("opinions")),
        ]
        n = len(self.requests)
        self._banners.show_banner("opinions", lambda: tr("opinion.waiting", n=n), choices)

    def on_listed(self) -> None:
        """They are listed: nothing more has to be said of them."""
        self._banners.take_away("opinions")

    # -- the document on the desk -------------------------------------------------------------------------------------
    @property
    def here(self) -> list[Request]:
        """What is asked about the document on the desk."""
        document = self._desk.document
        own = document is not None and self._desk.is_own
        return [request for request in self.requests if own and request.document == document.id]

    def _show(self) -> None:
        here, tr = self.here, self._look.tr
        self._banners.take_away("opinion")
        if not here:
            return
        self._banners.take_away("opinions")
        request = here[0]
        choices = [(lambda: tr("opinion.show"), self.show_place), (lambda: tr("opinion.give"), self.give_opinion)]
        self._banners.show_banner("opinion", lambda: self._banner_words(request), choices if request.place else [])

    def _banner_words(self, request: Request) -> str:
        tr, document = self._look.tr, self._desk.document
        note = tr("opinion.note", note=request.note) if request.note else ""
        if request.place is None or document is None:
            return " ".join(filter(None, (tr("opinion.whole"), note)))
        span = sentences_around(document.text, request.place)
        words = " ".join(document.text[span.start : span.end].split())
        words = words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
        return " ".join(filter(None, (tr("opinion.sentence", words=words), note)))

    def show_place(self) -> None:
        """Frames the sentence in the article."""
        document, here = self._desk.document, self.here
        if document is not None and here and here[0].place is not None:
            span = sentences_around(document.text, here[0].place)
            self._article.set_hits([span], 0)
            self._article.ensure_visible(span)
            self._article.setFocus()

    def give_opinion(self) -> None:
        """Says that what is marked in the sentence is one's opinion, be it nothing."""
        here, layer = self.here, self._desk.layer
        if not here or layer is None:
            self._say(self._look.tr("opinion.none_here"))
        elif self._desk.edit(edits.give_opinion, layer, here[0]) is not None:
            self._article.set_hits(())
            self._say(self._look.tr("opinion.given"))
