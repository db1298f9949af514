"""The guidelines beside the article: shown, put away, following what is selected."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.schema.guidelines import Example
from ui.article.view import ArticleView
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels
from ui.panels.guidelines import Guidelines

_WIDTH, _NARROW, _WIDE = 360, 280, 1400
"""Width of the panel, in a window that is narrower than the third (design pixels), and that width."""


class Guiding:
    """Handler of the action."""

    def __init__(self, look: Look, desk: Desk, article: ArticleView, labels: Labels, window: QWidget) -> None:
        self._look, self._desk, self._article, self._labels, self._window = look, desk, article, labels, window
        self.panel = Guidelines(look, desk)
        self.panel.hide()
        self.panel.left.connect(article.setFocus)
        self.panel.example_wanted.connect(self.open_example)

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
        if self.panel.isVisible() and (label := self._label()):
            self.panel.show_label(label)

    def open_example(self, example: Example) -> None:
        """Opens an example as an article."""
        from ui.dialogs.example import ExampleDialog

        ExampleDialog(self._look, self._labels, example, self._window).show()
