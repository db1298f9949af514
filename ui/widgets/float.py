"""What floats over the page: a rounded pane with a shadow, closed by Esc or by going elsewhere. Never modal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QWidget

from ui.look import Look
from ui.widgets.paint import rounded


class Floating(QWidget):
    """A child of the window that lies over its other children. `left` is emitted when it goes."""

    left = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.hide()
        look.changed.connect(self.update)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self.hide()
            self.left.emit()

    def leave(self) -> None:
        """Goes away and gives the keyboard back."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def on_key(self, _event: QKeyEvent) -> bool:
        """Keys of its own; True when taken."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys pressed in its field. Enter is its own, whatever the window does with Ctrl and Enter."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()
                return True
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            return self.on_key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; other keys stop here."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pane."""
        theme = self.look.theme
        rounded(QPainter(self), QRectF(self.rect()), self.look.px(8), theme.page, theme.line)
