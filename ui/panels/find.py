"""Looking for words: the bar under the article, and the panel with the places in all documents."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from annotator.text.offsets import OffsetMap
from ui.look import BODY, SMALL, TITLE, Look
from ui.models.search import Everywhere, Finder, Found, FoundRole
from ui.widgets.buttons import Button
from ui.widgets.frame import Pane, Progress, Rule
from ui.widgets.paint import draw_line, text_direction, text_width
from ui.widgets.rows import RowDelegate, Rows
from ui.widgets.text import Line, Text

Index = QModelIndex | QPersistentModelIndex
_PAUSE = 250


class FindBar(Pane):
    """A field, how many places there are, next and previous. Asks: `wanted(text, exact)`, `step_wanted(1 or -1)`,
    `everywhere_wanted`, `left`."""

    wanted = Signal(str, bool)
    step_wanted = Signal(int)
    everywhere_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look, finder: Finder) -> None:
        super().__init__(look, "page", "top")
        self._finder = finder
        self.field = QLineEdit()
        self._icon = self.field.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.count = Line(look, self._count_words)
        tr = look.tr
        self.exact = Button(look, lambda: tr("find.exact"), kind="quiet")
        self.exact.setCheckable(True)
        self.previous = Button(
            look, lambda: tr("action.find_previous"), icon="up", keys="find_previous", icon_only=True
        )
        self.next = Button(look, lambda: tr("action.find_next"), icon="down", keys="find_next", icon_only=True)
        self.all = Button(look, lambda: tr("find.everywhere"), kind="quiet", keys="find_all")
        self.close_ = Button(
            look, lambda: tr("dialog.close"), kind="quiet", icon="close", keys="escape", icon_only=True
        )
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 3)
        self._row.addWidget(self.count, 2)
        for button in (self.previous, self.next, self.exact, self.all, self.close_):
            self._row.addWidget(button)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.exact.toggled.connect(self._ask)
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        self.all.clicked.connect(self.everywhere_wanted)
        self.close_.clicked.connect(self.left)
        finder.changed.connect(self.count.refresh)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.setFixedHeight(px(44))
        self._row.setContentsMargins(px(24), 1, px(16), 0)
        self._row.setSpacing(px(8))
        self.field.setFont(self.look.font(BODY))
        self.field.setPlaceholderText(self.look.tr("find.here"))
        self.field.setAccessibleName(self.look.tr("find.here"))
        self.exact.setToolTip(self.look.tr("find.exact_hint"))
        self._icon.setIcon(self.look.icon("search"))
        self.count.refresh()

    def _count_words(self) -> str:
        finder = self._finder
        if not finder.query.strip():
            return ""
        if finder.hits and finder.current >= 0:
            return self.look.tr("find.place_of", place=finder.current + 1, all=len(finder.hits))
        return self.look.tr("find.places", n=len(finder.hits))

    def _ask(self, *_: object) -> None:
        self.wanted.emit(self.field.text(), self.exact.isChecked())

    def take(self, text: str) -> None:
        """The keyboard goes to the field, with a text to start from if there is one."""
        if text:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next place, with Shift to the one before; Esc closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step_wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)


class _Delegate(RowDelegate):
    """A document's title with its count, or a place: the words in the middle, what stands around in second ink."""

    def __init__(self, view: ResultRows) -> None:
        super().__init__(view.look, view, 34, lambda index: index.row() == view.currentIndex().row())

    def key(self, index: Index) -> object:
        return index.data(FoundRole)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        found: Found = index.data(FoundRole)
        (self._draw_document if found.span is None else self._draw_place)(painter, rect, found)

    def _draw_document(self, painter: QPainter, rect: QRect, found: Found) -> None:
        look = self.look
        count = look.words.number(found.count)
        width = text_width(look.font(SMALL), count)
        place = self.at_end(rect, 16, width)
        draw_line(painter, place, count, look.font(SMALL), look.theme.ink_second, direction=look.direction)
        body = self.inside(rect, 16, 24 + round(width / look.theme.scale))
        font = look.font(SMALL, bold=True)
        draw_line(painter, body, found.title, font, look.theme.ink, direction=text_direction(found.title))

    def _draw_place(self, painter: QPainter, rect: QRect, found: Found) -> None:
        """The place in the middle of the row, so that the words stand below each other. One line of letters, of which
        some have another colour: nothing is cut where letters join."""
        look, font = self.look, self.look.naskh(15)
        body = self.inside(rect, 20, 12)
        metrics = QFontMetrics(font)
        side = (body.width() - metrics.horizontalAdvance(found.surface)) // 2
        before = _fitting(found.before, metrics, side, head=True)
        after = _fitting(found.after, metrics, side, head=False)
        layout = QTextLayout(before + found.surface + after, font)
        option = QTextOption(Qt.AlignmentFlag.AlignRight)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(body.width())
        layout.endLayout()
        offsets = OffsetMap(layout.text())
        start, end = offsets.utf16(len(before)), offsets.utf16(len(before) + len(found.surface))
        box = QRectF()
        for run in line.glyphRuns(start, end - start):
            box = box.united(run.boundingRect())
        at = QPointF(body.center().x() - box.center().x(), body.top() + (body.height() - line.height()) / 2)
        y = at.y() + line.ascent() + look.px(7)
        painter.save()
        painter.setClipRect(body)
        painter.fillRect(QRectF(at.x() + box.left(), y, box.width(), look.px(2)), look.theme.accent)
        ink = QTextCharFormat()
        ink.setForeground(look.theme.ink)
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = start, end - start, ink
        painter.setPen(look.theme.ink_second)
        layout.draw(painter, at, [span])
        painter.restore()


def _fitting(text: str, metrics: QFontMetrics, width: int, *, head: bool) -> str:
    """What fits into `width` of the words before (`head`: the end of them counts) or after a place."""
    text = text.removeprefix("…") if head else text
    whole = text
    while text and metrics.horizontalAdvance(f"…{text}") > width:
        space = text.find(" ", 1) if head else text.rstrip().rfind(" ")
        if space < 0 or space == len(text):
            return ""
        text = text[space:] if head else text[: space + 1]
    if text == whole:
        return text
    return f"…{text}" if head else f"{text}…"


class ResultRows(Rows):
    """The list of places."""

    def __init__(self, look: Look, model: Everywhere) -> None:
        super().__init__(look, empty=lambda: look.tr("find.none") if model.query.strip() and not model.running else "")
        self.setModel(model)
        _Delegate(self)


class ResultsPanel(Pane):
    """Asks: `place_wanted(document, span)` (span None: the document), `left`."""

    place_wanted = Signal(int, object)
    left = Signal()

    def __init__(self, look: Look, model: Everywhere) -> None:
        super().__init__(look)
        self._model = model
        self.field = QLineEdit()
        self._icon = self.field.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.exact = Button(look, lambda: look.tr("find.exact"), kind="quiet", small=True)
        self.exact.setCheckable(True)
        self.close_ = Button(
            look, lambda: look.tr("find.back"), kind="quiet", icon="close", keys="escape", icon_only=True
        )
        self.count = Line(look, self._count_words)
        self.bar = Progress(look, lambda: model.share)
        self.list = ResultRows(look, model)
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE)
        self._later.timeout.connect(self._search)
        self.field.textChanged.connect(lambda *_: self._later.start())
        self.field.installEventFilter(self)
        self.exact.toggled.connect(self._search)
        self.close_.clicked.connect(self.left)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.installEventFilter(self)
        model.progressed.connect(self._follow)
        look.changed.connect(self._relook)
        self._relook()

    def _build(self) -> None:
        look = self.look
        self._head = QVBoxLayout()
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(Text(look, lambda: look.tr("find.everywhere"), size=TITLE, bold=True), 1)
        first.addWidget(self.close_)
        second.addWidget(self.count, 1)
        second.addWidget(self.exact)
        self._head.addLayout(first)
        self._head.addWidget(self.field)
        self._head.addLayout(second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule(look))
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def _relook(self) -> None:
        px = self.look.px
        self._head.setContentsMargins(px(16), px(12), px(16), px(8))
        self._head.setSpacing(px(8))
        self.field.setFont(self.look.font(BODY))
        self.field.setPlaceholderText(self.look.tr("find.words"))
        self.field.setAccessibleName(self.look.tr("find.words"))
        self.exact.setToolTip(self.look.tr("find.exact_hint"))
        self.list.setAccessibleName(self.look.tr("find.everywhere"))
        self._icon.setIcon(self.look.icon("search"))
        self._follow()

    def take(self, text: str) -> None:
        """The keyboard goes to the field, with a text to start from if there is one."""
        if text and text != self.field.text():
            self.field.setText(text)
            self._search()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self, *_: object) -> None:
        self._later.stop()
        self._model.search(self.field.text(), exact=self.exact.isChecked())

    def _follow(self) -> None:
        self.count.refresh()
        self.bar.setVisible(self._model.running)
        self.bar.refresh()

    def _count_words(self) -> str:
        model = self._model
        if not model.query.strip():
            return ""
        words = self.look.words
        return words.joined(self.look.tr("find.places", n=model.places), self.look.tr("find.in", n=model.documents))

    def _go(self, index: Index) -> None:
        found: Found = index.data(FoundRole)
        self.place_wanted.emit(found.document, found.span)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter go from the field into the list; Esc goes back to the documents."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if watched is self.field and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._later.isActive():
                    self._search()
                self._into_list()
                return True
        return super().eventFilter(watched, event)

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.list.currentIndex().isValid() and self._model.rowCount() > 1:
            self.list.setCurrentIndex(self._model.index(1))
