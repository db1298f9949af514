"""What stands in the middle while a project has no documents: one sentence and one thing to press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from ui.look import TITLE, Look
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.text import Text


class EmptyPage(Pane):
    """Teaches how articles come in. `import_wanted` when its button is pressed."""

    import_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "page")
        words = Text(look, lambda: look.tr("documents.none"), size=TITLE, ink="ink_second", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button(look, lambda: look.tr("action.import_files"), kind="main", icon="import")
        self.button.clicked.connect(self.import_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(look.px(16))
        column.addStretch(2)
        column.addWidget(words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
