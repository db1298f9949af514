"""Real articles and real coders, adjudicated from beginning to end."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.adjudication import rulings
from annotator.adjudication.case import Item
from annotator.adjudication.clusters import Cluster
from annotator.adjudication.rules import Rule, majority
from annotator.adjudication.rulings import Ruling
from annotator.adjudication.values import essence
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.adjudication_rules import RuleOptions, RuleReport, apply_rule
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Argument, Mention, Span
from annotator.project import Project
from annotator.schema import Schema
from tests.annotator.adjudication.worlds import PEOPLE, noisy
from tests.annotator.agreement.test_reports import coders_of_protests
from tests.annotator.helpers import write_lines
from tests.annotator.text.strategies import articles

NAMES = {
    "سوريا": "GPE",
    "روسيا": "GPE",
    "حلب": "GPE",
    "تركيا": "GPE",
    "دمشق": "GPE",
    "الأمم المتحدة": "ORG",
    "مجلس الأمن": "ORG",
    "النظام": "ORG",
    "الأسد": "PERS",
}
BLOWS = ("قصف", "هجوم", "مقتل", "غارات")
Marks = list[tuple[int, int, str]]


def careful(text: str) -> Marks:
    """One annotation of an article: known names and words for attacks, wherever they stand."""
    found = {(m.start(), m.end(), label) for name, label in NAMES.items() for m in re.finditer(re.escape(name), text)}
    found |= {(m.start(), m.end(), "Conflict.Attack") for blow in BLOWS for m in re.finditer(blow, text)}
    return sorted(found)


def layer(text: str, marks: Marks, chance: random.Random | None) -> dict[str, Any]:
    """Mentions, and an event for each blow, whose place is the country or town that comes next."""
    mentions = [{"id": f"m{n}", "start": s, "end": e, "label": label} for n, (s, e, label) in enumerate(marks)]
    events = []
    for mention in mentions:
        if mention["label"] == "Conflict.Attack":
            after = [m for m in mentions if m["label"] == "GPE" and m["start"] > mention["start"]]
            role = "Target" if chance is not None and chance.random() < 0.2 else "Place"
            arguments = [{"role": role, "mention": after[0]["id"]}] if after else []
            events.append({"label": "Conflict.Attack", "trigger": mention["id"], "arguments": arguments})
    return {"mentions": mentions, "events": events}


def lines() -> Iterator[dict[str, Any]]:
    for number, text in enumerate(articles()):
        for name in PEOPLE:
            chance = random.Random(f"{number} {name}")
            base = {"id": f"a{number}", "text": text, "annotator": name, "status": "done"}
            yield {**base, **layer(text, noisy(careful(text), text, chance), chance)}


class Done(NamedTuple):
    """How an adjudication went."""

    decisions: dict[str, int]
    dry: RuleReport


def truth_of(cluster: Cluster, truth: Marks) -> Ruling:
    """What a lead who knows the truth answers."""
    place = cluster.place
    assert place is not None
    values: list[tuple[Any, int | None]] = []
    for start, end, label in truth:
        if start < place.end and place.start < end:
            mention = Mention("", (Span(start, end),), label)
            same = next((c.number for c in cluster.candidates if essence(c.value) == essence(mention)), None)
            values.append((mention, same or 1))
    return rulings.changed(cluster, values) if values else rulings.rejected()


def right(cluster: Cluster) -> Ruling:
    """An argument whose role is Place."""
    numbers = [c.number for c in cluster.candidates if isinstance(c.value, Argument) and c.value.role == "Place"]
    return rulings.accepted(cluster, numbers) if numbers else rulings.rejected()


def adjudicate(project: Project) -> Done:
    project.work_as("القاضية")
    work = Adjudication(project)
    decisions = {}
    for row in queue(project.path):
        truth = careful(project.document(row.document).text)

        def answer(item: Item, truth: Marks = truth) -> Ruling:
            return truth_of(item.cluster, truth) if item.cluster.stage == "mention" else right(item.cluster)

        count = 0
        while waiting := work.case(row.document).open():
            work.decide(row.document, waiting[0], answer(waiting[0]))
            count += 1
        work.close(row.document)
        decisions[row.name] = count
    project.flush()
    return Done(decisions, apply_rule(project, Rule("majority"), RuleOptions(dry_run=True)))


def made(tmp_path: Path, news: Schema, *items: Any) -> Project:
    project = Project.create(tmp_path / "p.hashiya", news)
    options = ImportOptions(add_labels=True, skip_bad=True)
    import_paths(project, [write_lines(tmp_path / "in.jsonl", *items)], options)
    return project


def test_five_articles_of_three_annotators_become_what_the_lead_knows(tmp_path: Path, news: Schema) -> None:
    project = made(tmp_path, news, *lines())
    done = adjudicate(project)
    assert len(done.decisions) == 5
    assert done.dry.audit.audited > 50
    assert 0 <= (done.dry.audit.error or 0) < 0.2
    for row in queue(project.path):
        assert row.standing == "closed"
        document = project.document(row.document)
        work = Adjudication(project)
        said = {c.place for c in work.case(row.document).mention_clusters}
        found = {(m.start, m.end, m.label) for m in work.gold(row.document).mentions.values()}
        seen = {m for m in careful(document.text) if any(p and m[0] < p.end and p.start < m[1] for p in said)}
        assert found == seen
        for event in work.gold(row.document).events.values():
            assert {argument.role for argument in event.arguments} <= {"Place"}
    print({"decisions": done.decisions, "audit": done.dry.audit, "unclear by rule": done.dry.unclear})
    project.close()


def test_real_coders_are_adjudicated_by_majority_and_the_first_of_the_rest(tmp_path: Path, news: Schema) -> None:
    project = made(tmp_path, news, *list(coders_of_protests())[:120])
    project.work_as("القاضية")
    rule = apply_rule(project, Rule("majority"), RuleOptions(close=True))
    assert rule.settled > 10
    work = Adjudication(project)
    for row in queue(project.path):
        while waiting := work.case(row.document).open():
            cluster = waiting[0].cluster
            work.decide(row.document, waiting[0], majority(cluster) or rulings.accepted(cluster, [1]))
        if not work.names_shown(row.document):
            work.close(row.document)
    project.flush()
    assert {row.standing for row in queue(project.path)} == {"closed"}
    print({"settled": rule.settled, "of": rule.clusters, "unclear": rule.unclear})
    project.close()
