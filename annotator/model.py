"""The frozen records that everything else speaks about. Offsets are code points of the document's text, end exclusive."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import msgspec

from annotator.text.spans import Span as Span

Status = Literal["todo", "in_progress", "done", "locked"]
STATUSES: Final[tuple[Status, ...]] = ("todo", "in_progress", "done", "locked")
FINISHED: Final[tuple[Status, ...]] = ("done", "locked")
"""What is compared and released. Only gold can be locked."""

GOLD: Final = "gold"
"""Owner of the layers that adjudication makes."""
PROJECT: Final = "project"
"""Owner of the layers that hold what belongs to the project: people, schema versions, metadata of documents."""
RESERVED_OWNERS: Final = frozenset({GOLD, PROJECT, "all"})

EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


class Document(msgspec.Struct, frozen=True):
    """One article: immutable text and metadata.

    `id` is the local row number, `key` the global identity (16 bytes: of the name and the text), `name` the `id` of
    the JSONL line.
    """

    id: int
    key: bytes
    name: str
    text: str
    meta: Mapping[str, Any] = EMPTY
    withdrawn: bool = False


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One or more spans with a label, by one annotator. A mention whose label is an event's is a trigger."""

    id: str
    spans: tuple[Span, ...]
    label: str
    attributes: Mapping[str, Any] = EMPTY

    @property
    def start(self) -> int:
        """Start of the hull, in code points."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """End of the hull, in code points, exclusive."""
        return self.spans[-1].end

    @property
    def hull(self) -> Span:
        """The smallest span that holds all parts."""
        return Span(self.start, self.end)


class Argument(msgspec.Struct, frozen=True):
    """What fills a role of an event: exactly one of a mention, an entity or a value."""

    role: str
    mention: str | None = None
    entity: str | None = None
    value: Any = None


class Event(msgspec.Struct, frozen=True):
    """Something that happens, named by a trigger mention, with its arguments."""

    id: str
    label: str
    trigger: str
    arguments: tuple[Argument, ...] = ()
    attributes: Mapping[str, Any] = EMPTY


class Relation(msgspec.Struct, frozen=True):
    """A labelled, directed pair of mentions."""

    id: str
    label: str
    source: str
    target: str
    attributes: Mapping[str, Any] = EMPTY


class Entity(msgspec.Struct, frozen=True):
    """A set of mentions of the same thing, perhaps linked to a knowledge base."""

    id: str
    name: str = ""
    link: str = ""
    mentions: tuple[str, ...] = ()


class DocumentLabel(msgspec.Struct, frozen=True):
    """A value, or several, that an annotator gives to the whole document."""

    name: str
    value: Any


class Comment(msgspec.Struct, frozen=True):
    """A remark about a record (`about` is its id) or about the document (`about` is empty)."""

    id: str
    body: str
    about: str = ""
    resolved: bool = False
    attributes: Mapping[str, Any] = EMPTY


class Answer(msgspec.Struct, frozen=True):
    """What was said to a question for the lead; `id` is its `question_key`.

    It stands among the project's own records, so that a layer has one owner: the question stays the asker's, who sees
    the answer and settles it. Who answered, and when, says the operation.
    """

    id: str
    body: str


def question_key(document_key: bytes, owner: str, comment: str) -> str:
    """What names a question in every copy of a project: its document, who asked it, and its comment, whose id alone
    other layers may have too."""
    return f"{document_key.hex()}:{owner}:{comment}"


class Rejection(msgspec.Struct, frozen=True):
    """The owner's word that a place is not a mention with this label. It is not proposed to them again."""

    span: Span
    label: str

    @property
    def id(self) -> str:
        """The place and the label themselves: saying it twice, or on two computers, is saying it once."""
        return f"{self.span.start}-{self.span.end}-{self.label}"


class Opinion(msgspec.Struct, frozen=True):
    """The owner's word that they have looked at a place about which adjudication asked a third opinion, and have marked
    there what they would. `question` is the id of the decision that asked."""

    question: str
    span: Span

    @property
    def id(self) -> str:
        """One for each question."""
        return self.question


Stage = Literal["mention", "entity", "event", "relation", "label"]
"""What is decided, in this order: places with labels (triggers among them), then what is said about these."""
STAGES: Final[tuple[Stage, ...]] = ("mention", "entity", "event", "relation", "label")
Verdict = Literal["accept", "reject", "later", "ask"]
"""Something of it is gold; nothing is; not decided yet; another annotator is asked."""
Method = Literal["unanimous", "rule", "adjudicated", "new"]
"""All said so; a rule settled it; a person chose among what was said; a person said what nobody had said."""


IMPORTED: Final = "imported"
"""The decision, and its rule, that keeps the provenance that came in with a file."""


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Who had said it, and by which operation (actor:seq)."""

    annotator: str
    operation: str


class Origin(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """Where a record of gold, or a part of one, comes from.

    `kind` and `id` name the record. `part` is empty for the whole record; for an argument it is its row as JSON, for an
    attribute its name; `kind` is then `argument` or `attribute`. `votes` of `annotators` had said exactly this;
    `sources` are those who had, or who had said what it was made of.
    """

    kind: str
    id: str
    method: Method
    votes: int
    annotators: int
    sources: tuple[Source, ...] = ()
    part: str = ""


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What adjudication says of one cluster of candidates, in the gold layer.

    `id` is the hash of the candidates: other candidates are another question. `place` is the hull in code points (None for
    what has none), `about` the record of gold whose argument or attribute it is (kind and id), `question` what was asked
    of it. `annotators` are those whose layers were compared. `precedents` are the kinds of question that it was, each with
    what came of it, where a person decided (see `annotator.adjudication.precedents`). Who decided, and when, says the
    operation.
    """

    id: str
    stage: Stage
    verdict: Verdict
    method: Method = "adjudicated"
    place: Span | None = None
    about: tuple[str, ...] = ()
    question: str = ""
    annotators: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    reason: str = ""
    note: str = ""
    rule: str = ""
    asked: str = ""
    precedents: tuple[tuple[str, str], ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether it settles the question."""
        return self.verdict in ("accept", "reject")


class StatusRecord(msgspec.Struct, frozen=True):
    """How far one annotator is with one document."""

    value: Status


class Person(msgspec.Struct, frozen=True):
    """Somebody who works in the project. `key` is global and never changes; `name` is what people read."""

    key: str
    name: str
    role: str = "annotator"


class DocumentRow(msgspec.Struct, frozen=True, gc=False):
    """What a list shows of a document for one person: no text, only counts."""

    # gc=False: a hundred thousand of them, which hold no containers, are nothing for the collector to walk over.

    id: int
    name: str
    title: str
    status: Status
    mentions: int
    events: int
    questions: int = 0
    """Questions for the lead that are not settled."""
    answered: int = 0
    """Those of them that have an answer."""


class Request(msgspec.Struct, frozen=True):
    """A third opinion that adjudication waits for: of `person` (empty: of whoever has not marked the document yet).

    `place` is what the question is about (None: the whole document has to be marked), `note` what the lead says to it.
    `annotators` have been heard already. `is_answered`: the opinion is there, and adjudication can go on.
    """

    document: int
    title: str
    question: str
    person: str
    stage: Stage
    place: Span | None
    note: str
    annotators: tuple[str, ...]
    is_answered: bool = False


class Asked(msgspec.Struct, frozen=True):
    """A question for the lead, in whichever document and layer; `key` names it everywhere. `surface` is the text of the mention that it is about, or
    of the trigger of the event; empty for one about the document."""

    document: int
    title: str
    owner: str
    comment: Comment
    key: str
    surface: str = ""
    answer: Answer | None = None
