"""Arabic for places that neither shape nor reorder, such as many terminals. Never for the window, never for storage.

The only importer of python-bidi and arabic-reshaper; both are loaded at the first use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import regex

from annotator.text.paragraphs import split

_PAIRS: Final = (
    "()<>[]{}«»‹›≤≥≪≫⁅⁆⁽⁾₍₎⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦅⦆⦗⦘⸢⸣⸤⸥〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞﹤﹥（）＜＞［］｛｝｟｠｢｣"
)
_MIRROR: Final = {
    char: other
    for left, right in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)
    for char, other in ((left, right), (right, left))
    if unicodedata.mirrored(char)
}
_MIRRORED: Final = regex.compile(f"[{regex.escape(''.join(_MIRROR))}]")

_FLAGS: Final = range(0xE0100, 0xE01F0)
"""Invisible marks; one that the line doesn't hold tells which way a bracket was laid."""
_STAND_INS: Final = range(0x4DC0, 0x4E00)
"""Neutral signs of one code point that take the place of composed emoji while the line is reordered."""
_JOINED: Final = r"[\u200D\uFE0F\u20E3\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]"
_EMOJI: Final = regex.compile(rf"\p{{ExtPict}}{_JOINED}+(?:(?<=\u200D)\p{{ExtPict}}{_JOINED}*)*")

_MARKS: Final = r"\u0591-\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08CA-\u08E1\u08E3-\u08FF"
_MARKS_FIRST: Final = regex.compile(rf"([{_MARKS}]+)([\p{{bc=R}}\p{{bc=AL}}])")
_BLANK: Final = regex.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL: Final = regex.compile(r"\p{Cc}")
_UNSEEN: Final = regex.compile(r"[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]")
_PIECE: Final = regex.compile(r"\s*\S+")


def visual(line: str) -> str:
    """One line as it is laid out from left to right: Arabic letters in their joined forms, the base direction
    right-to-left, brackets mirrored, vowel marks after their letter, direction marks gone.

    Tabs and line separators become spaces and other control characters U+FFFD, so that no text can steer a terminal.
    """
    line = _CONTROL.sub("\ufffd", _BLANK.sub(" ", line))
    line, emoji = _without_emoji(line)
    line = _reordered(_reshape()(line))
    line = _MARKS_FIRST.sub(lambda found: found[2] + found[1][::-1], line)
    line = _UNSEEN.sub("", line)
    return "".join(emoji.get(char, char) for char in line)


def visual_lines(text: str, width: int) -> list[str]:
    """`text` wrapped to lines of at most `width` columns, each laid out by `visual` and flush right.

    Lines are broken at spaces, and inside a word only where it is wider than a whole line.
    """
    if width < 1:
        raise ValueError(f"a line can't be {width} columns wide")
    paragraphs = (_BLANK.sub(" ", text[paragraph.start : paragraph.end]) for paragraph in split(text))
    lines = (line for paragraph in paragraphs for line in _wrapped(paragraph, width))
    return [" " * (width - columns(line)) + visual(line) for line in lines]


def columns(line: str) -> int:
    """How many columns of a terminal `visual(line)` takes, as far as that can be known."""
    plain, emoji = _without_emoji(line)
    return sum(2 if found[0] in emoji else _cell(found[0]) for found in regex.finditer(r"\X", _reshape()(plain)))


def _without_emoji(line: str) -> tuple[str, dict[str, str]]:
    """The line with one sign in place of each composed emoji, and what the signs stand for."""
    signs = (chr(code) for code in _STAND_INS if chr(code) not in line)
    composed = dict.fromkeys(found[0] for found in _EMOJI.finditer(line))
    stand_ins = dict(zip(composed, signs, strict=False))
    plain = _EMOJI.sub(lambda found: stand_ins.get(found[0], found[0]), line)
    return plain, {sign: emoji for emoji, sign in stand_ins.items()}


def _reordered(line: str) -> str:
    """The line in visual order with mirrored brackets.

    python-bidi does not mirror and does not tell levels. A mark goes with the character before it (UAX 9, W1 and N0),
    so a mark put after each bracket comes out before it exactly where the bracket runs right to left.
    """
    from bidi import get_display

    if not line:
        return line
    flag = next(chr(code) for code in _FLAGS if chr(code) not in line)
    ordered = str(get_display(_MIRRORED.sub(rf"\g<0>{flag}", line), base_dir="R"))
    laid = regex.compile(f"{flag}(.)|({_MIRRORED.pattern}){flag}")
    return laid.sub(lambda found: _MIRROR[found[1]] if found[1] else found[2], ordered)


@cache
def _reshape() -> Callable[[str], str]:
    """Joins Arabic letters; marks are kept, lam-alef is the only ligature."""
    from arabic_reshaper import ArabicReshaper

    reshaper = ArabicReshaper({"delete_harakat": False, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False})
    return lambda line: str(reshaper.reshape(line))


def _cell(grapheme: str) -> int:
    first = grapheme[0]
    if unicodedata.category(first) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    wide = len(grapheme) > 1 and regex.match(r"\p{RI}\p{RI}|\p{ExtPict}.*\uFE0F", grapheme)
    return 2 if wide or unicodedata.east_asian_width(first) in {"W", "F"} else 1


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    """The paragraph in logical lines; at least one, perhaps empty.

    Each line is measured whole: letters join differently in company, so the columns of its words do not add up.
    """
    line = ""
    for found in _PIECE.finditer(paragraph):
        piece = found[0]
        if line and columns(line + piece) > width:
            yield line
            line = ""
            piece = piece.lstrip()
        while not line and columns(piece) > width:
            head = _head(piece, width)
            yield head
            piece = piece[len(head) :]
        line += piece
    yield line


def _head(piece: str, width: int) -> str:
    """As many graphemes as fit into `width` columns, at least one."""
    end = used = 0
    for found in regex.finditer(r"\X", piece):
        used += columns(found[0])
        if end and used > width:
            break
        end = found.end()
    return piece[:end]
