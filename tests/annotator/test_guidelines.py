"""Guidelines in sections, and the markup of their examples."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.schema import Label, Schema
from annotator.schema.guidelines import Example, example, parts, sections

SCHEMA = Schema(
    "s",
    "S",
    "س",
    (
        Label(
            "A",
            "entity",
            "Person",
            "شخص",
            help_en="A name.",
            help_ar="اسم.",
            guide_en="# More\n\n```example\n[x|A]\n```",
        ),
        Label("B", "entity", "Place", "مكان"),
        Label("C", "entity", "Old", "قديم", help_en="Gone.", retired=True),
    ),
    guide_en="Read all.",
)


def test_sections_come_in_the_language_or_in_the_only_one() -> None:
    whole, person = sections(SCHEMA, "ar")
    assert (whole.label, whole.title, whole.parts) == ("", "س", ("Read all.",))
    assert (person.label, person.title) == ("A", "شخص")
    assert person.parts == ("اسم.\n\n# More", Example("x", ((Span(0, 1), "A"),)))
    assert "x" in person.text
    assert sections(msgspec.structs.replace(SCHEMA, guide_en=""), "en")[0].parts[0] == "A name.\n\n# More"


@pytest.mark.parametrize(
    ("source", "text", "mentions"),
    [
        ("زار [ريم|PERS] [حلب|GPE].", "زار ريم حلب.", [(4, 7, "PERS"), (8, 11, "GPE")]),
        ("[وزارة [الصحة|X]|ORG]", "وزارة الصحة", [(0, 11, "ORG"), (6, 11, "X")]),
        ("😀 و[ريم | PERS]", "😀 وريم ", [(3, 7, "PERS")]),
        ("[بلا وسم]، [مفتوح|X", "[بلا وسم]، [مفتوح|X", []),
        ("[|X] [a|] ]", " [a|] ]", []),
    ],
)
def test_examples(source: str, text: str, mentions: list[tuple[int, int, str]]) -> None:
    found = example(source)
    assert found.text == text
    assert [(span.start, span.end, label) for span, label in found.mentions] == mentions


@given(st.text(st.sampled_from("[]|ab \n`"), max_size=60))
def test_any_text_can_be_read(source: str) -> None:
    found = example(source)
    assert all(0 <= span.start < span.end <= len(found.text) for span, _ in found.mentions)
    assert all(parts(source))
