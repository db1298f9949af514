"""Gold that was closed and that something has changed behind: annotators' layers, or the schema with its guidelines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from annotator.adjudication.case import Case
from annotator.adjudication.mentions import side_of
from annotator.errors import StoppedError
from annotator.jobs.schema_changes import Version, version_in
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, PROJECT
from annotator.operations import Operation
from annotator.project_records import schema_in
from annotator.schema import Schema
from annotator.store.rows import ClosedRow, RowReader


class Since(msgspec.Struct, frozen=True):
    """What has changed since the gold of a document was closed.

    `questions`: how many are open again, since the candidates of `layers` are others. `under_way`: whose layers are at
    work just now; what becomes of the questions is seen when they are done again. `labels`: those that stand in gold and
    whose definition, guidelines or roles are others since (empty: none).
    """

    name: str
    title: str
    questions: int = 0
    layers: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def changed_since_closed(path: Path, cancelled: Callable[[], bool] | None = None) -> dict[int, Since]:
    """The documents whose gold is closed or locked and behind which something has changed, by number.

    A layer that was changed and changed back counts for nothing: only questions that would be asked again do. Raises
    StoppedError when `cancelled()`.
    """
    reader = RowReader(path)
    try:
        with reader.snapshot():
            history = reader.operations(None, PROJECT)
            schema = schema_in(Layer(0, PROJECT, history))
            rows = reader.closed_rows()
            labels = _labels(reader, rows, history, schema) if schema is not None else {}
            found = {}
            for row in rows:
                if cancelled is not None and cancelled():
                    raise StoppedError
                since = _since(reader, schema, row, labels.get(row.document, ())) if schema is not None else None
                if since is not None:
                    found[row.document] = since
            return found
    finally:
        reader.close()


def _since(reader: RowReader, schema: Schema, row: ClosedRow, labels: tuple[str, ...]) -> Since | None:
    under_way = tuple(sorted(who for who, status in row.changed if status not in FINISHED))
    questions = _open_questions(reader, schema, row.document) if row.changed and not under_way else 0
    if not (questions or under_way or labels):
        return None
    layers = tuple(sorted(who for who, _ in row.changed)) if questions else ()
    return Since(row.name, row.title, questions, layers, under_way, labels)


def _open_questions(reader: RowReader, schema: Schema, document_id: int) -> int:
    document = reader.document(document_id)
    if document is None:
        return 0
    layers = [reader.layer(document_id, owner) for owner in reader.owners_of(document_id) if owner != GOLD]
    sides = [side for layer in layers if (side := side_of(layer)) is not None]
    return len(Case(document, schema, sides, reader.layer(document_id, GOLD)).open())


def _labels(
    reader: RowReader, rows: Sequence[ClosedRow], history: Iterable[Operation], schema: Schema
) -> dict[int, tuple[str, ...]]:
    """For each document the labels of its gold that are others since it was closed."""
    versions = [version for operation in history if (version := version_in(operation)) is not None]
    newest = versions[-1].lamport if versions else 0
    older = [row for row in rows if row.closed < newest]
    if not older:
        return {}
    changed: dict[int, frozenset[str]] = {}
    touched = {row.document: _changed(_in_force(versions, row.closed), schema, changed) for row in older}
    found: dict[int, list[str]] = {}
    for document, label in reader.gold_labels([row.document for row in older if touched[row.document]]):
        if label in touched[document]:
            found.setdefault(document, []).append(label)
    return {document: tuple(labels) for document, labels in found.items()}


def _in_force(versions: Sequence[Version], lamport: int) -> Version:
    """The version that was in force when an operation of that number was done."""
    return next((version for version in reversed(versions) if version.lamport <= lamport), versions[0])


def _changed(before: Version, now: Schema, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """The labels that mean something else now; worked out once for each version."""
    if before.lamport not in known:
        old, new = _meanings(before.schema), _meanings(now)
        known[before.lamport] = frozenset(key for key in {*old, *new} if old.get(key) != new.get(key))
    return known[before.lamport]


def _meanings(schema: Schema) -> dict[str, object]:
    """What each label means: all that is written about it and what it can hold, but for names, colours and keys."""
    roles = {role.key: msgspec.structs.replace(role, en="", ar="", color=None) for role in schema.roles}
    return {
        label.key: (
            (label.help_en, label.help_ar, label.guide_en, label.guide_ar, label.parent, label.into, label.retired),
            label.roles,
            [roles.get(use.role) for use in label.roles],
        )
        for label in schema.labels
    }
