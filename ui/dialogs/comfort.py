"""Comfort of reading in one calm page: face with a preview, size, spacing, column, what stands over the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from ui.look import SMALL, TITLE, Look
from ui.settings import COLUMNS, SPACINGS, TEXT_SIZES, Settings
from ui.theme import READING_FACES, article_font, available
from ui.widgets.buttons import Button
from ui.widgets.paint import draw_line, rounded, text_width
from ui.widgets.text import Line, Text

_SPACING_WORDS = {"close": "comfort.close", "normal": "comfort.normal", "wide": "comfort.wide"}
_COLUMN_WORDS = {"narrow": "comfort.narrow", "normal": "comfort.by_window", "broad": "comfort.broad"}


class _Face(QAbstractButton):
    """A face: a line of Arabic in it, and its name."""

    def __init__(self, look: Look, face: str) -> None:
        super().__init__()
        self._look, self.face = look, face
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(face)
        self.setAccessibleName(face)
        self.setFixedHeight(look.px(44))

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(self._look.px(400), self._look.px(44))

    def nextCheckState(self) -> None:
        """A click asks; who listens decides."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Radio, sample, name."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        ground = theme.accent_soft if self.isChecked() else theme.sunken if self.underMouse() else theme.page
        rounded(painter, QRectF(self.rect()), px(6), ground, theme.accent if self.isChecked() else theme.line)
        right = look.words.right_to_left
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.ink_quiet, 1.5))
        side = px(12)
        circle = QRectF(self.width() - px(14) - side if right else px(14), (self.height() - side) / 2, side, side)
        painter.drawEllipse(circle)
        if self.isChecked():
            painter.setBrush(theme.accent)
            painter.drawEllipse(circle.adjusted(px(3), px(3), -px(3), -px(3)))
        name = text_width(look.font(SMALL), self.face)
        place = QRect(px(14) if right else self.width() - px(14) - name, 0, name, self.height())
        from_left = Qt.LayoutDirection.LeftToRight
        draw_line(painter, place, self.face, look.font(SMALL), theme.ink_second, direction=from_left)
        body = self.rect().adjusted(px(28) + name, 0, -px(40), 0)
        if not right:
            body = self.rect().adjusted(px(40), 0, -px(28) - name, 0)
        sample = self._look.tr("comfort.sample")
        font = article_font(px(20), self.face)
        draw_line(
            painter, body, sample, font, theme.ink,
            direction=Qt.LayoutDirection.RightToLeft, align="start" if right else "end",
        )  # fmt: skip


class ComfortDialog(QDialog):
    """Not modal; every choice shows in the article at once. `apply` is called after a setting changed."""

    def __init__(self, look: Look, settings: Settings, apply: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._settings, self._apply = look, settings, apply
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.tr("comfort.title"))
        self.setLayoutDirection(look.direction)
        px = look.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(6))
        self._column.addWidget(Text(look, lambda: look.tr("comfort.title"), size=TITLE, bold=True))
        self._build_faces()
        self._build_size()
        self.spacings = self._choices("comfort.spacing", SPACINGS, _SPACING_WORDS, "look/spacing")
        self.columns = self._choices("comfort.column", COLUMNS, _COLUMN_WORDS, "look/column")
        self._head("comfort.over")
        row = QHBoxLayout()
        self.chips = self._toggle("comfort.chips", "look/chips")
        self.card = self._toggle("comfort.card", "look/card")
        row.addWidget(self.chips)
        row.addWidget(self.card)
        row.addStretch(1)
        self._column.addLayout(row)
        self._build_foot()
        look.changed.connect(self._show)
        self.setMinimumWidth(px(520))
        self._show()

    # -- parts --------------------------------------------------------------------------------------------------------
    def _head(self, words: str) -> None:
        self._column.addSpacing(self._look.px(6))
        text = Text(self._look, lambda: self._look.tr(words), size=SMALL, bold=True, ink="ink_second")
        self._column.addWidget(text)

    def _build_faces(self) -> None:
        self._head("comfort.face")
        self.faces = [_Face(self._look, face) for face in available(READING_FACES)[:6]]
        for button in self.faces:
            button.clicked.connect(lambda *_, face=button.face: self._set("look/face", face))
            self._column.addWidget(button)

    def _build_size(self) -> None:
        look = self._look
        self._head("comfort.size")
        self.size_ = QSlider(Qt.Orientation.Horizontal)
        self.size_.setFixedHeight(self._look.px(22))  # the whole knob
        self.size_.setRange(TEXT_SIZES[0] // 2, TEXT_SIZES[1] // 2)
        self.size_.setAccessibleName(look.tr("comfort.size"))
        self.size_.valueChanged.connect(lambda value: self._set("look/text_size", 2 * value))
        row = QHBoxLayout()
        row.addWidget(self.size_, 1)
        row.addWidget(Line(look, lambda: look.words.number(self._settings.text_size)))
        self._number = row.itemAt(1).widget()
        self._column.addLayout(row)

    def _choices(self, head: str, values: Sequence[str], words: dict[str, str], key: str) -> dict[str, Button]:
        self._head(head)
        row = QHBoxLayout()
        made: dict[str, Button] = {}
        for value in values:
            button = Button(self._look, lambda value=value: self._look.tr(words[value]))
            button.setCheckable(True)
            button.clicked.connect(lambda *_, value=value: self._set(key, value))
            row.addWidget(button)
            made[value] = button
        row.addStretch(1)
        self._column.addLayout(row)
        return made

    def _toggle(self, words: str, key: str) -> Button:
        button = Button(self._look, lambda: self._look.tr(words))
        button.setCheckable(True)
        button.clicked.connect(lambda: self._set(key, "yes" if button.isChecked() else "no"))
        return button

    def _build_foot(self) -> None:
        look = self._look
        self.reset = Button(look, lambda: look.tr("comfort.reset"))
        self.reset.clicked.connect(self._reset)
        close = Button(look, lambda: look.tr("dialog.close"), kind="main", keys="Escape")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.reset)
        row.addStretch(1)
        row.addWidget(close)
        self._column.addStretch(1)
        self._column.addSpacing(look.px(8))
        self._column.addLayout(row)

    # -- choosing -----------------------------------------------------------------------------------------------------
    def _set(self, key: str, value: object) -> None:
        self._settings.set(key, value)
        self._apply()
        self._show()

    def _reset(self) -> None:
        for key in ("look/face", "look/text_size", "look/spacing", "look/column", "look/chips", "look/card"):
            self._settings.forget(key)
        self._apply()
        self._show()

    def _show(self) -> None:
        """Shows what is chosen."""
        settings = self._settings
        face = settings.face if settings.face in [each.face for each in self.faces] else ""
        for number, button in enumerate(self.faces):
            button.setChecked(button.face == face if face else number == 0)
        for value, choice in self.spacings.items():
            choice.setChecked(value == settings.spacing)
        for value, choice in self.columns.items():
            choice.setChecked(value == settings.column)
        self.chips.setChecked(settings.chips)
        self.card.setChecked(settings.card)
        self.size_.blockSignals(True)
        self.size_.setValue(settings.text_size // 2)
        self.size_.blockSignals(False)
        if isinstance(self._number, Line):
            self._number.refresh()
