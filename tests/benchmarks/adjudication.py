"""Group `adjudication`: opening the queue, the next cluster, a rule over everything; 10,000 documents of three annotators."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from annotator.adjudication import rulings
from annotator.adjudication.precedents import Precedents
from annotator.adjudication.rules import Rule, majority
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import RuleOptions, apply_rule
from annotator.jobs.adjudication_survey import survey
from annotator.project import Project
from tests.benchmarks.agreement import cpu, filled
from tests.benchmarks.common import emit, percentile

_SETTLED: Final = 20
"""Documents that are decided one cluster after the other."""
_RULED: Final = 500
"""Documents that the rule goes over."""


def run(*, large: bool = False) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = filled(Path(name), 10_000, 3)
        opening(path)
        deciding(path)
        ruling(path, everything=large)


def opening(path: Path) -> None:
    """The queue from the file, sorted; beside it the survey, which a thread makes beside the window."""
    known = survey(path)
    beside = {"aim": "<= 300", "survey, on a thread of its own": cpu(lambda: survey(path), 3)}
    emit("adjudication_queue", "10k x 3, from the file", "ms", cpu(lambda: queue(path, known)), beside)


def deciding(path: Path) -> None:
    """A decision and the next question with what was decided before, in the documents with most disagreement; the first of each is its opening."""
    project = Project.open(path)
    try:
        project.work_as("القاضية")
        work = Adjudication(project)
        decided = Precedents()
        first, next_ = [], []
        for row in queue(path, survey(path))[:_SETTLED]:
            start = time.thread_time()
            waiting = work.case(row.document).open()
            first.append((time.thread_time() - start) * 1000)
            while waiting:
                start = time.thread_time()
                cluster = waiting[0].cluster
                answer = majority(cluster) or rulings.accepted(cluster, [1])
                work.decide(row.document, waiting[0], answer)
                decided.take(row.document, cluster.key, work.gold(row.document).decisions[cluster.key])
                case = work.case(row.document)
                waiting = case.open()
                if waiting:
                    decided.before(case.document.text, waiting[0].cluster, row.document)
                next_.append((time.thread_time() - start) * 1000)
    finally:
        project.close()
    beside = {"aim": "<= 16", "p50": percentile(next_, 0.5), "the first of a document, p95": percentile(first, 0.95)}
    emit(
        "adjudication_next",
        f"a decision and the next cluster, p95 of {len(next_)}",
        "ms",
        percentile(next_, 0.95),
        beside,
    )


def ruling(path: Path, *, everything: bool) -> None:
    """A rule with progress: a dry run, and one that writes."""
    project = Project.open(path)
    try:
        chosen = None if everything else {row.document for row in queue(path)[-_RULED:]}
        number = len(queue(path)) if everything else _RULED
        for case, dry in (("majority, dry run", True), ("majority", False)):
            start = time.process_time()
            apply_rule(project, Rule("majority"), RuleOptions(dry_run=dry, documents=chosen), lambda done, all_: None)
            emit(
                "adjudication_rule",
                f"{case}, {number} documents",
                "documents/s",
                number / (time.process_time() - start),
            )
    finally:
        project.close()
