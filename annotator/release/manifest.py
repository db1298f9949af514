"""The manifest of a release: every file with its sha256, and one hash of all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

FORMAT: Final = 1
NAME: Final = "manifest.json"


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the release: its path with `/`, its size in bytes, its hash."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`release` is the hash of all the rest; `options` say how the release was made."""

    format: int
    version: str
    options: dict[str, Any]
    documents: dict[str, int]
    files: list[File]
    release: str = ""


def seal(
    version: str, options: Mapping[str, Any], documents: Mapping[str, int], files: Mapping[str, Sequence[bytes]]
) -> Manifest:
    """The manifest of these files (path -> content, piece by piece)."""
    listed = [File(path, sum(map(len, files[path])), _sha256(files[path])) for path in sorted(files)]
    open_ = Manifest(FORMAT, version, dict(options), dict(documents), listed)
    return msgspec.structs.replace(open_, release=release_hash(open_))


def _sha256(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def release_hash(manifest: Manifest) -> str:
    """sha256 of the manifest as it is written, with an empty `release`."""
    return hashlib.sha256(written(msgspec.structs.replace(manifest, release=""))).hexdigest()


def written(manifest: Manifest) -> bytes:
    """The manifest as bytes: one way only."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read(data: bytes) -> Manifest:
    """The inverse of `written`. Raises ValueError for anything that `written` does not write."""
    manifest = msgspec.json.decode(data, type=Manifest)
    if written(manifest) != data or manifest.format != FORMAT:
        raise ValueError("the manifest is not as it was written")
    if manifest.release != release_hash(manifest):
        raise ValueError("the release hash is not that of the manifest")
    return manifest
