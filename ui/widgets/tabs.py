"""A row of tabs or filters: words with a count, the chosen one underlined or in accent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from ui.look import BODY, SMALL, Look
from ui.widgets.flow import Flow
from ui.widgets.paint import draw_line, text_width
from ui.widgets.text import Words


class Tab(QAbstractButton):
    """One tab. `small`: a filter at 11 px without an underline."""

    def __init__(self, look: Look, words: Words, *, small: bool) -> None:
        super().__init__()
        self._look, self._words, self._small = look, words, small
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self._relook)
        self.refresh()

    def refresh(self) -> None:
        """Asks for the words again; nothing happens when they are the same."""
        if self._words() != self.text():
            self._relook()

    def _relook(self) -> None:
        words = self._words()
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def _height(self) -> int:
        return self._look.px(24 if self._small else 36)

    def sizeHint(self) -> QSize:
        """Wide enough for the words in either weight, so that choosing moves nothing."""
        font = self._look.font(SMALL if self._small else BODY, bold=True)
        return QSize(text_width(font, self._words()), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words and, for a chosen tab, the accent."""
        theme, chosen = self._look.theme, self.isChecked()
        painter = QPainter(self)
        font = self._look.font(SMALL if self._small else BODY, bold=chosen)
        ink = theme.ink_second
        if chosen:
            ink = theme.accent if self._small else theme.ink
        elif self.underMouse():
            ink = theme.ink
        draw_line(painter, self.rect(), self._words(), font, ink, direction=self._look.direction)
        if chosen and not self._small:
            bar = self._look.px(2)
            painter.fillRect(QRect(0, self.height() - bar, self.width(), bar), theme.accent)


class TabRow(QWidget):
    """Tabs of which one is chosen; arrows move between them as they stand on screen. Where they do not fit into one line
    they go on in the next."""

    chosen = Signal(int)

    def __init__(self, look: Look, tabs: Sequence[Words], *, small: bool = False) -> None:
        super().__init__()
        self._look, self._small = look, small
        self._group = QButtonGroup(self)
        self._flow = Flow(self)
        self.tabs: list[Tab] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for words in tabs:
            self.add(words)
        self.tabs[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)
        look.changed.connect(self._relook)
        self._relook()

    def add(self, words: Words) -> int:
        """One more tab at the end; its number."""
        tab = Tab(self._look, words, small=self._small)
        self.tabs.append(tab)
        self._group.addButton(tab, len(self.tabs) - 1)
        self._flow.addWidget(tab)
        return len(self.tabs) - 1

    def show_tab(self, place: int, *, shown: bool) -> None:
        """Shows or hides a tab; the first is chosen where the chosen one goes."""
        if self.tabs[place].isHidden() == shown:
            self.tabs[place].setVisible(shown)
        if not shown and self.current == place:
            self.choose(0)

    @property
    def current(self) -> int:
        """Number of the chosen tab."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Chooses a tab as a click would."""
        self.tabs[place].setChecked(True)
        self.chosen.emit(place)

    def _relook(self) -> None:
        self._flow.set_gaps(self._look.px(14), 0)

    def refresh(self) -> None:
        """Asks all tabs for their words again."""
        for tab in self.tabs:
            tab.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour on that side."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()), 0) * (-1 if self._look.words.right_to_left else 1)
        shown = [place for place, tab in enumerate(self.tabs) if not tab.isHidden()]
        here = shown.index(self.current) + step if self.current in shown else -1
        if step and 0 <= here < len(shown):
            self.choose(shown[here])
            self.tabs[shown[here]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()
