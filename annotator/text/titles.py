"""What a list calls a text."""

from __future__ import annotations

import re
from typing import Final

_ENDS: Final = "\n\r\x85\u2028\u2029"
_BLANK: Final = " \t\ufeff\u200b\u200e\u200f"
_START: Final = re.compile(f"[{_ENDS}{_BLANK}]*([^{_ENDS}]{{1,160}})")
_MORE: Final = re.compile(f"[{_BLANK}]*[^{_ENDS}{_BLANK}]")
_FAR: Final = 4000
"""Characters in which a title is looked for."""


def title_of(text: str) -> str:
    """The first 160 characters of the first line of `text` that is not empty, without blanks around it."""
    start = _START.match(text, 0, _FAR)
    if start is None:
        return ""
    return start[1] if _MORE.match(text, start.end(), _FAR) else start[1].rstrip(_BLANK)
