"""What can be wrong with a layer, in words, and what of it keeps a document from being done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from annotator.model import Span
from annotator.schema import Schema


class Problem(msgspec.Struct, frozen=True):
    """Something a person should look at. `code` is worded by whoever shows it (`WORDS` in English).

    `record` is the id of a record of `kind` (for a document label, its name), `span` the place to look at, `detail` a
    key of the schema or a piece of text, `other` the id of another record that has to do with it: the twin, the filler.
    """

    code: str
    record: str
    span: Span | None
    detail: str = ""
    kind: str = "mention"
    other: str = ""

    @property
    def key(self) -> str:
        """The same for the same problem of the same record, and only then."""
        return ":".join((self.code, self.kind, self.record, self.detail, self.other))

    def __str__(self) -> str:
        return WORDS[self.code].format(detail=self.detail)


WORDS: Final = {
    "edge": "the mention begins or ends with a space or a punctuation mark",
    "grapheme": "the mention cuts a letter from its marks",
    "clitic": "the mention begins with what looks like a prefix; without it: {detail}",
    "twin": "another mention has the same place and label",
    "overlap": "the mention overlaps another; the schema allows no overlap",
    "crossing": "the mention crosses another; the schema allows nested ones only",
    "label": "the schema has no label {detail}, or does not use it any more",
    "trigger": "the event's trigger is not a mention with its label",
    "event": "the trigger has no event",
    "role": "the event has a role that its label does not know: {detail}",
    "role_missing": "nothing fills the role {detail}",
    "role_many": "several fill the role {detail}, which takes one",
    "filler": "what fills the role {detail} does not fit it",
    "role_value": "the role {detail} cannot have this value",
    "attribute": "there is an attribute that the label does not know: {detail}",
    "attribute_missing": "the attribute {detail} is not set",
    "attribute_value": "the attribute {detail} cannot have this value",
    "relation": "the schema has no relation {detail}",
    "relation_end": "the {detail} of the relation does not fit it",
    "document_label": "the schema has no document label {detail}",
    "document_label_missing": "the document label {detail} is not set",
    "document_label_value": "the document label {detail} cannot have this value",
    "question": "a question is open: {detail}",
}


def blocks_done(problems: Iterable[Problem], schema: Schema) -> list[Problem]:
    """Those of the problems with which, as the schema says, a document cannot be marked done."""
    return [problem for problem in problems if problem.code in schema.blocking]
