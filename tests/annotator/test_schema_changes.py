"""Changing a schema: pure changes, what they touch, versions; nobody's records are rewritten."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import DataError, EditError
from annotator.jobs.schema_changes import put_in_force, touched, uses, version_of_layer, versions
from annotator.model import Span
from annotator.project import Project
from annotator.schema import Label, Role, RoleUse, Schema, check_schema
from annotator.schema.changing import (
    Difference,
    differences,
    drop,
    find,
    free_color,
    merge,
    move,
    new_key,
    put,
    retire,
    risky_siblings,
    unmerge,
)
from annotator.store.check import check_file
from tests.annotator.helpers import NAME, PLACE, line, lines_of, take_in

SMALL = Schema(
    "s",
    "S",
    "س",
    (
        Label("A", "entity", "A", "أ", color="blue", position="Digit1"),
        Label("B", "entity", "B", "ب", color="orange", position="Digit2", parent="A"),
        Label("C", "event", "C", "ج", color="green", roles=(RoleUse("R", labels=("A",)),)),
        Label("D", "event", "D", "د", color="olive"),
    ),
    roles=(Role("R", "R", "ر", labels=("A", "B")),),
)


def test_putting_adds_at_the_end_and_replaces_in_place() -> None:
    label = Label("E", "entity", "E", "ه")
    more = put(SMALL, "labels", label)
    assert [each.key for each in more.labels] == ["A", "B", "C", "D", "E"]
    renamed = put(more, "labels", msgspec.structs.replace(SMALL.labels[0], en="Name"))
    assert [each.en for each in renamed.labels] == ["Name", "B", "C", "D", "E"]
    assert SMALL.labels[0].en == "A"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(EditError, match="already belongs to the label 'A'") as refusal:
        put(SMALL, "labels", Label("E", "entity", "E", "ه", position="Digit1"))
    assert refusal.value.code == "schema_fault"
    for key, into in (("A", "A"), ("A", "C"), ("A", "Z")):
        with pytest.raises(EditError):
            merge(SMALL, key, into)
    with pytest.raises(EditError, match="circle"):
        merge(merge(SMALL, "A", "B"), "B", "A")


def test_a_merged_label_is_read_as_the_other_and_gives_its_key_back() -> None:
    merged = merge(SMALL, "B", "A")
    assert merged.resolve("B") == "A"
    assert merged.label("B") == merged.label("A")
    assert merged.by_position("Digit2") is None
    assert [label.key for label in merged.offered] == ["A", "C", "D"]
    apart = unmerge(merged, "B")
    assert apart.label("B") == msgspec.structs.replace(SMALL.labels[1], position=None)


def test_a_retired_label_is_known_but_not_offered() -> None:
    retired = retire(SMALL, "A")
    assert retired.label("A") is not None
    assert retired.by_position("Digit1") is None
    assert [label.key for label in retired.offered] == ["B", "C", "D"]
    assert [label.key for label in retire(retired, "A", retired=False).offered] == ["A", "B", "C", "D"]


def test_what_named_a_dropped_item_does_so_no_more() -> None:
    without = drop(SMALL, "labels", "A")
    assert without.roles[0].labels == ("B",)
    assert (find(without, "labels", "B").parent, find(without, "labels", "C").roles[0].labels) == (None, ())
    assert drop(SMALL, "roles", "R").roles_of("C") == ()


def test_new_keys_are_free_and_fit() -> None:
    assert new_key(SMALL, "labels", "Armed group") == "Armed-group"
    assert new_key(SMALL, "labels", "A") == "A-2"
    assert new_key(SMALL, "labels", "هجوم") == "L"
    assert new_key(SMALL, "roles", "3rd party") == "R3rd-party"


def test_colours() -> None:
    assert free_color(SMALL) == "violet"
    assert [label.key for label in risky_siblings(SMALL, SMALL.labels[3])] == ["C"]
    assert risky_siblings(SMALL, SMALL.labels[0]) == []


def test_differences_are_named() -> None:
    new = retire(merge(SMALL, "B", "A"), "D")
    new = put(new, "labels", msgspec.structs.replace(find(new, "labels", "C"), ar="جيم"))
    new = put(new, "labels", Label("E", "entity", "E", "ه"))
    assert differences(SMALL, new) == [
        Difference("labels", "B", "merged", "A"),
        Difference("labels", "C", "renamed"),
        Difference("labels", "D", "retired"),
        Difference("labels", "E", "added"),
    ]
    assert differences(SMALL, move(SMALL, "labels", "D", 0)) == [Difference("labels", "", "reordered")]
    assert differences(SMALL, msgspec.structs.replace(SMALL, overlap="none")) == [
        Difference("schema", "overlap", "changed")
    ]


@given(st.data())
def test_any_change_leaves_a_sound_schema_and_all_its_keys(data: st.DataObject) -> None:
    schema = SMALL
    for _ in range(data.draw(st.integers(1, 8))):
        keys = st.sampled_from([label.key for label in schema.labels])
        change = data.draw(
            st.one_of(
                st.tuples(st.just(merge), keys, keys),
                st.tuples(st.just(unmerge), keys),
                st.tuples(st.just(retire), keys),
                st.tuples(st.just(move), st.just("labels"), keys, st.integers(0, 5)),
            )
        )
        try:
            schema = change[0](schema, *change[1:])
        except EditError:
            continue
        assert list(check_schema(schema)) == []
        assert {label.key for label in schema.labels} == {"A", "B", "C", "D"}
        assert all(schema.label(schema.resolve(key)) is not None for key in "ABCD")


# --- in a project ----------------------------------------------------------------------------------------------------


def test_a_version_in_force_changes_no_record(project: Project) -> None:
    project.work_as("Salma")
    take_in(project, line(mentions=[NAME, PLACE]))
    before = lines_of(project)
    new = merge(project.schema, "LOC", "FAC")
    shown = [each for each in touched(project, new) if each.difference.what == "merged"]
    assert [(each.difference.key, each.mentions, each.people) for each in shown] == [("LOC", 1, 1)]
    in_force = put_in_force(project, new)
    assert in_force.version == versions(project)[-1].schema.version + 1
    assert uses(project)["LOC"] == (1, 1)
    project.flush()
    assert check_file(project.path, deep=True) == []
    put_in_force(project, unmerge(project.schema, "LOC"))
    assert lines_of(project) == before


def test_the_same_schema_and_lost_labels_are_refused(project: Project) -> None:
    take_in(project, line(mentions=[NAME]))
    with pytest.raises(EditError, match="the same"):
        put_in_force(project, project.schema)
    with pytest.raises(DataError, match=f"Marks carry the labels {NAME['label']}"):
        put_in_force(project, drop(project.schema, "labels", NAME["label"]))
    assert project.schema.label(NAME["label"]) is not None


def test_each_layer_knows_the_version_it_was_made_under(project: Project) -> None:
    take_in(project, line(), line(id="d2"))
    project.work_as("Salma")
    first, second = (row.id for row in project.document_rows())
    assert version_of_layer(project, first, "Salma") == 0
    for document_id in (first, second):
        document = project.document(document_id)
        draft = edits.mark(project.layer(document_id), document, project.schema, [Span(0, 4)], "PERS")
        project.perform(document_id, draft)
        old = project.schema.version
        if document_id == first:
            put_in_force(project, put(project.schema, "labels", Label("X", "entity", "X", "س")))
    assert version_of_layer(project, first, "Salma") == old - 1
    assert version_of_layer(project, second, "Salma") == old
    assert [version.schema.version for version in versions(project)] == [old, old - 1]
