"""The way to the page of feedback from gold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.article.view import ArticleView
from ui.commands.door import Door
from ui.commands.reading import Reading
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels

if TYPE_CHECKING:
    from ui.pages.feedback.page import FeedbackPage


class Reviewing(Door["FeedbackPage"]):
    """Handler of the action."""

    def __init__(self, look: Look, desk: Desk, labels: Labels, reading: Reading, article: ArticleView) -> None:
        super().__init__(desk, article)
        self._look, self._labels, self._reading = look, labels, reading

    def make(self) -> FeedbackPage:
        """The page; it is loaded now."""
        from ui.pages.feedback.page import FeedbackPage

        page = FeedbackPage(self._look, self._desk, self._labels)
        page.left.connect(self.leave)
        page.open_wanted.connect(lambda document, span: self.leave_for(self._reading, document, span))
        return page

    def begin(self, page: FeedbackPage) -> None:
        """Reads which documents are closed."""
        page.begin()

    def open_feedback(self) -> None:
        """Shows the page, or goes back to the article."""
        self.turn()
