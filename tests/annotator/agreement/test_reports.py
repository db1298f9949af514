"""The command, the page, the tables; texts of people that try to be code; real coders."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from annotator.agreement.catalogue import CAUSES, MEASURES, REASONS, WARNINGS
from annotator.agreement.html import _floor, _Page, _stretch, page
from annotator.agreement.reporting import Filter, plain
from annotator.agreement.results import Result
from annotator.agreement.tables import guarded, tables
from annotator.cli_agreement import agreement
from annotator.errors import DataError
from annotator.jobs.agreeing import agreement_of
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.agreement.test_project import HADI, NUR, SALMA, done
from tests.annotator.helpers import ATTACK, BLOW, NAME, PLACE, take_in, write_lines
from tests.annotator.text.strategies import shared

EVIL = "=<script>alert(1)</script>&\"'"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(agreement, list(arguments), catch_exceptions=False)


@pytest.fixture
def filled(project: Project) -> Path:
    """Three people, one of whom has a name that tries to be code; so has a label of the document, which the schema leaves
    open."""
    project.set_schema(msgspec.structs.replace(project.schema, document_labels=()))
    lines = [done(SALMA, NAME, PLACE, BLOW, events=[ATTACK]), done(HADI, NAME, BLOW), done(EVIL, PLACE)]
    take_in(project, *lines, *(done(who, NAME, id="d2", labels={EVIL: "=1+1"}) for who in (SALMA, HADI)))
    project.close()
    return project.path


def test_the_command_prints_one_document(filled: Path) -> None:
    ran = run(str(filled), "--json")
    found = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert found == json.loads(run(str(filled), "--json").stdout)
    assert found["coverage"]["compared"] == 2
    only = json.loads(run(str(filled), "--json", "--annotators", f"{SALMA},{HADI}", "--labels", "PERS").stdout)
    assert only["spans"]["exact"]["value"] == 1.0


def test_what_is_not_defined_is_no_error(project: Project) -> None:
    project.close()
    ran = run(str(project.path), "--json")
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["spans"]["exact"]["value"] is None
    assert "undefined" in run(str(project.path)).stdout
    assert run(str(project.path), "--gold").exit_code == 0


def test_wrong_usage_and_strangers_are_refused(filled: Path) -> None:
    assert run(str(filled), "--json", "--explain", "exact").exit_code == 2
    for strange in (["--annotators", "x"], ["--labels", "x"], ["--explain", "x"]):
        with pytest.raises(DataError, match="'x'"):
            run(str(filled), *strange)


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_is_explained(filled: Path, measure: str) -> None:
    said = run(str(filled), "--explain", measure).stdout
    assert MEASURES[measure].formula in said
    assert "documents, n = " in said


def test_an_explanation_gives_the_counts(filled: Path) -> None:
    said = run(str(filled), "--explain", "exact", "--annotators", f"{SALMA},{HADI}").stdout
    assert f"{SALMA} and {HADI}: both 3, {SALMA} 4, {HADI} 3 mentions" in said
    assert f"exact = {6 / 7:.4f}" in said


class Tags(HTMLParser):
    """Checks that every tag is closed in turn, and collects names and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_in_both_languages_and_runs_nothing(filled: Path) -> None:
    target = filled.with_name("report.html")
    assert run(str(filled), "--html", str(target)).exit_code == 0
    html = target.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert not tags.seen & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?://|url\(|@import", html)
    assert EVIL in tags.text
    for word in ("سلّم الاتفاق", "The ladder of agreement", "٠٫", "Why boundaries differ"):
        assert word in tags.text or word == "Why boundaries differ"


def test_tables_hold_no_formula(filled: Path) -> None:
    folder = filled.with_name("tables")
    assert run(str(filled), "--csv", str(folder)).exit_code == 0
    names = {file.stem for file in folder.iterdir()}
    assert {"spans", "pairs", "labels", "confusion", "events", "document_labels", "documents"} <= names
    for file in folder.iterdir():
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.reader(rows):
                assert not any(cell.startswith(("=", "@", "+")) for cell in row)
    assert guarded("-1") == "'-1"
    assert guarded(" =1") == "' =1"
    assert guarded(-0.5) == -0.5


def test_a_file_that_cannot_be_written_is_said(filled: Path) -> None:
    folder = filled.with_name("a folder")
    folder.mkdir()
    from annotator.errors import UnavailableError

    with pytest.raises(UnavailableError, match=r"is a folder\. Nothing was written"):
        run(str(filled), "--html", str(folder))
    assert list(folder.iterdir()) == []


def test_everything_is_said_in_both_languages() -> None:
    words = [*REASONS.values(), *CAUSES.values(), *WARNINGS.values()]
    words += [(m.en, m.ar) for m in MEASURES.values()] + [(m.definition, m.definition_ar) for m in MEASURES.values()]
    for english, arabic in words:
        assert re.search("[A-Za-z]", english)
        assert re.search("[\u0621-\u064a]", arabic)
        assert not re.search("[\u0621-\u064a]", english)


def test_warnings_stand_beside_the_numbers(project: Project) -> None:
    lines = [done(who, NAME, PLACE, id=f"d{k}", labels={"x": "a"}) for who in (SALMA, HADI) for k in range(24)]
    lines += [done(who, NAME, id="d99", labels={"x": "b"}) for who in (SALMA, HADI)] + [done(NUR, NAME, id="d1")]
    take_in(project, *lines, {**done(NUR, NAME, id="d2"), "status": "in_progress"}, add_labels=True)
    report = agreement_of(project.path, Filter())
    codes = {warning.code for warning in report.warnings}
    assert {"not_done", "few_done", "prevalence", "words_inflated"} <= codes
    for language in ("ar", "en"):
        assert all("{" not in warning.words(language) for warning in report.warnings)


def test_the_start_of_the_program_does_not_wait_for_numpy() -> None:
    code = "import sys, annotator.cli; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_json_does_not_depend_on_the_seed_of_hashes(filled: Path) -> None:
    found = set()
    for seed in ("0", "1"):
        code = (
            "import sys, json; from pathlib import Path; from annotator.jobs.agreeing import agreement_of;"
            "from annotator.agreement.reporting import Filter, plain;"
            "print(json.dumps(plain(agreement_of(Path(sys.argv[1]), Filter(), use_cache=False))))"
        )
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8"}
        ran = subprocess.run([sys.executable, "-c", code, str(filled)], env=env, capture_output=True, check=True)
        found.add(ran.stdout)
    assert len(found) == 1


def test_page_and_tables_of_nothing(project: Project) -> None:
    report = agreement_of(project.path, Filter())
    assert "—" in page(report, EVIL)
    assert EVIL not in page(report, EVIL)
    assert len(tables(report)["spans"]) > 5


# --- real coders ------------------------------------------------------------------------------------------------------


def protest_ratings() -> Iterator[dict[str, Any]]:
    """The protest sentences with the raters' votes as document labels. The file has counts, so who said what is chance."""
    rng = random.Random(2016)
    with shared("corpora", "arabic_event_gsr", "protest_gsr.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            votes = ["yes"] * int(row["accept"]) + ["no"] * int(row["reject"])
            rng.shuffle(votes)
            for rater, vote in enumerate(votes):
                base = {"id": row[""], "text": row["text"], "annotator": f"rater {rater}", "status": "done"}
                yield {**base, "labels": {"protest": vote}}


def test_real_raters_have_their_published_kappa(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "gsr.hashiya", load_preset("news"))
    import_paths(project, [write_lines(tmp_path / "gsr.jsonl", *protest_ratings())], ImportOptions(add_labels=True))
    project.close()
    found = plain(agreement_of(project.path, Filter()))
    label = found["document_labels"]["protest"]
    assert label["fleiss_kappa"]["value"] == pytest.approx(0.357, abs=0.0005)
    assert label["fleiss_kappa"]["n_documents"] == 2427
    assert label["alpha_nominal"]["value"] == pytest.approx(0.3439, abs=0.0005)
    low, high = label["fleiss_kappa"]["interval"]
    assert low < 0.357 < high
    assert found["coverage"]["both_nothing"] == found["coverage"]["compared"]


def coders_of_protests() -> Iterator[dict[str, Any]]:
    """The coders' word lists as layers: each coder's verb words and actor words, where they first stand in the text."""
    stories = json.loads(shared("corpora", "arabic_event_gsr", "protest_spans.json").read_text(encoding="utf-8"))
    labels = {"verb": "Conflict.Demonstrate", "source_actor": "PERS", "target_actor": "ORG"}
    for number, story in enumerate(stories[:120]):
        for coder, said in enumerate(story["spans"]):
            marked = []
            for field, label in labels.items():
                places = sorted({story["text"].find(word) for word in said.get(field) or []} - {-1})
                if places:
                    last = max(said[field], key=lambda word: story["text"].find(word))
                    end = story["text"].find(last) + len(last)
                    marked.append({"start": places[0], "end": end, "label": label})
            base = {"id": f"p{number}", "text": story["text"], "annotator": f"coder {coder}", "status": "done"}
            yield {**base, "mentions": marked}


def test_real_coders_word_lists_have_figures(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "coders.hashiya", load_preset("news"))
    options = ImportOptions(add_labels=True, skip_bad=True)
    import_paths(project, [write_lines(tmp_path / "coders.jsonl", *coders_of_protests())], options)
    project.close()
    found = plain(agreement_of(project.path, Filter()))
    rungs = [found["spans"][name]["value"] for name in ("exact", "boundary", "partial", "overlap")]
    assert rungs == sorted(rungs)
    assert 0 < rungs[0] < rungs[-1] < 1
    assert found["coverage"]["compared"] > 50
    assert sum(found["boundary_taxonomy"].values()) > 0


def test_the_pages_digits_leave_full_stops_alone() -> None:
    arabic = _Page(None, "", "ar", None)
    assert arabic.digits("n: 1,234.5 (69 %). 3.") == "n: ١٬٢٣٤٫٥ (٦٩ %). ٣."
    assert arabic.digits("95%") == "٩٥٪"
    assert _Page(None, "", "en", None).digits("1.5.") == "1.5."


def test_an_axis_reaches_down_to_what_is_negative() -> None:
    low = Result("alpha", -0.18, None, 9, 18, (-0.44, 0.2))
    assert [_floor([]), _floor([Result("alpha", None, "no_words", 0, 0)]), _floor([low])] == [0.0, 0.0, -0.5]
    assert _stretch(-0.5, 0.0, -0.18) == "inset-inline-start:21.3%;inline-size:12.0%"
    arabic, english = (_Page(None, "", language, None) for language in ("ar", "en"))
    assert arabic.value(-0.18) == '<bdi dir="ltr">−٠٫١٨٠</bdi>'
    assert english.value(-0.18) == "-0.180"
    assert "<u " in english.bar(low, -0.5)
    assert "<u " not in english.bar(low)
