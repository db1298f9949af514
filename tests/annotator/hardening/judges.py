"""A child that adjudicates without end, to be killed: see `kills`."""

from __future__ import annotations

import json
import random
from multiprocessing.connection import Connection
from pathlib import Path

from annotator.adjudication import rulings
from annotator.jobs.adjudicating import Adjudication
from annotator.jobs.adjudication_queue import queue
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import GOLD
from annotator.project import Project
from annotator.schema import load_preset
from tests.annotator.hardening.worlds import LABELS, TEXT


def child(path: Path, said: Connection, seed: str, broken: bool) -> None:
    """Decides, decides anew and takes back. A step's name goes into the pipe only when the project says that it is saved."""
    del broken
    chosen = random.Random(seed)
    project = Project.open(path)
    project.on_saved.append(lambda names: said.send_bytes("\n".join(names).encode()))
    project.work_as(chosen.choice(("سلمى", "Omar")))
    work = Adjudication(project)
    documents = [row.document for row in queue(path)]
    while True:
        document = chosen.choice(documents)
        items = work.case(document).open()
        if items and chosen.random() < 0.7:
            item = chosen.choice(items)
            numbers = [c.number for c in item.cluster.candidates if chosen.random() < 0.6]
            work.decide(document, item, rulings.accepted(item.cluster, numbers) if numbers else rulings.rejected())
        else:
            work.undo(document)
        if chosen.random() < 0.3:
            project.flush()


def begin(path: Path, folder: Path) -> None:
    """Three documents that two annotators have done, each in their own way."""
    project = Project.create(path, load_preset("news"))
    lines = []
    for n in range(3):
        for who in ("Omar", "سلمى"):
            chosen = random.Random(f"{n} {who}")
            starts = sorted(chosen.sample(range(0, len(TEXT) - 9, 3), 8))
            mentions = [{"start": s + 2, "end": s + 6, "label": chosen.choice(LABELS)} for s in starts]
            base = {"id": f"d{n}", "text": f"{n} {TEXT}", "annotator": who, "status": "done"}
            lines.append(json.dumps({**base, "mentions": mentions}))
    file = folder / "done.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    import_paths(project, [file], ImportOptions(skip_bad=True))
    project.close()


def loose_ends(path: Path) -> list[str]:
    """Decisions without what they made, and mentions of gold that no decision made."""
    project = Project.open(path, write=False)
    try:
        found = []
        for row in queue(path):
            gold = project.layer(row.document, GOLD)
            made = {o.id for d in gold.decisions.values() for o in d.origins if o.kind == "mention"}
            found += sorted(made ^ set(gold.mentions))
        return found
    finally:
        project.close()
