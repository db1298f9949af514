"""Places of mentions: what the text allows, and how two mentions can be at odds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from annotator.errors import Worded
from annotator.model import Mention, Span
from annotator.schema import OverlapPolicy


class Clash(StrEnum):
    """How two mentions can be at odds."""

    TWIN = "twin"
    OVERLAP = "overlap"
    CROSSING = "crossing"


def span_fault(length: int, spans: Sequence[Span]) -> Worded | None:
    """Why `spans` cannot be a mention of a text of `length` code points; None when they can."""
    if not spans:
        return Worded("it has no place in the text", "ليس لها موضع في النص")
    previous = -1
    for start, end in spans:
        if start < 0 or end > length:
            return Worded(
                f"the place {start} to {end} is outside the text, which has {length} characters",
                f"الموضع من {start} إلى {end} خارج النص، وطوله {length}",
            )
        if start >= end:
            return Worded(f"the place {start} to {end} is empty", f"الموضع من {start} إلى {end} فارغ")
        if start <= previous:
            return Worded("its parts are not in order, apart from each other", "أجزاؤها غير مرتبة أو متلاصقة")
        previous = end
    return None


def clash(
    mentions: Iterable[Mention], new: Mention, policy: OverlapPolicy, read: Callable[[str], str] = str
) -> Clash | None:
    """How `new` is at odds with the others (itself, by id, left out) under the schema's overlap policy.

    `read` says as what a label is read (`Schema.resolve`): twins are those whose labels are read the same.
    """
    found = clash_with(mentions, new, policy, read)
    return found[0] if found else None


def clash_with(
    mentions: Iterable[Mention], new: Mention, policy: OverlapPolicy, read: Callable[[str], str] = str
) -> tuple[Clash, Mention] | None:
    """What `clash` says, and the other mention."""
    for other in mentions:
        if other.id == new.id or other.start >= new.end or new.start >= other.end:
            continue
        if other.spans == new.spans and read(other.label) == read(new.label):
            return Clash.TWIN, other
        if policy == "none":
            return Clash.OVERLAP, other
        if policy == "nested" and _crosses(other.hull, new.hull):
            return Clash.CROSSING, other
    return None


def _crosses(a: Span, b: Span) -> bool:
    (_, first_end), (second_start, second_end) = sorted((a, b), key=lambda span: (span.start, -span.end))
    return second_start < first_end < second_end
