"""Why a schema file cannot be read at all, as sentences in both languages in place of the words of the TOML reader."""

from __future__ import annotations

import re
from typing import Final

from annotator.schema.rules import Reason

_TOML: Final = (
    (r"Expected '='", "toml_equals"),
    (r"Expected '\]|Unclosed (array|inline table)", "toml_open"),
    (r"Unterminated|Expected \"?'|Expected '\"|Illegal character '\\n'", "toml_quote"),
    (r"[Cc]annot (declare|overwrite|redefine|mutate)|Duplicate", "toml_twice"),
    (r"Expected newline", "toml_rest"),
    (r"Invalid statement|initial character", "toml_statement"),
    (r"Unescaped|hex value|Escaped", "toml_escape"),
    (r"[Ii]llegal character|invalid character", "toml_character"),
    (r"Invalid (value|date)", "toml_value"),
)
"""What the reader of the standard library says (a pattern), and which of our rules that is."""
_SHAPES: Final = (
    (r"Object missing required field `(?P<key>[^`]+)`", "field_missing"),
    (r"Object contains unknown field `(?P<key>[^`]+)`", "field_unknown"),
    (r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`", "other_type"),
    (r"Invalid enum value (?P<key>.+)", "no_choice"),
)
"""The same for values that have another shape than what is read has."""
_TYPES: Final = {
    "str": ("a text in quotation marks", "نص بين علامتي تنصيص"),
    "int": ("a whole number", "عدد صحيح"),
    "float": ("a number", "عدد"),
    "bool": ("true or false", "true أو false"),
    "array": ("a list in square brackets", "قائمة بين قوسين مربعين"),
    "object": ("a table", "جدول"),
    "null": ("nothing", "لا شيء"),
}
"""Names of types, for people."""


def toml_fault(message: str) -> Reason:
    """What is wrong with a line that is not TOML; `message` is what `tomllib` says, without the place."""
    code = next((code for pattern, code in _TOML if re.search(pattern, message)), "toml")
    return Reason(code)


def shape_fault(message: str) -> Reason | str:
    """What is wrong with a value that cannot stand there; `message` is what `msgspec` says, without the place.
    One that has no words here stays as it is."""
    for pattern, code in _SHAPES:
        found = re.fullmatch(pattern, message)
        if found:
            values = found.groupdict()
            wanted, got = (_type_words(values.get(name, "")) for name in ("wanted", "got"))
            return Reason(
                code, key=values.get("key", "").strip("'"),
                wanted=wanted[0], got=got[0], wanted_ar=wanted[1], got_ar=got[1],
            )  # fmt: skip
    return message


def _type_words(types: str) -> tuple[str, str]:
    """A type (`str | null`) in English and Arabic."""
    known = [_TYPES.get(each.strip(), (each.strip(), each.strip())) for each in types.split("|")]
    return " or ".join(english for english, _ in known), " أو ".join(arabic for _, arabic in known)
