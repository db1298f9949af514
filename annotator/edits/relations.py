"""Relations between two mentions."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.falls import fall_changes
from annotator.edits.mentions import mention_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Relation
from annotator.operations import RecordKey
from annotator.schema import Schema


def relate(layer: Layer, schema: Schema, label: str, source: str, target: str) -> Draft:
    """A new relation. Mentions whose labels do not fit are taken, and listed as a problem.

    Raises EditError for a relation that the schema does not have, one of a mention with itself, and a twin.
    """
    new = Relation(new_id("r"), label, mention_of(layer, source).id, mention_of(layer, target).id)
    _check(layer, schema, new)
    return working_draft(layer, "relate", [put(layer, "relation", new.id, new)])


def turn_relation(layer: Layer, schema: Schema, id: str) -> Draft:
    """Makes the source the target. Raises EditError where the relation has no direction, and for a twin."""
    relation = relation_of(layer, id)
    known = schema.relation(relation.label)
    if known is not None and known.symmetric:
        raise EditError("This relation is the same in both directions.", code="symmetric")
    turned = msgspec.structs.replace(relation, source=relation.target, target=relation.source)
    _check(layer, schema, turned)
    return working_draft(layer, "turn", [put(layer, "relation", id, turned)])


def relabel_relation(layer: Layer, schema: Schema, id: str, label: str) -> Draft:
    """Gives a relation another label. Raises EditError where the schema does not have it, and for a twin."""
    relation = relation_of(layer, id)
    if relation.label == label:
        raise EditError("It has this label already.", code="same_label")
    renamed = msgspec.structs.replace(relation, label=label)
    _check(layer, schema, renamed)
    return working_draft(layer, "relabel", [put(layer, "relation", id, renamed)])


def remove_relation(layer: Layer, id: str) -> Draft:
    """Removes a relation with the comments about it."""
    relation = relation_of(layer, id)
    return working_draft(layer, "remove", fall_changes(layer, [RecordKey("relation", relation.id)]))


def relation_of(layer: Layer, id: str) -> Relation:
    """A relation of the layer. Raises EditError when it is gone."""
    relation = layer.relations.get(id)
    if relation is None:
        raise EditError("This relation is not there any more.", code="relation_gone")
    return relation


def _check(layer: Layer, schema: Schema, new: Relation) -> None:
    known = schema.relation(new.label)
    if known is None:
        raise EditError(f"The schema has no relation {new.label!r}.", code="unknown_relation")
    if new.source == new.target:
        raise EditError("A relation needs two mentions.", code="relation_loop")
    ends = [(new.source, new.target), *([(new.target, new.source)] if known.symmetric else [])]
    for other in layer.relations.values():
        if other.id != new.id and other.label == new.label and (other.source, other.target) in ends:
            raise EditError("This relation is there already.", code="relation_twin")
