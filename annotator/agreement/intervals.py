"""Intervals for every figure of a summary, by resampling its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from annotator.agreement import totals as sums
from annotator.agreement.bootstrap import intervals
from annotator.agreement.coding import Array
from annotator.agreement.events import LEVELS
from annotator.agreement.results import Result, with_interval
from annotator.agreement.summary import (
    LABEL_MEASURES,
    MET_FORMULAS,
    SPAN_FORMULAS,
    LabelRow,
    PairRow,
    PersonRow,
    Selection,
    Summary,
    against_others,
    document_label,
    label_scores,
)
from annotator.agreement.totals import Corpus, Totals


def interval_table(
    selection: Selection, *, cancelled: Callable[[], bool] | None = None
) -> dict[str, tuple[float, float]]:
    """The intervals of all values, by key ("spans.exact", "labels.PERS.exact" ...): a second or so of work."""
    corpus = selection.corpus

    def measures(draws: Array) -> dict[str, Array]:
        return _resampled(corpus, corpus.resampled(draws))

    found = intervals(len(corpus.documents), measures, cancelled=cancelled)
    for name in sorted(selection.document_labels):
        label = document_label(selection, name)
        if label.quick and len(label.documents) > 1:
            ends = intervals(len(label.documents), label.values, cancelled=cancelled)
            found |= {f"document_labels.{name}.{key}": value for key, value in ends.items()}
    return found


def _resampled(corpus: Corpus, t: Totals) -> dict[str, Array]:
    found = {f"spans.{name}": formula(t) for name, formula in SPAN_FORMULAS.items()}
    found |= {f"given_boundary.{name}": formula(t) for name, formula in MET_FORMULAS.items()}
    found |= {f"events.{level}": sums.event_f1(t, level) for level in LEVELS}
    for name, scores in label_scores(t).items():
        found |= {f"labels.{label}.{name}": scores[..., k] for k, label in enumerate(corpus.labels)}
    exact = sums.pair_f1(t, "exact")
    found |= {f"pairs.{k}": exact[..., k] for k in range(len(corpus.pairs))}
    for who in np.unique(corpus.pairs).tolist():
        found[f"people.{who}"] = against_others(t, (corpus.pairs == who).any(1))[0]
    return found


def add_intervals(summary: Summary, selection: Selection, table: Mapping[str, tuple[float, float]]) -> Summary:
    """The summary with the intervals of `interval_table` of the same selection."""

    def each(group: str, found: Mapping[str, Result]) -> dict[str, Result]:
        return {name: with_interval(value, table.get(f"{group}.{name}")) for name, value in found.items()}

    labels = {
        label: LabelRow(**each(f"labels.{label}", {name: getattr(row, name) for name in LABEL_MEASURES}))
        for label, row in summary.labels.items()
    }
    number = {name: who for who, name in enumerate(selection.people)}
    return msgspec.structs.replace(
        summary,
        spans=each("spans", summary.spans),
        given_boundary=each("given_boundary", summary.given_boundary),
        events=each("events", summary.events),
        labels=labels,
        pairs=[_pair_interval(row, table.get(f"pairs.{k}")) for k, row in enumerate(summary.pairs)],
        people=[
            PersonRow(row.name, with_interval(row.exact, table.get(f"people.{number[row.name]}")))
            for row in summary.people
        ],
        document_labels={n: each(f"document_labels.{n}", found) for n, found in summary.document_labels.items()},
    )


def _pair_interval(row: PairRow, interval: tuple[float, float] | None) -> PairRow:
    if row.exact is None or row.n_documents < 2:
        return row
    found = with_interval(Result("exact", row.exact, None, row.n_documents, 0), interval)
    return msgspec.structs.replace(row, interval=found.interval)
