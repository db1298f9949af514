"""Lines of Hashiya's JSONL, one by one: what is read, what is refused and in which words, what is written."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Worded, in_arabic
from annotator.formats.jsonl import Line, LineError
from annotator.formats.jsonl_reading import read_line
from annotator.formats.jsonl_records import records_of
from annotator.formats.jsonl_writing import write_line
from annotator.formats.reasons import RULES, reason
from annotator.model import Argument, Document, Event, Mention, Span, StatusRecord
from annotator.operations import RecordKey
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, encode, line
from tests.annotator.text.strategies import texts

DEEP = 200
NO_WORDS = re.compile(
    r"'[^']*'|`[^`]*`|^[a-z_.0-9\[\]]+:|JSON|UTF|NUL|NaN|Infinity|surrogate|--[a-z]+|n_annotators|votes|method"
    r"|mention|entity|value|true|false"
)
"""What may stand in an Arabic sentence in Latin letters: what the file has, and names of fields and options."""


def is_arabic(reason: str) -> bool:
    """Whether a reason has an Arabic wording, with no English word in it."""
    return isinstance(reason, Worded) and not re.search("[A-Za-z]{3}", NO_WORDS.sub("", reason.arabic))


def reasons(data: Any) -> tuple[str, ...]:
    with pytest.raises(LineError) as refused:
        records_of(read_line(encode(data)))
    return refused.value.reasons


REFUSED = {
    "truncated in a string": (b'{"id":"d1","text":"abc', "the line ends in the middle (column 19)"),
    "truncated after a value": (b'{"id":"d1","text":"abc"', "the line ends in the middle"),
    "truncated in a list": (b'{"text":"abc","mentions":[', "the line ends in the middle"),
    "no JSON": (b"nonsense", "this is not JSON: Expecting value (column 1)"),
    "two objects": (b'{"text":"a"}{"text":"b"}', "this is not JSON: Extra data"),
    "a comma too many": (b'{"text":"a",}', "this is not JSON"),
    "single quotes": (b"{'text':'a'}", "this is not JSON"),
    "a bare tab in a string": (b'{"text":"a\tb"}', "Invalid control character"),
    "a bare CR in a string": (b'{"text":"a\rb"}', "Invalid control character"),
    "a byte-order mark inside of a file": (b'\xef\xbb\xbf{"text":"a"}', "a byte-order mark stands before it"),
    "a space that JSON has not": (b'{"text":"a"}\xc2\xa0', "this is not JSON: Extra data"),
    "not an object": (b"[1]", "a line must be one JSON object"),
    "a string": (b'"text"', "a line must be one JSON object"),
    "no text": (b"{}", "there is no text"),
    "no text but an id": (b'{"id":"d1"}', "there is no text"),
    "text is a number": (b'{"text":1}', "text: expected `str`, got `int`"),
    "text is null": (b'{"text":null}', "text: expected `str`"),
    "id is a float": (b'{"text":"a","id":1.5}', "id: expected `int | str | null`"),
    "id is a bool": (b'{"text":"a","id":true}', "id: expected `int | str | null`"),
    "unknown field": (b'{"text":"a","txet":"b"}', "a field that this format does not have: `txet`"),
    "unknown field of a mention": (
        b'{"text":"a","mentions":[{"start":0,"end":1,"label":"PERS","lable":1}]}',
        "mentions[0]: there is a field that this format does not have: `lable`",
    ),
    "duplicate field": (b'{"id":"a","id":"b","text":"x"}', "the field 'id' stands there twice"),
    "duplicate field with a space before the colon": (
        b'{"text" :"a","id":"1","id":"2"}',
        "the field 'id' stands there twice",
    ),
    "duplicate field beside an event without arguments": (
        b'{"text":"ab","mentions":[{"id":"m","start":0,"end":1,"label":"X"}],'
        b'"events":[{"id":"e","label":"X","trigger":"m"}],"id":"1","id":"2"}',
        "the field 'id' stands there twice",
    ),
    "duplicate field behind strings that end with a backslash": (
        b'{"text":"\\\\","id":"\\\\","annotator":"a","annotator":"b"}',
        "the field 'annotator' stands there twice",
    ),
    "duplicate field behind quotes in a string": (
        b'{"text":"\\"\\":","id":"1","id":"2"}',
        "the field 'id' stands there twice",
    ),
    "duplicate number": (
        b'{"text":"ab","mentions":[{"start":0,"end":1,"end":2,"label":"X"}]}',
        "the field 'end' stands there twice",
    ),
    "duplicate field written with an escape": (b'{"text":"a","\\u0074ext":"b"}', "the field 'text' stands there twice"),
    "duplicate field in meta": (b'{"text":"a","meta":{"x":1,"x":2}}', "the field 'x' stands there twice"),
    "duplicate field in a mention": (
        b'{"text":"ab","mentions":[{"start":0,"start":0,"end":1,"label":"X"}]}',
        "the field 'start' stands there twice",
    ),
    "broken UTF-8": (b'{"text":"a\xff"}', "broken UTF-8 at byte 11 of the line"),
    "Windows-1256": ('{"text":"قال"}'.encode("cp1256"), "broken UTF-8"),
    "a surrogate in UTF-8": (b'{"text":"\xed\xa0\x80"}', "broken UTF-8"),
    "UTF-16": ('{"text":"a"}'.encode("utf-16-le"), "a NUL byte"),
    "UTF-16 with its mark": ('{"text":"a"}'.encode("utf-16"), "this is UTF-16, not UTF-8"),
    "half a pair, escaped": (b'{"text":"\\ud83d"}', "a lone surrogate"),
    "half a pair in an id": (b'{"text":"a","id":"\\udc00"}', "a lone surrogate"),
    "half a pair in meta": (b'{"text":"a","meta":{"\\udc00":1}}', "a lone surrogate"),
    "NUL, escaped": (b'{"text":"a\\u0000"}', "a NUL character"),
    "NUL, escaped, in a label": (
        b'{"text":"ab","mentions":[{"start":0,"end":1,"label":"X\\u0000"}]}',
        "a NUL character",
    ),
    "NUL, escaped, as a key": (b'{"text":"a","meta":{"\\u0000":1}}', "a NUL character"),
    "NUL, as a byte": (b'{"text":"a\x00"}', "a NUL byte at byte 11"),
    "NaN": (b'{"text":"a","meta":{"n":NaN}}', "NaN is not a number of JSON"),
    "infinity": (b'{"text":"a","meta":{"n":-Infinity}}', "Infinity is not a number of JSON"),
    "too large a float": (b'{"text":"a","meta":{"n":1e999}}', "number out of range"),
    "a number of 5,000 digits": (
        b'{"text":"a","meta":{"n":' + b"1" * 5000 + b"}}",
        "a number of 5000 digits is too long",
    ),
    "deep lists": (b'{"text":"a","labels":{"x":' + b"[" * DEEP + b"]" * DEEP + b"}}", "nested too deeply"),
    "deep objects": (b'{"text":"a","meta":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}", "nested too deeply"),
    "deep beyond any stack": (b'{"text":"a","meta":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    "deep lists in an argument": (
        b'{"text":"ab","mentions":[{"id":"m","start":0,"end":1,"label":"X"}],"events":[{"label":"X","trigger":"m",'
        b'"arguments":[{"role":"r","value":' + b"[" * DEEP + b"]" * DEEP + b"}]}]}",
        "nested too deeply",
    ),
    "unknown status": (line(status="finished"), "status: invalid enum value 'finished'"),
    "a float offset": (line(mentions=[{**NAME, "start": 4.0}]), "mentions[0].start: a whole number is needed"),
    "a bool offset": (line(mentions=[{**NAME, "end": True}]), "mentions[0].end: a whole number is needed"),
    "a string offset": (line(mentions=[{**NAME, "start": "4"}]), "mentions[0].start: a whole number is needed"),
    "no offset": (line(mentions=[{"end": 3, "label": "PERS"}]), "mentions[0]: there is no `start`"),
    "a part with three ends": (line(mentions=[{**NAME, "parts": [[4, 8, 9]]}]), "mentions[0].parts[0]: "),
    "an end beyond the text": (line(mentions=[{**NAME, "end": 44}]), "'m1': the place 4 to 44 is outside the text"),
    "a start before the text": (line(mentions=[{**NAME, "start": -1}]), "'m1': the place -1 to 16 is outside the text"),
    "a huge offset": (line(mentions=[{**NAME, "end": 10**30}]), "is outside the text, which has 43 characters"),
    "an empty span": (line(mentions=[{**NAME, "end": 4}]), "'m1': the place 4 to 4 is empty"),
    "a backward span": (line(mentions=[{**NAME, "end": 2}]), "'m1': the place 4 to 2 is empty"),
    "another surface": (
        line(mentions=[{**NAME, "text": "سليم"}]),
        "'m1': at 4 to 16 the text has «سليم الهاشمي», not «سليم»",
    ),
    "an empty surface": (line(mentions=[{**NAME, "text": ""}]), "not «»"),
    "parts out of order": (line(mentions=[{**NAME, "parts": [[9, 16], [4, 8]]}]), "its parts are not in order"),
    "parts that touch": (line(mentions=[{**NAME, "parts": [[4, 8], [8, 16]]}]), "apart from each other"),
    "parts with another hull": (line(mentions=[{**NAME, "parts": [[4, 8], [9, 15]]}]), "are not those of its parts"),
    "an empty part": (line(mentions=[{**NAME, "parts": [[4, 4], [9, 16]]}]), "is empty"),
    "a part outside": (line(mentions=[{**NAME, "parts": [[4, 8], [9, 99]]}]), "outside the text"),
    "a mention id twice": (line(mentions=[NAME, {**PLACE, "id": "m1"}]), "the mention id 'm1' is used twice"),
    "an empty mention id": (line(mentions=[{**NAME, "id": ""}]), "the id of a mention is empty"),
    "an event id twice": (line(mentions=[BLOW], events=[ATTACK, ATTACK]), "the event id 'e1' is used twice"),
    "a dangling trigger": (
        line(mentions=[NAME], events=[ATTACK]),
        "the event 'e1' points at the mention 'm2', which is not there",
    ),
    "a trigger of another label": (
        line(mentions=[NAME], events=[{**ATTACK, "trigger": "m1"}]),
        "the event 'e1' is of 'Conflict.Attack', but its trigger has the label 'PERS'",
    ),
    "a dangling argument": (
        line(mentions=[BLOW], events=[{**ATTACK, "arguments": [{"role": "who", "mention": "m9"}]}]),
        "the event 'e1' points at the mention 'm9'",
    ),
    "a dangling entity as argument": (
        line(mentions=[BLOW], events=[{**ATTACK, "arguments": [{"role": "who", "entity": "n9"}]}]),
        "the event 'e1' points at the entity 'n9'",
    ),
    "an argument with two fillers": (
        line(mentions=[BLOW], events=[{**ATTACK, "arguments": [{"role": "who", "mention": "m2", "value": 1}]}]),
        "the role 'who' needs exactly one of mention, entity, value",
    ),
    "an argument without filler": (
        line(mentions=[BLOW], events=[{**ATTACK, "arguments": [{"role": "who"}]}]),
        "the role 'who' needs exactly one",
    ),
    "a dangling source": (
        line(mentions=[NAME], relations=[{"id": "r1", "label": "near", "source": "m8", "target": "m1"}]),
        "the relation 'r1' points at the mention 'm8'",
    ),
    "a dangling target": (
        line(mentions=[NAME], relations=[{"id": "r1", "label": "near", "source": "m1", "target": "m9"}]),
        "the relation 'r1' points at the mention 'm9'",
    ),
    "a dangling member": (
        line(mentions=[NAME], entities=[{"id": "n1", "mentions": ["m1", "m9"]}]),
        "the entity 'n1' points at the mention 'm9'",
    ),
    "an argument twice": (
        line(mentions=[BLOW], events=[{**ATTACK, "arguments": [{"role": "who", "value": {"b": 1, "a": 2}}] * 2}]),
        "the event 'e1' has an argument twice",
    ),
    "an entity of nothing": (
        line(mentions=[], entities=[{"id": "n1", "mentions": []}]),
        "the entity 'n1' has no mention",
    ),
    "an entity of one mention twice": (
        line(mentions=[NAME], entities=[{"id": "n1", "mentions": ["m1", "m1"]}]),
        "the entity 'n1' has a mention twice",
    ),
    "a part with one end": (line(mentions=[{**NAME, "parts": [[4]]}]), "parts[0]: expected `array` of length 2"),
    "votes below zero": (line(mentions=[{**NAME, "votes": -1}]), "mentions[0].votes: a number of at least 0 is needed"),
    "a document label without a value": (line(labels={"topic": None}), "the document label 'topic' has no value"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(case: str) -> None:
    data, words = REFUSED[case]
    found = reasons(data)
    assert words in "\n".join(found)
    for each in found:
        assert is_arabic(each), in_arabic(each)


def test_every_reason_can_be_said_in_both_languages() -> None:
    names = "at where words column key name n got id fault fault_ar start end there said label other role about kind to votes"
    values = dict.fromkeys([*names.split(), "step", "place", "owner", "same", "changed", "missing", "more"], "'x'")
    for code in RULES:
        assert is_arabic(reason(code, **values))


def test_all_problems_of_a_line_are_named() -> None:
    found = reasons(line(mentions=[{**NAME, "end": 99}, {**PLACE, "text": "x"}], events=[ATTACK]))
    assert len(found) == 3


def test_the_fast_reader_takes_what_the_strict_one_takes() -> None:
    for text in ('"id":', 'قال: "نعم" : لا', "\\u0000 و \\", '{"a":1,"a":2}', "\t\r\n\x85\u2028\u2029"):
        for separators in ((",", ":"), (", ", ": "), (" , ", " : ")):
            assert read_line(json.dumps({"id": text, "text": text}, separators=separators).encode()).text == text


@given(texts(), st.booleans())
def test_any_text_comes_back_as_it_was(text: str, escaped: bool) -> None:
    data = json.dumps({"text": text, "meta": {"t": text}}, ensure_ascii=escaped).encode()
    found = read_line(data)
    assert (found.text, found.meta) == (text, {"t": text})
    document = Document(1, b"", "d", text, {"t": text})
    written = write_line(document)
    assert written.count(b"\n") == 1
    assert json.loads(written) == {"id": "d", "text": text, "meta": {"t": text}}
    assert write_line(Document(1, b"", "d", read_line(written).text, read_line(written).meta)) == written


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts(4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts(3), JSON, max_size=4))
def test_free_form_json_is_written_in_one_way(meta: dict[str, Any]) -> None:
    document = Document(1, b"", "d", "t", meta)
    shuffled = Document(1, b"", "d", "t", dict(reversed(list(meta.items()))))
    written = write_line(document)
    assert write_line(shuffled) == written
    again = read_line(written)
    assert again.meta == meta
    assert write_line(Document(1, b"", "d", "t", again.meta)) == written


def test_missing_ids_are_given_and_skip_those_in_use() -> None:
    plain = [{key: value for key, value in mention.items() if key != "id"} for mention in (NAME, PLACE)]
    found = records_of(read_line(encode(line(mentions=[plain[0], {**BLOW, "id": "m1"}, plain[1]]))))
    mentions = [record for record in found.values() if isinstance(record, Mention)]
    assert [(mention.id, mention.start) for mention in mentions] == [("m2", 4), ("m1", 20), ("m3", 31)]


def test_what_a_full_line_holds() -> None:
    event = {**ATTACK, "arguments": [{"role": "where", "mention": "m3"}, {"role": "when", "value": {"y": 2016}}]}
    parts = {**NAME, "parts": [[4, 8], [9, 16]], "attributes": {"sure": False}}
    found = records_of(read_line(encode(line(mentions=[parts, BLOW, PLACE], events=[event], status="done"))))
    assert found[RecordKey("status", "status")] == StatusRecord("done")
    assert found[RecordKey("mention", "m1")] == Mention("m1", (Span(4, 8), Span(9, 16)), "PERS", {"sure": False})
    wanted = (Argument("where", mention="m3"), Argument("when", value={"y": 2016}))
    assert found[RecordKey("event", "e1")] == Event("e1", "Conflict.Attack", "m2", wanted)


def test_a_line_annotates_when_it_says_anything() -> None:
    assert not Line(text="t", annotator="سلمى").annotates
    assert Line(text="t", mentions=[]).annotates
    assert Line(text="t", status="todo").annotates
    assert read_line(encode(line())).text == TEXT
