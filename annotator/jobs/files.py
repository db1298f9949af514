"""Files written whole: replaced in one go, or not at all; and never one that must not be replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from annotator.errors import DataError, UnavailableError, UserError
from annotator.store.database import version_of

_NO_PROJECT: Final = frozenset({"foreign_file", "empty_file", "no_file"})
"""What a file that is no project is called when it is opened as one."""


def replaceable(target: Path, project: Path | None = None) -> Path:
    """Where a file that is written to `target` goes: there, or where the link leads that it is.

    `project`: the one that is open. Raises DataError where it, or another project, would be replaced: months of work lie
    in it; UnavailableError where a folder or a device stands.
    """
    found = Path(os.path.realpath(target)) if target.is_symlink() else target
    if found.is_dir():
        raise UnavailableError(f"{target} is a folder. Nothing was written; name a file.", code="is_folder")
    if not found.exists():
        return found
    if not found.is_file():
        raise UnavailableError(f"{target} is no ordinary file. Nothing was written; name a file.", code="not_a_file")
    if (project is not None and project.exists() and found.samefile(project)) or _is_project(found):
        raise DataError(f"{target} is a project. Nothing was written; choose another name.", code="is_project")
    return found


def _is_project(path: Path) -> bool:
    """Whether a file is a project, be it damaged or made by another version; SQLite looks, never we (see `store`)."""
    try:
        version_of(path)
    except UserError as error:
        return error.code not in _NO_PROJECT
    return True


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """Where to write what is to take the place of `place`; it does not outlive the block."""
    temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        yield temporary
    finally:
        # A disk that could not be written cannot be tidied either; what it said is on its way to the person.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace_file(target: Path, data: bytes) -> None:
    """Puts a file of these bytes in the place of `target`. Raises UserError where that must not be replaced, or when the
    disk refuses; what stood there is then still there.
    """
    place = replaceable(target)
    try:
        with beside(place) as temporary:
            temporary.write_bytes(data)
            temporary.replace(place)
    except OSError as error:
        raise UnavailableError(
            f"{target} cannot be written: {error.strerror}. Nothing was replaced.",
            arabic=f"تعذرت كتابة {target} ({error.strerror}). لم يُستبدل شيء.",
        ) from error
