"""A stretch of text. It lives here, on the lowest floor, so that everything above can speak of it."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a document's text: code points, end exclusive."""

    start: int
    end: int
