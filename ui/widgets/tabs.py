"""A row of tabs or filters: words with a count, the chosen one underlined or in accent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.look import BODY, SMALL, Look
from ui.widgets.flow import Flow
from ui.widgets.paint import draw_icon, draw_line, text_width
from ui.widgets.text import Words

Face = Literal["words", "count", "sign"]
"""How a tab shows itself: by its words, by icon and count, or by its icon alone."""
_FACES: Final[tuple[tuple[Face, int], ...]] = (("words", 14), ("count", 12), ("sign", 10))
"""The faces of the tabs that are not chosen, and the gaps between tabs: the first that fits into the line is taken."""


class TabWords(NamedTuple):
    """What stands on a tab. `icon`: what may stand for the words where there is no room for them; `count`: how many
    there are behind it (none are not shown)."""

    words: Words
    icon: str = ""
    count: Callable[[], int] | None = None


class Tab(QAbstractButton):
    """One tab. `small`: a filter at 11 px without an underline."""

    def __init__(self, look: Look, shows: TabWords, *, small: bool) -> None:
        super().__init__()
        self._look, self._small, self._shows = look, small, shows
        self._face: Face = "words"
        self._number = ""
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self._relook)
        self.refresh()

    @property
    def can_shrink(self) -> bool:
        """Whether an icon may stand for its words."""
        return bool(self._shows.icon)

    def refresh(self) -> bool:
        """Asks for the words again; False, and nothing happens, when they are the same."""
        changed = self._words() != self.text()
        if changed:
            self._relook()
        return changed

    def set_face(self, face: Face) -> None:
        """Shows itself by words or by its icon. What it is called stays the same."""
        if face != self._face:
            self._face = face
            self._relook()

    def _count(self) -> str:
        count = self._shows.count() if self._shows.count is not None else 0
        return self._look.words.number(count) if count else ""

    def _words(self) -> str:
        return " ".join(filter(None, (self._shows.words(), self._count())))

    def _relook(self) -> None:
        words, self._number = self._words(), self._count()
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip("" if self._face == "words" else words)
        self.updateGeometry()
        self.update()

    def _height(self) -> int:
        return self._look.px(24 if self._small else 36)

    def width_of(self, face: Face) -> int:
        """How wide it is with a face: wide enough for the words in either weight, so that choosing moves nothing."""
        font, px = self._look.font(SMALL if self._small else BODY, bold=True), self._look.px
        if face == "words":
            return text_width(font, self.text())
        count = self._number if face == "count" else ""
        return px(16) + (px(3) + text_width(font, count) if count else 0)

    def sizeHint(self) -> QSize:
        """As its face asks."""
        return QSize(self.width_of(self._face), self._height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words or icon and, for a chosen tab, the accent."""
        look, theme, chosen = self._look, self._look.theme, self.isChecked()
        painter = QPainter(self)
        font = look.font(SMALL if self._small else BODY, bold=chosen)
        ink = theme.ink_second
        if chosen:
            ink = theme.accent if self._small else theme.ink
        elif self.underMouse():
            ink = theme.ink
        words, place = self.text(), self.rect()
        if self._face != "words":
            sign = look.px(16)
            left = self.width() - sign if look.words.right_to_left else 0
            draw_icon(painter, look, self._shows.icon, ink, QRect(left, 0, sign, self.height()))
            words = self._number if self._face == "count" else ""
            place = place.adjusted(0, 0, -sign - look.px(3), 0) if left else place.adjusted(sign + look.px(3), 0, 0, 0)
        draw_line(painter, place, words, font, ink, direction=look.direction)
        if chosen and not self._small:
            bar = look.px(2)
            painter.fillRect(QRect(0, self.height() - bar, self.width(), bar), theme.accent)


class TabRow(QWidget):
    """Tabs of which one is chosen; arrows move between them as they stand on screen.

    Where they do not fit into one line they go on in the next. With `one_line`, icons take the place of words instead,
    in all tabs that have one and are not chosen.
    """

    chosen = Signal(int)

    def __init__(
        self, look: Look, tabs: Sequence[Words | TabWords], *, small: bool = False, one_line: bool = False
    ) -> None:
        super().__init__()
        self._look, self._small, self._one_line = look, small, one_line
        self._group = QButtonGroup(self)
        self._line: QHBoxLayout | Flow = QHBoxLayout(self) if one_line else Flow(self)
        self.tabs: list[Tab] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(not one_line)
        self.setSizePolicy(policy)
        if isinstance(self._line, QHBoxLayout):
            self._line.setContentsMargins(0, 0, 0, 0)
            self._line.addStretch(1)
        for words in tabs:
            self.add(words)
        self.tabs[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)
        self._group.idToggled.connect(lambda *_: self._fit())
        look.changed.connect(self._relook)
        self._relook()

    def add(self, words: Words | TabWords) -> int:
        """One more tab at the end; its number."""
        tab = Tab(self._look, words if isinstance(words, TabWords) else TabWords(words), small=self._small)
        self.tabs.append(tab)
        place = len(self.tabs) - 1
        self._group.addButton(tab, place)
        if isinstance(self._line, QHBoxLayout):
            self._line.insertWidget(place, tab)
        else:
            self._line.addWidget(tab)
        return place

    def show_tab(self, place: int, *, shown: bool) -> None:
        """Shows or hides a tab; the first is chosen where the chosen one goes."""
        if self.tabs[place].isHidden() == shown:
            self.tabs[place].setVisible(shown)
            self._fit()
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
        if isinstance(self._line, Flow):
            self._line.set_gaps(self._look.px(_FACES[0][1]), 0)
        self._fit()

    def refresh(self) -> None:
        """Asks all tabs for their words again."""
        changed = [tab.refresh() for tab in self.tabs]
        if any(changed):
            self._fit()

    def _fit(self) -> None:
        """Gives all tabs but the chosen one the widest face with which they stand in one line."""
        if not isinstance(self._line, QHBoxLayout):
            return
        shown = [tab for tab in self.tabs if not tab.isHidden()]
        for face, gap in _FACES:
            faces: list[Face] = [face if tab.can_shrink and not tab.isChecked() else "words" for tab in shown]
            room = self.width() - self._look.px(gap) * (len(shown) - 1)
            if sum(tab.width_of(each) for tab, each in zip(shown, faces, strict=True)) <= room:
                break
        if self._line.spacing() != self._look.px(gap):
            self._line.setSpacing(self._look.px(gap))
        for tab, each in zip(shown, faces, strict=True):
            tab.set_face(each)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

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
