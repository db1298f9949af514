"""The text kept exactly: read once from bytes, nothing changed, and named by its hash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Final

from annotator.errors import DataError, Worded, placed

_REFUSED: Final = re.compile("[\0\ud800-\udfff]")
_NEWLINE: Final = re.compile(rb"\r\n|[\r\n]")
_SURROGATE: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_LISTED: Final = 10
"""How many broken places of one source are named."""
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, source: str) -> str:
    """Strict UTF-8, character for character: no newline is changed and a byte-order mark stays.

    Raises DataError for broken UTF-8, surrogates and NUL; its problems read `SOURCE:LINE: reason`.
    """
    if b"\0" not in data:
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    if data.startswith(_WIDE):
        places: list[tuple[int, Worded]] = [
            (0, Worded("the text is UTF-16, not UTF-8", "ترميز النص UTF-16، والمطلوب UTF-8"))
        ]
    else:
        places = sorted(islice(_broken(data), _LISTED + 1))
    problems = [placed(f"{source}:{_line(data, at)}", reason) for at, reason in places[:_LISTED]]
    if len(places) > _LISTED:
        problems.append(placed(source, Worded("and more places after these", "ومواضع أخرى بعد هذه")))
    raise DataError(
        f"{source} was not read: save it as UTF-8 text and try again.",
        problems,
        arabic=f"لم يُقرأ {source}: احفظه نصاً بترميز UTF-8 ثم أعد المحاولة.",
    )


def check_text(text: str) -> str | None:
    """Why `text` can't be stored (it holds NUL or half a surrogate pair), with the place; None when it can."""
    found = _REFUSED.search(text)
    if found is None:
        return None
    what = "NUL" if found[0] == "\0" else f"the lone surrogate U+{ord(found[0]):04X}"
    return f"the text holds {what} at character {found.start()}"


def sha256_of(text: str) -> bytes:
    """SHA-256 of the text's UTF-8, 32 bytes."""
    return sha256(text.encode()).digest()


def document_key(name: str, text_sha256: bytes) -> bytes:
    """The identity of a document everywhere: 16 bytes made of its name and of the hash of its text."""
    return sha256(name.encode() + b"\0" + text_sha256).digest()[:16]


def _broken(data: bytes) -> Iterator[tuple[int, Worded]]:
    """Byte offset and reason of the first things that keep `data` from being text, of each kind in order."""
    for found in islice(re.finditer(rb"\0", data), _LISTED):
        yield found.start(), Worded("NUL (byte 00) is not text", "NUL (البايت 00) ليس نصاً")
    at = 0
    while at < len(data):
        try:
            data[at:].decode()
        except UnicodeDecodeError as error:
            first = at + error.start
            surrogate = _SURROGATE.match(data, first)
            if surrogate:
                bytes_ = surrogate[0].hex(" ").upper()
                yield (
                    first,
                    Worded(
                        f"a lone surrogate (bytes {bytes_}) is not a character",
                        f"نصف محرف وحده (البايتات {bytes_}) ليس محرفاً",
                    ),
                )
            else:
                yield first, Worded(f"byte {data[first]:02X} is not UTF-8", f"البايت {data[first]:02X} ليس UTF-8")
            at = surrogate.end() if surrogate else at + error.end
        else:
            return


def _line(data: bytes, at: int) -> int:
    """Number of the line, from 1, that holds byte `at`."""
    return 1 + sum(1 for _ in _NEWLINE.finditer(data, 0, at))
