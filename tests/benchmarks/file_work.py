"""One measurement of the group `files` in a process of its own: `python -m tests.benchmarks.file_work WHAT PROJECT ...`.

Prints a JSON object: cpu (seconds of the whole process for the work alone), memory (peak MB), and what belongs to it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator import edits
from annotator.jobs.exporting import export_jsonl
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model import Span
from annotator.project import Project
from annotator.schema import load_preset
from annotator.text.exact import sha256_of
from tests.benchmarks.common import peak_memory


def import_(project: str, corpus: str) -> dict[str, Any]:
    Project.create(Path(project), load_preset("news")).close()
    start = time.process_time()
    opened = Project.open(Path(project))
    report = import_paths(opened, [Path(corpus)], ImportOptions(annotator="سلمى"))
    opened.close()
    spent = time.process_time() - start
    return {"cpu": spent, "bytes": Path(project).stat().st_size, "documents": report.layers_new}


def export(project: str, target: str) -> dict[str, Any]:
    start = time.process_time()
    opened = Project.open(Path(project), write=False)
    report = export_jsonl(opened, Path(target), source="all")
    opened.close()
    return {"cpu": time.process_time() - start, "documents": report.lines}


def fill(project: str, documents: str) -> dict[str, Any]:
    """A project of many short documents, for opening."""
    opened = Project.create(Path(project), load_preset("news"))
    texts = (f"خبر رقم {number}\nقال الوزير إن القصف أصاب الحي." for number in range(int(documents)))
    opened.bulk(lambda bulk: [bulk.add_document(f"d{n}", t, sha256_of(t)) for n, t in enumerate(texts)] and None)
    opened.close()
    return {}


def open_(project: str) -> dict[str, Any]:
    """What stands between the click and the list of documents with the first article."""
    start, cpu = time.perf_counter(), time.process_time()
    opened = Project.open_somehow(Path(project))
    opened.work_as("سلمى")
    at_work = time.perf_counter()
    rows = opened.document_rows()
    opened.document(rows[0].id)
    opened.layer(rows[0].id)
    end = time.perf_counter()
    spent = time.process_time() - cpu
    opened.close()
    return {"wall": end - start, "open": at_work - start, "rows": end - at_work, "cpu": spent, "documents": len(rows)}


def edit(project: str, steps: str) -> dict[str, Any]:
    """Marks one after the other, each waited for: cost to the thread that performs, and time until it is on the disk."""
    opened = Project.open(Path(project))
    opened.work_as("ليلى")
    opened.flush()
    saved = threading.Semaphore(0)
    opened.on_saved.append(lambda _names: saved.release())
    rows = opened.document_rows()
    costs, until_saved = [], []
    for number in range(int(steps)):
        document = opened.document(rows[number // 25 % len(rows)].id)
        layer = opened.layer(document.id)
        start = number % 25 * 3
        draft = edits.mark(layer, document, opened.schema, [Span(start, start + 2)], "PERS")
        clock, cpu = time.perf_counter(), time.thread_time()
        opened.perform(document.id, draft)
        costs.append(time.thread_time() - cpu)
        saved.acquire()
        until_saved.append(time.perf_counter() - clock)
    opened.close()
    return {"costs": costs, "saved": until_saved}


WORK: dict[str, Callable[..., dict[str, Any]]] = {
    "import": import_,
    "export": export,
    "fill": fill,
    "open": open_,
    "edit": edit,
}


def main() -> None:
    found = WORK[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(found | {"memory": peak_memory()}))


if __name__ == "__main__":
    main()
