"""Which document goes to which split: at random by a seed, whole groups together."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from annotator.errors import DataError

NAMES: Final = {1: ("gold",), 2: ("train", "test"), 3: ("train", "dev", "test")}


def parse_split(text: str) -> tuple[int, ...]:
    """Shares such as 80/10/10. Raises DataError for anything else."""
    parts = text.split("/")
    shares = tuple(int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 6)
    if len(shares) != len(parts) or len(shares) not in (2, 3) or not all(shares):
        raise DataError(f"{text!r} is no split: two or three whole numbers above 0, such as 80/10/10 or 90/10.")
    return shares


def together(size: int, links: Iterable[tuple[int, int]], groups: Sequence[Hashable | None]) -> list[list[int]]:
    """The numbers 0 to `size` - 1 in groups: those that a link connects, or that have the same group (None: none)."""
    above = list(range(size))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    first: dict[Hashable, int] = {}
    for at, group in enumerate(groups):
        if group is not None:
            above[root(at)] = root(first.setdefault(group, at))
    for a, b in links:
        above[root(a)] = root(b)
    found: dict[int, list[int]] = {}
    for at in range(size):
        found.setdefault(root(at), []).append(at)
    return list(found.values())


def split(names: Sequence[str], groups: Sequence[Sequence[int]], shares: Sequence[int], seed: int) -> list[int]:
    """The number of the split of each document: groups in an order drawn by the seed, each to the split that lacks most.

    It depends on the names and the seed alone. Splits come as near to their shares as whole groups allow.
    """

    def drawn(group: Sequence[int]) -> bytes:
        return hashlib.sha256(f"{seed}\0{min(names[at] for at in group)}".encode()).digest()

    whole = sum(shares)
    wanted = [share * len(names) / whole for share in shares]
    filled = [0] * len(shares)
    found = [0] * len(names)
    for group in sorted(groups, key=drawn):
        lacking = [want - have for want, have in zip(wanted, filled, strict=True)]
        chosen = max(range(len(shares)), key=lambda at: (lacking[at], -at))
        filled[chosen] += len(group)
        for at in group:
            found[at] = chosen
    return found
