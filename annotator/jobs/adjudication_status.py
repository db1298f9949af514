"""How far adjudication is: what waits, for whom, and what is closed and has changed since."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import msgspec

from annotator.jobs.adjudication_changes import Since, changed_since_closed
from annotator.jobs.adjudication_queue import Standing, queue
from annotator.store.reads import Reader


class Opinion(msgspec.Struct, frozen=True):
    """A third opinion that was asked for: of `person`, or (empty) of whoever comes to it."""

    document: str
    person: str
    answered: bool


class AdjudicationStatus(msgspec.Struct, frozen=True):
    """Of the documents that two annotators or more have done: how many stand where; opinions by document; what has
    changed behind closed gold, by document."""

    documents: int
    standing: dict[Standing, int]
    opinions: list[Opinion]
    changed: list[Since]


def adjudication_status(path: Path) -> AdjudicationStatus:
    """A pure function of the project's content."""
    rows = queue(path)
    reader = Reader(path)
    try:
        names = {fact.id: fact.name for fact in reader.facts()}
        opinions = [Opinion(names[r.document], r.person, r.is_answered) for r in reader.requests()]
    finally:
        reader.close()
    standing = Counter(row.standing for row in rows)
    return AdjudicationStatus(
        len(rows),
        {name: standing[name] for name in get_args(Standing)},
        sorted(opinions, key=lambda each: (each.document, each.person, each.answered)),
        sorted(changed_since_closed(path).values(), key=lambda since: since.name),
    )
