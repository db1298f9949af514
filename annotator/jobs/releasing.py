"""A release of gold: a folder that says what is in it, made the same on every system, and verified from itself alone."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from annotator.agreement.reporting import Filter, Report, plain
from annotator.errors import DataError, UnavailableError, counted
from annotator.formats.jsonl_writing import as_read, layer_records, write_line
from annotator.jobs.agreeing import Agreement
from annotator.jobs.exporting import annotators, gold_origins, live_documents
from annotator.jobs.pseudonyms import pseudonyms
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, Document
from annotator.project import Project
from annotator.release import manifest
from annotator.release.card import Facts, card, front_matter, guidelines
from annotator.release.duplicates import Pair, Twins
from annotator.release.splitting import NAMES, split, together
from annotator.schema import to_toml
from annotator.store.database import sync_folder
from annotator.store.proved import ProvedLayer

Progress = Callable[[int, int], None]
_LONGEST: Final = 100
"""So many characters a version may have: it stands in titles."""
_METHODS: Final = ("unanimous", "rule", "adjudicated", "new", "unknown")


@dataclass(frozen=True)
class ReleaseOptions:
    """`shares`: of each split, such as 80, 10, 10; none is one file. `group_by`: a field of `meta` whose equal values stay
    together. `names`: say who the annotators are."""

    version: str
    shares: tuple[int, ...] = ()
    seed: int = 0
    group_by: str | None = None
    names: bool = False


@dataclass
class ReleaseReport:
    """What was released. `open`: documents with gold that is not closed; they are left out. `duplicates`: pairs of names of
    near-duplicates and how alike they are."""

    release: str = ""
    documents: dict[str, int] = field(default_factory=dict)
    open: int = 0
    duplicates: list[tuple[str, str, float]] = field(default_factory=list)


class _Gold(msgspec.Struct):
    """One document as it is released: its line, and what is counted. `group`: what keeps it with others."""

    name: str
    characters: int
    group: str | None
    line: bytes
    mentions: Counter[str]
    roles: Counter[str]
    methods: Counter[str]
    events: int
    done_by: frozenset[str]


def release(project: Project, folder: Path, options: ReleaseOptions, progress: Progress | None = None) -> ReleaseReport:
    """Writes the gold that is closed or locked to a new folder: all of it, or nothing.

    Comments are left out; so are people's names, unless asked for. Raises DataError where nothing is closed or documents
    cannot be split so, UnavailableError where the folder is there already or the disk refuses.
    """
    if not 0 < len(options.version.strip()) <= _LONGEST or any(ord(letter) < 32 for letter in options.version):
        raise DataError(f"A version is a word or a short line of at most {_LONGEST} characters. Nothing was written.")
    if folder.exists():
        raise UnavailableError(
            f"{folder} is there already. A release goes to a folder of its own; nothing was written."
        )
    if not project.flush():
        raise UnavailableError("Some steps are not on the disk yet. Nothing was written; save them first.")
    report = ReleaseReport()
    with project.reader.snapshot():
        twins = Twins()
        found = list(_gold(project, options, report, twins, progress))
        if not found:
            raise DataError("No gold is closed yet: close documents first. Nothing was written.")
        names = pseudonyms(project.secret(), annotators(project.reader), f"release {options.version}")
    if options.names:
        names = {name: name for name in names}
    files = _files(project, found, twins.pairs(), names, options, report)
    sealed = manifest.seal(options.version, _plain_options(options), report.documents, files)
    report.release = sealed.release
    _write(folder, {**files, manifest.NAME: [manifest.written(sealed)]})
    return report


def _plain_options(options: ReleaseOptions) -> dict[str, Any]:
    split_ = {"split": "/".join(map(str, options.shares)), "seed": options.seed} if options.shares else {}
    grouped = {"group_by": options.group_by} if options.group_by else {}
    return {**split_, **grouped, "names": options.names}


def _gold(
    project: Project, options: ReleaseOptions, report: ReleaseReport, twins: Twins, progress: Progress | None
) -> Iterator[_Gold]:
    """The gold that is closed; the texts go to `twins` in the same order, and are not kept."""
    merged = project.schema.merged
    for fact, document, layers, proved in live_documents(project.reader, project.path, progress):
        for found in layers:
            if found.owner == GOLD and found.status in FINISHED:
                twins.add(document.text)
                yield _one(document, proved.replayed(fact, found), merged, options.group_by, _done_by(layers))
            elif found.owner == GOLD and found.records:
                report.open += 1


def _done_by(layers: Sequence[ProvedLayer]) -> frozenset[str]:
    return frozenset(layer.owner for layer in layers if layer.owner != GOLD and layer.status in FINISHED)


def _one(
    document: Document, gold: Layer, merged: Mapping[str, str], group_by: str | None, done_by: frozenset[str]
) -> _Gold:
    said = as_read(layer_records(gold), merged)
    records = {key: record for key, record in said.items() if key.kind != "comment"}
    origins = gold_origins(gold)
    methods: Counter[str] = Counter()
    for id in gold.mentions:
        origin = origins.get(("mention", id, ""))
        methods["unknown" if origin is None else origin.method] += 1
    return _Gold(
        document.name,
        len(document.text),
        _group(document, group_by),
        write_line(document, GOLD, records, origins),
        Counter(merged.get(mention.label, mention.label) for mention in gold.mentions.values()),
        Counter(argument.role for event in gold.events.values() for argument in event.arguments),
        methods,
        len(gold.events),
        done_by,
    )


# --- the files -------------------------------------------------------------------------------------------------------


def _files(
    project: Project,
    found: Sequence[_Gold],
    pairs: Sequence[Pair],
    names: Mapping[str, str],
    options: ReleaseOptions,
    report: ReleaseReport,
) -> dict[str, list[bytes]]:
    """The content of each file, in pieces: the lines are there once."""
    report.duplicates = [(found[p.a].name, found[p.b].name, p.similarity) for p in pairs]
    parts = _parts(found, pairs, options)
    report.documents = {name: len(part) for name, part in parts.items()}
    paths = {name: f"data/{name}.jsonl" for name in parts}
    figures, agreement = _agreement(project.path, [gold.name for gold in found], names)
    facts = _facts(parts, options, report, {"blind": not project.layers_visible, **figures})
    schema = project.schema
    texts = {
        "README.md": (front_matter(paths) + card(schema, facts, "en")).encode(),
        "README.ar.md": card(schema, facts, "ar").encode(),
        "schema.toml": to_toml(schema).encode(),
        "agreement.json": _json(agreement),
        "statistics.json": _json(_statistics(parts)),
        "duplicates.json": _json([{"a": a, "b": b, "similarity": round(s, 4)} for a, b, s in report.duplicates]),
    }
    texts |= {
        f"guidelines.{language}.md": text.encode()
        for language in ("en", "ar")
        if (text := guidelines(schema, language))
    }
    files = {paths[name]: [gold.line for gold in part] for name, part in parts.items()}
    return files | {path: [text] for path, text in texts.items()}


def _parts(found: Sequence[_Gold], pairs: Sequence[Pair], options: ReleaseOptions) -> dict[str, list[_Gold]]:
    """Split -> its documents, by name."""
    shares = options.shares or (1,)
    groups = [gold.group for gold in found]
    whole = together(len(found), [(pair.a, pair.b) for pair in pairs], groups)
    chosen = split([gold.name for gold in found], whole, shares, options.seed)
    parts = {
        name: [gold for gold, where in zip(found, chosen, strict=True) if where == number]
        for number, name in enumerate(NAMES[len(shares)])
    }
    empty = [name for name, part in parts.items() if not part]
    if empty:
        words = f"Nothing is left for {', '.join(empty)}: {counted(len(found), 'document')} in {counted(len(whole), 'group')}."
        raise DataError(f"{words} Nothing was written: close more documents, or split into fewer parts or none.")
    return parts


def _group(document: Document, field_: str | None) -> str | None:
    value = document.meta.get(field_) if field_ is not None else None
    return None if value is None else msgspec.json.encode(value, order="sorted").decode()


def _facts(
    parts: Mapping[str, Sequence[_Gold]], options: ReleaseOptions, report: ReleaseReport, figures: Mapping[str, Any]
) -> Facts:
    statistics = _statistics(parts)
    methods: Counter[str] = Counter()
    for part in parts.values():
        for gold in part:
            methods.update(gold.methods)
    return Facts(
        options.version,
        {name: {key: row[key] for key in ("documents", "mentions", "events")} for name, row in statistics.items()},
        _labels(parts),
        {name: methods[name] for name in _METHODS if methods[name]},
        annotators=len({name for part in parts.values() for gold in part for name in gold.done_by}),
        duplicates=len(report.duplicates),
        grouped_by=options.group_by,
        seed=options.seed if options.shares else None,
        **figures,
    )


def _labels(parts: Mapping[str, Sequence[_Gold]]) -> dict[str, dict[str, int]]:
    counts = {name: sum((gold.mentions for gold in part), Counter[str]()) for name, part in parts.items()}
    return {
        label: {name: counts[name][label] for name in parts}
        for label in sorted({key for c in counts.values() for key in c})
    }


def _statistics(parts: Mapping[str, Sequence[_Gold]]) -> dict[str, Any]:
    found = {}
    for name, part in parts.items():
        labels = sum((gold.mentions for gold in part), Counter[str]())
        found[name] = {
            "documents": len(part),
            "characters": sum(gold.characters for gold in part),
            "mentions": sum(labels.values()),
            "events": sum(gold.events for gold in part),
            "labels": dict(sorted(labels.items())),
            "roles": dict(sorted(sum((gold.roles for gold in part), Counter[str]()).items())),
            "methods": dict(sorted(sum((gold.methods for gold in part), Counter[str]()).items())),
        }
    return found


def _agreement(path: Path, documents: Sequence[str], names: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the card tells, all figures with people under `names`)."""
    opened = Agreement(path, use_cache=False)
    try:
        opened.refresh()
        report = opened.report(Filter(documents=tuple(documents)))
    finally:
        opened.close()
    figures = {
        "compared": report.coverage.compared,
        "agreement": report.summary.spans["exact"].value,
        "interval": report.summary.spans["exact"].interval,
    }
    listed = _rounded(plain(_renamed(report, names)))
    del listed["coverage"]["filter"]
    return figures, listed


def _renamed(report: Report, names: Mapping[str, str]) -> Report:
    """The report with people under other names, and in the order of those: theirs would tell something."""

    def of(name: Any) -> Any:
        return names.get(name, name) if isinstance(name, str) else name

    replace = msgspec.structs.replace
    coverage, summary = report.coverage, report.summary
    pairs = []
    for row in summary.pairs:
        (a, n_a), (b, n_b) = sorted([(of(row.a), row.n_a), (of(row.b), row.n_b)])
        pairs.append(replace(row, a=a, b=b, n_a=n_a, n_b=n_b))
    people = sorted((replace(row, name=of(row.name)) for row in coverage.annotators), key=lambda row: row.name)
    rows = sorted((replace(row, name=of(row.name)) for row in summary.people), key=lambda row: row.name)
    warnings = [replace(w, values={key: of(value) for key, value in w.values.items()}) for w in report.warnings]
    return replace(
        report,
        documents=[],
        coverage=replace(coverage, annotators=people),
        summary=replace(summary, pairs=sorted(pairs, key=lambda row: (row.a, row.b)), people=rows),
        warnings=warnings,
    )


def _rounded(value: Any) -> Any:
    """JSON with figures to four places: what lies behind may differ between processors."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(value, 4) if isinstance(value, float) else value


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _write(folder: Path, files: Mapping[str, Sequence[bytes]]) -> None:
    """The folder, whole or not at all."""
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        temporary.mkdir(parents=True)
        for path, pieces in files.items():
            target = temporary / path
            target.parent.mkdir(exist_ok=True)
            with target.open("wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
        temporary.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise UnavailableError(f"{folder} cannot be written: {error.strerror}. Nothing was released.") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
