"""Our measures beside code that strangers wrote: nltk, scikit-learn, statsmodels, krippendorff, nervaluate, seqeval,
pygamma-agreement. Run by `make oracle`, in an environment with the group `oracle`; elsewhere each test is skipped.

None of them is the truth: where one of them is known to differ, the test says how.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from annotator.agreement import coding
from annotator.agreement.coding import Ratings
from annotator.agreement.gamma import Weights, align_two, gamma
from annotator.agreement.unitizing import Unit
from tests.annotator.agreement.helpers import compared, summary, value

SEEDS = range(25)


def some_units(seed: int, coders: int, values: str = "abcd", missing: float = 0.0) -> list[list[Any]]:
    rng = random.Random(seed)
    units = []
    for _ in range(rng.randint(5, 40)):
        truth = rng.choice(values)
        said = [truth if rng.random() < 0.6 else rng.choice(values) for _ in range(coders)]
        units.append([None if rng.random() < missing else v for v in said])
    return units


def of(units: list[list[Any]]) -> Ratings:
    return Ratings(units)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_krippendorff(seed: int, level: str) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    units = some_units(seed, 4, "1234", 0.2)
    data = [[np.nan if unit[c] is None else float(unit[c]) for unit in units] for c in range(4)]
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    found = of([[None if v is None else int(v) for v in unit] for unit in units])
    matrix = coding.coincidences(found.counts)
    ours = coding.alpha(matrix, getattr(coding, level)(found.values, matrix.sum(-1)))
    assert float(ours) == pytest.approx(expected)


def triples(units: list[list[Any]]) -> list[tuple[str, str, Any]]:
    return [(f"c{c}", f"u{u}", v) for u, unit in enumerate(units) for c, v in enumerate(unit) if v is not None]


@pytest.mark.parametrize("seed", SEEDS)
def test_coefficients_are_those_of_nltk(seed: int) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    units = some_units(seed, 3)
    theirs = agreement.AnnotationTask(data=triples(units))
    found = of(units)
    assert float(coding.alpha(coding.coincidences(found.counts))) == pytest.approx(theirs.alpha())
    assert float(coding.cohen_kappa(found.tables())) == pytest.approx(theirs.multi_kappa())
    assert float(coding.pair_agreement(found.counts)) == pytest.approx(theirs.avg_Ao())
    two = agreement.AnnotationTask(data=triples([unit[:2] for unit in units]))
    table = of([unit[:2] for unit in units]).table(0, 1)
    assert float(coding.scott_pi(table)) == pytest.approx(two.pi())
    assert float(coding.bennett_s(table)) == pytest.approx(two.S())


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_of_sets_is_that_of_nltk(seed: int) -> None:
    agreement = pytest.importorskip("nltk.metrics.agreement")
    distance = pytest.importorskip("nltk.metrics.distance")
    rng = random.Random(seed)
    units = [[frozenset(rng.sample("abcd", rng.randint(1, 3))) for _ in range(3)] for _ in range(rng.randint(4, 20))]
    found = of(units)
    matrix = coding.coincidences(found.counts)
    for ours, theirs in ((coding.masi, distance.masi_distance), (coding.jaccard, distance.jaccard_distance)):
        task = agreement.AnnotationTask(data=triples(units), distance=theirs)
        expected = task.alpha()
        got = float(coding.alpha(matrix, ours(found.values, matrix.sum(-1))))
        # nltk rounds its factor 1/3 to 0.33, and 2/3 to 0.67.
        assert got == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    units = some_units(seed, 2, "1234")
    a, b = zip(*units, strict=True)
    found = of([[int(v) for v in unit] for unit in units])
    table = found.table(0, 1)
    assert float(coding.cohen_kappa(table)) == pytest.approx(metrics.cohen_kappa_score(a, b))
    apart = np.abs(np.subtract.outer(range(len(table)), range(len(table)))).astype(float)
    for name, difference in (("linear", apart), ("quadratic", apart**2)):
        expected = metrics.cohen_kappa_score(a, b, weights=name)
        assert float(coding.weighted_kappa(table, difference)) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_is_that_of_statsmodels(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    counts = of(some_units(seed, 5)).counts
    assert float(coding.fleiss_kappa(counts)) == pytest.approx(inter_rater.fleiss_kappa(counts))
    table = of(some_units(seed, 2)).table(0, 1)
    assert float(coding.cohen_kappa(table)) == pytest.approx(inter_rater.cohens_kappa(table).kappa)


def flat_layers(seed: int) -> tuple[list[str], list[str], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Two layers without nesting, as BIO tags and as mentions of words."""
    rng = random.Random(seed)
    tags: list[list[str]] = [["O"] * 60, ["O"] * 60]
    at = 0
    while at < 55:
        length = rng.randint(1, 3)
        for side in tags:
            if rng.random() < 0.8:
                start = at + (rng.random() < 0.15)
                label = rng.choice("XY") if rng.random() < 0.3 else "X"
                side[start : at + length] = [f"{'B' if k == 0 else 'I'}-{label}" for k in range(at + length - start)]
        at += length + rng.randint(1, 3)
    return tags[0], tags[1], mentions_of(tags[0]), mentions_of(tags[1])


def mentions_of(tags: list[str]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for at, tag in enumerate(tags):
        if tag[0] == "B":
            found.append((at, at + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], at + 1, tag[2:])
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_is_that_of_seqeval_where_nothing_is_nested(seed: int) -> None:
    metrics = pytest.importorskip("seqeval.metrics")
    tags_a, tags_b, a, b = flat_layers(seed)
    assert value(compared(a, b), "exact") == pytest.approx(metrics.f1_score([tags_a], [tags_b]))


@pytest.mark.parametrize("seed", SEEDS)
def test_muc_is_that_of_nervaluate_where_nothing_is_nested(seed: int) -> None:
    nervaluate = pytest.importorskip("nervaluate")
    tags_a, tags_b, a, b = flat_layers(seed)
    # nervaluate takes ends as inclusive, so that touching mentions would overlap there: these never touch.
    found = nervaluate.Evaluator([tags_a], [tags_b], tags=["X", "Y"], loader="list").evaluate()
    overall = found["overall"] if isinstance(found, dict) else found[0]

    def f1(scheme: str) -> float:
        scores = overall[scheme]
        return float(scores["f1"] if isinstance(scores, dict) else scores.f1)

    ours = summary([{0: a, 1: b}])
    assert value(ours, "exact") == pytest.approx(f1("strict"))
    assert value(ours, "boundary") == pytest.approx(f1("exact"))
    assert value(ours, "partial") == pytest.approx(f1("partial"))


# --- gamma -----------------------------------------------------------------------------------------------------------


def continuum(coders: list[list[Unit]]) -> Any:
    pygamma = pytest.importorskip("pygamma_agreement")
    segment = pytest.importorskip("pyannote.core").Segment
    found = pygamma.Continuum()
    for number, units in enumerate(coders):
        for unit in units:
            found.add(f"c{number}", segment(unit.start, unit.end), unit.category)
    return found


def some_coders(seed: int) -> list[list[Unit]]:
    rng = random.Random(seed)
    base = [(s, s + rng.randint(6, 12)) for s in sorted(rng.sample(range(200), 8))]
    return [
        sorted(
            {Unit(s + rng.choice([0, 0, 1, 4]), e + rng.choice([1, 1, 2, 5]), rng.choice("aab")) for s, e in base[k:]}
        )
        for k in range(2)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_best_alignment_is_that_of_pygamma(seed: int) -> None:
    pygamma = quiet(lambda: pytest.importorskip("pygamma_agreement"))
    coders = some_coders(seed)
    theirs = quiet(
        lambda: continuum(coders).get_best_alignment(pygamma.CombinedCategoricalDissimilarity(alpha=1, beta=1))
    )
    assert align_two(*coders, Weights(1, 1)).disorder == pytest.approx(theirs.disorder, abs=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_gamma_is_near_that_of_pygamma(seed: int) -> None:
    pygamma = quiet(lambda: pytest.importorskip("pygamma_agreement"))
    coders = some_coders(seed)
    end = max(unit.end for units in coders for unit in units)
    begin = min(unit.start for units in coders for unit in units)
    moved = [[Unit(u.start - begin, u.end - begin, u.category) for u in units] for units in coders]
    ours = gamma(moved, end - begin, seed="x", samples=200).value
    dissimilarity = pygamma.CombinedCategoricalDissimilarity(alpha=1, beta=1)
    theirs = quiet(
        lambda: continuum(coders).compute_gamma(
            dissimilarity, n_samples=200, sampler=pygamma.ShuffleContinuumSampler(pivot_type="float_pivot")
        )
    )
    assert ours == pytest.approx(theirs.gamma, abs=0.05)


def quiet(work: Callable[[], Any]) -> Any:
    """pygamma, numba and cvxpy warn about themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return work()
