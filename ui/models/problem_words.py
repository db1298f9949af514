"""Problems and their fixes in the window's words, with the names that the schema gives."""

from __future__ import annotations

from typing import Final

from annotator.schema import Schema, name_among
from annotator.validate import Problem
from ui.i18n import isolate
from ui.look import Look

PROBLEM_WORDS: Final = {
    "edge": "problem.edge",
    "grapheme": "problem.grapheme",
    "clitic": "problem.clitic",
    "twin": "problem.twin",
    "overlap": "problem.overlap",
    "crossing": "problem.crossing",
    "label": "problem.label",
    "trigger": "problem.trigger",
    "event": "problem.event",
    "role": "problem.role",
    "role_missing": "problem.role_missing",
    "role_many": "problem.role_many",
    "filler": "problem.filler",
    "role_value": "problem.role_value",
    "attribute": "problem.attribute",
    "attribute_missing": "problem.attribute_missing",
    "attribute_value": "problem.attribute_value",
    "relation": "problem.relation",
    "relation_end": "problem.relation_end",
    "document_label": "problem.document_label",
    "document_label_missing": "problem.document_label_missing",
    "document_label_value": "problem.document_label_value",
    "question": "problem.question",
}
"""Wording of each code that validation gives."""
FIX_WORDS: Final = {
    "trim": "fix.trim",
    "snap": "fix.snap",
    "drop_prefix": "fix.drop_prefix",
    "join_twins": "fix.join_twins",
    "remove_mention": "fix.remove_mention",
    "make_event": "fix.make_event",
    "follow_trigger": "fix.follow_trigger",
    "remove_event": "fix.remove_event",
    "take_out": "fix.take_out",
    "remove_attribute": "fix.remove_attribute",
    "turn_relation": "fix.turn_relation",
    "remove_relation": "fix.remove_relation",
    "remove_document_label": "fix.remove_document_label",
    "resolve": "fix.resolve",
}
"""Wording of each fix."""


def said(look: Look, schema: Schema, problem: Problem) -> str:
    """What is wrong, and with which role, attribute or label."""
    words, name = look.tr(PROBLEM_WORDS[problem.code]), _name(look, schema, problem)
    return f"{words}: {name}" if name else words


def _name(look: Look, schema: Schema, problem: Problem) -> str:
    language, code = look.words.language, problem.code
    if not problem.detail or code == "relation_end":
        return ""
    if code in ("role", "role_missing", "role_many", "filler", "role_value"):
        return isolate(name_among(schema.roles, problem.detail, language))
    if code in ("attribute", "attribute_missing", "attribute_value"):
        return isolate(name_among(schema.attributes, problem.detail, language))
    if code.startswith("document_label"):
        return isolate(name_among(schema.document_labels, problem.detail, language))
    return isolate(problem.detail)
