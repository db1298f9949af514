"""Pure edits: (layer, intent) -> Draft of a step. Nothing here touches the disk or changes the layer."""

from annotator.edits.draft import Draft
from annotator.edits.mentions import mark, move, relabel, remove
from annotator.edits.status import set_status

__all__ = ["Draft", "mark", "move", "relabel", "remove", "set_status"]
