"""Feedback from gold: to an annotator, their own marks beside gold with the reasons; to a lead, what the guidelines leave
open. Only closed documents speak: before, nobody sees what others marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from annotator.agreement.differences import Difference, differences, event_differences
from annotator.agreement.events import EventView, views
from annotator.agreement.reporting import Filter
from annotator.errors import EditError, StoppedError
from annotator.jobs.agreeing import Agreement
from annotator.layer import Layer
from annotator.model import FINISHED, GOLD, Decision, Mention, Span
from annotator.project import Project
from annotator.store.reads import LayerRef
from annotator.store.rows import RowReader

Progress = Callable[[int, int], None]
GapKind = Literal["label", "boundary", "missed", "extra", "role", "argument", "trigger", "event_label"]
_EXAMPLES: Final = 5
_TICK: Final = 50
_EVENT_KINDS: Final = frozenset({"role", "argument", "trigger", "event_label"})


class Remark(msgspec.Struct, frozen=True):
    """A place where somebody and gold differ: `difference.a` is theirs, `difference.b` gold's. `decision` is what settled
    it, with its reason and note; None where that is not known."""

    difference: Difference
    decision: Decision | None


class MineAndGold(msgspec.Struct, frozen=True):
    """One document: how many mentions each has, how many are the same, and where they differ."""

    document: int
    mine: int
    gold: int
    same: int
    remarks: list[Remark]


def mine_and_gold(project: Project, document_id: int, annotator: str | None = None) -> MineAndGold:
    """The marks of an annotator (default: whoever is working) beside gold. Raises EditError while it is not closed."""
    gold, mine = project.layer(document_id, GOLD), project.layer(document_id, annotator)
    if gold.status not in FINISHED:
        raise EditError("This document is not closed yet.", code="not_closed_yet")
    text = project.document(document_id).text
    events = {label.key for label in project.schema.labels if label.is_event}
    theirs, ours = list(mine.mentions.values()), list(gold.mentions.values())
    found = differences(text, theirs, ours) + event_differences(_views(mine, events), _views(gold, events))
    decisions = list(gold.decisions.values())
    same = {(m.spans, m.label) for m in theirs} & {(m.spans, m.label) for m in ours}
    return MineAndGold(
        document_id, len(theirs), len(ours), len(same), [Remark(d, settled(d, decisions)) for d in found]
    )


def _views(layer: Layer, event_labels: set[str]) -> tuple[EventView, ...]:
    triggers = [mention for mention in layer.mentions.values() if mention.label in event_labels]
    return views(layer.events.values(), layer.mentions, layer.entities, triggers)


def settled(difference: Difference, decisions: Iterable[Decision]) -> Decision | None:
    """The decision that is about a difference: of its stage, with most of its place."""
    stage = "event" if difference.kind in ("role", "argument") else "mention"
    best: tuple[int, str] = (0, "")
    found = None
    for decision in decisions:
        if decision.place is not None and decision.stage == stage and bool(decision.about) == (stage == "event"):
            common = max((_common(decision.place, span) for span in difference.spans), default=0)
            if (common, decision.id) > best and common:
                best, found = (common, decision.id), decision
    return found


def _common(a: Span, b: Span) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


# --- over time -------------------------------------------------------------------------------------------------------


class LabelScore(msgspec.Struct):
    """Mentions of one label: both have, the annotator has, gold has (place and label equal)."""

    both: int = 0
    mine: int = 0
    gold: int = 0

    @property
    def precision(self) -> float | None:
        """How many of the annotator's are gold; None (undefined) where there are none."""
        return self.both / self.mine if self.mine else None

    @property
    def recall(self) -> float | None:
        """How many of gold's the annotator has; None (undefined) where there are none."""
        return self.both / self.gold if self.gold else None


class Period(msgspec.Struct):
    """One month (of UTC, such as 2016-05) of closed documents: label -> score."""

    month: str
    documents: int
    labels: dict[str, LabelScore]


def over_time(
    path: Path, annotator: str, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> list[Period]:
    """An annotator's precision and recall per label against gold, by the month in which gold was changed last.

    `progress(done, all)` in documents. Raises StoppedError when `cancelled()`. Reads on a connection of its own, so it may
    run on any thread.
    """
    reader = RowReader(path)
    try:
        pairs = list(_closed_pairs(reader, annotator))
        changed = reader.last_changes()
        periods: dict[str, Period] = {}
        for number, (mine, gold) in enumerate(pairs):
            if cancelled is not None and cancelled():
                raise StoppedError
            if progress is not None and number % _TICK == 0:
                progress(number, len(pairs))
            month = datetime.fromtimestamp(changed[gold.layer] / 1000, UTC).strftime("%Y-%m")
            period = periods.setdefault(month, Period(month, 0, {}))
            period.documents += 1
            _score(period.labels, _marks(reader, mine), _marks(reader, gold))
    finally:
        reader.close()
    return [periods[month] for month in sorted(periods)]


def _closed_pairs(reader: RowReader, annotator: str) -> Iterator[tuple[LayerRef, LayerRef]]:
    closed = {ref.document: ref for ref in reader.layers(GOLD) if ref.status in FINISHED}
    for ref in reader.layers(annotator):
        if ref.document in closed and ref.status in FINISHED:
            yield ref, closed[ref.document]


def _marks(reader: RowReader, ref: LayerRef) -> set[tuple[tuple[Span, ...], str]]:
    records = reader.records(ref.layer).values()
    return {(record.spans, record.label) for record in records if isinstance(record, Mention)}


def _score(
    labels: dict[str, LabelScore],
    mine: set[tuple[tuple[Span, ...], str]],
    gold: set[tuple[tuple[Span, ...], str]],
) -> None:
    for _, label in mine:
        labels.setdefault(label, LabelScore()).mine += 1
    for _, label in gold:
        labels.setdefault(label, LabelScore()).gold += 1
    for _, label in mine & gold:
        labels[label].both += 1


# --- what the guidelines leave open ----------------------------------------------------------------------------------


class Example(msgspec.Struct, frozen=True):
    """A place to open: document (number and name), annotator, where, and the words there."""

    document: int
    name: str
    annotator: str
    span: Span
    surface: str


class Gap(msgspec.Struct, frozen=True):
    """One kind of difference from gold: `said` by annotators, `gold`, the `cause` of a boundary. `flagged` are those for
    which a lead gave a gap in the guidelines as the reason."""

    kind: GapKind
    said: str
    gold: str
    cause: str
    count: int
    annotators: int
    flagged: int
    examples: list[Example]


def guideline_gaps(
    path: Path,
    chosen: Filter | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Gap]:
    """What annotators and gold differ in, by kind: those that leads called a gap first, then the most frequent.

    Only closed documents count. Raises StoppedError when `cancelled()`; may run on any thread.
    """
    opened, reader = Agreement(path), RowReader(path)
    try:
        opened.refresh(progress, cancelled)
        refs = {ref.document: ref for ref in reader.layers(GOLD)}
        found: dict[tuple[GapKind, str, str, str], list[tuple[Example, bool]]] = {}
        chosen = msgspec.structs.replace(chosen or Filter(), gold=True)
        for behind in opened.behind(chosen):
            if cancelled is not None and cancelled():
                raise StoppedError
            records = reader.records(refs[behind.document].layer).values()
            decisions = [record for record in records if isinstance(record, Decision)]
            ((_, _, text),) = reader.texts_of([behind.document])
            for difference in behind.differences:
                decision = settled(difference, decisions)
                flagged = decision is not None and decision.reason == "guideline_gap"
                for kind in _kinds(difference):
                    span = difference.spans[0] if difference.spans else Span(0, 0)
                    example = Example(behind.document, behind.name, behind.a, span, text[span.start : span.end])
                    found.setdefault(kind, []).append((example, flagged))
    finally:
        opened.close()
        reader.close()
    gaps = [_gap(kind, places) for kind, places in found.items()]
    return sorted(gaps, key=lambda gap: (-gap.flagged, -gap.count, gap.kind, gap.said, gap.gold, gap.cause))


def _kinds(difference: Difference) -> Iterator[tuple[GapKind, str, str, str]]:
    """The kinds of gap that a difference is an example of: a label and a boundary can both be wrong."""
    mine, gold = difference.a, difference.b
    if difference.kind in _EVENT_KINDS:
        kind: GapKind = difference.kind  # type: ignore[assignment]
        yield kind, difference.said_a or "", difference.said_b or "", ""
    elif mine is None and gold is not None:
        yield "missed", "", gold.label, ""
    elif gold is None and mine is not None:
        yield "extra", mine.label, "", ""
    elif mine is not None and gold is not None:
        if mine.label != gold.label:
            yield "label", mine.label, gold.label, ""
        if difference.cause is not None:
            yield "boundary", mine.label, gold.label, difference.cause


def _gap(kind: tuple[GapKind, str, str, str], places: list[tuple[Example, bool]]) -> Gap:
    people = Counter(example.annotator for example, _ in places)
    flagged = [example for example, flag in places if flag]
    others = [example for example, flag in places if not flag]
    return Gap(*kind, len(places), len(people), len(flagged), [*flagged, *others][:_EXAMPLES])
