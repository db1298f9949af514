"""What went along with a mention that was removed, in words."""

from __future__ import annotations

from annotator.model import Event
from annotator.project import Change
from ui.look import Look
from ui.models.labels import Labels

_WORDS = {
    "event": "fallen.events",
    "relation": "fallen.relations",
    "entity": "fallen.entities",
    "comment": "fallen.comments",
}


def fallen(look: Look, labels: Labels, change: Change) -> str:
    """A sentence about what a removal took along; empty where it took nothing but the mention."""
    counts: dict[str, int] = {}
    parts: list[str] = []
    for key, after in change.after.items():
        before = change.before.get(key)
        if after is None and before is not None and key.kind in _WORDS:
            counts[key.kind] = counts.get(key.kind, 0) + 1
        elif isinstance(before, Event) and isinstance(after, Event):
            lost = len(before.arguments) - len(after.arguments)
            if lost > 0:
                parts.append(look.tr("fallen.arguments", n=lost, event=labels.name(after.label)))
    parts = [look.tr(_WORDS[kind], n=n) for kind, n in counts.items()] + parts
    return look.tr("removed.with", what=look.words.joined(*parts)) if parts else ""
