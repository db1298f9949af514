"""The mouse and the event form: a slot is clicked, then what fills it; or a mention is dragged onto a slot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from annotator.model import Argument, Mention
from ui.article.view import ArticleView
from ui.commands.event_filling import EventFilling
from ui.commands.eventing import Eventing
from ui.commands.marking import Marking
from ui.desk import Desk


class EventMouse(QObject):
    """Watches the mouse in the article while a form is open; the article itself goes on as always.

    `slot_at` tells the slot of the form at a global position, -1 for none. `dragged(slot)`: something is over it.
    """

    dragged = Signal(int)

    def __init__(
        self, desk: Desk, article: ArticleView, marking: Marking, eventing: Eventing, filling: EventFilling
    ) -> None:
        super().__init__(desk)
        self._desk, self._article = desk, article
        self._marking, self._eventing, self._filling = marking, eventing, filling
        self.slot_at: Callable[[QPoint], int] = lambda _place: -1
        self._dragged = ""
        article.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the mouse does in the article while a form is open: nothing is judged before the button is let go."""
        if self._eventing.sheet is not None and isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self._eventing.is_pressed = True
                found = self._article.marks_at(event.position())
                self._dragged = next((id for id in found if self._mention(id) is not None), "")
            elif event.type() == QEvent.Type.MouseButtonRelease and self._eventing.is_pressed:
                place = event.globalPosition().toPoint()
                self.dragged.emit(-1)
                QTimer.singleShot(0, lambda: self._on_released(place))
            elif event.type() == QEvent.Type.MouseMove and self._eventing.is_pressed:
                self.dragged.emit(self.slot_at(event.globalPosition().toPoint()))
        return super().eventFilter(watched, event)

    def _mention(self, id: str | None) -> Mention | None:
        layer = self._desk.layer
        return layer.mentions.get(id) if layer and id else None

    def _on_released(self, place: QPoint) -> None:
        self._eventing.is_pressed = False
        if self._eventing.sheet is None:
            return
        slot = self.slot_at(place)
        if slot >= 0 and self._desk.writable:
            self._drop(slot)
        elif self._eventing.armed:
            self._fill_clicked()
        else:
            self._eventing.follow()

    def _drop(self, place: int) -> None:
        """A mention, or else the selected text, was let go over a slot."""
        span, mention = self._eventing.pointing, self._mention(self._dragged)
        self._eventing.at = place
        if mention is not None and self._eventing.slot is not None:
            self._filling.fill_with(Argument(self._eventing.slot.role.key, mention=mention.id))
        elif span is not None and self._eventing.slot is not None:
            self._filling.fill_with_text(span, self._eventing.slot, go_on=True)
            self._eventing.refresh()
        if self._eventing.pointing is None:
            self._eventing.back_to_trigger()

    def _fill_clicked(self) -> None:
        """The armed slot takes the mention that was clicked, or the text."""
        slot, mention = self._eventing.slot, self._mention(self._article.selected_mark)
        if slot is None or self._eventing.sheet is None:
            return
        if mention is not None and mention.id != self._eventing.sheet.trigger.id:
            self._filling.fill_with(Argument(slot.role.key, mention=mention.id))
            self._eventing.back_to_trigger()
            return
        if self._article.selection is None and mention is None:
            self._marking.cycle()  # takes the word at the caret, as the policy does
        span = self._eventing.pointing
        if span is not None:
            self._filling.fill_with_text(span, slot, go_on=True)
        self._eventing.refresh()
