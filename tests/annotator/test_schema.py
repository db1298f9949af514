"""Schemas: the presets, TOML there and back, and every refusal with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DataError, UserError
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
from annotator.schema.misreadings import toml_fault
from annotator.schema.rules import RULES

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
    "no TOML": (("overlap = ", "overlap "), 4, "an equals sign is missing"),
    "an open string": (('en = "X"', 'en = "X'), 2, "a quotation mark is missing"),
    "a key twice": (('en = "X"', 'name = "y"'), 2, "was there before"),
    "neither a value nor a heading": (("overlap = ", "!overlap = "), 4, "neither `name = value` nor a [heading]"),
    "no value": (('en = "X"', "en = "), 2, "what stands after the equals sign"),
    "a heading that is open": (("[[groups]]", "[[groups]"), 6, "a closing bracket is missing"),
    "more after a value": (('en = "X"', 'en = "X" more'), 2, "left over after the value"),
    "a path of Windows": (('en = "X"', r'en = "C:\Labels"'), 2, "a backslash inside a text must be doubled"),
    "a control character": (('en = "X"', 'en = "X\x01"'), 2, "a character that cannot stand here"),
    "unknown policy": (('"nested"', '"some"'), 4, "'some' is none of the words"),
    "unknown field": (('overlap = "nested"', 'overlaps = "none"'), 1, "no field 'overlaps' here"),
    "unknown field of a label": (('kind = "event"', 'kind = "event"\nhue = "blue"'), 19, "no field 'hue' here"),
    "a missing name": (('en = "B"\n', ""), 19, "the field 'en' is missing"),
    "unknown kind": (('kind = "event"', 'kind = "verb"'), 21, "'verb' is none of the words"),
    "a number as name": (('en = "B"', "en = 3"), 22, "expected a text in quotation marks, not a whole number"),
    "a key with a space": (('key = "B"', 'key = "B C"'), 20, "'B C' is not a key"),
    "an Arabic key": (('key = "B"', 'key = "ب"'), 20, "is not a key"),
    "a label twice": (('key = "B"', 'key = "A"'), 20, "the key 'A' is used twice"),
    "an empty name": (('ar = "ب"', 'ar = " "'), 19, "needs a name in both languages"),
    "a name that commands the terminal": (
        ('ar = "ب"', 'ar = "ب\\u001b[2J"'),
        19,
        "a name of the label 'B' has a control",
    ),
    "a name of two lines": (('en = "G"', 'en = "G\\nH"'), 6, "a name of the group 'g' has a control"),
    "a name that never ends": (('en = "X"', f'en = "{"X" * 201}"'), 1, "or more than 200 characters"),
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
    "a pair without dark": ((', dark = "#aabbcc"', ""), 24, "the field 'dark' is missing"),
    "a parent that is not there": (('group = "g"', 'group = "g"\nparent = "Z"'), 18, "there is no label 'Z'"),
    "a label above of another kind": (('group = "g"', 'group = "g"\nparent = "B"'), 18, "not a label of the same kind"),
    "merged into itself": (
        ('group = "g"', 'group = "g"\ninto = "A"'),
        18,
        "'A' and 'A' lead to each other in a circle",
    ),
    "a version that is no number": (
        ('name = "x"', 'name = "x"\nversion = "1"'),
        2,
        "expected a whole number, not a text",
    ),
}


MORE = """
[[roles]]
key = "Who"
en = "Who"
ar = "من"
labels = ["A"]

[[attributes]]
key = "mood"
en = "Mood"
ar = "المزاج"
kind = "choice"
options = [{ key = "x", en = "X", ar = "س" }, { key = "y", en = "Y", ar = "ص", parent = "x" }]

[[relations]]
key = "near"
en = "Near"
ar = "قرب"
source = ["A"]

[[document_labels]]
key = "topic"
en = "Topic"
ar = "الموضوع"
kind = "text"
"""
"""What stands below GOOD, from line 26 on, for the rules about what hangs on labels."""

REFUSED_BELOW = {
    "roles of an entity": (
        ('position = "Digit1"', 'roles = [{ role = "Who" }]'),
        16,
        "'A' is not the label of an event",
    ),
    "an unknown role": (("color = {", 'roles = [{ role = "X" }]\ncolor = {'), 24, "there is no role 'X'"),
    "a role twice in an event": (
        ("color = {", 'roles = [{ role = "Who" }, { role = "Who" }]\ncolor = {'),
        24,
        "the role 'Who' is there twice",
    ),
    "an unknown label in a use": (
        ("color = {", 'roles = [{ role = "Who", labels = ["Z"] }]\ncolor = {'),
        24,
        "there is no label 'Z'",
    ),
    "a role twice": (
        ("[[attributes]]", '[[roles]]\nkey = "Who"\nen = "W"\nar = "م"\n\n[[attributes]]'),
        33,
        "the role 'Who'",
    ),
    "a role whose key is none": (('key = "Who"', 'key = "من"'), 27, "'من' is not a key"),
    "a role without a name": (('ar = "من"', 'ar = ""'), 26, "the role 'Who' needs a name in both languages"),
    "a role for a label that is not there": (('labels = ["A"]', 'labels = ["Z"]'), 30, "there is no label 'Z'"),
    "a role in no colour": (('labels = ["A"]', 'color = "pink"'), 30, "'pink' is not a colour"),
    "options of a role without a value": (
        ('labels = ["A"]', 'options = [{ key = "o", en = "O", ar = "و" }]'),
        30,
        "'Who' has options, but no value",
    ),
    "a choice of nothing": (('labels = ["A"]', 'value = "choice"'), 26, "a choice needs options"),
    "options of a text": (('kind = "choice"', 'kind = "text"'), 37, "only a choice has options"),
    "several dates": (('kind = "text"', 'kind = "date"\nmultiple = true'), 50, "only a choice can have several values"),
    "an option twice": (
        ('key = "y", en = "Y", ar = "ص", parent = "x"', 'key = "x", en = "Y", ar = "ص"'),
        37,
        "an option is there twice",
    ),
    "an option below one that is not there": (('parent = "x"', 'parent = "z"'), 37, "'y' stands under 'z'"),
    "an option below itself": (('parent = "x"', 'parent = "y"'), 37, "'y' stands under 'y'"),
    "an option whose key is none": (('key = "y"', 'key = "2"'), 37, "'2' is not a key"),
    "an attribute twice": (
        ("[[relations]]", '[[attributes]]\nkey = "mood"\nen = "M"\nar = "م"\nkind = "text"\n\n[[relations]]'),
        40,
        "the attribute 'mood' is there twice",
    ),
    "an attribute of an entity's label on events": (
        ('kind = "choice"', 'labels = ["A"]\nkind = "choice"'),
        36,
        "'A' is not a label of that kind (event)",
    ),
    "an attribute of a relation that is not there": (
        ('kind = "choice"', 'on = "relation"\nlabels = ["A"]\nkind = "choice"'),
        37,
        "there is no relation 'A'",
    ),
    "a relation twice": (
        ("[[document_labels]]", '[[relations]]\nkey = "near"\nen = "N"\nar = "ق"\n\n[[document_labels]]'),
        46,
        "the relation 'near'",
    ),
    "a relation from a label that is not there": (('source = ["A"]', 'source = ["Z"]'), 43, "there is no label 'Z'"),
    "a relation in no colour": (('source = ["A"]', 'color = "pink"'), 43, "'pink' is not a colour"),
    "a document label without a name": (('en = "Topic"', 'en = " "'), 45, "the document label 'topic' needs a name"),
    "a problem that is none": (('overlap = "nested"', 'blocking = ["typo"]'), 4, "'typo' is not the code of a problem"),
}
"""Line 0: the table's line is enough."""


@pytest.mark.parametrize("case", REFUSED_BELOW)
def test_what_hangs_on_labels_is_refused_with_its_line(case: str) -> None:
    (old, new), number, reason = REFUSED_BELOW[case]
    source = GOOD + MORE
    assert old in source
    with pytest.raises(DataError) as refusal:
        parse_schema(source.replace(old, new, 1), "s.toml")
    (problem,) = refusal.value.problems
    assert problem.startswith(f"s.toml:{number}: ")
    assert reason in problem
    (arabic,) = refusal.value.arabic_problems
    assert arabic.startswith(f"s.toml:{number}: ")
    assert re.search("[\u0621-\u064a]", arabic)
    assert not re.search(
        "[a-z]{4}", re.sub("'[^']*'|colour|s.toml|light|dark|rrggbb|(?<=: )[a-z_, ]+\u2069$", "", arabic)
    )


def test_every_rule_is_met_by_a_test() -> None:
    met = set()
    for source, cases in ((GOOD, REFUSED), (GOOD + MORE, REFUSED_BELOW)):
        for (old, new), _, _ in cases.values():
            try:
                parse_schema(source.replace(old, new, 1), "s")
            except DataError as error:
                met |= {code for code in RULES if any(_is_worded(code, problem) for problem in error.problems)}
    assert set(RULES) - met == {"no_labels", "not_utf8", "too_deep", "toml"}  # which have tests of their own below


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_in_arabic_too(case: str) -> None:
    (old, new), number, _ = REFUSED[case]
    with pytest.raises(DataError) as refusal:
        parse_schema(GOOD.replace(old, new, 1), "s.toml")
    for problem in refusal.value.arabic_problems:
        assert problem.startswith(f"s.toml:{number}: ")
        assert re.search("[\u0621-\u064a]", problem)
        assert not re.search("Expected|Invalid|Object|TOML:|expected", problem)


@pytest.mark.parametrize(
    ("data", "english", "arabic"),
    [
        (b'name = "\xff"', "this is not UTF-8 text", "UTF-8"),
        (b"x = " + b"[" * 5000, "it is nested too deeply", "تداخل"),
    ],
)
def test_what_is_no_text_or_has_no_end_is_said_in_both_languages(
    data: bytes, english: str, arabic: str, tmp_path: Path
) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(data)
    with pytest.raises(DataError) as refusal:
        read_schema(path)
    assert refusal.value.problems == [f"{path}:1: {english}"]
    assert arabic in refusal.value.arabic_problems[0]


def test_a_fault_that_the_reader_of_toml_words_anew_is_still_said_in_arabic() -> None:
    assert toml_fault("Something that nobody foresaw").arabic


def _is_worded(code: str, problem: str) -> bool:
    pattern = re.sub(r"\\\{[^}]*\\\}", ".*", re.escape(RULES[code][0]))
    return re.fullmatch(f"s:[0-9]+: {pattern}", problem) is not None


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
        parse_schema(GOOD.replace('"X"', '"X\u2028" # \x85').replace('key = "B"', 'key = "B C"'), "s")
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
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9).filter(str.strip)
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
