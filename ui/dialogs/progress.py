"""Long work: a bar with what, how far, and a way to stop. The window goes on painting; nothing else can be done."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from ui.look import Look

_SHOWN_AFTER_MS = 400
_STEPS = 1000


class Progress(QProgressDialog):
    """`advance` may be called on any thread; `wait_for` runs until the work is done.

    `wait_for` raises KeyboardInterrupt when the person stops the work, as Ctrl+C does on a terminal.
    """

    _advanced = Signal(float)
    _finished = Signal()

    def __init__(self, look: Look, words: str, parent: QWidget) -> None:
        super().__init__(words, look.tr("progress.stop"), 0, _STEPS, parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(look.tr("app.name"))
        self.setMinimumDuration(_SHOWN_AFTER_MS)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self._advanced.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def advance(self, done: int, total: int) -> None:
        """Says how far the work is."""
        self._advanced.emit(done / max(1, total))

    def step(self, done: int, total: int) -> None:
        """Says how far work on the window's own thread is; the window paints meanwhile."""
        self._show(done / max(1, total))

    def _show(self, share: float) -> None:
        self.setValue(round(share * (_STEPS - 1)))

    def wait_for(self, future: Future[Any]) -> None:
        """Runs the window's events until `future` is done."""
        loop = QEventLoop()
        self._finished.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        self.canceled.connect(loop.quit)
        future.add_done_callback(lambda _: self._finished.emit())
        self.setValue(0)
        if not future.done():
            loop.exec()
        stopped = self.wasCanceled() and not future.done()
        self.close()
        if stopped:
            raise KeyboardInterrupt
