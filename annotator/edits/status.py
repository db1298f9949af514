"""How far an annotator is with a document."""

from __future__ import annotations

from annotator.edits.draft import Draft, status_change
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Status


def set_status(layer: Layer, status: Status) -> Draft:
    """Marks the layer as to do, in progress or done. Raises EditError when it is so already."""
    changes = tuple(status_change(layer, status))
    if not changes:
        raise EditError("It is marked so already.", code="same_status")
    return Draft("done" if status == "done" else "status", changes)
