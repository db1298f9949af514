"""Schemas: the presets, TOML there and back, and every refusal with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.schema import (
    HUES,
    POSITIONS,
    Additions,
    ColorPair,
    Group,
    Label,
    Schema,
    check_schema,
    load_preset,
    load_schema,
    parse_schema,
    presets,
    read_schema,
    to_toml,
)

GOOD = """name = "x"
en = "X"
ar = "س"
overlap = "nested"

[[groups]]
key = "g"
en = "G"
ar = "ج"

[[labels]]
key = "A"
kind = "entity"
en = "A"
ar = "أ"
position = "Digit1"
group = "g"

[[labels]]
key = "B"
kind = "event"
en = "B"
ar = "ب"
color = { light = "#112233", dark = "#aabbcc" }
"""

REFUSED = {
    "no TOML": (("overlap = ", "overlap "), 4, "this is not TOML"),
    "an open string": (('en = "X"', 'en = "X'), 2, "this is not TOML"),
    "a key twice": (('en = "X"', 'name = "y"'), 2, "this is not TOML"),
    "unknown policy": (('"nested"', '"some"'), 4, "invalid enum value 'some'"),
    "unknown field": (('overlap = "nested"', 'overlaps = "none"'), 1, "unknown field `overlaps`"),
    "unknown field of a label": (('kind = "event"', 'kind = "event"\nhue = "blue"'), 19, "unknown field `hue`"),
    "a missing name": (('en = "B"\n', ""), 19, "missing required field `en`"),
    "unknown kind": (('kind = "event"', 'kind = "verb"'), 21, "invalid enum value 'verb'"),
    "a number as name": (('en = "B"', "en = 3"), 22, "expected `str`, got `int`"),
    "a key with a space": (('key = "B"', 'key = "B C"'), 20, "'B C' is not a key"),
    "an Arabic key": (('key = "B"', 'key = "ب"'), 20, "is not a key"),
    "a label twice": (('key = "B"', 'key = "A"'), 20, "the key 'A' is used twice"),
    "an empty name": (('ar = "ب"', 'ar = " "'), 19, "needs a name in both languages"),
    "an unknown group": (('group = "g"', 'group = "h"'), 17, "there is no group 'h'"),
    "a group twice": (
        ('[[labels]]\nkey = "A"', '[[groups]]\nkey = "g"\nen = "H"\nar = "ح"\n\n[[labels]]\nkey = "A"'),
        12,
        "the group 'g' is there twice",
    ),
    "an unknown position": (('"Digit1"', '"KeyP"'), 16, "'KeyP' is not a key a label may take"),
    "a position twice": (("color = {", 'position = "Digit1"\ncolor = {'), 24, "already belongs to the label 'A'"),
    "an unknown colour": (
        ('color = { light = "#112233", dark = "#aabbcc" }', 'color = "pink"'),
        24,
        "'pink' is not a colour",
    ),
    "a colour that is none": (('"#112233"', '"#11223"'), 24, "own colours are written as"),
    "a pair without dark": ((', dark = "#aabbcc"', ""), 24, "missing required field `dark`"),
    "a version that is no number": (('name = "x"', 'name = "x"\nversion = "1"'), 2, "expected `int`, got `str`"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_schema_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    (old, new), number, reason = REFUSED[case]
    assert old in GOOD
    path = tmp_path / "s.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as refusal:
        read_schema(path)
    problems = refusal.value.problems
    assert any(
        (problem.startswith(f"{path}:{number}: ") and reason in problem.lower())
        or (problem.startswith(f"{path}:{number}: ") and reason in problem)
        for problem in problems
    ), problems


def test_a_good_schema_is_read() -> None:
    schema = parse_schema(GOOD, "s")
    assert (schema.overlap, schema.boundary, schema.version) == ("nested", "stem", 1)
    assert schema.by_position("Digit1") is schema.label("A")
    assert schema.is_event("B")
    assert not schema.is_event("A")
    assert not schema.is_event("C")


def test_only_line_feeds_make_lines() -> None:
    with pytest.raises(UserError) as refusal:
        parse_schema(GOOD.replace('"X"', '"X\u2028\x85"').replace('key = "B"', 'key = "B C"'), "s")
    assert refusal.value.problems[0].startswith("s:20: ")


def test_several_problems_are_all_named() -> None:
    with pytest.raises(UserError) as refusal:
        parse_schema(GOOD.replace('key = "B"', 'key = "A"').replace('"g"\n\n[[labels]]', '"h"\n\n[[labels]]'), "s")
    assert len(refusal.value.problems) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'name = "x"\n\xff\n', ":2: "),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        ("name".encode("utf-16"), ":1: "),
        (b"", ":1: "),
        (b'name = "x"\nen = "X"\nar = "Y"\nlabels = []\n', "needs at least one label"),
    ],
)
def test_files_that_are_no_schema(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        read_schema(path)
    assert words in str(refusal.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in (str(tmp_path / "no.toml"), "nothing", str(tmp_path)):
        with pytest.raises(UserError, match=r"read|neither"):
            load_schema(name)


def test_a_byte_order_mark_before_a_schema_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_schema(path) == parse_schema(GOOD, "s") == load_schema(str(path))


@pytest.mark.parametrize("name", presets())
def test_presets_are_whole(name: str) -> None:
    schema = load_preset(name)
    assert schema.name == name
    assert parse_schema(to_toml(schema), "again") == schema
    assert list(check_schema(schema)) == []


def test_what_the_presets_hold() -> None:
    assert presets() == [
        "ace",
        "acled",
        "conll",
        "news",
        "ontonotes",
        "plover",
        "rich-ere",
        "wojood",
        "wojood-hadath",
    ]
    news, wojood = load_preset("news"), load_preset("wojood")
    assert (news.overlap, news.boundary) == ("any", "stem")
    assert (wojood.overlap, wojood.boundary) == ("nested", "word")
    entities = [label.key for label in news.labels if not label.is_event]
    assert entities == sorted(entities, key=[label.key for label in news.labels].index)
    assert set(entities) == {label.key for label in wojood.labels}
    assert len(entities) == 21
    assert sum(label.is_event for label in news.labels) == 25


KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_.\-]{0,9}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9).filter(str.strip)
COLOURS = st.sampled_from(HUES) | st.builds(ColorPair, *[st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)] * 2)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    groups = tuple(draw(st.lists(st.builds(Group, KEYS, WORDS, WORDS), max_size=3, unique_by=lambda group: group.key)))
    labels = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=5, unique=True)):
        group = draw(st.sampled_from([None, *(group.key for group in groups)]))
        kind = draw(st.sampled_from(("entity", "event")))
        more = draw(st.fixed_dictionaries({}, optional={name: WORDS for name in ("short_en", "help_en", "help_ar")}))
        labels.append(Label(key, kind, draw(WORDS), draw(WORDS), color=draw(COLOURS), group=group, **more))
    positions = draw(st.permutations(POSITIONS))
    labels = [
        Label(**{name: getattr(label, name) for name in label.__struct_fields__} | {"position": position})
        for label, position in zip(labels, positions, strict=False)
    ]
    overlap = draw(st.sampled_from(("none", "nested", "any")))
    boundary = draw(st.sampled_from(("stem", "word", "free")))
    version = draw(st.integers(1, 10**6))
    return Schema(draw(WORDS), draw(WORDS), draw(WORDS), tuple(labels), version, overlap, boundary, groups)


@given(schemas())
def test_any_schema_comes_back_from_its_file(schema: Schema) -> None:
    assert parse_schema(to_toml(schema), "s") == schema


def test_added_labels_take_free_colours_and_a_new_version() -> None:
    lacking = Additions(load_preset("conll"))
    lacking.label("X", "entity")
    lacking.label("Y", "event")
    schema = lacking.grown()
    assert schema.version == load_preset("conll").version + 1
    assert [label.key for label in schema.labels[-2:]] == ["X", "Y"]
    assert schema.is_event("Y")
    assert list(check_schema(schema)) == []
    used = {label.color for label in load_preset("conll").labels}
    assert {label.color for label in schema.labels[-2:]}.isdisjoint(used)
