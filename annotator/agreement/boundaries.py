"""Why the boundaries of two overlapping mentions differ, for Arabic. Told beside the agreement, never folded into it.

The text between the two starts and between the two ends is explained, from the least to the most that it changes:

- *tatweel_vowels*: only tatweel, vowel marks and invisible signs;
- *punctuation*: also spaces and punctuation;
- *clitic*: at the start only proclitics of the word (و ف ب ل ك س), at the end only pronouns attached to it;
- *article*: at the start only the article, perhaps after proclitics;
- *length*: both boundaries that differ stand at the edge of a word: a longer name, a title, an apposition;
- *other*: anything else (inside a word).

When the starts and the ends differ for two reasons, the one further down in this list is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from annotator.model import Span
from annotator.text.clitics import candidates
from annotator.text.words import word_at

CAUSES: Final = ("clitic", "article", "punctuation", "tatweel_vowels", "length", "other")
_SEVERITY: Final = ("tatweel_vowels", "punctuation", "clitic", "article", "length", "other")

_DECORATION: Final = regex.compile(r"[\p{M}\p{Cf}\u0640]+")
_EDGE: Final = regex.compile(r"[\p{M}\p{Cf}\u0640\p{Z}\p{P}\p{S}\p{Cc}]+")
_ATTACHED: Final = regex.compile(r"(?:ه|ها|هم|هما|هن|ك|كم|كما|كن|ي|نا|ني)")
"""Pronouns that are written onto the end of a word."""


def cause(text: str, a: Sequence[Span], b: Sequence[Span]) -> str:
    """Why two mentions of one text, each with its parts, do not have the same place. One of `CAUSES`."""
    starts, ends = (a[0].start, b[0].start), (a[-1].end, b[-1].end)
    found = []
    if starts[0] != starts[1]:
        found.append(_start_cause(text, min(starts), max(starts)))
    if ends[0] != ends[1]:
        found.append(_end_cause(text, min(ends), max(ends)))
    if len(a) > 1 or len(b) > 1 or not found:
        found.append("other")
    return max(found, key=_SEVERITY.index)


def _start_cause(text: str, low: int, high: int) -> str:
    between = text[low:high]
    plain = _plain_cause(between)
    if plain:
        return plain
    word = word_at(text, low)
    if word is not None and word.start <= low and high < word.end:
        places = [boundary for boundary in candidates(text[word.start : word.end]) if boundary.offset]
        reached = [boundary for boundary in places if low < word.start + boundary.offset <= high]
        begins = {word.start, *(word.start + boundary.offset for boundary in places)}
        if reached and word.start + reached[-1].offset == high and low in begins:
            return "article" if any(boundary.clitic == "ال" for boundary in reached) else "clitic"
        # The lam of لل has swallowed the alef: the article begins inside it.
        if between.endswith("ل") and "لل" in text[word.start : high + 1]:
            return "clitic"
        return "other"
    return _word_edges(text, low, high, at_start=True)


def _end_cause(text: str, low: int, high: int) -> str:
    between = text[low:high]
    plain = _plain_cause(between)
    if plain:
        return plain
    word = word_at(text, high)
    if word is not None and word.start < low and high == word.end:
        return "clitic" if _ATTACHED.fullmatch(_DECORATION.sub("", between)) else "other"
    return _word_edges(text, low, high, at_start=False)


def _plain_cause(between: str) -> str | None:
    if _DECORATION.fullmatch(between):
        return "tatweel_vowels"
    return "punctuation" if _EDGE.fullmatch(between) else None


def _word_edges(text: str, low: int, high: int, *, at_start: bool) -> str:
    """`length` when neither boundary cuts a word (a start behind proclitics does not), else `other`."""
    return "other" if _cuts(text, low, at_start=at_start) or _cuts(text, high, at_start=at_start) else "length"


def _cuts(text: str, at: int, *, at_start: bool) -> bool:
    word = word_at(text, at)
    if word is None or not word.start < at < word.end:
        return False
    if not at_start:
        return not _ATTACHED.fullmatch(_DECORATION.sub("", text[at : word.end]))
    return all(word.start + place.offset != at for place in candidates(text[word.start : word.end]))
