"""The backups of a project: when each was made, what is in it, and a button that puts one back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.jobs.keeping import Backup
from ui.look import BODY, TITLE, Look
from ui.widgets.buttons import Button


class BackupsDialog(QDialog):
    """Lists backups, newest first. `chosen` is the file of the one to put back, or None."""

    def __init__(self, look: Look, backups: Sequence[Backup], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.chosen: Path | None = None
        px, tr = look.px, look.tr
        self.setWindowTitle(tr("backups.title"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("backups.title"))
        self.list.setFont(look.font(BODY))
        for backup in backups:
            item = QListWidgetItem(self._words(backup))
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self._take())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        whole.setSpacing(px(12))
        for words, bold in (
            (tr("backups.title"), True),
            (tr("backups.hint") if backups else tr("backups.none"), False),
        ):
            label = QLabel(words)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFont(look.font(TITLE if bold else BODY, bold=bold))
            whole.addWidget(label)
        whole.addWidget(self.list, 1)
        self.list.setVisible(bool(backups))
        whole.addLayout(self._buttons(bool(backups)))
        self.resize(px(560), px(420 if backups else 120))

    def _words(self, backup: Backup) -> str:
        look = self._look
        made = look.words.digits_of(backup.made.astimezone().strftime("%Y-%m-%d %H:%M"))
        documents, layers = look.tr("backups.documents", n=backup.documents), look.tr("backups.layers", n=backup.layers)
        return look.tr("backups.row", made=made, documents=documents, layers=layers)

    def _buttons(self, possible: bool) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button(look, lambda: look.tr("dialog.close"), keys="Escape")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        if possible:
            take = Button(look, lambda: look.tr("backups.restore"), kind="main")
            take.clicked.connect(self._take)
            row.addWidget(take)
        return row

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
