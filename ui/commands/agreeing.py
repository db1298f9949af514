"""The way to the page about agreement. (It brings numpy with it.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.article.view import ArticleView
from ui.commands.door import Door
from ui.commands.reading import Reading
from ui.desk import Desk
from ui.look import Look
from ui.models.documents import DocumentModel
from ui.models.labels import Labels

if TYPE_CHECKING:
    from ui.pages.agreement.page import AgreementPage


class Agreeing(Door["AgreementPage"]):
    """Handler of the action."""

    def __init__(
        self, look: Look, desk: Desk, labels: Labels, documents: DocumentModel, reading: Reading, article: ArticleView
    ) -> None:
        super().__init__(desk, article)
        self._look, self._labels, self._documents, self._reading = look, labels, documents, reading
        desk.turned.connect(self.leave)

    def make(self) -> AgreementPage:
        """The page; it is loaded now."""
        from ui.pages.agreement.page import AgreementPage

        page = AgreementPage(self._look, self._desk, self._labels, self._documents)
        page.left.connect(self.leave)
        page.open_wanted.connect(lambda document, span: self.leave_for(self._reading, document, span))
        return page

    def begin(self, page: AgreementPage) -> None:
        """The keyboard goes to its numbers."""
        page.take_focus()

    def open_agreement(self) -> None:
        """Shows the page, or goes back to the article."""
        self.turn()
