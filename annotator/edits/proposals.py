"""Accepting and rejecting what is proposed: any number of places in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from annotator.edits.draft import Draft, new_id, put, status_change, working_draft
from annotator.edits.mentions import check, new_event, offered_label, relabelled
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Document, Mention, Rejection, Span
from annotator.operations import Change
from annotator.schema import Schema
from annotator.suggest.places import Place, Taken, is_barred

Source = Literal["again", "accept"]
"""Where the places come from: the same name again, or suggestions. It becomes the name of the gesture."""


def accept(layer: Layer, document: Document, schema: Schema, places: Sequence[Place], source: Source) -> Draft:
    """Marks (or relabels) all `places` in one step. Those that have become impossible are passed over.

    Raises EditError when none is left.
    """
    changes: list[Change] = []
    taken = Taken(layer.mentions.values())
    reason: EditError | None = None
    made: list[Span] = []
    for place in dict.fromkeys(places):
        try:
            changes += _one(layer, document, schema, place, [*taken.touching(place.span)], made)
            made.append(place.span)
        except EditError as error:
            reason = error
    if not changes:
        raise reason or EditError("There is nothing to accept.", code="nothing_proposed")
    return working_draft(layer, source, changes)


def _one(
    layer: Layer, document: Document, schema: Schema, place: Place, there: list[Mention], made: list[Span]
) -> list[Change]:
    label = offered_label(schema, place.label)
    if place.relabels:
        return list(relabelled(layer, schema, place.relabels, place.label))
    mention = Mention(new_id("m"), (place.span,), label.key)
    new = [Mention("", (span,), "") for span in made if span.start < place.span.end and place.span.start < span.end]
    check(document, schema, mention, there)
    if new and is_barred(place.span, new, schema.overlap):
        raise EditError("Another mention is there.", code="overlap")
    changes = [put(layer, "mention", mention.id, mention)]
    if label.is_event:
        changes.append(new_event(layer, mention))
    return changes


def reject(layer: Layer, places: Iterable[Place]) -> Draft:
    """Says that these places are not mentions with their labels. Raises EditError when all of that was said already.

    A layer that was `todo` is in progress then; one that is done stays done, for nothing that it says has changed.
    """
    records = {r.id: r for r in (Rejection(place.span, place.label) for place in places)}
    changes = [put(layer, "rejection", id, r) for id, r in records.items() if id not in layer.rejections]
    if not changes:
        raise EditError("There is nothing to reject.", code="nothing_proposed")
    if layer.status == "todo":
        changes += status_change(layer, "in_progress")
    return Draft("reject", tuple(changes))
