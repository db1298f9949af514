"""The way to the page of adjudication and back. The page is made when it is wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.article.view import ArticleView
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels

if TYPE_CHECKING:
    from ui.pages.adjudication.page import AdjudicationPage

_WORK = 1


class Adjudicating(QObject):
    """Handler of the action. `turned`: the page came or went."""

    turned = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels, article: ArticleView) -> None:
        super().__init__(desk)
        self._look, self._desk, self._labels, self._article = look, desk, labels, article
        self._pages: QStackedWidget | None = None
        self._page: AdjudicationPage | None = None
        desk.opened.connect(self.leave_adjudication)

    def live_in(self, pages: QStackedWidget) -> None:
        """Says among which pages the page is shown."""
        self._pages = pages
        pages.currentChanged.connect(lambda *_: self.turned.emit())

    @property
    def page(self) -> AdjudicationPage:
        """The page; made now if it was not before."""
        if self._page is None:
            from ui.pages.adjudication.page import AdjudicationPage

            assert self._pages is not None
            self._page = AdjudicationPage(self._look, self._desk, self._labels)
            self._page.left.connect(self.leave_adjudication)
            self._pages.addWidget(self._page)
        return self._page

    @property
    def active(self) -> bool:
        """Whether the page is what the window shows."""
        return self._page is not None and self._pages is not None and self._pages.currentWidget() is self._page

    def open_adjudication(self) -> None:
        """Shows the page, or goes back to the article."""
        if self._desk.project is None or self._pages is None:
            return
        if self.active:
            self.leave_adjudication()
            return
        self._pages.setCurrentWidget(self.page)
        self.page.begin()

    def leave_adjudication(self) -> None:
        """Back to the article."""
        if self.active and self._pages is not None:
            self._pages.setCurrentIndex(_WORK if self._desk.project is not None else 0)
            self._article.setFocus()
