"""A schema that uses everything a schema can say, and short ways to make layers of records."""

from __future__ import annotations

from typing import Final

from annotator import edits
from annotator.layer import Layer
from annotator.model import Comment, Document, DocumentLabel, Entity, Event, Mention, Relation, Span, StatusRecord
from annotator.operations import Change, Operation, Record, encode_changes
from annotator.schema import Schema, parse_schema

RICH_TOML: Final = """
name = "rich"
en = "Rich"
ar = "غني"
boundary = "free"

[[roles]]
key = "Attacker"
en = "Attacker"
ar = "المهاجم"
labels = ["PERS", "ORG"]

[[roles]]
key = "Place"
en = "Place"
ar = "المكان"
labels = ["LOC"]
many = false
required = true

[[roles]]
key = "Killed"
en = "Killed"
ar = "القتلى"
value = "number"
precision = true
many = false

[[roles]]
key = "Cause"
en = "Cause"
ar = "السبب"
labels = ["Attack"]

[[attributes]]
key = "level"
en = "Level"
ar = "المستوى"
kind = "choice"
on = "entity"
options = [{ key = "NAM", en = "Name", ar = "اسم" }, { key = "NOM", en = "Nominal", ar = "وصف" }]

[[attributes]]
key = "polarity"
en = "Polarity"
ar = "القطب"
kind = "choice"
options = [{ key = "pos", en = "Positive", ar = "مثبت" }, { key = "neg", en = "Negative", ar = "منفي" }]
required = true

[[attributes]]
key = "day"
en = "Day"
ar = "اليوم"
kind = "date"
labels = ["Attack"]

[[attributes]]
key = "certain"
en = "Certain"
ar = "مؤكد"
kind = "flag"
on = "relation"

[[relations]]
key = "near"
en = "Near"
ar = "قرب"
symmetric = true

[[relations]]
key = "member"
en = "Member"
ar = "عضو"
source = ["PERS"]
target = ["ORG"]

[[document_labels]]
key = "topic"
en = "Topic"
ar = "الموضوع"
kind = "choice"
multiple = true
required = true
options = [{ key = "war", en = "War", ar = "حرب" }, { key = "aid", en = "Aid", ar = "إغاثة" }]

[[document_labels]]
key = "dead"
en = "Dead"
ar = "القتلى"
kind = "number"
precision = true

[[labels]]
key = "PERS"
kind = "entity"
en = "Person"
ar = "شخص"

[[labels]]
key = "ORG"
kind = "entity"
en = "Organisation"
ar = "منظمة"

[[labels]]
key = "LOC"
kind = "entity"
en = "Place"
ar = "مكان"

[[labels]]
key = "Town"
kind = "entity"
en = "Town"
ar = "بلدة"
parent = "LOC"

[[labels]]
key = "FAC"
kind = "entity"
en = "Facility"
ar = "منشأة"
into = "LOC"

[[labels]]
key = "OLD"
kind = "entity"
en = "Old"
ar = "قديم"
retired = true

[[labels]]
key = "Attack"
kind = "event"
en = "Attack"
ar = "هجوم"
roles = [{ role = "Attacker" }, { role = "Place" }, { role = "Killed" }]

[[labels]]
key = "Die"
kind = "event"
en = "Death"
ar = "وفاة"
roles = [{ role = "Cause" }, { role = "Place", required = false }]
"""
RICH: Final[Schema] = parse_schema(RICH_TOML, "rich.toml")

TEXT: Final = "قال سليم الهاشمي إن قصفاً أصاب حيّ الزهراء فقُتل ٢٠ مدنياً  ."
"""سليم 4-8, الهاشمي 9-16, قصفاً 20-25, أصاب 26-30, حيّ الزهراء 31-42, فقُتل 43-48, ٢٠ 49-51."""
DOCUMENT: Final = Document(1, b"k" * 16, "d", TEXT)

_KINDS: Final = {
    Mention: "mention",
    Event: "event",
    Entity: "entity",
    Relation: "relation",
    Comment: "comment",
    DocumentLabel: "label",
    StatusRecord: "status",
}


def mention(id: str, start: int, end: int, label: str = "PERS") -> Mention:
    return Mention(id, (Span(start, end),), label)


def perform(layer: Layer, draft: edits.Draft) -> None:
    n = layer._last[0] + 1
    layer.apply(Operation("a", n, n, n, draft.gesture, draft.undoes, 0, encode_changes(draft.changes)))


def undo(layer: Layer) -> None:
    inverse = layer.undo()
    assert inverse is not None
    perform(layer, edits.Draft("undo", tuple(inverse.changes), inverse.undoes.name))


def layer_of(*records: Record) -> Layer:
    """A layer that holds these records, as an import brings them in."""
    layer = Layer(1, "سلمى")
    changes = [Change(_KINDS[type(r)], getattr(r, "id", None) or getattr(r, "name", "status"), r) for r in records]
    perform(layer, edits.Draft("import", tuple(changes)))
    return layer
