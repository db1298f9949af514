"""Answers to questions for the lead: records of the project, beside the questions, which stay with whoever asked."""

from __future__ import annotations

from annotator.edits.draft import Draft, put
from annotator.errors import EditError
from annotator.layer import Layer
from annotator.model import Answer
from annotator.operations import RecordKey


def answer(records: Layer, question: str, body: str) -> Draft:
    """Answers a question (its `question_key`), or changes the answer; `records` is the project's own layer.

    The question is not touched: whoever asked sees the answer, and settles it. Raises EditError when it says nothing, or
    what is said already.
    """
    body = body.strip()
    if not body:
        raise EditError("Write something first.", code="empty_comment")
    if records.get(RecordKey("answer", question)) == Answer(question, body):
        raise EditError("The answer says so already.", code="same_note")
    return Draft("answer", (put(records, "answer", question, Answer(question, body)),))


def take_answer_back(records: Layer, question: str) -> Draft:
    """The question has no answer any more. Raises EditError where it has none."""
    if records.get(RecordKey("answer", question)) is None:
        raise EditError("This question has no answer.", code="no_answer")
    return Draft("answer", (put(records, "answer", question, None),))
