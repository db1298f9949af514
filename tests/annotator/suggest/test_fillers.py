"""What could fill a role: what fits, nearest first, the trigger's sentence before all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.layer import Layer
from annotator.model import Argument, Document, Entity, Event, Mention, Span
from annotator.schema import Label, Role, RoleUse, Schema
from annotator.suggest.fillers import Places, fillers
from tests.annotator.rich import layer_of

TEXT = "زار سليم حلب. ثم سافر مع هالة إلى دمشق وبيروت.\n\nوفي حلب تظاهر الناس، وقال نديم إنهم كثر. وغادرت لينا."
DOCUMENT = Document(1, b"k" * 16, "d", TEXT)
WHO = Role("Who", "Who", "من", labels=("PERS",))
SCHEMA = Schema(
    "s",
    "S",
    "س",
    (
        Label("PERS", "entity", "Person", "شخص"),
        Label("MP", "entity", "Member", "نائب", parent="PERS"),
        Label("GPE", "entity", "Country", "بلد"),
        Label("Go", "event", "Go", "ذهاب", roles=(RoleUse("Who"),)),
    ),
    roles=(WHO,),
)


def at(surface: str, label: str, id: str = "") -> Mention:
    start = TEXT.index(surface)
    return Mention(id or surface, (Span(start, start + len(surface)),), label)


@pytest.fixture
def layer() -> Layer:
    people = [at(name, "PERS") for name in ("سليم", "هالة", "نديم")]
    return layer_of(*people, at("لينا", "MP"), at("دمشق", "GPE"), at("سافر", "Go"), Event("e", "Go", "سافر"))


def found(layer: Layer, role: Role = WHO, most: int = 25) -> list[tuple[str, str, int]]:
    event = layer.events["e"]
    rows = fillers(layer, DOCUMENT, SCHEMA, event, role, Places(TEXT), most=most)
    return [(row.argument.mention or row.argument.entity or "", row.nearness, row.paragraph) for row in rows]


def test_the_sentence_comes_first_then_the_nearest(layer: Layer) -> None:
    assert found(layer) == [("هالة", "sentence", 1), ("سليم", "paragraph", 1), ("نديم", "far", 2), ("لينا", "far", 2)]
    assert found(layer, most=2) == [("هالة", "sentence", 1), ("سليم", "paragraph", 1)]


def test_any_mention_fits_a_role_without_labels_but_never_the_trigger(layer: Layer) -> None:
    rows = found(layer, Role("Any", "Any", "أي"))
    assert {row[0] for row in rows} == set(layer.mentions) - {"سافر"}


def test_what_fills_the_role_is_not_offered_again(layer: Layer) -> None:
    filled = Event("e", "Go", "سافر", (Argument("Who", mention="هالة"), Argument("Other", mention="سليم")))
    rows = found(layer_of(*layer.mentions.values(), filled))
    assert [row[0] for row in rows] == ["سليم", "نديم", "لينا"]


def test_an_entity_of_several_mentions_follows_its_nearest(layer: Layer) -> None:
    entity = Entity("n", "", "", ("سليم", "نديم"))
    rows = found(layer_of(*layer.mentions.values(), layer.events["e"], entity))
    assert [row[0] for row in rows] == ["هالة", "سليم", "n", "نديم", "لينا"]


def test_a_role_that_takes_a_value_only_has_none(layer: Layer) -> None:
    assert found(layer, Role("N", "N", "ع", value="number")) == []


def test_without_its_trigger_an_event_has_none(layer: Layer) -> None:
    assert found(layer_of(*(m for m in layer.mentions.values() if m.id != "سافر"), layer.events["e"])) == []


@given(st.sets(st.integers(0, len(TEXT) - 1), max_size=20))
def test_each_fitting_mention_is_offered_once_and_in_order(starts: set[int]) -> None:
    trigger = at("سافر", "Go")
    mentions = [Mention(f"m{n}", (Span(n, n + 1),), "PERS") for n in starts]
    layer = layer_of(trigger, Event("e", "Go", trigger.id), *mentions)
    rows = fillers(layer, DOCUMENT, SCHEMA, layer.events["e"], WHO, Places(TEXT))
    assert sorted(row.argument.mention or "" for row in rows) == sorted(m.id for m in mentions)
    order = [(row.nearness != "sentence", _gap(row.span, trigger.hull)) for row in rows]
    assert order == sorted(order)


def _gap(span: Span, other: Span) -> int:
    return max(span.start - other.end, other.start - span.end, 0)


def test_paragraphs_are_counted_as_a_reader_does() -> None:
    places = Places("عنوان\n\n\nأول\nثان\n")
    assert [places.paragraph(n) for n in (0, 6, 9, 13)] == [1, 1, 2, 3]
