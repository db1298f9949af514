"""How questions were decided before, read from a whole project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.adjudication.precedents import Precedents
from annotator.errors import StoppedError
from annotator.store.rows import RowReader


def read_precedents(path: Path, cancelled: Callable[[], bool] | None = None) -> Precedents:
    """All decisions of persons that are on the disk. Raises StoppedError when `cancelled()`."""
    found = Precedents()
    reader = RowReader(path)
    try:
        for document, decision in reader.precedents():
            if cancelled is not None and cancelled():
                raise StoppedError
            found.take(document, decision.id, decision)
    finally:
        reader.close()
    return found
