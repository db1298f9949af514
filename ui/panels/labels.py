"""The label bar: the labels of two groups with their keys, the rest behind one key. Folds to one row of one group."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.schema import Label
from ui.desk import Desk
from ui.look import BODY, Look
from ui.models.labels import LabelGroup, Labels
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane
from ui.widgets.paint import draw_key, draw_line, draw_swatch, key_size, rounded, text_width
from ui.widgets.text import Line

_GAPS: Final = (16, 10, 4, 0)
"""Widths tried between labels, until all of them fit."""


class LabelKey(QAbstractButton):
    """One label: key hint, swatch or diamond, name."""

    def __init__(self, look: Look, labels: Labels, label: Label) -> None:
        super().__init__()
        self._look, self._labels, self.label = look, labels, label
        self.armed = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        words = look.words.language
        name = label.name(words)
        self.setText(name)
        self.hint = labels.hint(label)
        self.setAccessibleName(f"{name}, {self.hint}" if self.hint else name)
        self.setToolTip((label.help_ar if words == "ar" else label.help_en) or name)

    def _key_width(self) -> int:
        return key_size(self._look, self.hint).width() if self.hint else 0

    def show_hint(self, hint: str) -> None:
        """Another key stands for it for a while: the second stroke."""
        if hint != self.hint:
            self.hint = hint
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """28 high."""
        px = self._look.px
        key = self._key_width()
        return QSize(px(6) + (key + px(7) if key else 0) + px(12 + 6) + self._words() + px(6), px(28))

    def _words(self) -> int:
        return text_width(self._look.font(BODY), self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground when hovered or armed, key, sign, name."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        if self.isDown() or self.armed:
            rounded(painter, self.rect().toRectF(), px(6), theme.accent_soft)
        elif self.underMouse() and self.isEnabled():
            rounded(painter, self.rect().toRectF(), px(6), theme.sunken)
        x, key = px(6), self._key_width()
        if key:
            place = self._place(x, key)
            place.setHeight(px(18))
            place.moveTop((self.height() - px(18)) // 2)
            draw_key(painter, look, place, self.hint)
            x += key + px(7)
        hue = self._labels.hue(self.label)
        draw_swatch(painter, look, self._place(x, px(12)), hue.strong, event=self.label.is_event)
        ink = theme.ink if self.isEnabled() else theme.ink_quiet
        place = self._place(x + px(18), self._words())
        draw_line(painter, place, self.text(), look.font(BODY), ink, direction=look.direction)

    def _place(self, x: int, width: int) -> QRect:
        left = self.width() - x - width if self._look.words.right_to_left else x
        return QRect(left, 0, width, self.height())


class LabelBar(Pane):
    """All labels that have a place. `label_wanted(key)`: a label was clicked; `all_wanted`: the list of all; `keep_wanted`:
    keep a label armed; `turn_wanted`: the next group."""

    label_wanted = Signal(str)
    all_wanted = Signal()
    keep_wanted = Signal()
    turn_wanted = Signal()

    def __init__(self, look: Look, desk: Desk, labels: Labels) -> None:
        super().__init__(look, edge="top")
        self._desk, self._labels = desk, labels
        self._compact = False
        self._group = 0
        self._groups: list[LabelGroup] = []
        self.keys: list[LabelKey] = []
        self._headings: list[Line] = []
        self.more = Button(look, lambda: look.tr("labels.all"), kind="quiet", icon="search", keys="all_labels")
        self.more.setParent(self)
        self.more.clicked.connect(self.all_wanted)
        self.keep = Button(look, lambda: look.tr("action.keep_armed"), kind="quiet", icon="pin", keys="keep_armed")
        self.keep.setCheckable(True)
        self.keep.setParent(self)
        self.keep.clicked.connect(self.keep_wanted)
        self.page = 0
        self.turn = Button(look, self._next_name, keys="next_group")
        self.turn.setParent(self)
        self.turn.clicked.connect(self.turn_wanted)
        desk.opened.connect(self.rebuild)
        look.changed.connect(self.rebuild)
        self.rebuild()

    # -- content ------------------------------------------------------------------------------------------------------
    def rebuild(self) -> None:
        """Another schema, language or theme."""
        for widget in (*self.keys, *self._headings):
            widget.setParent(None)
            widget.deleteLater()
        self.keys, self._headings = [], []
        self._groups = self._labels.groups() if self._desk.session else []
        self._group = min(self._group, max(0, len(self._groups) - 1))
        for group in self._groups:
            heading = Line(self.look, lambda name=group.name: name, bold=True)
            heading.setParent(self)
            self._headings.append(heading)
            for label in group.labels:
                button = LabelKey(self.look, self._labels, label)
                button.setParent(self)
                button.clicked.connect(lambda *_, key=label.key: self.label_wanted.emit(key))
                self.keys.append(button)
        self.setAccessibleName(self.look.tr("labels.bar"))
        self.setFixedHeight(self.look.px(48 if self._compact else 80))
        self.turn.refresh()
        self._arrange()

    def set_compact(self, compact: bool) -> None:
        """One row of one group, or two rows."""
        if compact != self._compact:
            self._compact = compact
            for button in (self.keep, self.more):
                button.set_icon_only(compact)
            self.rebuild()

    def set_labelling(self, *, possible: bool, armed: bool, kept: str = "") -> None:
        """Whether labels can be given now, whether the next one relabels, and which one stays armed."""
        self.keep.setEnabled(possible)
        self.keep.setChecked(bool(kept))
        for button in self.keys:
            lit = armed or button.label.key == kept
            if button.isEnabled() != possible or button.armed != lit:
                button.setEnabled(possible)
                button.armed = lit
                button.update()

    def show_page(self, page: int) -> None:
        """Shows the labels that a second stroke gives; 0: all as usual."""
        if page != self.page:
            self.page = page
            strokes = {label.key: stroke for stroke, label in self._labels.page(page)} if page else {}
            for button in self.keys:
                stroke = strokes.get(button.label.key)
                button.show_hint(self.look.key(stroke) if stroke else self._labels.hint(button.label))
            self._arrange()

    def next_group(self) -> None:
        """Shows the next group in the one row."""
        if self._groups:
            self._group = (self._group + 1) % len(self._groups)
            self.turn.refresh()
            self._arrange()

    def _next_name(self) -> str:
        return self._groups[(self._group + 1) % len(self._groups)].name if self._groups else ""

    # -- places -------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places everything anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        for widget in (*self.keys, *self._headings):
            widget.hide()
        self.more.setVisible(bool(self._groups))
        self.keep.setVisible(bool(self._groups))
        self.turn.setVisible(self._compact and len(self._groups) > 1)
        if self._groups and self.page:
            self._arrange_page()
        elif self._groups:
            self._arrange_one_row() if self._compact else self._arrange_rows()

    def _arrange_page(self) -> None:
        """The labels of the second stroke alone."""
        px = self.look.px
        wanted = [label.key for _, label in self._labels.page(self.page)]
        buttons = [button for button in self.keys if button.label.key in wanted]
        buttons.sort(key=lambda button: wanted.index(button.label.key))
        y = px(10 if self._compact else 26)
        x = self._tools(y)
        self._row(buttons, y, px(12), x - px(16))

    def _tools(self, y: int) -> int:
        """Places the buttons at the end; how far from the start they begin."""
        px = self.look.px
        x = self.width() - px(12)
        for widget in (self.keep, self.more):
            x -= widget.sizeHint().width()
            self._put(widget, x, y)
            x -= px(4)
        return x

    def _buttons(self, group: int) -> list[LabelKey]:
        first = sum(len(each.labels) for each in self._groups[:group])
        return self.keys[first : first + len(self._groups[group].labels)]

    def _arrange_rows(self) -> None:
        px = self.look.px
        heading = max(line.sizeHint().width() for line in self._headings[:2]) + px(12)
        tools = self.more.sizeHint().width() + self.keep.sizeHint().width() + px(16)
        room = self.width() - px(12) - heading
        top = (px(8), px(42))
        self._tools(top[1])
        if len(self._groups) == 1:
            left = self._row(self._buttons(0), top[0], heading, room)
            self._row(left, top[1], heading, room - tools)
            self._head(0, top[0])
            return
        # What the second row is not made of may follow in the first, as far as there is room.
        more = [button for group in range(2, len(self._groups)) for button in self._buttons(group)]
        for row, rest in ((0, more), (1, [])):
            self._head(row, top[row])
            self._row(self._buttons(row), top[row], heading, room - (tools if row else 0), rest)

    def _arrange_one_row(self) -> None:
        px, y = self.look.px, self.look.px(10)
        x = self._tools(y)
        if self.turn.isVisibleTo(self):
            x -= self.turn.sizeHint().width() + px(8)
            self._put(self.turn, x, y)
        self._row(self._buttons(self._group), y, px(6), x - px(8))

    def _head(self, group: int, y: int) -> None:
        heading = self._headings[group]
        heading.show()
        self._put(heading, self.look.px(12), y + self.look.px(6))

    def _row(
        self, buttons: list[LabelKey], y: int, x: int, room: int, rest: list[LabelKey] | None = None
    ) -> list[LabelKey]:
        """Places labels from `x` (from the start edge) on, then as many of `rest` as fit; returns those left over."""
        widths = [button.sizeHint().width() for button in buttons]
        gap = next(
            (g for g in map(self.look.px, _GAPS) if sum(widths) + g * len(widths) <= room), self.look.px(_GAPS[-1])
        )
        end, wanted = x + room, [*buttons, *(rest or [])]
        for place, button in enumerate(wanted):
            width = button.sizeHint().width()
            if x + width > end:
                return wanted[place:]
            self._put(button, x, y)
            button.show()
            x += width + gap
        return []

    def _put(self, widget: QWidget, x: int, y: int) -> None:
        """Places a widget `x` from the start edge."""
        size = widget.sizeHint()
        left = self.width() - x - size.width() if self.look.words.right_to_left else x
        widget.setGeometry(QRect(QPoint(left, y), size))
