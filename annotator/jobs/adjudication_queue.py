"""The queue of adjudication: which documents wait, and how much disagreement is to be expected in each.

Rows are there at once, ordered by what counts alone tell; `adjudication_survey.survey` counts exactly, on a thread
beside the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec

from annotator.jobs.adjudication_changes import Since
from annotator.model import FINISHED, Status
from annotator.store.rows import RowReader

Standing = Literal["waiting", "begun", "closed", "locked"]
_STANDING: Final[Mapping[Status, Standing]] = {
    "todo": "waiting",
    "in_progress": "begun",
    "done": "closed",
    "locked": "locked",
}


class Expected(msgspec.Struct, frozen=True):
    """What two annotators of a document, taken at random, would disagree about: `disputes` mentions (a mean). Of
    `clusters` in all, `disputed` hold a mention that not everybody has."""

    disputes: float
    clusters: int
    disputed: int


class QueueRow(msgspec.Struct, frozen=True):
    """A document in the queue. `decided`: about how many decisions there are (all records of gold but mentions and
    events). `expected` is None until a survey has counted."""

    document: int
    name: str
    title: str
    standing: Standing
    decided: int
    annotators: int
    mentions: int
    expected: Expected | None
    guess: float
    asked: tuple[str, ...] = ()
    """Whose third opinions it waits for; empty for whoever comes to it."""
    answers: int = 0
    """Third opinions that have come and are not decided about."""
    since: Since | None = None
    """What has changed since it was closed, where that was looked for."""

    @property
    def weight(self) -> float:
        """How much disagreement is expected."""
        return self.guess if self.expected is None else self.expected.disputes

    @property
    def is_unanimous(self) -> bool:
        """Whether a survey found nothing in dispute."""
        return self.expected is not None and not self.expected.disputed


def queue(
    path: Path, known: Mapping[int, Expected] | None = None, changed: Mapping[int, Since] | None = None
) -> list[QueueRow]:
    """The documents that two annotators or more have done, those with most disagreement first. `known`: what a survey
    has found; `changed`: what is closed and has changed since."""
    reader = RowReader(path)
    try:
        rows, requests = reader.gold_rows(), reader.requests()
    finally:
        reader.close()
    known = known or {}
    waiting: dict[int, set[str]] = {}
    for request in requests:
        if not request.is_answered:
            waiting.setdefault(request.document, set()).add(request.person)
    answers = Counter(request.document for request in requests if request.is_answered)
    found = [
        QueueRow(
            row.document,
            row.name,
            row.title,
            _STANDING[row.status],
            max(row.decided, 0),
            row.layers,
            row.mentions,
            known.get(row.document),
            float(row.spread),
            tuple(sorted(waiting.get(row.document, ()))),
            answers[row.document],
            (changed or {}).get(row.document) if row.status in FINISHED else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.weight, row.name, row.document))
