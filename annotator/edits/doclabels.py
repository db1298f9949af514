"""Labels of the whole document."""

from __future__ import annotations

from typing import Any

from annotator.edits.draft import Draft, put, working_draft
from annotator.edits.falls import fall_changes
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import DocumentLabel
from annotator.operations import RecordKey, same_value
from annotator.schema import Schema
from annotator.validate import value_fault


def set_document_label(layer: Layer, schema: Schema, name: str, value: Any | None) -> Draft:
    """Gives the document a value of a document label; None takes it away, with the comments about it.

    Raises EditError for a label that the schema does not have (taking away is always possible), a value that is none of
    it, and when it has this value already.
    """
    key = RecordKey("label", name)
    new = None if value is None else DocumentLabel(name, value)
    if new is not None:
        field = schema.document_label(name)
        if field is None:
            raise EditError(f"The schema has no document label {name!r}.", code="unknown_document_label")
        fault = value_fault(field, value)
        if fault is not None:
            raise EditError(f"The document label cannot have this value: {fault}.", code=f"value_{field.kind}")
    if same_value(key, layer.get(key), new):
        raise EditError("It has this value already.", code="same_value")
    changes = fall_changes(layer, [key]) if new is None else [put(layer, *key, new)]
    return working_draft(layer, "document_label", changes)
