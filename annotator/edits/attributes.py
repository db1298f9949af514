"""Attributes of mentions, events and relations."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.edits.draft import Draft, put, working_draft
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Event, Mention, Relation
from annotator.operations import RecordKey, same_value
from annotator.schema import Schema
from annotator.validate import attributes_for, value_fault


def set_attribute(layer: Layer, schema: Schema, record_key: RecordKey, key: str, value: Any | None) -> Draft:
    """Gives a mention, an event or a relation a value of an attribute; None takes it away.

    Raises EditError for an attribute that the record's label does not have (taking away is always possible), a value
    that is none of it, and when it has this value already.
    """
    record = layer.get(record_key)
    if not isinstance(record, Mention | Event | Relation):
        raise EditError("What this is about is not there any more.", code="record_gone")
    attributes = dict(record.attributes)
    if value is None:
        attributes.pop(key, None)
    else:
        _check(schema, record, key, value)
        attributes[key] = value
    changed = msgspec.structs.replace(record, attributes=attributes)
    if same_value(record_key, record, changed):
        raise EditError("It has this value already.", code="same_value")
    return working_draft(layer, "attribute", [put(layer, *record_key, changed)])


def _check(schema: Schema, record: Mention | Event | Relation, key: str, value: Any) -> None:
    attribute = next((attribute for attribute in attributes_for(schema, record) if attribute.key == key), None)
    if attribute is None:
        raise EditError(f"{record.label} has no attribute {key!r}.", code="unknown_attribute")
    fault = value_fault(attribute, value)
    if fault is not None:
        raise EditError(f"The attribute cannot have this value: {fault}.", code=f"value_{attribute.kind}")
