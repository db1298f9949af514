"""A rule over a whole project: one step that `revert` takes back, or a dry run that changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from annotator.adjudication.audit import Audit
from annotator.adjudication.case import Case, Item
from annotator.adjudication.clusters import Cluster
from annotator.adjudication.mentions import mention_clusters, side_of
from annotator.adjudication.rules import Rule, settle
from annotator.adjudication.rulings import Ruling
from annotator.bulk import Bulk
from annotator.edits import Draft, decide_all, set_status
from annotator.errors import EditError, StoppedError
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, Document
from annotator.operations import Operation, encode_changes
from annotator.project import Project
from annotator.schema import Schema
from annotator.store.reads import LayerRef, Reader

Progress = Callable[[int, int], None]
_TICK: Final = 20
_ROUNDS: Final = 50
"""What a decision makes possible is asked next; more rounds than this no document needs."""


@dataclass
class RuleReport:
    """What a rule did, or would do. `settled` of `clusters` (all questions of documents that enough annotators have
    done); `accepted` and `rejected` are these by outcome. `decided` were decided before, `unclear` the rule has no
    answer for, `put_off` wait for somebody, `refused` the schema does not allow, `kept` are left to a person as a sample.
    `closed` counts documents.
    """

    rule: str
    documents: int = 0
    locked: int = 0
    clusters: int = 0
    decided: int = 0
    settled: int = 0
    accepted: int = 0
    rejected: int = 0
    unclear: int = 0
    put_off: int = 0
    refused: int = 0
    kept: int = 0
    closed: int = 0
    audit: Audit = field(default_factory=Audit)
    step: str | None = None


@dataclass(frozen=True)
class RuleOptions:
    """`dry_run`: change nothing. `keep`: the share (0 to 1) of clusters that the rule could settle and that are left to a
    person all the same, always the same ones: their decisions tell how often the rule is wrong. `close`: documents in which nothing is left to decide are closed.
    `documents`: only these."""

    dry_run: bool = False
    keep: float = 0.0
    close: bool = False
    documents: Collection[int] | None = None


def apply_rule(
    project: Project,
    rule: Rule,
    options: RuleOptions = RuleOptions(),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RuleReport:
    """Settles what a rule can settle, in all documents that two annotators or more have done and that are not locked.

    Decisions that are there are never touched. `progress(done, all)` in documents. Raises StoppedError when
    `cancelled()`; then nothing was changed.
    """
    run = _Run(rule, options, project.schema, project.secret())
    if not options.dry_run:
        return project.bulk(lambda bulk: run.over(bulk.reader, bulk, progress, cancelled))
    project.flush()
    with project.reader.snapshot():
        return run.over(project.reader, None, progress, cancelled)


class _Run:
    """One run of a rule."""

    def __init__(self, rule: Rule, options: RuleOptions, schema: Schema, secret: bytes) -> None:
        self._rule = rule
        self._options = options
        self._schema = schema
        self._secret = secret
        self._bulk: Bulk | None = None
        self._report = RuleReport(rule.name)

    def over(
        self,
        reader: Reader,
        bulk: Bulk | None,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> RuleReport:
        """Goes through the documents in the order of their names. Without `bulk` nothing is written."""
        self._bulk = bulk
        crews = list(self._crews(reader))
        for number, (document_id, owners, has_gold) in enumerate(crews):
            if cancelled is not None and cancelled():
                raise StoppedError
            if self._bulk is not None:
                self._bulk.check_stop()
            if progress is not None and number % _TICK == 0:
                progress(number, len(crews))
            self._document(reader, document_id, owners, has_gold=has_gold)
        self._report.step = self._bulk.step_name if self._bulk is not None else None
        return self._report

    def _crews(self, reader: Reader) -> Iterator[tuple[int, list[str], bool]]:
        """Documents with those who have done them, and whose third opinion is there."""
        crews: dict[int, list[LayerRef]] = {}
        for ref in reader.layers():
            crews.setdefault(ref.document, []).append(ref)
        asked = reader.opinion_layers()
        for document_id, refs in crews.items():
            done = [ref.owner for ref in refs if ref.owner != GOLD and ref.status in FINISHED]
            wanted = self._options.documents is None or document_id in self._options.documents
            if wanted and len(done) >= max(2, self._rule.min_annotators):
                owners = [ref.owner for ref in refs if ref.owner in done or ref.layer in asked]
                if any(ref.owner == GOLD and ref.status == "locked" for ref in refs):
                    self._report.locked += 1
                else:
                    yield document_id, owners, any(ref.owner == GOLD for ref in refs)

    def _document(self, reader: Reader, document_id: int, owners: Sequence[str], *, has_gold: bool) -> None:
        document = reader.document(document_id)
        if document is None:
            return
        layers = [reader.layer(document_id, owner) for owner in owners]
        sides = [side for layer in layers if (side := side_of(layer)) is not None]
        gold = reader.layer(document_id, GOLD) if has_gold else Layer(document_id, GOLD)
        clusters = mention_clusters(document.text, self._schema, sides)
        before = set(gold.decisions)
        refused: set[str] = set()
        for _ in range(_ROUNDS):
            case = Case(document, self._schema, sides, gold, self._secret, clusters)
            answers = [
                (item, ruling)
                for item in case.items
                if (ruling := self._answer(item)) is not None and item.cluster.key not in refused
            ]
            if not answers:
                break
            refused |= self._perform(document, gold, answers)
        if self._options.close and case.is_decided and gold.status not in FINISHED:
            self._close(document, gold)
        self._report.documents += 1
        self._count(case, gold, before, refused)

    def _close(self, document: Document, gold: Layer) -> None:
        """Closes a document, if the schema's problems let it."""
        with suppress(EditError):
            self._write(document, gold, set_status(gold, document, self._schema, "done"))
            self._report.closed += 1

    def _answer(self, item: Item) -> Ruling | None:
        """The rule's answer to an open question that is not kept for a person."""
        if item.state != "open" or "gone" in item.cluster.types or self._is_kept(item.cluster):
            return None
        return settle(self._rule, item.cluster)

    def _is_kept(self, cluster: Cluster) -> bool:
        if not self._options.keep:
            return False
        chance = hashlib.sha256(self._secret + f"\0audit\0{cluster.key}".encode()).digest()
        return int.from_bytes(chance[:6], "big") < self._options.keep * (1 << 48)

    def _perform(self, document: Document, gold: Layer, answers: Sequence[tuple[Item, Ruling]]) -> set[str]:
        """Takes the decisions into gold; returns the keys of those that the schema does not allow."""
        try:
            self._write(document, gold, decide_all(gold, document, self._schema, answers))
        except EditError:
            if len(answers) == 1:
                return {answers[0][0].cluster.key}
            return {key for answer in answers for key in self._perform(document, gold, [answer])}
        return set()

    def _write(self, document: Document, gold: Layer, draft: Draft) -> None:
        if self._bulk is not None:
            self._bulk.write(document, gold, "decide", draft.changes)
        else:
            gold.apply(_imagined(gold, draft))

    def _count(self, case: Case, gold: Layer, before: set[str], refused: set[str]) -> None:
        report = self._report
        report.clusters += len(case.items)
        for item in case.items:
            report.audit.look(self._rule, item, gold)
            if item.cluster.key in before and item.state == "decided":
                report.decided += 1
            elif item.decision is not None and item.state == "decided":
                report.settled += 1
                report.accepted += item.decision.verdict == "accept"
                report.rejected += item.decision.verdict == "reject"
            elif item.state != "open":
                report.put_off += 1
            elif item.cluster.key in refused:
                report.refused += 1
            elif self._is_kept(item.cluster) and settle(self._rule, item.cluster) is not None:
                report.kept += 1
            else:
                report.unclear += 1


def _imagined(gold: Layer, draft: Draft) -> Operation:
    """A step that is taken in memory alone."""
    lamport, _, seq = gold.version
    return Operation("dry-run", seq + 1, lamport + 1, seq + 1, draft.gesture, None, 0, encode_changes(draft.changes))
