"""Lines with plain mentions, right and nearly right, and the ways to write them: for tests of the fast way in."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

LABELS = frozenset({"PERS", "LOC", "GPE"})
TEXTS = ("قال سليم", 'قال: "نعم" \\', "ab", 'a":b', '" :"', "😀 «x»\t\r\n\u2028", '"":""', "\x01\x7f\ufeff\x85")


@st.composite
def common_lines(draw: st.DrawFn) -> dict[str, Any]:
    """A line; what is odd in it is rare enough that most lines are common ones."""
    text = draw(st.sampled_from(TEXTS))
    mentions = [draw(_mentions(text, number)) for number in range(draw(st.integers(0, 3)))]
    found: dict[str, Any] = {"id": draw(st.sampled_from(["d1", "d2", "d3", "د", '"', "d4", "d5"])), "text": text}
    if draw(st.integers(0, 2)):
        found["annotator"] = draw(st.sampled_from(["سلمى", "نور", " نور ", "gold", "سلمى", "سلمى"]))
    if draw(st.booleans()):
        found["status"] = draw(st.sampled_from(["todo", "in_progress", "done"]))
    found["mentions"] = mentions
    if draw(st.booleans()):
        found |= {"events": [], "relations": [], "entities": [], "labels": {}, "comments": []}
    if not draw(st.integers(0, 4)):
        found |= draw(st.sampled_from(_ODD))
    return found


_ODD: list[dict[str, Any]] = [
    {"id": ""},
    {"id": "a\x00"},
    {"id": " "},
    {"id": 7},
    {"id": None},
    {"annotator": "all"},
    {"annotator": ""},
    {"status": None},
    {"status": "late"},
    {"meta": {"a": 1}},
    {"mentions": None},
    {"events": [{"label": "PERS", "trigger": "m0"}]},
    {"labels": {"topic": 1}},
    {"comments": [{"id": "c", "body": "x"}]},
    {"else": 1},
]


@st.composite
def _mentions(draw: st.DrawFn, text: str, number: int) -> dict[str, Any]:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    found = {"id": f"m{number}", "start": start, "end": end, "label": draw(st.sampled_from(sorted(LABELS)))}
    found["text"] = text[start:end]
    if not draw(st.integers(0, 9)):
        odd: list[dict[str, Any]] = [{"id": "m0"}, {"id": ""}, {"id": None}, {"start": start + 1}, {"start": -1}]
        odd += [{"end": end + 1}, {"end": start}, {"label": "NONE"}, {"label": "x y"}, {"text": "z"}, {"text": None}]
        odd += [{"parts": [[start, end]]}, {"attributes": {"a": 1}}, {"start": 0.0}, {"end": 2**70}]
        found |= draw(st.sampled_from(odd))
    return found


@st.composite
def encoded(draw: st.DrawFn, item: dict[str, Any]) -> bytes:
    """A line as somebody's program may write it: closely or loosely, in ASCII, with a field twice, cut off."""
    separators = draw(st.sampled_from([(",", ":"), (",", ":"), (",", ":"), (", ", ": "), (" ,", " : ")]))
    ascii_only = draw(st.sampled_from([False, False, True]))
    written = json.dumps(item, ensure_ascii=ascii_only, separators=separators)
    way = draw(st.integers(0, 9))
    if way == 0:
        field = draw(st.sampled_from(['"id":"d1"', '"text" :"ab"', '"mentions":[]', '"status":"done"', '"labels":{}']))
        written = f"{written[:-1]},{field}}}"
    elif way == 1:
        written = written.replace('"start"', '"start":0,"start"', 1)
    elif way == 2:
        written = written.replace('\\"', "\\u0022")
    elif way == 3:
        written = written[: draw(st.integers(0, len(written)))]
    return written.encode()
