"""What an import makes of names that the schema lacks; labels that were merged are read as one wherever they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator import edits
from annotator.agreement.reporting import Filter
from annotator.errors import DataError
from annotator.jobs.agreeing import agreement_of
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import annotation_problems, find_document, info, problem_lines, show_text
from annotator.project import Project
from annotator.schema import changing, check_schema, parse_schema, to_toml
from tests.annotator.helpers import line, lines_of, take_in, taken_out
from tests.annotator.rich import RICH, TEXT

SLIM = {"id": "m1", "start": 4, "end": 8, "label": "PERS"}
BLOW = {"id": "m2", "start": 20, "end": 25, "label": "Attack"}
QUARTER = {"id": "m3", "start": 31, "end": 42, "label": "LOC"}
HIT = {"id": "m4", "start": 26, "end": 30, "label": "FAC"}


@pytest.fixture
def rich(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "rich.hashiya", RICH)
    made.work_as("سلمى")
    yield made
    made.close()


def rich_line(**fields: Any) -> dict[str, Any]:
    return line(**{"text": TEXT, "mentions": [SLIM, BLOW, QUARTER], **fields})


def attack(*arguments: dict[str, Any], **attributes: Any) -> list[dict[str, Any]]:
    return [{"id": "e1", "label": "Attack", "trigger": "m2", "arguments": list(arguments), "attributes": attributes}]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "role": ({"events": attack({"role": "Weapon", "value": 1})}, "the schema has no role 'Weapon'"),
    "relation": ({"relations": [{"label": "far", "source": "m1", "target": "m3"}]}, "the schema has no relation 'far'"),
    "document label": ({"labels": {"mood": 1}}, "the schema has no document label 'mood'"),
    "label": ({"mentions": [{**SLIM, "label": "NO"}]}, "the schema has no label 'NO'"),
    "comment": (
        {"comments": [{"id": "c", "body": "", "about": "x"}]},
        "the comment 'c' is about 'x', which is not there",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_unknown_names_are_refused_with_their_place(what: str, rich: Project) -> None:
    fields, reason = REFUSED[what]
    with pytest.raises(DataError) as caught:
        take_in(rich, rich_line(), rich_line(id="d2", **fields))
    assert [problem.partition("in.jsonl")[2] for problem in caught.value.problems] == [f":2: {reason}"]
    assert info(rich)["documents"] == 0
    report = take_in(rich, rich_line(), rich_line(id="d2", **fields), skip_bad=True)
    assert (report.skipped, report.layers_new) == (1, 1)


def test_what_is_only_wrong_is_taken_and_listed(rich: Project) -> None:
    wrong = attack(
        {"role": "Place", "mention": "m1"}, {"role": "Cause", "mention": "m2"}, {"role": "Killed", "value": "كثير"}, x=1
    )
    take_in(
        rich, rich_line(events=wrong, labels={"topic": "war"}), rich_line(id="d0", without=["annotator", "mentions"])
    )
    (found,) = annotation_problems(rich)
    assert (found["document"], found["annotator"], found["status"]) == ("d1", "سلمى", "in_progress")
    codes = {(row["code"], row["record"], row["detail"]) for row in found["problems"]}
    assert codes == {
        ("filler", "e1", "Place"),
        ("role", "e1", "Cause"),
        ("role_value", "e1", "Killed"),
        ("attribute", "e1", "x"),
        ("attribute_missing", "e1", "polarity"),
        ("document_label_value", "topic", "topic"),
    }
    assert found["problems"][0]["text"] == "قصفاً"
    assert problem_lines([found])[0].startswith("d1 (سلمى) 20-25 «قصفاً»: ")
    assert problem_lines([found])[-1] == "d1 (سلمى): the document label topic cannot have this value"
    assert not any(row["blocks"] for row in found["problems"])


GROWN = rich_line(
    mentions=[SLIM, BLOW, {**QUARTER, "label": "Quarter"}, {"id": "m5", "start": 43, "end": 48, "label": "Kill"}],
    events=[
        *attack(
            {"role": "Weapon", "mention": "m1"},
            {"role": "Wounded", "value": {"value": 20, "precision": "about"}},
            {"role": "Wounded", "mention": "m1"},
            sure=True,
        ),
        {"id": "e2", "label": "Kill", "trigger": "m5", "arguments": [{"role": "Place", "mention": "m3"}]},
    ],
    relations=[{"id": "r1", "label": "far", "source": "m1", "target": "m3", "attributes": {"since": "2026-11"}}],
    entities=[],
    labels={"mood": ["glad", "sad"], "weight": 2.5, "title": "خبر"},
)


def test_what_the_schema_lacks_is_added_with_the_kinds_that_were_there(rich: Project, tmp_path: Path) -> None:
    report = take_in(rich, GROWN, add_labels=True)
    assert report.added == {
        "labels": ["Kill", "Quarter"],
        "roles": ["Weapon", "Wounded"],
        "attributes": ["since", "sure"],
        "relations": ["far"],
        "document_labels": ["mood", "title", "weight"],
    }
    grown = rich.schema
    assert grown.version == RICH.version + 1
    assert list(check_schema(grown)) == []
    assert parse_schema(to_toml(grown), "x.toml") == grown
    assert [role.key for role in grown.roles_of("Attack")][-2:] == ["Weapon", "Wounded"]
    assert [role.key for role in grown.roles_of("Kill")] == ["Place"]
    wounded = grown.role("Attack", "Wounded")
    assert wounded is not None
    assert (wounded.value, wounded.precision, wounded.labels) == ("number", True, ("PERS",))
    kinds = {field.key: (field.kind, field.multiple) for field in (*grown.attributes, *grown.document_labels)}
    assert kinds["sure"] == ("flag", False)
    assert kinds["since"] == ("date", False)
    assert kinds["mood"] == ("choice", True)
    assert kinds["weight"] == ("number", False)
    assert kinds["title"] == ("text", False)
    left = {row["code"] for found in annotation_problems(rich) for row in found["problems"]}
    assert left == {"attribute_missing", "role_missing", "document_label_missing", "filler"}
    assert take_in(rich, GROWN).layers_equal == 1
    with pytest.raises(DataError, match=r"'a b' cannot be added as a document label"):
        take_in(rich, rich_line(id="d2", labels={"a b": 1}), add_labels=True)


def test_values_of_several_kinds_become_text(rich: Project) -> None:
    take_in(rich, rich_line(labels={"x": 1}), rich_line(id="d2", labels={"x": "2026"}), add_labels=True)
    field = rich.schema.document_label("x")
    assert field is not None
    assert field.kind == "text"


def test_a_schema_that_lists_no_roles_takes_any(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(RICH, roles=(), attributes=(), relations=(), document_labels=())
    bare = msgspec.structs.replace(bare, labels=tuple(msgspec.structs.replace(x, roles=()) for x in bare.labels))
    project = Project.create(tmp_path / "bare.hashiya", bare)
    try:
        item = rich_line(events=attack({"role": "any", "value": 1}, y=2), labels={"z": 0})
        take_in(project, item)
        assert list(annotation_problems(project)) == []
    finally:
        project.close()


def test_counts_of_every_kind(rich: Project) -> None:
    asked = {"id": "c1", "body": "؟", "attributes": {"question": True}}
    take_in(
        rich,
        rich_line(
            mentions=[SLIM, BLOW, QUARTER, HIT],
            events=attack(),
            relations=[{"id": "r1", "label": "near", "source": "m1", "target": "m3"}],
            entities=[{"id": "n1", "mentions": ["m1"]}],
            labels={"topic": ["war"], "dead": {"value": 20, "precision": "more_than"}},
            comments=[
                asked,
                {**asked, "id": "c2", "resolved": True},
                {"id": "c3", "body": "", "attributes": {"unsure": True}},
            ],
        ),
        rich_line(id="d2", annotator="هادي", labels={"dead": 3}),
    )
    found = info(rich)
    assert found["labels"] == {"Attack": 2, "LOC": 3, "PERS": 2}  # FAC is read as LOC
    assert (found["events"], found["event_labels"]) == (1, {"Attack": 1})
    assert (found["relations"], found["relation_labels"]) == (1, {"near": 1})
    assert found["entities"] == 1
    assert found["document_labels"] == {"dead": 2, "topic": 1}
    assert (found["comments"], found["questions"], found["unsure"]) == (3, 1, 1)


def test_merged_labels_are_one_wherever_they_are_read(rich: Project, tmp_path: Path) -> None:
    kill = {"id": "m5", "start": 43, "end": 48, "label": "Die"}
    die = [{"id": "e1", "label": "Die", "trigger": "m5", "arguments": []}]
    mine = rich_line(mentions=[HIT, kill], events=die, status="done")
    theirs = rich_line(
        annotator="هادي",
        mentions=[{**HIT, "label": "LOC"}, {**kill, "label": "Attack"}],
        events=[{**die[0], "label": "Attack"}],
        status="done",
    )
    take_in(rich, mine, theirs)
    first = agreement_of(rich.path, Filter(), use_cache=False).summary.spans["exact"].value
    rich.set_schema(changing.merge(rich.schema, "Die", "Attack"))
    rich.flush()
    assert (first, agreement_of(rich.path, Filter(), use_cache=False).summary.spans["exact"].value) == (0.5, 1.0)
    assert agreement_of(rich.path, Filter(labels=("Die",)), use_cache=False).summary.spans["exact"].value == 1.0
    assert info(rich)["labels"] == {"Attack": 2, "LOC": 2}
    assert info(rich)["event_labels"] == {"Attack": 2}
    shown = show_text(rich, find_document(rich, "d1"), visual=False, width=80)
    assert "  43-48 Attack: فقُتل" in shown
    assert rich.layer(1).mentions["m5"].label == "Die"  # nobody's records were touched
    out = lines_of(rich)
    assert [{m["label"] for m in item["mentions"]} for item in out] == [{"LOC", "Attack"}] * 2
    assert [item["events"][0]["label"] for item in out] == ["Attack"] * 2
    # What went out comes in as the same, here and elsewhere.
    data = taken_out(rich)
    (tmp_path / "again.jsonl").write_bytes(data)
    assert import_paths(rich, [tmp_path / "again.jsonl"], ImportOptions()).layers_equal == 2
    assert import_paths(rich, [tmp_path / "again.jsonl"], ImportOptions(replace=True)).step is None
    other = Project.create(tmp_path / "other.hashiya", rich.schema)
    try:
        import_paths(other, [tmp_path / "again.jsonl"], ImportOptions())
        assert taken_out(other) == data
    finally:
        other.close()


def test_a_layer_of_one_plain_import_goes_out_under_the_labels_that_are_read(rich: Project) -> None:
    take_in(rich, rich_line(mentions=[{**HIT, "text": "أصاب"}], status="done"))
    assert [mention["label"] for mention in lines_of(rich)[0]["mentions"]] == ["LOC"]
    rich.perform(1, edits.relabel(rich.layer(1), rich.schema, "m4", "Town"))
    rich.flush()
    assert [mention["label"] for mention in lines_of(rich)[0]["mentions"]] == ["Town"]


def test_the_fast_and_the_slow_way_out_say_the_same(rich: Project, tmp_path: Path) -> None:
    """A layer of one operation, and the same said in two."""
    marks = [{**HIT, "text": "أصاب"}, {**SLIM, "text": "سليم"}]
    take_in(rich, rich_line(mentions=marks))
    take_in(rich, rich_line(id="d2", mentions=marks[1:]))
    take_in(rich, rich_line(id="d2", mentions=marks), replace=True)
    one, two = (json.loads(data) for data in taken_out(rich).split(b"\n")[:-1])
    assert one["mentions"] == two["mentions"]
