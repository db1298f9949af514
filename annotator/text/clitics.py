"""Proclitics: where a name or an event word may begin inside a word (و ف ب ل ك س and the article).

Stripping a letter because it looks like a clitic damages a fifth of the names of news (واشنطن, باريس, كلينتون), so
nothing is stripped: `candidates` are offered, and `propose` picks another one than the whole word only on evidence.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

import regex

from annotator.text.normalise import key


class Boundary(NamedTuple):
    """A place in a word where a mention may begin.

    `offset` is in code points from the word's start; `clitic` is what ends there, without marks and tatweel: "" at the
    start of the word, else one of و ف ب ل ك س, or ال.
    """

    offset: int
    clitic: str


_DECOR: Final = r"[\p{M}\p{GCB=Extend}\u0640\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]*+"
"""What may stand on or after a letter of a clitic: vowel marks, tatweel, invisible signs."""
_CONJUNCTION: Final = regex.compile(f"[وف]{_DECOR}")
_PARTICLE: Final = regex.compile(f"[بلكس]{_DECOR}")
_ARTICLE: Final = regex.compile(f"[اٱ]{_DECOR}ل{_DECOR}")
_STEM: Final = regex.compile(r"(?V1)\p{N}|[\p{L}--\u0640].*?[\p{L}--\u0640]", regex.DOTALL)
"""What must be left of a word: a number or at least two letters."""

_DECORATED: Final = regex.compile(r"[\p{M}\p{GCB=Extend}\p{Cf}\u0640]+")
_SHOWN: Final = regex.compile(r"[وب](?=[اٱ]ل..)|ل(?=ل..)|[وبل](?=[أإآ]..)|[فك](?=إ..)|[وفبلك](?=\p{N}|\p{Latin})")
"""A clitic that shows itself by what follows: و or ب before the article, لل, an alef with hamza, a number or Latin letters.

ف and ك before ال are as often the beginning of a foreign name (فالنتينو, كاليفورنيا), and كأس is a cup.
"""
_LOOKS_SHOWN: Final = regex.compile(
    "(?:والد|بالغ)(?:[يكا]|ه|ها|هم|هما|هن|نا|ين|ون|ان|ات|ة|تي|ته|تها|تهم|ية)?|والي|بالي|بالون(?:ات)?"
)
"""Common words that only look as if they held a clitic and the article."""
_FUTURE: Final = "ايتن"
"""س stands before a verb of the present only, whose key begins with one of these."""
_SHORTEST: Final = 3
"""A shorter remainder is no evidence: two letters are a word too easily."""


def candidates(word: str) -> tuple[Boundary, ...]:
    """Where a mention may begin in `word`: at 0, after و or ف, after ب, ل, ك or س, and after the article.

    Each offset steps over the marks and the tatweel of the letter before it, so that no grapheme is split, and leaves
    at least two letters or a number. The article that ل has swallowed (للأمم) has no place of its own.
    """
    found = [Boundary(0, "")]
    at = 0
    conjunction = _CONJUNCTION.match(word)
    if conjunction:
        at = conjunction.end()
        found.append(Boundary(at, conjunction[0][0]))
    particle = _PARTICLE.match(word, at)
    if particle:
        at = particle.end()
        found.append(Boundary(at, particle[0][0]))
    article = None if particle and particle[0][0] in "لس" else _ARTICLE.match(word, at)
    if article:
        found.append(Boundary(article.end(), "ال"))
    return (found[0], *(boundary for boundary in found[1:] if _STEM.match(word, boundary.offset)))


def propose(word: str, known: Container[str]) -> int:
    """The offset where a mention of `word` most likely begins; 0, the whole word, where there is no evidence.

    Evidence is a clitic that shows itself (والمدينة, للأمم, بإدلب), else a remainder that is among the `known` words
    (search keys of words seen elsewhere, see `normalise.key`) while the whole word is not.
    """
    places = [boundary for boundary in candidates(word)[1:] if boundary.clitic != "ال"]
    for offset, clitic in reversed(places):
        letters = clitic + _DECORATED.sub("", word[offset:])
        if _SHOWN.match(letters) and not _LOOKS_SHOWN.fullmatch(letters):
            return offset
    if not places or key(word) in known:
        return 0
    return next((place.offset for place in places if _is_known(word, place, known)), 0)


def _is_known(word: str, place: Boundary, known: Container[str]) -> bool:
    rest = key(word[place.offset :])
    return len(rest) >= _SHORTEST and rest in known and (place.clitic != "س" or rest[0] in _FUTURE)
