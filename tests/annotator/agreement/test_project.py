"""Agreement of a project: what counts, what is kept, what is filtered, and that looking changes nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from annotator import edits
from annotator.agreement.reporting import Filter, plain
from annotator.cli import cli
from annotator.errors import DataError, StoppedError, UserError
from annotator.jobs.agreeing import Agreement, agreement_of, verify
from annotator.jobs.agreement_ledger import _by_row
from annotator.jobs.agreement_requests import compute
from annotator.jobs.reverting import revert, withdraw
from annotator.jobs.samples import create_sample
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, TEXT, line, take_in

SALMA, HADI, NUR = "سلمى", "هادي", "نور"


def done(annotator: str, *mentions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return line(annotator=annotator, status="done", mentions=list(mentions), **fields)


def figures(path: Path, chosen: Filter = Filter()) -> dict[str, Any]:  # noqa: B008 - frozen
    return plain(agreement_of(path, chosen))


def fresh(path: Path) -> Any:
    """The statistics as they are computed without anything kept."""
    found = Agreement(path, use_cache=False)
    found.refresh()
    rows = _by_name(found)
    found.close()
    return rows


def _by_name(found: Agreement) -> Any:
    ledger = found._ledger
    return {(d, found.annotators[a], found.annotators[b]): v for (d, a, b), v in _by_row(ledger.statistics).items()}


# --- what counts ------------------------------------------------------------------------------------------------------


def test_only_layers_that_are_done_count(project: Project) -> None:
    take_in(project, done(SALMA, NAME, PLACE), line(annotator=HADI, status="in_progress", mentions=[NAME]))
    found = figures(project.path)
    assert found["spans"]["exact"] == {
        "value": None,
        "reason": "No document is done by two of these annotators.",
        "n_documents": 0,
        "n_units": 0,
        "interval": None,
    }
    assert found["coverage"]["layers_done"] == 1
    assert found["coverage"]["layers_not_done"] == 1
    assert found["coverage"]["done_by_one"] == 1


def test_done_with_nothing_is_not_the_same_as_not_done(project: Project) -> None:
    take_in(project, done(SALMA, NAME), done(HADI), done(SALMA, id="d2"), done(HADI, id="d2"))
    found = figures(project.path)
    assert found["spans"]["exact"]["value"] == 0.0
    assert found["coverage"]["compared"] == 2
    assert found["coverage"]["both_nothing"] == 1


def test_counts_of_several_pairs_are_summed_and_then_divided(project: Project) -> None:
    take_in(project, done(SALMA, NAME, PLACE), done(HADI, NAME), done(NUR, NAME, PLACE))
    found = figures(project.path)
    assert found["spans"]["exact"]["value"] == pytest.approx(2 * (1 + 2 + 1) / (3 + 4 + 3))
    assert [(row["a"], row["b"], row["tp"], row["n_a"], row["n_b"]) for row in found["pairs"]] == [
        (SALMA, NUR, 2, 2, 2),
        (SALMA, HADI, 1, 2, 1),
        (NUR, HADI, 1, 2, 1),
    ]


def test_events_reach_every_level(project: Project) -> None:
    mine = {**ATTACK, "arguments": [{"role": "Place", "mention": "m3"}]}
    theirs = {**ATTACK, "arguments": [{"role": "Target", "mention": "m3"}]}
    take_in(project, done(SALMA, BLOW, PLACE, events=[mine]), done(HADI, BLOW, PLACE, events=[theirs]))
    found = figures(project.path)
    values = {level: found["events"][level]["value"] for level in found["events"]}
    assert values["trigger_id"] == values["trigger_class"] == 1.0
    assert values["argument_id"] == values["argument_id_attached"] == values["argument_id_given_trigger"] == 1.0
    assert values["argument_class"] == values["argument_class_attached"] == 0.0
    assert found["confusion"]["roles"] == {
        "labels": ["Place", "Target", None],
        "matrix": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
    }


def test_a_trigger_without_its_event_counts_as_one(project: Project) -> None:
    take_in(project, done(SALMA, BLOW, events=[ATTACK]), done(HADI, BLOW))
    assert figures(project.path)["events"]["trigger_class"]["value"] == 1.0


def test_gold_is_compared_with_everybody_and_never_among_them(project: Project) -> None:
    gold = done("gold", NAME, PLACE)
    take_in(project, done(SALMA, NAME), done(HADI, NAME, PLACE), gold)
    among = figures(project.path)
    assert [(row["a"], row["b"]) for row in among["pairs"]] == [(SALMA, HADI)]
    against = figures(project.path, Filter(gold=True))
    assert [(row["a"], row["b"], row["exact"]) for row in against["pairs"]] == [
        (SALMA, "gold", pytest.approx(2 / 3)),
        (HADI, "gold", 1.0),
    ]


def test_filters_leave_what_they_name(project: Project) -> None:
    take_in(project, done(SALMA, NAME, PLACE), done(HADI, NAME), done(SALMA, PLACE, id="d2"), done(HADI, id="d2"))
    assert figures(project.path, Filter(labels=("PERS",)))["spans"]["exact"]["value"] == 1.0
    assert figures(project.path, Filter(documents=("d2",)))["spans"]["exact"]["value"] == 0.0
    assert figures(project.path, Filter(until=0))["coverage"]["compared"] == 0
    assert figures(project.path, Filter(since=0))["coverage"]["compared"] == 2
    assert figures(project.path, Filter(annotators=(SALMA,)))["coverage"]["compared"] == 0
    for strange in (Filter(annotators=("x",)), Filter(labels=("x",)), Filter(documents=("x",))):
        with pytest.raises(DataError, match="'x'"):
            figures(project.path, strange)


def test_document_labels_come_with_the_layers(project: Project) -> None:
    lines = [
        done(who, id=f"d{k}", labels={"stance": value, "topics": ["a", value]})
        for who, values in ((SALMA, "xyxx"), (HADI, "xyyx"), (NUR, "xy"))
        for k, value in enumerate(values)
    ]
    take_in(project, *lines, add_labels=True)
    found = figures(project.path)["document_labels"]
    assert set(found) == {"stance", "topics"}
    assert found["stance"]["observed"]["value"] == pytest.approx(7 / 8)
    assert found["stance"]["observed"]["n_documents"] == 4
    assert found["stance"]["alpha_ordinal"]["value"] is None
    assert found["topics"]["alpha_masi"]["value"] is not None


def test_the_keys_are_those_that_scripts_rely_on(project: Project) -> None:
    found = figures(project.path)
    names = ["coverage", "spans", "pairs", "labels", "confusion", "events", "document_labels", "boundary_taxonomy"]
    assert list(found) == names
    spans = {"exact", "boundary", "overlap", "overlap_label", "partial", "token_alpha", "label_given_boundary"}
    assert spans <= set(found["spans"])
    assert set(found["spans"]["label_given_boundary"]) == {"observed", "cohen_kappa", "alpha"}
    levels = ("trigger_id", "trigger_class", "argument_id", "argument_class")
    attached = ("argument_id_attached", "argument_class_attached")
    results = [found["spans"]["exact"], *(found["events"][level] for level in (*levels, *attached))]
    for result in results:
        assert set(result) == {"value", "reason", "n_documents", "n_units", "interval"}
        assert result["value"] is None
        assert result["reason"]
    assert set(found["boundary_taxonomy"]) == {"clitic", "article", "punctuation", "tatweel_vowels", "length", "other"}


def test_merged_labels_count_as_one_from_the_change_of_the_schema_on(project: Project) -> None:
    take_in(project, done(SALMA, NAME, PLACE), done(HADI, {**NAME, "label": "ORG"}, PLACE))
    live = Agreement(project.path)
    live.refresh()
    assert live.report().summary.spans["exact"].value == 0.5
    schema = project.schema
    merged = [msgspec.structs.replace(x, into="ORG") if x.key == "PERS" else x for x in schema.labels]
    project.set_schema(msgspec.structs.replace(schema, labels=tuple(merged)))
    project.flush()
    live.refresh()
    summary = live.report().summary
    assert summary.spans["exact"].value == 1.0
    assert sorted(summary.labels) == ["LOC", "ORG"]
    assert list(live.behind()) == live.verify() == []
    live.close()
    for label in ("PERS", "ORG"):
        assert figures(project.path, Filter(labels=(label,)))["spans"]["exact"]["n_units"] == 2


def test_the_order_of_arrival_changes_nothing(tmp_path: Path) -> None:
    lines = [
        done(who, *mentions, id=f"d{k}")
        for who, mentions in ((SALMA, (NAME, PLACE)), (HADI, (NAME, BLOW)), (NUR, (PLACE,)))
        for k in range(3)
    ]
    found = []
    for number in range(2):
        project = Project.create(tmp_path / f"p{number}.hashiya", load_preset("news"))
        take_in(project, *random.Random(number).sample(lines, len(lines)))
        project.close()
        found.append(figures(project.path))
    assert found[0] == found[1]


# --- what is kept -----------------------------------------------------------------------------------------------------


def a_step(project: Project, rng: random.Random, steps: list[str]) -> None:
    """Something that a person, an import or a revert does."""
    names = [row.name for row in project.document_rows()]
    rows = {row.name: row.id for row in project.document_rows()}
    project.work_as(rng.choice([SALMA, HADI, NUR]))
    number = rows[rng.choice(names)]
    layer, document, schema = project.layer(number), project.document(number), project.schema
    what = rng.choice(
        ["mark", "mark", "move", "relabel", "remove", "status", "status", "undo", "redo", "import", "revert"]
    )
    start = rng.randrange(len(document.text) - 8)
    span, some = Span(start, start + rng.randint(1, 7)), rng.choice(sorted(layer.mentions) or [""])
    label = rng.choice(["PERS", "LOC", "Conflict.Attack"])
    drafts = {
        "mark": lambda: edits.mark(layer, document, schema, [span], label),
        "move": lambda: edits.move(layer, document, schema, some, [span]),
        "relabel": lambda: edits.relabel(layer, schema, some, label),
        "remove": lambda: edits.remove(layer, [some]),
        "status": lambda: edits.set_status(layer, document, schema, rng.choice(["done", "done", "in_progress"])),
    }
    if what in drafts:
        project.perform(number, drafts[what]())
    elif what in ("undo", "redo"):
        getattr(project, what)(number)
    elif what == "import":
        who = rng.choice([SALMA, HADI, NUR])
        mentions = rng.sample([NAME, BLOW, PLACE], rng.randint(0, 3))
        report = take_in(project, done(who, *mentions, id=rng.choice(names)), replace=True)
        steps += [report.step] if report.step else []
    elif steps:
        revert(project, steps.pop())


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_equals_what_is_computed_anew(project: Project, seed: int) -> None:
    rng, steps = random.Random(seed), []
    take_in(project, *(done(who, NAME, id=f"d{k}") for who in (SALMA, HADI) for k in range(3)))
    live = Agreement(project.path)
    for number in range(60):
        try:
            a_step(project, rng, steps)
        except UserError:
            continue
        if number % 4 == 0:
            assert project.flush()
            live.refresh()
            assert _by_name(live) == fresh(project.path), f"step {number}"
    live.close()
    withdraw(project, ["d1"])
    project.flush()
    opened = Agreement(project.path)
    opened.refresh()
    assert _by_name(opened) == fresh(project.path)
    assert opened.verify() == []
    opened.close()


def test_the_second_time_nothing_is_computed(project: Project, cache_folder: Path) -> None:
    take_in(project, done(SALMA, NAME), done(HADI, PLACE), done(SALMA, id="d2"), done(HADI, id="d2"))
    for expected in (2, 0):
        found = Agreement(project.path)
        assert found.refresh() == expected
        found.close()
    project.work_as(HADI)
    project.perform(1, edits.mark(project.layer(1), project.document(1), project.schema, [Span(0, 3)], "PERS"))
    project.perform(1, edits.set_status(project.layer(1), project.document(1), project.schema, "done"))
    project.flush()
    found = Agreement(project.path)
    assert found.refresh() == 1
    found.close()
    assert [file.suffix for file in cache_folder.rglob("*") if file.is_file()] == [".cache"]


def test_what_is_kept_and_wrong_is_found_and_mended(project: Project) -> None:
    take_in(project, done(SALMA, NAME), done(HADI, NAME))
    found = Agreement(project.path)
    found.refresh()
    found._ledger.statistics.pair_values[0, 2] += 1
    found._ledger._save()
    found.close()
    project.close()
    checked = CliRunner().invoke(cli, ["check", "--deep", "--json", str(project.path)])
    wrong = "agreement: the statistics kept for 'd1' were not those of its layers; they were computed anew"
    assert json.loads(checked.stdout) == {"deep": True, "ok": False, "problems": [wrong]}
    assert verify(project.path) == []
    assert CliRunner().invoke(cli, ["check", "--deep", str(project.path)]).exit_code == 0


@pytest.mark.parametrize("harm", [b"", b"HSHYAGR2", b"nonsense" * 50])
def test_a_damaged_file_of_statistics_counts_as_none(project: Project, cache_folder: Path, harm: bytes) -> None:
    take_in(project, done(SALMA, NAME), done(HADI, NAME))
    expected = figures(project.path)
    (file,) = (path for path in cache_folder.rglob("*") if path.is_file())
    whole = file.read_bytes()
    for data in (harm, whole[:-3], whole[:30] + harm + whole[30:]):
        file.write_bytes(data)
        assert figures(project.path) == expected


def test_a_cache_folder_that_cannot_be_written_stops_nobody(
    project: Project, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(project, done(SALMA, NAME), done(HADI, NAME))
    (cache_folder / "agreement").write_text("in the way")
    assert figures(project.path)["spans"]["exact"]["value"] == 1.0


def test_stopping_keeps_what_was_computed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.jobs.agreement_ledger._BATCH", 1)
    take_in(project, *(done(who, NAME, id=f"d{k}") for who in (SALMA, HADI) for k in range(3)))
    found = Agreement(project.path)
    with pytest.raises(StoppedError):
        found.refresh(cancelled=lambda: True)
    assert found.refresh() == 2
    found.close()


def test_looking_changes_not_one_byte_beside_or_in_the_project(project: Project) -> None:
    take_in(project, done(SALMA, NAME), done(HADI, NAME))
    project.close()
    before = {path.name: path.read_bytes() for path in project.path.parent.iterdir()}
    figures(project.path)
    assert {path.name: path.read_bytes() for path in project.path.parent.iterdir()} == before


# --- behind the numbers -----------------------------------------------------------------------------------------------


def test_every_number_leads_to_its_places(project: Project) -> None:
    cut = {**PLACE, "id": "m4", "start": 35, "text": "الزهراء"}
    take_in(project, done(SALMA, NAME, BLOW, PLACE), done(HADI, {**NAME, "label": "ORG"}, cut))
    found = Agreement(project.path)
    found.refresh()
    (behind,) = found.behind()
    kinds = {difference.kind: difference for difference in behind.differences}
    assert (behind.a, behind.b) == (SALMA, HADI)
    assert set(kinds) == {"label", "missing", "boundary", "trigger"}
    assert kinds["boundary"].cause == "length"
    assert [d.kind for b in found.behind(keep=lambda d: d.kind == "label") for d in b.differences] == ["label"]
    found.close()


def test_gamma_is_there_for_who_asks(project: Project) -> None:
    take_in(project, done(SALMA, NAME, PLACE), done(HADI, NAME, PLACE), done(NUR))
    found = Agreement(project.path)
    found.refresh()
    pair = compute(found, "gamma", Filter(annotators=(SALMA, HADI)))
    assert (pair.value, pair.n_documents, pair.n_units) == (1.0, 1, 4)
    assert compute(found, "alpha_u", Filter(annotators=(SALMA, HADI))).value == 1.0
    assert compute(found, "gamma", Filter(gold=True)).reason == "no_common"
    found.close()


def test_the_sample_project_has_figures(tmp_path: Path) -> None:
    path = tmp_path / "sample.hashiya"
    create_sample(path)
    found = figures(path)
    assert found["coverage"]["documents"] == 10
    assert len(TEXT) > 0
