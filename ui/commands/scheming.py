"""The way to the page about the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.article.view import ArticleView
from ui.commands.door import Door
from ui.desk import Desk
from ui.look import Look

if TYPE_CHECKING:
    from ui.pages.schema.page import SchemaPage


class Scheming(Door["SchemaPage"]):
    """Handler of the action."""

    def __init__(self, look: Look, desk: Desk, article: ArticleView) -> None:
        super().__init__(desk, article)
        self._look = look

    def make(self) -> SchemaPage:
        """The page; it is loaded now."""
        from ui.pages.schema.page import SchemaPage

        page = SchemaPage(self._look, self._desk)
        page.left.connect(self.leave)
        return page

    def begin(self, page: SchemaPage) -> None:
        """The keyboard goes to its list."""
        page.take_focus()

    def open_schema(self) -> None:
        """Shows the page, or goes back to the article."""
        self.turn()
