"""The sample's schema with everything a schema can ask for: attributes, relations, labels of the document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from annotator.project import Project
from annotator.schema import Attribute, DocumentField, Option, RelationType, Schema


def options(*keys: tuple[str, str], parents: dict[str, str] | None = None) -> tuple[Option, ...]:
    """Options of (key, Arabic name); English names are the keys."""
    return tuple(Option(key, key.capitalize(), name, (parents or {}).get(key)) for key, name in keys)


LEVEL = Attribute(
    "level", "Level", "الصيغة", "choice", options(("nam", "علم"), ("nom", "وصف"), ("pro", "ضمير")), on="entity"
)
BRANCH = Attribute(
    "branch",
    "Branch",
    "الفرع",
    "choice",
    options(
        ("aid", "إغاثة"), ("medical", "إغاثة طبية"), ("state", "جهاز حكومي"), ("army", "جيش"), ("press", "صحافة"),
        parents={"medical": "aid", "army": "state"},
    ),
    on="entity",
    labels=("ORG",),
)  # fmt: skip
GENERIC = Attribute("generic", "Generic", "عام", "flag", on="entity", labels=("ORG",))
HEAD = Attribute("head", "Head word", "رأس المركب", "text", on="entity", labels=("LOC",))
SIZE = Attribute("size", "Size", "العدد", "number", precision=True, on="entity", labels=("GPE",))
SINCE = Attribute("since", "Since", "منذ", "date", on="entity", labels=("GPE",))
TOPIC = DocumentField(
    "topic", "Topic", "الموضوع", "choice", options(("war", "حرب"), ("nature", "كوارث"), ("economy", "اقتصاد")), required=True,
    help_en="What the article is about first of all.", help_ar="ما يدور عليه المقال قبل غيره.",
)  # fmt: skip
PLACES = DocumentField(
    "places", "Places", "الأماكن", "choice", options(("north", "الشمال"), ("coast", "الساحل"), ("capital", "العاصمة")), multiple=True
)  # fmt: skip
SOURCE = DocumentField("source", "Source", "المصدر", "text")
DEAD = DocumentField("dead", "Dead", "القتلى", "number", precision=True)
DAY = DocumentField("day", "Day", "اليوم", "date")
SAD = DocumentField("graphic", "Graphic", "مشاهد قاسية", "flag")
RELATIONS = (
    RelationType("member", "Member of", "عضو في", ("PERS",), ("ORG",), color="violet"),
    RelationType("head_of", "Head of", "يرأس", ("PERS",), ("ORG",), color="crimson"),
    RelationType("lies_in", "Lies in", "يقع في", ("LOC", "FAC", "ORG"), ("GPE", "LOC"), color="teal"),
    RelationType("near", "Near", "قرب", ("LOC", "GPE"), ("LOC", "GPE"), symmetric=True, color="olive"),
)


def enriched(schema: Schema, blocking: Sequence[str] = ()) -> Schema:
    """A schema with all of the above."""
    return msgspec.structs.replace(
        schema,
        version=schema.version + 1,
        attributes=(LEVEL, BRANCH, GENERIC, HEAD, SIZE, SINCE),
        relations=RELATIONS,
        document_labels=(TOPIC, PLACES, SOURCE, DEAD, DAY, SAD),
        blocking=tuple(blocking),
    )


def enrich(path: Path, blocking: Sequence[str] = ()) -> Path:
    """Gives a project file the schema."""
    project = Project.open(path)
    project.set_schema(enriched(project.schema, blocking))
    project.close()
    return path
