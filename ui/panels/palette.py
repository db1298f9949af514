"""The command palette: one field over everything the window can do. Floats over a veil; Enter runs, Esc closes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.text.offsets import OffsetMap
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.labels import Labels
from ui.models.palette import Item, ItemRole, PaletteModel
from ui.widgets.float import Floating
from ui.widgets.frame import Rule
from ui.widgets.paint import draw_icon, draw_key, draw_line, draw_swatch, key_size, rounded, text_direction, text_width
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.signs import KeyCap, Sign
from ui.widgets.text import Line

Index = QModelIndex | QPersistentModelIndex
_ROW, _HEADING = 40, 30


class SearchButton(QAbstractButton):
    """The field of the top bar: a button that opens the palette."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        words = self._look.tr("palette.open")
        self.setText(words)
        self.setAccessibleName(words)
        self.setFixedHeight(self._look.px(30))
        self.setMinimumWidth(self._frame())
        self.setMaximumWidth(max(self._look.px(300), self.sizeHint().width()))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the words and the key; the bar gives up to 300."""
        look = self._look
        return QSize(self._frame() + text_width(look.font(BODY), self.text()), look.px(30))

    def _frame(self) -> int:
        """Room for icon and key; the words are shortened before a menu goes."""
        return self._look.px(52) + key_size(self._look, self._look.key("palette")).width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet field: icon, words, key."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), px(6), theme.sunken if self.underMouse() else theme.page, theme.line)
        right = look.words.right_to_left
        key = key_size(look, look.key("palette"))
        icon = QRect(self.width() - px(28) if right else px(10), 0, px(18), self.height())
        draw_icon(painter, look, "search", theme.ink_second, icon)
        place = QRect(px(8) if right else self.width() - px(8) - key.width(), 0, key.width(), key.height())
        place.moveTop((self.height() - key.height()) // 2)
        draw_key(painter, look, place, look.key("palette"))
        a, b = px(36), px(16) + key.width()
        body = self.rect().adjusted(b, 0, -a, 0) if right else self.rect().adjusted(a, 0, -b, 0)
        if body.width() > px(60):
            draw_line(painter, body, self.text(), look.font(BODY), theme.ink_second, direction=look.direction)


class _Delegate(RowDelegate):
    def __init__(self, view: Rows, labels: Labels) -> None:
        chosen = lambda index: index.row() == view.currentIndex().row()  # noqa: E731
        super().__init__(view.look, view, _ROW, chosen, ground="page")
        self._labels = labels

    def key(self, index: Index) -> object:
        item: Item = index.data(ItemRole)
        return item._replace(run=None)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        item: Item = index.data(ItemRole)
        look = self.look
        if not item.group:
            body = self.inside(rect, 16, 16)
            font = look.font(SMALL, bold=True)
            draw_line(painter, body, item.words, font, look.theme.ink_second, direction=look.direction)
            return
        self._draw_sign(painter, rect, item)
        end = self._draw_key(painter, rect, item)
        words = text_width(look.font(BODY, bold=True), item.words)
        body = self.inside(rect, 44, end)
        place = self.at_start(rect, 44, min(words, body.width()))
        bold = self.chosen(index)
        self._draw_words(painter, place, item, bold=bold)
        scale = look.theme.scale
        rest = self.inside(rect, 44 + round(words / scale) + 12, end)
        if item.other and rest.width() > look.px(32):
            direction = text_direction(item.other)
            align = "start" if direction == look.direction else "end"
            ink = look.theme.ink_second
            draw_line(painter, rest, item.other, look.font(SMALL), ink, direction=direction, align=align)

    def _draw_sign(self, painter: QPainter, rect: QRect, item: Item) -> None:
        look = self.look
        place = self.at_start(rect, 16, look.px(16))
        if item.label:
            face = self._labels.look(item.label)
            draw_swatch(painter, look, place, face.hue.strong, event=face.event)
        elif item.icon:
            draw_icon(painter, look, item.icon, look.theme.ink_second, place)

    def _draw_key(self, painter: QPainter, rect: QRect, item: Item) -> int:
        """Draws the key; how much of the row's end it takes, in design pixels."""
        look = self.look
        text = look.key(item.keys) if item.keys else ""
        if not text:
            return 16
        size = key_size(look, text)
        place = self.at_end(rect, 16, size.width())
        place.setHeight(size.height())
        place.moveTop(rect.top() + (rect.height() - size.height()) // 2)
        draw_key(painter, look, place, text)
        return 28 + round(size.width() / look.theme.scale)

    def _draw_words(self, painter: QPainter, place: QRect, item: Item, *, bold: bool) -> None:
        """The words, with a line under what was typed."""
        look, font = self.look, self.look.font(BODY, bold=bold)
        direction = text_direction(item.words) if item.user_text else look.direction
        align = "start" if direction == look.direction else "end"
        draw_line(painter, place, item.words, font, look.theme.ink, direction=direction, align=align)
        start, end = item.match
        width = text_width(font, item.words)
        if start == end or width > place.width() + 2:
            return
        from_right = direction == Qt.LayoutDirection.RightToLeft
        left = place.right() + 1 - width if look.words.right_to_left else place.left()
        for box in _boxes(item.words, start, end, font, width, from_right=from_right):
            y = place.center().y() + look.px(9)
            painter.fillRect(QRectF(left + box.left(), y, box.width(), 1.5), look.theme.ink_second)


def _boxes(words: str, start: int, end: int, font: object, width: int, *, from_right: bool) -> list[QRectF]:
    """Where some characters of a line stand, from its left edge."""
    layout = QTextLayout(words, font)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if from_right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    offsets = OffsetMap(words)
    first, last = offsets.utf16(start), offsets.utf16(end)
    return [run.boundingRect() for run in line.glyphRuns(first, last - first)]


class Veil(QWidget):
    """Twenty percent of black over the window; a click closes what lies above."""

    clicked = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil."""
        QPainter(self).fillRect(event.rect(), QColor(0, 0, 0, 51))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Closes."""
        self.clicked.emit()


class Palette(Floating):
    """The pane with field, rows and foot."""

    def __init__(self, look: Look, labels: Labels, model: PaletteModel, parent: QWidget) -> None:
        self._veil = Veil(parent)
        self._veil.hide()
        super().__init__(look, parent)
        self._model = model
        self.field = QLineEdit()
        self.field.setFrame(False)
        self.field.setObjectName("palette")
        self.list = Rows(look, empty=lambda: look.tr("palette.none"))
        self.list.setModel(model)
        _Delegate(self.list, labels)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = Line(look, self._count_words)
        self._build()
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index))
        self.left.connect(self._veil.hide)
        self._veil.clicked.connect(self.leave)
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        look = self.look
        self._top, self._foot = QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(Sign(look, lambda: ("search", "accent")))
        self._top.addWidget(self.field, 1)
        self._top.addWidget(Line(look, lambda: look.tr("palette.what")))
        self._top.addWidget(KeyCap(look, "Escape"))
        for keys, words in ((("ArrowUp", "ArrowDown"), "move"), (("Enter",), "run"), (("Ctrl+Enter",), "keep")):
            for each in keys:
                self._foot.addWidget(KeyCap(look, each))
            self._foot.addWidget(Line(look, lambda words=words: look.tr(_FOOT[words])))
        self._foot.addStretch(1)
        self._foot.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(Rule(look))
        column.addWidget(self.list, 1)
        column.addWidget(Rule(look))
        column.addLayout(self._foot)

    def _relook(self) -> None:
        px = self.look.px
        self._top.setContentsMargins(px(16), px(10), px(16), px(10))
        self._top.setSpacing(px(8))
        self._foot.setContentsMargins(px(16), px(8), px(16), px(8))
        self._foot.setSpacing(px(8))
        self.field.setFont(self.look.font(TITLE))
        self.field.setPlaceholderText(self.look.tr("palette.open"))
        self.field.setAccessibleName(self.look.tr("palette.open"))
        self.list.setAccessibleName(self.look.tr("action.palette"))
        self.field.setStyleSheet(
            "QLineEdit#palette, QLineEdit#palette:focus { border: none; background: transparent; }"
        )

    # -- opening and searching ----------------------------------------------------------------------------------------
    def open_below(self, y: int) -> None:
        """Opens 12 below `y` in the middle of the window, with an empty field."""
        self.field.clear()
        self._search("")
        self._place(y)
        self._veil.setGeometry(self.parentWidget().rect())
        self._veil.show()
        self._veil.raise_()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, y: int) -> None:
        px, area = self.look.px, self.parentWidget().rect()
        width = min(px(640), area.width() - px(32))
        self.setGeometry((area.width() - width) // 2, y + px(12), width, self._height(area.height() - y - px(24)))
        self._y = y

    def _height(self, most: int) -> int:
        px = self.look.px
        rows = sum(px(_ROW if item.group else _HEADING) for item in self._model.rows)
        return min(most, px(48) + max(rows, px(_ROW)) + px(38) + px(8))

    def _search(self, text: str) -> None:
        self._model.search(text)
        for row, item in enumerate(self._model.rows):
            self.list.verticalHeader().resizeSection(row, self.look.px(_ROW if item.group else _HEADING))
        self.count.refresh()
        self._choose(0, 1)
        if self.isVisible():
            self._place(self._y)

    def _count_words(self) -> str:
        return self.look.tr("palette.count", shown=self._model.shown, all=self._model.all)

    def _choose(self, row: int, step: int) -> None:
        """Goes to the nearest row from `row` on that can be taken."""
        rows = self._model.rows
        while 0 <= row < len(rows) and not rows[row].group:
            row += step
        if 0 <= row < len(rows):
            self.list.setCurrentIndex(self._model.index(row))
            if row == 1:
                self.list.scrollToTop()

    # -- keys ---------------------------------------------------------------------------------------------------------
    def on_key(self, event: QKeyEvent) -> bool:
        """Up and down choose, Enter runs, with Ctrl it stays open."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._choose(self.list.currentIndex().row() + step, step)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex(), keep=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return False

    def _run(self, index: Index, *, keep: bool = False) -> None:
        item: Item | None = index.data(ItemRole) if index.isValid() else None
        if item is None or item.run is None:
            return
        if not keep:
            self.leave()
        item.run()
        if keep and self.isVisible():
            row = index.row()
            self._search(self.field.text())
            self._choose(min(row, len(self._model.rows) - 1), 1)


_FOOT = {"move": "palette.move", "run": "palette.run", "keep": "palette.keep"}
