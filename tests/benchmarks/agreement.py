"""Group `agreement`: the page from the cache, a full recompute, one document, gamma; beside strangers where they are
installed (the dependency group `oracle`)."""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
import random
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from annotator.agreement.gamma import gamma
from annotator.agreement.reporting import Filter
from annotator.agreement.unitizing import Unit
from annotator.jobs import agreement_files
from annotator.jobs.agreeing import Agreement
from annotator.jobs.agreement_layers import read_layers
from annotator.jobs.agreement_ledger import exact_of
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from annotator.schema import load_preset
from annotator.store.rows import RowReader
from tests.benchmarks.articles import Article, typical_articles
from tests.benchmarks.common import emit, median

PEOPLE: Final = ("سلمى", "هادي", "نور")
_LABELS: Final = ("PERS", "ORG", "LOC", "GPE", "DATE")
_WORD: Final = re.compile(r"\w+")
ROUNDS: Final = 5


def run(*, large: bool = False) -> None:
    del large
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        agreement_files.user_cache_path = lambda *_args, **_options: folder / "cache"  # type: ignore[assignment]
        small(folder)
        chance_corrected(folder)
        whole(folder, 10_000)


def opinion(article: Article, who: int) -> list[tuple[int, int, str]]:
    """A noisy copy of an article's mentions: 80 % kept, 8 % another label, 7 % another end, 5 % missed, 5 % added."""
    if not who:
        return article.spans
    rng = random.Random(f"{article.name}:{who}")
    words = [match.span() for match in _WORD.finditer(article.text)]
    found = set()
    for start, end, label in article.spans:
        chance = rng.random()
        if chance < 0.08:
            found.add((start, end, rng.choice(_LABELS)))
        elif chance < 0.15:
            found.add((start, next((e for _, e in words if e > end), end), label))
        elif chance > 0.2:
            found.add((start, end, label))
        if rng.random() < 0.05:
            found.add((*rng.choice(words), rng.choice(_LABELS)))
    return sorted(found)


def lines(documents: int, people: int) -> Iterator[dict[str, Any]]:
    for article in typical_articles(documents):
        for who in range(people):
            mentions = [{"start": s, "end": e, "label": label} for s, e, label in opinion(article, who)]
            base = {"id": article.name, "text": article.text, "annotator": PEOPLE[who], "status": "done"}
            yield {**base, "mentions": mentions}


def filled(folder: Path, documents: int, people: int) -> Path:
    """A project with so many documents, all done by so many people."""
    source, target = folder / f"{documents}x{people}.jsonl", folder / f"{documents}x{people}.hashiya"
    with source.open("w", encoding="utf-8") as file:
        for line in lines(documents, people):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    project = Project.create(target, load_preset("news"))
    import_paths(project, [source], ImportOptions(add_labels=True))
    project.close()
    source.unlink()
    return target


def cpu(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median milliseconds of CPU of this thread."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.thread_time()
        work()
        times.append((time.thread_time() - start) * 1000)
    return median(times)


def small(folder: Path) -> None:
    """1,000 documents of two people, from the file; beside peers on the same mentions, read beforehand."""
    path = filled(folder, 1000, 2)

    def ours() -> None:
        reader = RowReader(path)
        exact_of(reader, read_layers(reader))
        reader.close()

    beside: dict[str, Any] = {"aim": "<= 150", **peers(1000)}
    emit("agreement_small", "exact F1, 1k x 2 from SQLite", "ms", cpu(ours), beside)


def peers(documents: int) -> dict[str, Any]:
    """CPU of nervaluate and seqeval on BIO tags made beforehand (which lose nested mentions)."""
    tags: tuple[list[list[str]], list[list[str]]] = ([], [])
    for article in typical_articles(documents):
        words = [match.span() for match in _WORD.finditer(article.text)]
        for who in range(2):
            tags[who].append(bio(words, opinion(article, who)))
    nervaluate, seqeval = installed("nervaluate"), installed("seqeval.metrics")
    found: dict[str, Any] = {"nervaluate ms": "not installed", "seqeval ms": "not installed"}
    if nervaluate is not None:
        labels = sorted({tag[2:] for side in tags for line in side for tag in line} - {""})
        found["nervaluate ms"] = round(
            cpu(lambda: nervaluate.Evaluator(tags[0], tags[1], tags=labels, loader="list").evaluate(), 1)
        )
    if seqeval is not None:
        found["seqeval ms"] = round(cpu(lambda: seqeval.f1_score(tags[0], tags[1]), 1))
    return found


def bio(words: list[tuple[int, int]], spans: list[tuple[int, int, str]]) -> list[str]:
    line = ["O"] * len(words)
    for start, end, label in spans:
        inside = [k for k, (s, e) in enumerate(words) if s < end and start < e]
        if inside and all(line[k] == "O" for k in inside):
            for k in inside:
                line[k] = f"{'B' if k == inside[0] else 'I'}-{label}"
    return line


def installed(module: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(module)
        except ImportError:
            return None


def chance_corrected(folder: Path) -> None:
    """Gamma of three people's article with 30 samples: all pairs."""
    del folder
    articles = list(typical_articles(20))
    coders = [[[Unit(*span) for span in opinion(a, who)] for who in range(3)] for a in articles]

    def ours() -> None:
        for article, units in zip(articles, coders, strict=True):
            gamma(units, len(article.text), seed=article.name)

    value = cpu(ours, 3) / len(articles)
    theirs = pygamma_ms(coders[:2])
    beside: dict[str, Any] = {"aim": "20 times faster", "pygamma-agreement ms": theirs or "not installed"}
    if theirs:
        beside["times faster"] = round(theirs / value, 1)
    emit("agreement_gamma", "a document of 3 people, 30 samples", "ms", value, beside)


def pygamma_ms(documents: list[list[list[Unit]]]) -> float | None:
    """Milliseconds of CPU of the process (it uses threads) for a document; None where it is not installed."""
    pygamma, core = installed("pygamma_agreement"), installed("pyannote.core")
    if pygamma is None or core is None:
        return None
    logging.disable(logging.WARNING)  # about a solver that it has no use for
    times = []
    for coders in [documents[0], *documents]:
        continuum = pygamma.Continuum()
        for who, units in enumerate(coders):
            for unit in units:
                continuum.add(str(who), core.Segment(unit.start, unit.end), unit.category)
        start = time.process_time()
        with warnings.catch_warnings(), stdout_to_stderr():
            warnings.simplefilter("ignore")
            continuum.compute_gamma(pygamma.CombinedCategoricalDissimilarity(alpha=1, beta=1), n_samples=30)
        times.append((time.process_time() - start) * 1000)
    return round(median(times[1:]), 1)  # the first one compiles


@contextmanager
def stdout_to_stderr() -> Iterator[None]:
    """A solver written in C talks on stdout, where the figures go."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def whole(folder: Path, documents: int) -> None:
    """The page, the recompute and one document in a project of 10,000 documents and three people."""
    path = filled(folder, documents, 3)
    reader = RowReader(path)
    case = f"{documents // 1000}k x 3"
    recompute(reader, case)
    reader.close()
    first = Agreement(path)
    start = time.thread_time()
    first.refresh()
    emit(
        "agreement_fill",
        f"{case}, all statistics once",
        "ms a document",
        (time.thread_time() - start) / documents * 1000,
    )
    start = time.thread_time()
    first.report()
    emit("agreement_intervals", f"{case}, once, then kept", "ms", (time.thread_time() - start) * 1000)
    beside = {"aim": "<= 100"}
    emit("agreement_dashboard", f"{case}, page open", "ms", cpu(first.report), beside)

    def summed() -> None:
        first._ledger._figures.clear()
        first.report(with_intervals=False)

    emit("agreement_dashboard", f"{case}, summed anew, without intervals", "ms", cpu(summed), beside)
    pair = Filter(annotators=PEOPLE[:2])
    emit(
        "agreement_filter",
        f"{case}, another pair, no intervals yet",
        "ms",
        cpu(lambda: first.report(pair, with_intervals=False)),
        beside,
    )
    first.close()
    emit("agreement_dashboard", f"{case}, from the cache file", "ms", cpu(lambda: opened(path)), beside)
    one_document(path, case)


def opened(path: Path) -> None:
    """Everything from opening the file to all figures with intervals."""
    found = Agreement(path)
    found.refresh()
    found.report()
    found.close()


def recompute(reader: RowReader, case: str) -> None:
    layers = read_layers(reader)
    rows = sum(layers.mentions.tolist())
    reading = cpu(lambda: plain_rows(reader), 3)
    value = cpu(lambda: exact_of(reader, layers), 3)
    beside = {"aim": "<= 3", "reading ms": round(reading), "in all ms": round(value), "mentions": rows}
    emit(
        "agreement_recompute",
        f"exact F1, {case}, all pairs and labels",
        "times reading the rows",
        value / reading,
        beside,
    )


def plain_rows(reader: RowReader) -> int:
    """The plain limit: every mention's row as Python has it."""
    return len(reader.connection_for_checks().execute('SELECT layer, "start", "end", label FROM mention').fetchall())


def one_document(path: Path, case: str) -> None:
    """All statistics of one document, from the file, as after each edit of a finished layer."""
    found = Agreement(path)
    found.refresh()
    documents = np.unique(found._ledger.layers.document)[:40]
    ledger = found._ledger
    times = [cpu(lambda d=d: ledger.compare(np.array([d])), 1) for d in documents.tolist()]
    again = [cpu(lambda d=d: ledger.compare(np.array([d])), 1) for d in documents.tolist()]
    emit(
        "agreement_document",
        f"{case}, all measures",
        "ms",
        median(again),
        {"aim": "<= 5", "first time": round(median(times), 2)},
    )
    found.close()
