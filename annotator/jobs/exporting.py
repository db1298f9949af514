"""Export of JSONL: deterministic to the byte, checked while it is written, replaced in one go."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from annotator.errors import DataError, UnavailableError
from annotator.formats.jsonl import write_line
from annotator.model import GOLD, STATUSES, Document, Mention, Status
from annotator.operations import RecordKey
from annotator.project import Project, person_key
from annotator.store.reads import LayerRef, Reader

ALL: Final = "all"
_TICK: Final = 100


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
    progress: Callable[[int, int], None] | None = None,
) -> ExportReport:
    """Writes the project's documents and layers to `target`.

    `source` is a person, `gold` or `all`; by default gold where there is any, else all. Documents that the source has not
    touched are written without annotations, but for gold; with `status` only layers of that status are written. Raises DataError for a person who has no layer here, or when a surface
    differs from its text; UnavailableError when the disk refuses. `target` is then as it was before.
    """
    if not project.flush():
        raise UnavailableError("Some steps are not on the disk yet. Nothing was written; save them first.")
    reader = project.reader
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with reader.snapshot(), temporary.open("wb") as file:
            source = source or (GOLD if reader.layers(GOLD) else ALL)
            report = ExportReport(_person_or(source))
            chosen = _choose(project, reader, report.source)
            written = _write(file, _lines(reader, chosen, status, report, progress))
            file.flush()
            os.fsync(file.fileno())
        report.sha256 = _hash_of(temporary)
        if report.sha256 != written:
            raise UnavailableError(
                f"{target} did not reach the disk as it was written. Nothing was replaced; try again."
            )
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise UnavailableError(f"{target} cannot be written: {error.strerror}. Nothing was replaced.") from error
    finally:
        temporary.unlink(missing_ok=True)
    return report


def _person_or(source: str) -> str:
    """The key of the person meant, written in whatever way; `gold` and `all` as they are."""
    return source if source in (GOLD, ALL) else person_key(source)


def _choose(project: Project, reader: Reader, source: str) -> dict[int, list[LayerRef]]:
    """The layers to write, by document."""
    known = {person.key for person in project.people()} | {GOLD, ALL}
    if source not in known:
        people = ", ".join(sorted(known - {GOLD, ALL})) or "nobody yet"
        raise DataError(f"Nobody named {source!r} works in this project ({people}). Nothing was written.")
    chosen: dict[int, list[LayerRef]] = {}
    for ref in reader.layers(None if source == ALL else source):
        chosen.setdefault(ref.document, []).append(ref)
    return chosen


def _lines(
    reader: Reader,
    chosen: dict[int, list[LayerRef]],
    status: Status | None,
    report: ExportReport,
    progress: Callable[[int, int], None] | None,
) -> Iterator[bytes]:
    # Small rows are sorted here, the texts are fetched one by one: SQLite's sorter would carry them all.
    facts = sorted((fact for fact in reader.facts() if not fact.withdrawn), key=lambda fact: (fact.name, fact.key))
    for number, fact in enumerate(facts):
        if progress is not None and number % _TICK == 0:
            progress(number, len(facts))
        refs = [ref for ref in chosen.get(fact.id, ()) if status is None or ref.status == status]
        if not refs and (status is not None or report.source == GOLD):
            continue
        document = reader.document(fact.id)
        if document is None or hashlib.sha256(document.text.encode()).digest() != fact.sha256:
            raise DataError(f"The text of {fact.name!r} is damaged. Nothing was written; run `hashiya check --deep`.")
        if not refs:
            report.lines += 1
            report.untouched += 1
            yield write_line(document)
        for ref in refs:
            yield _layer_line(reader, document, ref, report)


def _layer_line(reader: Reader, document: Document, ref: LayerRef, report: ExportReport) -> bytes:
    records = reader.records(ref.layer)
    for id, surface in reader.surfaces(ref.layer).items():
        mention = records[RecordKey("mention", id)]
        if isinstance(mention, Mention) and document.text[mention.start : mention.end] != surface:
            raise DataError(
                f"The mention {id!r} of {ref.owner} in {ref.name!r} does not match its text. Nothing was written; "
                "run `hashiya check --deep`."
            )
    report.lines += 1
    report.statuses[ref.status] += 1
    report.mentions += sum(key.kind == "mention" for key in records)
    report.events += sum(key.kind == "event" for key in records)
    return write_line(document, ref.owner, records)


def _write(file: BinaryIO, lines: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        file.write(line)
        digest.update(line)
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
