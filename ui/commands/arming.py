"""Labels beyond one key press: one that stays armed, the second stroke of a group, the last action once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from ui.article.view import ArticleView
from ui.commands.marking import Marking, Say
from ui.desk import Desk
from ui.look import Look
from ui.models.labels import Labels


class Arming(QObject):
    """Handlers for labels that stay armed and for labels without a key of their own. `changed`: another is armed, or
    another group waits for its second stroke.

    While a label is armed, a selection made by the mouse is marked when the button is let go; one made by the keyboard
    with Enter, so that arrows still move without marking.
    """

    changed = Signal()

    def __init__(
        self, look: Look, desk: Desk, article: ArticleView, labels: Labels, marking: Marking, say: Say
    ) -> None:
        super().__init__(desk)
        self._look, self._desk, self._article = look, desk, article
        self._labels, self._marking, self._say = labels, marking, say
        self.armed = ""
        self.waiting = False
        self.page = 0
        self.taker: Callable[[str], bool] = lambda _label: False
        """Asked first whether it takes a label for itself: the slot of an event form."""
        self._again: Callable[[], None] | None = None
        article.viewport().installEventFilter(self)
        desk.turned.connect(self._on_turned)
        desk.opened.connect(self.disarm)

    # -- a label that stays -------------------------------------------------------------------------------------------
    def keep_armed(self) -> None:
        """Arms the label that was used last, or the next one; a second time ends it."""
        if self.armed or self.waiting:
            self.disarm()
            return
        mention = self._marking.mention
        label = mention.label if mention is not None else self._marking.last_label
        if label and self._desk.schema.label(label) is not None:
            self._arm(label)
        else:
            self.waiting = True
            self.changed.emit()

    def _arm(self, label: str) -> None:
        self.armed, self.waiting = label, False
        self._article.select_mark(None)
        self._say("")
        self.changed.emit()

    def disarm(self) -> bool:
        """Lets go of the armed label; whether there was one."""
        if not (self.armed or self.waiting):
            return False
        self.armed, self.waiting = "", False
        self._say("")
        self.changed.emit()
        return True

    def _on_turned(self) -> None:
        if not self._desk.writable:
            self.disarm()

    def mark_armed(self) -> None:
        """Marks the selected text, or the caret's word, with the armed label."""
        if self.armed:
            self._give(self.armed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Marks what the mouse has selected."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and self.armed:
            QTimer.singleShot(0, self._on_released)
        return super().eventFilter(watched, event)

    def _on_released(self) -> None:
        selection = self._article.selection
        if self.armed and selection is not None and self._article.selected_mark is None and self._desk.writable:
            self._give(self.armed)

    # -- label keys ---------------------------------------------------------------------------------------------------
    def on_key(self, keys: str) -> bool:
        """A chord that is no action: a label's key, or the second stroke of a group."""
        schema = self._desk.schema
        label = self._labels.on_page(self.page, keys) if self.page else schema.by_position(keys)
        if label is None:
            return False
        self.on_label(label.key)
        return True

    def on_label(self, label: str) -> None:
        """A label was chosen, by key or click. What is selected gets it; while one stays armed, this one stays instead."""
        self._turn(0)
        if self.taker(label):
            return
        chosen = self._article.selected_mark is not None or self._article.selection is not None
        if self.waiting or self.armed:
            if chosen:
                self._give(label)
            self._arm(label)
        else:
            self._give(label)

    def _give(self, label: str) -> None:
        self._marking.on_label(label)
        self.remember(lambda: self._marking.on_label(label))
        if self.armed:
            span = self._marking.mention.hull if self._marking.mention else None
            self._article.select_mark(None)
            if span is not None:
                self._article.select(None)

    def next_group(self) -> None:
        """Waits for the second stroke of the next group of labels that have no key of their own."""
        pages = self._labels.page_count
        self._turn((self.page + 1) % (pages + 1) if pages else 0)

    def leave_group(self) -> bool:
        """Waits for no second stroke any more; whether one was waited for."""
        waited = self.page > 0
        self._turn(0)
        return waited

    def _turn(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.changed.emit()

    # -- once more ----------------------------------------------------------------------------------------------------
    def remember(self, action: Callable[[], None]) -> None:
        """What `repeat` does from now on."""
        self._again = action

    def repeat(self) -> None:
        """Does the last change once more, to what is selected now."""
        if self._again is None:
            self._say(self._look.tr("labels.nothing_to_repeat"))
        else:
            self._again()
