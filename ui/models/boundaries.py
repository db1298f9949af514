"""Where a mention may start inside its first word, which start is proposed, and what was chosen before."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from annotator.model import Mention, Span
from annotator.project import Change
from annotator.text.clitics import candidates, propose
from annotator.text.normalise import key
from annotator.text.words import word_at
from ui.desk import Desk
from ui.rest import Chore

_PORTION: Final = 150
"""Mentions that are learned from in one go, so that opening a long document waits for nothing."""


class Start(NamedTuple):
    """One place where a mention may start: code point, and the letters that stay outside."""

    offset: int
    clitic: str


class Boundaries(QObject):
    """The memory of one document's words: the owner's mentions teach it, each choice is remembered for the session."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._chosen: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self._known: set[str] = set()
        self._lessons: list[Mention] = []
        self._chore = Chore(desk.rest, 1, self._learn_some, self)
        desk.turned.connect(self._relearn)
        desk.opened.connect(self._forget)
        desk.changed.connect(self._on_changed)

    # -- asking -------------------------------------------------------------------------------------------------------
    def starts(self, span: Span) -> tuple[Start, ...]:
        """All places where a mention ending where `span` ends may start in its first word; one if there is no choice."""
        word, text = self._word(span), self._text
        if word is None:
            return (Start(span.start, ""),)
        found = [
            Start(word.start + boundary.offset, boundary.clitic)
            for boundary in candidates(text[word.start : word.end])
            if word.start + boundary.offset < span.end
        ]
        if span.start not in {start.offset for start in found}:
            found.append(Start(span.start, text[word.start : span.start]))
        return tuple(sorted(found))

    def proposed(self, word: Span) -> Span:
        """The part of a word that is selected first, by the schema's policy and by what was chosen before."""
        if self._desk.schema.boundary != "stem":
            return word
        form = key(self._text[word.start : word.end])
        offset = self._chosen.get(form, self._seen.get(form))
        if offset is None:
            offset = propose(self._text[word.start : word.end], self._known)
        return Span(word.start + offset, word.end) if 0 < offset < word.end - word.start else word

    def remember(self, span: Span) -> None:
        """Takes the start of `span` as this person's choice for that word from now on."""
        word = self._word(span)
        if word is not None:
            self._chosen[key(self._text[word.start : word.end])] = span.start - word.start

    # -- learning -----------------------------------------------------------------------------------------------------
    @property
    def _text(self) -> str:
        return self._desk.document.text if self._desk.document else ""

    def _word(self, span: Span) -> Span | None:
        word = word_at(self._text, span.start)
        return word if word is not None and word.start <= span.start < word.end else None

    def _forget(self) -> None:
        self._chosen, self._seen, self._known = {}, {}, set()

    def _relearn(self) -> None:
        layer = self._desk.layer
        self._lessons = list(layer.mentions.values()) if layer else []
        if self._lessons:
            self._chore.go_on()

    def _learn_some(self) -> None:
        for _ in range(min(_PORTION, len(self._lessons))):
            self._learn(self._lessons.pop())
        if self._lessons:
            self._chore.go_on()

    def _learn(self, mention: Mention) -> None:
        text, word = self._text, self._word(mention.hull)
        if mention.end > len(text) or word is None:
            return
        self._seen[key(text[word.start : word.end])] = mention.start - word.start
        self._known.add(key(text[mention.start : min(word.end, mention.end)]))

    def _on_changed(self, change: Change) -> None:
        if self._desk.shows(change):
            for record in change.after.values():
                if isinstance(record, Mention):
                    self._learn(record)
