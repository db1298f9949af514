"""Edits of entities, relations, document labels and comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotator import edits
from annotator.edits.draft import Draft, status_change
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Comment, DocumentLabel, Entity, Event
from tests.annotator.rich import DOCUMENT, RICH, layer_of, mention, perform, undo


@pytest.fixture
def layer() -> Layer:
    return layer_of(
        mention("m1", 4, 8),
        mention("m2", 9, 16),
        mention("m3", 31, 42, "LOC"),
        mention("m4", 20, 25, "Attack"),
        mention("m5", 26, 30, "ORG"),
        Event("e1", "Attack", "m4", (Argument("Attacker", entity="n1"), Argument("Attacker", entity="n2"))),
        Entity("n1", "", "Q1", ("m1",)),
        Entity("n2", "الهاشمي", "Q2", ("m2", "m3")),
        Comment("c1", "عن الكيان", "n2"),
    )


def refused(code: str, edit: Callable[[], Any]) -> None:
    with pytest.raises(EditError) as caught:
        edit()
    assert caught.value.code == code


def groups(layer: Layer) -> dict[str, tuple[str, ...]]:
    return {id: entity.mentions for id, entity in layer.entities.items()}


def test_grouping_joins_what_is_there(layer: Layer) -> None:
    state = layer.state()
    perform(layer, edits.group(layer, ["m5", "m1", "m2"]))
    assert groups(layer) == {"n1": ("m1", "m2", "m3", "m5")}
    assert layer.entities["n1"] == Entity("n1", "الهاشمي", "Q1", ("m1", "m2", "m3", "m5"))
    assert layer.events["e1"].arguments == (Argument("Attacker", entity="n1"),)
    assert layer.comments["c1"].about == "n1"
    undo(layer)
    assert layer.state() == state
    perform(layer, edits.group(layer, ["m5", "m4"], " شيء "))
    (new,) = layer.entities.keys() - {"n1", "n2"}
    assert layer.entities[new] == Entity(new, "شيء", "", ("m5", "m4"))
    refused("same_group", lambda: edits.group(layer, ["m4", "m5"]))
    refused("no_mentions", lambda: edits.group(layer, []))
    refused("mention_gone", lambda: edits.group(layer, ["m1", "m9"]))
    perform(layer, edits.group(layer, ["m4"], "غيره"))
    assert layer.entities[new].name == "غيره"


def test_entities_are_merged_and_split(layer: Layer) -> None:
    perform(layer, edits.merge_entities(layer, "n2", ["n1"]))
    assert groups(layer) == {"n2": ("m2", "m3", "m1")}
    assert layer.entities["n2"].link == "Q2"
    perform(layer, edits.split_entity(layer, "n2", ["m3"]))
    (new,) = layer.entities.keys() - {"n2"}
    assert groups(layer) == {"n2": ("m2", "m1"), new: ("m3",)}
    refused("merge_one_entity", lambda: edits.merge_entities(layer, "n2", ["n2"]))
    refused("entity_gone", lambda: edits.merge_entities(layer, "n2", ["n9"]))
    refused("split_entity", lambda: edits.split_entity(layer, "n2", ["m1", "m2"]))
    refused("split_entity", lambda: edits.split_entity(layer, "n2", ["m5"]))


def test_mentions_leave_and_what_is_emptied_goes(layer: Layer) -> None:
    state = layer.state()
    perform(layer, edits.ungroup(layer, ["m2"]))
    assert groups(layer) == {"n1": ("m1",), "n2": ("m3",)}
    perform(layer, edits.ungroup(layer, ["m3"]))
    assert groups(layer) == {"n1": ("m1",)}
    assert layer.events["e1"].arguments == (Argument("Attacker", entity="n1"),)
    assert not layer.comments
    refused("not_grouped", lambda: edits.ungroup(layer, ["m3", "m5"]))
    perform(layer, edits.remove_entity(layer, "n1"))
    assert layer.events["e1"].arguments == ()
    assert len(layer.mentions) == 5
    for _ in range(3):
        undo(layer)
    assert layer.state() == state


def test_entities_are_named_and_linked(layer: Layer) -> None:
    perform(layer, edits.rename_entity(layer, "n1", " سليم "))
    perform(layer, edits.link_entity(layer, "n1", ""))
    assert layer.entities["n1"] == Entity("n1", "سليم", "", ("m1",))
    refused("same_name", lambda: edits.rename_entity(layer, "n1", "سليم"))
    refused("same_link", lambda: edits.link_entity(layer, "n1", " "))


def test_relations(layer: Layer) -> None:
    perform(layer, edits.relate(layer, RICH, "member", "m1", "m5"))
    perform(layer, edits.relate(layer, RICH, "near", "m1", "m3"))
    member, near = (next(id for id, r in layer.relations.items() if r.label == label) for label in ("member", "near"))
    perform(layer, edits.turn_relation(layer, RICH, member))
    assert (layer.relations[member].source, layer.relations[member].target) == ("m5", "m1")
    refused("symmetric", lambda: edits.turn_relation(layer, RICH, near))
    refused("relation_twin", lambda: edits.relate(layer, RICH, "near", "m3", "m1"))
    refused("relation_twin", lambda: edits.relate(layer, RICH, "member", "m5", "m1"))
    refused("relation_loop", lambda: edits.relate(layer, RICH, "near", "m1", "m1"))
    refused("unknown_relation", lambda: edits.relate(layer, RICH, "far", "m1", "m5"))
    refused("unknown_relation", lambda: edits.relabel_relation(layer, RICH, near, "far"))
    refused("same_label", lambda: edits.relabel_relation(layer, RICH, near, "near"))
    refused("mention_gone", lambda: edits.relate(layer, RICH, "near", "m1", "m9"))
    perform(layer, edits.relabel_relation(layer, RICH, member, "near"))
    refused("relation_twin", lambda: edits.relabel_relation(layer, RICH, _related(layer, "member", "m3", "m1"), "near"))
    perform(layer, edits.comment(layer, near, "لماذا"))
    perform(layer, edits.remove_relation(layer, near))
    assert [comment.body for comment in layer.comments.values()] == ["عن الكيان"]
    refused("relation_gone", lambda: edits.remove_relation(layer, near))


def _related(layer: Layer, label: str, source: str, target: str) -> str:
    before = set(layer.relations)
    perform(layer, edits.relate(layer, RICH, label, source, target))
    (new,) = layer.relations.keys() - before
    return new


def test_document_labels(layer: Layer) -> None:
    state = layer.state()
    perform(layer, edits.set_document_label(layer, RICH, "topic", ["war"]))
    perform(layer, edits.set_document_label(layer, RICH, "dead", {"value": 20, "precision": "more_than"}))
    assert layer.labels["topic"] == DocumentLabel("topic", ["war"])
    perform(layer, edits.comment(layer, "topic", "أهذا هو؟", question=True))
    refused("same_value", lambda: edits.set_document_label(layer, RICH, "topic", ["war"]))
    refused("value_choice", lambda: edits.set_document_label(layer, RICH, "topic", "war"))
    refused("value_number", lambda: edits.set_document_label(layer, RICH, "dead", "كثير"))
    refused("unknown_document_label", lambda: edits.set_document_label(layer, RICH, "mood", "x"))
    perform(layer, edits.set_document_label(layer, RICH, "topic", None))
    assert list(layer.comments) == ["c1"]
    refused("same_value", lambda: edits.set_document_label(layer, RICH, "topic", None))
    for _ in range(4):
        undo(layer)
    assert layer.state() == state


def test_one_and_true_are_not_the_same_value() -> None:
    layer = layer_of(DocumentLabel("dead", True))
    perform(layer, edits.set_document_label(layer, RICH, "dead", 1))
    assert layer.labels["dead"].value is not True


def test_questions_and_comments(layer: Layer) -> None:
    perform(layer, edits.set_status(layer, DOCUMENT, RICH, "done"))
    perform(layer, edits.comment(layer, "m1", " من هو؟ ", question=True))
    perform(layer, edits.comment(layer, "m1", "ملاحظة"))
    question, note = (next(id for id, c in layer.comments.items() if c.body == body) for body in ("من هو؟", "ملاحظة"))
    assert layer.comments[question].attributes == {"question": True}
    assert edits.note_of(layer, "m1") == layer.comments[note]
    perform(layer, edits.edit_comment(layer, question, "من هذا؟"))
    perform(layer, edits.resolve(layer, question))
    assert (layer.comments[question].body, layer.comments[question].resolved) == ("من هذا؟", True)
    refused("same_status", lambda: edits.resolve(layer, question))
    perform(layer, edits.resolve(layer, question, False))
    perform(layer, edits.edit_comment(layer, note, " "))
    assert note not in layer.comments
    refused("comment_gone", lambda: edits.edit_comment(layer, note, "x"))
    refused("same_note", lambda: edits.edit_comment(layer, question, "من هذا؟"))
    refused("empty_comment", lambda: edits.comment(layer, "m1", " \n"))
    refused("record_gone", lambda: edits.comment(layer, "m9", "x"))
    assert layer.status == "done"


def test_unsure(layer: Layer) -> None:
    perform(layer, Draft("status", tuple(status_change(layer, "in_progress"))))
    state = layer.state()
    for about in ("m1", "e1", "n1", ""):
        perform(layer, edits.set_unsure(layer, about, True))
        assert edits.is_unsure(layer, about)
        refused("same_status", lambda about=about: edits.set_unsure(layer, about, True))
        perform(layer, edits.set_unsure(layer, about, False))
        assert not edits.is_unsure(layer, about)
    assert edits.note_of(layer, "m1") is None
    assert layer.state() == state
    perform(layer, edits.set_unsure(layer, "m1", True))
    (id,) = layer.comments.keys() - {"c1"}
    perform(layer, edits.edit_comment(layer, id, "لأن"))
    perform(layer, edits.edit_comment(layer, id, ""))
    assert edits.is_unsure(layer, "m1")
    perform(layer, edits.resolve(layer, id))
    assert not edits.is_unsure(layer, "m1")
    refused("record_gone", lambda: edits.set_unsure(layer, "m9", True))
