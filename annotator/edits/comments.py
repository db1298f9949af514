"""Notes about mentions."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, new_id, put
from annotator.edits.mentions import mention_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Comment


def note_of(layer: Layer, mention_id: str) -> Comment | None:
    """The note about a mention: the first comment about it that is not settled."""
    about = (c for c in layer.comments.values() if c.about == mention_id and not c.resolved)
    return min(about, key=lambda comment: comment.id, default=None)


def set_note(layer: Layer, mention_id: str, body: str) -> Draft:
    """Writes, changes or (with nothing but space) removes the note about a mention.

    A note says nothing about the text: a layer that is done stays done. Raises EditError when the note says so already.
    """
    mention = mention_of(layer, mention_id)
    old, body = note_of(layer, mention_id), body.strip()
    if body == (old.body if old else ""):
        raise EditError("The note says so already.", code="same_note")
    if old is None:
        new = Comment(new_id("c"), body, about=mention.id)
        return Draft("note", (put(layer, "comment", new.id, new),))
    changed = msgspec.structs.replace(old, body=body) if body else None
    return Draft("note", (put(layer, "comment", old.id, changed),))
