"""The bars across the window: top bar, document bar, status bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenuBar

from ui.look import BODY, SMALL, Look
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Rule
from ui.widgets.paint import text_width
from ui.widgets.signs import KeyCap, Mark, Sign
from ui.widgets.text import Ink, Line, Text, Words

_MESSAGE_TIME = 6000


class TopBar(Pane):
    """Mark, menus, the field of the palette, saved state, who is working, help."""

    def __init__(
        self,
        look: Look,
        saved: Callable[[], tuple[str, str, Ink]],
        person: Words,
        owner_of_menus: QMenuBar,
        search: QAbstractButton,
    ) -> None:
        super().__init__(look, edge="bottom")
        self.menus, self.search = owner_of_menus, search
        self.name = Text(look, lambda: look.tr("app.name"), bold=True)
        self.saved_sign = Sign(look, lambda: (saved()[1], saved()[2]))
        self.saved_text = Text(look, lambda: saved()[0], ink="ink_second")
        self.person = Button(look, person, kind="quiet", icon="person")
        self.help = Button(
            look, lambda: look.tr("action.shortcuts"), kind="quiet", icon="help", keys="shortcuts", icon_only=True
        )
        self._row = QHBoxLayout(self)
        for widget in (Mark(look), self.name, self.menus):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(search, 100)  # as wide as it wants to be before there is air beside it
        self._row.addStretch(1)
        self._divider = Rule(look, upright=True)
        for widget in (self.saved_sign, self.saved_text, self._divider, self.person, self.help):
            self._row.addWidget(widget)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.setFixedHeight(px(44))
        self._row.setContentsMargins(px(12), 0, px(12), 1)
        self._row.setSpacing(px(8))
        self.menus.setFont(self.look.font(BODY))
        self.menus.setFixedHeight(px(30))
        self._divider.setFixedHeight(px(43))

    def fit_menus(self) -> None:
        """Gives the menus the room that their words need in this language."""
        # QMenuBar's own hint follows its present width, so it could never grow out of its extension button.
        words = (text_width(self.menus.font(), action.text()) for action in self.menus.actions())
        self.menus.setFixedWidth(sum(width + 2 * self.look.px(8) + 10 for width in words) + self.look.px(16))

    def refresh(self) -> None:
        """Asks for the saved state and the person again."""
        self.saved_sign.refresh()
        self.saved_text.refresh()
        self.person.refresh()

    def show_work(self, visible: bool) -> None:
        """Shows or hides what only an open project has."""
        for widget in (self.search, self.saved_sign, self.saved_text, self._divider, self.person):
            widget.setVisible(visible)


class DocumentBar(Pane):
    """Where the article is from; undo; done and next."""

    def __init__(self, look: Look, source: Words, layer: Words) -> None:
        super().__init__(look, "page", "bottom")
        self.source = Line(look, source)
        self.layer = Button(look, layer, kind="quiet", icon="layer", small=True)
        self.undo = Button(look, lambda: look.tr("action.undo"), kind="quiet", icon="undo", keys="undo")
        self.ask = Button(look, lambda: look.tr("action.ask"), kind="quiet", icon="flag", keys="ask")
        self.done = Button(look, lambda: look.tr("action.done_next"), kind="main", keys="done_next")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.source, 1)
        for widget in (self.layer, self.undo, self.ask, self.done):
            self._row.addWidget(widget)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.setFixedHeight(px(44))
        self._row.setContentsMargins(px(24), 0, px(24), 1)
        self._row.setSpacing(px(8))

    def refresh(self) -> None:
        """Asks for the source and the layer again."""
        self.source.refresh()
        self.layer.refresh()
        self.layer.setVisible(bool(self.layer.text()))


class StatusBar(Pane):
    """Where we are and what it holds; messages stand 6 seconds in its middle."""

    def __init__(self, look: Look, start: list[Words], end: list[Words], problems: Words) -> None:
        super().__init__(look, edge="top")
        self._start = [Line(look, words) for words in start]
        self._end = [Line(look, words) for words in end]
        self.problem_sign = Sign(look, lambda: ("problem", "warning"))
        self.problem = Line(look, problems, ink="warning")
        self.problem_key = KeyCap(look, "next_problem")
        self._message_words: Words = str
        self.message = Line(look, lambda: self._message_words(), ink="ink", size=SMALL, bold=True)
        self._link_words = "action.redo"
        self.link = Button(look, lambda: look.tr(self._link_words), kind="quiet", small=True)
        self.link.hide()
        self._act: Callable[[], None] | None = None
        self.link.clicked.connect(self._on_link)
        self._row = QHBoxLayout(self)
        for line in self._start:
            self._row.addWidget(line)
        self._troubles = QHBoxLayout()
        for widget in (self.problem_sign, self.problem, self.problem_key):
            self._troubles.addWidget(widget)
        self._row.addLayout(self._troubles)
        self._row.addWidget(self.message)
        self._row.addWidget(self.link)
        self._row.addStretch(1)
        for line in self._end:
            self._row.addWidget(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MESSAGE_TIME)
        self._timer.timeout.connect(self.clear)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.setFixedHeight(px(28))
        self._row.setContentsMargins(px(12), 1, px(12), 0)
        self._row.setSpacing(px(16))
        self._troubles.setSpacing(px(6))

    def refresh(self, *, problems: int) -> None:
        """Asks for all words again."""
        for line in (*self._start, *self._end, self.problem):
            line.refresh()
            line.setVisible(bool(line.text()))
        for widget in (self.problem_sign, self.problem, self.problem_key):
            widget.setVisible(problems > 0)

    def say(self, text: str, *, redo: Callable[[], None] | None = None, undo: Callable[[], None] | None = None) -> None:
        """Shows a message for 6 seconds; with `redo`, a button to bring back what was undone, with `undo`, one to take
        back what was done."""
        self._message_words = lambda: text
        self._act = redo or undo
        self._link_words = "action.redo" if redo is not None else "action.undo"
        self.message.refresh()
        self.message.setToolTip(text)
        self.link.refresh()
        self.link.setVisible(self._act is not None)
        self._timer.start()

    def forget_link(self) -> None:
        """Something else was done: the button would take back the wrong thing."""
        self._act = None
        self.link.hide()

    def clear(self) -> None:
        """Takes the message away."""
        self._message_words, self._act = str, None
        self.message.refresh()
        self.message.setToolTip("")
        self.link.hide()

    def _on_link(self) -> None:
        if self._act is not None:
            self._act()
