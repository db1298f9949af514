"""What could be the same thing: names alike first, then the nearest; names written the same are proposed as one."""

from __future__ import annotations

from annotator import edits
from annotator.layer import Layer
from annotator.model import Document, Mention, Span
from annotator.operations import Operation, encode_changes
from annotator.schema import Label, RelationType, Schema
from annotator.suggest.coreference import Names, is_named_alike
from annotator.suggest.targets import fitting, targets

SCHEMA = Schema(
    "s",
    "S",
    "س",
    (
        Label("PERS", "entity", "Person", "شخص"),
        Label("CHILD", "entity", "Child", "طفل", parent="PERS"),
        Label("ORG", "entity", "Organisation", "منظمة"),
        Label("MEET", "event", "Meeting", "لقاء"),
    ),
    relations=(
        RelationType("member", "Member", "عضو", ("PERS",), ("ORG",)),
        RelationType("kin", "Kin", "قريب", ("PERS",), ("CHILD",), symmetric=True),
        RelationType("any", "Any", "أي"),
    ),
)
TEXT = "وصل سليم الهاشمي إلى حلب. والتقى هالة منصور. وقال الهاشمي إن الْهاشميّ غادر، والتقى المجلس."
DOCUMENT = Document(1, b"", "a", TEXT)


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


MENTIONS = (
    Mention("m1", (at("سليم الهاشمي"),), "PERS"),
    Mention("m2", (at("هالة منصور"),), "PERS"),
    Mention("m3", (at("الهاشمي", 1),), "PERS"),
    Mention("m4", (at("الْهاشميّ"),), "PERS"),
    Mention("m5", (at("المجلس"),), "ORG"),
    Mention("m6", (at("التقى"),), "MEET"),
)


def layer() -> Layer:
    from annotator.edits.draft import put

    made = Layer(1, "me")
    return after(made, edits.Draft("import", tuple(put(made, "mention", m.id, m) for m in MENTIONS)))


def after(made: Layer, draft: edits.Draft) -> Layer:
    number = made._last[0] + 1
    made.apply(Operation("a", number, number, number, draft.gesture, None, 0, encode_changes(draft.changes)))
    return made


def found(made: Layer, id: str) -> list[str]:
    return [each.entity or each.mention for each in Names(TEXT, made, SCHEMA).candidates(id)]


def test_names_alike_come_first_then_the_label_then_the_nearest() -> None:
    assert found(layer(), "m3") == ["m4", "m1", "m2", "m5"]
    assert found(layer(), "m2") == ["m3", "m1", "m4", "m5"]


def test_triggers_are_no_candidates() -> None:
    assert "m6" not in found(layer(), "m5")


def test_an_entity_stands_for_its_mentions_and_the_own_one_is_left_out() -> None:
    made = layer()
    after(made, edits.group(made, ["m1", "m4"]))
    (entity,) = made.entities
    assert found(made, "m3") == [entity, "m2", "m5"]
    assert found(made, "m1") == ["m3", "m2", "m5"]


def test_the_same_names_are_proposed_until_they_are_one_or_people_kept_them_apart() -> None:
    made = layer()
    assert Names(TEXT, made, SCHEMA).same() == [("m3", "m4")]
    after(made, edits.group_each(made, [("m3", "m4")]))
    assert Names(TEXT, made, SCHEMA).same() == []
    apart = layer()
    after(apart, edits.group(apart, ["m3", "m1"]))
    assert Names(TEXT, apart, SCHEMA).same() == [("m3", "m4")]
    after(apart, edits.group(apart, ["m4"]))
    assert Names(TEXT, apart, SCHEMA).same() == []


def test_parts_of_a_name_are_alike_and_nothing_is_like_nothing() -> None:
    assert is_named_alike("هاشمي", "سليم الهاشمي")
    assert not is_named_alike("سليم منصور", "سليم الهاشمي")
    assert not is_named_alike("", "")


def test_groups_are_made_in_one_step() -> None:
    made = layer()
    after(made, edits.group_each(made, [("m3", "m4"), ("m1", "m2")]))
    assert sorted(entity.mentions for entity in made.entities.values()) == [("m1", "m2"), ("m3", "m4")]
    inverse = made.undo()
    assert inverse is not None
    assert sum(change.kind == "entity" for change in inverse.changes) == 2


def test_a_relation_fits_by_the_label_or_one_above_it() -> None:
    assert [r.key for r in fitting(SCHEMA, "CHILD", "ORG")] == ["member", "any"]
    assert [r.key for r in fitting(SCHEMA, "CHILD", "PERS")] == ["kin", "any"]
    assert [r.key for r in fitting(SCHEMA, "ORG", "PERS")] == ["any"]


def test_targets_are_those_that_fit_nearest_first() -> None:
    assert [m.id for m in targets(layer(), SCHEMA, "m3")] == ["m4", "m2", "m6", "m5", "m1"]
