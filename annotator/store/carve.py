"""Finds the rows of a project's truth in the bytes of its file, without SQLite: also where an inner page, the list of
tables or the header is gone. Format: https://www.sqlite.org/fileformat2.html. Nothing found here is believed before
its hash has proved it (`annotator.store.proof`)."""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

_HEADER: Final = 100
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_LEAF: Final = 0x0D
_PLAIN_PAGE: Final = 4096
_WAL_MAGIC: Final = {0x377F0682: "<", 0x377F0683: ">"}


class Row(NamedTuple):
    """A row of some table: its number, the values of its columns (bytes that are not UTF-8 escaped as surrogates),
    where it begins (page, byte), and which bytes (start, end) of the file, and then of the -wal, it takes."""

    id: int
    values: tuple[Any, ...]
    at: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


class Pages:
    """The pages of a project as its last commit left them: those of its -wal over those of the file."""

    def __init__(self, path: Path) -> None:
        self._data = _mapped(path)
        size = int.from_bytes(self._data[16:18], "big")
        self.size = size if size in (512, 1024, 2048, 4096, 8192, 16384, 32768) else _PLAIN_PAGE
        wal = path.with_name(path.name + "-wal")
        self._wal = _mapped(wal) if wal.exists() else b""
        self._in_wal = _committed(self._wal, self.size)
        self.count = max(-(-len(self._data) // self.size), max(self._in_wal, default=0))

    def place(self, number: int) -> int:
        """Where page `number` (from 1) begins: in the file, or behind the file's end for one in the -wal."""
        offset = self._in_wal.get(number)
        return (number - 1) * self.size if offset is None else len(self._data) + offset

    def __getitem__(self, number: int) -> bytes:
        offset = self._in_wal.get(number)
        if offset is not None:
            return self._wal[offset : offset + self.size]
        return self._data[(number - 1) * self.size : number * self.size] if number > 0 else b""


def _mapped(path: Path) -> mmap.mmap | bytes:
    """The bytes of a file without reading them all into memory."""
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file cannot be mapped
            return b""


def _committed(wal: mmap.mmap | bytes, page_size: int) -> dict[int, int]:
    """Where the pages of the committed transactions of a -wal lie, by page number; the latest of each."""
    if len(wal) < _WAL_HEADER:
        return {}
    magic, _, size, _, salt1, salt2, sum1, sum2 = struct.unpack(">8I", wal[:_WAL_HEADER])
    order = _WAL_MAGIC.get(magic)
    if order is None or size != page_size or _sums(order, wal[:24], 0, 0) != (sum1, sum2):
        return {}
    found: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for start in range(_WAL_HEADER, len(wal) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size):
        number, commit, *salts, got1, got2 = struct.unpack(">6I", wal[start : start + _FRAME_HEADER])
        if salts != [salt1, salt2]:
            break
        body = start + _FRAME_HEADER
        sum1, sum2 = _sums(order, wal[start : start + 8] + wal[body : body + page_size], sum1, sum2)
        if (sum1, sum2) != (got1, got2):
            break
        waiting[number] = body
        if commit:
            found.update(waiting)
            waiting.clear()
    return found


def _sums(order: str, data: bytes, sum1: int, sum2: int) -> tuple[int, int]:
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        sum1 = (sum1 + even + sum2) & 0xFFFFFFFF
        sum2 = (sum2 + odd + sum1) & 0xFFFFFFFF
    return sum1, sum2


def rows(pages: Pages) -> Iterator[Row]:
    """Every row that can still be read, of any table that has row numbers; perhaps more than once, perhaps an old one."""
    for number in range(1, pages.count + 1):
        page = pages[number]
        whole = yield from _leaf_rows(pages, number, page)
        if not whole:
            yield from _swept_rows(pages, number, page)


def _leaf_rows(pages: Pages, number: int, page: bytes) -> Generator[Row, None, bool]:
    """The rows of a leaf page by its own list of cells; returns whether all of that list made sense."""
    start = _HEADER if number == 1 else 0
    if len(page) < pages.size or page[start] != _LEAF:
        return False
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    pointers = page[start + 8 : start + 8 + 2 * cells]
    whole = len(pointers) == 2 * cells
    for at in range(0, len(pointers) - 1, 2):
        row = _row_at(pages, number, page, int.from_bytes(pointers[at : at + 2], "big"))
        whole = whole and row is not None
        if row is not None:
            yield row
    return whole


# What stands at the start of a row of `operation`, `document`, `actor` and `layer`: the length of this header, NULL for
# the row number, then the type of each column.
_LONG: Final = rb"[\x80-\xff]{0,3}[\x00-\x7f]"
_INT: Final = rb"[\x01-\x06\x08\x09]"
_SWEEPS: Final = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"[\x0a-\x0d]\x00" + _INT * 3 + rb"[\x0d-\x7f][\x00\x0d-\x7f]" + _INT + _LONG + rb"\x2c",
        rb"[\x07-\x10]\x00\x2c" + _LONG + rb"\x4c" + _LONG * 2,
        rb"\x04\x00\x21[\x0d-\x7f](?=[a-z2-7]{10})",
        rb"\x08\x00[\x00-\x06\x08\x09]" + _INT + rb"[\x15\x23]" + _INT * 3,
    )
)


def _swept_rows(pages: Pages, number: int, page: bytes) -> Iterator[Row]:
    """Rows on a page whose own list of them is hurt: found by what their headers look like."""
    for sweep in _SWEEPS:
        for match in sweep.finditer(page):
            yield from _rows_before(pages, number, page, match.start())


def _rows_before(pages: Pages, number: int, page: bytes, header: int) -> Iterator[Row]:
    """A cell begins with the length of the row and its number; both end right before the row's header."""
    for start in range(header - 2, max(-1, header - 14), -1):
        size, middle = _varint(page, start)
        if middle is None or size <= 0:
            continue
        _, end = _varint(page, middle)
        if end == header:
            row = _row_at(pages, number, page, start)
            if row is not None:
                yield row


def row_at(pages: Pages, at: tuple[int, int]) -> Row | None:
    """A row that was found before, read again."""
    return _row_at(pages, at[0], pages[at[0]], at[1])


def _row_at(pages: Pages, number: int, page: bytes, start: int) -> Row | None:
    """The row whose cell begins at `start`, or None where there is none that fits together."""
    size, middle = _varint(page, start)
    if middle is None or not 2 <= size <= 1 << 30:
        return None
    id, begin = _varint(page, middle)
    if begin is None:
        return None
    local = _local(size, pages.size)
    if begin + local > len(page):
        return None
    parts = [(pages.place(number) + start, pages.place(number) + begin + local + (4 if local < size else 0))]
    payload = page[begin : begin + local]
    following = int.from_bytes(page[begin + local : begin + local + 4], "big")
    pieces, missing = [payload], size - local
    while missing > 0:
        overflow = pages[following] if 0 < following <= pages.count else b""
        if len(overflow) < pages.size or len(pieces) > pages.count:
            return None
        piece = overflow[4 : 4 + min(missing, pages.size - 4)]
        parts.append((pages.place(following), pages.place(following) + 4 + len(piece)))
        pieces.append(piece)
        missing -= len(piece)
        following = int.from_bytes(overflow[:4], "big")
    values = _values(b"".join(pieces))
    return None if values is None else Row(id, values, (number, start), tuple(parts))


def _local(size: int, usable: int) -> int:
    """How much of a row of `size` bytes stands on its leaf page; the rest on overflow pages."""
    most = usable - 35
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    wanted = least + (size - least) % (usable - 4)
    return wanted if wanted <= most else least


def _varint(data: bytes, at: int) -> tuple[int, int | None]:
    """A number of one to nine bytes and where it ends; (0, None) where the data ends first."""
    value = 0
    for index in range(at, min(at + 8, len(data))):
        value = value << 7 | data[index] & 0x7F
        if data[index] < 0x80:
            return value, index + 1
    if at + 8 < len(data):
        return value << 8 | data[at + 8], at + 9
    return 0, None


_INT_SIZES: Final = (0, 1, 2, 3, 4, 6, 8)


def _values(payload: bytes) -> tuple[Any, ...] | None:
    """The columns of a record; None where its header and its length do not fit together."""
    end, at = _varint(payload, 0)
    if at is None or end > len(payload):
        return None
    types = []
    while at < end:
        kind, following = _varint(payload, at)
        if following is None or kind in (7, 10, 11):  # our tables hold no floats
            return None
        types.append(kind)
        at = following
    values = []
    for kind in types:
        size = _INT_SIZES[kind] if kind < 7 else 0 if kind < 12 else (kind - 12) // 2
        values.append(_value(kind, payload[at : at + size]))
        at += size
    return tuple(values) if at == len(payload) else None


def _value(kind: int, data: bytes) -> Any:
    if kind == 0:
        return None
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    if kind < 10:
        return kind - 8
    return data.decode("utf-8", "surrogateescape") if kind % 2 else data


def fits(values: Sequence[Any], *kinds: Any) -> bool:
    """Whether the columns are of these kinds: a type, None, or a union of both."""
    return len(values) == len(kinds) and all(
        value is None if kind is None else isinstance(value, kind) for value, kind in zip(values, kinds, strict=True)
    )
