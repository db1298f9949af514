"""The rows that are left of a project's truth in the bytes of a damaged file, and the texts that are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from annotator.model import STATUSES
from annotator.operations import Operation
from annotator.store.carve import Pages, Row, fits, row_at, rows
from annotator.store.tables import SEQ_BITS
from annotator.text.exact import check_text, document_key

SEQ: Final = (1 << SEQ_BITS) - 1
"""The part of an operation's row number that is its seq."""
LONGEST_MENDED: Final = 64 * 1024
"""Texts up to this size (bytes) are searched for one wrong bit."""


class Fact(NamedTuple):
    """A document that is whole: name, sha256 of the text, the keys by which its steps may know it, where it stands."""

    name: str
    sha256: bytes
    keys: tuple[bytes, ...]
    at: tuple[int, int]


class Link(NamedTuple):
    """An operation as it stands in the file, without its actor's key."""

    id: int
    layer: int
    operation: Operation
    stored: bytes


class Found:
    """The rows of each kind, several for one number where old copies of a page are left."""

    def __init__(self, pages: Pages) -> None:
        self.documents: dict[int, Fact] = {}
        self.notes: list[str] = []
        self.links: dict[int, list[Link]] = {}
        self.actors: dict[int, list[tuple[str, str]]] = {}
        self.names: dict[int, set[str]] = {}
        self.layers: dict[int, set[tuple[int | None, int]]] = {}
        self.lost_keys: dict[int, tuple[bytes, str]] = {}
        for row in rows(pages):
            self._take(row)
        for number in self.documents:
            self.lost_keys.pop(number, None)

    def _take(self, row: Row) -> None:
        values = row.values
        if fits(values, None, int, int, int, str, str | None, int, str, bytes) and len(values[8]) == 16:
            self._take_operation(row)
        elif fits(values, None, bytes, str, bytes, str, str) and (len(values[1]), len(values[3])) == (16, 32):
            self._take_document(row)
        elif fits(values, None, str, str):
            self.actors.setdefault(row.id, []).append((values[1], values[2]))
        elif fits(values, None, int | None, int, str, int, int, int) and values[3] in STATUSES:
            self.layers.setdefault(row.id, set()).add((values[1], values[2]))
        elif fits(values, None, str):
            self.names.setdefault(row.id, set()).add(values[1])

    def _take_operation(self, row: Row) -> None:
        _, step, lamport, layer, gesture, undoes, time, changes, stored = row.values
        operation = Operation("", row.id & SEQ, lamport, step, gesture, undoes, time, changes)
        link = Link(row.id, layer, operation, stored)
        links = self.links.setdefault(row.id, [])
        if link not in links:
            links.append(link)

    def _take_document(self, row: Row) -> None:
        if row.id in self.documents:
            return
        _, key, name, sha256, _, text = row.values
        raw = raw_of(text)
        digest = digest_of(raw)
        known = document_key(name, digest) == key if is_sound(name) else False
        if digest != sha256 and not known:
            right = one_bit_off(raw, sha256)
            if right is None:
                self.lost_keys[row.id] = (key, readable(name))
                return
            self.notes.append(f"document {readable(name)!r}: one wrong bit of its text was set right")
            digest = sha256
        name = readable(name)
        own = document_key(name, digest)
        if own != key:
            self.notes.append(f"document {name!r}: its name or key is hurt, its text is whole")
        self.documents[row.id] = Fact(name, digest, tuple(dict.fromkeys((key, own))), row.at)


def raw_of(text: str) -> bytes:
    """The bytes of a text as they stand in the file."""
    return text.encode("utf-8", "surrogateescape")


def digest_of(raw: bytes) -> bytes:
    """sha256 of bytes."""
    return hashlib.sha256(raw).digest()


def is_sound(text: str) -> bool:
    """Whether a text could have been stored: no NUL, no bytes that are not UTF-8."""
    return check_text(text) is None


def readable(text: str) -> str:
    """A text for people, with U+FFFD for what is not UTF-8."""
    return text if is_sound(text) else raw_of(text).decode("utf-8", "replace").replace("\0", "\ufffd")


def flipped(raw: bytes) -> Iterator[bytes]:
    """`raw` with each of its bits wrong in turn."""
    data = bytearray(raw)
    for at in range(len(data)):
        for bit in range(8):
            data[at] ^= 1 << bit
            yield bytes(data)
            data[at] ^= 1 << bit


def one_bit_off(raw: bytes, sha256: bytes) -> str | None:
    """The text of that hash which differs from `raw` in one bit; None where there is none."""
    if len(raw) > LONGEST_MENDED:
        return None
    block = 64
    for start in range(0, len(raw), block):
        head = hashlib.sha256(raw[:start])
        tail = raw[start + block :]
        for piece in flipped(raw[start : start + block]):
            attempt = head.copy()
            attempt.update(piece)
            attempt.update(tail)
            if attempt.digest() == sha256:
                return (raw[:start] + piece + tail).decode("utf-8", "replace")
    return None


def text_of(pages: Pages, fact: Fact) -> str:
    """The text of a proved document."""
    row = row_at(pages, fact.at)
    text = row.values[5] if row else ""
    if digest_of(raw_of(text)) != fact.sha256:
        text = one_bit_off(raw_of(text), fact.sha256) or ""
    return str(text)
