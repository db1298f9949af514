"""The fast way from a line to the log takes nothing that the other way does not take, and says the same of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import event, given, settings

from annotator.formats.common_lines import read_common, rows_of
from annotator.formats.jsonl_reading import read_line
from annotator.formats.jsonl_records import records_of
from annotator.operations import encode_first, encode_puts
from tests.annotator.formats.common import LABELS, common_lines, encoded
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, encode, line

COMMON = line(mentions=[NAME, PLACE])
WRITTEN = line(status="done", mentions=[NAME], events=[], relations=[], entities=[], labels={}, comments=[])


def taken(data: bytes) -> tuple[Any, ...] | None:
    """What the fast way says of a line; None when it hands it over."""
    found = read_common(data)
    rows = rows_of(found, LABELS) if found else None
    if found is None or rows is None:
        return None
    status = found.status or "in_progress"
    return found.id, found.text, found.annotator, status, encode_first(status, rows)


def said(data: bytes) -> tuple[Any, ...]:
    """What the other way says of it. Raises LineError."""
    found = read_line(data)
    assert not any((found.meta, found.events, found.relations, found.entities, found.labels, found.comments))
    status = found.status or "in_progress"
    return found.id, found.text, found.annotator, status, encode_puts(records_of(found))


@settings(max_examples=400)
@given(common_lines().flatmap(encoded))
def test_both_ways_say_the_same(data: bytes) -> None:
    fast = taken(data)
    event("taken" if fast else "handed over")
    if fast is not None:
        assert fast == said(data)


@pytest.mark.parametrize("item", [COMMON, WRITTEN, line(mentions=[]), line(text='"', mentions=[])])
def test_common_lines_are_taken(item: dict[str, Any]) -> None:
    for data in (encode(item), msgspec.json.encode(item)):
        assert taken(data) == said(data)


OTHERS: dict[str, Any] = {
    "no id": line(mentions=[NAME], without=["id"]),
    "a number as id": line(id=7, mentions=[NAME]),
    "no mentions": line(status="todo"),
    "meta": line(mentions=[NAME], meta={"a": 1}),
    "an event": line(mentions=[BLOW], events=[ATTACK]),
    "a label of the document": line(mentions=[NAME], labels={"topic": "war"}),
    "a comment": line(mentions=[NAME], comments=[{"id": "c", "body": "x"}]),
    "parts": line(mentions=[{**NAME, "parts": [[4, 8], [9, 16]]}]),
    "attributes": line(mentions=[{**NAME, "attributes": {"a": 1}}]),
    "an id that is empty": line(mentions=[{**NAME, "id": ""}]),
    "an id twice": line(mentions=[NAME, {**PLACE, "id": "m1"}]),
    "no surface": line(mentions=[{name: value for name, value in NAME.items() if name != "text"}]),
    "another surface": line(mentions=[{**NAME, "text": "سليم"}]),
    "a place outside": line(text="ab", mentions=[{**NAME, "start": 0, "end": 3, "text": "ab"}]),
    "a place before the text": line(text="ab", mentions=[{**NAME, "start": -1, "end": 2, "text": "b"}]),
    "nothing marked": line(mentions=[{**NAME, "start": 4, "end": 4, "text": ""}]),
    "a label of no schema": line(mentions=[{**NAME, "label": "NONE"}]),
    "NUL": b'{"id":"d","text":"a\\u0000","mentions":[]}',
    "a field twice": b'{"id":"d","text":"a","mentions":[],"text":"a"}',
    "a field twice beside quotes": b'{"id":"d","text":"\\u0022\\u0022\\u0022\\u0022","mentions":[],"id":"d"}',
    "a field twice, once loosely": b'{"id":"d","text":"\\"","mentions":[],"id" :"d"}',
    "a field twice in a mention": b'{"id":"d","text":"ab","mentions":[{"id":"m","start":0,"start":0,"end":1,"label":"PERS","text":"a"}]}',
    "not JSON": b"{",
    "broken UTF-8": b'{"id":"d","text":"\xff","mentions":[]}',
}


@pytest.mark.parametrize("what", OTHERS)
def test_other_lines_are_handed_over(what: str) -> None:
    assert taken(encode(OTHERS[what])) is None
