"""The pages for people: every command, option and field is described, examples run, links lead somewhere."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from annotator import errors
from annotator.cli import cli
from annotator.cli_parts import FAULT
from annotator.errors import DataError
from annotator.formats import jsonl
from annotator.formats.jsonl_reading import read_line
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import info
from annotator.jobs.samples import create_sample
from annotator.project import Project

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
JSON_SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "jsonl.schema.json").read_text(encoding="utf-8"))
WINDOW = "open"
"""The hidden command behind `hashiya` and `hashiya FILE`."""


def blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of a page that say that they are of this kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)


def page_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the command line ------------------------------------------------------------------------------------------------


def leaves(group: click.Group = cli, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*words, name))
        else:
            yield (*words, name), command


ALL = dict(leaves())


def sections() -> dict[tuple[str, ...], tuple[str, str]]:
    """The described commands: the words that call it -> (heading, text)."""
    found = {}
    for heading, text in re.findall(r"^### hashiya(.*?)\n(.*?)(?=^##|\Z)", COMMANDS, flags=re.DOTALL | re.MULTILINE):
        words = []
        for word in heading.split():
            if not re.fullmatch(r"[a-z]+", word):
                break
            words.append(word)
        found[tuple(words) or (WINDOW,)] = (heading, text)
    return found


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def test_every_command_is_described_and_no_other() -> None:
    assert sections().keys() == ALL.keys()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_is_described_and_no_other(words: tuple[str, ...]) -> None:
    heading, text = sections()[words]
    known = {name for option in options(ALL[words]) for name in option.opts}
    heads = re.findall(r"^- ((?:`[^`]+`(?:, )?)+):", text, re.MULTILINE)
    described = {shown.split()[0] for head in heads for shown in re.findall(r"`([^`]+)`", head)}
    assert described == known
    in_heading = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", heading))
    assert in_heading <= known
    assert all(known_names & in_heading for known_names in (set(option.opts) for option in options(ALL[words])))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_arguments_stand_in_the_heading(words: tuple[str, ...]) -> None:
    heading, _ = sections()[words]
    arguments = [parameter for parameter in ALL[words].params if isinstance(parameter, click.Argument)]
    if words in {
        (WINDOW,),
        ("withdraw",),
    }:  # the file of the window is called FILE; the ids of withdraw follow their option
        return
    for argument in arguments:
        assert (argument.metavar or argument.name or "").upper().removesuffix("...") in heading


def test_every_exit_code_is_described() -> None:
    described = {int(code) for code in re.findall(r"^\| (\d+) \|", COMMANDS, flags=re.MULTILINE)}
    codes = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}
    assert described == codes | {0, 2, FAULT}


def test_what_info_counts_is_described(project: Project) -> None:
    _, text = sections()[("info",)]
    assert set(re.findall(r"`([a-z_]+)`", text)) >= info(project).keys()


def command_lines() -> list[tuple[str, str]]:
    return [
        (page_id(path), line)
        for path in PAGES
        for block in blocks(path.read_text(encoding="utf-8"), "sh")
        for line in block.splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(("page", "line"), command_lines())
def test_commands_on_the_pages_exist(page: str, line: str) -> None:
    program, *arguments = shlex.split(line, comments=True)
    if program == "make":
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        assert {word for word in arguments if "=" not in word} <= targets, page
    elif program == "hashiya":
        if ">" in arguments:
            arguments = arguments[: arguments.index(">")]
        command: click.Command = cli
        context = click.Context(cli, info_name="hashiya", **cli.context_settings)
        while isinstance(command, click.Group):
            name = arguments.pop(0) if arguments and arguments[0] in command.commands else WINDOW
            command = command.commands[name]
        command.make_context("hashiya", arguments, parent=context)  # raises UsageError
    else:
        assert program in {"pipx", "uv", "git"}, page


# --- links -----------------------------------------------------------------------------------------------------------


def links() -> list[tuple[str, str]]:
    return [
        (page_id(path), target)
        for path in PAGES
        for target in re.findall(
            r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.S | re.M)
        )
        if "://" not in target
    ]


@pytest.mark.parametrize(("page", "target"), links())
def test_links_inside_the_repository_lead_somewhere(page: str, target: str) -> None:
    name, _, anchor = target.partition("#")
    path = (ROOT / page).parent / name if name else ROOT / page
    assert path.exists()
    if anchor:
        headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_map_of_the_house_names_every_part_and_nothing_that_is_gone() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    core, window = re.findall(r"^## The (?:core|window): .*?\n(.*?)(?=^## )", page, flags=re.DOTALL | re.MULTILINE)
    for package, part in (("annotator", core), ("ui", window)):
        named = set(re.findall(r"`([a-z_]+(?:\.py|/))`", "\n".join(re.findall(r"^\| (.*?) \|", part, re.MULTILINE))))
        there = {path.name for path in (ROOT / package).glob("*.py")} - {"__init__.py"}
        there |= {f"{path.parent.name}/" for path in (ROOT / package).glob("*/__init__.py")}
        assert not named - there, f"ARCHITECTURE.md names what is not in {package}"
        assert package == "ui" or not there - named, f"ARCHITECTURE.md does not name these parts of {package}"


# --- the format ------------------------------------------------------------------------------------------------------


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def exported(project: Project, folder: Path) -> list[dict[str, Any]]:
    export_jsonl(project, folder / "out.jsonl", source="all", provenance=True)
    return lines_of(folder / "out.jsonl")


def in_full(line: dict[str, Any]) -> dict[str, Any]:
    """A line with what import takes for granted: enough to compare it with its export."""
    full = {"meta": {}, **line}
    if read_line(json.dumps(line).encode()).annotates:
        full = {"status": "in_progress", "mentions": [], "events": [], **full}
        full["mentions"] = [{"id": f"m{n}", **mention} for n, mention in enumerate(full["mentions"], 1)]
    return {name: value for name, value in full.items() if value != {}}


@pytest.mark.parametrize("example", blocks(FORMAT, "jsonl"))
def test_examples_of_the_format_import_and_come_out_again(example: str, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(example, encoding="utf-8")
    import_paths(project, [file], ImportOptions())
    expected = [{"id": "news.jsonl:1", **in_full(json.loads(line))} for line in example.splitlines()]
    assert exported(project, tmp_path) == expected


def refusals() -> list[tuple[str, list[str]]]:
    """From the `refused` blocks: lines of a file, and, set in by four spaces, what import says about it."""
    found: list[tuple[list[str], list[str]]] = []
    for block in blocks(FORMAT, "refused"):
        for line in block.splitlines():
            if line.startswith("    "):
                found[-1][1].append(line.strip())
            elif not found or found[-1][1]:
                found.append(([line], []))
            else:
                found[-1][0].append(line)
    return [("\n".join(lines) + "\n", problems) for lines, problems in found]


@pytest.mark.parametrize(("content", "problems"), refusals())
def test_refusals_of_the_format_are_worded_so_and_change_nothing(
    content: str, problems: list[str], project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news.jsonl").write_text(content, encoding="utf-8")
    before = info(project)
    with pytest.raises(DataError) as refused:
        import_paths(project, [Path("news.jsonl")], ImportOptions())
    assert refused.value.problems == problems
    assert info(project) == before


def test_a_different_layer_is_refused_as_the_format_says(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = refusals()[-1][0].splitlines()
    file = Path("news.jsonl")
    file.write_text(first + "\n", encoding="utf-8")
    import_paths(project, [file], ImportOptions())
    file.write_text(second + "\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        import_paths(project, [file], ImportOptions())
    assert "\n".join(refused.value.problems) + "\n" in blocks(FORMAT, "text")


# --- the JSON Schema -------------------------------------------------------------------------------------------------

VALIDATOR = Draft202012Validator(JSON_SCHEMA)
VISIT = {"id": "a", "text": "زارت ريم حلب.", "annotator": "سلمى"}
REEM = {"id": "m1", "start": 5, "end": 8, "label": "PERS"}


def test_the_schema_is_one_and_has_every_field_of_the_format() -> None:
    Draft202012Validator.check_schema(JSON_SCHEMA)
    structs = {
        "mention": jsonl.MentionLine,
        "event": jsonl.EventLine,
        "argument": jsonl.ArgumentLine,
        "relation": jsonl.RelationLine,
        "entity": jsonl.EntityLine,
        "comment": jsonl.CommentLine,
    }
    assert set(JSON_SCHEMA["properties"]) == set(jsonl.Line.__struct_fields__)
    for name, struct in structs.items():
        assert set(JSON_SCHEMA["$defs"][name]["properties"]) == set(struct.__struct_fields__)
    for field in (*jsonl.Line.__struct_fields__, *(f for struct in structs.values() for f in struct.__struct_fields__)):
        assert f"`{field}`" in FORMAT or f"**{field}**" in FORMAT, field


def test_the_sample_projects_export_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "sample.hashiya"
    create_sample(path)
    project = Project.open(path, write=False)
    try:
        written = exported(project, tmp_path)
    finally:
        project.close()
    assert sum("mentions" in line for line in written) >= 4
    for line in written:
        VALIDATOR.validate(line)


@pytest.mark.parametrize(
    "line",
    [
        {"text": ""},
        {"id": 7, "text": "حلب"},
        {**VISIT, "mentions": []},
        {**VISIT, "status": "todo"},
        {**VISIT, "mentions": [{**REEM, "attributes": {"sure": False}}]},
        {**VISIT, "mentions": [{**REEM, "end": 12, "parts": [[5, 8], [9, 12]]}]},
        {
            **VISIT,
            "mentions": [REEM, {"id": "m2", "start": 0, "end": 4, "label": "Movement.Transport"}],
            "events": [
                {
                    "label": "Movement.Transport",
                    "trigger": "m2",
                    "arguments": [
                        {"role": "Artifact", "mention": "m1"},
                        {"role": "Agent", "entity": "n1"},
                        {"role": "Time", "value": {"from": None}},
                    ],
                }
            ],
            "entities": [{"id": "n1", "name": "ريم", "link": "Q1", "mentions": ["m1"]}],
            "relations": [{"label": "WENT", "source": "m1", "target": "m2", "attributes": {"n": 1}}],
            "labels": {"topic": ["travel", "people"], "genre": "news", "length": 3},
            "comments": [{"body": "؟", "about": "m1", "resolved": True}],
        },
    ],
)
def test_lines_that_the_schema_takes_are_imported_and_come_out_valid(
    line: dict[str, Any], project: Project, tmp_path: Path
) -> None:
    VALIDATOR.validate(line)
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    import_paths(project, [file], ImportOptions(add_labels=True))
    for written in exported(project, tmp_path):
        VALIDATOR.validate(written)


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"text": 5},
        {"text": "حلب\0"},
        {"id": " ", "text": "حلب"},
        {"id": "a\tb", "text": "حلب"},
        {"id": 1.5, "text": "حلب"},
        {"text": "حلب", "title": "حلب"},
        {**VISIT, "annotator": "all", "mentions": []},
        {**VISIT, "annotator": " ", "mentions": []},
        {**VISIT, "status": "ready"},
        {**VISIT, "mentions": [{"start": 5, "end": 8}]},
        {**VISIT, "mentions": [{**REEM, "start": -1}]},
        {**VISIT, "mentions": [{**REEM, "start": 0, "end": 0}]},
        {**VISIT, "mentions": [{**REEM, "start": 5.5}]},
        {**VISIT, "mentions": [{**REEM, "start": "5"}]},
        {**VISIT, "mentions": [{**REEM, "id": ""}]},
        {**VISIT, "mentions": [{**REEM, "color": "blue"}]},
        {**VISIT, "mentions": [{**REEM, "parts": [[5, 6, 7]]}]},
        {**VISIT, "mentions": [REEM], "events": [{"label": "Contact.Meet"}]},
        {**VISIT, "mentions": [REEM], "entities": [{"name": "ريم"}]},
        {**VISIT, "mentions": [REEM], "relations": [{"label": "NEAR", "source": "m1"}]},
        {**VISIT, "mentions": [REEM], "comments": [{"about": "m1"}]},
        {
            **VISIT,
            "mentions": [{**REEM, "label": "Contact.Meet"}],
            "events": [
                {"label": "Contact.Meet", "trigger": "m1", "arguments": [{"role": "x", "mention": "m1", "value": 1}]}
            ],
        },
    ],
)
def test_lines_that_the_schema_refuses_are_refused(line: dict[str, Any], project: Project, tmp_path: Path) -> None:
    assert not VALIDATOR.is_valid(line)
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(DataError):
        import_paths(project, [file], ImportOptions())
