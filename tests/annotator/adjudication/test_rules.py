"""Rules: ties are never settled, silence is a vote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from annotator.adjudication import rulings
from annotator.adjudication.audit import Audit, wilson
from annotator.adjudication.mentions import mention_clusters
from annotator.adjudication.rules import Rule, majority, settle
from annotator.edits import decide
from annotator.model import Mention
from annotator.schema import Schema
from tests.annotator.adjudication.worlds import DOCUMENT, Desk, Marks, crowds, sides
from tests.annotator.helpers import TEXT

A = (4, 16, "PERS")
SHORT = (4, 8, "PERS")
TITLE = (0, 16, "PERS")
ORG = (4, 16, "ORG")
LOC = (4, 16, "LOC")


def outcome(news: Schema, rule: Rule, *everybody: Marks) -> set[tuple[int, int, str]] | None:
    """What a rule makes of the one cluster there is; None where it has no answer."""
    (cluster,) = mention_clusters(TEXT, news, sides(*everybody))
    found = settle(rule, cluster)
    if found is None:
        return None
    return {(p.value.start, p.value.end, p.value.label) for p in found.picks if isinstance(p.value, Mention)}


@pytest.mark.parametrize(
    ("kind", "match", "everybody", "expected"),
    [
        ("unanimous", "exact", [[A], [A]], {A}),
        ("unanimous", "exact", [[A], [A], []], None),
        ("unanimous", "exact", [[A], [ORG]], None),
        ("unanimous", "boundary", [[A], [A], [ORG]], {A}),
        ("unanimous", "boundary", [[A], [ORG]], None),
        ("majority", "exact", [[A], []], None),
        ("majority", "exact", [[A], [A], []], {A}),
        ("majority", "exact", [[A], [], []], set()),
        ("majority", "exact", [[A], [SHORT], [TITLE]], None),
        ("majority", "exact", [[A], [SHORT], []], None),
        ("majority", "exact", [[A], [A], [SHORT]], {A}),
        ("majority", "exact", [[A], [ORG], [LOC]], None),
        ("majority", "boundary", [[A], [ORG], [LOC]], None),
        ("majority", "boundary", [[A], [ORG], [A]], {A}),
        ("majority", "exact", [[A, SHORT], [A, SHORT], [A]], {A, SHORT}),
        ("majority", "exact", [[A, SHORT], [A], [A]], {A}),
    ],
)
def test_what_is_settled(
    news: Schema, kind: str, match: str, everybody: list[Marks], expected: set[tuple[int, int, str]] | None
) -> None:
    assert outcome(news, Rule(kind, 2, match), *everybody) == expected  # type: ignore[arg-type]


def test_fewer_annotators_than_asked_for_settle_nothing(news: Schema) -> None:
    assert outcome(news, Rule("unanimous", 3), [A], [A]) is None
    assert outcome(news, Rule("unanimous", 3), [A], [A], [A]) == {A}


@settings(max_examples=40)
@given(crowds())
def test_unanimous_is_what_majority_says_too_and_two_who_differ_are_never_settled(
    news: Schema, everybody: list[Marks]
) -> None:
    for cluster in mention_clusters(TEXT, news, sides(*everybody)):
        strict, loose = settle(Rule("unanimous"), cluster), settle(Rule("majority"), cluster)
        if strict is not None:
            assert loose is not None
            assert strict.picks == loose.picks
            assert cluster.is_unanimous
        if len(everybody) == 2 and not cluster.is_unanimous:
            assert loose is None
        for pick in loose.picks if loose else ():
            assert 2 * pick.votes > len(cluster.voters)
        assert (majority(cluster) is None) == (loose is None)


def test_the_audit_compares_with_what_a_person_decided(news: Schema) -> None:
    desk = Desk(news, sides([A, (31, 42, "LOC")], [A, (31, 42, "LOC")]))
    audit = Audit()
    first, second = desk.case().items
    desk.take(decide(desk.gold, DOCUMENT, news, first, rulings.accepted(first.cluster, [1])))
    desk.take(decide(desk.gold, DOCUMENT, news, second, rulings.rejected()))
    for item in desk.case().items:
        audit.look(Rule("unanimous"), item, desk.gold)
    assert (audit.audited, audit.overruled, audit.error) == (2, 1, 0.5)
    assert Audit().error is None


def test_wilson() -> None:
    assert wilson(0, 0) is None
    low, high = wilson(1, 10) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0179, 0.4042)  # statsmodels, method="wilson"
