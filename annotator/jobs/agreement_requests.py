"""Measures that take long, for whoever asks for them: gamma and the unitizing alpha of 1995, and a measure explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from annotator.agreement import bootstrap
from annotator.agreement.catalogue import MEASURES, reason
from annotator.agreement.gamma import gamma_two
from annotator.agreement.reporting import Filter, Report
from annotator.agreement.results import Result, result, with_interval
from annotator.agreement.unitizing import Unit, alpha_u
from annotator.errors import DataError, StoppedError
from annotator.jobs.agreeing import Agreement, PairContents
from annotator.model import Mention

Progress = Callable[[int, int], None]
ON_REQUEST = ("gamma", "alpha_u")


def compute(
    agreement: Agreement,
    measure: str,
    chosen: Filter,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """A measure of `ON_REQUEST` over a selection. Raises StoppedError when `cancelled()`."""
    pairs = list(agreement.pair_contents(chosen))
    values, n_units = [], 0
    for number, document in enumerate(pairs):
        if cancelled is not None and cancelled():
            raise StoppedError
        if progress is not None and number % 20 == 0:
            progress(number, len(pairs))
        values.append(_of_document(measure, document))
        n_units += sum(len(a) + len(b) for _, _, a, b in document.pairs)
    return _summed(measure, values, len(pairs), n_units)


def _of_document(measure: str, document: PairContents) -> tuple[float, float]:
    """What one document adds: (above, below) of the quotient."""
    above = below = 0.0
    for a_name, b_name, a, b in document.pairs:
        if measure == "gamma":
            seed = f"{document.name}:{a_name}:{b_name}"
            found = gamma_two(_units(a), _units(b), document.length, seed=seed)
            if found.value is not None:
                above, below = above + found.value, below + 1
        else:
            total, _ = alpha_u([_flat(a), _flat(b)], 0, document.length)
            above, below = above + total.expected - total.observed, below + total.expected
    return (above / below, 1.0) if measure == "gamma" and below else (above, below)


def _units(mentions: Sequence[Mention]) -> list[Unit]:
    return sorted(Unit(m.start, m.end, m.label) for m in mentions)


def _flat(mentions: Sequence[Mention]) -> list[Unit]:
    """Units without overlap within a category, as the alpha of 1995 needs them: overlapping ones united."""
    found: list[Unit] = []
    for unit in sorted(_units(mentions), key=lambda u: (u.category, u.start, u.end)):
        if found and found[-1].category == unit.category and unit.start < found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, unit.end))
        else:
            found.append(unit)
    return found


def _summed(measure: str, values: Sequence[tuple[float, float]], n_documents: int, n_units: int) -> Result:
    table = np.array(values, float).reshape(-1, 2)

    def quotient(draws: Any) -> dict[str, Any]:
        sums = draws @ table
        return {measure: np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)}

    whole = quotient(np.ones((1, len(table))))[measure][0]
    found = result(measure, whole, "nothing_marked" if n_documents else "no_common", n_documents, n_units)
    return with_interval(found, bootstrap.intervals(len(table), quotient).get(measure))


# --- explaining ------------------------------------------------------------------------------------------------------


def measure_names() -> list[str]:
    """What can be explained."""
    return list(MEASURES)


def explain(agreement: Agreement, measure: str, chosen: Filter, progress: Progress | None = None) -> Iterator[str]:
    """A measure in words: definition, formula, source, and the counts that give its value. Raises DataError for one that
    there is not."""
    if measure not in MEASURES:
        raise DataError(f"There is no measure {measure!r}. There are: {', '.join(MEASURES)}.")
    what = MEASURES[measure]
    yield from (f"{measure}: {what.en} ({what.ar})", what.definition, f"formula  {what.formula}")
    yield from (f"source   {what.source}", f"n counts {what.unit}", "")
    if measure in ON_REQUEST:
        yield from _lines(measure, compute(agreement, measure, chosen, progress))
        return
    report = agreement.report(chosen)
    for name, found in _found(report, measure):
        yield from _lines(name, found)
    if measure in ("exact", "boundary", "overlap", "overlap_label"):
        for row in report.summary.pairs:
            yield f"{row.a} and {row.b}: both {_both(row, measure)}, {row.a} {row.n_a}, {row.b} {row.n_b} mentions"
    if measure in ("observed", "cohen_kappa", "alpha"):
        yield from _matrix(report)


def _both(row: Any, measure: str) -> int:
    value = getattr(row, measure)
    return 0 if value is None else round(value * (row.n_a + row.n_b) / 2)


def _found(report: Report, measure: str) -> list[tuple[str, Result]]:
    summary = report.summary
    found = []
    for group in (summary.spans, summary.given_boundary, summary.events):
        found += [(measure, group[measure])] if measure in group else []
    if measure.startswith("document_"):
        name = measure.removeprefix("document_")
        found += [(f"{label}", measures[name]) for label, measures in summary.document_labels.items()]
    return found


def _lines(name: str, found: Result) -> Iterator[str]:
    value = f"undefined: {reason(found.reason)}" if found.value is None else f"{found.value:.4f}"
    interval = "" if found.interval is None else f"  95 % interval {found.interval[0]:.4f} to {found.interval[1]:.4f}"
    yield f"{name} = {value}{interval}  ({found.n_documents} documents, n = {found.n_units})"


def _matrix(report: Report) -> Iterator[str]:
    names = [*report.summary.confusion.labels, "(nothing)"]
    for name, row in zip(names, report.summary.confusion.matrix, strict=True):
        cells = ", ".join(f"{other} {n}" for other, n in zip(names, row, strict=True) if n)
        yield f"{name}: {cells}"
