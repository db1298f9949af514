"""A report as tables for a spreadsheet: name -> rows, the first of which names the columns.

A text that a spreadsheet would take for a formula (names of people, labels and documents are anybody's text) gets an
apostrophe in front; numbers stay numbers, and what is not defined stays empty, with the reason in its own column.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from annotator.agreement.catalogue import reason
from annotator.agreement.reporting import Report
from annotator.agreement.results import Result
from annotator.agreement.summary import Confusion

Row: TypeAlias = list[Any]
_VALUE: Final = ["value", "low", "high", "n_documents", "n_units", "reason"]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_ANNOTATED: Final = "(not annotated)"


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def tables(report: Report) -> dict[str, list[Row]]:
    """All tables of a report."""
    summary = report.summary
    spans = [[name, *_value(found)] for name, found in summary.spans.items()]
    spans += [[f"label_given_boundary.{name}", *_value(found)] for name, found in summary.given_boundary.items()]
    found: dict[str, list[Row]] = {
        "spans": [["measure", *_VALUE], *spans],
        "pairs": _pairs(report),
        "annotators": _annotators(report),
        "labels": _labels(report),
        "confusion": _confusion(summary.confusion),
        "events": [["measure", *_VALUE], *([name, *_value(x)] for name, x in summary.events.items())],
        "roles": _confusion(summary.roles),
        "document_labels": _document_labels(report),
        "boundary_taxonomy": [["cause", "n"], *([name, n] for name, n in summary.causes.items())],
        "documents": _documents(report),
        "warnings": [["warning"], *([warning.words()] for warning in report.warnings)],
    }
    return {name: [[guarded(cell) for cell in row] for row in rows] for name, rows in found.items()}


def _ends(interval: tuple[float, float] | None) -> Row:
    return [None, None] if interval is None else [*interval]


def _value(found: Result) -> Row:
    return [found.value, *_ends(found.interval), found.n_documents, found.n_units, reason(found.reason)]


def _pairs(report: Report) -> list[Row]:
    columns = ["a", "b", "exact", "boundary", "overlap", "overlap_label", "tp", "n_a", "n_b", "n_documents"]
    rows = [[getattr(row, name) for name in columns] for row in report.summary.pairs]
    ends = [[*_ends(row.interval), reason(row.reason)] for row in report.summary.pairs]
    return [[*columns, "low", "high", "reason"], *(row + end for row, end in zip(rows, ends, strict=True))]


def _annotators(report: Report) -> list[Row]:
    scores = {row.name: row.exact for row in report.summary.people}
    rows: list[Row] = [["annotator", "documents_done", "documents_not_done", "mentions", *_VALUE]]
    for row in report.coverage.annotators:
        score = _value(scores[row.name]) if row.name in scores else [None] * len(_VALUE)
        rows.append([row.name, row.documents_done, row.documents_not_done, row.mentions, *score])
    return rows


def _labels(report: Report) -> list[Row]:
    rows: list[Row] = [["label", "measure", *_VALUE]]
    for label, row in report.summary.labels.items():
        rows += [[label, name, *_value(getattr(row, name))] for name in row.__struct_fields__]
    return rows


def _confusion(found: Confusion) -> list[Row]:
    names = [*found.labels, NOT_ANNOTATED]
    return [["", *names], *([name, *row] for name, row in zip(names, found.matrix, strict=True))]


def _document_labels(report: Report) -> list[Row]:
    rows: list[Row] = [["label", "measure", *_VALUE]]
    for label, measures in report.summary.document_labels.items():
        rows += [[label, name, *_value(found)] for name, found in measures.items()]
    return rows


def _documents(report: Report) -> list[Row]:
    columns = ["exact", "differences", "missing", "boundaries", "labels", "arguments", "most"]
    rows = [[report.names[row.document], *(getattr(row, name) for name in columns)] for row in report.documents]
    return [["document", *columns], *rows]
