"""Parts that get on with little room: an area that scrolls only where it must, pages of which only the one shown counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from ui.look import Look


def over(window: QWidget, width: int, height: int) -> QSize:
    """The size (pixels) of a dialog over a window: as wanted, but no larger than the window."""
    return QSize(width, height).boundedTo(window.window().size())


class Yielding(QScrollArea):
    """As high as what is in it where there is room, and scrolled where there is not: at least `least` high (design
    pixels). What gets the keyboard comes into view."""

    def __init__(self, look: Look, content: QWidget, least: float = 48) -> None:
        super().__init__()
        self._look, self._content, self._least = look, content, least
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.setWidget(content)
        for widget in (self.viewport(), content):
            widget.setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, self._look.px(8))

    def _height(self) -> int:
        if self._content.isHidden():
            return 0
        width = self.viewport().width()
        wraps = self._content.hasHeightForWidth()
        height = self._content.heightForWidth(width) if wraps else self._content.sizeHint().height()
        return max(height, self._content.minimumHeight())

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(self._content.sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """So much that one sees that there is more."""
        return QSize(0, min(self._height(), self._look.px(self._least)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it has grown, shrunk, come or gone."""
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.updateGeometry()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Pages(QStackedWidget):
    """Pages of which only the one that is shown says how much room is needed, and never less than `least`."""

    def __init__(self, look: Look, least: float = 96) -> None:
        super().__init__()
        self._look, self._least = look, least
        self.currentChanged.connect(lambda *_: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """What the page needs."""
        page = self.currentWidget()
        needed = max(page.minimumSizeHint().height(), page.minimumHeight()) if page is not None else 0
        return QSize(0, max(needed, self._look.px(self._least)))

    def sizeHint(self) -> QSize:
        """No more than it needs: what is above it comes first."""
        return self.minimumSizeHint()
