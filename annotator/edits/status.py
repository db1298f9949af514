"""How far an annotator is with a document."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.edits.draft import Draft, status_change
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import GOLD, Document, Status
from annotator.operations import Change
from annotator.schema import Schema
from annotator.validate import problems

_LISTED = 5


def refuse_locked(layer: Layer, changes: Iterable[Change]) -> None:
    """Raises EditError where changes would touch a layer that is locked. (Its status may be changed: that unlocks it.)"""
    if layer.status == "locked" and any(change.kind != "status" for change in changes):
        raise EditError("The gold of this document is locked. Unlock it first.", code="gold_locked")


def set_status(layer: Layer, document: Document, schema: Schema, status: Status) -> Draft:
    """Marks the layer as to do, in progress, done, or, of gold alone, locked.

    Raises EditError when it is so already, and where the schema says that problems which it has keep it from being done.
    """
    if status == "locked" and layer.owner != GOLD:
        raise EditError("Only gold can be locked.", code="lock_gold")
    changes = tuple(status_change(layer, status))
    if not changes:
        raise EditError("It is marked so already.", code="same_status")
    if status == "done":
        _refuse_blocked(layer, document, schema)
    return Draft("done" if status == "done" and layer.status != "locked" else "status", changes)


def _refuse_blocked(layer: Layer, document: Document, schema: Schema) -> None:
    blocking = problems(layer, document, schema, schema.blocking) if schema.blocking else []
    if blocking:
        listed = "; ".join(str(problem) for problem in blocking[:_LISTED])
        more = f"; and {len(blocking) - _LISTED} more" if len(blocking) > _LISTED else ""
        raise EditError(f"It cannot be marked done before these problems are settled: {listed}{more}.", code="blocked")
