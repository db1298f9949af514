"""Errors of the core in the window's language, by their code. One that has no words here keeps its English ones."""

from __future__ import annotations

from typing import Final

from annotator.errors import DataError, UserError
from ui.look import Look

WORDS: Final[dict[str, str]] = {
    "mark_whole": "refused.mark_whole",
    "same_opinion": "refused.same_opinion",
    "own_marks_first": "refused.own_marks_first",
    "same_schema": "refused.same_schema",
    "same_label": "refused.same_label",
    "same_boundaries": "refused.same_boundaries",
    "same_status": "refused.same_status",
    "unknown_label": "refused.unknown_label",
    "mention_gone": "refused.mention_gone",
    "bad_span": "refused.bad_span",
    "only_space": "refused.only_space",
    "nothing_proposed": "refused.nothing_proposed",
    "merge_one": "refused.merge_one",
    "split_place": "refused.split_place",
    "same_note": "refused.same_note",
    "twin": "refused.twin",
    "overlap": "refused.overlap",
    "crossing": "refused.crossing",
    "retired_label": "refused.retired_label",
    "event_gone": "refused.event_gone",
    "entity_gone": "refused.entity_gone",
    "relation_gone": "refused.relation_gone",
    "comment_gone": "refused.comment_gone",
    "argument_gone": "refused.argument_gone",
    "record_gone": "refused.record_gone",
    "not_a_trigger": "refused.not_a_trigger",
    "unknown_role": "refused.unknown_role",
    "same_argument": "refused.same_argument",
    "bad_argument": "refused.bad_argument",
    "role_takes_value": "refused.role_takes_value",
    "role_takes_mention": "refused.role_takes_mention",
    "unknown_attribute": "refused.unknown_attribute",
    "same_value": "refused.same_value",
    "value_choice": "refused.value_choice",
    "value_text": "refused.value_text",
    "value_number": "refused.value_number",
    "value_date": "refused.value_date",
    "value_flag": "refused.value_flag",
    "no_mentions": "refused.no_mentions",
    "same_group": "refused.same_group",
    "no_answer": "refused.no_answer",
    "not_grouped": "refused.not_grouped",
    "merge_one_entity": "refused.merge_one_entity",
    "split_entity": "refused.split_entity",
    "same_name": "refused.same_name",
    "same_link": "refused.same_link",
    "unknown_relation": "refused.unknown_relation",
    "relation_loop": "refused.relation_loop",
    "relation_twin": "refused.relation_twin",
    "symmetric": "refused.symmetric",
    "unknown_document_label": "refused.unknown_document_label",
    "empty_comment": "refused.empty_comment",
    "blocked": "refused.blocked",
    "same_decision": "refused.same_decision",
    "no_candidate": "refused.no_candidate",
    "no_decision": "refused.no_decision",
    "not_decided": "refused.not_decided",
    "not_closed": "refused.not_closed",
    "not_closed_yet": "refused.not_closed_yet",
    "gold_locked": "refused.gold_locked",
    "lock_gold": "refused.lock_gold",
    "not_yours": "refused.not_yours",
    "read_only": "refused.read_only",
    "other_layer": "refused.other_layer",
    "unsaved_steps": "trouble.unsaved_steps",
    "which_tool": "trouble.which_tool",
    "no_schema": "trouble.no_schema",
    "nobody": "trouble.nobody",
    "locked": "trouble.locked",
    "busy": "trouble.busy",
    "newer": "trouble.newer",
    "older": "trouble.older",
    "disk_full": "trouble.disk_full",
    "disk_error": "trouble.disk_error",
    "not_writable": "trouble.not_writable",
    "cannot_open": "trouble.cannot_open",
    "no_file": "trouble.no_file",
    "empty_file": "trouble.empty_file",
    "foreign_file": "trouble.foreign_file",
    "damaged": "trouble.damaged",
    "tables": "trouble.tables",
    "exists": "trouble.exists",
    "is_project": "trouble.is_project",
    "is_folder": "trouble.is_folder",
    "not_a_file": "trouble.not_a_file",
    "shared_place": "trouble.shared_place",
    "backup": "trouble.backup",
    "backup_room": "trouble.backup_room",
    "foreign_writer": "trouble.foreign_writer",
}


def words_for(look: Look, error: Exception) -> str:
    """What an error says to the person."""
    if not isinstance(error, UserError):
        return str(error)
    if error.arabic:  # says more than the words for its code could
        return error.arabic if look.words.language == "ar" else UserError.__str__(error)
    return look.tr(WORDS[str(error.code)]) if str(error.code) in WORDS else str(error)


def problems_for(look: Look, error: Exception) -> list[str]:
    """The problems that an error lists, each with its place."""
    if not isinstance(error, DataError):
        return []
    return error.arabic_problems if look.words.language == "ar" else error.problems
