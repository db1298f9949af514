"""All labels in a list that floats over the page: type part of a name in either language, Enter takes it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.schema import Label
from ui.look import BODY, SMALL, Look
from ui.models.labels import Labels
from ui.widgets.float import Floating
from ui.widgets.paint import draw_key, draw_line, draw_swatch, key_size, text_width
from ui.widgets.rows import RowDelegate, Rows

Index = QModelIndex | QPersistentModelIndex
LabelRole = Qt.ItemDataRole.UserRole + 1


class _Found(QAbstractListModel):
    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.labels: list[Label] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        label = self.labels[index.row()]
        if role == LabelRole:
            return label
        return label.name(self._look.words.language) if role == Qt.ItemDataRole.DisplayRole else None

    def show(self, labels: list[Label]) -> None:
        self.beginResetModel()
        self.labels = labels
        self.endResetModel()


class _Delegate(RowDelegate):
    """Swatch, name, the name in the other language, key."""

    def __init__(self, view: Rows, labels: Labels) -> None:
        chosen = lambda index: index.row() == view.currentIndex().row()  # noqa: E731
        super().__init__(view.look, view, 34, chosen, ground="page")
        self._labels = labels

    def key(self, index: Index) -> object:
        label: Label = index.data(LabelRole)
        return label.key

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look, px, label = self.look, self.look.px, index.data(LabelRole)
        hue = self._labels.hue(label)
        draw_swatch(painter, look, self.at_start(rect, 14, px(12)), hue.strong, event=label.is_event)
        language = look.words.language
        name, other = label.name(language), label.name("en" if language == "ar" else "ar")
        width = text_width(look.font(BODY), name)
        draw_line(
            painter, self.at_start(rect, 36, width), name, look.font(BODY), look.theme.ink, direction=look.direction
        )
        end = 12.0
        text = self._labels.hint(label)
        if text:
            key = key_size(look, text)
            place = self.at_end(rect, 12, key.width())
            place.setHeight(key.height())
            place.moveTop(rect.top() + (rect.height() - key.height()) // 2)
            draw_key(painter, look, place, text)
            end += key.width() / look.theme.scale + 8
        scale = look.theme.scale
        rest = self.inside(rect, round(36 + width / scale + 10), round(end))
        if other != name and rest.width() > px(24):
            draw_line(painter, rest, other, look.font(SMALL), look.theme.ink_second, direction=look.direction)


class LabelSearch(Floating):
    """The pop-up. `label_wanted(key)` when one is taken."""

    label_wanted = Signal(str)

    def __init__(self, look: Look, labels: Labels, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._labels = labels
        self.field = QLineEdit()
        self._model = _Found(look, self)
        self.list = Rows(look, empty=lambda: look.tr("labels.none"))
        self.list.setModel(self._model)
        _Delegate(self.list, labels)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._take)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        px = self.look.px
        self.layout().setContentsMargins(px(8), px(8), px(8), px(8))
        self.layout().setSpacing(px(6))
        self.field.setFont(self.look.font(BODY))
        self.field.setPlaceholderText(self.look.tr("labels.search"))
        self.field.setAccessibleName(self.look.tr("labels.search"))
        self.list.setAccessibleName(self.look.tr("labels.all"))

    def open_over(self, area: QRect) -> None:
        """Opens at the end of the lower edge of `area` (parent coordinates) with an empty field."""
        px = self.look.px
        self.field.clear()
        self._search("")
        width = px(340)
        height = min(px(60) + px(34) * max(6, len(self._model.labels)), area.height() - px(16), px(420))
        left = area.left() + px(8) if self.look.words.right_to_left else area.right() - px(8) - width
        self.setGeometry(left, area.bottom() - px(8) - height, width, height)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self, text: str) -> None:
        self._model.show(self._labels.search(text))
        if self._model.labels:
            self.list.setCurrentIndex(self._model.index(0))

    def on_key(self, event: QKeyEvent) -> bool:
        """Up and down choose, Enter takes, Esc closes."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._model.labels:
            row = min(max(self.list.currentIndex().row() + step, 0), len(self._model.labels) - 1)
            self.list.setCurrentIndex(self._model.index(row))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
            return True
        return False

    def _take(self, index: Index) -> None:
        if index.isValid():
            label: Label = index.data(LabelRole)
            self.leave()
            self.label_wanted.emit(label.key)
