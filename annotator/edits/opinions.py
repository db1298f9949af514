"""Third opinions: saying that one has looked at a place that adjudication asked about."""

from __future__ import annotations

from annotator.edits.draft import Draft, put, status_change
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Opinion, Request


def give_opinion(layer: Layer, request: Request) -> Draft:
    """Says that what is marked at the place that was asked about, be it nothing, is all that its owner would mark there.

    A layer that was `todo` is in progress then. Raises EditError when it was said already, and for a question that only
    a layer that is done answers.
    """
    if request.place is None:
        raise EditError("Mark the whole document, and then mark it done: that answers the question.", code="mark_whole")
    said = Opinion(request.question, request.place)
    if layer.opinions.get(said.id) == said:
        raise EditError("You have answered that already.", code="same_opinion")
    begun = status_change(layer, "in_progress") if layer.status == "todo" else ()
    return Draft("opinion", (put(layer, "opinion", said.id, said), *begun))
