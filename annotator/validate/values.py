"""Values of attributes, roles and document labels: what the schema lets them be."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from annotator.model import Event, Mention, Relation
from annotator.schema import PRECISIONS, Attribute, Field, Schema

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def value_fault(field: Field, value: Any) -> str | None:
    """Why `value` is not one of `field` (see ValueKind for how values are written); None when it is."""
    if field.kind == "choice":
        return _choices_fault(field, value) if field.multiple else _choice_fault(field, value)
    if field.kind == "text":
        return None if isinstance(value, str) and value.strip() else "it must be a text that is not empty"
    if field.kind == "number":
        return _number_fault(field, value)
    if field.kind == "date":
        return None if _is_date(value) else "it must be a day, a month or a year: 2026-11-28, 2026-11, 2026"
    return None if value is True else "a flag is true, or not there"


def _choice_fault(field: Field, value: Any) -> str | None:
    if isinstance(value, str) and field.option(value) is not None:
        return None
    return f"{value!r} is not one of its options: {', '.join(option.key for option in field.options)}"


def _choices_fault(field: Field, value: Any) -> str | None:
    if not isinstance(value, list | tuple) or not value:
        return "it must be a list of options"
    fault = next((fault for one in value if (fault := _choice_fault(field, one))), None)
    if fault is None and len(set(value)) < len(value):
        fault = "an option is there twice"
    return fault


def _number_fault(field: Field, value: Any) -> str | None:
    if field.precision and isinstance(value, Mapping):
        if set(value) != {"value", "precision"} or value["precision"] not in PRECISIONS:
            return f'it must be written as {{"value": 20, "precision": one of {", ".join(PRECISIONS)}}}'
        value = value["value"]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return None if is_number else "it must be a number"


def _is_date(value: Any) -> bool:
    """Whether it is a year, a month or a day of the calendar."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def attributes_for(schema: Schema, record: Mention | Event | Relation) -> tuple[Attribute, ...]:
    """The attributes that a record may carry. A trigger carries none itself: its event does."""
    if isinstance(record, Event):
        return schema.attributes_of("event", record.label)
    if isinstance(record, Relation):
        return schema.attributes_of("relation", record.label)
    return () if schema.is_event(record.label) else schema.attributes_of("entity", record.label)
