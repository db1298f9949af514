"""Gamma: two annotators exactly as the search over all alignments has it; seeds; what is not defined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.alignment import exact
from annotator.agreement.gamma import Weights, align_two, gamma, gamma_two
from annotator.agreement.unitizing import Unit

UNITS = st.lists(
    st.builds(lambda s, n, c: Unit(s, s + n, c), st.integers(0, 30), st.integers(1, 8), st.sampled_from("ab")),
    max_size=5,
)


@given(UNITS, UNITS, st.sampled_from([Weights(), Weights(3, 1), Weights(1, 0)]))
def test_two_annotators_are_aligned_as_well_as_by_trying_all(a: list[Unit], b: list[Unit], weights: Weights) -> None:
    assert align_two(a, b, weights).disorder == pytest.approx(exact([a, b], weights).disorder)
    assert align_two(b, a, weights).disorder == pytest.approx(align_two(a, b, weights).disorder)


@given(UNITS)
def test_who_says_the_same_has_no_disorder(a: list[Unit]) -> None:
    found = gamma_two(a, a, 40, seed="s", samples=5)
    assert found.value == (1.0 if a and found.expected else None)


def test_the_same_seed_gives_the_same_value() -> None:
    a = [Unit(k * 9, k * 9 + 4, "ab"[k % 2]) for k in range(10)]
    b = [Unit(k * 9 + 1, k * 9 + 5, "a") for k in range(10)]
    first = gamma([a, b], 100, seed="one")
    assert first == gamma([a, b], 100, seed="one")
    assert first.value != gamma([a, b], 100, seed="two").value
    # Pinned: the same on every system and version of Python and numpy.
    assert first.value == pytest.approx(0.395431, abs=1e-6)


def test_nothing_marked_is_not_defined() -> None:
    assert gamma_two([], [], 50, seed="s").value is None
    assert gamma([[], []], 50, seed="s").value is None


def test_an_exact_alignment_that_would_take_too_long_is_refused() -> None:
    many = [Unit(k, k + 3, "a") for k in range(80)]
    with pytest.raises(OverflowError):
        exact([many, many, many])
