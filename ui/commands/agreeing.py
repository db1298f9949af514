"""The way to the page about agreement and back. The page is made when it is wanted first: it brings numpy with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from annotator.model import Span
from ui.article.view import ArticleView
from ui.commands.reading import Reading
from ui.desk import Desk
from ui.look import Look
from ui.models.documents import DocumentModel
from ui.models.labels import Labels

if TYPE_CHECKING:
    from ui.pages.agreement.page import AgreementPage

_WORK = 1


class Agreeing(QObject):
    """Handler of the action. `turned`: the page came or went."""

    turned = Signal()

    def __init__(
        self, look: Look, desk: Desk, labels: Labels, documents: DocumentModel, reading: Reading, article: ArticleView
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._labels, self._documents = look, desk, labels, documents
        self._reading, self._article = reading, article
        self._pages: QStackedWidget | None = None
        self._page: AgreementPage | None = None
        desk.turned.connect(self.leave)

    def live_in(self, pages: QStackedWidget) -> None:
        """Says among which pages the page is shown."""
        self._pages = pages
        pages.currentChanged.connect(lambda *_: self.turned.emit())

    @property
    def page(self) -> AgreementPage:
        """The page; made now if it was not before."""
        if self._page is None:
            from ui.pages.agreement.page import AgreementPage

            assert self._pages is not None
            self._page = AgreementPage(self._look, self._desk, self._labels, self._documents)
            self._page.left.connect(self.leave)
            self._page.open_wanted.connect(self._open_place)
            self._pages.addWidget(self._page)
        return self._page

    @property
    def active(self) -> bool:
        """Whether the page is what the window shows."""
        return self._page is not None and self._pages is not None and self._pages.currentWidget() is self._page

    def open_agreement(self) -> None:
        """Shows the page, or goes back to the article."""
        if self._desk.project is None or self._pages is None:
            return
        if self.active:
            self.leave()
            return
        self._pages.setCurrentWidget(self.page)
        self.page.take_focus()

    def leave(self) -> None:
        """Back to the article."""
        if self.active and self._pages is not None:
            self._pages.setCurrentIndex(_WORK)
            self._article.setFocus()

    def _open_place(self, document: int, span: Span) -> None:
        self._reading.open_document(document)
        self.leave()
        self._article.select(span)
        self._article.ensure_visible(span)
