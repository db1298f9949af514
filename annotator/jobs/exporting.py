"""Export of JSONL: deterministic to the byte, checked while it is written, replaced in one go."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from annotator.errors import DataError, UnavailableError
from annotator.formats.jsonl_writing import as_read, layer_records, write_line
from annotator.formats.plain_lines import PlainLine, plain_line
from annotator.formats.provenance import OriginKey, origins_in
from annotator.jobs.files import beside, replaceable
from annotator.jobs.pseudonyms import pseudonyms
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, STATUSES, Document, Origin, Status
from annotator.operations import RecordKey
from annotator.project import Project
from annotator.project_records import person_key
from annotator.store.database import sync_folder
from annotator.store.proved import ProvedLayer, ProvedReader
from annotator.store.reads import DocumentFact, Reader

ALL: Final = "all"
_TICK: Final = 100
_BUFFER: Final = 1 << 20


@dataclass
class ExportReport:
    """What went out: lines, and layers by status. `sha256` is the file's, read again from the disk."""

    source: str
    lines: int = 0
    untouched: int = 0
    statuses: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    mentions: int = 0
    events: int = 0
    sha256: str = ""


def export_jsonl(
    project: Project,
    target: Path,
    *,
    source: str | None = None,
    status: Status | None = None,
    provenance: bool = False,
    soft: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Writes the project's documents and layers to `target`.

    `source` is a person, `gold` or `all`; by default gold where there is any, else all. Documents that the source has not
    touched are written without annotations, but for gold; with `status` only layers of that status are written. With
    `provenance` the items of gold say how they were settled; with `soft` the file holds what every annotator has marked
    done, under pseudonyms and without comments, whatever the source. Raises DataError for a person who has no layer here,
    where `target` is a project, or when a surface differs from its text; UnavailableError when the disk refuses. `target`
    is then as it was before.
    """
    if not project.flush():
        raise UnavailableError(
            "Some steps are not on the disk yet. Nothing was written; save them first.", code="unsaved_steps"
        )
    reader = project.reader
    place = replaceable(target, project.path)
    try:
        with beside(place) as temporary:
            with reader.snapshot(), temporary.open("wb", buffering=_BUFFER) as file:
                report, lines = _chosen(project, source, status, progress, provenance=provenance, soft=soft)
                written = _write(file, lines)
                file.flush()
                os.fsync(file.fileno())
            report.sha256 = _hash_of(temporary)
            if report.sha256 != written:
                raise UnavailableError(
                    f"{target} did not reach the disk as it was written. Nothing was replaced; try again.",
                    arabic=f"لم يصل {target} إلى القرص كما كُتب. لم يُستبدل شيء؛ أعد المحاولة.",
                )
            temporary.replace(place)
            sync_folder(place.parent)
    except OSError as error:
        raise UnavailableError(
            f"{target} cannot be written: {error.strerror}. Nothing was replaced.",
            arabic=f"تعذرت كتابة {target} ({error.strerror}). لم يُستبدل شيء.",
        ) from error
    return report


def _chosen(
    project: Project,
    source: str | None,
    status: Status | None,
    progress: Callable[[int, int], None] | None,
    *,
    provenance: bool,
    soft: bool,
) -> tuple[ExportReport, Iterator[bytes]]:
    """The lines that are to go out, and the report that counts them while they do."""
    reader = project.reader
    if soft or source is None:
        source = GOLD if not soft and reader.layers(GOLD) else ALL
    report = ExportReport(_person_or(source))
    _refuse_stranger(project, report.source)
    if soft:
        names = pseudonyms(project.secret(), annotators(reader))
        return report, soft_lines(reader, project, names, report, progress)
    return report, _lines(reader, project, status, report, progress, provenance=provenance)


def _person_or(source: str) -> str:
    """The key of the person meant, written in whatever way; `gold` and `all` as they are."""
    return source if source in (GOLD, ALL) else person_key(source)


def _refuse_stranger(project: Project, source: str) -> None:
    known = {person.key for person in project.people()} | {GOLD, ALL}
    if source not in known:
        people = ", ".join(sorted(known - {GOLD, ALL})) or "nobody yet"
        raise DataError(f"Nobody named {source!r} works in this project ({people}). Nothing was written.")


def live_documents(
    reader: Reader, path: Path, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[DocumentFact, Document, list[ProvedLayer], ProvedReader]]:
    """The documents that are not withdrawn with their layers, all proved by their hashes, in the order of their names."""
    proved = ProvedReader(reader, path)
    proved.refuse_what_is_missing()
    # Small rows are sorted here, the texts are fetched one by one: SQLite's sorter would carry them all.
    facts = sorted(reader.facts(), key=lambda fact: (fact.name, fact.key))
    for number, (fact, found) in enumerate(proved.documents(facts)):
        if progress is not None and number % _TICK == 0:
            progress(number, len(facts))
        if not found.info.withdrawn:
            yield fact, Document(fact.id, fact.key, fact.name, found.text, found.info.meta), found.layers, proved


def _lines(
    reader: Reader,
    project: Project,
    status: Status | None,
    report: ExportReport,
    progress: Callable[[int, int], None] | None,
    *,
    provenance: bool,
) -> Iterator[bytes]:
    merged = project.schema.merged
    for fact, document, layers, proved in live_documents(reader, project.path, progress):
        chosen = [layer for layer in layers if report.source in (ALL, layer.owner)]
        lines = [_line(proved, fact, document, layer, merged, provenance=provenance) for layer in chosen]
        filled = [line for line in lines if line.records]
        if not filled and status is None and report.source != GOLD:
            report.lines += 1
            report.untouched += 1
            yield write_line(document)
        for line in filled:
            if status is None or line.status == status:
                _count(report, line)
                yield line.data


def _count(report: ExportReport, line: PlainLine) -> None:
    report.lines += 1
    report.statuses[line.status] += 1
    report.mentions += line.mentions
    report.events += line.events


def annotators(reader: Reader) -> list[str]:
    """Whoever has marked a document done, by name."""
    return sorted({ref.owner for ref in reader.layers() if ref.owner != GOLD and ref.status in FINISHED})


def soft_lines(
    reader: Reader,
    project: Project,
    names: Mapping[str, str],
    report: ExportReport,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[bytes]:
    """What every annotator has marked done, by document and then by the name that `names` gives them; comments left out."""
    merged = project.schema.merged
    for fact, document, layers, proved in live_documents(reader, project.path, progress):
        kept = [layer for layer in layers if layer.owner in names and layer.status in FINISHED]
        for found in sorted(kept, key=lambda layer: names[layer.owner]):
            said = as_read(layer_records(proved.replayed(fact, found)), merged)
            records = {key: record for key, record in said.items() if key.kind != "comment"}
            data = write_line(document, names[found.owner], records)
            _count(report, PlainLine(data, found.status, len(records), found.mentions, found.events))
            yield data


def _line(
    proved: ProvedReader,
    fact: DocumentFact,
    document: Document,
    found: ProvedLayer,
    merged: Mapping[str, str],
    *,
    provenance: bool,
) -> PlainLine:
    """The line of one layer, by the short way where there is one. Merged labels go out as what they are read as."""
    if len(found.operations) == 1:
        line = plain_line(document, found.owner, found.operations[0], merged)
        if line is not None and line[1:] == found[2:]:
            return line
    layer = proved.replayed(fact, found)
    origins = gold_origins(layer) if provenance and found.owner == GOLD else None
    return PlainLine(
        write_line(document, found.owner, as_read(layer_records(layer), merged), origins) if found.records else b"",
        layer.status,
        found.records,
        found.mentions,
        found.events,
    )


def gold_origins(gold: Layer) -> dict[OriginKey, Origin]:
    """Where the items of a gold layer come from."""
    return origins_in({RecordKey("decision", id): decision for id, decision in gold.decisions.items()})


def _write(file: BinaryIO, lines: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        file.write(line)
        digest.update(line)
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
