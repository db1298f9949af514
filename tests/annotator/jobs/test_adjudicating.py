"""Adjudication in a project: the queue, decisions, rules over everything, and that nobody's layer changes by a byte."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotator import edits
from annotator.adjudication import rulings
from annotator.adjudication.rules import Rule, majority
from annotator.errors import DataError, EditError, StoppedError
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import RuleOptions, RuleReport, apply_rule
from annotator.jobs.adjudication_survey import survey
from annotator.jobs.reverting import revert
from annotator.model import GOLD
from annotator.project import Project
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, line, state, take_in, taken_out

PEOPLE = ("سلمى", "هادي", "نور")
SHORT = {**NAME, "end": 8, "text": "سليم"}


def fill(project: Project, documents: int = 4) -> None:
    """Documents that three have done: d0 as one, in the others somebody differs."""
    lines = []
    for n in range(documents):
        for who, name in enumerate(PEOPLE):
            mentions = [SHORT if n and who == 2 else NAME, BLOW, *([PLACE] if who != n % 4 - 1 else [])]
            attack = {**ATTACK, "arguments": [{"role": "Place", "mention": "m3"}] if PLACE in mentions else []}
            base = line(id=f"d{n}", annotator=name, status="done", mentions=mentions, events=[attack])
            lines.append({**base, "text": f"{base['text']} {n}"})
    take_in(project, *lines)


@pytest.fixture
def work(project: Project) -> Adjudication:
    fill(project)
    project.work_as("القاضية")
    project.flush()
    return Adjudication(project)


def settle_all(work: Adjudication, document: int) -> int:
    count = 0
    while waiting := work.case(document).open():
        cluster = waiting[0].cluster
        work.decide(document, waiting[0], majority(cluster) or rulings.accepted(cluster, [1]))
        count += 1
    return count


def others(project: Project) -> list[bytes]:
    """The exports of everybody's own layers."""
    project.flush()
    return [taken_out(project, source=name) for name in PEOPLE]


def test_the_queue_puts_most_disagreement_first_and_knows_how_far_gold_is(project: Project, work: Adjudication) -> None:
    known = survey(project.path)
    rows = queue(project.path, known)
    assert [row.name for row in rows][-1] == "d0"
    assert rows[-1].is_unanimous
    assert [row.is_unanimous for row in rows[:-1]] == [False] * 3
    assert known[rows[-1].document].clusters == 3
    assert {row.standing for row in rows} == {"waiting"}
    settle_all(work, rows[0].document)
    project.flush()
    assert {row.name: row.standing for row in queue(project.path)}[rows[0].name] == "begun"
    work.close(rows[0].document)
    project.flush()
    found = {row.name: row for row in queue(project.path)}[rows[0].name]
    assert (found.standing, found.decided) == ("closed", len(work.gold(rows[0].document).decisions))


def test_expected_disagreement_is_what_two_at_random_would_disagree_about(project: Project) -> None:
    take_in(project, line(annotator="a", status="done", mentions=[NAME, PLACE]))
    take_in(project, line(annotator="b", status="done", mentions=[NAME]), name="b.jsonl")
    take_in(project, line(annotator="c", status="done", mentions=[]), name="c.jsonl")
    (found,) = survey(project.path).values()
    # NAME 2 of 3, PLACE 1 of 3: each differs in 2 of the 3 pairs.
    assert (round(found.disputes, 3), found.clusters, found.disputed) == (1.333, 2, 2)


def test_a_document_is_closed_when_all_is_decided_then_names_are_shown_then_it_can_be_locked(
    project: Project, work: Adjudication
) -> None:
    document = queue(project.path)[0].document
    with pytest.raises(EditError, match="not decided"):
        work.close(document)
    with pytest.raises(EditError, match="Close"):
        work.lock(document)
    settle_all(work, document)
    assert not work.names_shown(document)
    work.close(document)
    assert work.names_shown(document)
    work.lock(document)
    item = work.case(document).items[0]
    with pytest.raises(EditError, match="locked"):
        work.decide(document, item, rulings.rejected())
    work.unlock(document)
    work.decide(document, item, rulings.rejected())
    assert work.gold(document).status == "in_progress"


def test_annotators_layers_stay_as_they_are_and_undo_goes_back_to_nothing(project: Project, work: Adjudication) -> None:
    before, empty = others(project), state(project)
    for row in queue(project.path):
        settle_all(work, row.document)
        work.close(row.document)
    assert others(project) == before
    assert project.flush()
    assert state(project) != empty
    for row in queue(project.path):
        while work.undo(row.document):
            pass
    assert project.flush()
    assert state(project) == empty


def test_decisions_survive_a_restart_and_say_who_made_them(project_path: Path) -> None:
    project = Project.open(project_path)
    fill(project)
    project.work_as("القاضية")
    settle_all(Adjudication(project), 2)
    project.close()
    project = Project.open(project_path)
    project.work_as("أخرى")
    work = Adjudication(project)
    assert work.case(2).is_decided
    (decision,) = [d for d in work.gold(2).decisions.values() if d.place and d.place.start == 4]
    assert work.decided_by(2, decision.id)[0] == "القاضية"
    assert work.undo(2) is not None, "a gold layer is the role's: whoever adjudicates may take back"
    project.close()


def test_reopening_by_an_annotator_asks_only_what_changed(project: Project, work: Adjudication) -> None:
    settle_all(work, 2)
    work.close(2)
    project.work_as(PEOPLE[0])
    layer = project.layer(2)
    project.perform(2, edits.remove(layer, ["m1"]))
    project.perform(2, edits.set_status(layer, project.document(2), project.schema, "done"))
    project.work_as("القاضية")
    (item,) = work.case(2).open()
    assert item.cluster.place is not None
    assert item.cluster.place.start == 4
    project.flush()


def test_nobody_changes_somebody_elses_layer(project: Project, work: Adjudication) -> None:
    theirs, document = project.layer(2, PEOPLE[0]), project.document(2)
    draft = edits.set_status(theirs, document, project.schema, "todo")
    with pytest.raises(EditError, match="somebody else"):
        project.perform(2, draft, PEOPLE[0])
    with pytest.raises(EditError, match="Only gold"):
        edits.set_status(theirs, document, project.schema, "locked")


# --- rules -----------------------------------------------------------------------------------------------------------


def run(project: Project, kind: str = "majority", **options: object) -> RuleReport:
    return apply_rule(project, Rule(kind), RuleOptions(**options))  # type: ignore[arg-type]


def test_a_dry_run_counts_what_the_run_does_and_changes_not_a_byte(project: Project, work: Adjudication) -> None:
    project.flush()
    content = project.path.read_bytes()
    dry = run(project, dry_run=True)
    assert project.path.read_bytes() == content
    wet = run(project)
    assert (dry.settled, dry.accepted, dry.unclear, dry.clusters) == (
        wet.settled,
        wet.accepted,
        wet.unclear,
        wet.clusters,
    )
    assert (dry.step, wet.step is not None) == (None, True)
    assert wet.settled > 8
    assert run(project).settled == 0, "nothing is settled twice"


def test_a_rule_marks_its_decisions_and_is_reverted_whole(project: Project, work: Adjudication) -> None:
    everybody, before = others(project), state(project)
    settle_all(work, 2)
    project.flush()
    by_hand = state(project)
    report = run(project, close=True)
    assert report.closed == 4
    methods = {d.method for d in work.gold(1).decisions.values()}
    assert methods == {"unanimous"}
    assert {d.rule for d in work.gold(3).decisions.values()} == {"majority-2-exact"}
    assert others(project) == everybody
    assert report.step is not None
    assert revert(project, report.step).left == []
    assert state(project) == by_hand
    while work.undo(2):
        pass
    project.flush()
    assert state(project) == before


def test_a_layer_that_was_closed_or_locked_since_is_left_and_named(project: Project, work: Adjudication) -> None:
    report = run(project)
    settle_all(work, 1)
    work.close(1)
    work.lock(1)
    project.flush()
    assert report.step is not None
    assert [left for left in revert(project, report.step).left if "'d0'" in left]
    assert work.gold(1).status == "locked"
    assert run(project).locked == 1


def test_what_a_person_decided_measures_the_rule_and_a_sample_is_left_to_them(
    project: Project, work: Adjudication
) -> None:
    for item in work.case(1).open():
        work.decide(1, item, rulings.rejected())
    project.flush()
    report = run(project, dry_run=True)
    assert (report.audit.audited, report.audit.overruled) == (3, 3)
    everything, half = run(project, dry_run=True).settled, run(project, dry_run=True, keep=0.5)
    assert half.kept > 0
    assert half.settled < everything
    assert run(project, dry_run=True, keep=0.5).settled == half.settled
    assert run(project, keep=1.0).settled == 0


def test_stopping_changes_nothing(project: Project, work: Adjudication) -> None:
    before = state(project)
    with pytest.raises(StoppedError):
        apply_rule(project, Rule("majority"), cancelled=lambda: True)
    assert state(project) == before


def test_two_with_nothing_are_gold_with_nothing(project: Project) -> None:
    for name in PEOPLE[:2]:
        take_in(project, line(annotator=name, status="done", mentions=[]), name=f"{name}.jsonl")
    report = run(project, close=True)
    assert (report.clusters, report.closed) == (0, 1)
    assert project.layer(1, GOLD).status == "done"


def test_two_adjudicators_files_are_a_listed_conflict(project: Project, work: Adjudication, tmp_path: Path) -> None:
    settle_all(work, 2)
    project.flush()
    theirs = taken_out(project, source=GOLD)
    changed = work.case(2).items[0]
    work.decide(2, changed, rulings.rejected())
    project.flush()
    with pytest.raises(DataError, match="holds something else"):
        take_in(project, *theirs.splitlines(), name="theirs.jsonl")
    take_in(project, *theirs.splitlines(), name="theirs.jsonl", replace=True)
    assert taken_out(project, source=GOLD) == theirs
    assert not work.case(2).is_decided, "a decision whose records another hand brought in says nothing any more"


def test_chance_in_the_order_of_annotators_is_stored(project: Project, work: Adjudication) -> None:
    orders = {
        work.case(row.document).order(item.cluster)
        for row in queue(project.path)
        for item in work.case(row.document).items
    }
    assert len(orders) > 2
    again = Adjudication(project)
    chosen = random.Random(1).choice(work.case(2).items).cluster
    assert again.case(2).order(chosen) == work.case(2).order(chosen)
