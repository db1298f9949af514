"""What a list calls a text."""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(r"[^\n\r\x85\u2028\u2029]+")


def title_of(text: str) -> str:
    """The start of the first line of `text` that is not empty."""
    for line in _LINE.finditer(text, 0, 4000):
        title = line[0].strip(" \t\ufeff\u200b\u200e\u200f")
        if title:
            return title[:160]
    return ""
