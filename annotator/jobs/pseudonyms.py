"""Names for annotators that tell nothing: the same in every export of a project, and not to be guessed from the people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def pseudonyms(secret: bytes, names: Iterable[str], purpose: str = "") -> dict[str, str]:
    """A01, A02 ... for each name, drawn by the project's `secret`; another `purpose` (a release, say) draws anew."""

    def drawn(name: str) -> bytes:
        return hashlib.sha256(secret + f"\0{purpose}\0{name}".encode()).digest()

    ordered = sorted(set(names), key=drawn)
    width = max(2, len(str(len(ordered))))
    return {name: f"A{number:0{width}}" for number, name in enumerate(ordered, start=1)}
