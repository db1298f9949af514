"""What a mention could be related to, nearest first, and by which relations."""

from __future__ import annotations

from annotator.layer import Layer
from annotator.model import Mention
from annotator.schema import RelationType, Schema


def fitting(schema: Schema, source: str, target: str) -> list[RelationType]:
    """The relations that may lead from a mention of one label to one of another, in the schema's order. A symmetric one
    fits either way round."""
    found = []
    for relation in schema.relations:
        ways = [(source, target), *([(target, source)] if relation.symmetric else [])]
        if any(_is_allowed(schema, relation.source, a) and _is_allowed(schema, relation.target, b) for a, b in ways):
            found.append(relation)
    return found


def targets(layer: Layer, schema: Schema, mention_id: str, *, most: int = 60) -> list[Mention]:
    """The mentions to which a relation of the schema may lead from a mention, the nearest (in code points) first."""
    source = layer.mentions[mention_id]
    fits: dict[str, bool] = {}
    found = []
    for other in layer.mentions.values():
        if other.label not in fits:
            fits[other.label] = bool(fitting(schema, source.label, other.label))
        if fits[other.label] and other.id != mention_id:
            found.append((max(other.start - source.end, source.start - other.end, 0), other.start, other.id))
    return [layer.mentions[id] for _, _, id in sorted(found)[:most]]


def _is_allowed(schema: Schema, labels: tuple[str, ...], label: str) -> bool:
    """Whether a label, or one above it, is among those that an end of a relation takes; empty: any."""
    allowed = {schema.resolve(key) for key in labels}
    return not allowed or any(key in allowed for key in schema.lineage(label))
