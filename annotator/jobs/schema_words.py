"""What an imported line may name: the labels, roles, relations and document labels of the schema, or new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.errors import Worded
from annotator.formats.jsonl import ArgumentLine, Line, labels_of
from annotator.formats.reasons import reason
from annotator.schema import Additions, Carrier, Schema, is_key


class SchemaWords:
    """The names that lines use, against a schema; with `add`, what it lacks is gathered instead of refused.

    A schema that lists no roles (relations, document labels) at all leaves them open. Attributes are free: those that
    the schema does not list are problems of the layer, no reason to refuse it.
    """

    def __init__(self, schema: Schema, *, add: bool) -> None:
        self._schema = schema
        self._add = add
        self._additions = Additions(schema)
        self._known = {
            "label": frozenset(label.key for label in schema.labels),
            "role": frozenset(role.key for role in schema.roles),
            "relation": frozenset(relation.key for relation in schema.relations),
            "document label": frozenset(field.key for field in schema.document_labels),
        }

    def faults(self, line: Line) -> list[Worded]:
        """Why the names that a line uses cannot be taken."""
        found = [self._fault(what, key) for what, key in dict.fromkeys(self._lacking(line))]
        found += [
            reason("no_event_label", id=key)
            for key, as_event in labels_of(line).items()
            if as_event and (label := self._schema.label(key)) is not None and not label.is_event
        ]
        return [fault for fault in found if fault]

    def _fault(self, what: str, key: str) -> Worded | None:
        if not self._add:
            return reason("not_in_schema", kind=what, id=key)
        return None if is_key(key) else reason("no_key", kind=what, id=key)

    def _lacking(self, line: Line) -> Iterator[tuple[str, str]]:
        """What a line names that the schema does not have: (what it is, its key)."""
        named: dict[str, Iterable[str]] = {
            "label": labels_of(line),
            "role": (argument.role for event in line.events or () for argument in event.arguments or ()),
            "relation": (relation.label for relation in line.relations or ()),
            "document label": line.labels or (),
        }
        for what, keys in named.items():
            known = self._known[what]
            if known or self._add:
                yield from ((what, key) for key in keys if key not in known)

    def take(self, line: Line) -> None:
        """Gathers what the schema lacks of a line that was taken."""
        if not self._add:
            return
        for key, as_event in labels_of(line).items():
            self._additions.label(key, "event" if as_event else "entity")
        labels = {mention.id: mention.label for mention in line.mentions or ()}
        for event in line.events or ():
            for argument in event.arguments or ():
                self._additions.role(event.label, argument.role, _filler(argument, labels), argument.value)
        for relation in line.relations or ():
            self._additions.relation(relation.label)
        for name, value in (line.labels or {}).items():
            self._additions.document_label(name, value)
        self._take_attributes(line)

    def _take_attributes(self, line: Line) -> None:
        carriers: list[tuple[Carrier, dict[str, object]]] = [
            *(("entity", mention.attributes) for mention in line.mentions or ()),
            *(("event", event.attributes) for event in line.events or ()),
            *(("relation", relation.attributes) for relation in line.relations or ()),
        ]
        for carrier, attributes in carriers:
            for key, value in attributes.items():
                if is_key(key):  # free JSON may have any names: such a one stays a problem
                    self._additions.attribute(carrier, key, value)

    @property
    def added(self) -> dict[str, list[str]]:
        """The keys that the schema lacked, by table."""
        return self._additions.names

    def grown(self) -> Schema:
        """The schema with them."""
        return self._additions.grown()


def _filler(argument: ArgumentLine, labels: dict[str | None, str]) -> str | None:
    """The label of what fills a role; empty for an entity, None for a value."""
    if argument.mention is not None:
        return labels.get(argument.mention, "")
    return "" if argument.entity is not None else None
