"""What a project holds, in numbers; what is wrong with it; one article for a terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.errors import DataError
from annotator.model import GOLD, STATUSES, Document, Mention
from annotator.project import Project
from annotator.schema import Schema
from annotator.store.check import check_file
from annotator.store.reads import Reader
from annotator.text.bidi import visual_lines
from annotator.text.paragraphs import split
from annotator.validate import Problem, problems


def info(project: Project) -> dict[str, Any]:
    """Counts and the state of a project: a pure function of its content.

    `state` is equal for equal content: documents, layers, people, schema and settings, whatever the history.
    """
    with project.reader.snapshot():
        return _info(project, project.reader)


def _info(project: Project, reader: Reader) -> dict[str, Any]:
    facts = reader.facts()
    live = [fact for fact in facts if not fact.withdrawn]
    refs = reader.layers()
    schema = project.schema
    labels = {owner: _summed(counts.items(), schema) for owner, counts in reader.label_counts().items()}
    rows: dict[str, dict[str, Any]] = {}
    for ref in refs:
        row = rows.setdefault(ref.owner, {"layers": 0, "status": dict.fromkeys(STATUSES, 0)})
        row["layers"] += 1
        row["status"][ref.status] += 1
    names = {person.key: person.name for person in project.people()}
    people = [
        {
            "name": names.get(key, key),
            "layers": rows.get(key, {}).get("layers", 0),
            "status": rows.get(key, {}).get("status", dict.fromkeys(STATUSES, 0)),
            "mentions": sum(labels.get(key, {}).values()),
            "labels": labels.get(key, {}),
        }
        for key in sorted(names.keys() | rows.keys())
    ]
    total = _summed((item for counts in labels.values() for item in counts.items()), schema)
    touched = {ref.document for ref in refs}
    return {
        "schema": {"name": schema.name, "version": schema.version},
        "documents": len(live),
        "documents_untouched": sum(fact.id not in touched for fact in live),
        "documents_withdrawn": len(facts) - len(live),
        "layers": len(refs),
        "status": {status: sum(ref.status == status for ref in refs) for status in STATUSES},
        "mentions": sum(total.values()),
        "labels": total,
        **_record_counts(reader, schema),
        "people": people,
        "gold": GOLD in rows,
        "state": project_state(reader).hex(),
    }


def _summed(counts: Iterable[tuple[str, int]], schema: Schema) -> dict[str, int]:
    """Counts by label, as labels are read."""
    found: dict[str, int] = {}
    for label, n in counts:
        key = schema.resolve(label)
        found[key] = found.get(key, 0) + n
    return dict(sorted(found.items()))


def _record_counts(reader: Reader, schema: Schema) -> dict[str, Any]:
    """How many events, relations, entities, document labels and comments there are, and of which label."""
    by_kind: dict[str, list[tuple[str, int]]] = {}
    for kind, label, n in reader.record_counts():
        by_kind.setdefault(kind, []).append((label, n))
    sums = {kind: sum(n for _, n in counts) for kind, counts in by_kind.items()}
    comments = dict(by_kind.get("comment", ()))
    return {
        "events": sums.get("event", 0),
        "event_labels": _summed(by_kind.get("event", ()), schema),
        "relations": sums.get("relation", 0),
        "relation_labels": dict(by_kind.get("relation", ())),
        "entities": sums.get("entity", 0),
        "document_labels": dict(by_kind.get("label", ())),
        "comments": sums.get("comment", 0),
        "questions": comments.get("question", 0),
        "unsure": comments.get("unsure", 0),
    }


def project_state(reader: Reader) -> bytes:
    """Hash of all that a project says: documents, then the state of each layer that is not empty."""
    digest = hashlib.sha256()
    for key in sorted(fact.key for fact in reader.facts()):
        digest.update(b"document\0" + key)
    keys = {fact.id: fact.key for fact in reader.facts()}
    places = [
        (keys[document] if document is not None else b"", owner, document) for document, owner in reader.all_layers()
    ]
    for key, owner, document in sorted(places, key=lambda place: place[:2]):
        layer = reader.layer(document, owner)
        if layer.is_empty and not layer.conflicts():
            continue
        digest.update(b"layer\0" + key + owner.encode() + b"\0" + layer.state())
    return digest.digest()


def check(path: Path, *, deep: bool) -> list[str]:
    """What is wrong with a project file; empty when all is well."""
    return check_file(path, deep=deep)


def annotation_problems(project: Project) -> Iterator[dict[str, Any]]:
    """The problems of every layer that has some, by document and owner, with their places in code points.

    `blocks` says whether the schema names the problem as one that keeps a document from being done.
    """
    reader, schema = project.reader, project.schema
    for fact in sorted(reader.facts(), key=lambda fact: (fact.name, fact.key)):
        if fact.withdrawn:
            continue
        document = project.document(fact.id)
        for ref in reader.layers(document=fact.id):
            found = problems(reader.layer(fact.id, ref.owner), document, schema)
            if found:
                listed = [_problem_row(problem, document, schema) for problem in found]
                yield {"document": fact.name, "annotator": ref.owner, "status": ref.status, "problems": listed}


def _problem_row(problem: Problem, document: Document, schema: Schema) -> dict[str, Any]:
    start, end = problem.span if problem.span is not None else (None, None)
    return {
        "code": problem.code,
        "kind": problem.kind,
        "record": problem.record,
        "start": start,
        "end": end,
        "text": document.text[start:end] if problem.span is not None else "",
        "detail": problem.detail,
        "other": problem.other,
        "words": str(problem),
        "blocks": problem.code in schema.blocking,
    }


def problem_lines(layers: Iterable[dict[str, Any]]) -> list[str]:
    """What `annotation_problems` gives, a line for each problem: document, annotator, place, words."""
    lines = []
    for layer in layers:
        for row in layer["problems"]:
            place = "" if row["start"] is None else f" {row['start']}-{row['end']} «{' '.join(row['text'].split())}»"
            lines.append(f"{layer['document']} ({layer['annotator']}){place}: {row['words']}")
    return lines


def find_document(project: Project, name: str) -> Document:
    """The document of that name (the `id` of its line), or of a unique beginning of it. Raises DataError otherwise."""
    facts = [fact for fact in project.reader.facts() if not fact.withdrawn]
    found = [fact for fact in facts if fact.name == name] or [fact for fact in facts if fact.name.startswith(name)]
    if len(found) == 1:
        return project.document(found[0].id)
    if not found:
        raise DataError(f"The project has no document {name!r}.")
    listed = ", ".join(fact.name for fact in found[:8])
    raise DataError(f"{len(found)} documents begin with {name!r}: {listed}{' ...' if len(found) > 8 else ''}")


def show_text(project: Project, document: Document, *, visual: bool, width: int) -> list[str]:
    """An article with its mentions as the lines of a report. `visual` shapes and orders them for terminals that don't."""
    lines = [document.name, "", *(document.text[p.start : p.end] for p in split(document.text))]
    for ref in project.reader.layers(document=document.id):
        lines += ["", f"{ref.owner} ({ref.status})"]
        records = project.reader.records(ref.layer)
        mentions = [record for record in records.values() if isinstance(record, Mention)]
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            surface = " ".join(document.text[mention.start : mention.end].split())
            label = project.schema.resolve(mention.label)
            lines.append(f"  {mention.start}-{mention.end} {label}: {surface}")
    if not visual:
        return lines
    return [piece for line in lines for piece in visual_lines(line, width)]
