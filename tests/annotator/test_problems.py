"""Problems of all kinds of record: each code once, what a fix makes of it, one record against the whole layer."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Comment, DocumentLabel, Entity, Event, Mention, Relation, Span
from annotator.operations import Record, RecordKey
from annotator.schema import PROBLEM_CODES, Schema
from annotator.text.clitics import propose
from annotator.text.graphemes import is_boundary, snap
from annotator.validate import WORDS, Problem, affected, blocks_done, document_label_names, problems, record_problems
from annotator.validate.records import _PLAIN, cuts_letter, may_begin_with_clitic
from tests.annotator.histories import EDITS, Drawn, draft_of
from tests.annotator.rich import DOCUMENT, RICH, layer_of, mention, perform

SOUND: list[Record] = [
    mention("m1", 4, 16),
    mention("m2", 20, 25, "Attack"),
    mention("m3", 31, 42, "LOC"),
    mention("m5", 26, 30, "ORG"),
    Entity("n1", "سليم", "", ("m1",)),
    Event(
        "e1",
        "Attack",
        "m2",
        (Argument("Place", mention="m3"), Argument("Attacker", entity="n1"), Argument("Killed", value=20)),
        {"polarity": "pos", "day": "2026"},
    ),
    Relation("r1", "member", "m1", "m5", {"certain": True}),
    Relation("r2", "near", "m3", "m1"),
    DocumentLabel("topic", ["war"]),
    Comment("c1", "أهو؟", "m1", resolved=True, attributes={"question": True}),
    Comment("c2", "", "m1", attributes={"unsure": True}),
]


def event(*arguments: Argument, **attributes: Any) -> Event:
    return Event("e1", "Attack", "m2", arguments, {"polarity": "pos", **attributes})


PLACE = Argument("Place", mention="m3")
CASES: list[tuple[str, str, Record, str | None]] = [
    # code, detail, the record that has it, the first fix
    ("edge", "", mention("m6", 43, 49), "trim"),
    ("edge", "", mention("m6", 59, 60), "remove_mention"),
    ("twin", "", mention("m6", 31, 42, "FAC"), "join_twins"),
    ("label", "NO", mention("m6", 0, 3, "NO"), "remove_mention"),
    ("label", "OLD", mention("m6", 0, 3, "OLD"), "remove_mention"),
    ("event", "", mention("m6", 43, 48, "Die"), "make_event"),
    ("trigger", "", Event("e9", "Die", "m2"), "follow_trigger"),
    ("trigger", "", Event("e9", "Die", "m1"), "remove_event"),
    ("trigger", "", Event("e9", "Die", "m9"), "remove_event"),
    ("role", "Cause", event(PLACE, Argument("Cause", mention="m2")), "take_out"),
    ("role_missing", "Place", event(), None),
    ("role_many", "Place", event(PLACE, Argument("Place", mention="m1")), "take_out"),
    ("filler", "Place", event(Argument("Place", mention="m1")), "take_out"),
    ("filler", "Place", event(Argument("Place", mention="m9")), "take_out"),
    ("filler", "Place", event(Argument("Place", entity="n1")), "take_out"),
    ("filler", "Killed", event(PLACE, Argument("Killed", mention="m1")), "take_out"),
    ("role_value", "Killed", event(PLACE, Argument("Killed", value="كثير")), "take_out"),
    ("role_value", "Attacker", event(PLACE, Argument("Attacker", value="هو")), "take_out"),
    ("attribute", "mood", event(PLACE, mood="x"), "remove_attribute"),
    ("attribute", "level", Mention("m2", (Span(20, 25),), "Attack", {"level": "NAM"}), "remove_attribute"),
    ("attribute_missing", "polarity", Event("e1", "Attack", "m2", (PLACE,)), None),
    ("attribute_value", "day", event(PLACE, day="غداً"), "remove_attribute"),
    ("attribute_value", "certain", Relation("r1", "member", "m1", "m5", {"certain": 1}), "remove_attribute"),
    ("relation", "far", Relation("r1", "far", "m1", "m5"), "remove_relation"),
    ("relation_end", "source", Relation("r1", "member", "m5", "m5"), "remove_relation"),
    ("relation_end", "target", Relation("r1", "near", "m1", "m9"), "remove_relation"),
    ("relation_end", "target", Relation("r1", "member", "m1", "m3"), "remove_relation"),
    ("relation_end", "source", Relation("r1", "member", "m5", "m1"), "turn_relation"),
    ("document_label", "mood", DocumentLabel("mood", "x"), "remove_document_label"),
    ("document_label_value", "topic", DocumentLabel("topic", ["peace"]), "remove_document_label"),
    ("question", "من؟", Comment("c3", "من؟", "e1", attributes={"question": True}), "resolve"),
]


def layer_with(record: Record) -> Layer:
    """The sound layer with one record more, or another one in its place."""
    same = [r for r in SOUND if (type(r), name(r)) == (type(record), name(record))]
    return layer_of(*(record if r in same else r for r in SOUND), *([] if same else [record]))


def name(record: Record) -> str:
    return getattr(record, "id", None) or getattr(record, "name", "")


def test_a_sound_layer_has_none() -> None:
    assert problems(layer_of(*SOUND), DOCUMENT, RICH) == []


@pytest.mark.parametrize(("code", "detail", "record", "fix"), CASES)
def test_each_problem_and_its_first_fix(code: str, detail: str, record: Record, fix: str | None) -> None:
    layer = layer_with(record)
    found = [p for p in problems(layer, DOCUMENT, RICH) if p.code == code]
    assert (found[0].detail, found[0].record) == (detail, name(record))
    assert problems(layer, DOCUMENT, RICH, {code}) == found
    problem = found[0]
    assert layer.get(RecordKey(problem.kind, problem.record)) == record
    offered = edits.fixes(problem, layer, DOCUMENT, RICH)
    assert (offered[0].code if offered else None) == fix
    assert {one.code for one in offered} <= set(edits.FIX_CODES)
    if offered:
        perform(layer, offered[0].make())
        assert problem not in problems(layer, DOCUMENT, RICH)
        assert edits.fixes(problem, layer, DOCUMENT, RICH) == []


def test_every_fix_is_in_a_case() -> None:
    assert set(edits.FIX_CODES) - {fix for *_, fix in CASES} == {"snap", "drop_prefix"}


def test_a_document_label_that_is_not_set() -> None:
    layer = layer_of()
    (problem,) = problems(layer, DOCUMENT, RICH)
    assert problem == Problem("document_label_missing", "topic", None, "topic", "label")
    assert edits.fixes(problem, layer, DOCUMENT, RICH) == []


def test_a_mention_is_trimmed_to_whole_letters_and_loses_its_prefix() -> None:
    text = "قال والمدينة بمُحَمَّد"
    document = msgspec.structs.replace(DOCUMENT, text=text)
    stems = msgspec.structs.replace(RICH, boundary="stem")
    cut = text.index("بمُ")
    layer = layer_of(DocumentLabel("topic", ["aid"]), mention("m1", 4, 12, "LOC"), mention("m2", cut, cut + 2))
    for code, id, surface in (("clitic", "m1", "المدينة"), ("grapheme", "m2", "بمُ")):
        (problem,) = problems(layer, document, stems, {code})
        (fix,) = edits.fixes(problem, layer, document, stems)
        perform(layer, fix.make())
        hull = layer.mentions[id].hull
        assert text[hull.start : hull.end] == surface
    assert problems(layer, document, stems) == []


def test_a_quick_look_at_letters_sees_what_a_closer_one_does() -> None:
    assert all(is_boundary(a + b, 1) for a in _PLAIN for b in _PLAIN)
    text = "بمُحَمَّد e\u0301 \r\n👩\u200d👧 ا\u0600٣"
    spans = [Span(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1)]
    assert all(cuts_letter(text, span) == (snap(text, span) != span) for span in spans)


LETTERS = "".join(map(chr, range(0x61B, 0x6D6))) + "aé1 \u200d"


@given(st.text(f"وفبلكسالمحد٣aأإآٱ\u064e\u0640\u200d{LETTERS}", min_size=1, max_size=6))
@example("والمدينة")
def test_a_quick_look_at_prefixes_sees_what_a_closer_one_does(word: str) -> None:
    assert may_begin_with_clitic(word, 0) or propose(word, frozenset()) == 0


def test_a_quick_look_at_prefixes_spares_the_closer_one() -> None:
    shown = ["والمدينة", "بالقصف", "للأمم", "بإدلب", "لأنقرة", "ف2024", "و\u064eالمدينة", "وبالمدينة"]
    assert all(propose(word, frozenset()) and may_begin_with_clitic(word, 0) for word in shown)
    assert not any(may_begin_with_clitic(word, 0) for word in ("المدينة", "وزير", "فرنسا", "سوريا", "كندا", "بيروت"))
    # Whatever letter comes second, nothing is overlooked.
    for first in "وفبلكس":
        for second in LETTERS:
            for rest in ("المدينة", "لمدينة", "إدلب", "2024", "abc", "مدينة"):
                word = f"{first}{second}{rest}"
                assert may_begin_with_clitic(word, 0) or propose(word, frozenset()) == 0, word


def test_a_schema_that_lists_nothing_leaves_it_open() -> None:
    bare = Schema("bare", "Bare", "عارٍ", RICH.labels, boundary="free")
    wild = layer_of(
        mention("m1", 4, 16),
        mention("m2", 20, 25, "Attack"),
        Event("e1", "Attack", "m2", (Argument("من", mention="m1"),), {"x": 1}),
        Relation("r1", "any", "m1", "m2"),
        DocumentLabel("any", 1),
    )
    assert problems(wild, DOCUMENT, bare) == []
    assert {p.code for p in problems(wild, DOCUMENT, RICH)} >= {"role", "attribute", "relation", "document_label"}


def test_every_code_has_words() -> None:
    assert list(WORDS) == list(PROBLEM_CODES)
    assert {code for code, *_ in CASES} | {
        "grapheme",
        "clitic",
        "overlap",
        "crossing",
        "document_label_missing",
    } == set(PROBLEM_CODES)


def test_what_the_schema_names_keeps_a_document_from_being_done() -> None:
    layer = layer_with(event(mood="x"))
    strict = msgspec.structs.replace(RICH, blocking=("role_missing", "attribute_missing"))
    assert [p.code for p in blocks_done(problems(layer, DOCUMENT, strict), strict)] == ["role_missing"]
    with pytest.raises(EditError, match="nothing fills the role Place") as caught:
        edits.set_status(layer, DOCUMENT, strict, "done")
    assert caught.value.code == "blocked"
    perform(layer, edits.set_status(layer, DOCUMENT, strict, "in_progress"))
    perform(layer, edits.fill(layer, strict, "e1", PLACE))
    perform(layer, edits.set_status(layer, DOCUMENT, strict, "done"))
    assert layer.status == "done"


def all_keys(layer: Layer) -> set[RecordKey]:
    keys = {RecordKey(kind, id) for kind in layer.kinds for id in layer.records(kind)}
    return keys | {RecordKey("label", name) for name in document_label_names(layer, RICH)}


@given(st.data(), st.sampled_from(("none", "nested", "any")))
def test_one_record_at_a_time_finds_what_the_whole_does(data: st.DataObject, overlap: Any) -> None:
    """And after each step only what it affected needs to be looked at again. Any fix settles its problem. Whoever asks for
    one kind of problem is told the same."""
    schema = msgspec.structs.replace(RICH, overlap=overlap)
    chooser = Drawn(data)
    layer = layer_of(*SOUND)
    known = {key: record_problems(layer, DOCUMENT, schema, key) for key in all_keys(layer)}
    for action in data.draw(st.lists(st.sampled_from(sorted(EDITS)), max_size=8)):
        found = problems(layer, DOCUMENT, schema)
        try:
            if found and chooser.integer(0, 2) == 0:
                problem = chooser.choice(found)
                offered = edits.fixes(problem, layer, DOCUMENT, schema)
                draft = chooser.choice(offered).make() if offered else None
            else:
                problem, draft = None, draft_of(action, chooser, layer, DOCUMENT, schema)
        except EditError:
            continue
        if draft is None:
            continue
        before = {change.key: layer.get(change.key) for change in draft.changes}
        perform(layer, draft)
        after = {change.key: layer.get(change.key) for change in draft.changes}
        for key in affected(layer, before, after):
            known[key] = record_problems(layer, DOCUMENT, schema, key)
        now = problems(layer, DOCUMENT, schema)
        many = ("role", "role_many", "filler", "role_value")  # of several arguments, one is taken out at a time
        assert problem is None or problem not in now or problem.code in many
        assert sorted(map(repr, now)) == sorted(repr(p) for one in known.values() for p in one)
        assert len({p.key for p in now}) == len(now)
        for code in PROBLEM_CODES:
            assert problems(layer, DOCUMENT, schema, [code]) == [p for p in now if p.code == code]
