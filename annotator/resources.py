"""Where the program's own data lie: icons, translations, schemas, sample projects.

In an installed wheel they are inside the package, in a checkout beside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _folder(name: str) -> Path:
    """The data folder of that name: the wheel's copy if there is one, else the checkout's."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`, for example `resource("icons", "undo.svg")`."""
    return _folder("resources").joinpath(*parts)


def projects() -> Path:
    """The folder of the sample projects in readable text form."""
    return _folder("projects")
