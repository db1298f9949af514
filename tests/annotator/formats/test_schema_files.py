"""Label files of other tools: what is taken over, what is said to be lost, what is refused with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DataError
from annotator.formats.schema_brat import read_brat
from annotator.formats.schema_doccano import read_doccano
from annotator.formats.schema_draft import MAX_BYTES, MAX_LABELS, Imported, hotkey, text_of
from annotator.formats.schema_labelstudio import read_labelstudio
from annotator.formats.schema_to_brat import write_brat
from annotator.schema import Schema, load_preset, parse_schema, presets, to_toml

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
Read = Callable[[str, str], Imported]

CONF = """# comments and lines of hyphens are skipped
[entities]
Person|Person_name
	Leader
Place
-----
!Thing
	Weapon
	Vehicle

[relations]
Located   Arg1:Person, Arg2:Place
Family    Arg1:Person, Arg2:Person, <REL-TYPE>:symmetric

[events]
<WHO>=Person|Thing
!Life
	Die     Victim+:Person, Agent?:<WHO>, Place*:Place, Tool:Weapon
	Marry   Victim{2}:Person, Place{0-1}:Place
Report      Event:<EVENT>, Speaker?:<ENTITY>, Other*:<ANY>

[attributes]
Negation    Arg:<EVENT>
Level       Arg:<ENTITY>, Value:NAM|NOM
Sure        Arg:Die|Person, Value:Yes|No
"""

LABELS = """<View>
  <Header value="Mark"/>
  <Labels name="label" toName="text">
    <Label value="Person" hotkey="3" background="#ff0000" hint="A name"/>
    <Label value="اسم مكان" alias="PLACE"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Relations><Relation value="works for"/></Relations>
  <Choices name="tone" toName="text" required="true"><Choice value="Good"/><Choice value="Bad"/></Choices>
  <Taxonomy name="type" toName="text" perRegion="true" whenLabelValue="Person">
    <Choice value="Public"><Choice value="Minister"/></Choice>
  </Taxonomy>
  <TextArea name="remark" toName="text"/>
  <Number name="dead" toName="text"/>
  <DateTime name="day" toName="text"/>
  <Image name="picture" value="$image"/>
</View>
"""


# --- brat ------------------------------------------------------------------------------------------------------------


def test_brat_types_stand_under_each_other_and_under_headings() -> None:
    schema = read_brat(CONF, "annotation.conf").schema
    assert [(label.key, label.kind, label.parent, label.group) for label in schema.labels] == [
        ("Person", "entity", None, None),
        ("Leader", "entity", "Person", None),
        ("Place", "entity", None, None),
        ("Weapon", "entity", None, "Thing"),
        ("Vehicle", "entity", None, "Thing"),
        ("Die", "event", None, "Life"),
        ("Marry", "event", None, "Life"),
        ("Report", "event", None, None),
    ]
    assert schema.labels[0].en == "Person name"
    assert [label.position for label in schema.labels[:3]] == ["Digit1", "Digit2", "Digit3"]
    assert schema.labels[-1].position == "KeyE"


def test_brat_arguments_become_roles_with_their_types_and_numbers() -> None:
    schema = read_brat(CONF, "annotation.conf").schema
    found = {
        label.key: {role.key: (role.required, role.many, role.labels) for role in schema.roles_of(label.key)}
        for label in schema.labels
        if label.is_event
    }
    assert found == {
        "Die": {
            "Victim": (True, True, ("Person",)),
            "Agent": (False, False, ("Person", "Weapon", "Vehicle")),
            "Place": (False, True, ("Place",)),
            "Tool": (True, False, ("Weapon",)),
        },
        "Marry": {"Victim": (True, True, ("Person",)), "Place": (False, False, ("Place",))},
        "Report": {
            "Event": (True, False, ("Die", "Marry", "Report")),
            "Speaker": (False, False, ("Person", "Place", "Weapon", "Vehicle")),
            "Other": (False, True, ()),
        },
    }


def test_brat_relations_and_attributes() -> None:
    schema, lost = read_brat(CONF, "annotation.conf")
    assert [(r.key, r.source, r.target, r.symmetric) for r in schema.relations] == [
        ("Located", ("Person",), ("Place",), False),
        ("Family", ("Person",), ("Person",), True),
    ]
    assert [(a.key, a.on, a.kind, a.labels) for a in schema.attributes] == [
        ("Negation", "event", "flag", ()),
        ("Level", "entity", "choice", ()),
        ("Sure", "event", "choice", ("Die",)),
        ("Sure-2", "entity", "choice", ("Person",)),
    ]
    assert [option.key for option in schema.attributes[1].options] == ["NAM", "NOM"]
    assert "exact numbers of fillers; a role takes one or many" in lost
    assert any("Sure = Sure-2" in words for words in lost)


def test_what_brat_says_and_a_schema_cannot_is_named() -> None:
    more = CONF.replace(
        "Family    Arg1:Person, Arg2:Person, <REL-TYPE>:symmetric",
        "Family Arg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive\nLocated Arg1:Leader, Arg2:Person\n"
        "<OVERLAP> Arg1:Person, Arg2:Place, <OVL-TYPE>:contain",
    ).replace("Place\n-----", "Place <NORM>:X\n-----")
    schema, lost = read_brat(more.replace("Tool:Weapon", "Tool:Wepon"), "annotation.conf")
    said = "\n".join(lost)
    for words in ("transitive", "several lines", "<OVERLAP>", "<NORM>", "the type Wepon, which line 20 names"):
        assert words in said
    located = schema.relation("Located")
    assert located is not None
    assert (located.source, located.target) == (("Person", "Leader"), ("Place", "Person"))


BAD_CONF = {
    "nothing": ("", 1, "no types"),
    "a type before any section": ("Person\n", 1, "before the first section"),
    "an unknown section": ("[entities]\nA\n[spells]\n", 3, "there is no section [spells]"),
    "a type twice": ("[entities]\nA\n[events]\nA\n", 4, "there twice"),
    "an unknown macro": ("[entities]\nA\n[events]\nE R:<WHO>\n", 4, "no macro <WHO>"),
    "a macro of another section": ("[entities]\n<W>=A\nA\n[events]\nE R:<W>\n", 5, "no macro <W>"),
    "an argument without types": ("[entities]\nA\n[events]\nE R\n", 4, "'R' is no argument"),
    "an impossible range": ("[entities]\nA\n[events]\nE R{3-2}:A\n", 4, "{3-2} is no range"),
    "a line of nothing": ("[entities]\nA\n!|\n", 3, "names no type"),
    "never": ("[entities]\nA\n[events]\nE R{0}:A\n", 4, "{0} is no range"),
    "a role twice": ("[entities]\nA\n[events]\nE R:A, R:A\n", 4, "the role 'R' is there twice"),
    "a relation with one end": ("[entities]\nA\n[relations]\nR Arg1:A\n", 4, "two arguments"),
    "an attribute on nothing": ("[entities]\nA\n[attributes]\nN Value:a|b\n", 4, "what it stands on"),
    "an attribute twice": ("[entities]\nA\n[attributes]\nN Arg:A\nN Arg:A, Value:x|y\n", 5, "with other values"),
    "macros that explode": (
        "[entities]\n<a>=" + "x|" * 40_000 + "\n<b>=<a><a>\nA\n",
        3,
        "make this line too long",
    ),
    "too many lines": ("[entities]\n" + "".join(f"T{n}\n" for n in range(10_001)), 10_002, "more than 10000"),
    "too many labels": ("[entities]\n" + "".join(f"T{n}\n" for n in range(MAX_LABELS + 1)), 1, "more than 5000 labels"),
}


def refused(read: Read, text: str, name: str) -> list[str]:
    with pytest.raises(DataError) as refusal:
        read(text, name)
    assert "Nothing was changed." in str(refusal.value)
    return refusal.value.problems


@pytest.mark.parametrize("case", BAD_CONF)
def test_a_bad_conf_is_refused_with_its_line(case: str) -> None:
    text, line, reason = BAD_CONF[case]
    problems = refused(read_brat, text, "a.conf")
    assert any(problem.startswith(f"a.conf:{line}: ") and reason in problem for problem in problems), problems


def test_subtypes_can_take_over_the_arguments_of_the_type_above() -> None:
    schema = read_brat("[entities]\nA\n[events]\nE R:A\n\tF <INHERIT>, S?:A\n", "a.conf").schema
    assert [role.key for role in schema.roles_of("F")] == ["R", "S"]


def test_real_files_of_brat_are_read() -> None:
    paths = sorted(CORPORA.rglob("annotation.conf"))
    if not paths:
        pytest.skip("no files of brat lie beside the project")
    for path in paths:
        schema = read_brat(path.read_text(encoding="utf-8"), str(path)).schema
        assert parse_schema(to_toml(schema), "again") == schema


# --- written for brat ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", presets())
def test_presets_written_for_brat_are_read_back(name: str) -> None:
    schema = load_preset(name)
    text, lost = write_brat(schema)
    again = read_brat(text, f"{name}.conf").schema
    assert len(again.labels) == len(schema.labels)
    assert [relation.symmetric for relation in again.relations] == [r.symmetric for r in schema.relations]
    assert any(words.startswith("definitions") for words in lost)
    for label in schema.labels:
        mine, theirs = schema.roles_of(label.key), again.roles_of(label.key.replace(".", "_"))
        kept = [role for role in mine if role.takes_mentions]
        assert [role.required for role in theirs] == [role.required for role in kept]
        assert [len(role.labels) for role in theirs] == [len(role.labels) for role in kept]


def test_what_brat_cannot_hold_is_named() -> None:
    _, lost = write_brat(load_preset("news"))
    said = "\n".join(lost)
    for words in ("the role Number", "the role Crime also takes", "topic, kind", "keys as they are", "groups"):
        assert words in said
    _, lost = write_brat(load_preset("acled"))
    said = "\n".join(lost)
    for words in ("the attribute fatalities", "several fillers", "disorder_type takes several values"):
        assert words in said


def test_a_schema_without_extras_comes_back_as_it_was() -> None:
    first = read_brat(
        CONF.replace("!Thing\n\tWeapon\n\tVehicle", "Weapon")
        .replace("!Life\n\t", "")
        .replace("\n\tMarry", "\nMarry")
        .replace("|Thing", "|Weapon"),
        "a.conf",
    ).schema
    assert read_brat(write_brat(first)[0], "a.conf").schema.labels[1:] == first.labels[1:]


# --- Label Studio ----------------------------------------------------------------------------------------------------


def test_a_labelling_configuration_becomes_a_schema() -> None:
    schema, lost = read_labelstudio(LABELS, "config.xml")
    assert [(label.key, label.en, label.position, label.help_en) for label in schema.labels] == [
        ("Person", "Person", "Digit3", "A name"),
        ("PLACE", "اسم مكان", "Digit1", ""),
    ]
    assert [(r.key, r.en) for r in schema.relations] == [("works-for", "works for")]
    (kind,) = schema.attributes
    assert (kind.key, kind.on, kind.labels, kind.multiple) == ("type", "entity", ("Person",), True)
    assert [(option.key, option.parent) for option in kind.options] == [("Public", None), ("Minister", "Public")]
    assert [(f.key, f.kind, f.required, f.multiple) for f in schema.document_labels] == [
        ("tone", "choice", True, False),
        ("remark", "text", False, False),
        ("dead", "number", False, False),
        ("day", "date", False, False),
    ]
    assert any("colours" in words for words in lost)
    assert "<Image>" in lost
    assert any("works for = works-for" in words for words in lost)


def test_tags_that_a_schema_cannot_follow_are_named() -> None:
    more = LABELS.replace("</View>", '<RectangleLabels name="r"><Label value="x"/></RectangleLabels></View>')
    more = more.replace('required="true"', 'whenTagName="label"')
    lost = read_labelstudio(more, "config.xml").lost
    assert any(words.startswith("<RectangleLabels>") for words in lost)
    assert any(words.startswith("when <Choices") for words in lost)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<View>&b;</View>'
OUTSIDE = '<View/>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">'
BAD_XML = {
    "no XML": ("<View>\n<Labels>", 2, "this is not XML"),
    "nothing": ("", 1, "this is not XML"),
    "entities": (BOMB, 1, "DOCTYPE or entity"),
    "another file": ('<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<View/>', 1, "DOCTYPE or entity"),
    "an entity that nobody defined": ("<View>\n&x;</View>", 2, "this is not XML"),
    "no labels": ('<View>\n<Text name="t"/></View>', 1, "there is no <Label>"),
    "a label without a name": ("<View><Labels>\n<Label/></Labels></View>", 2, "takes <Label value=...> only"),
    "a label twice": ('<Labels><Label value="a"/>\n<Label value="a"/></Labels>', 2, "there twice"),
    "a relation without a name": ("<View><Relations>\n<Relation/></Relations></View>", 2, "<Relation value=...>"),
    "a choice without a name": ('<View>\n<Choices><Choice value="a"/></Choices></View>', 2, "has no name"),
    "no choices": ('<View>\n<Choices name="c"/></View>', 2, "has no <Choice>"),
    "a choice that is none": ('<Choices name="c">\n<Option value="a"/></Choices>', 2, "takes <Choice value=...> only"),
    "an unknown label": (
        '<View><Labels><Label value="a"/></Labels>\n<TextArea name="t" perRegion="true" whenLabelValue="b"/></View>',
        2,
        "there is no label 'b'",
    ),
    "depth": ("<View>\n" * 200, 101, "too deep"),
    "length": ("<View>" + "<Text/>" * 20_000 + "</View>", 1, "too long"),
}


@pytest.mark.parametrize("case", BAD_XML)
def test_a_bad_labelling_configuration_is_refused_with_its_line(case: str) -> None:
    text, line, reason = BAD_XML[case]
    problems = refused(read_labelstudio, text, "c.xml")
    assert any(problem.startswith(f"c.xml:{line}: ") and reason in problem for problem in problems), problems


# --- doccano ---------------------------------------------------------------------------------------------------------


def test_a_label_file_of_doccano_becomes_a_schema() -> None:
    text = """[
  {"id": 1, "text": "PER", "prefix_key": null, "suffix_key": "q", "background_color": "#fff"},
  {"text": "مكان", "prefix_key": "shift", "suffix_key": "1"},
  {"text": "ORG", "suffix_key": "p", "strange": 1}
]"""
    schema, lost = read_doccano(text, "labels.json")
    assert [(label.key, label.en, label.position) for label in schema.labels] == [
        ("PER", "PER", "KeyQ"),
        ("label-2", "مكان", "Shift+Digit1"),
        ("ORG", "ORG", "Digit1"),
    ]
    assert any("colours" in words for words in lost)
    assert any("strange" in words for words in lost)
    assert any("مكان = label-2" in words for words in lost)


BAD_JSON = {
    "no JSON": ('[\n{"text": "a"},\n', 3, "this is not JSON"),
    "no list": ('{"text": "a"}', 1, "is a list"),
    "nothing in it": ("[]", 1, "no label"),
    "a label that is none": ('[{"text": "a"},\n\n3]', 3, "is an object with a"),
    "a label without text": ('[\n{"name": "a"}]', 2, "is an object with a"),
    "a label twice": ('[{"text": "a"},\n{"text":\n"b"},\n{"text": "a"}]', 4, "there twice"),
    "depth": ("[" * 100_000, 1, "nested too deeply"),
    "half of a character": ('[{"text": "a\\ud800"}]', 1, "has a control character"),
    "a command for the terminal": ('[{"text": "a\\u001b[2J"}]', 1, "has a control character"),
    "a name that never ends": (f'[{{"text": "{"a" * 201}"}}]', 1, "more than 200 characters"),
    "too many labels": ("[" + ",".join(f'{{"text": "{n}"}}' for n in range(5001)) + "]", 1, "more than 5000 labels"),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_a_bad_label_file_is_refused_with_its_line(case: str) -> None:
    text, line, reason = BAD_JSON[case]
    problems = refused(read_doccano, text, "l.json")
    assert any(problem.startswith(f"l.json:{line}: ") and reason in problem for problem in problems), problems


# --- all of them -----------------------------------------------------------------------------------------------------


def test_what_is_no_text_or_too_large_is_refused() -> None:
    with pytest.raises(DataError, match=r"x:2: this is not UTF-8"):
        text_of(b"a\n\xff", "x")
    with pytest.raises(DataError, match=r"x:1: the file is larger than 4 MB"):
        text_of(b" " * (MAX_BYTES + 1), "x")
    assert text_of(b"\xef\xbb\xbfa", "x") == "a"


@pytest.mark.parametrize(
    ("key", "position"),
    [("3", "Digit3"), ("q", "KeyQ"), ("Shift+Q", "Shift+KeyQ"), ("p", None), ("", None), ("ctrl+q", None), ("²", None)],
)
def test_keys_of_other_tools_are_kept_where_a_label_may_take_them(key: str, position: str | None) -> None:
    assert hotkey(key, set()) == position
    assert hotkey(key, {position}) is None


_LINES = st.lists(st.text(st.sampled_from("ABب -_.,1<>|:!?*+{}\t"), max_size=20), max_size=8)


@given(st.sampled_from(["entities", "relations", "events", "attributes"]), _LINES)
def test_any_conf_is_a_schema_or_a_refusal(section: str, lines: list[str]) -> None:
    def read() -> Schema | DataError:
        try:
            return read_brat("\n".join(["[entities]", "A", f"[{section}]", *lines]), "a.conf").schema
        except DataError as error:
            return error

    found = read()
    if isinstance(found, DataError):
        assert all(problem.startswith("a.conf:") for problem in found.problems)
    else:
        assert parse_schema(to_toml(found), "again") == found
