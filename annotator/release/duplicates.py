"""Near-duplicate articles: the same news told twice must not be in training and test both.

Two texts are near-duplicates when the Jaccard similarity of their sets of shingles (five words in a row, folded: no vowels,
one form of each letter) is `THRESHOLD` or more. Candidates are found by MinHash (Broder 1997) with bands (Leskovec,
Rajaraman & Ullman 2014, chapter 3): of two texts of similarity 0.5 one in a thousand pairs is missed, of 0.7 none in a
million. Each candidate is then measured exactly. Everything is computed from whole numbers: the same on every system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from annotator.text.normalise import key

THRESHOLD: Final = 0.5
_SHINGLE: Final = 5
_BANDS: Final = 50
_ROWS: Final = 3
_WORD: Final = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_Hashes = npt.NDArray[np.uint64]


class Pair(NamedTuple):
    """Two near-duplicates, by their numbers, and how alike they are (0 to 1)."""

    a: int
    b: int
    similarity: float


class _Words:
    """A number for each word, the same everywhere."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def number(self, word: str) -> int:
        found = self._known.get(word)
        if found is None:
            found = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
            self._known[word] = found
        return found


def _mix(value: _Hashes) -> _Hashes:
    """splitmix64 (Steele, Lea & Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(value ^ (value >> np.uint64(31)), dtype=np.uint64)


def _shingles(text: str, words: _Words) -> _Hashes:
    """Hashes of the shingles of a text, sorted, none twice. A text of fewer words is one shingle."""
    numbers = np.array([words.number(word) for word in _WORD.findall(key(text))], dtype=np.uint64)
    if not len(numbers):
        return numbers
    if len(numbers) < _SHINGLE:
        numbers = np.concatenate([numbers, np.zeros(_SHINGLE - len(numbers), np.uint64)])
    found = np.zeros(len(numbers) - _SHINGLE + 1, dtype=np.uint64)
    for at in range(_SHINGLE):
        found = _mix(found + numbers[at : at + len(found)] + np.uint64(at + 1))
    return np.unique(found)


class Twins:
    """Finds near-duplicates among texts that are added one after the other and not kept: of each stay the hashes of its
    shingles and its signature."""

    def __init__(self) -> None:
        self._words = _Words()
        self._shingles: list[_Hashes] = []
        self._signatures: list[_Hashes] = []

    def add(self, text: str) -> None:
        """One more text; they are numbered through from 0."""
        found = _shingles(text, self._words)
        self._shingles.append(found)
        self._signatures.append(_signature(found))

    def pairs(self) -> list[Pair]:
        """All pairs of near-duplicates among the texts that were added."""
        found: list[npt.NDArray[np.int64]] = []
        filled = np.array([at for at, shingles in enumerate(self._shingles) if len(shingles)], dtype=np.int64)
        if len(filled):
            table = np.stack([self._signatures[at] for at in filled]).reshape(len(filled), _BANDS, _ROWS)
            for band in range(_BANDS):
                found += [_pairs(filled[members], len(self._shingles)) for members in _alike(table[:, band])]
        candidates = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
        each = (divmod(int(code), len(self._shingles)) for code in candidates)
        measured = (Pair(a, b, _jaccard(self._shingles[a], self._shingles[b])) for a, b in each)
        return [pair for pair in measured if pair.similarity >= THRESHOLD]


def near_duplicates(texts: Iterable[str]) -> list[Pair]:
    """All pairs of near-duplicates among the texts, which are numbered through from 0."""
    twins = Twins()
    for text in texts:
        twins.add(text)
    return twins.pairs()


_SEEDS: Final = _mix(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
_AT_ONCE: Final = 1 << 16
"""Hashes that are mixed in one piece: more would not stay in the processor's cache."""


def _signature(shingles: _Hashes) -> _Hashes:
    """The least hash of the shingles under each seed; nothing for a text without words."""
    if not len(shingles):
        return shingles
    step = max(1, _AT_ONCE // len(shingles))
    parts = [_mix(shingles ^ _SEEDS[at : at + step, None]).min(axis=1) for at in range(0, len(_SEEDS), step)]
    return np.concatenate(parts)


def _alike(rows: _Hashes) -> Iterator[npt.NDArray[np.int64]]:
    """The numbers of rows that are equal to another, each group in rising order."""
    order = np.lexsort(rows.T)
    same = np.all(rows[order][1:] == rows[order][:-1], axis=1)
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    for members in np.split(order, starts[1:]):
        if len(members) > 1:
            yield np.sort(members)


def _pairs(members: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Each two of a bucket, as a * size + b; of a crowded one each with the first, which is enough to put them into one
    group."""
    if len(members) > _CROWD:
        return np.asarray(members[0] * size + members[1:], dtype=np.int64)
    first, second = np.triu_indices(len(members), 1)
    return np.asarray(members[first] * size + members[second], dtype=np.int64)


_CROWD: Final = 64


def _jaccard(a: _Hashes, b: _Hashes) -> float:
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)
