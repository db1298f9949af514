"""A knowledge base: read from TSV or JSONL or refused whole, kept in the project, searched as Arabic is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.cli import cli
from annotator.errors import DataError, UserError
from annotator.jobs.knowing import load_knowledge
from annotator.knowledge import Entry, Knowledge, from_rows, read_entries, to_rows
from annotator.project import Project

TSV = (
    "id\tname\taliases\tdescription\nQ1\tالزهراوية\tزهراوية|Zahrawiya\tمدينة\nQ2\tرأس النخيل\n\nQ3\tنهر السرو\t\tنهر\n"
)
JSONL = '{"id": "Q1", "name": "الزهراوية", "aliases": ["زهراوية", "Zahrawiya"], "description": "مدينة"}\n{"id":"Q2","name":"رأس النخيل"}\n'


def file(tmp_path: Path, text: str, name: str = "known.tsv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    first = read_entries(file(tmp_path, TSV))
    assert first[:2] == read_entries(file(tmp_path, JSONL, "known.jsonl"))
    assert first[0] == Entry("Q1", "الزهراوية", ("زهراوية", "Zahrawiya"), "مدينة")
    assert first[2] == Entry("Q3", "نهر السرو", (), "نهر")
    assert read_entries(file(tmp_path, TSV.replace("\n", "\r\n"))) == first
    assert from_rows(to_rows(first)) == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Q1\tاسم\nQ1\tآخر", ":2: the id 'Q1' is there already"),
        ("Q1", ":1: it has 1 columns"),
        ("Q1\t ", ":1: an id and a name are needed"),
        ("Q1\tاسم\ta\tb\tc", ":1: it has 5 columns"),
        ("Q1\tا\x01سم", ":1: it has a control character"),
        ("Q1\t" + "ا" * 3000, ":1: the line is longer than 2000"),
        ('{"id": 1, "name": "x"}', ":1: expected a text in quotation marks, not a whole number"),
        ('{"id": "1", "name": "x", "more": 1}', ":1: there is no field 'more' here"),
        ('{"id": "1"', ":1: this is not a line of JSON"),
        ("\n\n", "holds no entry"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_nothing_is_loaded(
    tmp_path: Path, project: Project, text: str, said: str
) -> None:
    with pytest.raises(DataError) as refused:
        load_knowledge(project, file(tmp_path, text))
    assert said in str(refused.value)
    for arabic in [refused.value.arabic, *refused.value.arabic_problems]:
        assert re.search("[\u0621-\u064a]", arabic)
        assert "Expected" not in arabic
    assert len(project.knowledge()) == 0


def test_a_file_that_is_no_text_or_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    with pytest.raises(UserError):
        read_entries(path)
    path.write_bytes(b"Q1\t\xff\xfe")
    with pytest.raises(DataError):
        read_entries(path)


def test_names_are_found_through_hamza_vowels_and_other_names() -> None:
    known = Knowledge(
        [Entry("Q9", "جسر رأس النخيل"), Entry("Q2", "رأس النخيل"), Entry("Q1", "الزهراوية", ("Zahrawiya",))]
    )
    assert [entry.id for entry in known.search("راس النَّخيل")] == ["Q2", "Q9"]
    assert [entry.id for entry in known.search("zahra")] == ["Q1"]
    assert [entry.id for entry in known.search("q9")] == ["Q9"]
    assert known.search("لا أحد") == []
    assert len(known.search("")) == 3


def test_it_stays_in_the_project_and_is_replaced_whole(tmp_path: Path, project: Project) -> None:
    assert load_knowledge(project, file(tmp_path, TSV)) == 3
    path = project.path
    project.close()
    again = Project.open(path)
    assert [entry.id for entry in again.knowledge().entries] == ["Q1", "Q2", "Q3"]
    load_knowledge(again, file(tmp_path, "X\tاسم"))
    assert [entry.id for entry in again.knowledge().entries] == ["X"]
    assert again.knowledge() is again.knowledge()
    again.close()


def test_the_command_line_loads_and_searches(tmp_path: Path, project: Project) -> None:
    path = project.path
    project.close()
    run = CliRunner()
    loaded = run.invoke(cli, ["knowledge", "load", str(path), str(file(tmp_path, TSV))])
    assert loaded.exit_code == 0
    found = run.invoke(cli, ["knowledge", "search", str(path), "الزهراويه"])
    assert found.output == "Q1\tالزهراوية\tزهراوية|Zahrawiya\tمدينة\n"
