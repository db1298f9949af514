"""The way to a page over the whole window and back. The page is made when it is wanted first."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.model import Span
from ui.article.view import ArticleView
from ui.commands.reading import Reading
from ui.desk import Desk

P = TypeVar("P", bound=QWidget)
_WELCOME, _WORK = 0, 1


class Door(QObject, Generic[P]):
    """Base of the handlers that open such a page. `turned`: a page came or went. Subclasses make the page, and let it
    begin whenever it is shown."""

    turned = Signal()

    def __init__(self, desk: Desk, article: ArticleView) -> None:
        super().__init__(desk)
        self._desk, self._article = desk, article
        self._pages: QStackedWidget | None = None
        self._page: P | None = None
        desk.opened.connect(self.leave)

    def make(self) -> P:
        """The page."""
        raise NotImplementedError

    def begin(self, page: P) -> None:
        """The page is shown now."""
        raise NotImplementedError

    def live_in(self, pages: QStackedWidget) -> None:
        """Says among which pages the page is shown."""
        self._pages = pages
        pages.currentChanged.connect(lambda *_: self.turned.emit())

    @property
    def page(self) -> P:
        """The page; made now if it was not before."""
        if self._page is None:
            assert self._pages is not None
            self._page = self.make()
            self._pages.addWidget(self._page)
        return self._page

    @property
    def active(self) -> bool:
        """Whether the page is what the window shows."""
        return self._page is not None and self._pages is not None and self._pages.currentWidget() is self._page

    def turn(self) -> None:
        """Shows the page, or goes back to the article."""
        if self._desk.project is None or self._pages is None:
            return
        if self.active:
            self.leave()
            return
        self._pages.setCurrentWidget(self.page)
        self.begin(self.page)

    def leave(self) -> None:
        """Back to the article; without a project, to the welcome page."""
        if self.active and self._pages is not None:
            self._pages.setCurrentIndex(_WORK if self._desk.project is not None else _WELCOME)
            self._article.setFocus()

    def leave_for(self, reading: Reading, document: int, span: Span) -> None:
        """To a place in an article."""
        reading.open_document(document)
        self.leave()
        self._article.select(span)
        self._article.ensure_visible(span)
