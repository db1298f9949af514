"""Brings everything that is whole out of a damaged project file into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from annotator.errors import DataError, UnavailableError
from annotator.layer import Layer
from annotator.model import GOLD, PROJECT, Document, Event, Mention, Person
from annotator.operations import Raw, Record, RecordKey, decode_changes
from annotator.schema import Additions, Schema, load_preset, presets
from annotator.store.carve import Pages
from annotator.store.database import create, transaction
from annotator.store.journal import Entry, Journal, Summary, first_entries, new_actor
from annotator.store.proof import Truth, read_truth
from annotator.store.remains import text_of
from annotator.text.exact import document_key
from annotator.text.titles import title_of

_SCHEMA: Final = RecordKey("schema", "schema")


@dataclass
class RecoverReport:
    """What came over, what did not, and what else is to be known."""

    documents: int = 0
    steps: int = 0
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def recover(source: Path, target: Path) -> RecoverReport:
    """Writes each document and step of `source` that its hash proves to a new project at `target`.

    `source` is read byte by byte and not changed. Raises DataError when nothing can be read, UnavailableError when
    `target` exists or cannot be written.
    """
    if target.exists():
        raise UnavailableError(f"{target} exists already. Nothing was changed; choose another name.", code="exists")
    pages, truth = read(source)
    if truth.counted == (0, 0):
        raise DataError(
            f"Nothing in {source} can be read any more; restore a backup with `hashiya restore`. It was left as it is.",
            code="damaged",
        )
    report = RecoverReport(lost=truth.lost, notes=truth.notes)

    def fill(connection: sqlite3.Connection) -> None:
        with transaction(connection):
            _write(Journal(connection), pages, truth, report)

    create(target, fill)
    return report


def read(source: Path) -> tuple[Pages, Truth]:
    """The pages of a project file and what is whole in them. Raises UnavailableError when the file cannot be read."""
    try:
        pages = Pages(source)
    except FileNotFoundError as error:
        raise UnavailableError(f"There is no project at {source}.", code="no_file") from error
    except OSError as error:
        raise UnavailableError(f"{source} cannot be read: {error.strerror}.", code="cannot_open") from error
    return pages, read_truth(pages)


def _write(journal: Journal, pages: Pages, truth: Truth, report: RecoverReport) -> None:
    documents: dict[int, Document] = {}
    project = Layer(0, PROJECT)
    for number, fact in sorted(truth.documents.items()):
        text = text_of(pages, fact)
        key = document_key(fact.name, fact.sha256)
        id = journal.add_document(key, fact.name, fact.sha256, title_of(text), text)
        documents[number] = Document(id, key, fact.name, "")  # the texts are not all kept at once
        report.documents += 1
    for number, layer in _layers(truth):
        place = truth.places[number]
        document = documents[place.document] if place.document is not None else None
        if document is not None and place.document is not None:
            text = text_of(pages, truth.documents[place.document])
            document = msgspec.structs.replace(document, text=text)
        for operation, person in sorted(truth.steps[number], key=lambda proved: proved.operation.order):
            touched = layer.apply(operation)
            journal.add([Entry(document, layer.owner, person, operation, touched, Summary.of(layer))])
            report.steps += 1
        if layer.owner == PROJECT and document is None:
            project = layer
    missing = {key: value for key, value in _needed(truth, report, project).items() if project.get(key) is None}
    latest = max((proved.operation.lamport for steps in truth.steps.values() for proved in steps), default=0)
    journal.add(first_entries(new_actor(), missing, project, latest))


def _layers(truth: Truth) -> Iterator[tuple[int, Layer]]:
    """The numbers of the layers, each with an empty one to fill; the project's own first."""
    order = sorted(truth.steps, key=lambda number: (truth.places[number].document is not None, number))
    for number in order:
        yield number, Layer(truth.places[number].document or 0, truth.places[number].owner)


def _needed(truth: Truth, report: RecoverReport, project: Layer) -> dict[RecordKey, Record]:
    """What a project cannot do without: the people who have worked in it, and a schema."""
    people = {place.owner for place in truth.places.values()} | {p for s in truth.steps.values() for _, p in s}
    needed: dict[RecordKey, Record] = {
        RecordKey("person", key): Person(key, key) for key in sorted(people - {PROJECT, GOLD})
    }
    if project.get(_SCHEMA) is None:
        schema = _fitting_schema(truth)
        report.notes.append(f"the schema is lost: {schema.name} stands in its place, with the labels in use")
        needed[_SCHEMA] = Raw((msgspec.to_builtins(schema),))
    return needed


def _fitting_schema(truth: Truth) -> Schema:
    """The preset that knows most of the labels in use, with the others added."""
    used: dict[str, bool] = {}
    for steps in truth.steps.values():
        for operation, _ in steps:
            for change in decode_changes(operation.changes):
                if isinstance(change.value, Mention | Event):
                    label = change.value.label
                    used[label] = used.get(label, False) or isinstance(change.value, Event)
    known = [load_preset(name) for name in presets()]
    best = max(known, key=lambda preset: (sum(preset.label(key) is not None for key in used), preset.name == "news"))
    missing = sorted(key for key in used if best.label(key) is None)
    lacking = Additions(best)
    for key in missing:
        lacking.label(key, "event" if used[key] else "entity")
    return lacking.grown() if missing else best
