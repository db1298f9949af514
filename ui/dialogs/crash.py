"""What the window says after a fault in the program: what is safe, where the report is. The work goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.look import BODY, TITLE, Look
from ui.widgets.buttons import Button


class CrashDialog(QDialog):
    """Not modal: the window behind it goes on where it can."""

    def __init__(self, look: Look, report: str, path: Path | None, unsaved: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look, self._report = look, report
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("crash.title"))
        tr, px = look.tr, look.px
        lines = [tr("crash.safe"), tr("crash.unsaved", n=unsaved) if unsaved else "", tr("crash.report")]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        whole.setSpacing(px(12))
        whole.addWidget(self._label(tr("crash.title"), title=True))
        whole.addWidget(self._label(" ".join(line for line in lines if line)))
        if path is not None:
            place = self._label(str(path))
            place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            whole.addWidget(place)
        whole.addLayout(self._buttons())
        self.setMinimumWidth(px(480))

    def _label(self, words: str, *, title: bool = False) -> QLabel:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(self._look.font(TITLE if title else BODY, bold=title))
        label.setWordWrap(True)
        return label

    def _buttons(self) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        copy = Button(look, lambda: look.tr("crash.copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        go_on = Button(look, lambda: look.tr("crash.go_on"), kind="main")
        go_on.clicked.connect(self.close)
        row.addStretch(1)
        for button in (copy, go_on):
            row.addWidget(button)
        go_on.setFocus(Qt.FocusReason.TabFocusReason)
        return row
