"""Values of the schema's fields as people read and type them: numbers and dates in either digits, options by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from annotator.schema import PRECISIONS, Field
from ui.i18n import isolate
from ui.look import Look

_LATIN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PRECISION_WORDS: Final = {
    "exactly": "precision.exactly",
    "about": "precision.about",
    "at_least": "precision.at_least",
    "at_most": "precision.at_most",
    "more_than": "precision.more_than",
    "less_than": "precision.less_than",
}
"""Wording of each precision that the schema knows."""
assert tuple(PRECISION_WORDS) == PRECISIONS


def written(look: Look, field: Field, value: Any) -> str:
    """A value on one line; empty for none."""
    if value is None:
        return ""
    if field.kind == "flag":
        return look.tr("value.yes")
    if field.kind == "choice":
        keys = value if isinstance(value, list | tuple) else [value]
        return look.words.joined(*(option_name(look, field, str(key)) for key in keys))
    if field.kind == "number":
        number, precision = number_parts(value)
        words = typed(look, field, number)
        return words if precision == "exactly" else f"{look.tr(PRECISION_WORDS[precision])} {words}"
    return typed(look, field, value)


def option_name(look: Look, field: Field, key: str) -> str:
    """An option's name in the window's language; its key when the schema lacks it."""
    option = field.option(key)
    return isolate(option.name(look.words.language) if option else key)


def number_parts(value: Any) -> tuple[Any, str]:
    """A number, and how it is meant."""
    if isinstance(value, Mapping):
        precision = str(value.get("precision", "exactly"))
        return value.get("value"), precision if precision in PRECISION_WORDS else "exactly"
    return value, "exactly"


def typed(look: Look, field: Field, value: Any) -> str:
    """A text, number or date as it stands in a field to type in."""
    if value is None:
        return ""
    if field.kind == "text":
        return str(value)
    text = look.words.digits_of(str(value))
    return text.replace(".", "٫") if look.words.indic and field.kind == "number" else text


def read(field: Field, text: str) -> Any:
    """What was typed as a value: None for nothing, ValueError where it is no number. Signs of either language are read."""
    text = text.strip() if field.kind == "text" else text.translate(_LATIN).strip()
    if not text:
        return None
    if field.kind == "number":
        text = text.replace("٫", ".").replace("٬", "").replace(",", "").replace(" ", "")
        number = float(text)
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError(text)
        return int(number) if number.is_integer() else number
    if field.kind == "date":
        return text.replace("/", "-")
    return text


SIGNS: Final = {">": "more_than", "<": "less_than", "≥": "at_least", "≤": "at_most", "~": "about", "=": "exactly"}
"""What may be typed before a number instead of choosing how it is meant."""


def signed(text: str) -> tuple[str, str]:
    """A number as it was typed: how it is meant (empty where no sign says so), and the rest."""
    text = text.strip().replace(">=", "≥").replace("<=", "≤")
    precision = SIGNS.get(text[:1], "")
    return precision, text[1:] if precision else text


def with_precision(number: Any, precision: str) -> Any:
    """A number as the schema writes it: bare where it is meant exactly."""
    if number is None or precision == "exactly":
        return number
    return {"value": number, "precision": precision}
