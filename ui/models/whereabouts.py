"""Where a record of the shown layer stands in the text: remarks and problems are about records of every kind."""

from __future__ import annotations

from annotator.layer import Layer
from annotator.model import Mention


def mention_of(layer: Layer, id: str) -> Mention | None:
    """The mention that shows a record: itself, an event's trigger, a relation's source, the first of an entity's.

    None for what is about the whole document.
    """
    if id in layer.mentions:
        return layer.mentions[id]
    if id in layer.events:
        return layer.mentions.get(layer.events[id].trigger)
    if id in layer.relations:
        return layer.mentions.get(layer.relations[id].source)
    if id in layer.entities:
        members = [layer.mentions[each] for each in layer.entities[id].mentions if each in layer.mentions]
        return min(members, key=lambda mention: (mention.start, -mention.end, mention.id), default=None)
    return None
