"""Questions for the lead with their answers, and answering them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from annotator import edits
from annotator.model import Answer, Asked
from annotator.operations import Operation, RecordKey
from annotator.project import Change, Project


def answers(project: Project) -> Mapping[str, Answer]:
    """The answers that there are, by the id of the question's comment. Live: read it, never write it."""
    return cast("Mapping[str, Answer]", project.own_records.records("answer"))


def questions(project: Project) -> list[Asked]:
    """The questions that the person working may read (`Project.questions`), each with its answer."""
    found = answers(project)
    return [msgspec.structs.replace(asked, answer=found.get(asked.comment.id)) for asked in project.questions()]


def answered(project: Project, question: str) -> Operation | None:
    """The operation by which a question got the answer that it has now: who (`Project.person_of`), and when."""
    return next(reversed(project.own_records.story(RecordKey("answer", question))), None)


def answer(project: Project, question: str, body: str | None) -> Change:
    """Answers a question (the id of its comment) or changes its answer; None takes the answer back.

    The asker's layer is not touched. Raises EditError in a read-only project, and where there is nothing to do.
    """
    records = project.own_records
    if body is None:
        return project.perform_own(edits.take_answer_back(records, question))
    return project.perform_own(edits.answer(records, question, body))
