"""Finding words, in the article and in all documents."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from annotator.model import Span
from ui.article.view import ArticleView
from ui.commands.reading import Reading
from ui.models.search import Finder
from ui.panels.find import FindBar, ResultsPanel
from ui.panels.side import Side

_LONGEST = 60


class Finding(QObject):
    """Handlers of the actions on finding. `show_side` brings the side of the documents into view."""

    def __init__(
        self,
        article: ArticleView,
        reading: Reading,
        finder: Finder,
        bar: FindBar,
        foot: QStackedWidget,
        results: ResultsPanel,
        side: Side,
    ) -> None:
        super().__init__(bar)
        self._article, self._reading, self._finder = article, reading, finder
        self._bar, self._foot, self._results, self._side = bar, foot, results, side
        self.show_side: Callable[[], None] = lambda: None
        self._from = 0
        bar.wanted.connect(self._search)
        bar.step_wanted.connect(self._step)
        bar.left.connect(self.leave)
        bar.everywhere_wanted.connect(self.find_all)
        results.place_wanted.connect(self._open)
        results.left.connect(self.leave_results)
        finder.changed.connect(self._show_hits)

    @property
    def active(self) -> bool:
        """Whether the bar is there."""
        return self._foot.currentWidget() is self._bar

    def _chosen(self) -> str:
        """The selected words, to start from."""
        span = self._article.selection
        text = self._article.text[span.start : span.end] if span else ""
        return text if len(text) <= _LONGEST and "\n" not in text else ""

    # -- in the article -----------------------------------------------------------------------------------------------
    def find(self) -> None:
        """Opens the bar; a selection is what is looked for."""
        selection = self._article.selection
        self._from = selection.start if selection else self._article.caret
        self._foot.setCurrentWidget(self._bar)
        self._foot.show()
        self._bar.take(self._chosen())
        if self._bar.field.text():
            self._search(self._bar.field.text(), self._bar.exact.isChecked())

    def _search(self, text: str, exact: bool) -> None:
        self._finder.search(text, exact=exact)
        self._show(self._finder.go(self._from, forward=True))

    def find_next(self) -> None:
        """Goes to the next place."""
        self._step(1)

    def find_previous(self) -> None:
        """Goes to the place before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if not self._finder.query.strip():
            self.find()
            return
        selection = self._article.selection
        here = self._finder.hits[self._finder.current] if self._finder.current >= 0 else None
        if here is not None and selection == here:
            self._show(self._finder.step(step))
        else:
            at = selection.start if selection else self._article.caret
            self._show(self._finder.go(at, forward=step > 0))

    def _show(self, span: Span | None) -> None:
        if span is not None:
            self._article.select(span)
            self._article.ensure_visible(span)

    def _show_hits(self) -> None:
        # The view may be older than its highlights of places.
        set_hits = getattr(self._article, "set_hits", None)
        if set_hits is not None:
            current = self._finder.current
            set_hits(self._finder.hits if self.active else [], current if current >= 0 else None)

    def leave(self) -> None:
        """Closes the bar; what was found last stays selected."""
        self._foot.setCurrentIndex(0)
        self._show_hits()
        self._article.setFocus()

    # -- everywhere ---------------------------------------------------------------------------------------------------
    def find_all(self) -> None:
        """Opens the panel for all documents; what the bar or the selection holds is looked for."""
        text = self._bar.field.text() if self.active else self._chosen()
        self._side.setCurrentWidget(self._results)
        self.show_side()
        self._results.take(text)

    def _open(self, document: int, span: Span | None) -> None:
        self._reading.open_document(document)
        if span is not None:
            self._show(span)

    def leave_results(self) -> None:
        """Back to the list of documents."""
        self._side.setCurrentIndex(0)
        self._article.setFocus()
