"""The first page: try the sample, open or make a project; the name; the recent projects; three keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.look import BODY, SMALL, Look
from ui.settings import Settings
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.paint import Align, draw_icon, draw_key, draw_line, key_size, rounded, text_direction
from ui.widgets.signs import Mark, Sign
from ui.widgets.text import Line, Text, Words


class Card(QAbstractButton):
    """A large button: icon, words, one line below, key."""

    def __init__(self, look: Look, icon: str, words: Words, below: Words, keys: str, *, main: bool = False) -> None:
        super().__init__()
        self._look, self._icon, self._words, self._below = look, icon, words, below
        self._keys, self._main = keys, main
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setText(self._words().replace("&", "&&"))
        self.setAccessibleName(self._words())
        self.setAccessibleDescription(self._below())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """60 high."""
        return QSize(self._look.px(320), self._look.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        ground = theme.accent if self._main else (theme.sunken if self.underMouse() else theme.page)
        rounded(painter, QRectF(self.rect()), px(8), ground, None if self._main else theme.line)
        ink = theme.page if self._main else theme.ink
        second = theme.page if self._main else theme.ink_second
        key = key_size(look, look.key(self._keys))
        draw_icon(painter, look, self._icon, ink, self._place(px(18), px(20)), 20)
        room = self.width() - px(52) - px(16) - key.width() - px(12)
        top, below = self._place(px(52), room), self._place(px(52), room)
        top.setRect(top.x(), px(9), room, px(22))
        below.setRect(below.x(), px(31), room, px(18))
        draw_line(painter, top, self._words(), look.font(BODY, bold=True), ink, direction=look.direction)
        draw_line(painter, below, self._below(), look.font(SMALL), second, direction=look.direction)
        place = self._place(self.width() - px(16) - key.width(), key.width())
        place.setRect(place.x(), (self.height() - key.height()) // 2, key.width(), key.height())
        draw_key(painter, look, place, look.key(self._keys), on_accent=self._main)

    def _place(self, x: int, width: int) -> QRect:
        left = self.width() - x - width if self._look.words.right_to_left else x
        return QRect(left, 0, width, self.height())


class RecentRow(QAbstractButton):
    """A project that was open: its name, and where it is."""

    def __init__(self, look: Look, path: Path) -> None:
        super().__init__()
        self._look, self.path = look, path
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(path.stem)
        self.setAccessibleName(path.stem)
        self.setToolTip(str(path))

    def sizeHint(self) -> QSize:
        """48 high."""
        return QSize(self._look.px(240), self._look.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The row."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        if self.underMouse():
            rounded(painter, QRectF(self.rect()), px(6), theme.sunken)
        right = look.words.right_to_left
        icon = QRect(self.width() - px(24) if right else px(8), 0, px(16), self.height())
        draw_icon(painter, look, "project", theme.ink_second, icon)
        body = self.rect().adjusted(px(8), 0, -px(36), 0) if right else self.rect().adjusted(px(36), 0, -px(8), 0)
        top = QRect(body.left(), px(4), body.width(), px(22))
        below = QRect(body.left(), px(25), body.width(), px(18))
        align: Align = "start" if right == (text_direction(self.path.stem) == Qt.LayoutDirection.RightToLeft) else "end"
        draw_line(
            painter,
            top,
            self.path.stem,
            look.font(BODY),
            theme.ink,
            direction=text_direction(self.path.stem),
            align=align,
        )
        draw_line(
            painter, below, str(self.path.parent), look.font(SMALL), theme.ink_second,
            direction=Qt.LayoutDirection.LeftToRight, align="end" if right else "start",
        )  # fmt: skip


class Welcome(Pane):
    """Asks: `sample_wanted`, `open_wanted`, `new_wanted`, `path_wanted(path)`, `named(name)`."""

    sample_wanted = Signal()
    open_wanted = Signal()
    new_wanted = Signal()
    path_wanted = Signal(object)
    named = Signal(str)
    language_wanted = Signal(str)
    theme_wanted = Signal()

    def __init__(self, look: Look, settings: Settings) -> None:
        super().__init__(look, "page")
        self._settings = settings
        self._start, self._side = self._build_start(), self._build_side()
        self._body = QHBoxLayout()
        self._body.addStretch(1)
        self._body.addWidget(self._start, 8)
        self._body.addWidget(self._side, 7)
        self._body.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._build_top())
        self._column.addStretch(1)
        self._column.addLayout(self._body)
        self._column.addStretch(3)
        self._column.addLayout(self._build_foot())
        look.changed.connect(self._relook)
        self._relook()

    # -- parts --------------------------------------------------------------------------------------------------------
    def _build_top(self) -> QHBoxLayout:
        look = self.look
        row = QHBoxLayout()
        row.addStretch(1)
        self.arabic = Button(look, lambda: look.tr("language.arabic"))
        self.english = Button(look, lambda: look.tr("language.english"))
        for language, button in (("ar", self.arabic), ("en", self.english)):
            button.setCheckable(True)
            button.clicked.connect(lambda *_, language=language: self.language_wanted.emit(language))
            row.addWidget(button)
        self.moon = Button(look, lambda: look.tr("menu.theme"), kind="quiet", icon="theme", icon_only=True)
        self.moon.clicked.connect(self.theme_wanted)
        row.addWidget(self.moon)
        return row

    def _build_start(self) -> QWidget:
        look = self.look
        self.sample = Card(
            look,
            "guidelines",
            lambda: look.tr("welcome.sample"),
            lambda: look.tr("welcome.sample_hint"),
            "Enter",
            main=True,
        )
        self.open = Card(
            look, "project", lambda: look.tr("welcome.open"), lambda: look.tr("welcome.open_hint"), "open_project"
        )
        self.new = Card(
            look, "plus", lambda: look.tr("welcome.new"), lambda: look.tr("welcome.new_hint"), "new_project"
        )
        for card, signal in (
            (self.sample, self.sample_wanted),
            (self.open, self.open_wanted),
            (self.new, self.new_wanted),
        ):
            card.clicked.connect(signal)
        box = QWidget()
        column = self._start_column = QVBoxLayout(box)
        head = QHBoxLayout()
        self._name = Line(look, lambda: look.tr("app.name"), naskh=44, bold=True, ink="ink")
        head.addWidget(Mark(look, 56))
        head.addSpacing(look.px(16))
        head.addWidget(self._name, 1)
        column.addLayout(head)
        column.addWidget(Text(look, lambda: look.tr("app.tagline"), ink="ink_second", wrap=True))
        column.addSpacing(look.px(16))
        for card in (self.sample, self.open, self.new):
            column.addWidget(card)
        column.addStretch(1)
        return box

    def _build_side(self) -> QWidget:
        look = self.look
        self.field = QLineEdit(self._settings.person)
        self._person = self.field.addAction(look.icon("person"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.editingFinished.connect(self._give_name)
        self.field.returnPressed.connect(self.sample_wanted)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.recent_rows: list[RecentRow] = []
        self.no_recent = Text(look, lambda: look.tr("welcome.no_recent"), ink="ink_second", wrap=True)
        box = QWidget()
        column = self._side_column = QVBoxLayout(box)
        column.addWidget(Text(look, lambda: look.tr("person.label"), size=SMALL, bold=True, ink="ink_second"))
        column.addWidget(self.field)
        column.addWidget(Text(look, lambda: look.tr("person.later"), size=SMALL, ink="ink_second", wrap=True))
        column.addSpacing(look.px(12))
        column.addWidget(Text(look, lambda: look.tr("welcome.recent"), size=SMALL, bold=True, ink="ink_second"))
        column.addWidget(self.no_recent)
        column.addLayout(self._recent)
        column.addSpacing(look.px(12))
        column.addWidget(_ThreeKeys(look))
        column.addStretch(1)
        return box

    def _build_foot(self) -> QHBoxLayout:
        look = self.look
        row = QHBoxLayout()
        row.addWidget(Sign(look, lambda: ("lock", "ink_second")))
        row.addWidget(Text(look, lambda: look.tr("welcome.local"), size=SMALL, ink="ink_second"))
        row.addStretch(1)
        row.addWidget(Text(look, lambda: look.tr("welcome.saved"), size=SMALL, ink="ink_second"))
        return row

    # -- life ---------------------------------------------------------------------------------------------------------
    def _relook(self) -> None:
        px = self.look.px
        self._column.setContentsMargins(px(24), px(8), px(24), px(12))
        self._body.setSpacing(px(56))
        self._start_column.setContentsMargins(0, 0, 0, 0)
        self._start_column.setSpacing(px(10))
        self._side_column.setContentsMargins(0, px(8), 0, 0)
        self._side_column.setSpacing(px(8))
        self.field.setFont(self.look.font(BODY))
        self.field.setMinimumHeight(px(36))
        self.field.setAccessibleName(self.look.tr("person.label"))
        self._person.setIcon(self.look.icon("person"))
        language = self.look.words.language
        self.arabic.setChecked(language == "ar")
        self.english.setChecked(language == "en")

    def refresh(self) -> None:
        """Shows the projects that were open last, and the name."""
        self.field.setText(self._settings.person)
        for row in self.recent_rows:
            self._recent.removeWidget(row)
            row.deleteLater()
        self.recent_rows = []
        self._add_recent(self._settings.recent[:4])
        self.no_recent.setVisible(not self.recent_rows)

    def take_focus(self) -> None:
        """The keyboard goes to the name where there is none yet, else to the main card."""
        (self.sample if self._settings.person else self.field).setFocus(Qt.FocusReason.TabFocusReason)

    def _add_recent(self, paths: Sequence[Path]) -> None:
        for path in paths:
            row = RecentRow(self.look, path)
            row.clicked.connect(lambda *_, path=path: self.path_wanted.emit(path))
            self._recent.addWidget(row)
            self.recent_rows.append(row)

    def _give_name(self) -> None:
        if self.field.text().strip() and self.field.text().strip() != self._settings.person:
            self.named.emit(self.field.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns stay narrow on wide screens."""
        width = min(event.size().width() - self.look.px(112), self.look.px(880))
        self._start.setFixedWidth(max(self.look.px(300), round(width * 0.54)))
        self._side.setFixedWidth(max(self.look.px(260), round(width * 0.46) - self.look.px(56)))
        super().resizeEvent(event)


class _ThreeKeys(QWidget):
    """What a newcomer needs."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedHeight(self._look.px(44 + 3 * 28))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A soft box with three rows."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), px(8), theme.panel)
        inner = self.rect().adjusted(px(16), px(8), -px(16), 0)
        heading = QRect(inner.left(), inner.top(), inner.width(), px(24))
        font = look.font(SMALL, bold=True)
        draw_line(painter, heading, look.tr("welcome.keys"), font, theme.ink_second, direction=look.direction)
        rows = (
            ("← →", look.tr("welcome.key_move")),
            ("1 – 9", look.tr("welcome.key_mark")),
            (look.key("undo"), look.tr("welcome.key_undo")),
        )
        for place, (keys, words) in enumerate(rows):
            top = inner.top() + px(28) + place * px(28)
            size = key_size(look, keys)
            right = look.words.right_to_left
            left = inner.right() + 1 - size.width() if right else inner.left()
            draw_key(painter, look, QRect(left, top + px(5), size.width(), px(18)), keys)
            body = QRect(inner.left() + (0 if right else px(76)), top, inner.width() - px(76), px(28))
            draw_line(painter, body, words, look.font(BODY), theme.ink, direction=look.direction)
