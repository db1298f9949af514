"""The guidelines beside the article: shown, put away, following what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.article.view import ArticleView
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels

if TYPE_CHECKING:
    from annotator.schema.guidelines import Example
    from ui.panels.guidelines import Guidelines

_WIDTH, _NARROW, _WIDE = 360, 280, 1400
"""Width of the panel, in a window that is narrower than the third (design pixels), and that width."""


class Guiding:
    """Handler of the action. The panel is made when it is wanted first."""

    def __init__(self, look: Look, desk: Desk, article: ArticleView, labels: Labels, window: QWidget) -> None:
        self._look, self._desk, self._article, self._labels, self._window = look, desk, article, labels, window
        self._row: QBoxLayout | None = None
        self._panel: Guidelines | None = None

    def live_in(self, row: QBoxLayout) -> None:
        """Says at whose end the panel is shown."""
        self._row = row

    @property
    def panel(self) -> Guidelines:
        """The panel; made now if it was not before."""
        if self._panel is None:
            from ui.panels.guidelines import Guidelines

            assert self._row is not None
            self._panel = Guidelines(self._look, self._desk)
            self._panel.hide()
            self._panel.left.connect(self._article.setFocus)
            self._panel.example_wanted.connect(self.open_example)
            self._row.addWidget(self._panel)
        return self._panel

    def guidelines(self) -> None:
        """Shows the guidelines with what they say about the selected mention's label, or puts them away."""
        if self.panel.isVisible():
            self.panel.hide()
            self._article.setFocus()
            return
        wide = self._window.width() >= self._look.px(_WIDE)
        self.panel.open_beside(self._look.px(_WIDTH if wide else _NARROW), self._label())

    def _label(self) -> str:
        layer, id = self._desk.layer, self._article.selected_mark
        mention = layer.mentions.get(id) if layer is not None and id is not None else None
        return mention.label if mention is not None else ""

    def follow(self) -> None:
        """Another mention is selected: its section comes into view."""
        if self._panel is not None and self._panel.isVisible() and (label := self._label()):
            self._panel.show_label(label)

    def open_example(self, example: Example) -> None:
        """Opens an example as an article."""
        from ui.dialogs.example import ExampleDialog

        ExampleDialog(self._look, self._labels, example, self._window).show()
