"""Rows of many layers at once, as text that can be read as columns of numbers: for agreement, which counts and sorts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from annotator.model import GOLD, PROJECT, Decision, Entity, Event, Mention, Span, Status
from annotator.operations import argument_of, from_row
from annotator.store.reads import Reader

_CHOSEN = "(SELECT value FROM json_each(?))"


class LayerRecords(NamedTuple):
    """What events of a layer are made of."""

    mentions: dict[str, Mention]
    events: list[Event]
    entities: dict[str, Entity]


class GoldRow(NamedTuple):
    """A document that can be adjudicated: how far gold is and about how much is decided, how many annotators have done
    it, their mentions together, and by how many mentions the one with most differs from the one with fewest."""

    document: int
    name: str
    title: str
    status: Status
    decided: int
    layers: int
    mentions: int
    spread: int


class ClosedRow(NamedTuple):
    """A document whose gold is closed: after which lamport number, and the layers that changed since, with their status."""

    document: int
    name: str
    title: str
    closed: int
    changed: list[tuple[str, Status]]


class RowReader(Reader):
    """A reader of many layers. Use it on one thread. Labels come under the names that `read_as` gives them (those of
    labels that were merged into others), the rest under their own."""

    read_as: Mapping[str, str] = {}

    def label_names(self) -> Mapping[int, str]:
        """Labels by their local numbers; merged ones have the same name."""
        return {id: self.read_as.get(name, name) for id, name in super().label_names().items()}

    def layer_numbers(self) -> list[str]:
        """Six columns of numbers, apart by spaces, of the layers that hold something: layer, document, owner, 1 if it is
        done, mentions, events. Layers of withdrawn documents and the project's own are left out."""
        return self._columns(
            """SELECT group_concat(id, ' '), group_concat(document, ' '), group_concat(owner, ' '),
                group_concat(status IN ('done', 'locked'), ' '), group_concat(mentions, ' '), group_concat(events, ' ')
            FROM layer WHERE records > 0 AND document IS NOT NULL
            AND owner != coalesce((SELECT id FROM owner WHERE key = ?), 0)
            AND document NOT IN (SELECT document FROM document_info WHERE withdrawn)""",
            (PROJECT,),
        )

    def gold_rows(self) -> list[GoldRow]:
        """A row for each document that two annotators or more have done, in the order of arrival; those that were
        withdrawn left out."""
        rows = self._rows(
            """SELECT document.id, name, title, coalesce(gold.status, 'todo'),
                coalesce(gold.records - gold.mentions - gold.events - 1, 0), done.n, done.mentions, done.spread
            FROM (SELECT document, count(*) AS n, sum(mentions) AS mentions, max(mentions) - min(mentions) AS spread
                FROM layer WHERE records > 0 AND status IN ('done', 'locked') AND document IS NOT NULL
                AND owner NOT IN (SELECT id FROM owner WHERE key IN (:gold, :project))
                GROUP BY document HAVING count(*) > 1) AS done
            JOIN document ON document.id = done.document
            LEFT JOIN layer AS gold ON gold.document = document.id
                AND gold.owner = (SELECT id FROM owner WHERE key = :gold)
            WHERE document.id NOT IN (SELECT document FROM document_info WHERE withdrawn) ORDER BY document.id""",
            {"gold": GOLD, "project": PROJECT},
        )
        return [GoldRow(*row) for row in rows]

    def closed_rows(self) -> list[ClosedRow]:
        """A row for each document whose gold is closed or locked, in the order of arrival; withdrawn ones left out."""
        rows = self._rows(
            """WITH gold AS (
                SELECT layer.document, max(lamport) AS closed FROM layer JOIN operation ON operation.layer = layer.id
                WHERE layer.owner = (SELECT id FROM owner WHERE key = :gold) AND status IN ('done', 'locked')
                AND gesture != 'status' AND document NOT IN (SELECT document FROM document_info WHERE withdrawn)
                GROUP BY layer.id)
            SELECT gold.document, name, title, closed, (
                SELECT json_group_array(json_array(owner.key, layer.status)) FROM layer JOIN owner ON owner.id = layer.owner
                WHERE layer.document = gold.document AND owner.key NOT IN (:gold, :project)
                AND (SELECT max(lamport) FROM operation WHERE operation.layer = layer.id) > closed)
            FROM gold JOIN document ON document.id = gold.document ORDER BY gold.document""",
            {"gold": GOLD, "project": PROJECT},
        )
        return [
            ClosedRow(document, name, title, closed, [(who, status) for who, status in msgspec.json.decode(changed)])
            for document, name, title, closed, changed in rows
        ]

    def gold_labels(self, documents: Sequence[int]) -> list[tuple[int, str]]:
        """(document, label) of what stands in gold of these documents, under its own name."""
        return list(
            self._rows(
                f"""SELECT DISTINCT layer.document, label.name FROM layer JOIN mention ON mention.layer = layer.id
                JOIN label ON label.id = mention.label WHERE layer.owner = (SELECT id FROM owner WHERE key = ?)
                AND layer.document IN {_CHOSEN} ORDER BY 1, 2""",
                (GOLD, _listed(documents)),
            )
        )

    def precedents(self) -> Iterator[tuple[int, Decision]]:
        """(document, decision) of the decisions that later questions can go by, from the oldest to the newest; those of
        withdrawn documents left out."""
        rows = self._rows(
            """SELECT layer.document, value FROM layer
            JOIN record ON record.layer = layer.id AND kind = 'decision' AND value LIKE '%"precedents":[%'
            JOIN operation ON operation.id = record.operation
            WHERE layer.owner = (SELECT id FROM owner WHERE key = ?)
            AND layer.document NOT IN (SELECT document FROM document_info WHERE withdrawn)
            ORDER BY operation.lamport, operation.id""",
            (GOLD,),
        )
        for document, value in rows:
            decision = from_row("decision", msgspec.json.decode(value))
            if isinstance(decision, Decision):
                yield document, decision

    def version(self) -> int:
        """A number that is another one whenever somebody else has written since it was asked for last."""
        return int(next(self._rows("PRAGMA data_version"))[0])

    def owners_by_number(self) -> dict[int, str]:
        """Owners of layers by their local numbers."""
        return dict(self._rows("SELECT id, key FROM owner"))

    def actors(self) -> list[tuple[int, str]]:
        """Local numbers and global keys of the actors."""
        return list(self._rows("SELECT id, key FROM actor ORDER BY id"))

    def histories(self) -> list[str]:
        """Two columns of numbers, apart by spaces: the layer of each operation and its id, by layer, then id."""
        return self._columns(
            """SELECT group_concat(layer, ' '), group_concat(id, ' ')
            FROM (SELECT layer, id FROM operation ORDER BY layer, id)"""
        )

    def mention_numbers(self, layers: Sequence[int] | None = None) -> tuple[str, list[tuple[int, int, str]]]:
        """(four numbers for each mention in one piece: layer, start, end, label; (layer, label, parts as JSON) of others).

        Of the given layers, or of all. Offsets are code points.
        """
        where, values = _where(layers)
        packed = """SELECT coalesce(group_concat(printf('%d %d %d %d', layer, "start", "end", label), ' ')
            FILTER (WHERE parts IS NULL), ''), count(parts) FROM mention"""
        text, split = next(self._rows(packed + where, values))
        if not split:
            return str(text), []
        joined = " AND " if where else " WHERE "
        return str(text), list(
            self._rows(f"SELECT layer, label, parts FROM mention{where}{joined}parts IS NOT NULL", values)
        )

    def event_records(self, layers: Sequence[int]) -> Iterator[tuple[int, LayerRecords]]:
        """The mentions, events and entities of each layer."""
        names = self.label_names()
        for layer in layers:
            mentions = {}
            for id, start, end, label, parts in self._rows(
                'SELECT id, "start", "end", label, parts FROM mention WHERE layer = ?', (layer,)
            ):
                spans = tuple(Span(a, b) for a, b in msgspec.json.decode(parts)) if parts else (Span(start, end),)
                mentions[id] = Mention(id, spans, names[label])
            events = [
                Event(id, names[label], trigger, tuple(map(argument_of, msgspec.json.decode(arguments or "[]"))))
                for id, label, trigger, arguments in self._rows(
                    'SELECT id, label, "trigger", arguments FROM event WHERE layer = ? ORDER BY id', (layer,)
                )
            ]
            entities = {
                id: from_row("entity", msgspec.json.decode(value))
                for id, value in self._rows(
                    "SELECT id, value FROM record WHERE layer = ? AND kind = 'entity'", (layer,)
                )
            }
            yield layer, LayerRecords(mentions, events, {k: v for k, v in entities.items() if isinstance(v, Entity)})

    def document_labels(self) -> list[tuple[int, str, Any]]:
        """(layer, name, value) of every document label."""
        rows = self._rows("SELECT layer, id, value FROM record WHERE kind = 'label' ORDER BY layer, id")
        return [(layer, name, msgspec.json.decode(value)[1]) for layer, name, value in rows]

    def texts_of(self, documents: Sequence[int]) -> list[tuple[int, str, str]]:
        """(number, name, text) of the documents, in the order of their numbers."""
        return list(
            self._rows(f"SELECT id, name, text FROM document WHERE id IN {_CHOSEN} ORDER BY id", (_listed(documents),))
        )

    def document_names(self, documents: Sequence[int] | None = None) -> dict[int, str]:
        """Names of the given documents, or of all."""
        if documents is None:
            return dict(self._rows("SELECT id, name FROM document"))
        return dict(self._rows(f"SELECT id, name FROM document WHERE id IN {_CHOSEN}", (_listed(documents),)))

    def documents_in_order(self) -> list[int]:
        """Numbers of all documents, by name and then key."""
        rows = list(self._rows("SELECT name, id FROM document ORDER BY name"))  # from the index alone
        names = [name for name, _ in rows]
        if len(set(names)) == len(names):
            return [id for _, id in rows]
        return [row[0] for row in self._rows("SELECT id FROM document ORDER BY name, key")]

    def last_changes(self) -> dict[int, int]:
        """When each layer was changed last, in milliseconds since 1970."""
        return dict(self._rows("SELECT layer, max(time) FROM operation GROUP BY layer"))

    def live_documents(self) -> int:
        """How many documents are not withdrawn."""
        (n,) = next(
            self._rows("SELECT (SELECT count(*) FROM document) - (SELECT count(*) FROM document_info WHERE withdrawn)")
        )
        return int(n)

    def _columns(self, sql: str, values: Sequence[Any] = ()) -> list[str]:
        """The columns of a single row, as texts; empty where there is nothing."""
        return [str(text or "") for text in next(self._rows(sql, values))]


def _listed(numbers: Sequence[int]) -> str:
    return msgspec.json.encode(list(numbers)).decode()


def _where(layers: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    return ("", ()) if layers is None else (f" WHERE layer IN {_CHOSEN}", (_listed(layers),))
