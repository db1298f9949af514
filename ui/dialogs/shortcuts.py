"""The sheet of keys: every action that has one, by menu, and the keys of the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.actions import ACTIONS, MENUS
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.labels import Labels
from ui.widgets.buttons import Button
from ui.widgets.paint import draw_key, draw_line, key_size
from ui.widgets.room import over
from ui.widgets.text import Text

_ROW = 28
_COLUMNS: Final = ((0, 1, 4, 5), (2, 3), (6,))
"""Which menus stand in which column; the last part are the labels."""
_NARROW_COLUMNS: Final = ((0, 1, 4, 5, 6), (2, 3))
_WIDE: Final = 1040
"""From this width on (design pixels) there is room for three columns."""


class _Row(QWidget):
    """Words at the start, key hints at the end."""

    def __init__(self, look: Look, words: str, keys: Sequence[str]) -> None:
        super().__init__()
        self._look, self._words, self._keys = look, words, [look.key(each) for each in keys]
        self.setFixedHeight(look.px(_ROW))
        self.setMinimumWidth(look.px(300))
        self.setAccessibleName(f"{words}: {', '.join(self._keys)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row."""
        look, px = self._look, self._look.px
        painter = QPainter(self)
        right = look.words.right_to_left
        end = 0
        for text in reversed(self._keys):
            size = key_size(look, text)
            left = end if right else self.width() - end - size.width()
            place = QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())
            draw_key(painter, look, place, text)
            end += size.width() + px(6)
        rest = self.rect().adjusted(end + px(6), 0, 0, 0) if right else self.rect().adjusted(0, 0, -end - px(6), 0)
        draw_line(painter, rest, self._words, look.font(BODY), look.theme.ink, direction=look.direction)


class ShortcutSheet(QDialog):
    """Not modal: it may stay beside the work. Made anew each time, so it is always in the window's language."""

    def __init__(self, look: Look, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("action.shortcuts"))
        px = look.px
        columns = QHBoxLayout()
        columns.setSpacing(px(32))
        body = QWidget()
        body.setLayout(columns)
        parts = [self._section(look.tr(text), self._rows(menu)) for menu, text in MENUS.items()]
        named = [(label.name(look.words.language), labels.strokes(label)) for label in labels.all]
        labelled = [(name, strokes) for name, strokes in named if strokes]
        parts.append(self._section(look.tr("dialog.labels_title"), labelled))
        size = over(parent, px(1080), px(680))
        for chosen in _COLUMNS if size.width() >= px(_WIDE) else _NARROW_COLUMNS:
            column = QVBoxLayout()
            for place in chosen:
                if parts[place] is not None:
                    column.addWidget(parts[place])
            column.addStretch(1)
            columns.addLayout(column)
        area = QScrollArea()
        area.setAccessibleName(look.tr("action.shortcuts"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setWidgetResizable(True)
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        close = Button(look, lambda: look.tr("dialog.close"), keys="Escape")
        close.clicked.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(24), px(16), px(24), px(16))
        whole.setSpacing(px(12))
        whole.addWidget(Text(look, lambda: look.tr("action.shortcuts"), size=TITLE, bold=True))
        whole.addWidget(area, 1)
        foot = QHBoxLayout()
        self.edit = Button(look, lambda: look.tr("action.edit_keys"))
        foot.addWidget(self.edit)
        foot.addStretch(1)
        foot.addWidget(close)
        whole.addLayout(foot)
        look.changed.connect(self.close)
        self.resize(size)

    def _rows(self, menu: str) -> list[tuple[str, list[str]]]:
        keymap = self._look.keymap
        return [(self._look.tr(a.text), list(keymap[a.id])) for a in ACTIONS if a.menu == menu and keymap[a.id]]

    def _section(self, title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> QWidget | None:
        if not rows:
            return None
        look = self._look
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, look.px(12))
        column.setSpacing(0)
        column.addWidget(Text(look, lambda: title, size=SMALL, bold=True, ink="ink_second"))
        for words, keys in rows:
            column.addWidget(_Row(look, words, keys))
        return box
