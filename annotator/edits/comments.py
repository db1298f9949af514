"""Comments: notes, questions for the lead, and "unsure". They say nothing about the text: a done layer stays done."""

from __future__ import annotations

from typing import Final

import msgspec

from annotator.edits.draft import Draft, new_id, put, status_change
from annotator.edits.mentions import mention_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Comment
from annotator.operations import COMMENTED, RecordKey

QUESTION: Final = "question"
UNSURE: Final = "unsure"
"""Attributes of a comment: it asks the lead something; it says that its writer is not sure."""


def is_note(comment: Comment) -> bool:
    """Whether a comment is a plain remark, neither a question nor an "unsure"."""
    return not (comment.attributes.get(QUESTION) or comment.attributes.get(UNSURE))


def note_of(layer: Layer, mention_id: str) -> Comment | None:
    """The note about a mention: the first plain comment about it that is not settled."""
    about = (c for c in layer.comments.values() if c.about == mention_id and not c.resolved and is_note(c))
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
        return _said("note", layer, new)
    changed = msgspec.structs.replace(old, body=body) if body else None
    return Draft("note", (put(layer, "comment", old.id, changed),))


def comment(layer: Layer, about: str, body: str, *, question: bool = False) -> Draft:
    """A new comment about a record (`about` is its id) or the document (empty); a `question` is for the lead.

    Raises EditError when it says nothing, or the record is gone.
    """
    _check_about(layer, about)
    if not body.strip():
        raise EditError("Write something first.", code="empty_comment")
    new = Comment(new_id("c"), body.strip(), about, attributes={QUESTION: True} if question else {})
    return _said(QUESTION if question else "comment", layer, new)


def _said(gesture: str, layer: Layer, new: Comment) -> Draft:
    """A step with a new comment. A layer that says something also says how far it is, be it `todo`: so does its line."""
    return Draft(gesture, (put(layer, "comment", new.id, new), *status_change(layer, layer.status)))


def edit_comment(layer: Layer, id: str, body: str) -> Draft:
    """Changes what a comment says; with nothing but space it goes, but for an "unsure", which may be without words.

    Raises EditError when it says so already.
    """
    old, body = comment_of(layer, id), body.strip()
    if body == old.body:
        raise EditError("The note says so already.", code="same_note")
    keeps = body or old.attributes.get(UNSURE)
    changed = msgspec.structs.replace(old, body=body) if keeps else None
    return Draft("comment", (put(layer, "comment", id, changed),))


def resolve(layer: Layer, id: str, resolved: bool = True) -> Draft:
    """Says that a comment is settled, or (False) that it is open again. Raises EditError when it is so already."""
    old = comment_of(layer, id)
    if old.resolved == resolved:
        raise EditError("It is marked so already.", code="same_status")
    changed = msgspec.structs.replace(old, resolved=resolved)
    return Draft("resolve", (put(layer, "comment", id, changed),))


def set_unsure(layer: Layer, about: str, on: bool) -> Draft:
    """Says that its owner is unsure about a record (its id) or the document (empty), or no longer so.

    Raises EditError when that was said already, or the record is gone.
    """
    _check_about(layer, about)
    open_ones = _unsure(layer, about)
    if bool(open_ones) == on:
        raise EditError("It is marked so already.", code="same_status")
    if not on:
        return Draft(UNSURE, tuple(put(layer, "comment", id, None) for id in open_ones))
    new = Comment(new_id("c"), "", about, attributes={UNSURE: True})
    return _said(UNSURE, layer, new)


def is_unsure(layer: Layer, about: str) -> bool:
    """Whether its owner has said so of a record (its id) or the document (empty), and it is not settled."""
    return bool(_unsure(layer, about))


def _unsure(layer: Layer, about: str) -> list[str]:
    comments = layer.comments.values()
    return [c.id for c in comments if c.about == about and not c.resolved and c.attributes.get(UNSURE)]


def comment_of(layer: Layer, id: str) -> Comment:
    """A comment of the layer. Raises EditError when it is gone."""
    found = layer.comments.get(id)
    if found is None:
        raise EditError("This comment is not there any more.", code="comment_gone")
    return found


def _check_about(layer: Layer, about: str) -> None:
    if about and all(layer.get(RecordKey(kind, about)) is None for kind in COMMENTED):
        raise EditError("What this is about is not there any more.", code="record_gone")
