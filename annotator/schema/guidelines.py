"""The guidelines that a schema carries, in sections: of the whole project, then of each label; with their examples.

An example stands in a block fenced by ``` and the word `example`. In it, [surface|LABEL] is a mention; one may stand in
another: [وزارة [الصحة|X]|ORG].
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from annotator.model import Span
from annotator.schema.records import Label, Schema

_FENCE: Final = re.compile(r"^```[ \t]*example[ \t]*\n(.*?)\n```[ \t]*$", re.MULTILINE | re.DOTALL)
_DEEPEST: Final = 20
_LONGEST: Final = 4000
"""Characters of an example; the marks of a longer one are left as text, so that no file can keep a reader busy."""


class Example(msgspec.Struct, frozen=True):
    """A text with mentions: (span in code points of the text, key of the label), in the order of their starts."""

    text: str
    mentions: tuple[tuple[Span, str], ...]


class Section(msgspec.Struct, frozen=True):
    """What is said about a label (`label` is its key), or about the whole project (`label` is empty).

    `parts` are Markdown and examples in turn, in the order of the guidelines.
    """

    label: str
    title: str
    parts: tuple[str | Example, ...]

    @property
    def text(self) -> str:
        """All that is said, for searching."""
        return "\n".join([self.title, *(part.text if isinstance(part, Example) else part for part in self.parts)])


def sections(schema: Schema, language: str) -> list[Section]:
    """The sections in `language` (ar or en); where one was written in the other language only, in that."""
    found = []
    guide = _either(schema.guide_ar, schema.guide_en, language)
    if guide:
        found.append(Section("", schema.ar if language == "ar" else schema.en, parts(guide)))
    found += [section for label in schema.offered if (section := _of_label(label, language)) is not None]
    return found


def _of_label(label: Label, language: str) -> Section | None:
    words = (_either(label.help_ar, label.help_en, language), _either(label.guide_ar, label.guide_en, language))
    said = "\n\n".join(filter(None, words))
    return Section(label.key, label.name(language), parts(said)) if said else None


def _either(ar: str, en: str, language: str) -> str:
    first, second = (ar, en) if language == "ar" else (en, ar)
    return first.strip() or second.strip()


def parts(guide: str) -> tuple[str | Example, ...]:
    """Markdown and the examples in it, in turn."""
    found: list[str | Example] = []
    end = 0
    for fence in _FENCE.finditer(guide):
        found += [guide[end : fence.start()].strip(), example(fence[1])]
        end = fence.end()
    found.append(guide[end:].strip())
    return tuple(part for part in found if part)


def example(source: str) -> Example:
    """Reads an example. Brackets that are no mention (without a bar, or never closed) stay text."""
    if len(source) > _LONGEST:
        return Example(source, ())
    pieces, mentions = _read(source, 0, 0)
    return Example(pieces, tuple(sorted(mentions, key=lambda found: (found[0].start, -found[0].end))))


def _read(source: str, start: int, depth: int) -> tuple[str, list[tuple[Span, str]]]:
    """Text without markup, and the mentions in it, whose spans begin to count at `start`."""
    text, mentions, place = "", [], 0
    while place < len(source):
        inner = _bracketed(source, place) if source[place] == "[" and depth < _DEEPEST else None
        if inner is None:
            text += source[place]
            place += 1
            continue
        surface, _, label = inner.rpartition("|")
        said, nested = _read(surface, start + len(text), depth + 1)
        if said:
            mentions += [(Span(start + len(text), start + len(text) + len(said)), label.strip()), *nested]
        text += said
        place += len(inner) + 2
    return text, mentions


def _bracketed(source: str, place: int) -> str | None:
    """What stands between the bracket at `place` and the one that closes it, if that is a mention."""
    depth = 0
    for end in range(place, len(source)):
        depth += {"[": 1, "]": -1}.get(source[end], 0)
        if depth == 0:
            inner = source[place + 1 : end]
            label = inner.rpartition("|")[2]
            return inner if "|" in inner and label.strip() and "]" not in label and "[" not in label else None
    return None
