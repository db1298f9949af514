"""A whole report on agreement: coverage, figures, warnings in words; and its plain form for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np

from annotator.agreement.bootstrap import RESAMPLES, SEED
from annotator.agreement.boundaries import CAUSES
from annotator.agreement.catalogue import CAUSES as CAUSE_WORDS
from annotator.agreement.catalogue import WARNINGS, reason
from annotator.agreement.doclabels import hashable
from annotator.agreement.results import Result
from annotator.agreement.statistics import VERSION
from annotator.agreement.summary import Confusion, DocumentAgreement, Summary

_FEW_DOCUMENTS: Final = 10
_FEW_MENTIONS: Final = 60
_MUCH: Final = 0.9


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is compared. None: everything. `since` and `until`: when the later of the two layers was changed last, in
    milliseconds since 1970, both ends included. `gold`: each annotator against gold, instead of each other."""

    annotators: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    since: int | None = None
    until: int | None = None
    gold: bool = False


class AnnotatorCoverage(msgspec.Struct, frozen=True):
    """What one annotator has finished, and how many mentions that holds."""

    name: str
    documents_done: int
    documents_not_done: int
    mentions: int


class Coverage(msgspec.Struct, frozen=True):
    """What the figures rest on. `compared`: documents that two of the annotators have finished; `both_nothing`: those of
    them in which nobody marked anything (agreement that F1 does not see)."""

    documents: int
    compared: int
    done_by_one: int
    both_nothing: int
    layers_done: int
    layers_not_done: int
    annotators: list[AnnotatorCoverage]


class Warning(msgspec.Struct, frozen=True):
    """Something to keep in mind with the numbers: a key of `catalogue.WARNINGS` and what to fill in."""

    code: str
    values: dict[str, Any] = {}

    def words(self, language: str = "en") -> str:
        """The sentence."""
        values = dict(self.values)
        if "cause" in values:
            values["cause"] = CAUSE_WORDS[values["cause"]][language == "ar"]
        return WARNINGS[self.code][language == "ar"].format(**values)


class Report(msgspec.Struct, frozen=True):
    """Everything that a page, a report or a script shows of a project's agreement."""

    filter: Filter
    coverage: Coverage
    summary: Summary
    documents: list[DocumentAgreement]
    names: dict[int, str]
    warnings: list[Warning]


def warnings(
    coverage: Coverage, summary: Summary, document_labels: Mapping[str, Sequence[Mapping[int, Any]]]
) -> list[Warning]:
    """What a lead should know before believing the numbers. `document_labels`: as a `Selection` has them."""
    found = []
    if coverage.layers_not_done:
        found.append(Warning("not_done", {"n": coverage.layers_not_done}))
    exact = summary.spans["exact"]
    if 0 < coverage.compared < _FEW_DOCUMENTS:
        found.append(Warning("few_documents", {"n": coverage.compared}))
    if 0 < exact.n_units < _FEW_MENTIONS:
        found.append(Warning("few_mentions", {"n": exact.n_units}))
    found += _about_people(coverage, summary)
    found += _about_causes(summary)
    if summary.nested:
        found.append(Warning("nested"))
    if exact.n_units and summary.spans["token_alpha"].value is not None:
        found.append(Warning("words_inflated"))
    return found + _about_prevalence(document_labels)


def _about_people(coverage: Coverage, summary: Summary) -> list[Warning]:
    found: list[Warning] = []
    most = max((a.documents_done for a in coverage.annotators), default=0)
    found += [
        Warning("few_done", {"name": annotator.name, "n": annotator.documents_done})
        for annotator in coverage.annotators
        if 0 < annotator.documents_done * 4 < most
    ]
    scored = [(row.exact.value, row.name) for row in summary.people if row.exact.value is not None]
    if len(scored) > 2 and min(scored)[0] < max(scored)[0] - 0.02:
        value, name = min(scored)
        found.append(Warning("lowest", {"name": name, "value": f"{value:.2f}"}))
    return found


def _about_causes(summary: Summary) -> list[Warning]:
    total = sum(summary.causes.values())
    name = max(CAUSES, key=lambda cause: (summary.causes[cause], cause))
    if total < 10 or summary.causes[name] * 4 < total or name == "other":
        return []
    return [Warning("causes", {"p": round(100 * summary.causes[name] / total), "n": total, "cause": name})]


def _about_prevalence(document_labels: Mapping[str, Sequence[Mapping[int, Any]]]) -> list[Warning]:
    found = []
    for name, units in sorted(document_labels.items()):
        values = [hashable(v) for unit in units if len(unit) > 1 for v in unit.values()]
        distinct, counts = np.unique(np.array([str(v) for v in values], dtype=str), return_counts=True)
        if len(distinct) > 1 and counts.max() > _MUCH * counts.sum():
            share = round(100 * counts.max() / counts.sum())
            found.append(Warning("prevalence", {"p": share, "name": name, "value": str(distinct[counts.argmax()])}))
    return found


# --- plain -----------------------------------------------------------------------------------------------------------


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON has it: one document for equal content, the same on every system."""
    summary = report.summary
    spans: dict[str, Any] = {name: _result(found) for name, found in summary.spans.items()}
    spans["label_given_boundary"] = {name: _result(found) for name, found in summary.given_boundary.items()}
    return {
        "coverage": _coverage(report),
        "spans": spans,
        "pairs": [{**msgspec.to_builtins(row), "reason": reason(row.reason)} for row in summary.pairs],
        "labels": {
            label: {name: _result(getattr(row, name)) for name in row.__struct_fields__}
            for label, row in summary.labels.items()
        },
        "confusion": {**_confusion(summary.confusion), "roles": _confusion(summary.roles)},
        "events": {level: _result(found) for level, found in summary.events.items()},
        "document_labels": {
            name: {measure: _result(found) for measure, found in measures.items()}
            for name, measures in summary.document_labels.items()
        },
        "boundary_taxonomy": dict(summary.causes),
    }


def _coverage(report: Report) -> dict[str, Any]:
    coverage, summary = report.coverage, report.summary
    people = {row.name: _result(row.exact) for row in summary.people}
    return {
        **{name: getattr(coverage, name) for name in coverage.__struct_fields__ if name != "annotators"},
        "annotators": [
            {**msgspec.to_builtins(row), "against_others": people.get(row.name)} for row in coverage.annotators
        ],
        "disagreements": [
            {
                **{k: v for k, v in msgspec.to_builtins(row).items() if k != "document"},
                "document": report.names[row.document],
            }
            for row in report.documents
        ],
        "warnings": [warning.words() for warning in report.warnings],
        "filter": msgspec.to_builtins(report.filter),
        "measures": {"version": VERSION, "interval": "95 %, documents resampled", "n": RESAMPLES, "seed": SEED},
    }


def _result(found: Result) -> dict[str, Any]:
    return {
        "value": found.value,
        "reason": reason(found.reason),
        "n_documents": found.n_documents,
        "n_units": found.n_units,
        "interval": None if found.interval is None else list(found.interval),
    }


def _confusion(found: Confusion) -> dict[str, Any]:
    """Rows and columns by name; null is "not annotated"."""
    names = [*found.labels, None]
    return {"labels": names, "matrix": found.matrix}
