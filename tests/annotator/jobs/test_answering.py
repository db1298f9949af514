"""Answers to questions for the lead: beside the questions, never in somebody's layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import edits
from annotator.errors import EditError
from annotator.jobs import answering
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.inspecting import check
from annotator.model import Comment
from annotator.project import Project


@pytest.fixture
def asked(project: Project, tmp_path: Path) -> Project:
    """Two people have asked in two documents; the ids of their comments are the same."""
    lines = tmp_path / "in.jsonl"
    lines.write_text(
        "".join(
            f'{{"id":"{name}","text":"قال {name}","annotator":"{who}","status":"done",'
            f'"mentions":[],"comments":[{{"id":"c1","body":"أهو بلد؟","attributes":{{"question":true}}}}]}}\n'
            for name, who in (("a", "سلمى"), ("b", "يوسف"))
        ),
        "utf-8",
    )
    import_paths(project, [lines], ImportOptions())
    project.set_layers_visible(visible=True)
    project.work_as("لينا")
    return project


def key(project: Project, who: str) -> str:
    return next(asked.key for asked in answering.questions(project) if asked.owner == who)


def said(project: Project) -> dict[str, str | None]:
    return {asked.owner: asked.answer.body if asked.answer else None for asked in answering.questions(project)}


def test_an_answer_belongs_to_one_question_and_touches_no_layer(asked: Project) -> None:
    before = [asked.layer(1, "سلمى").version, asked.layer(2, "يوسف").version]
    change = answering.answer(asked, key(asked, "سلمى"), "  بلد.  ")
    assert change.owner == "project"
    assert said(asked) == {"سلمى": "بلد.", "يوسف": None}
    assert [asked.layer(1, "سلمى").version, asked.layer(2, "يوسف").version] == before
    assert asked.layer(1, "سلمى").comments["c1"] == Comment("c1", "أهو بلد؟", attributes={"question": True})


def test_it_is_there_after_a_restart_with_who_and_when(asked: Project) -> None:
    question = key(asked, "يوسف")
    answering.answer(asked, question, "منظمة.")
    path = asked.path
    asked.close()
    again = Project.open(path, write=False)
    try:
        assert said(again)["يوسف"] == "منظمة."
        operation = answering.answered(again, question)
        assert operation is not None
        assert again.person_of(operation.actor) == "لينا"
        assert check(path, deep=True) == []
    finally:
        again.close()


def test_it_can_be_changed_and_taken_back(asked: Project) -> None:
    question = key(asked, "سلمى")
    answering.answer(asked, question, "بلد.")
    with pytest.raises(EditError):
        answering.answer(asked, question, "بلد.")
    with pytest.raises(EditError):
        answering.answer(asked, question, " ")
    answering.answer(asked, question, "منظمة.")
    assert said(asked)["سلمى"] == "منظمة."
    answering.answer(asked, question, None)
    assert said(asked)["سلمى"] is None
    with pytest.raises(EditError) as refused:
        answering.answer(asked, question, None)
    assert refused.value.code == "no_answer"


def test_the_asker_has_news_until_the_question_is_settled(asked: Project) -> None:
    answering.answer(asked, key(asked, "سلمى"), "بلد.")
    asked.flush()
    assert answering.news(asked) == 0  # not of who answers
    asked.work_as("سلمى")
    assert answering.news(asked) == 1
    asked.perform(1, edits.resolve(asked.layer(1), "c1"))
    asked.flush()
    assert answering.news(asked) == 0
    asked.work_as("يوسف")
    assert answering.news(asked) == 0


def test_a_project_that_is_only_read_takes_no_answer(asked: Project) -> None:
    question, path = key(asked, "سلمى"), asked.path
    asked.close()
    reading = Project.open(path, write=False)
    reading.work_as("لينا")
    try:
        with pytest.raises(EditError) as refused:
            answering.answer(reading, question, "بلد.")
        assert refused.value.code == "read_only"
    finally:
        reading.close()
