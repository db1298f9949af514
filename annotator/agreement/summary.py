"""From the statistics of a selection of documents to everything that a page or a report shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from annotator.agreement import totals as sums
from annotator.agreement.boundaries import CAUSES
from annotator.agreement.coding import Array, divide
from annotator.agreement.doclabels import DocumentLabelMeasures
from annotator.agreement.events import LEVELS
from annotator.agreement.results import Result, result
from annotator.agreement.statistics import NONE, PAIR_COLUMNS
from annotator.agreement.totals import Corpus, Totals

LABEL_MEASURES: Final = ("exact", "overlap_label", "token_alpha", "u_alpha")


class PairRow(msgspec.Struct, frozen=True):
    """Two annotators: their F1s (None where undefined, for `reason`) over `n_documents` that both have done."""

    a: str
    b: str
    exact: float | None
    boundary: float | None
    overlap: float | None
    overlap_label: float | None
    reason: str | None
    tp: int
    n_a: int
    n_b: int
    n_documents: int
    interval: tuple[float, float] | None = None


class PersonRow(msgspec.Struct, frozen=True):
    """One annotator against all others together."""

    name: str
    exact: Result


class LabelRow(msgspec.Struct, frozen=True):
    """The measures of one label."""

    exact: Result
    overlap_label: Result
    token_alpha: Result
    u_alpha: Result


class Confusion(msgspec.Struct, frozen=True):
    """Mentions on equal places: matrix[label of the first][label of the second]; the last row and column are "not
    annotated". The first annotator of a pair is the one who comes first by name."""

    labels: list[str]
    matrix: list[list[int]]


class DocumentAgreement(msgspec.Struct, frozen=True):
    """How much annotators differ in one document. `most`: the most frequent kind of difference."""

    document: int
    exact: float | None
    differences: int
    missing: int
    boundaries: int
    labels: int
    arguments: int
    most: str


class Summary(msgspec.Struct, frozen=True):
    """All figures of a selection."""

    spans: dict[str, Result]
    given_boundary: dict[str, Result]
    pairs: list[PairRow]
    people: list[PersonRow]
    labels: dict[str, LabelRow]
    confusion: Confusion
    events: dict[str, Result]
    roles: Confusion
    document_labels: dict[str, dict[str, Result]]
    causes: dict[str, int]
    both_nothing: int
    nested: bool


class Figures(msgspec.Struct, frozen=True):
    """A summary, and the documents with the most differences."""

    summary: Summary
    documents: list[DocumentAgreement]


class Selection(NamedTuple):
    """What is summed: statistics of the chosen documents and pairs, names of the annotators by number, and the document
    labels as name -> annotator -> value, one mapping a document, in the order of the corpus."""

    corpus: Corpus
    people: Sequence[str]
    document_labels: Mapping[str, Sequence[Mapping[int, Any]]]


SPAN_FORMULAS: Final[dict[str, Callable[[Totals], Array]]] = {
    "exact": lambda t: sums.f1(t, "exact"),
    "boundary": lambda t: sums.f1(t, "boundary"),
    "overlap": lambda t: sums.f1(t, "overlap"),
    "overlap_label": lambda t: sums.f1(t, "overlap_label"),
    "partial": sums.partial,
    "iou": sums.iou,
    "token_alpha": sums.token_alpha,
    "u_alpha": sums.u_alpha,
}
MET_FORMULAS: Final[dict[str, Callable[[Totals], Array]]] = {
    "observed": sums.met_observed,
    "cohen_kappa": sums.met_kappa,
    "alpha": sums.met_alpha,
}


# --- values ----------------------------------------------------------------------------------------------------------


def summarise(selection: Selection) -> Summary:
    """All values, without intervals: fast enough for every change of a filter."""
    corpus = selection.corpus
    t = corpus.totals()
    statistics = corpus.statistics
    return Summary(
        _spans(corpus, t),
        _given_boundary(corpus, t),
        _pairs(selection, t),
        _people(selection, t),
        _labels(corpus, t),
        _confusion(statistics.confusion, statistics.labels),
        _events(corpus, t),
        _confusion(statistics.roles, statistics.role_names),
        {name: document_label(selection, name).results() for name in sorted(selection.document_labels)},
        {name: int(t.pair[PAIR_COLUMNS.index(f"cause_{name}")]) for name in CAUSES},
        int((corpus.values("n_a") + corpus.values("n_b") == 0).sum()),
        bool(t.pair[PAIR_COLUMNS.index("nested")] > 0),
    )


def _spans(corpus: Corpus, t: Totals) -> dict[str, Result]:
    n = len(corpus.documents)
    found = {}
    for name, formula in SPAN_FORMULAS.items():
        units, why = sums.mentions(t), "nothing_marked"
        if name in ("token_alpha", "u_alpha"):
            size = t.size[0 if name == "token_alpha" else 1]
            units, why = 2 * size, "all_or_nothing" if size else "no_words"
        found[name] = result(name, formula(t), why if n else "no_common", n, units)
    return found


def _given_boundary(corpus: Corpus, t: Totals) -> dict[str, Result]:
    n, met = len(corpus.documents), t.met[:, 1].sum()
    why = "no_common" if not n else "one_label" if met else "no_equal_place"
    return {name: result(name, formula(t), why, n, met) for name, formula in MET_FORMULAS.items()}


def _optional(value: Any) -> float | None:
    return result("", value, "", 0, 0).value


def _pairs(selection: Selection, t: Totals) -> list[PairRow]:
    corpus, people = selection.corpus, selection.people
    scores = [sums.pair_f1(t, name) for name in ("exact", "boundary", "overlap", "overlap_label")]
    documents = np.bincount(corpus.pair_of, minlength=len(corpus.pairs))
    found = []
    for k, (a, b) in enumerate(corpus.pairs.tolist()):
        n_a, n_b, tp = (int(x) for x in t.by_pair[k, :3])
        exact, boundary, overlap, overlap_label = (_optional(score[k]) for score in scores)
        reason = None if exact is not None else "nothing_marked"
        counts = (tp, n_a, n_b, int(documents[k]))
        found.append(PairRow(people[a], people[b], exact, boundary, overlap, overlap_label, reason, *counts))
    return found


def _people(selection: Selection, t: Totals) -> list[PersonRow]:
    corpus = selection.corpus
    found = []
    for who in np.unique(corpus.pairs).tolist():
        mine = (corpus.pairs == who).any(1)
        exact, mentions = against_others(t, mine)
        documents = int(np.count_nonzero(np.bincount(corpus.doc_of[mine[corpus.pair_of]])))
        found.append(PersonRow(selection.people[who], result("exact", exact, "nothing_marked", documents, mentions)))
    return found


def against_others(t: Totals, mine: np.ndarray[Any, Any]) -> tuple[Array, Array]:
    """(exact F1, mentions) of the pairs of a mask together."""
    mentions = t.by_pair[..., mine, :2].sum((-2, -1))
    return divide(2 * t.by_pair[..., mine, 2].sum(-1), mentions), mentions


def _labels(corpus: Corpus, t: Totals) -> dict[str, LabelRow]:
    scores = label_scores(t)
    mentions = sums.label_mentions(t)
    n = len(corpus.documents)
    found = {}
    for k in np.argsort(np.array(corpus.labels, dtype=str), kind="stable").tolist():
        if not mentions[k]:
            continue
        row = {
            name: result(name, score[k], "all_or_nothing" if "alpha" in name else "nothing_marked", n, mentions[k])
            for name, score in scores.items()
        }
        found[corpus.labels[k]] = LabelRow(**row)
    return found


def label_scores(t: Totals) -> dict[str, Array]:
    """The measures of `LABEL_MEASURES`, [labels]."""
    return {
        "exact": sums.label_f1(t, "exact"),
        "overlap_label": sums.label_f1(t, "overlap_label"),
        "token_alpha": sums.token_alphas(t),
        "u_alpha": sums.u_alphas(t),
    }


def _confusion(rows: np.ndarray[Any, Any], names: Sequence[str]) -> Confusion:
    size = len(names) + 1
    # NONE is -1: as an index it is the last row and column.
    cell = (rows[:, 1] % size) * size + rows[:, 2] % size
    matrix = np.bincount(cell, rows[:, 3], size * size).reshape(size, size).astype(int)
    used = np.flatnonzero((matrix.sum(0) + matrix.sum(1))[:-1])
    order = sorted(used.tolist(), key=lambda k: names[k])
    kept = [*order, size + NONE]
    return Confusion([names[k] for k in order], matrix[np.ix_(kept, kept)].tolist())


def _events(corpus: Corpus, t: Totals) -> dict[str, Result]:
    n = len(corpus.documents)
    found = {}
    for level in LEVELS:
        why = "no_common" if not n else _why_no_event(level)
        found[level] = result(level, sums.event_f1(t, level), why, n, sums.event_keys(t, level))
    return found


def _why_no_event(level: str) -> str:
    if level.endswith("given_trigger"):
        return "no_agreed_trigger"
    return "no_events" if level.startswith("trigger") else "no_arguments"


def document_label(selection: Selection, name: str) -> DocumentLabelMeasures:
    """The measures of one document label over a selection."""
    return DocumentLabelMeasures(selection.document_labels[name], len(selection.people))


def documents(corpus: Corpus, most: int | None = None) -> list[DocumentAgreement]:
    """Documents in which annotators differ, those with the most differences first; at most `most` of them."""
    n = corpus.values("n_a") + corpus.values("n_b")
    equal, exact, near = (corpus.values(name) for name in ("boundary", "exact", "near"))
    both, one, other = (corpus.values(f"argument_class_attached_{x}") for x in ("both", "a", "b"))
    kinds = {
        "missing": n - 2 * (equal + near),
        "boundaries": near,
        "labels": equal - exact,
        "arguments": one + other - 2 * both,
    }
    total = np.stack(list(kinds.values())).sum(0)
    order = np.argsort(-total, kind="stable")
    scores = divide(2 * exact, n)
    found = []
    for k in order[total[order] > 0][:most].tolist():
        counts = {name: int(values[k]) for name, values in kinds.items()}
        found.append(
            DocumentAgreement(
                int(corpus.documents[k]),
                _optional(scores[k]),
                int(total[k]),
                **counts,
                most=max(counts, key=lambda name: counts[name]),
            )
        )
    return found
