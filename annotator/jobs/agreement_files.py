"""Where the statistics of agreement are kept. Without numpy: whoever only asks whether there are any need not wait for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_cache_path


def cache_file(project: Path, purpose: str) -> Path:
    """Where the statistics of a project file are kept for a purpose (a filter of labels, say)."""
    return _folder() / f"{_short(str(project.resolve()))}-{_short(purpose)}.cache"


def has_cache(project: Path) -> bool:
    """Whether statistics of a project file are kept, for whatever purpose."""
    return any(_folder().glob(f"{_short(str(project.resolve()))}-*.cache"))


def _folder() -> Path:
    return user_cache_path("hashiya", appauthor=False) / "agreement"


def _short(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
