"""The way to the page of adjudication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.article.view import ArticleView
from ui.commands.door import Door
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels

if TYPE_CHECKING:
    from ui.pages.adjudication.page import AdjudicationPage


class Adjudicating(Door["AdjudicationPage"]):
    """Handler of the action."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, article: ArticleView) -> None:
        super().__init__(desk, article)
        self._look, self._labels = look, labels

    def make(self) -> AdjudicationPage:
        """The page; it is loaded now."""
        from ui.pages.adjudication.page import AdjudicationPage

        page = AdjudicationPage(self._look, self._desk, self._labels)
        page.left.connect(self.leave)
        return page

    def begin(self, page: AdjudicationPage) -> None:
        """Reads the queue."""
        page.begin()

    def open_adjudication(self) -> None:
        """Shows the page, or goes back to the article."""
        self.turn()
