"""Text on the clipboard, exactly as it stands in the article."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def copy_exact(text: str) -> None:
    """Put a text on the clipboard. PySide drops a byte-order mark at the start of a str, so UTF-8 stands beside it."""
    data = QMimeData()
    data.setText(text)
    if text[:1] in ("\ufeff", "\ufffe"):
        data.setData("text/plain;charset=utf-8", text.encode())
    QGuiApplication.clipboard().setMimeData(data)
