"""An example of the guidelines, opened as an article that can only be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from annotator.schema.guidelines import Example
from ui.article.marks import Mark
from ui.article.view import ArticleView
from ui.look import TITLE, Look
from ui.models.labels import Labels
from ui.widgets.buttons import Button
from ui.widgets.text import Text


class ExampleDialog(QDialog):
    """Not modal."""

    def __init__(self, look: Look, labels: Labels, example: Example, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("guidelines.example_title"))
        self.setLayoutDirection(look.direction)
        px = look.px
        self.article = ArticleView(look.theme)
        self.article.setAccessibleName(look.tr("guidelines.example_title"))
        self.article.set_read_only(True)
        self.article.set_article(example.text)
        marks = (Mark(f"x{n}", (span,), labels.look(label)) for n, (span, label) in enumerate(example.mentions))
        self.article.set_marks(tuple(marks))
        close = Button(look, lambda: look.tr("dialog.close"), kind="main", keys="Escape")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(Text(look, lambda: look.tr("guidelines.example_title"), size=TITLE, bold=True))
        column.addWidget(self.article, 1)
        column.addLayout(row)
        self.resize(px(680), px(360))
