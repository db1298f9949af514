"""Questions for the lead with their answers, and answering them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import cast

import msgspec

from annotator import edits
from annotator.layer import Layer
from annotator.model import Answer, Asked, Document, question_key
from annotator.operations import Operation, RecordKey
from annotator.project import Change, Project


def answers(project: Project) -> Mapping[str, Answer]:
    """The answers that there are, by the question's key. Live: read it, never write it."""
    return cast("Mapping[str, Answer]", project.own_records.records("answer"))


def questions(project: Project) -> list[Asked]:
    """The questions that the person working may read (`Project.questions`), each with its answer."""
    found = answers(project)
    return [msgspec.structs.replace(asked, answer=found.get(asked.key)) for asked in project.questions()]


def news(project: Project) -> int:
    """How many questions of the person working have an answer and are not settled."""
    return answered_by_document(project, project.person.key).total() if project.person is not None else 0


def answered_by_document(project: Project, owner: str) -> Counter[int]:
    """How many questions of a person have an answer and are not settled, by document."""
    if not answers(project):
        return Counter()
    return Counter(
        asked.document
        for asked in questions(project)
        if asked.owner == owner and asked.answer is not None and not asked.comment.resolved
    )


def answered_in(project: Project, document: Document, layer: Layer) -> int:
    """The same for one layer as it is now, also what is not on the disk yet."""
    found = answers(project)
    if not found:
        return 0
    return sum(
        not comment.resolved and question_key(document.key, layer.owner, comment.id) in found
        for comment in layer.comments.values()
    )


def answered(project: Project, question: str) -> Operation | None:
    """The newest operation on the answer to a question: who gave it (`Project.person_of`), and when."""
    return next(reversed(project.own_records.story(RecordKey("answer", question))), None)


def answer(project: Project, question: str, body: str | None) -> Change:
    """Answers a question (its `question_key`) or changes its answer; None takes the answer back.

    The asker's layer is not touched. Raises EditError in a read-only project, and where there is nothing to do.
    """
    records = project.own_records
    if body is None:
        return project.perform_own(edits.take_answer_back(records, question))
    return project.perform_own(edits.answer(records, question, body))
