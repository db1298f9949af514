"""Clusters: nothing is lost, nothing is in two, and nobody's turn or name counts."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.adjudication.clusters import Cluster
from annotator.adjudication.mentions import mention_clusters
from annotator.model import Mention
from annotator.schema import Schema
from tests.annotator.adjudication.worlds import PEOPLE, Marks, crowds, side, sides
from tests.annotator.helpers import TEXT


def clusters_of(news: Schema, *everybody: Marks) -> list[Cluster]:
    return mention_clusters(TEXT, news, sides(*everybody))


@settings(max_examples=40)
@given(crowds())
def test_every_mention_has_one_vote_in_one_cluster(news: Schema, everybody: list[Marks]) -> None:
    found = clusters_of(news, *everybody)
    said = sorted(
        (vote.annotator, candidate.value.start, candidate.value.end, candidate.value.label)
        for cluster in found
        for candidate in cluster.candidates
        for vote in candidate.votes
        if isinstance(candidate.value, Mention)
    )
    assert said == sorted((PEOPLE[n], *mark) for n, marks in enumerate(everybody) for mark in marks)


@settings(max_examples=40)
@given(crowds())
def test_clusters_lie_apart_and_are_connected(news: Schema, everybody: list[Marks]) -> None:
    found = clusters_of(news, *everybody)
    for before, after in pairwise(found):
        assert before.place is not None
        assert after.place is not None
        assert before.place.end <= after.place.start
    for cluster in found:
        reach = -1
        for start, end in sorted(
            (c.value.start, c.value.end) for c in cluster.candidates if isinstance(c.value, Mention)
        ):
            assert reach in (-1, max(reach, start + 1)), "a gap inside a cluster"
            reach = max(reach, end)


@settings(max_examples=40)
@given(crowds())
def test_no_annotator_is_in_a_row_twice_and_numbers_follow_the_text(news: Schema, everybody: list[Marks]) -> None:
    for cluster in clusters_of(news, *everybody):
        assert [c.number for c in cluster.candidates] == list(range(1, len(cluster.candidates) + 1))
        starts = [c.value.start for c in cluster.candidates if isinstance(c.value, Mention)]
        assert starts == sorted(starts)
        for row in cluster.rows:
            voters = [annotator for candidate in row for annotator in candidate.voters]
            assert len(voters) == len(set(voters))


@settings(max_examples=40)
@given(crowds(), st.randoms())
def test_order_of_annotators_and_records_and_their_ids_change_nothing(
    news: Schema, everybody: list[Marks], chance: random.Random
) -> None:
    shuffled = [side(PEOPLE[n], chance.sample(marks, len(marks)), prefix="x") for n, marks in enumerate(everybody)]
    chance.shuffle(shuffled)
    again = mention_clusters(TEXT, news, shuffled)
    first = clusters_of(news, *everybody)
    assert [(c.key, c.types, c.place, c.voters) for c in again] == [(c.key, c.types, c.place, c.voters) for c in first]
    rows = [[(k.number, k.row, sorted(k.voters)) for k in cluster.candidates] for cluster in first]
    assert rows == [[(k.number, k.row, sorted(k.voters)) for k in cluster.candidates] for cluster in again]


@settings(max_examples=40)
@given(crowds(), st.data())
def test_a_change_changes_the_clusters_that_it_touches_and_no_other(
    news: Schema, everybody: list[Marks], data: st.DataObject
) -> None:
    marks = everybody[0]
    gone = data.draw(st.sampled_from(marks)) if marks else None
    before = {cluster.key: cluster for cluster in clusters_of(news, *everybody)}
    after = {cluster.key: cluster for cluster in clusters_of(news, [m for m in marks if m != gone], *everybody[1:])}
    for key in before.keys() ^ after.keys():
        place = (before.get(key) or after[key]).place
        assert gone is not None
        assert place is not None
        touched = next(c.place for c in before.values() if c.place and c.place.start <= gone[0] < c.place.end)
        assert touched.start <= place.start
        assert place.end <= touched.end
    assert gone is None or before.keys() != after.keys()


@pytest.mark.parametrize(
    ("everybody", "types"),
    [
        ([[(4, 16, "PERS")], [(4, 16, "PERS")]], ()),
        ([[(4, 16, "PERS")], [(4, 16, "ORG")]], ("label",)),
        ([[(4, 16, "PERS")], []], ("missing",)),
        ([[(4, 16, "PERS")], [(4, 8, "PERS")]], ("boundary",)),
        ([[(4, 16, "PERS")], [(4, 8, "PERS"), (9, 16, "PERS")]], ("boundary", "split", "missing")),
        ([[(31, 42, "LOC"), (35, 42, "LOC")], [(31, 42, "LOC")]], ("nesting", "missing")),
        ([[(35, 42, "LOC")], [(37, 42, "LOC")]], ("clitic",)),
        ([[(20, 25, "Conflict.Attack")], []], ("missing", "trigger")),
        ([[(20, 25, "Conflict.Attack")], [(20, 25, "Life.Die")]], ("label", "trigger")),
    ],
)
def test_types(news: Schema, everybody: list[Marks], types: tuple[str, ...]) -> None:
    (cluster,) = clusters_of(news, *everybody)
    assert cluster.types == types
    assert cluster.is_unanimous == (not types)


def test_a_name_inside_a_name_is_two_rows_and_a_boundary_in_dispute_one(news: Schema) -> None:
    nested = [(31, 42, "LOC"), (35, 42, "LOC")]
    (cluster,) = clusters_of(news, nested, nested, [(31, 42, "LOC")])
    assert [[sorted(c.voters) for c in row] for row in cluster.rows] == [
        [sorted(PEOPLE)],
        [sorted(PEOPLE[:2])],
    ]
    (cluster,) = clusters_of(news, [(31, 42, "LOC")], [(35, 42, "LOC")])
    assert len(cluster.rows) == 1
