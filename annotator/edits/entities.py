"""Entities: mentions of the same thing grouped, named, linked, merged and split. A mention is in one entity at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.edits.draft import Draft, new_id, put, working_draft
from annotator.edits.falls import fall_changes, remarks
from annotator.edits.mentions import mention_of
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Argument, Entity, Event
from annotator.operations import Change, Record, RecordKey


def group(layer: Layer, mention_ids: Sequence[str], name: str = "") -> Draft:
    """Makes one entity of these mentions. Entities that they are in are joined: the first one's id, name and link stay,
    what it lacks comes from the others. `name`, where given, becomes the name.

    Raises EditError when nothing would change, or no mention is given.
    """
    ids = [mention_of(layer, id).id for id in dict.fromkeys(mention_ids)]
    if not ids:
        raise EditError("Choose the mentions of one thing first.", code="no_mentions")
    found = [entity for id in ids for entity in _entities_with(layer, id)]
    known = list(dict.fromkeys(entity.id for entity in found))
    kept = layer.entities[known[0]] if known else Entity(new_id("n"))
    changes = _joined(layer, kept, known[1:], ids, name.strip())
    return working_draft(layer, "group", changes)


def group_each(layer: Layer, groups: Iterable[Sequence[str]]) -> Draft:
    """Makes one entity of the mentions of each group, as `group` does, all in one step. Groups have nothing in common.

    Raises EditError when there is no group, or nothing would change in one of them.
    """
    changes: list[Change] = []
    for ids in groups:
        changes += [change for change in group(layer, ids).changes if change.kind != "status"]
    if not changes:
        raise EditError("Choose the mentions of one thing first.", code="no_mentions")
    return working_draft(layer, "group", changes)


def merge_entities(layer: Layer, kept: str, others: Iterable[str]) -> Draft:
    """Makes one entity of several, with the id, name and link of `kept`; what it lacks comes from the others.

    What pointed at the others points at it then. Raises EditError when there is no other.
    """
    first = entity_of(layer, kept)
    gone = [entity_of(layer, id).id for id in dict.fromkeys(others) if id != kept]
    if not gone:
        raise EditError("It takes two entities to merge.", code="merge_one_entity")
    return working_draft(layer, "merge", _joined(layer, first, gone, (), ""))


def split_entity(layer: Layer, entity_id: str, mention_ids: Iterable[str]) -> Draft:
    """Moves some of an entity's mentions into a new entity without a name.

    Raises EditError unless some leave and some stay.
    """
    entity = entity_of(layer, entity_id)
    leaving = set(mention_ids)
    moved = tuple(id for id in entity.mentions if id in leaving and id in layer.mentions)
    stayed = tuple(id for id in entity.mentions if id not in leaving)
    if not moved or not stayed:
        raise EditError("Some mentions must stay, and some must leave.", code="split_entity")
    new = Entity(new_id("n"), mentions=moved)
    left = msgspec.structs.replace(entity, mentions=stayed)
    return working_draft(layer, "split", [put(layer, "entity", e.id, e) for e in (left, new)])


def ungroup(layer: Layer, mention_ids: Iterable[str]) -> Draft:
    """Takes mentions out of their entities; an entity that has none left goes, with what hangs on it.

    Raises EditError when none of them is in an entity.
    """
    leaving = {mention_of(layer, id).id for id in mention_ids}
    found = [entity for entity in layer.entities.values() if leaving & set(entity.mentions)]
    if not found:
        raise EditError("These mentions are in no entity.", code="not_grouped")
    emptied = [RecordKey("entity", entity.id) for entity in found if leaving.issuperset(entity.mentions)]
    changes = fall_changes(layer, emptied)
    for entity in found:
        left = tuple(id for id in entity.mentions if id not in leaving)
        if left:
            changes.append(put(layer, "entity", entity.id, msgspec.structs.replace(entity, mentions=left)))
    return working_draft(layer, "ungroup", changes)


def rename_entity(layer: Layer, entity_id: str, name: str) -> Draft:
    """Gives an entity another name; nothing but space takes it away. Raises EditError when it is called so already."""
    entity = entity_of(layer, entity_id)
    if name.strip() == entity.name:
        raise EditError("It is called so already.", code="same_name")
    renamed = msgspec.structs.replace(entity, name=name.strip())
    return working_draft(layer, "rename", [put(layer, "entity", entity.id, renamed)])


def link_entity(layer: Layer, entity_id: str, link: str) -> Draft:
    """Links an entity to an id of a knowledge base; empty takes the link away. Raises EditError when it is linked so."""
    entity = entity_of(layer, entity_id)
    if link.strip() == entity.link:
        raise EditError("It is linked so already.", code="same_link")
    linked = msgspec.structs.replace(entity, link=link.strip())
    return working_draft(layer, "link", [put(layer, "entity", entity.id, linked)])


def remove_entity(layer: Layer, entity_id: str) -> Draft:
    """Removes an entity with what hangs on it. Its mentions stay."""
    entity = entity_of(layer, entity_id)
    return working_draft(layer, "remove", fall_changes(layer, [RecordKey("entity", entity.id)]))


def entity_of(layer: Layer, id: str) -> Entity:
    """An entity of the layer. Raises EditError when it is gone."""
    entity = layer.entities.get(id)
    if entity is None:
        raise EditError("This entity is not there any more.", code="entity_gone")
    return entity


def _entities_with(layer: Layer, mention_id: str) -> list[Entity]:
    return [entity for entity in layer.entities.values() if mention_id in entity.mentions]


def _joined(layer: Layer, kept: Entity, gone: Sequence[str], ids: Sequence[str], name: str) -> list[Change]:
    """The changes that put `ids` and all that the entities `gone` hold into `kept`."""
    parts = [kept, *(layer.entities[id] for id in gone)]
    members = dict.fromkeys([*(id for part in parts for id in part.mentions if id in layer.mentions), *ids])
    joined = Entity(
        kept.id,
        name or next((part.name for part in parts if part.name), ""),
        next((part.link for part in parts if part.link), ""),
        tuple(members),
    )
    if layer.entities.get(kept.id) == joined and not gone:
        raise EditError("They are one entity already.", code="same_group")
    changes = [put(layer, "entity", kept.id, joined), *(put(layer, "entity", id, None) for id in gone)]
    return [*changes, *(put(layer, *key, record) for key, record in redirected(layer, kept.id, set(gone)).items())]


def redirected(layer: Layer, kept: str, gone: set[str]) -> dict[RecordKey, Record | None]:
    """Arguments and comments that pointed at entities that go, pointing at `kept`."""
    moved: dict[RecordKey, Record | None] = {}
    for event in layer.events.values():
        if any(argument.entity in gone for argument in event.arguments):
            moved[RecordKey("event", event.id)] = _with_entity(event, kept, gone)
    for key in remarks(layer, {RecordKey("entity", id) for id in gone}):
        moved[key] = msgspec.structs.replace(layer.comments[key.id], about=kept)
    return moved


def _with_entity(event: Event, kept: str, gone: set[str]) -> Event:
    arguments: list[Argument] = []
    for argument in event.arguments:
        moved = msgspec.structs.replace(argument, entity=kept) if argument.entity in gone else argument
        if moved is argument or moved not in arguments + list(event.arguments):
            arguments.append(moved)
    return msgspec.structs.replace(event, arguments=tuple(arguments))
