"""Whether a release is what was released: from its folder alone."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from annotator.errors import DataError, UnavailableError
from annotator.formats.jsonl import LineError
from annotator.formats.jsonl_reading import read_line
from annotator.formats.jsonl_records import records_of
from annotator.release import manifest
from annotator.release.manifest import Manifest


class Verified(NamedTuple):
    """A release that is whole."""

    version: str
    release: str
    files: int
    documents: int


def verify_release(folder: Path) -> Verified:
    """Compares every file with the manifest, the manifest with itself, and every line with its own text.

    Raises DataError with all that is wrong; UnavailableError where there is no manifest to read.
    """
    try:
        data = (folder / manifest.NAME).read_bytes()
    except OSError as error:
        raise UnavailableError(f"{folder} is no release: {manifest.NAME} cannot be read ({error.strerror}).") from error
    try:
        found = manifest.read(data)
    except (ValueError, msgspec.MsgspecError) as error:
        raise DataError(f"{folder} is not what was released.", [f"{manifest.NAME}: {error}"]) from error
    problems = [problem for file in found.files for problem in _file_problems(folder, file)]
    problems += _strangers(folder, found)
    if problems:
        raise DataError(f"{folder} is not what was released.", problems)
    return Verified(found.version, found.release, len(found.files), sum(found.documents.values()))


def _file_problems(folder: Path, file: manifest.File) -> list[str]:
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts or "\\" in file.path or ":" in file.path:
        return [f"{file.path}: not a path inside the release"]
    target = folder / path
    if target.is_symlink() or not target.is_file():
        return [f"{file.path}: missing"]
    try:
        data = target.read_bytes()
    except OSError as error:
        return [f"{file.path}: cannot be read ({error.strerror})"]
    if hashlib.sha256(data).hexdigest() != file.sha256 or len(data) != file.bytes:
        return [f"{file.path}: its content is another one"]
    return list(_line_problems(file.path, data)) if file.path.endswith(".jsonl") else []


def _line_problems(name: str, data: bytes) -> list[str]:
    found = []
    for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), start=1):
        try:
            records_of(read_line(line))
        except LineError as error:
            found += [f"{name}:{number}: {reason}" for reason in error.reasons]
    return found


def _strangers(folder: Path, found: Manifest) -> list[str]:
    """Files that the manifest does not know."""
    listed = {file.path for file in found.files} | {manifest.NAME}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return [f"{path}: not part of the release" for path in sorted(there - listed)]
