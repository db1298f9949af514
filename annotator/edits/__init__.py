"""Pure edits: (layer, intent) -> Draft of a step. Nothing here touches the disk or changes the layer."""

from annotator.edits.answers import answer, take_answer_back
from annotator.edits.attributes import set_attribute
from annotator.edits.comments import comment, edit_comment, is_note, is_unsure, note_of, resolve, set_note, set_unsure
from annotator.edits.decisions import decide, decide_all
from annotator.edits.doclabels import set_document_label
from annotator.edits.draft import Draft
from annotator.edits.entities import (
    group,
    group_each,
    link_entity,
    merge_entities,
    remove_entity,
    rename_entity,
    split_entity,
    ungroup,
)
from annotator.edits.events import add_event, empty, fill, fill_label, fill_new, remove_event
from annotator.edits.falls import falls_with, loses_with
from annotator.edits.fixes import FIX_CODES, Fix, fixes
from annotator.edits.mentions import mark, move, relabel, remove
from annotator.edits.opinions import give_opinion
from annotator.edits.proposals import accept, reject
from annotator.edits.relations import relabel_relation, relate, remove_relation, turn_relation
from annotator.edits.shapes import merge, split
from annotator.edits.status import refuse_locked, set_status

__all__ = [
    "FIX_CODES",
    "Draft",
    "Fix",
    "accept",
    "add_event",
    "answer",
    "comment",
    "decide",
    "decide_all",
    "edit_comment",
    "empty",
    "falls_with",
    "fill",
    "fill_label",
    "fill_new",
    "fixes",
    "give_opinion",
    "group",
    "group_each",
    "is_note",
    "is_unsure",
    "link_entity",
    "loses_with",
    "mark",
    "merge",
    "merge_entities",
    "move",
    "note_of",
    "refuse_locked",
    "reject",
    "relabel",
    "relabel_relation",
    "relate",
    "remove",
    "remove_entity",
    "remove_event",
    "remove_relation",
    "rename_entity",
    "resolve",
    "set_attribute",
    "set_document_label",
    "set_note",
    "set_status",
    "set_unsure",
    "split",
    "split_entity",
    "take_answer_back",
    "turn_relation",
    "ungroup",
]
