"""What a list calls a text."""

from __future__ import annotations

import re


def title_of(text: str) -> str:
    """The start of the first line of `text` that is not empty."""
    for line in re.split(r"[\n\r\x85\u2028\u2029]+", text[:4000]):
        title = line.strip(" \t\ufeff\u200b\u200e\u200f")
        if title:
            return title[:160]
    return ""
