"""Bytes to a checked line, fast; and, for a line that is not as it should be, why."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import msgspec

from annotator.errors import Worded, in_arabic
from annotator.formats.jsonl import BOM, MAX_LINE, Line, LineError
from annotator.formats.reasons import reason
from annotator.schema.misreadings import shape_fault

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_DEPTH: Final = 64
_MAX_DIGITS: Final = 300
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DECODER: Final = msgspec.json.Decoder(Line)
_FAULTS: Final = {"Expected `int` >= 0": "negative", "Number out of range": "out_of_range"}
"""What msgspec says of a number, and which of our reasons that is."""
_KEY_END: Final = b'":'
_LOOSE_KEY_END: Final = re.compile(rb'" +:')
"""A key may end so as well, or with other white space; then counting `_KEY_END` tells nothing."""


def read_line(data: bytes) -> Line:
    """One line of a file (without its newline) as a checked Line. Raises LineError with the reason.

    The common case is one typed decode; only a line that fails or looks odd is read a second time for the wording.
    """
    if len(data) > MAX_LINE:
        raise LineError(reason("long_line"))
    try:
        line = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise LineError(_why_not(data, error)) from error
    # What the fast reader lets pass: a field that stands twice shows in the number of quotes or keys, a NUL in its escape.
    # (Half a surrogate pair and a NUL byte it refuses itself.)
    if b"\\u0000" in data or not _is_plain(data, line):
        _read_strictly(data)
    return line


def _is_plain(data: bytes, line: Line) -> bool:
    """Whether the line has exactly the fields that were read from it, none twice and none that is free-form."""
    return stands_alone(data, *_expected(line))


def stands_alone(data: bytes, keys: int, strings: int, escaped: int = 0) -> bool:
    """Whether a line that has these many keys, strings as values and escaped quotes, or more, has no more of the former:
    so none stands there twice."""
    if data.count(b'"') == 2 * (keys + strings) + escaped:
        return True
    # There are quotes inside of strings: look at what only a key can end with, if all keys end so.
    loose = b"\t" in data or b"\r" in data or (b" :" in data and _LOOSE_KEY_END.search(data))
    return not loose and data.count(_KEY_END) == keys


def _expected(line: Line) -> tuple[int, int]:
    """How many keys and how many strings as values stand in a line that uses none of the free-form fields and none
    twice; never more than stand there.

    What may be free-form (`meta`, attributes, labels, values of arguments) is not counted, so it is read strictly.
    """
    strings = 1 + isinstance(line.id, str) + (line.annotator is not None) + (line.status is not None)
    keys = strings + isinstance(line.id, int) + (line.mentions is not None) + (line.events is not None)
    for mention in line.mentions or ():
        given = 1 + (mention.id is not None) + (mention.text is not None)
        strings += given
        keys += 2 + given
    for event in line.events or ():
        given = 2 + (event.id is not None)
        strings += given
        keys += given + (event.arguments is not None)
        for argument in event.arguments or ():
            given = 1 + (argument.mention is not None) + (argument.entity is not None)
            strings += given
            keys += given
    return keys, strings


def _why_not(data: bytes, error: Exception) -> Worded:
    if data.startswith(_UTF16):
        return reason("utf16")
    if data.startswith(BOM):
        return reason("bom")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as broken:
        return reason("broken_utf8", at=broken.start + 1)
    if b"\0" in data:
        return reason("nul_byte", at=data.index(0) + 1)
    _read_strictly(data)
    words = str(error)
    if isinstance(error, msgspec.ValidationError):
        fault, _, where = words.partition(" - at `$.")
        if "missing required field `text`" in words and not where:
            return reason("no_text")
        shape = _shape_fault(fault)
        return reason("at", where=where.rstrip("`"), fault=shape, fault_ar=shape.arabic) if where else shape
    return reason("not_json", words=words)


def _shape_fault(fault: str) -> Worded:
    """Why a value cannot stand where it does; `fault` is what `msgspec` says, without the place."""
    length = re.fullmatch(r"Expected `array` of length (\d+)(, got \d+)?", fault)
    if length:
        return reason("other_length", n=length[1])
    if fault in _FAULTS:
        return reason(_FAULTS[fault])
    return Worded(_plain(fault), in_arabic(shape_fault(fault)))


def _plain(fault: str) -> str:
    fault = re.sub("^Expected `int`, got", "a whole number is needed, not", fault)
    fault = fault.replace("Object contains unknown field", "there is a field that this format does not have:")
    fault = fault.replace("Object missing required field", "there is no")
    return fault[0].lower() + fault[1:]


def _read_strictly(data: bytes) -> None:
    """Finds what the fast reader lets pass or words badly. Raises LineError."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in items:
            if key in seen:
                raise LineError(reason("field_twice", key=key))
            seen.add(key)
        return dict(items)

    def no_constant(name: str) -> None:
        raise LineError(reason("no_number", name=name))

    def whole_number(digits: str) -> int:
        if len(digits) > _MAX_DIGITS:
            raise LineError(reason("digits", n=len(digits)))
        return int(digits)

    text = data.decode()
    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=no_constant, parse_int=whole_number)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip(" \t\r\n"))
        code = "cut" if cut or "Unterminated" in error.msg else "not_json_at"
        raise LineError(reason(code, column=error.colno, words=error.msg.removesuffix(" at"))) from error
    except RecursionError as error:
        raise LineError(reason("too_deep")) from error
    if not isinstance(value, dict):
        raise LineError(reason("no_object"))
    _check_values(value, 0)


def _check_values(value: Any, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise LineError(reason("too_deep"))
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise LineError(reason("surrogate"))
        if "\0" in value:
            raise LineError(reason("nul"))
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_values(key, depth + 1)
            _check_values(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_values(inner, depth + 1)
