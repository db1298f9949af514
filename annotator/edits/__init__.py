"""Pure edits: (layer, intent) -> Draft of a step. Nothing here touches the disk or changes the layer."""

from annotator.edits.comments import note_of, set_note
from annotator.edits.draft import Draft
from annotator.edits.mentions import mark, move, relabel, remove
from annotator.edits.proposals import accept, reject
from annotator.edits.shapes import merge, split
from annotator.edits.status import set_status

__all__ = [
    "Draft",
    "accept",
    "mark",
    "merge",
    "move",
    "note_of",
    "reject",
    "relabel",
    "remove",
    "set_note",
    "set_status",
    "split",
]
