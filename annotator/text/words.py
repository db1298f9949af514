"""Words: segments of UAX 29 that hold a letter or a digit, from one engine (`regex`).

Two differences from UAX 29, both for Arabic as news writes it: a full stop joins Arabic letters only where both stand
alone (ق.م, أ.ف.ب), because the space after a full stop is often missing; colons, middle dots and single quotes never
join Arabic letters. Besides, a line of tatweel is no word, and direction marks at the end of a word don't belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from annotator.text import graphemes
from annotator.text.spans import Span

_SETS: Final = {
    "x": r"[[\p{WB=Extend}\p{WB=ZWJ}\p{WB=Format}\p{GCB=Extend}\p{GCB=SpacingMark}]--\p{GCB=Prepend}]",
    "prepend": r"\p{GCB=Prepend}",
    "letter": r"[[\p{WB=ALetter}\p{WB=Hebrew_Letter}]--[\p{GCB=Prepend}\p{ExtPict}]]",
    "arabic": r"[[\p{WB=ALetter}&&\p{Script=Arabic}]\u0640]",
    "foreign": r"[[\p{WB=ALetter}\p{WB=Hebrew_Letter}]--[\p{GCB=Prepend}\p{ExtPict}\p{Script=Arabic}\u0640]]",
    "digit": r"[\p{WB=Numeric}--\p{GCB=Prepend}]",
    "link": r"\p{WB=ExtendNumLet}",
    "kana": r"\p{WB=Katakana}",
    "midletter": r"[\p{WB=MidLetter}\p{WB=MidNumLet}\p{WB=Single_Quote}]",
    "midnumber": r"[\p{WB=MidNum}\p{WB=MidNumLet}\p{WB=Single_Quote}]",
    "other": r"[[\p{L}\p{N}]--[\p{GCB=Prepend}\p{GCB=SpacingMark}\p{ExtPict}]]",
    "holder": r"[[\p{L}\p{N}]--[\u0640\p{GCB=Prepend}\p{GCB=SpacingMark}\p{ExtPict}]]",
}

_WORD: Final = regex.compile(
    r"""(?V1x)
    (?: {prepend}*+ (?:
        {foreign} {x}*+ (?: {midletter} {x}*+ (?={foreign}) )?+
      | {arabic} {x}*+ (?: \. {x}*+ (?= {arabic} {x}*+ (?!{letter}|{digit}|{link}) )
                                   (?<= (?<! (?:{letter}|{digit}|{link}) {x}* ) {arabic} {x}* \. {x}* ) )?+
      | {digit} {x}*+ (?: {midnumber} {x}*+ (?={digit}) )?+
      | {link} {x}*+
    ) )++
    | (?: {prepend}*+ (?: {kana} | {link} ) {x}*+ )++
    | {prepend}*+ (?={other}) \X
    """.format(**_SETS)
)
_HOLDER: Final = regex.compile("(?V1){holder}".format(**_SETS))
_LAST_HOLDER: Final = regex.compile("(?rV1){holder}".format(**_SETS))
_OUTSIDE: Final = regex.compile(
    r"(?rV1)[^{x}{prepend}{letter}\u0640{digit}{link}{kana}{midletter}{midnumber}{other}]".format(**_SETS)
)
"""Searches backwards for a character that is in no word, so that a scan may begin after it."""
_FORMAT_TAIL: Final = regex.compile(r"(?rV1)[\p{WB=Format}--[\p{GCB=Extend}\p{GCB=Prepend}]]+")

_MARGIN: Final = regex.compile(r"[\p{Z}\p{P}\p{Cc}\p{Cf}][\p{Z}\p{P}\p{Cc}\p{Cf}\p{M}]*")
_PAIRS: Final = ("()", "[]", "{}", "«»", "“”", "‘’", "‹›", '""')
_PARTNERS: Final = {pair[i]: pair[1 - i] for pair in _PAIRS for i in (0, 1)}
_PERCENT: Final = frozenset("%٪‰")


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words that lie wholly between `start` and `end`, in order. A word never splits a grapheme."""
    end = len(text) if end is None else end
    return [word for word in _near(text, start, end) if start <= word.start and word.end <= end]


def word_at(text: str, pos: int) -> Span | None:
    """The word that `pos` is in, or that ends at `pos`; of two that meet there, the later one."""
    found = None
    for word in _near(text, pos, pos + 1):
        if word.end >= pos:
            found = word
    return found


def next_word(text: str, pos: int) -> Span | None:
    """The first word that begins at or after `pos`."""
    return next((word for word in _near(text, pos, len(text)) if word.start >= pos), None)


def previous_word(text: str, pos: int) -> Span | None:
    """The last word that begins before `pos`: the one that `pos` is in the middle of, else the one before."""
    while pos > 0:
        found = None
        for word in _near(text, pos, pos):
            found = word
        if found:
            return found
        holder = _LAST_HOLDER.search(text, 0, pos)
        if holder is None:
            return None
        pos = holder.end() if holder.end() < pos else holder.start()
    return None


def trim(text: str, span: Span) -> Span | None:
    """`span` without the spaces, punctuation and invisible signs at its ends; None when nothing else is in it.

    A percent sign beside a digit stays, and so does a bracket or quote whose partner stands inside: شركة «النور».
    """
    start, end = span
    while start < end:
        after = min(graphemes.next_boundary(text, start), end)
        if not _MARGIN.fullmatch(text, start, after) or _is_percent(text, start, after, end):
            break
        start = after
    while start < end:
        before = max(graphemes.previous_boundary(text, end), start)
        if not _MARGIN.fullmatch(text, before, end) or _is_percent(text, before, before - 1, start):
            break
        end = before
    return _with_partners(text, Span(start, end), span) if start < end else None


def without_spaces(text: str, span: Span) -> Span | None:
    """`span` without the spaces and line ends at its ends; None when nothing else is in it."""
    inner = text[span.start : span.end]
    start = span.start + len(inner) - len(inner.lstrip())
    end = span.end - (len(inner) - len(inner.rstrip()))
    return Span(start, end) if start < end else None


def _with_partners(text: str, inner: Span, outer: Span) -> Span:
    """`inner` widened, within `outer`, by brackets and quotes that are paired with one inside it."""
    start, end = inner
    while end < outer.end and (opening := _PARTNERS.get(text[end])) is not None:
        if not _is_open(text[start:end], opening, text[end]):
            break
        end += 1
    while start > outer.start and (closing := _PARTNERS.get(text[start - 1])) is not None:
        if not _is_open(text[start:end], closing, text[start - 1]):
            break
        start -= 1
    return Span(start, end)


def _is_open(text: str, sign: str, partner: str) -> bool:
    """Whether `text` holds a `sign` that waits for its `partner`."""
    return text.count(sign) % 2 == 1 if sign == partner else text.count(sign) > text.count(partner)


def _is_percent(text: str, at: int, beside: int, limit: int) -> bool:
    """Whether a percent sign stands at `at` with a digit at `beside`, which is between `at` and `limit`."""
    return text[at] in _PERCENT and (at < beside < limit or limit <= beside < at) and text[beside].isdigit()


def _near(text: str, start: int, end: int) -> Iterator[Span]:
    """Words that begin before `end`, from the one that holds or ends at `start`, or from a little earlier."""
    outside = _OUTSIDE.search(text, 0, start)
    for found in _WORD.finditer(text, outside.end() if outside else 0):
        first, last = found.span()
        if first >= end:
            return
        if _HOLDER.search(text, first, last):
            tail = _FORMAT_TAIL.match(text, first, last)
            yield Span(first, tail.start() if tail else last)
