"""Where something stands in the text, seen from a place: in the same sentence, the same paragraph, or in which."""

from __future__ import annotations

from annotator.model import Span
from annotator.suggest.fillers import Places
from ui.look import Look


class Where:
    """Made once for a place of an article."""

    def __init__(self, look: Look, text: str, here: Span) -> None:
        self._look, self._places = look, Places(text)
        self._sentence, self._paragraph = self._places.sentence(here.start), self._places.paragraph(here.start)

    def words(self, span: Span) -> str:
        """In words."""
        if self._sentence.start <= span.start < self._sentence.end:
            return self._look.tr("where.same_sentence")
        number = self._places.paragraph(span.start)
        if number == self._paragraph:
            return self._look.tr("where.same_paragraph")
        return self._look.tr("where.paragraph", n=number)
