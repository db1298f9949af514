"""Another version of a project's schema: what it would touch, putting it in force, and the versions there were."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import DataError, EditError
from annotator.model import PROJECT
from annotator.operations import Operation, Raw, RecordKey, decode_changes
from annotator.project import Project
from annotator.schema import Schema
from annotator.schema.changing import Difference, differences

_SCHEMA = RecordKey("schema", "schema")


class Touched(msgspec.Struct, frozen=True):
    """A difference with what it means for work that was done: how many mentions and of how many people."""

    difference: Difference
    mentions: int = 0
    people: int = 0


class Version(msgspec.Struct, frozen=True):
    """A schema that was put in force: `time` in milliseconds since 1970, `step` the name of the operation."""

    schema: Schema
    time: int
    step: str
    lamport: int


def uses(project: Project) -> dict[str, tuple[int, int]]:
    """For each label in use, as the records name it: how many mentions have it, of how many people."""
    found: dict[str, tuple[int, int]] = {}
    for counts in project.reader.label_counts().values():
        for label, n in counts.items():
            mentions, people = found.get(label, (0, 0))
            found[label] = (mentions + n, people + 1)
    return found


def touched(project: Project, new: Schema) -> list[Touched]:
    """What putting `new` in force would change, and how much work is behind each change."""
    used = uses(project)
    return [
        Touched(difference, *(used.get(difference.key, (0, 0)) if difference.table == "labels" else (0, 0)))
        for difference in differences(project.schema, new)
    ]


def put_in_force(project: Project, new: Schema) -> Schema:
    """Puts a changed schema in force, one version on, and returns it. Records are not touched.

    Raises EditError when nothing is different, DataError when it lacks labels that marks carry: those are retired or
    merged, never dropped.
    """
    now = project.schema
    if not differences(now, new):
        raise EditError("The schema is the same. Nothing was changed.", code="same_schema")
    known = {label.key for label in new.labels}
    lost = sorted(key for key in uses(project) if key not in known and any(key == label.key for label in now.labels))
    if lost:
        named = ", ".join(lost)
        raise DataError(
            f"Marks carry the labels {named}: retire or merge them. Nothing was changed.",
            arabic=f"في التوسيم إشارات بوسوم محذوفة ({named}): أوقف عرضها أو ادمجها. لم يتغير شيء.",
        )
    schema: Schema = msgspec.structs.replace(new, version=now.version + 1)
    project.set_schema(schema)
    return schema


def versions(project: Project) -> list[Version]:
    """Every schema that was put in force, the newest first. A step that was taken back counts as a change too."""
    found = [version for op in project.layer(None, PROJECT).history() if (version := version_in(op)) is not None]
    return found[::-1]


def version_of_layer(project: Project, document_id: int, owner: str) -> int:
    """The schema's version that was in force when `owner` last changed their layer of a document; 0 for no layer."""
    history = project.layer(document_id, owner).history()
    if not history:
        return 0
    last = history[-1].lamport
    before = [version.schema.version for version in versions(project) if version.lamport <= last]
    return before[0] if before else 0


def version_in(operation: Operation) -> Version | None:
    """The schema that an operation of the project's own layer put in force; None for another operation."""
    for change in decode_changes(operation.changes):
        if change.key == _SCHEMA and isinstance(change.value, Raw):
            raw: Any = change.value.fields[0]
            return Version(msgspec.convert(raw, Schema), operation.time, operation.name, operation.lamport)
    return None
