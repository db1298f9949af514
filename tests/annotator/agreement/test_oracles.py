"""Published values that others computed: every case of the oracle file, within its tolerance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from annotator.agreement import coding
from annotator.agreement.alignment import exact
from annotator.agreement.coding import Ratings
from annotator.agreement.doclabels import DocumentLabelMeasures
from annotator.agreement.gamma import Weights, category_disorder, shifted
from annotator.agreement.statistics import PAIR_COLUMNS
from annotator.agreement.unitizing import Unit, alpha_u, u_family
from tests.annotator.agreement.helpers import compared, statistics, summary, value
from tests.annotator.text.strategies import shared

Case = dict[str, Any]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    found = json.loads(shared("oracles", "agreement.json").read_text(encoding="utf-8"))
    return {case["id"]: case for case in found["cases"]}


def ratings(case: Case) -> Ratings:
    given = case["input"]
    if "triples_coder_item_label" in given:
        triples = given["triples_coder_item_label"]
        coders, items = (sorted({triple[k] for triple in triples}) for k in (0, 1))
        table = {(coder, item): label for coder, item, label in triples}
        return Ratings([[table.get((coder, item)) for coder in coders] for item in items])
    rows = given["data"]
    return Ratings(zip(*rows, strict=True) if given["rows_are"] == "coders" else rows)


def check_alpha(case: Case) -> None:
    found = ratings(case)
    matrix = coding.coincidences(found.counts)
    assert np.allclose(matrix, coding.coincidences_of(found))
    for level in ("nominal", "ordinal", "interval", "ratio"):
        if level in case["expected"]:
            difference = getattr(coding, level)(found.values, matrix.sum(-1))
            close(case, level, coding.alpha(matrix, difference))
    do, de = coding.disagreements(matrix)
    for key, got in (("observed_disagreement_nominal", do), ("D_o", do), ("expected_disagreement_nominal", de)):
        close(case, key, got)
    close(case, "D_e", de)
    close(case, "observed_agreement", coding.pair_agreement(found.counts))
    for number, expected in case["expected"].get("per_category_alpha", {}).items():
        got = coding.per_value(matrix)[found.values.index(int(number))]
        assert float(got) == pytest.approx(expected, abs=case["tolerance"])


def close(case: Case, key: str, got: Any) -> None:
    if key in case["expected"]:
        assert float(got) == pytest.approx(case["expected"][key], abs=case["tolerance"]), key


def check_table(case: Case) -> None:
    table = np.array(case["input"]["table"], float)
    total = table.sum()
    close(case, "observed", coding.observed(table))
    close(case, "pa", coding.observed(table))
    close(case, "S", coding.bennett_s(table))
    close(case, "scott_pi", coding.scott_pi(table))
    close(case, "pi_expected", coding.scott_expected(table) / total)
    close(case, "cohen_kappa", coding.cohen_kappa(table))
    close(case, "kappa_expected", coding.cohen_expected(table) / total)
    close(case, "expected", coding.cohen_expected(table) / total)
    close(case, "max_kappa", coding.greatest_kappa(table))
    close(case, "max_observed", np.minimum(table.sum(0), table.sum(1)).sum() / total)
    close(case, "S_expected", 1 / len(table))
    units = [[i, j] for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(int(n))]
    found = Ratings(units)
    ac1, agreeing = float(coding.gwet_ac(found.counts)), float(coding.observed(table))
    close(case, "gwet_ac1", ac1)
    if "pe" in case["expected"]:
        close(case, "pe", (agreeing - ac1) / (1 - ac1))
    size = len(table)
    near = 1 - (np.subtract.outer(range(size), range(size)) / (size - 1)) ** 2
    close(case, "gwet_ac2_quadratic", coding.gwet_ac(found.counts, near))
    matrix = coding.coincidences(found.counts)
    close(case, "krippendorff_alpha_nominal", coding.alpha(matrix))
    close(case, "alpha_nominal", coding.alpha(matrix))
    check_weighted(case, table, matrix)


def check_weighted(case: Case, table: Any, matrix: Any) -> None:
    if "distance" not in case["input"]:
        return
    check = case["input"]["labels"].index("Chck")
    difference = 1.0 - np.eye(len(table))
    difference[check, :check] = difference[:check, check] = 0.5
    close(case, "alpha_weighted", coding.alpha(matrix, difference))
    do, de = coding.disagreements(matrix, difference)
    close(case, "alpha_weighted_Do", do)
    close(case, "alpha_weighted_De", de)
    close(case, "weighted_kappa", coding.weighted_kappa(table, difference))
    by_chance = np.outer(table.sum(1), table.sum(0)) / table.sum()
    close(case, "weighted_kappa_Do", (table * difference).sum() / table.sum())
    close(case, "weighted_kappa_De", (by_chance * difference).sum() / table.sum())


def check_fleiss(case: Case) -> None:
    counts = np.array(case["input"]["counts"], float) if "counts" in case["input"] else ratings(case).counts
    close(case, "fleiss_kappa", coding.fleiss_kappa(counts))
    close(case, "observed", coding.pair_agreement(counts))
    shares = counts.sum(0) / counts.sum()
    close(case, "expected", (shares**2).sum())
    for number, expected in case["expected"].get("per_category", {}).items():
        got = coding.fleiss_by_category(counts)[int(number) - 1]
        assert float(got) == pytest.approx(expected, abs=case["tolerance"])
    if "davies_fleiss_multi_kappa" in case["expected"]:
        close(case, "davies_fleiss_multi_kappa", coding.cohen_kappa(ratings(case).tables()))


def check_1995(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    for name in "ABCD":
        for stretch in (1, 50_000):
            coders = [[Unit(s * stretch, e * stretch, "x") for s, e in units] for units in given[name]]
            total, _ = alpha_u(coders, 0, given["continuum"] * stretch)
            assert total.observed == pytest.approx(expected["D_o"][name], abs=1e-5)
        limit = expected["limit_large_L"]
        assert total.expected == pytest.approx(limit["D_e"][name], abs=case["tolerance"])
        assert total.value == pytest.approx(limit["alpha"][name], abs=case["tolerance"])


def check_digitised(case: Case) -> None:
    for name, expected in case["expected"].items():
        lines = [[0] * case["input"]["positions"], [0] * case["input"]["positions"]]
        for line, units in zip(lines, case["input"][name], strict=True):
            for start, end in units:
                line[start:end] = [1] * (end - start)
        found = DocumentLabelMeasures([{0: a, 1: b} for a, b in zip(*lines, strict=True)], 2).results()
        if expected == "undefined":
            assert found["cohen_kappa"].value is None
            assert found["cohen_kappa"].reason == "one_value"
            continue
        for key, measure in (("cohen_kappa",) * 2, ("scott_pi",) * 2, ("alpha", "alpha_nominal")):
            if key in expected:
                assert found[measure].value == pytest.approx(expected[key], abs=case["tolerance"])


def check_2004(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    begin, end = given["continuum"]
    coders = [[Unit(*unit) for unit in given[name]] for name in ("coder_i", "coder_j")]
    total, by = alpha_u(coders, begin, end - begin)
    assert total.value == pytest.approx(expected["alpha"], abs=case["tolerance"])
    for name in "ck":
        assert by[name].observed == pytest.approx(expected[name]["D_o"], abs=case["tolerance"])
        assert by[name].expected == pytest.approx(expected[name]["D_e"], abs=case["tolerance"])
        assert by[name].value == pytest.approx(expected[name]["alpha"], abs=case["tolerance"])
    mean = sum(by[name].value or 0 for name in "ck") / 2
    assert mean == pytest.approx(expected["macro"], abs=case["tolerance"])


def check_small(case: Case) -> None:
    given = case["input"]
    coders = [[Unit(*unit) for unit in given[name]] for name in ("coder_0", "coder_1")]
    total, _ = alpha_u(coders, 0, given["continuum"])
    close(case, "D_o", total.observed)
    close(case, "D_e", total.expected)
    close(case, "alpha", total.value)


def check_degenerate(case: Case) -> None:
    found = []
    for given in case["input"]["cases"]:
        coders: list[list[Unit]] = [[] for _ in range(given["coders"])]
        for start, end, coder, label in given["units"]:
            coders[coder].append(Unit(start, end, label))
        found.append(alpha_u(coders, 0, given["continuum"])[0].value)
    assert found == [pytest.approx(0.0), None, None]


def check_u_family(case: Case) -> None:
    coders = [[Unit(*unit) for unit in units] for units in case["input"]["coders"].values()]
    found = u_family(coders, case["input"]["continuum"])
    close(case, "u_alpha", found.u)
    close(case, "bar_u_alpha", found.bar_u)
    close(case, "cu_alpha", found.cu)
    close(case, "cu_coverage", found.coverage)
    assert found.ku == pytest.approx(case["expected"]["ku_alpha"], abs=case["tolerance"])


def check_identity(case: Case) -> None:
    assert case["expected"]["holds"]
    rng = random.Random(1)
    for _ in range(20):
        rows = [[rng.choice([None, "a", "b", "c"]) for _ in range(12)] for _ in range(rng.randint(2, 4))]
        coders = [[Unit(at, at + 1, v) for at, v in enumerate(row) if v] for row in rows]
        found = Ratings([[v or "gap" for v in unit] for unit in zip(*rows, strict=True)])
        nominal = float(coding.alpha(coding.coincidences(found.counts)))
        assert u_family(coders, 12).u == pytest.approx(nominal, abs=case["tolerance"])


def check_limit(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    both, one, other = (given[key] for key in ("a_both", "b_only1", "c_only2"))
    kappas = [float(coding.cohen_kappa(np.array([[both, one], [other, d]], float))) for d in given["d_negatives"]]
    assert kappas == sorted(kappas)
    assert kappas[-1] == pytest.approx(expected["kappa_at_d_1e8"], abs=case["tolerance"])
    a = [(k, k + 1, "x") for k in range(both + one)]
    b = [(k, k + 1, "x") for k in [*range(both), *range(100, 100 + other)]]
    assert value(compared(a, b), "exact") == pytest.approx(expected["f1"], abs=case["tolerance"])


def check_bratiaa(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    documents = [
        {0: [tuple(m) for m in given["ann1"][name]], 1: [tuple(m) for m in given["ann2"][name]]}
        for name in given["ann1"]
    ]
    found = summary(documents)
    assert value(found, "exact") == pytest.approx(expected["f1"], abs=case["tolerance"])
    (row,) = found.pairs
    assert (row.tp, row.n_a, row.n_b) == (expected["tp"], expected["n1"], expected["n2"])


def of_bio(tags: list[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for at, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((at, at + 1, tag[2:]))
        elif tag.startswith("I-"):
            start, _, label = found.pop()
            found.append((start, at + 1, label))
    return found


def muc(documents: list[dict[int, list[tuple[Any, ...]]]]) -> dict[str, list[float]]:
    """[COR, INC, PAR, MIS, SPU, F1] per scheme, from the columns of the statistics."""
    found = statistics(documents)
    get = {name: float(found.pair_values[:, at].sum()) for at, name in enumerate(PAIR_COLUMNS)}
    pairs = get["boundary"] + get["near"]
    left = (get["n_a"] - pairs, get["n_b"] - pairs)

    def row(correct: float, half: float) -> list[float]:
        f1 = 2 * (correct + half / 2) / (get["n_a"] + get["n_b"])
        return [correct, pairs - correct - half, half, *left, f1]

    return {
        "ent_type": row(get["aligned_label"], 0),
        "exact": row(get["boundary"], 0),
        "partial": row(get["boundary"], get["near"]),
        "strict": row(get["exact"], 0),
    }


def check_nervaluate(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    documents = [{0: of_bio(a), 1: of_bio(b)} for a, b in zip(given["true"], given["pred"], strict=True)]
    found = muc(documents)
    for scheme in ("ent_type", "exact", "partial", "strict"):
        assert found[scheme] == pytest.approx(expected[scheme], abs=case["tolerance"])
    assert value(summary(documents), "partial") == pytest.approx(0.7)


def check_scenarios(case: Case) -> None:
    a: list[tuple[Any, ...]] = []
    b: list[tuple[Any, ...]] = []
    for at, (_, true, pred) in enumerate(case["input"]["rows"]):
        base = at * 10
        # A word before the drug's name is "of" or "oral"; the name stands at base + 3 to base + 9.
        long = any(text.split(" ", 1)[-1].startswith(("of ", "oral ")) for text in (true, pred))
        if true != "-":
            a.append((base + 3, base + 9, true.split()[0]))
        if pred != "-":
            b.append((base + (0 if long else 3), base + 9, pred.split()[0]))
    found = muc([{0: a, 1: b}])
    for scheme, ours in (("type", "ent_type"), ("partial",) * 2, ("exact",) * 2, ("strict",) * 2):
        want = case["expected"][scheme]
        assert found[ours][:5] == [want[key] for key in ("COR", "INC", "PAR", "MIS", "SPU")], scheme
        assert found[ours][5] == pytest.approx(want["F1"], abs=case["tolerance"])


def check_seqeval(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    found = summary([{0: of_bio(a), 1: of_bio(b)} for a, b in zip(given["a"], given["b"], strict=True)])
    assert value(found, "exact") == expected["micro_f1"]
    assert {label: row.exact.value for label, row in found.labels.items()} == {"MISC": 0.0, "PER": 1.0}


def check_property(case: Case) -> None:
    a, b = ([tuple(m) for m in case["input"][side]] for side in "ab")
    expected = case["expected"]
    measure = "overlap" if case["measure"] == "overlap_f1" else "exact"
    for key in ("f1", "f1_ab", "overlap_f1"):
        if key in expected:
            assert value(compared(a, b), measure) == pytest.approx(expected[key], abs=case["tolerance"])
            assert value(compared(b, a), measure) == pytest.approx(expected[key], abs=case["tolerance"])


def check_empty(case: Case) -> None:
    both, one, not_done = case["input"]["cases"]
    found = compared(both["a"], both["b"])
    assert (found.spans["exact"].value, found.spans["exact"].reason, found.both_nothing) == (None, "nothing_marked", 1)
    assert value(compared(one["a"], [tuple(m) for m in one["b"]]), "exact") == 0.0
    found = summary([{1: [tuple(m) for m in not_done["b"]]}])
    assert found.spans["exact"].value is None
    assert found.spans["exact"].n_documents == 0


def check_single_label(case: Case) -> None:
    given = case["input"]
    units = [{0: a, 1: b} for a, b in zip(given["a"], given["b"], strict=True)]
    found = DocumentLabelMeasures(units, 2).results()
    assert found["observed"].value == 1.0
    for measure in ("cohen_kappa", "scott_pi", "fleiss_kappa", "alpha_nominal", "gwet_ac1"):
        assert (found[measure].value, found[measure].reason) == (None, "one_value")


def check_no_common(case: Case) -> None:
    given = case["input"]
    found = summary([{0: [tuple(m) for m in given["A"]["doc1"]]}, {1: [tuple(m) for m in given["B"]["doc2"]]}])
    assert {x.reason for x in (*found.spans.values(), *found.given_boundary.values())} == {"no_common"}
    assert found.pairs == []


def check_gamma(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    coders: dict[str, list[Unit]] = {}
    for name, label, start, end in given["units_annotator_label_start_end"]:
        coders.setdefault(name, []).append(Unit(start, end, label))
    weights = Weights(given["params"]["alpha"], given["params"]["beta"])
    best = exact(list(coders.values()), weights)
    assert len(best.unitary) == expected["n_unitary_alignments"]
    assert best.disorder == pytest.approx(expected["best_alignment_disorder"], abs=case["tolerance"])
    rng = random.Random("oracle")
    chance = [exact(shifted(list(coders.values()), 2, 60, rng), weights) for _ in range(150)]
    value_ = 1 - best.disorder / (sum(one.disorder for one in chance) / len(chance))
    low, high = expected["gamma_range"]
    assert low - case["tolerance"] <= value_ <= high + case["tolerance"]
    check_gamma_k(case, best, chance, weights)


def check_gamma_k(case: Case, best: Any, chance: list[Any], weights: Weights) -> None:
    def of(category: str | None) -> float:
        observed = category_disorder(best, weights, category, count_unaligned=True)
        by_chance = [category_disorder(one, weights, category, count_unaligned=True) for one in chance]
        known = [disorder for disorder in by_chance if disorder is not None]
        return 1 - (observed or 0.0) / (sum(known) / len(known))

    low, high = case["expected"]["gamma_cat_range"]
    assert low - case["tolerance"] <= of(None) <= high + case["tolerance"]
    for category, expected in case["expected"]["gamma_k"].items():
        if expected == "<=0":
            assert of(category) <= 1e-9
        else:
            assert of(category) == pytest.approx(expected, abs=case["tolerance"])


CHECKS: dict[str, Callable[[Case], None]] = {
    "krippendorff_alpha": check_alpha,
    "kappa_pi": check_table,
    "kappa_pi_weighted": check_table,
    "kappa": check_table,
    "gwet_ac1": check_table,
    "fleiss_kappa": check_fleiss,
    "alpha_u_1995": check_1995,
    "kappa_pi_alpha_on_positions": check_digitised,
    "alpha_u_2004": check_2004,
    "alpha_u": check_degenerate,
    "u_alpha_2016": check_u_family,
    "kappa_to_f1": check_limit,
    "pairwise_exact_f1": check_bratiaa,
    "overlap_f1": check_property,
    "pairwise_f1": check_empty,
    "chance_corrected": check_single_label,
    "all": check_no_common,
    "gamma_family": check_gamma,
}
BY_ID: dict[str, Callable[[Case], None]] = {
    "dkpro_unitizing_small": check_small,
    "ualpha2016_unit_length_identity": check_identity,
    "nervaluate_readme": check_nervaluate,
    "nervaluate_scenarios": check_scenarios,
    "seqeval_readme": check_seqeval,
    "nested_symmetry": check_property,
    "same_span_two_labels": check_property,
}
IDS = [
    "kripp2011_nominal",
    "kripp_wikipedia",
    "kripp1980_3raters",
    "kripp2004_3cat",
    "nltk_dress",
    "kripp2004_246a",
    "artstein_poesio_2008_t1",
    "artstein_poesio_2008_t2",
    "cohen1960_ex1",
    "cohen1960_ex2",
    "gwet_paradox",
    "fleiss1971",
    "fleiss_wikipedia",
    "dkpro_multirater",
    "kripp1995_unitizing",
    "kripp1995_digitised",
    "kripp2004_unitizing",
    "dkpro_unitizing_small",
    "dkpro_unitizing_degenerate",
    "ualpha2016_unit_length_identity",
    "ualpha2016_three_coders",
    "hripcsak_limit",
    "bratiaa_agree2",
    "nervaluate_readme",
    "nervaluate_scenarios",
    "seqeval_readme",
    "nested_symmetry",
    "same_span_two_labels",
    "half_open_adjacent",
    "empty_sets",
    "single_label_all_agree",
    "no_common_documents",
    "gamma_alex_paul_suzan",
]


@pytest.mark.parametrize("id", IDS)
def test_a_published_value_is_met(id: str, cases: dict[str, Case]) -> None:
    case = cases[id]
    (BY_ID.get(id) or CHECKS[case["measure"]])(case)


def test_every_case_of_the_file_is_checked(cases: dict[str, Case]) -> None:
    assert sorted(cases) == sorted(IDS)
