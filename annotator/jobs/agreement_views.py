"""Reads for whoever looks behind the numbers: which documents two annotators gave different values of a label."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from annotator.agreement.differences import Difference
from annotator.agreement.doclabels import hashable
from annotator.agreement.reporting import Filter
from annotator.jobs.agreeing import Behind
from annotator.jobs.agreement_layers import Layers, read_layers
from annotator.model import GOLD
from annotator.store.rows import RowReader


def document_label_differences(path: Path, label: str, chosen: Filter) -> Iterator[Behind]:
    """Every two annotators who gave a document different values of the document label `label`, by document and name.

    Only layers that are done count, as for the numbers. Each comes as one difference of kind "label" without a place:
    the values stand in `said_a` and `said_b`.
    """
    reader = RowReader(path)
    try:
        layers = read_layers(reader)
        names = reader.document_names()
        kept = _documents(reader, layers, names, chosen)
        values: dict[int, dict[str, Any]] = {}
        place = {number: n for n, number in enumerate(layers.layer.tolist())}
        for layer, name, value in reader.document_labels():
            at = place.get(layer)
            if name != label or value is None or at is None or not layers.done[at]:
                continue
            owner, document = layers.people[layers.who[at]], int(layers.document[at])
            if document in kept and owner != GOLD and (chosen.annotators is None or owner in chosen.annotators):
                values.setdefault(document, {})[owner] = value
        for document in sorted(values, key=lambda number: names[number]):
            yield from _differing(document, names[document], values[document])
    finally:
        reader.close()


def _differing(document: int, name: str, values: dict[str, Any]) -> Iterator[Behind]:
    for a, b in combinations(sorted(values), 2):
        if hashable(values[a]) != hashable(values[b]):
            said = Difference("label", (), said_a=_shown(values[a]), said_b=_shown(values[b]))
            yield Behind(document, name, a, b, [said])


def _shown(value: Any) -> str:
    return "، ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _documents(reader: RowReader, layers: Layers, names: dict[int, str], chosen: Filter) -> set[int]:
    """The documents that a filter leaves, by their names and by when a done layer was changed last."""
    wanted = None if chosen.documents is None else set(chosen.documents)
    found = {number for number, name in names.items() if wanted is None or name in wanted}
    if chosen.since is None and chosen.until is None:
        return found
    changed, last = reader.last_changes(), dict.fromkeys(found, 0)
    for layer, document, done in zip(
        layers.layer.tolist(), layers.document.tolist(), layers.done.tolist(), strict=True
    ):
        if done and document in last:
            last[document] = max(last[document], changed.get(layer, 0))
    low, high = chosen.since or 0, chosen.until
    return {number for number, when in last.items() if when >= low and (high is None or when <= high)}
