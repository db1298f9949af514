"""The command line as scripts see it: exit codes, what goes to stdout, what to stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.cli import main
from annotator.project import Project
from tests.annotator.helpers import NAME, PLACE, TEXT, line, write_lines


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


class Runner:
    """The command in this process, with what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Result:
        code: object = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code or 0
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return Result(int(str(code)), out, err)


@pytest.fixture
def there(project_path: Path, run: Runner) -> Path:
    file = write_lines(project_path.with_name("first.jsonl"), line(mentions=[NAME]), line(id="d2", mentions=[PLACE]))
    assert run("import", project_path, file).code == 0
    return project_path


def test_from_an_empty_folder_to_a_file(run: Runner, tmp_path: Path) -> None:
    project, out = tmp_path / "p.hashiya", tmp_path / "o.jsonl"
    assert run("new", project).code == 0
    file = write_lines(tmp_path / "in.jsonl", line(mentions=[NAME]), {"id": "x", "text": "y"})
    taken = run("import", project, file)
    assert (taken.code, taken.out) == (0, "")
    assert "2 of 2 lines taken" in taken.err
    exported = run("export", project, "-o", out)
    assert (exported.code, exported.out) == (0, "")
    assert (
        "2 lines from all: layers 0 todo, 1 in_progress, 0 done, 0 locked; documents without a layer 1." in exported.err
    )
    assert len(out.read_bytes().split(b"\n")) == 3
    shown = run("show", project, "d1")
    assert TEXT in shown.out
    assert "4-16 PERS: سليم الهاشمي" in shown.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "P"), 2),
        (("import", "P", "F", "--no-such"), 2),
        (("export", "P"), 2),
        (("export", "P", "-o", "O", "--status", "finished"), 2),
        (("withdraw", "P"), 2),
        (("schema", "shout"), 2),
        (("info",), 2),
        (("info", "MISSING"), 3),
        (("import", "P", "MISSING"), 3),
        (("import", "MISSING", "F"), 3),
        (("new", "P"), 3),
        (("export", "P", "-o", "NOWHERE"), 3),
        (("schema", "check", "MISSING"), 3),
        (("show", "P", "nobody"), 1),
        (("withdraw", "P", "--documents", "nobody"), 1),
        (("revert", "P", "x:1"), 1),
        (("export", "P", "-o", "O", "--from", "nobody"), 1),
        (("export", "P", "-o", "O", "--from", ""), 1),
        (("new", "N", "--schema", "nothing"), 1),
        (("schema", "show", "nothing"), 1),
        (("import", "P", "BAD"), 1),
        (("info", "TEXT"), 1),
        (("check", "TEXT"), 1),
        (("info", "P"), 0),
        (("check", "P"), 0),
        (("check", "P", "--deep"), 0),
        (("import", "P", "BAD", "--skip-bad"), 0),
        (("schema", "list"), 0),
        (("--version",), 0),
        (("-h",), 0),
        (("import", "-h"), 0),
    ],
)
def test_exit_codes(arguments: Sequence[str], code: int, run: Runner, there: Path, tmp_path: Path) -> None:
    bad = write_lines(tmp_path / "bad.jsonl", b"{")
    (tmp_path / "t.hashiya").write_text("text")
    places = {
        "P": there,
        "F": write_lines(tmp_path / "f.jsonl", line()),
        "MISSING": tmp_path / "missing.hashiya",
        "O": tmp_path / "o.jsonl",
        "NOWHERE": tmp_path / "no" / "o.jsonl",
        "N": tmp_path / "n.hashiya",
        "BAD": bad,
        "TEXT": tmp_path / "t.hashiya",
    }
    result = run(*(places.get(word, word) for word in arguments))
    assert result.code == code, result.err
    if code:
        assert result.out == ""
        assert result.err.strip()
    assert not (tmp_path / "n.hashiya").exists()


def test_a_refused_import_lists_every_place_on_stderr(run: Runner, there: Path, tmp_path: Path) -> None:
    bad = write_lines(tmp_path / "bad.jsonl", b"{", {"id": "x"}, line(id="y", mentions=[{**NAME, "end": 99}]))
    before = there.read_bytes()
    result = run("import", there, bad)
    assert result.code == 1
    for number in (1, 2, 3):
        assert f"{bad}:{number}: " in result.err
    assert "3 of 3 documents cannot be taken. Nothing was imported" in result.err
    assert there.read_bytes() == before
    result = run("import", there, bad, "--skip-bad")
    assert (result.code, f"{bad}:2: there is no text" in result.err) == (0, True)


def test_json_is_one_document_and_a_function_of_the_content(run: Runner, there: Path, tmp_path: Path) -> None:
    found = run("info", there, "--json")
    facts = json.loads(found.out)
    assert (facts["documents"], facts["mentions"], found.err) == (2, 2, "")
    assert [person["name"] for person in facts["people"]] == ["سلمى"]
    other = tmp_path / "other" / "q.hashiya"
    other.parent.mkdir()
    run("new", other)
    run("import", other, there.with_name("first.jsonl"))
    assert run("info", other, "--json").out == found.out
    assert json.loads(run("check", there, "--deep", "--json").out) == {"deep": True, "ok": True, "problems": []}
    rows = {row["name"]: row for row in json.loads(run("schema", "list", "--json").out)}
    assert {"ace", "acled", "conll", "news", "plover", "rich-ere", "wojood", "wojood-hadath"} < set(rows)
    assert (rows["news"]["entities"], rows["news"]["events"]) == (21, 25)
    assert json.loads(run("schema", "show", "news", "--json").out)["name"] == "news"


def test_a_bad_schema_names_its_line(run: Runner, tmp_path: Path) -> None:
    shown = run("schema", "show", "news").out
    file = tmp_path / "s.toml"
    file.write_text(shown, encoding="utf-8")
    assert run("schema", "check", file).code == 0
    assert json.loads(run("schema", "check", file, "--json").out) == {"ok": True, "problems": []}
    file.write_text(shown.replace('"PERS"', '"P E"', 1), encoding="utf-8")
    refused = run("schema", "check", file)
    assert refused.code == 1
    assert f"{file}:" in refused.err
    told = run("schema", "check", file, "--json")
    assert told.code == 1
    assert json.loads(told.out)["problems"] == [row for row in refused.err.split("\n") if row.startswith(f"{file}:")]
    assert run("new", tmp_path / "n.hashiya", "--schema", file).code == 1
    assert not (tmp_path / "n.hashiya").exists()


def test_a_project_takes_the_schema_of_a_file(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(run("schema", "show", "conll").out.replace('"conll"', '"mine"'), "utf-8")
    assert run("new", tmp_path / "n.hashiya", "--schema", tmp_path / "mine.toml").code == 0
    project = Project.open(tmp_path / "n.hashiya", write=False)
    assert project.schema.name == "mine"
    project.close()


def test_withdraw_takes_several_and_prints_how_to_go_back(run: Runner, there: Path) -> None:
    gone = run("withdraw", there, "--documents", "d1", "d2")
    assert gone.code == 0
    assert json.loads(run("info", there, "--json").out)["documents"] == 0
    step = gone.err.rstrip("\n").rpartition(" ")[2].rstrip(".")
    assert run("revert", there, step).code == 0
    assert json.loads(run("info", there, "--json").out)["documents"] == 2


def test_import_prints_how_to_go_back(run: Runner, there: Path, tmp_path: Path) -> None:
    before = run("info", there, "--json").out
    file = write_lines(tmp_path / "over.jsonl", line(mentions=[PLACE]))
    assert run("import", there, file).code == 1
    taken = run("import", there, file, "--replace")
    assert "1 replaced" in taken.err
    step = taken.err.rstrip("\n").rpartition(" ")[2]
    assert run("revert", there, step).code == 0
    assert run("info", there, "--json").out == before


def test_twins_and_added_labels_are_told(run: Runner, there: Path, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "t.jsonl", line(id="twin", mentions=[{**NAME, "label": "HERO"}]))
    taken = run("import", there, file, "--add-labels")
    assert "note: twin has the same text as d1; both are kept" in taken.err
    assert "note: labels added to the schema: HERO" in taken.err


def test_a_name_of_a_person_may_be_that_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """`hashiya work.hashiya --as info` opens the window; it is no command."""
    from annotator.cli import cli

    for arguments in (["work.hashiya", "--as", "info"], ["--as", "schema", "work.hashiya"], ["work.hashiya"], []):
        context = cli.make_context("hashiya", list(arguments), resilient_parsing=True)
        rest = [*context._protected_args, *context.args]
        assert rest[0] == "open", arguments


def test_a_reader_that_goes_away_is_no_fault(there: Path) -> None:
    file = write_lines(there.with_name("long.jsonl"), {"id": "long", "text": "سطر\n" * 60_000})
    main_ = [sys.executable, "-m", "annotator.cli"]
    subprocess.run([*main_, "import", str(there), str(file)], check=True, capture_output=True)
    child = subprocess.Popen([*main_, "show", str(there), "long"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    words = child.stderr.read()
    child.stderr.close()
    child.wait()
    assert words == b""


# --- label files of other tools --------------------------------------------------------------------------------------


CONF = "[entities]\nPerson\nPlace\n[events]\nDie Victim+:Person, Place?:Place\n"


def test_a_label_file_becomes_a_schema_and_a_project(run: Runner, tmp_path: Path) -> None:
    conf, mine = tmp_path / "annotation.conf", tmp_path / "mine.toml"
    conf.write_text(CONF + "[relations]\nIs Arg1:Place, Arg2:Place, <REL-TYPE>:symmetric-transitive\n", "utf-8")
    made = run("schema", "import", conf, "-o", mine)
    assert (made.code, made.out) == (0, "")
    assert "not carried over: that a relation is transitive" in made.err
    assert "2 labels of entities and 1 of events taken" in made.err
    assert run("schema", "check", mine).code == 0
    assert run("schema", "import", conf).out == mine.read_text(encoding="utf-8")
    assert run("new", tmp_path / "n.hashiya", "--schema", mine).code == 0
    out = run("schema", "export", tmp_path / "n.hashiya", "--format", "brat")
    assert "Die\tVictim+:Person, Place?:Place\n" in out.out
    assert run("schema", "export", tmp_path / "n.hashiya").out == mine.read_text(encoding="utf-8")


def test_schemas_go_out_by_name_and_by_file(run: Runner, tmp_path: Path) -> None:
    shown = run("schema", "show", "news").out
    assert run("schema", "export", "news").out == shown
    assert run("schema", "export", "news", "-o", tmp_path / "n.toml").code == 0
    assert run("schema", "export", tmp_path / "n.toml").out == shown
    told = run("schema", "export", "news", "--format", "brat", "-o", tmp_path / "a.conf")
    assert "not carried over: the role Number, which takes a value (number)" in told.err
    assert run("schema", "import", tmp_path / "a.conf").code == 0


def test_label_files_are_refused_with_their_line(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "o.toml"
    out.write_text("as it was", "utf-8")
    for name, text, line_ in (("a.conf", "[x]\n", 1), ("a.xml", "<a>\n<b>", 2), ("a.json", "[\n3]", 2)):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        refused = run("schema", "import", file, "-o", out)
        assert (refused.code, refused.out) == (1, "")
        assert f"{file}:{line_}: " in refused.err
    assert out.read_text("utf-8") == "as it was"
    odd = tmp_path / "labels.txt"
    odd.write_text('[{"text": "PER"}]', "utf-8")
    assert "--format" in run("schema", "import", odd).err
    assert run("schema", "import", odd, "--format", "doccano").code == 0
    assert run("schema", "import", tmp_path / "no.conf").code == 3
    assert run("schema", "import", odd, "--format", "doccano", "-o", tmp_path / "no" / "o.toml").code == 3
    assert run("schema", "export", "nothing").code == 1
    assert run("schema", "export", odd).code == 1


# --- gold ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(project_path: Path, run: Runner) -> Path:
    """A document that three have done; one of them has missed a name."""
    for name, mentions in (("a", [NAME, PLACE]), ("b", [NAME, PLACE]), ("c", [NAME])):
        file = write_lines(
            project_path.with_name(f"{name}.jsonl"), line(annotator=name, status="done", mentions=mentions)
        )
        assert run("import", project_path, file).code == 0
    return project_path


def test_from_three_layers_to_a_release_that_verifies(run: Runner, three: Path, tmp_path: Path) -> None:
    dry = json.loads(run("adjudicate", three, "--rule", "majority", "--dry-run", "--json").out)
    assert (dry["dry_run"], dry["settled"], dry["clusters"], dry["step"]) == (True, 2, 2, None)
    assert dry["audit"] == {"audited": 0, "overruled": 0, "error": None, "interval": None}
    strict = run("adjudicate", three, "--rule", "unanimous", "--min-annotators", 3)
    assert "Settled 1 of 2 clusters in 1 document: 1 accepted, 0 rejected." in strict.out
    assert "undefined" in strict.out
    assert run("release", three, "-o", tmp_path / "r", "--version", "1").code == 1
    closed = run("adjudicate", three, "--rule", "majority", "--close", "--as", "lead")
    assert "documents closed 1" in closed.out
    assert "hashiya revert PROJECT" in closed.err
    made = run("release", three, "-o", tmp_path / "r", "--version", "1", "--json")
    assert json.loads(made.out)["documents"] == {"gold": 1}
    checked = run("release", "--verify", tmp_path / "r", "--json")
    assert json.loads(checked.out)["release"] == json.loads(made.out)["release"]
    (tmp_path / "r" / "README.md").write_text("x", encoding="utf-8")
    broken = run("release", "--verify", tmp_path / "r")
    assert (broken.code, "README.md: its content is another one" in broken.err) == (1, True)
    assert run("release", three, "-o", tmp_path / "r", "--version", "1").code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("release",),
        ("release", "p.hashiya", "--version", "1"),
        ("release", "p.hashiya", "--verify", "folder"),
        ("adjudicate", "p.hashiya"),
        ("adjudicate", "p.hashiya", "--rule", "some"),
        ("adjudicate", "p.hashiya", "--rule", "majority", "--min-annotators", "1"),
        ("adjudicate", "p.hashiya", "--rule", "majority", "--keep", "nan"),
        ("release", "p.hashiya", "-o", "r", "--version", "1", "--split", ""),
        ("release", "p.hashiya", "-o", "r", "--version", "1", "--split", "a/b"),
        ("export", "p.hashiya", "-o", "o", "--soft", "--from", "gold"),
    ],
)
def test_wrong_usage_of_gold(run: Runner, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2
