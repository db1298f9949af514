"""Group `files`: import, export, size, memory, the cost of an edit, opening. Aims as the issue that asked for them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.common import SHARED, best_of, corpus, emit, fresh, median, percentile

WORK = "tests.benchmarks.file_work"
ROUNDS = 3


def run(*, large: bool = False) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        transfer(folder, 10_000)
        edit(folder)
        opening(folder)
        if large:
            memory_of_100k(folder)


def transfer(folder: Path, documents: int) -> None:
    """Import and export beside the limit, in turns."""
    ours, plain = corpus(folder, documents)
    imports, exports, limits = [], [], []
    for round_ in range(ROUNDS):
        project = folder / f"transfer{round_}.hashiya"
        imports.append(fresh(WORK, "import", project, ours))
        limits.append(limit(plain))
        exports.append(fresh(WORK, "export", project, folder / "out.jsonl"))
    assert {run["documents"] for run in (*imports, *exports)} == {documents}, "a figure for half of the work is none"
    project.rename(folder / "work.hashiya")
    for what, runs, aim in (("import", imports, 0.5), ("export", exports, 0.65)):
        speed = documents / median([run["cpu"] for run in runs])
        beside = {"limit": round(median([found[what] for found in limits])), "aim": f">= {aim} of the limit"}
        beside["of the limit"] = round(speed / beside["limit"], 3)
        emit(f"{what}_documents", "10k", "documents per CPU second", speed, beside)
        emit("peak_memory", f"{what} 10k", "MB", max(run["memory"] for run in runs), {"aim": "<= 150"})
    size = imports[-1]["bytes"] / ours.stat().st_size
    emit(
        "database_size",
        "10k",
        "times the JSONL",
        size,
        {"aim": "<= 1.4", "JSONL MB": round(ours.stat().st_size / 1e6, 1)},
    )


def limit(plain: Path) -> dict[str, float]:
    """Documents per CPU second of the plain limit: the reference one where it is there and runs, else our own."""
    script = SHARED / "bench" / "limits.py"
    if script.exists():
        ran = subprocess.run([sys.executable, script, plain], capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            lines: list[dict[str, Any]] = [json.loads(line) for line in ran.stdout.splitlines()]
            return {line["name"].removesuffix("_limit"): line["docs_per_cpu_s"] for line in lines}
    return fresh("tests.benchmarks.limits", plain)


def edit(folder: Path) -> None:
    """One step: what it takes from the window's thread, and when it is on the disk."""
    found = fresh(WORK, "edit", folder / "work.hashiya", 1000)
    costs, saved = ([1000 * second for second in found[name]] for name in ("costs", "saved"))
    beside = {"aim": "<= 1", "p99": round(percentile(costs, 0.99), 4)}
    emit("edit", "thread that performs, p50", "ms of CPU", median(costs), beside)
    emit("edit", "until durable, p50", "ms", median(saved), {"p99": round(percentile(saved, 0.99), 2)})


def opening(folder: Path) -> None:
    """From the click to the list of documents and the first article."""
    project = folder / "many.hashiya"
    fresh(WORK, "fill", project, 100_000)
    runs = best_of(5, lambda: fresh(WORK, "open", project))
    report_opening("100k short documents", runs)


def report_opening(case: str, runs: list[dict[str, Any]]) -> None:
    beside = {"aim": "<= 1000", "of it the list": round(1000 * median([run["rows"] for run in runs]))}
    beside["cpu"] = round(1000 * median([run["cpu"] for run in runs]))
    emit("open_project", case, "ms", 1000 * median([run["wall"] for run in runs]), beside)


def memory_of_100k(folder: Path) -> None:
    """Takes minutes and 2 GB of disk."""
    ours, _ = corpus(folder, 100_000)
    project = folder / "large.hashiya"
    found = fresh(WORK, "import", project, ours)
    emit("import_documents", "100k", "documents per CPU second", 100_000 / found["cpu"])
    emit("peak_memory", "import 100k", "MB", found["memory"], {"aim": "<= 150"})
    found = fresh(WORK, "export", project, folder / "out.jsonl")
    emit("export_documents", "100k", "documents per CPU second", 100_000 / found["cpu"])
    emit("peak_memory", "export 100k", "MB", found["memory"], {"aim": "<= 150"})
    report_opening("100k documents", best_of(3, lambda: fresh(WORK, "open", project)))
