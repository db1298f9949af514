"""Agreement on mentions: the properties that no example can replace, and counts against plain sets."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.exact import exact_counts
from annotator.agreement.gather import count, join, select
from annotator.agreement.results import Result
from annotator.agreement.spans import NANO
from annotator.agreement.statistics import LABEL_COLUMNS
from annotator.agreement.summary import Summary
from tests.annotator.agreement.helpers import (
    LABELS,
    WORDS,
    Marks,
    batch,
    column,
    compared,
    marks,
    mentions,
    statistics,
    summary,
    value,
)

ALL = ("exact", "boundary", "overlap", "overlap_label", "partial", "iou", "token_alpha", "u_alpha")
GIVEN = ("observed", "cohen_kappa", "alpha")


def figures(found: Summary) -> dict[str, float | None]:
    return {name: value(found, name) for name in (*ALL, *GIVEN)}


def points(mark: tuple[Any, ...]) -> set[int]:
    ends = mark[:-1]
    return {p for s, e in zip(ends[::2], ends[1::2], strict=True) for p in range(s, e)}


@given(marks(), marks())
def test_it_does_not_matter_who_comes_first(a: Marks, b: Marks) -> None:
    assert figures(compared(a, b)) == figures(compared(b, a))


@given(marks(), marks(), st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_mentions_are_stored(a: Marks, b: Marks, rng: Any) -> None:
    mixed_a, mixed_b = rng.sample(list(a), len(a)), rng.sample(list(b), len(b))
    assert figures(compared(mixed_a, mixed_b)) == figures(compared(a, b))


@given(st.lists(st.tuples(marks(4), marks(4), marks(4)), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_documents_and_annotators_come(layers: Any, rng: Any) -> None:
    plain = summary([dict(enumerate(crew)) for crew in layers], 3)
    order = rng.sample(range(3), 3)
    mixed = [{order[who]: found for who, found in enumerate(crew)} for crew in rng.sample(layers, len(layers))]
    assert figures(summary(mixed, 3)) == pytest.approx(figures(plain), abs=1e-9, nan_ok=True)


@given(marks(), marks())
def test_the_rungs_of_the_ladder_are_in_order(a: Marks, b: Marks) -> None:
    found = compared(a, b)
    rungs = [value(found, name) for name in ("exact", "boundary", "partial", "overlap", "overlap_label", "iou")]
    if rungs[0] is None:
        assert {rung is None for rung in rungs} == {True}
        return
    exact, boundary, partial, overlap, overlap_label, iou = (rung or 0.0 for rung in rungs)
    assert exact <= boundary <= partial <= overlap <= 1
    assert exact <= overlap_label <= overlap
    assert boundary - 1e-9 <= iou <= overlap + 1e-9


@given(marks())
def test_who_agrees_with_everything_agrees_fully(a: Marks) -> None:
    found = figures(compared(a, a))
    for name in ("exact", "boundary", "overlap", "overlap_label", "partial", "iou"):
        assert found[name] == (1.0 if a else None)
    assert {found[name] for name in (*GIVEN, "token_alpha", "u_alpha")} <= {1.0, None}


@given(st.lists(st.tuples(marks(4), marks(4)), max_size=4), marks(4))
def test_a_document_of_one_annotator_changes_nothing(layers: Any, alone: Marks) -> None:
    documents = [dict(enumerate(crew)) for crew in layers]
    assert figures(summary([*documents, {1: alone}])) == figures(summary(documents))


@given(marks(), marks(), st.permutations(LABELS))
def test_other_names_of_labels_change_nothing(a: Marks, b: Marks, names: list[str]) -> None:
    renamed = dict(zip(LABELS, names, strict=True))
    other = compared([(*m[:-1], renamed[m[-1]]) for m in a], [(*m[:-1], renamed[m[-1]]) for m in b])
    assert figures(other) == pytest.approx(figures(compared(a, b)), abs=1e-9)


@given(marks(), marks())
def test_counts_are_those_of_plain_sets(a: Marks, b: Marks) -> None:
    found = statistics([{0: a, 1: b}])
    set_a, set_b = set(a), set(b)
    assert column(found, "n_a") == len(set_a)
    assert column(found, "n_b") == len(set_b)
    assert column(found, "exact") == len(set_a & set_b)
    places_a, places_b = (Counter(m[:-1] for m in side) for side in (set_a, set_b))
    assert column(found, "boundary") == sum((places_a & places_b).values())
    inside = {"words_a": set_a, "words_b": set_b}
    for name, side in inside.items():
        touched = {(m[-1], k) for m in side for k, w in enumerate(WORDS) if points(m) & set(range(*w))}
        assert label_sum(found, name) == len(touched)
    for name, side in {"length_a": set_a, "length_b": set_b}.items():
        assert label_sum(found, name) == len({(m[-1], p) for m in side for p in points(m)})
    both = {(m[-1], p) for m in set_a for p in points(m)} & {(m[-1], p) for m in set_b for p in points(m)}
    assert label_sum(found, "length_both") == len(both)


def label_sum(found: Any, name: str) -> float:
    return float(found.label_values[:, LABEL_COLUMNS.index(name)].sum())


def best(a: list[Any], b: list[Any], weight: Any) -> float:
    """The greatest weight of a one-to-one pairing, by trying them all."""
    if len(a) > len(b):
        return best(b, a, lambda y, x: weight(x, y))
    return max(
        (sum(weight(x, b[k]) for x, k in zip(a, ks, strict=True)) for ks in permutations(range(len(b)), len(a))),
        default=0,
    )


@settings(max_examples=60)
@given(marks(5), marks(5))
def test_every_pairing_is_the_best_there_is(a: Marks, b: Marks) -> None:
    found = statistics([{0: a, 1: b}])
    left, right = sorted(set(a), key=repr), sorted(set(b), key=repr)

    def shared(x: Any, y: Any) -> bool:
        return bool(points(x) & points(y))

    def share(x: Any, y: Any) -> int:
        return len(points(x) & points(y)) * NANO // len(points(x) | points(y))

    def half(x: Any, y: Any) -> int:
        return 2 if x[:-1] == y[:-1] else int(shared(x, y))

    assert column(found, "overlap") == best(left, right, shared)
    assert column(found, "overlap_label") == best(left, right, lambda x, y: shared(x, y) and x[-1] == y[-1])
    assert column(found, "iou") == best(left, right, share)
    assert 2 * column(found, "boundary") + column(found, "near") == best(left, right, half)


@given(marks(), marks())
def test_the_confusion_holds_every_mention_once(a: Marks, b: Marks) -> None:
    matrix = np.array(compared(a, b).confusion.matrix)
    assert matrix[:-1].sum() == len(set(a))
    assert matrix[:, :-1].sum() == len(set(b))
    assert np.trace(matrix) == len(set(a) & set(b))
    assert matrix[-1, -1] == 0


@given(st.lists(st.dictionaries(st.integers(0, 3), marks(4), min_size=1), min_size=1, max_size=4))
def test_all_pairs_at_once_count_as_each_pair_does(documents: Any) -> None:
    whole = batch(documents, 4)
    counts = exact_counts(whole.rows, whole.done, len(whole.labels))
    found = count(whole)
    for row in range(len(found.pairs)):
        _, a, b = found.pairs[row]
        rows = (found.pairs[:, 1:] == [a, b]).all(1)
        part = select(found, rows)
        assert counts.both[a, b].sum() == column(part, "exact")
        assert counts.of[a, b].sum() == column(part, "n_a")
        assert counts.of[b, a].sum() == column(part, "n_b")


@given(st.lists(st.tuples(marks(4), marks(4)), min_size=1, max_size=4))
def test_documents_counted_apart_and_joined_are_those_counted_together(layers: Any) -> None:
    documents = [dict(enumerate(crew)) for crew in layers]
    apart = []
    for number, document in enumerate(documents):
        one = statistics([document])
        one.pairs[:, 0] = number
        apart.append(one)
    together, joined = statistics(documents), join(apart)
    assert figures_of(joined) == figures_of(together)


def figures_of(found: Any) -> Any:
    names = found.labels
    cells = Counter(
        {(names[a] if a >= 0 else "", names[b] if b >= 0 else "", int(r)): int(n) for r, a, b, n in found.confusion}
    )
    return found.pairs.tolist(), found.pair_values.tolist(), cells


def test_touching_mentions_do_not_overlap() -> None:
    found = compared([(0, 5, "A")], [(5, 9, "A")])
    assert value(found, "overlap") == 0.0
    assert value(found, "iou") == 0.0


def test_nested_mentions_are_found_by_both_sides() -> None:
    a, b = [(0, 10, "A"), (2, 5, "B")], [(2, 5, "B")]
    assert value(compared(a, b), "exact") == value(compared(b, a), "exact") == pytest.approx(2 / 3)


def test_an_overlap_counts_the_largest_pairing_even_against_an_equal_place() -> None:
    a, b = [(0, 10, "A"), (0, 4, "A")], [(0, 10, "A"), (6, 10, "A")]
    assert value(compared(a, b), "overlap") == 1.0
    assert value(compared(a, b), "partial") == 0.5


def test_parts_that_lie_between_each_other_do_not_overlap() -> None:
    found = compared([(0, 2, 6, 8, "A")], [(3, 5, "A")])
    assert value(found, "overlap") == 0.0
    assert value(compared([(0, 2, 6, 8, "A")], [(0, 8, "A")]), "iou") == pytest.approx(0.5)


def test_a_cutting_clitic_is_one_cause_and_no_agreement() -> None:
    found = summary_of_text("قال والوزير أمس", [(4, 11, "A")], [(5, 11, "A")])
    assert found.causes["clitic"] == 1
    assert value(found, "exact") == 0.0


def summary_of_text(text: str, a: Marks, b: Marks) -> Summary:
    from annotator.agreement.rows import batch_of
    from annotator.agreement.summary import Selection, summarise
    from annotator.agreement.totals import Corpus

    found = count(batch_of([(text, (), {0: mentions(a), 1: mentions(b)})], 2, ["A"]))
    return summarise(Selection(Corpus(found), ["a", "b"], {}))


def test_what_is_not_defined_says_why() -> None:
    nothing = compared([], [])
    assert nothing.spans["exact"].reason == "nothing_marked"
    assert nothing.both_nothing == 1
    one = compared([(0, 5, "A")], [(0, 5, "A")])
    assert one.given_boundary["observed"].value == 1.0
    assert one.given_boundary["alpha"].reason == "one_label"
    apart = compared([(0, 5, "A")], [(6, 9, "A")])
    assert {found.reason for found in apart.given_boundary.values()} == {"no_equal_place"}
    assert {found.reason for found in apart.events.values()} == {"no_events", "no_arguments", "no_agreed_trigger"}
    everything: list[Result] = [*nothing.spans.values(), *one.given_boundary.values()]
    assert all((found.value is None) == (found.reason is not None) for found in everything)
