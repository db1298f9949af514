"""Import of Hashiya's JSONL and of plain text: streamed, strict, one transaction, one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from annotator.bulk import Bulk
from annotator.edits.decisions import undermined
from annotator.errors import DataError, EditError, UserError, Worded, placed
from annotator.formats.common_lines import read_common, rows_of
from annotator.formats.jsonl import UNSAID, Line, LineError
from annotator.formats.jsonl_reading import read_line
from annotator.formats.jsonl_records import records_of
from annotator.formats.jsonl_writing import as_read, layer_records
from annotator.formats.reasons import reason
from annotator.jobs.schema_words import SchemaWords
from annotator.jobs.sources import Item, find_sources, name_fault, read_sources, total_size
from annotator.layer import Layer
from annotator.model import GOLD, IMPORTED, PROJECT, Document, Person
from annotator.operations import Change, DocumentInfo, Raw, Record, RecordKey, same_value
from annotator.project import Project
from annotator.project_records import person_key
from annotator.schema import Schema
from annotator.store.bulk_rows import NewDocument
from annotator.store.reads import DocumentFact
from annotator.text.exact import document_key, sha256_of

Progress = Callable[[int, int], None]
"""Called now and then with what is done and what there is in all, in bytes."""

_TICK = 50
_INFO = RecordKey("document", "document")


@dataclass(frozen=True)
class ImportOptions:
    """What the person allows."""

    annotator: str | None = None
    replace: bool = False
    add_labels: bool = False
    skip_bad: bool = False


@dataclass
class ImportReport:
    """What came in."""

    lines: int = 0
    documents_new: int = 0
    documents_known: int = 0
    layers_new: int = 0
    layers_equal: int = 0
    layers_replaced: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    twins: list[tuple[str, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    added: dict[str, list[str]] = field(default_factory=dict)
    """What the schema lacked and has now: keys by table (`labels`, `roles` ...)."""
    step: str | None = None


class BadLinesError(DataError):
    """`bad` of `lines` documents cannot be taken, for the `problems`; nothing was imported."""

    def __init__(self, bad: int, lines: int, problems: Sequence[str]) -> None:
        self.bad, self.lines = bad, lines
        them = "it" if bad == 1 else "them"
        super().__init__(
            f"{bad} of {lines} documents cannot be taken. Nothing was imported; mend {them}, "
            f"or leave {them} out with --skip-bad.",
            problems,
            arabic=f"مستندات لا يمكن قبولها: {bad} من {lines}. لم يُستورد شيء.",
        )


def import_paths(
    project: Project, paths: Sequence[Path], options: ImportOptions, progress: Progress | None = None
) -> ImportReport:
    """Imports files and folders. Raises DataError with every problem as `FILE:LINE: reason` and changes nothing, unless
    `skip_bad`: then the lines with problems are left out and listed in the report."""
    sources = find_sources(paths)
    if options.annotator is not None and options.annotator != GOLD:
        person_key(options.annotator)
    total = total_size(sources)
    schema = project.schema

    def work(bulk: Bulk) -> ImportReport:
        run = _Import(bulk, schema, options)
        done = 0
        for number, item in enumerate(read_sources(sources)):
            done += item.size
            if number % _TICK == 0:
                bulk.check_stop()
                if progress is not None:
                    progress(done, total)
            run.take(item)
        return run.finish()

    return project.bulk(work)


class _Import:
    """One run: what is known of the project, and what to do with the next line."""

    def __init__(self, bulk: Bulk, schema: Schema, options: ImportOptions) -> None:
        self._bulk = bulk
        self._options = options
        self._report = ImportReport()
        self._by_key: dict[bytes, DocumentFact] = {}
        self._by_name: dict[str, DocumentFact] = {}
        self._by_sha: dict[bytes, str] = {}
        self._merged = schema.merged
        self._words = SchemaWords(schema, add=options.add_labels)
        self._labels = frozenset(label.key for label in schema.labels)
        self._owners: dict[str | None, str] = {}
        self._layers = {(ref.document, ref.owner): ref for ref in bulk.reader.layers()}
        # Places only: the records of a long import would not fit in memory.
        self._touched: dict[tuple[int, str], str] = {}
        self._records = bulk.reader.layer(None, PROJECT)
        for fact in bulk.reader.facts():
            self._remember(fact)

    def _remember(self, fact: DocumentFact) -> None:
        self._by_key[fact.key] = fact
        self._by_sha.setdefault(fact.sha256, fact.name)
        if not fact.withdrawn:
            self._by_name[fact.name] = fact

    # -- one line -----------------------------------------------------------------------------------------------------
    def take(self, item: Item) -> None:
        """Checks a line and writes what it says; remembers what is wrong with it."""
        self._report.lines += 1
        if item.data and self._take_common(item):
            return
        problems = list(item.problems)
        if not problems:
            try:
                reasons = self._take_line(item, item.line or read_line(item.data))
            except LineError as error:
                reasons = list(error.reasons)
            except UserError as error:
                reasons = [_words(error)]
            problems = [placed(item.place, reason) for reason in reasons]
        if problems:
            self._report.skipped += 1
            self._report.problems += problems

    def _take_common(self, item: Item) -> bool:
        """Takes a new document with plain mentions of known labels: most lines are such, and here they are fast.

        False, and nothing done, where there is anything else to look at: then `_take_line` has the word.
        """
        line = read_common(item.data)
        if line is None or line.id in self._by_name or name_fault(line.id):
            return False
        owner = self._owner(self._options.annotator or line.annotator)
        rows = rows_of(line, self._labels)
        sha256 = sha256_of(line.text)
        key = document_key(line.id, sha256)
        if owner is None or rows is None or key in self._by_key:
            return False
        self._add_person(owner)
        new = NewDocument(key, line.id, sha256, line.text)
        number = self._bulk.add_annotated(new, owner, "import", line.status or "in_progress", rows)
        self._count_new(DocumentFact(number, key, line.id, sha256, withdrawn=False))
        self._report.layers_new += 1
        self._touched[number, owner] = item.place
        return True

    def _owner(self, name: str | None) -> str | None:
        """Whose layer it is, asked once for each name; None where there is something to say about the name."""
        if name is not None and name not in self._owners:
            try:
                self._owners[name] = GOLD if name == GOLD else person_key(name)
            except EditError:
                return None
        return self._owners.get(name)

    def _take_line(self, item: Item, line: Line) -> list[Worded]:
        name = item.name if line.id is None else str(line.id)
        sha256 = sha256_of(line.text)
        owner, records, reasons = self._check(line)
        fault = name_fault(name)
        if fault is not None:
            return [*reasons, fault]
        fact = self._by_key.get(document_key(name, sha256))
        other = self._by_name.get(name)
        if fact is None and other is not None:
            reasons.append(reason("other_text", id=name))
        if not reasons and fact is not None:
            reasons += self._against_project(fact, owner, records, line.meta)
        if not reasons:
            self._write(item, line, name, sha256, fact, owner, records)
        return reasons

    def _check(self, line: Line) -> tuple[str | None, dict[RecordKey, Record], list[Worded]]:
        """Owner, records and faults of what the line says about its document."""
        if not line.annotates:
            return None, {}, []
        reasons: list[Worded] = []
        owner = None
        name = self._options.annotator or line.annotator
        if name is None:
            reasons.append(reason("nobody"))
        else:
            try:
                owner = GOLD if name == GOLD else person_key(name)
            except EditError as error:
                reasons.append(_words(error))
        records: dict[RecordKey, Record] = {}
        try:
            records = records_of(line)
        except LineError as error:
            reasons += error.reasons
        reasons += self._words.faults(line)
        if line.status == "locked" and owner != GOLD:
            reasons.append(reason("locked"))
        if RecordKey("decision", IMPORTED) in records and owner != GOLD:
            reasons.append(reason("gold_only"))
        return owner, records, reasons

    def _against_project(
        self, fact: DocumentFact, owner: str | None, records: dict[RecordKey, Record], meta: Mapping[str, object]
    ) -> list[Worded]:
        """Why a line about a known document cannot be taken beside what is there."""
        if fact.withdrawn:
            *_, last = self._bulk.reader.operations(fact.id, PROJECT)
            return [reason("withdrawn", id=fact.name, step=f"{last.actor}:{last.step}")]
        reasons = []
        if meta and not self._options.replace:
            info = self._bulk.reader.info_record(fact.id)
            if info is not None and info.meta and not same_value(_INFO, DocumentInfo(info.meta), DocumentInfo(meta)):
                reasons.append(reason("other_meta", id=fact.name))
        if owner is None:
            return reasons
        place = self._touched.get((fact.id, owner))
        if place is not None:
            if not self._same(layer_records(self._bulk.reader.layer(fact.id, owner)), records):
                reasons.append(reason("said_before", place=place))
        elif (fact.id, owner) in self._layers:
            reasons += self._against_layer(fact, owner, records)
        return reasons

    def _against_layer(self, fact: DocumentFact, owner: str, records: dict[RecordKey, Record]) -> list[Worded]:
        """Why a layer that is there may not become another one."""
        locked = self._layers[fact.id, owner].status == "locked"
        if self._options.replace and not locked:
            return []
        current = self._current(fact.id, owner)
        if self._same(current, records):
            return []
        if locked:
            return [reason("gold_locked", id=fact.name)]
        return [reason("other_layer", id=fact.name, owner=owner, **_difference(current, records))]

    def _same(self, a: Mapping[RecordKey, Record], b: Mapping[RecordKey, Record]) -> bool:
        """Whether two layers say the same: labels that were merged into one are one."""
        a, b = as_read(_said(a), self._merged), as_read(_said(b), self._merged)
        return a.keys() == b.keys() and all(same_value(key, value, b[key]) for key, value in a.items())

    def _current(self, document: int, owner: str) -> dict[RecordKey, Record]:
        ref = self._layers.get((document, owner))
        records = self._bulk.reader.records(ref.layer) if ref else {}
        return _said(records)

    # -- writing ------------------------------------------------------------------------------------------------------
    def _write(
        self,
        item: Item,
        line: Line,
        name: str,
        sha256: bytes,
        fact: DocumentFact | None,
        owner: str | None,
        records: dict[RecordKey, Record],
    ) -> None:
        if fact is None:
            document = self._bulk.add_document(name, line.text, sha256)
            self._count_new(DocumentFact(document.id, document.key, name, sha256, withdrawn=False))
            fresh = True
        else:
            document = Document(fact.id, fact.key, name, line.text)
            self._report.documents_known += 1
            fresh = False
        self._write_meta(document, line.meta, fresh=fresh)
        if owner is not None and (document.id, owner) not in self._touched:
            self._words.take(line)
            self._add_person(owner)
            self._write_layer(document, owner, records, fresh=fresh)
            self._touched[document.id, owner] = item.place

    def _count_new(self, fact: DocumentFact) -> None:
        self._report.documents_new += 1
        if fact.sha256 in self._by_sha:
            self._report.twins.append((fact.name, self._by_sha[fact.sha256]))
        self._remember(fact)

    def _write_meta(self, document: Document, meta: Mapping[str, object], *, fresh: bool) -> None:
        if not meta:
            return
        layer = Layer(document.id, PROJECT) if fresh else self._bulk.reader.layer(document.id, PROJECT)
        info = layer.get(_INFO)
        new = DocumentInfo(meta, withdrawn=isinstance(info, DocumentInfo) and info.withdrawn)
        if not same_value(_INFO, info, new):
            self._bulk.write(document, layer, "import", [Change(*_INFO, new, layer.base(_INFO))])

    def _write_layer(self, document: Document, owner: str, records: dict[RecordKey, Record], *, fresh: bool) -> None:
        if fresh:
            self._bulk.write_first(document, owner, "import", records)
            self._report.layers_new += 1
            return
        layer = self._bulk.reader.layer(document.id, owner)
        current = layer_records(layer)
        if self._same(current, records):
            self._report.layers_equal += 1
            return
        was, said = as_read(current, self._merged), as_read(records, self._merged)
        changes = [
            Change(*key, value, layer.base(key))
            for key, value in records.items()
            if not same_value(key, was.get(key), said[key])
        ]
        changes += [Change(*key, None, layer.base(key)) for key in current if key not in records]
        changes += [Change(*key, None, layer.base(key)) for key in undermined(layer, changes) if key not in records]
        self._bulk.write(document, layer, "import", changes)
        if current:
            self._report.layers_replaced += 1
        else:
            self._report.layers_new += 1

    def _add_person(self, key: str) -> None:
        record = RecordKey("person", key)
        if key != GOLD and self._records.get(record) is None:
            self._bulk.write(None, self._records, "person", [Change(*record, Person(key, key))])

    # -- the end ------------------------------------------------------------------------------------------------------
    def finish(self) -> ImportReport:
        """Raises DataError when lines were bad and may not be left out; else adds to the schema and reports."""
        report = self._report
        if report.problems and not self._options.skip_bad:
            raise BadLinesError(report.skipped, report.lines, report.problems)
        report.added = self._words.added
        if report.added:
            key = RecordKey("schema", "schema")
            value = Raw((msgspec.to_builtins(self._words.grown()),))
            self._bulk.write(None, self._records, "schema", [Change(*key, value, self._records.base(key))])
        report.step = self._bulk.step_name
        return report


def _said(records: Mapping[RecordKey, Record]) -> dict[RecordKey, Record]:
    """What a layer says; where it comes from is no part of it."""
    return {key: record for key, record in records.items() if key.kind not in UNSAID}


def _difference(current: Mapping[RecordKey, Record], new: Mapping[RecordKey, Record]) -> dict[str, int]:
    """How many records are the same in both, others, missing in the new, only there."""
    new = _said(new)
    return {
        "same": sum(same_value(key, value, new.get(key)) for key, value in current.items()),
        "changed": sum(key in new and not same_value(key, value, new[key]) for key, value in current.items()),
        "missing": sum(key not in new for key in current),
        "more": sum(key not in current for key in new),
    }


def _words(error: UserError) -> Worded:
    return Worded(str(error), error.arabic or str(error))
