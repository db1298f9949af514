"""Document labels: invariances, missing annotators, numbers and sets; the alphas of units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement import coding
from annotator.agreement.coding import Ratings
from annotator.agreement.doclabels import DocumentLabelMeasures
from annotator.agreement.intervals import add_intervals, interval_table
from annotator.agreement.summary import Selection, summarise
from annotator.agreement.totals import Corpus
from annotator.agreement.unitizing import Unit, u_family
from tests.annotator.agreement.helpers import marks, statistics

UNITS = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3), min_size=1, max_size=12)


def values(units: list[Any], people: int = 3) -> dict[str, float | None]:
    found = DocumentLabelMeasures([dict(enumerate(unit)) for unit in units], people).results()
    return {name: result.value for name, result in found.items()}


@given(UNITS, st.permutations(range(3)), st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_changes_nothing(units: list[Any], order: list[int], rng: Any) -> None:
    mixed = [[unit[k] for k in order] for unit in rng.sample(units, len(units))]
    assert values(mixed) == pytest.approx(values(units), abs=1e-9)


@given(UNITS, st.sampled_from(["a", "b", "c"]))
def test_a_unit_with_one_value_changes_nothing(units: list[Any], alone: str) -> None:
    assert values([*units, [None, alone, None]]) == pytest.approx(values(units), abs=1e-9)


@given(UNITS)
def test_values_by_two_coders_agree_with_the_table(units: list[Any]) -> None:
    pairs = [unit[:2] for unit in units if None not in unit[:2]]
    found = values(pairs, 2)
    if not pairs:
        assert set(found.values()) == {None}
        return
    table = Ratings(pairs).table(0, 1)
    for name, formula in (("cohen_kappa", coding.cohen_kappa), ("scott_pi", coding.scott_pi)):
        expected = float(formula(table))
        assert found[name] == (None if np.isnan(expected) else pytest.approx(expected))
    assert found["observed"] == pytest.approx(float(coding.observed(table)))


@given(st.lists(st.lists(st.sampled_from([None, "a", "b"]), min_size=9, max_size=9), min_size=2, max_size=4))
def test_units_of_length_one_give_the_nominal_alpha_of_positions(rows: list[Any]) -> None:
    coders = [[Unit(at, at + 1, v) for at, v in enumerate(row) if v] for row in rows]
    found = Ratings([[v or "-" for v in unit] for unit in zip(*rows, strict=True)])
    nominal = float(coding.alpha(coding.coincidences(found.counts)))
    got = u_family(coders, 9).u
    assert (got is None and np.isnan(nominal)) or got == pytest.approx(nominal, abs=1e-9)


def test_numbers_have_an_order_and_words_have_none() -> None:
    numbers = DocumentLabelMeasures([{0: 1, 1: 2}, {0: 3, 1: 3}, {0: 10, 1: 9}], 2).results()
    assert numbers["alpha_interval"].value is not None
    assert (numbers["alpha_masi"].value, numbers["alpha_masi"].reason) == (None, "not_sets")
    words = DocumentLabelMeasures([{0: "yes", 1: "no"}, {0: "no", 1: "no"}], 2).results()
    assert (words["alpha_ordinal"].value, words["alpha_ordinal"].reason) == (None, "not_numbers")
    flags = DocumentLabelMeasures([{0: True, 1: False}, {0: True, 1: True}], 2).results()
    assert flags["alpha_interval"].reason == "not_numbers"


def test_sets_are_measured_by_what_they_share() -> None:
    units = [{0: ["a", "b"], 1: ["b", "a"]}, {0: ["a"], 1: ["a", "c"]}, {0: [], 1: ["c"]}, {0: "c", 1: ["c"]}]
    found = DocumentLabelMeasures(units, 2).results()
    assert found["alpha_masi"].value is not None
    assert found["alpha_nominal"].value is not None
    assert found["alpha_masi"].value > found["alpha_nominal"].value
    sets = [frozenset("ab"), frozenset("a"), frozenset()]
    assert coding.masi(sets, np.zeros(3))[0].tolist() == pytest.approx([0, 1 - 1 / 3, 1])
    assert coding.jaccard(sets, np.zeros(3))[2].tolist() == pytest.approx([1, 1, 0])


def test_free_text_is_no_label() -> None:
    units = [{0: f"sentence {k}", 1: f"sentence {k + 1}"} for k in range(600)]
    assert DocumentLabelMeasures(units, 2).results()["observed"].reason == "too_many_values"


@settings(max_examples=20)  # each draws a thousand resamples twice
@given(st.lists(st.tuples(marks(5), marks(5)), min_size=2, max_size=5))
def test_intervals_hold_their_value_and_repeat(layers: list[Any]) -> None:
    corpus = Corpus(statistics([dict(enumerate(crew)) for crew in layers]))
    selection = Selection(corpus, ["a", "b"], {"x": [{0: 1, 1: 2}, {0: 2, 1: 2}, {0: 1, 1: 1}]})
    table = interval_table(selection)
    assert table == interval_table(selection)
    found = add_intervals(summarise(selection), selection, table)
    for result in (*found.spans.values(), *found.given_boundary.values(), *found.document_labels["x"].values()):
        if result.interval is not None:
            assert result.value is not None
            assert result.interval[0] <= result.value <= result.interval[1]


def test_one_document_has_no_interval() -> None:
    selection = Selection(Corpus(statistics([{0: [(0, 5, "A")], 1: [(0, 5, "A")]}])), ["a", "b"], {})
    assert interval_table(selection) == {}
