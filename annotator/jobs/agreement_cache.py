"""The statistics of documents, kept in a file between runs: a page over 10,000 documents opens at once.

The file lies in the person's own cache folder, never in or beside the project: looking at agreement changes not one
byte of a project, works on one that cannot be written, and a project that is copied or handed on carries no figures
about people. It can be deleted at any time. Each row is valid for (document, both layers' histories, version of the
measures); a row that no longer fits is computed anew. A file that is damaged, or of another version, counts as none.
"""

from __future__ import annotations

import math
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from annotator.agreement.statistics import LABEL_COLUMNS, PAIR_COLUMNS, VERSION, Statistics
from annotator.agreement.summary import Figures

_MAGIC: Final = b"HSHYAGR2"
_ARRAYS: Final = ("pairs", "pair_values", "of_label", "label_values", "confusion", "roles")


class _Array(msgspec.Struct):
    name: str
    dtype: str
    shape: tuple[int, ...]
    bytes: int


class _Header(msgspec.Struct):
    version: int
    columns: list[str]
    people: list[str]
    labels: list[str]
    roles: list[str]
    arrays: list[_Array]
    figures: dict[str, Figures]


class Kept(NamedTuple):
    """Statistics with, for each pair row, the key that it is valid for. Figures by a digest of what they are of."""

    people: tuple[str, ...]
    keys: npt.NDArray[np.uint64]
    statistics: Statistics
    figures: dict[str, Figures]


def load(path: Path) -> Kept | None:
    """What is kept; None where there is nothing usable."""
    try:
        data = path.read_bytes()
        return _read(data)
    except (OSError, ValueError, KeyError, IndexError, msgspec.DecodeError):
        return None


def _read(data: bytes) -> Kept | None:
    if data[:8] != _MAGIC:
        return None
    size, check = int.from_bytes(data[8:12], "little"), int.from_bytes(data[12:16], "little")
    raw = data[16 : 16 + size]
    if zlib.crc32(raw) != check:
        return None
    header = msgspec.json.decode(raw, type=_Header)
    if header.version != VERSION or header.columns != [*PAIR_COLUMNS, *LABEL_COLUMNS]:
        return None
    at, found = 16 + size, {}
    for array in header.arrays:
        flat = np.frombuffer(data, array.dtype, math.prod(array.shape), at)
        found[array.name] = flat.reshape(array.shape, order="F")
        at += array.bytes
    if at != len(data):
        return None
    # Values stay as narrow as they were written: whoever sums them takes them as floats.
    arrays = {name: found[name] if "values" in name else found[name].astype(np.int64, order="F") for name in _ARRAYS}
    statistics = Statistics(**arrays, labels=tuple(header.labels), role_names=tuple(header.roles))
    return Kept(tuple(header.people), found["keys"], statistics, header.figures)


def save(path: Path, kept: Kept) -> bool:
    """Puts the file in place in one go, readable by its owner alone. False where the disk refuses: nothing is lost."""
    arrays = {name: _narrow(getattr(kept.statistics, name)) for name in _ARRAYS}
    arrays["keys"] = kept.keys.astype("<u8")
    header = _Header(
        VERSION,
        [*PAIR_COLUMNS, *LABEL_COLUMNS],
        list(kept.people),
        list(kept.statistics.labels),
        list(kept.statistics.role_names),
        [_Array(name, array.dtype.str, array.shape, array.nbytes) for name, array in arrays.items()],
        kept.figures,
    )
    raw = msgspec.json.encode(header)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "wb"
        ) as file:
            file.write(_MAGIC + len(raw).to_bytes(4, "little") + zlib.crc32(raw).to_bytes(4, "little") + raw)
            for array in arrays.values():
                file.write(array.tobytes(order="F"))
        temporary.replace(path)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _narrow(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers in as few bytes as hold them, the low byte first."""
    top = max(abs(int(array.max(initial=0))), abs(int(array.min(initial=0))))
    for kind, limit in (("<i2", 1 << 15), ("<i4", 1 << 31)):
        if top < limit:
            return array.astype(kind)
    return array.astype("<i8")
